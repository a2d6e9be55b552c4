"""Imports many sources. Limited processes read and cite them. This process stores each source in one transaction."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archive.citing.citation import Citations
from archive.confining.readers import Readers
from archive.confining.worker import Outcome
from archive.intake.catalogue import from_database
from archive.intake.read_before import Known, ReadBefore, told_of_sources
from archive.intake.result import Result
from archive.intake.store import Intake, Stored, compare
from archive.intake.vote_files import ImportedFile, import_file
from archive.messages import Message, MessageError, Unreadable
from archive.reading import Draft
from archive.reading.sources import Refused, Source, find
from archive.reading.told import NOTHING
from archive.reading.wanted import EVERYTHING, ReadText, Wanted
from archive.voting.reading import recognise

_IN_FLIGHT = 8  # sources that are read ahead; this bounds the memory
_VOTES_END = (".json", ".jsonl", ".csv")  # only such files are looked at as files of votes

_Reading = Future[Outcome]
Store = Callable[[Source, Sequence[tuple[Draft, Citations]]], list[Stored]]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of importing one source.

    ``left_out`` has the texts that are not wanted. ``refused`` is the reason if nothing was stored, else None.
    ``votes`` is the result of a file of votes. ``notice`` says what to do with a file that another command takes.
    """

    source: str
    stored: tuple[Stored, ...] = ()
    left_out: tuple[ReadText, ...] = ()
    refused: Message | None = None
    votes: ImportedFile | None = None
    notice: Message | None = None


def import_paths(
    paths: list[Path],
    *,
    wanted: Wanted = EVERYTHING,
    reread: bool = False,
    store: Store | None = None,
    with_votes: bool = True,
) -> Iterator[Report]:
    """Stores the resolutions and votes in files, folders and archives. Yields one Report for each source.

    A source whose bytes are known is not read again, unless ``reread`` is set. ``store`` stores the Drafts of one
    source; the default is ``Intake.store``. Files of votes are stored after all texts, or left to another command if
    ``with_votes`` is False. If the import is stopped, only the reported sources are stored. The next import then stores
    the rest.
    """
    before = ReadBefore({}, told_of_sources()) if reread else ReadBefore.from_database()
    with Readers(from_database(), wanted=wanted) as readers, tempfile.TemporaryDirectory() as folder:
        run = _Run(store or Intake().store, wanted, before, readers)
        votes = _VoteFiles(Path(folder))
        try:
            yield from _texts(paths, run, votes)
        finally:
            before.write()
        yield from votes.reports(wanted.every_topic) if with_votes else votes.notices()


def _texts(paths: list[Path], run: _Run, votes: _VoteFiles) -> Iterator[Report]:
    """A Report for each source that is no file of votes, in order."""
    pending: deque[tuple[Source | Refused, _Reading | None]] = deque()
    for source in find(paths):
        if votes.take(source):
            continue
        pending.append((source, run.begin(source)))
        if len(pending) >= _IN_FLIGHT:
            yield run.finish(*pending.popleft())
    while pending:
        yield run.finish(*pending.popleft())


@dataclass(slots=True)
class _Run:
    """One import of texts. ``seen`` maps the (symbol, language) of a text to the name of the source that has it."""

    store: Store
    wanted: Wanted
    before: ReadBefore
    readers: Readers
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def begin(self, source: Source | Refused) -> _Reading | None:
        """Starts the reading of a source. Returns None if there is nothing to read."""
        if isinstance(source, Refused):
            return None
        known = self.before.known.get(source.sha256)
        if known and known.is_enough_for(self.wanted):
            return None
        return self.readers.submit(source, self.before.told.get(source.sha256, NOTHING))

    def finish(self, source: Source | Refused, reading: _Reading | None) -> Report:
        """Waits for the reading of a source and stores the result."""
        if isinstance(source, Refused):
            return Report(source.name, refused=source.reason)
        if reading is None:
            return self._known(source, self.before.known[source.sha256])
        read = reading.result()
        if isinstance(read, Message):
            return self._refuse(source, read)
        return self._store(source, read)

    def _known(self, source: Source, known: Known) -> Report:
        for text in known.stored:
            self.seen.setdefault(text, source.name)
        unchanged = tuple(Stored(symbol, language, Result.UNCHANGED) for symbol, language in known.stored)
        return Report(source.name, unchanged, known.left_out, known.refused)

    def _store(self, source: Source, drafts: list[tuple[Draft, Citations]]) -> Report:
        texts = [ReadText.of(draft) for draft, _ in drafts]
        left_out = tuple(text for text in texts if not self.wanted.takes(text))
        taken = [pair for pair, text in zip(drafts, texts, strict=True) if self.wanted.takes(text)]
        if reason := self._taken_twice(source, taken):
            return self._refuse(source, reason)
        try:
            stored = tuple(self.store(source, taken)) if taken else ()
        except MessageError as error:
            return self._refuse(source, error.message)
        same = tuple((one.symbol, one.language) for one in stored if one.result == Result.UNCHANGED and one.revision)
        if left_out or same or source.sha256 in self.before.known:  # what an earlier import noted is out of date
            self.before.note(source.sha256, Known(same, left_out))
        return Report(source.name, stored, left_out)

    def _taken_twice(self, source: Source, taken: list[tuple[Draft, Citations]]) -> Message | None:
        """The reason of a refusal if another file has other words for a text that this import has already taken."""
        for draft, citations in taken:
            earlier = self.seen.setdefault((draft.symbol, draft.language), source.name)
            if earlier != source.name and compare(draft, citations)[0] != Result.UNCHANGED:
                values = {"symbol": draft.symbol, "language": draft.language, "file": earlier}
                return Message("intake.taken_twice", values)
        return None

    def _refuse(self, source: Source, reason: Message) -> Report:
        self.before.note(source.sha256, Known(refused=reason))
        return Report(source.name, refused=reason)


@dataclass(slots=True)
class _VoteFiles:
    """The files of votes among the sources. They wait in ``folder``, because votes are stored after the texts."""

    folder: Path
    waiting: list[tuple[str, Path]] = field(default_factory=list)

    def take(self, source: Source | Refused) -> bool:
        """Whether the source is a file of votes; it is then kept. It can be larger than a text may be."""
        name = PurePosixPath(source.name.rpartition("!")[2]).name[-100:]
        if not name.lower().endswith(_VOTES_END):
            return False
        if isinstance(source, Refused):
            path = Path(source.name)
            if source.reason.code != "source.too_large" or not path.is_file():
                return False
        else:
            path = self.folder / str(len(self.waiting)) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(source.content)
        try:
            recognise(path)
        except Unreadable:
            return False
        self.waiting.append((source.name, path))
        return True

    def reports(self, every_topic: bool) -> Iterator[Report]:
        for name, path in self.waiting:
            imported = import_file(path, every_topic=every_topic)
            yield Report(name, refused=imported.refused, votes=imported)

    def notices(self) -> Iterator[Report]:
        for name, _path in self.waiting:
            yield Report(name, notice=Message("intake.is_vote_file", {"file": name}))
