"""Finds the words that point back to a document: 同上, 该条约, 其第六条."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.places import pinpoint_after
from archive.citing.find.reference import BACK, IBID, ITS, Reference

_BACK = re.compile(
    r"(?:(?P<ibid>同上)|该(?P<kind>条约|公约|协定|议定书|规约|宣言|章程|行动纲领|行动计划|决议|报告)(?!草案|机构|司)"
    r"|(?P<its>其)(?=第[一二三四五六七八九十百\dIVXⅠ-ⅿ]+[、和及至第一二三四五六七八九十百\dIVXⅠ-ⅿ]*条))"
)


def back_references(folded: str, footnote: bool) -> Iterator[Reference]:
    if not ("同上" in folded or "该" in folded or "其第" in folded):
        return
    for m in _BACK.finditer(folded):
        pinpoint = pinpoint_after(folded, m.end())
        if m["ibid"]:
            if footnote:
                yield Reference(IBID, m.start(), m.end(), "同上", pinpoint=pinpoint)
        elif m["kind"]:
            yield Reference(BACK, m.start(), m.end(), m["kind"], pinpoint=pinpoint)
        elif pinpoint:
            yield Reference(ITS, m.start(), m.end() + len(pinpoint), "其", pinpoint=pinpoint)
