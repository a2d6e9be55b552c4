"""Measures the librarian's desk under load: a zip of many files, the pages meanwhile, and one file up to its preview.
It also kills workers, and checks that no file is lost.

    .venv/bin/python -m benchmarks.desk ../shared/data/GAresolutions [--files 300] [--kills 100] [--pdf FILE]

Runs the server and its worker like ``make run``, on a separate archive in a temporary folder, and signs in over HTTP as
a librarian. Seconds are wall-clock time.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from tests.site import ROOT, Librarian, Site, zipped


def left(librarian: Librarian, batch: str) -> int:
    """The number of files of a batch that are not read yet."""
    found = re.search(r'"left": (\d+)', librarian.get(batch.replace("change/", "progress.json")))
    assert found
    return int(found[1])


def files_of(folder: Path, count: int) -> list[tuple[str, bytes]]:
    """``count`` files of the folder. Where it has fewer, files are repeated with a space at the end: other bytes."""
    paths = sorted(folder.rglob("*.xml"))
    chosen = [(f"{path.parent.name}/{path.name}", path.read_bytes()) for path in paths[:count]]
    return (
        chosen
        + [(f"again/{name}", content + b" " * (1 + n)) for n, (name, content) in enumerate(chosen)][
            : count - len(chosen)
        ]
    )


def computed(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time of the worker and all its reading processes, ended ones included."""
    return sum(
        sum(process.cpu_times()[:4]) for worker in workers_of(server) for process in [worker, *worker.children(True)]
    )


def in_a_batch(librarian: Librarian, server: subprocess.Popen[bytes], files: list[tuple[str, bytes]]) -> None:
    before = computed(server)
    started = time.perf_counter()
    batch = librarian.drop("many.zip", zipped(files))
    print(f"zip of {len(files)}: stored after {time.perf_counter() - started:.1f} s", flush=True)
    answered: dict[str, list[float]] = {"/admin/": [], batch: [], "/admin/archive/proof/": []}
    while left(librarian, batch):
        for path, taken in answered.items():
            asked = time.perf_counter()
            librarian.get(path)
            taken.append((time.perf_counter() - asked) * 1000)
        time.sleep(0.2)
    took, worked = time.perf_counter() - started, computed(server) - before
    print(f"zip of {len(files)}: all read after {took:.1f} s; {worked:.1f} s computed")
    together = [milliseconds for taken in answered.values() for milliseconds in taken]
    for path, taken in answered.items():
        print(f"  {path} meanwhile: median {statistics.median(taken):.0f} ms, longest {max(taken):.0f} ms")
    print(f"  all pages meanwhile: median {statistics.median(together):.0f} ms of {len(together)}")


def one_file(librarian: Librarian, name: str, content: bytes) -> None:
    started = time.perf_counter()
    batch = librarian.drop(name, content)
    while left(librarian, batch):
        time.sleep(0.05)
    found = re.search(r'href="(/admin/archive/proof/\d+/change/)"', librarian.get(batch))
    if found is None:
        print(f"{name}: could not be read")
        return
    librarian.get(found[1])
    print(f"{name} ({len(content) / 1000:.0f} kB): from drop to preview {time.perf_counter() - started:.2f} s")
    asked = time.perf_counter()
    page = librarian.get(found[1])
    print(f"  the preview again: {(time.perf_counter() - asked) * 1000:.0f} ms, {len(page) / 1000:.0f} kB")


def killed(librarian: Librarian, server: subprocess.Popen[bytes], files: list[tuple[str, bytes]], kills: int) -> None:
    """Kill the worker again and again. Checks that every file either waits or was read completely, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from django.db import connection

    from archive.models import Submission

    chance = random.Random(65_72)  # noqa: S311
    # Bytes that the archive does not know yet.
    batch = librarian.drop("killed.zip", zipped([(name, content + b"\n" * 40) for name, content in files]))
    number = int(batch.split("/")[4])
    done = 0
    while done < kills:
        time.sleep(chance.uniform(0.2, 4.0))
        for worker in workers_of(server):
            worker.kill()
            done += 1
        for submission in Submission.objects.filter(batch=number).defer("lines").prefetch_related("proofs"):
            whole = submission.state in ("read", "failed")
            assert submission.readings == int(whole), submission
            assert bool(submission.proofs.all()) == (submission.state == "read"), submission
        connection.close()
    while left(librarian, batch):
        time.sleep(0.5)
    readings = set(Submission.objects.filter(batch=number).values_list("readings", flat=True))
    print(f"{done} workers killed over {len(files)} files: each was read {readings} times, none half, none left")


def workers_of(server: subprocess.Popen[bytes]) -> list[Any]:
    found = []
    for child in psutil.Process(server.pid).children():
        try:
            if "desk_worker" in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--pdf", type=Path, action="append", default=[], help="a PDF: measure the time to its preview")
    options = parser.parse_args()
    files = files_of(options.folder, options.files)
    with tempfile.TemporaryDirectory() as var:
        os.environ["ARCHIVE_VAR"] = var
        site = Site(Path(var))
        site.prepare()
        server = site.serve()
        try:
            librarian = Librarian(site.home, site.password)
            one_file(librarian, "A_RES_65_72.txt", (ROOT / "fixtures/resolutions/A_RES_65_72.txt").read_bytes() + b"\n")
            for path in options.pdf:
                one_file(librarian, path.name, path.read_bytes())
            in_a_batch(librarian, server, files)
            if options.kills:
                killed(librarian, server, files, options.kills)
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
