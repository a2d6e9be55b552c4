"""Drops spoiled web pages, e-mails and pictures on the desk, and looks what its queue makes of each.

    python -m benchmarks.mutants                          # 500
    python -m benchmarks.mutants --mutants 100 --seed 7

The archive is a new one in a temporary folder, with a PostgreSQL, a server and a worker of its own. Resolutions of the
sample are set as pages of four kinds of sites, sent as e-mails, and printed and scanned. Then their tags, headers,
parts and chunks are dropped, repeated, swapped and nested, and their bytes changed. Most keep so much that a reader
goes on: characters stay whole, and a chunk of a PNG gets the right checksum again.

Each file must come to an end: it is read, or it is refused with a reason, or its bytes are known. The server must
answer meanwhile, and no job may fail. Printed are the number of each end, the reasons, the longest reading, and the
largest memory of the worker with its processes. The status is 1 if something is wrong.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import django
import psutil
from PIL import Image

from tests.chromium import program
from tests.site import Librarian, Site, zipped
from tests.typesetting import degrading, old_prints
from tests.typesetting.pages import PAGES
from tests.typesetting.resolutions import sample

_BATCH = 50  # files of one zip archive
_PATIENCE = 900  # seconds for one batch; quiet cores take 60 to 200
_STRIP = (0, 150, 1240, 700)  # of a page at 150 dots an inch: some lines, because a whole page takes 8 seconds

Spoil = Callable[[bytes, random.Random], bytes]


# --- What is spoiled ---------------------------------------------------------------------------------------


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut and repeated."""
    mutant = bytearray(content)
    for _time in range(chance.randint(1, 30)):
        at = chance.randrange(max(1, len(mutant)))
        length = chance.randrange(200)
        match chance.randrange(3):
            case 0:
                mutant[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del mutant[at : at + length]
            case _:
                mutant[at:at] = mutant[at : at + length]
    return bytes(mutant)


def pieces_moved(content: bytes, chance: random.Random, border: re.Pattern[bytes]) -> bytes:
    """Pieces between borders (tags, lines, parts) dropped, repeated, swapped or nested a thousand times."""
    pieces = border.split(content)
    for _time in range(chance.randint(1, 12)):
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(5):
            case 0:
                pieces[one] = b""
            case 1:
                pieces[one] *= chance.choice((2, 3, 50))
            case 2:
                pieces[one], pieces[other] = pieces[other], pieces[one]
            case 3 if len(pieces[one]) < 100:
                pieces[one] *= 1000
            case _:  # bytes of ASCII only: a spoiled character is refused before the structure is looked at
                signs = bytes(chance.choices(b"<>&\"'=/;#-: x0", k=chance.randint(1, 9)))
                pieces[one] = re.sub(rb"[\x20-\x7e]", signs, pieces[one], count=chance.randint(1, 9))
    return b"".join(pieces)


def page_spoiled(content: bytes, chance: random.Random) -> bytes:
    charset = chance.choice((b"utf-16", b"big5", b"gb2312", b"x-user-defined", b"utf-7", b"\xff"))
    spoiled = pieces_moved(content, chance, re.compile(rb"(<[^>]*>)"))
    return re.sub(rb"charset=[\"']?[\w-]+", b"charset=" + charset, spoiled) if chance.random() < 0.3 else spoiled


def mail_spoiled(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        encoding = chance.choice((b"base64", b"quoted-printable", b"8bit", b"uuencode", b"none"))
        content = re.sub(rb"(?i)(transfer-encoding: )[\w-]+", rb"\g<1>" + encoding, content)
    return pieces_moved(content, chance, re.compile(rb"(\n)"))


def picture_spoiled(content: bytes, chance: random.Random) -> bytes:
    """Chunks of a PNG dropped, repeated, swapped or changed, each with the checksum that it must have."""
    chunks, at = [], 8
    while at < len(content):
        [length] = struct.unpack(">I", content[at : at + 4])
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + length]))
        at += 12 + length
    for _time in range(chance.randint(1, 3)):
        one = chance.randrange(len(chunks))
        kind, data = chunks[one]
        match chance.randrange(4):
            case 0:
                chunks[one] = kind, bytes_changed(data, chance)
            case 1:
                chunks.insert(one, chunks[chance.randrange(len(chunks))])
            case 2 if len(chunks) > 1:
                del chunks[one]
            case _:
                size = struct.pack(">II", chance.choice((0, 1, 40_000, 2**31 - 1)), chance.randrange(1, 3000))
                chunks[0] = chunks[0][0], size + chunks[0][1][8:]
    packed = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
              for kind, data in chunks)  # fmt: skip
    return content[:8] + b"".join(packed)


# --- Of what -----------------------------------------------------------------------------------------------


