"""What PartnersConfig.ready() connects: formats of events, confidential places, dates, mails."""

from partners.api import tokens
from partners.confidentiality import erasure, store
from partners.events import approved_changes, formats, listing, occurrences
from partners.events.models import EventPage
from partners.ics_subscription import notifications as subscription_notifications
from partners.ics_subscription import services as ics_subscription
from partners.moderation import assignment_mails, assignments, co_host_mails, immediate_actions, notifications
from partners.organisations import presenter
from partners.redaction import receivers
from partners.trusted_updates import publishing as trusted_updates
from portal.accounts import encryption_renewal
from portal.quality import titles
from portal.site.error_views import acknowledges


def connect():
    """Keep confidential places secret, the dates of events current, and people informed of what is sent and decided."""
    formats.register("event.view", "partners.events.presenter.EventView")
    formats.register("event.value_in_words", "partners.events.field_words.value_in_words")
    formats.register("events.list", "partners.events.views.event_list")
    formats.register("events.month", "partners.events.views.event_month")
    formats.register("event.json_ld", "partners.calendars.json_ld.event_data")
    formats.register("event.ics", "partners.calendars.ics.event_answer")
    formats.register("events.ics", "partners.calendars.ics.calendar_answer")
    formats.register("events.atom", "partners.calendars.feed.feed_answer")
    formats.register("events.json", "partners.calendars.json_list.json_answer")
    presenter.register_events(listing.upcoming_of)
    # Events of earlier years may have the same title.
    titles.compare_only(EventPage, occurrences.with_a_date_to_come)
    receivers.connect()
    encryption_renewal.FIRST.append(store.keep_keys)
    approved_changes.connect()  # Before the dates, which follow from it.
    occurrences.connect()
    notifications.connect()
    immediate_actions.connect()
    trusted_updates.connect()
    subscription_notifications.connect()
    tokens.connect()
    assignment_mails.connect()
    co_host_mails.connect()
    erasure.EXTRA_ERASERS += [ics_subscription.forget, tokens.forget, assignments.forget]
    acknowledges(r".*/partners/join/done/")
