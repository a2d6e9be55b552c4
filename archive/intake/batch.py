"""Imports many sources. Limited processes read and cite them. This process stores each source in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from archive import disarmament
from archive.citing.citation import Citations
from archive.confining.readers import Readers
from archive.confining.worker import Outcome
from archive.intake.catalogue import from_database
from archive.intake.result import Result
from archive.intake.store import Intake, Stored
from archive.messages import Message, MessageError
from archive.models import Source as StoredSource
from archive.reading import Draft
from archive.reading.readers import by_key
from archive.reading.sources import Refused, Source, find

_IN_FLIGHT = 8  # sources that are read ahead; this bounds the memory

_Reading = Future[Outcome]
Store = Callable[[Source, Sequence[tuple[Draft, Citations]]], list[Stored]]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of importing one source.

    ``passed_over`` counts resolutions on other topics. ``refused`` is the reason if nothing was stored, else None.
    """

    source: str
    stored: tuple[Stored, ...] = ()
    passed_over: int = 0
    refused: Message | None = None


def on_disarmament(draft: Draft) -> bool:
    """Whether the Draft is imported as a resolution on disarmament.

    The UN's XML has whole sessions and names the committee of each resolution. A text without a cover names no
    committee. Such a text is imported, because somebody chose the file.
    """
    terms = [term for _dictionary, term in draft.subjects]
    verdict = disarmament.counts(disarmament.Facts(draft.committee, draft.draft_symbol, terms))
    reader = by_key(draft.format)
    return not (reader and reader.says_committee) if verdict is None else verdict


def import_paths(
    paths: list[Path], *, every_topic: bool = False, reread: bool = False, store: Store | None = None
) -> Iterator[Report]:
    """Stores the resolutions in files, folders and zip archives. Yields one Report for each source, in order.

    A source whose bytes are in the archive is not read again, unless ``reread`` is set. ``store`` stores the Drafts of
    one source; the default is ``Intake.store``. If the import is stopped, only the reported sources are stored. The
    next import then stores the rest.
    """
    run = _Run(store or Intake().store, every_topic, {} if reread else StoredSource.objects.published())
    pending: deque[tuple[Source | Refused, _Reading | None]] = deque()
    with Readers(from_database()) as readers:
        for source in find(paths):
            pending.append((source, run.begin(source, readers)))
            if len(pending) >= _IN_FLIGHT:
                yield run.finish(*pending.popleft())
        while pending:
            yield run.finish(*pending.popleft())


@dataclass(frozen=True, slots=True)
class _Run:
    """One import.

    ``known`` has the sources that are already stored and are not read again. It maps the SHA-256 of a source to the
    (symbol, language) of its texts. ``seen`` maps the (symbol, language) of a text to the name of the source that has
    this text in the present import.
    """

    store: Store
    every_topic: bool
    known: dict[str, list[tuple[str, str]]]
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def begin(self, source: Source | Refused, readers: Readers) -> _Reading | None:
        """Starts the reading of a source. Returns None if there is nothing to read."""
        if isinstance(source, Refused) or source.sha256 in self.known:
            return None
        return readers.submit(source)

    def finish(self, source: Source | Refused, reading: _Reading | None) -> Report:
        """Waits for the reading of a source and stores the result."""
        if isinstance(source, Refused):
            return Report(source.name, refused=source.reason)
        if reading is None:
            return self._unchanged(source)
        read = reading.result()
        if isinstance(read, Message):
            return Report(source.name, refused=read)
        return self._store(source, read)

    def _unchanged(self, source: Source) -> Report:
        texts = self.known[source.sha256]
        for text in texts:
            self.seen.setdefault(text, source.name)
        return Report(source.name, tuple(Stored(symbol, language, Result.UNCHANGED, 0) for symbol, language in texts))

    def _store(self, source: Source, drafts: list[tuple[Draft, Citations]]) -> Report:
        taken = [pair for pair in drafts if self.every_topic or on_disarmament(pair[0])]
        for draft, _ in taken:
            earlier = self.seen.setdefault((draft.symbol, draft.language), source.name)
            if earlier != source.name:
                values = {"symbol": draft.symbol, "language": draft.language, "file": earlier}
                return Report(source.name, refused=Message("intake.taken_twice", values))
        try:
            stored = tuple(self.store(source, taken)) if taken else ()
        except MessageError as error:
            return Report(source.name, refused=error.message)
        return Report(source.name, stored, passed_over=len(drafts) - len(taken))
