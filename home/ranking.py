"""The best hits of a search, found in one pass over the index.

modelsearch ranks on SQLite by asking the index anew for each page that it found, which takes the square of the hits (a word
of 3,500 pages: 44 s). Here the index is asked once, and each hit is looked up by its number. To be removed when
SQLiteSearchQueryCompiler.search() of modelsearch no longer orders by a subquery for each row.
"""

from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef
from django.db.models.functions import Cast
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page


def best(pages, query, operator, condition, most):
    """The numbers of the pages that a query finds, best first. One query.

    Args:
        pages: a queryset of Page, narrowed by what the index knows.
        query: words.
        operator: "and" or "or".
        condition: a Q that narrows the hits further.
        most: how many at most.

    Returns:
        A list of numbers.
    """
    results = pages.search(query, operator=operator)
    if connection.vendor != "sqlite":
        return list(results.get_queryset().filter(condition).values_list("pk", flat=True)[:most])
    return _best_on_sqlite(results.query_compiler, pages.filter(condition), most)


def _best_on_sqlite(compiler, pages, most):
    # This module can only be read where the database is SQLite.
    from modelsearch.backends.database.sqlite.query import (
        MatchExpression,
        SQLiteFTSIndexEntry,
        normalize,
    )

    words = compiler.build_search_query(normalize(compiler.query))
    entries = SQLiteFTSIndexEntry.objects.filter(
        MatchExpression(compiler.FTS_TABLE_FIELDS, words),
        index_entry__content_type__in=get_descendants_content_types_pks(Page),
    ).annotate(page=Cast("index_entry__object_id", IntegerField()))
    ranked = entries.filter(Exists(pages.filter(pk=OuterRef("page")).order_by())).annotate(
        score=compiler._build_rank_expression(compiler.get_search_vectors(), None)
    )
    return list(ranked.order_by("score", "-page").values_list("page", flat=True)[:most])
