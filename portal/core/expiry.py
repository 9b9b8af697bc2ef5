"""When what is being made changes by itself: an event ends, an alert begins. The page cache keeps an answer no longer.

Whoever makes something that depends on the time of day says so with `changes_at`. What depends on the date alone says nothing: at midnight
in the hub's time zone every answer expires.
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
