"""Resolves the words that mean the document of another footnote: 同上, 见脚注1."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from archive.citing import find
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import NEAR, Memory, Place, ambiguous

# Words after 同上 that name another volume of the same series: 同上，《补编第53A号》; 同上，2010年，补编第7号.
_ELSEWHERE = re.compile(r"[，,]?[ ]?(?:《|(?:\d{4}年|第[^，]{1,8}届会议)[，,]?[ ]?补编|补编)")
_STOP = re.compile("[；。]")
_IBID = re.compile(r"同上|[Ii]bid\b\.?")


def ibid(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 同上, alone or with a place. 同上 means the last document before it in the footnote.

    At the beginning of a footnote, 同上 means the document of the footnote before.

    There is no citation if another document follows: 同上，《补编第53A号》(A/68/53/Add.1). Here 同上 names only the
    series of this document.
    """
    text, end = place.text, reference.end
    if not place.marker or _ELSEWHERE.match(text, end) or _names_its_own(text, end):
        return []
    if here := next((citation.target for citation in reversed(place.before[-NEAR:]) if citation.target), None):
        return [memory.cited(reference, text, here)]
    before = memory.marker_before.get(place.marker, "")
    previous = {c.target for c in memory.footnotes.get(before, []) if c.target}
    if len(previous) == 1:
        return [memory.cited(reference, place.text, previous.pop())]
    return [ambiguous(reference, place.text, previous)]


def of_note(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citations of 见脚注1: one for each document that the footnote cites.

    The pinpoint is never that of the footnote. It is the place after the reference: 第5段 in 见脚注1，第5段.
    """
    noted = [citation for mark in reference.name.split() for citation in _noted(mark, place, memory)]
    found: dict[str | None, Citation] = {}
    for one in noted:
        if one.target:
            found.setdefault(one.target, memory.cited(reference, place.text, one.target))
        else:
            found.setdefault(None, ambiguous(reference, place.text, one.candidates))
    return list(found.values())


def _noted(mark: str, place: Place, memory: Memory) -> list[Citation]:
    """The citations of the footnote with this mark. If several footnotes have the mark, the last one read counts."""
    last = next((marker for marker in reversed(memory.by_mark.get(mark, [])) if marker != place.marker), None)
    return memory.footnotes[last] if last else []


def _names_its_own(text: str, end: int) -> bool:
    """Whether a document is named after 同上 in the same sentence. 同上 ends at ``end``."""
    stops, documents = _last_documents(text)
    return documents[bisect_left(stops, end)] >= end


@lru_cache(maxsize=4)
def _last_documents(text: str) -> tuple[list[int], list[int]]:
    """The end of each sentence, and the start of the last document after the first 同上 of each sentence.

    The start is -1 if there is no such document. The result is cached, because a sentence can have many 同上.
    """
    stops = [*(stop.start() for stop in _STOP.finditer(text)), len(text)]
    starts = [0, *(stop + 1 for stop in stops)]
    return stops, [_last_document(text, start, stop) for start, stop in zip(starts, stops, strict=False)]


def _last_document(text: str, start: int, stop: int) -> int:
    first = _IBID.search(text, start, stop)
    if first is None:
        return -1
    found = find.find(text[first.end() : stop], True)
    documents = [r.start for r in found if r.form in (find.SYMBOL, find.NUMBER, find.REGISTRATION)]
    return first.end() + documents[-1] if documents else -1
