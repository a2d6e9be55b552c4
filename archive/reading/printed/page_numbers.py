"""Finds page numbers by their sequence: they rise by one from page to page, at steady distances.

A number that is alone on its line can be a page number, a footnote mark or the number of a footnote. A single number
does not show which of these it is, but a sequence of numbers does. Page numbers go through the whole text, and each
page has about as many lines as the page before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archive.reading.printed.adopting import PREFIX
from archive.reading.printed.adoption import ENGLISH_DATE, ENGLISH_MEETING, MEETING
from archive.reading.printed.clause_starts import begins_clause
from archive.reading.printed.lines import (
    BODY,
    FURNITURE,
    RULE,
    TextLine,
    ends_in_full_stop,
    ends_paragraph,
    width_of_first_word,
)
from archive.reading.printed.note_numbers import INLINE, note_start
from archive.reading.printed.wordings import in_every_language

# Forms of a page number that other numbers alone on a line have too: 3, [3], ·3·, ~3~, P. 3.
_NUMBER = re.compile(r"([^\w\s().,、]{0,2}|[Pp]\.?)([1-9]\d{0,3})([^\w\s().,、]{0,2})")
_MEETING_ENDS = re.compile(rf"(?:{MEETING}|{ENGLISH_MEETING})\W{{0,3}}$")
_DATE_ENDS = re.compile(rf"{ENGLISH_DATE}\W{{0,3}}$")
# A running header: a line that begins or ends with a symbol.
_HEADER = re.compile(rf"{PREFIX}[^，；。,;]*|[^，；。,;]*[^号第]{PREFIX}[\dA-Z/()-]*")
_NOTE_BEGINS = re.compile(
    rf"(?!{PREFIX})(?:{in_every_language(lambda wording: wording.note_goes_on)}|第\s?[\dA-Z]|[A-Z]{{1,12}}-)"
)
_MOST_NUMBERS = 150  # if more than 150 numbers have the same form, they are not page numbers
_FEW = 9  # lines; only so many lines are searched for the end of a sentence
_MOST_BELOW = 3  # most lines of a footer below the page number
_LEAST_LINES = 4  # a page has at least this many lines
_LEAST, _MOST = 0.45, 1.8  # a page has between 0.45 and 1.8 times as many lines as the usual page
_LEAST_OF_FIRST = 0.25  # the first page can have only 0.25 times as many lines, because it can be a cover
_UNLIKELY = 0.3  # share of a page that is added to the distance of a number that is probably a mark
_FULL = 0.8  # the width of a full line: 80 % of the lines are not wider
_ROOM = 4  # columns; a line is full if it has no room for the next word and 4 more columns
_WIDEST_PRINTED = 100  # columns; in a text with longer lines, a line is a whole paragraph


@dataclass(frozen=True, slots=True)
class _Number:
    """A number alone on its line."""

    value: int
    index: int  # of its line
    likely: int  # how likely the number is a page number: _NOT, _PERHAPS, _MORE or _SURELY
    ends_body: bool = False  # the meeting, or in English its date, is before; the text of the resolution ends there


_NOT, _PERHAPS, _MORE, _SURELY = -1, 0, 1, 2


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The line of a page number. ``rival`` is another line that is equally likely to be this page number."""

    line: TextLine
    rival: TextLine | None = None


def page_numbers(lines: Sequence[TextLine]) -> list[PageNumber]:
    """The page numbers that a sequence shows, in the order of the text.

    >>> from archive.reading.printed.lines import lines_of
    >>> page = "甲乙丙丁戊\\n" * 6
    >>> [found.line.number for found in page_numbers(lines_of(f"{page}1\\n{page}2\\n{page}3\\n"))]
    [7, 14, 21]
    """
    forms = list(_by_form(lines))
    if lines[-1].page > 1:
        return [PageNumber(lines[number.index]) for numbers in forms for number in _at_edges(numbers, lines)]
    return [found for numbers in forms for found in _sequence(numbers, lines)]


