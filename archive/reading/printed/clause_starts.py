"""Finds the words with which a clause can begin.

These are a number, a point's label, a section number, the heading of an annex or an opening phrase. Each function
checks only one line. ``paragraphs`` then decides whether a clause begins at the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from archive.characters import plain
from archive.numerals import BRANCHES, REPEATED, STEMS, from_roman
from archive.reading import paths
from archive.reading.draft import OPERATIVE, POINT
from archive.reading.opening import LONGEST_OPENING, opening_phrase
from archive.reading.printed.lines import IS_HAN, TextLine, begins_in_han
from archive.reading.printed.wordings import in_every_language
from archive.reading.typography import HAN, tidy
from archive.remembering import remembered

_AGAIN = rf"(?:[ ]?(?i:{'|'.join(REPEATED.values())})(?![A-Za-z])|之[二三四五六](?=[.、)\s]))"  # 1 bis, 1之二
_REPEATED_NUMBER = re.compile(rf"\d{{1,3}}{_AGAIN}")
_NUMBER = re.compile(rf"[\u2488-\u249b]\s*|\d{{1,3}}(?:\.(?!\d)|、|{_AGAIN}[.、]?)\s*")
_ROMAN_SIGNS = "\u2160-\u217f"  # Ⅱ and ⅱ as one character
_POINT = re.compile(
    rf"(?:\((?:[A-Za-z]{{1,2}}{_AGAIN}?|[ivxl]{{1,5}}|[IVXL]{{1,5}}|[{_ROMAN_SIGNS}]{{1,2}}|[一二三四五六七八九十]{{1,3}}|"
    rf"[{STEMS}{BRANCHES}]|\d{{1,2}})\){_AGAIN}?|[〔【][一二三四五六七八九十]{{1,3}}[〕】]|"
    r"[\u3220-\u3229]|[①-⑳⑴-⒇⒜-⒵]|(?:[a-z]|[ivxl]{2,5})[.)](?![a-z.])|\d{1,2}\))\s*"
)
_BARE_NUMBER = re.compile(r"\d{1,3}\s+")  # 3 Calls upon: the stop after the number is missing
_BULLET = re.compile(r"[•●▪■·∙◦◆]\s*")
# Labels that are also ordinary words or marks: i 提交报告, 甲、提交报告, 一、提交报告, – 提交报告.
_UNCERTAIN = re.compile(
    rf"(?:[ivx]{{1,5}}\s+|[–—-]\s+)(?=[{HAN}《“])|[{STEMS}][.、](?![{STEMS}])\s*|[一二三四五六七八九十]{{1,3}}[.、]\s*"
)
_LABELS = ((_NUMBER, OPERATIVE), (_POINT, POINT), (_BULLET, POINT))
SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:、|\s|$)|第[一二三四五六七八九十]{1,3}(?:部分|章|节|编)|[A-Z](?:[.、]|$)|[IVX]{1,5}(?:[.、]|$))\s*"
)
_ANNEX = re.compile(in_every_language(lambda wording: wording.annex))
# Verbs that begin a preambular paragraph about as often as they continue a sentence after a comma.
_WEAK = re.compile(
    "(?:进一步)?(?:促进|呼吁|决定|按照|根据|依照|遵照|审议|认为|请|邀请|支持|维护|提出|选举|通过|考虑|保证|承诺|看到|同意|提及|确定)"
)
# Words that can link a paragraph with the paragraph before: 在这方面，回顾….
_LINKING = re.compile(in_every_language(lambda wording: wording.linking))

# Words that link the rest of a sentence with the points before: 并请秘书长报告.
_GOING_ON = re.compile(in_every_language(lambda wording: wording.going_on))

_TWO_PIECES = 160  # characters; most distance from 对 to the second piece in 对…表示遗憾

PointValue = tuple[str, int]
"""One way to read a point's label: the name of a series, and the label's place in the series, from 1.

The series are ``"latin"``, ``"roman"``, ``"han"``, ``"number"`` and ``"bullet"``. The place of a bullet is 0."""

FIRST_POINTS: frozenset[PointValue] = frozenset({("latin", 1), ("roman", 1), ("han", 1), ("number", 1), ("bullet", 0)})


class Label(NamedTuple):
    """The label at the beginning of a line.

    ``text`` is the label as printed, and ``offset`` is the offset of the words after it. ``kind`` is the kind of the
    clause.
    """

    text: str
    offset: int
    kind: str  # OPERATIVE or POINT


def label_of(line: TextLine) -> Label | None:
    """The paragraph number or the point's label at the beginning of a line; None if there is none."""
    if not begins_in_han(line.plain) and (found := _label_end(line.plain)):
        end, kind = found
        return Label(line.text[:end].strip(), end, kind)
    return None


