"""The words of searches, for what home/ adds to them (synonyms, words of danger); see portal/search_words.py."""

from portal.search_words import folded_words, index_words, query_words, stems

__all__ = ["folded_words", "index_words", "query_words", "stems"]
