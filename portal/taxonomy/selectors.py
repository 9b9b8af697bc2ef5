"""The words of the lists in every language, from the shared cache: naming a page's terms costs no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import CharField, ManyToManyField, Model, Value
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.core.process_memory import kept_or_made

from .models import TaxonomyTerm


@dataclass(frozen=True)
class Term:
    """A word of a list as a reader sees it. `pk` is the record in the default language, at which pages point."""

    pk: int
    kind: str
    slug: str
    name: str
    description: str
    key: str
    # The language of its words where they are not in the reader's, else "".
    lang: str = ""

    def __str__(self) -> str:
        return self.name

    def __html__(self) -> SafeString:
        """The name, with its language where that is not the page's (WCAG 3.1.2): what templates show of a Term."""
        return (
            format_html('<span lang="{}">{}</span>', self.lang, self.name) if self.lang else escape(self.name)
        )


def terms(kind: str, language: str | None = None) -> list[Term]:
    """The words of one list in a language, in the office's order; the default language's where one is not translated.

    Args:
        kind: a value of TaxonomyTerm.Kind.
        language: a language code; by default the active one.

    Returns:
        A list of Term.
    """
    return [term for term in all_terms(language).values() if term.kind == kind]


def terms_by_pk(pks: Iterable[int], language: str | None = None) -> list[Term]:
    """The words with these numbers (as pages keep them), in the office's order."""
    found = all_terms(language)
    wanted = set(pks)
    return [term for pk, term in found.items() if pk in wanted]


def term_of(kind: str, slug: str, language: str | None = None) -> Term | None:
    """The word with a code, or None."""
    return next((term for term in terms(kind, language) if term.slug == slug), None)


def all_terms(language: str | None = None) -> dict[int, Term]:
    """All words by number, in the office's order (see terms)."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return kept_or_made(f"terms:{language}", lambda: _read(language), 24 * 60 * 60)


def _read(language: str) -> dict[int, Term]:
    records = list(TaxonomyTerm.objects.filter(live=True).select_related("locale"))
    translated = {
        record.translation_key: record for record in records if record.locale.language_code == language
    }
    found = {}
    for record in records:
        if record.locale.language_code != settings.LANGUAGE_CODE:
            continue
        shown = translated.get(record.translation_key, record)
        found[record.pk] = Term(
            record.pk,
            record.kind,
            record.slug,
            shown.name,
            shown.description,
            str(record.translation_key),
            "" if shown.locale.language_code == language else shown.locale.language_code,
        )
    return found


def chosen_terms(
    model: type[Model], pks: Iterable[int], names: Sequence[str]
) -> dict[int, dict[str, set[int]]]:
    """Which words some records have, for any number of records and lists of words. One query.

    Args:
        model: the model that points at words.
        pks: numbers of its records.
        names: names of its many-to-many fields to TaxonomyTerm.

    Returns:
        A dict of dicts of sets: the numbers of words by the record's number and the field's name.
    """
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: {name: set() for name in names})
    pairs = []
    for name in names:
        field = cast(ManyToManyField, model._meta.get_field(name))
        owner = field.m2m_column_name()
        through = cast(type[Model], field.remote_field.through)._default_manager.filter(
            **{f"{owner}__in": list(pks)}
        )
        named = through.annotate(field=Value(name, output_field=CharField())).order_by()
        pairs.append(named.values_list("field", owner, field.m2m_reverse_name()))
    for name, owner, pk in pairs[0].union(*pairs[1:], all=True) if pairs[1:] else pairs[0]:
        found[owner][name].add(pk)
    return found
