"""Remembers what a file of votes changes, so that the file can be taken back without loss.

A file writes a ``VoteChange`` for each record that it adds or changes, with the record as it was before. It also keeps
the facts of the documents, because a vote can make a document or complete it (``archive.intake.voted``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from archive.intake.leading_records import settle
from archive.models import Ballot, Citation, Document, Vote, VoteChange, VoteFile, VoteProblem
from archive.models.citation import Status
from archive.models.vote import ProblemKind

Columns = dict[str, Any]

OF_RECORD = (ProblemKind.UNKNOWN_NAME, ProblemKind.NOT_A_MEMBER, ProblemKind.TWICE, ProblemKind.TOTALS)
_NOT_KEPT = ("id", "updated_at", "leading")
_COLUMNS = {one.attname: one for one in Vote._meta.concrete_fields if one.attname not in _NOT_KEPT}
_BALLOT = ("state_id", "choice", "printed", "corrected")
_OF_DOCUMENT = ("title_en", "date", "outcome", "yes", "no", "abstain")


def columns(vote: Vote) -> Columns:
    """The values of a record, by column."""
    return {name: getattr(vote, name) for name in _COLUMNS}


def note(file: VoteFile, new: Iterable[Vote], changed: Mapping[str, Columns]) -> None:
    """Stores what ``file`` is about to change: the new records, and the columns of each changed record by its key.

    Call it before the ballots are written. What the same file changed at an earlier import stays as it was noted then.
    """
    ballots: dict[str, list[list[Any]]] = defaultdict(list)
    for key, *ballot in Ballot.objects.filter(vote__key__in=changed).values_list("vote__key", *_BALLOT):
        ballots[key].append(ballot)
    problems: dict[str, list[list[Any]]] = defaultdict(list)
    kept = VoteProblem.objects.filter(vote__key__in=changed, kind__in=OF_RECORD)
    for key, kind, messages in kept.values_list("vote__key", "kind", "messages"):
        problems[key].append([kind, messages])
    rows = [VoteChange(file=file, key=vote.key) for vote in new]
    rows += [
        VoteChange(file=file, key=key, before={"vote": before, "ballots": ballots[key], "problems": problems[key]})
        for key, before in changed.items()
    ]
    VoteChange.objects.bulk_create(rows, ignore_conflicts=True)


def note_documents(file: VoteFile, symbols: Iterable[str]) -> None:
    """Keeps the facts of the documents with these symbols in ``file.documents``, if they are not there yet."""
    wanted = {symbol for symbol in symbols if symbol and symbol not in file.documents}
    known = Document.objects.in_bulk(wanted, field_name="key")
    for symbol in wanted:
        document = known.get(symbol)
        facts = {name: getattr(document, name) for name in _OF_DOCUMENT} if document else None
        if facts and facts["date"]:
            facts["date"] = facts["date"].isoformat()
        file.documents[symbol] = facts


def changed_later(file: VoteFile) -> list[str]:
    """The names of later files that changed the same records. They must be taken back first."""
    mine = dict(file.changes.values_list("key", "pk"))
    others = VoteChange.objects.filter(key__in=mine).exclude(file=file)
    return sorted({name for name, key, pk in others.values_list("file__name", "key", "pk") if pk > mine[key]})


def corrected_since(file: VoteFile) -> list[str]:
    """The keys of the records of this file that a librarian has corrected by hand."""
    return sorted(file.recorded.exclude(corrected_by=None).values_list("key", flat=True))


def is_known(file: VoteFile) -> bool:
    """Whether all that the file changed is known. It is not if an earlier release imported the file."""
    return not file.recorded.exclude(key__in=file.changes.values("key")).exists()


def take_back(file: VoteFile) -> int:
    """Restores the records as they were before the file, and deletes the file's row. Returns the number of records.

    The caller has checked ``changed_later``, ``corrected_since`` and ``is_known``.
    """
    with transaction.atomic():
        changes = list(file.changes.all())
        votes = Vote.objects.in_bulk([change.key for change in changes], field_name="key")
        events = {vote.event for vote in votes.values()}
        VoteProblem.objects.filter(vote__event__in=events, kind=ProblemKind.SOURCES).delete()
        titles = {vote.title for vote in votes.values()}
        new = [change.key for change in changes if change.before is None]
        Vote.objects.filter(key__in=new).delete()
        for change in changes:
            if change.before is not None and change.key in votes:
                events.add(_restore(votes[change.key], change.before))
        _restore_documents(file.documents, titles)
        settle(events)
        file.delete()
        return len(changes)


def _restore(vote: Vote, before: Mapping[str, Any]) -> str:
    """Writes the earlier columns, ballots and problems of a record. Returns the event of the record."""
    for name, value in before["vote"].items():
        setattr(vote, name, _COLUMNS[name].to_python(value))
    vote.leading = False  # ``settle`` chooses the leading record
    vote.save()
    Ballot.objects.filter(vote=vote).delete()
    Ballot.objects.bulk_create(
        Ballot(vote=vote, **dict(zip(_BALLOT, ballot, strict=True))) for ballot in before["ballots"]
    )
    VoteProblem.objects.filter(vote=vote, kind__in=OF_RECORD).delete()
    VoteProblem.objects.bulk_create(
        VoteProblem(vote=vote, kind=kind, messages=messages) for kind, messages in before["problems"]
    )
    return vote.event


def _restore_documents(documents: Mapping[str, Columns | None], titles: set[str]) -> None:
    """Gives documents the facts that they had. Deletes documents that only the file's votes made known.

    The facts of a document with a text come from the text. It keeps them, apart from an English ``title`` of the file.
    """
    known = Document.objects.select_related("resolution").in_bulk(list(documents), field_name="key")
    voted = set(Vote.objects.filter(document_id__in=known).values_list("document_id", flat=True))
    for symbol, document in known.items():
        before = documents[symbol]
        if before is None and symbol not in voted and _is_only_voted(document):
            Citation.objects.filter(target=document).update(target=None, status=Status.UNKNOWN)
            document.delete()
        elif not hasattr(document, "resolution"):
            _give(document, before or dict.fromkeys(_OF_DOCUMENT))
        elif document.title_en in titles and not (before or {}).get("title_en"):
            document.title_en = ""
            document.save(update_fields=["title_en"])


def _is_only_voted(document: Document) -> bool:
    """Whether the archive knows a document from votes alone. A librarian or a text gives what a vote does not have."""
    given = document.title_zh or document.short_zh or document.url or document.aliases.exists()
    return not hasattr(document, "resolution") and not given


def _give(document: Document, facts: Columns) -> None:
    fields = {field.name: field for field in Document._meta.concrete_fields}
    for name, value in facts.items():
        field = fields[name]
        setattr(document, name, field.to_python("" if value is None and not field.null else value))
    document.save()
