"""Campaigns: each year an edition of its own; the state follows from the dates."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from home.models import CampaignIndexPage, CampaignPage, HomePage
from media.models import HubDocument
from tests.home.demo.addresses import JANUARY, YEAR
from tests.live import published
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
NEXT = YEAR + 1


def campaign(start, end, **fields):
    """A campaign that is nowhere saved."""
    return CampaignPage(title="Campaign", start=start, end=end, **fields)


def live(slug, start, end, **fields):
    """A campaign that the public can read."""
    index = CampaignIndexPage.objects.get(locale__language_code="en")
    page = new_page(index, CampaignPage, slug=slug, summary="A summary.", start=start, end=end, **fields)
    published(page)
    page.refresh_from_db()
    return page


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="en")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-12-31", "upcoming"),
        ("2027-01-01", "current"),
        ("2027-01-15", "current"),
        ("2027-01-31", "current"),
        ("2027-02-01", "past"),
    ],
)
def test_the_state_of_an_edition_follows_from_its_days(today, state):
    assert campaign(day("2027-01-01"), day("2027-01-31")).state_at(day(today)) == state


@pytest.mark.parametrize(
    ("today", "first", "state"),
    [
        ("2026-12-31", "2027-01-01", "upcoming"),
        ("2027-01-31", "2027-01-01", "current"),
        ("2027-02-01", "2028-01-01", "upcoming"),
        ("2035-06-30", "2036-01-01", "upcoming"),
    ],
)
def test_a_campaign_of_every_year_is_never_past(today, first, state):
    page = campaign(day("2020-01-01"), day("2020-01-31"), repeats_every_year=True)
    assert page.period_at(day(today))[0] == day(first)
    assert page.state_at(day(today)) == state


@pytest.mark.parametrize("today", ["2026-12-25", "2027-01-06"])
def test_a_campaign_of_every_year_may_pass_over_new_year(today):
    page = campaign(day("2020-12-20"), day("2021-01-06"), repeats_every_year=True)
    assert page.period_at(day(today)) == (day("2026-12-20"), day("2027-01-06"))
    assert page.state_at(day(today)) == "current"
    assert page.state_at(day("2027-01-07")) == "upcoming"


def test_the_29_february_of_a_campaign_of_every_year_is_the_28th_in_other_years():
    page = campaign(day("2024-02-29"), day("2024-03-02"), repeats_every_year=True)
    assert page.period_at(day("2027-02-01"))[0] == day("2027-02-28")
    assert page.period_at(day("2028-02-01"))[0] == day("2028-02-29")


@pytest.mark.parametrize(
    ("start", "end", "yearly", "message"),
    [
        ("2027-02-01", "2027-01-31", False, "The last day must not be before the first day."),
        ("2027-01-01", "2028-01-01", True, "A campaign that repeats every year must be shorter than a year."),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(start, end, yearly, message):
    with pytest.raises(ValidationError) as refused:
        live("nonsense", day(start), day(end), repeats_every_year=yearly)
    assert message in refused.value.message_dict["end"]


def test_the_home_page_shows_the_campaign_that_runs_rather_than_the_next(home):
    CampaignPage.objects.all().update(live=False)
    today = timezone.localdate()
    live("next", today + DAY, today + 2 * DAY)
    now = live("now", today - 20 * DAY, today + 300 * DAY)
    assert CampaignPage.current_or_next(home, today) == now


def test_the_home_page_shows_the_soonest_campaign_when_none_runs(home):
    CampaignPage.objects.all().update(live=False)
    today = timezone.localdate()
    live("later", today + 90 * DAY, today + 91 * DAY)
    soonest = live("soonest", today + 5 * DAY, today + 6 * DAY)
    live("past", today - 6 * DAY, today - 5 * DAY)
    assert CampaignPage.current_or_next(home, today) == soonest


def test_the_home_page_shows_no_campaign_when_all_are_past(client, home):
    CampaignPage.objects.all().update(live=False)
    today = timezone.localdate()
    live("past", today - 6 * DAY, today - 5 * DAY)
    assert CampaignPage.current_or_next(home, today) is None
    assert 'id="campaign"' not in client.get("/").content.decode()


def test_the_home_page_shows_the_january_month_of_the_demonstration(client):
    page = CampaignPage.objects.get(locale__language_code="en", slug=f"january-{YEAR}")
    assert page.state != "past"
    assert page.title in client.get("/").content.decode()


def test_the_index_shows_what_runs_first_then_the_soonest_and_earlier_ones_below(client):
    CampaignPage.objects.all().update(live=False)
    today = timezone.localdate()
    for title, start, end in (
        ("Long ago", -400, -390),
        ("Later", 90, 91),
        ("Just past", -6, -5),
        ("Running", -1, 1),
        ("Soon", 5, 6),
    ):
        live(title.lower().replace(" ", "-"), today + start * DAY, today + end * DAY, title=title)
    page = client.get("/campaigns/").content.decode()
    places = [page.index(f">{title}</a>") for title in ("Running", "Soon", "Later", "Just past", "Long ago")]
    assert places == sorted(places)
    assert places[2] < page.index("Earlier campaigns") < places[3]


def test_an_edition_shows_the_live_earlier_editions_of_its_series_only(client):
    this = live("m-2027", day("2027-03-01"), day("2027-03-31"), series="March", title="March 2027")
    live("m-2026", day("2026-03-01"), day("2026-03-31"), series="March", title="March 2026")
    live("m-2028", day("2028-03-01"), day("2028-03-31"), series="March", title="March 2028")
    live("other", day("2026-03-01"), day("2026-03-31"), series="Another", title="Another series")
    live("m-2025", day("2025-03-01"), day("2025-03-31"), series="March", title="March 2025").unpublish()
    page = client.get(this.url).content.decode().partition("<main")[2]
    assert "March 2026" in page
    assert not [title for title in ("March 2028", "Another series", "March 2025") if title in page]


def test_campaigns_without_a_series_are_no_editions_of_each_other(client):
    first = live("one", day("2026-03-01"), day("2026-03-31"), title="One of its own")
    second = live("two", day("2027-03-01"), day("2027-03-31"), title="Another")
    assert first.title not in client.get(second.url).content.decode()


def test_the_edition_of_the_demonstration_states_no_proclamation_and_keeps_the_videos_as_earlier(client):
    page = client.get(JANUARY).content.decode()
    assert 'id="proclamation"' not in page
    assert page.index("Earlier years") < page.index("(at the time)")
    assert re.search(rf'<time datetime="{YEAR}-01-11">', page)


def test_a_video_that_is_no_longer_public_leaves_its_campaign(client):
    from media.models import VideoPage

    video = VideoPage.objects.live().filter(locale__language_code="en", slug="andrea-jenkins-message").get()
    assert video.title in client.get(JANUARY).content.decode()
    video.unpublish()
    assert video.title not in client.get(JANUARY).content.decode()


def test_a_campaign_with_a_picture_that_nobody_described_is_not_published(db):
    from media.models import HubImage

    picture = HubImage.objects.first()
    HubImage.objects.filter(pk=picture.pk).update(is_decorative=False, description="  ")
    with pytest.raises(ValidationError) as refused:
        live("pictured", day("2027-03-01"), day("2027-03-31"), picture=HubImage.objects.get(pk=picture.pk))
    assert "Describe the picture" in refused.value.message_dict["picture"][0]


def test_a_document_of_the_toolkit_is_offered_with_its_format_size_and_accessibility(client):
    today = timezone.localdate()
    poster = HubDocument.objects.create(
        title="Poster", file=ContentFile(b"%PDF-1.7 " + b"x" * 2048, name="poster.pdf"), accessible="yes"
    )
    poster.get_file_size()
    page = live("with-a-poster", today, today + DAY)
    page.toolkit = [("item", {"title": "A poster", "text": "For a wall.", "document": poster})]
    published(page)
    body = client.get(page.url).content.decode()
    assert f'<a href="{poster.url}">A poster</a>' in body
    assert "PDF, 2.0\xa0KB&nbsp;· Accessible" in body
    assert client.get(poster.url).status_code == 200


# --- Next year's edition ----------------------------------------------------------------------------
@pytest.fixture
def january(db):
    return CampaignPage.objects.get(locale__language_code="en", slug=f"january-{YEAR}")


def edition_address(page):
    return f"/admin/campaigns/{page.pk}/new-edition/"


def test_the_next_edition_is_a_draft_with_the_lasting_texts_only(signed_in, client, january):
    office = signed_in("editor")
    form = office.get(edition_address(january)).content.decode()
    assert f"Human trafficking prevention month, January {NEXT}" in form and f'value="{NEXT}-01-01"' in form
    data = {"title": f"Prevention month, January {NEXT}", "start": f"{NEXT}-01-01", "end": f"{NEXT}-01-31"}
    answer = office.post(edition_address(january), data)
    new = CampaignPage.objects.get(slug=f"january-{NEXT}")
    assert answer["Location"] == f"/admin/pages/{new.pk}/edit/"
    version = new.get_latest_revision_as_object()
    for edition in (new, version):
        assert not edition.live and edition.title == data["title"] and edition.start == day(f"{NEXT}-01-01")
        assert edition.series == january.series and edition.summary == january.summary
        assert (
            edition.discreet_title == f"City campaign, January {NEXT}" and edition.steward == january.steward
        )
        assert edition.toolkit.raw_data and edition.body.raw_data and edition.sources.raw_data
        assert list(edition.topics.all()) == list(january.topics.all())
        assert not edition.proclamation_title and not edition.proclaimed_on and not edition.last_reviewed
        assert not edition.key_days and not edition.videos and not edition.earlier_videos
    assert new.translation_key != january.translation_key
    client.logout()
    assert client.get(f"/campaigns/january-{NEXT}/").status_code == 404
    assert (
        "There is already a later edition"
        in signed_in("editor").get(edition_address(january)).content.decode()
    )


def test_the_old_edition_is_untouched_and_follows_under_earlier_years(signed_in, client, january):
    before = client.get(JANUARY).content
    data = {"title": f"January {NEXT}", "start": f"{NEXT}-01-01", "end": f"{NEXT}-01-31"}
    signed_in("editor").post(edition_address(january), data)
    client.logout()
    assert client.get(JANUARY).content == before


def test_an_edition_that_ends_before_it_begins_is_refused_and_the_words_are_kept(signed_in, january):
    data = {"title": "My own title", "start": f"{NEXT}-01-31", "end": f"{NEXT}-01-01"}
    page = signed_in("editor").post(edition_address(january), data).content.decode()
    assert "The last day must not be before the first day." in page and "My own title" in page
    assert not CampaignPage.objects.filter(slug=f"january-{NEXT}").exists()


def test_translators_and_members_start_no_edition(signed_in, january):
    data = {"title": f"January {NEXT}", "start": f"{NEXT}-01-01", "end": f"{NEXT}-01-31"}
    for name in ("translator", "riverside"):
        signed_in(name).post(edition_address(january), data)
    assert not CampaignPage.objects.filter(slug=f"january-{NEXT}").exists()


def test_the_menu_of_a_campaign_leads_there_and_that_of_another_page_does_not(signed_in, january):
    office = signed_in("editor")
    assert edition_address(january) in office.get(f"/admin/pages/{january.pk}/edit/").content.decode()
    index = january.get_parent()
    assert edition_address(index) not in office.get(f"/admin/pages/{index.pk}/edit/").content.decode()
    assert edition_address(january) in office.get(f"/admin/pages/{index.pk}/").content.decode()
