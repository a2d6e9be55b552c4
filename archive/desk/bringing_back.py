"""The facts of an earlier revision, brought back with its words: what its source, with its mends, said of the
resolution is what readers see of it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Field

from archive import languages
from archive.desk import history
from archive.intake import facts
from archive.intake.votes import VoteIntake, record_of
from archive.messages import Message
from archive.models import Document, Resolution, Revision, Text, Vote
from archive.models.vote import Origin
from archive.reading import Draft

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def leads(resolution: Resolution) -> Text | None:
    """The text by which a resolution is shown, or would be if it were not withdrawn."""
    return resolution.texts.filter(language=languages.LEADING.code).first() or resolution.texts.order_by("pk").first()


def tell_votes(resolution: Resolution) -> None:
    """Let the records of the vote be those of the texts that readers see, and none of a withdrawn one's."""
    first = leads(resolution)
    current = list(Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk"))
    current.sort(key=lambda one: first is not None and one.text_id == first.pk)  # what leads counts, so it comes last
    said = [facts.of_revision(one) for one in current]
    if None in said:
        return  # what was not kept could not be told again
    told = [vote for draft in said if draft and (vote := record_of(draft))]
    VoteIntake().of_texts(resolution.document.key, [] if resolution.withdrawn_at else told)


def bring_back(resolution: Resolution, revision: Revision, left: Revision | None) -> list[Message]:
    """Put title and facts back as ``revision`` has them, which readers see now instead of ``left``; what has changed.

    What its source does not say stays, but for what only the one that is left said: that goes with it. A text that
    does not lead has a title of its own, and no more.
    """
    document = resolution.document
    changes: list[Message] = []
    if title := Document.TITLE_FIELDS.get(revision.text.language):
        changes += _put(document, title, revision.title)
    if leads(resolution) == revision.text:
        said = facts.of_revision(revision)
        if said is None:
            values = {"number": str(revision.number)}
            changes.append(Message("desk.facts_not_kept", values))
        else:
            changes += _facts(document, resolution, said, facts.of_revision(left) if left else None)
    document.save()
    resolution.save()
    return changes


def _facts(document: Document, resolution: Resolution, said: Draft, was: Draft | None) -> Iterator[Message]:
    others = [
        other
        for one in Revision.objects.filter(text__resolution=resolution, current=True).order_by("pk")
        if (other := facts.of_revision(one))
    ]
    # What votes tell of a document, they told beside the revision that is left.
    voted = Vote.objects.filter(document=document).exclude(origin__in=(Origin.RESOLUTION, Origin.WORDS)).exists()
    for row, of, known in ((document, facts.of_document, voted), (resolution, facts.of_resolution, False)):
        gone = of(was) if was and not known else {}
        for field, value in of(said).items():
            if value in _EMPTY:
                if gone.get(field) in _EMPTY or gone[field] != getattr(row, field):
                    continue
                elsewhere = [found for other in others if (found := of(other)[field]) not in _EMPTY]
                value = elsewhere[0] if elsewhere else _nothing(row, field)
            yield from _put(row, field, value)


def _nothing(row: Document | Resolution, field: str) -> Any:
    column = row._meta.get_field(field)
    assert isinstance(column, Field), "facts are columns"
    return column.get_default()


def _put(row: Document | Resolution, field: str, value: Any) -> Iterator[Message]:
    before = getattr(row, field)
    if before != value:
        setattr(row, field, value)
        yield history.told(history.CHANGED, row, field=field, before=before, after=value)
