"""The editor's forms name only scripts and styles that exist: the hashed files of production know no others."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.models import Page

from tests.home.demo.addresses import YEAR

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["labor-trafficking", "get-help", f"january-{YEAR}"])
def test_every_script_and_style_of_the_editors_form_exists(signed_in, slug):
    page = Page.objects.get(slug=slug, locale__language_code="en")
    form = signed_in("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert form.status_code == 200
    named = set(re.findall(r'(?:src|href)="/static/([^"?]+)', form.content.decode()))
    assert named
    assert [name for name in sorted(named) if not finders.find(name)] == []


@pytest.mark.parametrize("level", ["info", "success", "warning"])
def test_the_icon_of_every_level_of_messages_exists(level, signed_in):
    sprite = signed_in("editor").get(reverse("wagtailadmin_sprite")).content.decode()
    assert f'id="icon-{level}"' in sprite


def test_time_zones_to_choose_are_those_that_browsers_know(signed_in):
    form = signed_in("editor").get("/admin/preferences/").content.decode()
    assert "America/Chicago" in form and "localtime" not in form
