import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.management import importing
from archive.management.importing import Importing
from archive.reading.wanted import Wanted


class Command(BaseCommand):
    help = (
        "Store the resolutions and votes in files, folders, zip archives and tarballs. Without --all: those on "
        "disarmament (adopted on the First Committee's report, or with such a subject), and plain texts. The same "
        "twice changes nothing; what was stopped, the next run finishes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or an archive")
        importing.add_arguments(parser)
        parser.add_argument("--languages", default="all", help="texts in these languages, such as zh,en (default: all)")
        parser.add_argument("--hold", action="store_true", help="lay them on the librarians' desk and publish nothing")
        parser.add_argument(
            "--reread", action="store_true", help="read again what is stored, after the reader or the catalogue changed"
        )
        parser.add_argument(
            "--no-index", action="store_false", dest="index", help="leave the search index to update_index"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Wanted(options["all"], importing.languages_of(options["languages"]))
        run = Importing(
            options["paths"],
            wanted,
            "import_resolutions",
            hold=options["hold"],
            reread=options["reread"],
            index=options["index"],
        )
        report = run()
        self.stdout.write(importing.summary(report))
        if report.warnings:
            self.stdout.write(importing.kinds(report))
        if options["report"]:
            importing.write_report(report, options["report"])
        if report.refused:
            sys.exit(1)
