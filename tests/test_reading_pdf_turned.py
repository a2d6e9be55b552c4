"""Tests PDF pages whose words are turned, and characters beyond U+FFFF, on small files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.reading import Draft, read
from archive.reading.pdf.characters import pages_of
from tests.small_pdf import UPRIGHT, Matrix, Sheet, Words, small_pdf

TEXT = (
    "99/1. 试验",
    "大会，",
    "重申各国的义务¹，",
    "1. 请各国提交报告；",
    "2. 决定继续审议。",
    "2044年12月8日",
    "第60次全体会议",
)
NOTE = Words("¹ 见第5号公报。", 60, 100, 9)
LINES = [*(Words(text, 60, 740 - 30 * place) for place, text in enumerate(TEXT)), NOTE]
RULE = (60, 115, 90)
# Quarter turns counter-clockwise. Each moves the turned page (600 × 800) back to the corner.
TURNS: dict[int, Matrix] = {0: UPRIGHT, 1: (0, 1, -1, 0, 800, 0), 2: (-1, 0, 0, -1, 600, 800), 3: (0, -1, 1, 0, 0, 600)}


def sheet(turn: int, rotate: int = 0, form: bool = False) -> Sheet:
    width, height = (800, 600) if turn % 2 else (600, 800)
    return Sheet(LINES, TURNS[turn], rotate, form, width, height, [RULE])


def shape(draft: Draft) -> list[tuple[str, str, list[str]]]:
    return [(clause.path, clause.text, [mark.marker for mark in clause.marks]) for clause in draft.clauses]


READ = [("pp1", "重申各国的义务，", ["1"]), ("op1", "请各国提交报告；", []), ("op2", "决定继续审议。", [])]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("form", [False, True])
def test_a_page_turned_in_any_way_is_read_like_an_upright_page(turn: int, rotate: int, form: bool) -> None:
    (draft,) = read(small_pdf(sheet(turn, rotate, form)), "turned.pdf")
    assert (shape(draft), draft.warnings) == (READ, [])
    assert (draft.title, draft.meeting, draft.footnotes["1"].text) == ("试验", 60, "见第5号公报。")


@pytest.mark.parametrize("turn", TURNS)
def test_characters_with_an_actual_text_in_a_turned_form_keep_their_place(turn: int) -> None:
    one = replace(
        sheet(turn, form=True), words=[*LINES[:2], Words("重", 60, 680, actual=True), Words("申义务，", 72, 680)]
    )
    upright = Sheet(one.words, rules=[RULE])
    pages = pages_of(small_pdf(one, upright))
    places = [sorted((-round(c.y), round(c.x), c.text) for c in page.characters) for page in pages]
    assert places[0] == places[1]


def test_turned_and_upright_pages_in_one_file() -> None:
    first = Sheet([Words(text, 60, 740 - 30 * place) for place, text in enumerate(TEXT[:4])])
    second = Sheet([Words(text, 60, 540 - 30 * place) for place, text in enumerate(TEXT[4:])], TURNS[1], 90, width=800)
    (draft,) = read(small_pdf(first, second), "mixed.pdf")
    assert [text for _, text, _ in shape(draft)] == ["重申各国的义务¹，", "请各国提交报告；", "决定继续审议。"]


def test_a_turned_paragraph_on_an_upright_page_is_read_after_the_others() -> None:
    aside = Words("3. 又决定" + "甲乙丙丁" * 10 + "。", 560, 60, turned=True)
    (draft,) = read(small_pdf(Sheet([*LINES[:5], aside])), "aside.pdf")
    assert [clause.path for clause in draft.clauses] == ["pp1", "op1", "op2", "op3"]
    assert draft.clauses[-1].text == "又决定" + "甲乙丙丁" * 10 + "。"
    assert "pdf.turned_words" in [warning.code for warning in draft.warnings]


@pytest.mark.parametrize("words", ["草案", "44-12345 (C)"])
def test_a_few_turned_words_are_left_out_and_said(words: str) -> None:
    (draft,) = read(small_pdf(replace(sheet(0), words=[*LINES, Words(words, 560, 60, turned=True)])), "margin.pdf")
    assert shape(draft) == READ
    assert [(w.place, w.code, w.values) for w in draft.warnings] == [("page 1", "pdf.not_upright", {"words": words})]


@pytest.mark.parametrize("name", ["元素𬭳", "𬭛𬭳", "𠮷野", "数𝑥"])
def test_characters_beyond_the_first_plane(name: str) -> None:
    words = [*LINES[:3], Words(f"1. 请{name}提交报告；", 60, 650), *LINES[4:]]
    (draft,) = read(small_pdf(Sheet(words, rules=[RULE])), "beyond.pdf")
    assert (draft.clauses[1].text, draft.warnings) == (f"请{name}提交报告；", [])
