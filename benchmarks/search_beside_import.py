"""Readers that search while a session is imported, and the importer killed at random moments.

    .venv/bin/python benchmarks/search_beside_import.py ../shared/data/GAresolutions/79session --kills 50

On an archive of its own in a temporary folder, with the engine that ``SEARCH_ENGINE`` names. Eight processes ask
for one page after the other. First a part of the session is imported beside them and left alone: when the command
has returned, its resolutions must be found. Then one part after the other is imported, each importer killed
(SIGKILL, with its workers) and the index repaired by ``update_index``. At the end the whole is imported, and every
resolution must be found, whole. A reader fails where a page is no page, a hit leads nowhere, or what was found
before is gone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
READERS = 8
PAUSE = 0.4  # seconds between two pages of a reader: the importer needs the machine, too
ASKED = ("核武器", "决议", '"联合国"', "裁军 条约", "敦促")


def read(stop: Event, pages: Synchronized[int], seed: int) -> None:
    """Ask until told to stop; the exit status says whether every answer was right."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.test import Client

    client, chance = Client(headers={"host": "localhost"}), random.Random(seed)  # noqa: S311
    most = dict.fromkeys(ASKED, 0)
    while not stop.is_set():
        asked = chance.choice(ASKED)
        answer = client.get("/search/", {"q": asked, "by": "clause", "format": "json"})
        assert answer.status_code == 200, (asked, answer.status_code)
        found = json.loads(answer.content)
        assert found["count"] >= most[asked], (asked, found["count"], most[asked])
        assert len(found["results"]) == min(20, found["count"]), (asked, found["count"], len(found["results"]))
        most[asked] = found["count"]
        if found["results"]:
            address = chance.choice(found["results"])["url"].partition("#")[0]
            assert client.get(address).status_code == 200, address
        with pages.get_lock():
            pages.value += 1
        time.sleep(PAUSE)


def manage(*command: str) -> str:
    """Run a command of the archive to its end. Exits with what it said where it failed."""
    done = subprocess.run([*MANAGE, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def killed(part: Path, after: float) -> bool:
    """Import a part, and kill the importer after so many seconds; whether it was still at work then."""
    importer = subprocess.Popen(
        [*MANAGE, "import_resolutions", str(part), "--all"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        importer.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(importer.pid, signal.SIGKILL)
        importer.wait()
        return True
    return False


def not_found() -> list[str]:
    """The resolutions whose clauses are not all in the index."""
    from archive.models import Clause, Resolution
    from archive.searching import search

    lacking = []
    for symbol in Resolution.objects.values_list("document__key", flat=True):
        clauses = Clause.objects.of_readers().filter(revision__text__resolution__document__key=symbol).count()
        number = symbol.removeprefix("A/RES/")
        if search.run(search.Search(f'symbol:"{number}"')).clause_count != clauses:
            lacking.append(symbol)
    return lacking


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="files of a session in Chinese")
    parser.add_argument("--kills", type=int, default=50)
    options = parser.parse_args()
    files = sorted(path for path in (options.folder / "Chinese").glob("*.xml"))
    if len(files) <= options.kills:
        sys.exit(f"{options.folder} has {len(files)} files; there must be more than --kills.")
    chance = random.Random(5)  # noqa: S311
    with tempfile.TemporaryDirectory() as temporary:
        var = Path(temporary) / "var"
        var.mkdir()
        Path(temporary).chmod(0o755)
        os.environ["ARCHIVE_VAR"] = str(var)
        folder = Path(temporary) / "session"
        parts = [folder / str(number) for number in range(options.kills + 1)]
        for number, path in enumerate(files):
            part = parts[number % len(parts)]
            part.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, part)
        manage("prepare")
        context = multiprocessing.get_context("spawn")
        stop, pages = context.Event(), context.Value("i", 0)
        readers = [context.Process(target=read, args=(stop, pages, seed)) for seed in range(READERS)]
        for reader in readers:
            reader.start()
        sys.path.insert(0, str(ROOT))
        os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
        import django

        django.setup()
        started = time.perf_counter()
        print(manage("import_resolutions", str(parts[0]), "--all").strip())
        whole = time.perf_counter() - started
        print(f"left alone: {whole:.1f} s; not found when it returned: {not_found() or 'none'}")
        at_work = 0
        for part in parts[1:]:
            at_work += killed(part, chance.uniform(0, whole))
            manage("update_index")
        print(f"{options.kills} importers, {at_work} killed at work; {manage('check_index').strip()}")
        print(f"not found after the last repair: {not_found() or 'none'}")
        manage("import_resolutions", str(folder), "--all")
        print(f"imported to the end: {manage('check_index').strip()}; not found: {not_found() or 'none'}")
        stop.set()
        for reader in readers:
            reader.join()
        failed = sum(reader.exitcode != 0 for reader in readers)
        seconds = time.perf_counter() - started
        print(f"{READERS} readers, {pages.value} pages in {seconds:.0f} s, {failed or 'none'} failed")
        sys.exit(failed > 0)


if __name__ == "__main__":
    main()
