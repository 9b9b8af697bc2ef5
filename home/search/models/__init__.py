"""Models of the search."""

from .search_index import IndexedPage, IndexedWord
from .settings import EmptySearch, SearchWords

__all__ = [
    "EmptySearch",
    "IndexedPage",
    "IndexedWord",
    "SearchWords",
]
