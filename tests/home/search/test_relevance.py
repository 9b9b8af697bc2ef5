"""Readers find the page that they need among the first three results: two tables of queries for each language.

`python -m pytest tests/home/search/test_relevance.py -s` prints how many pages are in the first place and among the first three
(docs/search.md), on the database of DATABASE_URL.
"""

from pathlib import Path

import pytest
import yaml
from django.db import connection
from wagtail.models import Page

from home.search.ranking import find
from tests.home.demo.addresses import YEAR

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "es", "so", "hmn"]
FIRST = 3
# For each table the share of queries whose page must be among the first three, and in the first place. The queries of the second were
# written before their results were seen, so some of them fail: they show how other readers' queries do.
FLOORS = {"relevance": (1, 0.85), "relevance_unseen": (0.8, 0.7)}


def read(name):
    """A table: by language, for each query the addresses of the right pages."""
    # The address and the title of the campaign have a year.
    text = (Path(__file__).parent / f"{name}.yaml").read_text().replace("YEAR", str(YEAR))
    return {
        language: {query: [wanted] if isinstance(wanted, str) else wanted for query, wanted in rows.items()}
        for language, rows in yaml.safe_load(text).items()
    }


def places(table, language):
    """For each query of a language, (query, right addresses, place of the first right page or None, the first results)."""
    for query, wanted in table[language].items():
        found = [page.pk for page in find(query, language).pages]
        addresses = {page.pk: page.url for page in Page.objects.filter(pk__in=found)}
        order = [addresses[pk] for pk in found]
        place = next((number for number, address in enumerate(order, 1) if address in wanted), None)
        yield query, wanted, place, order[:FIRST]


def test_the_tables_have_160_queries_and_fifteen_in_each_language_and_share_none():
    seen, unseen = read("relevance"), read("relevance_unseen")
    assert list(seen) == list(unseen) == LANGUAGES
    assert sum(len(rows) for table in (seen, unseen) for rows in table.values()) >= 160
    for language in LANGUAGES:
        assert len(seen[language]) >= 15 and len(unseen[language]) >= 15
        assert seen[language].keys().isdisjoint(unseen[language])


@pytest.mark.parametrize("name", FLOORS)
def test_the_page_that_is_needed_is_among_the_first_three(name):
    table = read(name)
    rows = []
    for language in LANGUAGES:
        of_language = list(places(table, language))
        rows += of_language
        first, among = _counts(of_language)
        print(
            f"\n{connection.vendor} {name} {language}: {len(of_language)} queries, {first} in the first place, {among} in the first three"
        )
    first, among = _counts(rows)
    missed = "\n".join(str(row) for row in rows if row[2] is None or row[2] > FIRST)
    least_among, least_first = FLOORS[name]
    assert among >= least_among * len(rows), missed
    assert first >= least_first * len(rows)


def _counts(rows):
    """How many right pages are (in the first place, among the first three)."""
    found = [place for _query, _wanted, place, _order in rows if place is not None]
    return sum(place == 1 for place in found), sum(place <= FIRST for place in found)
