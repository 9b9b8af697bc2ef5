"""What the hub says past gettext: every text for gettext comes back as ⟦text⟧, and what stands outside is looked at."""

import copy
import re
import sys
from collections.abc import Iterable
from functools import _lru_cache_wrapper, cache
from html import unescape
from html.parser import HTMLParser

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache as shared_cache
from django.db import models
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.fields import StreamField

from portal.core.cache_version import withdraw_cached_pages
from tests.tools.catalogue import source_strings

OUR_PACKAGES = {"home", "partners", "portal"}
OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[^\W\d_]{2,}")
# Attributes that people read or hear; of <meta> only the description.
SPOKEN = {"alt", "title", "aria-label", "aria-description", "placeholder", "data-confirm", "label"}
# The same in every language.
NAMES = {"TTY", "CSV", "PDF", "HTML", "ICS"}


TEXTS = (models.CharField, models.TextField, models.JSONField, StreamField)
# Copies of what stands elsewhere too.
NEVER_SHOWN = {
    "wagtailcore.Revision",
    "wagtailcore.ReferenceIndex",
    "wagtailsearch.IndexEntry",
    "portal.AuditEntry",
}


@cache
def _texts_of_ours():
    """Every text that our catalogues hold, as gettext is asked for it."""
    texts = set()
    for (context, text), source in source_strings().items():
        start = f"{context}\x04" if context else ""
        texts |= {start + text, start + source.plural} if source.plural else {start + text}
    return texts


def mark(monkeypatch, language="en"):
    """From here on, a language's catalogue holds what ours hold: each text as ⟦text⟧.

    A text that no catalogue of ours could hold, and one in another language, stays as it is.
    """
    texts = _texts_of_ours()

    class Marked(trans_real.DjangoTranslation):
        def gettext(self, message):
            """The text in brackets, if it is one of ours."""
            return f"{OPEN}{message.rpartition(chr(4))[2]}{CLOSE}" if message in texts else message

        def ngettext(self, singular, plural, number):
            """The form for a number, in brackets."""
            return self.gettext(singular if number == 1 else plural)

    marked = copy.copy(trans_real.translation(language))
    marked.__class__ = Marked
    monkeypatch.setitem(trans_real._translations, language, marked)
    monkeypatch.setattr(trans_real, "_default", None)
    translation.activate(settings.LANGUAGE_CODE)
    shared_cache.clear()
    forget_words()


def forget_words():
    """Let this process forget which words it has said before."""
    withdraw_cached_pages()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OUR_PACKAGES:
            for kept in vars(module).values():
                if isinstance(kept, _lru_cache_wrapper):
                    kept.cache_clear()


def outside(text):
    """The parts of a text that stand outside all brackets."""
    depth, parts = 0, [""]
    for sign in text:
        if sign == OPEN:
            depth += 1
            parts.append("")
        elif sign == CLOSE:
            depth = max(depth - 1, 0)
        elif not depth:
            parts[-1] += sign
    return [part for part in parts if WORD.search(part)]


class _Said(HTMLParser):
    """Collects the texts of a page in the page's own language that a reader sees or hears."""

    SILENT = {"script", "style", "template"}
    EMPTY = {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }

    def __init__(self):
        super().__init__()
        self.open = []
        self.texts = []

    def handle_starttag(self, tag, attributes):
        """Note which elements are open, and what their attributes say."""
        found = dict(attributes)
        other = found.get("lang", "en") != "en" or tag in self.SILENT or "translate" in found
        if tag not in self.EMPTY:
            self.open.append((tag, other))
        if any(silent for _tag, silent in self.open) or other:
            return
        self.texts += [found[name] for name in SPOKEN & set(found) if found[name]]
        if tag == "meta" and found.get("name") == "description":
            self.texts.append(found.get("content") or "")
        if tag == "input" and found.get("type") in ("submit", "button"):
            self.texts.append(found.get("value") or "")

    def handle_endtag(self, tag):
        """Close the element and what was left open in it."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        """Keep what is said in the page's language."""
        if not any(silent for _tag, silent in self.open):
            self.texts.append(data)


def texts_of(html):
    """The texts of a page: those between tags, and attributes that are read out."""
    said = _Said()
    said.feed(re.sub(r"</?mark>", "", html))
    return said.texts


class _Fields(HTMLParser):
    """Collects the names of the fields of a page's forms that are sent."""

    def __init__(self):
        super().__init__()
        self.sends, self.names = False, set()

    def handle_starttag(self, tag, attributes):
        """Note the form, and what is in it."""
        found = dict(attributes)
        if tag == "form":
            self.sends = found.get("method") == "post"
        elif self.sends and tag in ("input", "select", "textarea") and found.get("name"):
            self.names.add(found["name"])

    def handle_endtag(self, tag):
        """Leave the form."""
        self.sends = self.sends and tag != "form"


def fields_of(html):
    """The names of the fields in forms that are sent by POST, without the token."""
    fields = _Fields()
    fields.feed(html.partition("<main")[2].partition("</main")[0])
    return fields.names - {"csrfmiddlewaretoken"}


def _pieces(text):
    """The words between the marks of a text: two contents may stand side by side, with a comma or a colon."""
    pieces = re.split(r"[.,:;·–—()“”\"?!|/<>\[\]+*#&%=@\n…]|(?<!\w)['’-]|['’-](?!\w)", unescape(text))
    # A number may stand beside a word: a state and its postal code.
    words = ([word for word in piece.lower().split() if not word.isdigit()] for piece in pieces)
    return {" ".join(piece) for piece in words if WORD.search(" ".join(piece))}


def _strings(value):
    """All strings in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _strings(part)


class Content:
    """What stands in the database, and names that are no words of the interface."""

    def __init__(self):
        """Read all texts of all tables that visitors and members see."""
        self.known = set()
        for name in [*NAMES, *dict(settings.LANGUAGES).values()]:
            self.learn(name)
        for model in apps.get_models():
            if model._meta.label in NEVER_SHOWN:
                continue
            for field in model._meta.concrete_fields:
                if isinstance(field, TEXTS) and not field.choices:
                    self._learn(model, field)
        for user in get_user_model().objects.all():
            self.learn(user.get_full_name())

    def _learn(self, model, field):
        for value in model._base_manager.values_list(field.attname, flat=True).distinct():
            for text in _strings(value.raw_data if isinstance(field, StreamField) else value):
                self.learn(text)

    def learn(self, text):
        """Know a text."""
        for part in texts_of(text) if "<" in text else [text]:
            self.known |= _pieces(part)

    def with_more(self, *texts):
        """The same, and these texts."""
        more = copy.copy(self)
        more.known = set(self.known)
        for text in texts:
            more.learn(text)
        return more

    def unmarked(self, texts):
        """The parts of these texts that are neither marked for translation nor content.

        Returns:
            A list without repetition.
        """
        found = {}
        for text in texts:
            for part in outside(text):
                if not _pieces(part) <= self.known:
                    found[" ".join(part.split())] = None
        return list(found)
