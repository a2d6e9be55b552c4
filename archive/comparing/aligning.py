"""Aligns the clauses of two texts: each clause is in at most one pair.

1. Clauses with equal texts are paired. If several clauses are equal, those under paired paragraphs come first, then the
   nearest.
2. The other clauses are paired by their likeness (``likeness``). The first pairs show the order of the texts, and the
   likeness is corrected by it: a pair in its place gains, a pair out of its place loses. The best pairs of all are
   taken together (``assignment``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from archive.comparing.assignment import assign
from archive.comparing.dividing import divisions
from archive.comparing.likeness import Likeness, features
from archive.comparing.order import kept_in_order
from archive.comparing.text import ComparedText
from archive.comparing.tokens import Tokens
from archive.comparing.wording import without_space

_ENOUGH = 0.28  # the least likeness of a pair
_SURE = 0.3  # the least likeness of the first pairs, which show the order of the texts
_CLEAR = 0.4  # a pair with less likeness is doubtful
_RIVAL = 0.06  # a pair is also doubtful if the likeness of a clause without a pair is less than this below it
_IN_PLACE, _OUT_OF_PLACE, _FARTHEST = 0.08, 0.003, 6  # gain; loss for each clause between, up to this number of clauses
_PARENTS, _OTHER_PARENTS = 0.15, 0.2  # gain of points under paired paragraphs; loss of points under others

# How two clauses are related to their paragraphs: both are paragraphs, points of paired paragraphs, or neither.
_PARAGRAPHS, _OF_PAIRED, _OF_OTHERS = range(3)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which clauses belong together, by their indexes in the text before and in the text after.

    ``pairs`` maps one index to the other. ``doubtful`` has the indexes before of doubtful pairs. A split maps one index
    before to several after, and a merger maps one index after to several before. No clause occurs twice.
    """

    pairs: dict[int, int]
    doubtful: frozenset[int] = frozenset()
    splits: dict[int, tuple[int, ...]] = field(default_factory=dict)
    merges: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def turned(self) -> Alignment:
        """The same alignment with swapped sides."""
        pairs = dict(sorted((column, row) for row, column in self.pairs.items()))
        return Alignment(pairs, frozenset(self.pairs[row] for row in self.doubtful), self.merges, self.splits)

    def used(self) -> tuple[set[int], set[int]]:
        """The indexes before and after that are in a pair, a split or a merger."""
        before = {*self.pairs, *self.splits, *chain.from_iterable(self.merges.values())}
        return before, {*self.pairs.values(), *self.merges, *chain.from_iterable(self.splits.values())}


def align(before: ComparedText, after: ComparedText) -> Alignment:
    """The alignment of two texts. The result for swapped sides is the same result, turned."""
    if _key(before) > _key(after):
        return align(after, before).turned()
    pairs, doubtful = _Aligner(before, after).result()
    splits = divisions(before, after, pairs, set(range(len(after.clauses))) - set(pairs.values()))
    rest = {row: column for row, column in pairs.items() if row not in splits}
    turned = {column: row for row, column in rest.items()}
    merges = divisions(after, before, turned, set(range(len(before.clauses))) - set(pairs))
    rest = {row: column for row, column in rest.items() if column not in merges}
    return Alignment(rest, frozenset(doubtful & set(rest)), splits, merges)


def _key(text: ComparedText) -> list[tuple[str, str]]:
    return [(clause.text, clause.path) for clause in text.clauses]


