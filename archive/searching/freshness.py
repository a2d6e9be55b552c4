"""Keeps the index as fresh as the database.

``Freshness`` listens to Django's signals and updates the index after a transaction has ended. Code that bypasses the
signals calls ``changed``. A batch uses ``together`` to collect its changes and to write them when it ends. If a process
dies before it has written the index, ``difference`` finds what is missing and ``repair`` writes it. The commands
``prepare`` and ``update_index`` call ``repair``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, models, transaction
from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from haystack.signals import BaseSignalProcessor

from archive.models import Citation, Clause, Document, DocumentAlias, Footnote, Resolution, Revision, Subject, Text
from archive.searching.engines.backend import ArchiveBackend, IndexWriter
from archive.searching.index_worker import prepare_all
from archive.searching.matching import EVERYTHING, EngineQuery
from archive.searching.search_indexes import prepared
from archive.searching.stamps import stamps

ALL = EngineQuery(EVERYTHING)

_log = logging.getLogger(__name__)

_BATCH = 50  # documents read from the database at once
_WORTH_PROCESSES = 400  # documents; for fewer documents, one process is faster than starting several


def backend(using: str = DEFAULT_ALIAS) -> ArchiveBackend:
    found = connections[using].get_backend()
    assert isinstance(found, ArchiveBackend), "HAYSTACK_CONNECTIONS names an engine that is not the archive's."
    return found


def aliases() -> list[str]:
    return list(connections.connections_info)


# --- Writing -----------------------------------------------------------------------------------------------

_batch: ContextVar[set[int] | None] = ContextVar("batch", default=None)


def changed(document_ids: Iterable[int]) -> None:
    """Update some documents and their clauses in the index after the open transaction has ended. Deleted documents
    are removed from the index."""
    ids = set(document_ids)
    batch = _batch.get()
    if batch is not None:
        batch.update(ids)
    elif ids:
        transaction.on_commit(lambda: _write(ids))


@contextmanager
def together(*, write: bool = True) -> Iterator[None]:
    """Collect the changes that the ``with`` block makes, and write them once when the block ends.

    If ``write`` is False, or if the database is unavailable when the block ends, the changes wait for a later
    ``repair``.
    """
    collected: set[int] = set()
    token = _batch.set(collected)
    try:
        yield
    finally:
        _batch.reset(token)
        if write:
            try:
                changed(collected)
            except DatabaseError as error:
                _log.warning("What was stored is not in the search index yet (%s); run update_index.", error)


def _write(ids: set[int]) -> None:
    engine = backend()
    if not engine.exists():
        return  # there is no index yet; the first rebuild reads the whole database
    with engine.writing() as writer:
        for pk in sorted(ids):
            writer.delete("owner", str(pk))
        _add(writer, sorted(ids))


def _add(writer: IndexWriter, ids: list[int], progress: Callable[[int], Any] = lambda documents: None) -> None:
    batches = [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
    if len(ids) < _WORTH_PROCESSES:
        for batch in batches:
            for fields in prepared(batch):
                writer.add(fields)
            progress(len(batch))
        return
    for batch, entries in zip(batches, prepare_all(batches, os.cpu_count() or 1), strict=True):
        for fields in entries:
            writer.add(fields)
        progress(len(batch))


# --- Comparing and repairing -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """Primary keys of documents whose index entries are wrong. ``outdated``: the index lacks these documents or has
    an older state of them. ``left_over``: the database no longer has these documents."""

    outdated: tuple[int, ...]
    left_over: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.outdated or self.left_over)


def difference(using: str = DEFAULT_ALIAS) -> Difference:
    """The documents whose stamps in the database differ from the stamps in the index."""
    wanted = {stamp.text: (pk, stamp.entries) for pk, stamp in stamps().items()}
    found = dict(backend(using).find(ALL, end=0, facets=["stamp"]).facets["stamp"])
    outdated = {pk for text, (pk, entries) in wanted.items() if found.get(text) != entries}
    present = {pk for pk, _ in wanted.values()}
    strays = {int(text.partition("-")[0]) for text in found if text not in wanted}
    return Difference(tuple(sorted(outdated | strays & present)), tuple(sorted(strays - present)))


def repair(using: str = DEFAULT_ALIAS) -> Difference:
    """Correct the index entries that differ from the database. Return the differences that were found.

    If there is no index with the present schema, build one and return no differences.
    """
    if not backend(using).exists():
        rebuild(using)
        return Difference((), ())
    apart = difference(using)
    if apart:
        with backend(using).writing() as writer:
            for pk in (*apart.outdated, *apart.left_over):
                writer.delete("owner", str(pk))
            _add(writer, list(apart.outdated))
    return apart


def rebuild(using: str = DEFAULT_ALIAS, progress: Callable[[int], Any] = lambda documents: None) -> int:
    """Build a new index beside the old one, replace the old one, and return the number of documents.

    Searches use the old index until it is replaced. Documents that change during the build are updated at the end.
    ``progress`` is called with the number of documents of each batch.
    """
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    with backend(using).writing(afresh=True) as writer:
        _add(writer, ids, progress)
    repair(using)
    return len(ids)


# --- Signals -----------------------------------------------------------------------------------------------

# For each model: the path of attributes from an instance to the primary key of its document.

_OWNERS: dict[type[models.Model], str] = {
    Document: "pk",
    DocumentAlias: "document_id",
    Resolution: "document_id",
    Text: "resolution_id",
    Revision: "text.resolution_id",
    Clause: "revision.text.resolution_id",
    Footnote: "revision.text.resolution_id",
    Citation: "revision.text.resolution_id",
}


class Freshness(BaseSignalProcessor):
    """Haystack's signal processor. A change of an instance updates the instance's document in the index."""

    def setup(self) -> None:
        for model in _OWNERS:
            models.signals.post_save.connect(self._heard, sender=model)
            models.signals.pre_delete.connect(self._heard, sender=model)
        models.signals.m2m_changed.connect(self._subjects_changed, sender=Resolution.subjects.through)
        models.signals.post_save.connect(self._subject_named, sender=Subject)

    def teardown(self) -> None:
        for model in _OWNERS:
            models.signals.post_save.disconnect(self._heard, sender=model)
            models.signals.pre_delete.disconnect(self._heard, sender=model)
        models.signals.m2m_changed.disconnect(self._subjects_changed, sender=Resolution.subjects.through)
        models.signals.post_save.disconnect(self._subject_named, sender=Subject)

    def _heard(self, sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        owner: Any = instance
        for name in _OWNERS[sender].split("."):
            owner = getattr(owner, name)
        self._soon({owner})

    def _subjects_changed(self, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
        if action.startswith("post_"):
            self._soon({instance.pk} if isinstance(instance, Resolution) else pk_set or set())

    def _subject_named(self, instance: Subject, created: bool, **kwargs: Any) -> None:
        if not created:
            self._soon(set(instance.resolutions.values_list("pk", flat=True)))

    def _soon(self, ids: set[int]) -> None:
        """Collect the documents that an open transaction changes. They are written once, after the transaction has
        ended."""
        if _batch.get() is not None or not transaction.get_connection().in_atomic_block:
            changed(ids)
            return
        noted = _noted_in_transaction()
        noted.update(ids)


def _noted_in_transaction() -> set[int]:
    """The documents that the open transaction has changed so far."""
    for _, function, *_ in transaction.get_connection().run_on_commit:
        if isinstance(function, _WriteNoted):
            return function.ids
    write = _WriteNoted()
    transaction.on_commit(write)
    return write.ids


class _WriteNoted:
    """Writes the collected documents when the transaction has ended."""

    def __init__(self) -> None:
        self.ids: set[int] = set()

    def __call__(self) -> None:
        _write(self.ids)
