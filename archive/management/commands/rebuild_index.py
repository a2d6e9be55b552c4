import sys
from typing import Any

from django.core.management.base import CommandError
from haystack.management.commands.rebuild_index import Command as HaystackCommand
from tqdm import tqdm

from archive.models import Document
from archive.searching import freshness


def _agreed() -> bool:
    """Asks whether to build the index. Raises CommandError if nobody can answer."""
    try:
        return input("Build the search index afresh? [y/N] ").strip().lower() == "y"
    except EOFError:
        raise CommandError("There is no terminal to answer at. Give --noinput to build the index unasked.") from None


class Command(HaystackCommand):
    """Haystack's command, changed: it builds the new index beside the old index.

    The old index answers searches until the new index is complete.
    """

    help = "Build the search index afresh, beside the one in use, and put it in its place."

    def handle(self, **options: Any) -> None:
        if options["interactive"] and not _agreed():
            self.stdout.write("Nothing was done.")
            return
        for using in options["using"] or freshness.aliases():
            with tqdm(total=Document.objects.count(), unit="document", disable=None, file=sys.stderr) as bar:
                count = freshness.rebuild(using, progress=bar.update)
            if options["verbosity"]:
                entries = freshness.backend(using).find(freshness.ALL, end=0).hits
                self.stdout.write(f"{using}: {count} documents, {entries - count} clauses.")
