"""Runs the web server: loads the hub once, then starts Granian, whose worker processes are copies that share this memory.

    python -m portal.operations.web_server --workers 2 … portal.wsgi:application      (options of `granian`)

With Granian alone each worker loads the hub for itself: one more import of 2,500 modules at the start for each worker, and nothing shared.
"""

import gc
import multiprocessing

from django.conf import settings
from django.db import connections
from django.template import engines
from django.urls import get_resolver
from django.utils import translation
from granian.cli import entrypoint

from portal import wsgi  # noqa: F401 - loads the settings and all apps


def load() -> None:
    """Load what every worker needs: apps, addresses, template tags, catalogs. No connection and no thread is opened."""
    _ = get_resolver().url_patterns
    engines.all()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Search")
    connections.close_all()
    gc.collect()
    # The collector writes into objects that it visits, and a page of memory that is written to is no longer shared.
    gc.freeze()


if __name__ == "__main__":
    # Python 3.14 does not copy processes by default.
    multiprocessing.set_start_method("fork")
    load()
    entrypoint()
