from typing import Any

from django.core.management.base import CommandError
from haystack.management.commands.update_index import Command as HaystackCommand

from archive.searching import freshness, new_clauses


class Command(HaystackCommand):
    """Haystack's command, changed: without options it compares the index with the database.

    It writes the entries that are missing or outdated, and removes the entries that the database no longer has.
    """

    help = "Bring the search index up to date; only what differs from the database is written."

    def handle(self, **options: Any) -> None:
        if any(options.get(name) for name in ("app_label", "minutes", "age", "start_date", "end_date")):
            super().handle(**options)
            return
        for using in options.get("using") or freshness.aliases():
            try:
                written = freshness.repair(using)
            except Exception as error:  # such as a full disk; each engine has errors of its own
                raise CommandError(
                    f"{using}: the index in {freshness.backend(using).place} cannot be written ({error})."
                ) from error
            if options["verbosity"]:
                self.stdout.write(f"{using}: {len(written.outdated)} written, {len(written.left_over)} removed.")
        new_clauses.update_or_warn()
