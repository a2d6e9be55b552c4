"""Finds which body adopted a text, and whether the text is a resolution or a decision.

Three things show the body: the enacting formula (安全理事会，), the symbol on the cover (``S/RES/1540 (2004)``),
and the form of the number (第1540(2004)号决议, ``2024/5. 标题``). The formula counts most, because a cover can
name several bodies: the Human Rights Council's cover has 大会 too.

A decision of the General Assembly often has no formula. Its only paragraph names the Assembly and the meeting instead:

    79/519. 标题
    大会2024年12月2日第44次全体会议根据第一委员会的建议，决定……
    At its 44th plenary meeting, on 2 December 2024, the General Assembly, on the recommendation of …, decided …
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive import symbols
from archive.reading.printed.adoption import DATE, ENGLISH_DATE, MEETING
from archive.reading.printed.lines import BODY, INVISIBLE, TextLine

# Name of a body in its enacting formula → the kind of its texts. The Assembly's texts can be decisions too.
_BODIES = {
    "大会": symbols.GA_RESOLUTION,
    "安全理事会": symbols.SC_RESOLUTION,
    "经济及社会理事会": symbols.ECOSOC_RESOLUTION,
    "人权理事会": symbols.HRC_RESOLUTION,
}
_ENGLISH_BODIES = {
    "The General Assembly": symbols.GA_RESOLUTION,
    "The Security Council": symbols.SC_RESOLUTION,
    "The Economic and Social Council": symbols.ECOSOC_RESOLUTION,
    "The Human Rights Council": symbols.HRC_RESOLUTION,
}
_KINDS = _BODIES | {"".join(name.split()): kind for name, kind in _ENGLISH_BODIES.items()}
BODY_NAME = rf"(?:{'|'.join(_BODIES)}|安理会|经社理事会)"
"""Matches the name of a body without white space."""

_NAMES = [r"大\s*会", *(name for name in _BODIES if name != "大会"), *(n.replace(" ", r"\s+") for n in _ENGLISH_BODIES)]
ENACTING = rf"(?P<body>{'|'.join(_NAMES)})\s*[,][{INVISIBLE}]*(?P<rest>.*)"
"""Matches a line that begins with an enacting formula. ``rest`` has the words after the comma."""

PREFIX = rf"(?:{'|'.join(series.prefix for series in symbols.ADOPTED)})"
"""Matches the beginning of the symbol of an adopted text."""

_PREFIXES = {series.prefix: series.kind for series in symbols.ADOPTED}
_FORMULA = re.compile(ENACTING)
_SYMBOL = re.compile(rf"{PREFIX}(?=[\dES])")
_CALLED_DECISION = re.compile(r"通过的决定|[Dd]ecisionadoptedby|第(?:E?S-)?\d{1,3}/\d{1,4}号决定|^决定$")
_DECISION = re.compile(
    rf"(?:在|于)?(?:{DATE}[,，]?(?:大会)?(?:的)?{MEETING}|大会[,，]?(?:在|于)?{DATE}(?:的)?{MEETING}|大会{MEETING}(?:在|于)?{DATE})"
)


_ENGLISH_DECISION = re.compile(rf"Atits\d{{1,4}}(?:st|nd|rd|th)plenarymeeting,on{ENGLISH_DATE},")


def begins_decision(line: TextLine) -> bool:
    """Whether a line begins the only paragraph of a decision: it names the Assembly's meeting and its date.

    A line with the date and the meeting alone is the end of a resolution.
    """
    if line.role != BODY:
        return False
    found = _DECISION.match(line.squeezed)
    if found and len(line.squeezed) > found.end() and "大会" in line.squeezed:
        return True
    return _ENGLISH_DECISION.match(line.squeezed) is not None


def adopted_kind(head: Sequence[TextLine], formula: TextLine | None) -> str:
    """The kind of a text (``symbols.ADOPTED_KINDS``) from the lines before its body, and its formula if it has one.

    A text of the Assembly is a resolution here, unless its head calls it a decision. Its number can show that too:
    see ``symbols.is_decision_number``.
    """
    if formula is not None and (found := _FORMULA.match(formula.plain) or _BARE.fullmatch(formula.squeezed)):
        kind = _KINDS["".join(found["body"].split())]
        return symbols.GA_DECISION if kind == symbols.GA_RESOLUTION and _is_called_decision(head) else kind
    printed = next((found[0] for line in head if (found := _SYMBOL.search(line.squeezed))), None)
    if printed:
        return _PREFIXES[printed]
    return symbols.GA_DECISION if _is_called_decision(head) else symbols.GA_RESOLUTION


_BARE = re.compile(rf"(?P<body>{'|'.join(name for name in _BODIES if name != '大会')})")


def is_bare_formula(line: TextLine) -> bool:
    """Whether a line has only the name of a council. On some web pages the formula has lost its comma."""
    return line.role == BODY and _BARE.fullmatch(line.squeezed) is not None


def _is_called_decision(head: Sequence[TextLine]) -> bool:
    words = [line.squeezed for line in head]
    if any("A/RES/" in line for line in words):
        return False
    return any("A/DEC/" in line or _CALLED_DECISION.search(line) for line in words)
