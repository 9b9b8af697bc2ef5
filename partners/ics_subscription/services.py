"""Reads subscribed calendars: new and changed events become drafts, what is missing is proposed for cancellation. Nothing becomes public.

The readings use partners.ics_import, so a place that was hidden stays hidden, and what members wrote is kept.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.confidentiality import store
from partners.events.models import EventPage
from partners.ics_import import services as ics_import
from partners.ics_import.fetch import NotFetched, fetch_if_changed
from partners.ics_import.map import readings
from partners.ics_import.models import ImportedEvent
from partners.ics_import.parse import NotACalendar, read_calendar
from partners.members.models import Membership, Role
from partners.moderation.services import has_passed
from partners.workspace import submission
from partners.workspace.submission import State
from portal.accounts.services import language_of

from .models import CalendarSubscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from partners.confidentiality.words import Redactor
    from partners.ics_import.fetch import Fetched
    from partners.ics_import.map import Reading
    from partners.organisations.models import OrganisationPage
    from portal.accounts.models import User

logger = logging.getLogger(__name__)

READ_EVERY = datetime.timedelta(hours=3)
# So often it is read as a whole, even if the server says that nothing has changed.
IN_FULL_EVERY = datetime.timedelta(days=1)
# Two readings at the same time would create the same drafts.
LEAST_PAUSE = datetime.timedelta(minutes=1)
# In one run of the scheduler, which has other work: each takes ten seconds at most to fetch.
MOST_IN_ONE_RUN = 5
REPORT_KEPT = datetime.timedelta(days=2)


@dataclass(frozen=True)
class Proposal:
    """An event that is missing in the calendar, or canceled there.

    Attributes:
        event: the EventPage.
        title: the title of its latest revision.
        is_public: whether it has to be canceled; a draft can be deleted.
        since: when it was found missing.
    """

    event: EventPage
    title: str
    is_public: bool
    since: datetime.datetime


def member_of(subscription: CalendarSubscription) -> User | None:
    """In whose name its drafts are made, and who is told: who subscribed, or an owner when that person has left; None without members."""
    memberships = Membership.objects.filter(organisation=subscription.organisation, user__is_active=True)
    found = memberships.select_related("user").order_by(F("role").desc(), "pk")
    members = {membership.user_id: membership for membership in found}
    if subscription.created_by_id in members:
        return members[subscription.created_by_id].user
    owners = [one for one in members.values() if one.role == Role.OWNER]
    return owners[0].user if owners else next((one.user for one in members.values()), None)


# --- Subscribing -----------------------------------------------------------------------------------------------
def subscribe(
    organisation: OrganisationPage, user: User, address: str, language: str
) -> CalendarSubscription:
    """Subscribe to a calendar, in place of an earlier one, and read it at once.

    Args:
        organisation: the OrganisationPage whose calendar it is.
        user: the member who subscribes.
        address: a public http, https or webcal address.
        language: the language in which its events are written.

    Raises:
        NotFetched, NotACalendar: it cannot be read; nothing was changed.
    """
    fetched = fetch_if_changed(address)
    found = readings(read_calendar(fetched.body), timezone.localdate())
    with transaction.atomic():
        _forget_events(organisation)
        subscription, _is_new = CalendarSubscription.objects.update_or_create(
            organisation=organisation,
            defaults={
                "address": address,
                "language": language,
                "created_by": user,
                "created_at": timezone.now(),
                "checked_at": timezone.now(),
            },
        )
    _take(subscription, user, fetched, found)
    return subscription


@transaction.atomic
def end(organisation: OrganisationPage) -> None:
    """End the subscription. Its drafts and events stay."""
    for subscription in CalendarSubscription.objects.filter(organisation=organisation):
        cache.delete(_report_key(subscription))
        subscription.delete()
    _forget_events(organisation)


def _forget_events(organisation: OrganisationPage) -> None:
    ImportedEvent.objects.filter(organisation=organisation).update(
        is_subscribed=False, cancellation_proposed_at=None, arrived_at=None
    )


# --- Reading ---------------------------------------------------------------------------------------------------
def read_due(now: datetime.datetime | None = None) -> int:
    """Read the calendars whose turn it is, those first that have waited longest.

    Args:
        now: the time; by default the time it is.

    Returns:
        How many were tried.
    """
    now = now or timezone.now()
    is_due = Q(checked_at=None) | Q(checked_at__lte=now - READ_EVERY)
    found = CalendarSubscription.objects.filter(is_due).select_related("organisation")
    due = list(found.order_by(F("checked_at").asc(nulls_first=True))[:MOST_IN_ONE_RUN])
    for subscription in due:
        read(subscription, now)
    return len(due)


def read(subscription: CalendarSubscription, now: datetime.datetime | None = None) -> bool:
    """Read a calendar, unless somebody did within the last minute.

    Args:
        subscription: the calendar; its state is stored, also when it cannot be read.
        now: the time; by default the time it is.

    Returns:
        Whether it was tried.
    """
    now = now or timezone.now()
    free = Q(checked_at=None) | Q(checked_at__lte=now - LEAST_PAUSE)
    # A conditional update, so that of two processes only one reads it.
    if not CalendarSubscription.objects.filter(free, pk=subscription.pk).update(checked_at=now):
        return False
    member = member_of(subscription)
    if member is None:
        return True
    is_whole = not subscription.read_in_full_at or subscription.read_in_full_at <= now - IN_FULL_EVERY
    validators = ("", "") if is_whole else (subscription.etag, subscription.last_modified)
    with override(language_of(member)):
        try:
            fetched = fetch_if_changed(subscription.address, *validators)
            found = None
            if fetched.body is not None:
                found = readings(read_calendar(fetched.body), timezone.localdate())
            if _same(subscription).exists():
                _take(subscription, member, fetched, found, now)
        except (NotFetched, NotACalendar) as refused:
            _failed(subscription, str(refused), now)
        except Exception:  # One calendar must not stop the others.
            logger.exception("A subscribed calendar could not be read.")
            _failed(subscription, _("This calendar could not be read because of an error of this site."), now)
    return True


def _same(subscription: CalendarSubscription) -> QuerySet[CalendarSubscription]:
    """Its row, unless a member has ended it or named another address since it was read from the database."""
    return CalendarSubscription.objects.filter(pk=subscription.pk, created_at=subscription.created_at)


def _store(subscription: CalendarSubscription, **values: Any) -> None:
    for name, value in values.items():
        setattr(subscription, name, value)
    _same(subscription).update(**values)


def _failed(subscription: CalendarSubscription, sentence: str, now: datetime.datetime) -> None:
    _store(subscription, failing_since=subscription.failing_since or now, failure=sentence[:1000])


def _take(
    subscription: CalendarSubscription,
    member: User,
    fetched: Fetched,
    found: list[Reading] | None,
    now: datetime.datetime | None = None,
) -> None:
    """Create and change drafts, and store how it went.

    Args:
        found: the events, or None if the calendar has not changed.
    """
    now = now or timezone.now()
    organisation = subscription.organisation
    is_complete = True
    if found is not None:
        lines = ics_import.take_readings(found, organisation, member, subscription.language)
        _compare(organisation, found, lines, now)
        is_complete = not any(line.is_postponed for line in lines)
        cache.set(
            _report_key(subscription), [line.kept() for line in lines], timeout=REPORT_KEPT.total_seconds()
        )
    _store(
        subscription,
        etag=fetched.etag if is_complete else "",
        last_modified=fetched.last_modified if is_complete else "",
        succeeded_at=now,
        failing_since=None,
        failure="",
        read_in_full_at=subscription.read_in_full_at if found is None else now,
    )


def _compare(
    organisation: OrganisationPage,
    found: Iterable[Reading],
    lines: Iterable[ics_import.Line],
    now: datetime.datetime,
) -> None:
    """Note which events the calendar has, and propose the cancellation of those that it no longer has."""
    keys = store.keys()
    there = {digest for one in found if not one.is_cancelled for digest in ics_import.digests(one.uid, keys)}
    records = ImportedEvent.objects.filter(organisation=organisation)
    records.filter(uid__in=there).update(is_subscribed=True, cancellation_proposed_at=None)
    arrived = [line.key for line in lines if line.result in (ics_import.TAKEN, ics_import.CHANGED)]
    records.filter(event_key__in=arrived).update(arrived_at=now)
    gone = records.filter(is_subscribed=True, cancellation_proposed_at=None).exclude(uid__in=there)
    events = _events(organisation, gone)
    proposed = [record.pk for record in gone if record.event_key in events]
    records.filter(pk__in=proposed).update(cancellation_proposed_at=now)


def _events(organisation: OrganisationPage, records: Iterable[ImportedEvent]) -> dict[Any, EventPage]:
    """The events of records that can still be canceled or deleted, by their translation_key."""
    keys = [record.event_key for record in records]
    pages = EventPage.objects.filter(organisation=organisation, translation_key__in=keys).order_by("-pk")
    over = {State.CANCELLED, State.PAST, State.TAKEN_DOWN}
    return {
        page.translation_key: page
        for page in pages
        if submission.state(page) not in over and not has_passed(submission.latest(page))
    }


# --- What members see and decide -------------------------------------------------------------------------------
def proposals(organisation: OrganisationPage) -> list[Proposal]:
    """The events of an organization whose cancellation is proposed and still possible, the latest found first."""
    records = ImportedEvent.objects.filter(organisation=organisation, cancellation_proposed_at__isnull=False)
    records = records.order_by("-cancellation_proposed_at", "pk")
    events = _events(organisation, records)
    return [
        Proposal(event, submission.latest(event).title, event.live, record.cancellation_proposed_at)
        for record in records
        if (event := events.get(record.event_key)) and record.cancellation_proposed_at
    ]


def keep(organisation: OrganisationPage, event_key: uuid.UUID) -> bool:
    """Keep an event that the calendar no longer has. From now on it is independent of the calendar, unless it appears there again.

    Returns:
        Whether there was such a proposal.
    """
    records = ImportedEvent.objects.filter(organisation=organisation, event_key=event_key)
    found = records.filter(cancellation_proposed_at__isnull=False)
    return bool(found.update(is_subscribed=False, cancellation_proposed_at=None))


def report(subscription: CalendarSubscription) -> list[dict[str, Any]]:
    """The lines of the last reading (partners.ics_import.services.Line.kept()); [] when they are no longer kept."""
    return cache.get(_report_key(subscription)) or []


def forget(words: Redactor) -> None:
    """Remove what has the words of a place that became confidential: the reports, and a calendar whose address has them."""
    for subscription in CalendarSubscription.objects.select_related("organisation"):
        cache.delete(_report_key(subscription))
        if words.found_in(subscription.failure):
            subscription.failure = words.redact(subscription.failure)
            subscription.save(update_fields=["failure"])
        if words.found_in(subscription.address):
            end(subscription.organisation)


def _report_key(subscription: CalendarSubscription) -> str:
    return f"subscription:{subscription.pk}"
