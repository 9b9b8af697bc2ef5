"""Counts searches without results, so that editors learn what is missing, without personal data.

Stored are month, language, count, and a keyed hash whose key changes each month. The words themselves are stored only after they were
searched settings.SEARCHES_LEGIBLE_FROM times in the month.
"""

import re
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partners.confidentiality import store
from portal.core.stemming import folded_words

from .models import EmptySearch
from .models.settings import MOST_CHARACTERS

# The maximum number of different searches in a month, against floods; known ones are still counted.
MOST_A_MONTH = 2000
# A search in the first person may tell a personal story ("no me deja"), so it is not counted, in any language.
FIRST_PERSON = frozenset(
    ["i", "im", "ive", "me", "my", "myself", "us", "our"]  # English
    + ["mi", "mis", "yo", "conmigo", "nos"]  # Spanish
    + ["ii", "iga", "igu", "iima", "aniga", "waan", "inaan"]  # Somali
    + ["kuv", "peb"]  # Hmong
)
# How long, in milliseconds, a reader waits at most for the count. After that, the count is lost.
LONGEST_WAIT = 200
MONTHS_KEPT = 12


def note(typed, query, language):
    """Count a search that found nothing. Errors are ignored, because it is only a count.

    Args:
        typed: the text as typed. With a digit or @ it may be a phone number or address and is not counted; neither are searches in the
            first person.
        query: its words, from home.search.views.clean_query().
        language: the reader's language.
    """
    words = query.casefold()
    if not words or len(words) > MOST_CHARACTERS or re.search(r"[\d@]", typed):
        return
    if not FIRST_PERSON.isdisjoint(folded_words(typed, language)):
        return
    month = timezone.localdate().replace(day=1)
    digest = salted_hmac(
        f"home.empty_searches:{month:%Y-%m}", f"{language}\0{words}", algorithm="sha256"
    ).hexdigest()
    # Locked, read-only, full, or another process was first.
    with suppress(DatabaseError):
        _count(month, language, digest, words)


def _count(month, language, digest, words):
    searches = EmptySearch.objects.filter(month=month, language=language, digest=digest)
    before = searches.values_list("count", flat=True).first()
    if before is None and EmptySearch.objects.filter(month=month).count() >= MOST_A_MONTH:
        return
    legible = {}
    # A confidential place is never stored, however often it is searched.
    if (before or 0) + 1 >= settings.SEARCHES_LEGIBLE_FROM and not store.phrases_of_all_places().found_in(
        words
    ):
        legible = {"words": words}
    with _waiting_shortly():
        if before is None:
            EmptySearch.objects.create(month=month, language=language, digest=digest, **legible)
        else:
            searches.update(count=F("count") + 1, **legible)


@contextmanager
def _waiting_shortly():
    """A transaction that gives up after LONGEST_WAIT if somebody else writes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")
            try:
                with transaction.atomic():
                    yield
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
        else:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}ms'")
                yield


def forget(forbidden):
    """Delete searches for a confidential place.

    Args:
        forbidden: the Redactor of the place.
    """
    for search in EmptySearch.objects.exclude(words=""):
        if forbidden.found_in(search.words):
            search.delete()


def shown_to_staff():
    """The counts whose words are stored."""
    return EmptySearch.objects.exclude(words="").filter(count__gte=settings.SEARCHES_LEGIBLE_FROM)


def delete_old(today):
    """Delete counts older than a year, and counts of past months without words.

    Args:
        today: a date.

    Returns:
        The number of deleted rows.
    """
    this_month = today.replace(day=1)
    # The first of the month twelve months ago.
    oldest = this_month.replace(year=this_month.year - MONTHS_KEPT // 12)
    unread, _by_model = EmptySearch.objects.filter(month__lt=this_month, words="").delete()
    old, _by_model = EmptySearch.objects.filter(month__lte=oldest).delete()
    return unread + old
