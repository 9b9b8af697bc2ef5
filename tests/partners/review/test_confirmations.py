"""What members and the office change at once in events and organizations waits for a second person at the office."""

import datetime

import pytest
from django.urls import URLPattern, reverse
from wagtail.models import Locale

from partners import urls
from partners.models import EventDate, EventPage, EventStatus, OrganisationLocation
from partners.review import status_views
from partners.workspace import status_changes
from portal.exceptions import ActionNotAllowed
from portal.models import ImmediateAction, OutboxMessage
from portal.review import confirmations
from portal.workflow import immediate_actions
from portal.workflow.approvals import NotApproved
from tests.live import approved, fresh
from tests.partners import factories, sweep

pytestmark = pytest.mark.django_db

MARKER = "zqmark"
QUEUE = "/admin/emergencies/"
# The members' addresses of an event: what takes effect at once, with what is posted and the action that is recorded.
AT_ONCE = {
    "event_cancel": ({"reason": "weather"}, "partners.cancelled"),
    "event_postpone": ({"reason": "illness"}, "partners.postponed"),
    "event_hide_place": ({"go": "on"}, "partners.place_hidden"),
    "event_take_down": ({"go": "on"}, "partners.taken_down"),
    "event_cancel_date": ({"reason": "venue"}, "partners.date_cancelled"),
    "profile_confidential_place": ({"go": "on"}, "partners.place_emptied"),
}
# Nothing public changes there, or the office must approve it first. A new address must be put here or above. Where an organization
# may change time and place at once, "event", "event_submit", "event_move_date" and "import_send" do (trusted_updates/).
LATER = {
    *("event_new", "event", "event_preview", "event_submit", "event_withdraw", "event_duplicate"),
    *("event_delete", "event_removal", "event_history", "event_reinstate", "event_dates", "event_move_date"),
    # That no place is left takes nothing from readers.
    "event_full",
    # Nothing of a conversation is public.
    "event_messages",
    # The office has approved the name; whether it is shown is the decision of the organization that has it.
    "co_host",
    *("profile", "profile_preview", "profile_submit", "profile_withdraw"),
    *("service_new", "service", "service_preview", "service_submit", "service_withdraw"),
    *("workspace", "dashboard", "account", "import", "import_send"),
    *("subscription", "subscription_read", "subscription_end", "subscription_keep"),
    # The frame shows what is public; a website in its list sees no more.
    *("website", "embed"),
    # A program with a token does no more than its maker in the workspace, and nothing at once.
    *("api", "api_tokens", "api_token_new", "api_token_revoke"),
    *("members", "members_invite", "members_leave", "members_role", "members_remove"),
    *("members_second_factor", "members_revoke", "members_again"),
    *("invitation", "left", "join", "join_done"),
}
# The same for what the office can choose in the admin.
OF_THE_OFFICE = {
    "cancel": ({"reason": "weather"}, "partners.cancelled"),
    "postpone": ({"reason": "illness"}, "partners.postponed"),
    "hide_place": ({}, "partners.place_hidden"),
    "take_down": ({}, "partners.taken_down"),
}


@pytest.fixture
def event(organisation):
    return factories.make_event(
        organisation,
        title="Lantern evening",
        venue_name="Zqmark House",
        street_address="7 Zqmark Road",
        city="Zqmarkville",
        frequency="weekly",
        count=6,
    )


def second_date(event):
    return event.start_date + datetime.timedelta(days=7)


def waiting():
    return immediate_actions.waiting().get()


def act(client, member, event, name):
    """Post to one of the members' addresses."""
    client.force_login(member)
    data, action = AT_ONCE[name]
    arguments = [event.organisation.slug, event.translation_key]
    if name == "event_cancel_date":
        arguments.append(second_date(event).isoformat())
    assert client.post(reverse(f"partners:{name}", args=arguments), data).status_code == 302
    return action


def test_each_address_of_the_workspace_is_known_to_be_at_once_or_not():
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert names == AT_ONCE.keys() | LATER


def test_each_choice_of_the_office_is_known_to_be_at_once_or_not():
    undoing = {"reinstate", "allow_place"}
    assert status_views.WORDS.keys() == OF_THE_OFFICE.keys() | undoing


