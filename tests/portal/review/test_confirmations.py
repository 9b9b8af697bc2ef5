"""What is public at once, without review, waits for a second person, who confirms it or has it undone."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext, registry
from wagtail.models import ModelLogEntry, PageLogEntry

from home.models import DefinitionPage, InformationPage
from portal.models import (
    Alert,
    Approval,
    AuditEntry,
    Deputy,
    HelpLine,
    ImmediateAction,
    OfficeRedirect,
    OutboxMessage,
)
from portal.notifications import services as notifications
from portal.review import confirmations, emergencies
from portal.workflow import approvals, immediate_actions
from portal.workflow.approvals import NotApproved
from tests.live import approved

pytestmark = pytest.mark.django_db

QUEUE = "/admin/emergencies/"
# What Wagtail and the hub log, and why it leaves nothing to be confirmed. Anything new must be put here or get a Kind.
NOT_AT_ONCE = {
    # Nothing that readers see changes, or only what a second person has approved.
    "wagtail.create": "a draft",
    "wagtail.edit": "a draft",
    "wagtail.revert": "a draft",
    "wagtail.copy": "a draft",
    "wagtail.copy_for_translation": "a draft",
    "wagtail_localize.convert_to_alias": "refused by the publication guard",
    "wagtail.create_alias": "refused by the publication guard",
    "wagtail.convert_alias": "refused by the publication guard",
    "wagtail.rename": "a draft",
    "wagtail.publish": "approved",
    "wagtail.publish.schedule": "approved",
    "wagtail.publish.scheduled": "approved",
    "wagtail.schedule.cancel": "nothing was public yet",
    "wagtail.unpublish.scheduled": "recorded as wagtail.unpublish, unless its time was approved",
    "wagtail.moderation.approve": "Wagtail's former reviews",
    "wagtail.moderation.reject": "Wagtail's former reviews",
    "wagtail.lock": "nothing public",
    "wagtail.unlock": "nothing public",
    "wagtail.move": "the text stays public; its old address leads to it",
    "wagtail.reorder": "the text stays public",
    "hub.archive": "the text stays public; its old address leads to it",
    "hub.unarchive": "recorded as wagtail.unpublish",
    "hub.emergency": "an Approval, which is confirmed in the same list",
    "partners.reinstatement_asked": "a question",
    "partners.removal_requested": "a question",
    "partners.removal_refused": "nothing changes",
    # Decided by a second person.
    "partners.message_from_members": "a message",
    "partners.message_from_office": "a message",
    "partners.message_closed": "a message",
    "partners.full": "nothing is taken from readers",
    "partners.places_left": "the organization takes back its own word",
    "partners.co_host_agreed": "the office approved the name; the organization agrees to it",
    "partners.co_host_declined": "nothing changes",
    "partners.co_host_withdrawn": "its own name, which it may withdraw at any time",
    "partners.reinstated": "another person than the one who canceled it",
    "partners.date_reinstated": "another person than the one who canceled it",
    "partners.place_allowed": "another person than the one who hid it",
    "partners.closed": "the end of a review",
    "partners.when_or_where_undone": "the version before, which was approved, and another person than the one who sent the change",
}
# About people, links, comments, reviews and reminders, not about what readers see.
OTHER = (
    "partners.api.",
    "wagtail.apitoken.",
    "wagtail.comments.",
    "wagtail.workflow.",
    "hub.preview_",
    "hub.action_",
    "hub.emergency_",
    "hub.sign",
    "hub.decline",
    "hub.schedule_failed",
    "partners.invitation.",
    "partners.join_request.",
    "partners.assign",
    "partners.member.",
    "partners.trust.",
    "portal.",
)


def definition(slug="debt-bondage", language="en"):
    return DefinitionPage.objects.get(locale__language_code=language, slug=slug)


def unpublish(client, page, **data):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), data, follow=True)


def confirm(client, action):
    """Confirm it as its row on the page says."""
    row = {"language": action.languages}
    return client.post(reverse("action_confirm", args=[action.pk]), row, follow=True).content.decode()


def waiting():
    return list(immediate_actions.waiting())


@pytest.fixture
def unpublished(signed_in):
    """A definition that an approver has unpublished."""
    unpublish(signed_in("approver"), definition())
    return immediate_actions.waiting().get()


# --- Everything is recorded ------------------------------------------------------------------------------------------
def test_each_action_that_is_logged_has_a_kind_or_a_reason_for_none():
    registry.scan_for_actions()
    unknown = {
        action
        for action in registry.formatters
        if action not in immediate_actions.KINDS
        and action not in NOT_AT_ONCE
        and not action.startswith((*OTHER, "wagtail.view_restriction."))
    }
    assert unknown == set()
    assert immediate_actions.KINDS.keys() <= registry.formatters.keys()


def test_an_action_without_a_kind_is_refused():
    with pytest.raises(LookupError):
        immediate_actions.record_action(definition(), "partners.something_new")


def test_unpublishing_in_the_editor_takes_effect_and_waits_for_a_second_person(
    unpublished, account, client, committed
):
    page = definition()
    assert not page.live
    assert unpublished.person == account("approver") and unpublished.object_id == str(page.pk)
    assert unpublished.action == "wagtail.unpublish" and unpublished.languages == ["en"]
    told = {mail.recipients[0]: mail.body for mail in OutboxMessage.objects.all()}
    assert told.keys() == {"approver2@example.org", "coordinator@example.org"}
    assert all(f"{QUEUE}?of={page.translation_key}" in body for body in told.values())


def test_unpublishing_several_at_once_with_the_pages_below(signed_in):
    home = definition().get_parent()
    below = [page.pk for page in home.get_descendants(inclusive=True).live()]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    signed_in("approver").post(f"{address}?id={home.pk}", {"include_descendants": "on"})
    assert len(below) > 2
    assert {int(action.object_id) for action in waiting()} == set(below)


def test_the_pages_below_were_taken_away_by_the_same_person(signed_in, account):
    index = definition().get_parent()
    signed_in("coordinator").post(
        reverse("wagtailadmin_pages:unpublish", args=[index.pk]), {"include_descendants": "on"}
    )
    assert len(waiting()) > 2 and {action.person for action in waiting()} == {account("coordinator")}


def test_a_page_and_its_translation_are_one_action(signed_in):
    office = signed_in("approver")
    for language in ("en", "es"):
        unpublish(office, definition(language=language))
    assert sorted(immediate_actions.waiting().get().languages) == ["en", "es"]
    page = signed_in("approver2").get(QUEUE).content.decode()
    assert "Unpublished: English, Spanish" in page


def test_another_person_or_a_later_day_is_another_action(signed_in):
    unpublish(signed_in("approver"), definition())
    unpublish(signed_in("approver2"), definition(language="es"))
    assert len(waiting()) == 2
    ImmediateAction.objects.update(at=timezone.now() - datetime.timedelta(days=1))
    unpublish(signed_in("approver2"), definition("wage-theft"))
    ImmediateAction.objects.update(at=timezone.now() - datetime.timedelta(days=1))
    unpublish(signed_in("approver2"), definition("wage-theft", "so"))
    assert len(waiting()) == 4


@pytest.mark.parametrize("model", [HelpLine, Alert])
def test_a_help_line_or_an_alert(signed_in, model, account):
    record = model.objects.filter(live=True, locale__language_code="en").first()
    if record is None:
        record = Alert.objects.create(locale=definition().locale, title="Closed", live=False)
        approved(record.save_revision(), account("approver2")).publish()
    signed_in("approver").post(reverse(model.snippet_viewset.get_url_name("unpublish"), args=[record.pk]))
    record.refresh_from_db()
    assert not record.live
    assert immediate_actions.waiting().get().object_id == str(record.pk)
    assert str(record) in signed_in("approver2").get(QUEUE).content.decode()


def test_deleting_what_is_public(signed_in, account):
    page = definition("wage-theft", "so")
    title, number = str(page), page.pk
    office = signed_in("coordinator")
    office.post(reverse("wagtailadmin_pages:delete", args=[number]))
    assert not DefinitionPage.objects.filter(pk=number).exists()
    action = immediate_actions.waiting().get()
    assert (action.action, action.object_id) == ("wagtail.delete", str(number))
    shown = signed_in("approver").get(QUEUE).content.decode()
    assert title in shown and "Deleted while it was public" in shown
    assert "A deleted page cannot be restored." in shown
    confirm(signed_in("approver"), action)
    assert not waiting()
    entry = AuditEntry.objects.get(action="hub.action_confirmed")
    assert (entry.person, entry.object_id) == (account("approver").pk, str(number))


@pytest.mark.parametrize("way", ["several in the list", "code"])
def test_deleting_snippets_that_are_public_is_logged_and_waits(signed_in, account, way):
    lines = list(HelpLine.objects.filter(live=True, locale__language_code="en")[:2])
    titles, numbers = [str(line) for line in lines], {str(line.pk) for line in lines}
    if way == "code":
        HelpLine.objects.filter(pk__in=numbers).delete()
    else:
        address = reverse("wagtail_bulk_action", args=["portal", "helpline", "delete"])
        signed_in("coordinator").post(f"{address}?{'&'.join(f'id={line.pk}' for line in lines)}")
    assert not HelpLine.objects.filter(pk__in=numbers).exists()
    found = waiting()
    assert {action.object_id for action in found} == numbers
    assert {action.action for action in found} == {"wagtail.delete"}
    assert {action.person for action in found} == ({account("coordinator")} if way != "code" else {None})
    logged = ModelLogEntry.objects.filter(action="wagtail.delete", object_id__in=numbers)
    assert logged.count() == 2
    page = signed_in("approver").get(QUEUE).content.decode()
    assert all(title in page for title in titles)


def test_deleting_one_snippet_is_one_entry_of_the_log(signed_in):
    line = HelpLine.objects.filter(live=True).first()
    signed_in("coordinator").post(reverse(HelpLine.snippet_viewset.get_url_name("delete"), args=[line.pk]))
    assert waiting()[0].object_id == str(line.pk) and len(waiting()) == 1
    assert ModelLogEntry.objects.filter(action="wagtail.delete", object_id=str(line.pk)).count() == 1


def test_deleting_a_draft_leaves_nothing(signed_in):
    page = definition()
    draft = InformationPage(title="A draft", slug="a-draft", live=False, locale=page.locale)
    page.get_parent().get_parent().add_child(instance=draft)
    signed_in("coordinator").post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not InformationPage.objects.filter(pk=draft.pk).exists() and not waiting()


def test_unpublishing_and_deleting_is_no_way_around_the_second_person(signed_in):
    page = definition()
    office = signed_in("coordinator")
    unpublish(office, page)
    office.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not DefinitionPage.objects.filter(pk=page.pk).exists()
    assert immediate_actions.waiting().get().action == "wagtail.unpublish"
    signed_in("approver").get("/admin/")  # Wagtail's message names it once.
    shown = signed_in("approver").get(QUEUE).content.decode()
    assert "It was deleted afterwards" in shown and str(page) in shown


def test_bringing_a_page_back_from_the_archive_takes_it_away_from_readers(account):
    from home.archive import services as archive

    page = definition("debt-bondage")
    archive.archive(page, account("approver"), "For reference.")
    assert not waiting()
    archive.restore(definition("debt-bondage"), account("approver"))
    assert immediate_actions.waiting().get().person == account("approver")
    assert OutboxMessage.objects.filter(subject__contains="is no longer public").count() == 2


@pytest.mark.parametrize("is_approved", [True, False])
def test_what_goes_at_a_time_that_was_approved_needs_no_second_person(account, time_machine, is_approved):
    page, time = definition(), timezone.now() + datetime.timedelta(hours=1)
    if is_approved:
        page.expire_at = time
        approved(page.save_revision(user=account("editor")), account("approver")).publish()
    else:
        DefinitionPage.objects.filter(pk=page.pk).update(expire_at=time)
    time_machine.move_to(time + datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not definition().live and len(waiting()) == (0 if is_approved else 1)


def test_an_emergency_that_is_over_before_anybody_confirmed_it_waits_for_a_second_person(
    account, time_machine
):
    alert = Alert.objects.create(locale=definition().locale, title="Closed today", live=False)
    alert.expire_at = timezone.now() + datetime.timedelta(minutes=5)
    alert.save_revision(user=account("coordinator"))
    emergencies.publish(alert, account("coordinator"), "It cannot wait.")
    time_machine.move_to(alert.expire_at + datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    alert.refresh_from_db()
    assert not alert.live and not emergencies.waiting().exists()
    action = immediate_actions.waiting().get()
    assert (action.object_id, action.person) == (str(alert.pk), account("coordinator"))


def test_a_redirect_that_gives_way_to_a_page_needs_none(account):
    page = definition()
    redirect = OfficeRedirect.objects.create(
        old_path="/definitions/debt-bondage", redirect_page=page.get_parent(), live=False
    )
    approved(redirect.save_revision(), account("approver")).publish()
    approved(page.save_revision(user=account("editor")), account("approver")).publish()
    redirect.refresh_from_db()
    assert not redirect.live and not waiting()


# --- Who confirms ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["approver2", "coordinator"])
def test_another_approver_or_the_coordinator_confirms(unpublished, signed_in, account, name):
    office = signed_in(name)
    page = office.get(QUEUE).content.decode()
    assert f'Confirm<span class="w-sr-only">: {definition().title}' in page
    assert reverse("wagtailadmin_pages:edit", args=[definition().pk]) in page
    assert "To confirm (1)" in office.get("/admin/").content.decode()
    assert "It is confirmed" in confirm(office, unpublished)
    unpublished.refresh_from_db()
    assert unpublished.confirmed_by == account(name) and not waiting()
    page = office.get(QUEUE).content.decode()
    assert "Confirmed by" in page and "Nothing is waiting." in page
    assert not definition().live
    history = office.get(reverse("wagtailadmin_pages:history", args=[definition().pk])).content.decode()
    assert "A second person has confirmed: Unpublished" in history
    assert AuditEntry.objects.filter(action="hub.action_confirmed", person=account(name).pk).exists()
    assert "already confirmed" in confirm(office, unpublished)


def test_the_menu_counts_only_what_the_reader_can_confirm(unpublished, signed_in):
    """Who did it finds the list, with the way to undo it, but no number that waits for somebody else."""
    home = signed_in("approver").get("/admin/").content.decode()
    assert "To confirm" in home and "To confirm (" not in home
    other = Alert.objects.create(locale=definition().locale, title="Gas leak", level="emergency", live=False)
    other.save_revision(user=None)
    approvals.approve_revision(approvals.newest(other), unpublished.person, Approval.Ground.EMERGENCY)
    home = signed_in("approver").get("/admin/").content.decode()
    assert "To confirm (" not in home and "emergency to be confirmed" not in home
    assert "To confirm (2)" in signed_in("approver2").get("/admin/").content.decode()


def test_what_was_done_since_the_row_was_read_is_not_confirmed_with_it(signed_in, account):
    unpublish(signed_in("approver"), definition())
    read = waiting()[0]
    unpublish(signed_in("approver"), definition(language="es"))
    office = signed_in("coordinator")
    assert "done in another language since you opened the list" in confirm(office, read)
    assert len(waiting()) == 1
    page = office.get(QUEUE).content.decode()
    assert all(f'<input type="hidden" name="language" value="{code}">' in page for code in ("en", "es"))
    assert "It is confirmed" in confirm(office, waiting()[0]) and not waiting()


def test_who_did_it_does_not_confirm_it_and_reads_who_can(unpublished, signed_in, account):
    office = signed_in("approver")
    page = office.get(QUEUE).content.decode()
    assert "You did this. Another person must confirm it." in page and "Casey Coordinator" in page
    assert "Avery Approver can" not in page and reverse("action_confirm", args=[unpublished.pk]) not in page
    assert "Another person must confirm it." in confirm(office, unpublished)
    assert waiting() == [unpublished]
    assert "confirm it" not in office.get("/admin/").content.decode()
    with pytest.raises(NotApproved):
        confirmations.confirm(unpublished, account("approver"))


@pytest.mark.parametrize("name", ["editor", "translator", "riverside"])
def test_others_confirm_nothing(unpublished, signed_in, account, name):
    confirm(signed_in(name), unpublished)
    assert waiting() == [unpublished]
    with pytest.raises(PermissionDenied):
        confirmations.confirm(unpublished, account(name))


def test_an_operator_of_no_group_and_a_deputy(unpublished, signed_in, account):
    operator = get_user_model().objects.create_superuser("operator@example.org", password=None)
    with pytest.raises(PermissionDenied):
        confirmations.confirm(unpublished, operator)
    today = timezone.localdate()
    Deputy.objects.create(user=account("editor"), starts_on=today, ends_on=today)
    assert confirmations.confirm(unpublished, account("editor"))


def test_a_single_approver_reads_what_to_do(unpublished, signed_in, account):
    for name in ("approver2", "coordinator"):
        account(name).groups.clear()
    page = signed_in("approver").get(QUEUE).content.decode()
    assert "Nobody else can confirm it now. A coordinator can name a deputy" in page


# --- Changed back ----------------------------------------------------------------------------------------------------
def test_publishing_again_by_approval_ends_it_and_says_so(unpublished, signed_in, account):
    page = definition()
    revision = approved(page.save_revision(user=account("editor")), account("approver2"))
    with LogContext(user=account("approver2")):
        revision.publish(user=account("approver2"), skip_permission_checks=True)
    assert definition().live and not waiting()
    unpublished.refresh_from_db()
    assert unpublished.confirmed_at is None and unpublished.ended_by == account("approver2")
    shown = signed_in("approver").get(QUEUE).content.decode()
    assert "Changed back by Blake Approver" in shown and "Nobody needs to confirm it." in shown
    assert PageLogEntry.objects.filter(action="hub.action_ended", page=page.pk).exists()
    assert "already confirmed" in confirm(signed_in("coordinator"), unpublished)


def test_what_was_deleted_in_one_language_still_waits_when_the_other_is_public_again(signed_in, account):
    for language in ("en", "es"):
        unpublish(signed_in("coordinator"), definition(language=language))
    spanish = definition(language="es")
    signed_in("coordinator").post(reverse("wagtailadmin_pages:delete", args=[spanish.pk]))
    assert not DefinitionPage.objects.filter(pk=spanish.pk).exists()
    approved(definition().save_revision(user=account("editor")), account("approver")).publish()
    assert definition().live and len(waiting()) == 1


def test_it_waits_until_each_language_is_public_again(signed_in, account):
    for language in ("en", "es"):
        unpublish(signed_in("approver"), definition(language=language))
    for language, left in (("en", 1), ("es", 0)):
        revision = definition(language=language).save_revision(user=account("editor"))
        approved(revision, account("approver2")).publish()
        assert len(waiting()) == left


# --- The queue, the dashboard, the morning mail --------------------------------------------------------------------------
def test_the_dashboard_counts_what_one_may_confirm(unpublished, signed_in):
    shown = signed_in("coordinator").get("/admin/").content.decode()
    assert "change became public at once: confirm it" in shown and definition().title in shown
    assert "change became public at once" not in signed_in("editor").get("/admin/").content.decode()


def make_many(count, person):
    page = definition()
    for number in range(count):
        ImmediateAction.objects.create(
            action="wagtail.unpublish" if number % 2 else "wagtail.delete",
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk if number % 2 else 900_000 + number),
            key=f"{number}",
            languages=["en"],
            person=person,
        )


def test_the_queue_costs_the_same_however_much_waits(unpublished, signed_in, account):
    office = signed_in("coordinator")
    counts = []
    make_many(2, account("approver"))
    for more in (0, 10, 60):
        make_many(more, account("approver2"))
        office.get(QUEUE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = office.get(QUEUE).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert "73 are waiting; these are the oldest 50." in page and page.count('id="action-') == 50
    office.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        office.get("/admin/")
    many = len(queries)
    ImmediateAction.objects.exclude(pk__in=[one.pk for one in waiting()[:5]]).delete()
    with CaptureQueriesContext(connection) as queries:
        office.get("/admin/")
    assert len(queries) == many


def test_a_mail_leads_to_its_own_row(unpublished, signed_in, account):
    make_many(3, account("approver2"))
    ImmediateAction.objects.filter(pk=unpublished.pk).update(at=timezone.now() + datetime.timedelta(hours=1))
    page = signed_in("coordinator").get(f"{QUEUE}?of={unpublished.key}").content.decode()
    assert page.index(f'id="action-{unpublished.pk}"') == page.index('id="action-')


def test_what_has_waited_for_a_day_is_in_each_morning_mail(unpublished, time_machine, account):
    zone = ZoneInfo("America/Chicago")
    OutboxMessage.objects.all().delete()
    for day, hour, told in ((5, 7, 0), (6, 8, 2), (7, 8, 4)):
        now = datetime.datetime(2030, 3, day, hour, 30, tzinfo=zone)  # Tuesday to Thursday
        if day == 5:
            ImmediateAction.objects.update(at=now - datetime.timedelta(hours=2))
        OutboxMessage.objects.exclude(body__contains="second person").delete()
        notifications.send_digests(now)
        mails = OutboxMessage.objects.filter(body__contains="has waited for a second person")
        assert len(mails) == told, day
    assert {mail.recipients[0] for mail in mails} == {"approver2@example.org", "coordinator@example.org"}
    assert all(QUEUE in mail.body and definition().title not in mail.body for mail in mails)
    assert not definition().live
