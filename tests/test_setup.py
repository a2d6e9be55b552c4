"""Tests the set-up of a new archive, as `make run` does it: prepare, serve, translations, requirements."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import polib
import pytest
from django.core.management import call_command
from pytest_django import Settings

from archive.database.server import Server
from tests.conftest import ROOT


@dataclass(frozen=True)
class Machine:
    """A new machine: an empty var/, and no setting of the archive in the environment."""

    var: Path

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ARCHIVE_", "DJANGO_")) and name not in ("DATABASE_URL", "HOST", "PORT")
        }
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**inherited, "ARCHIVE_VAR": str(self.var), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str) -> str:
        process = self.start(*arguments)
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained
        return said


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    yield Machine(tmp_path / "var")
    Server(tmp_path / "var" / "postgresql").stop()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _read(address: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    until = time.monotonic() + 20
    while True:
        try:
            with urlopen(Request(address, headers=headers), timeout=20) as answer:
                return answer.read(), dict(answer.headers)
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.mark.alone
def test_a_new_machine_serves_pages(machine: Machine) -> None:
    assert re.search(r"librarian / \S{16}", machine.manage("prepare"))
    _prepared_again_it_changes_nothing(machine)
    _serves_pages_and_static_files(machine)


def _prepared_again_it_changes_nothing(machine: Machine) -> None:
    before = {path: path.stat().st_mtime_ns for path in (machine.var / "static").rglob("*")}
    assert before
    said = machine.manage("prepare")
    assert "librarian" not in said
    assert "index" not in said
    assert {path: path.stat().st_mtime_ns for path in (machine.var / "static").rglob("*")} == before


def _serves_pages_and_static_files(machine: Machine) -> None:
    port = _free_port()
    server = machine.start("serve", "--port", str(port))
    try:
        page, _ = _read(f"http://127.0.0.1:{port}/A/RES/65/72/")
        assert "采取联合行动彻底消除核武器" in page.decode()
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page.decode())
        assert styles
        for style in styles:
            assert re.search(r"\.[0-9a-f]{12}\.css$", style)
            plain, headers = _read(f"http://127.0.0.1:{port}{style}")
            assert "immutable" in headers["Cache-Control"]
            packed, headers = _read(f"http://127.0.0.1:{port}{style}", **{"Accept-Encoding": "gzip"})
            if headers.get("Content-Encoding"):  # a file that compression makes no smaller is served uncompressed
                assert gzip.decompress(packed) == plain
        second = machine.start("serve", "--port", str(port))
        _, complained = second.communicate(timeout=60)
        assert second.returncode != 0
        assert f"Cannot listen at 127.0.0.1:{port}" in complained
        assert "Traceback" not in complained
    finally:
        server.send_signal(signal.SIGTERM)
        said, complained = server.communicate(timeout=30)
    assert server.returncode == 0
    assert said == f"http://127.0.0.1:{port}/  (Ctrl-C stops)\n"
    assert "Traceback" not in complained
    # The last process that used the database has stopped it.
    assert not (machine.var / "postgresql" / "data" / "postmaster.pid").exists()


@pytest.mark.alone
@pytest.mark.parametrize("command", ["prepare", "serve"])
def test_a_database_that_does_not_answer_gives_a_clear_message(machine: Machine, command: str) -> None:
    url = f"postgresql://archive:s3cret@127.0.0.1:{_free_port()}/archive"
    process = machine.start(command, PORT=str(_free_port()), DATABASE_URL=url)
    _, complained = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "The database does not answer" in complained
    assert "Traceback" not in complained
    assert "s3cret" not in complained


@pytest.mark.alone
def test_an_empty_database_gives_a_clear_message(machine: Machine) -> None:
    port = str(_free_port())
    for command in (["import_resolutions", "fixtures"], ["unlock", "librarian"], ["serve", "--port", port]):
        process = machine.start(*command)
        _, complained = process.communicate(timeout=120)
        assert process.returncode == 1
        assert "Run manage.py prepare." in complained
        assert "Traceback" not in complained


@pytest.mark.alone
def test_a_command_without_a_database_starts_none(machine: Machine) -> None:
    machine.manage("check")
    machine.manage("read", "--help")
    assert not (machine.var / "postgresql").exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"ARCHIVE_SESSION_HOURS": "ten"}, "ARCHIVE_SESSION_HOURS must be a number above 0, such as 10, and is 'ten'."),
        ({"ARCHIVE_SLOW_QUERY_MS": "-1"}, "ARCHIVE_SLOW_QUERY_MS must be a number above 0, such as 500, and is '-1'."),
        ({"SEARCH_ENGINE": "solr"}, "SEARCH_ENGINE must be whoosh, tantivy, postgresql or opensearch, and is 'solr'."),
        ({"SEARCH_ENGINE": "opensearch"}, "SEARCH_ENGINE=opensearch needs OPENSEARCH_URL, such as https://"),
        ({"SEARCH_ENGINE": "opensearch", "OPENSEARCH_URL": "a:9200"}, "OPENSEARCH_URL must have addresses such as"),
        ({"PORT": "70000"}, "There is no port 70000."),
    ],
)
def test_a_wrong_setting_gives_a_clear_message(machine: Machine, setting: dict[str, str], said: str) -> None:
    process = machine.start("serve", **setting)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said in complained
    assert "Traceback" not in complained


@pytest.mark.parametrize(("variable", "said"), [({}, "'of the file'"), ({"SEARCH_ENGINE": "mine"}, "'mine'")])
def test_settings_are_read_from_a_file_and_a_variable_wins(tmp_path: Path, variable: dict[str, str], said: str) -> None:
    shutil.copytree(ROOT / "archive", tmp_path / "archive", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "archive.env").write_text("# a comment\nSEARCH_ENGINE='of the file'\n", encoding="utf-8")
    other = ("SEARCH_ENGINE", "DJANGO_SETTINGS_MODULE")
    inherited = {name: value for name, value in os.environ.items() if name not in other}
    command = [sys.executable, shutil.copy(ROOT / "manage.py", tmp_path), "check"]
    done = subprocess.run(command, env={**inherited, **variable}, capture_output=True, text=True, check=False)
    assert f"SEARCH_ENGINE must be whoosh, tantivy, postgresql or opensearch, and is {said}." in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a command in the folder of another user")
def test_root_leaves_no_files_in_the_folder_of_another_user(machine: Machine) -> None:
    machine.manage("check")
    os.chown(machine.var, 65534, 65534)
    before = list(machine.var.rglob("*"))
    _, complained = (process := machine.start("update_index")).communicate(timeout=60)
    assert process.returncode == 1
    assert f"{machine.var} belongs to another user. Run this command as that user: sudo -u '#65534' " in complained
    assert list(machine.var.rglob("*")) == before


def test_translations_are_compiled_where_they_changed(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "决议"\nmsgstr "Resolution"\n',
        encoding="utf-8",
    )
    call_command("compile_translations")
    compiled = folder / "django.mo"
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))] == [("决议", "Resolution")]
    os.utime(compiled, ns=(2**62, 2**62))
    call_command("compile_translations")
    assert compiled.stat().st_mtime_ns == 2**62


@pytest.mark.parametrize("file", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_requirement_has_one_version(file: Path) -> None:
    lines = [line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()]
    loose = [line for line in lines if line and not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", line)]
    assert loose == []
    names = [line.split("==")[0] for line in lines if line]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["requirements", "requirements-database"])
def test_the_lock_has_hashes_for_what_is_required(name: str) -> None:
    required = _pinned((ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    lock = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    locked = _pinned(re.sub(r" \\\n +--hash=sha256:[0-9a-f]{64}", "", lock))
    assert locked.items() >= required.items(), "Run make lock."
    # requirements.txt has what requirements-database.txt needs too. Windows alone needs colorama.
    assert locked.keys() - required.keys() <= {"psycopg-binary", "colorama", "psutil", "typing-extensions"}
    assert "://" not in lock
    for line in re.findall(r"(?m)^\S.*", lock):
        assert line.endswith(" \\"), f"no hash: {line}"


def _pinned(requirements: str) -> dict[str, str]:
    """The version of each package, by its normalized name."""
    pins = re.findall(r"(?m)^([\w.-]+)(?:\[\w+\])?==([\w.]+)", requirements)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins}


def test_the_compose_file_has_no_secret() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    secrets = re.findall(r"(?im)^ +\w*(?:password|secret|key)\w*: *(\S+)", text)
    assert secrets
    assert all(value.startswith("${") for value in secrets), secrets
