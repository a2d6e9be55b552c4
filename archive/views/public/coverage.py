"""What the archive has and lacks: texts, votes and subjects for each session since 1946.

``/coverage/`` shows it as a chart, a table and data. The home page shows the chart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive import symbols
from archive.languages import BY_CODE
from archive.models import InferredSubject, Resolution, Revision, SeriesEntry, Text, Vote, VoteFile
from archive.models.codes import language_choices
from archive.models.document import Kind
from archive.models.snapshot import snapshot
from archive.models.vote import ORIGIN_LABELS
from archive.page_language import joined
from archive.views.answer import answer
from archive.views.csv_answer import cells, csv_answer
from archive.views.keys import documents
from archive.views.labels import day, session_name
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.vote_coverage import spans
from archive.voting.record import Origin


@dataclass(slots=True)
class SessionCoverage:
    """What the archive has of one session. All fields after ``session`` are numbers.

    texts        resolutions with a text
    languages    texts in each language, by its code
    votes_only   resolutions with a vote and without a text; a vote whose resolution has no number counts as one
    recorded     recorded votes on resolutions as a whole
    separate     separate votes on paragraphs, words and parts
    described    texts with subjects from a source
    inferred     resolutions with subjects from their series; the archive may know them only from a vote
    decisions    decisions with a text
    """

    session: str
    texts: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    votes_only: int = 0
    recorded: int = 0
    separate: int = 0
    described: int = 0
    inferred: int = 0
    decisions: int = 0

    @property
    def name(self) -> str:
        return session_name(self.session)

    @property
    def order(self) -> int:
        return symbols.session_order(self.session)

    @property
    def year(self) -> int | None:
        """The year in which a regular session opened."""
        return symbols.session_year(int(self.session)) if self.session.isdecimal() else None

    @property
    def known(self) -> int:
        return self.texts + self.votes_only

    @property
    def is_empty(self) -> bool:
        return not self.known and not self.recorded and not self.separate

    @property
    def words(self) -> str:
        """“Session 79: 71 texts, 2 only with votes”, “Session 3: 9 separate votes”."""
        parts = [
            ngettext("%(n)s text", "%(n)s texts", self.texts) % {"n": self.texts} if self.texts else "",
            _("%(n)s only with votes") % {"n": self.votes_only} if self.votes_only else "",
            ngettext("%(n)s separate vote", "%(n)s separate votes", self.separate) % {"n": self.separate}
            if self.separate
            else "",
        ]
        told = joined(part for part in parts if part) or _("nothing")
        return _("%(session)s: %(told)s") % {"session": self.name, "told": told}

    def data(self) -> documents.SessionCoverage:
        return {
            "session": self.session,
            "opened": self.year,
            "texts": self.texts,
            "languages": self.languages,
            "votes_only": self.votes_only,
            "recorded": self.recorded,
            "separate": self.separate,
            "described": self.described,
            "inferred": self.inferred,
            "decisions": self.decisions,
        }


class Coverage:
    """The coverage of the sessions.

    ``rows`` has every regular session until ``today``, and the special sessions of which the archive has something.
    The earliest is first. ``sessions`` come from ``ResolutionQuerySet.by_session``. One query counts the votes.
    """

    def __init__(self, topic: AskedTopic, sessions: Iterable[dict[str, Any]], today: date) -> None:
        self.topic = topic
        self._found: dict[str, SessionCoverage] = {}
        for counted in sessions:
            here = self._of(counted["session"])
            here.texts, here.described = counted["count"], counted["described"]
        for counted in topic.of(Vote.objects.leading()).by_session():
            here = self._of(counted["session"])
            here.votes_only, here.recorded, here.separate = (counted[n] for n in ("votes_only", "recorded", "separate"))
        regular = [int(session) for session in self._found if session.isdecimal()]
        for number in range(1, max([symbols.session_on(today), *regular]) + 1):
            self._of(str(number))

    def _of(self, session: str) -> SessionCoverage:
        return self._found.setdefault(session, SessionCoverage(session))

    @property
    def rows(self) -> list[SessionCoverage]:
        return sorted((row for row in self._found.values() if row.order > 0), key=lambda row: row.order)

    def count_languages_decisions_and_inferred(self) -> None:
        """Fills ``languages``, ``decisions`` and ``inferred`` of the rows, with three queries."""
        decisions = Resolution.objects.filter(kind=Kind.GA_DECISION)
        for counted in self.topic.of(decisions).by_session():
            self._of(counted["session"]).decisions = counted["count"]
        for session, language, number in Text.objects.by_session(self.topic.of(Resolution.of_assembly.all())):
            self._of(session).languages[language] = number
        entries = self.topic.of(SeriesEntry.objects.of_readers())
        inferred = InferredSubject.objects.filter(document_id__in=entries.values("document_id"))
        for symbol in inferred.values_list("document_id", flat=True).distinct():
            self._of(symbols.session_of(str(symbol))).inferred += 1

    @property
    def spans(self) -> dict[str, str]:
        """The regular sessions with texts, votes only, nothing, and subjects from a source, as spans: “74–75, 77”."""
        regular = [row for row in self.rows if row.year]
        return {
            "texts": spans(row.order for row in regular if row.texts),
            "votes_only": spans(row.order for row in regular if not row.texts and not row.is_empty),
            "nothing": spans(row.order for row in regular if row.is_empty),
            "described": spans(row.order for row in regular if row.described),
        }


def sessions_with_texts() -> str:
    """The regular sessions with texts on any topic, as spans. What cites, and what is searched, is in these texts."""
    return spans(_orders_with_texts(snapshot()))


@lru_cache(maxsize=1)
def _orders_with_texts(_seen: Hashable) -> list[int]:
    """Remembered, because every search shows them. The argument is ``snapshot()``."""
    orders = Resolution.of_assembly.order_by().values_list("session_order", flat=True).distinct()
    return [order for order in orders if 0 < order < symbols.SPECIAL]


# --- The chart ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One session of the chart. Lengths are in units of the chart.

    ``pieces`` are (name of the tone, top edge, height), from the bottom up.
    """

    session: SessionCoverage
    x: int
    url: str
    pieces: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """The regular sessions as columns, the earliest first. The height of a column is the number of resolutions known.

    ``years`` are the years under the chart: the first, the last, and three between them. ``most`` is the number of
    resolutions of the highest column.
    """

    columns: list[Column]
    years: list[int]
    most: int

    STEP, WIDE, HIGH = 10, 8, 100

    @property
    def width(self) -> int:
        return len(self.columns) * self.STEP


