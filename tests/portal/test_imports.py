"""What is imported when: at the top of a module, with few exceptions, and nothing that only few requests need."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

MOST = 10

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


def inner_imports(node, inside=False):
    """The imports that stand in functions, with the lines on which they stand."""
    for child in ast.iter_child_nodes(node):
        if inside and isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from inner_imports(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def test_imports_in_functions_are_few_and_say_why():
    """Each hides a cycle, or is needed to load a library late; a comment on the line or above it says which."""
    found, silent = [], []
    for package in ("home", "media", "partners", "portal"):
        for file in sorted(Path(settings.BASE_DIR, package).rglob("*.py")):
            if "migrations" in file.parts:
                continue
            text = file.read_text()
            lines = text.splitlines()
            for node in inner_imports(ast.parse(text)):
                place = f"{file.relative_to(settings.BASE_DIR)}:{node.lineno}"
                found.append(place)
                own, above = lines[node.lineno - 1], lines[node.lineno - 2].strip()
                if "  # " not in own and not above.startswith("# "):
                    silent.append(place)
    assert silent == []
    assert len(found) <= MOST, found
