"""Loading the demonstration: the same each time, all of it or nothing, and never over a hub in use."""

import datetime
import re
import shutil

import pytest
import time_machine
import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from home.demo import loader as demo_loader
from home.demo.dates import relative_date
from home.demo.fixtures import ContentError
from home.demo.glossary_fixtures import make_glossary
from home.demo.term_fixtures import make_terms
from home.models import CampaignPage
from home.search.fixtures import make_search_words
from partners.members.permissions import Access
from partners.models import (
    EventDate,
    EventPage,
    EventStatus,
    Membership,
    Occurrence,
    OrganisationLocation,
    OrganisationPage,
    OrganisationPhone,
)
from partners.organisations.directory import entries
from partners.workspace import submission
from portal.checks.requirements import WAITING_LINK
from portal.models import (
    HelpLine,
    OfficeIdentity,
    OutboxMessage,
    QualityFinding,
    SafetySettings,
    TaxonomyTerm,
)
from portal.quality.services import check_pages
from tests.home.demo.addresses import JANUARY
from tests.live import published

pytestmark = pytest.mark.django_db

WRITTEN_IN_SPANISH = ["conozca-sus-derechos"]
# The languages that have files, English first.
WRITTEN = [code for code, _name in settings.LANGUAGES if (demo_loader.FOLDER / "pages" / code).is_dir()]


def contents():
    """What the demonstration consists of, without numbers of rows and moments."""
    pages = Page.objects.filter(depth__gt=1).order_by("path").select_related("locale")
    return {
        "pages": [(page.locale.language_code, page.url_path, page.title, page.live) for page in pages],
        "lines": sorted(
            HelpLine.objects.values_list("locale__language_code", "order", "name", "phone", "enabled")
        ),
        "offices": sorted(OfficeIdentity.objects.values_list("locale__language_code", "office_name")),
        "exit": list(SafetySettings.objects.values_list("exit_url", flat=True)),
        "accounts": sorted(
            (user.email, *user.groups.values_list("name", flat=True))
            for user in get_user_model().objects.all()
        ),
        "terms": sorted(TaxonomyTerm.objects.values_list("locale__language_code", "kind", "slug", "name")),
        "members": sorted(Membership.objects.values_list("user__email", "organisation__slug", "role")),
        "phones": sorted(OrganisationPhone.objects.values_list("locale__language_code", "number", "label")),
        "places": sorted(OrganisationLocation.objects.values_list("locale__language_code", "name")),
        "events": [(event.slug, submission.state(event), event.start) for event in _events()],
        "dates": sorted(Occurrence.objects.values_list("event__slug", "start", "is_cancelled")),
        "statuses": sorted(EventStatus.objects.values_list("state", "reason", "taken_down")),
        "changed dates": sorted(EventDate.objects.values_list("date", "state")),
        "mail": OutboxMessage.objects.count(),
    }


def _events():
    return EventPage.objects.order_by("path")


