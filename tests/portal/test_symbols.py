"""Symbols stand beside a word: they are one family, and no screen reader announces them."""

import re
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.one_database

FOLDER = Path(apps.get_app_config("portal").path) / "design" / "templates" / "portal" / "icons"
# Wagtail's messages in the admin use it, on a grid of 16 units.
OF_WAGTAIL = {"info.svg"}
SYMBOLS = sorted(path for path in FOLDER.glob("*.svg") if path.name not in OF_WAGTAIL)


@pytest.mark.parametrize("path", SYMBOLS, ids=lambda path: path.stem)
def test_a_symbol_is_not_announced_and_has_the_lines_and_color_of_its_family(path):
    text = path.read_text()
    opening = text[: text.index(">")]
    for attribute in (
        'viewBox="0 0 24 24"',
        'width="24" height="24"',
        'fill="none" stroke="currentColor" stroke-width="1.9"',
        'aria-hidden="true" focusable="false"',
    ):
        assert attribute in opening
    assert opening.startswith('<svg class="icon')
    # It stands on pages several times, in templates that allow no inline style.
    assert not re.search(r"\b(?:id|style|stroke|fill)=", text[text.index(">") :])


def test_the_symbols_that_templates_of_several_packages_use_exist():
    assert {path.stem for path in SYMBOLS} >= {
        *("call", "text", "chat", "leave", "globe", "menu", "place"),
        *("online", "interpreter", "wheelchair", "pay", "help", "people"),
    }
