"""Data goes one way through the desk: its modules do not import each other in a circle, not even while running."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter

import pytest

from tests.conftest import ROOT

DESK = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in (ROOT / "archive" / "desk").rglob("[!_]*.py")
}
WITHOUT_DJANGO = (
    "mends.anchors",
    "mends.tracking",
    "mends.mending",
    "mends.citations",
    "mends.operations",
    "checking",
    "account",
    "diff.comparing",
    "draft_json",
    "cited",
    "confined.reader",
    "confined.process",
)


def imports(name: str) -> set[str]:
    """Every module that a module of the desk imports, wherever in its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(DESK[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


def test_no_circle() -> None:
    order = list(TopologicalSorter({name: imports(name) & set(DESK) for name in DESK}).static_order())
    assert (
        order.index("archive.desk.jobs.queue")
        < order.index("archive.desk.proofs")
        < order.index("archive.desk.jobs.tasks")
    )


@pytest.mark.parametrize("name", WITHOUT_DJANGO)
def test_neither_django_nor_a_database(name: str) -> None:
    todo, seen = [f"archive.desk.{name}"], set()
    while todo:
        module = todo.pop()
        seen.add(module)
        found = imports(module)
        assert not {one for one in found if one.split(".")[0] == "django" or one.startswith("archive.models")}, module
        todo += (found & set(DESK)) - seen
