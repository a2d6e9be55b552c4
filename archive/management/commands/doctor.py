import sys
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection

from archive.monitoring import health, installation


class Command(BaseCommand):
    help = "Say what is wrong with this installation, and what to do. The exit status is 1 if anything is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"The archive in {settings.VAR_DIR} uses {_database()}.")
        found = {name: [problem] if problem else [] for name, problem in health.problems().items()}
        for name, check in installation.CHECKS.items():
            try:
                found[name] = check()
            except (Error, psycopg.Error):  # of Django's connection, or of one beside it
                found[name] = ["Unknown, because the database does not answer."]
        for name, problems in found.items():
            self.stdout.write(f"{name}: {' '.join(problems) or 'good'}")
        if any(found.values()):
            sys.exit(1)


def _database() -> str:
    database = connection.settings_dict
    if "DIRECTORY" in database:
        return "its own database, because DATABASE_URL is not set"
    place = database["HOST"] or "the local socket"
    return f"the database {database['NAME']} at {place}, port {database['PORT'] or 5432}"
