import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.database.address import parameters
from archive.database.backup import BackupError, write
from archive.database.programs import ProgramError
from archive.database.reaching import reach_database
from archive.monitoring import installation

# The settings of README.md, "Settings", that a restored archive may need too.
_OTHER_SETTINGS = ("DATABASE_URL", "FORWARDED_ALLOW_IPS", "HOST", "PORT", "SEARCH_ENGINE")


class Command(BaseCommand):
    help = (
        "Write everything that the archive cannot make again into one file: the database with the originals and the "
        "accounts. The archive can stay in use. A file of the same name is replaced when the new one is complete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["path"].absolute()
        if path.is_dir():
            raise CommandError(f"{path} is a folder. Name a file in it, such as {path / 'archive.backup'}.")
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}.")
        reach_database()
        names = sorted(name for name in os.environ if name.startswith("ARCHIVE_") or name in _OTHER_SETTINGS)
        try:
            manifest = write(path, parameters(), settings=names)
        except (BackupError, ProgramError) as error:
            raise CommandError(str(error)) from error
        with suppress(OSError):  # the back-up is complete, also where this note cannot be written
            (settings.VAR_DIR / installation.LAST_BACKUP).touch()
        rows = sum(digest.rows for digest in manifest.tables.values())
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"{path}: {rows} rows in {len(manifest.tables)} tables, {size:.1f} MB.")
