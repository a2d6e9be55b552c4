"""Migrations: each holds all that it needs, so that it does the same in every later release."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.desk import roles
from tests.conftest import ROOT

MIGRATIONS = sorted((ROOT / "archive" / "migrations").glob("[0-9]*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add("archive" if node.level else (node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_imports_no_live_code(path: Path) -> None:
    assert "archive" not in imported(path)


@pytest.mark.django_db
def test_the_desk_has_three_groups() -> None:
    Group.objects.all().delete()
    state = MigrationLoader(connection).project_state([("archive", "0004_desk")])
    import_module("archive.migrations.0004_desk").make_roles(state.apps, SimpleNamespace(connection=connection))
    given = {
        group.name: sorted(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.prefetch_related("permissions")
    }
    assert given == {name: sorted([*desk, *users]) for name, (desk, users) in roles.PERMISSIONS.items()}
