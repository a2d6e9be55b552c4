"""Gives each clause its path, which is its permalink.

A path depends only on the printed words and numbers. So each reading of a text gives the same paths, in every language
and from every format. A reader makes its clauses in the order of the text, and then calls ``assign`` once.

    preambular  pp1, pp2 …           counted
    operative   op15                 the printed number; counted if no number is printed
                op1-bis              1 bis and 1之二 give bis, 1 ter and 1之三 give ter
    annex       annex1-op2           the printed number of a paragraph in the annex
                annex1-p4            counted, for a paragraph without a number
    heading     h1                   counted
    table       table1               counted
    point       op3-a, op3-a-2       the printed label: ㈡, (二) and (ii) give 2, (б) gives b

The label of a point shows its level. After (a), ㈠ and ㈡, the point (b) is on the level of (a). If a label can be read
in two ways, such as (i), the next label decides. A point without a label continues the clause above the points
(op3-p1). If numbers start again under a new heading, the path of a clause begins with the path of the heading (h2-op1).
If any other path occurs a second time, ``_2`` is added.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.numerals import BRANCHES, DIGITS, REPEATED, STEMS, from_chinese, from_roman, is_roman
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, TABLE, DraftClause
from archive.remembering import remembered

_CHINESE_NUMBER = re.compile(f"(?:[{DIGITS}]?十)?[{DIGITS}]?")  # matches the numbers from 1 to 99
_REPEATED = re.compile(
    rf"(?<=[0-9A-Za-z)])[ -]*(?:(?P<latin>(?i:{'|'.join(REPEATED.values())}))(?![A-Za-z])|之(?P<han>[二三四五六]))"
)
_PARTS_OF_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?|[•–—·-]")  # 1.2, and the signs of a list
_LONGEST = 20  # characters; a path contains at most 20 characters of a label
_MOST_ROMAN = 100  # a Roman numeral in a label is less than 100, so (c) and (m) are letters, not 100 and 1,000
# The letters that number points in Russian and Arabic texts, in the order in which the texts use them.
_ALPHABETS = {"cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя", "abjad": "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a label. For example, (i) is the ninth letter or the first Roman number.

    ``family`` names the series of labels, such as "a)" or "一.". ``value`` is the label's place in the series, from 1.
    ``slug`` is the label as a piece of a path.
    """

    family: str
    value: int
    slug: str


def assign(clauses: Sequence[DraftClause], annexes: Iterable[int] = ()) -> None:
    """Sets ``path`` and ``parent`` of all clauses of a resolution.

    ``annexes`` has the index of the first clause of each annex.
    """
    starts = sorted({index for index in annexes if index < len(clauses)})
    bounds = [0, *starts, len(clauses)]
    taken: dict[str, int] = {}
    for number, (start, end) in enumerate(itertools.pairwise(bounds)):
        _assign_part(clauses[start:end], f"annex{number}-" if number else "", taken)


@remembered
def label_number(label: str) -> int | None:
    """The number in a label, in any script; None if the label has letters instead, and for "".

    >>> [label_number(label) for label in ("15.", "３．", "㈡", "二十一、", "(a)", "")]
    [15, 3, 2, 21, None, None]
    """
    return next((reading.value for reading in _readings(label) if reading.slug.isdigit() and _is_numeral(label)), None)


def slugs(label: str) -> tuple[str, ...]:
    """The pieces of a path that a printed label or number can give. The most likely piece comes first.

    >>> [slugs(label) for label in ("15.", "㈡", "Ⅵ", "(子)", "(i)", "(a)")]
    [('15',), ('2',), ('6',), ('1',), ('i', '1'), ('a',)]
    """
    return tuple(reading.slug for reading in _readings(label))


