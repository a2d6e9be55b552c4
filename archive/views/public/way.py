"""The way of a reader from one citation to the next: the clauses that led to a text, and the links that go on from it.

    A/RES/79/41 pp3  cites  A/RES/77/61 op4,  which cites  A/RES/65/72

The address of an excerpt repeats the way, so that the reader can go back also without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from archive import symbols
from archive.page_language import clause_place
from archive.views.labels import address

MOST_STEPS = 8
_STEP = re.compile(r"([A-Z]{1,2}/[^#]{1,48})#([\w-]{1,40})")


@dataclass(frozen=True, slots=True)
class Step:
    """A clause whose citation the reader followed."""

    symbol: str
    path: str

    @property
    def place(self) -> str:
        return clause_place(self.path)

    @property
    def url(self) -> str:
        return f"{address(self.symbol, True)}#{self.path}"


@dataclass(frozen=True, slots=True)
class Way:
    """The text ``symbol``, and the steps that led to it. ``language`` is the language in which the reader reads; "" is
    the language that the page opens by itself."""

    symbol: str
    steps: tuple[Step, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """The address of the whole text."""
        return address(self.symbol, True) + (f"?text={self.language}" if self.language else "")

    def to(self, path: str) -> str:
        """The address of a clause in the whole text."""
        return f"{self.text}#{path}"

    def on(self, key: str, places: Iterable[str], path: str) -> str:
        """The address of an excerpt of the document ``key``, which the clause ``path`` cites. ``places`` are the paths
        of the cited clauses."""
        steps = [*self.steps, Step(self.symbol, path)]
        query = [
            *(("at", place) for place in places),
            *(("from", f"{step.symbol}#{step.path}") for step in _kept(steps)),
            *([("text", self.language)] if self.language else []),
        ]
        return f"{reverse('cited_words', args=[key])}?{urlencode(query)}"


def way_of(steps: Iterable[str], symbol: str, language: str = "") -> Way:
    """The way that an address names. A step that is not a clause of a resolution is ignored.

    >>> way_of(["A/RES/79/41#pp3", "elsewhere"], "A/RES/65/72").steps
    (Step(symbol='A/RES/79/41', path='pp3'),)
    """
    found = [Step(symbols.normalise(match[1]), match[2]) for match in map(_STEP.fullmatch, steps) if match]
    known = [step for step in found if symbols.kind_of(step.symbol) in symbols.ADOPTED_KINDS]
    return Way(symbol, tuple(_kept(known)), language)


def _kept(steps: list[Step]) -> list[Step]:
    """The steps to repeat in an address: of a long way the first step and the last ones."""
    return steps if len(steps) <= MOST_STEPS else [steps[0], *steps[1 - MOST_STEPS :]]