@pytest.mark.parametrize("name", [name for name in AT_ONCE if name.startswith("event_")])
def test_what_a_member_does_leaves_one_entry_that_the_office_confirms(
    client, signed_in, account, member, event, name
):
    action = act(client, member, event, name)
    entry = waiting()
    assert (entry.action, entry.person, entry.key) == (action, member, str(event.translation_key))
    assert entry.reason == AT_ONCE[name][0].get("reason", "")
    assert entry.date == (second_date(event) if name == "event_cancel_date" else None)
    mails = OutboxMessage.objects.filter(body__contains=f"{QUEUE}?of={event.translation_key}")
    assert mails.filter(body__contains="Please confirm it, or undo it").count() == 3

    office = signed_in("approver")
    page = office.get(QUEUE).content.decode()
    assert "Lantern evening" in page and member.get_full_name() in page and MARKER not in page.lower()
    undo = (
        reverse("wagtailadmin_pages:edit", args=[event.pk])
        if name == "event_take_down"
        else reverse("partners_event_state", args=[event.translation_key])
    )
    assert f'<a href="{undo}">Undo' in page and office.get(undo).status_code == 200
    before = fresh(event).live, EventStatus.objects.values().get(event_key=event.translation_key)
    office.post(reverse("action_confirm", args=[entry.pk]), {"language": entry.languages})
    assert not immediate_actions.waiting().exists()
    # Confirming changes nothing for readers.
    assert before == (fresh(event).live, EventStatus.objects.values().get(event_key=event.translation_key))


@pytest.mark.parametrize("action", OF_THE_OFFICE)
def test_what_the_office_does_is_confirmed_by_another_person(signed_in, account, event, action):
    data, logged = OF_THE_OFFICE[action]
    address = reverse("partners_event_state", args=[event.translation_key])
    assert signed_in("approver").post(address, {"action": action, **data}).status_code == 302
    entry = waiting()
    assert (entry.action, entry.person) == (logged, account("approver"))
    with pytest.raises(NotApproved):
        confirmations.confirm(entry, account("approver"))
    assert confirmations.confirm(entry, account("coordinator"))


def test_taking_down_in_all_languages_is_one_entry(event, member):
    spanish = event.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    factories.publish(spanish)
    status_changes.take_down(fresh(event), member)
    assert not EventPage.objects.filter(translation_key=event.translation_key, live=True).exists()
    entry = waiting()
    assert (entry.action, sorted(entry.languages)) == ("partners.taken_down", ["en", "es"])


def test_an_event_that_was_taken_down_waits_until_each_language_is_public_again(event, member, account):
    spanish = event.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    factories.publish(spanish)
    status_changes.take_down(fresh(event), member)
    for page, left in ((event, 1), (spanish, 0)):
        revision = fresh(page).save_revision(user=member)
        approved(revision, account("approver")).publish(skip_permission_checks=True)
        assert immediate_actions.waiting().count() == left


def test_an_event_that_was_deleted_afterwards_is_named(event, member, signed_in):
    status_changes.take_down(event, member)
    fresh(event).delete()
    assert waiting().action == "partners.taken_down"
    assert "Lantern evening" in signed_in("approver").get(QUEUE).content.decode()


def test_a_place_of_an_organization_that_becomes_confidential(
    client, member, organisation, signed_in, account
):
    place = OrganisationLocation(name="Zqmark House", street_address="7 Zqmark Road")
    organisation.locations.add(place)
    factories.publish(organisation)
    client.force_login(member)
    key = organisation.locations.get().translation_key
    address = reverse("partners:profile_confidential_place", args=[organisation.slug, key])
    assert client.post(address, {"go": "on"}).status_code == 302
    entry = waiting()
    assert (entry.action, entry.person) == ("partners.place_emptied", member)
    office = signed_in("approver")
    page = office.get(QUEUE).content.decode()
    undo = reverse("partners_allow_places", args=[organisation.pk])
    assert "Lantern Example Group" in page and MARKER not in page.lower() and f'<a href="{undo}">' in page
    office.post(undo)
    entry.refresh_from_db()
    assert entry.ended_by == account("approver") and entry.confirmed_at is None


def test_a_place_that_becomes_confidential_is_confirmed_too(client, member, event, organisation, account):
    event.place_shown = EventPage.PlaceShown.CONFIDENTIAL
    event.save_revision(user=member)
    entry = waiting()
    assert (entry.action, entry.person) == ("partners.place_emptied", member)
    status_changes.allow_place(fresh(event), account("approver"))
    entry.refresh_from_db()
    assert entry.ended_by == account("approver") and not immediate_actions.waiting().exists()


