"""A link shows one draft to people without an account: for a time, to nobody else, and never what must stay unknown."""

import datetime
import html

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from home.models import DefinitionPage, InformationPage
from partners.models import EventPage, OrganisationPage, ServicePage
from partners.workspace.status_changes import hide_place
from portal.models import HubPage, OutboxMessage, PreviewComment, PreviewLink
from portal.previews import services as previews
from portal.previews.views import PER_LINK, PER_VISITOR
from tests.home.edit_form import posted
from tests.partners.factories import make_event, make_organisation, make_service

pytestmark = pytest.mark.django_db
DRAFT = "A sentence that only reviewers read"
CONFIRMED = {"confirmed": "on"}


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def article():
    """A public page with a draft of a change."""
    article = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    article.summary = DRAFT
    article.save_revision()
    return article


@pytest.fixture
def make(signed_in, article):
    """Makes a link in the admin as an account: make("editor", days=7) → its address, for a stranger's browser."""

    def ask(name="editor", of=article, **data):
        of.refresh_from_db()
        data = {"note": "advisory group", "days": 7, "revision": of.latest_revision_id, **data}
        response = signed_in(name).post(f"/admin/page-previews/{of.pk}/", data)
        text = words(response)
        return text.partition('id="new-link" readonly value="http://testserver')[2].partition('"')[0]

    return ask


@pytest.fixture
def stranger():
    return Client()


