"""Writes every current text of a filled archive in every format of its files, and reads the files back.

    python benchmarks/files.py [--format txt --format pdf] [--language en] [--every 10] [--show 5] [--keep FOLDER]

Uses the archive that ``manage.py`` uses (``DATABASE_URL``, ``ARCHIVE_VAR``), and changes nothing in it. For each format
it prints how many texts came back with the same words, paths and openings of clauses, with the same footnotes and
marks, and with the same title, formula and end; then time and size, and the slowest text. Only Akoma Ntoso can give
back every opening: readers of other formats find an opening that is in no other face by its words. The memory is that
of the largest process that typeset a PDF. ``--show`` prints the first differences, and ``--keep`` keeps the files, for
a validator. Figures are reported, not asserted.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from archive.intake.stored_draft import draft_of  # noqa: E402
from archive.messages import Unreadable  # noqa: E402
from archive.models import Revision  # noqa: E402
from archive.reading import Draft, read  # noqa: E402
from archive.views.files.written_text import written_text  # noqa: E402
from archive.writing import akn, clauses_csv, docx, markdown, pdf, plain  # noqa: E402
from archive.writing.typesetting import NotTypeset  # noqa: E402
from archive.writing.written import WrittenText  # noqa: E402

SITE = "https://example.org"
# Each part of a text that is compared, from a Draft
PARTS: dict[str, Callable[[Draft], Any]] = {
    "clauses": lambda draft: [(one.kind, one.path, one.label, one.text) for one in draft.clauses],
    "openings": lambda draft: [one.opening for one in draft.clauses],
    "footnotes": lambda draft: sorted((note.marker, note.text) for note in draft.footnotes.values()),
    "marks": lambda draft: [sorted((mark.at, mark.marker) for mark in one.marks) for one in draft.clauses],
    "head": lambda draft: (draft.symbol, draft.language, draft.title, draft.formula),
    "end": lambda draft: draft.end,
}


def clauses_table(text: WrittenText) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows([clauses_csv.COLUMNS, *clauses_csv.rows(text)])
    return table.getvalue().encode()


def clauses_of_table(content: bytes) -> list[tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [(row["kind"], row["path"], row["label"], row["text"]) for row in rows]


# Name of a format → its writer, the name under which the file is read, the parts that the file can give back
FORMATS: dict[str, tuple[Callable[[WrittenText], bytes], str, tuple[str, ...]]] = {
    "akn": (akn.write, "a.xml", tuple(PARTS)),
    "docx": (docx.write, "a.docx", tuple(PARTS)),
    "txt": (plain.write, "a.txt", tuple(PARTS)),
    "md": (markdown.write, "a.md", tuple(PARTS)),
    "csv": (clauses_table, "", ("clauses",)),
    "pdf": (pdf.write, "a.pdf", tuple(PARTS)),
}


@dataclass
class Tally:
    """What came of the files of one format."""

    texts: int = 0
    not_written: int = 0
    not_read: int = 0
    same: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    size: int = 0
    largest: tuple[int, str] = (0, "")
    slowest: tuple[float, str] = (0, "")

    def __str__(self) -> str:
        read = ", ".join(f"{part} {count}" for part, count in self.same.items())
        failed = f"; not written {self.not_written}, not read {self.not_read}" * bool(self.not_written + self.not_read)
        slowest, largest = self.slowest, self.largest
        return (
            f"{self.texts} texts; the same: {read}{failed}; {self.seconds:.1f} s, the slowest {slowest[0]:.2f} s "
            f"({slowest[1]}); {self.size / 1e6:.1f} MB, the largest {largest[0] / 1e3:.0f} kB ({largest[1]})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", choices=list(FORMATS), action="append")
    parser.add_argument("--language", help="only texts in this language (zh, en …)")
    parser.add_argument("--every", type=int, default=1, help="only every n-th text")
    parser.add_argument("--show", type=int, default=0, help="print up to N differences of each part in each format")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the files here")
    args = parser.parse_args()
    tallies = {name: Tally() for name in args.format or FORMATS}
    for text, draft in stored(args.language, args.every):
        for name, tally in tallies.items():
            measure(name, tally, text, draft, args.show, args.keep)
    for name, tally in tallies.items():
        print(f"{name:4} {tally}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory of the largest process that typeset: {peak:.0f} MB" if "pdf" in tallies else "")


def stored(language: str | None, every: int) -> Iterator[tuple[WrittenText, Draft]]:
    """Each current text as it is written, and as it is stored."""
    found = Revision.objects.filter(current=True).order_by("pk")
    if language:
        found = found.filter(text__language=language)
    for key in list(found.values_list("pk", flat=True))[::every]:
        revision = Revision.objects.select_related("text__resolution__document", "source", "proofed_by").get(pk=key)
        yield written_text(revision, SITE), draft_of(revision)


def measure(name: str, tally: Tally, text: WrittenText, draft: Draft, show: int, keep: Path | None) -> None:
    write, file_name, parts = FORMATS[name]
    label = f"{text.symbol} {text.language}"
    tally.texts += 1
    began = time.perf_counter()
    try:
        content = write(text)
    except NotTypeset as error:
        tally.not_written += 1
        print(f"{name} {label}: not written, {error}")
        return
    took = time.perf_counter() - began
    tally.seconds += took
    tally.size += len(content)
    tally.slowest = max(tally.slowest, (took, label))
    tally.largest = max(tally.largest, (len(content), label))
    if keep:
        (keep / f"{text.symbol.replace('/', '-')}.{text.language}.{name}").write_bytes(content)
    if not file_name:
        again = {"clauses": clauses_of_table(content)}
    else:
        try:
            [read_back] = read(content, file_name)
        except (Unreadable, ValueError) as error:
            tally.not_read += 1
            print(f"{name} {label}: not read, {error}")
            return
        again = {part: PARTS[part](read_back) for part in parts}
    for part in parts:
        expected = PARTS[part](draft)
        same = again[part] == expected
        tally.same[part] += same
        if not same and tally.texts - tally.same[part] <= show:
            print(f"{name} {label} {part}: {first_difference(again[part], expected)}")


def first_difference(found: Any, expected: Any) -> str:
    """The first entries that differ, shortened."""
    if isinstance(found, (list, tuple)):
        pairs = list(zip(found, expected, strict=False))
        for place, (one, other) in enumerate(pairs):
            if one != other:
                return f"[{place}] " + (first_difference(one, other) if isinstance(one, tuple) else _two(one, other))
        return f"{len(found)} instead of {len(expected)}"
    return _two(found, expected)


def _two(found: Any, expected: Any) -> str:
    """Two values, from shortly before the place where they differ."""
    one, other = repr(found), repr(expected)
    same = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    at = max(0, same - 20)
    return f"{one[at : at + 120]} instead of {other[at : at + 120]}"


if __name__ == "__main__":
    main()
