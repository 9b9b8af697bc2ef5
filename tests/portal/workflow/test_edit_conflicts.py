"""People who edit one page or record at once: only what another person saved is a conflict, told once, and nothing is lost."""

import datetime
import html

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from home.models import InformationPage
from partners.models import EventPage
from partners.workspace import submission
from portal.exceptions import EditConflict
from portal.models import GlossaryTerm, HelpLine, OfficeIdentity, SafetySettings
from portal.workflow.editing import EditConflictMixin
from tests.home.edit_form import posted
from tests.partners.factories import make_event, make_member
from tests.portal.forms import snippet_form

pytestmark = pytest.mark.django_db

LATER = [2, 40, 5 * 60, 60 * 60, 26 * 60 * 60]
JSON = {"HTTP_ACCEPT": "application/json"}


class EditedRecord:
    """A record that somebody edits in the admin: its address, and what its form sends."""

    def __init__(self, record, name, account):
        self.record, self.name, self.account = record, name, account
        self.is_page = hasattr(record, "url_path")
        self.url = (
            reverse("wagtailadmin_pages:edit", args=[record.pk])
            if self.is_page
            else reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
        )

    def text(self, word):
        """Something that the field may say."""
        return f"https://www.example.org/{word}" if self.name == "exit_url" else f"It is {word}"

    def form(self, user, word, opened, action=""):
        """What the browser sends, of a form that began with a revision."""
        changed = {self.name: self.text(word)}
        record = type(self.record).objects.get(pk=self.record.pk)
        form = posted(record, user, **changed) if self.is_page else snippet_form(record, **changed)
        form |= nested_form_data({"phones": inline_formset([])})
        return {**form, **seen(opened), **({action: "on"} if action else {})}

    def save(self, user, word, over=None):
        """Keep a version as autosave does, such as over one of the same person."""
        value = type(self.record).objects.get(pk=self.record.pk).get_latest_revision_as_object()
        setattr(value, self.name, self.text(word))
        return value.save_revision(user=user, clean=False, overwrite_revision=over)

    def texts(self):
        """What each version says, newest first."""
        versions = self.record.revisions.order_by("-created_at", "-pk")
        return [getattr(version.as_object(), self.name) for version in versions]

    @property
    def waits(self):
        """Whether it is in review."""
        return type(self.record).objects.get(pk=self.record.pk).workflow_in_progress


def seen(revision):
    return {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


def loaded(response):
    """With which version the form that is shown begins, and whether it autosaves."""
    form = BeautifulSoup(response.content, "html.parser").select_one("[data-edit-form]")
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: form.select_one(f"[name={name}]")["value"] for name in names}, "w-autosave" in form[
        "data-controller"
    ].split()


def page():
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


def first(model):
    return model.objects.filter(locale__language_code="en", live=True).first()


KINDS = {
    "page": lambda: EditedRecord(page(), "summary", "editor"),
    "help line": lambda: EditedRecord(first(HelpLine), "confirm_note", "coordinator"),
    "office": lambda: EditedRecord(first(OfficeIdentity), "office_name", "coordinator"),
    "exit": lambda: EditedRecord(SafetySettings.objects.get(), "exit_url", "coordinator"),
}
ALL = pytest.mark.parametrize("edited", KINDS, indirect=True)
# All moments for pages; the others have the same editor.
MOMENTS = pytest.mark.parametrize(
    ("edited", "seconds"),
    [*(("page", seconds) for seconds in LATER), *((kind, 60 * 60) for kind in KINDS if kind != "page")],
    indirect=["edited"],
)


@pytest.fixture
def edited(request):
    return KINDS[request.param]()


@pytest.fixture
def me(edited, account, signed_in):
    """Who edits: the least privileged account that may."""
    signed_in(edited.account)
    return account(edited.account)


@MOMENTS
@pytest.mark.parametrize("action", ["", "action-submit"])
def test_ones_own_autosave_is_no_conflict_whatever_its_age(action, seconds, edited, me, signed_in):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        opened = edited.save(me, "first")
        clock.shift(3)
        edited.save(me, "autosaved")
        clock.shift(seconds)
        answer = signed_in(edited.account).post(edited.url, edited.form(me, "last", opened, action))
        assert answer.status_code == 302, words(answer)
    assert edited.texts()[:2] == [edited.text("last"), edited.text("autosaved")]
    assert edited.waits == bool(action)


