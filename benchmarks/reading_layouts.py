"""Sets 100 resolutions of the First Committee as raw text in many layouts, reads them, and counts the wrong readings.

    python benchmarks/reading_layouts.py [--every 10] [--layout "page numbers alone"] [--show 3] [--kind mark]
    python benchmarks/reading_layouts.py --language en [--every 10]
    python benchmarks/reading_layouts.py --pdf [--keep FOLDER] [--layout "xelatex, pypdf"]

A reading is right, wrong with a warning, or wrong in silence. It is right if the clauses (kind, label, words, footnote
marks), the footnotes, the symbol, the title, the date and the meeting are right. A warning counts only if the same
resolution in the clean layout has fewer warnings with this code. A doubt is a right reading with such a warning.

With ``--pdf``, several programs extract the texts from PDF files in several layouts. Setting the files takes about ten
minutes. With ``--keep``, the files and texts stay in a folder and are used again the next time. Programs that are not
installed are left out: see requirements-benchmarks.txt, and benchmarks/reading_formats.py.

The resolutions are those of ``tests.typesetting.resolutions.sample``, as the reader of the UN's XML reads them. Needs
../shared/data.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import languages
from archive.messages import Unreadable
from archive.reading import Draft, read
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, PREAMBULAR
from tests.layouts import Layout, Resolution, print_out
from tests.typesetting import produce
from tests.typesetting.differences import KINDS, Difference, first_difference, of_draft
from tests.typesetting.extract import EXTRACTORS, is_installed
from tests.typesetting.resolutions import sample

CLEAN = Layout()
# Neither page furniture nor a rule above footnotes.
BARE = Layout(header="none", footer="none", feed=False, rule="none")
ALONE = replace(BARE, footer="3")

LAYOUTS: dict[str, Layout] = {
    "clean": CLEAN,
    # Page furniture
    "page numbers alone": replace(CLEAN, header="none", footer="3", feed=False),
    "page numbers alone, close": replace(CLEAN, header="none", footer="3 close", feed=False),
    "title in two lines": replace(CLEAN, header="wrapped title"),
    "title in two lines, no feed": replace(CLEAN, header="wrapped title", feed=False, footer="3"),
    "browser": replace(CLEAN, header="browser", footer="browser", feed=False),
    "watermark": replace(CLEAN, watermark="草　案"),
    # Footnotes
    "no rule": replace(CLEAN, rule="none"),
    "no rule, raised": replace(CLEAN, rule="none", mark="raised", entry="raised"),
    "number on its line": replace(CLEAN, rule="none", entry="lone", mark="bare"),
    "numbers before": replace(CLEAN, entry="gathered before", rule="none"),
    "numbers after": replace(CLEAN, entry="gathered after", rule="none"),
    "notes where a page cut": replace(BARE, mark="bare"),
    "notes at the end": replace(CLEAN, notes="end", rule="none"),
    "notes at the end, one page": replace(BARE, notes="end", height=0, mark="bare"),
    "numbers again on each page": replace(CLEAN, marks="on page"),
    "letters": replace(CLEAN, marks="letters", mark="bare"),
    "signs": replace(CLEAN, marks="signs", mark="bare"),
    # Marks
    "glued marks": replace(CLEAN, mark="bare"),
    "marks broken off": replace(CLEAN, mark="broken"),
    "lone marks": replace(CLEAN, mark="lone"),
    "marks in brackets": replace(CLEAN, mark="[]", entry="[]"),
    # Paragraphs
    "full last lines": replace(CLEAN, lines="full", blank="none"),
    "commas at line ends": replace(CLEAN, lines="comma", blank="none"),
    "flat": replace(CLEAN, first=0, blank="none"),
    "flat, full last lines": replace(CLEAN, first=0, blank="none", lines="full"),
    "flat, commas at line ends": replace(CLEAN, first=0, blank="none", lines="comma"),
    "every line blank": replace(CLEAN, first=0, blank="line", spaces="around"),
    "numbers of paragraphs alone": replace(CLEAN, label="lone", blank="none"),
    "spaces before numbers": replace(CLEAN, spaces="before"),
    "spaces after numbers": replace(CLEAN, spaces="after"),
    # Together
    "two columns": replace(CLEAN, two_columns=True, columns=20, left=0, mark="bare"),
    "plain extractor": replace(ALONE, mark="bare", first=0, blank="none"),
    "plain extractor, spaced": replace(ALONE, mark="bare", first=0, blank="none", spaces="around"),
    "raw extractor": replace(ALONE, mark="bare", first=0, blank="line", entry="lone", lines="comma"),
    "numbers alone, lone marks": replace(ALONE, mark="lone", entry="lone", lines="full"),
    "browser, flat": replace(BARE, header="browser", footer="browser", first=0, blank="none", mark="bare"),
    "word processor": replace(BARE, header="wrapped title", footer="3", notes="end", mark="bare", entry="[]"),
    "copied": replace(BARE, columns=0, height=0, first=0, blank="none", mark="bare", notes="end"),
    "copied, a page a note": replace(BARE, columns=0, height=14, first=0, blank="none", mark="bare"),
    "watermark, two-line title": replace(BARE, watermark="仅供参考", header="wrapped title", footer="- 3 -", mark="[]"),
}  # fmt: skip


def without_stops(doc: Resolution) -> Resolution:
    """The resolution without the stop at the end of the second preambular and the second operative paragraph."""
    clauses = list(doc.clauses)
    for wanted in (PREAMBULAR, OPERATIVE):
        places = [at for at, (kind, _, text) in enumerate(clauses) if kind == wanted and text[-1] in "，；,;"]
        for at in places[1:2]:
            kind, label, text = clauses[at]
            clauses[at] = kind, label, text[:-1]
    return replace(doc, clauses=clauses)


def with_annex(doc: Resolution) -> Resolution:
    """The resolution with an annex. The footnotes of the annex are numbered from 1 again."""
    rows = [
        (HEADING, "", "附件"), (HEADING, "", "工作准则"),
        (ANNEX, "1.", "各方应及早通报本国所采取的步骤\ue0001_2\ue001并说明理由。"),
        (ANNEX, "2.", "秘书处应将所收到的资料编成简报\ue0002_2\ue001分发各方。"),
    ]  # fmt: skip
    notes = {"1_2": "见《准则编写手册》，第三章。", "2_2": "同上，第四章。"}
    return replace(doc, annex=rows, footnotes=doc.footnotes | notes)


def in_traditional_script(doc: Resolution) -> Resolution:
    """The resolution in traditional script."""
    convert = opencc.OpenCC("s2t").convert
    return replace(
        doc,
        title=convert(doc.title),
        clauses=[(kind, label, convert(text)) for kind, label, text in doc.clauses],
        annex=[(kind, label, convert(text)) for kind, label, text in doc.annex],
        footnotes={marker: convert(text) for marker, text in doc.footnotes.items()},
        formula="大會，",
        plenary="次全體會議",
    )


# Layouts of changed resolutions: name → (change, layout).
CHANGED: dict[str, tuple[Callable[[Resolution], Resolution], Layout]] = {
    "missing stops": (without_stops, CLEAN),
    "missing stops, flat": (without_stops, replace(CLEAN, first=0, blank="none")),
    "traditional script": (in_traditional_script, CLEAN),
    "traditional script, flat": (in_traditional_script, replace(CLEAN, first=0, blank="none")),
    "annex": (with_annex, CLEAN),
    "annex, page numbers alone": (with_annex, ALONE),
}

# Layouts of Chinese texts only: Latin letters cannot be marks beside English words, and the changes write Chinese.
ONLY_CHINESE = ("letters", "spaces", "traditional", "annex", "plain extractor, spaced")

# The outcomes of a reading: right, wrong with a warning, wrong in silence.
RIGHT, WARNED, SILENT = "right", "warned", "silent"


@dataclass
class Result:
    """Counts the outcomes of one layout. ``failures`` are (symbol, outcome, difference).

    ``doubts`` counts the codes of the warnings in right readings. Each code counts once for each reading.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    doubts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, Difference]] = field(default_factory=list)

    def add(self, symbol: str, difference: Difference | None, warnings: Collection[str]) -> None:
        outcome = RIGHT if difference is None else WARNED if warnings else SILENT
        self.outcomes[outcome] += 1
        if difference is None:
            self.doubtful += bool(warnings)
            self.doubts.update(set(warnings))
        else:
            self.failures.append((symbol, outcome, difference))

    def include(self, other: Result) -> None:
        self.outcomes += other.outcomes
        self.doubtful += other.doubtful
        self.doubts += other.doubts
        self.failures += other.failures


