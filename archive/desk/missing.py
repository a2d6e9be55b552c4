"""The General Assembly's resolutions of which the archive has no Chinese text, with the evidence that they exist.

========== ==========================================================================================
evidence   a resolution is missing if
========== ==========================================================================================
votes      the archive has a vote on it
citations  a text in the archive cites it
series     it is in a series of resolutions
sequence   its number lies between two known ones. The Assembly numbers its resolutions without gaps.
language   the archive has its text, but not in Chinese
========== ==========================================================================================

On disarmament, a gap in the numbers counts if the resolutions on both sides of it are on disarmament and were adopted
on the same day. The Assembly adopts the drafts of a committee one after the other, so these numbers are the same
committee's. A longer gap than ``LONGEST_GAP`` does not count, because the days in old records of votes are not exact.

A symbol that a librarian has written off is not missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.db.models import Case, When

from archive import languages, symbols
from archive.models import Citation, Resolution, SeriesEntry, Vote, WriteOff
from archive.voting.record import Scope

LONGEST_GAP = 20  # numbers


@dataclass(slots=True)
class Missing:
    """One missing resolution and the evidence that it exists.

    vote      the key of a vote on it; "" if the archive has none
    clauses   clauses that cite it
    series    whether it is an entry of a series
    between   the known numbers around its own, if its own is in a gap of the sequence
    language  the language of the text that is here, if none is in Chinese; otherwise ""
    """

    symbol: str
    vote: str = ""
    clauses: int = 0
    series: bool = False
    between: tuple[int, int] | None = None
    language: str = ""

    @property
    def session(self) -> str:
        return symbols.session_of(self.symbol)

    @property
    def order(self) -> tuple[int, str]:
        return symbols.number_and_part(self.symbol)


@dataclass(slots=True)
class MissingInSession:
    """What is missing of one session: ``texts`` is the number of its resolutions that the archive has."""

    session: str
    texts: int = 0
    missing: list[Missing] = field(default_factory=list)
    written_off: int = 0

    def _count(self, name: str) -> int:
        return sum(bool(getattr(one, name)) for one in self.missing)

    @property
    def by_votes(self) -> int:
        return self._count("vote")

    @property
    def by_citations(self) -> int:
        return self._count("clauses")

    @property
    def by_series(self) -> int:
        return self._count("series")

    @property
    def by_sequence(self) -> int:
        return self._count("between")

    @property
    def by_language(self) -> int:
        return self._count("language")


@dataclass(frozen=True, slots=True)
class _Known:
    """A resolution whose text or vote the archive has."""

    symbol: str
    day: date | None
    on_topic: bool


class MissingResolutions:
    """What is missing of every session, with a constant number of queries.

    If ``every_topic`` is False, only votes, citing texts and series on disarmament count as evidence.
    """

    def __init__(self, *, every_topic: bool = False) -> None:
        self._every_topic = every_topic
        self._texts = dict(Resolution.everything.order_by().values_list("document__key", "document__date"))
        self._whole = set(map(symbols.without_part, self._texts))
        self._found: dict[str, Missing] = {}
        self.written_off = dict(WriteOff.objects.order_by().values_list("symbol", "reason"))
        self._add_votes()
        self._add_citations()
        self._add_series()
        self._add_sequence()
        self._add_texts_in_other_languages()

    @cached_property
    def sessions(self) -> list[MissingInSession]:
        """The sessions of which something is here, missing or written off. The newest regular session is first."""
        found: dict[str, MissingInSession] = {}

        def of(symbol: str) -> MissingInSession:
            session = symbols.session_of(symbol)
            return found.setdefault(session, MissingInSession(session))

        for symbol in self._texts:
            of(symbol).texts += 1
        for one in sorted(self._found.values(), key=lambda one: one.order):
            of(one.symbol).missing.append(one)
        for symbol in self.written_off:
            of(symbol).written_off += 1
        return sorted((one for one in found.values() if one.session), key=_newest_first)

    def of_session(self, session: str) -> MissingInSession:
        return next((one for one in self.sessions if one.session == session), MissingInSession(session))

    def of_series(self, symbol: str) -> list[Missing]:
        """The missing resolutions of the series to which a resolution belongs, the earliest first."""
        beside = set(map(str, SeriesEntry.objects.symbols_beside(symbol)))
        return sorted((self._found[one] for one in beside & self._found.keys()), key=_by_session)

    def _is_here(self, symbol: str) -> bool:
        """Whether the archive has the text: of the symbol, of the whole of a part, or of a part of the whole."""
        whole = symbols.without_part(symbol)
        return symbol in self._texts or whole in self._texts or (whole == symbol and symbol in self._whole)

    def _of(self, symbol: str) -> Missing | None:
        """The missing resolution with this symbol; None if it is here, written off, or of another body."""
        if symbols.kind_of(symbol) != symbols.GA_RESOLUTION or not symbols.session_of(symbol):
            return None
        if symbols.supplemented(symbol) or symbol in self.written_off or self._is_here(symbol):
            return None
        return self._found.setdefault(symbol, Missing(symbol))

    def _add_votes(self) -> None:
        """Adds the resolutions with votes. The vote on the whole comes before the votes on parts."""
        votes = Vote.objects.leading().without_text().order_by(Case(When(scope=Scope.WHOLE, then=0), default=1), "pk")
        voted = (votes if self._every_topic else votes.on_disarmament()).values_list("document_id", "key")
        for symbol, key in voted:
            if missing := self._of(str(symbol)):
                missing.vote = missing.vote or key

    def _add_citations(self) -> None:
        citations = Citation.objects.all()
        if not self._every_topic:
            citing = Resolution.objects.order_by().on_disarmament()
            citations = citations.filter(revision__text__resolution__in=citing.values("pk"))
        for row in citations.without_text():
            if missing := self._of(row["symbol"]):
                missing.clauses = row["clauses"]

    def _add_series(self) -> None:
        entries = SeriesEntry.objects.order_by().without_text()
        for symbol in (entries if self._every_topic else entries.on_disarmament()).values_list(
            "document_id", flat=True
        ):
            if missing := self._of(str(symbol)):
                missing.series = True

    def _add_sequence(self) -> None:
        for numbers in self._known_numbers().values():
            for symbol, between in _gaps(numbers, self._every_topic):
                if missing := self._of(symbol):
                    missing.between = between

    def _add_texts_in_other_languages(self) -> None:
        """Adds the resolutions whose leading text is not in Chinese. The Chinese text leads if there is one."""
        in_chinese = {"texts__language": languages.LEADING.code}
        found = Resolution.of_assembly.order_by().filter(texts__leading=True).exclude(**in_chinese)
        chosen = found if self._every_topic else found.on_disarmament()
        for symbol, language in chosen.values_list("document__key", "texts__language"):
            if symbols.kind_of(symbol) == symbols.GA_RESOLUTION and symbol not in self.written_off:
                self._found.setdefault(symbol, Missing(symbol)).language = language

    def _known_numbers(self) -> dict[str, dict[int, list[_Known]]]:
        """Session → number → the resolutions with this number whose text or vote the archive has.

        A vote counts only if its symbol and its topic are certain.
        """
        votes = Vote.objects.adopting().filter(document_id__isnull=False, symbol_certain=True)
        days = dict(votes.order_by().values_list("document_id", "date")) | {
            symbol: day for symbol, day in self._texts.items() if day
        }
        on_topic = set(Resolution.everything.order_by().on_disarmament().values_list("document__key", flat=True))
        on_topic |= set(map(str, votes.order_by().on_disarmament().values_list("document_id", flat=True)))
        found: dict[str, dict[int, list[_Known]]] = {}
        for symbol in days.keys() | self._texts.keys():
            number, _part = symbols.number_and_part(str(symbol))
            known = _Known(str(symbol), days.get(symbol), symbol in on_topic)
            found.setdefault(symbols.session_of(str(symbol)), {}).setdefault(number, []).append(known)
        return found


def _gaps(numbers: Mapping[int, Sequence[_Known]], every_topic: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yields the symbol of each number that is missing in a session, with the known numbers around it."""
    known = sorted(numbers)
    for below, above in pairwise(known):
        if every_topic or (above - below <= LONGEST_GAP + 1 and _same_day(numbers[below], numbers[above])):
            for number in range(below + 1, above):
                yield symbols.with_number(numbers[below][0].symbol, number), (below, above)


def _same_day(one: Iterable[_Known], other: Iterable[_Known]) -> bool:
    """Whether resolutions on disarmament of both numbers were adopted on the same day."""
    days = [{known.day for known in side if known.on_topic and known.day} for side in (one, other)]
    return not days[0].isdisjoint(days[1])


def _newest_first(session: MissingInSession) -> tuple[bool, int]:
    order = symbols.session_order(session.session)
    return order >= symbols.SPECIAL, -order


def _by_session(missing: Missing) -> tuple[int, tuple[int, str]]:
    return symbols.session_order(missing.session), missing.order
