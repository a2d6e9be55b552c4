"""The command ``prepare``: makes an empty database into a complete archive. A complete archive is not changed."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from archive.database.locks import Lock
from archive.database.reaching import reach_database
from archive.database.restoring import remove_left_over
from archive.intake import disagreements
from archive.searching import freshness, new_clauses

LIBRARIAN = "librarian"


class Command(BaseCommand):
    help = "Bring database, first documents, search index, static files and the librarian's account up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_translations")
        reach_database()
        with connection.cursor() as cursor:
            # If two processes start at the same time, one waits here. Closing the connection ends the lock.
            cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.PREPARE])
        remove_left_over()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("clearsessions")  # Django itself never deletes sessions that have ended
        call_command("load_fixtures")
        self._bring_index_up_to_date()
        new_clauses.update_or_warn()
        disagreements.update()
        self._collect_static_files()
        self._make_librarian()
        connection.close()

    def _bring_index_up_to_date(self) -> None:
        """Without an index the archive starts too: the search is then away until the index can be built."""
        index = freshness.backend()
        if not index.exists():
            self.stdout.write("Building the search index …")
        try:
            freshness.repair()
            index.remove_others()
        except Exception as error:  # such as a full disk; each engine has errors of its own
            self.stderr.write(
                f"The search index in {index.place} cannot be written ({error}). The archive starts without "
                "search. Make room or mend the folder; the index is then built by itself."
            )

    def _collect_static_files(self) -> None:
        """Hashes and compresses the static files, if any of them has changed. This takes three seconds."""
        sources = hashlib.sha256()
        for finder in get_finders():
            for path, storage in finder.list(None):
                sources.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
        stamp = settings.VAR_DIR / "static.sha256"
        if stamp.exists() and stamp.read_text() == sources.hexdigest() and settings.STATIC_ROOT.is_dir():
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(sources.hexdigest())

    def _make_librarian(self) -> None:
        """Makes an account for the desk if there is none. Prints its password once; only a hash of it is stored."""
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(LIBRARIAN, password=password)
        self.stdout.write(f"The librarian's account, for /admin/ (shown this once): {LIBRARIAN} / {password}")
