"""Tests how the clauses of two languages are joined. The texts are invented, except in the last test."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.comparing.parallel import ALONE, BY_ORDER, BY_PATH, Row, parallel
from archive.reading import read
from archive.reading.draft import DraftClause
from tests.conftest import SHARED_DATA

LONG = "Requests the Secretary-General to report on the matter to the Assembly at its next session;"
LANG = "请秘书长就这一事项向大会下届会议提出报告；"


def clause(path: str, text: str = LONG, label: str = "", kind: str = "") -> DraftClause:
    kinds = {"pp": "preambular", "op": "operative", "h1": "heading", "h2": "heading", "h3": "heading"}
    return DraftClause(kind or kinds[path[:2]], path, label, "", text)


def shown(rows: Sequence[Row[DraftClause]]) -> list[tuple[str, str, str]]:
    return [(row.one.path if row.one else "", row.other.path if row.other else "", row.joined) for row in rows]


CASES = {
    "the same paths": (
        [clause("pp1", LANG), clause("op1", LANG)],
        [clause("pp1"), clause("op1", "1999")],
        [("pp1", "pp1", BY_PATH), ("op1", "op1", BY_PATH)],
    ),
    "another label in one language": (
        [clause("op1", LANG, "1."), clause("op1-2", LANG, "㈡", "point")],
        [clause("op1", LONG, "1."), clause("op1-b", LONG, "(b)", "point")],
        [("op1", "op1", BY_PATH), ("op1-2", "op1-b", BY_ORDER)],
    ),
    "another kind in one language": (
        [clause("pp1", "表示注意到报告，"), clause("op1", "敦促各国："), clause("op1-a", LANG, "(a)", "point")],
        [clause("pp1", "Taking note,"), clause("pp2", "Urges:"), clause("pp2-a", LONG, "(a)", "point")],
        [("pp1", "pp1", BY_PATH), ("op1", "pp2", BY_ORDER), ("op1-a", "pp2-a", BY_ORDER)],
    ),
    "a heading in two lines": (
        [clause("h1", "第3款"), clause("h2", "政治事务"), clause("op1", LANG, "1."), clause("h3", "第4款，裁军")],
        [clause("h1", "Political affairs", "Section 3"), clause("op1", LONG, "1."), clause("h2", "Section 4, arms")],
        [("h1", "", ALONE), ("h2", "h1", BY_ORDER), ("op1", "op1", BY_PATH), ("h3", "h2", BY_ORDER)],
    ),
    "numbers tell where one is missing": (
        [clause("pp1", "回顾第76/41号决议，"), clause("pp2", "又回顾第77/8号决议，"), clause("pp3", "铭记《公约》，")],
        [clause("pp1", "Recalling also its resolution 77/8,"), clause("pp2", "Bearing in mind the Convention,")],
        [("pp1", "", ALONE), ("pp2", "pp1", BY_ORDER), ("pp3", "pp2", BY_ORDER)],
    ),
    "one text only": ([], [clause("op1")], [("", "op1", ALONE)]),
    "nothing": ([], [], []),
}


@pytest.mark.parametrize(("one", "other", "expected"), CASES.values(), ids=CASES)
def test_cases(one: list[DraftClause], other: list[DraftClause], expected: list[tuple[str, str, str]]) -> None:
    assert shown(parallel(one, other)) == expected
    swapped = [(right, left, joined) for left, right, joined in expected]
    assert shown(parallel(other, one)) == swapped


PATHS = ("pp1", "pp2", "pp3", "op1", "op1-a", "op1-2", "op2", "h1", "h2", "annex1-p1", "annex1-op1")
KINDS = ("preambular", "operative", "point", "heading", "annex", "table")
LABELS = ("", "1.", "(a)", "㈡", "一、", "!!")
TEXTS = ("", LONG, LANG, "第79/1号决议，", "A/RES/79/1 (2024) ٢٠٢٤", "UNIDIR")
CLAUSES = st.lists(
    st.builds(
        DraftClause, st.sampled_from(KINDS), st.sampled_from(PATHS), st.sampled_from(LABELS), st.just(""),
        st.sampled_from(TEXTS),
    ),
    max_size=40,
    unique_by=lambda made: made.path,
)  # fmt: skip


@given(CLAUSES, CLAUSES)
@settings(max_examples=300)
def test_each_clause_is_there_once_and_in_order(one: list[DraftClause], other: list[DraftClause]) -> None:
    rows = parallel(one, other)
    assert [row.one for row in rows if row.one] == one
    assert [row.other for row in rows if row.other] == other
    assert {row.joined == ALONE for row in rows if not (row.one and row.other)} <= {True}


@given(CLAUSES)
def test_a_text_beside_itself_is_joined_by_path(one: list[DraftClause]) -> None:
    assert {row.joined for row in parallel(one, one)} <= {BY_PATH}


def test_texts_of_very_different_lengths() -> None:
    one, other = ([clause(f"op{n}") for n in range(size)] for size in (3, 1500))
    for left, right in ((one, other), (other, one)):
        rows = parallel(left, [replace(each, path=f"{each.path}x") for each in right])
        assert Counter(row.joined for row in rows) == {BY_ORDER: 3, ALONE: 1497}


def session_79() -> list[tuple[list[DraftClause], list[DraftClause]]]:
    """The clauses of each text of session 79 that is here in Chinese and in English."""
    folder = SHARED_DATA / "GAresolutions" / "79session"
    english = {path.name.split("-")[0]: path for path in (folder / "English").glob("*.xml")}
    found = []
    for chinese in sorted((folder / "Chinese").glob("*.xml")):
        if beside := english.get(chinese.name.split("-")[0]):
            texts = [{made.symbol: made.clauses for made in read(p.read_bytes(), p.name)} for p in (chinese, beside)]
            found += [(clauses, texts[1][symbol]) for symbol, clauses in texts[0].items()]
    return found


def test_real_texts_with_lost_clauses(shared_data: Path) -> None:
    """In real texts paths say which clauses are counterparts. Here they are hidden, and the second text has lost one
    clause of sixteen. Labels are hidden in every other text."""
    texts = session_79()
    assert len(texts) == 71
    assert [paths for one, other in texts if (paths := [c.path for c in one]) != [c.path for c in other]] == []
    chance = random.Random(79)
    right = wrong = 0
    for number, (one, other) in enumerate(texts):
        left = [replace(each, path=f"{each.path}*", label=each.label if number % 2 else "") for each in one]
        for row in parallel(left, [each for each in other if chance.random() > 1 / 16]):
            if row.one and row.other:
                joined_right = row.one.path == f"{row.other.path}*"
                right, wrong = right + joined_right, wrong + (not joined_right)
    assert right > 1600
    assert wrong / (right + wrong) < 0.05
