"""Recognises decisions that are printed in a report: 第27/12号决议 in (A/69/53)，第四章，A节，第27/12号决议."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from archive.citing.places import PLACE
from archive.citing.reference import RIGHTS, SYMBOL, Reference

_OWN_DECISION = re.compile(rf"\)*(?:号文件)?\)*(?:[，,][ ]?{PLACE}(?:[，,、]?[ ]?{PLACE})*)[，,][ ]?", re.X)
_REPORT_OF_COUNCIL = re.compile(r"A/\d+/53(?!\d)")


def is_inside_pinpoint(folded: str, number: Reference, symbols: Sequence[Reference]) -> bool:
    """Whether a number names a decision that is printed in the document whose symbol is before the number.

    Such a number is a place in that document. It is not a reference of its own. ``symbols`` are in order.
    """
    if number.body == RIGHTS:
        return False
    if number.form == SYMBOL and not re.search("号(?:决定|决议)$", folded[number.start : number.end]):
        return False
    return _symbol_before(folded, number, symbols) is not None


def of_report(folded: str, number: Reference, symbols: Sequence[Reference]) -> Reference:
    """Sets the Human Rights Council as the body of a number if a report of the Council is before the number.

    Otherwise the number is returned unchanged. The Council's report is supplement 53. So in
    (A/69/53)，第四章，A节，第27/12号决议 the number belongs to a resolution of the Council. ``symbols`` are in order.
    """
    symbol = _symbol_before(folded, number, symbols)
    return replace(number, body=RIGHTS) if symbol and _REPORT_OF_COUNCIL.match(symbol.name) else number


def _symbol_before(folded: str, number: Reference, symbols: Sequence[Reference]) -> Reference | None:
    """The last symbol before a number, if only places are between the two; otherwise None."""
    before = bisect_right(symbols, number.start, key=lambda symbol: symbol.end)
    symbol = symbols[before - 1] if before else None
    return symbol if symbol and _OWN_DECISION.fullmatch(folded, symbol.end, number.start) else None
