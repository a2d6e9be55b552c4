"""Compares the time of reading and citing with an older version, and measures it on inputs that are made to be slow.

    python benchmarks/reading_time.py --against FOLDER [--every 5] [--rounds 10]
    python benchmarks/reading_time.py --mutated [--seed 65] [--limit 3]

FOLDER is a checkout of the older version. Both versions read and cite the same files by turns in the same run. The
shortest time of each file counts, because other programs make the other times longer.

With ``--mutated``, the inputs are changed resolutions: lines are deleted, doubled or shuffled, one character is
repeated very often, two sorts of words alternate, or 200 kB have no stop. The program prints the slowest inputs. It
stops an input after 20 seconds. These are seconds of CPU time of the process that reads, as other programs run too.
If an input takes more seconds than the limit, the exit code is 1. Needs ../shared/data.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.layouts import Layout, print_out
from tests.typesetting.differences import of_draft
from tests.typesetting.docx import docx
from tests.typesetting.resolutions import DATA, sample

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 20.0  # seconds after which an input is stopped
# The program of a worker process. It reads and cites each file whose path it gets, and answers with the seconds of
# reading and of citing. It first clears the caches, so that an earlier reading of the file does not help.
_WORKER = f"""
import functools, gc, signal, sys, time
from pathlib import Path
sys.path.insert(0, ".")
from archive.citing import cite, from_fixtures
from archive.reading import Unreadable, read

def give_up(*_):
    raise TimeoutError

signal.signal(signal.SIGPROF, give_up)
clock, catalogue = getattr(time, sys.argv[1]), from_fixtures()
read(Path("fixtures/resolutions/A_RES_65_72.txt").read_bytes(), "A_RES_65_72.txt")
memories = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
memories = [each for each in memories if each.cache_parameters()["maxsize"]]
for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    content, drafts = path.read_bytes(), []
    for memory in memories:
        memory.cache_clear()
    signal.setitimer(signal.ITIMER_PROF, {LONGEST})
    started = between = clock()
    try:
        drafts = read(content, path.name)
        between = clock()
        for draft in drafts:
            cite(draft, catalogue)
    except TimeoutError:
        between = between if drafts else clock()
    except Unreadable:
        between = clock()
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(between - started, clock() - between, flush=True)
"""
_SIZE = 200_000  # bytes of an input that is made to be slow
_SLOWEST = 10  # the number of inputs that are printed

Seconds = tuple[float, float]  # (seconds of reading, seconds of citing)


class Version:
    """A process that reads and cites with the code of one checkout."""

    def __init__(self, folder: Path, clock: str = "perf_counter") -> None:
        command = [sys.executable, "-c", _WORKER, clock]
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def time(self, file: Path) -> Seconds:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file, file=self._process.stdin, flush=True)
        reading, citing = self._process.stdout.readline().split()
        return float(reading), float(citing)

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="a checkout of an older version")
    parser.add_argument("--every", type=int, default=1, help="read only every n-th resolution")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--mutated", action="store_true", help="read inputs that are made to be slow")
    parser.add_argument("--seed", type=int, default=65)
    parser.add_argument("--limit", type=float, default=3.0, metavar="SECONDS")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.against:
            compare(list(files(Path(folder), args.every)), args.against, args.rounds)
        chance = random.Random(args.seed)  # noqa: S311
        if args.mutated and slowest(Path(folder), chance) > args.limit:
            sys.exit(1)


# Comparison with an older version


def files(folder: Path, every: int) -> Iterator[tuple[str, Path]]:
    """Yields (format, file) for each resolution in raw text in two layouts, Word, and the UN's XML in two languages."""
    flat = Layout(columns=40, first=0, blank="none", mark="bare")
    for draft in sample()[::every]:
        name = draft.symbol.replace("/", "_")
        doc = of_draft(draft)
        contents = {
            "text": print_out(doc, Layout()).encode(),
            "flat text": print_out(doc, flat).encode(),
            "docx": docx(draft),
        }
        for format, content in contents.items():
            file = folder / f"{name} {format}.{format.split()[-1].replace('text', 'txt')}"
            file.write_bytes(content)
            yield format, file
    for language in ("Chinese", "English"):
        for path in sorted((DATA / "GAresolutions" / "79session" / language).rglob("*.xml"))[:: 3 * every]:
            yield f"xml {language}", path


