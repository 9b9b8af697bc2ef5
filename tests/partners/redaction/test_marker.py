"""A marker is typed into every form, file and import of partners, as the words of a place that must not be known: before it
becomes confidential, with it, and afterwards. Then it is nowhere: database file, log, cache, uploads, mails, logs, public answers.
"""

import logging
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import connection
from django.urls import reverse

from media.models import HubImage
from partners.ics_subscription.services import read_due
from partners.models import CalendarSubscription, EventPage, ImportedEvent, OrganisationPage
from partners.workspace import submission
from portal.core.secure_deletion import empty_log
from portal.models import Notice, OfficeRedirect
from portal.notifications import outbox
from portal.workflow import approvals
from tests.partners import factories, ics_files, sweep
from tests.partners.ics_import.test_fetching import ALLOWED, send, serving
from tests.partners.marked_files import in_files
from tests.partners.redaction.test_confidential_first_save import write_again
from tests.partners.typed import HOUSE, MAILBOX, MARKER, STREET, WEB, WORDS, Typed, colleague, signed_in

LANGUAGES = ["", "/es", "/so", "/hmn"]
PATHS = (
    "",
    "events/",
    "events/past/",
    "events/calendar.ics",
    "events/feed.atom",
    "partners/",
    "search/?q=lantern",
    "search/?q=house",
)

pytestmark = pytest.mark.usefixtures("real_commits")


@pytest.fixture
def nowhere(client, caplog, settings):
    """Asserts that the marker is nowhere any more; says what was searched."""
    caplog.set_level(logging.INFO)
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def check(typed, *pages):
        addresses = [f"{language}/{path}" for language in LANGUAGES for path in PATHS]
        addresses += ["/sitemap.xml", "/api/hsds/", "/api/hsds/organizations", "/api/hsds/services"]
        addresses += [page.url for page in pages if page.live]

        assert sweep.stored(MARKER) == set()
        assert sweep.shown(client, MARKER, addresses) == set()
        workspace = f"/workspace/{typed.organisation.slug}/"
        own = [
            f"{workspace}{path}"
            for path in ("", "events/new/", "profile/", "members/", "import/", "subscription/")
        ]
        assert sweep.shown(signed_in(typed.member), MARKER, own) == set()
        office = ["/admin/", "/admin/partner-submissions/", "/admin/reports/site-history/"]
        assert sweep.shown(signed_in(colleague("approver")), MARKER, office) == set()
        assert empty_log()
        found, read = in_files()
        assert found == [] and read > 0
        assert not any(MARKER in str(sent.message()).lower() for sent in mail.outbox)
        logged = [record.name for record in caplog.records if MARKER in record.getMessage().lower()]
        assert [name for name in logged if not name.startswith("django.db.backends")] == []
        print(f"{len(typed.fields)} fields, {len(addresses)} public addresses, {read} files")
        cache.clear()

    return check


def type_everything(typed, is_public=False):
    """Every form but the profile's, in which the place stands.

    Returns:
        A draft and a public event.
    """
    typed.account()
    typed.service()
    draft = typed.event()
    typed.refused_event()
    typed.calendar()
    image = typed.library()
    event = factories.make_event(
        OrganisationPage.objects.get(pk=typed.organisation.pk), "Lantern evening", slug="lantern-evening"
    )
    if is_public:
        event.image = image
        factories.publish(event)
    typed.admin_page(event, title="Lantern evening", image=str(image.pk))
    organisation = OrganisationPage.objects.get(pk=typed.organisation.pk)
    service = factories.make_service(organisation, "Lantern help")
    typed.admin_page(service)
    typed.admin_page(organisation, title=organisation.title)
    typed.translate(event)
    typed.translate(organisation)
    typed.acts(event)
    typed.review(draft)
    return draft, EventPage.objects.get(pk=event.pk)


