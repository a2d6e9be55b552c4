"""Finds the doubtful characters of a scan in the words of the Draft, also after a librarian has mended them.

The lines of the original have the doubts (``SourceLine.doubts``). The words of a clause are compared with those of its
lines. A character that is the same in both is as doubtful as it is in the line; mended words are not doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from archive.reading.draft import CLAUSE, Draft, SourceLine

Span = tuple[int, int]


def doubts_in(draft: Draft) -> dict[str, list[Span]]:
    """Place → the spans (start, end) of doubtful characters in its words.

    A place is a clause path, ``footnote 3`` or ``title``. Places without doubts are left out.
    """
    lines: dict[str, list[SourceLine]] = defaultdict(list)
    for line in draft.lines:
        lines[_place_of(line)].append(line)
    texts = {"title": draft.title}
    texts |= {clause.path: clause.text for clause in draft.clauses}
    texts |= {f"footnote {marker}": footnote.text for marker, footnote in draft.footnotes.items()}
    found = {
        place: _spans(_doubtful(text, lines[place]))
        for place, text in texts.items()
        if any(x.doubts for x in lines[place])
    }
    return {place: spans for place, spans in found.items() if spans}


def other_doubts(draft: Draft) -> list[tuple[SourceLine, str]]:
    """The lines outside clauses, footnotes and title that have doubts, with the doubtful words."""
    return [
        (line, words_of(line.text, line.doubts))
        for line in draft.lines
        if line.doubts and line.role not in (CLAUSE, "footnote", "title", "furniture", "rule", "language")
    ]


def words_of(text: str, spans: Iterable[Span]) -> str:
    """The words of the spans, with … between them.

    >>> words_of("各国主管当局", [(0, 1), (3, 5)])
    '各…管当'
    """
    return "…".join(text[start:end] for start, end in spans)


def _place_of(line: SourceLine) -> str:
    if line.role == "footnote":
        return f"footnote {line.place}"
    return line.place if line.role == CLAUSE else line.role


def _doubtful(text: str, lines: list[SourceLine]) -> list[int]:
    """The offsets of the doubtful characters in ``text``."""
    doubtful = {
        (number, place)
        for number, line in enumerate(lines)
        for start, end in line.doubts
        for place in range(start, end)
    }
    printed = [
        (character, (number, place) in doubtful)
        for number, line in enumerate(lines)
        for place, character in enumerate(line.text)
        if not character.isspace()
    ]
    places = [place for place, character in enumerate(text) if not character.isspace()]
    words = "".join(text[place] for place in places)
    steps = Levenshtein.opcodes("".join(character for character, _ in printed), words)
    return [
        places[step.dest_start + at]
        for step in steps
        if step.tag == "equal"
        for at in range(step.dest_end - step.dest_start)
        if printed[step.src_start + at][1]
    ]


def _spans(places: Iterable[int]) -> list[Span]:
    spans: list[Span] = []
    for place in places:
        start = spans.pop()[0] if spans and spans[-1][1] == place else place
        spans.append((start, place + 1))
    return spans
