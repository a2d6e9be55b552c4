"""Keeps the index as fresh as the database.

A change of a document is noted in the database, in the transaction of the change (``IndexChange``). So a change is
never lost, even if the process is killed. ``Freshness`` notes the changes that Django's signals tell of. Code that
bypasses the signals calls ``changed``.

The index follows after the transaction (``follow``): at once if no other process writes to the index, otherwise by the
process that tends it (``tend``, every second). Until then, searches leave out the documents that changed (``behind``).
``tend`` also replaces an index that is missing, damaged or of another database.

``repair`` compares the whole index with the database. The commands ``prepare`` and ``update_index`` call it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from haystack.signals import BaseSignalProcessor

from archive.models import (
    Citation,
    Clause,
    Document,
    DocumentAlias,
    Footnote,
    IndexChange,
    Resolution,
    Revision,
    Subject,
    Text,
)
from archive.searching.engines.backend import ArchiveBackend, IndexAway, IndexWriter
from archive.searching.index_worker import prepare_all
from archive.searching.matching import EVERYTHING, EngineQuery
from archive.searching.search_indexes import prepared
from archive.searching.stamps import stamps

ALL = EngineQuery(EVERYTHING)

_log = logging.getLogger(__name__)

_BATCH = 50  # documents read from the database at once
_AT_ONCE = 50  # most documents that the process of a request writes to the index; more are left to ``tend``
_PAUSE = 1.0  # seconds between two looks of ``tend``; after a long write, the pause is as long as the write
_WORTH_PROCESSES = 400  # texts; for fewer texts, one process is faster than starting several


def backend(using: str = DEFAULT_ALIAS) -> ArchiveBackend:
    found = connections[using].get_backend()
    assert isinstance(found, ArchiveBackend), "HAYSTACK_CONNECTIONS names an engine that is not the archive's."
    return found


def aliases() -> list[str]:
    return list(connections.connections_info)


# --- Writing -----------------------------------------------------------------------------------------------

_in_batch: ContextVar[bool] = ContextVar("in_batch", default=False)


def changed(document_ids: Iterable[int]) -> None:
    """Note that the open transaction changes some documents. The index follows after the transaction. Deleted documents
    are removed from the index."""
    pending = _pending()
    new = set(document_ids).difference(*(call.noted for call in pending))
    if new:
        IndexChange.objects.note(new)
        if transaction.get_connection().in_atomic_block:
            transaction.get_connection().before_commit(_write_before_commit)
        transaction.on_commit(_Follow(new, pending[0].done if pending else threading.Event()))


def _write_before_commit() -> None:
    """Write the changes of the open transaction within it, if the engine can do this and if they are few."""
    writing = backend().writing_before_commit()
    if writing is None or _in_batch.get():
        return
    ids = sorted(IndexChange.objects.of_this_transaction())
    if 0 < len(ids) <= _AT_ONCE:
        with suppress(IndexAway, BlockingIOError), writing as writer:  # the index then follows after the transaction
            _write(writer, ids)


class _Follow:
    """Lets the index follow when the transaction has ended. ``noted`` are documents noted in ``IndexChange``.

    The first of several calls writes the documents of all. They share ``done``.
    """

    def __init__(self, noted: set[int], done: threading.Event) -> None:
        self.noted, self.done = noted, done

    def __call__(self) -> None:
        if not self.done.is_set():
            self.done.set()
            if not _in_batch.get():
                follow_at_once()


def _pending() -> list[_Follow]:
    """The calls of the open transaction. If a savepoint is rolled back, Django drops those that were made within it."""
    calls = (call for _, call, *_ in transaction.get_connection().run_on_commit)
    return [call for call in calls if isinstance(call, _Follow) and not call.done.is_set()]


@contextmanager
def together(*, write: bool = True) -> Iterator[None]:
    """Let the index follow once, when the block ends, also with changes that an earlier process has left.

    If ``write`` is False, or if the index cannot be written, the changes wait for ``tend`` or ``repair``.
    """
    token = _in_batch.set(True)
    try:
        yield
    finally:
        _in_batch.reset(token)
        if write:
            transaction.on_commit(_follow_or_warn)


def _follow_or_warn() -> None:
    try:
        follow()
    except Exception as error:
        _log.warning("What was stored is not in the search index yet (%s); run update_index.", error)


def follow_at_once() -> bool:
    """Write the changes that the index lacks, if no other process writes and if they are few. Return whether the index
    has all changes now.

    Raises nothing: what was stored is stored, whatever the state of the index.
    """
    try:
        if len(behind()) > _AT_ONCE:
            return False
        follow(wait=False)
    except BlockingIOError:
        return False
    except Exception as error:
        _log.warning("The search index could not be written (%s); it follows later.", error)
        return False
    return True


def follow(using: str = DEFAULT_ALIAS, *, wait: bool = True) -> None:
    """Write the changes that the index lacks.

    Raises IndexAway if there is no index that can be read, and BlockingIOError if ``wait`` is False and another process
    writes. Errors of the disk and of the engine are raised as they are.
    """
    engine = backend(using)
    engine.reader()
    if not behind(using):
        return
    in_transaction = connection.in_atomic_block
    with engine.writing(wait=wait) as writer:
        engine.begin_reading()
        _write(writer, sorted(behind(using)), in_processes=not in_transaction)
    _forget_noted()


def _forget_noted() -> None:
    IndexChange.objects.forget_unusual()
    for call in _pending():  # the index was written within a transaction
        call.done.set()


def behind(using: str = DEFAULT_ALIAS) -> set[int]:
    """Primary keys of the documents that changed after they were written to the index.

    Raises IndexAway if the index is of another database.
    """
    return backend(using).behind()


def _write(writer: IndexWriter, ids: list[int], *, in_processes: bool = False) -> None:
    """Replace the entries of some documents. ``in_processes``: see ``_add``."""
    for pk in ids:
        writer.delete("owner", str(pk))
    _add(writer, ids, in_processes=in_processes)


def _add(
    writer: IndexWriter,
    ids: list[int],
    progress: Callable[[int], Any] = lambda documents: None,
    *,
    in_processes: bool,
) -> None:
    """Add the entries of some documents. ``in_processes`` says whether other processes may prepare them. They do not
    see what an open transaction has changed."""
    batches = [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
    # Documents without a text are quick.
    if not in_processes or Text.objects.filter(resolution__in=ids).count() < _WORTH_PROCESSES:
        for batch in batches:
            for fields in prepared(batch):
                writer.add(fields)
            progress(len(batch))
        return
    others = max(1, (os.cpu_count() or 1) - 1)  # this process writes meanwhile; each other one needs 200 MB
    for batch, entries in zip(batches, prepare_all(batches, others), strict=True):
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

    If there is no index with the present schema, or if it is damaged, build one and return no differences.
    """
    engine = backend(using)
    if not engine.opens():
        rebuild(using)
        return Difference((), ())
    in_transaction = connection.in_atomic_block
    with engine.writing() as writer:
        engine.clean()  # a killed rebuild may have left files
        engine.begin_reading()
        apart = difference(using)
        for pk in apart.left_over:
            writer.delete("owner", str(pk))
        _write(writer, list(apart.outdated), in_processes=not in_transaction)
    _forget_noted()
    return apart


