"""An organization's own pictures and places can be chosen again, and the description of a picture can be changed."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from media.models import HubImage
from partners.models import EventPage, OrganisationLocation, OrganisationPage
from partners.workspace import status_changes, submission
from partners.workspace.forms.event_picture import own_pictures
from partners.workspace.forms.saved_places import saved_places
from tests.partners import sweep
from tests.partners.factories import make_event, make_member, make_organisation, publish
from tests.partners.workspace.test_event_form import LEAST, picture
from tests.portal.forms import form_fields

pytestmark = pytest.mark.django_db
MARKER = "zqmark"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def address(event, name="event"):
    return reverse(f"partners:{name}", args=[event.organisation.slug, event.translation_key])


def new_address(organisation):
    return reverse("partners:event_new", args=[organisation.slug])


def words(response):
    return html.unescape(response.content.decode())


def stored(event):
    return EventPage.objects.get(pk=event.pk)


def draft_of(event):
    return submission.latest(stored(event))


def with_picture(client, organisation, title="Tea", description="A bowl of tea"):
    """A draft with a picture that the member uploaded."""
    data = {**LEAST, "title": title, "picture": picture(), "picture_description": description}
    answer = client.post(new_address(organisation), {**data, "picture_suitable": "on", "action": "save"})
    assert answer.status_code == 302
    return EventPage.objects.order_by("-pk").first()


def send(client, event, **changes):
    """The form as it is shown, with changes."""
    fields = form_fields(client.get(address(event)).content.decode())
    return client.post(address(event), {**fields, "action": "save", **changes})


# --- Descriptions ---------------------------------------------------------------------------------------------------
def test_a_changed_description_waits_for_approval_with_the_event(workspace, organisation, client):
    event = with_picture(workspace, organisation)
    before = draft_of(event).image
    publish(draft_of(event))
    assert send(workspace, event, picture_description="Two bowls of tea").status_code == 302
    after = draft_of(event).image
    assert after.description == "Two bowls of tea" and after.pk != before.pk and after.suitable
    assert stored(event).image == before and HubImage.objects.get(pk=before.pk).description == "A bowl of tea"
    assert (after.width, after.height) == (before.width, before.height)
    assert after.file.name != before.file.name
    assert 'value="Two bowls of tea"' in words(workspace.get(address(event)))


def test_a_description_that_is_not_changed_makes_no_copy(workspace, organisation):
    event = with_picture(workspace, organisation)
    count = HubImage.objects.count()
    assert send(workspace, event).status_code == 302
    assert HubImage.objects.count() == count and draft_of(event).image.description == "A bowl of tea"


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "Say what the picture shows."), ("IMG_1234.jpg", "is only the name of the picture")],
)
def test_a_description_that_says_nothing_is_refused(workspace, organisation, text, message):
    event = with_picture(workspace, organisation)
    answer = send(workspace, event, picture_description=text, cost="Free tea")
    assert answer.status_code == 422 and message in words(answer) and 'value="Free tea"' in words(answer)
    assert draft_of(event).image.description == "A bowl of tea"


def test_a_changed_description_is_not_lost_when_something_else_is_wrong(workspace, organisation):
    event = with_picture(workspace, organisation)
    answer = send(workspace, event, picture_description="Two bowls", start_date="soon")
    assert answer.status_code == 422
    fields = form_fields(words(answer))
    count = HubImage.objects.count()
    data = {**fields, "start_date": LEAST["start_date"], "action": "save"}
    assert workspace.post(address(event), data).status_code == 302
    assert draft_of(event).image.description == "Two bowls" and HubImage.objects.count() == count


def test_a_file_that_is_lost_is_told_not_an_error(workspace, organisation):
    event = with_picture(workspace, organisation)
    image = draft_of(event).image
    image.file.storage.delete(image.file.name)
    answer = send(workspace, event, picture_description="Two bowls")
    assert answer.status_code == 422 and "We could not read this picture." in words(answer)


def test_a_changed_description_gives_away_no_confidential_place(workspace, organisation):
    organisation.locations.add(
        OrganisationLocation(name="Shelter", is_confidential=True, street_address="7 Zqmark Road")
    )
    publish(organisation)
    event = with_picture(workspace, organisation)
    answer = send(workspace, event, picture_description="The door of 7 Zqmark Road")
    assert answer.status_code == 200 and "7 Zqmark Road" in words(answer), "Told once, in the answer."
    assert draft_of(event).image.description == "The door of […]"
    assert sweep.stored(MARKER) == set()


# --- Pictures again -------------------------------------------------------------------------------------------------
def test_an_own_picture_is_chosen_again_with_its_description(workspace, organisation):
    image = draft_of(with_picture(workspace, organisation)).image
    page = words(workspace.get(new_address(organisation), follow=True))
    assert re.search(rf'name="picture_again" value="{image.pk}"', page)
    assert re.search(
        r'<label[^>]*><img src="[^"]+" width="96" height="72" alt="" loading="lazy"> A bowl', page
    )
    data = {**LEAST, "title": "More tea", "picture_again": image.pk, "picture_description": ""}
    assert workspace.post(new_address(organisation), {**data, "action": "save"}).status_code == 302
    again = submission.latest(EventPage.objects.order_by("-pk").first())
    assert (again.title, again.image) == ("More tea", image)


def test_another_picture_brings_its_own_description_unless_one_was_typed(workspace, organisation):
    other = draft_of(with_picture(workspace, organisation, description="A lamp")).image
    event = with_picture(workspace, organisation)
    assert send(workspace, event, picture_again=other.pk).status_code == 302
    assert draft_of(event).image == other
    first = with_picture(workspace, organisation, description="A door")
    assert send(workspace, first, picture_again=other.pk, picture_description="A lit lamp").status_code == 302
    chosen = draft_of(first).image
    assert chosen.description == "A lit lamp" and chosen != other
    assert HubImage.objects.get(pk=other.pk).description == "A lamp"


def test_a_file_and_an_own_picture_together_are_asked_back(workspace, organisation):
    image = draft_of(with_picture(workspace, organisation)).image
    data = {**LEAST, "picture_again": image.pk, "picture": picture(), "picture_description": "A bowl"}
    answer = workspace.post(new_address(organisation), {**data, "picture_suitable": "on"})
    assert answer.status_code == 422 and "either a file or one of your pictures" in words(answer)


def test_a_decorative_picture_has_a_name(workspace, organisation):
    with_picture(workspace, organisation)
    image = draft_of(EventPage.objects.get(organisation=organisation)).image
    HubImage.objects.filter(pk=image.pk).update(title="Dawn over a city", description="", is_decorative=True)
    page = words(workspace.get(new_address(organisation), follow=True))
    assert "Dawn over a city, only for decoration</label>" in page
    page = words(workspace.get(address(EventPage.objects.get(organisation=organisation))))
    assert "It is only for decoration and has no description." in page and "“”" not in page


def test_pictures_of_others_are_neither_offered_nor_taken(workspace, organisation, member, client):
    other = make_organisation("Other Example Group")
    make_member(other, "other@example.org")
    theirs = HubImage.objects.first()
    HubImage.objects.filter(pk=theirs.pk).update(suitable=True, description="Their lamp")
    make_event(other, "Theirs", image=theirs)
    assert theirs.pk in own_pictures(other) and own_pictures(organisation) == {}
    # A member of both offers each organization only its own.
    make_member(other, member.email)
    mine = draft_of(with_picture(workspace, organisation)).image
    assert set(own_pictures(organisation)) == {mine.pk} and mine.pk not in own_pictures(other)
    answer = workspace.post(
        new_address(organisation), {**LEAST, "title": "Taken", "picture_again": theirs.pk, "action": "save"}
    )
    assert answer.status_code == 422
    assert not EventPage.objects.filter(draft_title="Taken").exists()


def test_a_picture_with_removed_words_is_not_offered(workspace, organisation):
    image = draft_of(with_picture(workspace, organisation)).image
    HubImage.objects.filter(pk=image.pk).update(description="The door of […]")
    assert own_pictures(organisation) == {}


# --- Saved places ---------------------------------------------------------------------------------------------------
@pytest.fixture
def office(organisation):
    """A place of the organization's profile."""
    place = OrganisationLocation(
        name="Lantern Hall", street_address="1 Example Street", city="Example City", region="MN",
        postal_code="55401", directions="Bus 5.",
    )  # fmt: skip
    organisation.locations.add(place)
    publish(organisation)
    return OrganisationLocation.objects.get(organisation=organisation)


