"""Readers find the page that they need among the first three results: a table of queries for each language.

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

# The address and the title of the campaign have a year.
TABLE = yaml.safe_load((Path(__file__).parent / "relevance.yaml").read_text().replace("YEAR", str(YEAR)))
FIRST = 3


def places(language):
    """For each query of a language, (query, wanted address, place of the page or None, the first results)."""
    for query, wanted in TABLE[language].items():
        found = [page.pk for page in find(query, language).pages]
        addresses = {page.pk: page.url for page in Page.objects.filter(pk__in=found)}
        order = [addresses[pk] for pk in found]
        yield query, wanted, order.index(wanted) + 1 if wanted in order else None, order[:FIRST]


def test_the_table_has_fifteen_queries_in_each_language():
    assert set(TABLE) == {"en", "es", "so", "hmn"}
    assert all(len(queries) >= 15 for queries in TABLE.values())


@pytest.mark.parametrize("language", TABLE)
def test_the_page_that_is_needed_is_among_the_first_three(language):
    rows = list(places(language))
    first = sum(place == 1 for _query, _wanted, place, _order in rows)
    among = sum(place is not None and place <= FIRST for _query, _wanted, place, _order in rows)
    print(
        f"\n{connection.vendor} {language}: {len(rows)} queries, {first} in the first place, {among} in the first three"
    )
    missed = [row for row in rows if row[2] is None or row[2] > FIRST]
    assert missed == [], "\n".join(str(row) for row in missed)
