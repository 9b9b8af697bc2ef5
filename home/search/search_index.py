"""Keeps the words of public pages for the search (home/search/ranking.py), the same on every database.

A second search backend of Wagtail, beside its own, which the admin uses: whatever Wagtail indexes comes here too, when it is
saved, deleted or erased (partners/confidentiality/erasure.py), and all of it with `manage.py update_index`. Only what is public stays:
drafts and unpublished pages have no rows, and those of events are deleted when they are over. What a page type declares as
`search_fields` is what it is found by.
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

# How much a word says of a page by where it stands; together with how often in the text, at the most TEXT.
TITLE, SUMMARY, TEXT = 100, 30, 30
# From so many times on, a word more changes little; in a long text it takes more of them.
OFTEN, LONG_TEXT = 2, 400
# Help comes first, then what explains; of events there are many, and lists and the home page lead to others ("").
WEIGHTS = {"help": 1.4, "definition": 1.3, "resource": 0.9, "video": 0.9, "event": 0.8, "": 0.8}
CHUNK = 1000


def texts(page):
    """What a page is found by.

    Args:
        page: a HubPage of its own type.

    Returns:
        (title, summary, all else).
    """
    others = [
        _plain(field.get_value(page))
        for field in page.get_searchable_search_fields()
        if field.field_name not in ("title", "summary")
    ]
    return page.title, page.summary, "\n".join(others)


def _plain(value):
    """A field's value as one text: streams answer with lists of lists."""
    if isinstance(value, list | tuple):
        return "\n".join(_plain(item) for item in value)
    return "" if value is None else force_str(value)


def weights(page, language):
    """How much each word says of a page.

    Args:
        page: a HubPage of its own type.
        language: in which it is written.

    Returns:
        A dict of numbers by word.
    """
    title, summary, text = (index_words(part, language).split() for part in texts(page))
    found: dict[str, float] = defaultdict(float)
    for word in set(title):
        # In a short title each word says more.
        found[word] += TITLE * 2 / (1 + math.sqrt(len(title)))
    for word in set(summary):
        found[word] += SUMMARY
    for word, times in Counter(text).items():
        found[word] += TEXT * times / (times + OFTEN + len(text) / LONG_TEXT)
    factor = WEIGHTS.get(page.search_kind, 1)
    return {word: max(1, round(weight * factor)) for word, weight in found.items()}


class Index(BaseIndex):
    """What of Wagtail's indexing concerns public pages.

    Args:
        backend: the SearchBackend.
        anew: whether pages that have not changed are written too.
    """

    def __init__(self, backend, anew=False):
        super().__init__(backend)
        self.anew = anew

    def add_items(self, model, items):
        """Write pages as they are now; those that are not public go.

        Args:
            model: their type. What is no HubPage is left out.
            items: a list.
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
    """Writes all anew, page by page, so that the search works meanwhile."""

    def __init__(self, index):
        self.index = index

    def start(self):
        """The index to write to."""
        self.index.anew = True
        return self.index

    def finish(self):
        """Delete the rows of pages that are no longer public."""
        forget_what_is_over()


class SearchBackend(BaseSearchBackend):
    """For Wagtail's settings. It is written through Wagtail, and read by home/search/ranking.py only."""

    index_class = Index
    rebuilder_class = Rebuilder


@transaction.atomic
def write(pages, anew=False):
    """Write the words of pages, and forget those that are not public.

    Args:
        pages: HubPages of their own types, as they are stored.
        anew: whether those that have not changed are written too.
    """
    # One after the other: two that write the same page at once would each write its words.
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
    """Delete all that is kept of pages.

    Args:
        numbers: of the pages; a list or a queryset of them.
    """
    IndexedWord.objects.filter(page__in=numbers).delete()
    IndexedPage.objects.filter(page__in=numbers).delete()


def forget_what_is_over():
    """Forget pages that are not public and events of which no date is to come.

    Returns:
        How many pages were forgotten.
    """
    live = Page.objects.live().exclude(pk__in=_over())
    stale = list(IndexedPage.objects.exclude(page__in=live.values("pk")).values_list("pk", flat=True))
    for place in range(0, len(stale), CHUNK):
        forget(stale[place : place + CHUNK])
    return len(stale)


def _over():
    """The numbers of live events without a date to come."""
    to_come = Occurrence.objects.filter(end__gte=timezone.now()).values("event_key")
    return EventPage.objects.live().exclude(translation_key__in=to_come).values("pk")


def add_what_is_missing():
    """Write the public pages that the search does not know yet: after an upgrade, and events that were given a new date.

    Returns:
        How many pages were written.
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
