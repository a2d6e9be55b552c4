"""Moves numbers back before their words, if an extractor has separated the numbers from the words.

Some programs write a page block by block. The numbers to the left of the paragraphs then become separate lines. Each
such line is after the first line of its paragraph, or all of them are together before the paragraphs.
``footnote_order`` does the same for the small numbers of footnotes.

This module only changes the order of lines, never their words. If it is not certain which number belongs to which
words, the number is not moved. If the numbers are together in a block, a ReadingWarning then tells of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.clause_starts import label_of, opens
from archive.reading.printed.footnote_order import is_number, order_footnotes
from archive.reading.printed.lines import BODY, TextLine, ends_paragraph
from archive.reading.typography import HAN

_LABEL = re.compile(r"\d{1,3}[.、]|\([a-z]{1,2}\)")
_SENTENCE_END = re.compile(r"(?:[；;。：:]|[a-z)]\.)\s*\d{0,3}\s*$")
# A particle begins no rest of a word: 条约 2 的，
_BEGINS_INSIDE_WORD = re.compile(f"(?![的地得了中上下内外时前后和与及或等之])[{HAN}]")
_SHORT_END = 3  # characters; most length of the last line of a paragraph that can follow its mark


def restore_order(lines: list[TextLine], draft: Draft) -> list[TextLine]:
    """Returns the lines after the enacting formula in the order in which they were printed.

    If the numbers of footnotes are moved back, the lines of these footnotes get ``of_notes``. If the format shows which
    lines belong to footnotes, the order is already right, and nothing changes.
    """
    if any(line.note for line in lines):
        return lines
    ordered = order_footnotes(lines, draft)
    ordered = _order_blocks(ordered, draft)
    return _order_early_marks(_order_late_labels(ordered))


def _is_label(line: TextLine) -> bool:
    return line.role == BODY and len(line.plain) <= 4 and not line.of_notes and _LABEL.fullmatch(line.plain) is not None


def _body_indexes(lines: Sequence[TextLine]) -> list[int]:
    """The indexes of the body's lines, without footnotes and without numbers alone on a line."""
    return [index for index, x in enumerate(lines) if x.role == BODY and not x.of_notes and not is_number(x)]


# Labels after the first line of their paragraphs


def _order_late_labels(lines: list[TextLine]) -> list[TextLine]:
    """Move each late label to the beginning of its paragraph. Returns the lines.

    A label is late if it comes after the first line of its paragraph. If every paragraph has one line, it is not clear
    whether labels are before or after their paragraphs. So the labels are moved only if at least one label is in the
    middle of a sentence.
    """
    late = _late_labels(lines)
    if all(ends_paragraph(lines[first].text) for _, first in late):
        return lines
    for label, first in late:  # these are in the order of the text, so a move does not change the later indexes
        lines[label].gap, lines[first].gap = lines[first].gap, False
        if label + 1 < len(lines):
            lines[label + 1].gap = False
        lines[first : label + 1] = [lines[label], *lines[first:label]]
    return lines


