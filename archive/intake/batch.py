"""The import of many sources. Other processes read and cite; this one stores, one transaction a source."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from archive.citing.citation import Citations
from archive.intake import worker
from archive.intake.catalogue import from_database
from archive.intake.result import Result
from archive.intake.store import Intake, Stored
from archive.messages import Message, MessageError
from archive.models import Source as StoredSource
from archive.reading import Draft
from archive.reading.readers import by_key
from archive.reading.sources import Refused, Source, find

_IN_FLIGHT = 8  # sources that are read ahead; this bounds the memory

Store = Callable[[Source, Sequence[tuple[Draft, Citations]]], list[Stored]]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of importing one source.

    ``passed_over`` counts resolutions of other committees. ``refused`` is the reason if nothing was stored, else None.
    """

    source: str
    stored: tuple[Stored, ...] = ()
    passed_over: int = 0
    refused: Message | None = None


def is_first_committees(draft: Draft) -> bool:
    """Whether to import the Draft as a resolution of the First Committee.

    The UN's XML has whole sessions and names the committee of each resolution. A text without a cover does not name it;
    it is imported, because somebody chose the file.
    """
    reader = by_key(draft.format)
    silent = not draft.committee and not (reader and reader.says_committee)
    return draft.committee == "First" or silent


def import_paths(
    paths: list[Path], *, every_committee: bool = False, reread: bool = False, store: Store | None = None
) -> Iterator[Report]:
    """Stores the resolutions in files, folders and zip archives. Yields one Report a source, in their order.

    A source whose bytes the archive has is not read again, unless ``reread`` is set. ``store`` stores the Drafts of one
    source; the default is ``Intake.store``. If the import is stopped, exactly the reported sources are stored, and the
    next run imports the rest.
    """
    store = store or Intake().store
    known = {} if reread else StoredSource.objects.published()
    seen: dict[tuple[str, str], str] = {}  # (symbol, language) → source, in this run
    pending: deque[tuple[Source | Refused, Future[list[tuple[Draft, Citations]] | Message] | None]] = deque()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=os.cpu_count() or 1, mp_context=context, initializer=worker.start, initargs=(from_database(),)
    ) as workers:

        def finish() -> Report:
            source, future = pending.popleft()
            if isinstance(source, Refused):
                return Report(source.name, refused=source.reason)
            if future is None:
                return _unchanged(source.name, known[source.sha256], seen)
            outcome = future.result()
            if isinstance(outcome, Message):
                return Report(source.name, refused=outcome)
            return _store(store, source, outcome, every_committee, seen)

        for source in find(paths):
            future = None
            if isinstance(source, Source) and source.sha256 not in known:
                future = workers.submit(worker.read_and_cite, source)
            pending.append((source, future))
            if len(pending) >= _IN_FLIGHT:
                yield finish()
        while pending:
            yield finish()


def _unchanged(name: str, resolutions: list[tuple[str, str]], seen: dict[tuple[str, str], str]) -> Report:
    for resolution in resolutions:
        seen.setdefault(resolution, name)
    return Report(name, tuple(Stored(symbol, language, Result.UNCHANGED, 0) for symbol, language in resolutions))


def _store(
    store: Store,
    source: Source,
    drafts: list[tuple[Draft, Citations]],
    every_committee: bool,
    seen: dict[tuple[str, str], str],
) -> Report:
    taken = [pair for pair in drafts if every_committee or is_first_committees(pair[0])]
    for draft, _ in taken:
        earlier = seen.setdefault((draft.symbol, draft.language), source.name)
        if earlier != source.name:
            values = {"symbol": draft.symbol, "language": draft.language, "file": earlier}
            return Report(source.name, refused=Message("intake.taken_twice", values))
    try:
        stored = tuple(store(source, taken)) if taken else ()
    except MessageError as error:
        return Report(source.name, refused=error.message)
    return Report(source.name, stored, passed_over=len(drafts) - len(taken))
