"""Finds the words of an English text that point back to a document: ibid., its article VI, that resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.english_places import COUNTS
from archive.citing.find import AMENDMENT, BACK, IBID, ITS, SELF, Reference

_POINTING = ("that", "said", "aforementioned", "above-mentioned", "the same")
_KINDS = {"resolution": "决议", "decision": "决定", "report": "报告"}
_BACK = re.compile(
    rf"""
    (?P<ibid>\b[Ii]bid\b\.?)
  | \bits[ ](?P<amendment>[Aa]mendment)\b
  | \bits[ ](?P<article>articles?[ ]{COUNTS})
  | \b(?:{"|".join(_POINTING).replace(" ", "[ ]")})[ ](?P<noun>{"|".join(_KINDS)})\b
  | (?P<self>\b(?:operative[ ])?paragraphs?[ ]{COUNTS})[ ](?:above|below)\b
    """,
    re.X,
)
# Every match has one of these. Most texts have none, and looking for them is faster than the pattern.
_NEEDED = (
    "bid",
    "its article",
    "its Amendment",
    "its amendment",
    " above",
    " below",
    *(f"{a} {b}" for a in _POINTING for b in _KINDS),
)


def english_back_references(text: str, footnote: bool) -> Iterator[Reference]:
    if not any(map(text.__contains__, _NEEDED)):
        return
    for m in _BACK.finditer(text):
        if m["ibid"]:
            if footnote:
                yield Reference(IBID, m.start(), m.end(), "ibid.")
        elif m["amendment"]:
            yield Reference(AMENDMENT, *m.span("amendment"), "Amendment")
        elif m["article"]:
            yield Reference(ITS, m.start(), m.end(), "its", pinpoint=m["article"])
        elif m["noun"]:
            yield Reference(BACK, m.start(), m.end(), _KINDS[m["noun"]])
        else:
            yield Reference(SELF, m.start(), m.end(), "above", pinpoint=m["self"])
