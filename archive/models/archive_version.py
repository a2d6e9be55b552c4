"""The version of the archive: it grows with every change that readers can see.

Triggers of the database keep it, so no way of writing can forget it (migration 0055). A statement that changes what
readers see adds a ``VersionNote``. When the transaction commits, another trigger takes the note away and sets the
version. So a reader sees a new version exactly when the changes of its transaction can be seen, on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, models

# The models that readers never see. Their changes make no version.
UNSEEN = [
    "ArchiveVersion",
    "VersionNote",
    "IndexChange",
    "DatabaseIndex",
    "WrittenChange",
    "HarvestChange",
    "HarvestItem",
    "Machine",
    "RequestTurn",
    "Fetch",
    "Batch",
    "Submission",
    "Proof",
    "ProofMend",
    "PagePicture",
    "ScannedPage",
    "VoteProposal",
    "LanguagePair",
    "Disagreement",
    "SettledDisagreement",
    "HistoryEntry",
    "ImportRun",
    "UnstoredSource",
    "SearchedText",
    "TermsMaking",
]

_READ = "SELECT number, changed_at FROM archive_archiveversion"


@dataclass(frozen=True, slots=True)
class Version:
    """Two versions are equal only if readers see the same. ``changed_at`` tells versions apart that have the same
    ``number``, which is possible after a restore."""

    number: int
    changed_at: datetime


_FIRST = Version(0, datetime(1970, 1, 1, tzinfo=UTC))  # of a database where nothing was ever stored


class ArchiveVersion(models.Model):
    """The one row with the version."""

    number = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class VersionNote(models.Model):
    """A note of the open transaction: it changes what readers see. No note outlives its transaction."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "changed"


def archive_version() -> Version | None:
    """The present version. Take it before the database is read: what is read then is of this version or a later one.

    None in a transaction of this process, which sees its own changes before they make a version.
    """
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return Version(*row) if row else _FIRST