def _late_labels(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Finds the late labels. A label is late if it comes after the first line of its paragraph.

    Returns pairs: the index of the label, and the index of the first line of its paragraph. No paragraph gets two
    labels.
    """
    indexes = _body_indexes(lines)
    late: list[tuple[int, int]] = []
    labelled: set[int] = set()  # first lines that have a label
    is_first = True
    for place, index in enumerate(indexes):
        if not _is_label(lines[index]):
            continue
        first = _first_line(lines, indexes[max(0, place - 2) : place], is_first)
        behind = indexes[place + 1 : place + 2]
        if first is None or first in labelled or (is_first and _is_preambles(lines, first, behind)):
            labelled.update(behind)
        else:
            late.append((index, first))
            labelled.add(first)
        is_first = False
    return late


def _is_preambles(lines: Sequence[TextLine], first: int, behind: Sequence[int]) -> bool:
    """Whether the line at ``first``, before the first label of the text, is the last line of the preamble.

    The label is then at its right place and is not moved. The line must end a paragraph, and the line after the label
    must begin with an opening phrase. ``behind`` has the index of the line after the label, or is empty.
    """
    return ends_paragraph(lines[first].text) and any(opens(lines[index].text) for index in behind)


def _first_line(lines: Sequence[TextLine], before: Sequence[int], in_preamble: bool) -> int | None:
    """The index of the line before a label, if a paragraph without a label begins at that line; otherwise None.

    ``before`` has the indexes of up to two lines before the label. If ``in_preamble`` is True, the earlier of these two
    lines can end a preambular paragraph with a comma.
    """
    if not before or _is_label(lines[before[-1]]):
        return None
    line = lines[before[-1]]
    if label_of(line) is not None:
        return None
    if len(before) == 1:
        return before[-1] if opens(line.text) else None
    above = lines[before[-2]]
    if _is_label(above):
        return None
    begins = _SENTENCE_END.search(above.text[-8:]) or (in_preamble and ends_paragraph(above.text) and opens(line.text))
    return before[-1] if begins else None


# Footnote marks before the last line of their paragraphs


def _order_early_marks(lines: list[TextLine]) -> list[TextLine]:
    """Move each early mark behind the last line of its paragraph. Returns the lines.

        …提出的报         …提出的报
        4            →    告，
        告，              4

    Some extractors write such a mark before the short line that it follows in print. A mark is early if it divides a
    word. No dictionary is needed: the two characters beside the mark are a word if the text has them together.
    """
    pairs: set[str] = set()  # each two characters that the text has together
    for index in range(1, len(lines) - 1):
        before, mark, after = lines[index - 1 : index + 2]
        if is_number(mark) and not mark.of_notes and before.role == BODY and _is_short_end(after):
            pairs = pairs or {a + b for line in lines for a, b in pairwise(line.squeezed)}
            in_title = before.plain.rfind("《") > before.plain.rfind("》")
            if in_title or before.squeezed[-1:] + after.squeezed[:1] in pairs:
                lines[index], lines[index + 1] = after, mark
    return lines


def _is_short_end(line: TextLine) -> bool:
    body = line.role == BODY and len(line.plain) <= _SHORT_END
    return body and _BEGINS_INSIDE_WORD.match(line.plain) is not None and ends_paragraph(line.text)


# Labels all together before their paragraphs


def _order_blocks(lines: list[TextLine], draft: Draft) -> list[TextLine]:
    """Put each label of a block before its paragraph. Returns the lines in the new order.

    A block is left unchanged if the number of its labels is not the number of the paragraphs after it. The Draft then
    gets a warning.
    """
    indexes = _body_indexes(lines)
    blocks = _blocks(lines, indexes)
    moved: dict[int, int] = {}  # the index of a paragraph's first line → the index of its label
    for (start, end), (stop, _) in pairwise([*blocks, (len(indexes), 0)]):
        labels = indexes[start:end]
        if len(labels) < 2:
            continue
        starts = _paragraph_starts(lines, indexes[end:stop])
        if len(starts) == len(labels) and _count_up(lines[index] for index in labels):
            moved |= dict(zip(starts, labels, strict=True))
        else:
            words = {"words": " ".join(lines[index].text for index in labels)}
            draft.warnings.append(ReadingWarning(lines[labels[0]].place, "text.numbers_apart", words))
    return _with_labels_moved(lines, moved)


def _with_labels_moved(lines: Sequence[TextLine], moved: dict[int, int]) -> list[TextLine]:
    ordered: list[TextLine] = []
    labels = set(moved.values())
    for index, line in enumerate(lines):
        if index in moved:
            label = lines[moved[index]]
            label.gap, line.gap = True, False
            ordered.append(label)
        if index not in labels:
            ordered.append(line)
    return ordered


def _blocks(lines: Sequence[TextLine], indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Finds the blocks. A block is one label, or several labels without other lines between them.

    Returns pairs of places in ``indexes``: the place of the first label, and the place after the last label.
    """
    blocks: list[tuple[int, int]] = []
    for place, index in enumerate(indexes):
        if not _is_label(lines[index]):
            continue
        if blocks and blocks[-1][1] == place:
            blocks[-1] = blocks[-1][0], place + 1
        else:
            blocks.append((place, place + 1))
    return blocks


def _paragraph_starts(lines: Sequence[TextLine], indexes: Sequence[int]) -> list[int]:
    """The indexes of the lines that begin a paragraph.

    These are the first line, and each line that begins with an opening phrase after the end of a sentence.
    """
    begun = [b for a, b in pairwise(indexes) if _SENTENCE_END.search(lines[a].text[-8:]) and opens(lines[b].text)]
    return [*indexes[:1], *begun]


def _count_up(labels: Iterable[TextLine]) -> bool:
    """Whether labels count up: 1. 2. 3., (a) (b), and also (b) 4. or 3. (a), where points end or begin."""
    return all(_comes_next(a.plain, b.plain) for a, b in pairwise(labels))


def _comes_next(label: str, following: str) -> bool:
    first, second = (re.sub(r"\W", "", text) for text in (label, following))
    if first.isdigit() != second.isdigit():
        return second.isdigit() or second in ("a", "i")
    if first.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and ord(second) == ord(first) + 1
