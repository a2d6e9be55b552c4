"""Sets the First Committee's resolutions as web pages of four kinds of sites, reads them, and reports the exactness.

    python benchmarks/reading_pages.py [--every 10] [--script s2t] [--only wikisource]

``--script`` converts the words first, for example to traditional characters (``s2t``, ``s2tw``, ``s2hk`` of OpenCC).
Needs ../shared/data.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.reading import Draft, Unreadable, read
from tests.typesetting.compare import Tally
from tests.typesetting.pages import PAGES, Page
from tests.typesetting.resolutions import first_committee


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="set only every n-th resolution")
    parser.add_argument("--script", help="a conversion of OpenCC")
    parser.add_argument("--only", choices=[*PAGES], action="append")
    args = parser.parse_args()
    drafts = list(first_committee())[:: args.every]
    if args.script:
        drafts = [in_script(draft, opencc.OpenCC(args.script)) for draft in drafts]
    print(f"{len(drafts)} resolutions")
    for name in args.only or PAGES:
        _report(name, PAGES[name], drafts)


def in_script(draft: Draft, converter: opencc.OpenCC) -> Draft:
    """The Draft with its words in another script. No character becomes two characters, so the marks stay in place."""
    clauses = [
        replace(clause, text=converter.convert(clause.text), opening=converter.convert(clause.opening))
        for clause in draft.clauses
    ]
    notes = {marker: replace(note, text=converter.convert(note.text)) for marker, note in draft.footnotes.items()}
    title, formula, end = map(converter.convert, (draft.title, draft.formula, draft.end))
    return replace(draft, title=title, formula=formula, end=end, clauses=clauses, footnotes=notes)


def _report(name: str, page: Page, drafts: Sequence[Draft]) -> None:
    tally, warnings, started = Tally(), 0, time.perf_counter()
    for draft in drafts:
        try:
            found = read(page(draft).encode(), f"{draft.symbol}.html")[0]
        except Unreadable as error:
            found = Draft(draft.symbol, "html", "zh")
            print(f"  {draft.symbol}: {error}")
        warnings += len(found.warnings)
        tally.add(draft, found)
    print(f"{name}: {tally}; {warnings} warnings; {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
