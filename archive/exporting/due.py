"""When a new version of the data is due: some time after the last change, so that not each publication makes one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from archive.models import (
    Ballot,
    Citation,
    Clause,
    ClauseStep,
    Document,
    DocumentAlias,
    Footnote,
    FootnoteMark,
    GroupMembership,
    InferredSubject,
    MemberState,
    NewClause,
    Resolution,
    Revision,
    SeriesEntry,
    SeriesLink,
    SettledProblem,
    StateGroup,
    StateName,
    Subject,
    Text,
    Vote,
    VoteProblem,
)

QUIET = timedelta(minutes=10)  # without a change
LONGEST = timedelta(hours=6)  # after the first change, if changes never stop

# The data are made of the rows of these tables.
_TABLES = [
    model._meta.db_table
    for model in (
        Ballot, Citation, Clause, ClauseStep, Document, DocumentAlias, Footnote, FootnoteMark, GroupMembership,
        InferredSubject, MemberState, MemberState.successors.through, NewClause, Resolution,
        Resolution.subjects.through, Revision, SeriesEntry, SeriesLink, SettledProblem, StateGroup, StateName, Subject,
        Text, Vote, VoteProblem,
    )
]  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """What was seen of the database: ``made`` when the last version was made, ``last`` at the last look.

    ``changed`` and ``first`` are the times of the last change, and of the first one since that version.
    """

    made: str = ""
    last: str = ""
    changed: float = 0.0
    first: float = 0.0


def changes() -> str:
    """A value that differs after each change of a row from which the data are made.

    PostgreSQL counts the rows that were inserted, changed and deleted. A rolled-back change counts too, and the counts
    begin again after a crash: both only make the archive look once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), "
            "sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname = ANY(%s)",
            [_TABLES],
        )
        database, changed = cursor.fetchone()
    return f"{database}/{changed or 0}"


def is_due() -> bool:
    """Whether a new version is due. Notes what it sees of the database, so it has to be asked again and again."""
    seen, now, stamp = _read(), timezone.now().timestamp(), changes()
    if stamp == seen.made:
        return False
    if stamp != seen.last:
        first = now if seen.last == seen.made else seen.first
        seen.last, seen.changed, seen.first = stamp, now, first
        _write(seen)
    return now - seen.changed >= QUIET.total_seconds() or now - seen.first >= LONGEST.total_seconds()


def note_made(stamp: str) -> None:
    """Notes that a version has been made of a database with this stamp (``changes``)."""
    _write(_Seen(stamp, stamp))


def put_off() -> None:
    """Notes that making a version failed: as if the last change were now."""
    seen = _read()
    seen.changed = seen.first = timezone.now().timestamp()
    _write(seen)


def _read() -> _Seen:
    try:
        return _Seen(**json.loads(_file().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return _Seen()


def _write(seen: _Seen) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    new = _file().with_suffix(".new")
    new.write_text(json.dumps(asdict(seen)), "utf-8")
    new.replace(_file())


def _file() -> Path:
    return settings.DATA_DIR / "seen.json"
