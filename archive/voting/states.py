"""The names of States in records, and the State that a name means on a day.

Names are compared without case, accents, articles, brackets and punctuation. Several States have had the same name
(南斯拉夫). The day then decides which State is meant. Without a day, such a name means no State.

    >>> names = from_fixtures()
    >>> names.state("COTE D'IVOIRE"), names.state("São Tomé & Príncipe"), names.state("联合王国")
    ('CIV', 'STP', 'GBR')
    >>> names.state("Yugoslavia", date(1975, 12, 1)), names.state("Yugoslavia", date(2001, 12, 1))
    ('YUG', 'SRB')
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "states"

_WORDS = {"st": "saint", "and": "", "the": "", "of": ""}


@dataclass(frozen=True, slots=True)
class Seat:
    """A State's membership of the UN from ``admitted`` to ``ended``, with at most one absence.

    ``ended`` is None if the State is still a member.
    """

    code: str
    admitted: date
    ended: date | None = None
    away_from: date | None = None
    away_until: date | None = None

    def held(self, first: date, last: date | None = None) -> bool:
        """Whether the State was a member on some day from ``first`` to ``last``."""
        last = last or first
        if last < self.admitted or (self.ended and first > self.ended):
            return False
        away = self.away_from and self.away_from <= first and (self.away_until is None or last <= self.away_until)
        return not away


@dataclass(frozen=True, slots=True)
class Name:
    """A name that some record uses for the State ``code``, from ``since`` to ``until`` if these days are known."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None


def name_key(name: str) -> str:
    """The form in which names of States are compared.

    >>> name_key("Bolivia (Plurinational State of)") == name_key("BOLIVIA, Plurinational State of")
    True
    """
    text = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("Ý", "I").replace("ý", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().replace("&", " and ")
    words = re.findall(r"[^\W_]+", re.sub(r"['’‘`´]", "", text))
    return " ".join(w for w in (_WORDS.get(word, word) for word in words) if w)


class StateNames:
    """Finds the State that a printed name means. ``seats`` has every State by its code."""

    def __init__(self, seats: Iterable[Seat], names: Iterable[Name]) -> None:
        self.seats = {seat.code: seat for seat in seats}
        self._by_key: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self._by_key[name_key(name.name)].append(name)

    def state(self, name: str, on: date | None = None) -> str | None:
        """The code of the State that ``name`` means on this day. None if no State or more than one has the name."""
        known = self._by_key.get(name_key(name), ())
        codes = {row.code for row in known}
        if len(codes) > 1 and on:
            codes = {
                row.code for row in known if (not row.since or row.since <= on) and (not row.until or on <= row.until)
            }
        return codes.pop() if len(codes) == 1 else None


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in ``fixtures/states``."""
    with (FIXTURES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def groups() -> list[dict[str, Any]]:
    """The groups of States with their members, as in ``fixtures/states/groups.json``."""
    found: list[dict[str, Any]] = json.loads((FIXTURES / "groups.json").read_text(encoding="utf-8"))
    return found


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def own_names(row: dict[str, str]) -> list[str]:
    """The present names of a State, from its row of ``states.csv``. A former State has the names of its last day."""
    fields = ("name_zh", "name_en", "short_zh", "short_en", "formal_zh", "formal_en")
    return list(dict.fromkeys(row[field] for field in fields if row[field]))


@cache
def from_fixtures() -> StateNames:
    """Every member since 1945 with every name in ``fixtures/states``."""
    states = rows("states.csv")
    seats = []
    for row in states:
        admitted = day(row["admitted"])
        assert admitted, f"states.csv: {row['code']} has no day of admission"
        away = day(row["away_from"]), day(row["away_until"])
        seats.append(Seat(row["code"], admitted, day(row["ended"]), *away))
    names = [Name(row["state"], row["name"], day(row["since"]), day(row["until"])) for row in rows("names.csv")]
    listed = {(name.code, name_key(name.name)) for name in names}
    for row in states:
        names += [Name(row["code"], n) for n in own_names(row) if (row["code"], name_key(n)) not in listed]
    return StateNames(seats, names)
