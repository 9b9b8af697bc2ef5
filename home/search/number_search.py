"""Finds the pages with a phone number. Similar numbers are no results: who types a number wants to know whose it is.

A page has a number if one of its organization's phones has it, if it shows the help line, or if its texts have its parts: "612-673-3000"
is stored as the words 612, 673 and 3000.
"""

import re

from django.db.models import Count, TextField
from django.db.models.functions import Cast
from wagtail.models import Page

from partners.models import OrganisationPhone
from portal.core.process_memory import kept_or_made
from portal.models import HubPage

from .models import IndexedWord
from .phone_numbers import LONG_NUMBER

# The scores: a phone of an organization, a help line or the office's phones that the page shows, its texts.
PHONE, LINE, TEXT = 3, 2, 1
# A number without the country. Longer ones begin with its code.
LONGEST = 10


def pages_with_number(digits, typed, line, kind, of_office=False):
    """The pages that have a phone number. Three queries at most.

    Args:
        digits: the digits of the number.
        typed: the number as typed.
        line: the HelpLine that has it, or None.
        kind: a key of KINDS, or "" for all.
        of_office: whether it is one of the office's own phones.

    Returns:
        Scores by primary key.
    """
    end = digits[-LONGEST:]
    scores = dict.fromkeys(_pages_with_words(_spellings(end, typed, line)), TEXT)
    if line:
        scores |= dict.fromkeys(pages_with_lines(line.kind), LINE)
    if of_office:
        scores |= dict.fromkeys(pages_with_office(), LINE)
    phones = OrganisationPhone.objects.filter(
        **{"number__endswith" if len(digits) >= LONG_NUMBER else "number": end}
    )
    scores |= dict.fromkeys(phones.values_list("organisation_id", flat=True), PHONE)
    if kind and scores:
        rows = Page.objects.filter(pk__in=scores).specific(defer=True)
        kinds = {page.pk: getattr(page, "search_kind", "") for page in rows}
        scores = {pk: score for pk, score in scores.items() if kinds.get(pk) == kind}
    return scores


def _spellings(end, typed, line):
    """The groups of digits in which pages may have the number: as typed, as the line shows it, as usual in the country."""
    numbers = {typed, f"{end[:3]} {end[3:6]} {end[6:]}" if len(end) == LONGEST else f"{end[:3]} {end[3:]}"}
    for shown in (line.phone_display, line.text_display, line.tty_display) if line else ():
        if re.sub(r"\D", "", shown)[-LONGEST:].endswith(end):
            numbers.add(shown)
    return {tuple(sorted(set(re.findall(r"\d+", number)))) for number in numbers}


def _pages_with_words(spellings):
    """The pages that have all words of one of the spellings. One query for each, as a union."""
    parts = [
        IndexedWord.objects.filter(word__in=words)
        .order_by()
        .values("page_id")
        .annotate(found=Count("word", distinct=True))
        .filter(found=len(words))
        .values_list("page_id", flat=True)
        for words in spellings
    ]
    first, *others = parts
    return list(first.union(*others))


def pages_with_lines(kind):
    """The primary keys of public pages that show help lines of a kind. Their own queries once after each change of the hub.

    Args:
        kind: a value of HelpLine.Kind.
    """

    def read():
        found = set()
        for model in HubPage.__subclasses__():
            pages = model.objects.live()
            body = next((field for field in model._meta.fields if field.name == "body"), None)
            if kind in model.shows_help_lines:
                found.update(pages.values_list("pk", flat=True))
            elif "help_lines" in getattr(getattr(body, "stream_block", None), "child_blocks", ()):
                pages = pages.annotate(stored=Cast("body", TextField()))
                # As JSON, with the quotation marks.
                found.update(pages.filter(stored__contains=f'"{kind}"').values_list("pk", flat=True))
        return found

    return kept_or_made(f"search:pages-with-lines:{kind}", read, 24 * 60 * 60)


def pages_with_office():
    """The primary keys of public pages that show the office's phones. Its own queries once after each change of the hub."""

    def read():
        models = [model for model in HubPage.__subclasses__() if model.shows_office]
        return {pk for model in models for pk in model.objects.live().values_list("pk", flat=True)}

    return kept_or_made("search:pages-with-office", read, 24 * 60 * 60)
