"""Making the tables of an empty database in a fifth of the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Whether the models around one that a migration changes may stay as they were (portal/core/django_patches.py).
others_stay: ContextVar[bool] = ContextVar("others_stay", default=False)


@contextmanager
def only_changed_models_made_anew() -> Iterator[None]:
    """Within it a migration makes the one model anew that it changes, in memory; Django makes all around it anew, too.

    The others then refer to the model as it was, which matters for rows (a migration that writes any gets all models anew) and
    for foreign keys to a column whose type changes. For empty databases only: tests/portal/core/test_upgrades.py compares
    their tables with those that Django makes.
    """
    token = others_stay.set(True)
    try:
        yield
    finally:
        others_stay.reset(token)
