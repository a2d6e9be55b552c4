"""The history of a clause in a series: the clause in each text, from the first text that has it to the last.

Comparisons of neighbouring texts of the series are the links of a chain. A history follows pairs, splits and mergers,
so a clause can be several clauses in another text. The order in which the comparisons are given does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.comparing.comparison import Comparison, Pair


@dataclass(frozen=True, slots=True)
class Stage:
    """A clause in one text of the series.

    ``text`` is the name of the text, and ``paths`` are the clauses that it is there. ``pairs`` compare them with the
    stage before. They are empty for the first stage, and for clauses that were split or merged.
    """

    text: str
    paths: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The stages of a clause, the earliest first.

    ``began`` is true if the text before the first stage is known and does not have the clause. ``ended`` is true if
    the text after the last stage is known and does not have it.
    """

    stages: tuple[Stage, ...]
    began: bool
    ended: bool


def history(comparisons: Iterable[Comparison], text: str, path: str) -> History:
    """The history of the clause ``path`` of ``text``. Each text is in at most one comparison on each side.

    Without a comparison of the text, the history has one stage.
    """
    chain = list(comparisons)
    later = {one.before: one for one in chain}
    earlier = {one.after: one for one in chain}
    back, began = _follow(earlier, text, path, forward=False)
    on, ended = _follow(later, text, path, forward=True)
    stages = [*reversed(back), (text, (path,)), *on]
    compared = [Stage(*stages[0])]
    for (name, paths), (before, paths_before) in zip(stages[1:], stages, strict=False):
        compared.append(Stage(name, paths, _pairs(later[before], paths_before, paths)))
    return History(tuple(compared), began, ended)


def _follow(
    comparisons: dict[str, Comparison], text: str, path: str, forward: bool
) -> tuple[list[tuple[str, tuple[str, ...]]], bool]:
    """(the stages from a text on in one direction, whether a text that lacks the clause comes next)."""
    stages: list[tuple[str, tuple[str, ...]]] = []
    paths: tuple[str, ...] = (path,)
    seen = {text}
    while comparison := comparisons.get(text):
        text = comparison.after if forward else comparison.before
        if text in seen:
            break
        seen.add(text)
        partners = _partners(comparison, forward)
        paths = tuple(dict.fromkeys(partner for one in paths for partner in partners.get(one, ())))
        if not paths:
            return stages, True
        stages.append((text, paths))
    return stages, False


def _partners(comparison: Comparison, forward: bool) -> dict[str, tuple[str, ...]]:
    """Path → the paths that belong to it in the other text."""
    together: list[tuple[tuple[str, ...], tuple[str, ...]]]
    together = [((pair.before,), (pair.after,)) for pair in comparison.pairs]
    together += [((whole,), pieces) for whole, pieces in comparison.splits]
    together += [(pieces, (whole,)) for pieces, whole in comparison.merges]
    return {
        path: others
        for before, after in together
        for paths, others in [(before, after) if forward else (after, before)]
        for path in paths
    }


def _pairs(comparison: Comparison, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Pair, ...]:
    return tuple(pair for pair in comparison.pairs if pair.before in before and pair.after in after)
