"""Tests segments of a text: every character comes out once and in order, for any spans and marks (generated)."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citing.segments import Segment, segments


class Span(NamedTuple):
    start: int
    end: int
    key: str = "c"


class Mark(NamedTuple):
    marker: str
    at: int


TEXTS = st.text(st.sampled_from("回顾第1号决议，《公约》<b>&\"' \n\t"), max_size=40)
OFFSETS = st.integers(-2, 45)
SPANS = st.lists(st.builds(Span, OFFSETS, OFFSETS, st.sampled_from(["c1", "c2", "c3"])), max_size=6)
MARKS = st.lists(st.builds(Mark, st.sampled_from("12*"), OFFSETS), max_size=4)


@given(TEXTS, st.integers(0, 10), SPANS, MARKS)
def test_the_segments_put_together_are_the_text(text: str, bold: int, spans: list[Span], marks: list[Mark]) -> None:
    found = segments(text, text[:bold], spans, marks)
    assert "".join(segment.text for segment in found) == text
    assert "".join(segment.text for segment in found if segment.opening) == text[:bold]
    assert sorted(mark.marker for segment in found for mark in segment.marks) == sorted(m.marker for m in marks)


@given(TEXTS, SPANS)
def test_a_span_covers_its_characters_and_no_others(text: str, spans: list[Span]) -> None:
    expected = {i for span in spans if span.start >= 0 for i in range(span.start, min(span.end, len(text)))}
    found: list[Segment[Span, Mark]] = segments(text, "", spans)
    covered = [bool(segment.spans) for segment in found for _ in segment.text]
    assert {i for i, is_covered in enumerate(covered) if is_covered} == expected


@pytest.mark.parametrize(
    ("text", "opening", "spans", "marks", "expected"),
    [
        ("大会，", "", [], [], ["大会，"]),
        ("", "", [], [], []),
        ("", "", [], [Mark("1", 0)], [""]),
        ("核", "", [], [Mark("1", 0)], ["", "核"]),
        ("核", "", [], [Mark("1", 9)], ["核"]),
        ("回顾《条约》，", "回顾", [Span(2, 6)], [Mark("1", 6)], ["回顾", "《条约》", "，"]),
        ("第1和2号", "", [Span(0, 5), Span(1, 2)], [], ["第", "1", "和2号"]),
    ],
)
def test_cuts(text: str, opening: str, spans: list[Span], marks: list[Mark], expected: list[str]) -> None:
    assert [segment.text for segment in segments(text, opening, spans, marks)] == expected


def test_an_opening_that_is_no_prefix_is_ignored() -> None:
    assert segments("铭记", "回顾") == [Segment("铭记")]


def test_a_segment_has_its_spans_and_the_marks_after_it() -> None:
    spans, marks = [Span(0, 3, "a"), Span(0, 3, "b")], [Mark("1", 3), Mark("2", 3)]
    assert segments("该决议", "", spans, marks) == [Segment("该决议", spans=tuple(spans), marks=tuple(marks))]
