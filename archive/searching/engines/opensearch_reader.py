"""Searches in OpenSearch: exact counts, facets and groups, and the pages of hits."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from haystack.constants import ID
from opensearchpy import OpenSearch

from archive.searching.engines.backend import Found, IndexAway, gathered
from archive.searching.engines.opensearch_cluster import answering, whole
from archive.searching.engines.opensearch_conditions import Queries, Query
from archive.searching.engines.scoring import TITLE_WEIGHT, ranked_fields
from archive.searching.matching import EngineQuery

_PAGE = 10_000  # most hits or buckets of one request
_GROUPS = 30_000  # most groups that one request counts; OpenSearch makes at most 65,535 buckets for a request
_SPREAD = 20_000  # groups of each request, where one request cannot count all
_RANKING = 400  # words that rank, two clauses each; OpenSearch takes 1,024 clauses
_LIFTED = 100  # number of resolutions whose entries get a bonus
_ATTEMPTS = 3  # searches, if the index changes meanwhile
_NUMBERS = 2**62  # a number that is gathered is a digest below this (archive.searching.same_words)


class _Changed(Exception):
    """The index changed between two requests of one search."""


class OpensearchReader:
    def __init__(self, client: OpenSearch, index: str, kinds: Mapping[str, str]) -> None:
        self._client, self._index = client, index
        self._queries = Queries(kinds)

    def find(
        self,
        query: EngineQuery,
        start: int,
        end: int | None,
        order: Sequence[str],
        facets: Sequence[str],
        gather: str = "",
    ) -> Found:
        with answering():
            for _ in range(_ATTEMPTS):
                try:
                    return _Search(self._client, self._index, self._queries, query, order, gather).found(
                        start, end, facets
                    )
                except _Changed:
                    continue
        raise IndexAway("The search index changes too often to be searched.")


class _Search:
    """One search, in several requests. They all see the same number of hits, otherwise ``_Changed`` is raised.

    The same question is put to the same copies of the shards: the copies of one shard count deleted entries
    differently, so an order by relevance differs a little from one copy to the other.
    """

    def __init__(
        self,
        client: OpenSearch,
        index: str,
        queries: Queries,
        query: EngineQuery,
        order: Sequence[str],
        gather: str,
    ) -> None:
        self._client, self._index, self._gather = client, index, gather
        self._matched = queries.query(query.condition)
        self._words = query.words[:_RANKING]
        self._order = [{name.lstrip("-"): "desc" if name.startswith("-") else "asc"} for name in order]
        self._copies = hashlib.sha256(repr(query.condition).encode()).hexdigest()[:16]
        self._hits: int | None = None

    def found(self, start: int, end: int | None, facets: Sequence[str]) -> Found:
        counted = self._counted(facets)
        hits = self._hits or 0
        values = {name: self._values(name, counted[name]) for name in facets}
        groups = self._groups(counted) if self._gather else 0
        if (end is not None and end <= start) or start >= hits:
            return Found(hits, [], values, groups)
        ranked = self._matched if self._order else self._ranked(counted["owners"]["buckets"])
        if not self._gather:
            rows = [(name, score) for name, score, _ in self._page(ranked, start, end)]
            return Found(hits, rows, values)
        members = self._members(ranked, start, end)
        return Found(
            hits,
            [group[0] for group in members],
            values,
            groups,
            [[name for name, _ in group] for group in members],
        )

    # --- Counts ----------------------------------------------------------------------------------------------

    def _counted(self, facets: Sequence[str]) -> dict[str, Any]:
        """The number of hits, facets and groups, and the resolutions with the most hits."""
        asked: dict[str, Any] = {name: {"terms": {"field": name, "size": _PAGE}} for name in facets}
        if self._gather:
            asked |= self._counting(_GROUPS)
        if not self._order:
            asked["owners"] = {"terms": {"field": "owner", "size": _LIFTED, "shard_size": _PAGE}}
        answer = self._ask(self._matched, {"size": 0, **({"aggs": asked} if asked else {})})
        return dict(answer.get("aggregations", {}))

    def _values(self, name: str, first: dict[str, Any]) -> list[tuple[str, int]]:
        buckets = first["buckets"] if not first["sum_other_doc_count"] else list(self._every_value(name))
        counts = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
        return sorted(counts, key=lambda row: (-row[1], row[0]))

    def _every_value(self, name: str) -> Iterator[dict[str, Any]]:
        """The values of a facet with more than ``_PAGE`` values."""
        after: dict[str, Any] = {}
        while True:
            listed = {"size": _PAGE, "sources": [{"value": {"terms": {"field": name}}}], **after}
            answer = self._ask(self._matched, {"size": 0, "aggs": {"every": {"composite": listed}}})
            found = answer["aggregations"]["every"]
            for bucket in found["buckets"]:
                yield {"key": bucket["key"]["value"], "doc_count": bucket["doc_count"]}
            if "after_key" not in found:
                return
            after = {"after": found["after_key"]}

    def _counting(self, size: int) -> dict[str, Any]:
        """Counts the groups. ``_ask`` leaves out the groups themselves."""
        return {
            "groups": {"terms": {"field": self._gather, "size": size, "shard_size": size}},
            "number": {"stats_bucket": {"buckets_path": "groups>_count"}},
        }

    def _groups(self, counted: dict[str, Any]) -> int:
        """The number of groups. Where they are too many for one request, each request counts those of one range."""
        if not counted["groups"]["sum_other_doc_count"]:
            return int(counted["number"]["count"])
        ranges = math.ceil((self._hits or 0) / _SPREAD)
        bounds = [_NUMBERS * step // ranges for step in range(ranges + 1)]
        number = 0
        for low, high in pairwise(bounds):
            within = {"range": {self._gather: {"gte": low, "lt": high}}}
            answer = self._ask(
                {"bool": {"filter": [self._matched, within]}},
                {"size": 0, "aggs": self._counting(_GROUPS)},
                part=True,
            )["aggregations"]
            if answer["groups"]["sum_other_doc_count"]:
                raise IndexAway("OpenSearch cannot count so many groups.")
            number += int(answer["number"]["count"])
        return number

    # --- Pages -----------------------------------------------------------------------------------------------

    def _page(self, query: Query, start: int, end: int | None) -> list[tuple[str, float, int]]:
        """The hits from ``start`` to ``end``: identifier, score, and the number by which they are gathered."""
        if end is None:
            return list(self._every(query))[start:]
        answer = self._ask(query, self._listed(end - start) | {"from": start})
        return [self._row(hit) for hit in answer["hits"].get("hits", ())]

    def _every(self, query: Query, *, part: bool = False) -> Iterator[tuple[str, float, int]]:
        after: dict[str, Any] = {}
        while True:
            hits = self._ask(query, self._listed(_PAGE) | after, part=part)["hits"].get("hits", ())
            yield from map(self._row, hits)
            if len(hits) < _PAGE:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _members(self, ranked: Query, start: int, end: int | None) -> list[list[tuple[str, float]]]:
        """The hits of each group, for the groups from ``start`` to ``end``."""
        if end is None:
            every = list(self._every(ranked))
            _count, groups = gathered([number for _, _, number in every], start)
            return [[every[place][:2] for place in places] for places in groups]
        body = self._listed(end - start) | {"from": start, "collapse": {"field": self._gather}}
        first = [self._row(hit)[2] for hit in self._ask(ranked, body)["hits"].get("hits", ())]
        members: dict[int, list[tuple[str, float]]] = {number: [] for number in first}
        narrowed = {"bool": {"must": [ranked], "filter": [{"terms": {self._gather: first}}]}}
        for name, score, number in self._every(narrowed, part=True) if first else ():
            members[number].append((name, score))
        if not all(members.values()):
            raise _Changed
        return list(members.values())

    def _listed(self, size: int) -> dict[str, Any]:
        relevant: list[dict[str, str]] = [{"_score": "desc"}, {"newest": "desc"}]
        fields = [ID, *([self._gather] if self._gather else [])]
        return {"size": size, "sort": [*(self._order or relevant), {ID: "asc"}], "docvalue_fields": fields}

    def _row(self, hit: dict[str, Any]) -> tuple[str, float, int]:
        """A hit. Hits that are ordered by a field have the score 0."""
        fields = hit["fields"]
        gathered_by = int(fields[self._gather][0]) if self._gather else 0
        return str(fields[ID][0]), float(hit.get("_score") or 0), gathered_by

    def _ask(self, query: Query, body: dict[str, Any], *, part: bool = False) -> dict[str, Any]:
        """The answer to one request. ``part`` says that the request is for a part of the hits."""
        answer: dict[str, Any] = whole(
            self._client.search(
                index=self._index,
                body={"query": query, "track_total_hits": True, "_source": False, **body},
                params={
                    "allow_partial_search_results": "false",
                    # All shards weigh words alike. Counts need no weights, and are cached without.
                    "search_type": "query_then_fetch" if self._order or not body["size"] else "dfs_query_then_fetch",
                    "preference": self._copies,
                    "filter_path": _READ,
                },
            )
        )
        total = int(answer["hits"]["total"]["value"])
        if not part and self._hits not in (None, total):
            raise _Changed
        if not part:
            self._hits = total
        return answer

    # --- Relevance -------------------------------------------------------------------------------------------

    def _ranked(self, owners: Sequence[Mapping[str, Any]]) -> Query:
        """The score of a hit: BM25 of the words, a bonus for words in the title and one for the resolutions with the
        most hits, multiplied by the entry's weight."""
        parts: list[Query] = [_constant({"match_all": {}}, 0.1)]
        for word in self._words:
            parts += [{"term": {field: word}} for field in ranked_fields(word)]
            parts.append({"term": {"title_words": {"value": word, "boost": TITLE_WEIGHT}}})
        lifted: dict[int, list[str]] = {}
        for bucket in owners:
            lifted.setdefault(bucket["doc_count"], []).append(bucket["key"])
        for count, names in lifted.items():
            if count > 1:
                parts.append(_constant({"terms": {"owner": names}}, 0.5 * math.log2(count)))
        return {
            "function_score": {
                "query": {"bool": {"filter": [self._matched], "should": parts}},
                "field_value_factor": {"field": "weight", "factor": 0.01, "missing": 100},
                "boost_mode": "multiply",
            }
        }


# What is read of an answer. The groups are only counted, and there can be many thousands.
_READ = (
    "_shards,timed_out,hits.total,hits.hits._score,hits.hits.fields,hits.hits.sort,"
    "aggregations,-aggregations.groups.buckets"
)


def _constant(query: Query, score: float) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}