@remembered
def _label_end(plain: str) -> tuple[int, str] | None:
    """The offset after the label at the beginning of a line, and the kind of the clause; None without a label."""
    for pattern, kind in _LABELS:
        if match := pattern.match(plain):
            return match.end(), kind
    return None


def uncertain_label_of(line: TextLine) -> Label | None:
    """A point's label that is also an ordinary word or mark, such as 一、 or a dash; None if there is none."""
    match = _UNCERTAIN.match(line.plain)
    return Label(line.text[: match.end()].strip(), match.end(), POINT) if match else None


def bare_number_of(line: TextLine) -> Label | None:
    """A paragraph number without its stop, before an opening phrase (3 Calls upon); None if there is none."""
    match = _BARE_NUMBER.match(line.plain)
    if match is None or not opens(line.text[match.end() :]):
        return None
    return Label(line.text[: match.end()].strip(), match.end(), OPERATIVE)


def value_of(label: str) -> int:
    """The number in the label of an operative paragraph. The label 1 bis has the number 1."""
    return paths.label_number(paths.base_label(label)) or 0


def is_numbered(line: TextLine) -> bool:
    """Whether a line begins with an operative paragraph's number: ``3.``, ``3、``."""
    return _NUMBER.match(line.plain) is not None


def is_point(line: TextLine) -> bool:
    """Whether a line begins with a point's label: ``(a)``, ``㈠``."""
    return _POINT.match(line.plain) is not None


def begins_clause(line: TextLine) -> bool:
    """Whether a line begins with a clause's label or with an opening phrase."""
    return label_of(line) is not None or opens(line.text)


def is_repeated(line: str) -> bool:
    """Whether a line in half-width forms begins with a repeated number: 1 bis."""
    return _REPEATED_NUMBER.match(line) is not None


def follows(label: Label, numbers: AbstractSet[int]) -> bool:
    """Whether the number of a label can come next. ``numbers`` has the numbers that can come next.

    The label 1 bis can come if 2 can come.
    """
    repeats = paths.base_label(label.text) != label.text
    return value_of(label.text) + repeats in numbers


def begins_annex(line: TextLine) -> bool:
    """Whether a line is an annex's heading: 附件, 附件二, 附录, Annex II."""
    return line.plain[:1] in "附Aa" and _ANNEX.fullmatch(line.plain) is not None


def opens(text: str) -> bool:
    """Whether a text begins with an opening phrase. Linking words such as 在这方面， may be before the phrase."""
    return _opens(text[: _TWO_PIECES if text.startswith(("对", "對")) else LONGEST_OPENING])


@lru_cache(maxsize=8192)
def _opens(start: str) -> bool:
    words = plain(tidy(start))
    if linking := _LINKING.match(words):
        words = words[linking.end() :]
        return bool(opening_phrase(words[:1].upper() + words[1:]))  # In this regard, calls upon
    return bool(opening_phrase(words))


def goes_on_after_points(text: str) -> bool:
    """Whether a text begins with words that link the rest of a sentence with the points before it."""
    return _GOING_ON.match(plain(text)) is not None


def opens_weakly(text: str) -> bool:
    """Whether a text begins with an opening phrase that can also continue a sentence."""
    return _WEAK.fullmatch(opening_phrase(plain(tidy(text[:LONGEST_OPENING])))) is not None


def point_values(label: str) -> set[PointValue]:
    """All ways to read a point's label. For example, (i) is the ninth letter or the first Roman number.

    Brackets, full stops and capitals are ignored, because these values only show which label can come next. They are
    not ignored in ``paths``. There the label shows the level of a point, and (a), a. and (A) are three series.

    >>> sorted(point_values("(i)")), sorted(point_values("㈡")), sorted(point_values("•"))
    ([('latin', 9), ('roman', 1)], [('han', 2)], [('bullet', 0)])
    """
    label = unicodedata.normalize("NFKC", paths.base_label(label))  # ㈡ is (二)
    inner = re.sub(r"[\W_]+", "", label).lower()
    values: set[PointValue] = set()
    if (number := paths.label_number(label)) is not None:
        values.add(("han" if IS_HAN.search(inner) else "number", number))
    if inner.isascii() and inner.isalpha():
        if len(set(inner)) == 1:
            values.add(("latin", ord(inner[0]) - 96 + 26 * (len(inner) - 1)))
        if re.fullmatch("[ivxl]+", inner):
            values.add(("roman", from_roman(inner)))
    return values if inner else {("bullet", 0)}