def logged(article):
    return list(
        PageLogEntry.objects.filter(page=article.pk, action__startswith="hub.preview")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_who_has_the_link_reads_the_draft_with_help_exit_and_a_banner(make, stranger):
    text = words(stranger.get(make()))
    assert DRAFT in text and "Draft, not public" in text
    assert 'class="exit"' in text and "tel:" in text
    assert DRAFT not in words(stranger.get("/privacy/"))


def test_no_engine_cache_or_other_site_learns_of_it_and_no_cookie_is_set(make, stranger):
    answer = stranger.get(make())
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies and "ETag" not in answer
    text = words(answer)
    assert 'content="noindex' in text and 'rel="canonical"' not in text and "application/ld+json" not in text
    assert "<title>Draft, not public</title>" in text


def test_the_secret_is_stored_nowhere(make, article):
    secret = make().strip("/").rpartition("/")[2]
    assert len(secret) >= 43
    for model in (PreviewLink, PageLogEntry, ModelLogEntry, OutboxMessage):
        for row in model.objects.values():
            assert secret not in str(row)


def test_it_shows_its_version_whatever_is_saved_later_and_no_autosave_writes_over_it(
    make, article, stranger, account
):
    address = make()
    shown = article.latest_revision
    article.summary = "A later thought"
    later = article.save_revision(user=account("editor"), overwrite_revision=shown)
    assert later.pk != shown.pk
    assert DRAFT in words(stranger.get(address))


def test_after_its_time_it_shows_nothing(make, stranger):
    address = make()
    link = PreviewLink.objects.get()
    assert link.expires_at - timezone.now() > datetime.timedelta(days=6, hours=23)
    PreviewLink.objects.update(expires_at=timezone.now())
    answer = stranger.get(address)
    assert answer.status_code == 404 and "This link does not work" in words(answer)
    assert answer["Cache-Control"] == "no-store" and DRAFT not in words(answer)
    assert stranger.post(address, {"text": "Too late"}).status_code == 404


def test_the_office_ends_it_at_once(make, stranger, signed_in, article):
    address = make()
    link = PreviewLink.objects.get()
    signed_in("approver").post(f"/admin/page-previews/{article.pk}/end/{link.pk}/", CONFIRMED)
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("secret", ["x", "A" * 43, "%00"])
def test_an_unknown_secret_is_answered_as_one_that_has_ended(secret, stranger):
    answer = stranger.get(f"/preview/{secret}/")
    assert answer.status_code == 404 and "This link does not work" in words(answer)


def test_making_opening_and_ending_stand_in_the_history_without_the_visitor(
    make, stranger, signed_in, article
):
    address = make()
    for _time in range(3):
        stranger.get(address, HTTP_USER_AGENT="Reviewer's phone", REMOTE_ADDR="203.0.113.9")
    stranger.head(address)
    link = PreviewLink.objects.get()
    assert link.opened == 3 and link.last_opened_at
    signed_in("editor").post(f"/admin/page-previews/{article.pk}/end/{link.pk}/", CONFIRMED)
    assert logged(article) == [previews.MADE, previews.OPENED, previews.REVOKED]
    kept = str(list(PreviewLink.objects.values())) + str(
        list(PageLogEntry.objects.filter(page=article.pk).values())
    )
    assert "203.0.113.9" not in kept and "phone" not in kept
    history = words(signed_in("editor").get(f"/admin/pages/{article.pk}/history/"))
    for line in ("A preview link was made", "A preview link was opened", "A preview link was ended"):
        assert line in history
    assert "advisory group" in history


# --- Comments -------------------------------------------------------------------------------------------------
def test_a_comment_reaches_the_editor_as_plain_text_and_a_mail_tells_her(make, stranger, signed_in, article):
    answer = stranger.post(make(), {"text": "<script>alert(1)</script> Say “boss”."}, follow=True)
    assert "Your comment has reached the editor" in words(answer) and not answer.cookies
    mail = OutboxMessage.objects.get(subject="A reviewer has commented on a draft")
    assert mail.recipients == ["editor@example.org"] and "boss" not in mail.body
    client = signed_in("editor")
    assert "Reviewers have commented" in words(client.get(f"/admin/pages/{article.pk}/edit/"))
    address = f"/admin/page-previews/{article.pk}/"
    assert address in mail.body
    raw = client.get(address).content.decode()
    assert "&lt;script&gt;alert(1)" in raw and "<script>alert(1)" not in raw
    written = PreviewComment.objects.get()
    client.post(f"/admin/page-previews/{article.pk}/done/{written.pk}/")
    assert "Reviewers have commented" not in words(client.get(f"/admin/pages/{article.pk}/edit/"))
    assert "Done on" in words(client.get(address))


def test_a_comment_of_a_link_whose_maker_has_left_reaches_the_office(make, stranger, account, settings):
    address = make()
    editor = account("editor")
    editor.is_active = False
    editor.save()
    stranger.post(address, {"text": "Good."})
    assert OutboxMessage.objects.latest("pk").recipients == settings.OFFICE_MAIL


@pytest.mark.parametrize(("text", "sentence"), [("  ", "in a few words"), ("x" * 2001, "2000")])
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(text, sentence, make, stranger):
    answer = stranger.post(make(), {"text": text})
    assert sentence in words(answer) and text.strip() in words(answer)
    assert not PreviewComment.objects.exists()


def test_too_many_comments_from_one_visitor_are_refused_and_nothing_is_lost(make, stranger):
    address = make()
    for number in range(PER_VISITOR):
        assert stranger.post(address, {"text": f"Comment {number}"}).status_code == 303
    answer = stranger.post(address, {"text": "One too many"})
    assert answer.status_code == 429 and "One too many" in words(answer)
    assert "try again in an hour" in words(answer) and PreviewComment.objects.count() == PER_VISITOR


def test_too_many_comments_by_one_link_are_refused(make):
    address = make()
    for number in range(PER_LINK):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(address, {"text": "x"})
    assert Client(REMOTE_ADDR="203.0.113.1").post(address, {"text": "x"}).status_code == 429


# --- Who ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "status"),
    [("editor", 200), ("translator", 302), ("approver", 200), ("coordinator", 200), ("riverside", 403)],
)
def test_who_may_change_the_page_may_make_a_link(name, status, signed_in, article):
    data = {"note": "x", "days": 7, "revision": article.latest_revision_id}
    assert signed_in(name).post(f"/admin/page-previews/{article.pk}/", data).status_code == status
    assert PreviewLink.objects.exists() == (status == 200)


def test_a_link_ends_after_one_question(make, article, signed_in):
    make()
    link = PreviewLink.objects.get()
    client, address = signed_in("editor"), f"/admin/page-previews/{article.pk}/end/{link.pk}/"
    assert "This link no longer works" in client.post(address).content.decode()
    link.refresh_from_db()
    assert link.revoked_at is None
    client.post(address, CONFIRMED)
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_without_an_account_nobody_makes_or_ends_one(make, article, stranger):
    make()
    link = PreviewLink.objects.get()
    for path in ("", f"end/{link.pk}/", "done/1/"):
        answer = stranger.post(f"/admin/page-previews/{article.pk}/{path}", {"note": "x", "days": 7})
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_a_link_is_only_to_a_version_of_its_own_page(make, article):
    other = DefinitionPage.objects.first()
    revision = other.save_revision()
    assert make(revision=revision.pk) == "" and not PreviewLink.objects.exists()


