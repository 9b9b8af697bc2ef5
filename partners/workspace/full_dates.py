"""Says at once that no place is left on a date of a public event, or that there are places again.

Nothing is taken from readers, so neither an approval nor a confirmation is asked for.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partners.events.models import EventPage, EventStatus, Occurrence
from partners.members.permissions import Access
from portal.accounts.models import User
from portal.exceptions import ActionNotAllowed


@transaction.atomic
def set_full(event: EventPage, date: datetime.date, user: User, is_full: bool) -> None:
    """Say whether places are left on a date.

    Args:
        event: an EventPage.
        date: the date according to its rule; of an event that takes place once, its day.
        user: a member of its organization, an approver or a coordinator.
        is_full: whether no place is left.

    Raises:
        ActionNotAllowed: the user may not say it, or it is not an upcoming date of the event that takes place.
    """
    if not Access(user).may_call_off(event):
        raise ActionNotAllowed(_("Only members of the organization and the office can do this."))
    EventStatus.objects.get_or_create(event_key=event.translation_key)
    status = EventStatus.objects.select_for_update().get(event_key=event.translation_key)
    coming = Occurrence.objects.filter(
        event_key=event.translation_key, end__gte=timezone.now(), is_cancelled=False
    )
    days = {day.isoformat() for day in coming.values_list("date", flat=True)}
    if date.isoformat() not in days or status.state == EventStatus.State.CANCELLED:
        raise ActionNotAllowed(_("This is not an upcoming date of the event."))
    if status.is_full(date) == is_full:
        return
    full = {*status.full_dates, date.isoformat()} if is_full else {*status.full_dates} - {date.isoformat()}
    status.full_dates = sorted(full & days)
    status.sequence += 1
    status.changed_at, status.changed_by = timezone.now(), user
    status.save()
    event.__dict__.pop("status", None)
    action = "partners.full" if is_full else "partners.places_left"
    log(instance=event, action=action, user=user, data={"date": date.isoformat()})
