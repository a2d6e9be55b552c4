"""Mends what English print has in one form only, in a line whose recogniser reads a speck, or a sign for another.

    6.December, and.State, No..42     a space, for which a speck is read
    vol, 610. No. 2                   vol. 610, No. 2, as every treaty is cited
    2: Requests, A/CONF:192           the point of a number and of a symbol
    2625 (xxv), Part Iv, CovID-19     capitals, from which some small letters differ only in size

Nothing is mended in silence: what is mended stays doubtful, or the character before it if nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.reading.printed.divided_words import is_word
from archive.reading.scans.recognising import Glyph, with_doubtful_end
from archive.reading.scans.sentence_points import MONTH, can_end_sentence, can_precede_comma, impossible_points
from archive.reading.typography import has_han

# A pattern, and what stands for its first group.
_FORMS: Sequence[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"\b\d{{1,2}}()(?={MONTH}\b)", " "),
        (rf"\b{MONTH}([.·]|)(?=(?:19|20)\d\d\b)", " "),
        (r"\b(?:of|and|the|to|in|by|for|on)(['·_]\s?)(?=\w)", " "),
        (r"(?<=[a-z])\s(-)(?=[a-z])", ""),
        (r"\b(?:[Nn]os?|vols?)\.(\.?)(?=\d)", " "),
        (r"\b(?:No|[Vv]ol|paras?)([,:])(?=\s?\d)", "."),
        (r"\b\d{3,4}(\.)(?=\((?:19|20)\d\d\))", " "),
        (r"\bvol\. \d+(\.)(?=\s?No)", ","),
        (r"\bSession(\.)(?=\sSuppl)", ","),
        (r"\bIbid()(?=,)", "."),
        (r"\b(?:CONF|DEC|RES|WP|PC|AC|GC|Add|Rev|Corr)(:)(?=\d)", "."),
        (r"(?<=[^.])\.(\s?\.)(?=\s|$)", ""),
        (r"(?<=[a-z])(\s\.)$", ""),
        (r'(?<=[a-z])()(?=["“][A-Z])', " "),
        (r"(?<=\d\))(\.?)(?=[a-z]{2})", " "),
    )
]
_NO_LIST = re.compile(r"\s(?!(?:and|or|ibid|see)\b)[a-z]")  # after a semicolon that is a comma
_SMALL_OR_CAPITAL = "copsuvwxz"  # letters whose capitals have the same shape
_MIXED = re.compile(rf"\b(?:[A-Z]+[{_SMALL_OR_CAPITAL}l]+)+[A-Z]*(?![A-Za-z])")
_PLURAL = re.compile(r"(?<=[A-Z])s$")  # NGOs
_SESSION = re.compile(r"\b\d{3,4} \(([IVXLivxl]+)\)|\d \((l)\)")  # of a resolution: 2625 (XXV), 41 (I)
_LETTERS = re.compile(r"[iv]+")  # a session, or the place in a list: paragraph 114 (iv)
_NUMBER = re.compile(r"\d{1,2}([:,;])(?=\s[A-Z][a-z])")  # of a paragraph
_ROMAN = re.compile(r"[IVX]{2,}|[IVX]+L[IVX]*")
_LEAST_CAPITALS = 2  # of a word that has small letters among them


def in_form(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, in the forms of English print. A line with Chinese characters stays as it is."""
    found = list(glyphs)
    if has_han(_text(found)):
        return found
    for changes in (_points, _semicolons, _numbers, _capitals, _fixed_forms):
        for start, end, form in reversed(list(changes(found))):
            found = _changed(found, start, end, form)
    return found


def _points(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    """Points where no sentence has one. A point is a comma if that is the next best reading.

    One of which the recogniser is sure stays where a sentence can end.
    """
    text = _text(glyphs)
    for at in sorted(impossible_points(text)):
        if not glyphs[at].doubtful and can_end_sentence(text, at):
            yield at, at + 1, "."
            continue
        spaced = " " in text[max(0, at - 1) : at + 2]
        is_comma = spaced and glyphs[at].second == "," and can_precede_comma(text[:at])
        yield at, at + 1, "," if is_comma else "" if spaced else " "


def _semicolons(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    text = _text(glyphs)
    for at, glyph in enumerate(glyphs):
        if glyph.text == ";" and glyph.second == "," and glyph.doubtful and _NO_LIST.match(text, at + 1):
            yield at, at + 1, ","


def _numbers(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    """The sign behind the number of a paragraph. A comma of which the recogniser is sure stays: 12, Egypt and."""
    number = _NUMBER.match(_text(glyphs))
    if number and (number[1] != "," or glyphs[number.start(1)].doubtful):
        yield *number.span(1), "."


def _capitals(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    text = _text(glyphs)
    for session in _SESSION.finditer(text):
        start, end = session.span(session.lastindex or 0)
        if _LETTERS.fullmatch(text, start, end):
            yield start, start + 1, text[start]
        else:
            yield from _raised_case(text, start, end)
    for found in _MIXED.finditer(text):
        word = _PLURAL.sub("", found[0])
        capitals = word.replace("l", "I").upper()
        if not _ROMAN.fullmatch(capitals) and sum(one.isupper() for one in word) <= _LEAST_CAPITALS:
            continue
        if _can_be_word(text, found):
            yield found.start(), found.start() + 1, text[found.start()]
        else:
            yield from _raised_case(text, found.start(), found.start() + len(word))


def _can_be_word(text: str, found: re.Match[str]) -> bool:
    """Whether this can be an English word with a capital letter: Ill-treatment, but not Part Ill."""
    begins = not text[: found.start()].strip('"“( ') or text[found.end() : found.end() + 1] == "-"
    return begins and found[0].istitle() and is_word(found[0].lower())


def _raised_case(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for at in range(start, end):
        if text[at].islower():
            yield at, at + 1, "I" if text[at] == "l" else text[at].upper()


def _fixed_forms(glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int, str]]:
    text = _text(glyphs)
    changes = {found.span(1): form for pattern, form in _FORMS for found in pattern.finditer(text)}
    for (start, end), form in sorted(changes.items()):
        yield start, end, form


def _changed(glyphs: Sequence[Glyph], start: int, end: int, form: str) -> list[Glyph]:
    """The characters with ``form``, of at most one character, for those of the slice."""
    before, after = list(glyphs[:start]), list(glyphs[end:])
    if form in ("", " "):
        before = with_doubtful_end(before)
    x = glyphs[start].x if end > start else (before[-1].x + after[0].x) / 2
    score = min((glyph.score for glyph in glyphs[start:end]), default=0.0)
    return [*before, *(Glyph(one, x, score, doubtful=one != " ") for one in form), *after]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text[:1] or " " for glyph in glyphs)
