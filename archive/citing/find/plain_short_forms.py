"""Finds short forms without 《》: 加入公约, 公约缔约国, 执行公约规定的义务.

The same words also occur in general statements (条约、公约和协定; 这些条约的缔约国). So only short forms beside certain
verbs and nouns count, and only in clauses that do not speak of several instruments of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.find.places import pinpoint_after
from archive.citing.find.reference import SHORT, Reference

_KIND = re.compile("公约|条约|议定书")
# Words directly before the short form. The beginning of a part of the sentence counts too.
_BEFORE = re.compile("(?:^|[，；]|加入|执行|遵守|履行|批准|违反|参加|实施|推动|促进|加强|非|[与同])$")
_AFTER = re.compile(
    "(?:非?缔约[国方](?!第|[^，；。]{0,16}(?:会议|大会))|非缔约|规定|义务|相关|所(?:定|载|规定)|各项(?:规定|义务)|"
    "的(?:规定|义务|条款|宗旨|目标|执行|普遍|缔约|人道|生效|原则|所有|各项)|(?:以|并)|[，；。]|$)"
)
_SEVERAL = re.compile("(?:这些|各项|任何|所有|一切|其他|有关|[多双]边)(公约|条约|议定书)")
_REACH = 4  # characters; the words before the short form that are looked at


def plain_short_forms(folded: str) -> Iterator[Reference]:
    """Yields the short forms that a text has without 《》. The text must be in half-width forms."""
    found = [kind for kind in _KIND.finditer(folded) if _is_beside(folded, *kind.span())]
    several = {m[1] for m in _SEVERAL.finditer(folded)} if found else set()
    for kind in found:
        if kind[0] not in several:
            yield Reference(SHORT, *kind.span(), kind[0], pinpoint=pinpoint_after(folded, kind.end()))


def _is_beside(folded: str, start: int, end: int) -> bool:
    """Whether a kind of instrument is beside words that make it a short form."""
    return bool(_AFTER.match(folded, end) and _BEFORE.search(folded[max(0, start - _REACH) : start]))