def _at_edges(numbers: Sequence[_Number], lines: Sequence[TextLine]) -> list[_Number]:
    """The numbers at the edges of pages that rise by one from page to page.

    This needs a text whose pages are known from form feeds or from the format.
    """
    found = [number for number in numbers if _is_at_edge(number.index, lines)]
    if not found:
        return []
    shifts = Counter(number.value - lines[number.index].page for number in found)
    shift, _ = shifts.most_common(1)[0]
    return [number for number in found if number.value - lines[number.index].page == shift]


def _is_at_edge(index: int, lines: Sequence[TextLine]) -> bool:
    """Whether only furniture is between a line and the beginning or the end of its page."""
    page = lines[index].page
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(lines) and lines[other].page == page and lines[other].role == FURNITURE:
            other += step
        if not 0 <= other < len(lines) or lines[other].page != page:
            return True
    return False


def _by_form(lines: Sequence[TextLine]) -> Iterator[list[_Number]]:
    """The numbers that are alone on their lines, in the order of the text. Each printed form has its own list."""
    full = _full_width(lines)
    forms: dict[tuple[str, str], list[_Number]] = {}
    for index, line in enumerate(lines):
        match = _NUMBER.fullmatch(line.squeezed) if line.role == BODY and len(line.text) <= 9 else None
        if match and not _is_in_list(lines, index, int(match[2])):
            ends_body = _ends_body(lines[max(0, index - 2) : index])
            found = forms.setdefault((match[1], match[3]), [])
            likely = _likelihood(lines, index, full)
            if likely == _PERHAPS and _is_below_entries(lines, index, int(match[2]), found):
                likely = _SURELY
            found.append(_Number(int(match[2]), index, likely, ends_body))
    return (numbers for numbers in forms.values() if len(numbers) <= _MOST_NUMBERS)


def _ends_body(before: Sequence[TextLine]) -> bool:
    """Whether the last two lines before a number end the text: with the meeting, or in English with a date below it."""
    in_order = [line.squeezed for line in before]
    if len(in_order) == 2 and _DATE_ENDS.match(in_order[1]):
        in_order.pop()
    return bool(in_order) and _MEETING_ENDS.search(in_order[-1]) is not None


def _is_in_list(lines: Sequence[TextLine], index: int, value: int) -> bool:
    """Whether the line above has the number ``value - 1``, or the line below has ``value + 1``.

    Some programs write footnote numbers in such a list: 1 / 2.
    """
    beside = [(value - 1, lines[index - 1 : index]), (value + 1, lines[index + 1 : index + 2])]
    return any(line.squeezed == str(number) for number, found in beside for line in found)


def _full_width(lines: Sequence[TextLine]) -> int:
    """The usual width of a full line, in columns; 0 if each line of this text is a whole paragraph."""
    widths = sorted(line.width for line in lines if line.role == BODY and not ends_paragraph(line.text))
    width = widths[int(_FULL * (len(widths) - 1))] if widths else 0
    return width if width <= _WIDEST_PRINTED else 0


def _likelihood(lines: Sequence[TextLine], index: int, full: int) -> int:
    """How likely a number is a page number. The lines before and after the number show this.

    _SURELY: the number is beside a running header, or between a footnote and a clause.
    _MORE: the number is inside a sentence, after a full line.
    _NOT: the number is inside a sentence, and the line before has room for more words, so the number is a footnote
    mark. Or the number is below a rule or the end of a paragraph, and words of a footnote follow.
    _PERHAPS: all other numbers.
    """
    if not 0 < index < len(lines) - 1:
        return _PERHAPS
    before, after = lines[index - 1], lines[index + 1]
    if any(line.role == FURNITURE or _HEADER.fullmatch(line.squeezed) for line in (before, after)):
        return _SURELY
    closed = ends_paragraph(before.text) or _ends_body(lines[max(0, index - 2) : index])
    if before.role == RULE or (closed and _NOTE_BEGINS.match(after.plain)):
        return _NOT
    if closed or before.role != BODY or after.role != BODY:
        return _SURELY if _is_below_footnote(lines, index) else _PERHAPS
    has_room = before.width + width_of_first_word(after) + _ROOM <= full
    return _NOT if has_room else _MORE if full else _PERHAPS


