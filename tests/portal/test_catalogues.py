"""Every word of the interface has its translation, with the same placeholders; no template says anything past gettext."""

import re
from html.parser import HTMLParser

import pytest

from tests.tools.catalogue import APPS, CATALOGUES, ROOT, merged, read

LANGUAGES = sorted(folder.name for folder in CATALOGUES.iterdir())
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%|%[sd]|\{[a-z_]*\}")
TEMPLATES = [path for app in APPS for path in sorted((ROOT / app).rglob("templates/**/*.html"))]
# Names that are the same in every language.
NAMES = {"TTY", "CSV"}
# Shown when everything else has failed: it must need nothing, so it is in English.
WITHOUT_GETTEXT = {"500_plain.html"}


def test_there_is_a_catalogue_of_every_language():
    assert {"es", "hmn", "so"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_code_and_templates_is_translated_and_no_other_is_kept(language):
    now, missing = merged(language)
    assert missing == []
    assert {(entry.msgctxt, entry.msgid) for entry in read(language)} == {
        (entry.msgctxt, entry.msgid) for entry in now
    }, "Run: python -m tests.tools.catalogue"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_or_lacks_a_plural(language):
    for entry in read(language):
        assert not entry.fuzzy, entry.msgid
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        assert all(form.strip() for form in forms), entry.msgid
        if entry.msgid_plural:
            assert len(forms) == 2, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_and_the_ends_of_lines_of_their_texts(language):
    for entry in read(language):
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            pairs = [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
        for text, translation in pairs:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(translation)), text
            assert text.endswith("\n") == translation.endswith("\n"), text
            assert translation == translation.strip(" "), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_name_no_date_and_no_machine(language):
    assert not {"POT-Creation-Date", "PO-Revision-Date"} & set(read(language).metadata)
    for entry in read(language):
        assert all((ROOT / name).is_file() and not line for name, line in entry.occurrences), entry.msgid


class _Words(HTMLParser):
    """Collects what a reader would see or hear of a template."""

    SPOKEN = {"alt", "title", "aria-label", "placeholder", "content"}

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        """Keep the words of attributes that are read out."""
        for name, value in attributes:
            # Of <meta> only the description is for people.
            if name in self.SPOKEN and (name != "content" or ("name", "description") in attributes):
                self.handle_data(value or "")

    def handle_data(self, data):
        """Keep the words of the text."""
        self.found += [word for word in re.findall(r"[^\W\d_]{2,}", data) if word not in NAMES]


def words_of(template):
    """The words that a template says by itself, past gettext."""
    text = re.sub(r"\{#.*?#\}|\{% comment.*?\{% endcomment %\}", "", template, flags=re.DOTALL)
    text = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", text)  # A class is no word.
    text = re.sub(r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    parser = _Words()
    parser.feed(re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_says_nothing_past_gettext(path):
    if path.name not in WITHOUT_GETTEXT:
        assert words_of(path.read_text()) == []


def test_the_search_for_words_past_gettext_finds_them():
    assert words_of('<p class="card">Hello {{ name }}</p>{% translate "well" %}<img alt="A dog">') == [
        "Hello",
        "dog",
    ]