def test_what_was_typed_before_the_place_became_confidential_is_nowhere_afterwards(nowhere, caplog):
    typed = Typed().join()
    typed.profile()
    typed.publish(typed.organisation)
    # Where an account has its mailbox is known by nothing else; afterwards such an address stays.
    typed.invite()
    draft, event = type_everything(typed, is_public=True)
    # The mails and notices of the hub hold titles.
    for record in (draft, event):
        send_mail(WORDS, f"{WORDS}: /workspace/x/events/{record.translation_key}/", None, ["a@example.org"])
    outbox.deliver_due()
    send_mail(WORDS, f"{WORDS}: /workspace/x/events/{draft.translation_key}/", None, ["a@example.org"])
    path = f"/workspace/x/events/{draft.translation_key}/"
    Notice.objects.create(user=typed.member, kind="decision", key="1", title=WORDS, path=path)
    OfficeRedirect.objects.create(old_path="/zqmark-house", redirect_page=event, live=False).save_revision()
    held = sweep.stored(MARKER)
    assert len(held) >= 40, "While the place is public, the search finds it: else it would prove nothing."
    if connection.vendor == "sqlite":
        assert in_files()[0]
    assert len(typed.fields) >= 90
    mail.outbox.clear()
    caplog.clear()

    organisation = OrganisationPage.objects.get(pk=typed.organisation.pk)
    place = submission.latest(organisation).locations.get()
    address = f"/workspace/{organisation.slug}/profile/places/{place.translation_key}/confidential/"
    client = signed_in(typed.member)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    outbox.deliver_due()
    nowhere(typed, event, OrganisationPage.objects.get(pk=organisation.pk))


def test_what_is_typed_after_the_place_became_confidential_is_nowhere(nowhere):
    typed = Typed().join()
    typed.profile(secret=True)
    typed.publish(typed.organisation)
    _draft, event = type_everything(typed)
    nowhere(typed, event, OrganisationPage.objects.get(pk=typed.organisation.pk))


def test_what_is_typed_with_the_confidential_place_of_an_event_is_nowhere(nowhere):
    own = {"website": "https://lantern.example/", "offers": "Help with pay.", "contact_name": "Lee Lantern"}
    typed = Typed().join(names=("Lee", "Lantern"), **own)
    organisation = typed.publish(typed.organisation)
    typed.refused_event()
    assert sweep.stored(MARKER) == set(), "This form may never be sent again."
    event = typed.event(place_shown="confidential")
    copy = submission.duplicate(EventPage.objects.get(pk=event.pk), typed.member)
    draft = submission.latest(copy)
    draft.summary, draft.place_shown = WORDS, "public"
    submission.save_draft(draft, typed.member)

    def hide(imported):
        assert MARKER in imported.title.lower() and sweep.stored(MARKER)
        draft = submission.latest(imported)
        draft.place_shown = "confidential"
        submission.save_draft(draft, typed.member)

    typed.calendar(between=hide)
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    write_again(draft)
    draft.registration_url = "https://register.example/"
    submission.save_draft(draft, typed.member)
    submission.submit(EventPage.objects.get(pk=event.pk), typed.member)
    waiting = EventPage.objects.get(pk=event.pk).current_workflow_state.current_task_state
    seen = approvals.revision_token(waiting.revision)
    waiting.task.specific.on_action(waiting, colleague("approver"), "approve", seen=seen)
    event = EventPage.objects.get(pk=event.pk)
    assert event.live and HubImage.objects.filter(pk=event.image_id).exists()
    typed.admin_page(event, title="Lantern evening", place_shown="confidential")
    typed.acts(event)
    nowhere(typed, event, organisation)


@pytest.fixture
def source(settings):
    """A server with a calendar that a test can change."""
    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]
    state = SimpleNamespace(body=b"")
    with serving(lambda handler: send(handler, body=state.body)) as (root, _asked):
        state.address = f"{root}/calendar.ics"
        yield state


