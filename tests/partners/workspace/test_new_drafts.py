"""Back from a draft that was just saved: nothing that was typed is lost, and no second one arises. All without scripts."""

import datetime
import html

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from partners.models import EventPage, ServicePage
from partners.workspace import new_drafts, submission
from tests.partners.factories import make_member, make_organisation
from tests.partners.typed import signed_in

pytestmark = pytest.mark.django_db
SAVED = "This is already saved. Go on here."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def opened(client, name, organisation):
    """The address at which the form of a new draft stands in the browser's history."""
    answer = client.get(reverse(f"partners:{name}", args=[organisation.slug]), follow=True)
    assert answer.status_code == 200 and "draft=" in answer.redirect_chain[-1][0]
    form = html.unescape(answer.content.decode())
    assert f'action="{answer.redirect_chain[-1][0]}"' in form
    return answer.redirect_chain[-1][0]


def words(response):
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("action", ["send", "save", "preview"])
def test_back_leads_to_the_event_that_was_saved(workspace, organisation, action):
    form = opened(workspace, "event_new", organisation)
    workspace.post(form, {"title": "Tea", "action": action})
    event = EventPage.objects.get(organisation=organisation)
    back = workspace.get(form, follow=True)
    assert back.redirect_chain == [
        (reverse("partners:event", args=[organisation.slug, event.translation_key]), 302)
    ]
    assert 'value="Tea"' in words(back) and SAVED in words(back)
    assert opened(workspace, "event_new", organisation) != form


def test_a_form_that_the_browser_kept_changes_the_same_event(workspace, organisation):
    form = opened(workspace, "event_new", organisation)
    workspace.post(form, {"title": "Tea", "action": "send"})
    answer = workspace.post(
        form, {"title": "Tea and talk", "summary": "Come.", "action": "save"}, follow=True
    )
    assert answer.status_code == 200
    draft = submission.latest(EventPage.objects.get(organisation=organisation))
    assert (draft.title, draft.summary) == ("Tea and talk", "Come.")


def test_what_a_colleague_wrote_since_is_not_overwritten(workspace, organisation):
    colleague = make_member(organisation, "colleague@example.org")
    form = opened(workspace, "event_new", organisation)
    workspace.post(form, {"title": "Tea", "action": "save"})
    draft = submission.latest(EventPage.objects.get(organisation=organisation))
    draft.title = "Coffee"
    submission.save_draft(draft, colleague)
    answer = workspace.post(form, {"title": "Juice", "action": "save"})
    assert answer.status_code == 409 and 'value="Juice"' in words(answer)
    event = EventPage.objects.get(organisation=organisation)
    assert submission.latest(event).title == "Coffee"
    # The form goes on at the event's own address, where the member may decide to overwrite it.
    assert f'action="{reverse("partners:event", args=[organisation.slug, event.translation_key])}"' in words(
        answer
    )


def test_nobody_names_an_event_of_others(workspace, organisation):
    other = make_organisation("Other Example Group")
    stranger = make_member(other, "stranger@example.org")
    form = opened(signed_in(stranger), "event_new", other)
    signed_in(stranger).post(form, {"title": "Theirs", "action": "save"})
    theirs = EventPage.objects.get(organisation=other)
    here = reverse("partners:event_new", args=[organisation.slug])
    for query in (form.partition("?")[2], f"draft={theirs.translation_key.hex}", "draft=x"):
        assert workspace.get(f"{here}?{query}")["Location"] != form
        workspace.post(f"{here}?{query}", {"title": "Ours", "action": "save"})
    ours = EventPage.objects.filter(organisation=organisation)
    assert len(ours) == 3 and theirs.translation_key not in {event.translation_key for event in ours}


def test_an_address_that_somebody_kept_is_a_new_form_after_a_day(workspace, organisation, member):
    form = opened(workspace, "event_new", organisation)
    with time_machine.travel(timezone.now() + new_drafts.FRESH + datetime.timedelta(minutes=1)):
        later = signed_in(member)
        # What was typed for longer than a day is still taken.
        assert later.post(form, {"title": "Slow", "action": "save"}).status_code == 302
        fresh = later.get(form)["Location"]
        assert "draft=" in fresh and fresh != form
    assert EventPage.objects.get(organisation=organisation).title == "Slow"


def test_a_second_form_with_the_same_address_creates_nothing(organisation, member):
    key = new_drafts.key_in(
        new_drafts.new_query(organisation).partition("=")[2], organisation, may_be_old=False
    )
    submission.new_event(organisation, member, "en", title="First", translation_key=key)
    with pytest.raises(submission.ActionNotAllowed, match="saved a moment ago"):
        new_drafts.claim(key, organisation, EventPage)


def test_back_leads_to_the_service_that_was_saved(workspace, organisation):
    form = opened(workspace, "service_new", organisation)
    workspace.post(form, {"title": "Night line", "action": "save"})
    service = ServicePage.objects.child_of(organisation).get()
    back = workspace.get(form, follow=True)
    assert 'value="Night line"' in words(back) and SAVED in words(back)
    workspace.post(form, {"title": "Day line", "action": "save"})
    assert submission.latest(ServicePage.objects.child_of(organisation).get()).title == "Day line"
    assert service.translation_key == ServicePage.objects.child_of(organisation).get().translation_key
