"""Segments of an annotated text: every word once, in order, whatever the citations are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from archive.views.public.annotate import Mark, Segment, Span, annotate, as_html, as_table, rows

TEXTS = st.text(st.sampled_from("回顾第1号决议，《公约》<b>&\"' \n\t"), max_size=40)
OFFSETS = st.integers(-2, 45)
SPANS = st.lists(st.builds(Span, OFFSETS, OFFSETS, st.sampled_from(["c1", "c2", "c3"]), st.booleans()), max_size=6)
MARKS = st.lists(st.builds(Mark, st.sampled_from("12*"), OFFSETS, st.sampled_from(["", "n1"])), max_size=4)


@given(TEXTS, st.integers(0, 10), SPANS, MARKS)
def test_the_segments_put_together_are_the_text(text: str, bold: int, spans: list[Span], marks: list[Mark]) -> None:
    segments = annotate(text, text[:bold], spans, marks)
    assert "".join(segment.words for segment in segments) == text
    assert "".join(segment.words for segment in segments if segment.bold) == text[:bold]
    assert sorted(mark.marker for segment in segments for mark in segment.marks) == sorted(m.marker for m in marks)


@given(TEXTS, SPANS)
def test_a_span_marks_its_words_and_no_others(text: str, spans: list[Span]) -> None:
    cited = {i for span in spans if span.start >= 0 for i in range(span.start, min(span.end, len(text)))}
    shown = [bool(segment.cards) for segment in annotate(text, "", spans) for _ in segment.words]
    assert {i for i, is_cited in enumerate(shown) if is_cited} == cited


@given(TEXTS, st.integers(0, 10), SPANS)
def test_a_browser_reads_the_text_back_from_the_html(text: str, bold: int, spans: list[Span]) -> None:
    shown: Any = html.fromstring(f"<p>{as_html(annotate(text, text[:bold], spans))}</p>")
    assert shown.text_content() == text
    assert {element.tag for element in shown.iterdescendants()} <= {"a", "b"}


@given(TEXTS, SPANS)
def test_a_table_has_the_words_of_its_text(text: str, spans: list[Span]) -> None:
    table = rows(annotate(text, "", spans))
    read = "\n".join("\t".join("".join(s.words for s in cell) for cell in row) for row in table)
    assert read == text


@pytest.mark.parametrize(
    ("text", "opening", "spans", "marks", "expected"),
    [
        ("大会，", "", [], [], ["大会，"]),
        ("", "", [], [Mark("1", 0)], ["", ""]),
        ("回顾《条约》，", "回顾", [Span(2, 6, "c")], [Mark("1", 6)], ["回顾", "《条约》", "，"]),
        ("第1和2号", "", [Span(0, 5, "a"), Span(1, 2, "b")], [], ["第", "1", "和2号"]),
        ("铭记", "回顾", [], [], ["铭记"]),  # not the text's opening: not bold
    ],
)
def test_cuts(text: str, opening: str, spans: list[Span], marks: list[Mark], expected: list[str]) -> None:
    segments = annotate(text, opening, spans, marks)
    assert [s.words for s in segments] == (expected if text else [""])


def test_words_that_cite_two_documents_lead_to_both() -> None:
    [segment] = annotate("该决议", "", [Span(0, 3, "a"), Span(0, 3, "b", ambiguous=True)])
    assert segment == Segment("该决议", cards=("a", "b"), ambiguous=True)
    assert as_html([segment]) == '<a class="cite ambiguous" href="#a" data-cards="a b">该决议</a>'


def test_markup_in_a_text_is_shown_as_text() -> None:
    shown = as_html(annotate("<script>&", "<s", [Span(2, 9, '"><i>')], [Mark("<", 9, "x")]))
    assert "<script" not in shown
    assert "<i>" not in shown
    read: Any = html.fromstring(f"<p>{shown}</p>")
    assert read.text_content() == "<script>&<"


def test_a_table_becomes_rows_and_cells() -> None:
    shown = as_table(annotate("国家\t票\n甲\t<1>", "", [Span(0, 2, "c")]))
    assert shown == (
        '<tr><td><a class="cite" href="#c" data-cards="c">国家</a></td><td>票</td></tr>\n'
        "<tr><td>甲</td><td>&lt;1&gt;</td></tr>"
    )
