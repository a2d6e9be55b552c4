"""The order of the pairs: which clauses a reader would have to lift to get the other order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def kept_in_order(places: Sequence[int], weights: Sequence[int] | None = None) -> set[int]:
    """The indexes of the longest increasing subsequence. ``places`` are the places in the other text.

    If several are equally long, the one with the largest sum of ``weights`` is taken. So if two clauses changed places,
    the shorter one was moved.

    >>> sorted(kept_in_order([0, 3, 1, 2]))
    [0, 2, 3]
    >>> sorted(kept_in_order([1, 0], [5, 9]))
    [1]
    """
    if all(one < other for one, other in pairwise(places)):
        return set(range(len(places)))
    sizes = list(weights) if weights else [0] * len(places)
    best: list[tuple[int, int]] = []  # (length, weight) of the best subsequence that ends here
    before: list[int] = []
    for index, place in enumerate(places):
        previous = max((one for one in range(index) if places[one] < place), key=best.__getitem__, default=-1)
        length, weight = best[previous] if previous >= 0 else (0, 0)
        best.append((length + 1, weight + sizes[index]))
        before.append(previous)
    kept, index = set(), max(range(len(best)), key=best.__getitem__, default=-1)
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
