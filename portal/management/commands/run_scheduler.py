"""Runs what has to happen at certain times while the hub runs."""

import logging
import signal
import threading
import time
from io import StringIO

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from portal.operations.heartbeats import record_heartbeat

logger = logging.getLogger(__name__)

PAUSE = 15.0  # Seconds between two looks at what is due.


def scheduled_commands():
    """The commands that the apps ask to be run.

    An app names them in its AppConfig: `scheduled_commands = [("publish_scheduled", timedelta(minutes=1))]`.

    Returns:
        A list of (command name, interval) pairs, the lowest app first.
    """
    return [
        job
        for config in reversed(list(apps.get_app_configs()))
        for job in getattr(config, "scheduled_commands", [])
    ]


def _options():
    """For `make serve`, without what the commands say: the addresses and accounts stay the last lines on the terminal."""
    return {"stdout": StringIO()} if settings.SCHEDULER_IS_QUIET else {}


class Command(BaseCommand):
    """The scheduler: exactly one runs for a hub."""

    help = "Runs the scheduled commands of all apps at their intervals, until it is told to stop."

    def handle(self, *args, **options):
        """Run until SIGINT or SIGTERM. A command that fails is tried again at its next turn."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        # By a clock that nobody sets: after the machine's clock was ahead, nothing must wait for that time to come.
        due = {name: time.monotonic() for name, _interval in scheduled_commands()}
        while not stop.is_set():
            for name, interval in scheduled_commands():
                if due[name] <= time.monotonic():
                    due[name] = time.monotonic() + interval.total_seconds()
                    try:
                        close_old_connections()
                        call_command(name, **_options())
                    except Exception:  # One failing command must not stop the others.
                        logger.exception("The scheduled command %s failed.", name)
            try:
                record_heartbeat("scheduler")
            except Exception:  # A cache that is away for a while must not stop the scheduler.
                logger.exception("The scheduler could not say that it runs.")
            stop.wait(PAUSE)