class _Aligner:
    def __init__(self, before: ComparedText, after: ComparedText) -> None:
        tokens = Tokens()
        self._texts = before, after
        self._likeness = Likeness(features(before, tokens), features(after, tokens))
        self._parents = _parents(before), _parents(after)
        self._pairs: dict[int, int] = {}
        self._taken: set[int] = set()

    def result(self) -> tuple[dict[int, int], set[int]]:
        """The pairs, and the indexes before of doubtful pairs."""
        equal = self._equal()
        for under in (_PARAGRAPHS, _OF_PAIRED):
            for group in equal:
                self._pair_nearest(group, under)
        for group in equal:
            if len(group[0]) == len(group[1]) == 1:
                self._pair_nearest(group)
        doubtful = self._pair_alike()
        for group in equal:
            self._pair_nearest(group)
        return dict(sorted(self._pairs.items())), doubtful

    def _equal(self) -> list[tuple[list[int], list[int]]]:
        """The indexes of clauses with equal texts in both texts. The smallest groups come first."""
        texts = [[without_space(clause.text) for clause in text.clauses] for text in self._texts]
        groups = [group for group in _groups(texts[0], texts[1]).values() if group[0] and group[1]]
        return sorted(groups, key=lambda group: max(len(group[0]), len(group[1])))

    def _pair_nearest(self, group: tuple[list[int], list[int]], under: int | None = None) -> None:
        """Pairs the clauses of a group that are in no pair yet: those with the nearest places among the pairs first.

        If ``under`` is given, only pairs with this relation to their paragraphs are taken.
        """
        rows = [row for row in group[0] if row not in self._pairs]
        columns = [column for column in group[1] if column not in self._taken]
        places = (sorted(self._pairs), sorted(self._taken)) if len(rows) * len(columns) > 1 else ([], [])
        candidates = [
            (abs(bisect_left(places[0], row) - bisect_left(places[1], column)), row, column)
            for row in rows
            for column in columns
            if under is None or self._under_pair(row, column) == under
        ]
        for _, row, column in sorted(candidates):
            if row not in self._pairs and column not in self._taken:
                self._take(row, column)

    def _pair_alike(self) -> set[int]:
        """Pairs the clauses that are alike. Returns the indexes before of the doubtful pairs."""
        likeness = self._likeness.candidates(*self._left())
        chosen = dict(assign({pair: value for pair, value in likeness.items() if value > _SURE}))
        for _ in range(2):  # the second time, the first pairs show the order
            placed = self._placed(likeness, {**self._pairs, **chosen})
            chosen = dict(assign({pair: value - _ENOUGH for pair, value in placed.items()}))
        for row, column in chosen.items():
            self._take(row, column)
        return _doubtful(placed, chosen)

    def _left(self) -> tuple[list[int], list[int]]:
        """The clauses of both texts that are in no pair yet."""
        sizes = [len(text.clauses) for text in self._texts]
        rows = [index for index in range(sizes[0]) if index not in self._pairs]
        return rows, [index for index in range(sizes[1]) if index not in self._taken]

    def _take(self, row: int, column: int) -> None:
        self._pairs[row] = column
        self._taken.add(column)

    def _under_pair(self, row: int, column: int) -> int:
        """_PARAGRAPHS, _OF_PAIRED or _OF_OTHERS for a clause of each text."""
        one, other = self._parents[0][row], self._parents[1][column]
        if one is None or other is None:
            return _PARAGRAPHS if one is other else _OF_OTHERS
        return _OF_PAIRED if self._pairs.get(one) == other else _OF_OTHERS

    def _placed(
        self, likeness: Mapping[tuple[int, int], float], known: Mapping[int, int]
    ) -> dict[tuple[int, int], float]:
        """The likeness of the pairs, corrected by their paragraphs, and by their places between the known pairs."""
        rows = sorted(known)
        kept = sorted(kept_in_order([known[row] for row in rows]))
        anchors = [rows[index] for index in kept]
        images = [known[row] for row in anchors]
        return {
            (row, column): value + _place(row, column, anchors, images) + self._parent_gain(row, column, known)
            for (row, column), value in likeness.items()
        }

    def _parent_gain(self, row: int, column: int, known: Mapping[int, int]) -> float:
        """The gain or loss of a pair of points by the paragraphs that they belong to."""
        one, other = self._parents[0][row], self._parents[1][column]
        if one is None or other is None:
            return 0.0
        return _PARENTS if known.get(one) == other else -_OTHER_PARENTS


def _place(row: int, column: int, anchors: Sequence[int], images: Sequence[int]) -> float:
    """The gain or loss of a pair by the order: how many more anchors are before the one clause than before the other.

    ``anchors`` and ``images`` are the indexes of known pairs that are in the same order in both texts. If a clause of
    the pair is an anchor itself, one anchor more does not count.
    """
    places = bisect_left(anchors, row), bisect_left(images, column)
    itself = anchors[places[0] : places[0] + 1] == [row] or images[places[1] : places[1] + 1] == [column]
    between = abs(places[0] - places[1]) - itself
    return _IN_PLACE if between <= 0 else -_OUT_OF_PLACE * min(between, _FARTHEST)


def _parents(text: ComparedText) -> list[int | None]:
    """The index of the paragraph that each clause belongs to; None for paragraphs."""
    places = {clause.path: index for index, clause in enumerate(text.clauses)}
    return [places.get(clause.parent) if clause.parent else None for clause in text.clauses]


def _groups(left: Sequence[Hashable], right: Sequence[Hashable]) -> dict[Hashable, tuple[list[int], list[int]]]:
    """Each value → the indexes at which the one and the other side have it."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, values in enumerate((left, right)):
        for index, value in enumerate(values):
            groups[value][side].append(index)
    return groups


def _doubtful(placed: Mapping[tuple[int, int], float], chosen: Mapping[int, int]) -> set[int]:
    """The indexes before of the pairs that are not much alike, or that a clause without a pair rivals."""
    columns = set(chosen.values())
    rivals: dict[tuple[str, int], float] = defaultdict(float)  # the best pair of a clause with one that has no pair
    for (row, column), value in placed.items():
        if column not in columns:
            rivals["before", row] = max(rivals["before", row], value)
        if row not in chosen:
            rivals["after", column] = max(rivals["after", column], value)
    return {
        row
        for row, column in chosen.items()
        if placed[row, column] < _CLEAR
        or max(rivals["before", row], rivals["after", column]) > placed[row, column] - _RIVAL
    }