def compare(inputs: Sequence[tuple[str, Path]], against: Path, rounds: int) -> None:
    versions = Version(against), Version(ROOT)
    least: dict[tuple[Path, int], Seconds] = {}
    for _, file in list(inputs) * rounds:
        for place, version in enumerate(versions):
            taken = version.time(file)
            before = least.get((file, place), taken)
            least[file, place] = min(before[0], taken[0]), min(before[1], taken[1])
    for version in versions:
        version.close()
    report(inputs, least)


def report(inputs: Sequence[tuple[str, Path]], least: Mapping[tuple[Path, int], Seconds]) -> None:
    """Prints for each format the seconds of the older version, those of this version, and their ratio."""
    print(f"{'':16}{'reading':>10}{'now':>8}{'ratio':>7}{'citing':>10}{'now':>8}{'ratio':>7}")
    for format in [*dict.fromkeys(format for format, _ in inputs), "all"]:
        files = [file for each, file in inputs if format in (each, "all")]
        columns = []
        for part in (0, 1):
            before, now = (sum(least[file, place][part] for file in files) for place in (0, 1))
            columns.append(f"{before:10.3f}{now:8.3f}{now / before:7.2f}")
        print(f"{format:16}{''.join(columns)}")


# Inputs that are made to be slow


def slowest(folder: Path, chance: random.Random) -> float:
    """Reads and cites the changed inputs, and prints the slowest ones. Returns the seconds of the slowest one."""
    version = Version(ROOT, "process_time")  # it has steps of some milliseconds, too long for ``compare``
    taken: list[tuple[float, str]] = []
    for name, content in mutated(chance):
        file = folder / f"mutated.{name.rsplit('.', 1)[-1]}"
        file.write_bytes(content)
        reading, citing = version.time(file)
        taken.append((reading + citing, f"{name}: reading {reading:.2f} s, citing {citing:.2f} s"))
    version.close()
    taken.sort(reverse=True)
    print(f"{len(taken)} inputs; the slowest:")
    for _, line in taken[:_SLOWEST]:
        print(f"  {line}")
    return taken[0][0]


