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

from archive.messages import Message
from archive.models import Citation, Vote, VoteProblem
from archive.models.vote import ProblemKind

_AT_ONCE = 1000


def note_doubtful_dates(keys: Iterable[str]) -> None:
    """Checks the days of the votes on the documents with these keys. Stores new problems in place of the old ones."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        votes = _certain_votes(chunk)
        VoteProblem.objects.filter(vote__document_id__in=chunk, kind=ProblemKind.DATE).delete()
        VoteProblem.objects.bulk_create(
            VoteProblem(vote=vote, kind=ProblemKind.DATE, messages=[asdict(doubt)])
            for vote, doubt in (*_against_clauses(votes), *_against_their_texts(votes))
        )


def _certain_votes(keys: Sequence[str]) -> list[Vote]:
    """The votes on these documents whose day is certain, with what the archive has of the documents."""
    certain = Vote.objects.adopting().filter(document_id__in=keys, date_certain=True, date__isnull=False).order_by()
    fields = ("document", "event", "date", "document__date", "document__resolution__withdrawn_at")
    return list(certain.select_related("document__resolution").only(*fields))


def _against_their_texts(votes: Iterable[Vote]) -> Iterator[tuple[Vote, Message]]:
    """The votes whose day is another than that of the document's own text, with the message."""
    for vote in votes:  # readers never learn the day of a withdrawn text
        printed = vote.document.date if vote.document and vote.document.has_text else None
        if printed not in (None, vote.date):
            yield vote, Message("vote.date_of_text_differs", {"date": str(vote.date), "printed": str(printed)})


def _against_clauses(votes: Iterable[Vote]) -> Iterator[tuple[Vote, Message]]:
    """The votes of one source whose day is doubtful because clauses print another, with the message."""
    single = _of_one_source([vote for vote in votes if not hasattr(vote.document, "resolution")])
    printed = _printed_days([str(vote.document_id) for vote in single])
    for vote in single:
        if doubt := _doubt(vote, printed[str(vote.document_id)]):
            yield vote, doubt


def _of_one_source(votes: Sequence[Vote]) -> list[Vote]:
    """The votes that only one source records. The day of such a vote is certain in this source."""
    sources: dict[str, set[str]] = defaultdict(set)
    recorded = Vote.objects.filter(event__in=[vote.event for vote in votes]).order_by()
    for event, origin in recorded.values_list("event", "origin"):
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
