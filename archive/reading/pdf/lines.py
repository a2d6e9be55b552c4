"""Third stage of the PDF reader: joins the characters of a page into printed lines, from top to bottom.

A line has the characters on one baseline. A small number above the baseline belongs to the line, and is written with
raised digits (``¹²``). Footnote marks in text files have the same form. A digit on the baseline is never a mark.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter, itemgetter

from archive.reading.pdf.characters import Character, Face, Page, Recognition
from archive.reading.printed.lines import IS_HAN
from archive.reading.typography import is_wide, raise_digits, subscript, superscript

_OPENING, _CLOSING = "（《〈「『【〔［", "，。、；：！？）》〉」』】〕］"  # only half of their width has ink
_SIGNS = "-−–+"
_SMALL = 0.86  # share of the row's font size; the largest size of a raised number
_RAISED_TEXT = re.compile(r"[-−–+\d*†‡§a-z()\[\]（）［］,，、.\s/①-⑳]{1,8}")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ(“‘]")  # the first sign of a word
_WORD_SPACE = 0.17  # share of the font size; a wider gap between Latin letters separates words
_GUTTER = 0.2  # share of the font size; a wider gap can separate two columns of a page
_MOST_SPACES = 100  # a gap becomes at most 100 spaces, because a damaged file can have huge gaps
_CLOSE_ROWS, _CLOSE_CHARACTERS = 40, 50  # rows and characters that are checked around a mark; this limits the time
_APART = 1.0  # share of the font size; a wider gap separates two columns of a cover or a header


@dataclass(slots=True)
class PrintedLine:
    """A line as printed. Lengths are in points; ``y`` is the height above the foot of the page.

    ``set_apart`` has the spans (start, end) whose face is not the face of the text. ``recognitions`` has an entry for
    each character of ``text`` if the line was recognised in a scan; otherwise it is empty.
    """

    page: int
    number: int  # the number of the line on its page, from 1
    text: str
    left: float
    right: float
    y: float
    size: float
    set_apart: tuple[tuple[int, int], ...] = ()
    recognitions: tuple[Recognition | None, ...] = ()


def lines_of(page: Page, body: Face | None, before: int = 0, letters: re.Pattern[str] = IS_HAN) -> list[PrintedLine]:
    """The lines of a page or of a column. ``body`` is the face of the text, and ``letters`` matches its letters.

    ``before`` is the number of lines in the columns of the page that come before this column.
    """
    rows = rows_of(page.characters)
    lines: list[PrintedLine] = []
    for row in rows:
        text, owners = _spell(_in_order(row))
        if not text:
            continue
        shown = [c for c in row if not c.text.isspace()]
        place = (shown[0].x, max(c.right for c in shown), row_y(row), row_size(row))
        recognised = tuple(owner.recognition if owner else None for owner in owners) if page.scanned else ()
        line = PrintedLine(
            page.number, before + len(lines) + 1, text, *place, _set_apart(text, owners, body, letters), recognised
        )
        lines.append(line)
    return lines


def body_face(pages: Sequence[Page], letters: re.Pattern[str] = IS_HAN) -> tuple[float, Face | None]:
    """The size (in points) and the face of most letters of the text; ``(0.0, None)`` if there are no such letters.

    ``letters`` matches the letters of the text: Han characters, or Latin letters.
    """
    sizes = Counter(round(c.size, 1) for page in pages for c in page.characters if letters.match(c.text))
    if not sizes:
        return 0.0, None
    size = sizes.most_common(1)[0][0]
    faces = Counter(
        c.face for page in pages for c in page.characters if round(c.size, 1) == size and letters.match(c.text)
    )
    return size, faces.most_common(1)[0][0]


def row_size(row: Sequence[Character]) -> float:
    """The font size of most characters in a row, in points. Raised characters do not count."""
    sizes = Counter(round(c.size, 1) for c in row if not c.raised and not c.text.isspace())
    return sizes.most_common(1)[0][0] if sizes else max(c.size for c in row)


def row_y(row: Sequence[Character]) -> float:
    return next((c.y for c in row if not c.raised), row[0].y)


def rows_of(characters: Sequence[Character]) -> list[list[Character]]:
    """The rows of a page, from top to bottom. The characters of a row are on one baseline, in the order of the file.

    Small raised characters belong to the row beside them. Blank rows are left out.
    """
    rows: list[list[tuple[int, Character]]] = []
    for place, character in sorted(enumerate(characters), key=lambda x: -x[1].y):
        if rows and rows[-1][-1][1].y - character.y <= 0.12 * character.size:
            rows[-1].append((place, character))
        else:
            rows.append([(place, character)])
    in_order = ([character for _, character in sorted(row, key=itemgetter(0))] for row in rows)
    found = [row for row in in_order if any(not c.text.isspace() for c in row)]
    _raise_marks(found)
    return found


def shown_apart(row: Sequence[Character]) -> list[list[Character]]:
    """The pieces of a row, from left to right. The row is cut at each gap that could separate two columns."""
    pieces: list[list[Character]] = []
    right = float("-inf")
    for character in sorted(row, key=attrgetter("x")):
        if character.text.isspace():
            continue
        if not pieces or character.x - right > _GUTTER * character.size:
            pieces.append([])
        pieces[-1].append(character)
        right = right if character.raised else max(right, character.right)
    return pieces


class _Row:
    """A row to which small raised characters may belong.

    ``reach[n]`` is the rightmost edge of the first n + 1 characters of the row.
    """

    __slots__ = ("characters", "height", "reach", "size", "starts")

    def __init__(self, row: Sequence[Character]) -> None:
        self.height, self.size = -row_y(row), row_size(row)
        self.set(row)

    def set(self, row: Sequence[Character]) -> None:
        self.characters = sorted(row, key=attrgetter("x"))
        self.starts = [c.x for c in self.characters]
        self.reach = list(accumulate((c.right for c in self.characters), max))

    def has(self, left: float, right: float, least: float) -> bool:
        """Whether any character between ``left`` and ``right`` has at least the size ``least``."""
        place = bisect.bisect_right(self.starts, right) - 1
        last = max(-1, place - _CLOSE_CHARACTERS)
        while place > last and self.reach[place] >= left:
            if self.characters[place].size >= least and self.characters[place].right >= left:
                return True
            place -= 1
        return False


def _raise_marks(rows: list[list[Character]]) -> None:
    """Move each small raised character into the row to which it belongs."""
    found_rows = [_Row(row) for row in rows]
    heights = [row.height for row in found_rows]
    taken: list[list[Character]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        moved: set[int] = set()
        for piece in _pieces(row):
            found = _line_of(piece, index, found_rows, heights)
            if found is None:
                continue
            moved.update(map(id, piece))
            beside, raised = found
            for character in piece:
                character.raised = raised and not character.text.isspace()
                character.lowered = not raised and character.text.isdigit()
            taken[beside] += piece
        if moved:
            row[:] = [character for character in row if id(character) not in moved]
            found_rows[index].set(row)
    for row, more in zip(rows, taken, strict=True):
        row += more
    rows[:] = [row for row in rows if any(not c.text.isspace() for c in row)]


def _pieces(row: list[Character]) -> Iterator[list[Character]]:
    """The pieces of a row. The row is cut at each gap and at each change of the font size."""
    row = sorted(row, key=attrgetter("x"))
    start = 0
    for place in range(1, len(row) + 1):
        if place < len(row):
            before, after = row[place - 1], row[place]
            if after.x - before.right < 0.5 * before.size and abs(after.size - before.size) < 0.1 * before.size:
                continue
        yield row[start:place]
        start = place


def _line_of(
    piece: list[Character], index: int, rows: Sequence[_Row], heights: Sequence[float]
) -> tuple[int, bool] | None:
    """The row to which a small piece belongs, as its index, and whether the piece is raised. None if it is not a mark
    of a row.

    A lowered piece (as in H₂O) belongs to a row but is not raised. A number in the size of the text belongs to another
    row only if it is clearly above the baseline of this row.
    """
    text = "".join(c.text for c in piece)
    if not _RAISED_TEXT.fullmatch(text) or not text.strip():
        return None
    size, y, left, right = piece[0].size, piece[0].y, piece[0].x, piece[-1].right
    first = bisect.bisect_left(heights, -y - size)
    for place, row in enumerate(rows[first : first + _CLOSE_ROWS], start=first):
        beside = row.size
        rise = y + row.height
        if rise > 20:
            break
        small = size <= _SMALL * beside
        lifted = 0.2 * beside <= rise <= 0.6 * beside and size < 1.05 * beside and text.strip().isdigit()
        if place == index or not (small or lifted) or not -0.4 * beside <= rise <= 0.85 * beside:
            continue
        if row.has(left - 0.8 * beside, right + 1.2 * beside, size / _SMALL if small else size / 1.05):
            return place, rise > 0
    return None


def _in_order(row: Sequence[Character]) -> list[Character]:
    """The characters of a row from left to right. Characters that the file writes together stay together.

    The place of a small character, such as a footnote mark, is the place of its ink.
    """
    usual = row_size(row)
    runs: list[list[Character]] = []
    small: list[Character] = []
    for character in row:
        last = runs[-1][-1] if runs else None
        if character.size <= _SMALL * usual:
            small.append(character)
        elif last is not None and -0.3 <= (character.x - last.right) / last.size <= 0.2 and character.x >= last.x:
            runs[-1].append(character)
        else:
            runs.append([character])
    found: list[Character] = []
    small.sort(key=_middle, reverse=True)
    for character in (character for run in sorted(runs, key=lambda run: _ink(run[0])) for character in run):
        while small and _middle(small[-1]) < _middle(character):
            found.append(small.pop())
        found.append(character)
    found += small[::-1]
    # The box of an opening bracket can begin to the left of the box of the character before it.
    for place in range(1, len(found)):
        if found[place - 1].text in _OPENING and _middle(found[place]) < _middle(found[place - 1]):
            found[place - 1 : place + 1] = found[place], found[place - 1]
    return found


def _ink(character: Character) -> tuple[float, float]:
    """The left and right edge of a character's ink, in points.

    One half of a full-width bracket or punctuation mark has no ink. A typesetter may print the next character there.
    """
    half = (character.right - character.x) / 2
    if character.text in _OPENING:
        return character.x + half, character.right
    return character.x, character.right - half if character.text in _CLOSING else character.right


def _middle(character: Character) -> float:
    return sum(_ink(character)) / 2


def _spell(row: Sequence[Character]) -> tuple[str, list[Character | None]]:
    """The text of a row, and a list with one entry for each character of this text.

    An entry is the Character on the page from which the text has this character. For an added space, it is None.
    """
    text: list[str] = []
    owners: list[Character | None] = []

    def add(words: str, owner: Character | None) -> None:
        text.append(words)
        owners.extend([owner] * len(words))

    before: Character | None = None
    space = False
    before_mark = False  # the space between the last two words may be the gap before the mark between them
    for character in row:
        if character.text.isspace():
            space = True
            continue
        if before is not None:
            gap = character.x - before.right
            size = max(character.size, before.size)
            apart = gap > _WORD_SPACE * size
            if gap > _APART * size:
                add(" " * min(_MOST_SPACES, max(2, round(2 * gap / size))), None)
            elif space or ((apart or before_mark) and _can_be_space(before, character)):
                add(" ", None)
            before_mark = character.raised and (before_mark if before.raised else apart and not space)
        add(_spelt(character, before), character)
        before, space = character, False
    return "".join(text), owners


def _spelt(character: Character, before: Character | None) -> str:
    """The text of a character. If the character is raised or lowered, its text is raised or lowered too."""
    text = character.text
    if character.lowered:
        return subscript(text) or text
    if character.raised and text in _SIGNS and before is not None and not before.raised:
        return superscript(text) or text
    return raise_digits(text) if character.raised else text


def _can_be_space(before: Character, character: Character) -> bool:
    """Whether a gap between two characters can be a space. After a raised mark it is one only before a Latin word."""
    if before.raised and not character.raised:
        return _LATIN_WORD.match(character.text) is not None
    return not _is_wide(before) and not _is_wide(character)


def _is_wide(character: Character) -> bool:
    return character.raised or character.lowered or is_wide(character.text)


def _set_apart(
    text: str, owners: Sequence[Character | None], body: Face | None, letters: re.Pattern[str]
) -> tuple[tuple[int, int], ...]:
    """The spans of letters whose face is not ``body``. A span also includes other characters between these."""
    spans: list[tuple[int, int]] = []
    open_from: int | None = None
    last = 0
    for place, owner in enumerate(owners):
        if owner is None or not letters.match(text[place]):
            continue
        if owner.face != body:
            open_from = place if open_from is None else open_from
            last = place + 1
        elif open_from is not None:
            spans.append((open_from, last))
            open_from = None
    if open_from is not None:
        spans.append((open_from, last))
    return tuple(spans)
