"""Measures importing Voeten's disarmament votes and a million rows in the Library's format, and the pages of votes.

    python benchmarks/votes.py [--rows 1000000] [--data ../shared/data]

Uses a separate database, which is dropped at the end. Figures are reported, not asserted.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from archive.intake.series import rebuild  # noqa: E402
from archive.intake.states import load_states  # noqa: E402
from archive.intake.vote_files import import_file  # noqa: E402
from archive.models import MemberState  # noqa: E402

PAGES = (
    "/votes/", "/votes/?state=CHN&choice=no", "/states/CHN/", "/states/compare/?state=CHN&state=USA",
    "/states/matrix/?group=eu&from=74&to=79", "/series/A/RES/65/72/",
)  # fmt: skip


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:60} {seconds:8.1f} s   peak memory so far {peak:5.0f} MB", flush=True)


def library_file(path: Path, rows: int) -> None:
    """Writes a file of invented votes in the Library's format."""
    states = list(MemberState.objects.filter(ended=None).values_list("code", "name_en"))
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,"
            "subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
        )
        for number in range(rows):
            vote, (code, name) = number // len(states), states[number % len(states)]
            choice = "YNAX"[(vote * 7 + number * 3) % 4]
            stream.write(
                f'{vote},{code},"{name.upper()}",{choice},2001-01-05,55,A/RES/55/{vote},,,A/55/PV.1,An invented title,'
                ",,,,,,,,\n"
            )


def pages() -> None:
    client = Client(headers={"host": "localhost"})
    for address in PAGES:
        times, queries = [], 0
        for _ in range(12):
            with CaptureQueriesContext(connection) as captured:
                start = time.perf_counter()
                response = client.get(address)
                times.append(time.perf_counter() - start)
            queries = len(captured)
            assert response.status_code == 200, address
        print(f"{address:60} {statistics.median(times) * 1000:8.1f} ms median, {queries} queries")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_states()
        if options.data.is_dir():
            files = sorted((options.data / "votes").glob("voeten_*.csv"))
            for path in [*files, *sorted((options.data / "GAresolutions" / "data_extract").glob("*.json"))]:
                with timed(path.name):
                    assert not import_file(path).refused, path
            with timed("series"):
                rebuild()
            pages()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.csv"
            library_file(path, options.rows)
            with timed(f"{options.rows} rows in the Library's format"):
                assert not import_file(path).refused
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
