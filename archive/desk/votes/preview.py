"""What a file of votes would change in the archive, as JSON for a VoteProposal.

The file is stored as an import stores it, and the changed rows are described. For a preview, the transaction is then
rolled back. So a preview says what acceptance does, and not what other code expects of it.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from archive.intake.result import Result
from archive.intake.vote_changes import columns
from archive.intake.votes import Tally, VoteIntake
from archive.messages import Message, Unreadable
from archive.models import Ballot, Clause, Resolution, Source, Vote, VoteChange, VoteFile, VoteProblem
from archive.models.vote import ProblemKind
from archive.voting.reading import Format, recognise

Row = dict[str, Any]

_OTHER_FILES = ("source.empty", "vote.unknown_file", "vote.unknown_file_without_text")
_TOLD = (
    "document_id", "scope", "words", "in_committee", "date", "meeting", "outcome", "yes", "no", "abstain", "absent",
    "title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """``rows`` has a row for each new or changed vote; ``counts`` their numbers; ``refused`` the rows not taken."""

    format: str
    rows: list[Row]
    counts: dict[str, int]
    refused: list[dict[str, Any]]

    @property
    def digest(self) -> str:
        """Two previews have the same digest if acceptance changes the same."""
        return hashlib.sha256(json.dumps([self.rows, self.counts], sort_keys=True).encode()).hexdigest()


def preview(source: Source) -> Preview | None:
    """The preview of a source; None if it is no file of votes.

    Raises Unreadable if it is a file of votes that cannot be read.
    """
    with transaction.atomic():
        file = VoteFile(sha256=f"preview {source.pk}", name=source.name, size=source.size)
        found = store(source, file)
        transaction.set_rollback(True)
        return found


def store(source: Source, file: VoteFile) -> Preview | None:
    """Stores the votes of a source, and saves ``file``. Returns what has changed; None if it is no file of votes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes"
        path.write_bytes(bytes(source.content))
        format = _format_of(path)
        if format is None:
            return None
        file.format = format.name
        file.save()
        refused: list[Message] = []
        records = format.read_on(path, refused) if format.read_on else format.read(path, None)
        tally = VoteIntake().store(records, file, every_topic=False)
    if not tally.votes and not tally.passed_over and not refused:
        raise Unreadable("vote.no_votes_in_file")
    rows = list(_rows(file))
    return Preview(format.name, rows, _counts(rows, tally, refused), [asdict(message) for message in refused])


def _format_of(path: Path) -> Format | None:
    try:
        return recognise(path)
    except Unreadable as error:
        if error.message.code in _OTHER_FILES:
            return None
        raise


def _counts(rows: list[Row], tally: Tally, refused: list[Message]) -> dict[str, int]:
    kinds = Counter(problem["kind"] for row in rows for problem in row["problems"])
    return {
        "new": sum(row["result"] == Result.NEW for row in rows),
        "changed": sum(row["result"] == Result.CHANGED for row in rows),
        "unchanged": tally.votes.total() - len(rows),
        "passed_over": tally.passed_over,
        "refused": len(refused),
        "disagrees": sum(bool(row["disagrees"]) for row in rows),
        "unplaced": sum(bool(row["unplaced"]) for row in rows),
        "problems": kinds.total(),
    }


def _rows(file: VoteFile) -> Iterator[Row]:
    """Yields a row for each record that the file adds or changes. The number of queries is constant."""
    changes = {change.key: change for change in VoteChange.objects.filter(file=file)}
    votes = list(Vote.objects.filter(key__in=changes).order_by("-session_order", "-number", "part", "key"))
    rolls: dict[int, dict[str, str]] = defaultdict(dict)
    for vote_id, state, printed, choice in Ballot.objects.filter(vote__in=votes).values_list(
        "vote_id", "state_id", "printed", "choice"
    ):
        rolls[vote_id][state or printed] = choice
    problems = _problems({vote.event for vote in votes})
    clauses = _clauses({str(vote.document_id) for vote in votes if vote.paths})
    for vote in votes:
        before = changes[vote.key].before
        changed = [asdict(one) for one in _changes(vote, rolls[vote.pk], before)] if before else []
        if before and not changed:
            continue
        yield {
            "key": vote.key,
            "symbol": vote.document_id or "",
            "scope": vote.scope,
            "paths": vote.paths,
            "words": vote.words,
            "date": vote.date.isoformat() if vote.date else "",
            "outcome": vote.outcome,
            "totals": list(vote.totals),
            "ballots": len(rolls[vote.pk]),
            "result": Result.CHANGED if before else Result.NEW,
            "leading": vote.leading,
            "changes": changed,
            "unplaced": vote.unplaced or _no_such_clause(vote, clauses.get(str(vote.document_id))),
            **_own(vote, problems[vote.event]),
        }


def _problems(events: set[str]) -> dict[str, list[VoteProblem]]:
    found: dict[str, list[VoteProblem]] = defaultdict(list)
    for problem in VoteProblem.objects.open().filter(vote__event__in=events).select_related("vote").order_by("pk"):
        found[problem.vote.event].append(problem)
    return found


def _own(vote: Vote, problems: list[VoteProblem]) -> Row:
    """The problems of a record, and its disagreements with the records of other sources."""
    mine = [problem for problem in problems if problem.vote.pk == vote.pk and problem.kind != ProblemKind.SOURCES]
    disagrees = []
    for problem in problems:
        if problem.kind != ProblemKind.SOURCES:
            continue
        which, *messages = problem.messages
        pair = {which["values"]["leading"], which["values"]["other"]}
        if vote.key in pair:
            disagrees += [{"key": other, "messages": messages} for other in sorted(pair - {vote.key})]
    told = [{"kind": problem.kind, "messages": problem.messages} for problem in mine]
    return {"problems": told, "disagrees": disagrees}


def _changes(vote: Vote, roll: dict[str, str], before: dict[str, Any]) -> Iterator[Message]:
    """Yields a message for each value and each State's choice that differs from the record before."""
    earlier, now = before["vote"], json.loads(json.dumps(columns(vote), default=str))
    for name in _TOLD:
        if earlier[name] != now[name]:
            shown = {"before": _shown(earlier[name]), "after": _shown(now[name])}
            yield Message("vote.value_changes", {"model": "vote", "field": name.removesuffix("_id"), **shown})
    old = {state or printed: choice for state, choice, printed, _corrected in before["ballots"]}
    for state in sorted(old | roll):
        if old.get(state) != roll.get(state):
            did = {"state": state, "choice": old.get(state, ""), "other_choice": roll.get(state, "")}
            yield Message("vote.choice_changes", did)


def _shown(value: Any) -> str:
    return "—" if value in (None, "") else str(value)


def _clauses(symbols: set[str]) -> dict[str, set[str]]:
    """Symbol → paths of the clauses of the text that readers see. A symbol without a text is left out."""
    found: dict[str, set[str]] = {
        symbol: set()
        for symbol in Resolution.objects.filter(document__key__in=symbols).values_list("document__key", flat=True)
    }
    clauses = Clause.objects.of_readers().filter(revision__text__resolution__document__key__in=symbols)
    for symbol, path in clauses.values_list("revision__text__resolution__document__key", "path"):
        found.setdefault(symbol, set()).add(path)
    return found


def _no_such_clause(vote: Vote, clauses: set[str] | None) -> dict[str, Any] | None:
    missing = [path for path in vote.paths if clauses is not None and path not in clauses]
    return asdict(Message("vote.no_such_clause", {"places": " ".join(missing)})) if missing else None
