"""A clause in Chinese and in English, and the terms that are found in many of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_DIGITS = re.compile(r"\d+")


class TermKind(StrEnum):
    OPENING = "opening"
    TREATY = "treaty"
    BODY = "body"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Side:
    """A clause in one language. ``opening`` is its opening phrase, "" if it has none."""

    text: str
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese clause and its English counterpart. ``is_paragraph``: it can have an opening phrase."""

    zh: Side
    en: Side
    is_paragraph: bool = True

    @property
    def wording(self) -> tuple[str, str]:
        """Equal for clauses with the same words. Resolutions repeat clauses year by year with other numbers."""
        return _DIGITS.sub("0", self.zh.text), _DIGITS.sub("0", self.en.text)


@dataclass(slots=True)
class Rendering:
    """English words for a term.

    ``words`` are as they are mostly printed, ``forms`` are all printed forms with their number of pairs, the commonest
    first. ``wordings`` is the number of different wordings in which both stand, ``english`` that of all in which the
    English words stand. ``dice`` and ``likelihood`` are those of ``evidence``. ``places`` are positions of pairs.
    """

    words: str
    forms: list[tuple[str, int]]
    wordings: int
    english: int
    dice: float
    likelihood: float
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Term:
    """Chinese words with their renderings, the usual one first.

    ``wordings`` is the number of different wordings that have the term. ``unrendered`` are the positions of the pairs
    that have the term and none of the renderings. ``others`` are other names of the same thing.
    """

    kind: TermKind
    words: str
    wordings: int
    renderings: list[Rendering]
    unrendered: list[int]
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Wordings:
    """The different wordings of some pairs. ``places[n]`` are the positions of the pairs with the wording ``n``."""

    pairs: list[Pair]
    places: list[list[int]]

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Wordings:
        """
        >>> Wordings.of([Pair(Side("第1段"), Side("paragraph 1")), Pair(Side("第23段"), Side("paragraph 23"))]).places
        [[0, 1]]
        """
        by_wording: dict[tuple[str, str], list[int]] = {}
        for at, pair in enumerate(pairs):
            by_wording.setdefault(pair.wording, []).append(at)
        places = list(by_wording.values())
        return cls([pairs[same[0]] for same in places], places)

    def places_of(self, wordings: Sequence[int]) -> list[int]:
        return sorted(place for wording in wordings for place in self.places[wording])
