"""Moments at which a page changes without a write: an event ends, an alert begins. The page cache stores an answer until the next one.

Code whose output depends on the time of day calls `changes_at`. Output that depends only on the date need not: every answer expires at
midnight in the hub's time zone.
"""

import contextlib
import datetime
from contextvars import ContextVar

_moments: ContextVar[list[datetime.datetime] | None] = ContextVar("moments", default=None)


def changes_at(moment: datetime.datetime) -> None:
    """Note that what is being made for the present request is different from a moment on."""
    noted = _moments.get()
    if noted is not None:
        noted.append(moment)


@contextlib.contextmanager
def noted_moments():
    """Collect what is noted within the block.

    Yields:
        A list of aware datetimes.
    """
    moments: list[datetime.datetime] = []
    token = _moments.set(moments)
    try:
        yield moments
    finally:
        _moments.reset(token)
