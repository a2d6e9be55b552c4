"""Third stage of the PDF reader: the printed lines of all pages → the lines that the text reader takes.

Here the page tells what words alone do not: what stands at the head and the foot of pages, which lines are a page's
footnotes, how far a line is indented, and where more room than usual divides two paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.reading.pdf.lines import PrintedLine
from archive.reading.printed.footnotes import begins_note
from archive.reading.printed.lines import BODY, FURNITURE, IS_HAN, RULE, TextLine, ends_paragraph, is_rule, narrow
from archive.reading.typography import raise_digits

Rule = tuple[float, float, float]  # from, to, height above the page's foot
_NOTE_SIZE = 0.94  # of the text's: footnotes are smaller
_GAP = 1.22  # of the usual distance between two lines: room between two paragraphs
_WIDE_GAP = 1.6  # of the usual distance between two lines: what divides a header from the text
_SAME_PLACE = 4.0  # points


def arrange(pages: Sequence[Sequence[PrintedLine]], rules: Sequence[Sequence[Rule]], size: float) -> list[TextLine]:
    """The lines of all pages. ``size`` is that of the text."""
    furniture = _furniture(pages, size)
    notes = _notes(pages, rules, size, furniture)
    columns = _columns(pages, size)
    leading = _leading(pages, size)
    lines: list[TextLine] = []
    for page in pages:
        before = None
        for printed, after in pairwise([*page, None]):
            assert printed is not None
            text = printed.text
            if after is not None and _is_mark(printed, after, size, leading):
                text = raise_digits(text)
            lines.append(
                TextLine(
                    number=len(lines) + 1,
                    text=text,
                    plain=narrow(text),
                    indent=columns[id(printed)],
                    gap=before is None or before.y - printed.y > _GAP * leading,
                    page=printed.page,
                    edge=before is None,
                    role=BODY if id(printed) not in furniture else FURNITURE,
                    on_page=printed.number,
                    right=columns[id(printed)] + round(2 * (printed.right - printed.left) / size),
                    note=id(printed) in notes,
                    set_apart=printed.set_apart,
                )
            )
            if is_rule(printed.text):
                lines[-1].role = RULE
            before = printed
    return lines


def _is_mark(printed: PrintedLine, after: PrintedLine, size: float, leading: float) -> bool:
    """Whether a small number alone at the beginning of a line is a mark that was divided from its word."""
    small = printed.size < 0.8 * size and re.fullmatch(r"\d{1,3}", printed.text) is not None
    return small and printed.y - after.y < 2.2 * leading and abs(printed.left - after.left) < 3 * size


def _columns(pages: Iterable[Sequence[PrintedLine]], size: float) -> dict[int, int]:
    """For each line its left edge in columns of half a character. Places less than a point apart are one."""
    found: dict[int, int] = {}
    edge = start = 0.0
    for printed in sorted((x for page in pages for x in page), key=lambda x: x.left):
        if not found or printed.left - edge > 1.0:
            start = printed.left
        edge = printed.left
        found[id(printed)] = round(2 * start / size)
    return found


def _leading(pages: Sequence[Sequence[PrintedLine]], size: float) -> float:
    """The usual distance between two lines of the text: the least that is common."""
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
    """The lines at the head or the foot of pages that are the same on two pages or, smaller than the text, stand apart
    from it. What only the words show (a symbol, a page number) is left to the text reader."""
    found: set[int] = set()
    for places in ((0, 1, 2), (-1, -2, -3)):
        seen: dict[str, list[PrintedLine]] = {}
        for page in pages:
            for place in places:
                # Two pages may cite the same in their footnotes, at the same height.
                note = place < -1 and -place <= len(page) and IS_HAN.search(page[place].text) is not None
                if place < len(page) and -place <= len(page) and not (note and begins_note(page[place].text)):
                    seen.setdefault(_likeness(page[place].text), []).append(page[place])
        for likeness, lines in seen.items():
            heights = [line.y for line in lines]
            if likeness and len({line.page for line in lines}) > 1 and max(heights) - min(heights) < _SAME_PLACE:
                found.update(id(line) for line in lines if not ends_paragraph(line.text))
    leading = _leading(pages, size)
    for page in pages[1:]:
        if len(page) > 3 and page[0].y - page[1].y > _WIDE_GAP * leading and page[0].size < _NOTE_SIZE * size:
            found.add(id(page[0]))
    return found


def _likeness(text: str) -> str:
    """What a header has in common on left and right pages, with whatever page number."""
    return "".join(sorted(re.sub(r"[\s\d]", "", narrow(text))))


def _notes(
    pages: Sequence[Sequence[PrintedLine]], rules: Sequence[Sequence[Rule]], size: float, furniture: set[int]
) -> set[int]:
    """The lines that are footnotes: at the foot of a page, behind a rule or smaller than the text."""
    found: set[int] = set()
    open_note = noted = False  # a footnote goes on on the next page; the page before has some
    for page, drawn in zip(pages, rules, strict=True):
        lines = [x for x in page if id(x) not in furniture]
        start = _behind_rule(lines, drawn, size, open_note)
        if start is None:
            start = _smaller(lines, size, open_note, noted)
        noted = start is not None
        if start is None:
            open_note = False
            continue
        notes = [x for x in lines[start:] if not is_rule(x.text)]
        found.update(map(id, notes))
        open_note = bool(notes) and not re.search(r"。\W*$", notes[-1].text[-6:])
    return found


def _behind_rule(lines: Sequence[PrintedLine], rules: Sequence[Rule], size: float, open_note: bool) -> int | None:
    """The index of the first line behind the rule over a page's footnotes.

    A rule as wide as the text stands over footnotes that are smaller than it; a short one over any.
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
            continue  # the footnotes begin further down
        if start == 0 or (lines[start - 1].y - height < 0.35 * size and (left, right, height) not in drawn):
            continue  # it stands under a header or underlines words
        if (open_note or begins_note(below[0].text)) and (smaller or right - left < 0.6 * width):
            return start
    return None


def _smaller(lines: Sequence[PrintedLine], size: float, open_note: bool, noted: bool) -> int | None:
    """The index from which on all lines of a page are smaller than the text; a whole page of such lines goes on with
    the footnotes of the page before."""
    start = len(lines)
    while start > 0 and lines[start - 1].size < _NOTE_SIZE * size:
        start -= 1
    if open_note and start < len(lines):
        return start
    while start < len(lines) and not begins_note(lines[start].text):
        start += 1
    return start if start < len(lines) and (start > 0 or noted) else None
