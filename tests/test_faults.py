"""Tests what a command says where the machine is at fault: a sentence and the status 1, and no traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, IntegrityError, OperationalError

from archive.database.server import Server
from archive.faults import fault
from tests.conftest import ROOT
from tests.test_commands import SEED


def _raised_from(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/a/log"), "There is no room on the disk. Make room"),
        (OSError(errno.EROFS, "Read-only file system"), "The disk can only be read"),
        (OSError(errno.EMFILE, "Too many open files"), "Raise the limit (`ulimit -n 4096`"),
        (OSError(errno.EIO, "Input/output error"), "The disk reports an error"),
        (PermissionError(errno.EACCES, "Permission denied", "/a/secret_key"), "give the files to this user (chown)"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "There is not enough memory"),
        (MemoryError(), "There is not enough memory"),
        (BrokenProcessPool("A process was terminated abruptly"), "There is not enough memory"),
        (RuntimeError("can't start new thread"), "There is not enough memory"),
        (SystemError("error return without exception set"), "There is not enough memory"),
        (ValueError("An IO error occurred: 'No space left on device (os error 28)'"), "There is no room on the disk"),
        (psycopg.errors.DiskFull("could not extend file"), "There is no room on the disk"),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "The database can only be read"),
        (psycopg.errors.TooManyConnections("sorry"), "The database has too many connections"),
        (psycopg.OperationalError("connection refused"), "The database does not answer"),
        (_raised_from(OperationalError("full"), psycopg.errors.DiskFull("full")), "There is no room on the disk"),
        (OperationalError("PostgreSQL's pg_ctl failed\nFATAL: insufficient file descriptors"), "Too many files"),
        (ImproperlyConfigured("DATABASE_URL names no database."), "The settings are wrong: DATABASE_URL names"),
    ],
)
def test_a_fault_of_the_machine_is_a_sentence(error: Exception, said: str) -> None:
    assert said in str(fault(error))


@pytest.mark.parametrize(
    "error",
    [
        KeyError("source"),
        ValueError("invalid literal"),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        IntegrityError("duplicate key"),
        DataError("value too long"),
        psycopg.errors.UndefinedTable("no such table"),
    ],
)
def test_a_bug_keeps_its_traceback(error: Exception) -> None:
    assert fault(error) is None


# --- Whole commands ----------------------------------------------------------------------------------------

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMANDS = (["prepare"], ["import_resolutions", str(SEED)], ["backup", "archive.backup"], ["check_index"])
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, which mounts a small disk")


def _run(folder: Path, *arguments: str, limit: str = "true") -> subprocess.CompletedProcess[str]:
    """Runs a command whose files are in ``folder``, after ``limit`` (a command of the shell, such as ulimit)."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DATABASE_"))}
    return subprocess.run(
        ["sh", "-c", f'{limit} && exec "$@"', "sh", sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=folder,
        env={**inherited, "ARCHIVE_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )


def _refused(done: subprocess.CompletedProcess[str], said: str) -> None:
    assert done.returncode == 1, done.args
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 MB with a prepared archive."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        assert _run(tmp_path, "prepare").returncode == 0
        yield tmp_path
    finally:
        subprocess.run(["mount", "-o", "remount,rw", tmp_path], check=True)
        Server(tmp_path / "var" / "postgresql").stop()
        subprocess.run(["umount", tmp_path], check=True)


def _fill(disk: Path, name: str) -> None:
    room = os.statvfs(disk)
    if room.f_bavail:
        with (disk / name).open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize)


@needs_root
@pytest.mark.alone
def test_a_full_disk_and_room_again(disk: Path) -> None:
    for number, command in enumerate(COMMANDS):
        _fill(disk, f"filling-{number}")
        _refused(_run(disk, *command), "There is no room on the disk")
    assert not (disk / "archive.backup").exists()
    for filling in disk.glob("filling-*"):
        filling.unlink()
    for command in COMMANDS:
        assert _run(disk, *command).returncode == 0, command


@needs_root
@pytest.mark.alone
def test_a_disk_that_can_only_be_read(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for command in (*COMMANDS, ["serve", "--port", "18099"], ["desk_worker"]):
        _refused(_run(disk, *command), "The disk can only be read")
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert _run(disk, "prepare").returncode == 0


@needs_root
@pytest.mark.alone
@pytest.mark.parametrize(
    ("limit", "said"), [("ulimit -n 20", "Too many files are open"), ("ulimit -v 120000", "There is not enough memory")]
)
def test_few_files_and_little_memory(disk: Path, limit: str, said: str) -> None:
    for command in (["prepare"], ["import_resolutions", str(SEED)]):
        _refused(_run(disk, *command, limit=limit), said)
        assert _run(disk, *command).returncode == 0


def test_wrong_settings_are_a_sentence(tmp_path: Path) -> None:
    done = _run(tmp_path, "migrate", limit="export DATABASE_URL=sqlite:///archive.db")
    _refused(done, "The settings are wrong: DATABASE_URL names 'sqlite'")


def test_a_reader_of_the_output_who_leaves(tmp_path: Path) -> None:
    arguments: list[Any] = [sys.executable, "manage.py", "help", "--commands"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
