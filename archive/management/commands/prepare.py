"""``manage.py prepare``: from an empty database to an archive that can be served; on one that is ready, nothing."""

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

from archive.database.reaching import reach_database
from archive.searching import freshness

LIBRARIAN = "librarian"
# Any number will do, so long as every archive uses the same.
_LOCK = 65_72


class Command(BaseCommand):
    help = "Bring database, first documents, search index, static files and the librarian's account up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("compile_translations")
        reach_database()
        with connection.cursor() as cursor:
            # Two that start at once prepare one after the other. The lock ends with the connection.
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_fixtures")
        if not freshness.backend().exists():
            self.stdout.write("Building the search index …")
        freshness.repair()
        self._collect_static_files()
        self._make_librarian()
        connection.close()

    def _collect_static_files(self) -> None:
        """Hash and compress the static files, unless they are the same as last time: it takes three seconds."""
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
        """An account for the desk, where nobody has one. Its password is shown now and kept nowhere."""
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(LIBRARIAN, password=password)
        self.stdout.write(f"The librarian's account, for /admin/ (shown this once): {LIBRARIAN} / {password}")
