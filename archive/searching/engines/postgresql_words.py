"""Words for ranking in the index of ``postgresql``: a tsvector with a weight for each word.

A tsvector has one of four weights for a word. Here the weight stands for the BM25 frequency of the word in the entry.
"""

from __future__ import annotations

from collections import Counter

from psycopg import sql

from archive.searching.engines.postgresql_conditions import LONGEST, lexeme

_K1, _B = 1.2, 0.75  # BM25
_LENGTH = 60  # words of an ordinary entry, for BM25
# The BM25 frequencies of a word (0 to _K1 + 1) that the weights of a tsvector stand for, and the lowest frequency of
# each. A weight is at most 1 in PostgreSQL, so ``_SCALE`` divides them.
_WEIGHTS = {"A": (1.55, 1.7), "B": (1.1, 1.3), "C": (0.7, 0.9), "D": (0.0, 0.5)}
_SCALE = 1.7
_RANKED = 1.6449340668482264  # ts_rank divides a single weight by this (PostgreSQL, tsrank.c)


def ranked(words: str) -> str:
    """The words of a field of words as a tsvector.

    >>> ranked("裁军 会议 裁军")
    "'裁军':1A '会议':1A"
    """
    counts = Counter(word for word in words.split() if len(word) <= LONGEST)
    norm = _K1 * (1 - _B + _B * sum(counts.values()) / _LENGTH)
    found = []
    for word, often in counts.items():
        frequency = often * (_K1 + 1) / (often + norm)
        weight = next(name for name, (least, _) in _WEIGHTS.items() if frequency >= least)
        found.append(f"{lexeme(word)}:1{weight}")
    return " ".join(found)


def frequency(field: str, word: str, factor: float) -> sql.Composable:
    """The BM25 frequency of a word in a field of a row, multiplied by a factor."""
    weights = [_WEIGHTS[name][1] / _SCALE for name in "DCBA"]
    return sql.SQL("{} * ts_rank({}::real[], {}, {}::tsquery)").format(
        sql.Literal(factor * _SCALE * _RANKED), sql.Literal(weights), sql.Identifier(field), sql.Literal(lexeme(word))
    )
