"""Conditions (``archive.searching.matching``) as queries of OpenSearch.

OpenSearch cuts no text into tokens. A field of tokens is a list of values, one for each token, at one place after the
other. So every token is found as it is, whatever its characters and its length.

A sequence with an open end has a field of its own, in which runs of letters and digits are spelled: ``npt 第`` is
``|| n p t || 第``. There ``"np`` is the sequence ``|| n p``. OpenSearch's own patterns within a sequence give up where
more than 1,024 tokens begin with the same letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.searching.analysis import is_run
from archive.searching.matching import All, Between, Condition, Either, Is, Not, TokenSequence

Query = dict[str, Any]

_EDGE = "||"  # where a run begins and where it ends, in a spelled field; everything else there is one character
_LONGEST = 8_000  # characters; a term of Lucene has at most 32,766 bytes
_PHRASED = 100  # most characters of a token in a phrase; its analyzer cuts a token that is longer than 255
_PATTERN = 40  # most characters of a token in a pattern; a longer one is looked for by its letters
_VALUES = 60_000  # most values in one list; OpenSearch takes 65,536


def spelled_field(name: str) -> str:
    return f"{name}_spelled"


def terms(text: str) -> list[str]:
    """The tokens or words of an index field, each as it is in OpenSearch."""
    return [_term(token) for token in text.split(" ") if token]


def spelled(text: str) -> list[str]:
    """The tokens of an index field with their runs spelled.

    >>> spelled("第 65 号") == ["第", _EDGE, "6", "5", _EDGE, "号"]
    True
    """
    return [letter for token in text.split(" ") if token for letter in _letters(token)]


def _letters(token: str) -> list[str]:
    return [_EDGE, *token, _EDGE] if is_run(token) else [token]


def _term(token: str) -> str:
    """A token, or the beginning and the digest of one that is too long for Lucene."""
    return token if len(token) <= _LONGEST else token[:_LONGEST] + hashlib.sha256(token.encode()).hexdigest()


class Queries:
    """Makes queries for an index. ``kinds``: field → kind (``archive.searching.index_fields``)."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def query(self, condition: Condition) -> Query:
        match condition:
            case TokenSequence():
                return self._sequence(condition)
            case Is(field, values):
                parts = [values[start : start + _VALUES] for start in range(0, len(values), _VALUES)]
                return _any({"terms": {field: list(part)}} for part in parts)
            case Between(field, low, high):
                bounds = {"gte": low, "lte": high}
                return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}
            case All(children):
                needed = [self.query(child) for child in children if not isinstance(child, Not)]
                denied = [self.query(child.child) for child in children if isinstance(child, Not)]
                return {"bool": {"filter": needed or [{"match_all": {}}], "must_not": denied}}
            case Either(children):
                return _any(map(self.query, children))
            case Not(child):
                return {"bool": {"filter": [{"match_all": {}}], "must_not": [self.query(child)]}}

    def _sequence(self, sequence: TokenSequence) -> Query:
        field, tokens = sequence.field, sequence.tokens
        if not (sequence.open_start or sequence.open_end):
            return _run(field, [_term(token) for token in tokens])
        if len(tokens) == 1 and (len(tokens[0]) <= _PATTERN or self._kinds[field] == "words"):
            return _pattern(field, tokens[0], sequence.open_start, sequence.open_end)
        letters = [letter for token in tokens for letter in _letters(token)]
        if sequence.open_start and letters[0] == _EDGE:
            letters = letters[1:]
        if sequence.open_end and letters[-1] == _EDGE:
            letters = letters[:-1]
        # Whole tokens are rarer than letters, so they leave few candidates.
        whole = dict.fromkeys(tokens[sequence.open_start : len(tokens) - sequence.open_end])
        candidates = [{"term": {field: _term(token)}} for token in whole]
        return {"bool": {"filter": [*candidates, _run(spelled_field(field), letters)]}}


def _run(field: str, values: Sequence[str]) -> Query:
    """The values one directly after the other."""
    if len(values) == 1:
        return {"term": {field: values[0]}}
    if all(len(value) <= _PHRASED for value in values):
        return {"match_phrase": {field: {"query": " ".join(values), "analyzer": "whitespace"}}}
    return {"span_near": {"slop": 0, "in_order": True, "clauses": [{"span_term": {field: value}} for value in values]}}


def _pattern(field: str, token: str, open_start: bool, open_end: bool) -> Query:
    if not open_start:
        return {"prefix": {field: {"value": token}}}
    escaped = "".join(f"\\{character}" if character in "*?\\" else character for character in token)
    return {"wildcard": {field: {"value": f"*{escaped}{'*' if open_end else ''}"}}}


def _any(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if not found:
        return {"match_none": {}}
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}
