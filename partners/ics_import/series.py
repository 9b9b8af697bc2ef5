"""Groups the components of a calendar: each event with the changes of its single dates, in the latest version."""

import contextlib
import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .components import line_of, text, values


@dataclass
class Series:
    """One event of a calendar.

    Attributes:
        component: its icalendar.Event, or None if it cannot be read.
        uid: its identifier for the next import.
        overrides: the components that change its dates (RECURRENCE-ID), one for each date and range.
        reason: why it is left out, or "".
        is_single_date: whether it is one date of a series that is not in the file.
    """

    component: Any
    uid: str = ""
    overrides: list = field(default_factory=list)
    reason: str = ""
    is_single_date: bool = False


def grouped(components):
    """Group components.

    Args:
        components: icalendar.Event, or None for one that cannot be read, in the order of the file.

    Returns:
        A list of Series in the order of the calendar.
    """
    masters = [component for component in components if component is None or "RECURRENCE-ID" not in component]
    found = [Series(component, _uid(component) if component else "") for component in masters]
    latest: dict[str, Series] = {}
    for one in found:
        known = latest.setdefault(one.uid, one)
        if one.component is None or known is one:
            continue
        if _is_newer(one, known):
            older, newer = known, one
        else:
            older, newer = one, known
        older.reason = _("It is in the calendar twice. We used the newer one.")
        latest[one.uid] = newer
    changes = _latest_overrides(components)
    for uid, overrides in changes.items():
        if series := latest.get(uid):
            series.overrides = overrides
        else:
            found += [
                Series(component, _shortened(f"{uid}\n{_date_key(component)}"), is_single_date=True)
                for component in overrides
            ]
    return found


def is_range(override):
    """Whether a change is also one of all later dates (RFC 5545 §3.2.13)."""
    return str(values(override, "RECURRENCE-ID")[0].params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _latest_overrides(components):
    """The latest change of each date, by UID."""
    found: dict[str, dict[tuple[str, bool], Any]] = {}
    for component in components:
        if component is None or "RECURRENCE-ID" not in component:
            continue
        dates = found.setdefault(_uid(component), {})
        key = (_date_key(component), is_range(component))
        if key not in dates or _rank(component) > _rank(dates[key]):
            dates[key] = component
    return {uid: list(dates.values()) for uid, dates in found.items()}


def _is_newer(one, other):
    return _rank(one.component) > _rank(other.component)


def _rank(component):
    """By which of two versions of an event the newer is found (RFC 5545 §3.8.7.4)."""
    try:
        sequence = int(text(component, "SEQUENCE") or 0)
    except ValueError:
        sequence = 0
    return sequence, _changed_at(component, "LAST-MODIFIED"), _changed_at(component, "DTSTAMP")


def _changed_at(component, name):
    found = values(component, name)
    when = getattr(found[0], "dt", None) if found else None
    if not isinstance(when, datetime.datetime):
        return 0.0
    try:
        return (when if when.tzinfo else when.replace(tzinfo=datetime.UTC)).timestamp()
    except (OverflowError, ValueError):
        return 0.0


def _date_key(component):
    """The date that a component changes, as text."""
    when = getattr(values(component, "RECURRENCE-ID")[0], "dt", None)
    with contextlib.suppress(OverflowError):
        if isinstance(when, datetime.datetime) and when.tzinfo:
            when = when.astimezone(datetime.UTC)
    return str(when)


def _uid(component):
    """The identifier, or one made from the content if the calendar gives none."""
    if uid := text(component, "UID").strip():
        return _shortened(uid)
    start = getattr(values(component, "DTSTART")[0], "dt", "") if "DTSTART" in component else ""
    # Not from its place, which may change until the next import.
    content = f"{line_of(component, 'SUMMARY')}\n{start}"
    return f"content:{hashlib.sha256(content.encode()).hexdigest()}"


def _shortened(uid):
    return uid if len(uid) <= 255 else hashlib.sha256(uid.encode()).hexdigest()
