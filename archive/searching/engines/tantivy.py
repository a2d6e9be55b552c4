"""The engine for more than a few hundred resolutions. It uses tantivy, an embedded library installed as a wheel.

Conditions (``archive.searching.matching``) become tantivy's own queries:

- A sequence of tokens is a phrase of terms. With open ends it is a phrase of patterns. A token that is too long for a
  pattern is found only whole.
- Keywords are terms of fast fields, from which tantivy counts facets.
- The score is BM25 of the words plus a bonus for words in the title. It is multiplied by the entry's weight, which is
  a fast field. Entries of the resolutions with the most matches get a bonus.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from haystack.backends import BaseEngine
from haystack.constants import ID
from tantivy import Occur, Query

from archive.searching.engines.backend import Found, gathered
from archive.searching.engines.local import LocalBackend
from archive.searching.engines.query import ArchiveQuery
from archive.searching.engines.scoring import TITLE_WEIGHT, in_title, ranked_fields, rarity
from archive.searching.matching import All, Between, Condition, Either, EngineQuery, Is, Not, TokenSequence

_TOKENIZER = "spaces"  # spaces separate tokens and words
_HEAP = 256 * 1024 * 1024
_LIFTED = 100  # number of resolutions whose entries get a bonus
_OWNERS = "their owners"  # the name of the aggregation of these resolutions, beside the facets
_PATTERN = 450  # most bytes of a token in a pattern; tantivy's patterns have at most 1,000 states
_MOST_VALUES = 65_000  # most values that are counted; every facet has fewer values, so every count is exact


def _schema(kinds: dict[str, str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, kind in sorted(kinds.items()):
        match kind:
            case "integer":
                builder.add_integer_field(name, indexed=True, fast=True)
            case "keyword":
                builder.add_text_field(name, stored=name == ID, fast=True, tokenizer_name="raw", index_option="basic")
            case "words":
                builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="freq")
            case _:
                builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="position")
    return builder.build()


def _open(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, spaces)
    return index


class TantivyIndexReader:
    def __init__(self, path: Path, kinds: dict[str, str]) -> None:
        self.path = path
        self._kinds = kinds
        self._written = _written(path)
        self._index = _open(path)
        self._index.config_reader("manual")
        self._index.reload()
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def is_current(self) -> bool:
        return _written(self.path) == self._written

    def find(
        self,
        query: EngineQuery,
        start: int,
        end: int | None,
        order: Sequence[str],
        facets: Sequence[str],
        gather: str = "",
    ) -> Found:
        matched = self._query(query.condition)
        wanted = self._searcher.num_docs if end is None else max(0, end - start)
        counted, owners = self._counted(matched, facets, owners=bool(wanted and not order))
        if not wanted:
            return Found(_count(self._searcher.search(matched, limit=1)), [], counted)
        ranked = matched if order else self._ranked(matched, query.words, owners)
        if gather:
            every = self._hits(ranked, 0, self._searcher.num_docs or 1, order)
            return self._gathered(every, gather, start, end, counted)
        result = self._hits(ranked, start, wanted, order)
        return Found(_count(result), [self._row(hit, order) for hit in result.hits], counted)

    def _hits(self, query: Query, start: int, wanted: int, order: Sequence[str]) -> tantivy.SearchResult:
        if not order:
            return self._searcher.search(query, wanted, offset=start, weight_by_field="weight")
        field, descending = order[0].lstrip("-"), order[0].startswith("-")
        direction = tantivy.Order.Desc if descending else tantivy.Order.Asc
        return self._searcher.search(query, wanted, order_by_field=field, offset=start, order=direction)

    def _gathered(
        self,
        every: tantivy.SearchResult,
        field: str,
        start: int,
        end: int | None,
        facets: dict[str, list[tuple[str, int]]],
    ) -> Found:
        hits = every.hits
        groups, page = gathered(self._searcher.fast_field_values(field, [address for _, address in hits]), start, end)
        rows = [[self._row(hits[place], ()) for place in places] for places in page]
        return Found(len(hits), [row[0] for row in rows], facets, groups, [[name for name, _ in row] for row in rows])

    def _row(self, hit: tuple[Any, tantivy.DocAddress], order: Sequence[str]) -> tuple[str, float]:
        """The identifier and the score of a hit. Hits that are ordered by a field have the score 0."""
        key, address = hit
        return str(self._searcher.doc(address).get_first(ID)), 0.0 if order else float(key)

    def _counted(
        self, query: Query, facets: Sequence[str], *, owners: bool
    ) -> tuple[dict[str, list[tuple[str, int]]], list[tuple[str, int]]]:
        """The facets of the hits, and the resolutions with the most hits: (value, number of hits), the most frequent
        first. The hits are counted in one pass."""
        terms = {name: _terms(name, _MOST_VALUES) for name in facets}
        if owners:
            terms[_OWNERS] = _terms("owner", _LIFTED)
        found = self._searcher.aggregate(query, terms) if terms else {}
        counts = {
            name: [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in counted["buckets"]]
            for name, counted in found.items()
        }
        most = counts.pop(_OWNERS, [])
        return {name: sorted(counts[name], key=lambda row: (-row[1], row[0])) for name in facets}, most

    # --- Conditions ------------------------------------------------------------------------------------------

    def _query(self, condition: Condition) -> Query:
        """The query for a condition. Every entry that it finds has the same score."""
        match condition:
            case TokenSequence():
                return Query.const_score_query(self._sequence(condition), 0.0)
            case Is(name, values):
                return Query.const_score_query(Query.term_set_query(self._schema, name, list(values)), 0.0)
            case Between(name, low, high):
                low, high = (-(2**62) if low is None else low), (2**62 if high is None else high)
                found = Query.range_query(self._schema, name, tantivy.FieldType.Integer, low, high)
                return Query.const_score_query(found, 0.0)
            case All(()):
                return Query.const_score_query(Query.all_query(), 0.0)
            case All(children):
                needed = [(Occur.Must, self._query(child)) for child in children if not isinstance(child, Not)]
                denied = [(Occur.MustNot, self._query(child.child)) for child in children if isinstance(child, Not)]
                if not needed:
                    needed = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
                return Query.boolean_query([*needed, *denied])
            case Either(()):
                return Query.empty_query()
            case Either(children):
                return Query.boolean_query([(Occur.Should, self._query(child)) for child in children])
            case Not(child):
                everything = Query.const_score_query(Query.all_query(), 0.0)
                return Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, self._query(child))])

    def _sequence(self, sequence: TokenSequence) -> Query:
        tokens = sequence.tokens
        whole = not (sequence.open_start or sequence.open_end)
        if whole or any(len(token.encode()) > _PATTERN for token in tokens):
            if len(tokens) == 1:
                return Query.term_query(self._schema, sequence.field, tokens[0], index_option="basic")
            return Query.phrase_query(self._schema, sequence.field, list(tokens))
        patterns = [re.escape(token) for token in tokens]
        if sequence.open_start:
            patterns[0] = ".*" + patterns[0]
        if sequence.open_end:
            patterns[-1] += ".*"
        if len(tokens) == 1:
            return Query.regex_query(self._schema, sequence.field, patterns[0])
        return Query.regex_phrase_query(self._schema, sequence.field, [*patterns])

    # --- Relevance -------------------------------------------------------------------------------------------

    def _ranked(self, query: Query, words: tuple[str, ...], owners: Sequence[tuple[str, int]]) -> Query:
        """``owners`` are the resolutions with the most hits, and the numbers of these."""
        parts: list[tuple[Occur, Query]] = [
            (Occur.Must, query),
            (Occur.Should, Query.const_score_query(Query.all_query(), 0.1)),
        ]
        size = self._searcher.num_docs or 1
        for word in words:
            for field in ranked_fields(word):
                parts.append((Occur.Should, Query.term_query(self._schema, field, word, index_option="freq")))
            frequency = self._searcher.doc_freq("words", word)
            if sought := in_title(word):
                titled = Query.const_score_query(self._sequence(sought), TITLE_WEIGHT * rarity(size, frequency))
                parts.append((Occur.Should, titled))
        for owner, number in owners:
            if number > 1:
                lifted = Query.term_query(self._schema, "owner", owner, index_option="basic")
                parts.append((Occur.Should, Query.const_score_query(lifted, 0.5 * math.log2(number))))
        return Query.boolean_query(parts)


def _terms(field: str, most: int) -> dict[str, Any]:
    """An aggregation: the most frequent values of a field."""
    return {"terms": {"field": field, "size": most, "segment_size": _MOST_VALUES}}


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def _written(path: Path) -> tuple[int, int]:
    """The time and the number of the file that lists the segments. They change with every commit, because tantivy
    then replaces the file."""
    stat = (path / "meta.json").stat()
    return stat.st_mtime_ns, stat.st_ino


class TantivyIndexWriter:
    def __init__(self, path: Path, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        self._index = _open(path)
        self._schema = self._index.schema
        # One thread makes few segments. Other processes prepare entries and use the other cores.
        self._writer = self._index.writer(_HEAP, 1)

    def add(self, fields: dict[str, Any]) -> None:
        document = tantivy.Document()
        for name, kind in self._kinds.items():
            value = fields.get(name)
            if value in (None, "", []):
                continue
            if kind == "integer":
                document.add_integer(name, int(value))
            elif isinstance(value, list | tuple | set):
                for one in value:
                    document.add_text(name, str(one))
            else:
                document.add_text(name, str(value))
        self._writer.add_document(document)

    def delete(self, name: str, value: str) -> None:
        self._writer.delete_documents_by_term(name, value)

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()

    def abandon(self) -> None:
        self._writer.rollback()


class TantivyBackend(LocalBackend):
    name = "tantivy"

    def create(self, path: Path) -> None:
        tantivy.Index(_schema(self.fields()), str(path))

    def open_reader(self, path: Path) -> TantivyIndexReader:
        return TantivyIndexReader(path, self.fields())

    def open_writer(self, path: Path) -> TantivyIndexWriter:
        return TantivyIndexWriter(path, self.fields())


class TantivyEngine(BaseEngine):
    backend = TantivyBackend
    query = ArchiveQuery
