"""Tests titles of AKN4UN files whose ``docTitle`` is empty or has other words."""

from __future__ import annotations

import pytest

from archive.reading.draft import Draft
from tests.test_reading_akn import clauses, heading, numbered, read, resolution

FORMULA = "<formula><p>大会，</p></formula>"
PREAMBULAR = "<container><p>回顾决议，</p></container>"


def codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings if "title" in warning.code]


@pytest.mark.parametrize("title", ["", " ", "99/1.", "A/RES/99/1", "2044年12月8日大会决议", "[根据报告通过]", "Trial"])
@pytest.mark.parametrize(
    ("preamble", "cover"),
    [
        (f"<p>试验核查</p>{FORMULA}{PREAMBULAR}", ""),
        (f"<container><p>99/1. 试验核查</p></container>{FORMULA}{PREAMBULAR}", ""),
        (f"{heading('试验核查')}{FORMULA}{PREAMBULAR}", ""),
        (f"<formula><p>试验核查</p><p>大会，</p></formula>{PREAMBULAR}", ""),
        (f"{FORMULA}{PREAMBULAR}", "<p><docTitle>2044年12月8日大会决议</docTitle></p><p>99/1. 试验核查</p>"),
    ],
    ids=["paragraph", "with its number", "heading", "in the formula", "on the cover"],
)
def test_the_title_is_found_where_the_text_prints_it(title: str, preamble: str, cover: str) -> None:
    draft = read(resolution(preamble=preamble, cover=cover, title=title))
    assert (draft.title, draft.formula) == ("试验核查", "大会，")
    assert clauses(draft) == [("preambular", "pp1", "", "回顾决议，"), ("operative", "op1", "1.", "决定如此。")]
    assert codes(draft) == ["akn.title_from_text"]


@pytest.mark.parametrize(
    ("number", "title"), [("99/1. 试验核查", ""), ("99/1.", "99/1. 试验核查"), ("99/1.", "A/RES/99/1 试验核查")]
)
def test_number_and_title_in_one_element(number: str, title: str) -> None:
    draft = read(resolution(number=number, title=title))
    assert (draft.symbol, draft.title, draft.warnings) == ("A/RES/99/1", "试验核查", [])


@pytest.mark.parametrize(
    "title", ["2044年方案预算", "第99/2号决议的执行情况", "A区核查", "联合国大会的作用", "第三届会议的筹备"]
)
def test_an_odd_title_above_the_text_stays(title: str) -> None:
    draft = read(resolution(title=title, preamble=f"<p>一个标题</p>{FORMULA}"))
    assert (draft.title, codes(draft)) == (title, [])
    assert clauses(draft)[0] == ("heading", "h1", "", "一个标题")


def test_without_any_title_there_is_a_warning() -> None:
    draft = read(resolution(title="", cover="<p><inline name='agenda item name'>全面裁军</inline></p>"))
    assert (draft.title, codes(draft)) == ("", ["reading.no_title"])


def test_the_mark_of_the_title_comes_with_it() -> None:
    note = "<authorialNote marker='1'><p>第1号公报。</p></authorialNote>"
    draft = read(resolution(title="", preamble=f"<p>99/1. 试验{note}核查</p>{FORMULA}"))
    assert [(mark.marker, mark.at) for mark in draft.title_marks] == [("1", 2)]
    assert [line.role for line in draft.lines if "试验" in line.text] == ["title"]


def test_a_warning_about_a_clause_keeps_its_clause() -> None:
    body = numbered("1.", "甲<del>乙</del>；") + numbered("2.", "丙。")
    draft = read(resolution(body, f"<p>试验核查</p>{FORMULA}", title=""))
    assert [w.place for w in draft.warnings if w.code == "akn.deleted_words"] == ["op1"]
