"""Turns Haystack's filters into conditions, so that ``SearchQuerySet`` works in the usual way. For example:

SearchQuerySet().models(Clause).filter(content="消除核武器", session="65").facet("kind").order_by("-newest")
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.inputs import BaseInput, Exact

from archive.searching.analysis import is_run, token_texts
from archive.searching.matching import EVERYTHING, All, Between, Condition, Either, EngineQuery, Is, Not, TokenSequence


class ArchiveQuery(BaseSearchQuery):
    _hit_count: int | None

    def build_query(self) -> EngineQuery:
        words: list[str] = []
        condition = self._condition(self.query_filter, words) if self.query_filter.children else EVERYTHING
        return EngineQuery(condition, tuple(dict.fromkeys(words)))

    def get_count(self) -> int:
        """The number of hits, without fetching any."""
        if self._hit_count is None:
            self._hit_count = self.backend.search(self.build_query(), **self.build_params() | {"end_offset": 0})["hits"]
        return self._hit_count

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """The text that ``narrow`` stores. ``ArchiveBackend.typed_query`` parses it later."""
        text = value.query_string if isinstance(value, BaseInput) else str(value)
        return text if field == "content" else f'{field}:"{text}"'

    def _condition(self, node: SearchNode, words: list[str]) -> Condition:
        """The condition of a node of Haystack's filters. The words for ranking are appended to ``words``."""
        conditions = []
        for child in node.children:
            if isinstance(child, SearchNode):
                conditions.append(self._condition(child, words))
            else:
                expression, value = child
                field, lookup = node.split_expression(expression)
                conditions.append(self._leaf(field, lookup, value, words))
        joined: Condition = All(tuple(conditions)) if node.connector == "AND" else Either(tuple(conditions))
        return Not(joined) if node.negated else joined

    def _leaf(self, field: str, lookup: str, value: Any, words: list[str]) -> Condition:
        quoted = isinstance(value, Exact) or lookup in ("exact", "contains")
        if isinstance(value, BaseInput):
            value = value.query_string
        if field != "content":
            return _field_condition(self.backend.fields().get(field), field, lookup, value)
        if quoted and not isinstance(value, EngineQuery):
            return _sequence("text", str(value), open_ends=True)
        query = value if isinstance(value, EngineQuery) else self.backend.typed_query(str(value))
        words.extend(query.words)
        return query.condition


def _field_condition(kind: str | None, field: str, lookup: str, value: Any) -> Condition:
    if kind == "integer":
        return _numbers(field, lookup, value)
    if kind in ("tokens", "words"):
        return _sequence(field, str(value), open_ends=lookup == "contains")
    values: Iterable[Any] = value if lookup == "in" else [value]
    return Is(field, tuple(str(value) for value in values))


def _sequence(field: str, text: str, open_ends: bool) -> Condition:
    tokens = token_texts(text)
    if not tokens:
        return EVERYTHING
    return TokenSequence(field, tokens, open_ends and is_run(tokens[0]), open_ends and is_run(tokens[-1]))


def _numbers(field: str, lookup: str, value: Any) -> Condition:
    if lookup == "in":
        return Either(tuple(Between(field, int(number), int(number)) for number in value))
    if lookup == "range":
        low, high = value
        return Between(field, int(low), int(high))
    number = int(value)
    return {
        "gt": Between(field, number + 1, None),
        "gte": Between(field, number, None),
        "lt": Between(field, None, number - 1),
        "lte": Between(field, None, number),
    }.get(lookup, Between(field, number, number))
