"""What a process that serves pages has in its memory from the beginning."""

import os
import subprocess
import sys

from django.conf import settings

# Needed by an import of a calendar, by one who downloads one, or by a command: each loads what it uses.
LATER = {
    "dateutil",
    "holidays",
    "icalendar",
    "home.demo.loader",
    "home.start_hub.services",
    "partners.calendars.ics",
}
LOADED = """
import sys
from portal.wsgi import application
from django.urls import get_resolver
get_resolver().reverse_dict
print(*sys.modules)
"""


def test_all_addresses_are_known_without_what_only_few_of_them_use():
    """It costs each process memory, and each start time."""
    found = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.development"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(found.stdout.split())
    assert "partners.ics_import.views" in loaded
    assert sorted(LATER & loaded) == []
