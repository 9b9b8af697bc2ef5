"""Open questions about the words of a language, for the person who signs it.

portal/locale/<language>/questions.yaml lists words of machine-drafted texts about which a native speaker has to decide. A question is open
while an unsigned text has its words: a message of the interface, or a page, help line or other record. It is settled by other words, or
by a signature of what has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, to_locale
from django.utils.translation import gettext as _
from wagtail.models import Page
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
class Place:
    """A text that has the words: its name, and where it is changed, or "" if that is not in the admin."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class OpenQuestion:
    """A question, and where its words are.

    Attributes:
        question: the Question.
        messages: the messages of the interface that have the words, in the first language.
        texts: the records that nobody has signed and that have the words: the label of the model and the primary key.
        places: both with their names and addresses; only after with_places().
    """

    question: Question
    messages: tuple[str, ...]
    texts: tuple[tuple[str, int], ...]
    places: tuple[Place, ...] = ()

    @property
    def in_interface(self) -> bool:
        """Whether a message of the interface has the words."""
        return bool(self.messages)

    @property
    def records(self) -> int:
        """How many records have the words."""
        return len(self.texts)

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
        of_question = {
            record for record, code, text in texts if code == question.language and question.is_in(text)
        }
        messages = _in_interface(question)
        if of_question or messages:
            found.append(OpenQuestion(question, messages, tuple(sorted(of_question))))
    return found


def with_places(rows: Iterable[OpenQuestion]) -> list[OpenQuestion]:
    """The questions with links to what has their words. A query for each kind of record.

    Args:
        rows: a list from open_questions().
    """
    rows = list(rows)
    numbers: dict[str, set[int]] = {}
    for row in rows:
        for label, pk in row.texts:
            numbers.setdefault(label, set()).add(pk)
    places = {
        (label, pk): Place(str(record), _edit_url(record))
        for label, pks in numbers.items()
        for pk, record in apps.get_model(label)._base_manager.in_bulk(pks).items()
    }
    return [
        replace(
            row,
            places=(
                *sorted((places[text] for text in row.texts if text in places), key=lambda place: place.name),
                *(_in_catalog(message, row.question.language) for message in row.messages),
            ),
        )
        for row in rows
    ]


def _edit_url(record: Any) -> str:
    """Where a page or another record is edited; of a translation, the editor of translations."""
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def _in_catalog(message: str, language: str) -> Place:
    words = {"message": message, "file": f"portal/locale/{to_locale(language)}/LC_MESSAGES/django.po"}
    return Place(
        _(
            "“%(message)s” is a button or message, which cannot be changed in the admin. Send your decision to whoever maintains the site (%(file)s)."
        )
        % words
    )


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


def _in_interface(question: Question) -> tuple[str, ...]:
    """The messages that nobody has signed and that have the words. What is not translated is in the first language."""
    if catalogs.is_signed(question.language):
        return ()
    with override(question.language):
        return tuple(message for message in question.messages if question.is_in(gettext(message)))


def _unsigned_texts(asked: list[Question]) -> list[tuple[tuple[str, int], str, str]]:
    """Parts of unsigned translations that have the words of a question: (model and primary key of the record, language, text)."""
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
    return [(unsigned[key, code], code, text) for key, code, text in texts if (key, code) in unsigned]


def _unsigned(keys: set[UUID]) -> dict[tuple[UUID, str], tuple[str, int]]:
    """The unsigned translations among records: model and primary key by key and language. One query."""
    if not keys:
        return {}
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, SignedTranslation)]
    first, *others = (
        model._base_manager.filter(translation_key__in=keys, translation_signed_on=None)
        .order_by()
        .annotate(model_label=Value(model._meta.label, CharField()))
        .values_list("translation_key", "locale__language_code", "model_label", "pk")
        for model in models
    )
    return {(key, code): (label, pk) for key, code, label, pk in first.union(*others)}
