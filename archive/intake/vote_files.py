"""Imports a file of votes. Either the whole file is stored, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from archive.intake.votes import Tally, VoteIntake
from archive.messages import Message, Unreadable
from archive.models import VoteFile
from archive.voting.formats.tables import Advance
from archive.voting.reading import recognise


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The result of importing a file.

    ``refused`` is the reason if the file was refused. ``seen_as`` is the name under which the same bytes were imported
    before, else "".
    """

    format: str = ""
    tally: Tally = field(default_factory=Tally)
    refused: Message | None = None
    seen_as: str = ""


def import_file(
    path: Path,
    *,
    every_topic: bool = False,
    dry_run: bool = False,
    again: bool = False,
    advance: Advance | None = None,
) -> ImportedFile:
    """Stores the votes on disarmament in a file in one transaction. With ``every_topic``: all votes.

    Skips a file whose bytes were imported before, unless ``again`` is set or ``every_topic`` adds votes. ``dry_run``
    reads and checks the file and stores nothing. ``advance`` gets the number of bytes read, for a progress bar.
    """
    try:
        format = recognise(path)
        sha256 = _sha256(path)
        known = VoteFile.objects.filter(sha256=sha256).first()
        if known and not again and not (every_topic and known.passed_over):
            return ImportedFile(format.name, seen_as=known.name)
        with transaction.atomic():
            file = known or VoteFile.objects.create(
                sha256=sha256, name=path.name, format=format.name, size=path.stat().st_size
            )
            tally = VoteIntake().store(format.read(path, advance), file, again, every_topic)
            if not tally.votes and not tally.passed_over:
                raise Unreadable("vote.no_votes_in_file")
            if dry_run:
                transaction.set_rollback(True)
        return ImportedFile(format.name, tally)
    except Unreadable as error:
        return ImportedFile(refused=error.message)
    except OSError as error:
        return ImportedFile(refused=Message("source.cannot_be_opened", {"why": error.strerror or str(error)}))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
