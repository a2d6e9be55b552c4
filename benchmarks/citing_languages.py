"""Compares the documents that the Chinese and the English text of each resolution cite. They should be the same.

    .venv/bin/python benchmarks/citing_languages.py ../shared/data/GAresolutions/79session [--show 40]

The comparison leaves out the links of the UN's editors. The program prints, for symbols and for treaties, how many
documents both texts cite, how many only one text cites, and the share that both cite. ``--show`` also prints each
difference with its words.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from archive.citing import cite, from_fixtures
from archive.citing.citation import Citation
from archive.reading import read
from archive.reading.draft import Draft

LANGUAGES = ("Chinese", "English")


@dataclass
class Cited:
    """The keys of the documents that one text cites, each with the place and the words of its first citation."""

    documents: dict[str, str] = field(default_factory=dict)

    def of_kind(self, kind: str) -> set[str]:
        return {key for key in self.documents if kind_of(key) == kind}


def kind_of(key: str) -> str:
    """``treaty``, ``title`` or ``symbol``. Titles are not compared, because they differ in the two languages."""
    return key.partition(":")[0] if key.startswith(("treaty:", "title:")) else "symbol"


def without_links(draft: Draft) -> Draft:
    for links in (*(c.links for c in draft.clauses), *(f.links for f in draft.footnotes.values())):
        links.clear()
    return draft


def cited_by(path: Path) -> Iterator[tuple[str, Cited]]:
    """Yields (symbol of the resolution, documents that its text cites) for each resolution of a file."""
    for draft in read(path.read_bytes(), path.name):
        found = cite(without_links(draft), from_fixtures())
        cited = Cited()
        for place, citations in (*found.clauses.items(), *found.footnotes.items()):
            for citation in citations:
                note(cited, place, citation)
        yield draft.symbol, cited


def note(cited: Cited, place: str, citation: Citation) -> None:
    if citation.target:
        cited.documents.setdefault(citation.target, f"{place} {citation.exact}")


def texts(folder: Path, language: str) -> dict[str, Cited]:
    """Symbol of a resolution → the documents that its text in this language cites.

    A resolution without a symbol is left out.
    """
    found = (one for path in sorted((folder / language).glob("*.xml")) for one in cited_by(path))
    return {symbol: cited for symbol, cited in found if re.fullmatch(r"A/RES/[\dES-]+/\d+[A-Z]?", symbol)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a session's folder, with the folders Chinese and English")
    parser.add_argument("--show", type=int, default=0, help="print up to N differences of each kind")
    options = parser.parse_args()
    chinese, english = (texts(options.folder, language) for language in LANGUAGES)
    in_both = sorted(set(chinese) & set(english))
    print(f"{len(in_both)} resolutions in both languages")
    for kind in ("symbol", "treaty"):
        tally: Counter[str] = Counter()
        for symbol in in_both:
            keys = [chinese[symbol].of_kind(kind), english[symbol].of_kind(kind)]
            tally["both"] += len(keys[0] & keys[1])
            for language, own, other in zip(LANGUAGES, keys, reversed(keys), strict=True):
                for key in sorted(own - other):
                    tally[language] += 1
                    if tally[language] <= options.show:
                        text = chinese if language == "Chinese" else english
                        print(f"{kind}, only {language}: {symbol} {key}: {text[symbol].documents[key][:120]}")
        share = tally["both"] / max(1, tally.total())
        only = ", ".join(f"only {language} {tally[language]}" for language in LANGUAGES)
        print(f"{kind}: both {tally['both']}, {only}, {share:.3f}")


if __name__ == "__main__":
    main()
