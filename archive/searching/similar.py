"""Finds the clauses that are similar to a clause, anywhere in the archive.

    text → its rarest words → the clauses that have one of them (the index) → ``comparing.similar`` → the similar ones

The likeness of a few hundred wordings is measured, however large the archive is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from archive.comparing.similar import Candidate, Similar, similar, without_numbers, words
from archive.comparing.tokens import Tokens
from archive.models import Clause, SeriesEntry
from archive.searching.index_access import IndexAccess, pk
from archive.searching.matching import Condition, Either, Is, TokenSequence, both
from archive.searching.segmentation import ranking

_FEWEST_WORDS = 8  # the rarest words of a clause, which are always searched
_POOL = 1200  # entries; further words are searched while they have fewer entries together
_CANDIDATES = 250  # wordings whose likeness is measured
_DOCUMENT = "revision__text__resolution__document__key"


@dataclass(frozen=True, slots=True)
class FoundWording:
    """Clauses with the same words, as primary keys. Numbers and dates do not count. ``likeness`` is from 0 to 1."""

    words: str
    likeness: float
    clauses: list[int]


@dataclass(frozen=True, slots=True)
class FoundSimilar:
    """``wordings`` are the similar clauses, the most alike first. The clauses with the same words are among them.

    ``own`` are the symbols of the same series, as far as their resolutions have a candidate. ``formula_series`` is the
    number of other series that have the formula of the clause, or 0.
    """

    wordings: list[FoundWording]
    own: frozenset[str]
    formula_series: int


class Finder:
    """Finds the clauses that are similar to one clause after another.

    It remembers what it has read, because clauses of one text have many candidates in common. So it is for one moment
    of the database and of the index.
    """

    def __init__(self) -> None:
        self._index = IndexAccess()
        self._hits: dict[str, int] = {}  # word → number of the clauses that have it
        self._symbols: dict[int, str | None] = {}  # clause → its resolution; None if readers may not see the clause
        self._texts: dict[int, str] = {}
        self._series: dict[str, int | str] = {}
        self._words = cache(partial(words, tokens=Tokens()))

    def find(self, text: str, language: str, symbol: str, sessions: Sequence[str] = ()) -> FoundSimilar:
        """The clauses that are similar to a clause of the resolution ``symbol``, also the clause itself.

        ``sessions`` limits them to clauses of some sessions. Raises IndexAway.
        """
        limits: list[Condition] = [Is("lang", (language,)), *([Is("session", tuple(sessions))] if sessions else [])]
        groups = [shown for group in self._candidates(text, language, both(*limits)) if (shown := self._shown(group))]
        symbols = {pk: key for group in groups for pk in group if (key := self._symbols[pk])}
        texts = self._texts_of([group[0] for group in groups])
        series = self._series_of([symbol, *symbols.values()])
        candidates = [
            Candidate(group[0], texts[group[0]], frozenset(series[symbols[each]] for each in group)) for group in groups
        ]
        result = similar(text, series[symbol], candidates, self._words)
        own = frozenset(each for each, of in series.items() if of == series[symbol])
        return FoundSimilar(_wordings(result, groups, texts), own, result.formula_series)

    def _shown(self, group: Iterable[int]) -> list[int]:
        """The clauses of a group that readers may see."""
        return [pk for pk in group if self._symbols[pk]]

    def _texts_of(self, clauses: Sequence[int]) -> dict[int, str]:
        if missing := [pk for pk in clauses if pk not in self._texts]:
            self._texts.update(Clause.objects.filter(pk__in=missing).values_list("pk", "text"))
        return {pk: self._texts[pk] for pk in clauses}

    def _series_of(self, symbols: Iterable[str]) -> dict[str, int | str]:
        """Symbol → the primary key of its series. A resolution without a series is its own: the symbol."""
        wanted = set(symbols)
        if missing := wanted - self._series.keys():
            entries = SeriesEntry.objects.filter(document_id__in=missing).values_list("document_id", "series_id")
            known = {str(symbol): series for symbol, series in entries}
            self._series |= {symbol: known.get(symbol, symbol) for symbol in missing}
        return {symbol: self._series[symbol] for symbol in wanted}

    def _candidates(self, text: str, language: str, limits: Condition) -> list[list[int]]:
        """Groups of clauses with the same words. The group that shares most rare words with the text is first."""
        rare = self._rarest(text, language)
        having = Either(tuple(TokenSequence("words", (word,)) for word in rare))
        found = self._index.find(Clause, both(having, limits), rare, 0, _CANDIDATES, gather="wording")
        groups = [[pk(each) for each in group] for group in found.members]
        if missing := {each for group in groups for each in group} - self._symbols.keys():
            shown = Clause.objects.in_every_language().filter(pk__in=missing)
            self._symbols |= dict.fromkeys(missing) | dict(shown.values_list("pk", _DOCUMENT))
        return groups

    def _rarest(self, text: str, language: str) -> tuple[str, ...]:
        """The words of the text that the fewest clauses have."""
        words = dict.fromkeys(word for word in ranking([text], language).split() if not word.isdigit())
        counts = {word: hits for word in words if (hits := self._hits_of(word))}
        chosen: list[str] = []
        entries = 0
        for word in sorted(counts, key=lambda word: (counts[word], word)):
            entries += counts[word]
            if len(chosen) >= _FEWEST_WORDS and entries > _POOL:
                break
            chosen.append(word)
        return tuple(chosen)

    def _hits_of(self, word: str) -> int:
        if word not in self._hits:
            self._hits[word] = self._index.find(Clause, TokenSequence("words", (word,)), (), 0, 0).hits
        return self._hits[word]


def find(text: str, language: str, symbol: str, sessions: Sequence[str] = ()) -> FoundSimilar:
    """``Finder.find`` for one clause."""
    return Finder().find(text, language, symbol, sessions)


def _wordings(result: Similar, groups: Iterable[list[int]], texts: Mapping[int, str]) -> list[FoundWording]:
    members = {group[0]: group for group in groups}
    found: dict[str, FoundWording] = {}
    for key, likeness in result.likeness.items():
        words = without_numbers(texts[key])
        found.setdefault(words, FoundWording(words, likeness, [])).clauses.extend(members[key])
    return list(found.values())
