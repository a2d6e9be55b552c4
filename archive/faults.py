"""Faults of the machine in sentences: what is wrong, what to do, and what of the work is kept.

Faults of the machine are: no room, a read-only or broken disk, no memory, too many open files, missing permissions, a
database that does not answer, and wrong settings. Every other error is a bug, and keeps its traceback.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

_ROOM = "There is no room on the disk. Make room, then run the same command again."
_READ_ONLY = "The disk can only be read. Make it writable, or set ARCHIVE_VAR to a folder on another disk."
_FILES = "Too many files are open at once. Raise the limit (`ulimit -n 4096`; with systemd LimitNOFILE=)."
# What Python says where there is no memory for a thread, and for an object (it should raise MemoryError); and what the
# loader says where there is none for a library.
_NO_MEMORY = ("can't start new thread", "error return without exception set", "failed to map segment")
_MEMORY = "There is not enough memory. Close other programs or raise the limit, then run the same command again."
_RIGHTS = "This user may not read or write there. Run the command as the owner, or give the files to this user (chown)."
_BROKEN = "The disk reports an error. Check it, and restore a back-up on another disk if need be."
POOLER = (
    "A pooler, such as PgBouncer, gives the archive no whole sessions of PostgreSQL. Set `pool_mode = session` in it."
)

_OF_SYSTEM = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EROFS: _READ_ONLY,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: _MEMORY,  # no process could be started
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EIO: _BROKEN,
}
# SQLSTATE → sentence.
_OF_DATABASE = {
    "53100": _ROOM,
    "53200": _MEMORY,
    "58030": _BROKEN,
    "25006": "The database can only be read. Set DATABASE_URL to a server that can be written.",
    "53300": "The database has too many connections. Stop what else uses it, or raise max_connections.",
}
_DATABASE = "The database does not answer. Start it, or correct DATABASE_URL, then run the same command again."
_STORED = "What was stored before is whole."


def fault(error: BaseException) -> str | None:
    """The sentence for an error that the machine or the settings cause. None if the error is a bug.

    >>> fault(OSError(errno.ENOSPC, "No space left on device", "/srv/archive/var/log"))  # doctest: +ELLIPSIS
    "There is no room on the disk. ... ([Errno 28] No space left on device: '/srv/archive/var/log')"
    """
    for cause in _causes(error):
        if isinstance(cause, ImproperlyConfigured):
            return f"The settings are wrong: {cause}"
        if advice := _advice(cause):
            # The words of the error can take more memory than there is.
            return f"{_MEMORY} {_STORED}" if isinstance(cause, MemoryError) else f"{advice} {_STORED} ({_words(cause)})"
    if isinstance(error, _UNREACHABLE):
        return f"{_DATABASE} {_STORED} ({_words(error)})"
    return None


_UNREACHABLE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def _advice(error: BaseException) -> str | None:
    if isinstance(error, psycopg.Error) and error.sqlstate in _OF_DATABASE:
        return _OF_DATABASE[error.sqlstate]
    if isinstance(error, (MemoryError, BrokenProcessPool)) or any(words in str(error) for words in _NO_MEMORY):
        return _MEMORY
    if isinstance(error, OSError):
        return _of_number(error.errno)
    return _of_number(_number_in_words(error))


def _of_number(number: int | None) -> str | None:
    return None if number is None else _OF_SYSTEM.get(number)


def _number_in_words(error: BaseException) -> int | None:
    """The number of a system error that PostgreSQL or a library in Rust (such as tantivy) has put into words."""
    words = str(error)
    if "insufficient file descriptors" in words:
        return errno.EMFILE
    return next((number for number in _OF_SYSTEM if os.strerror(number) in words), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and the errors that it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _words(error: BaseException) -> str:
    """What the error says, in one line. Of the log of a server, only the line that tells of the fault."""
    lines = str(error).splitlines()
    number = _number_in_words(error)
    telling = [line for line in lines if number is not None and os.strerror(number) in line]
    return " ".join(" ".join(telling[:1] or lines).split()) or type(error).__name__
