"""Prints resolutions in old layouts, degrades them as a poor scanner does, recognises them, and counts errors.

    python benchmarks/scans.py [--most 4] [--layout volume] [--fresh 1] [--keep FOLDER] [--show]

Every fifth resolution of the sample is taken, in each layout: 20 in Chinese, 16 in English. The rules were made with
these. ``--fresh 1`` (to 4) takes other resolutions of the sample and other noise, and tells what the rules are worth,
as long as nobody has mended a rule after a look at their errors.

Needs requirements-ocr.txt, Chromium and ../shared/data. A page takes some 8 seconds of a processor. With ``--keep``,
the recognised pages stay in a folder and are used again the next time.

``characters`` is the share of the clauses' characters that are right. ``clauses`` is the share of clauses that are
wholly right (kind, label, words, footnote marks), and ``notes`` that of footnotes. ``wrong`` counts the places where
the words differ. ``marked`` counts those of them with a doubtful character inside or beside, or in a clause with a
warning. Full-width and half-width punctuation count as equal, and so do straight and curly quotation marks, because
the models do not tell them apart. White space counts between Latin words, and does not count in Chinese texts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.messages import Unreadable
from archive.reading.doubts import doubts_in
from archive.reading.draft import Draft, DraftClause
from archive.reading.scans.reader import read_recognised, recognise_page
from archive.reading.typography import has_han
from tests.chromium import program
from tests.typesetting import degrading, old_prints
from tests.typesetting.resolutions import sample

_EVERY = 5  # of the resolutions of the sample
_FIRST = 2  # of the resolutions that were looked at
_NARROW = str.maketrans("（）：；，。‑“”‘’", "():;,.-\"\"''")


@dataclass
class Counts:
    """The counts of one scan, or of several."""

    pages: int = 0
    seconds: float = 0.0
    characters: int = 0
    right: int = 0
    clauses: int = 0
    right_clauses: int = 0
    notes: int = 0
    right_notes: int = 0
    wrong: int = 0
    marked: int = 0
    doubtful: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100, help="take only so many of these resolutions")
    parser.add_argument("--layout", choices=old_prints.PRINTS, action="append")
    parser.add_argument("--fresh", type=int, choices=range(1, _EVERY), default=0, help="take others, with other noise")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep recognised pages here, and use those there")
    parser.add_argument("--show", action="store_true", help="show each place where the words differ")
    args = parser.parse_args()
    print(f"{'scan':40}{'pages':>6}{'s/page':>8}{'characters':>12}{'clauses':>10}{'notes':>8}{'wrong':>7}{'marked':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for layout in args.layout or old_prints.PRINTS:
            total = Counts()
            first = (_FIRST + args.fresh) % _EVERY
            drafts = sample(old_prints.PRINTS[layout].language)[first::_EVERY][: args.most]
            for name, draft, pages, seconds in recognised(drafts, layout, args.fresh, args.keep or Path(folder)):
                counts = measure(draft, pages, show=args.show)
                counts.seconds = seconds
                print_row(name, counts)
                total += counts
            print_row(f"{layout}, all", total)
            print(f"{total.doubtful / max(1, total.characters):.2%} of the characters are doubtful", flush=True)


def recognised(
    drafts: Sequence[Draft], layout: str, noise: int, keep: Path
) -> Iterator[tuple[str, Draft, list[dict[str, Any]], float]]:
    """Yields (name, Draft, recognised pages, seconds) for each Draft. Each is worn in one of the ways of ``WEARS``.

    ``noise`` gives other ways and other grain and specks.
    """
    chromium = program()
    assert chromium, "the benchmark prints with Chromium"
    print_ = old_prints.PRINTS[layout]
    for place, (draft, pdf) in enumerate(zip(drafts, old_prints.pdfs(drafts, print_, chromium), strict=True)):
        wear = degrading.WEARS[(place + noise) % len(degrading.WEARS)]
        name = f"{layout} {draft.symbol.removeprefix('A/RES/')}, {wear.dpi} dpi"
        file = keep / f"{re.sub('[/ ,]+', '-', name)}.json"
        start = time.process_time()
        if not file.exists():
            scan = degrading.tiff(list(degrading.scans(pdf, wear, place + 1000 * noise)))
            count = len(list(degrading.scans(pdf, degrading.Wear(10, 0, 0, 0, 0))))
            pages = [recognise_page(scan, number)[0] for number in range(1, count + 1)]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
        yield (
            name,
            old_prints.as_printed(draft, print_),
            json.loads(file.read_text(encoding="utf-8")),
            time.process_time() - start,
        )


def measure(wanted: Draft, pages: list[dict[str, Any]], show: bool) -> Counts:
    counts = Counts(pages=len(pages), clauses=len(wanted.clauses), notes=len(wanted.footnotes))
    words = "".join(plain(clause.text) for clause in wanted.clauses)
    counts.characters = len(words)
    try:
        found = read_recognised(pages, "scan.tif")[0]
    except Unreadable as error:
        print(error)
        counts.wrong = 1
        return counts
    counts.right_clauses = alike(clause_keys(wanted), clause_keys(found))
    counts.right_notes = alike(note_keys(wanted), note_keys(found))
    doubts = doubts_in(found)
    flags = [flag for clause in found.clauses for flag in flags_of(clause, doubts.get(clause.path, []))]
    warned = {warning.place for warning in found.warnings}
    in_warned = [clause.path in warned for clause in found.clauses for _ in counted(clause.text)]
    counts.doubtful = sum(flags)
    read = "".join(plain(clause.text) for clause in found.clauses)
    for step in Levenshtein.opcodes(words, read):
        if step.tag == "equal":
            counts.right += step.src_end - step.src_start
            continue
        here = slice(max(0, step.dest_start - 1), step.dest_end + 1)
        marked = any(flags[here]) or any(in_warned[here])
        counts.wrong += 1
        counts.marked += marked
        if show:
            before = words[max(0, step.src_start - 8) : step.src_start]
            difference = f"[{words[step.src_start : step.src_end]}|{read[step.dest_start : step.dest_end][:60]}]"
            print(f"    {'doubtful' if marked else 'in silence'}: {before}{difference}")
    return counts


def flags_of(clause: DraftClause, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each character of a clause that counts, whether it is doubtful."""
    doubtful = {place for start, end in spans for place in range(start, end)}
    return [place in doubtful for place in counted(clause.text)]


