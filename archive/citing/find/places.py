"""The places inside a document: articles, paragraphs, parts, annexes."""

from __future__ import annotations

import re

_COUNT = r"(?:[一二三四五六七八九十百零〇]+|\d+|[IVX]+)(?:\.[A-Z\d]+)?(?:[ ]?\([a-z\d]{1,3}\))*"
_COUNTS = rf"{_COUNT}(?:(?:[、和至及与]|以及|-|~)第?[ ]?{_COUNT})*"
PLACE = rf"""(?:
    (?:序言部分?|执行部分)?第[ ]?{_COUNTS}[ ]?(?:部分|卷|章|节|段|条(?:之[一二三])?|款|项|页|编|分节|分段)
  | 附(?:件|录|文|表)(?:[一二三四五六七八九十]+(?:[、和至及][一二三四五六七八九十]+)*|[ ]?\d+|[IVX]+|[A-Z](?![a-z]))?
  | [A-Z]节 | 序言部分 | 导言 | 决议[ ]?\d+ | 决定[ ]?\d+
  | 题为“[^”]{{1,80}}”的(?:第[一二三四五六七八九十]+)?[节章部分]+
)"""
_PINPOINT = re.compile(rf"[，,]?[ ]?(?P<place>{PLACE}(?:(?:[，,、和及的]|以及)?[ ]?{PLACE})*)", re.X)


def pinpoint_after(folded: str, end: int) -> str:
    """The place inside the document in the words directly after a reference; "" if there is none."""
    match = _PINPOINT.match(folded, end)
    return match["place"] if match else ""
