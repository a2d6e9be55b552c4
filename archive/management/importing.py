"""The steps of an import, for the commands that import: texts, votes, series, histories, index, report.

run = Importing([path], Wanted(), "import_resolutions")
report = run()
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from archive import languages
from archive.citing.citation import Citations
from archive.desk import queue, rereading
from archive.desk.incoming import HeldSources
from archive.faults import fault
from archive.intake import disagreements, series, wording
from archive.intake.batch import Store, import_paths
from archive.intake.report import RunReport
from archive.intake.result import Result
from archive.intake.store import Intake, Stored
from archive.management.progress import Progress
from archive.messages import Message, worded
from archive.models import Document, ImportRun
from archive.reading import Draft
from archive.reading.sources import Source, count
from archive.reading.wanted import Wanted
from archive.searching import freshness, new_clauses
from archive.searching.segmentation import han_words

_WHOLE = 10**9  # more places than any report has


def publishing() -> Store:
    """The function with which ``import_paths`` stores Drafts and publishes them.

    Mends that were published earlier for the same source are first applied to the Drafts.
    """
    intake = Intake()

    def store(source: Source, drafts: Sequence[tuple[Draft, Citations]]) -> list[Stored]:
        queue.defer_series_in_case()
        return intake.store(source, rereading.mended(source, drafts))

    return store


def join() -> None:
    """Makes the series and the histories of the wording from what is stored, and compares the languages of each text.

    An import does this even if nothing is new, because an earlier import may have been killed before it.
    """
    series.rebuild()
    progress = Progress("Comparing with the texts before", None, "text")
    wording.update(han_words, progress.advance)
    progress.close()
    disagreements.update()


@dataclass(slots=True)
class Importing:
    """One import. ``name`` is what the report calls its source. With ``hold`` nothing is published.

    Without ``index`` the search index is left to a later command.
    """

    paths: list[Path]
    wanted: Wanted
    command: str
    name: str = ""
    hold: bool = False
    reread: bool = False
    index: bool = True
    report: RunReport = field(init=False)

    def __call__(self) -> RunReport:
        """Imports, and stores the report. Raises CommandError for a fault of the machine."""
        self.report = RunReport(self.wanted)
        name = self.name or ", ".join(map(str, self.paths))
        run = ImportRun.objects.begin(self.command, name)
        store = HeldSources(name).store if self.hold else publishing()
        with self._faults_in_words():
            with freshness.together(write=False):
                self._read(store)
            if not self.hold:
                self._join_and_index()
        run.report, run.ended_at = self.report.to_json(), timezone.now()
        run.save()
        return self.report

    def _join_and_index(self) -> None:
        builds = self.index and _has_no_index()
        with freshness.together(write=self.index and not builds):
            join()
        if builds:
            progress = Progress("Indexing", Document.objects.count(), "document")
            freshness.rebuild(progress=progress.advance)
            progress.close()
        if self.index:
            progress = Progress("Looking for new words in earlier texts", None, "clause")
            new_clauses.update_or_warn(progress.advance)
            progress.close()

    def _read(self, store: Store) -> None:
        progress = Progress("Reading", count(self.paths), "file")
        reports = import_paths(
            self.paths, wanted=self.wanted, reread=self.reread, store=store, with_votes=not self.hold
        )
        for report in progress.over(reports):
            self.report.add(report)
            if report.refused or report.notice:
                progress.write(f"{report.source}: {report.refused or report.notice}")

    @contextmanager
    def _faults_in_words(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if (sentence := fault(error)) is None:
                raise
            raise CommandError(f"The import stopped after {self.report.stored} resolutions. {sentence}") from error


def _has_no_index() -> bool:
    """False also where the index is away for now: it follows later what was stored."""
    try:
        return freshness.backend().is_lost()
    except Exception:  # each engine has errors of its own
        return False


# --- The report in words -----------------------------------------------------------------------------------


def summary(report: RunReport) -> str:
    """The report in one line, and a line for each thing that was left out."""
    texts = report.texts
    held = f"{texts[Result.HELD]} held for the librarians, " if texts[Result.HELD] else ""
    warnings = sum(map(len, report.warnings.values()))
    lines = [
        f"{held}{texts[Result.NEW]} new, {texts[Result.CHANGED]} changed, {texts[Result.UNCHANGED]} unchanged, "
        f"{len(report.refused)} refused; {report.other_topics} on other topics passed over; {warnings} warnings."
    ]
    if report.vote_files:
        votes = report.votes
        lines.append(
            f"Votes of {report.vote_files} files: {votes[Result.NEW]} new, {votes[Result.CHANGED]} changed, "
            f"{votes[Result.UNCHANGED]} unchanged; {report.votes_on_other_topics} on other topics passed over; "
            f"{report.vote_problems.total()} problems to look at in the admin."
        )
    if report.other_languages:
        others = ", ".join(f"{number} {language_name(code)}" for code, number in report.other_languages.most_common())
        lines.append(f"In languages that are not wanted, and left out: {others}.")
    return "\n".join(lines)


def kinds(report: RunReport) -> str:
    """A line for each kind of warning: how often, the code, and the first place with its words."""
    lines = []
    for code, places in report.by_kind():
        first = places[0]
        words = worded(Message(code, first.values), "en")
        lines.append(f"{len(places):6,}  {code}  e.g. {first.symbol} ({first.language}), {first.place}: {words}")
    return "\n".join(lines)


def language_name(code: str) -> str:
    return worded(Message(languages.of(code).name or code), "en")


def write_report(report: RunReport, path: Path) -> None:
    """Writes the whole report: as JSON if the name ends in ``.json``, otherwise as text with every place."""
    if path.suffix == ".json":
        path.write_text(json.dumps(report.to_json(_WHOLE), ensure_ascii=False, indent=1) + "\n", "utf-8")
        return
    path.write_text("\n".join(_whole(report)) + "\n", "utf-8")


def _whole(report: RunReport) -> Iterator[str]:
    yield summary(report)
    for name, reason in report.refused:
        yield f"refused  {name}: {reason}"
    for code, places in report.by_kind():
        yield f"\n{len(places):,} × {code}"
        for one in places:
            words = worded(Message(code, one.values), "en")
            yield f"  {one.symbol} ({one.language}), {one.place}: {words} [{one.source}]"


def add_arguments(parser: Any) -> None:
    """The arguments that every importing command has."""
    parser.add_argument("--all", action="store_true", help="every topic, not only disarmament")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write all warnings by kind with their places; as JSON in FILE.json"
    )


def languages_of(text: str) -> frozenset[str]:
    """The codes in a list such as ``zh,en``. Empty for "all". Raises CommandError for an unknown code."""
    codes = frozenset(text.replace(",", " ").split())
    if codes == {"all"}:
        return frozenset()
    if unknown := sorted(codes - set(languages.BY_CODE)):
        known = ", ".join(languages.BY_CODE)
        raise CommandError(f"There is no language {unknown[0]!r} here. The languages are: {known}; or all.")
    return codes
