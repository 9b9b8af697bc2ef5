"""How an event repeats, as members choose it: all dates before saving, exceptions by checkbox, what is refused beside its field."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from partners.models import EventPage
from partners.workspace.forms.event import EventForm, initial_of
from tests.partners.workspace.test_event_form import LEAST, address, new_address, the_event, words

pytestmark = pytest.mark.django_db
TUESDAY = "2027-01-12"
MANY = [(datetime.date(2027, 1, 13) + datetime.timedelta(days=after)).isoformat() for after in range(401)]
WEEKLY = {**LEAST, "start_date": TUESDAY, "end_time": "12:00", "frequency": "weekly", "count": "4"}


@pytest.fixture(autouse=True)
def in_january():
    now = datetime.datetime(2027, 1, 4, 12, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=True), translation.override("en"):
        yield


def listed(page):
    """The dates with a checkbox, and those that are checked."""
    boxes = re.findall(
        r'<input type="checkbox" name="exception_dates" value="([^"]*)"[^>]*?( checked)?>', page
    )
    return [day for day, _checked in boxes], [day for day, checked in boxes if checked]


def error_of(page, name):
    return re.search(rf'id="id_{name}_error">(.*?)</p>', page, re.DOTALL)[1]


def show(workspace, organisation, **data):
    return workspace.post(new_address(organisation), {**WEEKLY, **data, "action": "dates"})


def test_all_dates_are_shown_before_anything_is_saved(workspace, organisation):
    answer = show(workspace, organisation, exception_dates="2027-01-19", title="Tea & talk")
    page = words(answer)
    assert answer.status_code == 200
    assert listed(page) == (["2027-01-12", "2027-01-19", "2027-01-26", "2027-02-02"], ["2027-01-19"])
    assert "Every Tuesday, 4 times, not on January 19, 2027. 3 dates:" in page
    assert "Tuesday, February 2, 2027, 10\xa0a.m. to noon" in page
    assert 'value="Tea & talk"' in page and '<details id="part-time" open>' in page
    assert not EventPage.objects.filter(organisation=organisation).exists()


def test_a_typed_day_that_the_rule_does_not_have_is_said_wherever_the_dates_are(workspace, organisation):
    """The 12th is a Tuesday, the rule has Thursdays."""
    said = "Tuesday, January 12, 2027 is not one of the dates: the first is Thursday, January 14, 2027."
    thursdays = {**WEEKLY, "weekdays": "TH"}
    assert said in words(show(workspace, organisation, **thursdays))
    assert "is not one of the dates" not in words(show(workspace, organisation))
    workspace.post(new_address(organisation), {**thursdays, "action": "save"})
    page = words(workspace.get(address(the_event())))
    assert page.count(said) == 2  # In the form and in the summary.
    board = words(workspace.get(reverse("partners:dashboard", args=[organisation.slug])))
    assert "Thursday, January 14, 2027, 10\xa0a.m." in board and "January 12" not in board


@pytest.mark.parametrize(
    ("start", "until", "said"),
    [
        ("2027-06-01", "", "More dates follow. No last day is set."),
        ("2027-06-01", "2029-06-05", "More dates follow until June 5, 2029."),
        ("2027-01-12", "2027-12-28", "More dates follow until December 28, 2027."),
    ],
)
def test_form_and_preview_have_the_same_dates_and_say_how_far_they_go(
    workspace, organisation, start, until, said
):
    rule = {"start_date": start, "until": until, "count": ""}
    workspace.post(new_address(organisation), {**WEEKLY, **rule, "action": "save"})
    event = the_event()
    page, preview = (
        words(workspace.get(address(event))),
        words(workspace.get(address(event, "event_preview"))),
    )
    listed_there = re.findall(r'<time datetime="(2[^T"]*)T', preview.partition('id="dates"')[2])
    assert list(dict.fromkeys(listed_there)) == listed(page)[0][:60]
    ends = said.endswith("2027.")  # All dates are within the horizon.
    assert (said in page) == (said in preview or ends)
    assert said in page.partition('id="summary"')[2]


def test_a_saved_series_lists_its_dates_and_a_checked_one_becomes_an_exception(workspace, organisation):
    workspace.post(new_address(organisation), {**WEEKLY, "action": "save"})
    event = the_event()
    days, checked = listed(words(workspace.get(address(event))))
    assert len(days) == 4 and not checked
    data = {**WEEKLY, "exception_dates": days[1:3], "base_revision": event.latest_revision_id}
    workspace.post(address(event), {**data, "action": "save"})
    assert the_event().exception_dates == days[1:3]
    assert listed(words(workspace.get(address(event)))) == (days, days[1:3])
    # Unchecked, it takes place again.
    data = {**WEEKLY, "exception_dates": days[1:2], "base_revision": the_event().latest_revision_id}
    workspace.post(address(event), {**data, "action": "save"})
    assert the_event().exception_dates == days[1:2]


@pytest.mark.parametrize(
    ("fields", "rule", "days"),
    [
        (
            {"frequency": "monthly_weekday", "weekdays": ["TU"], "month_positions": ["1", "3"]},
            "Every month on the first Tuesday and the third Tuesday, 4 times",
            ["2027-01-19", "2027-02-02", "2027-02-16", "2027-03-02"],
        ),
        (
            {"frequency": "monthly_weekday", "weekdays": ["TU"], "month_positions": ["-1"]},
            "Every month on the last Tuesday, 4 times",
            ["2027-01-26", "2027-02-23", "2027-03-30", "2027-04-27"],
        ),
        (
            {"frequency": "monthly_date", "month_days": "15 and last"},
            "Every month on the 15th and the last day, 4 times",
            ["2027-01-15", "2027-01-31", "2027-02-15", "2027-02-28"],
        ),
        (
            {"frequency": "monthly_workday"},
            "Every month on the last workday, 4 times",
            ["2027-01-29", "2027-02-26", "2027-03-31", "2027-04-30"],
        ),
        (
            {"frequency": "daily", "interval": "10"},
            "Every 10 days, 4 times",
            ["2027-01-12", "2027-01-22", "2027-02-01", "2027-02-11"],
        ),
        (
            {"frequency": "dates", "count": "", "extra_dates": ["2027-03-01", "", "2/3/2027"]},
            "January 12, 2027; February 3, 2027; March 1, 2027",
            ["2027-01-12", "2027-02-03", "2027-03-01"],
        ),
        (
            {"count": "2", "extra_dates": ["2027-01-15"]},
            "Every Tuesday, 2 times, and on January 15, 2027",
            ["2027-01-12", "2027-01-15", "2027-01-19"],
        ),
    ],
)
def test_every_rhythm_can_be_chosen_is_shown_and_is_kept(workspace, organisation, fields, rule, days):
    page = words(show(workspace, organisation, **fields))
    assert rule in page and listed(page)[0] == days
    assert (
        workspace.post(new_address(organisation), {**WEEKLY, **fields, "action": "send"}).status_code == 302
    )
    event = the_event()
    found = event.recurrence.dates(datetime.date(2027, 6, 1))
    assert [day.isoformat() for day in found] == days
    # The saved form says the same, and sent again it changes nothing.
    form = EventForm(initial_of(event), user=None, event=event)
    assert form.is_valid() and EventPage(**form.times()).recurrence == event.recurrence


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"extra_dates": ["2027-01-20"], "frequency": "", "count": ""}, "extra_dates", "takes place once"),
        ({"extra_dates": ["2027-01-05"]}, "extra_dates", "before the first date"),
        ({"frequency": "monthly_date", "interval": "13"}, "interval", "more than a year apart"),
        (
            {"exception_dates": ["2027-01-12", "2027-01-19", "2027-01-26", "2027-02-02"]},
            "exception_dates",
            "No date is left",
        ),
        (
            {"weekdays": ["MO"], "until": "2027-01-15", "count": ""},
            "until",
            "No date is left until this day",
        ),
        (
            {"start_date": "2027-02-01", "frequency": "monthly_date", "month_days": "30", "interval": "12"},
            "frequency",
            "There is no such date",
        ),
        (
            {"frequency": "monthly_weekday", "weekdays": ["TU"]},
            "month_positions",
            "Say which of these weekdays of the month",
        ),
        ({"month_days": "0"}, "month_days", "from 1 to 31"),
        # Once, and its only day is left out.
        ({"frequency": "", "count": "", "exception_dates": [TUESDAY]}, "exception_dates", "No date is left"),
        (
            {
                "start_date": "2027-02-01",
                "frequency": "monthly_weekday",
                "weekdays": ["SU"],
                "month_positions": ["5"],
                "interval": "12",
            },
            "frequency",
            "more than 18 months after the date",
        ),
        ({"extra_dates": MANY}, "extra_dates", "Post the later ones as another event"),
        ({"exception_dates": MANY}, "exception_dates", "End the event earlier"),
    ],
)
@pytest.mark.parametrize("action", ["dates", "save", "send"])
def test_an_impossible_or_empty_series_is_refused_beside_its_field(
    workspace, organisation, action, fields, name, sentence
):
    answer = workspace.post(new_address(organisation), {**WEEKLY, **fields, "action": action})
    page = words(answer)
    assert answer.status_code == 422 and sentence in error_of(page, name)
    assert f'href="#id_{name}' in page
    for value in fields.get("extra_dates", []) + fields.get("exception_dates", []):
        assert f'value="{value}"' in page
    assert not EventPage.objects.filter(organisation=organisation).exists()


def test_before_the_dates_are_shown_impossible_times_are_said(workspace, organisation):
    page = words(show(workspace, organisation, end_time="09:00"))
    assert "The end must be after the start" in error_of(page, "end_time")
    page = words(show(workspace, organisation, start_date=""))
    assert "Give the date." in error_of(page, "start_date") and listed(page) == ([], [])


def test_exceptions_that_are_not_listed_stay_until_they_are_unchecked(workspace, organisation):
    page = words(show(workspace, organisation, exception_dates=["2026-12-01", "2027-01-13"]))
    assert listed(page)[1] == ["2026-12-01", "2027-01-13"]
    page = words(show(workspace, organisation, start_date="", exception_dates=["2027-01-13"]))
    assert listed(page)[1] == ["2027-01-13"]


def test_a_list_needs_another_day_before_it_is_sent_but_may_be_kept(workspace, organisation):
    data = {**WEEKLY, "frequency": "dates", "count": ""}
    assert workspace.post(new_address(organisation), {**data, "action": "save"}).status_code == 302
    page = words(workspace.post(new_address(organisation), {**data, "action": "send"}, follow=True))
    assert "List the other days" in error_of(page, "extra_dates")


def test_a_series_that_is_over_is_not_sent(workspace, organisation):
    data = {**WEEKLY, "start_date": "2026-11-03", "count": "3", "action": "send"}
    page = words(workspace.post(new_address(organisation), data, follow=True))
    assert "This day has passed" in error_of(page, "start_date")


def test_an_older_event_that_repeats_on_the_weekday_of_its_date_keeps_its_dates(workspace, organisation):
    """Weekdays that were chosen for another rhythm do not count without a position."""
    workspace.post(
        new_address(organisation), {**WEEKLY, "frequency": "monthly_weekday", "count": "2", "action": "save"}
    )
    event = the_event()
    event.weekdays = "FR"
    assert [day.day for day in event.recurrence.dates(datetime.date(2028, 1, 1))] == [12, 9]


def test_all_days_of_a_month_can_be_saved_again(workspace, organisation):
    data = {**WEEKLY, "frequency": "monthly_date", "month_days": ",".join(map(str, range(1, 32)))}
    workspace.post(new_address(organisation), {**data, "action": "save"})
    event = the_event()
    shown = EventForm(initial_of(event), user=None, event=event)["month_days"].value()
    shown = EventForm.base_fields["month_days"].prepare_value(shown)
    assert shown.endswith("30, 31") and len(shown) > 100
    answer = workspace.post(address(event), {**data, "month_days": shown, "action": "save"})
    assert answer.status_code == 302 and the_event().month_days == event.month_days


def test_what_is_chosen_twice_is_stored_once(workspace, organisation):
    twice = {
        "weekdays": ["TU", "TH"] * 50,
        "month_positions": ["1", "-1"] * 50,
        "month_days": "1,01, 15," * 9,
    }
    workspace.post(new_address(organisation), {**WEEKLY, **twice, "action": "save"})
    event = the_event()
    assert (event.weekdays, event.month_positions, event.month_days) == ("TU,TH", "1,-1", "1,15")


@pytest.mark.parametrize(("name", "most"), [("interval", 99), ("count", 400)])
def test_a_number_that_is_not_possible_is_refused_with_one_sentence(workspace, organisation, name, most):
    for value, sentence in (
        ("-1", "not less than 1"),
        ("0", "not less than 1"),
        (str(most + 1), f"than {most}"),
    ):
        error = error_of(words(show(workspace, organisation, **{name: value})), name)
        assert sentence in error and error.count("Enter a number") == 1
