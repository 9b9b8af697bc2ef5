"""Telling people: at once, or gathered in the morning, as each has chosen (portal/notifications/preferences.py).

Mails hold titles and links, never what a draft says nor a reason: those stand behind the sign-in. Operators get none.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.accounts.services import language_of, roles
from portal.core.working_days import office_calendar

from . import preferences
from .models import MorningRun, Notice

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .preferences import Due, Kind

    # What a line of a gathered mail is made of; Due is None for what was noticed when it happened.
    Entry = tuple[Kind, Notice, Due | None]

AGAIN_AFTER = datetime.timedelta(days=7)
# In the office's time zone: when it opens its mail.
MORNING = datetime.time(7)
# Of one kind in one mail; what is left out stands on the dashboard and in the reports of the admin.
MOST_LINES = 25


def address(path: str) -> str:
    """The whole address of a path of the hub."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def send(user: User, write: Callable[[], tuple[str, str]]) -> None:
    """Put a mail to one person into the outbox, in the person's language, with the way to the choice of mails.

    Args:
        user: who gets it; nothing is sent to operators and to accounts that are switched off.
        write: a function without arguments that returns subject and text; called in that language.
    """
    if user.is_superuser or not user.is_active:
        return
    with override(language_of(user)):
        subject, text = write()
        link = choice_of_mails(user)
        footer = _("Choose which emails you get, and when: %(address)s") % {"address": link}
    EmailMessage(
        subject,
        f"{text.rstrip()}\n\n{footer}\n",
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{link}>"},
    ).send()


def choice_of_mails(user: User) -> str:
    """The whole address of the page on which a person chooses, in the active language."""
    if "staff" in roles(user):
        return address(reverse("wagtailadmin_account")) + "#tab-notifications"
    return address(reverse("partners:account"))


def tell(user: User, kind: str, write: Callable[[], tuple[str, str]], path: str) -> None:
    """Tell a person of something that has happened: at once, or keep its subject for the morning.

    Args:
        user: who.
        kind: the name of a kind of mail.
        write: from nothing to subject and text of the mail; called in the person's language.
        path: where it can be looked at, for a gathered mail.
    """
    frequency = preferences.chosen(user, kind)
    if frequency == preferences.NEVER or user.is_superuser or not user.is_active:
        return
    if frequency == preferences.AT_ONCE:
        send(user, write)
        return
    with override(language_of(user)):
        subject, _text = write()
    Notice.objects.create(user=user, kind=kind, key=uuid.uuid4().hex, title=subject[:300], path=path)


# --- The morning ----------------------------------------------------------------------------------------------------
def send_digests(now: datetime.datetime | None = None) -> int | None:
    """Write the gathered mails of a morning: on working days from seven o'clock on in the office's time zone, once a day.

    Args:
        now: the time; by default the time it is.

    Returns:
        How many mails were written; None when it is not the time, or they were written already.
    """
    local = timezone.localtime(now or timezone.now(), timezone.get_default_timezone())
    day = local.date()
    if local.time() < MORNING or not office_calendar().is_working_day(day):
        return None
    # All of it or nothing: after a failure in the middle the next turn begins anew.
    with transaction.atomic():
        # Written while the clock was ahead: those mornings are still to come.
        MorningRun.objects.filter(day__gt=day).delete()
        run, is_new = MorningRun.objects.get_or_create(day=day)
        if not is_new:
            return None
        monday = day - datetime.timedelta(days=day.weekday())
        opens_week = not MorningRun.objects.filter(day__gte=monday, day__lt=day).exists()
        for user, entries in _entries(local, opens_week):
            send(user, partial(_digest, entries))
            run.mails += 1
        run.save()
    return run.mails


def _entries(now: datetime.datetime, opens_week: bool) -> list[tuple[User, list[Entry]]]:
    """What each person is told this morning: pairs of a user and a list of (kind, Notice, Due or None)."""
    chosen = preferences.all_chosen()
    found: list[tuple[User, Kind, Notice, Due | None]] = []
    for kind in preferences.KINDS.values():
        for due in (one for source in kind.due for one in source(now, now.date())):
            if due.user.is_superuser or not due.user.is_active:
                continue
            frequency = chosen(due.user.pk, kind.name)
            if notice := _to_tell_again(kind, due, frequency, opens_week, now):
                found.append((due.user, kind, notice, due))
    # What has happened, and was kept for the morning.
    events = [kind.name for kind in preferences.KINDS.values() if not kind.due]
    waiting = Notice.objects.filter(told_at=None, kind__in=events, user__is_active=True)
    for notice in waiting.select_related("user").order_by("noticed_at"):
        if chosen(notice.user_id, notice.kind) != preferences.WEEKLY or opens_week:
            found.append((notice.user, preferences.KINDS[notice.kind], notice, None))
    Notice.objects.filter(pk__in=[notice.pk for _user, _kind, notice, _due in found]).update(told_at=now)
    order = list(preferences.KINDS)
    found.sort(key=lambda one: (one[0].pk, order.index(one[1].name), one[2].title))
    return [(next_user, rest) for next_user, rest in _by_user(found)]


def _by_user(found: list[tuple[User, Kind, Notice, Due | None]]) -> Iterator[tuple[User, list[Entry]]]:
    for _number, of_one in groupby(found, key=lambda one: one[0].pk):
        group = list(of_one)
        yield group[0][0], [one[1:] for one in group]


def _to_tell_again(
    kind: Kind, due: Due, frequency: str, opens_week: bool, now: datetime.datetime
) -> Notice | None:
    """The notice of something that is due, unless the person does not want it, or was told within the week."""
    if frequency == preferences.NEVER or (frequency == preferences.WEEKLY and not opens_week):
        return None
    notice, _is_new = Notice.objects.get_or_create(
        user=due.user,
        kind=kind.name,
        key=due.key,
        defaults={"title": due.title[:300], "path": due.path, "noticed_at": now},
    )
    if notice.told_at and notice.told_at <= now:
        told = timezone.localtime(notice.told_at, now.tzinfo).date()
        monday = now.date() - datetime.timedelta(days=now.weekday())
        too_early = told >= monday if frequency == preferences.WEEKLY else now.date() - told < AGAIN_AFTER
        if too_early:
            return None
    return notice


def _digest(entries: list[Entry]) -> tuple[str, str]:
    """Subject and text of a gathered mail."""
    parts = []
    for _name, of_kind in groupby(entries, key=lambda one: one[0].name):
        group = list(of_kind)
        parts.append(f"{group[0][0].label}\n\n" + "\n".join(_lines(group)))
    count = len(entries)
    subject = ngettext("One thing is waiting for you", "%(count)s things are waiting for you", count) % {
        "count": count
    }
    return subject, "\n\n".join(parts) + "\n"


def _lines(group: list[Entry]) -> Iterator[str]:
    counted: dict[tuple[str, Callable[[int], str]], list[Notice]] = {}
    named = []
    for _kind, notice, due in group:
        if due is not None and due.count:
            counted.setdefault((due.path, due.count), []).append(notice)
        else:
            named.append(notice)
    yield from (f"- {notice.title}\n  {address(notice.path)}" for notice in named[:MOST_LINES])
    if rest := len(named[MOST_LINES:]):
        yield "- " + ngettext("And one more.", "And %(count)s more.", rest) % {"count": rest}
    for (path, count), notices in counted.items():
        yield f"- {count(len(notices))}\n  {address(path)}"
