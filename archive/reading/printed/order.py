"""Numbers that an extractor set apart from their words, put back before them.

Some programs write a page block by block: the numbers that hang out beside the paragraphs are then lines of their own
behind the first line of each paragraph or all together before the paragraphs, and of the footnotes' small numbers some
follow the words of all of them. The lines are put in another order here, and nothing else is done to them; where it is
not beyond doubt which number is whose, they stay as they are, with a ReadingWarning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from archive.reading.draft import ReadingWarning
from archive.reading.printed.lines import BODY, RULE, TextLine, ends_paragraph

_LABEL = re.compile(r"\d{1,3}[.、]|\([a-z]{1,2}\)")
_NUMBER = re.compile(r"\d{1,3}")
_SENTENCE_END = re.compile(r"[；;。：:]\s*\d{0,3}\s*$")
_MOST_LINES = 100  # that a page's footnotes have
_CLAUSE_END = re.compile(r"[；：]\s*$")
_FULL_STOP = re.compile(r"[。．][”’」』)）]?\s*$")
_NOTE_BEGINS = re.compile(r"(?:另|又|参)?见|同上|《|联合国[，,]|第\s?[\dA-Z]|[A-Z]{1,12}[-/.]")


def restore(
    lines: Sequence[TextLine], opens: Callable[[TextLine], bool]
) -> tuple[list[TextLine], list[ReadingWarning]]:
    """The lines behind the enacting formula in the order in which they were printed. ``opens`` is whether a line begins
    with a clause's words. Lines of footnotes whose number was put back are told to be so."""
    warnings: list[ReadingWarning] = []
    ordered = _footnotes(list(lines), opens, warnings)
    ordered = _blocks(ordered, opens, warnings)
    return _late(ordered, opens), warnings


def _is_label(line: TextLine) -> bool:
    return line.role == BODY and not line.of_notes and _LABEL.fullmatch(line.plain) is not None


def _is_number(line: TextLine) -> bool:
    return line.role == BODY and _NUMBER.fullmatch(line.plain) is not None


def _words(lines: Sequence[TextLine]) -> list[int]:
    """Where the lines of the body's own words are, numbers alone aside."""
    return [i for i, x in enumerate(lines) if x.role == BODY and not x.of_notes and not _is_number(x)]


# Labels behind the first line of their paragraphs.


def _late(lines: list[TextLine], opens: Callable[[TextLine], bool]) -> list[TextLine]:
    """A number behind the first line of its paragraph is put before it, in a text where one stands so beyond doubt:
    between the lines of a sentence. A paragraph of one line can have its number on either side; it has but one."""
    places = _words(lines)
    late: list[tuple[int, int]] = []  # each label, and the line that it belongs before
    labelled: set[int] = set()
    certain = first = 0
    for at, place in enumerate(places):
        if not _is_label(lines[place]):
            continue
        first += 1
        found = _first_line(lines, places[max(0, at - 2) : at], opens)
        if found is None or found in labelled:
            labelled |= set(places[at + 1 : at + 2])
            continue
        words = lines[found].text
        inside = not ends_paragraph(words)
        behind = lines[places[at + 1]] if at + 1 < len(places) else None
        if first == 1 and not inside and behind is not None and opens(behind):
            labelled.add(places[at + 1])  # what stands before it is the preamble's
            continue
        certain += inside
        late.append((place, found))
        labelled.add(found)
    if not certain:
        return lines
    for label, start in late:  # one behind the other, so that none moves what another counts on
        lines[label].gap, lines[start].gap = lines[start].gap, False
        if label + 1 < len(lines):
            lines[label + 1].gap = False
        lines[start : label + 1] = [lines[label], *lines[start:label]]
    return lines


def _first_line(lines: Sequence[TextLine], before: Sequence[int], opens: Callable[[TextLine], bool]) -> int | None:
    """The line before a number, where a paragraph begins there that has no number before it."""
    if not before or _is_label(lines[before[-1]]):
        return None
    if len(before) == 1:
        return before[-1] if opens(lines[before[-1]]) else None
    above, line = lines[before[-2]], lines[before[-1]]
    if _is_label(above):
        return None
    begins = _SENTENCE_END.search(above.text[-8:]) or (ends_paragraph(above.text) and opens(line))
    return before[-1] if begins else None


# Labels together before or behind their paragraphs.