def test_a_saved_place_is_taken_over_without_scripts(workspace, organisation, office):
    page = words(workspace.get(new_address(organisation), follow=True))
    key = f"place-{office.translation_key}"
    assert f'<option value="{key}">Lantern Hall, 1 Example Street, Example City</option>' in page
    data = {**LEAST, "venue_name": "", "city": "Elsewhere", "saved_place": key, "action": "save"}
    assert workspace.post(new_address(organisation), data).status_code == 302
    draft = submission.latest(EventPage.objects.order_by("-pk").first())
    assert (draft.venue_name, draft.street_address, draft.city, draft.region, draft.postal_code) == (
        "Lantern Hall", "1 Example Street", "Example City", "MN", "55401",
    )  # fmt: skip
    assert draft.directions == "Bus 5."


def test_places_of_former_events_are_offered_once(organisation, office):
    make_event(organisation, "One", venue_name="Example Library", street_address="2 Example Street")
    make_event(organisation, "Two", venue_name="example library ", street_address="2 Example Street")
    make_event(organisation, "Draft", live=False, venue_name="Draft Hall")
    make_event(make_organisation("Other Example Group"), "Theirs", venue_name="Their Hall")
    names = [values["venue_name"] for values in saved_places(organisation).values()]
    assert names == ["Lantern Hall", "example library "] or names == ["Lantern Hall", "Example Library"]


