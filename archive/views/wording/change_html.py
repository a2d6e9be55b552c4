"""Writes the HTML of a clause with its changed words marked.

    before    请各国提交2023年报告，     earlier   <del>请</del>各国提交<del>2023年</del>报告，
    after     敦促各国提交2024年报告，   later     <ins>敦促</ins>各国提交<ins>2024年</ins>报告，
    both      <del>请</del><ins>敦促</ins>各国提交<del>2023年</del><ins>2024年</ins>报告，

``changes`` are those of ``archive.comparing.Pair``: words before and after, in the order of the text. Between two
changes both texts are equal, except for white space. ``_starts`` finds the places of the changes by this rule.

``earlier`` and ``later`` print every character of their text. ``both`` prints every character of the later text, and
every character of the earlier text except white space. ``static/wording.css`` has the look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from rapidfuzz.distance import Prefix

from archive.characters import printed
from archive.comparing.wording import without_space
from archive.views.markup import fill, joined

Changes = Iterable[Sequence[str]]
"""Pairs of (words before, words after). Stored pairs are lists."""
_Span = tuple[int, int]

_KEPT, _OLD, _NEW = "{}", '<del class="was">{}</del>', '<ins class="now">{}</ins>'
_IN_WORD = re.compile(r"[A-Za-z0-9]{2}")


def earlier(before: str, after: str, changes: Changes, opening: str = "") -> SafeString:
    """The earlier text. Words that the later text does not have are in ``del``. ``opening`` is in bold."""
    return _marked(before, _spans(before, after, changes)[0], _OLD, _bold_end(before, opening))


def later(before: str, after: str, changes: Changes, opening: str = "") -> SafeString:
    """The later text. Words that the earlier text does not have are in ``ins``. ``opening`` is in bold.

    >>> later("请各国", "敦促各国", [("请", "敦促")])
    '<ins class="now">敦促</ins>各国'
    """
    return _marked(after, _spans(before, after, changes)[1], _NEW, _bold_end(after, opening))


def both(before: str, after: str, changes: Changes, openings: tuple[str, str] = ("", "")) -> SafeString:
    """Both texts as one: dropped words in ``del``, new words in ``ins``. ``openings`` are in bold.

    >>> both("请各国", "敦促各国", [("请", "敦促")])
    '<del class="was">请</del><ins class="now">敦促</ins>各国'
    """
    bold_before, bold_after = _bold_end(before, openings[0]), _bold_end(after, openings[1])
    pieces, done = [], 0
    for (old_start, old_end), (start, end) in zip(*_spans(before, after, changes), strict=True):
        pieces.append(_piece(_KEPT, after, (done, start), bold_after))
        pieces.append(_piece(_OLD, before, (old_start, _with_space(before, old_end)), bold_before))
        pieces.append(_piece(_NEW, after, (start, end), bold_after))
        done = end
    return joined([*pieces, _piece(_KEPT, after, (done, len(after)), bold_after)])


def _marked(text: str, spans: Iterable[_Span], look: str, bold_end: int) -> SafeString:
    pieces, done = [], 0
    for start, end in spans:
        pieces.append(_piece(_KEPT, text, (done, start), bold_end))
        pieces.append(_piece(look, text, (start, end), bold_end))
        done = end
    return joined([*pieces, _piece(_KEPT, text, (done, len(text)), bold_end)])


def _piece(look: str, text: str, span: _Span, bold_end: int) -> SafeString:
    start, end = span
    if start == end:
        return SafeString("")
    middle = min(max(start, bold_end), end)
    bold = fill("<b>{}</b>", text[start:middle]) if middle > start else SafeString("")
    return fill(look, joined([bold, fill("{}", text[middle:end])]))


def _bold_end(text: str, opening: str) -> int:
    return len(opening) if text.startswith(opening) else 0


def _with_space(text: str, end: int) -> int:
    """The end of the white space after ``end``. Without it, dropped English words would touch the next word."""
    return len(text) - len(text[end:].lstrip())


def _spans(before: str, after: str, changes: Changes) -> tuple[list[_Span], list[_Span]]:
    """The places of the changes in both texts. If they are not changes of these texts, all words have changed."""
    sides = _Side.of(before), _Side.of(after)
    visible = [(without_space(one), without_space(other)) for one, other in changes]
    starts = _starts(*sides, visible)
    if starts is None:
        return [(0, len(before))], [(0, len(after))]
    found: tuple[list[_Span], list[_Span]] = ([], [])
    for places, words in zip(starts, visible, strict=True):
        for spans, side, start, piece in zip(found, sides, places, words, strict=True):
            spans.append(side.span(start, len(piece)))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """A text without white space. ``offsets`` has the offset in the whole text of each character, and of the end.

    ``inside`` has the places between two letters of a word in Latin script.
    """

    shown: str
    offsets: list[int]
    inside: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Side:
        without_marks, offsets = printed(text)
        kept = [at for at, character in zip(offsets, without_marks, strict=False) if not character.isspace()]
        inside = (place for place, at in enumerate(kept) if place and _IN_WORD.match(text, kept[place - 1], at + 1))
        return cls(without_space(text), [*kept, len(text)], frozenset(inside))

    def span(self, start: int, length: int) -> _Span:
        end = self.offsets[start + length - 1] + 1 if length else self.offsets[start]
        return self.offsets[start], end


def _starts(before: _Side, after: _Side, changes: Sequence[tuple[str, str]]) -> list[_Span] | None:
    """Where each change begins, as (place before, place after). None if these are not the changes of the texts.

    A change can fit at several places. If the other changes do not fit then, the search takes the next place.
    """
    seen = set()
    ways: list[list[_Span]] = [[]]
    while ways:
        way = ways.pop()
        start, other = _behind(way, changes)
        if len(way) == len(changes):
            if before.shown[start:] == after.shown[other:]:
                return way
        elif (len(way), start) not in seen:
            seen.add((len(way), start))
            ways += [[*way, place] for place in _fitting(before, after, (start, other), changes[len(way)])]
    return None


def _behind(way: Sequence[_Span], changes: Sequence[tuple[str, str]]) -> _Span:
    """The places behind the last change of ``way``."""
    if not way:
        return 0, 0
    old, new = changes[len(way) - 1]
    return way[-1][0] + len(old), way[-1][1] + len(new)


def _fitting(before: _Side, after: _Side, begin: _Span, change: tuple[str, str]) -> list[_Span]:
    """The places from ``begin`` on at which a change fits, the best last. Up to it both texts are equal.

    A place between words is better than one inside a word. Then an earlier place is better.
    """
    (start, other), (old, new) = begin, change
    equal = Prefix.similarity(before.shown[start:], after.shown[other:])
    places = [
        (start + step, other + step)
        for step in range(equal + 1)
        if before.shown.startswith(old, start + step) and after.shown.startswith(new, other + step)
    ]
    edges = [({place, place + len(old)}, {twin, twin + len(new)}) for place, twin in places]
    divided = [bool(one & before.inside or two & after.inside) for one, two in edges]
    return [place for _, place in sorted(zip(divided, places, strict=True), reverse=True)]
