"""Compares the two readings of a box, and keeps the better one of each character. What they disagree on is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from archive.reading.scans import english_readings
from archive.reading.scans.recognising import Glyph, with_doubtful_end
from archive.reading.typography import has_han

_SURE = 0.95  # a character with a lower score is doubtful; the score of a wrong character is seldom higher
_SEEN = 0.85  # a sign that only one reading has is kept from this score on; specks are read as signs
_CERTAIN = 0.97
# Lower case letters that differ from capitals only in size, and a digit that looks like a letter.
_CAPITALS = {letter: letter.upper() for letter in "copsvwxz"} | {"0": "O"}
_SPECKS = "·'`^*"  # specks are read as these signs, which resolutions seldom have
_NOT_FIRST = "·.,，。、:： '"
_FOR_POINT = "-:：·,，"
_WIDE = {".": "。", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_CLOSING = tuple('"”’)')
_AS_HAN = tuple("》」』”’）")


def agreed(one: Sequence[Glyph], other: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a box from two readings of it. ``other`` is the softened one."""
    first, second = _widened(one), _widened(other)
    matcher = SequenceMatcher(None, [g.text for g in first], [g.text for g in second], autojunk=False)
    found: list[Glyph] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [_same(x, y) for x, y in zip(first[a:b], second[c:d], strict=True)]
        elif (better := _better(first, slice(a, b), second, slice(c, d))) is not None:
            left_out = not better or (_has_signs(first[a:b]) and not _has_signs(better))
            found = [*(with_doubtful_end(found) if left_out else found), *better]
        elif {"".join(g.text for g in first[a:]), "".join(g.text for g in second[c:])} == {"", "."} and _closes(found):
            found.append(replace((first[a:] or second[c:])[0], doubtful=True))
        else:
            disputed = list(_disputed(first[a:b], second[c:d]))
            left_out = b - a == d - c and disputed[0].text == " "  # the other reading has a character there
            found = [*(with_doubtful_end(found) if left_out else found), *disputed]
    found = [_in_capitals(found, place) for place in range(len(found))]
    return _with_point(_begun(english_readings.with_next_best(found)))


def _has_signs(glyphs: Sequence[Glyph]) -> bool:
    return any(glyph.text != " " for glyph in glyphs)


def _better(one: Sequence[Glyph], here: slice, other: Sequence[Glyph], there: slice) -> list[Glyph] | None:
    space = english_readings.without_speck(one, here, other, there)
    return english_readings.chosen(one, here, other, there) if space is None else space


def _closes(glyphs: Sequence[Glyph]) -> bool:
    """Whether the last character closes a quotation or brackets: a point that follows at the end of a line is close to
    it, and only one reading may have it."""
    return bool(glyphs) and glyphs[-1].text in _CLOSING


def _begun(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without signs at the beginning, where no line has them: specks are read so."""
    start = next((place for place, glyph in enumerate(glyphs) if glyph.text not in _NOT_FIRST), len(glyphs))
    return glyphs[start:] or glyphs


def _with_point(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters with a point behind the number of a paragraph, for which a speck makes another sign."""
    place = next((at for at, glyph in enumerate(glyphs) if not glyph.text.isdigit() and glyph.text != "/"), 0)
    after = next((g.text for g in glyphs[place + 1 :] if g.text != " "), "")
    if place > 0 and glyphs[place].text in _FOR_POINT and has_han(after):
        glyphs[place] = replace(glyphs[place], text=".", doubtful=True)
    return glyphs


def _in_capitals(glyphs: Sequence[Glyph], place: int) -> Glyph:
    """The character, as a capital letter if it is between capitals: A/C0NF and MSp are A/CONF and MSP."""
    glyph = glyphs[place]
    before, after = (glyphs[at].text if 0 <= at < len(glyphs) else "" for at in (place - 1, place + 1))
    capital = _CAPITALS.get(glyph.text, "")
    if not capital or not before.isupper() or not (after.isupper() or (glyph.text.islower() and after == "/")):
        return glyph
    return replace(glyph, text=capital, doubtful=glyph.doubtful or glyph.score < _CERTAIN)


def _same(one: Glyph, other: Glyph) -> Glyph:
    score = (one.score + other.score) / 2
    return replace(one, score=score, doubtful=(score < _SURE and one.text != " ") or one.text in _SPECKS)


def _disputed(one: Sequence[Glyph], other: Sequence[Glyph]) -> Iterator[Glyph]:
    if len(one) == len(other):
        for x, y in zip(one, other, strict=True):
            better = max(x, y, key=lambda glyph: glyph.score)
            yield replace(better, doubtful=better.text != " ")
        return
    for glyph in max(one, other, key=lambda glyphs: (_weight(glyphs), len(glyphs))):
        if glyph.text.isalnum() or glyph.text == " " or glyph.score >= _SEEN:
            yield replace(glyph, doubtful=glyph.text != " ")


def _weight(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.score - 0.5 for glyph in glyphs)


def _widened(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters with full-width punctuation beside Han characters, where the model is not sure of the width.

    The probabilities of the two widths are added, because they are the same sign.
    """
    found: list[Glyph] = []
    chinese = has_han("".join(glyph.text for glyph in glyphs))
    for place, glyph in enumerate(glyphs):
        before = next((g.text for g in reversed(found) if g.text != " "), "")
        after = next((g.text for g in glyphs[place + 1 :] if g.text != " "), "")
        wide = _WIDE.get(glyph.text, glyph.text)
        narrow = _WIDE.get(glyph.second, glyph.second)
        score = min(1.0, glyph.score + (glyph.second_score if wide == narrow else 0.0))
        in_han = _as_in_han(glyph, before, after, chinese)
        found.append(replace(glyph, text=wide if in_han else glyph.text, score=score))
    return found


def _as_in_han(glyph: Glyph, before: str, after: str, chinese: bool) -> bool:
    """Whether a sign of punctuation is full-width: beside a Han character, or at the end of a line.

    A full stop is read as a point in many places, and a point as a full stop in few. So a point becomes a full stop
    only at the end of a line, and only if that is the next best reading.
    """
    if glyph.text == ".":
        return not after and glyph.second == "。"
    return chinese and (not after or has_han(before + after) or before in _AS_HAN)
