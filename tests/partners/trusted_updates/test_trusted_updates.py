"""Changes of only the time or the place of public events, which an organization may make public before the office has seen them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry

from partners.events.models import EventDate
from partners.models import EventPage, EventStatus, OrganisationLocation, TrustedUpdates
from partners.redaction import places
from partners.trusted_updates import publishing, rules, services
from partners.workspace import sending, status_changes, submission
from portal.exceptions import ActionNotAllowed
from portal.models import Approval, ImmediateAction, OutboxMessage
from portal.review import confirmations
from portal.workflow import approvals, contributions, immediate_actions
from portal.workflow.approvals import NotApproved
from tests.live import approved, fresh
from tests.partners import factories
from tests.partners.ics_files import calendar, upload
from tests.partners.ics_files import event as imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(organisation):
    return factories.make_event(organisation, title="Lantern evening", street_address="1 Example Street")


@pytest.fixture
def trusted(organisation):
    return TrustedUpdates.objects.create(organisation=organisation, state=TrustedUpdates.State.ON)


def change(event, member, **fields):
    """Save a draft as the member would. Returns the event as it is stored."""
    draft = submission.latest(fresh(event))
    for name, value in fields.items():
        setattr(draft, name, value)
    submission.save_draft(draft, member)
    return fresh(event)


def send(event, member, **fields):
    """Change, and send as a member who was told. Returns whether it is public now."""
    return sending.send(change(event, member, **fields), member, at_once=True)


def waiting():
    return immediate_actions.waiting().get()


LATER = datetime.time(14), datetime.time(15)


def at_two(event, member):
    return send(event, member, start_time=LATER[0], end_time=LATER[1])


# --- What is public at once -------------------------------------------------------------------------------------------
def test_it_is_off_by_default(event, member):
    assert not at_two(event, member)
    assert fresh(event).workflow_in_progress and fresh(event).start_time == datetime.time(10)
    assert not immediate_actions.waiting().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"start_time": LATER[0], "end_time": LATER[1]},
        {"start_date": timezone.localdate() + datetime.timedelta(days=20)},
        {"venue_name": "Example Hall", "street_address": "2 Example Street", "directions": "Ring twice."},
        {"attendance": "online", "online_url": "https://meet.example.org/room"},
    ],
)
def test_a_change_of_time_or_place_is_public_at_once(event, member, trusted, fields):
    assert send(event, member, **fields)
    stored = fresh(event)
    assert {name: getattr(stored, name) for name in fields} == fields
    assert not stored.workflow_in_progress and not stored.has_unpublished_changes
    approval = approvals.in_force(stored.live_revision).get()
    assert (approval.ground, approval.confirmed_at) == (Approval.Ground.TRUSTED, None)
    entry = waiting()
    assert (entry.action, entry.person) == (publishing.CHANGED, member)
    logged = PageLogEntry.objects.get(page_id=event.pk, action=publishing.CHANGED)
    assert logged.user == member
    mails = OutboxMessage.objects.filter(body__contains=f"?of={event.translation_key}")
    assert mails.filter(body__contains="changed the time or the place").count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Another evening"},
        {"title": "Another evening", "start_time": LATER[0], "end_time": LATER[1]},
        {"cost": "5 dollars"},
        {"frequency": "weekly", "count": 4},
        {"place_shown": "registered"},
    ],
)
def test_any_other_change_waits_for_the_office(event, member, trusted, fields):
    before = fresh(event).live_revision_id
    assert not send(event, member, **fields)
    assert fresh(event).workflow_in_progress and fresh(event).live_revision_id == before


@pytest.mark.parametrize("shown", ["registered", "confidential"])
def test_an_event_whose_place_is_not_public_waits(organisation, member, trusted, shown):
    event = factories.make_event(organisation, place_shown=shown, venue_name="", city="")
    assert not at_two(event, member)
    assert fresh(event).workflow_in_progress


def test_an_event_whose_place_becomes_public_waits(organisation, member, trusted):
    event = factories.make_event(organisation, place_shown="registered", venue_name="", city="")
    assert not send(event, member, place_shown="public", venue_name="Example Hall")


def test_an_event_whose_place_was_hidden_waits(event, member, trusted):
    status_changes.hide_place(event, member)
    assert not rules.is_possible(fresh(event))


@pytest.mark.parametrize(
    "hold", ["locked", "page_locked", "page_away", "canceled", "postponed", "removal", "asked"]
)
def test_a_hold_of_the_office_makes_it_wait(event, member, trusted, organisation, account, hold):
    if hold == "locked":
        EventPage.objects.filter(pk=event.pk).update(locked=True)
    elif hold == "page_locked":
        type(organisation).objects.filter(pk=organisation.pk).update(locked=True)
    elif hold == "page_away":
        organisation.unpublish()
    elif hold == "canceled":
        status_changes.cancel(event, member, "weather")
    elif hold == "postponed":
        status_changes.postpone(event, account("approver"), "weather")
    elif hold == "removal":
        submission.request_removal(event, member, "It is a mistake.")
    else:
        submission.submit(change(event, member, cost="Free"), member)
        state = fresh(event).current_workflow_task_state
        state.task.specific.on_action(state, account("approver"), "reject", comment="Say who pays.")
    assert not rules.is_possible(fresh(event))


def test_an_event_that_is_over_waits(organisation, member, trusted):
    today = timezone.localdate()
    event = factories.make_event(organisation, start_date=today - datetime.timedelta(days=3))
    assert not send(event, member, start_date=today + datetime.timedelta(days=3))


def test_words_of_a_confidential_place_are_never_public(event, member, trusted, organisation):
    organisation.locations.add(OrganisationLocation(name="Zqmark House", street_address="7 Zqmark Road"))
    factories.publish(organisation)
    place = fresh(organisation).locations.get()
    places.make_place_confidential(fresh(organisation), place.translation_key, member)
    assert not send(event, member, directions="Behind 7 Zqmark Road.")
    assert fresh(event).directions == ""
    assert not immediate_actions.waiting().filter(action=publishing.CHANGED).exists()


def test_what_somebody_at_the_office_wrote_waits(event, member, trusted, account):
    page = fresh(event)
    page.start_time = datetime.time(9)
    page.save_revision(user=account("editor"), clean=False)
    assert not at_two(event, member)


def test_a_member_who_decides_at_the_office_sends_it_to_a_colleague(event, trusted, organisation, account):
    both = account("approver")
    factories.Membership.objects.create(user=both, organisation=organisation)
    assert not at_two(event, both)


def test_a_member_who_was_not_told_sends_it_to_the_office(event, member, trusted):
    stored = change(event, member, start_time=LATER[0], end_time=LATER[1])
    assert not sending.send(stored, member)


def test_an_event_that_is_public_in_two_languages_waits(event, member, trusted):
    spanish = event.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    factories.publish(spanish)
    assert not at_two(event, member)


def test_a_date_of_a_series_is_moved_at_once_and_back(organisation, member, trusted):
    event = factories.make_event(organisation, frequency="weekly", count=6)
    day = event.start_date + datetime.timedelta(days=7)
    new = day + datetime.timedelta(days=1)
    kept = status_changes.propose_move(event, day, member, new, at_once=True)
    assert kept == status_changes.NoteKept.PUBLIC
    assert fresh(event).occurrences.get(date=day).local_date == new
    publishing.undo(fresh(event), _approver(), "Not on that day.", _seen(event))
    assert fresh(event).occurrences.get(date=day).local_date == day
    assert not EventDate.objects.filter(event_key=event.translation_key).exists()


def as_posted(form):
    """What a browser sends of a form in which nothing was changed."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False, "", [])}


