"""Every word of the interface has its translation, with the same placeholders; no template says anything past gettext."""

import os
import re
import warnings
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from portal.safety.exit_words import EXIT_WORDS
from portal.templatetags import portal as portal_tags
from tests.tools import catalogue
from tests.tools.audience import OFFICE_LANGUAGES, of_office
from tests.tools.catalogue import (
    APPS,
    CATALOGUES,
    LIBRARIES,
    ROOT,
    may_stay_english,
    merged,
    plural_forms,
    read,
    texts_for,
)

pytestmark = pytest.mark.one_database

LANGUAGES = sorted(folder.name for folder in CATALOGUES.iterdir())
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%|%[sd]|\{[a-z_]*\}")
TEMPLATES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.html"))]
# Names that are the same in every language.
NAMES = {"TTY", "CSV"}


def complete(missing, language):
    """Refuse a catalog that lacks translations in `.ci/run`, which checks a release; elsewhere, list what is missing."""
    if os.environ.get("CI"):
        assert missing == []
    elif missing:
        warnings.warn(f"Not translated ({language}): {missing}", stacklevel=2)


def test_there_is_a_catalogue_of_every_language():
    assert {"es", "hmn", "so"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_code_and_templates_is_translated_and_no_other_is_kept(language):
    now, missing = merged(language)
    complete(missing, language)
    assert {(entry.msgctxt, entry.msgid) for entry in read(language)} == {
        (entry.msgctxt, entry.msgid) for entry in now
    }, "Run: python -m tests.tools.catalogue"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_or_lacks_a_plural(language):
    of_language = read(language)
    untranslated = []
    for entry in of_language:
        assert not entry.fuzzy, entry.msgid
        if entry.msgid in EXIT_WORDS and may_stay_english(of_language, language):
            continue
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        if not all(form.strip() for form in forms):
            untranslated.append(entry.msgid)
        if entry.msgid_plural:
            assert len(forms) == plural_forms(of_language), entry.msgid
    complete(untranslated, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_so_long_that_it_must_belong_to_another_text(language):
    for entry in read(language):
        for form in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert len(form) <= 4 * len(entry.msgid) + 12, entry.msgid


@pytest.mark.parametrize(("language", "own_name"), settings.LANGUAGES)
def test_a_reader_is_offered_the_page_in_her_language_by_its_own_name(language, own_name):
    with override(language):
        assert own_name.casefold() in gettext("This page in English").casefold()


def test_a_catalogue_that_names_english_is_not_believed(monkeypatch):
    monkeypatch.setattr(portal_tags, "gettext", lambda _text: "Boggan oo Ingiriisi ah")
    # Not what this process has kept, and nothing is kept.
    monkeypatch.setattr(portal_tags, "_suggestion", portal_tags._suggestion.__wrapped__)
    links = {link["code"]: link["suggestion"] for link in portal_tags.language_links({"request": None})}
    assert links["so"] == "Soomaali" and links["hmn"] == "Hmoob"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exit_s_words_stay_english_until_a_person_signs(language):
    """A machine's word for leaving could keep somebody on the page."""
    of_language = read(language)
    found = {entry.msgid: entry.msgstr for entry in of_language if entry.msgid in EXIT_WORDS}
    assert set(found) == set(EXIT_WORDS)
    if may_stay_english(of_language, language):
        assert set(found.values()) == {""}
    else:
        assert all(found.values())


@pytest.mark.parametrize(
    ("file", "place", "office"),
    [
        ("portal/review/templates/portal/admin/decide.html", "", True),
        ("portal/design/components/exit/exit.html", "", False),
        ("partners/workspace/templates/partners/workspace/event.html", "", False),
        ("partners/members/admin.py", "", True),
        ("portal/reports/due.py", "", True),
        ("home/campaigns/models.py", "label", True),
        ("home/campaigns/models.py", "", False),
        ("partners/events/models/event.py", "label", False),
        ("partners/events/models/event.py", "panel", True),
        ("home/archive/models.py", "kind", False),
        ("partners/moderation/notifications.py", "", False),
    ],
)
def test_the_office_s_files_are_told_from_those_that_readers_and_members_see(file, place, office):
    assert (ROOT / file).is_file()
    assert of_office(file, place) == office


def test_what_only_the_office_sees_is_in_spanish_and_what_readers_see_in_every_catalogue():
    of_readers = texts_for("so")
    everything = texts_for(*OFFICE_LANGUAGES)
    assert set(of_readers) < set(everything)
    # A help text of the admin; the name of a record; what an event's form calls a field; a choice that readers see; the
    # exit; the name of a type of page, which stands with a result of the search.
    assert (None, "Shown at the top of every page while the hub is a demonstration.") not in of_readers
    assert (None, "group of search synonyms") not in of_readers
    seen = {"how to get there", "Large print", "Leave this site", "information page"}
    assert {(None, text) for text in seen} <= set(of_readers)
    for source in of_readers.values():
        assert source.files


def test_a_catalogue_keeps_its_own_header(tmp_path, monkeypatch):
    folder = tmp_path / "hmn" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n"X-Signed-By: A reader\\n"\n'
    )
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    found, missing = merged("hmn")
    assert (found.metadata["Plural-Forms"], found.metadata["X-Signed-By"]) == (
        "nplurals=1; plural=0;",
        "A reader",
    )
    plurals = [entry for entry in found if entry.msgid_plural]
    assert plurals and all(list(entry.msgstr_plural) == [0] for entry in plurals)
    # Signed: its exit's words are to be translated, too.
    assert set(EXIT_WORDS) <= set(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_and_the_ends_of_lines_of_their_texts(language):
    for entry in read(language):
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            # One form stands for all numbers where a language has no other.
            last = max(entry.msgstr_plural)
            pairs = [
                (entry.msgid if number == 0 and last else entry.msgid_plural, form)
                for number, form in entry.msgstr_plural.items()
            ]
        for text, translation in pairs:
            if not translation:
                continue  # What is missing, the test above says.
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(translation)), text
            assert text.endswith("\n") == translation.endswith("\n"), text
            # Only what joins words, such as a comma, has a space at its end.
            for at_the_end in (str.startswith, str.endswith):
                assert at_the_end(text, " ") == at_the_end(translation, " "), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_name_no_date_and_no_machine(language):
    assert not {"POT-Creation-Date", "PO-Revision-Date"} & set(read(language).metadata)
    for entry in read(language):
        for name, line in entry.occurrences:
            assert (name in LIBRARIES or (ROOT / name).is_file()) and not line, entry.msgid


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
    text = re.sub(r"\{% block (body_class|shape) %\}.*?\{% endblock %\}", "", text)  # A class is no word.
    text = re.sub(r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    parser = _Words()
    parser.feed(re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_says_nothing_past_gettext(path):
    assert words_of(path.read_text()) == []


def test_the_search_for_words_past_gettext_finds_them():
    assert words_of('<p class="card">Hello {{ name }}</p>{% translate "well" %}<img alt="A dog">') == [
        "Hello",
        "dog",
    ]
