"""The part of a Haystack backend that is the same for every engine.

An engine provides an ``IndexReader``, which answers the conditions of ``archive.searching.matching``, and an
``IndexWriter``. This module does what Haystack expects: updates from SearchIndex classes, counts, facets, narrowing
and results.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from haystack import connections
from haystack.backends import BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from archive.searching.matching import Condition, EngineQuery, Is, both

# Increase this number if a change of the code gives other tokens or words for the same text. An older index is then not
# used.
ANALYSIS = 6


class IndexAway(Exception):
    """There is no index, or it cannot be read. Another process builds a new one (``archive.searching.freshness``)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits.

    ``hits``    number of all hits
    ``rows``    (identifier, score) of the hits of the page
    ``facets``  field → [(value, count)], the most frequent value first
    ``groups``  number of all groups, if hits are gathered; otherwise 0
    ``members`` for each row, the identifiers of the hits in its group, in order. The first one is the row itself
    """

    hits: int
    rows: list[tuple[str, float]] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    groups: int = 0
    members: list[list[str]] = field(default_factory=list)


def joined(first: Found, then: Found, size: int | None) -> Found:
    """The hits of a search, and after them those of another search that has none of them. Both have the same facets.
    ``size`` is the number of hits of the page; None if it has no end."""
    facets = {name: dict(values) for name, values in first.facets.items()}
    for name, values in then.facets.items():
        for value, count in values:
            facets[name][value] = facets[name].get(value, 0) + count
    return Found(
        first.hits + then.hits,
        [*first.rows, *then.rows][:size],
        {name: sorted(counts.items(), key=lambda row: (-row[1], row[0])) for name, counts in facets.items()},
        first.groups + then.groups,
        [*first.members, *then.members][:size],
    )


class IndexReader(Protocol):
    """Reads an index. Threads share a reader."""

    def find(
        self,
        query: EngineQuery,
        start: int,
        end: int | None,
        order: Sequence[str],
        facets: Sequence[str],
        gather: str = "",
    ) -> Found:
        """The hits from ``start`` to ``end``. If ``end`` is None, the hits up to the last one. Every count is exact.

        ``order`` names number fields. A ``-`` before the name puts the highest number first. If ``order`` is empty,
        the most relevant hit is first.

        ``gather`` names a number field. Hits with the same number are then one group, at the place of its first hit,
        and ``start`` and ``end`` count groups. Facets always count hits.
        """
        ...


class IndexWriter(Protocol):
    def add(self, fields: dict[str, Any]) -> None: ...

    def delete(self, name: str, value: str) -> None:
        """Remove the entries that have this value in a keyword field. Entries that the same writer added are kept."""
        ...


class ArchiveBackend(BaseSearchBackend, ABC):
    """Haystack's backend for the archive's engines. Its option in ``HAYSTACK_CONNECTIONS``:

    ``TYPED_QUERY``  the dotted name of a function: typed text → ``EngineQuery``
    """

    name: ClassVar[str]

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self._typed_query = options.get("TYPED_QUERY", "")

    def typed_query(self, text: str) -> EngineQuery:
        """The query of a typed text. The settings name the function that makes the query. Engines therefore do
        not depend on the grammar of questions."""
        if not self._typed_query:
            raise ImproperlyConfigured(f"HAYSTACK_CONNECTIONS[{self.connection_alias!r}] needs a TYPED_QUERY.")
        query = import_string(self._typed_query)(text)
        assert isinstance(query, EngineQuery)
        return query

    def fields(self) -> dict[str, str]:
        """Index field → its kind (``archive.searching.index_fields``)."""
        found = connections[self.connection_alias].get_unified_index().all_searchfields()
        return {name: field.field_type for name, field in found.items()} | dict.fromkeys(
            (ID, DJANGO_CT, DJANGO_ID), "keyword"
        )

    def schema(self) -> str:
        """A hash of the fields and of their analysis. Each schema has an index of its own."""
        described = repr((ANALYSIS, sorted(self.fields().items())))
        return hashlib.sha256(described.encode()).hexdigest()[:8]

    # --- Where an engine keeps its index ---------------------------------------------------------------------

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the index is, for messages to administrators."""

    @abstractmethod
    def reader(self) -> IndexReader:
        """A reader of the current index. Raises IndexAway."""

    def exists(self) -> bool:
        """Whether there is an index with the present fields that can be read."""
        try:
            self.reader()
        except IndexAway:
            return False
        return True

    def opens(self) -> bool:
        """Whether the index can be read. Does not use what is in memory."""
        return self.exists()

    def is_lost(self) -> bool:
        """Whether a new index is needed, because there is none or because a reader could not open it."""
        return not self.opens()

    @abstractmethod
    def may_write(self) -> bool:
        """Whether this process may write to the index."""

    @abstractmethod
    def writing(self, *, afresh: bool = False, wait: bool = True) -> AbstractContextManager[IndexWriter]:
        """Write to the index. Readers see all changes of a ``with`` block at once. If the block fails, readers see no
        change.

        ``afresh`` makes a new index beside the old one and then replaces the old one. Writers wait for each other; if
        ``wait`` is False, BlockingIOError is raised instead. A ``with`` block inside another block uses the writer of
        the outer block.
        """

    def writing_before_commit(self) -> AbstractContextManager[IndexWriter] | None:
        """Write the changes of the open transaction within this transaction. None if the engine cannot do this. Then
        the index follows after the transaction. The context raises IndexAway, and BlockingIOError if others write for
        long."""
        return None

    @abstractmethod
    def begin_reading(self) -> None:
        """Tell that the database is read from now on. Call this within ``writing``. Later changes are ``behind``."""

    @abstractmethod
    def behind(self) -> set[int]:
        """Primary keys of the documents that changed after they were written to the index.

        Raises IndexAway if the index is of another database.
        """

    def clean(self) -> None:
        """Remove what killed writers have left. Call this within ``writing``."""

    def settle(self) -> None:
        """Forget notes that are no longer needed. The process that tends the index calls this if nothing is behind."""

    @abstractmethod
    def remove_others(self) -> None:
        """Remove the indexes of other engines and of earlier schemas."""

    # --- What Haystack calls ---------------------------------------------------------------------------------

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        with self.writing() as writer:
            for obj in iterable:
                prepared = index.full_prepare(obj)
                writer.delete(ID, prepared[ID])
                writer.add(prepared)

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        with self.writing() as writer:
            writer.delete(ID, get_identifier(obj_or_string))

    def clear(self, models: Sequence[Any] | None = None, commit: bool = True) -> None:
        with self.writing(afresh=models is None) as writer:
            for model in models or ():
                writer.delete(DJANGO_CT, get_model_ct(model))

    @log_query
    def search(
        self,
        query_string: EngineQuery | str,
        sort_by: Sequence[str] = (),
        start_offset: int = 0,
        end_offset: int | None = None,
        facets: Iterable[str] = (),
        narrow_queries: Iterable[str] = (),
        models: Iterable[Any] = (),
        result_class: type[SearchResult] = SearchResult,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Searches the index, and returns the result as the dictionary that Haystack expects.

        ``query_string`` is usually a query from ``ArchiveQuery``. If it is a text, it is parsed as a typed question.
        """
        query = query_string if isinstance(query_string, EngineQuery) else self.typed_query(query_string)
        conditions: list[Condition] = [query.condition]
        conditions += [self.typed_query(narrow).condition for narrow in narrow_queries]
        if models:
            conditions.append(Is(DJANGO_CT, tuple(sorted(get_model_ct(model) for model in models))))
        found = self.find(
            EngineQuery(both(*conditions), query.words), start_offset, end_offset, tuple(sort_by), tuple(facets)
        )
        results = []
        for identifier, score in found.rows:
            app_label, model_name, pk = identifier.split(".", 2)
            results.append(result_class(app_label, model_name, pk, score, id=identifier))
        return {
            "results": results,
            "hits": found.hits,
            "facets": {"fields": found.facets, "dates": {}, "queries": {}},
            "spelling_suggestion": None,
        }

    def find(
        self,
        query: EngineQuery,
        start: int = 0,
        end: int | None = None,
        order: Sequence[str] = (),
        facets: Sequence[str] = (),
        gather: str = "",
    ) -> Found:
        """Searches the current index with ``IndexReader.find``. Raises IndexAway if there is no index that can be
        read."""
        return self.reader().find(query, start, end, order, facets, gather)


def gathered(values: Sequence[Hashable], start: int = 0, end: int | None = None) -> tuple[int, list[list[int]]]:
    """The number of groups of equal values, and the places of those from ``start`` to ``end``. Groups
    are in the order of their first places.

    >>> gathered([7, 5, 7, 9], 0, 2)
    (3, [[0, 2], [1]])
    """
    every = list(dict.fromkeys(values))
    groups: dict[Hashable, list[int]] = {value: [] for value in every[start:end]}
    for place, value in enumerate(values):
        if value in groups:
            groups[value].append(place)
    return len(every), list(groups.values())
