"""Chooses between two readings of a place in an English line: what makes words and sentences is right.

    arims / arms, al l / all      only one makes English words
    the. States / the States      small letters follow no point
    A/CONF:192 / A/CONF.192       a space follows a colon

Only what one of the readings has is chosen, and it stays doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.reading.printed.divided_words import is_word
from archive.reading.scans.recognising import Glyph
from archive.reading.scans.sentence_points import impossible_points
from archive.reading.typography import has_han

Glyphs = Sequence[Glyph]
_NOT_UNLIKELY = 0.02
_SPECKS = ".:'·-_"  # signs that specks are read for
_SHORTENED = re.compile(r"\b(?:[A-Z]|[Nn]os?|[Vv]ols?|[Pp]aras?|[Aa]rts?|[Cc]haps?|Ibid|Corr|Add|Rev|Sess|Suppl)$")


def chosen(one: Glyphs, here: slice, other: Glyphs, there: slice) -> list[Glyph] | None:
    """The characters of the better reading, where the two differ; None if English does not tell it.

    ``here`` and ``there`` are the places of what differs in the two readings.
    """
    for is_likely in (_has_possible_points, _makes_words, _has_space_behind_colon):
        likely, other_likely = is_likely(one, here), is_likely(other, there)
        if likely is not None and other_likely is not None and likely != other_likely:
            return [replace(glyph, doubtful=glyph.text != " ") for glyph in (one[here] if likely else other[there])]
    return None


def without_speck(sharp: Glyphs, here: slice, softened: Glyphs, there: slice) -> list[Glyph] | None:
    """The space, if there is one, for a sign of which only the sharp reading of an English line has seen anything.

    None if it can be a sign: a speck stands between two words. The softened reading has no specks.
    """
    sign, space = _text(sharp[here]).strip(), _text(softened[there])
    after = _text(sharp[here.stop :]).lstrip()
    if sign not in _SPECKS or not sign or space.strip() or has_han(_text(sharp)) or not after[:1].isalnum():
        return None
    parts = " " in _text(sharp[here.start : here.stop + 1]) + _text(softened[there.start : there.stop + 1])
    if not parts or _SHORTENED.search(_text(sharp[: here.start])):
        return None
    return [Glyph(" ", one.x, one.score) for one in (*softened[there], *sharp[here]) if one.text == " "][:1]


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


def with_next_best(glyphs: Glyphs) -> list[Glyph]:
    """The characters, with the next best reading of one letter in each word that is English only with it: Apri1."""
    found = list(glyphs)
    for word in re.finditer(r"[^\W_]{3,}", _text(glyphs)):
        if _is_word(word[0]) or not any(letter.isalpha() for letter in word[0]):
            continue
        places = [at for at in range(*word.span()) if _may_be_wrong(glyphs[at])]
        changed = {at: _text([*glyphs[word.start() : at], replace(glyphs[at], text=glyphs[at].second),
                              *glyphs[at + 1 : word.end()]]) for at in places}  # fmt: skip
        right = [at for at, other in changed.items() if _is_word(other)]
        if len(right) == 1:
            found[right[0]] = replace(glyphs[right[0]], text=glyphs[right[0]].second, doubtful=True)
    return found


def _may_be_wrong(glyph: Glyph) -> bool:
    """Whether the recogniser has seen another letter, or the letter without its accent, that is not unlikely."""
    return len(glyph.second) == 1 and glyph.second.isalpha() and (glyph.doubtful or glyph.second_score > _NOT_UNLIKELY)


def _is_word(word: str) -> bool:
    """Whether this is an English word in small letters, or with a capital letter at its beginning."""
    return word.isalpha() and word[1:].islower() and is_word(word.lower())


def _text(glyphs: Glyphs) -> str:
    return "".join(glyph.text[:1] or " " for glyph in glyphs)
