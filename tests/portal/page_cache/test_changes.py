"""Every change that a reader could see is seen with the next request, on every process: kept answers are compared with fresh ones."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from home.models import CampaignPage, DefinitionPage, HomePage
from media.models import HubImage
from partners.models import EventPage, Occurrence, OrganisationPage
from partners.workspace import status_changes
from portal.models import Alert, HelpLine, OfficeIdentity, TaxonomyTerm
from portal.page_cache.changes import is_public_write
from tests.live import published

ADDRESSES = [
    "/",
    "/so/get-help/",
    "/hmn/definitions/",
    "/es/definitions/labor-trafficking/",
    "/initiatives/?status=active",
    "/campaigns/january-2027/",
    "/resources/?type=law",
    "/partners/",
    "/partners/riverside-example-coalition/",
    "/events/",
    "/events/calendar.ics",
    "/events/feed.atom",
    "/api/hsds/organizations",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/contact/",
    "/old-address/",
]

# Those that show alerts, events, campaigns, the present day, and one that shows none of these but alerts.
WITH_TIME = [
    "/",
    "/so/get-help/",
    "/campaigns/january-2027/",
    "/events/",
    "/events/calendar.ics",
    "/contact/",
]


def _event():
    return (
        EventPage.objects.live()
        .filter(
            locale__language_code="en",
            translation_key__in=Occurrence.objects.filter(end__gte=timezone.now()).values("event_key"),
        )
        .order_by("pk")
        .first()
    )


def publish_page(account):
    page = DefinitionPage.objects.get(slug="labor-trafficking", locale__language_code="en")
    page.title = "Labor trafficking, changed"
    published(page)


def publish_translation(account):
    page = DefinitionPage.objects.get(slug="labor-trafficking", locale__language_code="es")
    page.title = "Trata laboral, cambiada"
    published(page)


def unpublish_page(account):
    DefinitionPage.objects.get(slug="labor-trafficking", locale__language_code="en").unpublish()


def new_slug(account):
    page = OrganisationPage.objects.get(slug="riverside-example-coalition", locale__language_code="en")
    page.slug = "riverside-renamed"
    published(page)


def cancel_event(account):
    status_changes.cancel(_event(), account("coordinator"), "other")


def take_event_down(account):
    status_changes.take_down(_event(), account("coordinator"))


def move_event(account):
    event = _event()
    event.start_date += datetime.timedelta(days=1)
    published(event)


def help_line(account):
    line = HelpLine.objects.filter(locale__language_code="en", live=True, kind="confidential").first()
    line.name = "Another name of the line"
    published(line)


def alert(account):
    published(
        Alert(
            title="An alert of this test",
            text="<p>Text.</p>",
            level="information",
            locale=Locale.get_default(),
        )
    )


def office(account):
    identity = OfficeIdentity.objects.get(locale__language_code="en")
    identity.office_name = "Another office"
    published(identity)


def term(account):
    found = TaxonomyTerm.objects.filter(kind="topic", locale__language_code="en", live=True).first()
    found.name = "Another topic"
    published(found)


def redirect(account):
    Redirect.add_redirect("/old-address", redirect_to="/contact/", is_permanent=True)


def alternative_text(account):
    """Not through the model, as an update of many rows."""
    HubImage.objects.update(title="Another title of a picture")
    Page.objects.filter(slug="riverside-example-coalition").update(title="Another title of an organization")


def close_a_language(account):
    HomePage.objects.get(locale__language_code="hmn").unpublish()


CHANGES = [
    publish_page,
    publish_translation,
    unpublish_page,
    new_slug,
    cancel_event,
    take_event_down,
    move_event,
    help_line,
    alert,
    office,
    term,
    redirect,
    alternative_text,
    close_a_language,
]


def _compare(addresses, uncached, *readers):
    """Addresses on every process beside a fresh answer. Returns those that were made anew."""
    wrong, made = [], []
    for address in addresses:
        fresh = uncached.get(address)
        for reader in readers:
            answer = reader.get(address)
            if (answer.status, answer.body) != (fresh.status, fresh.body):
                wrong.append((address, answer.state))
            if answer.state == "miss":
                made.append(address)
    assert not wrong
    return made


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_every_address_by_every_process(
    reader, other_reader, uncached, account, committed, change
):
    before = {address: (reader.get(address).body, other_reader.get(address).body)[0] for address in ADDRESSES}
    with committed():
        change(account)
    assert _compare(ADDRESSES, uncached, reader, other_reader)
    after = {address: reader.get(address).body for address in ADDRESSES}
    assert before != after, "The change shows nowhere: this test proves nothing."


@pytest.mark.slow
@pytest.mark.one_database
def test_what_changes_with_time_is_seen_in_time(reader, other_reader, uncached, committed):
    now = timezone.now().replace(microsecond=0)
    begin, end = now + datetime.timedelta(minutes=20), now + datetime.timedelta(minutes=40)
    with committed():
        published(
            Alert(
                title="An alert for twenty minutes",
                text="<p>Text.</p>",
                level="information",
                starts_at=begin,
                ends_at=end,
                locale=Locale.get_default(),
            )
        )
    over = Occurrence.objects.filter(end__gt=now).order_by("end").values_list("end", flat=True)[0]
    zone = timezone.get_default_timezone()
    midnight = datetime.datetime.combine(
        timezone.localdate() + datetime.timedelta(days=1), datetime.time(), zone
    )
    campaign = CampaignPage.objects.live().filter(locale__language_code="en").order_by("-pk").first()
    first, last = campaign.period
    moments = [now, begin, end, over, midnight]
    moments += [
        datetime.datetime.combine(day, datetime.time(), zone)
        for day in (first, last + datetime.timedelta(days=1))
    ]
    second = datetime.timedelta(seconds=1)
    made = {}
    for moment in sorted(
        {moment + step for moment in moments for step in (-second, second) if moment + step > now}
    ):
        with time_machine.travel(moment, tick=False):
            made[moment] = _compare(WITH_TIME, uncached, reader, other_reader)
    assert "/" in made[begin + second] and "/" in made[end + second]
    # The end of an event concerns the pages that name events.
    assert "/events/" in made[over + second] and "/contact/" not in made[over + second]
    # Nothing happens in the seconds before, and nothing is made anew.
    assert not made[end - second] and not made[begin - second]


def test_what_is_written_for_a_draft_makes_no_page_outdated(reader, account, committed):
    reader.get("/")
    page = DefinitionPage.objects.get(slug="labor-trafficking", locale__language_code="en")
    page.title = "A draft"
    with committed():
        page.save_revision(user=account("editor"))
    assert reader.get("/").state == "hit"


@pytest.mark.parametrize(
    ("statement", "shows"),
    [
        (
            'UPDATE "wagtailcore_page" SET "draft_title" = %s, "latest_revision_id" = %s WHERE "id" = %s',
            False,
        ),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "title" = %s WHERE "id" = %s', True),
        ("UPDATE wagtailcore_page SET path=%s WHERE path=%s", True),
        ('INSERT INTO "partners_occurrence" ("start") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "home_definitionpage_topics" ("a") VALUES (%s)', True),
        ('DELETE FROM "media_hubimage" WHERE "id" IN (%s)', True),
        ('UPDATE "portal_user" SET "last_login" = %s WHERE "id" = %s', False),
        ('INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)', False),
        ('SELECT "x" FROM "wagtailcore_page"', False),
        ("SAVEPOINT s1", False),
        (
            'UPDATE "wagtailcore_page" SET "draft_title" = (SELECT "a" FROM "b" WHERE "c"), "title" = %s WHERE "id" = %s',
            True,
        ),
        ('WITH old AS (SELECT 1) DELETE FROM "media_hubimage" WHERE "id" IN (SELECT * FROM old)', True),
        ("WITH RECURSIVE up AS (SELECT 1) SELECT * FROM up", False),
        ('TRUNCATE "partners_occurrence"', True),
        ('INSERT INTO "a_table_of_next_year" ("x") VALUES (%s)', True),
    ],
)
def test_a_statement_shows_or_does_not(statement, shows):
    assert is_public_write(statement) is shows


def test_files_of_withdrawn_pages_leave_the_disk(reader, page_cache, committed, account):
    reader.get("/events/")
    assert list(page_cache.files._folder.glob("*/*"))
    with committed():
        status_changes.hide_place(_event(), account("coordinator"))
    assert not list(page_cache.files._folder.glob("*/*"))