# The texts of one layout, each with the resolution that the reader should find in it.
Texts = Sequence[tuple[Resolution, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="set only every n-th resolution")
    parser.add_argument("--layout", action="append", metavar="NAME", help="a name in the table, or the beginning of it")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--pdf", action="store_true", help="read what programs take out of PDF files")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep files and texts here, and use those there")
    parser.add_argument("--kind", choices=KINDS, action="append", help="show only differences of this kind")
    parser.add_argument("--show", type=int, default=0, help="show the first difference of so many wrong readings")
    parser.add_argument("--text", metavar="SYMBOL", help="print the text of this resolution in the layout")
    args = parser.parse_args()
    drafts = sample(languages.of(args.language))[:: args.every]
    wanted = tuple(args.layout or [""])
    with tempfile.TemporaryDirectory() as folder:
        layouts = extracted(drafts, wanted, args.keep or Path(folder)) if args.pdf else printed(drafts, wanted)
        if args.text:
            print_texts(layouts, args.text)
            return
        clean = {draft.symbol: codes(reading(print_out(of_draft(draft), CLEAN), draft.symbol)) for draft in drafts}
        results = {name: measure(texts, clean) for name, texts in layouts}
    report(results)
    show(results, args.kind or KINDS, args.show)


def printed(drafts: Sequence[Draft], wanted: tuple[str, ...]) -> Iterator[tuple[str, Texts]]:
    """Yields (layout, texts) for each layout of raw text whose name begins with one of ``wanted``."""
    layouts: dict[str, tuple[Callable[[Resolution], Resolution], Layout]] = {
        name: (lambda doc: doc, layout) for name, layout in LAYOUTS.items()
    }
    is_english = drafts[0].language == "en"
    for name, (change, layout) in (layouts | CHANGED).items():
        if name.startswith(wanted) and not (is_english and name.startswith(ONLY_CHINESE)):
            docs = [change(of_draft(draft)) for draft in drafts]
            yield name, [(doc, print_out(doc, layout)) for doc in docs]


