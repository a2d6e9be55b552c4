"""Tests the HTML of a text with its citations: its text equals the original (invented and generated texts)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from archive.citing.segments import rows, segments
from archive.views.public.clause_html import LinkedMark, LinkedSegment, LinkedSpan, as_html, as_table

TEXTS = st.text(st.sampled_from("回顾第1号决议，《公约》<b>&\"' \n\t"), max_size=40)
OFFSETS = st.integers(-2, 45)
SPANS = st.lists(st.builds(LinkedSpan, OFFSETS, OFFSETS, st.sampled_from(["c1", "c2"]), st.booleans()), max_size=6)


@given(TEXTS, st.integers(0, 10), SPANS)
def test_the_text_of_the_html_is_the_original(text: str, bold: int, spans: list[LinkedSpan]) -> None:
    shown: Any = html.fromstring(f"<p>{as_html(segments(text, text[:bold], spans))}</p>")
    assert shown.text_content() == text
    assert {element.tag for element in shown.iterdescendants()} <= {"a", "b"}


@given(TEXTS, SPANS)
def test_a_table_has_the_words_of_its_text(text: str, spans: list[LinkedSpan]) -> None:
    cut: list[LinkedSegment] = segments(text, "", spans)
    table = rows(cut)
    read = "\n".join("\t".join("".join(s.text for s in cell) for cell in row) for row in table)
    assert read == text


def test_words_that_cite_two_documents_lead_to_both() -> None:
    segment: LinkedSegment
    [segment] = segments("该决议", "", [LinkedSpan(0, 3, "a"), LinkedSpan(0, 3, "b", ambiguous=True)])
    assert as_html([segment]) == '<a class="cite ambiguous" href="#a" data-cards="a b">该决议</a>'


@pytest.mark.parametrize(
    ("spans", "numbers"),
    [
        ([LinkedSpan(0, 3, "a", number=1)], ["", "[1]"]),  # a footnote mark cuts the words; their end has the number
        ([LinkedSpan(0, 2, "a", number=1), LinkedSpan(2, 3, "b", number=2)], ["[1]", "[2]"]),
        ([LinkedSpan(0, 3, "a", number=1), LinkedSpan(0, 3, "b", number=2)], ["", "[1][2]"]),
        ([LinkedSpan(0, 3, "a", number=1), LinkedSpan(0, 2, "b", number=2)], ["[2]", "[1]"]),
        ([LinkedSpan(0, 3, "a")], ["", ""]),
    ],
)
def test_the_number_of_a_note_is_at_the_end_of_its_words(spans: list[LinkedSpan], numbers: list[str]) -> None:
    shown: Any = html.fromstring(f"<p>{as_html(segments('该决议', '', spans, [LinkedMark('7', 2)]))}</p>")
    assert [cite.get("data-note", "") for cite in shown.cssselect(".cite")] == numbers


def test_markup_in_a_text_is_shown_as_text() -> None:
    shown = as_html(segments("<script>&", "<s", [LinkedSpan(2, 9, '"><i>')], [LinkedMark("<", 9, "x")]))
    assert "<script" not in shown
    assert "<i>" not in shown
    read: Any = html.fromstring(f"<p>{shown}</p>")
    assert read.text_content() == "<script>&<"


def test_a_table_becomes_rows_and_cells() -> None:
    shown = as_table(segments("国家\t票\n甲\t<1>", "", [LinkedSpan(0, 2, "c")]))
    assert shown == (
        '<tr><td><a class="cite" href="#c" data-cards="c">国家</a></td><td>票</td></tr>\n'
        "<tr><td>甲</td><td>&lt;1&gt;</td></tr>"
    )
