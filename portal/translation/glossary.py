"""Fixed terms: where a translation departs from the glossary (portal/translation/models.py). It only warns.

Words are found whatever their case, accents and endings: “sex trafficking” in “Sex trafficking's”, “trata” in “Tratas”.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.checks.publishing import field_label

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Shorter words, such as articles, have no endings.
LONG = 4
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6])>", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One entry of the glossary: the word, what is right, and whether the word itself stays."""

    term: str
    forms: tuple
    never_translate: bool


@dataclass(frozen=True)
class Breach:
    """Where a translation departs from the glossary.

    Attributes:
        entry: the Entry.
        path: the part of the record in which it does, such as "body.<number>.text"; "" for a single text.
        label: how the field is called in the editor.
    """

    entry: Entry
    path: str = ""
    label: str | StrPromise = ""

    @property
    def message(self):
        """What was expected, in a sentence."""
        if self.entry.never_translate:
            return _("“%(term)s” is a name and stays as it is.") % {"term": self.entry.term}
        return _("“%(term)s” should be: %(expected)s.") % {
            "term": self.entry.term,
            "expected": _(" or ").join(f"“{form}”" for form in self.entry.forms),
        }

    @property
    def sentence(self):
        """The same with the field."""
        return f"{self.label}: {self.message}" if self.label else self.message


def entries(language):
    """The glossary of a language, longer words first: in “sex trafficking” nobody looks for “trafficking”.

    Args:
        language: a language code.

    Returns:
        A list of Entry, from the shared cache.
    """
    key = f"glossary:{language}"
    found = cache.get(key)
    if found is None:
        terms = apps.get_model("portal", "GlossaryTerm").objects.filter(
            Q(language=language) | Q(language="", never_translate=True)
        )
        found = [Entry(term.term, tuple(term.forms), term.never_translate) for term in terms]
        found.sort(key=lambda entry: -len(entry.term))
        cache.set(key, found, timeout=24 * 60 * 60)
    return found


def breaches_between(original, translated, language):
    """Where one text departs from the glossary.

    Args:
        original: the text in the first language; HTML or plain.
        translated: the text in the other language.
        language: its code.

    Returns:
        A list of Breach, each word once.
    """
    rest, other = _plain(original), _folded(translated)
    # What is not translated at all is another matter, and so are titles of sources that stay as they are.
    if not other.strip() or rest == _plain(translated):
        return []
    found = []
    for entry in entries(language):
        rest, count = _original(entry.term, entry.never_translate).subn(" ", rest)
        if not count:
            continue
        forms = (entry.term,) if entry.never_translate else entry.forms
        if not any(_translated(form).search(other) for form in forms):
            found.append(Breach(entry))
    return found


def names(entry, text):
    """Whether a text in the first language has the word of an entry."""
    return bool(_original(entry.term, entry.never_translate).search(_plain(text)))


def breaches(record):
    """Where a translation departs from the glossary, part by part as far as its parts match those of the original.

    Args:
        record: a page, reviewed snippet or word of a list, as it is stored or as a version says.

    Returns:
        A list of Breach; empty for what is no translation.
    """
    language = record.locale.language_code
    if language == settings.LANGUAGE_CODE or not entries(language):
        return []
    original = (
        type(record)
        ._default_manager.filter(
            translation_key=record.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        .first()
    )
    if original is None:
        return []
    theirs, ours = texts_of(original), texts_of(record)
    found, loose = [], []
    for path, texts in theirs.items():
        there = ours.pop(path, None)
        if there is None or len(there) != len(texts):
            loose += [*texts]
            ours.setdefault("", []).extend(there or ())
            continue
        for text, translated in zip(texts, there, strict=True):
            label = field_label(record, path.partition(".")[0])
            found += [
                Breach(breach.entry, path, label) for breach in breaches_between(text, translated, language)
            ]
    if loose:
        # What stands elsewhere in the translation is compared as a whole.
        rest = " ".join(text for texts in ours.values() for text in texts)
        found += breaches_between(" ".join(loose), rest, language)
    return found


def texts_of(record):
    """The texts of a record by the part in which they are.

    Args:
        record: a page, reviewed snippet or word of a list.

    Returns:
        A dict of paths, such as "body.<number>.text", to lists of texts; without the address.
    """
    found = defaultdict(list)
    for value in extract_segments(record):
        if isinstance(value, StringSegmentValue) and value.path != "slug":
            found[value.path].append(value.string.data)
    return found


def _plain(text):
    """Plain words, with straight apostrophes."""
    return html.unescape(strip_tags(_BREAK.sub(" ", text or ""))).replace("’", "'")


def _folded(text):
    """Plain words, without case and accents."""
    decomposed = unicodedata.normalize("NFD", _plain(text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=512)
def _original(term, is_name):
    """A word of the first language in singular or plural; a name as it is written, since “the link” is no organisation."""
    words = r"\s+".join(re.escape(word) for word in term.replace("’", "'").split())
    return re.compile(rf"(?<!\w){words}(?:'s|es|s|')?(?!\w)", 0 if is_name else re.IGNORECASE)


@lru_cache(maxsize=512)
def _translated(form):
    words = [re.escape(word) + (r"\w*" if len(word) >= LONG else r"\b") for word in _folded(form).split()]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words))


def _forget(**_kwargs):
    cache.delete_many([f"glossary:{code}" for code, _name in settings.LANGUAGES])


def connect():
    """Read the glossary anew after each change of it."""
    for signal in (post_save, post_delete):
        signal.connect(_forget, sender="portal.GlossaryTerm", dispatch_uid=f"glossary_{id(signal)}")
