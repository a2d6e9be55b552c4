"""Tests footnotes and marks in raw text: numbers that begin again, letters, signs, and marks without footnotes."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, cite
from archive.reading.draft import Draft
from tests.test_reading_text import bare, clauses, read, resolution

RULE = "________"
END = "2010年12月8日\n第60次全体会议"


def marks(draft: Draft) -> dict[str, list[str]]:
    """The markers in each clause that has marks, by path."""
    return {clause.path: [mark.marker for mark in clause.marks] for clause in draft.clauses if clause.marks}


def notes(draft: Draft) -> dict[str, str]:
    return {marker: note.text for marker, note in draft.footnotes.items()}


def codes(draft: Draft) -> list[tuple[str, str]]:
    """The warnings about anything but metadata."""
    return [(warning.place, warning.code) for warning in draft.warnings if warning.place != "metadata"]


# Numbers that begin again

TWO_PAGES = (
    "65/72. 标题\n大会，\n回顾《甲条约》1的目标，\n重申《乙条约》2的目标，\n{rule}1 见甲书。\n2 见乙书。\n"
    "{page}又重申《丙条约》1和《丁条约》2，\n1. 决定甲乙。\n{rule}1 见丙书。\n2 见丁书。\n{page}" + END
)


@pytest.mark.parametrize("rule", [f"{RULE}\n", ""])
@pytest.mark.parametrize("page", ["\x0c", "A/RES/65/72\n", ""])
def test_numbers_that_begin_again_on_each_page(rule: str, page: str) -> None:
    draft = read(TWO_PAGES.format(rule=rule, page=page))
    assert marks(draft) == {"pp1": ["1"], "pp2": ["2"], "pp3": ["1_2", "2_2"]}
    assert notes(draft) == {"1": "见甲书。", "2": "见乙书。", "1_2": "见丙书。", "2_2": "见丁书。"}
    assert codes(draft) == []


@pytest.mark.parametrize("rule", [f"{RULE}\n", ""])
def test_numbers_that_begin_again_in_an_annex(rule: str) -> None:
    draft = read(
        f"65/72. 标题\n大会，\n回顾《甲条约》1的目标，\n1. 决定甲乙。\n{rule}1 见甲书。\n{END}\n附件\n指导方针\n"
        f"1. 各国应遵守《乙条约》1；\n2. 各国应合作，并遵守《乙条约》1。\n{rule}1 见乙书。\n"
    )
    assert marks(draft) == {"pp1": ["1"], "annex1-op1": ["1_2"], "annex1-op2": ["1_2"]}
    assert notes(draft) == {"1": "见甲书。", "1_2": "见乙书。"}


def test_each_mark_cites_through_its_own_footnote() -> None:
    draft = read(
        f"65/72. 标题\n大会，\n注意到报告1的结论，\n1. 决定甲乙。\n{RULE}\n1 A/57/124。\n{END}\n附件\n指导方针\n"
        f"1. 各国应审议报告1；\n2. 又应审议专家组的报告。2\n{RULE}\n1 A/65/496。\n2 同上，第5段。\n"
    )
    cited = cite(draft, Catalogue())
    through = {
        path: [(one.via_footnote, one.target) for one in found] for path, found in cited.clauses.items() if found
    }
    assert through == {
        "pp1": [("1", "A/57/124")], "annex1-op1": [("1_2", "A/65/496")], "annex1-op2": [("2", "A/65/496")],
    }  # fmt: skip


def test_numbers_that_begin_again_on_the_page_on_which_an_annex_begins() -> None:
    draft = read(
        f"65/72. 标题\n大会，\n回顾《甲条约》1的目标，\n1. 决定《子条约》2的目标。\n{END}\n附件\n"
        f"1. 应遵守《乙条约》1和《丙条约》2。\n{RULE}\n1 见甲书。\n2 见子书。\n1 见乙书。\n2 见丙书。\n"
    )
    assert marks(draft) == {"pp1": ["1"], "op1": ["2"], "annex1-op1": ["1_2", "2_2"]}
    assert notes(draft) == {"1": "见甲书。", "2": "见子书。", "1_2": "见乙书。", "2_2": "见丙书。"}


def test_the_lines_of_a_footnote_have_its_marker() -> None:
    draft = read(TWO_PAGES.format(rule=f"{RULE}\n", page="\x0c"))
    assert [line.place for line in draft.lines if line.role == "footnote"] == ["1", "2", "1_2", "2_2"]


# Letters and signs


@pytest.mark.parametrize(
    ("mark", "note", "marker"),
    [
        ("a", "a 见甲书。", "a"),
        ("a ", "a 见甲书。", "a"),
        ("ᵃ", "ᵃ 见甲书。", "a"),
        ("a/", "a/ 见甲书。", "a"),
        ("a", "a\n见甲书。", "a"),
        ("†", "† 见甲书。", "†"),
        ("**", "** 见甲书。", "**"),
    ],
)
@pytest.mark.parametrize("rule", [f"{RULE}\n", ""])
def test_letters_and_signs_as_marks(mark: str, note: str, marker: str, rule: str) -> None:
    draft = read(f"65/72. 标题\n大会，\n回顾《甲条约》{mark}的目标，\n1. 决定甲乙。\n{rule}{note}\n{END}")
    assert draft.clauses[0].text == "回顾《甲条约》的目标，"
    assert marks(draft) == {"pp1": [marker]}
    assert notes(draft) == {marker: "见甲书。"}


def test_a_dotted_footnote_at_the_foot_of_a_page_is_no_operative_paragraph() -> None:
    draft = resolution(
        "回顾《甲条约》1的目标，", "1. 联合国，《条约汇编》，第1卷。", "\x0c1. 决定甲乙；", "2. 又决定丙丁。"
    )
    assert [clause.text for clause in draft.clauses] == ["回顾《甲条约》的目标，", "决定甲乙；", "又决定丙丁。"]
    assert notes(draft) == {"1": "联合国，《条约汇编》，第1卷。"}


def test_the_first_of_two_marks_belongs_to_the_footnote_too() -> None:
    draft = resolution("注意到甲乙报告，1", "1. 欢迎这一报告；\n1", "2. 重申某事。", end=f"{RULE}\n1 见甲。")
    assert marks(draft) == {"pp1": ["1"], "op1": ["1"]}


def test_letters_and_numbers_on_one_page() -> None:
    draft = read(
        f"65/72. 标题*\n大会，\n回顾《甲条约》1和《乙条约》a的目标，\n1. 决定甲乙；\n2. 又决定丙丁b。\n{RULE}\n"
        f"* 另见丙书。\n1 见甲书。\na 见乙书。\nb 见丁书。\n{END}"
    )
    assert [mark.marker for mark in draft.title_marks] == ["*"]
    assert marks(draft) == {"pp1": ["1", "a"], "op2": ["b"]}
    assert notes(draft) == {"*": "另见丙书。", "1": "见甲书。", "a": "见乙书。", "b": "见丁书。"}
    assert codes(draft) == []


@pytest.mark.parametrize("words", ["(a)分段", "第3(a)段", "NPT/a", "a.甲乙", "Annex a"])
def test_letters_that_are_no_marks_stay_in_the_text(words: str) -> None:
    draft = resolution(f"回顾《条约》a和{words}，", "1. 重申某事。", end=f"{RULE}\na 见甲。")
    assert bare(draft.clauses[0].text) == bare(f"回顾《条约》和{words}，")
    assert marks(draft) == {"pp1": ["a"]}


def test_marks_in_a_table() -> None:
    draft = resolution(
        "回顾甲乙，", "1. 通过下表：", "", "国家\t枚数\t年份", "甲国a\t10\t2010", "乙国*\t20b\t2011", "",
        "a 截至2010年。", "b 估计数。", "* 见甲书。", "", "2. 决定丙丁。",
    )  # fmt: skip
    assert clauses(draft)[2:] == [
        ("table", "", "国家\t枚数\t年份\n甲国\t10\t2010\n乙国\t20\t2011"), ("operative", "2.", "决定丙丁。"),
    ]  # fmt: skip
    assert [(mark.marker, draft.clauses[2].text[: mark.at].split()[-1]) for mark in draft.clauses[2].marks] == [
        ("a", "甲国"), ("*", "乙国"), ("b", "20"),
    ]  # fmt: skip
    assert notes(draft) == {"a": "截至2010年。", "b": "估计数。", "*": "见甲书。"}
    assert codes(draft) == []


# Numbers beside marks


@pytest.mark.parametrize(
    ("words", "clean", "expected"),
    [
        ("《甲条约》32010-2015年", "《甲条约》2010-2015年", ["1", "2", "3", "4"]),
        ("《甲条约》32010年", "《甲条约》2010年", ["1", "2", "3", "4"]),
        ("秘书长1990年3和", "秘书长1990年和", ["1", "2", "3", "4"]),
        ("在纽约3举行的", "在纽约举行的", ["1", "2", "3", "4"]),
        ("2010 年11 月4 日", "2010年11月4日", ["1", "2", "4"]),
        ("2010\n年3\n月4 日", "2010年3月4日", ["1", "2", "4"]),
        ("100 个国家、第3条和目标3、5", "100个国家、第3条和目标3、5", ["1", "2", "4"]),
    ],
)
def test_marks_and_numbers_side_by_side(words: str, clean: str, expected: list[str]) -> None:
    draft = resolution(
        f"回顾《子条约》1和《丑条约》2以及{words}的目标和《寅条约》4，", "1. 重申某事。",
        end=f"{RULE}\n1 见甲。\n2 见乙。\n3 见丙。\n4 见丁。",
    )  # fmt: skip
    assert draft.clauses[0].text == f"回顾《子条约》和《丑条约》以及{clean}的目标和《寅条约》，"
    assert marks(draft) == {"pp1": expected}


def test_a_later_mark_that_the_line_breaks_off() -> None:
    draft = resolution(
        "回顾甲行动纲领\n1\n的目标和《乙条约》2 的目标，", "1. 重申该行动纲领\n1 至关重要。",
        end=f"{RULE}\n1 见甲。\n2 见乙。\n{END}",
    )  # fmt: skip
    assert marks(draft) == {"pp1": ["1", "2"], "op1": ["1"]}


def test_a_mark_that_the_end_of_a_page_breaks_off() -> None:
    draft = resolution(f"回顾甲行动纲领\n{RULE}\n1 见甲。\n\x0c1 的目标，", "1. 重申该行动纲领；1", "2. 重申某事。")
    assert marks(draft) == {"pp1": ["1"], "op1": ["1"]}


@pytest.mark.parametrize("words", ["可持续发展目标", "附件", "行动"])
def test_the_number_of_an_item_is_a_mark_with_a_warning_if_the_footnote_has_no_other(words: str) -> None:
    notes = f"{RULE}\n1 见甲。\n2 见乙。"
    sure = resolution(f"回顾《子条约》1和{words}2的目标，", "1. 重申《丑条约》2的目标。", end=notes)
    assert (marks(sure), codes(sure)) == ({"pp1": ["1"], "op1": ["2"]}, [])
    doubtful = resolution(f"回顾《子条约》1和{words}2的目标，", "1. 重申某事。", end=notes)
    assert (marks(doubtful), codes(doubtful)) == ({"pp1": ["1", "2"]}, [("pp1", "text.mark_may_count")])


# Marks without footnotes


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("注意到《甲文件》6的承诺", ["6"]),
        ("注意到《甲文件》6\n的承诺", ["6"]),
        ("注意到《甲文件》[6]的承诺", ["6"]),
        ("注意到《甲文件》\n6\n的承诺", ["6"]),
        ("注意到“甲乙”6 和《丙文件》8 ", ["6", "8"]),
        ("注意到《甲文件》⁶的承诺", ["⁶"]),
        ("注意到第6条、6个国家、目标6和2006年6月6日", []),
        ("注意到GC(68)/RES/8号决议、行动6和第1718(2006)号", []),
    ],
)
def test_marks_without_footnotes_stay_in_the_words_with_a_warning(words: str, left: list[str]) -> None:
    draft = resolution(f"{words}，", "1. 重申某事。")
    assert bare(draft.clauses[0].text) == bare(words + "，")
    assert [w.values["digits"] for w in draft.warnings if w.code == "text.mark_left_in"] == left
    assert {w.place for w in draft.warnings if w.code == "text.mark_left_in"} <= {"pp1"}


def test_a_number_alone_inside_a_footnote_gives_a_warning() -> None:
    draft = resolution("回顾《甲条约》1的目标，", "1. 重申某事。", end=f"{RULE}\n1 见甲书\n7\n第一卷。\n{END}")
    assert notes(draft) == {"1": "见甲书7第一卷。"}
    assert codes(draft) == [("footnote 1", "text.mark_left_in")]
