"""Compares the citations of resolutions with lists that were made by hand, without seeing the archive's.

    python benchmarks/citing_gold.py [--show] [--links]

``citing_gold.json`` has nine lists. Two readers made the first, of ten resolutions. One reader made each of the others
later, before the archive's answer was seen. The second to the sixth list have ten, nine, seven, three and eight
resolutions; the seventh to the ninth have ten, fourteen and twelve. So read, the archive met these shares:

    list     second  third  fourth  fifth  sixth  seventh  eighth  ninth
    met        .953   .964    .964   .972   .949     .988    .984   .991
    false         0      1       0      0      0        2       1      0

Some rules were written after these comparisons. In the seventh to the ninth list, 54 of 827 rows are "open" because
the reader doubted them, and two more since the comparison. If all counted, the archive would have met .949.

Each list has, for each resolution and each place (a clause path, or ``fn 3``), the citations as [start, end, target,
pinpoint]. It has offsets instead of words. A target is a key, or ``ambiguous:KEY|KEY``. If readers differ, or if one
cannot decide, a fifth value says "open" (the citation is neither wanted nor false), or the pinpoint is null.

A citation of the list is met if the archive has the same target in words that overlap. A citation of the archive is
false if the list has no citation of its target in that clause or footnote. A citation through a footnote mark is never
false here, because it is in the list of the footnote. An ambiguous citation names no document, so it is not false. The
links of the UN's editors are left out; with ``--links`` they count too. Needs ../shared/data.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.citing import Citation, cite, from_fixtures
from archive.reading import Draft
from tests.typesetting.resolutions import SAMPLED_SESSIONS, first_committee

Listed = tuple[int, int, str, str | None]
LISTS = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Row:
    """One citation of the list."""

    start: int
    end: int
    target: str
    pinpoint: str | None
    open: bool

    def fits(self, citation: Citation) -> bool:
        """Whether the citation of the archive is in overlapping words and has the same target."""
        return citation.start < self.end and self.start < citation.end and target_of(citation) == self.target


@dataclass(slots=True)
class Tally:
    """The figures of one kind of citation, and the lines that show what differs."""

    wanted: int = 0
    met: int = 0
    pinpoints: int = 0
    right_pinpoints: int = 0
    false: int = 0
    lines: list[str] = field(default_factory=list)

    def compare(self, where: str, text: str, rows: list[Row], found: list[Citation]) -> None:
        for row in rows:
            if row.open:
                continue
            fitting = [citation for citation in found if row.fits(citation)]
            self.wanted += 1
            self.met += bool(fitting)
            self.pinpoints += bool(row.pinpoint)
            right = row.pinpoint is None or is_right(row, found)
            self.right_pinpoints += bool(row.pinpoint) and right
            if not fitting:
                self.lines.append(f"missing {where}: {text[row.start : row.end]} → {row.target}")
            elif row.pinpoint and not right:
                places = [citation.pinpoint for citation in fitting]
                self.lines.append(f"place {where}: {text[row.start : row.end]}: {row.pinpoint!r}, found {places}")
        named = {row.target for row in rows}
        for citation in found:
            if citation.target and citation.via_footnote is None and target_of(citation) not in named:
                self.false += 1
                self.lines.append(f"false {where}: {citation.exact} → {target_of(citation)}")

    def report(self, name: str, show: bool) -> None:
        print(f"{name}: {self.met} of {self.wanted} met, {self.false} false, ", end="")
        print(f"pinpoints {self.right_pinpoints} of {self.pinpoints}")
        print(*(self.lines if show else ()), sep="\n", end="\n" if show else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="show every difference")
    parser.add_argument("--links", action="store_true", help="count the links of the UN's editors too")
    args = parser.parse_args()
    drafts = {draft.symbol: draft for draft in first_committee(SAMPLED_SESSIONS)}
    for name, listed in json.loads(LISTS.read_text(encoding="utf-8")).items():
        clauses, footnotes = Tally(), Tally()
        for symbol, places in listed.items():
            draft = drafts[symbol]
            compare(draft if args.links else without_links(draft), places, clauses, footnotes)
        clauses.report(f"{name} list, clauses", args.show)
        footnotes.report(f"{name} list, footnotes", args.show)


def compare(draft: Draft, listed: dict[str, list[Listed]], clauses: Tally, footnotes: Tally) -> None:
    cited = cite(draft, from_fixtures())
    for clause in draft.clauses:
        where, found = f"{draft.symbol} {clause.path}", cited.clauses[clause.path]
        clauses.compare(where, clause.text, rows(listed.get(clause.path, ())), found)
    for marker, note in draft.footnotes.items():
        where = f"fn {marker}"
        footnotes.compare(f"{draft.symbol} {where}", note.text, rows(listed.get(where, ())), cited.footnotes[marker])


def rows(listed: Iterable[Listed]) -> list[Row]:
    return [Row(*values[:4], open=len(values) > 4) for values in listed]


def without_links(draft: Draft) -> Draft:
    clauses = [replace(clause, links=[]) for clause in draft.clauses]
    footnotes = {marker: replace(note, links=[]) for marker, note in draft.footnotes.items()}
    return replace(draft, clauses=clauses, footnotes=footnotes)


def target_of(citation: Citation) -> str:
    return (citation.target or "ambiguous:" + "|".join(sorted(citation.candidates))).removesuffix("(OPCW)")


def is_right(row: Row, found: list[Citation]) -> bool:
    """Whether the archive has the pinpoint of the row, which can have several pieces: 第七条；第十条.

    The pieces are articles that the clause names away from the treaty. Each is then a citation of its own.
    """
    assert row.pinpoint is not None
    if any(bare(c.pinpoint) == bare(row.pinpoint) for c in found if row.fits(c)):
        return True
    apart = {bare(c.pinpoint) for c in found if target_of(c) == row.target}
    return "；" in row.pinpoint and set(bare(row.pinpoint).split("；")) <= apart


def bare(pinpoint: str) -> str:
    return re.sub(r"\s+", "", pinpoint)


if __name__ == "__main__":
    main()
