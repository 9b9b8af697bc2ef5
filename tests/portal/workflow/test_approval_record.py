"""What is recorded of an approval: nothing is overwritten, and it holds for the content for which it was given."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import Page, PageLogEntry, Revision, RevisionMixin

from home.models import InformationPage
from portal.audit.models import AppendOnly, AuditEntry
from portal.exceptions import EditConflict
from portal.models import Alert, Approval
from portal.review import emergencies
from portal.translation import existing_translations
from portal.workflow import approvals
from portal.workflow.choices import Rewrite
from portal.workflow.content import content_digest
from tests.live import approved, fresh, published
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = pytest.mark.django_db
CHANGED = "This version was changed after it was approved"
GROUND = Approval.Ground


@pytest.fixture
def page():
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


@pytest.fixture(params=["page", "line"])
def record(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def alert(account):
    """An alert that a coordinator has made public as an emergency."""
    record = Alert(title="Gas leak", level="emergency", live=False, locale_id=1)
    record.save()
    record.save_revision(user=account("editor"))
    emergencies.publish(record, account("coordinator"), "Smoke.")
    return fresh(record)


def trail(action):
    return AuditEntry.objects.filter(action=action).order_by("pk")


def rewrites(record):
    """What the audit trail says of changes of the stored versions of a record by the hub."""
    return trail("approval.content_rewritten").filter(kind=record._meta.label_lower, object_id=str(record.pk))


class TestHistory:
    def test_a_second_approval_of_a_version_leaves_the_first_as_it_was(self, page, account):
        revision = approved(page.save_revision(), account("approver"), GROUND.DEMONSTRATION)
        first = Approval.objects.get(revision=revision)
        approvals.approve_revision(revision, account("approver2"), GROUND.REVIEW)
        kept, newest = Approval.objects.filter(revision=revision).order_by("pk")
        assert (kept.pk, kept.approver, kept.ground) == (first.pk, account("approver"), GROUND.DEMONSTRATION)
        assert kept.approved_at == first.approved_at and kept.ended_at
        assert (newest.approver, newest.ground, newest.ended_at) == (
            account("approver2"),
            GROUND.REVIEW,
            None,
        )
        assert approvals.in_force(revision).get() == newest

    def test_an_approval_after_a_confirmed_emergency_does_not_inherit_the_confirmation(self, alert, account):
        emergency = approvals.in_force(alert.live_revision).get()
        emergencies.confirm(emergency, account("approver"))
        approvals.approve_revision(alert.live_revision, account("approver2"), GROUND.REVIEW)
        emergency.refresh_from_db()
        assert (emergency.approver, emergency.confirmed_by) == (account("coordinator"), account("approver"))
        newest = approvals.in_force(alert.live_revision).get()
        assert (newest.approver, newest.confirmed_by, newest.confirmed_at) == (
            account("approver2"),
            None,
            None,
        )

    def test_a_confirmation_is_added_once_and_changes_nothing_else(self, alert, account):
        emergency = approvals.in_force(alert.live_revision).get()
        assert approvals.confirm_emergency(emergency, account("approver"))
        assert not approvals.confirm_emergency(emergency, account("approver2"))
        now = Approval.objects.get(pk=emergency.pk)
        assert (now.approver, now.ground, now.approved_at) == (
            emergency.approver,
            GROUND.EMERGENCY,
            emergency.approved_at,
        )
        assert now.confirmed_by == account("approver")

    def test_what_is_no_emergency_is_not_confirmed(self, page, account):
        approval = approvals.in_force(page.live_revision).get()
        assert not approvals.confirm_emergency(approval, account("approver"))
        assert Approval.objects.get(pk=approval.pk).confirmed_by is None

    def test_the_model_refuses_to_write_over_a_row(self, page, account):
        approval = approvals.in_force(page.live_revision).get()
        approval.approver = account("approver2")
        with pytest.raises(AppendOnly, match="never overwritten"):
            approval.save()
        with pytest.raises(AppendOnly):
            Approval.objects.update_or_create(
                revision=page.live_revision, defaults={"ground": GROUND.OPENING}
            )

    def test_the_database_refuses_two_approvals_in_force_of_one_version(self, page):
        digest = content_digest(page.live_revision.content)
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.create(revision=page.live_revision, ground=GROUND.REVIEW, content_digest=digest)

    def test_each_approval_stands_in_the_audit_trail(self, page, account):
        before = trail("approval.given").count()
        revision = approved(page.save_revision(), account("approver"))
        approvals.approve_revision(revision, account("approver2"), GROUND.REVIEW)
        people = [entry.person for entry in trail("approval.given")][before:]
        assert people == [account("approver").pk, account("approver2").pk]


class TestContent:
    def overwrite_as_wagtail_does(self, record, revision):
        """Around HubPage.save_revision() and ReviewedSnippet.save_revision(), which keep an approved revision."""
        save = Page.save_revision if isinstance(record, Page) else RevisionMixin.save_revision
        assert save(record, overwrite_revision=revision).pk == revision.pk

    def overwrite_by_hand(self, record, revision):
        revision.content = {**revision.content, **record.serializable_data()}
        revision.save()

    def overwrite_past_the_models(self, record, revision):
        content = {**revision.content, **json.loads(json.dumps(record.serializable_data(), default=str))}
        Revision.objects.filter(pk=revision.pk).update(content=content)

    @pytest.mark.parametrize(
        "overwrite", ["overwrite_as_wagtail_does", "overwrite_by_hand", "overwrite_past_the_models"]
    )
    def test_what_was_changed_in_place_after_its_approval_is_not_published(self, record, overwrite, account):
        name = "title" if isinstance(record, Page) else "name"
        before = getattr(fresh(record), name)
        revision = approved(record.save_revision(), account("approver"))
        setattr(record, name, "Slipped in")
        getattr(self, overwrite)(record, revision)
        stored = Revision.objects.get(pk=revision.pk)
        assert stored.content[name] == "Slipped in"
        with pytest.raises(approvals.ChangedSinceApproval, match=CHANGED):
            stored.publish()
        assert getattr(fresh(record), name) == before

    def test_what_was_overwritten_after_it_was_read_is_not_approved(self, record, account):
        revision = record.save_revision()
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "pk": None})
        with pytest.raises(EditConflict):
            approvals.approve_revision(revision, account("approver"), GROUND.REVIEW)
        assert not approvals.is_approved(revision)

    def test_a_planned_publication_is_refused_and_the_history_says_why(self, page, account):
        page.go_live_at = page.first_published_at.replace(year=2001)
        revision = approved(page.save_revision(), account("approver"))
        content = {**revision.content, "title": "Slipped in"}
        Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=page.go_live_at)
        call_command("publish_scheduled", verbosity=0)
        assert fresh(page).title != "Slipped in"
        entry = PageLogEntry.objects.get(page=page.pk, action="hub.schedule_failed")
        assert CHANGED in entry.data["comment"]

    def test_a_public_row_is_not_saved_with_words_of_an_approved_version_that_was_changed(self, page):
        revision = page.live_revision
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Slipped in"})
        changed = fresh(page)
        changed.title = "Slipped in"
        with pytest.raises(approvals.ChangedSinceApproval):
            changed.save()
        assert fresh(page).title != "Slipped in"

    def test_a_new_version_that_is_approved_is_published_again(self, page, account):
        revision = approved(page.save_revision(), account("approver"))
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Slipped in"})
        page.title = "Approved anew"
        approved(page.save_revision(), account("approver")).publish()
        assert fresh(page).title == "Approved anew"

    def test_the_order_of_keys_and_types_that_json_does_not_know_make_no_difference(self, record):
        revision = record.save_revision()
        stored = Revision.objects.get(pk=revision.pk).content
        assert content_digest(revision.content) == content_digest(stored)
        assert content_digest(dict(reversed(stored.items()))) == content_digest(stored)


class TestRewrite:
    def test_the_hub_s_own_change_keeps_the_approval_and_stands_in_the_audit_trail(self, page, account):
        revision = approved(page.save_revision(), account("approver"))
        approval = approvals.in_force(revision).get()
        approvals.rewrite_content(
            revision, {**revision.content, "summary": "Without […]."}, Rewrite.REDACTION
        )
        now = approvals.in_force(revision).get()
        assert (now.pk, now.approver, now.approved_at) == (
            approval.pk,
            approval.approver,
            approval.approved_at,
        )
        Revision.objects.get(pk=revision.pk).publish()
        assert fresh(page).summary == "Without […]."
        entry = rewrites(page).get()
        assert entry.data == {"reason": "redaction", "revision": revision.pk}
        assert approval.content_digest not in json.dumps(entry.data)

    def test_it_does_not_approve_what_was_changed_in_place_before(self, page, account):
        revision = approved(page.save_revision(), account("approver"))
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Slipped in"})
        revision.refresh_from_db()
        approvals.rewrite_content(revision, {**revision.content, "summary": "Other."}, Rewrite.REDACTION)
        assert not rewrites(page).exists()
        with pytest.raises(approvals.ChangedSinceApproval):
            Revision.objects.get(pk=revision.pk).publish()

    def test_earlier_approvals_do_not_keep_a_digest_of_what_was_taken_out(self, page, account):
        revision = approved(page.save_revision(), account("approver"))
        approvals.approve_revision(revision, account("approver2"), GROUND.REVIEW)
        before = content_digest(revision.content)
        approvals.rewrite_content(revision, {**revision.content, "summary": "Less."}, Rewrite.REDACTION)
        assert not Approval.objects.filter(content_digest=before).exists()

    def test_a_public_event_whose_place_is_hidden_can_be_saved_and_published_again(self, account):
        organisation = make_organisation("Lantern Example Group")
        member = make_member(organisation, "lantern@example.org")
        event = make_event(organisation, title="Evening", venue_name="Zqmark House")
        live = event.live_revision
        event.place_shown = "confidential"
        event.save_revision(user=member)
        assert "Zqmark" not in json.dumps(Revision.objects.get(pk=live.pk).content)
        fresh(event).save()
        Revision.objects.get(pk=live.pk).publish()
        assert fresh(event).live
        reasons = {entry.data["reason"] for entry in rewrites(event)}
        assert reasons == {"redaction"}

    def test_blocks_that_get_the_numbers_of_the_original_keep_the_approval(self, page):
        spanish = page.get_translations().get(locale__language_code="es")
        for number, block in enumerate(page.body):
            block.id = f"00000000-0000-4000-8000-{number:012}"
        original = published(page)
        before = rewrites(spanish).count()
        existing_translations.align(original, fresh(spanish))
        live = fresh(spanish)
        approvals.refuse_unapproved(live.live_revision)
        live.save()
        assert [entry.data["reason"] for entry in rewrites(spanish)][before:] == ["block_numbers"]


def test_encrypting_anew_changes_no_version_and_no_digest(settings):
    before = dict(Approval.objects.values_list("pk", "content_digest"))
    contents = {pk: content_digest(content) for pk, content in Revision.objects.values_list("pk", "content")}
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 8, [settings.SECRET_KEY]
    call_command("renew_encryption", verbosity=0)
    assert dict(Approval.objects.values_list("pk", "content_digest")) == before
    assert {
        pk: content_digest(content) for pk, content in Revision.objects.values_list("pk", "content")
    } == contents


def test_every_approval_of_the_demonstration_fits_its_content():
    pairs = Approval.objects.values_list("revision__content", "content_digest")
    assert pairs and all(content_digest(content) == digest for content, digest in pairs)
