from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from archive.database.reaching import reach_database
from archive.exporting import making
from archive.exporting.export import NotOurs, export_to


class Command(BaseCommand):
    help = (
        "Write the whole archive as data into a folder: CSV, Parquet, SQLite and datapackage.json. An earlier export "
        "in the folder is replaced when the new one is complete. Without a folder: make a new version for /data/, if "
        "anything has changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        folder = options["folder"]
        if folder is None:
            self._make()
            return
        try:
            export_to(folder.absolute(), timezone.now().date().isoformat(), self._told)
        except NotOurs:
            raise CommandError(f"{folder} has other files. Name a new folder, or one with an earlier export.") from None
        except NotADirectoryError:
            raise CommandError(f"{folder} is a file. Name a folder.") from None

    def _make(self) -> None:
        try:
            made = making.make(self._told)
        except making.MadeElsewhere:
            raise CommandError("Another process is making the data now. Nothing was done.") from None
        self.stdout.write(f"/data/{made}/ is the newest version." if made else "Nothing has changed: no new version.")

    def _told(self, name: str, rows: int) -> None:
        self.stdout.write(f"{name}: {rows} rows")
