"""Where Haystack looks for an app's indexes; they live in ``archive.searching.search_indexes``."""

from archive.searching.search_indexes import ClauseIndex, DocumentIndex

__all__ = ["ClauseIndex", "DocumentIndex"]