def test_a_hub_in_use_is_left_as_it_is():
    before = contents()
    with pytest.raises(CommandError, match="The database is in use"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert contents() == before


@pytest.mark.slow
def test_loading_it_again_makes_the_same_and_keeps_passwords_but_drops_what_was_added(committed):
    before = contents()
    user = get_user_model().objects.get(email="editor@example.org")
    user.set_password("a-password-of-my-own-4")
    user.save()
    page = Page.objects.get(locale__language_code="en", slug="privacy").specific
    page.title = "Changed"
    published(page)
    with committed():
        call_command("load_demo", "--force", verbosity=0)
    assert contents() == before
    user.refresh_from_db()
    assert user.check_password("a-password-of-my-own-4")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("pages/en/privacy.yaml", "title: [", "privacy.yaml"),
        ("pages/en/privacy.yaml", "title: $nobody\n", "privacy.yaml: .*nobody"),
        ("pages/en/privacy.yaml", "type: NoSuchPage\ntitle: Privacy\n", "privacy"),
        (
            "pages/en/privacy.yaml",
            "type: InformationPage\ntitle: Privacy\nsummary: S\nnonsense: 1\n",
            "pages/en/privacy.yaml: InformationPage has no field nonsense",
        ),
        ("pages/en/events/x.yaml", "title: X\nwhen: 1\n", "events/x.yaml: EventPage has no field when"),
        (
            "pages/en/events/x.yaml",
            "title: X\nstatus: {kind: 1}\n",
            "events/x.yaml, status: EventStatus has no field kind",
        ),
        ("pages/es/no-such-page.yaml", "title: Nada\n", "no such page in English"),
        ("pages/so/get-help.yaml", "title: Caawimaad\n", "page above it has no file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_loaded(
    monkeypatch, tmp_path, file, content, message
):
    broken = tmp_path / "demo"
    shutil.copytree(demo_loader.FOLDER, broken)
    shutil.rmtree(broken / "pages" / "so", ignore_errors=True)
    (broken / file).parent.mkdir(exist_ok=True)
    (broken / file).write_text(content)
    monkeypatch.setattr(demo_loader, "FOLDER", broken)
    before = contents()
    with pytest.raises(ContentError, match=message):
        call_command("load_demo", "--force", verbosity=0)
    assert contents() == before


def test_unknown_keys_of_records_are_refused_with_the_name_of_the_file():
    loader = demo_loader.DemoLoader()
    english = {"en": Locale.objects.get(language_code="en")}
    with pytest.raises(ContentError, match="terms.yaml: TaxonomyTerm has no field title"):
        make_terms({"topic": [{"slug": "x", "title": "X", "es": "X"}]}, english)
    with pytest.raises(ContentError, match="glossary.yaml: GlossaryTerm has no field word"):
        make_glossary([{"word": "trafficking", "es": ["trata"]}], ["es"])
    with pytest.raises(ContentError, match="office.yaml: OfficeIdentity has no field key"):
        loader.snippet_values(OfficeIdentity, {"key": "office", "es": {}}, "office.yaml")
    with pytest.raises(ValueError, match="search_words.yaml: danger_words is no kind of SearchWords"):
        make_search_words({"synonyms": [], "danger_words": {}}, ["en"])


@pytest.mark.slow
def test_a_page_that_a_check_refuses_is_named_and_nothing_is_loaded(monkeypatch, tmp_path):
    broken = tmp_path / "demo"
    shutil.copytree(demo_loader.FOLDER, broken, ignore=shutil.ignore_patterns("pages"))
    (broken / "pages/en").mkdir(parents=True)
    # Two pages are enough: a page that can be published, and after it the one that cannot.
    home = yaml.safe_load((demo_loader.FOLDER / "pages/en/index.yaml").read_text())
    other_pages = {"featured_definitions", "related_pages", "starting_points"}
    (broken / "pages/en/index.yaml").write_text(
        yaml.safe_dump({name: value for name, value in home.items() if name not in other_pages})
    )
    (broken / "pages/en/privacy.yaml").write_text("type: InformationPage\ntitle: Privacy\norder: 1\n")
    monkeypatch.setattr(demo_loader, "FOLDER", broken)
    before = contents()
    with pytest.raises(
        ContentError, match="pages/en, privacy: it cannot be published. summary: Fill this in"
    ):
        call_command("load_demo", "--force", verbosity=0)
    assert contents() == before


def test_members_work_for_their_example_organisation_and_for_no_other(account):
    for name, organisation, role in (
        ("riverside", "Riverside Example Coalition", "owner"),
        ("riverside.colleague", "Riverside Example Coalition", "member"),
        ("northside", "Northside Example Workers' Center", "owner"),
    ):
        user = account(name)
        assert [found.title for found in Access(user).organisations] == [organisation]
        assert user.memberships.get().role == role
        assert not user.groups.exists() and user.check_password("river-stone-lantern-42")
    assert Membership.objects.count() == 3


def test_events_belong_to_the_example_organisations_only_and_stand_for_every_state():
    assert {event.organisation.title for event in _events()} == {
        "Riverside Example Coalition",
        "Northside Example Workers' Center",
    }
    states = {submission.state(event) for event in _events()}
    assert states == set(submission.State)
    live = _events().filter(live=True)
    assert {event.attendance for event in live} == set(EventPage.Attendance)
    assert {event.place_shown for event in live} == set(EventPage.PlaceShown)
    assert {event.frequency for event in live} >= {"", "weekly", "monthly_date", "monthly_weekday"}
    assert live.filter(month_positions="1,3").exists()
    assert {event.status.state for event in live} == set(EventStatus.State)
    assert live.filter(all_day=True).exists() and live.exclude(discreet_title="").exists()


def test_places_and_numbers_of_the_example_organisations_are_nobody_s():
    examples = OrganisationPage.objects.filter(events__isnull=False).distinct()
    numbers = OrganisationPhone.objects.filter(
        organisation__translation_key__in=examples.values("translation_key")
    )
    assert numbers and all(re.fullmatch(r"\+1612555 ?01\d\d", phone.number) for phone in numbers)
    for event in _events():
        assert not event.venue_name or re.search("Example|Northside", event.venue_name), event.slug
        assert event.city in ("", "Example City")
    for place in OrganisationLocation.objects.filter(is_confidential=True):
        assert (place.street_address, place.city, place.latitude) == ("", "", None)


def test_real_organisations_are_to_be_verified_and_name_their_source():
    real = OrganisationPage.objects.filter(locale__language_code="en", events__isnull=True)
    assert real.count() == 12
    for organisation in real:
        assert not organisation.is_verified and organisation.sources, organisation.title
        assert not organisation.languages.exists(), organisation.title  # No source states them.
        assert organisation.get_children().exists(), organisation.title
    # Nobody knows yet how to reach it.
    assert [found.title for found in real.filter(live=False)] == ["Standpoint"]


@pytest.mark.parametrize("language", WRITTEN)
def test_the_invented_organisations_are_listed_last_and_nobody_claims_to_have_checked_one(language):
    for organisation in OrganisationPage.objects.all():
        assert not organisation.verified_on and not organisation.verified_by, organisation.title
        assert organisation.is_example == ("Example" in organisation.title), organisation.title
    listed = [organisation.title for organisation in _listed(language)]
    assert [("Example" in title) for title in listed] == [False] * (len(listed) - 2) + [True] * 2


def _listed(language):
    pages = OrganisationPage.objects.in_bulk([entry.pk for entry in entries(language)])
    return [pages[entry.pk] for entry in entries(language)]


def test_what_is_live_was_approved_and_has_its_dates():
    for event in _events().filter(live=True, locale__language_code="en"):
        assert event.live_revision.hub_approvals.get().ground == "demonstration"
        assert event.occurrences.exists(), event.slug
    assert not Occurrence.objects.filter(event__live=False).exists()


@pytest.mark.parametrize("today", ["2026-11-24", "2027-02-28", "2028-02-29", "2026-12-31"])
def test_days_are_counted_from_the_day_of_loading(today):
    today = datetime.date.fromisoformat(today)
    tuesday = relative_date({"in_days": 14, "weekday": "TU"}, today)
    assert tuesday.weekday() == 1 and 14 <= (tuesday - today).days < 21
    assert relative_date({"in_days": -3}, today) == today - datetime.timedelta(days=3)
    key_day = relative_date({"next_on": "01-11"}, today)
    assert (key_day.month, key_day.day) == (1, 11) and 0 < (key_day - today).days <= 366
    assert relative_date({"weeks_after_start": 1, "days_after_start": -2}, today, tuesday) == (
        tuesday + datetime.timedelta(days=5)
    )
    with pytest.raises(ValueError, match="has no key when"):
        relative_date({"when": 1}, today)


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-11-29", 2027), ("2027-01-31", 2027), ("2027-02-01", 2028), ("2028-02-29", 2029)],
)
def test_the_january_campaign_is_the_current_or_the_next_one(today, year):
    with time_machine.travel(f"{today}T12:00-06:00", tick=False):
        loader = demo_loader.DemoLoader()
        files = dict(loader.files["en"])
        january = CampaignPage(title="January")
        for name in ("start", "end"):
            loader.set_field(january, name, files["campaigns/january"][name], "en")
        assert january.start == datetime.date(year, 1, 1)
        assert january.state != "past"


