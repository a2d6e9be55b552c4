"""Tests migrations: none imports code that can change later, and those of the desk's groups give permissions."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.desk import roles
from archive.messages import catalogue
from archive.models import Batch, Submission
from tests.conftest import ROOT
from tests.migrating import migrating

MIGRATIONS = sorted((ROOT / "archive" / "migrations").glob("[0-9]*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, also inside functions."""
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


def run(migration: str, function: str) -> None:
    """Runs the data operations of a migration, with the models of its state."""
    state = MigrationLoader(connection).project_state([("archive", migration)])
    module = import_module(f"archive.migrations.{migration}")
    getattr(module, function)(state.apps, SimpleNamespace(connection=connection))


def held() -> dict[str, set[str]]:
    """Each group's permissions."""
    groups = Group.objects.prefetch_related("permissions")
    return {group.name: {permission.codename for permission in group.permissions.all()} for group in groups}


@pytest.mark.django_db
def test_the_desk_has_three_groups() -> None:
    Group.objects.all().delete()
    run("0004_desk", "make_roles")
    run("0021_roles_cover_votes", "give_permissions")
    run("0043_verb_steps", "give_permissions")
    run("0045_votes_at_the_desk", "give_permissions")
    run("0046_fetches_and_write_offs", "give_permissions")
    run("0058_disagreements", "give_permissions")
    assert held() == {name: {*desk, *users} for name, (desk, users) in roles.PERMISSIONS.items()}


@pytest.mark.django_db
def test_existing_roles_get_permissions_on_votes() -> None:
    """A group keeps permissions given by hand. A deleted group is not made again."""
    Group.objects.all().delete()
    run("0004_desk", "make_roles")
    Group.objects.get(name=roles.CHIEF).delete()
    by_hand = Permission.objects.get(codename="add_vote")
    Group.objects.get(name=roles.READER).permissions.add(by_hand)
    before = held()
    run("0021_roles_cover_votes", "give_permissions")
    given = {name: permissions - before[name] for name, permissions in held().items()}
    assert set(given) == {roles.READER, roles.LIBRARIAN}
    assert "add_vote" in held()[roles.READER]
    assert {"view_voteproblem", "view_serieslink"} <= given[roles.READER]
    assert given[roles.LIBRARIAN] - given[roles.READER] == {"change_ballot", "add_serieslink", "change_serieslink"}


@pytest.mark.django_db
def test_a_refused_scan_has_a_message_that_is_there() -> None:
    batch = Batch.objects.create(name="a.pdf")
    refused = Submission.objects.create(batch=batch, name="a.pdf", state="failed", reason_code="pdf.scan")
    run("0052_refused_scans", "rename")
    refused.refresh_from_db()
    assert refused.reason_code in catalogue()


@pytest.mark.django_db(transaction=True)
def test_texts_get_their_kind_and_their_place_among_the_texts_of_their_kind() -> None:
    """Before, the order of a session that is not known was -1. Such a text is now first, not before the first."""
    rows = [
        ("A/RES/65/72", "65", 65),
        ("A/RES/S-10/2", "S-10", 1010),
        ("A/RES/1(I)", "", -1),
        ("A/DEC/52/492", "52", 52),
    ]
    with migrating() as to:
        apps = to("0049_names_in_votes")
        for key, session, order in rows:
            document = apps.get_model("archive", "Document").objects.create(key=key, kind="ga_resolution")
            apps.get_model("archive", "Resolution").objects.create(
                document=document, session=session, session_order=order, number=1
            )
        apps = to("0050_texts_of_other_bodies")
        found = apps.get_model("archive", "Resolution").objects.order_by("pk")
        assert list(found.values_list("document__key", "kind", "adopted_order")) == [
            ("A/RES/65/72", "ga_resolution", 65),
            ("A/RES/S-10/2", "ga_resolution", 1010),
            ("A/RES/1(I)", "ga_resolution", 0),
            ("A/DEC/52/492", "ga_decision", 52),
        ]