# --- The member's pages -----------------------------------------------------------------------------------------------
def test_the_form_says_it_before_and_after(workspace, event, trusted):
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    page = workspace.get(address)
    assert "readers see it as soon as you send it" in page.content.decode()
    data = as_posted(page.context["form"]) | {
        "start_time": "2:30 PM",
        "end_time": "3:30 PM",
        "action": "send",
    }
    data["at_once"] = "on"
    assert '<input type="hidden" name="at_once" value="on">' in page.content.decode()
    answer = workspace.post(address, data, follow=True)
    assert "Readers see it now. The office looks at it afterwards." in answer.content.decode()
    assert fresh(event).start_time == datetime.time(14, 30)


@pytest.mark.parametrize(
    "text",
    [
        "<p>We meet at the fountain.</p>\n<p>Wear blue.</p>",
        '<p data-block-key="a1b2c">We meet at the fountain.</p><p data-block-key="d3e4f">Wear blue.</p>',
    ],
)
def test_a_description_as_the_office_writes_it_is_not_changed_by_the_form(
    workspace, organisation, trusted, text
):
    """The member sees the same words and sends another time."""
    event = factories.make_event(organisation, title="Lantern walk", description=text)
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    data = as_posted(workspace.get(address).context["form"])
    new = data | {"start_time": "2:30 PM", "end_time": "3:30 PM", "action": "send", "at_once": "on"}
    answer = workspace.post(address, new, follow=True)
    assert "Readers see it now." in answer.content.decode()
    assert fresh(event).start_time == datetime.time(14, 30)
    assert fresh(event).description == re.sub(' data-block-key="[^"]*"', "", text)
    workspace.post(
        address,
        as_posted(workspace.get(address).context["form"]) | {"description": "Wear blue.", "action": "save"},
    )
    assert submission.latest(fresh(event)).description == "<p>Wear blue.</p>"


