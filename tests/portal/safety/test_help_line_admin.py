"""The admin's list of help lines, and how each kind of line is checked."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import HelpLine

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_portal_helpline:list"


def rows(response):
    table = response.content.decode().partition('<table class="listing')[2].partition("</table>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in table.split("<tr")[2:]]


def test_each_line_stands_once_with_its_languages(signed_in):
    shown = rows(signed_in("editor").get(reverse(LIST)))
    keys = HelpLine.objects.order_by().values("translation_key").distinct()
    assert len(shown) == keys.count() < HelpLine.objects.count()
    day_one = next(row for row in shown if "Day One" in row)
    assert "English" in day_one and "Spanish" in day_one
    assert " Yes " in f" {day_one} " and "True" not in day_one


def test_who_translates_opens_the_own_language(signed_in, account):
    type(account("translator")).objects.filter(email="translator@example.org").update(language="es")
    response = signed_in("translator").get(reverse(LIST))
    lines = list(response.context["object_list"])
    own = [line for line in lines if line.locale.language_code == "es"]
    assert own and len({line.translation_key for line in lines}) == len(lines)
    english = HelpLine.objects.get(translation_key=own[0].translation_key, locale__language_code="en")
    address = reverse("wagtailsnippets_portal_helpline:edit", args=[english.pk])
    assert f'href="{address}"' not in response.content.decode()


def test_the_filter_of_languages_shows_that_language(signed_in):
    response = signed_in("editor").get(reverse(LIST), {"locale": "es"})
    assert {line.locale.language_code for line in response.context["object_list"]} == {"es"}


@pytest.mark.parametrize(
    ("kind", "asked", "refused"),
    [
        ("confidential", "I called the number today", "Call the number first."),
        (
            "emergency",
            "without calling it",
            "Compare the number with its official page first. Do not call it.",
        ),
    ],
)
def test_an_emergency_number_is_compared_and_not_called(signed_in, account, kind, asked, refused):
    line = HelpLine.objects.filter(kind=kind, locale__language_code="en", live=True).first()
    line.save_revision(user=account("editor"))
    line.get_workflow().start(line, account("editor"))
    client = signed_in("approver")
    address = reverse("decide", args=[line.current_workflow_task_state.pk])
    shown = client.get(address)
    assert asked in shown.content.decode()
    assert ("tel:" in shown.content.decode()) == (kind != "emergency")
    answer = {"decision": "approve", "seen": shown.context["seen"], "comment": ""}
    assert refused in client.post(address, answer).content.decode()
    client.post(address, {**answer, "called": "on"})
    line.refresh_from_db()
    assert line.verified_on == timezone.localdate()


def test_the_dashboard_says_how_each_line_is_checked(signed_in):
    HelpLine.objects.filter(locale__language_code="en").update(verified_on=None)
    text = signed_in("approver").get(reverse("wagtailadmin_home")).content.decode()
    assert "Never checked. Compare it with its official page; do not call it." in text
    assert "Never checked. Call it." in text