@MOMENTS
def test_a_late_autosave_of_ones_own_window_is_kept_and_stops_nothing(seconds, edited, me, signed_in):
    """It reached the hub after the form that was sent meanwhile; or another window of one's own kept it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        opened = edited.save(me, "first")
        clock.shift(3)
        late = edited.save(me, "late")
        clock.shift(seconds)
        client = signed_in(edited.account)
        kept = client.post(edited.url, edited.form(me, "typed", opened), **JSON).json()
        assert kept["success"], kept
        clock.shift(1)
        # The window whose version is not the newest any more goes on, too; nothing is written over.
        kept = client.post(
            edited.url, {**edited.form(me, "other", opened), "overwrite_revision_id": late.pk}, **JSON
        ).json()
        assert kept["success"] and kept["revision_id"] != late.pk, kept
        clock.shift(1)
        again = {**edited.form(me, "more", opened), "overwrite_revision_id": kept["revision_id"]}
        assert client.post(edited.url, again, **JSON).json()["revision_id"] == kept["revision_id"]
    assert edited.texts()[:4] == [edited.text(word) for word in ("more", "typed", "late", "first")]


@ALL
@pytest.mark.parametrize("action", ["", "action-submit"])
@pytest.mark.parametrize("in_place", [False, True])
def test_another_persons_version_is_told_once_and_nothing_of_either_is_lost(
    in_place, action, edited, me, client, account
):
    colleague = account("coordinator" if edited.account == "editor" else "approver")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        opened = edited.save(colleague, "first")
        clock.shift(60)
        edited.save(colleague, "theirs", Revision.objects.get(pk=opened.pk) if in_place else None)
        clock.shift(60)
        refused = client.post(edited.url, edited.form(me, "mine", opened), **JSON)
        assert refused.status_code == 400 and refused.json()["error_code"] == "invalid_revision"
        assert refused.json()["error_message"].startswith(
            f"{colleague.get_full_name()} saved a newer version"
        )
        told = client.post(edited.url, edited.form(me, "mine", opened, action))
        assert told.status_code == 200
        assert f"{colleague.get_full_name()} saved a newer version" in words(told)
        assert edited.text("mine") in words(told), "what was typed is in the form"
        assert edited.texts()[0] == edited.text("theirs") and not edited.waits
        begin, autosaves = loaded(told)
        assert not autosaves, "who was told decides"
        assert (
            client.post(edited.url, {**edited.form(me, "mine", opened, action), **begin}).status_code == 302
        )
    assert edited.texts()[:2] == [edited.text("mine"), edited.text("theirs")]
    assert edited.waits == bool(action)


@ALL
def test_who_confirmed_the_dialog_has_been_told(edited, me, client, account):
    colleague = account("coordinator" if edited.account == "editor" else "approver")
    opened = edited.save(me, "first")
    theirs = edited.save(colleague, "theirs")
    data = {**edited.form(me, "mine", opened, "action-submit"), "told_revision_id": theirs.pk}
    assert client.post(edited.url, data).status_code == 302
    assert edited.texts()[:2] == [edited.text("mine"), edited.text("theirs")]


@pytest.mark.parametrize("edited", ["page", "help line"], indirect=True)
@pytest.mark.parametrize(
    "wrong",
    [
        {"loaded_revision_id": "none"},
        {"loaded_revision_id": "9" * 30},
        {"loaded_revision_created_at": "yesterday"},
        {"loaded_revision_created_at": "2027-03-02"},
        {"overwrite_revision_id": "9" * 30},
        {"overwrite_revision_id": "-1"},
        {"told_revision_id": "x"},
    ],
)
def test_what_no_browser_sends_is_no_error(wrong, edited, me, client):
    opened = edited.save(me, "first")
    answer = client.post(edited.url, {**edited.form(me, "last", opened), **wrong})
    assert answer.status_code in (200, 302)


def test_every_snippet_with_drafts_has_this_editor():
    for model in get_snippet_models():
        if issubclass(model, DraftStateMixin):
            assert issubclass(model.snippet_viewset.edit_view_class, EditConflictMixin), model


@pytest.mark.parametrize("edited", ["page", "help line"], indirect=True)
def test_who_else_edits_is_told_but_not_that_one_has_saved_oneself(edited, me, client, account):
    kind = ContentType.objects.get_for_model(Page if edited.is_page else type(edited.record))

    def session(user):
        now = timezone.now()
        return EditingSession.objects.create(
            user=user, content_type=kind, object_id=edited.record.pk, last_seen_at=now
        )

    def ping(revision):
        label = (kind.app_label, kind.model, edited.record.pk, mine.pk)
        sent = {"revision_id": revision.pk, "revision_created_at": revision.created_at.isoformat()}
        answer = client.post(reverse("wagtailadmin_editing_sessions:ping", args=label), sent)
        return answer.json()

    with time_machine.travel(timezone.now(), tick=False) as clock:
        mine = session(me)
        opened = edited.save(me, "first")
        clock.shift(40)
        late = edited.save(me, "late")
        told = ping(opened)
        assert not told["other_sessions"] and "another window" not in told["html"]
        # In another window that is open: it is said beside the title, and stops nobody.
        session(me)
        told = ping(opened)
        assert "another window" in told["html"] and not told["other_sessions"][0]["revision_id"]
        assert "w-save-confirmation-dialog" not in told["html"], "the dialog is about other people"
        clock.shift(40)
        theirs = edited.save(account("approver"), "theirs")
        told = ping(late)
        assert told["other_sessions"][0]["revision_id"] == theirs.pk
        assert "Avery Approver saved a new version" in told["html"]
        assert "both stay in the history" in told["html"]


def test_records_without_versions_have_editing_sessions_too(signed_in, account):
    term = GlossaryTerm.objects.first()
    shown = signed_in("coordinator").get(reverse("wagtailsnippets_portal_glossaryterm:edit", args=[term.pk]))
    address = BeautifulSoup(shown.content, "html.parser").select_one(".w-editing-sessions")[
        "data-w-swap-src-value"
    ]
    assert signed_in("coordinator").post(address).status_code == 200


@pytest.mark.parametrize("address", ["portal/none/1/1", "portal/user/1/1", "wagtailcore/page/x/1", "a/b/c/1"])
def test_a_wrong_address_of_editing_sessions_is_not_found(address, signed_in):
    answer = signed_in("editor").post(f"/admin/editing-sessions/ping/{address}/", {"revision_id": "1"})
    assert answer.status_code == 404


def test_editing_sessions_are_for_the_office_only(client, signed_in):
    address = f"/admin/editing-sessions/ping/wagtailcore/page/{page().pk}/1/"
    assert client.post(address).status_code == 302
    assert signed_in("riverside").post(address).status_code in (302, 403)


# --- Withdrawal -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", LATER)
def test_withdrawing_brings_the_newest_version_not_the_one_that_was_opened(
    seconds, signed_in, account, article_in_review
):
    """The author's form is locked: nothing is typed in it, and a colleague may have mended the page meanwhile."""
    article = article_in_review
    opened = article.latest_revision
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=seconds)):
        value = article.get_latest_revision_as_object()
        value.summary = "Mended by the approver"
        value.save_revision(user=account("approver"))
        client = signed_in("editor")
        data = {**posted(article, account("editor")), **seen(opened), "action-cancel-workflow": "on"}
        answer = client.post(f"/admin/pages/{article.pk}/edit/", data)
        assert answer.status_code == 302
        assert "Mended by the approver" in words(client.get(answer.url))
    article.refresh_from_db()
    assert not article.workflow_in_progress
    assert article.get_latest_revision_as_object().summary == "Mended by the approver"


