"""Tests ``manage.py backup`` and ``restore`` on the tests' PostgreSQL: equal rows and pages, and what is refused."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from archive.database.address import connect, parameters
from archive.database.backup import DUMP, MANIFEST, WITHOUT_ROWS
from archive.database.digests import Digest, digests
from archive.models import Document, Resolution, Source, Subject
from tests.test_commands import SEED

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_index")]

PAGES = ("/", "/A/RES/65/72/?format=json", "/documents/?format=json", "/subjects/?format=json")


def command(name: str, *arguments: Any) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def rows() -> dict[str, Digest]:
    with connect(parameters()) as database:
        return digests(database, without=WITHOUT_ROWS)


def databases() -> set[str]:
    with connect(parameters("postgres")) as server:
        names = server.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in names if name.startswith(str(connection.settings_dict["NAME"]))}


@pytest.fixture
def filled() -> None:
    command("import_resolutions", SEED)
    Source.objects.create(sha256="0" * 64, name="every byte", size=256, content=bytes(range(256)))
    Subject.objects.create(name_zh="引号“'\"\\与制表\t换行\n", name_en="")
    get_user_model().objects.create_user("librarian", password="a long password")
    Client().force_login(get_user_model().objects.get())


@pytest.fixture
def backed_up(filled: None, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "archive.backup"
    command("backup", path)
    before = databases()
    yield path
    assert databases() == before, "a database was left behind"


def test_what_is_restored_is_what_was_backed_up(backed_up: Path) -> None:
    before, pages = rows(), [Client().get(address).content for address in PAGES]
    Resolution.objects.all().delete()
    Document.objects.all().delete()
    get_user_model().objects.update(username="another", password="")  # users with a history cannot be deleted
    said = command("restore", backed_up, "--yes")
    assert "Restored and compared" in said
    assert rows() == before
    assert [Client().get(address).content for address in PAGES] == pages
    assert Client().get("/search/?q=消除核武器&format=json").json()["clauses_found"] > 0
    assert get_user_model().objects.get(username="librarian").check_password("a long password")


def test_a_back_up_is_for_its_owner_only_and_has_no_values_of_settings(
    filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET_KEY", "a value that nobody may see")
    path = tmp_path / "archive.backup"
    path.write_text("an earlier back-up")
    command("backup", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir() if "archive.backup" in entry.name] == ["archive.backup"]
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert "ARCHIVE_SECRET_KEY" in manifest["settings"]
    assert b"a value that nobody may see" not in path.read_bytes()
    assert "django_session" not in manifest["tables"]


@pytest.mark.parametrize(
    ("place", "said"), [("", "is a folder. Name a file in it"), ("missing/archive.backup", "There is no folder")]
)
def test_a_place_that_takes_no_file_is_refused_at_once(db: None, tmp_path: Path, place: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command("backup", tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_a_trial_changes_nothing(backed_up: Path) -> None:
    Subject.objects.create(name_zh="later", name_en="later")
    before = rows()
    assert "The back-up is good" in command("restore", backed_up, "--check")
    assert rows() == before


def test_an_archive_with_content_is_not_replaced_unasked(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="add --yes"):
        command("restore", backed_up)


def test_the_answer_no_keeps_the_archive(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    with pytest.raises(CommandError, match="Nothing was changed"):
        command("restore", backed_up)


def _cut(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def _flip(path: Path, share: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 0b1000
    path.write_bytes(content)


def _with_manifest(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    with zipfile.ZipFile(path) as archive:
        manifest, dump = json.loads(archive.read(MANIFEST)), archive.read(DUMP)
    change(manifest)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(DUMP, dump)
        archive.writestr(MANIFEST, json.dumps(manifest))


def _foreign_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "nothing of ours")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: _cut(path, 0), "damaged or cut off"),
        (lambda path: _cut(path, 0.5), "damaged or cut off"),
        (lambda path: _cut(path, 0.999), "damaged or cut off"),
        (lambda path: _flip(path, 0.001), "damaged"),
        (lambda path: _flip(path, 0.3), "damaged"),
        (lambda path: _flip(path, 0.6), "damaged"),
        (lambda path: path.write_text("大会，"), "no back-up of this archive"),
        (_foreign_zip, "no back-up of this archive"),
        (lambda path: path.unlink(), "There is no file"),
        (
            lambda path: _with_manifest(path, lambda values: values.update(format="letters")),
            "no back-up of this archive",
        ),
        (lambda path: _with_manifest(path, lambda values: values.pop("tables")), "damaged"),
        (lambda path: _with_manifest(path, lambda values: values.update(dump_sha256="0" * 64)), "checksum"),
        (lambda path: _with_manifest(path, lambda values: values.update(version=2)), "Update the archive first"),
        (
            lambda path: _with_manifest(path, lambda values: values["migrations"]["archive"].append("9999_later")),
            r"later version of the archive.*archive\.9999_later",
        ),
        (lambda path: _with_manifest(path, lambda values: values.update(programs=99)), "postgresql-client-99"),
        (
            lambda path: _with_manifest(path, lambda values: values["tables"]["archive_clause"].update(rows=1)),
            "differ from the back-up: archive_clause",
        ),
    ],
)
@pytest.mark.parametrize("options", [["--yes"], ["--check"]])
def test_a_bad_file_is_refused_and_changes_nothing(
    backed_up: Path, damage: Callable[[Path], Any], said: str, options: list[str]
) -> None:
    before = rows()
    damage(backed_up)
    with pytest.raises(CommandError, match=said):
        command("restore", backed_up, *options)
    assert rows() == before


def test_a_failed_back_up_keeps_the_earlier_file(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = backed_up.read_bytes()
    monkeypatch.setattr("archive.database.backup.WITHOUT_ROWS", ("a table) that no pattern finds",))
    monkeypatch.setattr("archive.database.backup.environment", lambda database: {"PGHOST": "/nowhere"})
    with pytest.raises(CommandError, match="pg_dump failed"):
        command("backup", backed_up)
    assert backed_up.read_bytes() == before
    assert not list(backed_up.parent.glob(".*.part"))


def test_a_back_up_is_of_one_moment(filled: None, tmp_path: Path) -> None:
    """Another program writes into two tables together. Each back-up has as many rows of one as of the other."""
    stop = threading.Event()

    def write() -> None:
        with suppress(psycopg.Error), connect(parameters()) as database:
            database.execute("CREATE TABLE one (n int); CREATE TABLE two (n int)")
            while not stop.is_set():
                database.execute("BEGIN; INSERT INTO one VALUES (1); INSERT INTO two VALUES (1); COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            command("backup", tmp_path / f"{number}.backup")
            command("restore", tmp_path / f"{number}.backup", "--check")
    finally:
        stop.set()
        writer.join()
        with connect(parameters()) as database:
            database.execute("DROP TABLE one, two")
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.backup") as archive:
            tables = json.loads(archive.read(MANIFEST))["tables"]
        assert tables.get("one") == tables.get("two")


def test_a_restore_ends_connections_that_others_keep(backed_up: Path) -> None:
    with connect(parameters()) as other:
        command("restore", backed_up, "--yes")
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")


def test_a_connection_that_the_user_may_not_end_is_told(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As autovacuum's are. PostgreSQL ends autovacuum's by itself, but not those of other people."""
    monkeypatch.setattr("archive.database.restoring._PATIENCE", 0.1)
    before = rows()
    try:
        other = connect({**parameters(), "user": "postgres"})
    except psycopg.OperationalError:
        pytest.skip("needs the archive's own PostgreSQL, which lets its superuser in")
    with other, pytest.raises(CommandError, match="Other programs keep using the database"):
        command("restore", backed_up, "--yes")
    assert rows() == before


def test_what_a_killed_restore_left_is_removed(backed_up: Path) -> None:
    name = connection.settings_dict["NAME"]
    with connect(parameters("postgres")) as server:
        for suffix in ("restoring", "replaced"):
            server.execute(f'CREATE DATABASE "{name}_{suffix}"')
    command("restore", backed_up, "--yes")
