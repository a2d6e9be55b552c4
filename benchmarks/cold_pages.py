"""Measures how much processor time a new page takes, by the kind of page, side by side for two or more checkouts.

    ARCHIVE_VAR=/tmp/var python -m benchmarks.cold_pages new=. old=../before --addresses 8 --times 7

Each checkout needs its environment in ``.venv``. All read the same archive, that of ``ARCHIVE_VAR``; its search index
must have the schema of each. A process of each checkout answers each address in turn, so all have the same noise. The
answers are not kept. The time is that of the process, without PostgreSQL, in milliseconds: the median of all answers to
addresses of a kind. The first answer to each address does not count, because it also reads what is remembered until
the archive changes.

The addresses are drawn from the sitemap, always the same ones, with some searches.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit

_QUESTIONS = (
    "核武器",
    "nuclear weapons",
    "外层空间 军备竞赛",
    "引用:NPT",
    "核裁军 -条约",
    '"无核武器区"',
    "NPT",
    "小武器",
)
_FORM = {"Cookie": "messages=none", "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"}


def kind(path: str) -> str:
    """The kind of page at an address: ``/states/`` and ``/states/CHN/`` are two kinds.

    >>> kind("/states/"), kind("/states/CHN/"), kind("/A/RES/65/72/"), kind("/")
    ('/states/', '/states/…', 'texts', '/')
    """
    first, _slash, more = urlsplit(path).path.strip("/").partition("/")
    if first in ("A", "S", "E"):
        return "texts"
    return f"/{first}/…" if more else f"/{first}/" if first else "/"


class Checkout:
    """A process of a checkout that answers addresses."""

    def __init__(self, folder: str) -> None:
        command = [str(Path(folder).resolve() / ".venv/bin/python"), __file__, "--answer"]
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, path: str) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()


def answer() -> None:
    """Answers each address of the standard input with a line: its status and the milliseconds that it took. An empty
    line is answered with the addresses of the sitemap."""
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    logging.disable()
    from django.test import Client

    client = Client(SERVER_NAME="localhost", headers=_FORM)

    def get(path: str) -> tuple[int, bytes]:
        response = client.get(path)
        return response.status_code, b"".join(response)  # also if it streams

    for line in sys.stdin:
        if path := line.strip():
            start = time.process_time()
            status, _content = get(path)
            print(json.dumps([status, 1000 * (time.process_time() - start)]), flush=True)
        else:
            print(json.dumps(_addresses(lambda path: Client(SERVER_NAME="localhost").get(path).content)), flush=True)


def _addresses(read: Any) -> list[str]:
    found = ["/"]
    for part in re.findall(r"<loc>(.*?)</loc>", read("/sitemap.xml").decode()):
        listed = re.findall(r"<loc>(.*?)</loc>", read(urlsplit(part).path).decode())
        found += [f"{urlsplit(each).path}" for each in listed if not urlsplit(each).query]
    return sorted(set(found))


def drawn(paths: list[str], most: int) -> dict[str, list[str]]:
    """Kind → at most so many addresses of it, and the searches."""
    of_kind: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        of_kind[kind(path)].append(path)
    chance = random.Random(17)  # noqa: S311
    found = {name: chance.sample(listed, min(most, len(listed))) for name, listed in of_kind.items()}
    return found | {"/search/": [f"/search/?q={quote(question)}" for question in _QUESTIONS[:most]]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="*", metavar="NAME=FOLDER")
    parser.add_argument("--addresses", type=int, default=8, help="of each kind (default: %(default)s)")
    parser.add_argument("--times", type=int, default=7, help="answers to each address (default: %(default)s)")
    parser.add_argument("--only", default="", metavar="KIND", help="only the kinds with these characters")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer()
    else:
        compare(options)


def compare(options: argparse.Namespace) -> None:
    checkouts = {name: Checkout(folder) for name, folder in (each.split("=", 1) for each in options.checkouts)}
    first = next(iter(checkouts.values()))
    print(f"{'kind':16} addresses ", *(f"{name:>8}" for name in checkouts))
    for name, paths in sorted(drawn(first.ask(""), options.addresses).items()):
        if options.only not in name:
            continue
        took: dict[str, list[float]] = defaultdict(list)
        for path in paths:
            for turn in range(options.times + 1):
                for checkout, process in checkouts.items():
                    status, milliseconds = process.ask(path)
                    if status != 200:
                        print(f"{path}: status {status} from {checkout}", file=sys.stderr)
                    elif turn:
                        took[checkout].append(milliseconds)
        print(f"{name:16} {len(paths):9} ", *(f"{median(took[each] or [0]):8.1f}" for each in checkouts), flush=True)
    for process in checkouts.values():
        process.end()


if __name__ == "__main__":
    main()
