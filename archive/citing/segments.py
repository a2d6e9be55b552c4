"""Cuts a text into segments at its opening phrase, its spans and its marks.

    text + opening phrase + spans + marks → segments

The texts of all segments, joined, are the whole text. The public page of a resolution and the page of a proof both show
a text by its segments. Each page has its own types of spans and marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Spanning(Protocol):
    """An object that belongs to ``text[start:end]``, for example a citation."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Placed(Protocol):
    """An object after the first ``at`` characters of a text, for example a footnote mark."""

    @property
    def at(self) -> int: ...


SpanT = TypeVar("SpanT", bound=Spanning)
MarkT = TypeVar("MarkT", bound=Placed)


@dataclass(frozen=True, slots=True)
class Segment(Generic[SpanT, MarkT]):
    """A piece of a text in which the style and the spans do not change.

    ``opening`` is True if the piece belongs to the opening phrase. ``spans`` are the spans that cover the whole piece.
    ``marks`` are the marks directly after the piece.
    """

    text: str
    opening: bool = False
    spans: tuple[SpanT, ...] = ()
    marks: tuple[MarkT, ...] = ()


def segments(
    text: str, opening: str = "", spans: Iterable[SpanT] = (), marks: Iterable[MarkT] = ()
) -> list[Segment[SpanT, MarkT]]:
    """The segments of ``text``, in order. Spans may overlap.

    A mark at 0 follows an empty first segment. An offset beyond the text counts as the end of the text. A span is
    ignored if it is empty or starts before the text. ``opening`` is ignored if the text does not begin with it.

    >>> from archive.reading.draft import Mark
    >>> [(s.text, s.opening, len(s.marks)) for s in segments("回顾第1号决议，", "回顾", marks=[Mark("2", 7)])]
    [('回顾', True, 0), ('第1号决议', False, 1), ('，', False, 0)]
    """
    length = len(text)
    opening_end = len(opening) if text.startswith(opening) else 0
    ends = [(span, min(span.end, length)) for span in spans]
    covering = [(span, end) for span, end in ends if 0 <= span.start < end]
    marks_at: dict[int, list[MarkT]] = {}
    for mark in marks:
        marks_at.setdefault(min(max(mark.at, 0), length), []).append(mark)

    cuts = {0, opening_end, length, *marks_at}
    for span, end in covering:
        cuts.update((span.start, end))
    found: list[Segment[SpanT, MarkT]] = [Segment("", marks=tuple(marks_at[0]))] if 0 in marks_at else []
    for start, end in pairwise(sorted(cuts)):
        found.append(
            Segment(
                text[start:end],
                opening=end <= opening_end,
                spans=tuple(span for span, span_end in covering if span.start <= start and end <= span_end),
                marks=tuple(marks_at.get(end, ())),
            )
        )
    return found


def rows(cut: Iterable[Segment[SpanT, MarkT]]) -> list[list[list[Segment[SpanT, MarkT]]]]:
    """The segments of a table's text, by row and cell. Line ends separate rows, and tabs separate cells.

    >>> [[[s.text for s in cell] for cell in row] for row in rows([Segment("甲\\t乙\\n丙")])]
    [[['甲'], ['乙']], [['丙']]]
    """
    table: list[list[list[Segment[SpanT, MarkT]]]] = [[[]]]
    for segment in cut:
        lines = segment.text.split("\n")
        for line_number, line in enumerate(lines):
            if line_number:
                table.append([[]])
            cells = line.split("\t")
            for cell_number, text in enumerate(cells):
                if cell_number:
                    table[-1].append([])
                last = line_number == len(lines) - 1 and cell_number == len(cells) - 1
                if text or (last and segment.marks):
                    table[-1][-1].append(replace(segment, text=text, marks=segment.marks if last else ()))
    return table


def paragraphs(cut: Iterable[Segment[SpanT, MarkT]]) -> list[list[Segment[SpanT, MarkT]]]:
    """The segments of a text, by paragraph. Line ends separate paragraphs.

    >>> [[s.text for s in paragraph] for paragraph in paragraphs([Segment("甲\\n乙"), Segment("丙")])]
    [['甲'], ['乙', '丙']]
    """
    found: list[list[Segment[SpanT, MarkT]]] = [[]]
    for segment in cut:
        *lines, last = segment.text.split("\n")
        for line in lines:
            found[-1].append(replace(segment, text=line, marks=()))
            found.append([])
        found[-1].append(replace(segment, text=last))
    return found
