from typing import Any

from django.core.management.base import BaseCommand

from archive.database.reaching import reach_database
from archive.terms import making


class Command(BaseCommand):
    help = (
        "Find which English words stand for which Chinese ones in the texts that are here in both languages, for "
        "/terms/. The queue does the same some minutes after the archive has changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        made = making.make()
        self.stdout.write("Nothing has changed: the terms stay." if made is None else f"{made} terms.")
