"""Turns recognised lines into pages of characters, as the reader of PDF files makes them.

A recogniser gives places and sizes with errors of some dots. This module makes equal what is meant to be equal: the
sizes of the text and of the footnotes, the feet of boxes in one row, and the left edges of lines.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from statistics import median

from archive.reading.pdf.characters import Character, Face, Page, Recognition
from archive.reading.printed.divided_words import is_word
from archive.reading.scans.lookalikes import doubtful_places
from archive.reading.scans.scanned import ScannedLine, ScannedPage
from archive.reading.scans.sentence_points import can_end_sentence, can_precede_comma, impossible_points
from archive.reading.typography import has_han

_ACCENTED = re.compile(r"(?<![A-Za-zÀ-ɏ])[A-Z]?[a-zß-ɏ]*[ß-ɏ][a-zß-ɏ]*(?![A-Za-zÀ-ɏ])")
_ACCENTED_ENGLISH = frozenset({"communiqué", "communiqués", "côte", "exposé", "façade", "résumé"})
_PLAIN_WORD = re.compile("[A-Za-z]+")
_GOES_ON_A_LIST = re.compile(r"(?:and|or)\b")
_PAGE_NUMBER = re.compile(r"[-–—.·,\s]*\d{1,3}[-–—.·,\s]*")
_FACE = Face("", bold=False, italic=False)  # a scan does not tell faces
_ALIKE = 0.08  # a measured size differs from the usual size by less than twice this share
_SMALLER = 0.92  # share of the text's size; other lines that are smaller are footnotes
_SMALLER_BY_HEIGHT = 0.86  # the same where only the height of the letters tells the size
_TALL = re.compile(r"[A-Zbdfhklt\d]")  # letters as tall as the ink of most lines
_TALL_OF_LOW = 1.4  # their height as a multiple of that of the other letters
_BESIDE = 4  # times the size; words of a row that are nearer to a number belong to it
_ROW = 0.3  # share of the size; feet of boxes in one row differ by less
_EDGE = 0.2  # share of the size; left edges that differ by less are equal
_NEXT = 2  # times the size; the next line of a column is nearer
_RAISED_SIZE = 0.6  # share of the size of the text
_WORTH = 20  # characters; fewer smaller characters are no footnotes
_NARROW = str.maketrans("，。；：？！（）", ",.;:?!()")
_UNSURE = 0.2  # as _ALIKE, for a size that only the height of the ink tells
_SIZE_OF_INK = 1.08  # the size of a Han character as a multiple of the height of its ink, if nothing tells it


def pages_of(scanned: Sequence[ScannedPage]) -> list[Page]:
    """The pages with their characters. Page numbers begin with 1."""
    if not any(has_han(line.text) for page in scanned for line in page.lines):
        words = {word for page in scanned for line in page.lines for word in _PLAIN_WORD.findall(line.text)}
        scanned = [
            replace(page, lines=tuple(_narrowed(_without_accents(line, words)) for line in page.lines))
            for page in scanned
        ]
    sizes = _Sizes([line for page in scanned for line in page.lines])
    return [_page(number, page, sizes) for number, page in enumerate(scanned, start=1)]


def _narrowed(line: ScannedLine) -> ScannedLine:
    """The line with half-width punctuation, which is the only one in a text without Chinese characters."""
    return replace(line, characters=tuple(replace(one, text=one.text.translate(_NARROW)) for one in line.characters))


def _without_accents(line: ScannedLine, words: Set[str]) -> ScannedLine:
    """The line without accents in words that English has only without them: a speck above a letter.

    The letter is doubtful. ``words`` are those of the text without accents: if they have the word, the accent need not
    be doubtful, and the word can have a capital letter. Other words with a capital letter can be foreign names.
    """
    characters = list(line.characters)
    for found in _ACCENTED.finditer("".join(one.text[:1] or " " for one in characters)):
        plain = "".join(one for one in unicodedata.normalize("NFD", found[0]) if not unicodedata.combining(one))
        changed = [at for at, (one, other) in enumerate(zip(found[0], plain, strict=False)) if one != other]
        doubtful = all(characters[found.start() + at].doubtful for at in changed)
        whole = found[0].lower()
        if len(plain) != len(whole) or not is_word(plain.lower()) or is_word(whole) or whole in _ACCENTED_ENGLISH:
            continue
        if plain in words or (doubtful and plain.islower()):
            for at in changed:
                place = found.start() + at
                characters[place] = replace(characters[place], text=plain[at], doubtful=True)
    return replace(line, characters=tuple(characters))


def _page(number: int, page: ScannedPage, sizes: _Sizes) -> Page:
    lines = _levelled([replace(line, size=sizes.of(line)) for line in _without_repeated_marks(page.lines)])
    lines = _with_plain_number(_with_plain_number(_aligned(lines), 0), -1)
    lines = [_with_possible_end(line, lines) for line in lines]
    characters = [character for line in lines for character in _characters(line, page)]
    rules = [(left, right, page.height - height) for left, right, height in page.rules]
    return Page(number, page.height, characters, rules=rules, scanned=True)


def _with_plain_number(lines: list[ScannedLine], at: int) -> list[ScannedLine]:
    """The lines, with only the digits of a page number in the line at ``at``: specks and lost dashes are beside it.

    The number of a paragraph is near the words in its row.
    """
    if lines and _PAGE_NUMBER.fullmatch(lines[at].text) and not _has_words_beside(lines[at], lines):
        lines[at] = replace(lines[at], characters=tuple(one for one in lines[at].characters if one.text.isdigit()))
    return lines


def _with_possible_end(line: ScannedLine, lines: Sequence[ScannedLine]) -> ScannedLine:
    """The line with a sign at its end that the next line of its column can follow.

    A point that no sentence has there, or a doubtful point or semicolon before a small letter, becomes a comma if that
    is the next best reading. If not, the point goes. A point that is not doubtful stays where a sentence can end. The
    character at the end stays doubtful.
    """
    *before, sign = line.characters
    if sign.text not in (".", ";") or not before:
        return line
    near = [x for x in lines if 0 < x.baseline - line.baseline < _NEXT * line.size and x.left < line.right]
    below = min((x for x in near if x.right > line.left), key=lambda x: x.baseline, default=None)
    if below is None:
        return line
    goes_on = sign.doubtful and below.text[0].islower()
    if sign.text == ";" and (not goes_on or sign.other != "," or _GOES_ON_A_LIST.match(below.text)):
        return line
    both, at = f"{line.text} {below.text}", len(line.text) - 1
    if sign.text == "." and not goes_on and at not in impossible_points(both):
        return line
    if not sign.doubtful and can_end_sentence(both, at):
        return replace(line, characters=(*before, replace(sign, doubtful=True)))
    if sign.other == "," and can_precede_comma(line.text[:-1]):
        return replace(line, characters=(*before, replace(sign, text=",")))
    while len(before) > 1 and before[-1].text == " ":  # of a space, the text of a row keeps no doubt
        before.pop()
    return replace(line, characters=(*before[:-1], replace(before[-1], doubtful=True)))


def _without_repeated_marks(lines: Sequence[ScannedLine]) -> list[ScannedLine]:
    """The lines without boxes of a mark alone, if the line beside has found the same mark outside its own box."""
    return [line for line in lines if not (line.text.isdigit() and any(_has_mark(other, line) for other in lines))]


def _has_mark(line: ScannedLine, mark: ScannedLine) -> bool:
    raised = [one for one in line.characters if one.raised]
    near = [one for one in raised if mark.left - mark.height < one.left < mark.right + mark.height]
    beside = line.top - mark.height < mark.top and mark.bottom < line.bottom
    return line is not mark and beside and "".join(one.text for one in near) == mark.text


def _has_words_beside(line: ScannedLine, lines: Sequence[ScannedLine]) -> bool:
    reach = line.right + _BESIDE * line.size
    return any(other.baseline == line.baseline and line.left < other.left < reach for other in lines)


def _characters(line: ScannedLine, page: ScannedPage) -> Iterable[Character]:
    across, down = page.width, page.height
    box = (line.left / across, line.top / down, line.right / across, line.bottom / down)
    probably_others = doubtful_places("".join(" " if one.raised else one.text[:1] or " " for one in line.characters))
    for place, one in enumerate(line.characters):
        size = line.size * (_RAISED_SIZE if one.raised else 1)
        found = Recognition(one.score, one.doubtful or place in probably_others, box)
        y = page.height - line.baseline
        yield Character(one.text, one.left, one.right, y, size, _FACE, raised=one.raised, recognition=found)


class _Sizes:
    """The usual sizes of a document: that of the text, and that of the footnotes if there are smaller lines.

    The pitch of Han characters tells the size. In a document without them, the height of the tall letters tells it.
    """

    def __init__(self, lines: Sequence[ScannedLine]) -> None:
        measured = [line for line in lines if line.pitch]
        self._per_height = median(line.pitch / line.height for line in measured) if measured else _SIZE_OF_INK
        share = _SMALLER if measured else _SMALLER_BY_HEIGHT
        telling = measured or [line for line in lines if _TALL.search(line.text)]
        weighed = sorted(self._measured(line) for line in telling for _ in line.characters)
        self._usual: list[float] = []
        if weighed:
            near = _ALIKE / 2
            most = max(weighed[::20], key=lambda size: _between(weighed, (1 - near) * size, (1 + near) * size))
            text = median(size for size in weighed if abs(size - most) < _ALIKE * most)
            smaller = [size for size in weighed if size < share * text]
            self._usual = [text, median(smaller)] if len(smaller) > _WORTH else [text]

    def of(self, line: ScannedLine) -> float:
        """The usual size that is nearest; the measured size if none is near."""
        size = self._measured(line)
        nearest = min(self._usual, key=lambda usual: abs(math.log(usual / size)), default=size)
        return nearest if abs(nearest - size) < (_ALIKE if line.pitch else _UNSURE) * nearest * 2 else size

    def _measured(self, line: ScannedLine) -> float:
        low = not has_han(line.text) and not _TALL.search(line.text)
        return line.pitch or line.height * self._per_height * (_TALL_OF_LOW if low else 1)


def _between(values: Sequence[float], least: float, most: float) -> int:
    """How many of the values, which are in order, are between two others."""
    return bisect_left(values, most) - bisect_right(values, least)


def _levelled(lines: Sequence[ScannedLine]) -> list[ScannedLine]:
    """The lines, with the same foot for all boxes in one row."""
    rows: list[list[ScannedLine]] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if rows and line.baseline - rows[-1][0].baseline < _ROW * line.size and _apart(line, rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [
        replace(line, baseline=median(one.baseline for one in row))
        for row in rows
        for line in sorted(row, key=lambda line: line.left)
    ]


def _apart(line: ScannedLine, row: Sequence[ScannedLine]) -> bool:
    return all(line.left >= other.right - line.size or line.right <= other.left + line.size for other in row)


def _aligned(lines: Sequence[ScannedLine]) -> list[ScannedLine]:
    """The lines, with the same left edge for all lines whose edges differ by the errors of recognition."""
    moved: list[ScannedLine] = []
    group: list[ScannedLine] = []
    for line in sorted(lines, key=lambda line: line.left):
        if group and line.left - group[-1].left > _EDGE * line.size / 2:
            moved += _moved(group)
            group = []
        group.append(line)
    moved += _moved(group)
    return sorted(moved, key=lambda line: (line.baseline, line.left))


def _moved(group: Sequence[ScannedLine]) -> list[ScannedLine]:
    if not group:
        return []
    edge = median(line.left for line in group)
    return [
        replace(line, left=edge, characters=(replace(line.characters[0], left=edge), *line.characters[1:]))
        for line in group
    ]
