"""Recognises decisions that are printed in a report: 第27/12号决议 in (A/69/53)，第四章，A节，第27/12号决议."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.citing.find.places import PLACE
from archive.citing.find.reference import RIGHTS, SYMBOL, Reference

_OWN_DECISION = re.compile(rf"\)*(?:号文件)?\)*(?:[，,][ ]?{PLACE}(?:[，,、]?[ ]?{PLACE})*)[，,][ ]?", re.X)


def is_inside_pinpoint(folded: str, number: Reference, found: list[Reference]) -> bool:
    """Whether a number names a decision that is printed in the document whose symbol is before the number.

    Such a number is a place in that document. It is not a reference of its own.
    """
    if number.body == RIGHTS:
        return False
    if number.form == SYMBOL and not re.search("号(?:决定|决议)$", folded[number.start : number.end]):
        return False
    for symbol in found:
        if symbol.form == SYMBOL and symbol.end <= number.start:
            between = folded[symbol.end : number.start]
            if _OWN_DECISION.fullmatch(between):
                return True
    return False


def of_report(folded: str, number: Reference, found: list[Reference]) -> Reference:
    """Sets the Human Rights Council as the body of a number if a report of the Council is before the number.

    Otherwise the number is returned unchanged. The Council's report is supplement 53. So in
    (A/69/53)，第四章，A节，第27/12号决议 the number belongs to a resolution of the Council.
    """
    for symbol in found:
        if re.match(r"A/\d+/53(?!\d)", symbol.name) and _OWN_DECISION.fullmatch(folded[symbol.end : number.start]):
            return replace(number, body=RIGHTS)
    return number