def test_no_place_that_must_stay_secret_is_offered(workspace, organisation, member, office):
    hidden = make_event(organisation, "Hidden", venue_name="Zqmark Hall", street_address="9 Zqmark Road")
    status_changes.hide_place(hidden, member)
    make_event(organisation, "Told", venue_name="", place_shown="registered", public_area="The north")
    organisation.locations.add(
        OrganisationLocation(name="Shelter", is_confidential=True, street_address="7 Zqmark Road")
    )
    publish(organisation)
    found = OrganisationPage.objects.get(pk=organisation.pk)
    assert [values["venue_name"] for values in saved_places(found).values()] == ["Lantern Hall"]
    assert MARKER not in words(workspace.get(new_address(organisation), follow=True)).lower()


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ({"place_shown": "confidential", "public_area": "The north"}, "A saved place has a public address"),
        ({"attendance": "online", "online_url": "https://meet.example/"}, "An online event has no place."),
    ],
)
def test_a_saved_place_that_does_not_fit_is_asked_back(workspace, organisation, office, field, message):
    data = {**LEAST, "venue_name": "", **field, "saved_place": f"place-{office.translation_key}"}
    answer = workspace.post(new_address(organisation), {**data, "action": "save"})
    assert answer.status_code == 422 and message in words(answer)


def test_a_place_of_another_organization_cannot_be_chosen(workspace, organisation, office):
    other = make_organisation("Other Example Group")
    theirs = make_event(other, "Theirs", start_date=timezone.localdate() + datetime.timedelta(days=3))
    data = {**LEAST, "saved_place": f"event-{theirs.translation_key}", "action": "save"}
    assert workspace.post(new_address(organisation), data).status_code == 422


def test_an_untouched_form_with_saved_things_says_nothing_new(workspace, organisation, office):
    """Sent as it is shown, nothing changes."""
    event = with_picture(workspace, organisation)
    before = draft_of(event).serializable_data()
    assert send(workspace, event, summary=before["summary"]).status_code == 302
    after = draft_of(event).serializable_data()
    ignored = {"latest_revision", "latest_revision_created_at"}
    assert {name for name in before if before[name] != after[name]} <= ignored
