"""The terms of disarmament for words of everyday language: 杀手机器人 is called 致命自主武器系统 there.

``fixtures/everyday_terms.csv`` has one everyday word a line, the terms that resolutions use for it, separated by ``|``,
and a resolution that uses them. A search for the everyday word also finds the terms. A search for a term does not find
the everyday word. An English everyday word has Chinese terms too, because a Chinese page searches Chinese texts.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.searching.analysis import fold

_LIST = Path(__file__).resolve().parents[2] / "fixtures" / "everyday_terms.csv"


@dataclass(frozen=True, slots=True)
class EverydayTerm:
    """``source`` is the symbol of a resolution that uses the official terms."""

    everyday: str
    official: tuple[str, ...]
    source: str


@cache
def everyday_terms() -> dict[str, EverydayTerm]:
    """The folded everyday word → its terms."""
    with _LIST.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        fold(row["everyday"]): EverydayTerm(row["everyday"], tuple(row["official"].split("|")), row["source"])
        for row in rows
    }


def source_of(text: str) -> str:
    """The symbol of the resolution from which the terms for an everyday word come; "" for other words."""
    term = everyday_terms().get(fold(text))
    return term.source if term else ""
