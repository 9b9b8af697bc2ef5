"""The archive: four tests, a notice, the old address, and out of lists, menus, sitemap and search (28 CFR 35.104)."""

import datetime

import pytest
from wagtail.models import Page, PageLogEntry

from home.models import ArchivePage, ArchiveRecord, DefinitionPage, InformationPage
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.live import approved
from tests.portal.public import sitemap

pytestmark = pytest.mark.django_db

YES = {"before": "yes", "reference": "yes", "unaltered": "yes", "apart": "yes", "purpose": "For research."}


def wage_theft(language="en"):
    return DefinitionPage.objects.get(translation_key=KEY[0], locale__language_code=language)


KEY = []


@pytest.fixture(autouse=True)
def known(db):
    KEY[:] = [DefinitionPage.objects.get(slug="wage-theft", locale__language_code="en").translation_key]


@pytest.fixture
def page():
    return wage_theft()


def action(page):
    return f"/admin/pages/{page.pk}/archive/"


def way_back(page):
    return f"/admin/pages/{page.pk}/take-back/"


def read(client, path):
    return client.get(path).content.decode()


@pytest.fixture
def archived(signed_in, client, page, committed):
    with committed():
        signed_in("approver").post(action(page), YES)
    client.logout()
    return wage_theft()


# --- The four tests -----------------------------------------------------------------------------------------------
def test_each_test_is_asked_with_an_explanation(signed_in, page, settings):
    settings.ACCESSIBILITY_REQUIRED_FROM = datetime.date(2028, 4, 26)
    form = signed_in("approver").get(action(page)).content.decode()
    for words in (
        "Was it made before April 26, 2028?",
        "Is it kept only for reference, research or record-keeping?",
        "Will it stay as it is from today on?",
        "Can it be kept apart, in the archive, with a notice that says so?",
        "Nobody can change it in the archive.",
        "It moves in all its languages:",
    ):
        assert words in form, words


@pytest.mark.parametrize("missing", [*YES])
def test_what_fails_one_test_stays_where_it_is_and_nothing_is_lost(signed_in, client, page, missing):
    office = signed_in("approver")
    refused = office.post(action(page), {**YES, "purpose": "My sentence.", missing: ""}).content.decode()
    assert ("Answer with yes or no." in refused) == (missing != "purpose")
    if missing != "purpose":
        assert "My sentence." in refused
        refused = office.post(action(page), {**YES, missing: "no"}).content.decode()
        assert "The page cannot be archived. It stays where it is, and must be accessible." in refused
    assert wage_theft().url == "/definitions/wage-theft/" and not ArchiveRecord.objects.filter(page=page)


def test_who_answered_and_when_is_kept(account, archived):
    record = ArchiveRecord.objects.get(page=archived)
    assert record.archived_by == account("approver") and record.purpose == "For research."
    assert len(record.tests) == 4 and record.tests[0] == "Was it made before April 26, 2027?"
    assert record.former_parent.slug == "definitions" and record.taken_back_at is None
    entry = PageLogEntry.objects.get(page=archived.pk, action="hub.archive")
    assert entry.user == account("approver") and entry.data["comment"] == "For research."
    archived.delete()
    record.refresh_from_db()
    assert record.page is None and record.title == archived.title


# --- What readers see ---------------------------------------------------------------------------------------------
def test_the_old_address_leads_to_the_page_with_its_notice_in_every_language(client, archived):
    for prefix, archive in (("", "/archive/wage-theft/"), ("/es", "/es/archive/wage-theft/")):
        answer = client.get(f"{prefix}/definitions/wage-theft/")
        assert answer.status_code == 301 and answer["Location"].endswith(archive)
        shown = client.get(archive).content.decode()
        assert 'class="callout archived"' in shown and '<meta name="robots" content="noindex">' in shown
        assert f"request-accessible-format/?page={archive}" in shown
    shown = read(client, "/archive/wage-theft/")
    assert "Archived on " in shown and "is not updated" in shown
    assert 'class="callout archived"' not in read(client, "/definitions/")


def test_the_link_for_an_accessible_version_names_the_page(client, archived):
    form = read(client, f"/request-accessible-format/?page={archived.url}")
    assert 'value="/archive/wage-theft/"' in form


def test_lists_the_sitemap_and_search_leave_it_out_and_the_archive_holds_it(client, archived, settings):
    settings.DEMONSTRATION_NOTICE = False
    title = archived.title
    assert title not in read(client, "/definitions/").partition("<main")[2]
    assert f"/archive/{archived.slug}/" not in sitemap(client)
    assert f'href="{archived.url}"' not in read(client, "/search/?q=wage+theft")
    found = read(client, "/search/?q=wage+theft&archive=1")
    assert f'href="{archived.url}"' in found and "Archived</span>" in found
    archive = read(client, "/archive/")
    assert f'href="{archived.url}"' in archive and "Archived on" in archive
    assert 'href="/es/archive/wage-theft/"' in read(client, "/es/archive/")


