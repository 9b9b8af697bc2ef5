"""Which backups are kept: the newest of each of the last days, weeks and months."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from .errors import BackupError


def rule_of(text: str) -> tuple[int, int, int]:
    """How many days, weeks and months a setting such as "7d 5w 12m" means.

    Raises:
        BackupError: it means nothing.
    """
    match = re.fullmatch(r"\s*(\d+)d\s+(\d+)w\s+(\d+)m\s*", text)
    if not match or not any(map(int, match.groups())):
        raise BackupError("BACKUP_KEEP says how many days, weeks and months, such as 7d 5w 12m.")
    days, weeks, months = map(int, match.groups())
    return days, weeks, months


def kept(moments: Iterable[datetime.datetime], rule: tuple[int, int, int]) -> set[datetime.datetime]:
    """The backups that are kept: the newest of each of the last days, weeks (from Monday) and months that have one.

    Args:
        moments: when each was made.
        rule: the result of rule_of().
    """
    newest_first = sorted(moments, reverse=True)
    found: set[datetime.datetime] = set(newest_first[:1])
    periods = (lambda at: at.date(), lambda at: at.isocalendar()[:2], lambda at: (at.year, at.month))
    for count, period_of in zip(rule, periods, strict=True):
        seen: dict[object, datetime.datetime] = {}
        for moment in newest_first:
            seen.setdefault(period_of(moment), moment)
        found |= set(list(seen.values())[:count])
    return found
