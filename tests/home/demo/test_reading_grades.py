"""The demonstration is easy to read: the pages for people in danger need six years of school, the others eight (English)."""

import html
import re

import pytest
from django.utils.html import strip_tags

from home.models import DefinitionPage
from portal.models import HelpLine, HubPage
from portal.quality.reading import grade_of, reading_grade

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EASIEST, EASY = 6, 8
FOR_PEOPLE_IN_DANGER = {"get-help", "stay-safe-online", "definitions"}


def pages():
    """Every public English page, by type, so that a page of a new type is read, too."""
    for model in HubPage.__subclasses__():
        yield from model.objects.live().filter(locale__language_code="en")


def test_every_page_is_easy_to_read():
    hard, read = {}, 0
    for page in pages():
        found = reading_grade(page)
        if found is None:
            continue
        read += 1
        limit = EASIEST if page.slug in FOR_PEOPLE_IN_DANGER or isinstance(page, DefinitionPage) else EASY
        if found.grade > limit:
            hard[page.url] = found.grade
    assert read > 15 and not hard


def test_what_the_help_lines_say_is_easiest():
    """Get help shows them below its own text."""
    said = []
    lines = HelpLine.objects.filter(live=True, locale__language_code="en")
    for line in lines.exclude(kind="law_enforcement"):
        said += [
            line.who_answers,
            line.what_happens,
            line.shares_with_police,
            line.shares_with_child_protection,
        ]
    text = "\n".join(html.unescape(strip_tags(re.sub(r"</p>", "\n", part))) for part in said if part)
    assert grade_of(text).grade <= EASIEST


def test_what_a_definition_can_look_like_is_easiest():
    for page in DefinitionPage.objects.live().filter(locale__language_code="en"):
        text = "\n".join(item.value + "." for item in page.looks_like) + "\n" + strip_tags(page.plain_words)
        found = grade_of(text)
        assert found is None or found.grade <= EASIEST, page.title
