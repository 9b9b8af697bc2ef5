"""What is public was approved, whatever is tried: one attempt for each path. Sequences of several people: test_publication_sequences.py."""

import datetime
import inspect
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import InformationPage
from portal.models import Alert, Approval, OutboxMessage, SafetySettings
from portal.workflow import approvals
from portal.workflow.choices import Rewrite
from tests.live import approved, fresh, published

pytestmark = pytest.mark.django_db

WORDS = "Words that nobody approved"
REFUSALS = (PermissionDenied, ValidationError)


def is_public(client, *addresses):
    """Whether a visitor reads the words anywhere."""
    found = [client.get(address).content.decode() for address in ("/", "/get-help/", *addresses)]
    return any(WORDS in text for text in found)


def test_the_order_of_a_blocks_fields_is_no_other_word(page):
    """PostgreSQL keeps the fields of a block in an order of its own; two blocks that change places are other words."""
    revision = page.live_revision
    blocks = json.loads(revision.content["body"])
    assert len(blocks) > 1
    reordered = json.dumps([dict(reversed(block.items())) for block in blocks])
    approvals.rewrite_content(revision, {**revision.content, "body": reordered}, Rewrite.BLOCK_NUMBERS)
    fresh(page).save()
    other_order = {**revision.content, "body": json.dumps(blocks[::-1])}
    approvals.rewrite_content(revision, other_order, Rewrite.BLOCK_NUMBERS)
    with pytest.raises(approvals.NotApproved, match="Nobody has approved"):
        fresh(page).save()


# --- Code ---------------------------------------------------------------------------------------------------------
def publish_a_draft(page, line):
    page.title = WORDS
    page.save_revision().publish()


def publish_a_draft_without_checks(page, line):
    page.title = WORDS
    page.publish(page.save_revision(), skip_permission_checks=True)


def save_a_public_page(page, line):
    page.title = WORDS
    page.save()


def save_one_field_of_it(page, line):
    page.title = WORDS
    page.save(update_fields=["title"])


def save_it_without_its_type(page, line):
    plain = Page.objects.get(pk=page.pk)
    plain.title = WORDS
    plain.save()


def name_another_revision_as_the_public_one(page, line):
    page.title = WORDS
    page.live_revision = page.save_revision()
    page.save()


def put_the_revision_of_another_page_under_it(page, line):
    page.title, page.live_revision = WORDS, page.get_parent().specific.live_revision
    page.save()


def make_a_public_page(page, line):
    new = InformationPage(title=WORDS, slug="new", summary="S.", locale=page.locale, live=True)
    page.get_parent().add_child(instance=new)


def copy_it_as_public(page, line):
    page.copy(update_attrs={"slug": "copy", "title": WORDS}, keep_live=True)


def copy_it_elsewhere_as_public(page, line):
    other = InformationPage.objects.get(locale=page.locale, slug="accessibility")
    page.copy(to=other, keep_live=True)


def mirror_it(page, line):
    page.create_alias(parent=page.get_parent(), update_slug="mirror")


def make_it_public_again(page, line):
    page.title = WORDS
    page.save_revision()
    page.unpublish()
    draft = fresh(page).get_latest_revision_as_object()
    draft.live = True
    draft.save()


def make_it_public_by_its_switch_alone(page, line):
    _write_other_words_into_the_row_of_a_draft(page)
    draft = fresh(page)
    draft.live = True
    draft.save(update_fields=["live"])


def make_it_public_without_its_type(page, line):
    _write_other_words_into_the_row_of_a_draft(page)
    draft = Page.objects.get(pk=page.pk)
    draft.live = True
    draft.save()


def _write_other_words_into_the_row_of_a_draft(page):
    """A draft whose row names an approved revision and says something else."""
    page.unpublish()
    draft = fresh(page)
    draft.live_revision = approved(draft.save_revision())
    draft.summary = WORDS
    draft.save()


def save_a_public_help_line(page, line):
    line.name = WORDS
    line.save()


def publish_a_help_line(page, line):
    line.name = WORDS
    line.save_revision().publish()


def make_a_public_alert(page, line):
    Alert.objects.create(title=WORDS, locale=page.locale)


def change_the_exit(page, line):
    record = SafetySettings.objects.get()
    record.exit_url = "https://www.example.org/elsewhere"
    record.save()


CODE = [
    publish_a_draft,
    publish_a_draft_without_checks,
    save_a_public_page,
    save_one_field_of_it,
    save_it_without_its_type,
    name_another_revision_as_the_public_one,
    put_the_revision_of_another_page_under_it,
    make_a_public_page,
    copy_it_as_public,
    copy_it_elsewhere_as_public,
    mirror_it,
    make_it_public_again,
    make_it_public_by_its_switch_alone,
    make_it_public_without_its_type,
    save_a_public_help_line,
    publish_a_help_line,
    make_a_public_alert,
    change_the_exit,
]


