"""A place that must not be known is stored nowhere and shown nowhere."""

import datetime

import pytest
from django.core.mail import send_mail
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from partners.models import EventPage, EventStatus, ForbiddenWords, OrganisationLocation, OrganisationPage
from partners.redaction import admin as confidential_admin
from partners.redaction import places
from partners.workspace import status_changes, submission
from portal.models import OutboxMessage
from portal.workflow import approvals
from tests.partners import factories, sweep

MARKER = "zqmark"
EVENT_PLACE = {
    "venue_name": "Zqmark House",
    "street_address": "77 Zqmarkstreet Road",
    "city": "Zqmarkville",
    "region": "Zqmarkstate",
    "postal_code": "Zqmark1",
    "directions": "Ring at Zqmarkbell.\nThen the lift.",
}
PLACE = {
    "street_address": "77 Zqmarkstreet Road",
    "address_2": "Zqmarkfloor 2",
    "city": "Zqmarkville",
    "region": "Zqmarkstate",
    "postal_code": "Zqmark1",
    "latitude": "44.975123",
    "longitude": "-93.265123",
    "directions": "Ring at Zqmarkbell.",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(organisation):
    return factories.make_event(organisation, title="Lantern evening", **EVENT_PLACE)


def translate(page):
    """Give a page to the translators, as the admin does, and let them write every text."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    spanish = Locale.objects.get(language_code="es")
    translation = Translation.objects.create(source=source, target_locale=spanish)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            data=f"{segment.string.data} es",
            translation_type="manual",
        )
    translation.save_target(publish=False)
    return page.get_translation(spanish)


def public(event):
    return [*sweep.PUBLIC_ADDRESSES, event.url, f"{event.url}event.ics"]


def test_the_sweep_sees_a_public_place(client, event):
    """Else the tests below prove nothing."""
    held = sweep.stored(MARKER)
    assert {
        "partners_eventpage.venue_name",
        "wagtailcore_revision.content",
        "wagtailsearch_indexentry.body",
    } <= held
    assert event.url in sweep.shown(client, MARKER, public(event))


def test_the_history_of_a_translation_that_was_deleted_before_forgets_the_place(event, member, account):
    event.title = "Evening at Zqmark House"
    factories.publish(event)
    spanish = event.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    factories.publish(spanish).delete(user=account("coordinator"))
    assert "wagtailcore_pagelogentry.label" in sweep.stored(MARKER)
    status_changes.hide_place(EventPage.objects.get(pk=event.pk), member)
    assert sweep.stored(MARKER) == set()


@pytest.mark.parametrize("shown", ["registered", "confidential"])
def test_a_draft_that_hides_the_place_empties_it_everywhere_at_once(client, event, member, shown):
    translated = translate(event)
    send_mail("About Zqmark House", f"/workspace/x/events/{event.translation_key}/", None, ["a@example.org"])
    FormState.objects.create(
        user=member,
        content_object=event,
        data="venue_name=Zqmark+House",
        parent_object_id="",
        last_updated_at=datetime.datetime.now(datetime.UTC),
    )
    assert any(place.startswith("wagtail_localize_string.") for place in sweep.stored(MARKER))
    assert any(place.startswith("wagtail_localize_stringtranslation.") for place in sweep.stored(MARKER))

    draft = submission.latest(event)
    draft.place_shown = shown
    submission.save_draft(draft, member)

    assert sweep.stored(MARKER) == set()
    assert sweep.shown(client, MARKER, public(event)) == set()
    event.refresh_from_db()
    translated.refresh_from_db()
    assert event.place_shown == translated.place_shown == shown
    assert event.live, "Everything else of the live version stays."
    mails = OutboxMessage.objects.filter(subject__contains="Lantern evening")
    assert {mail.recipients[0] for mail in mails} == {
        "approver@example.org",
        "approver2@example.org",
        "coordinator@example.org",
    }


def test_the_words_of_the_place_go_from_the_events_own_texts(client, organisation, member):
    event = factories.make_event(
        organisation,
        title="Rights evening at Zqmark House",
        summary="We meet at 77 zqmarkstreet  road, upstairs.",
        description="<p>Come to Zqmark House &amp; bring a friend.</p>",
        venue_name="Zqmark House",
        street_address="77 Zqmarkstreet Road",
    )
    older = event.url
    assert MARKER in older
    draft = submission.latest(event)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)

    event.refresh_from_db()
    assert event.title == "Rights evening at […]"
    assert event.summary == "We meet at […], upstairs."
    assert "bring a friend" in event.description
    assert sweep.stored(MARKER) == set()
    assert client.get(older).status_code == 404
    assert client.get(event.url).status_code == 200


def test_unticking_brings_nothing_back(event, member):
    draft = submission.latest(event)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    draft.place_shown = "public"
    submission.save_draft(draft, member)
    assert sweep.stored(MARKER) == set()


def test_a_new_place_may_be_given_and_stays_while_the_live_row_changes(event, member):
    draft = submission.latest(event)
    draft.place_shown = "registered"
    submission.save_draft(draft, member)
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    draft.place_shown, draft.venue_name = "public", "Another Hall"
    submission.save_draft(draft, member)
    live = EventPage.objects.get(pk=event.pk)
    live.save()
    assert submission.latest(EventPage.objects.get(pk=event.pk)).venue_name == "Another Hall"


def test_while_the_place_is_hidden_no_form_opened_before_can_store_it(event, member):
    stale = submission.latest(event)
    EventStatus.objects.create(event_key=event.translation_key, place_hidden=True)
    places.scrub_event(EventPage.objects.get(pk=event.pk))
    assert stale.venue_name
    stale.save_revision(user=member, clean=False)
    live = EventPage.objects.get(pk=event.pk)
    live.place_shown, live.venue_name = "public", "Zqmark House"
    with pytest.raises(approvals.NotApproved):
        live.save(clean=False)
    assert sweep.stored(MARKER) == set()


def test_other_events_and_words_of_others_stay(organisation, event, member):
    other = factories.make_event(organisation, title="Another evening", **EVENT_PLACE)
    draft = submission.latest(event)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    other.refresh_from_db()
    assert other.venue_name == "Zqmark House"
    assert submission.latest(other).directions == EVENT_PLACE["directions"]


# --- Organisations --------------------------------------------------------------------------------------------
@pytest.fixture
def housed(organisation):
    organisation.locations.add(
        OrganisationLocation(name="Main office", **PLACE),
        OrganisationLocation(name="Open door", street_address="1 Public Street", city="Example City"),
    )
    organisation.offers = "<p>Ask at 77 Zqmarkstreet Road.</p>"
    factories.publish(organisation)
    return OrganisationPage.objects.get(pk=organisation.pk)


def test_the_sweep_sees_a_public_place_of_an_organisation(client, housed):
    assert "partners_organisationlocation.street_address" in sweep.stored(MARKER)
    assert sweep.shown(client, MARKER, [housed.url]) == {housed.url}


def test_a_draft_that_ticks_a_place_empties_it_everywhere_at_once(client, housed, member):
    translate(housed)
    factories.make_service(housed, description="<p>Room 3, 77 Zqmarkstreet Road</p>")
    assert "wagtail_localize_translationsource.content_json" in sweep.stored("zqmarkfloor")
    draft = submission.latest(housed)
    places = list(draft.locations.all())
    for place in places:
        place.is_confidential = place.name == "Main office"
    draft.locations.set(places)
    submission.save_draft(draft, member)

    assert sweep.stored(MARKER) == set()
    assert sweep.stored("44.975123") == sweep.stored("93.265123") == set()
    assert sweep.shown(client, MARKER, [*sweep.PUBLIC_ADDRESSES, housed.url]) == set()
    rows = {row.name: row for row in OrganisationPage.objects.get(pk=housed.pk).locations.all()}
    assert rows["Main office"].is_confidential
    assert rows["Open door"].street_address == "1 Public Street"


def test_a_place_of_an_earlier_draft_is_emptied_though_it_was_never_public(organisation, member):
    draft = submission.latest(organisation)
    draft.locations.add(OrganisationLocation(name="Shelter", **PLACE))
    submission.save_draft(draft, member)
    assert "wagtailcore_revision.content" in sweep.stored(MARKER)
    # The admin makes a new record, with a new key, of a place that is not public yet.
    draft = submission.latest(OrganisationPage.objects.get(pk=organisation.pk))
    draft.locations.set([OrganisationLocation(name="Shelter", is_confidential=True, **PLACE)])
    submission.save_draft(draft, member)
    assert sweep.stored(MARKER) == set()


def test_a_live_row_that_becomes_confidential_takes_its_revisions_along(housed):
    row = housed.locations.get(name="Main office")
    row.is_confidential = True
    row.save()
    assert sweep.stored("zqmarkbell") == set()
    assert sweep.stored(MARKER) == set()


def test_website_and_mailbox_of_a_place_that_becomes_confidential_go_from_all_versions(housed, member):
    draft = submission.latest(housed)
    draft.website, draft.email = "https://77-zqmarkstreet-road.example/", "door@77zqmarkstreetroad.example"
    factories.publish(draft)
    submission.save_draft(submission.latest(OrganisationPage.objects.get(pk=housed.pk)), member)
    confidential_key = housed.locations.get(name="Main office").translation_key
    places.make_place_confidential(OrganisationPage.objects.get(pk=housed.pk), confidential_key, member)
    assert sweep.stored(MARKER) == set()
    stored = OrganisationPage.objects.get(pk=housed.pk)
    assert stored.website == stored.email == "" and stored.live


def test_only_the_office_lets_an_organisation_write_its_place_again(client, housed, member, account):
    key = housed.locations.get(name="Main office").translation_key
    places.make_place_confidential(OrganisationPage.objects.get(pk=housed.pk), key, member)

    def write_again():
        draft = submission.latest(OrganisationPage.objects.get(pk=housed.pk))
        rows = list(draft.locations.all())
        for row in rows:
            if row.name == "Main office":
                row.is_confidential, row.street_address = False, "77 Zqmarkstreet Road"
        draft.locations.set(rows)
        submission.save_draft(draft, member)

    write_again()
    assert sweep.stored(MARKER) == set()
    draft = submission.latest(OrganisationPage.objects.get(pk=housed.pk))
    assert {row.street_address for row in draft.locations.all()} == {"", "1 Public Street"}
    address = reverse("partners_allow_places", args=[housed.pk])
    for person in (member, account("editor")):
        client.force_login(person)
        assert client.post(address).status_code in (302, 403)
    assert ForbiddenWords.objects.filter(holder=housed.translation_key).exists()
    client.force_login(account("approver"))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 422, "It is allowed already: a sentence says so."
    write_again()
    draft = submission.latest(OrganisationPage.objects.get(pk=housed.pk))
    assert "77 Zqmarkstreet Road" in {row.street_address for row in draft.locations.all()}


# --- An organisation's place, and what is held there -------------------------------------------------------------
def make_confidential(organisation, member):
    key = organisation.locations.get(name="Main office").translation_key
    places.make_place_confidential(OrganisationPage.objects.get(pk=organisation.pk), key, member)


def stored_event(event):
    return EventPage.objects.get(pk=event.pk)


def test_events_that_are_held_at_a_place_that_becomes_confidential_lose_it(client, housed, member):
    there = factories.make_event(
        housed, "Lantern evening", venue_name="Harbor Room", street_address="77 zqmarkstreet rd."
    )
    # Another name of the same place, known only from the event above.
    also_there = factories.make_event(
        housed, "Lantern morning", venue_name="Harbor Room", summary="With tea."
    )
    elsewhere = factories.make_event(
        housed, "Lantern night", venue_name="Example Library", street_address="900 Zqmarkstreet Road"
    )
    draft = submission.latest(elsewhere)
    draft.summary = "Not in the Harbor Room this time."
    submission.save_draft(draft, member)

    client.force_login(member)
    key = housed.locations.get(name="Main office").translation_key
    address = reverse("partners:profile_confidential_place", args=[housed.slug, key])
    asked = client.get(address).content.decode()
    assert "Lantern evening" in asked and "Lantern night" not in asked
    assert client.post(address).status_code == 302

    for event in (there, also_there):
        event = stored_event(event)
        assert event.live and event.place_shown == "confidential" and not event.venue_name
        assert event.status.sequence == 1, "Calendars that hold it are told."
    event = stored_event(elsewhere)
    assert (event.place_shown, event.street_address) == ("public", "900 Zqmarkstreet Road")
    assert submission.latest(event).summary == "Not in the […] this time."
    rest = sweep.stored(MARKER)
    assert rest <= {"partners_eventpage.street_address", "wagtailcore_revision.content"}
    assert sweep.stored("harbor room") == sweep.stored("77 zqmark") == set()
    mails = OutboxMessage.objects.filter(subject__contains="Lantern Example Group")
    assert mails.count() == 3 and all("2 events were planned there" in mail.body for mail in mails)


def test_another_open_place_in_the_same_street_keeps_its_address(housed, member):
    housed.locations.add(OrganisationLocation(name="Shop", street_address="900 Zqmarkstreet Road"))
    factories.publish(housed)
    housed = OrganisationPage.objects.get(pk=housed.pk)
    make_confidential(housed, member)
    rows = {
        row.name: row.street_address for row in OrganisationPage.objects.get(pk=housed.pk).locations.all()
    }
    assert rows == {"Main office": "", "Shop": "900 Zqmarkstreet Road", "Open door": "1 Public Street"}
    draft = submission.latest(OrganisationPage.objects.get(pk=housed.pk))
    assert not draft.publishing_errors() or "locations" not in {
        one.field for one in draft.publishing_errors()
    }


def test_no_event_names_a_confidential_place_of_its_organisation_afterwards(housed, member):
    make_confidential(housed, member)
    event = submission.new_event(
        OrganisationPage.objects.get(pk=housed.pk),
        member,
        "en",
        title="At 77 Zqmarkstreet Road",
        summary="Bring papers.",
        street_address="77 Zqmarkstreet Road",
        directions="Bus 5 to Zqmarkstreet Road",
    )
    assert event.removed_from == {"title", "street_address", "directions"}
    assert event.street_address == event.directions == ""
    assert sweep.stored(MARKER) == set()


def test_what_lost_its_place_with_the_organisation_gets_one_again_when_the_office_allows_it(
    housed, member, account
):
    event = factories.make_event(housed, "Lantern evening", street_address="77 Zqmarkstreet Road")
    make_confidential(housed, member)
    confidential_admin.allow_again(OrganisationPage.objects.get(pk=housed.pk), account("approver"))
    draft = submission.latest(stored_event(event))
    draft.place_shown, draft.street_address = "public", "77 Zqmarkstreet Road"
    submission.save_draft(draft, member)
    assert submission.latest(stored_event(event)).street_address == "77 Zqmarkstreet Road"


def test_an_event_that_is_posted_again_keeps_the_secret_too(event, member):
    draft = submission.latest(event)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    copy = submission.duplicate(stored_event(event), member)
    draft = submission.latest(copy)
    draft.place_shown, draft.summary = "public", "In Zqmark House."
    submission.save_draft(draft, member)
    assert sweep.stored(MARKER) == set()
