"""Writes the HTML of a text with links to its cards.

    text + linked spans + linked marks → segments (``archive.citing.segments``) → HTML

Only this module and ``card_html`` put texts into HTML without a template. ``fill`` escapes every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.citing.segments import Segment, rows
from archive.views.markup import fill, joined


@dataclass(frozen=True, slots=True)
class LinkedSpan:
    """``text[start:end]`` is a link to the card with the id ``card``. Spans may overlap.

    ``number`` is the card's number on paper, where the cards are notes. It is 0 if the card has none.
    """

    start: int
    end: int
    card: str
    ambiguous: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class LinkedMark:
    """A footnote mark after the first ``at`` characters of a text. ``card`` is the id of the card that shows the
    footnote's text, and ``note`` that of the text itself where it is below the clause. Both are "" if the source has no
    such footnote."""

    marker: str
    at: int
    card: str = ""
    note: str = ""


LinkedSegment = Segment[LinkedSpan, LinkedMark]


def as_html(segments: Iterable[LinkedSegment], page: str = "") -> SafeString:
    """The segments as HTML. All text is escaped. Spans are links to their cards, on this page or on ``page``."""
    cut = list(segments)
    following = [*(segment.spans for segment in cut[1:]), ()]
    return joined(
        piece
        for segment, next_spans in zip(cut, following, strict=False)
        for piece in (_text(segment, page, next_spans), *map(_mark, segment.marks))
    )


def as_table(segments: Iterable[LinkedSegment]) -> SafeString:
    """The segments of a table's text as the rows of an HTML table."""
    table = ([fill("<td>{}</td>", as_html(cell)) for cell in row] for row in rows(segments))
    return joined((fill("<tr>{}</tr>", joined(row)) for row in table), "\n")


def _text(segment: LinkedSegment, page: str, next_spans: Sequence[LinkedSpan]) -> SafeString:
    text = fill("{}", segment.text)
    if segment.spans and segment.text:
        cards = list(dict.fromkeys(span.card for span in segment.spans))
        text = fill(
            '<a class="{}" href="{}#{}" data-cards="{}"{}>{}</a>',
            "cite ambiguous" if any(span.ambiguous for span in segment.spans) else "cite",
            page,
            cards[0],
            " ".join(cards),
            note_number(*(span.number for span in segment.spans if span not in next_spans)),
            text,
        )
    return fill("<b>{}</b>", text) if segment.opening and segment.text else text


def note_number(*numbers: int) -> SafeString:
    """The attribute with the numbers that the style sheet prints. No number, no attribute.

    >>> note_number(1, 2, 0)
    ' data-note="[1][2]"'
    """
    shown = "".join(f"[{number}]" for number in dict.fromkeys(numbers) if number)
    return fill(' data-note="{}"', shown) if shown else SafeString("")


def _mark(mark: LinkedMark) -> SafeString:
    if mark.note:
        return fill('<sup><a href="#{}">{}</a></sup>', mark.note, mark.marker)
    if not mark.card:
        return fill("<sup>{}</sup>", mark.marker)
    return fill('<sup><a href="#{0}" data-cards="{0}">{1}</a></sup>', mark.card, mark.marker)
