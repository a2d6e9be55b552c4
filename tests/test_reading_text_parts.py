"""Tests the lettered parts of one number in a raw text: 55/33 A, B, C."""

from __future__ import annotations

import pytest

from archive.reading.printed import reader as raw_text
from tests.test_reading_text import read

END = "2000年11月20日\n第69次全体会议"


@pytest.mark.parametrize(
    "letters",
    [
        ("A\n甲题", "B\n乙题", "C\n丙题"),
        ("A.\n甲题", "B.\n乙题", "C.\n丙题"),
        ("A. 甲题", "B. 乙题", "C. 丙题"),
        ("A． 甲题", "B．乙题", "C、丙题"),
        ("A 甲题", "B  乙题", "C　丙题"),
        ("(A) 甲题", "（B）乙题", "(C) 丙题"),
        ("A. 甲\n题", "B\n乙\n题", "C. 丙题"),
        ("A. 甲题", "55/33 B. 乙题", "55/33 C. 丙题"),
    ],
)
def test_each_part_is_a_resolution(letters: tuple[str, str, str]) -> None:
    parts = [f"{letter}\n\n大会，\n\n回顾某事，\n\n1. 决定其一；\n\n2. 决定其二。\n\n{END}\n\n" for letter in letters]
    drafts = raw_text.read("55/33. 总题\n\n" + "".join(parts), "x")
    assert [(d.symbol, d.title, d.meeting) for d in drafts] == [
        ("A/RES/55/33A", "甲题", 69), ("A/RES/55/33B", "乙题", 69), ("A/RES/55/33C", "丙题", 69),
    ]  # fmt: skip
    assert [[clause.path for clause in draft.clauses] for draft in drafts] == [["pp1", "op1", "op2"]] * 3
    assert (drafts[0].agenda_titles, [warning for draft in drafts for warning in draft.warnings]) == (["总题"], [])


@pytest.mark.parametrize("letter", ["B\n乙题", "B. 乙题", "B 乙题"])
def test_one_part_alone(letter: str) -> None:
    draft = read(f"第五十五届会议\n55/33. 总题\n{letter}\n大会，\n回顾某事，\n1. 决定其一。\n{END}\n")
    assert (draft.symbol, draft.title, draft.agenda_titles) == ("A/RES/55/33B", "乙题", ["总题"])
    assert draft.warnings == []


@pytest.mark.parametrize("heading", ["A. 总则", "A\n总则"])
def test_a_letter_without_a_formula_is_a_heading(heading: str) -> None:
    draft = read(f"55/33. 题目\n大会，\n回顾某事，\n\n{heading}\n\n1. 决定其一；\n\n2. 决定其二。\n\n{END}\n")
    assert (draft.symbol, draft.title) == ("A/RES/55/33", "题目")
    assert [(c.path, c.text) for c in draft.clauses] == [
        ("pp1", "回顾某事，"), ("h1", "总则"), ("op1", "决定其一；"), ("op2", "决定其二。"),
    ]  # fmt: skip
