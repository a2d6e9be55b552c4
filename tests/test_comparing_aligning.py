"""Tests which clauses are paired, new, dropped, moved, split or merged. The texts are invented."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comparing import Comparison, compare
from archive.comparing.assignment import assign
from archive.comparing.order import kept_in_order
from archive.searching.segmentation import han_words
from tests.comparing_texts import text

LAKES = "回顾保护高山湖泊的各项宣言，"
RIVERS = "注意到大河三角洲的渔民需要新的码头，"
FORESTS = "欢迎各国为恢复红树林设立基金，"
BEES = "深信野蜂对果园的收成不可缺少，"
REPORT = "请秘书长向大会第九十届会议报告本决议的执行情况；"
NEXT_REPORT = "请秘书长向大会第九十一届会议报告本决议的执行情况；"
TRAINING = "鼓励各国培训山区的气象员，"
STATIONS = "邀请各大学在岛屿上建造观察站，并开放观察站的数据，"


def compared(before: dict[str, str], after: dict[str, str]) -> Comparison:
    return compare(text(before), text(after, "A/RES/91/1"), han_words)


def links(found: Comparison) -> dict[str, str]:
    return {pair.before: pair.after for pair in found.pairs}


def moved(found: Comparison) -> list[str]:
    return [pair.before for pair in found.pairs if pair.moved]


def test_renumbered_clauses_are_not_moved() -> None:
    found = compared({"pp1": LAKES, "pp2": RIVERS, "op1": REPORT}, {"pp1": BEES, "pp2": LAKES, "pp3": RIVERS})
    assert (links(found), moved(found)) == ({"pp1": "pp2", "pp2": "pp3"}, [])
    assert (found.new, found.dropped) == (("pp1",), ("op1",))


@pytest.mark.parametrize(
    ("order", "lifted"),
    [
        ([LAKES, RIVERS, FORESTS, BEES], []),
        ([RIVERS, FORESTS, BEES, LAKES], ["pp1"]),
        ([BEES, LAKES, RIVERS, FORESTS], ["pp4"]),
        ([RIVERS, LAKES, FORESTS, BEES], ["pp1"]),  # the shorter of two clauses that changed places
    ],
)
def test_as_few_clauses_as_possible_are_moved(order: list[str], lifted: list[str]) -> None:
    before = {"pp1": LAKES, "pp2": RIVERS, "pp3": FORESTS, "pp4": BEES}
    found = compared(before, {f"pp{number}": words for number, words in enumerate(order, 1)})
    assert {pair.kind for pair in found.pairs} == {"same"}
    assert moved(found) == lifted


def test_points_move_with_their_paragraph() -> None:
    before = {"op1": "促请各国：", "op1-a": LAKES, "op1-b": RIVERS, "op2": REPORT}
    after = {"op1": REPORT, "op2": "促请各国：", "op2-a": LAKES, "op2-b": RIVERS}
    found = compared(before, after)
    assert links(found) == {"op1": "op2", "op1-a": "op2-a", "op1-b": "op2-b", "op2": "op1"}
    assert moved(found) == ["op1"]


def test_points_are_moved_among_the_points_of_their_paragraph_and_to_another_paragraph() -> None:
    before = {"op1": "促请各国：", "op1-a": LAKES, "op1-b": RIVERS, "op2": "邀请各大学：", "op2-a": FORESTS}
    after = {"op1": "促请各国：", "op1-a": RIVERS, "op1-b": LAKES, "op1-c": FORESTS, "op2": "邀请各大学："}
    assert moved(compared(before, after)) == ["op1-a", "op2-a"]


def test_equal_points_stay_under_their_paragraphs() -> None:
    before = {"op1": LAKES, "op1-a": "待定；", "op2": RIVERS, "op2-a": "待定；"}
    after = {"op1": RIVERS, "op1-a": "待定；", "op2": LAKES, "op2-a": "待定；"}
    assert links(compared(before, after)) == {"op1": "op2", "op1-a": "op2-a", "op2": "op1", "op2-a": "op1-a"}


def test_reworded_clauses_are_paired_by_their_words_and_others_are_new_and_dropped() -> None:
    before = {"pp1": LAKES, "pp2": FORESTS, "op1": REPORT, "op2": TRAINING}
    after = {"pp1": "回顾保护高山湖泊和沼泽的各项宣言，", "pp2": BEES, "op1": STATIONS, "op2": NEXT_REPORT}
    found = compared(before, after)
    assert links(found) == {"pp1": "pp1", "op1": "op2"}
    assert [pair.kind for pair in found.pairs] == ["reworded", "numbers"]
    assert (found.new, found.dropped) == (("pp2", "op1"), ("pp2", "op2"))


def test_a_clause_with_the_same_numbers_is_closer_than_one_with_others() -> None:
    meeting = "在湖城举行的审查保护高山湖泊的各项宣言执行情况的第{}届会议的成果，以及各国渔民的建议，"
    before = {"pp1": "注意到2018年11月21日至30日" + meeting.format("四")}
    after = {
        "pp1": "回顾2018年11月21日至30日" + meeting.format("四"),
        "pp2": "注意到2023年5月15日至19日" + meeting.format("五"),
    }
    assert links(compared(before, after)) == {"pp1": "pp1"}


def test_a_pair_with_few_shared_words_is_doubtful() -> None:
    before = {"pp1": LAKES, "pp2": "回顾今年是通过关于湖泊捕鱼的条约三十周年，欢迎在这方面所作的努力，", "pp3": BEES}
    after = {"pp1": LAKES, "pp2": "关切地注意到湖泊捕鱼的条约谈判没有进展，欢迎一些国家不再捕鱼，", "pp3": BEES}
    found = compared(before, after)
    assert [(pair.before, pair.after, pair.doubtful) for pair in found.pairs] == [
        ("pp1", "pp1", False),
        ("pp2", "pp2", True),
        ("pp3", "pp3", False),
    ]


WHOLE = "鼓励各国培训山区的气象员，交流各地的气象记录，并邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
FIRST_PIECE = "鼓励各国培训山区的气象员，交流各地的气象记录；"
SECOND_PIECE = "又邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"


def test_a_clause_that_was_divided_is_split_and_seen_from_the_other_side_merged() -> None:
    whole, pieces = {"op1": WHOLE, "op2": REPORT}, {"op1": FIRST_PIECE, "op2": SECOND_PIECE, "op3": REPORT}
    split, merged = compared(whole, pieces), compared(pieces, whole)
    assert (split.splits, split.merges, links(split)) == ((("op1", ("op1", "op2")),), (), {"op2": "op3"})
    assert (merged.splits, merged.merges, links(merged)) == ((), ((("op1", "op2"), "op1"),), {"op3": "op2"})


def test_a_clause_with_an_opening_phrase_of_its_own_is_new_even_if_its_other_words_are_old() -> None:
    after = {"op1": FIRST_PIECE, "op2": SECOND_PIECE.replace("又邀请", "感到鼓舞的是，"), "op3": REPORT}
    found = compared({"op1": WHOLE, "op2": REPORT}, after)
    assert (found.splits, found.new, links(found)) == ((), ("op2",), {"op1": "op1", "op2": "op3"})


def test_an_empty_text_has_only_new_clauses() -> None:
    found = compared({}, {"pp1": LAKES})
    assert (found.pairs, found.new, found.dropped) == ((), ("pp1",), ())


VALUES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-3, 9).map(lambda value: value / 10), max_size=16
)


@given(VALUES)
def test_the_assignment_has_the_largest_sum_of_all(values: dict[tuple[int, int], float]) -> None:
    chosen = assign(values)
    best = max(
        sum(max(0.0, values.get((row, column), 0.0)) for row, column in enumerate(columns))
        for columns in permutations(range(5))
    )
    assert sum(values[pair] for pair in chosen) == pytest.approx(best)
    assert all(len(side) == len(set(side)) for side in zip(*chosen, strict=True))


@given(st.permutations(range(7)))
def test_the_clauses_that_stay_are_in_order_and_no_more_could_stay(places: list[int]) -> None:
    kept = [places[index] for index in sorted(kept_in_order(places))]
    longest = [0] * 7
    for index, place in enumerate(places):
        longest[index] = 1 + max((longest[one] for one in range(index) if places[one] < place), default=0)
    assert kept == sorted(kept)
    assert len(kept) == max(longest)