@pytest.mark.parametrize("days", [0, 365, "soon"])
def test_a_link_lasts_a_month_at_most(days, make):
    assert make(days=days) == "" and not PreviewLink.objects.exists()


def test_the_way_to_the_links_stands_in_the_menu_of_the_page(signed_in, article):
    assert f"/admin/page-previews/{article.pk}/" in words(
        signed_in("editor").get(f"/admin/pages/{article.pk}/edit/")
    )


# --- What must stay unknown -------------------------------------------------------------------------------------
@pytest.fixture
def event():
    return make_event(
        make_organisation("Example Harbor Alliance"), venue_name="Harbor House", street_address="12 Quay"
    )


@pytest.mark.parametrize("shown", ["confidential", "registered"])
def test_no_link_shows_an_event_whose_place_is_not_public(shown, make, event, signed_in):
    event.place_shown = shown
    event.scrub()
    event.save_revision(clean=False)
    assert make("coordinator", of=event) == "" and not PreviewLink.objects.exists()
    assert "The place of this event is not public" in words(
        signed_in("coordinator").get(f"/admin/page-previews/{event.pk}/")
    )


def test_a_link_to_an_event_ends_when_its_place_is_hidden(make, event, stranger, account):
    address = make("coordinator", of=event)
    assert "Harbor House" in words(stranger.get(address))
    hide_place(event, account("coordinator"))
    answer = stranger.get(address)
    assert answer.status_code == 404 and "Harbor House" not in words(answer)
    assert stranger.post(address, {"text": "Where?"}).status_code == 404


def test_no_link_shows_an_organisation_or_its_services(make):
    organisation = make_organisation("Example Harbor Alliance")
    for page in (organisation, make_service(organisation)):
        assert make("coordinator", of=page) == ""
    assert not PreviewLink.objects.exists()


# --- Every type -------------------------------------------------------------------------------------------------
def test_every_type_of_page_is_shown_whole_or_refused(account, stranger):
    """All types in one test: making a link costs little, preparing a database much."""
    seen = set()
    for page in Page.objects.filter(depth__gt=1, live=True).order_by("path").specific():
        if type(page) in seen:
            continue
        seen.add(type(page))
        assert (previews.refusal(page) != "") == isinstance(
            page, (OrganisationPage, ServicePage)
        ) or isinstance(page, EventPage)
        _link, secret = previews.make(page.save_revision(clean=False), account("editor"), "all types")
        answer = stranger.get(f"/preview/{secret}/")
        if previews.refusal(page):
            assert answer.status_code == 404
            continue
        text = words(answer)
        assert answer.status_code == 200 and "Draft, not public" in text and page.title in text, page
        assert text.count("<h1") == 1 and text.count("<main") == 1
    known = {
        model
        for model in ContentType.objects.all()
        if (cls := model.model_class()) and issubclass(cls, HubPage)
    }
    assert {model.model_class() for model in known} == seen


def test_a_draft_in_spanish_is_shown_in_spanish(account, stranger):
    page = InformationPage.objects.get(locale__language_code="es", slug="privacy")
    _link, secret = previews.make(page.save_revision(clean=False), account("translator"), "Spanish readers")
    answer = stranger.get(f"/preview/{secret}/")
    assert '<html lang="es"' in words(answer) and answer["Content-Language"] == "es"


def test_an_address_of_a_page_cannot_take_the_place_of_the_links(account):
    home = InformationPage.objects.get(locale__language_code="en", slug="privacy").get_parent()
    page = InformationPage(title="x", slug="preview", locale=home.locale)
    assert "uses that address itself" in str(page.address_failure("preview", home))


def test_saving_in_the_admin_goes_on_as_before(signed_in, account, article):
    """A linked version stands; the next save makes a new one."""
    previews.make(article.latest_revision, account("editor"), "x")
    client = signed_in("editor")
    data = posted(article, account("editor"), summary="After the link")
    data["overwrite_revision_id"] = str(article.latest_revision_id)
    assert client.post(f"/admin/pages/{article.pk}/edit/", data).status_code == 302
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().summary == "After the link"
    assert PreviewLink.objects.get().revision.as_object().summary == DRAFT