@pytest.mark.parametrize("attempt", CODE, ids=[attempt.__name__ for attempt in CODE])
def test_code_publishes_nothing_that_nobody_approved(client, page, line, attempt):
    exit_before = client.get("/exit/")["Location"]
    with pytest.raises(approvals.NotApproved), transaction.atomic():
        attempt(page, line)
    assert not is_public(client, page.url)
    assert client.get("/exit/")["Location"] == exit_before
    assert not Page.objects.filter(slug__in=("copy", "mirror", "new")).exists()


def test_what_says_nothing_is_saved_as_before(page, line):
    """The steward, a lock, an address further up: the office's own order is no publication."""
    page.locked = True
    page.save()
    page.review_interval = 6
    page.save()
    line.locked = True
    line.save()
    assert fresh(page).locked and fresh(page).review_interval == 6 and fresh(line).locked


def test_the_same_words_of_an_older_release_are_published(page, account):
    """A block has a field more now: the approved version lacks it, and says the same."""
    page.sources = [("source", {"title": "A report", "url": "https://example.org/"})]
    revision = page.save_revision(user=account("editor"))
    source = json.loads(revision.content["sources"])
    del source[0]["id"]
    source[0]["value"].pop("note", None)
    revision.content["sources"] = json.dumps(source)
    revision.save()
    approved(revision, account("approver")).publish()
    assert fresh(page).sources[0].value["title"] == "A report"
    fresh(page).save()
    other = fresh(page)
    other.sources[0].value["title"] = WORDS
    with pytest.raises(approvals.NotApproved):
        other.save()


# --- Time ---------------------------------------------------------------------------------------------------------
def test_the_scheduler_publishes_nothing_that_nobody_approved_and_goes_on(client, page, line, account):
    page.title = WORDS
    past = timezone.now() - datetime.timedelta(minutes=1)
    page.save_revision(approved_go_live_at=past)
    line.hours = "Approved in time"
    approved(line.save_revision(approved_go_live_at=past), account("approver"))
    call_command("publish_scheduled", verbosity=0)
    assert not is_public(client, page.url)
    assert fresh(line).hours == "Approved in time"
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


# --- The admin ----------------------------------------------------------------------------------------------------
def test_an_older_version_that_is_taken_up_again_is_a_draft(client, signed_in, account, page):
    from tests.home.edit_form import posted

    page.title = WORDS
    older = page.save_revision(user=account("editor"))
    admin = signed_in("approver")
    assert admin.get(f"/admin/pages/{page.pk}/revisions/{older.pk}/revert/").status_code == 200
    data = posted(page, account("approver"), title=WORDS, revision=str(older.pk))
    admin.post(f"/admin/pages/{page.pk}/edit/", {**data, "action-publish": "1"})
    admin.logout()
    assert not is_public(client, page.url)


def test_the_admins_api_changes_no_page(signed_in, page):
    older = page.save_revision()
    count = page.revisions.count()
    data = {"revision_id": older.pk, "recursive": False, "keep_live": False, "locale": "hmn"}
    client = signed_in("coordinator")
    api = f"/admin/api/main/pages/{page.pk}/"
    assert client.get(api).json()["title"] == page.title
    for action in PagesAdminAPIViewSet.actions:
        answer = client.post(f"{api}action/{action}/", data, content_type="application/json")
        assert answer.status_code == 404, action
    assert page.revisions.count() == count and fresh(page).live


def test_a_copy_is_a_draft_and_no_mirror_is_offered(signed_in, page):
    form = signed_in("approver").get(f"/admin/pages/{page.pk}/copy/").content.decode()
    assert 'name="new_slug"' in form
    assert 'name="publish_copies"' not in form and 'name="alias"' not in form


def test_a_page_that_moves_says_the_same_elsewhere(signed_in, page):
    target = page.get_parent().get_parent()
    signed_in("approver").post(f"/admin/pages/{page.pk}/move/{target.pk}/confirm/")
    moved = fresh(page)
    assert moved.live and moved.get_parent().pk == target.pk
    moved.save()  # Its approval still stands.


@pytest.mark.parametrize("how", ["unpublish", "delete", "bulk"])
def test_the_other_approvers_are_told_that_something_is_no_longer_public(signed_in, page, how):
    address = {
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "bulk": f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}",
    }[how]
    signed_in("approver").post(address)
    assert not Page.objects.filter(pk=page.pk, live=True).exists()
    mails = OutboxMessage.objects.filter(subject=f"“{page.title}” is no longer public")
    told = {mail.recipients[0] for mail in mails}
    assert told == {"approver2@example.org", "coordinator@example.org"} and len(mails) == 2


