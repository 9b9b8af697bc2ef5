"""The version under which everything cached of the public pages is kept; a new one makes all of it unknown at once.

Whatever changes what readers see sets a new version after its transaction. Every process reads the version with each request, so it sees
the change at once, and a process that was late writes under a version which nobody asks for any more.
"""

import uuid
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

CACHE_KEY = "cache-version"


def get_cache_version() -> str:
    """The version under which everything cached of the pages is kept now."""
    return cache.get(CACHE_KEY) or bump_cache_version()


def bump_cache_version(**kwargs: Any) -> str:
    """Set a new version, so that no process uses what was cached before. Returns it."""
    version = uuid.uuid4().hex
    cache.set(CACHE_KEY, version, timeout=None)
    return version


def bump_after_commit(**kwargs: Any) -> None:
    """Receiver of signals: set a new version once what was changed is stored."""
    transaction.on_commit(bump_cache_version, robust=True)


def bump_when_changed(*models: type[Model]) -> None:
    """Set a new version when a record of these models changes."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(bump_after_commit, sender=model, dispatch_uid=f"cache_version:{model.__name__}")
