"""Days and times that are typed as text, in browsers that have no fields for them: read in every language, never guessed."""

import datetime
import html

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from partners.events import wording
from partners.models import EventPage
from partners.workspace import submission
from partners.workspace.forms.typed_dates import read_day, read_time
from tests.partners.factories import make_event

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es", "so", "hmn")
FIRST = datetime.date(2027, 1, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def day_in(language, text):
    with translation.override(language):
        return read_day(text)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "2027-03-09", "2027-03-09"),
        ("en", "3/9/2027", "2027-03-09"),
        ("en", "03/09/2027", "2027-03-09"),
        ("en", "March 9, 2027", "2027-03-09"),
        ("en", "march 9th 2027", "2027-03-09"),
        ("en", "Mar. 9, 2027", "2027-03-09"),
        ("en", "Sept. 9, 2027", "2027-09-09"),
        ("en", "9 March 2027", "2027-03-09"),
        ("en", "the 1st of May, 2027", "2027-05-01"),
        ("en", "Tuesday, March 9, 2027", "2027-03-09"),
        ("es", "5 de enero de 2027", "2027-01-05"),
        ("es", "5 enero 2027", "2027-01-05"),
        ("es", "martes 5 de enero del 2027", "2027-01-05"),
        ("es", "1.º de mayo de 2027", "2027-05-01"),
        ("es", "25/1/2027", "2027-01-25"),
        ("es", "1/25/2027", "2027-01-25"),
        ("es", "5/5/2027", "2027-05-05"),
        ("es", "January 5, 2027", "2027-01-05"),
        ("so", "5 Janaayo 2027", "2027-01-05"),
        ("hmn", "Lub Ib Hlis tim 5, 2027", "2027-01-05"),
        ("en", "5 de enero de 2027", "2027-01-05"),
    ],
)
def test_a_day_is_read_as_people_write_it(language, text, day):
    assert day_in(language, text).isoformat() == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_is_read_as_the_hub_writes_it(language):
    with translation.override(language):
        for number in range(365):
            day = FIRST + datetime.timedelta(days=number)
            assert read_day(wording.date_words(day)) == day
            assert read_day(wording.day_words(day)) == day
            assert read_day(day.isoformat()) == day


@pytest.mark.parametrize("language", ["es", "so", "hmn"])
@pytest.mark.parametrize("text", ["5/1/2027", "05-01-2027", "5.1.2027", "05/01/2027"])
def test_a_day_that_can_be_two_is_asked_back_with_both(language, text):
    with translation.override(language):
        with pytest.raises(ValidationError) as refused:
            read_day(text)
        (sentence,) = refused.value.messages
        for day in (datetime.date(2027, 5, 1), datetime.date(2027, 1, 5)):
            assert wording.date_words(day) in sentence
        assert text in sentence


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2027",
        "March",
        "March 2027",
        "March 9",
        "March 9, 27",
        "3/9/27",
        "31/31/2027",
        "February 30, 2027",
        "2027-02-30",
        "Monday, March 9, 2027",  # It is a Tuesday.
        "March 9 or 10, 2027",
        "March April 9, 2027",
        "before March 9, 2027",
        "9" * 500,
        "March 9, 2027" * 50,
        "٣/٩/2027x",
        "<b>",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_one_day_is_refused(language, text):
    with translation.override(language), pytest.raises(ValidationError):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:30", "14:30"),
        ("09:05", "09:05"),
        ("09:05:00", "09:05"),
        ("2:30 PM", "14:30"),
        ("2:30pm", "14:30"),
        ("2:30 p.m.", "14:30"),
        ("2:30 p. m.", "14:30"),
        ("5 pm", "17:00"),
        ("12 am", "00:00"),
        ("12:15 p.m.", "12:15"),
        ("0:30", "00:30"),
        ("17.30", "17:30"),
        ("17h30", "17:30"),
    ],
)
def test_a_time_is_read_as_people_write_it(text, time):
    assert f"{read_time(text):%H:%M}" == time


@pytest.mark.parametrize("text", ["tea time", "5", "17", "25:00", "10:75", "13 pm", "0 am", "10:3", "1" * 99])
def test_what_is_not_a_time_is_refused(text):
    with pytest.raises(ValidationError, match="AM or PM"):
        read_time(text)


def test_a_time_that_can_be_two_is_asked_back_with_both():
    with pytest.raises(ValidationError) as refused:
        read_time("5:30")
    assert refused.value.messages == ["Add AM or PM to “5:30”: is it 5:30\xa0a.m. or 5:30\xa0p.m.?"]


# --- In the forms ---------------------------------------------------------------------------------------------------
def page(answer):
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["start_date", "end_date", "until", "accessibility_request_by"])
def test_no_day_of_an_event_is_guessed_on_the_spanish_form(workspace, organisation, name):
    address = "/es" + reverse("partners:event_new", args=[organisation.slug])
    data = {"title": "Té", "frequency": "weekly", "start_date": "2027-01-05", "action": "save"}
    answer = workspace.post(address, {**data, name: "5/1/2027"})
    assert answer.status_code == 422
    assert "1 de mayo de 2027" in page(answer) and "5 de enero de 2027" in page(answer)
    assert 'value="5/1/2027"' in page(answer) and 'value="Té"' in page(answer)
    assert not EventPage.objects.filter(organisation=organisation).exists()
    assert workspace.post(address, {**data, name: "5 de enero de 2027"}).status_code == 302
    event = EventPage.objects.get(organisation=organisation)
    assert getattr(submission.latest(event), name) == datetime.date(2027, 1, 5)


def test_no_new_day_of_a_single_date_is_guessed(workspace, organisation):
    event = make_event(organisation, "Circle", frequency="weekly", count=6)
    day = event.start_date + datetime.timedelta(days=7)
    names = [organisation.slug, event.translation_key, day.isoformat()]
    address = "/es" + reverse("partners:event_move_date", args=names)
    answer = workspace.post(address, {"new_date": f"5/1/{timezone.localdate().year + 1}"})
    assert answer.status_code == 422 and "5 de enero de" in page(answer)


def test_hints_and_errors_agree_with_the_fields(workspace, organisation):
    text = page(workspace.get(reverse("partners:event_new", args=[organisation.slug]), follow=True))
    assert "such as 03/09/2027." in text and "Such as 10:00 AM." in text and "2027-03-09" not in text
    assert "Accessibility contact" in text


@pytest.mark.parametrize("name", ["extra_dates", "exception_dates"])
def test_no_day_of_a_list_is_guessed(workspace, organisation, name):
    address = "/es" + reverse("partners:event_new", args=[organisation.slug])
    data = {"title": "Té", "frequency": "weekly", "start_date": "2027-01-05", "count": "9", "action": "save"}
    answer = workspace.post(address, {**data, name: ["2027-01-19", "2/3/2027"]})
    assert answer.status_code == 422
    assert "3 de febrero de 2027" in page(answer) and "2 de marzo de 2027" in page(answer)
    assert 'value="2/3/2027"' in page(answer) and 'value="2027-01-19"' in page(answer)
    answer = workspace.post(address, {**data, name: ["2027-01-19", "2 de febrero de 2027"]})
    assert answer.status_code == 302
    event = EventPage.objects.get(organisation=organisation)
    assert getattr(submission.latest(event), name) == ["2027-01-19", "2027-02-02"]
