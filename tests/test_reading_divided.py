"""Tests the ends of lines inside symbols, numbers and dates: | is the end of the line."""

from __future__ import annotations

import pytest

from archive.reading import read
from archive.reading.printed.lines import join_lines
from tests.small_pdf import Sheet, Words, small_pdf

DIVIDED = [
    "见A/9|9/124号文件", "见A/99/1|24号文件", "见A/99/|124，", "见A|/99/124，", "见(N|PT/CONF.2044/5)",
    "见NP|T/CONF.2044/5，", "见NPT/CO|NF.2044/5，", "见NPT/CONF|.2044/5，", "见NPT/CONF.|2044/5，",
    "见NPT/CONF.204|4/5，", "见A/R|ES/99/1，", "见A/99/124/Ad|d.1，", "见A/99/124/Rev|.2，", "见INFCI|RC/540，",
    "见A/99/530-|S/2044/105，", "见A/99/530|-S/2044/105，", "见S/RES/154|0(2004)，", "见S/RES/1540|(2004)，",
    "见S/RES/1540(|2004)，", "见S/RES/1540(20|04)，", "见S/RES/1540(2004|)，", "第2373|(XXII)号", "第9|9/47号",
    "第99/4|7号", "第99/47、9|8/12号", "第1|0485号", "第4|2次会议", "在204|4年", "在20|44年", "2044年1|2月2日",
    "2044年12月|2日", "2044年12月2|1日", "第10、1|1和12段", "第10—1|2页", "共1|0个",
]  # fmt: skip
DIVIDED += ["2044年2月13日和1|4日", "第1884(X|VIII)号", "第3|(e)段", "(Vol|. II)", "(Vol.I)|, p. 3"]
DIVIDED += ["(NP|T/CONF.2044/5)", "(A/99/1|24)", "(S/RES/154|0(2004))"]  # lines without a word
WORDS_OR_MARKS = [
    "见NPT/CONF.2044/5|(Vol. I)，", "第37/78|C号", "《条约》1|2044年", "《条约》1|2条款", "见A/99/124|2044年的报告",
    "nuclear|weapons", "见A/99/124|3 作为", "见A/99/124|3作为", "见A/99/124|3", "1|2044年的报告",
    "NPT|BWC/CONF.2044/5", "INFCIRC/540|Corrected", "见A/99/124|2. 决定",
    "in document A/99/1|24)", "in document A/99/124|3 the report",
]  # fmt: skip


@pytest.mark.parametrize("line", DIVIDED)
def test_no_space_is_put_inside_a_symbol_a_number_or_a_date(line: str) -> None:
    before, after = line.split("|")
    if before[-1].isascii() and after[0].isascii():
        assert join_lines([before, after]) == before + after


@pytest.mark.parametrize("line", WORDS_OR_MARKS)
def test_the_end_of_a_line_between_two_words_is_kept(line: str) -> None:
    assert join_lines(line.split("|")) == line.replace("|", "\n")


def test_a_number_in_a_source_with_raised_marks() -> None:
    lines = ["已有12", "7个国家"]
    assert (join_lines(lines), join_lines(lines, marks_raised=True)) == ("已有12\n7个国家", "已有127个国家")


def test_a_symbol_over_several_lines() -> None:
    assert join_lines(["见(N", "PT/CO", "NF.20", "44/5)号文件"]) == "见(NPT/CONF.2044/5)号文件"


def test_a_narrow_column_of_a_pdf() -> None:
    text = "注意到秘书长2044年12月2日的报告(A/99/530-S/2044/1052)和第99/47号决议，"
    rows = ["99/1. 试验", "大会，", *(text[start : start + 9] for start in range(0, len(text), 9)), "1. 决定继续审议。"]
    lines = [Words(row, 60, 740 - 20 * place) for place, row in enumerate(rows)]
    (draft,) = read(small_pdf(Sheet(lines)), "narrow.pdf")
    assert [clause.text for clause in draft.clauses] == [text, "决定继续审议。"]