def _is_below_entries(lines: Sequence[TextLine], index: int, value: int, before: Sequence[_Number]) -> bool:
    """Whether a number is printed below the footnotes of its page and is not the number of the next footnote.

    ``before`` has the earlier numbers of the same form. The result is True only if the last of them begins a footnote
    and is not less than ``value``.
    """
    entry = before[-1] if before else None
    if entry is None or entry.likely != _NOT or value > entry.value or not index:
        return False
    return ends_in_full_stop(lines[index - 1].text) and _ends(lines[entry.index - 1])


def _is_below_footnote(lines: Sequence[TextLine], index: int) -> bool:
    """Whether a footnote is before a number, and a clause begins or continues after the number."""
    before, after = lines[index - 1], lines[index + 1]
    if not ends_in_full_stop(before.text) or _NOTE_BEGINS.match(after.plain):
        return False
    end = next((line for line in lines[index + 1 : index + _FEW] if ends_paragraph(line.text)), after)
    return begins_clause(after) or not ends_in_full_stop(end.text)


def _sequence(numbers: Sequence[_Number], lines: Sequence[TextLine]) -> list[PageNumber]:
    """The page numbers of the best sequence; empty if no sequence counts the pages of the text."""
    last_line = max(index for index, line in enumerate(lines) if line.role in (BODY, RULE))
    chains = sorted(_possible_chains(numbers, last_line, _numbers_of_notes(lines)), key=_rank)
    if not chains:
        return [PageNumber(lines[number.index]) for number in _lone_number(numbers, lines, last_line)]
    best = chains[-1]
    rival = chains[-2] if len(chains) > 1 and _rank(chains[-2])[:2] == _rank(best)[:2] else best
    pairs = zip(best, rival, strict=True)
    return [PageNumber(lines[x.index], lines[y.index] if x.value == y.value and x is not y else None) for x, y in pairs]


