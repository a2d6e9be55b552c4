"""Measures ``fill`` from a stand-in server, and kills it at random moments: the archive must then be whole.

    python -m benchmarks.filling ../shared/data/GAresolutions               # time and memory of a run, and of a second
    python -m benchmarks.filling ../shared/data/GAresolutions --kills 20    # the smallest files, killed 20 times
    python -m benchmarks.filling ../shared/data/GAresolutions --kills 20 --whole    # what ``make fill`` takes

The stand-in serves the folder as one tarball, as GitHub does. It breaks off once, is busy once, then serves the rest.
Each archive is a new one in a temporary folder, with a PostgreSQL of its own. Seconds are of the clock and of the
processors (without the database server). Memory is the largest sum of the resident sizes of the command and its
processes, sampled ten times a second.

After each kill nothing may be stored in part. The run after the last kill must make the archive that a run without
kills makes: the same rows of texts, votes, series and histories, and an index that has all of them. The status is 1 if
something is wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import django
import psutil

from tests.site import Site
from tests.stand_in_server import Answer, StandIn

_TABLES = ("archive_text", "archive_revision", "archive_clause", "archive_citation", "archive_vote", "archive_ballot",
           "archive_seriesentry", "archive_textstep", "archive_clausestep")  # fmt: skip


ALL = "--all"  # most of the smallest files are on other topics


@dataclass(frozen=True)
class Cost:
    """What a run has taken: seconds of the clock and of the processors, and megabytes."""

    seconds: float
    processors: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s, {self.processors:.0f} s of the processors, {self.megabytes:.0f} MB"


def tarball(folder: Path, into: Path, smallest: int | None) -> Path:
    """The folder as GitHub packs it. With ``smallest``: only so many files of texts, and the votes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if smallest is not None:
        texts = sorted((path for path in files if path.suffix == ".xml"), key=lambda path: path.stat().st_size)
        taken = {*texts[:smallest], *(path for path in files if path.suffix == ".json")}
        files = [path for path in files if path in taken]
    with tarfile.open(into, "w:gz", compresslevel=6) as archive:
        for path in files:
            archive.add(path, f"UNxml-GAresolutions-1a2b3c4/{path.relative_to(folder)}")
    return into


def run(site: Site, address: str, *options: str, after: float | None = None) -> tuple[int, str, Cost]:
    """Runs ``fill``, and kills it ``after`` some seconds. Returns (status, what it prints, cost)."""
    with tempfile.TemporaryFile("w+") as said:
        process = psutil.Popen(
            [sys.executable, "manage.py", "fill", "--from", address, *options],
            env=site.environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        began, peak = time.monotonic(), 0.0
        spent: dict[int, float] = {}
        while process.poll() is None:
            if after is not None and time.monotonic() - began > after:
                os.killpg(process.pid, signal.SIGKILL)
            peak = max(peak, _sample(process, spent))
            time.sleep(0.1)
        said.seek(0)
        cost = Cost(time.monotonic() - began, sum(spent.values()), peak / 1e6)
        return process.returncode, said.read(), cost


def _sample(process: psutil.Popen, spent: dict[int, float]) -> float:
    """The bytes of the command and its processes now. Notes the seconds that each has taken so far."""
    total = 0.0
    try:
        for one in (process, *process.children(recursive=True)):
            if "postgres" not in one.name():
                total += one.memory_info().rss
                spent[one.pid] = sum(one.cpu_times()[:2])
    except psutil.Error:
        pass
    return total


def counts(site: Site) -> dict[str, int]:
    """The number of rows of each table."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for table in _TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    connection.close()
    return found


def faults(site: Site) -> list[str]:
    """What is stored in part."""
    from django.db import connection

    from tests.soundness import half_stored

    found = half_stored()
    connection.close()
    return found


def use(site: Site) -> None:
    """Lets Django in this process ask the database of an archive."""
    from django.conf import settings
    from django.db import connections

    from archive.database import database_settings

    connections.close_all()
    settings.DATABASES["default"] |= database_settings("", site.var / "postgresql")
    connections["default"].settings_dict.update(settings.DATABASES["default"])


def measure(site: Site, address: str) -> int:
    status, said, cost = run(site, address)
    print(f"first: status {status}, {cost}\n{said}")
    again, said, cost = run(site, address)
    print(f"second: status {again}, {cost}\n{said}")
    return 1 if status or again else 0


def kill_often(whole: Site, site: Site, told: list[str], kills: int, chance: random.Random) -> int:
    """Fills one archive without a kill, and one with kills, and compares both. Returns the number of faults.

    ``told``: the address, and what else the command is told."""
    whole.prepare()
    status, said, cost = run(whole, *told)
    print(f"without kills: status {status}, {cost}", flush=True)
    use(whole)
    expected, wrong = counts(whole), faults(whole)
    site.prepare()
    use(site)
    for number in range(1, kills + 1):
        moment = chance.random() * cost.seconds * number / kills
        status, said, _ = run(site, *told, after=moment)
        found = faults(site)
        print(f"kill {number} after {moment:.1f} s: {found or 'nothing in part'}", flush=True)
        wrong += found
    status, said, cost = run(site, *told)
    print(f"after {kills} kills: status {status}, {cost}\n{said}")
    wrong += [f"{name} has {number} rows, and should have {expected[name]}"
              for name, number in counts(site).items() if number != expected[name]]  # fmt: skip
    wrong += [said] if status else []
    print(site.manage("check_index").strip())
    print("\n".join(wrong) or "whole")
    return len(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--files", type=int, default=60, help="files of texts, where the command is killed")
    parser.add_argument("--whole", action="store_true", help="every file, and only texts on disarmament are stored")
    parser.add_argument("--seed", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="filling-") as folder, StandIn() as server:
        place = Path(folder)
        made = tarball(
            options.folder, place / "HEAD.tar.gz", options.files if options.kills and not options.whole else None
        )
        tagged = {"ETag": '"1a2b3c4"'}
        server.answers["/HEAD.tar.gz"] = [
            Answer(made, headers=tagged, breaks_off=made.stat().st_size // 2),
            Answer(status=429, headers={"Retry-After": "1"}),
            Answer(made, headers=tagged),
        ]
        address = f"{server.origin}/HEAD.tar.gz"
        os.environ |= {"ARCHIVE_VAR": str(place / "one"), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        one = Site(place / "one")
        if options.kills:
            chance = random.Random(options.seed)  # noqa: S311
            told = [address] if options.whole else [address, ALL]
            return 1 if kill_often(Site(place / "whole"), one, told, options.kills, chance) else 0
        one.prepare()
        return measure(one, address)


if __name__ == "__main__":
    sys.exit(main())
