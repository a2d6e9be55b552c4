"""Tests the history of a clause in a series. The texts are invented."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from archive.comparing import compare
from archive.comparing.history import History, history
from archive.searching.segmentation import han_words
from tests.comparing_texts import text

LAKES = "回顾保护高山湖泊的各项宣言，"
BOTH = "鼓励各国培训山区的气象员，交流各地的气象记录，并邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
FIRST = "鼓励各国培训山区的气象员，交流各地的气象记录；"
SECOND = "又邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
SERIES = (
    text({"pp1": "深信野蜂对果园的收成不可缺少，"}, "A/RES/90/1"),
    text({"pp1": LAKES, "op1": BOTH}, "A/RES/91/1"),
    text({"op1": LAKES, "op2": FIRST, "op3": SECOND}, "A/RES/92/1"),
    text({"op1": FIRST.replace("鼓励", "敦促"), "op2": SECOND}, "A/RES/93/1"),
)
COMPARISONS = [compare(*pair, han_words) for pair in pairwise(SERIES)]


def stages(found: History) -> list[tuple[str, tuple[str, ...]]]:
    return [(stage.text, stage.paths) for stage in found.stages]


@pytest.mark.parametrize(
    ("where", "clauses", "began", "ended"),
    [
        (("A/RES/91/1", "pp1"), [("A/RES/91/1", ("pp1",)), ("A/RES/92/1", ("op1",))], True, True),
        (("A/RES/92/1", "op1"), [("A/RES/91/1", ("pp1",)), ("A/RES/92/1", ("op1",))], True, True),
        (("A/RES/90/1", "pp1"), [("A/RES/90/1", ("pp1",))], False, True),
        (
            ("A/RES/91/1", "op1"),
            [("A/RES/91/1", ("op1",)), ("A/RES/92/1", ("op2", "op3")), ("A/RES/93/1", ("op1", "op2"))],
            True,
            False,
        ),
        (
            ("A/RES/93/1", "op1"),
            [("A/RES/91/1", ("op1",)), ("A/RES/92/1", ("op2",)), ("A/RES/93/1", ("op1",))],
            True,
            False,
        ),
        (("A/RES/99/1", "op1"), [("A/RES/99/1", ("op1",))], False, False),
    ],
)
def test_a_history_goes_from_where_a_clause_came_in_to_where_it_went(
    where: tuple[str, str], clauses: list[tuple[str, tuple[str, ...]]], began: bool, ended: bool
) -> None:
    found = history(COMPARISONS, *where)
    assert (stages(found), found.began, found.ended) == (clauses, began, ended)


def test_each_stage_has_its_comparison_with_the_one_before() -> None:
    last = history(COMPARISONS, "A/RES/93/1", "op1").stages[-1]
    assert [(pair.before, pair.verb, pair.strength) for pair in last.pairs] == [("op2", ("鼓励", "敦促"), "stronger")]


def test_the_order_of_the_comparisons_does_not_matter() -> None:
    found = {history(order, "A/RES/92/1", "op2") for order in permutations(COMPARISONS)}
    assert len(found) == 1
