"""Finds words and signs of a recognised English text that are probably wrong, however sure the recogniser is of them.

    agendaitem, weapón, al l        the list of English words has none of these
    in.person, in. the, the:danger  a point, or a speck
    20163, of21, 52/38 0            a footnote mark, a lost space, the letter of a part

They are only marked as doubtful: the words alone do not tell what is printed. A name that no list has is doubtful only
if the text has it once, because the recogniser seldom makes the same error twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from archive.reading.draft import Draft, SourceLine
from archive.reading.printed.divided_words import is_word
from archive.reading.scans.sentence_points import impossible_points

Span = tuple[int, int]

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_WORD = re.compile(r"[^\W\d_]+(?:[-‑]\n[^\W\d_]+)*")  # a word can go on in the next line
_PARTED = re.compile(r"[-‑]\n")
# Words of UN texts that the list lacks. Capitals alone are the letters of a symbol, a Roman number or an abbreviation.
_KNOWN = frozenset({"alia", "annexes", "corr", "facto", "hoc", "ibid", "jure", "sect", "subregional", "vol", "vols"})
_ODD = re.compile(
    r"(?<=\s)[b-z](?=[\s,;])"  # a letter by itself
    rf"|(?<=[^\W\d_])[\d{_RAISED}]+(?=[a-z])"  # a digit inside a word
    r"|(?<=\d)(?!(?:st|nd|rd|th|s)\b)[A-Za-z][a-z]+"  # a word joined with the number before it
    r"|(?<![/.\-\w])[a-z]{2,}\d+"  # and with the number behind it
    r"|(?<=[a-z]{2})[:;,](?=[a-z])|(?<=[a-z])[,;](?=\w)|(?<=\d)\.(?=[A-Z][a-z]{2})"  # a sign inside a word
    r'|(?<=[a-z])["“](?=\w)|(?<=\w)\)(?=[a-z])'  # or a lost space beside it
    r"|(?<=\s)[.:;,](?=\S)|(?<=\w)\s[.:;,](?=\s)"  # and a sign behind a space
    r"|(?<=[,;:])\s?[.'·]|;(?=\s(?!and\b|ibid\b|see\b)[A-Za-z])"  # two signs, or a semicolon inside a sentence
    r"|\b(?:19|20)\d\d\d\b"  # a year and a mark
    r"|(?<=\d/\d\d\s)[01](?![\d/])|(?<=\d/\d\d\d\s)[01](?![\d/])"  # the letter of a part
)
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")


def with_doubts(draft: Draft) -> Draft:
    """The Draft. Characters of its lines that are probably wrong are doubtful."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, line in enumerate(draft.lines):
        if line.role not in ("furniture", "rule"):
            places[line.role, line.place].append(at)
    texts = {key: [draft.lines[at].text for at in found] for key, found in places.items()}
    seen = Counter(word for text in texts.values() for word in _words("\n".join(text)))
    for key, found in places.items():
        for at, spans in zip(found, _by_line(texts[key], _odd_spans("\n".join(texts[key]), seen)), strict=True):
            draft.lines[at] = _doubting(draft.lines[at], spans)
    return draft


def _words(text: str) -> list[str]:
    return [_whole(found[0]) for found in _WORD.finditer(text)]


def _whole(word: str) -> str:
    return _PARTED.sub("", word).strip(_RAISED).lower()


def _odd_spans(text: str, seen: Counter[str]) -> Iterator[Span]:
    """The spans (start, end) of what is odd. ``seen`` counts the words of the whole resolution."""
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    found = [word.span() for word in _WORD.finditer(text) if seen[_whole(word[0])] == 1 and not _is_known(word[0])]
    found += [odd.span() for odd in _ODD.finditer(text)]
    found += [(place, place + 1) for place in impossible_points(text)]
    for start, end in found:
        if not any(first <= start < last for first, last in addresses):
            yield start, end


def _is_known(word: str) -> bool:
    whole = _whole(word)
    if len(whole) < 2 or _PARTED.sub("", word).strip(_RAISED).isupper() or whole in _KNOWN or is_word(whole):
        return True
    parts = _PARTED.split(word.strip(_RAISED).lower())
    return len(parts) > 1 and all(is_word(part) for part in parts)


def _by_line(lines: Sequence[str], spans: Iterator[Span]) -> list[list[Span]]:
    """The spans of each line, from the spans in the lines joined by line ends."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found: list[list[Span]] = [[] for _ in lines]
    for start, end in spans:
        for at in range(bisect_right(starts, start) - 1, len(lines)):
            first, last = max(start, starts[at]) - starts[at], min(end - starts[at], len(lines[at]))
            if first < last:
                found[at].append((first, last))
    return found


def _doubting(line: SourceLine, spans: Sequence[Span]) -> SourceLine:
    """The line with these spans among its doubts. Neighbours share a span."""
    places = sorted({place for start, end in (*line.doubts, *spans) for place in range(start, end)})
    doubts: list[Span] = []
    for place in places:
        start = doubts.pop()[0] if doubts and doubts[-1][1] == place else place
        doubts.append((start, place + 1))
    return replace(line, doubts=tuple(doubts)) if spans else line