def _numbers_of_notes(lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines that begin with a footnote number and words of the footnote: 4 见A/65/410。"""
    found = [note_start(line.plain) for line in lines if line.role == BODY]
    return {int(note.number) for note in found if note and note.style == INLINE and note.number.isdecimal()}


def _possible_chains(numbers: Sequence[_Number], last_line: int, of_notes: AbstractSet[int]) -> Iterator[list[_Number]]:
    """All sequences that can count the pages of the text. ``of_notes`` has the numbers of footnotes."""
    by_value: dict[int, list[_Number]] = {}
    for number in numbers:
        by_value.setdefault(number.value, []).append(number)
    ends_text = numbers[-1].index == last_line and numbers[-1].likely != _NOT  # a text can end in a page number
    for first in numbers:
        for second in by_value.get(first.value + 1, ()):
            if second.index > first.index:
                chain = _chain(first, second, by_value)
                whole = (not ends_text or chain[-1] is numbers[-1]) and _begins(chain, numbers, of_notes)
                if whole and _counts_pages(chain, last_line):
                    yield chain


def _rank(chain: Sequence[_Number]) -> tuple[int, int, int]:
    """The key that sorts sequences; the best sequence has the highest key.

    The longest sequence is the best. Of equally long sequences, the one with the most likely numbers is the best. Of
    equally likely sequences, the one further down is the best, because a page number at the foot comes after the marks
    and footnotes of its page.
    """
    return len(chain), sum(number.likely for number in chain), sum(number.index for number in chain)


def _chain(first: _Number, second: _Number, by_value: dict[int, list[_Number]]) -> list[_Number]:
    """The sequence that begins with ``first`` and ``second`` and rises by one.

    The distance between two numbers is about the same in the whole sequence.
    """
    chain = [first, second]
    while True:
        last = chain[-1]
        size = (last.index - first.index) / (len(chain) - 1)
        expected = last.index + size

        def distance(number: _Number, expected: float = expected, size: float = size) -> float:
            return abs(number.index - expected) + (_UNLIKELY * size if number.likely == _NOT else 0)

        following = [n for n in by_value.get(last.value + 1, ()) if 0 < n.index - last.index <= _MOST * size]
        if not following:
            return chain
        chain.append(min(following, key=distance))


def _begins(chain: Sequence[_Number], numbers: Sequence[_Number], of_notes: AbstractSet[int]) -> bool:
    """Whether a sequence can begin with its first number.

    It begins with 1, or with 2 if the first page has no number. In a text from a volume, it begins with the smallest
    number of the text. A smaller number can also be the mark of a footnote. If the text has a 1 with the same form, the
    other numbers may be footnote marks. A sequence that begins with 2 must then have a number that is _SURELY a page
    number, and no number that is _NOT.
    """
    if chain[0].value == 1:
        return True
    smaller = {number.value for number in numbers if number.value < chain[0].value}
    if not smaller or (smaller <= of_notes and of_notes.isdisjoint(number.value for number in chain)):
        return True
    sure = any(n.likely == _SURELY for n in chain) and all(n.likely != _NOT for n in chain)
    return chain[0].value == 2 and sure


def _counts_pages(chain: Sequence[_Number], last_line: int) -> bool:
    """Whether a sequence goes through the whole text, and all pages have about the same number of lines.

    If the numbers are at the foot of the pages, the last number must be near the end of the text, or directly after the
    meeting. The last page can have fewer lines than the others. ``last_line`` is the index of the last line.
    """
    at_foot = chain[-1].ends_body or last_line - chain[-1].index <= _MOST_BELOW
    if chain[-1].likely == _NOT or sum(number.likely == _NOT for number in chain) > len(chain) // 3:
        return False
    gaps = [b.index - a.index for a, b in pairwise(chain)]
    if chain[0].value == 1 and not at_foot and chain[0].index > 1:
        return False
    first_page = _first_page(chain[0], at_foot)
    sizes = gaps[:-1] if at_foot else gaps
    rest = gaps[-1] if at_foot else last_line - chain[-1].index
    usual = median(sizes) if sizes else first_page
    if usual < _LEAST_LINES or rest > _MOST * usual or any(not _LEAST <= size / usual <= _MOST for size in sizes):
        return False
    if chain[0].value > 2 or (chain[0].value == 1 and not at_foot):
        return True
    return _LEAST_OF_FIRST <= first_page / usual <= _MOST


def _first_page(first: _Number, at_foot: bool) -> float:
    """The mean number of lines on the pages before the first number of a sequence.

    If the sequence begins with 2, the first page has no printed number. A number at the foot then ends the second page.
    """
    if at_foot:
        return (first.index + 1) / min(first.value, 2)
    return first.index


def _lone_number(numbers: Sequence[_Number], lines: Sequence[TextLine], last_line: int) -> list[_Number]:
    """The page number of a text with one numbered page; empty if there is none.

    This number is on the last line, or it is a 2 at the head of the second page.
    """
    last = numbers[-1]
    ends = last.ends_body or last.index == last_line
    if ends and last.likely != _NOT and not _is_gathered(last, numbers, lines):
        return [last]
    seconds = [number for number in numbers if number.value == 2 and number.likely != _NOT]
    sure = [number for number in seconds if number.likely == _SURELY or len(numbers) == 1]
    if len(sure) == 1 and last_line - sure[0].index <= _MOST * sure[0].index:
        return sure
    return []


def _is_gathered(last: _Number, numbers: Sequence[_Number], lines: Sequence[TextLine]) -> bool:
    """Whether the last number of a text is the number of a footnote whose words are above the number.

    Some extractors write the words of all footnotes first, and then the number of one footnote. This is the case if no
    footnote begins with the number, but a footnote begins with a larger number.
    """
    begun = [n.value for n in numbers if n is not last and n.index and _ends(lines[n.index - 1])]
    return last.value not in begun and any(value > last.value for value in begun)


def _ends(line: TextLine) -> bool:
    return line.role == RULE or ends_paragraph(line.text)
