"""The limits of a process that reads files from strangers, and the reasons why such a process ends."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

import psutil

from archive.confining import landlock
from archive.messages import Message
from archive.reading.sources import MEGABYTE
from archive.voting.states import from_fixtures


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a process. ``seconds`` limits both the elapsed time and the CPU time of one source.

    ``memory`` limits the address space, and ``written`` the size of a file that is written; both are in bytes.
    """

    seconds: int = 60
    memory: int = 2048 * MEGABYTE  # the message confined.too_much_memory says it in words
    written: int = 256 * MEGABYTE


LIMITS = Limits()


def confine(limits: Limits, folder: str) -> None:
    """Limits this process, and all processes that it starts. Temporary files are then written into ``folder``."""
    from_fixtures()  # the names of States: later the process cannot open their tables
    os.setpgid(0, 0)
    tempfile.tempdir = folder
    os.nice(5)  # lower priority than the processes that serve pages
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    landlock.confine(folder)


def start_clock(limits: Limits) -> None:
    """Begins the time of one source: the system ends this process if the time is over.

    This also works if the process that waits for the answer has died.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds + 5)
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + limits.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def stop_clock() -> None:
    """Ends the time of one source. The process can then wait for the next source as long as necessary."""
    signal.alarm(0)


def too_slow(limits: Limits) -> Message:
    return Message("confined.too_slow", {"most": str(limits.seconds)})


def why_ended(code: int | None, limits: Limits) -> Message:
    """The reason why a process ended without an answer. ``code`` is its exit code."""
    if code is not None and -code in (signal.SIGXCPU, signal.SIGALRM):
        return too_slow(limits)
    if code is not None and -code == signal.SIGKILL:
        return Message("confined.killed")
    return Message("confined.ended_with_status", {"status": str(code)})


def end(process: BaseProcess) -> None:
    """Kills the process and all processes that it has started, and frees what belongs to it."""
    kill(process)
    process.join(5)
    if process.exitcode is not None:
        process.close()


def kill(process: BaseProcess) -> None:
    """Kills the process and all processes that it has started.

    The started processes can be in other process groups. They can still run when the process has already ended.
    """
    started = []
    pid = process.pid or 0
    with contextlib.suppress(psutil.Error):
        started = psutil.Process(pid).children(recursive=True)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for one in started:
        with contextlib.suppress(psutil.Error):
            one.kill()
    process.kill()