def test_nothing_of_a_hidden_place_is_in_the_entry_or_on_the_page(event, member, signed_in):
    event.title = "Evening at Zqmark House"
    factories.publish(event)
    status_changes.hide_place(fresh(event), member)
    stored = str(ImmediateAction.objects.values().get(pk=waiting().pk))
    assert MARKER not in stored.lower()
    assert MARKER not in signed_in("approver").get(QUEUE).content.decode().lower()
    assert not {place for place in sweep.stored(MARKER) if place.startswith("portal_")}


# --- Changed back ----------------------------------------------------------------------------------------------------
def test_an_event_that_takes_place_after_all_needs_no_confirmation(event, member, account, signed_in):
    status_changes.cancel(event, member, "weather")
    entry = waiting()
    status_changes.reinstate(fresh(event), account("approver"))
    entry.refresh_from_db()
    assert entry.ended_by == account("approver") and entry.confirmed_at is None
    page = signed_in("approver2").get(QUEUE).content.decode()
    assert "Changed back by Avery Approver" in page and "Nothing is waiting." in page


@pytest.mark.parametrize("undo", ["reinstate", "allow_place"])
def test_what_others_change_meanwhile_lets_nobody_undo_what_he_or_she_did(event, member, account, undo):
    office = account("approver")
    if undo == "reinstate":
        status_changes.cancel(event, office, "weather")
        status_changes.hide_place(fresh(event), member)
    else:
        status_changes.hide_place(event, office)
        status_changes.cancel(fresh(event), member, "weather")
    with pytest.raises(ActionNotAllowed, match="Someone else at the office"):
        getattr(status_changes, undo)(fresh(event), office)
    getattr(status_changes, undo)(fresh(event), account("approver2"))


def test_who_made_a_place_confidential_does_not_allow_it_again(event, member, account):
    event.place_shown = EventPage.PlaceShown.CONFIDENTIAL
    event.save_revision(user=account("approver"))
    status_changes.cancel(fresh(event), member, "weather")
    with pytest.raises(ActionNotAllowed, match="Someone else at the office"):
        status_changes.allow_place(fresh(event), account("approver"))
    assert (
        immediate_actions.of_key(str(event.translation_key)).filter(action="partners.place_emptied").exists()
    )


def test_postponed_then_canceled_leaves_the_cancellation(event, member):
    status_changes.postpone(event, member, "illness")
    status_changes.cancel(fresh(event), member, "illness")
    assert waiting().action == "partners.cancelled"


def test_a_new_date_that_was_approved_ends_a_postponement(event, member, account):
    status_changes.postpone(event, member, "illness")
    page = fresh(event)
    page.start_date += datetime.timedelta(days=30)
    approved(page.save_revision(user=member), account("approver")).publish(skip_permission_checks=True)
    assert EventStatus.objects.get(event_key=event.translation_key).state == "rescheduled"
    assert not immediate_actions.waiting().exists()


def test_a_place_that_may_be_written_again(event, member, account):
    status_changes.hide_place(event, member)
    status_changes.allow_place(fresh(event), account("approver"))
    assert not immediate_actions.waiting().exists()


def test_an_event_that_is_public_again(event, member, account):
    status_changes.take_down(event, member)
    approved(fresh(event).save_revision(user=member), account("approver")).publish(
        skip_permission_checks=True
    )
    assert fresh(event).live and not immediate_actions.waiting().exists()


def test_a_date_takes_place_after_all(event, member, account, signed_in):
    date = second_date(event)
    status_changes.cancel_date(event, date, account("approver"), "venue")
    address = reverse("partners_event_state", args=[event.translation_key])
    choice = f"reinstate_date:{date.isoformat()}"
    office = signed_in("approver")
    assert choice in office.get(address).content.decode()
    assert "Someone else at the office must decide this." in (
        office.post(address, {"action": choice}).content.decode()
    )
    assert EventDate.objects.filter(event_key=event.translation_key).exists()
    with pytest.raises(ActionNotAllowed):
        status_changes.reinstate_date(fresh(event), member, date)
    assert signed_in("approver2").post(address, {"action": choice}).status_code == 302
    assert not EventDate.objects.filter(event_key=event.translation_key).exists()
    assert not immediate_actions.waiting().exists()
    dates = fresh(event).occurrences.filter(date=date, is_cancelled=False)
    assert dates.exists()
    with pytest.raises(ActionNotAllowed):
        status_changes.reinstate_date(fresh(event), account("approver2"), date)
