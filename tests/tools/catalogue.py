"""`python -m tests.tools.catalogue`: brings portal/locale/*/LC_MESSAGES/django.po up to the texts in code and templates.

Like Django's makemessages, but without GNU gettext, without dates and without line numbers, so that a catalogue changes
only when a text does. Texts of Django and allauth that visitors and members see are in each catalogue, too: the libraries have no
Somali and no Hmong. To add one, add its entry to one catalogue, with the library's name as its place (`#: allauth`).
tests/portal/test_unmarked_words.py shows which are missing.
"""

import ast
import os
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib

from tests.tools.audience import OFFICE_LANGUAGES, of_office, place

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "media", "partners", "home")
CATALOGUES = ROOT / "portal" / "locale"
LIBRARIES = ("django", "allauth")
# Where a call holds context, text and plural.
CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "_": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_noop": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_noop": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL = re.compile(rf"(?<![\w.])({'|'.join(CALLS)})\(")
STRING = re.compile(r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", re.DOTALL)


@dataclass
class Source:
    """A text to translate: its plural, when it has one, and the files that use it."""

    plural: str = ""
    files: list[str] = field(default_factory=list)
    # The files in which readers or members see it.
    read_in: list[str] = field(default_factory=list)


def _with_those_above(node, above=()):
    yield node, above
    for child in ast.iter_child_nodes(node):
        yield from _with_those_above(child, (node, *above))


def _calls_in_python(text):
    calls = [
        (node, above)
        for node, above in _with_those_above(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
    ]
    for call, above in sorted(calls, key=lambda entry: (entry[0].lineno, entry[0].col_offset)):
        constants = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        yield call.func.id, [value for value in constants if isinstance(value, str)], place(above)


def _calls_in_template(text, name):
    from django.utils.translation.template import templatize

    # Django turns the tags of a template into calls, and the rest into X and white space.
    calls = templatize(text, origin=name)
    for found in CALL.finditer(calls):
        strings, place = [], found.end()
        while part := STRING.match(calls, place):
            strings.append(ast.literal_eval(part[1].replace("\n", "\\n")))
            place = part.end()
            comma = re.compile(r"\s*,\s*").match(calls, place)
            if not comma:
                break
            place = comma.end()
        yield found[1], strings, ""


def source_strings():
    """Every text that the code and the templates of the apps give to gettext, and those of libraries.

    Returns:
        A dict of (context or None, text) to Source, in the order of the apps and files.
    """
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py" and "migrations" not in path.parts:
                calls = _calls_in_python(path.read_text())
            elif path.suffix == ".html" or (path.suffix == ".txt" and "templates" in path.parts):
                calls = _calls_in_template(path.read_text(), name)
            else:
                continue
            for call, strings, where in calls:
                context, text, plural = (
                    strings[number] if number is not None and number < len(strings) else None
                    for number in CALLS[call]
                )
                if not text:
                    continue
                source = found.setdefault((context, text), Source())
                source.plural = source.plural or plural or ""
                if name not in source.files:
                    source.files.append(name)
                if name not in source.read_in and not of_office(name, where):
                    source.read_in.append(name)
    for key, (plural, library) in library_strings().items():
        source = found.setdefault(key, Source(plural))
        source.files.append(library)
        source.read_in.append(library)
    return found


def library_strings():
    """The texts of libraries that some catalogue of ours names, as (plural, library) by (context, text)."""
    named = {
        (entry.msgctxt, entry.msgid)
        for folder in CATALOGUES.iterdir()
        for entry in read(folder.name)
        if any(place in LIBRARIES for place, _line in entry.occurrences)
    }
    return {key: found for key, found in _of_libraries().items() if key in named}


@cache
def _of_libraries():
    found = {}
    for library in LIBRARIES:
        folder = Path(find_spec(library).origin).parent
        for path in sorted(folder.rglob("locale/en/LC_MESSAGES/django.po")):
            for entry in polib.pofile(str(path)):
                found.setdefault((entry.msgctxt, entry.msgid), (entry.msgid_plural, library))
    return found


def texts_for(language):
    """What a language's catalogue holds: everything where the office works in it, else what readers and members see.

    Returns:
        A dict as of source_strings(); of a text's files only those in which it is seen.
    """
    if language in OFFICE_LANGUAGES:
        return source_strings()
    return {
        key: Source(source.plural, source.read_in)
        for key, source in source_strings().items()
        if source.read_in
    }


def read(language):
    """The catalogue of a language; an empty one where there is none yet."""
    path = CATALOGUES / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def plural_forms(catalogue):
    """How many forms of a plural a catalogue's language has."""
    found = re.match(r"nplurals=(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(found[1]) if found else 2


def merged(language):
    """The catalogue of a language with every text it is to hold, known translations kept, others left out.

    Its own header stays: how its language makes plurals, and who signed it (portal/core/catalogs.py).

    Returns:
        (catalogue, list of texts without a translation).
    """
    from portal.safety.exit_words import EXIT_WORDS  # It needs the settings.

    before = read(language)
    old = {(entry.msgctxt, entry.msgid): entry for entry in before}
    new, missing = polib.POFile(), []
    new.metadata = {
        "Project-Id-Version": "Human Trafficking Prevention Hub",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "X-Signed-By": "",
        **before.metadata,
    }
    new.header = before.header  # Comments above all, such as who drafted it.
    forms = plural_forms(new)
    for (context, text), source in texts_for(language).items():
        known = old.get((context, text))
        entry = polib.POEntry(msgctxt=context, msgid=text, msgid_plural=source.plural)
        entry.occurrences = [(name, "") for name in source.files]
        if "%(" in text or re.search(r"%[sd]", text):
            entry.flags = ["python-format"]
        if source.plural:
            there = known.msgstr_plural if known else {}
            entry.msgstr_plural = {number: there.get(number, "") for number in range(forms)}
        else:
            entry.msgstr = known.msgstr if known else ""
        stays_english = text in EXIT_WORDS and may_stay_english(new, language)
        if not stays_english and not (entry.msgstr or all(entry.msgstr_plural.values() or [""])):
            missing.append(text)
        new.append(entry)
    return new, missing


def may_stay_english(catalogue, language):
    """Whether the exit's words are left in English: until a person signs the catalogue."""
    return language not in OFFICE_LANGUAGES and not catalogue.metadata.get("X-Signed-By", "").strip()


def main():
    """Write every catalogue that there is anew and say what is still to be translated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    import django

    django.setup()
    for folder in sorted(CATALOGUES.iterdir()):
        catalogue, missing = merged(folder.name)
        catalogue.save(str(folder / "LC_MESSAGES" / "django.po"))
        print(f"{folder.name}: {len(catalogue)} texts, {len(missing)} to translate")
        for text in missing:
            print(f"  {text}")


if __name__ == "__main__":
    sys.exit(main())
