"""Measures imports: of a folder of resolutions, of the same folder again, and of the folder repeated.

    python -m benchmarks.intake ../shared/data/GAresolutions --all
    python -m benchmarks.intake ../shared/data/GAresolutions/79session --all --times 1 3 10    # how the time grows

``--times`` repeats the texts under other symbols (``benchmarks.repeated``). Each archive is a new one in a temporary
folder, with a PostgreSQL of its own. For each step the table has

seconds      of the clock
processors   seconds of all processors: the command, the processes that read, and PostgreSQL. On a busy machine only
             this says what an import needs
a file       milliseconds of the processors for each file
memory       the largest sum of the resident sizes of the command and the processes that read, in MB, sampled ten times
             a second, without PostgreSQL
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from archive.database.server import Server
from benchmarks.repeated import write
from tests.site import ROOT, Site


@dataclass(frozen=True)
class Cost:
    """What a command has taken: seconds of the clock and of the processors, and megabytes. ``said`` is its result."""

    seconds: float
    processors: float
    megabytes: float
    said: str

    def row(self, step: str, files: int) -> str:
        each = self.processors / files * 1000
        return (
            f"{step:<16} {self.seconds:8.1f} s {self.processors:8.1f} s of the processors {each:7.1f} ms a file "
            f"{self.megabytes:6.0f} MB   {self.said}"
        )


def measured(site: Site, *command: str) -> Cost:
    """Runs a command of ``manage.py``. Its status is not looked at: a file can be refused."""
    before, began = _of_server(site), time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=site.environment,
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
        peak = 0
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.1)
        seconds, used = time.perf_counter() - began, ended[2]  # with all processes that the command has waited for
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        output.seek(0)
        lines = output.read().strip().splitlines()
    said = next((line for line in lines if " new, " in line), lines[-1] if lines else "")
    return Cost(seconds, used.ru_utime + used.ru_stime + _of_server(site) - before, peak / 1e6, said)


def _resident(pid: int) -> int:
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(each.memory_info().rss for each in family if "postgres" not in each.name())
    except psutil.NoSuchProcess:
        return 0


def _of_server(site: Site) -> float:
    """The seconds of the processors that the archive's PostgreSQL has taken so far."""
    postmaster, *backends = site.database_processes()
    of_all = sum(postmaster.cpu_times()[:4])  # its own, and those of the backends that have ended
    for backend in backends:
        with suppress(psutil.NoSuchProcess):
            of_all += sum(backend.cpu_times()[:2])
    return of_all


def measure(folder: Path, flags: list[str], var: Path) -> None:
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    site = Site(var)
    server = Server.at(var / "postgresql")
    server.running()  # this process keeps it, so that no command has to start it
    site.manage("prepare")
    print(f"{files} files", flush=True)
    steps = {
        "texts, series": ("import_resolutions", str(folder), "--no-index", *flags),
        "index": ("rebuild_index", "--noinput"),
        "new words": ("import_resolutions", str(folder), *flags),
        "again": ("import_resolutions", str(folder), *flags),
    }
    for step, command in steps.items():
        print(measured(site, *command).row(step, files), flush=True)
    server.leave()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="every topic, not only disarmament")
    parser.add_argument("--times", type=int, nargs="+", default=[1], help="how often the texts are repeated")
    options = parser.parse_args()
    flags = ["--all"] if options.all else []
    for times in options.times:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.folder.resolve()
            if times > 1:
                folder = Path(temporary) / "corpus"
                write(options.folder.resolve(), folder, times)
            measure(folder, flags, Path(temporary) / "var")


if __name__ == "__main__":
    main()
