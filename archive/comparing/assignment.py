"""Finds the pairs with the largest sum of values, if each item of both sides may be in one pair at most."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping


def assign(values: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The best pairs. ``values`` has the value of each possible pair; a pair without a positive value is never taken.

    Adds one row after another by the cheapest chain of exchanges (successive shortest paths, with potentials).

    >>> sorted(assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8, (1, 1): 0.1}))
    [(0, 1), (1, 0)]
    """
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    for (row, column), value in sorted(values.items()):
        if value > 0:
            costs[row][column] = -value
    solver = _Solver(costs)
    for row in costs:
        solver.add(row)
    return {(row, column) for row, column in solver.taken.items() if column >= 0}


class _Solver:
    """``taken`` maps the rows added so far to their columns. A row can also take the free column of its own, -1 - row,
    which costs nothing: the row is then in no pair."""

    def __init__(self, costs: Mapping[int, Mapping[int, float]]) -> None:
        self._edges = {row: {**columns, -1 - row: 0.0} for row, columns in costs.items()}
        self._row_potential = {row: min(columns.values()) for row, columns in self._edges.items()}
        self._column_potential: dict[int, float] = defaultdict(float)
        self.taken: dict[int, int] = {}
        self._holders: dict[int, int] = {}

    def add(self, row: int) -> None:
        """Gives a row a column. Other rows can get other columns."""
        distances, came_from, end = self._shortest(row)
        reach = distances[end]
        for column, distance in distances.items():
            if distance < reach:
                self._column_potential[column] += distance - reach
                self._row_potential[self._holders[column]] += reach - distance
        self._row_potential[row] += reach
        column = end
        while True:
            holder = came_from[column]
            before = self.taken.get(holder)
            self.taken[holder], self._holders[column] = column, holder
            if holder == row or before is None:
                return
            column = before

    def _shortest(self, start: int) -> tuple[dict[int, float], dict[int, int], int]:
        """(final distances of the columns, the row before each column, the nearest column that no row has)."""
        final: dict[int, float] = {}
        best: dict[int, float] = {}
        came_from: dict[int, int] = {}
        queue: list[tuple[float, int]] = []
        row, reached = start, 0.0
        while True:
            for column, cost in self._edges[row].items():
                reduced = cost - self._row_potential[row] - self._column_potential[column]
                distance = reached + max(reduced, 0.0)
                if column not in final and distance < best.get(column, float("inf")):
                    best[column], came_from[column] = distance, row
                    heapq.heappush(queue, (distance, column))
            reached, column = heapq.heappop(queue)
            while column in final:
                reached, column = heapq.heappop(queue)
            final[column] = reached
            if column not in self._holders:
                return final, came_from, column
            row = self._holders[column]
