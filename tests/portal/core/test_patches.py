"""Patches of libraries fit the installed versions, and stand where they are declared and nowhere else."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import resolve, reverse

from portal.core import patches
from portal.core.django_patches import DJANGO
from portal.core.patches import LIBRARIES, UNKNOWN, Library
from portal.core.system_checks import patches_fit_their_libraries
from portal.core.wagtail_patches import WAGTAIL
from portal.translation.localize_patches import LOCALIZE
from portal.translation.views import admin_urls

pytestmark = pytest.mark.one_database

OWN = ("home", "media", "partners", "portal")
PATCHES = [
    pytest.param(patch, id=f"{library.distribution}: {patch.target}")
    for library in LIBRARIES
    for patch in library.patches
]


class Sample:
    """Stands for a class of a library."""

    @staticmethod
    def add(one, other):
        return one + other


@pytest.fixture
def library(monkeypatch):
    """A function that makes a Library that no other test sees."""
    monkeypatch.setattr(patches, "LIBRARIES", [])
    return lambda version: Library("wagtail", version)


def declare(library, name, signature):
    library.patch(Sample, name, why="A test.", upstream=UNKNOWN, remove_when="Never.", signature=signature)(
        lambda original: original
    )


def test_there_is_one_module_for_each_library():
    assert LIBRARIES == [DJANGO, WAGTAIL, LOCALIZE]


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.distribution)
def test_patches_fit_the_installed_version(library):
    assert library.problems() == []


@pytest.mark.parametrize("patch", PATCHES)
def test_a_patch_is_applied_and_says_why_until_when_and_where_it_is_known(patch):
    assert patch.original is not None
    assert getattr(patch.owner, patch.name) != patch.original
    assert patch.why.endswith(".") and patch.remove_when.endswith(".")
    assert patch.upstream == UNKNOWN or re.match(
        r"https://github\.com/[\w-]+/[\w-]+/issues/\d+", patch.upstream
    )


def test_another_version_is_refused(library):
    installed = library("0.1").problems()
    assert (
        installed and "written for 0.1" in installed[0] and installed[0].startswith("The patches of wagtail")
    )
    assert [error.id for error in patches_fit_their_libraries(None)] == ["portal.E003"]


def test_another_signature_is_refused(library):
    changed = library(WAGTAIL.version)
    declare(changed, "add", "(one)")
    changed.apply()
    assert changed.problems() == ["Sample.add is patched as (one), and is (one, other) in the library."]


def test_a_patch_that_is_not_applied_is_refused(library):
    forgotten = library(WAGTAIL.version)
    declare(forgotten, "add", "(one, other)")
    assert forgotten.problems() == ["The patch of Sample.add is not applied."]


def test_an_attribute_that_is_gone_stops_the_start(library):
    changed = library(WAGTAIL.version)
    declare(changed, "subtract", "(one, other)")
    with pytest.raises(ImproperlyConfigured, match=r"Sample\.subtract"):
        changed.apply()


def imported_from_libraries(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module.split(".")[0] not in OWN:
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return found


def test_no_other_module_assigns_to_an_attribute_of_a_library():
    found = []
    for package in OWN:
        for file in Path(settings.BASE_DIR, package).rglob("*.py"):
            if {"migrations", "settings"} & set(file.parts):
                continue
            tree = ast.parse(file.read_text())
            names = imported_from_libraries(tree)
            for node in ast.walk(tree):
                for target in node.targets if isinstance(node, ast.Assign) else ():
                    root = target
                    while isinstance(root, ast.Attribute):
                        root = root.value
                    if root is not target and isinstance(root, ast.Name) and root.id in names:
                        found.append(f"{file.name}:{node.lineno}: {ast.unparse(target)}")
    assert found == []


@pytest.mark.parametrize("pattern", admin_urls()[0].url_patterns, ids=lambda pattern: pattern.name)
def test_views_of_wagtail_localize_are_answered_by_ours(pattern):
    values = {"app_label": "portal", "model_name": "helpline", "pk": "1"}
    names = pattern.pattern.converters
    address = reverse(
        f"wagtail_localize:{pattern.name}", kwargs={name: values.get(name, 1) for name in names}
    )
    assert resolve(address).view_name == f"hub_localize:{pattern.name}"