def _blocks(lines: list[TextLine], opens: Callable[[TextLine], bool], warnings: list[ReadingWarning]) -> list[TextLine]:
    places = _words(lines)
    runs: list[tuple[int, int]] = []  # in places: from, to
    for at, place in enumerate(places):
        if _is_label(lines[place]):
            if runs and runs[-1][1] == at:
                runs[-1] = runs[-1][0], at + 1
            else:
                runs.append((at, at + 1))
    moved: dict[int, int] = {}  # each label, and the line before which it belongs
    for number, (start, end) in enumerate(runs):
        if end - start < 2:
            continue
        stop = runs[number + 1][0] if number + 1 < len(runs) else len(places)
        starts = _beginnings(lines, places[end:stop], opens)
        if len(starts) == end - start and _follow(lines[place] for place in places[start:end]):
            moved |= dict(zip(places[start:end], starts, strict=True))
        else:
            labels = " ".join(lines[place].text for place in places[start:end])
            warnings.append(ReadingWarning(lines[places[start]].place, "text.numbers_apart", {"words": labels}))
    before = {first: label for label, first in moved.items()}
    ordered: list[TextLine] = []
    for index, line in enumerate(lines):
        if index in before:
            label = lines[before[index]]
            label.gap, line.gap = True, False
            ordered.append(label)
        if index not in moved:
            ordered.append(line)
    return ordered


def _beginnings(lines: Sequence[TextLine], places: Sequence[int], opens: Callable[[TextLine], bool]) -> list[int]:
    """Where paragraphs begin among the lines behind their numbers."""
    first = places[:1]
    return [
        *first,
        *(b for a, b in pairwise(places) if _SENTENCE_END.search(lines[a].text[-8:]) and opens(lines[b])),
    ]


def _follow(labels: Iterable[TextLine]) -> bool:
    """Whether the numbers of a block count up one by one."""
    values = [re.sub(r"\W", "", label.plain) for label in labels]
    if all(value.isdigit() for value in values):
        return all(int(b) == int(a) + 1 for a, b in pairwise(values))
    return all(len(value) == 1 for value in values) and all(ord(b) == ord(a) + 1 for a, b in pairwise(values))


# Footnotes at a page's foot, their numbers on lines of their own.


def _footnotes(
    lines: list[TextLine], opens: Callable[[TextLine], bool], warnings: list[ReadingWarning]
) -> list[TextLine]:
    expected = index = 0
    ordered: list[TextLine] = []
    while index < len(lines):
        line = lines[index]
        if _is_number(line) and int(line.plain) == expected + 1:
            end = index + 1
            while end < min(len(lines), index + _MOST_LINES) and lines[end].role == BODY and not lines[end].edge:
                end += 1
            zone = lines[index:end]
            ruled = end < len(lines) and (lines[end].role == RULE or end == index + _MOST_LINES)
            if not ruled and (count := _count(zone, expected + 1, opens)):
                ordered += _in_order(zone, warnings)
                expected += count
                index = end
                continue
        ordered.append(line)
        index += 1
    return ordered


def _count(zone: Sequence[TextLine], first: int, opens: Callable[[TextLine], bool]) -> int:
    """How many footnotes the rest of a page has: the numbers alone on its lines are the next ones, each once, no clause
    begins there, and the last words end with a full stop. 0 where it is none of footnotes."""
    values = [int(x.plain) for x in zone if _is_number(x)]
    words = [x for x in zone if not _is_number(x)]
    if not words or sorted(values) != list(range(first, first + len(values))):
        return 0
    if len(values) == 1 and not _NOTE_BEGINS.match(words[0].plain):
        return 0  # a mark that stands alone
    ends = ends_paragraph if len(values) == 1 else _CLAUSE_END.search
    clause = any(ends(a.text) and opens(b) and not _NOTE_BEGINS.match(b.plain) for a, b in pairwise(words))
    return 0 if clause or not _FULL_STOP.search(words[-1].text[-4:]) else len(values)


def _in_order(zone: Sequence[TextLine], warnings: list[ReadingWarning]) -> list[TextLine]:
    """A page's footnotes, each number before its words."""
    numbers = {int(line.plain): line for line in zone if _is_number(line)}
    segments: list[tuple[int, list[TextLine]]] = []  # words behind a number
    for line in zone:
        line.of_notes, line.gap = True, False
        if not _is_number(line):
            segments[-1][1].append(line)
        elif not segments or (segments[-1][1] and int(line.plain) > segments[-1][0]):
            segments.append((int(line.plain), []))
    ordered: list[TextLine] = []
    ends = [first for first, _ in segments[1:]] + [max(numbers) + 1]
    for (first, words), end in zip(segments, ends, strict=True):
        starts = _note_starts(words, end - first)
        if starts is None:
            found = ", ".join(map(str, range(first, end)))
            warnings.append(ReadingWarning(f"footnote {first}", "text.footnotes_apart", {"numbers": found}))
            ordered += [numbers[first], *words, *(numbers[n] for n in range(first + 1, end))]
            continue
        for number, (start, stop) in zip(range(first, end), pairwise([*starts, len(words)]), strict=True):
            ordered += [numbers[number], *words[start:stop]]
    return ordered


def _note_starts(words: Sequence[TextLine], count: int) -> list[int] | None:
    """Where each of so many footnotes begins among their lines; None where that can be told in more than one way."""
    behind = [i for i in range(1, len(words)) if _FULL_STOP.search(words[i - 1].text[-4:])]
    if len(behind) != count - 1:
        behind = [i for i in behind if _NOTE_BEGINS.match(words[i].plain)]
    return [0, *behind] if len(behind) == count - 1 and words else None
