"""Measures the time and memory of importing a folder of resolutions, twice, and then the time of one page.

    .venv/bin/python benchmarks/intake.py ../shared/data/GAresolutions [--all]

Uses a separate archive in a temporary folder. Seconds are wall-clock time. Memory is the largest sum of the resident
sizes of the importing process and its workers, sampled ten times a second, without the database server.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


def measured(*command: str) -> tuple[float, float, str]:
    """Runs a management command. Returns (seconds, largest megabytes, last printed line)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    peak = 0
    importer = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            family = [importer, *importer.children(recursive=True)]
            peak = max(peak, sum(p.memory_info().rss for p in family if "postgres" not in p.name()))
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.1)
    printed = process.stdout.read().strip().splitlines() if process.stdout else []
    return time.perf_counter() - started, peak / 1e6, printed[-1] if printed else ""


def page_times(repeats: int = 40) -> None:
    """(median, 95th percentile) of the page of the longest First Committee resolution: milliseconds in the server."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.db import connection, models
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from archive.models import Resolution

    longest = (
        Resolution.objects.filter(committee="First", texts__revisions__current=True)
        .annotate(clauses=models.Count("texts__revisions__clauses"))
        .order_by("-clauses")
        .first()
    )
    if longest is None:
        return
    url, client = longest.get_absolute_url(), Client(SERVER_NAME="127.0.0.1")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(url)
        count = len(queries)
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        response = client.get(url)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    print(
        f"page {url}: {len(response.content) / 1000:.0f} kB, {count} queries, "
        f"median {statistics.median(taken):.1f} ms, 95th {taken[int(repeats * 0.95)]:.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    flags = ["--all"] if options.all else []
    with tempfile.TemporaryDirectory() as var:
        os.environ["ARCHIVE_VAR"] = var
        for command in (["migrate", "--verbosity=0"], ["load_fixtures"], ["collectstatic", "--noinput"]):
            measured(*command)
        for round_ in ("first", "second"):
            seconds, megabytes, printed = measured("import_resolutions", str(options.folder.resolve()), *flags)
            print(f"{round_}: {seconds:.1f} s, {megabytes:.0f} MB; {printed}")
        page_times()


if __name__ == "__main__":
    main()
