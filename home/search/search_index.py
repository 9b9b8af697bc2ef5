"""Maintains the index of words of public pages for the search (home/search/ranking.py), the same on every database.

It is a second search backend of Wagtail, besides the default one, which the admin uses. Wagtail calls it whenever a page is saved or
deleted, and `manage.py update_index` for all pages; erasing (partners/confidentiality/erasure.py) calls it too. Only public pages have
rows, and those of past events are deleted. The indexed texts are the `search_fields` of the page type.
"""

import hashlib
import math
from collections import Counter, defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_str
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from wagtail.models import Locale, Page

from partners.models import EventPage, Occurrence
from portal.core.stemming import index_words
from portal.models import HubPage

from .models import IndexedPage, IndexedWord

# The weight of a word by its location; several occurrences in the text add up to at most TEXT.
TITLE, SUMMARY, TEXT = 100, 30, 30
# The number of occurrences from which more of them change little; it is higher in a long text.
OFTEN, LONG_TEXT = 2, 400
# Factors by page type: help first, then explanations; there are many events, and lists and the home page only link to others ("").
WEIGHTS = {"help": 1.4, "definition": 1.3, "resource": 0.9, "video": 0.9, "event": 0.8, "": 0.8}
CHUNK = 1000


def texts(page):
    """The indexed texts of a page.

    Args:
        page: a HubPage of its specific type.

    Returns:
        (title, the summary and the fields with a boost, other texts).
    """
    fields = [
        field for field in page.get_searchable_search_fields() if field.field_name not in ("title", "summary")
    ]
    boosted = [_plain(field.get_value(page)) for field in fields if field.boost]
    others = [_plain(field.get_value(page)) for field in fields if not field.boost]
    return page.title, "\n".join([page.summary, *boosted]), "\n".join(others)


def _plain(value):
    """The value of a field as one text; get_searchable_content() of a StreamField returns nested lists."""
    if isinstance(value, list | tuple):
        return "\n".join(_plain(item) for item in value)
    return "" if value is None else force_str(value)


def weights(page, language):
    """The weights of all words of a page.

    Args:
        page: a HubPage of its specific type.
        language: the language of the page.

    Returns:
        A dict of weights by word.
    """
    title, summary, text = (index_words(part, language).split() for part in texts(page))
    found: dict[str, float] = defaultdict(float)
    for word in set(title):
        # In a short title each word has more weight.
        found[word] += TITLE * 2 / (1 + math.sqrt(len(title)))
    for word in set(summary):
        found[word] += SUMMARY
    for word, times in Counter(text).items():
        found[word] += TEXT * times / (times + OFTEN + len(text) / LONG_TEXT)
    factor = WEIGHTS.get(page.search_kind, 1)
    return {word: max(1, round(weight * factor)) for word, weight in found.items()}


class Index(BaseIndex):
    """Wagtail's Index for public pages.

    Args:
        backend: the SearchBackend.
        anew: whether to write unchanged pages too.
    """

    def __init__(self, backend, anew=False):
        super().__init__(backend)
        self.anew = anew

    def add_items(self, model, items):
        """Index pages, and remove those that are not public.

        Args:
            model: their type. Models other than HubPage are ignored.
            items: a list of objects.
        """
        if issubclass(model, HubPage):
            write(items, self.anew)

    def delete_item(self, item):
        """Delete a page's rows, for deletions that do not cascade in the database."""
        if isinstance(item, HubPage):
            forget([item.pk])

    def reset(self):
        """Delete all rows."""
        IndexedWord.objects.all().delete()
        IndexedPage.objects.all().delete()


class Rebuilder:
    """Rebuilds the index page by page, so that the search works in the meantime."""

    def __init__(self, index):
        self.index = index

    def start(self):
        """The index to write to."""
        self.index.anew = True
        return self.index

    def finish(self):
        """Delete the rows of pages that are no longer public."""
        remove_past_events()


class SearchBackend(BaseSearchBackend):
    """The search backend for Wagtail's settings. Only home/search/ranking.py reads its data."""

    index_class = Index
    rebuilder_class = Rebuilder


@transaction.atomic
def write(pages, anew=False):
    """Write the words of pages, and remove pages that are not public.

    Args:
        pages: HubPages of their specific types, as stored.
        anew: whether to write unchanged pages too.
    """
    # Serialized, because two processes that write the same page would each insert its words.
    list(
        Page.objects.select_for_update()
        .filter(pk__in=[page.pk for page in pages])
        .order_by("pk")
        .values_list("pk")
    )
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    known = dict(
        IndexedPage.objects.filter(page__in=[page.pk for page in pages]).values_list("page_id", "digest")
    )
    entries, words, gone = [], [], []
    for page in pages:
        if not page.live:
            if page.pk in known:
                gone.append(page.pk)
            continue
        language = codes[page.locale_id]
        digest = hashlib.md5("\0".join((language, *texts(page))).encode(), usedforsecurity=False).hexdigest()
        if known.get(page.pk) == digest and not anew:
            continue
        if page.pk in known:
            gone.append(page.pk)
        kind = page.search_kind
        entries.append(IndexedPage(page_id=page.pk, language=language, digest=digest))
        words += [
            IndexedWord(page_id=page.pk, language=language, word=word, kind=kind, weight=weight)
            for word, weight in sorted(weights(page, language).items())
        ]
    forget(gone)
    IndexedPage.objects.bulk_create(entries, batch_size=CHUNK)
    IndexedWord.objects.bulk_create(words, batch_size=CHUNK)


def forget(numbers):
    """Remove pages from the index.

    Args:
        numbers: a list or queryset of primary keys.
    """
    IndexedWord.objects.filter(page__in=numbers).delete()
    IndexedPage.objects.filter(page__in=numbers).delete()


def remove_past_events():
    """Remove pages that are not public, and events without an upcoming date.

    Returns:
        The number of removed pages.
    """
    live = Page.objects.live().exclude(pk__in=_over())
    stale = list(IndexedPage.objects.exclude(page__in=live.values("pk")).values_list("pk", flat=True))
    for place in range(0, len(stale), CHUNK):
        forget(stale[place : place + CHUNK])
    return len(stale)


def _over():
    """The primary keys of live events without an upcoming date."""
    to_come = Occurrence.objects.filter(end__gte=timezone.now()).values("event_key")
    return EventPage.objects.live().exclude(translation_key__in=to_come).values("pk")


def add_missing_pages():
    """Index public pages that are missing: after an upgrade, and events with a new date.

    Returns:
        The number of added pages.
    """
    missing = list(
        Page.objects.live()
        .exclude(pk__in=IndexedPage.objects.values("page"))
        .exclude(pk__in=_over())
        .values_list("pk", flat=True)
    )
    written = 0
    for place in range(0, len(missing), CHUNK):
        pages = Page.objects.filter(pk__in=missing[place : place + CHUNK]).specific()
        found = [page for page in pages if isinstance(page, HubPage)]
        write(found)
        written += len(found)
    return written
