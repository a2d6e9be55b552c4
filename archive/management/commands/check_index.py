import sys
from typing import Any

from django.core.management.base import BaseCommand

from archive.faults import fault
from archive.searching import freshness
from archive.searching.engines.backend import IndexAway


class Command(BaseCommand):
    help = "Say how far the search index and the database are apart; the exit status is 1 where they are."

    def handle(self, **options: Any) -> None:
        apart = False
        for using in freshness.aliases():
            try:
                freshness.backend(using).reader()
            except IndexAway as error:
                if fault(error):  # such as a disk that can only be read; a new index would not help
                    raise
                self.stdout.write(f"{using}: there is no index that can be read. Run rebuild_index.")
                apart = True
                continue
            found = freshness.difference(using)
            apart = apart or bool(found)
            advice = " Run update_index." if found else ""
            outdated, left_over = len(found.outdated), len(found.left_over)
            self.stdout.write(f"{using}: {outdated} documents missing or outdated, {left_over} left over.{advice}")
        if apart:
            sys.exit(1)