def test_links_in_other_pages_lead_to_it(client, archived):
    assert 'href="/archive/wage-theft/"' in read(client, "/definitions/labor-trafficking/")


def test_an_archive_that_is_empty_says_so(client, committed):
    with committed():
        ArchivePage.objects.get(locale__language_code="en").get_children().delete()
    assert "Nothing is archived yet." in read(client, "/archive/")


# --- Who, and what not --------------------------------------------------------------------------------------------
def test_only_the_office_moves_pages_to_the_archive_and_back(signed_in, page):
    for name in ("translator", "editor", "riverside"):
        signed_in(name).post(action(page), YES)
        assert wage_theft().url == "/definitions/wage-theft/", name
    assert action(page) not in signed_in("editor").get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert action(page) in signed_in("coordinator").get(f"/admin/pages/{page.pk}/edit/").content.decode()


@pytest.mark.parametrize("path", ["/", "/definitions/", "/privacy/", "/archive/", "/events/wage-clinic/"])
def test_what_others_rely_on_is_never_archived(signed_in, path):
    from django.test import RequestFactory
    from wagtail.models import Site

    request = RequestFactory().get(path)
    page = Page.find_for_request(request, path) or Site.objects.get(is_default_site=True).root_page
    url = page.url
    signed_in("coordinator").post(action(page), YES)
    assert Page.objects.get(pk=page.pk).url == url


def test_a_page_with_pages_below_or_in_review_waits(signed_in, account, page):
    child = InformationPage(title="Below", slug="below", live=False, locale=page.locale, summary="A summary.")
    page.add_child(instance=child)
    assert "There are pages below this one." in signed_in("approver").get(action(page)).content.decode()
    child.delete()
    page = wage_theft()
    page.save_revision(user=account("editor"))
    page.get_workflow().start(page, account("editor"))
    said = signed_in("approver").post(action(page), YES).content.decode()
    assert "A change to this page is waiting for review." in said and wage_theft().url.startswith(
        "/definitions/"
    )


def test_without_an_archive_in_a_language_the_page_stays(signed_in, page):
    ArchivePage.objects.get(locale__language_code="es").delete()
    said = signed_in("approver").post(action(page), YES).content.decode()
    assert "There is no public archive in this language yet: Spanish" in said
    assert wage_theft().url == "/definitions/wage-theft/"


# --- It stays as it is --------------------------------------------------------------------------------------------
def test_nobody_changes_it_in_the_archive(signed_in, account, archived):
    words = archived.short_definition if hasattr(archived, "short_definition") else archived.summary
    for name in ("editor", "coordinator"):
        office = signed_in(name)
        address = f"/admin/pages/{archived.pk}/edit/"
        assert "Nobody can change this page while it is archived." in office.get(address).content.decode()
        office.post(address, posted(archived, account(name), summary="Changed"))
        newest = approvals.newest(archived)
        assert newest is None or newest.as_object().summary != "Changed"
        home = Page.objects.get(slug="definitions", locale=archived.locale)
        office.post(f"/admin/pages/{archived.pk}/move/{home.pk}/confirm/")
        assert wage_theft().url == "/archive/wage-theft/"
    assert words


# --- And back -----------------------------------------------------------------------------------------------------
def test_taken_back_it_is_a_draft_until_a_second_person_approves_it(
    signed_in, client, account, archived, committed
):
    office = signed_in("approver")
    assert "becomes a draft" in office.get(way_back(archived)).content.decode()
    with committed():
        office.post(way_back(archived))
    page = wage_theft()
    assert page.url == "/definitions/wage-theft/" and not page.live and not wage_theft("es").live
    record = ArchiveRecord.objects.get(page=page)
    assert record.taken_back_by == account("approver") and record.taken_back_at
    client.logout()
    for path in ("/definitions/wage-theft/", "/es/definitions/wage-theft/"):
        assert client.get(path).status_code == 404, path
    revision = approvals.newest(page) or page.save_revision(user=account("editor"))
    with pytest.raises(approvals.NotApproved):
        revision.publish(user=account("approver"))
    with committed():
        approved(revision, account("approver"))
        revision.publish(user=account("approver"), skip_permission_checks=True)
    shown = read(client, "/definitions/wage-theft/")
    assert 'class="callout archived"' not in shown and "noindex" not in shown.replace("X-Robots", "")
    assert client.get("/archive/wage-theft/", follow=True).status_code == 200


def test_editors_take_nothing_back(signed_in, archived):
    signed_in("editor").post(way_back(archived))
    assert wage_theft().live and wage_theft().url == "/archive/wage-theft/"


def test_it_can_be_archived_again(signed_in, archived, committed, account):
    office = signed_in("approver")
    office.post(way_back(archived))
    page = wage_theft()
    for version in (page, wage_theft("es")):
        revision = approvals.newest(version) or version.save_revision()
        approved(revision, account("approver2"))
        revision.publish(skip_permission_checks=True)
    office.post(action(page), YES)
    assert wage_theft().url == "/archive/wage-theft/"
    assert ArchiveRecord.objects.filter(page=page).count() == 2
