"""Measures the time of a comparison, and whether the Chinese and the English texts give the same pairs of clauses.

    python benchmarks/comparing.py [--show] [--rounds 5]

Compares each resolution of the First Committee (sessions 74, 75, 77, 78 and 79) with the next one of its series, in
Chinese and in English. A clause is right if both languages have it in the same pair, split or merger, or in both it is
new or dropped. ``--show`` prints the others. They are counted by their reason: a doubtful pair in one language, a split
or merger in only one language, or another partner.

Then makes texts of 200 clauses and compares them: clauses of two sessions (alike), and clauses of different resolutions
(not alike). Prints the shortest of some rounds. The first round also cuts the Chinese words, which are then remembered.
Needs ../shared/data.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from archive.comparing import ComparedText, Comparison, compare
from archive.messages import Unreadable
from archive.reading import Draft, read
from archive.searching.segmentation import han_words
from archive.voting.lineage import Entry, links, sub_item, title_key
from tests.comparing_texts import files, real

SESSIONS = ("74", "75", "77", "78", "79")
CLAUSES = 200


def drafts(language: str) -> Iterator[Draft]:
    """The resolutions of the First Committee in one language."""
    for session in SESSIONS:
        for content, name in files(session, language).values():
            if b"firstCommittee" not in content:
                continue
            try:
                found = read(content, name)
            except Unreadable:
                continue
            yield from (draft for draft in found if draft.language == language and draft.committee == "First")


def series() -> list[tuple[str, str]]:
    """Each resolution with the next one of its series, as (symbol before, symbol after)."""
    entries: dict[str, Entry] = {}
    for language in ("zh", "en"):
        for draft in drafts(language):
            entry = entries.setdefault(draft.symbol, Entry(draft.symbol, int(draft.session)))
            entry.titles.add(title_key(draft.title))
            entry.agenda |= {title_key(sub_item(title)) for title in draft.agenda_titles}
    accepted, _ = links(entries.values())
    return sorted((link.earlier, link.later) for link in accepted)


def partners(found: Comparison) -> dict[tuple[str, str], str]:
    """(side, path) → the paths of the other side, and the reason why the partner may be another in another language."""
    together = {("before", pair.before): pair.after for pair in found.pairs}
    together |= {("after", pair.after): pair.before for pair in found.pairs}
    for whole, pieces in found.splits:
        together |= {("before", whole): " ".join(pieces)} | {("after", piece): whole for piece in pieces}
    for pieces, whole in found.merges:
        together |= {("after", whole): " ".join(pieces)} | {("before", piece): whole for piece in pieces}
    alone = {("before", path): "" for path in found.dropped} | {("after", path): "" for path in found.new}
    return together | alone


def reason(found: tuple[Comparison, Comparison], place: tuple[str, str]) -> str:
    """Why two languages differ at a place."""
    side, path = place
    doubtful = {getattr(pair, side) for one in found for pair in one.pairs if pair.doubtful}
    divided = {
        each for one in found for whole, pieces in one.splits for each in ([whole] if side == "before" else pieces)
    } | {each for one in found for pieces, whole in one.merges for each in ([whole] if side == "after" else pieces)}
    return "split or merged" if path in divided else "doubtful" if path in doubtful else "another partner"


def in_english(symbol: str) -> bool:
    """Whether there is an English file. There is none of session 74."""
    return symbol in files(symbol.split("/")[2], "en")


def measure_languages(show: bool) -> None:
    tally: Counter[str] = Counter()
    for before, after in series():
        if not (in_english(before) and in_english(after)):
            continue
        found = tuple(compare(real(before, code), real(after, code), han_words) for code in ("zh", "en"))
        chinese, english = map(partners, found)
        for place in sorted(chinese.keys() | english.keys()):
            same = chinese.get(place) == english.get(place)
            why = "same" if same else reason((found[0], found[1]), place)
            tally[why] += 1
            if show and not same:
                print(f"{before} → {after}, {place}: {chinese.get(place)!r}, in English {english.get(place)!r}: {why}")
    print(f"{tally['same']} of {tally.total()} clauses have the same partners: {tally['same'] / tally.total():.4f}")
    print(", ".join(f"{why}: {count}" for why, count in tally.most_common() if why != "same"))


def long_text(pairs: list[tuple[str, str]], side: int, language: str) -> ComparedText:
    """A text of CLAUSES clauses: the paragraphs of one side of the longest pairs, numbered again."""
    clauses = [clause for pair in pairs for clause in real(pair[side], language).clauses][:CLAUSES]
    numbered = [replace(clause, path=f"op{number}", parent=None) for number, clause in enumerate(clauses, 1)]
    return ComparedText(f"text {side}", language, numbered)


def measure_time(rounds: int) -> None:
    pairs = sorted(series(), key=lambda pair: -len(real(pair[0]).clauses))
    english = [pair for pair in pairs if in_english(pair[0]) and in_english(pair[1])]
    for name, texts in (
        ("two sessions", (long_text(pairs, 0, "zh"), long_text(pairs, 1, "zh"))),
        ("different resolutions", (long_text(pairs[:8], 0, "zh"), long_text(pairs[8:], 0, "zh"))),
        ("two sessions in English", (long_text(english, 0, "en"), long_text(english, 1, "en"))),
    ):
        han_words("核武器")  # loads the dictionary
        times = []
        for _ in range(rounds):
            started = time.process_time()
            compare(*texts, han_words)
            times.append((time.process_time() - started) * 1000)
        sizes = " × ".join(str(len(text.clauses)) for text in texts)
        print(f"{name}, {sizes} clauses: {min(times):.0f} ms, the first time {times[0]:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the clauses that differ between the languages")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    measure_languages(options.show)
    measure_time(options.rounds)


if __name__ == "__main__":
    main()