def rebuild(
    using: str = DEFAULT_ALIAS, progress: Callable[[int], Any] = lambda documents: None, *, wait: bool = True
) -> int:
    """Build a new index beside the old one, replace the old one, and return the number of documents.

    Searches use the old index until it is replaced. Documents that change during the build follow at the end.
    ``progress`` is called with the number of documents of each batch. If ``wait`` is False and another process writes,
    BlockingIOError is raised.
    """
    engine = backend(using)
    in_transaction = connection.in_atomic_block
    with engine.writing(afresh=True, wait=wait) as writer:
        engine.begin_reading()
        ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
        _add(writer, ids, progress, in_processes=not in_transaction)
    _forget_noted()
    follow(using)
    return len(ids)


# --- Tending -----------------------------------------------------------------------------------------------


def tend(stop: threading.Event) -> None:
    """Keep the index of this machine up to date until ``stop`` is set. Replace it where searches are away."""
    said = ""
    while not stop.is_set():
        began = time.monotonic()
        try:
            _follow_or_rebuild()
            said = ""
        except Exception as error:  # such as a full disk, or a database that is away: the next attempt may succeed
            if (sentence := f"The search index cannot be brought up to date ({error}).") != said:
                _log.warning("%s", sentence)
            said = sentence
        finally:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        stop.wait(max(_PAUSE, time.monotonic() - began))


def _follow_or_rebuild() -> None:
    engine = backend()
    try:
        if engine.is_lost():
            raise IndexAway("There is no search index that can be read.")
        behind()
    except IndexAway as away:
        with suppress(BlockingIOError):  # another process builds it
            rebuild(wait=False)
            _log.warning("%s A new one was built.", away)
        return
    follow()
    engine.settle()


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
        changed({owner})

    def _subjects_changed(self, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
        if action.startswith("post_"):
            changed({instance.pk} if isinstance(instance, Resolution) else pk_set or set())

    def _subject_named(self, instance: Subject, created: bool, **kwargs: Any) -> None:
        if not created:
            changed(set(instance.resolutions.values_list("pk", flat=True)))
