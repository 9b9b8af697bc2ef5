"""What screens and emails say is American English in plain words: some words were British, ambiguous or the project's own."""

import re

import pytest

from tests.tools.catalogue import ROOT, source_strings

pytestmark = pytest.mark.one_database

# What is not to be said, and what is said instead.
NOT_SAID = {
    r"organis|recognis|licence|\w+isation\b": "American spelling",
    r"\bcancell(ed|ing)\b": "canceled",
    r"\be-mail": "email",
    r"\bmails\b|\b(a|the|this|by) mail\b": "email: mail comes in envelopes",
    r"\btick(ed|ing|s)?\b|\bun-tick": "check, mark",
    r"\bcall(ed|s)? (it )?off\b": "cancel",
    r"\bmend\b": "fix",
    r"\bdesk\b": "tasks",
    r"\bin the strip\b": "help bar",
    r"\bthe way there\b": "directions",
    r"\bneed (do|not)\b": "do not have to",
    r"\bcomes? in vain\b|\bin vain\b": "for nothing",
    r"\blocale\b|\bsnippets?\b|\bworkflow\b": "language, record, review",
    r"\bany ?more\b": "no longer",
    r"\bstands?\b(?! in\b)": "is",
    r"\b(not|un)known to us\b": "we do not know",
    r"\bmust not be known\b|\btells? (a|the) (confidential )?place\b": "confidential, gives away",
    r"\bsubmissions? of (a|partners?|colleagues?)\b": "submission from …",
    r"\b(exists|canceled|postponed|hidden) already\b": "already exists",
    r"\b(every|some|any)body\b": "everyone, someone, anyone",
    r"\bwhom\b": "who",
    r"\bis gone\b|\bare gone\b": "no longer exists",
    r"\bswitched (on|off)\b|\bswitch the\b": "activated, turned off",
    r"\bas it is\. (Delete|To change)|\bstays as it is and\b": "cannot be changed",
    r"\bmay have no\b|\bthere was none\b|\bbrings? nothing\b": "cannot contain, does not bring anything",
    r"\ba close reading\b": "we are not sure",
    r"\b(its|whose) words?ing?\b": "the text",
    r"\bsecond factor is (not )?set(?! up)\b|^None is set\.": "set up",
    r"\bnobody of\b|\bsomebody of\b": "nobody at",
    r"\bis no (calendar|date|time zone|coordinator|iCalendar file)\b": "is not a …",
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


@pytest.fixture(scope="module")
def texts():
    """All texts, with their plurals, without placeholders; with the file in which they are."""
    return {
        PLACEHOLDER.sub("", part): source.files[0]
        for (_context, text), source in source_strings().items()
        for part in (text, source.plural)
        if part
    }


@pytest.mark.parametrize("pattern", NOT_SAID, ids=list(NOT_SAID.values()))
def test_no_text_says_this(pattern, texts):
    found = {text: file for text, file in texts.items() if re.search(pattern, text, re.IGNORECASE)}
    assert not found, f"Say instead: {NOT_SAID[pattern]}"


# Documentation for people who use, run and change the hub. The records of decisions stay as they were written, and
# performance.md is written in part by a program.
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md"] + [
    f"docs/{name}.md"
    for name in [
        "accessibility",
        "adopt",
        "architecture",
        "directory-api",
        "editors",
        "journeys",
        "operators",
        "partners",
        "security",
        "translators",
    ]
]
NOT_IN_DOCUMENTS = (
    r"\b(some|every|any)body\b|\bmend(s|ed)?\b|\btick(s|ed|ing)?\b|\bcolours?\b|\blicence\b|\bany more\b"
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_documentation_is_in_the_same_english(name):
    text = re.sub(r"`[^`\n]*`|\]\([^)]*\)|^    .*$", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    assert not [line for line in text.splitlines() if re.search(NOT_IN_DOCUMENTS, line, re.IGNORECASE)]
