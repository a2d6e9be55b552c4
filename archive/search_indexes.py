"""The search indexes under the module name that Haystack imports. ``archive.searching.search_indexes`` defines them."""

from archive.searching.search_indexes import ClauseIndex, DocumentIndex

__all__ = ["ClauseIndex", "DocumentIndex"]
