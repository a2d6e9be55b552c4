"""Brings back the facts of an earlier revision when a librarian returns to that revision.

Readers then see the title, the date, the vote and the other facts of the same revision as the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Field

from archive import languages
from archive.desk import history
from archive.intake import facts
from archive.intake.doubtful_dates import note_doubtful_dates
from archive.intake.votes import VoteIntake, record_of
from archive.messages import Message
from archive.models import Document, Resolution, Revision, Text, Vote
from archive.reading import Draft
from archive.voting.record import OF_TEXTS

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def leads(resolution: Resolution) -> Text | None:
    """The leading text of a resolution; None if the resolution has no text.

    If the resolution is withdrawn, this is the text that leads after it is restored.
    """
    return resolution.texts.filter(language=languages.LEADING.code).first() or resolution.texts.order_by("pk").first()


def tell_votes(resolution: Resolution) -> None:
    """Replaces the voting records that come from a resolution's texts. The current revisions give the new records.

    A withdrawn resolution gets no new records. If any current revision has no stored facts, the records stay. What the
    text says against the day of other records comes or goes with it.
    """
    note_doubtful_dates([resolution.document.key])
    first = leads(resolution)
    current = list(Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk"))
    # The revision of the leading text is put last, because the last record of each origin counts.
    current.sort(key=lambda one: first is not None and one.text_id == first.pk)
    drafts = [facts.of_revision(one) for one in current]
    if None in drafts:
        return  # without the facts, a deleted record could not be made again
    records = [vote for draft in drafts if draft and (vote := record_of(draft))]
    VoteIntake().of_texts(resolution.document.key, [] if resolution.withdrawn_at else records)


def bring_back(resolution: Resolution, revision: Revision, left: Revision | None) -> list[Message]:
    """Sets the title and the facts of a resolution to those of ``revision``. Returns the changes.

    ``revision`` replaces ``left`` as the current revision. If ``revision`` lacks a fact, the present value stays. But
    a value that came only from ``left`` is removed. If the revision's text is not the leading text, only the title in
    its language is set.
    """
    document = resolution.document
    changes: list[Message] = []
    if title := Document.TITLE_FIELDS.get(revision.text.language):
        changes += _put(document, title, revision.title)
    if leads(resolution) == revision.text:
        found = facts.of_revision(revision)
        if found is None:
            values = {"number": str(revision.number)}
            changes.append(Message("desk.facts_not_kept", values))
        else:
            changes += _facts(document, resolution, found, facts.of_revision(left) if left else None)
    document.save()
    resolution.save()
    return changes


def forget(resolution: Resolution, withheld: Revision) -> list[Message]:
    """Removes the title and the facts that a resolution has only from a withheld revision. Returns the changes.

    A value that a current revision has too stays. So does a value that a librarian has set by hand.
    """
    document = resolution.document
    current = list(Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk"))
    changes: list[Message] = []
    if title := Document.TITLE_FIELDS.get(withheld.text.language):
        titles = [one.title for one in current if one.text_id == withheld.text_id]
        changes += _replace(document, title, withheld.title, titles)
    if hidden := facts.of_revision(withheld):
        others = [found for one in current if (found := facts.of_revision(one))]
        for row, of in ((document, facts.of_document), (resolution, facts.of_resolution)):
            for field, value in of(hidden).items():
                changes += _replace(row, field, value, [of(other)[field] for other in others])
    document.save()
    resolution.save()
    return changes


def _replace(row: Document | Resolution, field: str, hidden: Any, others: list[Any]) -> Iterator[Message]:
    """Replaces a value by the first value in ``others``, or by the empty value. A value that ``others`` has stays."""
    if hidden in _EMPTY or hidden in others or getattr(row, field) != hidden:
        return
    known = [value for value in others if value not in _EMPTY]
    yield from _put(row, field, known[0] if known else _nothing(row, field))


def _facts(document: Document, resolution: Resolution, new: Draft, old: Draft | None) -> Iterator[Message]:
    others = [
        other
        for one in Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk")
        if (other := facts.of_revision(one))
    ]
    # If another source has recorded the vote too, the vote did not come only from the replaced revision, and it stays.
    voted = Vote.objects.filter(document=document).exclude(origin__in=OF_TEXTS).exists()
    for row, of, known in ((document, facts.of_document, voted), (resolution, facts.of_resolution, False)):
        removed = of(old) if old and not known else {}
        for field, value in of(new).items():
            if value in _EMPTY:
                if removed.get(field) in _EMPTY or removed[field] != getattr(row, field):
                    continue
                elsewhere = [found for other in others if (found := of(other)[field]) not in _EMPTY]
                value = elsewhere[0] if elsewhere else _nothing(row, field)
            yield from _put(row, field, value)


def _nothing(row: Document | Resolution, field: str) -> Any:
    """The empty value of a field."""
    column = row._meta.get_field(field)
    assert isinstance(column, Field), "facts are columns"
    return column.get_default()


def _put(row: Document | Resolution, field: str, value: Any) -> Iterator[Message]:
    """Sets a field, and yields the message of the change if the value is new. The caller saves the row."""
    before = getattr(row, field)
    if before != value:
        setattr(row, field, value)
        yield history.told(history.CHANGED, row, field=field, before=before, after=value)
