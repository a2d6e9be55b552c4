"""Measures how alike two clauses are.

Each measure can be shown to a reader: the shared words in their order, the shared pairs of words (a rare pair counts
more than a frequent pair), the opening phrase, the cited documents, the numbers, and the kind of clause. The place in
the order of the text comes later (``aligning``).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Indel

from archive.comparing.text import ComparedText
from archive.comparing.tokens import Tokens

# The shares of the measures of words, from 0 to 1 together. They were chosen on pairs that readers had aligned.
_IN_ORDER, _RARE, _CONTAINED = 0.34, 0.54, 0.12
_RARITY = 1.7  # a higher power gives more weight to rare pairs of words
# What else speaks for a pair (added), or against it (subtracted).
_OPENING, _CITED, _NUMBERS, _LABEL = 0.08, 0.02, 0.1, 0.02
_OTHER_OPENING, _OTHER_KIND = 0.01, 0.13
_NUMBER = re.compile(r"\d+(?:/\d+)?")
_MOST_CANDIDATES = 10  # of each clause; the likeness of others is not measured
_RARE_IN = 10  # clauses of the other text; a pair of words in more clauses shows no candidate
_SHORTEST_RATIO = 0.2  # a pair with fewer shared words in order is a candidate only if it shares rare words


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one clause.

    ``slug`` is the last piece of its path, ``opening`` its opening phrase in lower case. ``words`` is its text in the
    form of ``tokens``, and ``pairs`` are the pairs of neighbouring words. ``numbers`` are those in digits. ``cited``
    has the keys of the cited documents.
    """

    kind: str
    slug: str
    opening: str
    words: str
    pairs: frozenset[str]
    numbers: frozenset[str]
    cited: frozenset[str]


def features(text: ComparedText, tokens: Tokens) -> list[Features]:
    found = []
    for clause in text.clauses:
        words = tokens.of(clause.text)
        pairs = frozenset(map("".join, pairwise(words))) or frozenset(words)
        slug = clause.path.rpartition("-")[2]
        numbers = frozenset(_NUMBER.findall(clause.text))
        cited = text.cited.get(clause.path, frozenset())
        found.append(Features(clause.kind, slug, clause.opening.lower(), words, pairs, numbers, cited))
    return found


class Likeness:
    """The likeness of the clauses of two texts, apart from their places. Indexes count the clauses from 0."""

    def __init__(self, before: Sequence[Features], after: Sequence[Features]) -> None:
        self.before, self.after = before, after
        counted = Counter(pair for one in (*before, *after) for pair in one.pairs)
        total = len(before) + len(after)
        self._weights = {pair: math.log(1 + total / count) ** _RARITY for pair, count in counted.items()}
        self._sums = {one.pairs: self._weight(one.pairs) for one in (*before, *after)}

    def candidates(self, left: Iterable[int], right: Iterable[int]) -> dict[tuple[int, int], float]:
        """The likeness of the pairs that may belong together, among these clauses of both texts."""
        rows, columns = list(left), list(right)
        chosen = self._by_rare_pairs(rows, columns)
        found = {row for row, _ in chosen}
        chosen |= self._by_words([row for row in rows if row not in found], columns)
        return {pair: self.of(*pair) for pair in chosen}

    def of(self, left: int, right: int) -> float:
        """The likeness of two clauses: about 0 for different ones, and over 1 for the same words."""
        one, other = self.before[left], self.after[right]
        score = self.words(one, other)
        if one.opening and other.opening:
            score += _OPENING if one.opening == other.opening else -_OTHER_OPENING
        score += _LABEL * (one.slug == other.slug)
        score += _CITED * _share(one.cited, other.cited) + _NUMBERS * _share(one.numbers, other.numbers)
        return score - _OTHER_KIND * (one.kind != other.kind)

    def words(self, one: Features, other: Features) -> float:
        """How alike the words of two clauses are, from 0 to 1."""
        ratio = Indel.normalized_similarity(one.words, other.words)
        shared = self._weight(one.pairs & other.pairs)
        sums = self._sums[one.pairs], self._sums[other.pairs]
        if not shared or not all(sums):
            return _IN_ORDER * ratio
        return _IN_ORDER * ratio + _RARE * 2 * shared / sum(sums) + _CONTAINED * shared / min(sums)

    def _weight(self, pairs: Iterable[str]) -> float:
        return math.fsum(self._weights[pair] for pair in pairs)  # a set has no order, and this sum needs none

    def _by_words(self, rows: list[int], columns: list[int]) -> set[tuple[int, int]]:
        """For each of the rows, the pairs with the columns whose words are closest."""
        choices = {column: self.after[column].words for column in columns}
        return {
            (row, column)
            for row in rows
            for _, _, column in process.extract(
                self.before[row].words,
                choices,
                scorer=Indel.normalized_similarity,
                score_cutoff=_SHORTEST_RATIO,
                limit=_MOST_CANDIDATES,
            )
        }

    def _by_rare_pairs(self, rows: list[int], columns: list[int]) -> set[tuple[int, int]]:
        """For each of the rows, the pairs with the columns that share most pairs of words, counting only rare ones."""
        holders: dict[str, list[int]] = defaultdict(list)
        for column in columns:
            for pair in self.after[column].pairs:
                holders[pair].append(column)
        chosen = set()
        for row in rows:
            shared: Counter[int] = Counter()
            for pair in self.before[row].pairs:
                if len(others := holders.get(pair, ())) <= _RARE_IN:
                    shared.update(others)
            most = sorted(shared, key=lambda column: (-shared[column], column))[:_MOST_CANDIDATES]
            chosen |= {(row, column) for column in most if shared[column] > 1}
        return chosen


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of two sets that both have, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
