"""Finds resolutions and decisions of other organizations: 国际电信联盟2018年全权代表会议第186号决议.

Their numbers are not UN symbols, so the body and the number together are the name of the document. The World Health
Assembly has symbols: WHA74(16).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.places import pinpoint_after
from archive.citing.reference import DECISION, SYMBOL, Reference

_BODIES = {
    "世界卫生大会": "WHA",
    "世界卫生组织执行委员会": "EB",
    "国际电信联盟": "国际电信联盟",
    "国际电联": "国际电信联盟",
    "联合国教育、科学及文化组织": "联合国教育、科学及文化组织",
    "教科文组织": "联合国教育、科学及文化组织",
    "国际劳工组织": "国际劳工组织",
    "劳工组织": "国际劳工组织",
    "非洲人权和人民权利委员会": "非洲人权和人民权利委员会",
}
_SYMBOLS = ("WHA", "EB")
_DECISION = re.compile(
    rf"(?P<body>{'|'.join(_BODIES)})(?P<between>(?:(?!号)[^，；。：《》“”]){{0,120}}?)"
    r"(?P<exact>第[ ]?(?P<number>\d{1,3}(?:\(\d{1,3}\))?)[ ]?号(?P<noun>决议|决定|建议书?))"
)
# The conference or session that adopted the decision.
_SESSION = re.compile(r"(?:大会)?第[一二三四五六七八九十]+[届次]会议|(?:19|20)\d\d年(?=全权代表会议)|全权代表会议")


def other_decisions(folded: str) -> Iterator[Reference]:
    if not any(body in folded for body in _BODIES):
        return
    for m in _DECISION.finditer(folded):
        body, pinpoint = _BODIES[m["body"]], pinpoint_after(folded, m.end())
        if body in _SYMBOLS:
            if "(" in m["number"]:
                yield Reference(SYMBOL, m.start("exact"), m.end(), body + m["number"], pinpoint=pinpoint)
        elif "(" not in m["number"]:
            session = "".join(_SESSION.findall(m["between"]))
            name = f"{body}{session}第{m['number']}号{m['noun'].removesuffix('书')}"
            yield Reference(DECISION, m.start("exact"), m.end(), name, pinpoint=pinpoint)
