"""What an import has found, as data: counts, warnings by kind with their places, and refused files.

Commands print it, ``--report`` writes it, and the front page of the admin shows the report of the last import.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from archive.intake.batch import Report
from archive.intake.result import Result
from archive.messages import Message
from archive.reading.wanted import Wanted

_STORED_PLACES = 20  # of each kind of warning; a report in a file has all


@dataclass(frozen=True, slots=True)
class WarningPlace:
    """One warning. ``place`` is a place in the text, as in ``ReadingWarning``; ``values`` fill the wording."""

    symbol: str
    language: str
    source: str
    place: str
    values: dict[str, str]


@dataclass(slots=True)
class RunReport:
    """One import. Each counter is named after what it counts.

    ``texts`` counts texts by ``Result``, and ``languages`` the new and changed ones by language. ``warnings`` has the
    places of each code, ``refused`` the reason of each refused file.
    """

    wanted: Wanted
    sources: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    other_topics: int = 0
    other_languages: Counter[str] = field(default_factory=Counter)
    vote_files: int = 0
    votes: Counter[str] = field(default_factory=Counter)
    votes_on_other_topics: int = 0
    vote_problems: Counter[str] = field(default_factory=Counter)
    warnings: dict[str, list[WarningPlace]] = field(default_factory=lambda: defaultdict(list))
    refused: list[tuple[str, Message]] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    def add(self, report: Report) -> None:
        self.sources += 1
        for stored in report.stored:
            self.texts[stored.result] += 1
            if stored.result in (Result.NEW, Result.CHANGED):
                self.languages[stored.language] += 1
            for one in stored.warnings:
                place = WarningPlace(stored.symbol, stored.language, report.source, one.place, one.values)
                self.warnings[one.code].append(place)
        for text in report.left_out:
            if self.wanted.speaks(text):
                self.other_topics += 1
            else:
                self.other_languages[text.language] += 1
        if report.refused:
            self.refused.append((report.source, report.refused))
        if report.notice:
            self.notices.append(report.notice)
        self._add_votes(report)

    def _add_votes(self, report: Report) -> None:
        if report.votes is None:
            return
        self.vote_files += 1
        self.votes.update(report.votes.tally.votes)
        self.votes_on_other_topics += report.votes.tally.passed_over
        self.vote_problems.update(report.votes.tally.problems)

    @property
    def stored(self) -> int:
        """The number of texts that are new or changed."""
        return self.texts[Result.NEW] + self.texts[Result.CHANGED]

    def by_kind(self) -> Iterator[tuple[str, list[WarningPlace]]]:
        """(code, places) of each kind of warning, the most frequent kind first."""
        yield from sorted(self.warnings.items(), key=lambda kind: (-len(kind[1]), kind[0]))

    def to_json(self, most_places: int = _STORED_PLACES) -> dict[str, Any]:
        """The stored form. It has at most ``most_places`` of each kind of warning and of the refused files."""
        counters = ("sources", "texts", "languages", "other_topics", "other_languages", "vote_files", "votes",
                    "votes_on_other_topics", "vote_problems")  # fmt: skip
        return {
            **{name: getattr(self, name) for name in counters},
            "warnings": [
                {"code": code, "count": len(places), "places": [asdict(place) for place in places[:most_places]]}
                for code, places in self.by_kind()
            ],
            "refused_count": len(self.refused),
            "refused": [{"source": name, **asdict(reason)} for name, reason in self.refused[:most_places]],
        }