def mutated(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yields (name, content) for each changed input. The name ends in the suffix of its format."""
    draft = max(sample(), key=lambda draft: sum(len(clause.text) for clause in draft.clauses))
    for layout_name, layout in (("", Layout()), (", flat", Layout(first=0, blank="none", mark="bare", rule="none"))):
        text = print_out(of_draft(draft), layout)
        for name, change in _CHANGES.items():
            yield f"{name}{layout_name}.txt", change(text.split("\n"), chance).encode()
        for run in _RUNS:
            yield f"a run of {run!r}{layout_name}.txt", _with_run(text, run).encode()
            yield f"many lines {run!r}{layout_name}.txt", _with_run(text, run + "\n").encode()
    for language in ("Chinese", "English"):
        longest = max((DATA / "GAresolutions" / "79session" / language).rglob("*.xml"), key=_first_committees_size)
        for run in _RUNS:
            yield f"a run of {run!r}, {language}.xml", _with_run_in_xml(longest.read_text("utf-8"), run).encode()
        for pair in map("".join, combinations(_WORDS[language], 2)):
            yield f"a run of {pair!r}, {language}.xml", _with_run_in_xml(longest.read_text("utf-8"), pair).encode()


def _first_committees_size(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if b"firstCommittee" in content else 0


def _deleted(lines: list[str], chance: random.Random) -> str:
    return "\n".join(line for line in lines if chance.random() > 0.3)


def _doubled(lines: list[str], chance: random.Random) -> str:
    return "\n".join(line for line in lines for _ in range(chance.choice((1, 2, 3))))


def _shuffled(lines: list[str], chance: random.Random) -> str:
    return "\n".join(chance.sample(lines, len(lines)))


def _without_line_ends(lines: list[str], chance: random.Random) -> str:
    return "".join(lines)


def _a_character_a_line(lines: list[str], chance: random.Random) -> str:
    return "\n".join("\n".join(lines).replace("\n", ""))


def _without_stops(lines: list[str], chance: random.Random) -> str:
    """A text of 200 kB without a stop, in lines of the usual length."""
    words = "".join(lines[6:]).translate(dict.fromkeys(map(ord, "，。；：")))
    words = (words * (1 + _SIZE // len(words.encode())))[: _SIZE // 3]
    return "\n".join(lines[:6] + [words[at : at + 38] for at in range(0, len(words), 38)])


def _many_times(lines: list[str], chance: random.Random) -> str:
    """A text of 200 kB that repeats the resolution many times, with the title only once."""
    body = "\n".join(lines[4:-6])
    return "\n".join([*lines[:4], *[body] * (1 + _SIZE // len(body.encode())), *lines[-6:]])


def _mixed(lines: list[str], chance: random.Random) -> str:
    """A text in which each line is cut at a random place and joined with a part of another line."""
    others = chance.sample(lines, len(lines))
    return "\n".join(
        line[: chance.randint(0, len(line))] + other[chance.randint(0, len(other)) :]
        for line, other in zip(lines, others, strict=True)
    )


_CHANGES: dict[str, Callable[[list[str], random.Random], str]] = {
    "lines deleted": _deleted,
    "lines doubled": _doubled,
    "lines shuffled": _shuffled,
    "lines mixed": _mixed,
    "no line ends": _without_line_ends,
    "a character a line": _a_character_a_line,
    "no stops": _without_stops,
    "many times": _many_times,
}
_RUNS = (
    "1", "1 ", "12", "《", "》", "《甲》", "(", ")", "（", "[", "[1]", " ", "  甲", "\t", "，", "；", "、", "和", "第",
    "第1号", "第1、", "第1/2、", "第1/2号和", "1/", "A/", "A/RES/1/2、", "A/1/2和", "1.", "(a)", "㈠", "条约", "公约和",
    "《条约》和", "该", "其", "同上，", "见", "上文第1段", "第一条", "第一条第二款", "第1段和", "2010年", "年月日",
    "2010年12月8日", "一", "十", "（一）", "-", "—", "_", "*", "¹", "a", "a ", "Treaty ", "resolution 1/2 and ", "the ",
    "article 1, paragraph 2, ", "X", "(XX)", "国际联盟，《条约汇编》，", "第1卷，第2号", "补编第1号", "大会", "决议",
    "请", "并", "\u00ad", "\u200b", "⽇", "\U00020000", "联合国 ", "附件", "一、", "/Add.1", "1 bis. ", "・",
    "http://a/", "甲乙丙丁戊己庚辛壬癸    ",
)  # fmt: skip


# Words of each sort that citing looks for. Each pair of one language alternates in a paragraph.
_WORDS = {
    "Chinese": (
        "1", "一", "㈠", "(a)", "1/2", "A/1/2", "S/RES/1", "第", "号", "号决议", "第1/2号", "第一条", "和", "、", "，",
        "；", "其", "该", "条约", "《条约》", "《条约汇编》", "公约和", "大会", "报告", "附件", "2010年", "关于",
        "见脚注1",
    ),
    "English": (
        "1", "IV", "(a)", "1/2", "A/1/2", "resolution ", "resolution 1/2, ", "paragraph 1, ", "article ", "annex ",
        " and ", " of ", "the ", "its ", "that ", ", ", "“", "X ", "Treaty ", "Charter ", "Conference ",
        "Declaration on ",
        "entitled ", "ibid. ", "see footnote 1 ", "United Nations, Treaty Series, ", "vol. 1, No. 2 ",
    ),
}  # fmt: skip


def _with_run(text: str, run: str) -> str:
    """The text with 200 kB of repetitions of ``run`` in its middle."""
    middle = len(text) // 2
    return text[:middle] + run * (_SIZE // len(run.encode())) + text[middle:]


def _with_run_in_xml(text: str, run: str) -> str:
    """The text with 200 kB of repetitions of ``run`` before the end of its last paragraph."""
    end = text.rindex("</p>")
    return text[:end] + run.strip("<&") * (_SIZE // len(run.encode())) + text[end:]


if __name__ == "__main__":
    main()