def test_the_preview_says_it_before(workspace, member, event, trusted):
    change(event, member, start_time=LATER[0], end_time=LATER[1])
    address = reverse("partners:event_preview", args=[event.organisation.slug, event.translation_key])
    page = workspace.get(address).content.decode()
    assert "You have changed only the time or the place." in page and 'name="at_once"' in page
    submit = reverse("partners:event_submit", args=[event.organisation.slug, event.translation_key])
    workspace.post(submit, {"at_once": "on"})
    assert fresh(event).start_time == LATER[0]


def test_no_page_speaks_of_it_while_it_is_off(workspace, event):
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    assert "at_once" not in workspace.get(address).content.decode()


# --- Confirming and undoing -------------------------------------------------------------------------------------------
def _approver():
    return approvals.active_approvers().get(email="approver@example.org")


def _seen(event):
    return approvals.revision_token(fresh(event).live_revision)


def _address(event):
    return reverse("time_or_place", args=[event.translation_key])


def test_the_office_sees_what_has_changed_and_confirms(event, member, trusted, signed_in, account):
    at_two(event, member)
    office = signed_in("approver")
    assert "/admin/emergencies/" in office.get("/admin/").content.decode()
    assert confirmations.how_many_for(account("approver")) == 1
    listed = office.get("/admin/emergencies/").content.decode()
    assert "Time or place changed" in listed and _address(event) in listed
    page = office.get(_address(event)).content.decode()
    assert "10\xa0a.m." in page and "2\xa0p.m." in page and member.get_full_name() in page
    office.post(reverse("action_confirm", args=[waiting().pk]))
    approval = approvals.in_force(fresh(event).live_revision).get()
    assert approval.confirmed_by == account("approver")
    assert not immediate_actions.waiting().exists() and fresh(event).start_time == LATER[0]
    assert office.get(_address(event)).status_code == 302


def test_the_office_makes_the_version_before_public_again(event, member, trusted, signed_in, account):
    at_two(event, member)
    office = signed_in("approver")
    refused = office.post(_address(event), {"seen": _seen(event)})
    assert refused.status_code == 422 and "Say why." in refused.content.decode()
    answer = office.post(_address(event), {"seen": _seen(event), "reason": "The room is taken."})
    assert answer.status_code == 302
    stored = fresh(event)
    assert stored.start_time == datetime.time(10)
    assert approvals.in_force(stored.live_revision).get().ground == Approval.Ground.RETURNED
    assert ImmediateAction.objects.get().ended_by == account("approver")
    # What the member wrote is a draft, and the next change waits for the office.
    assert submission.latest(stored).start_time == LATER[0]
    assert not rules.is_possible(stored)
    assert not sending.send(stored, member, at_once=True)
    assert (
        "Nobody needs to confirm this one. Avery Approver, "
        in office.get("/admin/emergencies/").content.decode()
    )
    mail = OutboxMessage.objects.get(subject__contains="Your change was undone")
    assert "room is taken" not in mail.body
    history = PageLogEntry.objects.get(page_id=event.pk, action=publishing.UNDONE)
    assert history.data["comment"] == "The room is taken."


def test_after_an_approval_it_is_possible_again(event, member, trusted, account):
    at_two(event, member)
    publishing.undo(fresh(event), account("approver"), "No.", _seen(event))
    page = fresh(event)
    page.cost = "Free"
    approved(page.save_revision(user=member), account("approver")).publish(skip_permission_checks=True)
    assert rules.is_possible(fresh(event))


def test_several_changes_are_confirmed_or_undone_together(event, member, trusted, account, organisation):
    colleague = factories.make_member(organisation, "colleague@example.org")
    at_two(event, member)
    first = waiting()
    assert send(event, colleague, venue_name="Example Hall")
    assert waiting().person == colleague
    assert not confirmations.confirm(first, account("approver"))
    publishing.undo(fresh(event), account("approver"), "No.", _seen(event))
    stored = fresh(event)
    assert (stored.start_time, stored.venue_name) == (datetime.time(10), "Example Library")


def test_who_has_read_an_older_version_undoes_nothing(event, member, trusted, account):
    at_two(event, member)
    seen = _seen(event)
    send(event, member, venue_name="Example Hall")
    with pytest.raises(ActionNotAllowed):
        publishing.undo(fresh(event), account("approver"), "No.", seen)
    assert fresh(event).venue_name == "Example Hall"


def test_an_approved_version_ends_the_confirmation(event, member, trusted, account, signed_in):
    at_two(event, member)
    page = submission.latest(fresh(event))
    page.cost = "Free"
    approved(page.save_revision(user=member), account("approver")).publish(skip_permission_checks=True)
    assert not immediate_actions.waiting().exists()
    assert (
        "Another version is public now." in signed_in("approver").get("/admin/emergencies/").content.decode()
    )


