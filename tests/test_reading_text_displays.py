"""Tests formulas and tables in a raw text: they keep their lines, and the paragraphs after them are read."""

from __future__ import annotations

import pytest

from archive.reading.draft import TABLE
from tests.test_reading_text import resolution

BEFORE = ["回顾其各项决议，1", ""]
AFTER = ["", "2. 决定继续审议；", "", "3. 请某人报告。"]
NOTE = "1 联合国，A/65/1。"
ROWS = "国家\t枚数\n甲国\t1\n乙国\t20"


def texts(*body: str) -> dict[str, str]:
    draft = resolution(*BEFORE, *body, *AFTER, end=f"2010年12月8日\n第60次全体会议\n\n{NOTE}")
    assert [(c.path, m.marker) for c in draft.clauses for m in c.marks] == [("pp1", "1")]
    return {clause.path: clause.text for clause in draft.clauses}


def expected(**clauses: str) -> dict[str, str]:
    return {"pp1": "回顾其各项决议，", **clauses, "op2": "决定继续审议；", "op3": "请某人报告。"}


@pytest.mark.parametrize(
    ("lines", "op1"),
    [
        (["1. 采用下列公式：", "", "S = (a + b) × c"], "采用下列公式：\nS = (a + b) × c"),
        (["1. 采用下列公式：", "S = (a + b)² / 1"], "采用下列公式：\nS = (a + b)² / 1"),
        (["1. 采用下列公式：", "", "S = a + b", "T ≤ 2S"], "采用下列公式：\nS = a + b\nT ≤ 2S"),
        (
            ["1. 采用下列公式：", "", "合计 = 甲 + 乙", "", "式中甲为总数；"],
            "采用下列公式：\n合计=甲+乙\n式中甲为总数；",
        ),
        (["1. 采用下列公式", "", "S = a + b"], "采用下列公式\nS = a + b"),
    ],
)
def test_a_formula_is_a_line_of_its_paragraph(lines: list[str], op1: str) -> None:
    assert texts(*lines) == expected(op1=op1)


def test_a_formula_in_a_point() -> None:
    found = texts("1. 请各国：", "(a) 计算如下：", "T = 2πr", "(b) 报告结果；")
    assert found == expected(**{"op1": "请各国：", "op1-a": "计算如下：\nT = 2πr", "op1-b": "报告结果；"})


@pytest.mark.parametrize(
    "rows",
    [
        ["国家\t枚数", "甲国\t1", "乙国\t20"],
        ["国家\t枚数", "", "甲国\t1", "", "乙国\t20"],
        ["国家     枚数", "甲国     1", "乙国     20"],
        ["|国家|枚数|", "|---|---|", "|甲国|1|", "|乙国|20|"],
        ["+------+------+", "| 国家 | 枚数 |", "+------+------+", "| 甲国 | 1 |", "| 乙国 | 20 |", "+------+------+"],
        ["国家 \t 枚 数", "甲国 \t 1", "乙国 \t 20"],
    ],
)
def test_the_rows_of_a_table_are_one_clause(rows: list[str]) -> None:
    assert texts("1. 通过下表：", "", *rows) == expected(op1="通过下表：", table1=ROWS)


def test_words_after_a_table_are_a_clause() -> None:
    found = texts("1. 通过下表：", *ROWS.split("\n"), "资料来源：秘书长。")
    assert found == expected(op1="通过下表：", table1=ROWS, p1="资料来源：秘书长。")


@pytest.mark.parametrize(
    "lines",
    [
        ["1.\t请各国：", "\t(a)\t提交报告；", "\t(b)\t参加会议；"],
        ["1.   请各国：", "   (a)   提交报告；", "   (b)   参加会议；"],
    ],
)
def test_a_label_and_its_words_are_no_row(lines: list[str]) -> None:
    assert texts(*lines) == expected(**{"op1": "请各国：", "op1-a": "提交报告；", "op1-b": "参加会议；"})


def test_a_table_has_no_opening_phrase_and_its_points_follow() -> None:
    draft = resolution("回顾某事，", "1. 请各国：", "决定\t10", "请\t20", "(a) 提交报告。")
    assert [(c.kind, c.path, c.opening) for c in draft.clauses if c.kind == TABLE] == [(TABLE, "table1", "")]
    assert draft.clauses[-1].parent == "op1"


def test_rows_with_numbers_are_no_footnotes() -> None:
    rows = "序号\t国家\t枚数\n1\t甲国\t10\n2\t乙国\t20"
    assert texts("1. 通过下表：", "", *rows.split("\n")) == expected(op1="通过下表：", table1=rows)


def test_footnotes_with_tabs_are_no_rows() -> None:
    end = "2010年12月8日\n第60次全体会议\n\n1\t联合国，A/65/1。\n2\t同上，A/65/2。"
    draft = resolution("回顾其各项决议，1", "1. 决定甲事；2", "2. 决定乙事。", end=end)
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {
        "1": "联合国，A/65/1。",
        "2": "同上，A/65/2。",
    }
    assert [clause.path for clause in draft.clauses] == ["pp1", "op1", "op2"]
