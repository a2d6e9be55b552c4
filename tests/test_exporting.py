"""The whole archive as data: every table, in three formats, and its description."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.database.locks import Lock
from archive.exporting import due, export, making, published
from archive.exporting.export import NotOurs, export_to
from archive.exporting.package import CHECKSUMS, PACKAGE, SQLITE, File
from archive.exporting.tables import TABLES
from archive.exporting.tables.resolutions import CLAUSES
from archive.exporting.words import table_words
from archive.intake.states import load_states
from archive.models import Ballot, Citation, Clause, Document, MemberState, Resolution, Text, Vote
from tests.shelf import fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled() -> None:
    """Resolution 90/2 in two languages, with a vote; resolution 89/1, which it cites; and the States."""
    load_states()
    fill()
    vote = Vote.objects.get(document__key="A/RES/90/2")
    for code, choice in (("CHN", "yes"), ("USA", "no"), ("PER", "absent")):
        state = MemberState.objects.get(code=code)
        Ballot.objects.create(vote=vote, state=state, choice=choice, printed=state.name_en)


@pytest.fixture
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """The folder of the versions at /data/, with nothing in it."""
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_table_and_column_has_words() -> None:
    described = {name: list(words.columns) for name, words in table_words().items()}
    assert described == {table.name: table.column_names for table in TABLES}


@pytest.mark.usefixtures("filled")
def test_the_numbers_are_those_of_the_database(tmp_path: Path) -> None:
    export_to(tmp_path / "out", "2026-11-29")
    expected = {
        "resolutions": Resolution.objects.count(),
        "texts": Text.objects.count(),
        "clauses": Clause.objects.count(),
        "citations": Citation.objects.count(),
        "documents": Document.objects.of_readers().count(),
        "votes": Vote.objects.count(),
        "ballots": Ballot.objects.count(),
        "un_votes": Ballot.objects.cast().count(),
        "htv_member_votes": Ballot.objects.count(),
    }
    package = json.loads((tmp_path / "out" / PACKAGE).read_text("utf-8"))
    told = {resource["name"]: resource["rows"] for resource in package["resources"]}
    assert {name: told[name] for name in expected} == expected
    with closing(sqlite3.connect(tmp_path / "out" / SQLITE)) as data:
        for table in TABLES:
            in_sqlite = data.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608
            in_parquet = pq.read_metadata(tmp_path / "out" / f"{table.name}.parquet").num_rows
            in_csv = len(rows_of(tmp_path / "out", table.name))
            assert (table.name, in_sqlite, in_parquet, in_csv) == (table.name, *[told[table.name]] * 3)


@pytest.mark.usefixtures("filled")
def test_the_same_values_in_every_format(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export_to(folder, "2026-11-29")
    names = ("session", "adopted_on", "yes", "part", "agenda_items")
    row = next(row for row in rows_of(folder, "resolutions") if row["symbol"] == "A/RES/90/2")
    assert [row[name] for name in names] == ["90", "2035-12-08", "170", "", '["96(d)"]']
    typed = next(row for row in pq.read_table(folder / "resolutions.parquet").to_pylist() if row["number"] == 2)
    assert [typed[name] for name in names] == ["90", date(2035, 12, 8), 170, None, ["96(d)"]]
    with closing(sqlite3.connect(folder / SQLITE)) as data:
        found = data.execute(f"SELECT {', '.join(names)} FROM resolutions WHERE number = 2").fetchall()  # noqa: S608
        assert found == [("90", "2035-12-08", 170, None, '["96(d)"]')]
        assert data.execute("PRAGMA foreign_key_check").fetchall() == []
        # Datasette fails where a foreign key does not name the columns that it leads to.
        keys = [data.execute(f"PRAGMA foreign_key_list('{table.name}')").fetchall() for table in TABLES]
        assert {"vote", "code", "symbol"} <= {key[4] for found in keys for key in found}
        code = "SELECT en, zh FROM data_codes WHERE \"table\" = 'ballots' AND \"column\" = 'choice' AND code = 'absent'"
        assert data.execute(code).fetchall() == [("Absent or not voting", "缺席或未参加表决")]


@pytest.mark.usefixtures("filled")
def test_a_csv_for_programs_has_the_words_as_they_are(tmp_path: Path) -> None:
    words = "=1+1，“引号”\n第二行"
    Clause.objects.filter(path="op1").update(text=words)
    export_to(tmp_path / "out", "2026-11-29")
    written = (tmp_path / "out" / "clauses.csv").read_bytes()
    assert written.startswith(b"symbol,language,path,")
    assert {row["text"] for row in rows_of(tmp_path / "out", "clauses") if row["path"] == "op1"} == {words}


@pytest.mark.usefixtures("filled")
def test_withdrawn_and_withheld_things_are_not_in_it(tmp_path: Path) -> None:
    Resolution.objects.update(withdrawn_at="2026-11-29T00:00:00Z", withdrawn_reason="鲸鱼", proposal="鲸鱼")
    Text.objects.update(leading=False)
    Document.objects.filter(resolution__isnull=False).update(title_zh="鲸鱼", title_en="whales")
    Clause.objects.update(text="鲸鱼")
    export_to(tmp_path / "out", "2026-11-29")
    empty = ("resolutions", "texts", "clauses", "footnotes", "footnote_marks", "citations", "sponsors")
    assert {name: rows_of(tmp_path / "out", name) for name in empty} == {name: [] for name in empty}
    for path in (tmp_path / "out").iterdir():
        assert "鲸鱼".encode() not in path.read_bytes(), path.name
        assert b"whales" not in path.read_bytes(), path.name


@pytest.mark.usefixtures("filled")
def test_a_citation_of_a_withdrawn_document_has_no_target(tmp_path: Path) -> None:
    Resolution.objects.filter(document__key="A/RES/89/1").update(withdrawn_at="2026-11-29T00:00:00Z")
    Text.objects.filter(resolution__document__key="A/RES/89/1").update(leading=False)
    assert Citation.objects.filter(target__key="A/RES/89/1", status="resolved").exists()
    export_to(tmp_path / "out", "2026-11-29")
    found = [row for row in rows_of(tmp_path / "out", "citations") if row["cited"] == "A/RES/89/1"]
    assert found
    assert {(row["target"], row["status"]) for row in found} == {("", "unknown")}


@pytest.mark.usefixtures("filled")
def test_everything_is_of_one_moment(tmp_path: Path) -> None:
    """A title that another connection changes during the export is in no file."""

    def told(name: str, rows: int) -> None:
        if name == "documents":
            with closing(connection.copy()) as other, other.cursor() as cursor:
                cursor.execute("UPDATE archive_document SET title_zh = '鲸鱼' WHERE key = 'A/RES/90/2'")

    export_to(tmp_path / "out", "2026-11-29", told)
    assert [row["title_zh"] for row in rows_of(tmp_path / "out", "resolutions")] == ["较早的试验", "一项<试验>"]


@pytest.mark.usefixtures("filled")
def test_a_broken_off_export_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    export_to(folder, "2026-11-29")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr(type(CLAUSES), "batches", _break_off)
    with pytest.raises(OSError, match="full"):
        export_to(folder, "2026-11-30")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _break_off(self: Any) -> Any:
    raise OSError("the disk is full")


def test_other_files_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("…")
    with pytest.raises(NotOurs):
        export_to(tmp_path, "2026-11-29")
    with pytest.raises(CommandError, match="has other files"):
        call_command("export_data", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.usefixtures("filled")
def test_the_checksums_are_right(tmp_path: Path) -> None:
    export_to(tmp_path / "out", "2026-11-29")
    lines = (tmp_path / "out" / CHECKSUMS).read_text("ascii").splitlines()
    files = [File.of(path) for path in sorted((tmp_path / "out").iterdir()) if path.name != CHECKSUMS]
    assert lines == [f"{file.sha256}  {file.path}" for file in files]


@pytest.mark.usefixtures("filled")
def test_frictionless_finds_the_package_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="needs frictionless")
    export_to(tmp_path / "out", "2026-11-29")
    report = frictionless.validate(str(tmp_path / "out" / PACKAGE))
    found = report.flatten(["title", "fieldName", "rowNumber", "message"])
    assert (report.valid, found) == (True, [])
    assert report.stats["tasks"] == len(TABLES)


@pytest.mark.usefixtures("filled")
def test_a_new_version_only_for_new_content(data_dir: Path, settings: Any) -> None:
    settings.DATA_KEPT = 2
    assert due.is_due() is False  # something has changed a moment ago
    first = making.make()
    assert making.make() is None
    made = [first]
    for title in ("一", "二"):
        Document.objects.filter(key="A/RES/90/2").update(title_zh=title)
        made.append(making.make())
    assert made == [first, f"{first}.2", f"{first}.3"]
    assert [version.name for version in published.versions()] == [made[2], made[1]]
    assert sorted(path.name for path in data_dir.iterdir()) == [made[1], made[2], "seen.json"]


@pytest.mark.usefixtures("filled")
def test_only_one_process_makes_a_version(data_dir: Path) -> None:
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.EXPORT])
        with pytest.raises(making.MadeElsewhere):
            making.make()
    assert published.versions() == []


def test_when_a_version_is_due(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At minute 30 a version is made. A row: minute, stamp of the database, whether a version is due."""
    minute, stamp = 0, ""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromtimestamp(minute * 60, UTC))
    monkeypatch.setattr(due, "changes", lambda: stamp)
    looks = [
        (0, "a", False), (5, "b", False), (10, "b", False), (16, "b", True),
        (30, "b", "made"),
        (31, "b", False), (100, "c", False), (109, "d", False), (118, "e", False), (127, "e", False), (128, "e", True),
        (400, "f", False), (461, "g", True),  # changes never stop for ten minutes, and six hours have passed
    ]  # fmt: skip
    for minute, stamp, expected in looks:
        if expected == "made":
            due.note_made(stamp)
        else:
            assert (minute, due.is_due()) == (minute, expected)


def test_an_export_is_of_our_folder_alone(tmp_path: Path) -> None:
    (tmp_path / PACKAGE).write_text('{"name": "another"}')
    assert export.is_export(tmp_path) is False