def test_a_real_hub_never_loads_it(settings):
    settings.DEMO_ALLOWED = False
    before = contents()
    for options in ([], ["--force"], ["--if-empty"]):
        with pytest.raises(CommandError, match="never loaded under production settings"):
            call_command("load_demo", *options)
    assert contents() == before


def test_the_demo_accounts_are_those_that_are_promised(account):
    roles = {
        "coordinator": "Coordinators",
        "approver": "Approvers",
        "approver2": "Approvers",
        "editor": "Editors",
        "translator": "Translators",
    }
    for name, group in roles.items():
        user = account(name)
        assert user.groups.get().name == group and user.check_password("river-stone-lantern-42")
        assert not user.is_superuser
    assert not get_user_model().objects.filter(is_superuser=True).exists()


def test_every_page_of_the_demonstration_is_ready_for_the_public():
    for page in Page.objects.live().filter(depth__gt=1).specific():
        assert page.publishing_errors() == [], page.url_path
        page.full_clean()


def test_what_was_found_on_its_pages_holds_when_they_are_looked_at_again():
    """Links to pages that were published later are no findings."""
    known = set(QualityFinding.objects.values_list("page", "field", "anchor", "code", "message"))
    assert known and not QualityFinding.objects.filter(code=WAITING_LINK).exists()
    check_pages()
    assert set(QualityFinding.objects.values_list("page", "field", "anchor", "code", "message")) == known


