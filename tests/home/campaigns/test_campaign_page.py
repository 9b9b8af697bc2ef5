"""The page of a campaign: the days that remain, what one can do, and only the parts that have content."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils.formats import date_format
from django.utils.translation import override

from home.campaigns.countdown import KeyDay, countdown_to, state_words
from home.models import CampaignPage, DefinitionIndexPage
from tests.home.campaigns.test_campaigns import campaign, day, live
from tests.home.demo.addresses import JANUARY
from tests.live import published

pytestmark = pytest.mark.django_db

JANUARY_2027 = (day("2027-01-01"), day("2027-01-31"))
KEY_DAYS = [KeyDay(day("2027-01-11"), {"title": "Wear Blue Day"})]


@pytest.mark.parametrize(
    ("today", "days"),
    [("2026-12-01", 41), ("2027-01-01", 10), ("2027-01-10", 1), ("2027-01-11", 0), ("2027-01-12", None)],
)
def test_the_countdown_leads_to_the_key_day_and_ends_after_it(today, days):
    found = countdown_to(JANUARY_2027, KEY_DAYS, day(today))
    assert (found and found.days) == days
    assert found is None or found.title == "Wear Blue Day"


def test_after_one_key_day_the_next_is_counted():
    later = [*KEY_DAYS, KeyDay(day("2027-01-20"), {"title": "A vigil"})]
    assert countdown_to(JANUARY_2027, later, day("2027-01-12")).title == "A vigil"


@pytest.mark.parametrize(("today", "days"), [("2026-12-30", 2), ("2027-01-01", None)])
def test_without_key_days_the_days_to_the_first_day_are_counted(today, days):
    found = countdown_to(JANUARY_2027, [], day(today))
    assert (found and found.days) == days


@pytest.mark.parametrize(
    ("state", "today", "words"),
    [
        ("upcoming", "2026-11-29", "Starts in 33 days"),
        ("upcoming", "2026-12-31", "Starts tomorrow"),
        ("current", "2027-01-01", "Now, until January 31, 2027"),
        ("current", "2027-01-31", "Last day today"),
        ("past", "2027-02-01", "Ended on January 31, 2027"),
    ],
)
def test_the_state_says_what_a_reader_wants_to_know(state, today, words):
    assert state_words(state, JANUARY_2027, day(today)) == words


def test_the_key_days_of_a_campaign_of_every_year_are_in_the_period_that_is_shown():
    page = campaign(day("2020-12-20"), day("2021-01-06"), repeats_every_year=True)
    page.key_days = [
        ("day", {"date": day("2021-01-05"), "title": "End"}),
        ("day", {"date": day("2020-12-24"), "title": "Eve"}),
    ]
    with time_machine.travel("2028-06-01T12:00-05:00", tick=False):
        assert [found.date for found in page.dated_key_days] == [day("2028-12-24"), day("2029-01-05")]


@pytest.fixture
def march(db):
    """A public campaign in March 2027 with a key day on March 11."""
    page = live("march", day("2027-03-01"), day("2027-03-31"), title="March")
    page.key_days = [
        ("day", {"date": day("2027-03-11"), "title": "A day in blue", "text": "<p>Wear blue.</p>"})
    ]
    published(page)
    return page


def countdown_of(client, page):
    """The words of the countdown on a page, or ""."""
    found = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".countdown")
    return " ".join(found.get_text(" ").split()) if found else ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        # The hub's zone is six hours behind UTC.
        ("2027-03-01T12:00-06:00", "10 days to go Thursday, March 11, 2027 A day in blue"),
        ("2027-03-11T05:59Z", "1 day to go Thursday, March 11, 2027 A day in blue"),
        ("2027-03-11T06:01Z", "Today Thursday, March 11, 2027 A day in blue"),
        ("2027-03-12T06:01Z", ""),
    ],
)
def test_the_page_counts_the_days_in_the_hub_s_time_zone(client, march, moment, words):
    with time_machine.travel(moment, tick=False):
        assert countdown_of(client, march) == words


def test_one_countdown_stands_on_the_page(client, march):
    with time_machine.travel("2027-02-20T12:00-06:00", tick=False):
        page = client.get(march.url).content.decode()
    assert "19 <" in page.replace("</b> <", " <") and "Starts in" not in page
    march.key_days = [("day", {"date": day("2026-03-11"), "title": "Over", "text": "<p>Over.</p>"})]
    published(march)
    with time_machine.travel("2027-02-20T12:00-06:00", tick=False):
        assert "Starts in 9 days" in client.get(march.url).content.decode()


def test_the_countdown_needs_no_script(client, march):
    with time_machine.travel("2027-03-01T12:00-06:00", tick=False):
        soup = BeautifulSoup(client.get(march.url).content, "html.parser")
    assert soup.select_one(".countdown time")["datetime"] == "2027-03-11"
    assert not soup.select("main script")


def test_parts_without_content_are_left_out(client):
    page = live("bare", day("2027-03-01"), day("2027-03-31"))
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    parts = {element["id"] for element in soup.select("main h2[id]")}
    assert parts & CampaignPage.own_anchors == set()
    assert not soup.select(".take-part, .proclamation, .kit, .steps")


def test_each_step_says_what_to_do_and_leads_to_its_page(client):
    soup = BeautifulSoup(client.get(JANUARY).content, "html.parser")
    steps = soup.select(".steps > li")
    assert len(steps) == 4
    assert {step.select_one("h3").get_text(strip=True) for step in steps} >= {
        "Learn the signs",
        "Speak with care",
    }
    assert [step.a["href"] for step in steps if step.a] == ["/definitions/", "/get-help/", "/events/"]
    assert all(step.select_one("svg[aria-hidden=true]") for step in steps)


def test_a_step_whose_page_is_no_longer_public_stays_without_a_link(client):
    DefinitionIndexPage.objects.get(locale__language_code="en").unpublish()
    soup = BeautifulSoup(client.get(JANUARY).content, "html.parser")
    step = next(step for step in soup.select(".steps > li") if "Learn the signs" in step.text)
    assert step.a is None


@pytest.mark.parametrize("language", ["es", "so", "hmn"])
def test_the_head_of_the_campaign_is_in_the_reader_s_language(client, language):
    english = BeautifulSoup(client.get(JANUARY).content, "html.parser")
    other = BeautifulSoup(client.get(f"/{language}{JANUARY}").content, "html.parser")
    for part in (".dawn-state", ".countdown-unit", ".countdown time"):
        mine, theirs = other.select_one(part), english.select_one(part)
        if theirs:
            assert mine.get_text() != theirs.get_text()


@pytest.mark.parametrize(
    ("language", "tuesday"), [("en", "Tue"), ("es", "mar"), ("so", "Tal"), ("hmn", "zwj quag")]
)
def test_the_chip_of_a_day_names_the_weekday_in_the_reader_s_language(language, tuesday):
    with override(language):
        assert date_format(day("2026-12-01"), "D") == tuesday