def chart(rows: Sequence[SessionCoverage], topic: AskedTopic) -> Chart:
    regular = [row for row in rows if row.year]
    most = max((row.known for row in regular), default=0)
    address = reverse("coverage") + topic.alone
    columns = [
        Column(row, number * Chart.STEP + 1, f"{address}#s{row.session}", list(_pieces(row, most or 1)))
        for number, row in enumerate(regular)
    ]
    ticks = [regular[round(part * (len(regular) - 1) / 4)] for part in range(5)]
    return Chart(columns, [row.year for row in ticks if row.year], most)


def _pieces(row: SessionCoverage, most: int) -> Iterator[tuple[str, str, str]]:
    top = float(Chart.HIGH)
    for tone, count in (("texts", row.texts), ("votes-only", row.votes_only)):
        if count:
            height = count * Chart.HIGH / most
            top -= height
            yield tone, f"{top:.2f}", f"{height:.2f}"


# --- The page ----------------------------------------------------------------------------------------------

_COLUMNS = ("session", "opened", "texts", "votes_only", "recorded", "separate", "described", "inferred", "decisions")


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """What the archive has of each session, where its votes come from, who runs it, and how to cite it."""
    topic = asked_topic(request)
    coverage, other_texts, sources, filled = _counted(snapshot(), topic, timezone.localdate())
    rows = coverage.rows
    languages = [(code, name) for code, name in language_choices() if any(code in row.languages for row in rows)]
    return answer(
        request,
        "coverage.html",
        lambda: {
            "topic": topic,
            "rows": [(row, [row.languages.get(code, 0) for code, _name in languages]) for row in reversed(rows)],
            "languages": [name for _code, name in languages],
            "chart": chart(rows, topic),
            "total": _total(rows),
            "other_texts": other_texts,
            "spans": coverage.spans,
            "sources": sources,
            "columns": 7 + len(languages),
            "operator": settings.OPERATOR,
            "filled": filled,
            "today": timezone.localdate(),
            "address": request.build_absolute_uri(reverse("home")),
        },
        lambda: documents.Coverage(
            **topic.data,
            sessions=[row.data() for row in rows],
            other_texts=other_texts,
            vote_sources=[source.data() for source in sources],
            last_filled=filled,
            operator=settings.OPERATOR,
        ),
        csv=lambda: csv_answer(topic.file_name("coverage"), *topic.table(_table(rows))),
    )


@lru_cache(maxsize=4)
def _counted(seen: Hashable, topic: AskedTopic, today: date) -> tuple[Coverage, int, list[VoteSource], datetime | None]:
    """The coverage, the number of texts that are no resolutions of the Assembly, the sources of votes, and when one was
    stored last. Remembered, because it counts every text and every vote. ``seen`` is ``snapshot()``."""
    coverage = Coverage(topic, topic.of(Resolution.of_assembly.all()).by_session(), today)
    coverage.count_languages_decisions_and_inferred()
    other_texts = topic.of(Resolution.objects.beside_assembly()).count()
    return coverage, other_texts, vote_sources(topic), last_filled()


def _table(rows: Iterable[SessionCoverage]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    counted = ([*cells(row.data(), _COLUMNS), *(row.languages.get(code, 0) for code in BY_CODE)] for row in rows)
    return (*_COLUMNS, *(f"texts_{code}" for code in BY_CODE)), counted


def _total(rows: Iterable[SessionCoverage]) -> SessionCoverage:
    total = SessionCoverage("")
    for row in rows:
        for name in ("texts", "votes_only", "recorded", "separate", "described", "inferred", "decisions"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


@dataclass(frozen=True, slots=True)
class VoteSource:
    """A source of votes, the number of its votes, and the days of the first and the last."""

    origin: str
    votes: int
    first: date | None
    last: date | None

    @property
    def name(self) -> str:
        return str(ORIGIN_LABELS[Origin(self.origin)])

    @property
    def days(self) -> tuple[str, str]:
        return day(self.first), day(self.last)

    def data(self) -> documents.VoteSource:
        return {"source": self.origin, "votes": self.votes, "first_day": self.first, "last_day": self.last}


def vote_sources(topic: AskedTopic) -> list[VoteSource]:
    return [VoteSource(**found) for found in topic.of(Vote.objects.all()).by_source()]


def last_filled() -> datetime | None:
    """When a text or a file of votes was stored last. None if the archive is empty."""
    texts = Revision.objects.filter(text__resolution__withdrawn_at=None).values_list("created_at")
    files = VoteFile.objects.order_by().values_list("imported_at")
    found = texts.order_by().union(files, all=True).order_by("-created_at").first()
    return found[0] if found else None
