"""Tests what is true of every comparison, for any two texts. The texts are made of few words, so many are alike."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.comparing import ComparedText, Comparison, compare
from archive.searching.segmentation import han_words
from tests.comparing_texts import text

PIECES = (
    "回顾其以往的决议，",
    "注意到第65/72号决议，",
    "注意到2023年的报告，",
    "又注意到2024年的报告，",
    "促请核武器国家裁减核武库，",
    "敦促核武器国家裁减核武库，",
    "同时考虑到海岛的渔民，",
    "并邀请各大学建造观察站，向渔民开放观察站的数据，",
    "请秘书长提出报告；",
)
PATHS = ("pp1", "pp2", "op1", "op1-a", "op1-b", "op2", "op2-a", "op3", "annex1-p1")
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
TEXTS = st.lists(WORDS, max_size=len(PATHS)).map(lambda words: text(dict(zip(PATHS, words, strict=False))))
TURNED = {"stronger": "weaker", "weaker": "stronger", None: None}


def compared(before: ComparedText, after: ComparedText) -> Comparison:
    return compare(before, after, han_words)


def paths(one: ComparedText) -> Counter[str]:
    return Counter(clause.path for clause in one.clauses)


@given(TEXTS)
def test_a_text_against_itself_is_the_same(one: ComparedText) -> None:
    found = compared(one, one)
    assert [(pair.before, pair.kind, pair.moved) for pair in found.pairs] == [
        (clause.path, "same", False) for clause in one.clauses
    ]
    assert (found.new, found.dropped, found.splits, found.merges) == ((), (), (), ())


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_each_path_of_both_texts_occurs_once(one: ComparedText, other: ComparedText) -> None:
    found = compared(one, other)
    before = [*(pair.before for pair in found.pairs), *found.dropped, *(whole for whole, _ in found.splits)]
    after = [*(pair.after for pair in found.pairs), *found.new, *(whole for _, whole in found.merges)]
    assert Counter([*before, *(path for pieces, _ in found.merges for path in pieces)]) == paths(one)
    assert Counter([*after, *(path for _, pieces in found.splits for path in pieces)]) == paths(other)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_swapped_sides_give_the_mirrored_answer(one: ComparedText, other: ComparedText) -> None:
    found, turned = compared(one, other), compared(other, one)
    facts = {(pair.before, pair.after, pair.kind, pair.doubtful) for pair in found.pairs}
    assert facts == {(pair.after, pair.before, pair.kind, pair.doubtful) for pair in turned.pairs}
    verbs = {(pair.before, pair.verb and pair.verb[::-1], TURNED[pair.strength]) for pair in found.pairs}
    assert verbs == {(pair.after, pair.verb, pair.strength) for pair in turned.pairs}
    assert sum(pair.moved for pair in found.pairs) == sum(pair.moved for pair in turned.pairs)
    assert (set(found.new), set(found.dropped)) == (set(turned.dropped), set(turned.new))
    assert {(pieces, whole) for whole, pieces in found.splits} == set(turned.merges)


@given(st.lists(WORDS, max_size=9).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_clauses_in_another_order_are_the_same_or_moved(words: tuple[list[str], list[str]]) -> None:
    before, after = (text({f"op{number}": one for number, one in enumerate(side, 1)}) for side in words)
    found = compared(before, after)
    assert {pair.kind for pair in found.pairs} <= {"same"}
    assert len(found.pairs) == len(words[0])
