"""How an event comes again (a subset of RFC 5545 §3.3.10), on local dates alone: clocks are not its business."""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Recurrence:
    """A rule.

    Attributes:
        start: the first local date.
        frequency: "" (once), "weekly", "monthly_date" or "monthly_weekday".
        interval: every how many weeks or months.
        weekdays: for "weekly", two-letter days of RFC 5545 ("MO" … "SU"); empty means the weekday of start.
        until: the last local date that may be, or None.
        count: how many dates there are in all (exceptions counted, as in RFC 5545), or None.
        exceptions: dates of the rule on which it does not take place.
    """

    start: datetime.date | None
    frequency: str = ""
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    until: datetime.date | None = None
    count: int | None = None
    exceptions: frozenset[datetime.date] = field(default_factory=frozenset)
