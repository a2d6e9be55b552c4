"""A text with its citations and footnote marks, cut into segments that a page can show.

    text + opening phrase + spans + marks → segments → HTML

The segments' words put together are the text, whatever the spans are. Everything that comes from the data is escaped
where the HTML is made, and nowhere else is a text put into HTML by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.safestring import SafeString

from archive.views.markup import fill, joined


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` cites what the card with the id ``card`` describes. Spans may overlap."""

    start: int
    end: int
    card: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark behind the first ``at`` characters; ``card`` is the id of the card that has the footnote's
    text, or "" where the source has no such footnote."""

    marker: str
    at: int
    card: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that are shown in one way. ``cards`` are the ids of the cards that they cite; ``marks`` stand behind."""

    words: str
    bold: bool = False
    cards: tuple[str, ...] = ()
    ambiguous: bool = False
    marks: tuple[Mark, ...] = ()


def annotate(text: str, opening: str = "", spans: Iterable[Span] = (), marks: Iterable[Mark] = ()) -> list[Segment]:
    """Cut ``text`` where something begins or ends. An opening phrase that the text does not begin with is not bold;
    a span or mark that reaches beyond the text ends with it.

    >>> [(s.words, s.bold, s.cards) for s in annotate("回顾第1号决议，", "回顾", [Span(2, 6, "c1")])]
    [('回顾', True, ()), ('第1号决', False, ('c1',)), ('议，', False, ())]
    """
    length = len(text)
    bold_until = len(opening) if text.startswith(opening) else 0
    spans = [replace(span, end=min(span.end, length)) for span in spans if 0 <= span.start < min(span.end, length)]
    marks_at: dict[int, list[Mark]] = {}
    for mark in marks:
        marks_at.setdefault(min(max(mark.at, 0), length), []).append(mark)

    cuts = {0, bold_until, length, *marks_at}
    cuts.update(span.start for span in spans)
    cuts.update(span.end for span in spans)
    segments = [Segment("", marks=tuple(marks_at[0]))] if 0 in marks_at else []
    for start, end in pairwise(sorted(cuts)):
        citing = [span for span in spans if span.start <= start and end <= span.end]
        segments.append(
            Segment(
                text[start:end],
                bold=end <= bold_until,
                cards=tuple(dict.fromkeys(span.card for span in citing)),
                ambiguous=any(span.ambiguous for span in citing),
                marks=tuple(marks_at.get(end, ())),
            )
        )
    return segments


def rows(segments: Iterable[Segment]) -> list[list[list[Segment]]]:
    """The segments of a table's text: rows divided by line ends, cells by tabs.

    >>> [[[s.words for s in cell] for cell in row] for row in rows(annotate("甲\\t乙\\n丙"))]
    [[['甲'], ['乙']], [['丙']]]
    """
    table: list[list[list[Segment]]] = [[[]]]
    for segment in segments:
        lines = segment.words.split("\n")
        for line_number, line in enumerate(lines):
            if line_number:
                table.append([[]])
            cells = line.split("\t")
            for cell_number, words in enumerate(cells):
                if cell_number:
                    table[-1].append([])
                last = line_number == len(lines) - 1 and cell_number == len(cells) - 1
                if words or (last and segment.marks):
                    table[-1][-1].append(replace(segment, words=words, marks=segment.marks if last else ()))
    return table


def as_html(segments: Iterable[Segment], page: str = "") -> SafeString:
    """The segments as HTML, all words escaped: citations are links to their cards, on this page or on ``page``."""
    return joined(piece for segment in segments for piece in (_words(segment, page), *map(_mark, segment.marks)))


def as_table(segments: Iterable[Segment]) -> SafeString:
    """The segments of a table's text as the rows of an HTML table."""
    table = ([fill("<td>{}</td>", as_html(cell)) for cell in row] for row in rows(segments))
    return joined((fill("<tr>{}</tr>", joined(row)) for row in table), "\n")


def _words(segment: Segment, page: str) -> SafeString:
    words = fill("{}", segment.words)
    if segment.cards and segment.words:
        words = fill(
            '<a class="{}" href="{}#{}" data-cards="{}">{}</a>',
            "cite ambiguous" if segment.ambiguous else "cite",
            page,
            segment.cards[0],
            " ".join(segment.cards),
            words,
        )
    return fill("<b>{}</b>", words) if segment.bold and segment.words else words


def _mark(mark: Mark) -> SafeString:
    if not mark.card:
        return fill("<sup>{}</sup>", mark.marker)
    return fill('<sup><a href="#{0}" data-cards="{0}">{1}</a></sup>', mark.card, mark.marker)
