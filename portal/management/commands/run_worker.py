"""Delivers mail, and purges proxies, while the hub runs."""

import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from portal.notifications.outbox import deliver_due, revive
from portal.operations.heartbeats import record_heartbeat
from portal.operations.storage import write_everywhere
from portal.page_cache.proxies import update_all

logger = logging.getLogger(__name__)

# How often the worker writes into the cache and the uploads, so that /healthz need not, in seconds.
WRITE_EVERY = 60


class Command(BaseCommand):
    """The worker: one is started by `make serve`; more may run beside it."""

    help = "Sends what waits in the outbox and purges proxies that need it, again and again, until it is told to stop."

    def add_arguments(self, parser):
        """--once for timers and tests; --revive after a mail server was mended; --every for the pause between looks."""
        parser.add_argument("--once", action="store_true", help="Send what is due now and end.")
        parser.add_argument(
            "--revive",
            dest="revive_dead",
            action="store_true",
            help="Try the mails again that failed: those that were given up and those that wait for their next turn.",
        )
        parser.add_argument("--every", type=float, default=5.0, help="Seconds between two looks (5).")

    def handle(self, *args, once, revive_dead, every, **options):
        """Run until SIGINT or SIGTERM."""
        if revive_dead:
            self.stdout.write(f"{revive()} mails are tried again.")
            return
        if once:
            update_all()
            self.stdout.write(f"{deliver_due()} sent")
            record_heartbeat("worker")
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        next_write = time.monotonic()
        while not stop.is_set():
            if time.monotonic() >= next_write:
                next_write = time.monotonic() + WRITE_EVERY
                if failing := write_everywhere():
                    logger.error("Nothing can be written to: %s.", ", ".join(failing))
            try:
                close_old_connections()
                # Needs no database, which mails do.
                update_all()
                deliver_due()
                record_heartbeat("worker")
            except Exception:  # The worker must outlive a database that restarts.
                logger.exception("The worker could not work; it tries again.")
            stop.wait(every)