def is_label(label: str) -> bool:
    """Whether a label counts something: a number, a letter, a Roman or Chinese numeral, or the sign of a list.

    >>> [is_label(label) for label in ("15.", "(a)", "㈡", "1 bis.", "1.2", "—", "abc", "乱写", "!!", "")]
    [True, True, True, True, True, True, False, False, False, False]
    """
    text = unicodedata.normalize("NFKC", label).strip()
    return any(reading.value for reading in _readings(label)) or bool(_PARTS_OF_NUMBER.fullmatch(text))


def base_label(label: str) -> str:
    """The label without a bis or 之二.

    >>> [base_label(label) for label in ("1 bis.", "1之三、", "(a bis)", "2.")]
    ['1.', '1、', '(a)', '2.']
    """
    return _REPEATED.sub("", label)


def _is_numeral(label: str) -> bool:
    return not re.search(r"[A-Za-z]", unicodedata.normalize("NFKC", label))


def _assign_part(clauses: Sequence[DraftClause], prefix: str, taken: dict[str, int]) -> None:
    """Set the paths of the clauses of the body, or of one annex."""
    counts: dict[str, int] = {}

    def counted(stem: str) -> str:
        counts[stem] = counts.get(stem, 0) + 1
        return f"{stem}{counts[stem]}"

    printed = {_slug(clause.label) for clause in clauses if clause.kind in (OPERATIVE, ANNEX)} - {""}
    heading = holder = None
    last = 0  # the number of the last operative paragraph of this section; 0 before the first number
    levels: list[tuple[_Reading, str]] = []  # the open points with their paths, the outermost point first
    for index, clause in enumerate(clauses):
        clause.parent = None
        if clause.kind == POINT:
            _place_point(clause, clauses[index + 1 : index + 2], holder, prefix, levels, taken)
            continue
        levels = []
        if clause.kind == PREAMBULAR:
            path = counted("pp")
        elif clause.kind == HEADING:
            path = heading = counted("h")
            last = last if not printed else 0
        elif clause.kind == TABLE:
            path = counted("table")
        elif slug := _slug(clause.label):
            path = f"op{slug}"
            last = int(slug) if slug.isdigit() else 0
            if prefix + path in taken and heading:
                path = f"{heading}-{path}"
        elif clause.kind == OPERATIVE and (not printed or (last and str(last + 1) not in printed)):
            last += 1
            path = f"op{last}"
        else:
            path = counted("p")
        clause.path = _unique(prefix + path, taken)
        # A table is inside a clause. The points after the table still belong to this clause.
        holder = holder if clause.kind == TABLE else clause.path


def _place_point(
    point: DraftClause,
    following: Sequence[DraftClause],
    holder: str | None,
    prefix: str,
    levels: list[tuple[_Reading, str]],
    taken: dict[str, int],
) -> None:
    """Set the path and the parent of a point. A point with a label becomes the last entry of ``levels``."""
    readings = _readings(point.label)
    stem = holder or f"{prefix}p"
    if not readings:
        levels.clear()
        run_on = 1
        while f"{stem}-p{run_on}" in taken:
            run_on += 1
        point.parent, point.path = holder, _unique(f"{stem}-p{run_on}", taken)
        return
    after = _readings(following[0].label) if following and following[0].kind == POINT else []
    depth, reading = _level(readings, after, [level for level, _ in levels])
    del levels[depth:]
    point.parent = levels[-1][1] if levels else holder
    point.path = _unique(f"{levels[-1][1] if levels else stem}-{reading.slug}", taken)
    levels.append((reading, point.path))


