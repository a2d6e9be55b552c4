"""Resolves the words that mean the document of another footnote: 同上, 见脚注1."""

from __future__ import annotations

import re

from archive.citing import find
from archive.citing.citation import Citation
from archive.citing.find import Reference
from archive.citing.resolve.memory import Memory, Place, ambiguous
from archive.reading.draft import printed_mark

# Words after 同上 that name another volume of the same series: 同上，《补编第53A号》; 同上，2010年，补编第7号.
_ELSEWHERE = re.compile(r"[，,]?[ ]?(?:《|(?:\d{4}年|第[^，]{1,8}届会议)[，,]?[ ]?补编|补编)")


def ibid(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 同上, alone or with a place. 同上 means the last document before it in the footnote.

    At the beginning of a footnote, 同上 means the document of the footnote before.

    There is no citation if another document follows: 同上，《补编第53A号》(A/68/53/Add.1). Here 同上 names only the
    series of this document.
    """
    rest = place.text[reference.end :]
    if not place.marker or _ELSEWHERE.match(rest) or _names_its_own(rest):
        return []
    if here := [citation.target for citation in place.before if citation.target]:
        return [memory.cited(reference, place.text, here[-1])]
    markers = list(memory.draft.footnotes)
    before = markers[markers.index(place.marker) - 1] if markers.index(place.marker) else None
    previous = {c.target for c in memory.footnotes.get(before or "", []) if c.target}
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
    same = [m for m in memory.footnotes if printed_mark(m) == mark and m != place.marker]
    return memory.footnotes[same[-1]] if same else []


def _names_its_own(rest: str) -> bool:
    sentence = re.split("[；。]", rest)[0]
    return any(r.form in (find.SYMBOL, find.NUMBER, find.REGISTRATION) for r in find.find(sentence, True))
