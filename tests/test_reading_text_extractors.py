"""Tests oddities of programs that take the text out of PDF files."""

from __future__ import annotations

import pytest

from tests.test_reading_text import clauses, resolution

NOTES = ("1 见A/65/1。", "2 见A/65/2。")


def test_empty_lines_only_around_numbers_do_not_show_the_other_paragraphs() -> None:
    """pdftotext writes numbers that are printed outside the text so."""
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    preamble = [f"回顾{words}\n申酉戌亥，", f"重申{words}，", f"欢迎{words}\n申酉，", f"认识到{words}，"]
    operative = [f"{number}.\n\n请{words}\n申酉戌亥；\n" for number in (1, 2, 3)]
    draft = resolution(*preamble, *operative, "4.\n\n决定继续审议。\n")
    assert clauses(draft) == [
        ("preambular", "", f"回顾{words}申酉戌亥，"),
        ("preambular", "", f"重申{words}，"),
        ("preambular", "", f"欢迎{words}申酉，"),
        ("preambular", "", f"认识到{words}，"),
        *(("operative", f"{number}.", f"请{words}申酉戌亥；") for number in (1, 2, 3)),
        ("operative", "4.", "决定继续审议。"),
    ]


def test_the_day_of_a_date_in_radicals_is_no_mark() -> None:
    """A browser's PDF has ⽉ and ⽇ for 月 and 日."""
    draft = resolution(
        "回顾1999年12⽉1⽇第54/54号决议和《甲宣言》1 的规定，", "1. 决定审议《乙宣言》2 的规定。", *NOTES
    )
    assert draft.clauses[0].text == "回顾1999年12⽉1⽇第54/54号决议和《甲宣言》的规定，"
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [["1"], ["2"]]


def test_a_number_that_lacks_its_second_space_is_a_mark() -> None:
    """In a text with spaces around its numbers, LibreOffice's PDF has a space only before a mark."""
    draft = resolution(
        "回顾 2004 年 12 月 3 日和 2005 年 1 月 4 日的报告 1以及甲乙丙，",
        "1. 决定审议专家\n2以及秘书长在 2006 年 5 月提出的意见。",
        *NOTES,
    )
    assert [clause.text for clause in draft.clauses] == [
        "回顾2004年12月3日和2005年1月4日的报告以及甲乙丙，",
        "决定审议专家以及秘书长在2006年5月提出的意见。",
    ]
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [["1"], ["2"]]


def test_the_number_of_a_schedule_is_no_mark() -> None:
    draft = resolution("回顾《甲公约》关于甲乙的1，附件的附表1作出修改，", "1. 决定审议《乙宣言》2的规定。", *NOTES)
    assert draft.clauses[0].text == "回顾《甲公约》关于甲乙的，附件的附表1作出修改，"


def test_the_address_of_a_saved_page_with_a_ligature_is_furniture() -> None:
    draft = resolution("回顾甲乙丙丁，", "1. 请秘书长甲乙丙；", "\ufb01le:///tmp/page.html 1/2", "2. 决定继续审议。")
    assert [clause.text for clause in draft.clauses] == ["回顾甲乙丙丁，", "请秘书长甲乙丙；", "决定继续审议。"]


def test_words_after_a_mark_at_the_beginning_of_a_line_continue_the_paragraph() -> None:
    """pdftotext -layout writes a raised mark on a line of its own, and puts the words after it further right."""
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    paragraphs = [f"    回顾{words}\n申酉戌亥，\n", f"    又回顾{words}\n申酉戌亥，\n"]
    broken = f"    还回顾{words}，\n1\n  呼吁{words}\n申酉，\n"
    draft = resolution("", *paragraphs, broken, "    1. 决定审议《乙宣言》2的规定。\n", *NOTES)
    assert clauses(draft)[2] == ("preambular", "", f"还回顾{words}，呼吁{words}申酉，")
    assert [mark.marker for mark in draft.clauses[2].marks] == ["1"]


def test_a_number_with_a_unit_is_no_mark_if_the_text_has_spaces_only_after_numbers() -> None:
    """PyMuPDF leaves out the space before a number."""
    draft = resolution(
        "回顾2004 年12 月3 日的《甲宣言》1 和2005 年1 月4 日的《乙宣言》2 以及丙，",
        "1. 决定举行为期2 天的会议，2 并举行第6 和1 次会议。",
        *NOTES,
    )
    assert [clause.text for clause in draft.clauses] == [
        "回顾2004年12月3日的《甲宣言》和2005年1月4日的《乙宣言》以及丙，",
        "决定举行为期2天的会议，并举行第6和1次会议。",
    ]
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [["1", "2"], ["2"]]


@pytest.mark.parametrize(
    ("source", "crossed"),
    [
        ("回顾《甲公约》《( 乙公约》)，", True),
        ("回顾《甲公约》《（乙公\n约》），", True),
        ("回顾《甲公约》(《乙公约》)，", False),
        ("回顾《甲公约》《(乙)公约》，", False),
        ("回顾《(甲)公约》(又称《乙公约》)，", False),
    ],
)
def test_crossed_brackets_are_kept_and_told(source: str, crossed: bool) -> None:
    """PDFium exchanges an opening bracket and 《 that are printed close together."""
    draft = resolution(source, "1. 决定继续审议。")
    assert draft.clauses[0].text == "".join(source.split())
    assert ("text.brackets_crossed" in {warning.code for warning in draft.warnings}) == crossed


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("回顾1985年12月16日第40/151\n1986年12月3日第41/60\nG号和D号决议，", ["16日第40/151 1986年12月3日"]),
        ("回顾甲乙丙的《最\n，特别是丁戊己，庚辛\n后文件》\n壬癸，", ["回顾甲乙丙的《最 ，特别是丁戊己，庚辛"]),
        ("回顾1985年12月16日第40/151\n号和1986年12月3日第41/60\nD号决议，", []),
        ("回顾甲乙丙的《最后文件》\n，特别是丁戊己和《庚\n辛》，", []),
    ],
)
def test_exchanged_lines_are_told(lines: str, words: list[str]) -> None:
    draft = resolution(lines, "1. 决定继续审议。")
    assert [w.values["words"] for w in draft.warnings if w.code == "text.lines_exchanged"] == words