@pytest.fixture
def article_in_review(signed_in, account):
    article, client = page(), signed_in("editor")
    data = posted(article, account("editor"), summary="Sent by Eden")
    assert client.post(f"/admin/pages/{article.pk}/edit/", {**data, "action-submit": "on"}).status_code == 302
    article.refresh_from_db()
    assert article.workflow_in_progress
    return article


# --- The partners' workspace ------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", LATER)
def test_a_members_own_version_is_no_conflict_and_a_colleagues_is(seconds, organisation_with_members):
    member, colleague, event = organisation_with_members
    with time_machine.travel(timezone.now(), tick=False) as clock:
        base = event.save_revision(user=member, clean=False).pk

        def save(user, title):
            draft = submission.latest(EventPage.objects.get(pk=event.pk))
            draft.title = title
            return submission.save_draft(draft, user, base)

        clock.shift(seconds)
        save(member, "Kept by me")
        clock.shift(seconds)
        save(member, "Kept by me again, from the page that I had opened first")
        with pytest.raises(EditConflict):
            save(colleague, "Theirs")


@pytest.fixture
def organisation_with_members():
    from tests.partners.factories import make_organisation

    organisation = make_organisation("Organization of the tests")
    member = make_member(organisation, "member@tests.example")
    colleague = make_member(organisation, "colleague@tests.example")
    return member, colleague, make_event(organisation, "Evening of the tests", live=False)