def test_a_later_change_in_review_is_decided_first(event, member, trusted, account):
    at_two(event, member)
    submission.submit(change(event, member, cost="Free"), member)
    with pytest.raises(ActionNotAllowed, match="waiting for review"):
        publishing.undo(fresh(event), account("approver"), "No.", _seen(event))
    assert fresh(event).workflow_in_progress


def test_a_member_opens_none_of_these_pages(event, member, trusted, client):
    at_two(event, member)
    client.force_login(member)
    for address in (_address(event), reverse("trusted_updates", args=[event.organisation.pk])):
        assert client.get(address).status_code in (302, 403)


def test_nobody_who_wrote_it_confirms(event, member, trusted, account):
    at_two(event, member)
    approver = account("approver")
    contributions.note(fresh(event), [approver])
    with pytest.raises(NotApproved):
        confirmations.confirm(waiting(), approver)
    assert immediate_actions.waiting().exists()
    assert confirmations.confirm(waiting(), account("approver2"))


def test_the_status_of_the_event_stays(event, member, trusted):
    at_two(event, member)
    assert EventStatus.objects.get(event_key=event.translation_key).state == "scheduled"


# --- The setting ------------------------------------------------------------------------------------------------------
@pytest.fixture
def second(account):
    """Another coordinator who has signed in before."""
    user = account("approver2")
    user.groups.add(*account("coordinator").groups.all())
    return user


def test_a_second_coordinator_confirms_the_setting(signed_in, account, organisation, second):
    address = reverse("trusted_updates", args=[organisation.pk])
    signed_in("coordinator").post(address, {"step": "ask"})
    setting = services.setting_of(organisation)
    assert setting.state == "waiting" and not services.is_on(organisation)
    assert OutboxMessage.objects.filter(body__contains=address).count() == 1
    with pytest.raises(ActionNotAllowed):
        services.confirm(setting, account("coordinator"))
    other = signed_in("approver2")
    assert "Lantern Example Group" in other.get("/admin/").content.decode()
    other.post(address, {"step": "confirm"})
    assert services.is_on(organisation)
    signed_in("coordinator").post(address, {"step": "off"})
    assert not services.is_on(organisation)
    logged = PageLogEntry.objects.filter(page_id=organisation.pk, action__startswith="partners.trust")
    assert set(logged.values_list("action", flat=True)) == {services.ASKED, services.CONFIRMED, services.OFF}


def test_it_is_refused_or_withdrawn(account, organisation, second):
    for person in (second, account("coordinator")):
        services.refuse(services.ask(organisation, account("coordinator")), person)
        assert services.setting_of(organisation).state == "off"


def test_a_coordinator_alone_switches_it_on_and_all_are_told(account, organisation):
    services.ask(organisation, account("coordinator"))
    assert services.is_on(organisation)
    assert OutboxMessage.objects.filter(subject__contains="changed by one person").count() == 3


def test_only_a_coordinator_who_is_no_member_decides(signed_in, account, organisation, second):
    address = reverse("trusted_updates", args=[organisation.pk])
    assert signed_in("approver").get(address).status_code in (302, 403)
    factories.Membership.objects.create(user=account("coordinator"), organisation=organisation)
    with pytest.raises(ActionNotAllowed):
        services.ask(organisation, account("coordinator"))
    setting = services.ask(organisation, second)
    with pytest.raises(ActionNotAllowed):
        services.confirm(setting, account("coordinator"))


# --- Calendars --------------------------------------------------------------------------------------------------------
def test_a_new_time_of_an_import_is_public_only_when_a_member_sends_it(workspace, organisation, trusted):
    address = f"/workspace/{organisation.slug}/import/"
    workspace.post(address, upload(calendar(imported("one", SUMMARY="Complete one"))))
    page = EventPage.objects.get(draft_title="Complete one")
    draft = submission.latest(page)
    draft.accessibility_contact = "access@example.org"
    page = factories.publish(draft)
    moved = page.start_date + datetime.timedelta(days=1)
    changed = imported(
        "one", SUMMARY="Complete one", DTSTART=f"{moved:%Y%m%d}T100000", DTEND=f"{moved:%Y%m%d}T110000"
    )
    report = workspace.post(address, upload(calendar(changed)))["Location"]
    # Reading it makes a draft and nothing else.
    assert submission.latest(fresh(page)).start_date == moved != fresh(page).start_date
    confirmation = report.replace("import/?", "import/send/?")
    asked = workspace.get(confirmation).content.decode()
    assert "Only the time or the place has changed" in asked
    key = str(page.translation_key)
    assert f'name="at_once" value="{key}"' in asked
    answer = workspace.post(confirmation, {"draft": key, "at_once": key}, follow=True).content.decode()
    assert "1 change of time or place is public now." in answer
    assert fresh(page).start_date == moved and waiting().action == publishing.CHANGED
