"""Last stage of the PDF reader: turns printed lines into lines for ``archive.reading.printed``.

The position of a line shows whether the line is a header, a footer or a footnote. It also shows the indent of the line,
and wider spaces between paragraphs. This stage adds these facts to the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise

from archive.reading.pdf.characters import MAX_PAGES
from archive.reading.pdf.lines import PrintedLine
from archive.reading.printed.lines import (
    BODY,
    FURNITURE,
    RULE,
    TextLine,
    ends_in_full_stop,
    ends_paragraph,
    is_rule,
    narrow,
)
from archive.reading.printed.note_numbers import begins_note
from archive.reading.typography import HAN, raise_digits

Rule = tuple[float, float, float]  # left, right, height above the foot of the page
_NOTE_SIZE = 0.94  # share of the text's font size; smaller lines can be footnotes
_MARK_SIZE = 0.86  # share of the text's font size; smaller numbers alone on a line can be footnote marks
_GAP = 1.22  # multiple of the usual distance between lines; a larger distance begins a paragraph
_WIDE_GAP = 1.6  # multiple of the usual distance between lines; a larger distance separates a header from the text
_SAME_PLACE = 4.0  # points; lines on two pages whose heights differ by less are at the same height
_WORDS = re.compile(f"[{HAN}]|[a-z]{{4}}")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_SHARE = 0.3  # a header is on at least 30 % of the pages, because left and right pages can have different headers


def arrange(pages: Sequence[Sequence[PrintedLine]], rules: Sequence[Sequence[Rule]], size: float) -> list[TextLine]:
    """The lines of all pages. ``size`` is the font size of the text, in points."""
    furniture = _furniture(pages, size)
    notes = _notes(pages, rules, size, furniture)
    columns = _columns(pages, size)
    leading = _leading(pages, size)
    lines: list[TextLine] = []
    for page in pages:
        for before, printed, after in zip([None, *page], page, [*page[1:], None], strict=False):
            raised = _is_mark(printed, before, after, size, leading)
            text = raise_digits(printed.text) if raised else printed.text
            indent = columns[id(printed)]
            lines.append(
                TextLine(
                    number=len(lines) + 1,
                    text=text,
                    plain=narrow(text),
                    indent=indent,
                    gap=before is None or before.y - printed.y > _GAP * leading,
                    page=printed.page,
                    edge=before is None,
                    role=_role(printed, furniture),
                    on_page=printed.number,
                    right=indent + round(2 * (printed.right - printed.left) / size),
                    note=id(printed) in notes,
                    set_apart=printed.set_apart,
                )
            )
    return lines


def _role(printed: PrintedLine, furniture: set[int]) -> str:
    if is_rule(printed.text):
        return RULE
    return FURNITURE if id(printed) in furniture else BODY


def _is_mark(
    printed: PrintedLine, before: PrintedLine | None, after: PrintedLine | None, size: float, leading: float
) -> bool:
    """Whether a line is only a footnote mark that was separated from its word.

    Such a line is a small number. It is close to the line of the text before it, or to the line after it.
    """
    if printed.size >= _MARK_SIZE * size or not re.fullmatch(r"\d{1,3}", printed.text):
        return False
    follows = before is not None and before.size >= _NOTE_SIZE * size and before.y - printed.y < _GAP * leading
    precedes = after is not None and printed.y - after.y < 2.2 * leading
    beside = [line for line, close in ((before, follows), (after, precedes)) if close and line is not None]
    return any(abs(printed.left - line.left) < 3 * size for line in beside)


def _columns(pages: Iterable[Sequence[PrintedLine]], size: float) -> dict[int, int]:
    """A dict from the id of each line to the line's left edge, in half characters.

    Edges that are almost equal become equal.
    """
    found: dict[int, int] = {}
    edge = start = 0.0
    for printed in sorted((x for page in pages for x in page), key=lambda x: x.left):
        if not found or printed.left - edge > 1.0:
            start = printed.left
        edge = printed.left
        found[id(printed)] = round(2 * start / size)
    return found


def _leading(pages: Sequence[Sequence[PrintedLine]], size: float) -> float:
    """The usual distance between two lines of the text, in points. It is the smallest distance that is frequent."""
    distances = Counter(
        round(2 * (a.y - b.y)) / 2
        for page in pages
        for a, b in pairwise(page)
        if _NOTE_SIZE * size <= min(a.size, b.size) and max(a.size, b.size) < 1.06 * size
    )
    total = sum(distances.values())
    common = [distance for distance, count in distances.items() if count >= 0.12 * total]
    return min(common, default=16.0)


def _furniture(pages: Sequence[Sequence[PrintedLine]], size: float) -> set[int]:
    """The ids of headers and footers.

    These lines are equal on several pages, or they are smaller than the text and separate from it. Headers that only
    have typical words (a symbol, a page number) are found later, in ``printed.furniture``.
    """
    found = {id(line) for places in ((0, 1, 2), (-1, -2, -3)) for line in _equal_on_pages(pages, places, size)}
    leading = _leading(pages, size)
    for page in pages[1:]:
        if len(page) > 3 and page[0].y - page[1].y > _WIDE_GAP * leading and page[0].size < _NOTE_SIZE * size:
            found.add(id(page[0]))
    return found


def _equal_on_pages(
    pages: Sequence[Sequence[PrintedLine]], places: Sequence[int], size: float
) -> Iterator[PrintedLine]:
    """Yields the headers or footers: equal lines that several pages have at the same height.

    ``places`` are the indexes of the lines to compare on each page, from the edge of the page inwards. A line that ends
    a paragraph is not yielded, nor one that follows the line before it like lines of the text do, if that line is not
    yielded: two pages can have an equal line of the text at the same height.
    """
    equal = {id(line): line for line in _at_same_height(pages, places)}
    leading = _leading(pages, size)
    for page in pages:
        reached = [page[place] for place in places if place < len(page) and -place <= len(page)]
        outer = None
        for line in reached:
            if id(line) in equal and (outer is None or id(outer) in equal or abs(line.y - outer.y) > _GAP * leading):
                yield line
            else:
                equal.pop(id(line), None)
            outer = line


def _at_same_height(pages: Sequence[Sequence[PrintedLine]], places: Sequence[int]) -> Iterator[PrintedLine]:
    seen: dict[str, list[PrintedLine]] = {}
    for page in pages:
        for place in places:
            # A footnote is no footer, even if two pages have equal footnotes at the same height.
            note = place < -1 and -place <= len(page) and _WORDS.search(page[place].text) is not None
            if place < len(page) and -place <= len(page) and not (note and begins_note(page[place].text)):
                seen.setdefault(_likeness(page[place].text), []).append(page[place])
    least = max(2, _SHARE * len({page[0].page for page in pages if page}))
    for lines in (lines for likeness, alike in seen.items() if likeness for lines in _repeated(alike)):
        heights = [line.y for line in lines]
        if len({line.page for line in lines}) >= least and max(heights) - min(heights) < _SAME_PLACE:
            yield from (line for line in lines if not ends_paragraph(line.text))


def _repeated(alike: Sequence[PrintedLine]) -> list[Sequence[PrintedLine]]:
    """The lines in groups. The lines of a group are equal, apart from their page numbers.

    The lines in ``alike`` differ only in their numbers. Lines of the text can also differ only in numbers, for example
    the lines of a list of resolutions. Such lines must not be taken for a header.
    """
    numbers = [Counter(map(int, re.findall(r"\d{1,9}", narrow(line.text)))) for line in alike]
    common = reduce(Counter.__and__, numbers)
    others = [list((found - common).elements()) for found in numbers]
    shifts = {found[0] - line.page for found, line in zip(others, alike, strict=True) if found}
    if len(shifts) <= 1 and all(len(found) <= 1 and sum(found) <= MAX_PAGES for found in others):
        return [alike]
    equal: dict[str, list[PrintedLine]] = {}
    for line in alike:
        equal.setdefault("".join(line.text.split()), []).append(line)
    return list(equal.values())


def _likeness(text: str) -> str:
    """The sorted letters of a header; its signs if it has none. The headers of left and right pages give the same
    result, and a scan may have another dash on each page."""
    plain = re.sub(r"[\s\d]", "", narrow(text))
    return "".join(sorted(re.sub(r"[\W_]", "", plain) or plain))


def _notes(
    pages: Sequence[Sequence[PrintedLine]], rules: Sequence[Sequence[Rule]], size: float, furniture: set[int]
) -> set[int]:
    """The ids of the lines of footnotes. They are at the foot of a page, below a rule or smaller than the text."""
    found: set[int] = set()
    open_note = noted = False  # open_note: the last footnote is not complete; noted: the page before has footnotes
    for page, drawn in zip(pages, rules, strict=True):
        lines = [x for x in page if id(x) not in furniture]
        if lines and _PAGE_NUMBER.fullmatch(lines[-1].text):
            lines.pop()
        start = _behind_rule(lines, drawn, size, open_note)
        if start is None:
            start = _smaller(lines, size, open_note, noted)
        noted = start is not None
        if start is None:
            open_note = False
            continue
        notes = [x for x in lines[start:] if not is_rule(x.text)]
        found.update(map(id, notes))
        open_note = bool(notes) and not ends_in_full_stop(notes[-1].text)
    return found


def _behind_rule(lines: Sequence[PrintedLine], rules: Sequence[Rule], size: float, open_note: bool) -> int | None:
    """The index of the first line below the rule over a page's footnotes; None if there is no such rule.

    Footnotes below a short rule can have any size. A rule that is as wide as the text counts only if the lines below it
    are smaller than the text.
    """
    width = max((x.right for x in lines), default=0.0) - min((x.left for x in lines), default=0.0)
    drawn = [(x.left, x.right, x.y) for x in lines if is_rule(x.text)]
    for left, right, height in sorted([*rules, *drawn], key=lambda rule: rule[2]):
        start = next((i for i, x in enumerate(lines) if x.y < height - 1), len(lines))
        below = lines[start:]
        if not below or any(x.size > 1.03 * size for x in below):
            continue
        smaller = below[0].size < _NOTE_SIZE * size
        if not smaller and any(x.size < _NOTE_SIZE * size and begins_note(x.text) for x in below):
            continue  # other lines are above the footnotes, which begin further down
        if start == 0 or (lines[start - 1].y - height < 0.35 * size and (left, right, height) not in drawn):
            continue  # the rule is below a header, or it underlines words
        if (open_note or begins_note(below[0].text)) and (smaller or right - left < 0.6 * width):
            return start
    return None


def _smaller(lines: Sequence[PrintedLine], size: float, open_note: bool, noted: bool) -> int | None:
    """The index of the first footnote line of a page without a rule; None if there are no footnotes.

    From this line on, all lines are smaller than the text. If all lines of a page are smaller, they are footnotes only
    if the page before has footnotes too.
    """
    start = len(lines)
    while start > 0 and lines[start - 1].size < _NOTE_SIZE * size:
        start -= 1
    if open_note and start < len(lines):
        return start
    while start < len(lines) and not begins_note(lines[start].text):
        start += 1
    return start if start < len(lines) and (start > 0 or noted) else None
