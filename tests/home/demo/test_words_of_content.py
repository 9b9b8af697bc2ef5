"""What the demonstration and the first content of a new hub say in English: plain words, and nothing that only the office needs to know.

The texts of the interface have the same test in tests/portal/test_plain_words.py.
"""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

pytestmark = pytest.mark.one_database

ROOT = Path(settings.BASE_DIR) / "home"
# The files of pages; those that hold every language have the English words under `en`, or as `name` and `description`.
PAGES = ("demo/pages/en", "start_hub/starter/pages/en")
SHARED = ("demo/help_lines.yaml", "demo/office.yaml", "demo/terms.yaml", "start_hub/starter/terms.yaml")
# Notes for the office: readers do not see them.
FOR_THE_OFFICE = {"confirm_note"}
# What is not to be said, and what is said instead.
NOT_SAID = {
    # What the office has to do, and what readers see of it.
    r"\b(still|yet) (has|have|had) to be (confirmed|verified|checked)\b|\b(has|have|is|are|must)( still)? (to )?(be )?confirm(ed)?\b": "nothing: readers see the badge of the entry",
    r"\bto be (confirmed|verified)\b(?!”)": "nothing: readers see the badge of the entry",
    # A gap is left out. A page says one only where it is the page's subject: what is not accessible, what the badge means.
    r"\bwe (do not|don't) know\b|(?<!means that )\bwe have not (yet )?(checked|asked|found)\b|\bnot checked yet\b(?!”)": "nothing: a question without an answer is left out",
    r"\breview (is|was) (over)?due\b": "nothing: readers see when it was checked",
    # What nobody says.
    r"\bpass(es)? on\b": "report",
    r"\bwhom\b": "who",
    r"\bsomebody\b|\banybody\b|\beverybody\b": "someone, anyone, everyone",
    r"\b(its|the) words (are|at)\b|\bwords of its own\b": "the full text, the text",
    r"\b(described|explained) here\b": "this page explains",
    r"\bkey day is\b": "the main day is",
    r"(^|[.>-] )In danger,": "if you are in danger,",
    r"\byou need not\b|\bmay you\b": "you do not have to, you can",
    r"\b(aim|aims|meant) (at|to)\b": "aim for, should",
    r"\bnot known to us\b|\bis known not to\b": "we do not know, does not",
    r"\bstands?\b(?! up\b)": "is",
    r"\be-mail|\bby post\b": "email, mail",
}


def _strings(value, key=""):
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
    elif isinstance(value, str) and key not in FOR_THE_OFFICE:
        yield value


def _english(value):
    """What a file of all languages says in English."""
    if isinstance(value, list):
        for part in value:
            yield from _english(part)
    elif isinstance(value, dict):
        if "en" in value:
            yield from _strings(value["en"])
        elif "slug" in value:
            yield from _strings({key: value.get(key, "") for key in ("name", "description")})
        else:
            for part in value.values():
                yield from _english(part)


@pytest.fixture(scope="module")
def texts():
    """Each text with the file in which it is."""
    found = []
    for folder in PAGES:
        for file in sorted((ROOT / folder).rglob("*.yaml")):
            found += [(file.name, text) for text in _strings(yaml.safe_load(file.read_text()))]
    for name in SHARED:
        found += [(name, text) for text in _english(yaml.safe_load((ROOT / name).read_text()))]
    assert len(found) > 2000
    return found


@pytest.mark.parametrize("pattern", NOT_SAID)
def test_no_text_says_this(pattern, texts):
    found = [(file, text) for file, text in texts if re.search(pattern, text, re.IGNORECASE)]
    assert not found, f"Say instead: {NOT_SAID[pattern]}"
