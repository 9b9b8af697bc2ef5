"""What a health check returns, and how it is listed."""

from collections.abc import Callable
from dataclasses import dataclass

OK, DUE, WRONG = "ok", "due", "wrong"


@dataclass(frozen=True)
class Finding:
    """What one look found: OK, DUE (somebody's work waits) or WRONG (the hub does not work), and what to do."""

    state: str
    message: str


@dataclass(frozen=True)
class Check:
    """One thing to look at."""

    part: str
    run: Callable[[], Finding]
    needs_database: bool = True
