"""Makes rows of an earlier release, for tests of migrations that change rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_SCHEMA = "earlier_release"


@contextmanager
def migrating() -> Iterator[Callable[[str], Any]]:
    """Gives ``to(name)``, which migrates separate empty tables up to a migration and returns the models of that state.

    with migrating() as to:
        to("0013_facts_of_revisions").get_model("archive", "Vote").objects.create(…)
        to("0014_choices_in_words").get_model("archive", "Vote").objects.get()
    """

    def to(name: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([("archive", name)])
        return executor.loader.project_state([("archive", name)]).apps

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
        cursor.execute(f"SET search_path TO {_SCHEMA}")
        try:
            yield to
        finally:
            cursor.execute("RESET search_path")
            cursor.execute(f"DROP SCHEMA {_SCHEMA} CASCADE")