@pytest.mark.parametrize("language", WRITTEN)
def test_the_addresses_that_are_promised_exist_in_every_language(language):
    slugs = {
        "get-help",
        "definitions",
        "initiatives",
        "campaigns",
        "videos",
        "resources",
        "request-accessible-format",
        "contact",
        "accessibility",
        "privacy",
        "stay-safe-online",
        "worried-about-someone",
        "young-people",
        "signs-to-look-for",
        "not-a-citizen",
        "partners",
        "events",
    }
    pages = Page.objects.live().filter(depth=3, locale__language_code=language)
    assert slugs <= set(pages.values_list("slug", flat=True)), language
    assert Page.objects.live().filter(depth=2, locale__language_code=language).count() == 1


@pytest.mark.parametrize("language", WRITTEN)
def test_a_page_is_there_in_a_language_where_it_has_a_file_and_nowhere_else(language):
    home = Page.objects.get(depth=2, locale__language_code=language)
    pages = {
        page.url_path.removeprefix(home.url_path).strip("/"): page.title
        for page in Page.objects.filter(depth__gt=1, locale__language_code=language)
    }
    files = dict(demo_loader.DemoLoader().files[language])
    files[JANUARY.strip("/")] = files.pop("campaigns/january")
    assert set(pages) == set(files)
    # A title that is the same in every language, such as a name, may be left out.
    assert all(pages[address] == content.get("title", pages[address]) for address, content in files.items())


def test_a_translation_has_the_same_slugs_as_the_original():
    for page in Page.objects.live().filter(depth__gt=2).exclude(locale__language_code="en"):
        if page.slug in WRITTEN_IN_SPANISH:
            continue
        assert page.get_translations().get(locale__language_code="en").slug == page.slug


def test_what_a_machine_translated_is_marked_and_what_was_written_here_is_not():
    for page in Page.objects.live().filter(depth__gt=1).specific().select_related("locale"):
        drafted = page.locale.language_code != "en" and page.slug not in WRITTEN_IN_SPANISH
        assert page.translation_draft == drafted, page.url_path