def clause_keys(draft: Draft) -> list[Any]:
    notes = {marker: plain(note.text) for marker, note in draft.footnotes.items()}
    return [
        (
            clause.kind,
            re.sub(r"\W", "", clause.label),
            plain(clause.text),
            tuple(notes.get(m.marker) for m in clause.marks),
        )
        for clause in draft.clauses
    ]


def note_keys(draft: Draft) -> list[str]:
    return [plain(note.text) for note in draft.footnotes.values()]


def alike(wanted: Sequence[Any], found: Sequence[Any]) -> int:
    return sum((Counter(wanted) & Counter(found)).values())


def plain(text: str) -> str:
    return "".join(text[place] for place in counted(text)).translate(_NARROW)


def counted(text: str) -> list[int]:
    """The offsets of the characters that count."""
    chinese = has_han(text)
    return [place for place, character in enumerate(text) if not (chinese and character.isspace())]


def print_row(name: str, counts: Counts) -> None:
    shares = [
        counts.right / max(1, counts.characters),
        counts.right_clauses / max(1, counts.clauses),
        counts.right_notes / max(1, counts.notes) if counts.notes else 1.0,
    ]
    print(
        f"{name:40}{counts.pages:6}{counts.seconds / max(1, counts.pages):8.1f}"
        f"{shares[0]:12.4f}{shares[1]:10.3f}{shares[2]:8.3f}{counts.wrong:7}{counts.marked:8}",
        flush=True,
    )


if __name__ == "__main__":
    main()
