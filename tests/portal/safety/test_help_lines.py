"""Help lines: what the form refuses, what is only a warning, and what a reader without a translation sees."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from portal.models import HelpLine
from portal.site.site_context import get_site_context
from tests.live import published

pytestmark = pytest.mark.django_db


def line(**fields):
    values = {
        "name": "A line",
        "kind": "confidential",
        "phone": "+18005550100",
        "phone_display": "1-800-555-0100",
    }
    return HelpLine(locale=Locale.objects.get(language_code="en"), **{**values, **fields})


def refusal(record):
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize("kind", ["city", "law_enforcement"])
def test_only_emergency_and_confidential_lines_stand_in_the_strip(kind):
    assert refusal(line(kind=kind, in_strip=True)) == {
        "in_strip": ["Only emergency and confidential help lines may be shown in the help bar."]
    }
    line(kind=kind, in_strip=False).full_clean()


@pytest.mark.parametrize("kind", ["emergency", "confidential"])
def test_those_may(kind, client):
    allowed = line(
        kind=kind,
        in_strip=True,
        name="A line of the tests",
        phone="+18005550199",
        phone_display="1-800-555-0199",
        order=0,
    )
    published(allowed)
    strip = client.get("/contact/").content.decode()
    assert "1-800-555-0199" in strip[: strip.index("<main")]


def test_a_line_that_cannot_be_reached_is_refused():
    assert "phone" in refusal(line(phone="", phone_display=""))
    line(phone="", phone_display="", chat_url="https://www.example.org/chat").full_clean()
    line(phone="", phone_display="", text_number="233733", text_display="233733").full_clean()


@pytest.mark.parametrize("field", ["phone", "text_number", "tty"])
@pytest.mark.parametrize(
    "number", ["612-673-3000", "+1 612 673 3000", "call", "+0123456789", "12", "+1866223111111111"]
)
def test_a_number_that_a_phone_cannot_dial_is_refused(field, number):
    display = {"phone": "phone_display", "text_number": "text_display", "tty": "tty_display"}[field]
    assert field in refusal(line(**{field: number, display: "x"}))


@pytest.mark.parametrize("field", ["phone", "text_number", "tty"])
def test_a_number_is_written_for_people_too(field):
    display = {"phone": "phone_display", "text_number": "text_display", "tty": "tty_display"}[field]
    assert refusal(line(**{field: "+18005550100", display: ""}))[display] == [
        "Write the number as people read it."
    ]


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (183, False), (184, True), (None, True)])
def test_a_line_is_verified_for_half_a_year(days, overdue):
    checked = None if days is None else timezone.localdate() - datetime.timedelta(days=days)
    assert line(verified_on=checked).is_overdue == overdue


def test_an_old_verification_is_shown_with_its_day_and_hides_nothing(client, committed):
    record = HelpLine.objects.get(name="Day One", locale__language_code="en")
    record.verified_on = datetime.date(2025, 1, 2)
    with committed():
        published(record)
    page = client.get("/get-help/").content.decode()
    assert "Checked on January 2, 2025." in page
    assert 'href="tel:+18662231111"' in page


def test_a_line_without_a_translation_is_shown_in_english_under_every_language(client, committed):
    record = line(in_strip=True, who_answers="Somebody who listens.")
    with committed():
        published(record)
    assert "Somebody who listens." in client.get("/es/get-help/").content.decode()


def test_a_draft_translation_never_hides_the_line(client, committed):
    spanish = HelpLine.objects.get(name="Day One", locale__language_code="es")
    with committed():
        spanish.unpublish()
    page = client.get("/es/get-help/").content.decode()
    assert 'href="tel:+18662231111"' in page and "An advocate at Day One" in page


def test_lines_come_in_the_offices_order(committed):
    record = line(order=1, in_strip=True)
    with committed():
        published(record)
    assert (
        get_site_context("en").confidential[0] == record
        and get_site_context("en").help_bar_lines[0] == record
    )
