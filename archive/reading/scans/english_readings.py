"""Chooses between two readings of a place in an English line: what makes words and sentences is right.

    arims / arms, al l / all      only one makes English words
    the. States / the States      small letters follow no point
    A/CONF:192 / A/CONF.192       a space follows a colon

Only what one of the readings has is chosen, and it stays doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.reading.printed.divided_words import is_word
from archive.reading.scans.recognising import Glyph
from archive.reading.scans.sentence_points import impossible_points

Glyphs = Sequence[Glyph]


def chosen(one: Glyphs, here: slice, other: Glyphs, there: slice) -> list[Glyph] | None:
    """The characters of the better reading, where the two differ; None if English does not tell it.

    ``here`` and ``there`` are the places of what differs in the two readings.
    """
    for is_likely in (_has_possible_points, _makes_words, _has_space_behind_colon):
        likely, other_likely = is_likely(one, here), is_likely(other, there)
        if likely is not None and other_likely is not None and likely != other_likely:
            return [replace(glyph, doubtful=glyph.text != " ") for glyph in (one[here] if likely else other[there])]
    return None


def _has_possible_points(glyphs: Glyphs, place: slice) -> bool:
    return impossible_points(_text(glyphs)).isdisjoint(range(place.start, place.stop))


def _makes_words(glyphs: Glyphs, place: slice) -> bool | None:
    """Whether the words around the place are English. None if a sign is there, no word, or capitals of a symbol."""
    if not all(glyph.text.isalpha() or glyph.text == " " for glyph in glyphs[place]):
        return None
    start, end = place.start, place.stop
    while start and glyphs[start - 1].text.isalpha():
        start -= 1
    while end < len(glyphs) and glyphs[end].text.isalpha():
        end += 1
    words = _text(glyphs[start:end]).split()
    if not words or any(word[1:] != word[1:].lower() for word in words):
        return None
    return all(word == "a" or (len(word) > 1 and is_word(word.lower())) for word in words)


def _has_space_behind_colon(glyphs: Glyphs, place: slice) -> bool | None:
    """None if there is neither a colon nor a point."""
    if (sign := _text(glyphs[place])) not in (".", ":"):
        return None
    return (sign == ":") == (_text(glyphs[place.stop : place.stop + 1]) in ("", " "))


def _text(glyphs: Glyphs) -> str:
    return "".join(glyph.text[:1] or " " for glyph in glyphs)