def originals() -> dict[str, tuple[list[bytes], Spoil]]:
    """Ending → (whole files, what spoils their structure)."""
    drafts = sample()[::7][:10]
    pages = [make(draft).encode("utf-8") for draft in drafts for make in PAGES.values()]
    chromium = program()
    assert chromium, "Chromium prints the pages; install it"
    pictures = []
    for layout in ("volume", "typescript"):
        for content in old_prints.pdfs(drafts[:3], old_prints.PRINTS[layout], chromium):
            scanned = next(degrading.scans(content, degrading.WEARS[3])).crop(_STRIP)
            scanned.save(out := io.BytesIO(), "PNG")
            pictures.append(out.getvalue())
    jpegs = []
    for picture in pictures:
        Image.open(io.BytesIO(picture)).save(out := io.BytesIO(), "JPEG")
        jpegs.append(out.getvalue())
    return {
        ".html": (pages, page_spoiled),
        ".eml": ([_mail(page, attached=bool(number % 2)) for number, page in enumerate(pages)], mail_spoiled),
        ".png": (pictures, picture_spoiled),
        ".jpg": (jpegs, bytes_changed),
    }


def _mail(page: bytes, *, attached: bool) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "决议", "a@example.org", "b@example.org"
    mail.set_content("见所附决议。")
    if attached:
        mail.add_attachment(page, "text", "html", filename="决议.html")
    else:
        mail.add_alternative(page.decode(), "html")
    return mail.as_bytes()


def mutants(number: int, chance: random.Random) -> list[tuple[str, bytes]]:
    """(name, bytes) of spoiled files, most of them pages and e-mails."""
    kinds = originals()
    made = []
    for at in range(number):
        ending = chance.choices(list(kinds), (4, 4, 1, 1))[0]
        wholes, structure = kinds[ending]
        spoil = structure if chance.random() < 0.7 else bytes_changed
        made.append((f"{at}{ending}", spoil(chance.choice(wholes), chance)))
    return made


# --- The desk ----------------------------------------------------------------------------------------------


def megabytes() -> float:
    """Memory of the server's worker and its processes; what they share counts once."""
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            if "desk_worker" in process.cmdline():
                total += sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True)))
        except psutil.Error:
            continue
    return total / 1e6


def drop(site: Site, librarian: Librarian, files: list[tuple[str, bytes]]) -> tuple[float, list[str]]:
    """Drops one batch and waits for its end. Returns (largest megabytes, what is wrong)."""
    from archive.models import Batch
    from archive.models.submission import SubmissionState

    batch = int(librarian.drop("mutants.zip", zipped(files)).rstrip("/").split("/")[-2])
    began, most, wrong = time.monotonic(), 0.0, []
    unfinished = Batch.objects.get(pk=batch).submissions.filter(
        state__in=(SubmissionState.WAITING, SubmissionState.READING)
    )
    while unfinished.exists():
        most = max(most, megabytes())
        if site.get("/") != 200:
            wrong.append("the server does not answer")
        if time.monotonic() - began > _PATIENCE:
            return most, [*wrong, *(f"{each.name} is never read" for each in unfinished)]
        time.sleep(0.2)
    return most, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=500)
    parser.add_argument("--seed", type=int, default=15)
    options = parser.parse_args()
    files = mutants(options.mutants, random.Random(options.seed))  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        os.environ |= {"ARCHIVE_VAR": folder, "DJANGO_SETTINGS_MODULE": "archive.settings"}
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        site = Site(Path(folder))
        with site.served():
            return _report(site, files)


def _report(site: Site, files: list[tuple[str, bytes]]) -> int:
    from django.db import connection

    from archive.models import Submission

    librarian = Librarian(site.home, site.password)
    most = 0.0
    wrong: list[str] = []
    for at in range(0, len(files), _BATCH):
        memory, found = drop(site, librarian, files[at : at + _BATCH])
        most, wrong = max(most, memory), wrong + found
    ended = list(Submission.objects.values_list("name", "state", "reason_code", "seconds"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1")
        wrong += [f"{number} jobs {task} have failed" for task, number in cursor.fetchall()]
    connection.close()
    if len(ended) < len(files):
        wrong.append(f"{len(files)} files became {len(ended)} submissions")
    wrong += [f"{name} is refused without a reason" for name, state, why, _ in ended if state == "failed" and not why]
    print(f"{len(files)} files, {len(ended)} submissions: {dict(Counter(state for _, state, _, _ in ended))}")
    for (ending, why), number in Counter((Path(name).suffix, why) for name, _, why, _ in ended if why).most_common():
        print(f"  {number:4} {ending} {why}")
    print(f"longest reading {max(seconds or 0 for *_, seconds in ended):.1f} s, worker at most {most:.0f} MB")
    print("\n".join(wrong) or "nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
