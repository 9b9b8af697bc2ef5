"""What a member is told in the morning about the organization's subscribed calendar. No mail names an event or the calendar."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.ics_import.models import ImportedEvent
from portal.notifications import preferences
from portal.notifications.preferences import DAILY, STATE, Due, Kind

from . import services
from .models import CalendarSubscription

CALENDAR = "calendar"
# A calendar that fails for a shorter time usually recovers.
TELL_AFTER = datetime.timedelta(days=2)
# Shorter than the time after which a notice is repeated.
NEWS_FOR = datetime.timedelta(days=6)


def calendars_due(now, _day):
    """What has arrived from each calendar, what is missing there, and which one cannot be read (partners.notifications.preferences.Due)."""
    for subscription in CalendarSubscription.objects.select_related("organisation"):
        member = services.member_of(subscription)
        if member is None:
            continue
        path = reverse("partners:subscription", args=[subscription.organisation.slug])
        if subscription.failing_since and now - subscription.failing_since >= TELL_AFTER:
            key = f"failing:{subscription.pk}:{subscription.failing_since:%Y%m%d}"
            yield Due(member, key, path, count=_failing)
        recent = ImportedEvent.objects.filter(
            organisation=subscription.organisation, arrived_at__gte=now - NEWS_FOR
        )
        for record in recent:
            yield Due(member, f"arrived:{record.pk}:{record.arrived_at:%Y%m%d%H%M}", path, count=_arrived)
        for proposal in services.proposals(subscription.organisation):
            yield Due(member, f"missing:{proposal.event.translation_key}", path, count=_missing)


def _arrived(count):
    return ngettext(
        "%(count)s event came or changed in your calendar. Look at its draft, and send it.",
        "%(count)s events came or changed in your calendar. Look at their drafts, and send them.",
        count,
    ) % {"count": count}


def _missing(count):
    return ngettext(
        "%(count)s event is no longer in your calendar. Cancel it here too, or keep it.",
        "%(count)s events are no longer in your calendar. Cancel them here too, or keep them.",
        count,
    ) % {"count": count}


def _failing(_count):
    return _("Your calendar could not be read for two days. Check its address.")


def _has_a_calendar(user):
    return CalendarSubscription.objects.filter(organisation__memberships__user=user).exists()


def connect():
    """Add this kind of mail to those that a person can choose."""
    kind = preferences.register(
        Kind(
            CALENDAR,
            gettext_lazy("News from your organization's calendar"),
            gettext_lazy(
                "What came, changed or is missing in the calendar that this site reads for you, and if it cannot be read."
            ),
            STATE,
            DAILY,
            _has_a_calendar,
        )
    )
    kind.due.append(calendars_due)