def _level(readings: list[_Reading], after: list[_Reading], levels: list[_Reading]) -> tuple[int, _Reading]:
    """The depth of a point (0 is the outermost level), and the reading of its label at this depth.

    ``readings`` and ``after`` have the readings of this label and of the next point's label. ``levels`` has one reading
    per open point, the outermost first.
    """
    if len(readings) > 1:
        # After (h), the label (i) is a letter if (j) comes next, and a Roman number if (ii) comes next.
        goes_on = [r for r in readings if any(a.family == r.family and a.value == r.value + 1 for a in after)]
        readings = goes_on or readings
    for depth in reversed(range(len(levels))):
        for reading in readings:
            if (reading.family, reading.value) == (levels[depth].family, levels[depth].value + 1):
                return depth, reading
    families = [level.family for level in levels]
    # One series can be printed in two styles: (a), b), (c).
    for depth in reversed(range(len(levels))):
        for reading in readings:
            same_letters = reading.family[:-1] == families[depth][:-1]
            if same_letters and reading.value == levels[depth].value + 1 and reading.value > 1:
                return depth, reading
    for reading in readings:
        if reading.value == 1 and reading.family not in families:
            return len(levels), reading
    for depth in reversed(range(len(levels))):
        for reading in readings:
            if reading.family == families[depth]:
                return depth, reading
    return len(levels), readings[0]


def _slug(label: str) -> str:
    """The label as a piece of a path. It has only ASCII letters and digits; "" if the label has none."""
    readings = _readings(label)
    return readings[0].slug if readings else ""


@remembered
def _readings(label: str) -> list[_Reading]:
    """All ways to read a label, the most likely first; empty for "".

    The style of a label is its bracket, full stop or capitals. Labels in different styles belong to different series.
    ``printed.clause_starts.point_values`` ignores the styles, because it only finds the next label.
    """
    text = unicodedata.normalize("NFKC", label).strip()  # ㈠ is (一), ３． is 3., Ⅱ is II
    if repeated := _REPEATED.search(text):
        suffix = (repeated["latin"] or "").lower() or REPEATED[repeated["han"]]
        return [replace(reading, slug=f"{reading.slug}-{suffix}") for reading in _readings(base_label(text))]
    core = re.sub(r"[\W_]+", "-", text).strip("-")
    if not core:
        return [_Reading("bullet", 0, "p")] if text else []
    style = ")" if ")" in text else "."
    if core.isdecimal() and len(core) < _LONGEST:
        return [_Reading("1" + style, int(core), str(int(core)))]
    if _CHINESE_NUMBER.fullmatch(core) and (chinese := from_chinese(core)):
        return [_Reading("一" + style, chinese, str(chinese))]
    for series in (STEMS, BRANCHES):
        if len(core) == 1 and core in series:
            return [_Reading(series[0] + style, series.index(core) + 1, str(series.index(core) + 1))]
    for name, alphabet in _ALPHABETS.items():
        letter = core.lower().replace("أ", "ا")
        if len(letter) == 1 and letter in alphabet:
            place = alphabet.index(letter)
            return [_Reading(name + style, place + 1, chr(97 + place) if place < 26 else f"a{chr(71 + place)}")]
    found = []
    lower = core.lower()
    case = "A" if core.isupper() else "a"
    if core.isascii() and core.isalpha() and len(set(lower)) == 1 and len(lower) < _LONGEST:  # a … z, aa, bb …
        found.append(_Reading(case + style, ord(lower[0]) - 96 + 26 * (len(lower) - 1), lower))
    if is_roman(lower) and (roman := from_roman(lower)) < _MOST_ROMAN:
        found.append(_Reading(f"{case}-roman{style}", roman, str(roman)))
    ascii_only = re.sub(r"[^0-9a-z]+", "-", lower)[:_LONGEST].strip("-")
    return found or ([_Reading("other" + style, 0, ascii_only)] if ascii_only else [_Reading("other", 0, "p")])


def _unique(path: str, taken: dict[str, int]) -> str:
    """The path itself if no clause has it yet. Otherwise the path with a number added at the end.

    ``taken`` maps each path to the highest number in use.
    """
    again = taken.get(path, 0) + 1
    while (candidate := path if again == 1 else f"{path}_{again}") in taken:
        again += 1
    taken[path] = again
    taken.setdefault(candidate, 1)
    return candidate
