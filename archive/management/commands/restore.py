import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.database.address import parameters
from archive.database.backup import BackupError, Manifest, read_manifest
from archive.database.programs import ProgramError
from archive.database.reaching import reach_database
from archive.database.restoring import has_content, require_known_migrations, restored_beside, switch_to
from archive.searching import freshness


class Command(BaseCommand):
    help = (
        "Put the content of a back-up in the place of this archive's. The new database is filled and compared beside "
        "the present one, which stays until everything went well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="only try it: restore beside, compare, and remove")
        parser.add_argument("--yes", action="store_true", help="replace the present archive without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = read_manifest(options["path"])
            require_known_migrations(manifest)
            reach_database()
            if not options["check"] and not options["yes"] and has_content(parameters()):
                self._ask(manifest)
            with restored_beside(options["path"], manifest) as beside:
                if not options["check"]:
                    switch_to(beside)
        except (BackupError, ProgramError) as error:
            raise CommandError(str(error)) from error
        rows = sum(digest.rows for digest in manifest.tables.values())
        self.stdout.write(
            f"Restored and compared: {rows} rows in {len(manifest.tables)} tables, of {manifest.made_at}."
        )
        if options["check"]:
            self.stdout.write("The back-up is good. The present archive was not changed.")
            return
        self._tell_settings(manifest)
        self.stdout.write("Building the search index …")
        freshness.rebuild()

    def _ask(self, manifest: Manifest) -> None:
        if not sys.stdin.isatty():
            raise CommandError("This archive has content. To replace it without being asked, add --yes.")
        answer = input(f"Replace the content of this archive by that of {manifest.made_at}? [y/N] ")
        if answer.strip().lower() != "y":
            raise CommandError("Nothing was changed.")

    def _tell_settings(self, manifest: Manifest) -> None:
        missing = [name for name in manifest.settings if name not in os.environ]
        if missing:
            self.stdout.write(f"Where the back-up was made, these settings were set too: {', '.join(missing)}.")