def extracted(drafts: Sequence[Draft], wanted: tuple[str, ...], keep: Path) -> Iterator[tuple[str, Texts]]:
    """Yields (layout and program, texts) for the texts that each program extracts from the PDF files of each layout."""
    for layout, extractor in product(produce.LAYOUTS, EXTRACTORS):
        name = f"{layout}, {extractor}"
        if not name.startswith(wanted):
            continue
        if produce.is_installed(layout) and is_installed(extractor):
            texts = kept_texts(drafts, layout, extractor, keep)
            yield name, [(of_draft(draft), text) for draft, text in zip(drafts, texts, strict=True)]
        else:
            print(f"{name}: not installed")


def kept_texts(drafts: Sequence[Draft], layout: str, extractor: str, keep: Path) -> list[str]:
    folder = keep / layout / extractor
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{draft.symbol.replace('/', '_')}.txt" for draft in drafts]
    if not all(file.exists() for file in files):
        for file, content in zip(files, produce.kept_pdfs(drafts, layout, keep), strict=True):
            file.write_text(EXTRACTORS[extractor](content), encoding="utf-8")
    return [file.read_text(encoding="utf-8") for file in files]


def measure(texts: Texts, clean: Mapping[str, Counter[str]]) -> Result:
    """Reads the texts of a layout. ``clean`` has the warnings of each resolution in the clean layout, by symbol."""
    result = Result()
    for doc, text in texts:
        symbol = f"A/RES/{doc.number}"
        draft = reading(text, symbol)
        if isinstance(draft, Unreadable):
            result.add(doc.number, Difference("unreadable", doc.number, str(draft)), [draft.message.code])
        else:
            result.add(doc.number, first_difference(doc, draft), codes(draft) - clean[symbol])
    return result


def reading(text: str, symbol: str) -> Draft | Unreadable:
    try:
        [draft] = read(text.encode(), f"{symbol.replace('/', '_')}.txt")
    except Unreadable as error:
        return error
    return draft


def codes(draft: Draft | Unreadable) -> Counter[str]:
    """Code of a warning → how many warnings of a reading have this code."""
    return Counter() if isinstance(draft, Unreadable) else Counter(warning.code for warning in draft.warnings)


def report(results: Mapping[str, Result]) -> None:
    print(f"{'layout':32}{RIGHT:>8}{WARNED:>8}{SILENT:>8}{'doubts':>8}  most often")
    total = Result()
    for name, result in results.items():
        print_row(name, result)
        total.include(result)
    print_row("all", total)
    print("doubts:", ", ".join(f"{code} {count}" for code, count in total.doubts.most_common()) or "none")


def print_row(name: str, result: Result) -> None:
    counts = "".join(f"{result.outcomes[outcome]:8}" for outcome in (RIGHT, WARNED, SILENT))
    kinds = Counter(difference.kind for _, _, difference in result.failures)
    often = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(3))
    print(f"{name:32}{counts}{result.doubtful:8}  {often}")


def show(results: Mapping[str, Result], kinds: Sequence[str], most: int) -> None:
    for name, result in results.items():
        failures = [failure for failure in result.failures if failure[2].kind in kinds]
        for symbol, outcome, difference in failures[:most]:
            print(f"\n{name}, {symbol}: {outcome}, {difference.kind}")
            print(f"  wanted {difference.wanted}\n  found  {difference.found}")


def print_texts(layouts: Iterator[tuple[str, Texts]], symbol: str) -> None:
    for _, texts in layouts:
        for doc, text in texts:
            if f"A/RES/{doc.number}".endswith(symbol):
                print(text)


if __name__ == "__main__":
    main()