def read_subscription(typed, source, between, others=True):
    """A subscribed calendar that names the place, and is read again after `between`; its page, and the sending of its drafts.

    Args:
        typed: who subscribes.
        source: an object whose `body` the server at `source.address` sends.
        between: called with the events that were made from it, before it is read again.
        others: whether it then still has events that were never taken, which belong to the organization's place only.
    """
    place = {"LOCATION": f"{HOUSE}\\, {STREET}", "SUMMARY": WORDS.replace(",", "\\,")}
    place["DESCRIPTION"] = f"{WORDS}. {WEB}".replace(",", "\\,")
    own = {"DTSTART;TZID=America/Chicago": ics_files.stamp(), "DTEND": None}

    def of(uid, *lines, **other):
        return ics_files.event(uid, f"URL:{WEB}", f"CONTACT:{MAILBOX}", *lines, **{**place, **other})

    moved = of("zqmark-series", f"RECURRENCE-ID;TZID=America/Chicago:{ics_files.stamp()}", **own)
    series = of("zqmark-series", "RRULE:FREQ=WEEKLY;COUNT=3", **own)
    far = of("zqmark-far", **{"DTSTART;TZID=America/Chicago": "19990101T090000"})
    odd = of("zqmark-odd", f"RRULE:FREQ={HOUSE}", f"X-{MARKER}:1")
    address = reverse("partners:subscription", args=[typed.organisation.slug])
    client = signed_in(typed.member)

    def look():
        assert client.get(address).status_code == 200
        report = f"subscription{CalendarSubscription.objects.get().pk}"
        sending = reverse("partners:import_send", args=[typed.organisation.slug])
        assert client.get(f"{sending}?report={report}").status_code == 200

    source.body = ics_files.calendar(of("zqmark-one"), series, moved, far, odd)
    answer = client.post(address, {"address": source.address})
    assert answer.status_code == 302, answer.content.decode()
    look()
    made = ImportedEvent.objects.filter(organisation=typed.organisation, is_subscribed=True)
    between(EventPage.objects.filter(translation_key__in=made.values("event_key")))
    again = {"SUMMARY": f"Again in {HOUSE}", "LOCATION": f"{STREET}\\, {HOUSE}"}
    others = [far, odd, of("zqmark-new"), of("zqmark-off", STATUS="CANCELLED")] if others else []
    source.body = ics_files.calendar(of("zqmark-one", **again), *others)
    CalendarSubscription.objects.update(checked_at=None, read_in_full_at=None)
    assert read_due() == 1 and not CalendarSubscription.objects.get().failing_since
    look()
    typed.note("subscription", ["LOCATION", "SUMMARY", "DESCRIPTION", "URL", "CONTACT", "UID"])


def hide_drafts(typed, events):
    for event in events:
        draft = submission.latest(event)
        draft.place_shown = "confidential"
        submission.save_draft(draft, typed.member)


def hide_public(typed, events):
    """They are public, and their place is hidden by "Hide the place now"."""
    client = signed_in(typed.member)
    for event in events:
        factories.publish(submission.latest(event))
        names = {"slug": typed.organisation.slug, "key": event.translation_key}
        assert client.post(reverse("partners:event_hide_place", kwargs=names)).status_code == 302


def hide_place_of_organisation(typed, events):
    organisation = OrganisationPage.objects.get(pk=typed.organisation.pk)
    place = submission.latest(organisation).locations.get()
    address = f"/workspace/{organisation.slug}/profile/places/{place.translation_key}/confidential/"
    assert signed_in(typed.member).post(address).status_code == 302


@pytest.mark.parametrize("hide", [hide_drafts, hide_public, hide_place_of_organisation])
def test_what_a_subscribed_calendar_names_is_nowhere_once_the_place_is_hidden(nowhere, source, hide):
    own = {"website": "https://lantern.example/", "offers": "Help with pay.", "contact_name": "Lee Lantern"}
    typed = Typed().join(names=("Lee", "Lantern"), **own)
    is_whole = hide is hide_place_of_organisation
    if is_whole:
        typed.profile()
        typed.publish(typed.organisation)
    events = []

    def between(made):
        assert len(made) == 2 and sweep.stored(MARKER), "While the place is public, the search finds it."
        events.extend(made)
        hide(typed, made)

    read_subscription(typed, source, between, others=is_whole)
    typed.organisation = OrganisationPage.objects.get(pk=typed.organisation.pk)
    nowhere(typed, *EventPage.objects.filter(pk__in=[event.pk for event in events]), typed.organisation)
