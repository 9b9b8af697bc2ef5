"""The list of organizations with its filters, and how many organizations each choice of a filter leaves.

The data that the filters need are cached under the cache version, which changes with each publication. A list then needs one query for
its rows, whatever was chosen and however many organizations there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.process_memory import kept_or_made
from portal.core.stemming import fold, index_words, query_words
from portal.models import TaxonomyTerm
from portal.taxonomy.selectors import all_terms

from .examples import has_example_address

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ON_A_PAGE = 20
MAX_CHARACTERS = 100
MAX_WORDS = 8
KEPT = 24 * 60 * 60

# For each filter: the parameter in the address, the kind of its terms, its label, and the label for "all".
FACETS = (
    ("service", TaxonomyTerm.Kind.SERVICE, gettext_lazy("Kind of service"), gettext_lazy("All services")),
    ("area", TaxonomyTerm.Kind.AREA, gettext_lazy("Area"), gettext_lazy("All areas")),
    ("language", TaxonomyTerm.Kind.LANGUAGE, gettext_lazy("Language"), gettext_lazy("All languages")),
)


def in_readers_language(model, language):
    """The live pages of a type, each once: in the reader's language, else in the default one, else in the language of the original.

    Args:
        model: a page type.
        language: a language code.

    Returns:
        A queryset.
    """
    live = model.objects.filter(live=True)
    others = live.filter(translation_key=OuterRef("translation_key"))
    wanted = Q(locale__language_code=language)
    default = Q(locale__language_code=settings.LANGUAGE_CODE)
    if language == settings.LANGUAGE_CODE:
        return live.filter(
            wanted | ~Exists(others.filter(wanted)) & ~Exists(others.filter(pk__lt=OuterRef("pk")))
        )
    return live.filter(
        wanted
        | default & ~Exists(others.filter(wanted))
        | ~Exists(others.filter(wanted | default)) & ~Exists(others.filter(pk__lt=OuterRef("pk")))
    )


@dataclass(frozen=True)
class Entry:
    """What the filters know about one organization: primary keys of its terms."""

    pk: int
    key: str
    title: str
    service: frozenset
    area: frozenset
    language: frozenset


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, and how many organizations it leaves."""

    slug: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter as shown in the form."""

    name: str
    label: str | StrPromise
    all_label: str | StrPromise
    chosen: str
    chosen_name: str
    without: str
    total: int
    choices: tuple


def entries(language):
    """The organizations shown to readers of a language: real ones by name, then invented ones.

    Four queries, then cached until the next publication.

    Args:
        language: a language code.

    Returns:
        A list of Entry.
    """
    return kept(f"directory:{language}", lambda: _read_entries(language))


def kept(name, read):
    """Read a value from this process or the shared cache, or compute it. It is valid until the next publication.

    Args:
        name: the name under which it is cached.
        read: a function that reads it from the database.
    """
    return kept_or_made(name, read, KEPT)


def _models():
    """OrganisationPage and ServicePage. Looked up by name, because their module imports this one."""
    return apps.get_model("partners", "OrganisationPage"), apps.get_model("partners", "ServicePage")


def _read_entries(language):
    organisations, all_services = _models()
    pages = in_readers_language(organisations, language).values_list(
        "pk", "translation_key", "title", "website", "email"
    )
    services = all_services.objects.filter(live=True, organisation__isnull=False)
    # A service counts for its organization in every language, whatever the translation says.
    found = {
        "service": _words(services, "organisation__translation_key", "categories"),
        "area": _words(organisations.objects.filter(live=True), "translation_key", "areas"),
        "language": _words(organisations.objects.filter(live=True), "translation_key", "languages"),
    }
    for key, pks in _words(services, "organisation__translation_key", "languages").items():
        found["language"][key] |= pks
    listed = [
        (
            has_example_address(website, email),
            Entry(pk, str(key), title, *(frozenset(found[name].get(key, ())) for name, *_rest in FACETS)),
        )
        for pk, key, title, website, email in pages
    ]
    listed.sort(key=lambda row: (row[0], plain(row[1].title), row[1].pk))
    return [entry for _is_example, entry in listed]


def _words(pages, key, field):
    found = defaultdict(set)
    for owner, pk in pages.filter(**{f"{field}__isnull": False}).values_list(key, field).distinct():
        found[owner].add(pk)
    return found


def plain(text):
    """A text for comparison: without markup, accents and case."""
    return fold(strip_tags(str(text)))


def _texts(language):
    """The texts in which words are searched, by the organization's primary key."""
    return kept(f"directory-texts:{language}", lambda: _read_texts(language))