def test_they_are_told_of_a_help_line_too(signed_in, line):
    signed_in("approver").post(reverse("wagtailsnippets_portal_helpline:unpublish", args=[line.pk]))
    assert not fresh(line).live and OutboxMessage.objects.filter(subject__contains=line.name).count() == 2


def test_an_approval_has_no_default_approver_and_ground():
    parameters = inspect.signature(approvals.approve_revision).parameters
    assert all(parameters[name].default is inspect.Parameter.empty for name in ("approver", "ground"))


# --- Translations -------------------------------------------------------------------------------------------------
@pytest.fixture
def translate():
    """Has wagtail-localize look after the Spanish version of a record, with its title or name translated."""

    def make(record, path):
        spanish = Locale.objects.get(language_code="es")
        source, _made = TranslationSource.get_or_create_from_instance(record)
        source.update_from_db()
        translation, _made = Translation.objects.get_or_create(source=source, target_locale=spanish)
        segment = StringSegment.objects.get(source=source, context__path=path)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=spanish,
            defaults={"data": WORDS},
        )
        return translation

    return make


@pytest.mark.parametrize(("kind", "path"), [("page", "title"), ("line", "name")])
def test_a_translation_is_a_draft_until_it_is_approved(request, client, account, translate, kind, path):
    record = request.getfixturevalue(kind)
    before = fresh(record).get_translation(Locale.objects.get(language_code="es"))
    translation = translate(record, path)
    with pytest.raises(approvals.NotApproved):
        translation.save_target(user=account("translator"), publish=True)
    translation.save_target(user=account("translator"), publish=False)
    now = fresh(before)
    assert now.live and getattr(now, path) == getattr(before, path)
    assert getattr(now.get_latest_revision_as_object(), path) == WORDS
    assert not is_public(client, "/es/", "/es/get-help/", getattr(now, "url", "/es/"))


def test_a_translator_sends_a_translation_and_who_reads_the_language_approves_it(
    client, signed_in, account, page, translate
):
    translation = translate(page, "title")
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    translator = signed_in("translator")
    edit = f"/admin/pages/{spanish.pk}/edit/"
    send = reverse("send_translation", args=[translation.pk])
    assert send in translator.get(edit).content.decode()
    translator.post(edit, {"action": "publish"})
    assert fresh(spanish).title != WORDS
    assert translator.get(send).status_code == 200
    translator.post(send)
    assert fresh(spanish).workflow_in_progress and fresh(spanish).title != WORDS
    decide = reverse("decide", args=[fresh(spanish).current_workflow_task_state.pk])
    assert translator.get(decide).status_code == 302  # Not hers to decide.
    approver = signed_in("approver")
    assert decide in approver.get(edit).content.decode()
    shown = approver.get(decide)
    seen = shown.context["seen"]
    refused = approver.post(decide, {"decision": "reject", "comment": " ", "seen": seen})
    assert refused.status_code == 422 and "Give a reason" in refused.content.decode()
    approver.post(decide, {"decision": "approve", "seen": seen})
    assert fresh(spanish).title == WORDS
    assert Approval.objects.get(revision=fresh(spanish).live_revision).approver == account("approver")


def test_the_editor_of_a_translated_record_offers_no_publication_and_refuses_it(signed_in, line, translate):
    translation = translate(line, "name")
    spanish = fresh(line).get_translation(Locale.objects.get(language_code="es"))
    editor = reverse("wagtailsnippets_portal_helpline:edit", args=[spanish.pk])
    approver = signed_in("approver")
    assert "&quot;canPublish&quot;: false" in approver.get(editor).content.decode()
    answer = approver.post(editor, {"action": "publish"}, follow=True)
    assert answer.redirect_chain == [(reverse("send_translation", args=[translation.pk]), 302)]
    assert "Nobody has approved this version yet." in answer.content.decode()
    assert fresh(spanish).name != WORDS


def test_the_update_of_translations_offers_no_publication(signed_in, account, page, translate):
    translation = translate(page, "title")
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    client = signed_in("coordinator")
    assert "Publish immediately" not in client.get(address).content.decode()
    client.post(address, {"publish_translations": "on"})
    assert fresh(spanish).title != WORDS


def test_the_helper_of_tests_says_of_which_ground_it_is(page):
    """Tests make pages public with an approval of their own ground, not around the guard."""
    page.title = "Made public by a test"
    record = published(page)
    assert Approval.objects.get(revision=record.live_revision).ground == Approval.Ground.DEMONSTRATION
