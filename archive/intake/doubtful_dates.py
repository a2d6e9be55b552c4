"""Finds votes whose recorded day differs from the day that resolutions print.

A text prints the day of its own adoption, so a record of the vote with another day is doubtful.

A clause often prints the day on which a cited resolution was adopted: 1990年12月4日第45/55 B号决议. If the archive
knows this day only from one source of votes, and most clauses print another day, the recorded day is doubtful.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date

from django.db.models import F

from archive.messages import Message
from archive.models import Citation, Resolution, Vote, VoteProblem
from archive.models.vote import ProblemKind

_AT_ONCE = 1000


def note_doubtful_dates(keys: Iterable[str]) -> None:
    """Checks the days of the votes on the documents with these keys. Stores new problems in place of the old ones."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        votes = _votes_of_one_source(chunk)
        printed = _printed_days([str(vote.document_id) for vote in votes])
        VoteProblem.objects.filter(vote__document_id__in=chunk, kind=ProblemKind.DATE).delete()
        VoteProblem.objects.bulk_create(
            VoteProblem(vote=vote, kind=ProblemKind.DATE, messages=[asdict(doubt)])
            for vote, doubt in (
                *((vote, _doubt(vote, printed[str(vote.document_id)])) for vote in votes),
                *_against_their_texts(chunk),
            )
            if doubt
        )


def _against_their_texts(keys: Sequence[str]) -> Iterator[tuple[Vote, Message]]:
    """The votes on these documents whose day is another than that of the document's own text, with the message."""
    of_texts = Resolution.objects.filter(document__key__in=keys)  # readers never learn the day of a withdrawn text
    adopting = Vote.objects.adopting().filter(document__resolution__in=of_texts)
    certain = adopting.filter(date_certain=True, date__isnull=False, document__date__isnull=False)
    for vote in certain.exclude(date=F("document__date")).select_related("document"):
        values = {"date": str(vote.date), "printed": str(vote.document and vote.document.date)}
        yield vote, Message("vote.date_of_text_differs", values)


def _votes_of_one_source(keys: Sequence[str]) -> list[Vote]:
    """The votes on these documents that only one source records. The day of such a vote is certain in this source.

    Documents with a text are left out.
    """
    adopting = Vote.objects.adopting().filter(document_id__in=keys, document__resolution=None, date__isnull=False)
    votes = list(adopting.filter(date_certain=True))
    sources: dict[str, set[str]] = defaultdict(set)
    for event, origin in Vote.objects.filter(event__in=[vote.event for vote in votes]).values_list("event", "origin"):
        sources[event].add(origin)
    return [vote for vote in votes if len(sources[vote.event]) == 1]


def _printed_days(keys: Sequence[str]) -> dict[str, Counter[date]]:
    """Key of a document → day → number of clauses that give this day to the document."""
    found: dict[str, Counter[date]] = defaultdict(Counter)
    giving = Citation.objects.of_readers().filter(target__key__in=keys, date_given__isnull=False).order_by()
    for key, _clause, day in giving.values_list("target__key", "clause", "date_given").distinct():
        if day:
            found[key][day] += 1
    return found


def _doubt(vote: Vote, printed: Counter[date]) -> Message | None:
    """A message if the recorded day is doubtful, otherwise None.

    The day is doubtful if most clauses that print a day print another day.
    """
    recorded = vote.date
    others = Counter({day: count for day, count in printed.items() if day != recorded})
    if recorded is None or others.total() <= printed[recorded]:
        return None
    day, clauses = others.most_common(1)[0]
    return Message(
        "vote.date_contradicted", {"date": recorded.isoformat(), "printed": day.isoformat(), "clauses": str(clauses)}
    )