def _read_texts(language):
    organisations, all_services = _models()
    services: dict[str, list[str]] = defaultdict(list)
    rows = in_readers_language(all_services, language).filter(organisation__isnull=False)
    for key, *words in rows.values_list("organisation__translation_key", "title", "summary", "description"):
        services[str(key)] += words
    own = {
        pk: words
        for pk, *words in in_readers_language(organisations, language).values_list(
            "pk", "title", "summary", "offers"
        )
    }
    names = all_terms(language)
    found = {}
    for entry in entries(language):
        listed = [names[pk].name for pk in entry.service | entry.area | entry.language if pk in names]
        text = strip_tags(" \n".join([*own.get(entry.pk, ()), *services[entry.key], *listed]))
        # Stems match other forms of a word, the words as written match its beginning.
        found[entry.pk] = f"{index_words(text, language)}\n{fold(text)}"
    return found


class DirectoryFilters:
    """The filters that a reader chose in the address, and their result. Unknown values are ignored.

    Args:
        query: the address's parameters (a QueryDict).
        language: the reader's language code.
    """

    def __init__(self, query, language):
        self.language = language
        self.typed = query.get("q", "").replace("\0", " ")[:MAX_CHARACTERS].strip()
        self._page = query.get("page", "1")
        self._terms = all_terms(language)
        by_code = {(term.kind, term.slug): term for term in self._terms.values()}
        wanted = {name: by_code.get((kind.value, query.get(name, ""))) for name, kind, *_rest in FACETS}
        self.chosen = {name: term for name, term in wanted.items() if term}

    @cached_property
    def is_active(self):
        """Whether any filter is set."""
        return bool(self.chosen or self.typed)

    @cached_property
    def words(self):
        """The filters in words, for the title and the first heading."""
        words = [term.name for term in self.chosen.values()]
        if self.typed:
            words.append(_("“%(words)s”") % {"words": self.typed})
        return ", ".join(words)

    def query(self, but=""):
        """The filters as a query string in a fixed order.

        Args:
            but: the name of a filter to leave out.
        """
        chosen = {"q": self.typed, **{name: term.slug for name, term in self.chosen.items()}}
        return urlencode({name: value for name, value in chosen.items() if value and name != but})

    def _found_by_text(self):
        everything = entries(self.language)
        looked_for = query_words(self.typed, self.language).split()[:MAX_WORDS]
        if not self.typed:
            return everything
        if not looked_for:
            return []
        texts = _texts(self.language)
        return [entry for entry in everything if all(word in texts[entry.pk] for word in looked_for)]

    def _narrowed(self, found, but=""):
        for name, term in self.chosen.items():
            if name != but:
                found = [entry for entry in found if term.pk in getattr(entry, name)]
        return found

    @cached_property
    def _by_text(self):
        return self._found_by_text()

    @cached_property
    def found(self):
        """The organizations that match all filters (a list of Entry), in the order of entries()."""
        return self._narrowed(self._by_text)

    @cached_property
    def facets(self):
        """The filters of the form. The count of a choice takes all other filters into account."""
        shown = []
        for name, kind, label, all_label in FACETS:
            left = self._narrowed(self._by_text, but=name)
            counts: dict[int, int] = defaultdict(int)
            for entry in left:
                for pk in getattr(entry, name):
                    counts[pk] += 1
            chosen = self.chosen.get(name)
            choices = tuple(
                Choice(term.slug, term.name, counts[term.pk], term == chosen)
                for term in self._terms.values()
                if term.kind == kind and (counts[term.pk] or term == chosen)
            )
            shown.append(
                Facet(
                    name,
                    label,
                    all_label,
                    chosen.slug if chosen else "",
                    chosen.name if chosen else "",
                    self.query(but=name),
                    len(left),
                    choices,
                )
            )
        return shown

    @cached_property
    def page(self):
        """The page of the list named in the address; its items are Rows."""
        page = Paginator(self.found, ON_A_PAGE).get_page(self._page)
        page.object_list = list_rows(page.object_list, self.language)
        return page


@dataclass(frozen=True)
class Row:
    """An organisation in the list."""

    page: object
    url: str
    lang: str
    areas: tuple
    languages: tuple
    services: tuple
    phone: object = None


def list_rows(found, language):
    """The rows of some organizations. Two queries.

    Args:
        found: a list of Entry.
        language: the reader's language code; a page in another language is marked with its own.

    Returns:
        A list of Row, in the same order.
    """
    organisations, _services = _models()
    pages = (
        organisations.objects.filter(pk__in=[entry.pk for entry in found])
        .select_related("locale")
        .defer("offers", "sources", "related_pages")
        .in_bulk()
    )
    names = all_terms(language)
    phones: dict[int, object] = {}
    # The first phone that is answered by voice.
    for phone in apps.get_model("partners", "OrganisationPhone").objects.filter(
        organisation__in=pages, kind="voice"
    ):
        phones.setdefault(phone.organisation_id, phone)
    return [
        Row(
            page,
            page.url,
            "" if page.locale.language_code == language else page.locale.language_code,
            _named(names, entry.area),
            _named(names, entry.language),
            _named(names, entry.service),
            phones.get(page.pk),
        )
        for entry in found
        # Unpublished since the list was cached.
        if (page := pages.get(entry.pk))
    ]


def _named(names, pks):
    return tuple(term for pk, term in names.items() if pk in pks)
