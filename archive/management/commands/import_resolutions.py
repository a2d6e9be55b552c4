import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.citing.citation import Citations
from archive.desk import queue, rereading
from archive.desk.incoming import HeldSources
from archive.faults import fault
from archive.intake import series, wording
from archive.intake.batch import Store, import_paths
from archive.intake.result import Result
from archive.intake.store import Intake, Stored
from archive.reading import Draft
from archive.reading.sources import Source, count
from archive.searching import freshness, new_clauses
from archive.searching.segmentation import han_words


def _publishing() -> Store:
    """Returns the function with which ``import_paths`` stores Drafts and publishes them.

    Mends that were published earlier for the same source are first applied to the Drafts.
    """
    intake = Intake()

    def store(source: Source, drafts: Sequence[tuple[Draft, Citations]]) -> list[Stored]:
        queue.defer_series_in_case()
        return intake.store(source, rereading.mended(source, drafts))

    return store


class Command(BaseCommand):
    help = (
        "Store the resolutions in files, folders and zip archives. Without --all: those on disarmament (adopted on the "
        "First Committee's report, or with such a subject), and plain texts. The same twice changes nothing; what was "
        "stopped, the next run finishes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip archive")
        parser.add_argument("--all", action="store_true", help="resolutions on every topic")
        parser.add_argument("--hold", action="store_true", help="lay them on the librarians' desk and publish nothing")
        parser.add_argument(
            "--reread", action="store_true", help="read again what is stored, after the reader or the catalogue changed"
        )

        parser.add_argument(
            "--no-index", action="store_false", dest="index", help="leave the search index to update_index"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        results: Counter[str] = Counter()
        refused = []
        store = HeldSources(", ".join(map(str, options["paths"]))).store if options["hold"] else _publishing()
        reports = import_paths(options["paths"], every_topic=options["all"], reread=options["reread"], store=store)
        progress = tqdm(reports, total=count(options["paths"]), unit="source", disable=None, file=sys.stderr)
        try:
            with freshness.together(write=options["index"]):
                for report in progress:
                    results.update(stored.result for stored in report.stored)
                    results["passed over"] += report.passed_over
                    results["warnings"] += sum(stored.warnings for stored in report.stored)
                    if report.refused:
                        refused.append(report)
                        progress.write(f"{report.source}: {report.refused}", file=sys.stderr)
                if not options["hold"]:
                    series.rebuild()  # also if nothing is new: an earlier import may have been killed before this
                    wording.update(han_words)
            if options["index"] and not options["hold"]:
                new_clauses.update_or_warn()
        except Exception as error:
            progress.close()
            if (sentence := fault(error)) is None:
                raise
            stored = results[Result.NEW] + results[Result.CHANGED]
            raise CommandError(f"The import stopped after {stored} resolutions. {sentence}") from error
        held = f"{results[Result.HELD]} held for the librarians, " if options["hold"] else ""
        self.stdout.write(
            f"{held}{results[Result.NEW]} new, {results[Result.CHANGED]} changed, "
            f"{results[Result.UNCHANGED]} unchanged, {len(refused)} refused; "
            f"{results['passed over']} on other topics passed over; {results['warnings']} warnings."
        )
        if refused:
            sys.exit(1)
