"""Compares README.md, ARCHITECTURE.md and CONTRIBUTING.md with the code.

The tables of settings and benchmarks must be true and complete. The rooms must agree with the import contract, and each
link must lead to a file. ``tests/test_views_help_data.py`` checks the tables of JSON and CSV.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.readme_tables import README, table

ROOT = README.parent


def read_from_the_environment() -> set[str]:
    """The names that the settings, ``serve`` and the Makefile read, and one that gunicorn reads."""
    code = "".join((ROOT / "archive" / name).read_text() for name in ("settings.py", "management/commands/serve.py"))
    in_code = re.findall(r'(?:environ(?:\.get)?|getenv|_switched_on|_number)[(\[]"(\w+)"', code)
    in_make = re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return {*in_code, *in_make, "FORWARDED_ALLOW_IPS"}


def test_every_setting_is_documented() -> None:
    assert {row[0].strip("`") for row in table("Settings")} == read_from_the_environment()


def test_the_rooms_are_in_the_order_of_the_import_contract() -> None:
    rooms = [row[0].strip("`/") for row in table("How the archive is built", ROOT / "ARCHITECTURE.md")]
    [contract] = [
        contract
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    place = {name: line for line, names in enumerate(contract["layers"]) for name in names.split(" | ")}
    below = [place[room] for room in rooms]
    assert below == sorted(below, reverse=True)
    shared = {"management", "migrations", "templatetags", "database", "date_formats", "serving"}
    assert {*rooms, *shared} == {path.parent.name for path in (ROOT / "archive").glob("*/__init__.py")}


def test_the_licences_are_those_of_the_locked_packages() -> None:
    locks = "".join((ROOT / f"requirements{name}.lock").read_text() for name in ("", "-database"))
    listed = {(name.lower().replace("_", "-"), version): licence for name, version, licence in _licences()}
    locked = re.findall(r"^([\w.-]+)==([\w.]+)(?![\w.]| ; .*'win32')", locks, re.MULTILINE)
    assert sorted(listed) == sorted({(name.lower().replace("_", "-"), version) for name, version in locked})
    unfit = [row for row in listed.items() if re.search(r"UNKNOWN|(?<!L)GPL", row[1])]
    assert unfit == []


def _licences() -> list[tuple[str, str, str]]:
    """(name, version, licence) of each row of docs/licences.md, which ``make lock`` writes."""
    rows = (ROOT / "docs" / "licences.md").read_text().splitlines()[2:]
    cells = ([cell.strip() for cell in row.strip("|").split("|")] for row in rows)
    return [(name, version, licence) for name, version, licence in cells]


def test_the_benchmarks_are_the_documented_ones() -> None:
    documented = [row[0].strip("`") for row in table("Measure", ROOT / "CONTRIBUTING.md")]
    assert documented == sorted(path.name for path in (ROOT / "benchmarks").glob("[!_]*.py"))


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md"])
def test_links_lead_to_files_of_the_project(name: str) -> None:
    text = Path(ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []
