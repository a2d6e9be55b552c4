"""Tests the commands ``read`` and ``import_resolutions`` with good, bad and changed files. The texts are invented."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.intake.store import Intake
from archive.models import Clause, Resolution, Revision

SEED = Path(__file__).resolve().parents[1] / "fixtures" / "resolutions" / "A_RES_65_72.txt"

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">&c;</akomaNtoso>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">&x;</akomaNtoso>"""
CUT_OFF = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta>'


def a_resolution(number: str, clause: str = "决定继续审议这一问题。") -> str:
    return f"{number}. 一项试验决议\n\n大会，\n\n回顾其以往各项决议，\n\n1. {clause}\n\n2035年12月8日\n第60次全体会议\n"


def test_rebuild_index_without_a_terminal_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="--noinput"):
        call_command("rebuild_index")


def run(command: str, *arguments: Any, **options: Any) -> tuple[str, str, int]:
    """Runs a command. Returns its standard output, its standard error and its exit status."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue(), err.getvalue(), status


def test_read_prints_one_json_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(a_resolution("90/1"), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.txt", a_resolution("90/2").encode("gb18030"))
    out, err, status = run("read", tmp_path, json=True)
    lines = [json.loads(line) for line in out.splitlines()]
    assert (err, status) == ("", 0)
    assert [(d["symbol"], d["session"], d["adopted_on"], d["meeting"]) for d in lines] == [
        ("A/RES/90/1", "90", "2035-12-08", 60),
        ("A/RES/90/2", "90", "2035-12-08", 60),
    ]
    assert lines[1]["source"].endswith("b.zip!b.txt")
    keys = [
        "source",
        "format",
        "language",
        "symbol",
        "title",
        "session",
        "adopted_on",
        "meeting",
        "clauses",
        "footnotes",
        "warnings",
    ]
    assert list(lines[0]) == keys


def test_read_continues_after_an_unreadable_file_and_reports_it(tmp_path: Path) -> None:
    hostile = {
        "1_bomb.xml": BOMB,
        "2_external.xml": EXTERNAL,
        "3_cut.xml": CUT_OFF,
        "4_empty.xml": b"",
        "5_no.txt": b"x",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "6.txt").write_text(a_resolution("90/1", "决定<script>alert(1)</script>&amp;继续。"), encoding="utf-8")
    out, err, status = run("read", tmp_path, json=True)
    assert status == 1
    assert [line.split(": ")[0].rsplit("/", 1)[-1] for line in err.splitlines()] == list(hostile)
    assert "root:" not in out + err
    [draft] = map(json.loads, out.splitlines())
    assert draft["clauses"][1]["text"] == "决定<script>alert(1)</script>&amp;继续。"


@pytest.mark.django_db(transaction=True)
def test_import_stores_once_revises_once_and_refuses_two_files_for_one_symbol(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(a_resolution("90/1"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(a_resolution("90/2"), encoding="utf-8")
    assert run("import_resolutions", tmp_path)[0].startswith("2 new, 0 changed, 0 unchanged, 0 refused")
    assert run("import_resolutions", tmp_path)[0].startswith("0 new, 0 changed, 2 unchanged, 0 refused")

    (tmp_path / "b.txt").write_text(a_resolution("90/2", "决定不再审议这一问题。"), encoding="utf-8")
    (tmp_path / "c.txt").write_text(a_resolution("90/1", "决定明年审议这一问题。"), encoding="utf-8")
    out, _, status = run("import_resolutions", tmp_path)
    assert out.startswith("0 new, 1 changed, 1 unchanged, 1 refused")
    assert status == 1
    assert Resolution.objects.count() == 2
    assert Revision.objects.filter(current=True).count() == 2
    assert set(Clause.objects.filter(path="op1", revision__current=True).values_list("text", flat=True)) == {
        "决定继续审议这一问题。",
        "决定不再审议这一问题。",
    }


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_loses_nothing_and_the_next_run_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 5):
        (tmp_path / f"{number}.txt").write_text(a_resolution(f"90/{number}"), encoding="utf-8")
    store, calls = Intake.store, []

    def store_until_cut(self: Intake, *arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            parameters = connection.get_connection_params()
            parameters.pop("cursor_factory", None), parameters.pop("context", None)
            pid = connection.connection.info.backend_pid
            with psycopg.connect(**parameters) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return store(self, *arguments)

    monkeypatch.setattr(Intake, "store", store_until_cut)
    with pytest.raises(CommandError, match="stopped after 2 resolutions"):
        run("import_resolutions", tmp_path)
    connection.close()
    monkeypatch.undo()
    assert Resolution.objects.count() == 2
    assert run("import_resolutions", tmp_path)[0].startswith("2 new, 0 changed, 2 unchanged")
    assert Clause.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_without_all_only_the_first_committees_are_taken(shared_data: Path) -> None:
    folder = shared_data / "GAresolutions" / "79session" / "Chinese"
    files = [next(folder.glob(f"A_RES_79_{number}-*.xml")) for number in (22, 1, 100)]
    out, _, _ = run("import_resolutions", *files)
    assert out.startswith("1 new, 0 changed, 0 unchanged, 0 refused; 2 on other topics passed over")
    assert Resolution.objects.get().document.key == "A/RES/79/22"
    assert run("import_resolutions", *files, all=True)[0].startswith("2 new, 0 changed, 1 unchanged")


@pytest.mark.django_db(transaction=True)
def test_the_fixtures_load_once() -> None:
    first, second = run("load_fixtures")[0], run("load_fixtures")[0]
    assert "1 resolutions" in first
    assert second.startswith("New: 0 documents, 0 subjects, 0 resolutions")
    assert Clause.objects.filter(revision__text__resolution__document__key="A/RES/65/72").count() == 34
    assert SEED.is_file()
