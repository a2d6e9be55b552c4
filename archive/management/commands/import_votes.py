import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.desk import queue
from archive.faults import fault
from archive.intake.result import Result
from archive.intake.vote_files import ImportedFile, import_file
from archive.management.importing import join
from archive.management.progress import Progress
from archive.searching import freshness, new_clauses


class Command(BaseCommand):
    help = (
        "Store the votes in files: the UN Digital Library's voting data, the UN's data_extract, Voeten's roll calls "
        "and votes, or this archive's own CSV. The content of a file tells its format. Without --all: the votes on "
        "disarmament, and votes whose file does not tell the topic. Importing a file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--all", action="store_true", help="votes on every topic")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, store nothing")
        parser.add_argument("--again", action="store_true", help="also a file that was imported before")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for path in options["paths"]:
            if not options["dry_run"]:
                queue.defer_series_in_case()
            size = path.stat().st_size if path.is_file() else 0
            progress = Progress(path.name, size, "B")
            try:
                with freshness.together():
                    imported = import_file(
                        path,
                        every_topic=options["all"],
                        dry_run=options["dry_run"],
                        again=options["again"],
                        advance=progress.advance,
                    )
            except Exception as error:
                if (sentence := fault(error)) is None:
                    raise
                raise CommandError(f"Nothing of {path} was stored. {sentence}") from error
            finally:
                progress.close()
            if imported.refused:
                refused += 1
                self.stderr.write(f"{path}: {imported.refused}")
            else:
                self.stdout.write(f"{path.name}: {self._summary(imported, options['dry_run'])}")
        if not options["dry_run"]:
            with freshness.together():
                join()
            new_clauses.update_or_warn()
        if refused:
            sys.exit(1)

    def _summary(self, imported: ImportedFile, dry_run: bool) -> str:
        if imported.seen_as:
            return f"unchanged; these bytes were imported before as {imported.seen_as}."
        votes, problems = imported.tally.votes, imported.tally.problems
        summary = (
            f"{imported.format}: {votes[Result.NEW]} new, {votes[Result.CHANGED]} changed, "
            f"{votes[Result.UNCHANGED]} unchanged votes; {imported.tally.ballots} ballots written."
        )
        if imported.tally.passed_over:
            summary += f" {imported.tally.passed_over} on other topics passed over (--all takes them)."
        if problems:
            summary += " To look at: " + ", ".join(f"{count} {kind}" for kind, count in sorted(problems.items())) + "."
        return summary + (" Nothing was stored (dry run)." if dry_run else "")
