"""Open questions about the words of a language, for the person who signs it.

portal/locale/<language>/questions.yaml lists words of machine-drafted texts about which a native speaker has to decide. A question is open
while an unsigned text has its words: a message of the interface, or a page, help line or other record. It is settled by other words, or
by a signature of what has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext, override, to_locale
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation

from portal.core import catalogs, language_names
from portal.signoff.models import SignedTranslation

from .glossary import texts_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FILE = "questions.yaml"


@dataclass(frozen=True)
class Question:
    """One question, as the file has it.

    Attributes:
        language: the code of the language.
        text: what it is in the first language.
        now: the words that are asked about; a text has them if it has one of them.
        proposed: what to say instead, or what to choose between.
        why: the reason.
        messages: messages of the interface that may have the words.
    """

    language: str
    text: str
    now: tuple[str, ...]
    proposed: str
    why: str
    messages: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether a text has the words."""
        return bool(_pattern(self.now).search(text))

    @property
    def words(self) -> str:
        """The words that are asked about, in one line."""
        return " / ".join(self.now)

    @property
    def language_of_words(self) -> str:
        """The language of these words: the first one while they are not translated."""
        untranslated = all(phrase in self.text for phrase in self.now)
        return settings.LANGUAGE_CODE if untranslated else self.language

    @property
    def language_name(self) -> str | StrPromise:
        """The language as people read it."""
        return language_names.name_of(self.language)


@dataclass(frozen=True)
class OpenQuestion:
    """A question, and where its words are: in the interface, in how many records that nobody has signed."""

    question: Question
    in_interface: bool
    records: int

    @property
    def where(self) -> str:
        """Where the words are, as people read it."""
        places = [_("buttons and messages")] if self.in_interface else []
        if self.records:
            places.append(
                ngettext("%(n)s unsigned text", "%(n)s unsigned texts", self.records) % {"n": self.records}
            )
        return ", ".join(places)


@cache
def questions(language: str) -> tuple[Question, ...]:
    """All questions about a language, the most important first. Read once: they change only with a new release."""
    found: list[Question] = []
    for folder in settings.LOCALE_PATHS:
        file = Path(folder) / to_locale(language) / FILE
        if file.exists():
            found += [
                Question(
                    language,
                    entry["text"],
                    tuple(entry["now"]),
                    entry["proposed"],
                    entry["why"],
                    tuple(entry.get("messages", ())),
                )
                for entry in yaml.safe_load(file.read_text())
            ]
    return tuple(found)


def open_questions(languages: Iterable[str]) -> list[OpenQuestion]:
    """The questions that are still open. Two queries, however many languages.

    Args:
        languages: language codes.

    Returns:
        A list, the languages in their order, the most important question first.
    """
    asked = [question for language in languages for question in questions(language)]
    texts = _unsigned_texts(asked)
    found = []
    for question in asked:
        keys = {key for key, code, text in texts if code == question.language and question.is_in(text)}
        in_interface = _is_in_interface(question)
        if keys or in_interface:
            found.append(OpenQuestion(question, in_interface, len(keys)))
    return found


def questions_about(record: Any) -> list[Question]:
    """The questions about the words of one translation.

    Args:
        record: a page or snippet, as a version has it.
    """
    texts = [text for parts in texts_of(record).values() for text in parts]
    return [
        question
        for question in questions(record.locale.language_code)
        if any(question.is_in(text) for text in texts)
    ]


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    found = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _is_in_interface(question: Question) -> bool:
    """Whether a message that nobody has signed has the words. What is not translated is in the first language."""
    if catalogs.is_signed(question.language):
        return False
    with override(question.language):
        return any(question.is_in(gettext(message)) for message in question.messages)


def _unsigned_texts(asked: list[Question]) -> list[tuple[UUID, str, str]]:
    """Parts of unsigned translations that have the words of a question: (key of the record, language, text)."""
    if not asked:
        return []
    has_words = reduce(
        or_,
        (
            Q(locale__language_code=question.language, data__icontains=phrase)
            for question in asked
            for phrase in question.now
        ),
    )
    # What the original no longer says is kept by wagtail-localize, but no text has it.
    current = StringSegment.objects.filter(string=OuterRef("translation_of"), context=OuterRef("context"))
    texts = list(
        StringTranslation.objects.filter(has_words, Exists(current)).values_list(
            "context__object_id", "locale__language_code", "data"
        )
    )
    unsigned = _unsigned({key for key, _code, _text in texts})
    return [(key, code, text) for key, code, text in texts if (key, code) in unsigned]


def _unsigned(keys: set[UUID]) -> set[tuple[UUID, str]]:
    """Key and language of the unsigned translations among records. One query."""
    if not keys:
        return set()
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, SignedTranslation)]
    first, *others = (
        model._base_manager.filter(translation_key__in=keys, translation_signed_on=None)
        .order_by()
        .values_list("translation_key", "locale__language_code")
        for model in models
    )
    return set(first.union(*others))
