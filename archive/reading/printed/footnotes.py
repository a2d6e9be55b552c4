"""Footnotes in raw text: those of each page are taken out of the body.

A page's footnotes stand where the page ended, which can be in the middle of a sentence. They begin behind a rule (of
underscores, dashes or spaces) or, where none was printed, where a number comes again that was a mark before. They end
with the page; where pages leave no trace, with the sentence that ends the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.reading.printed.lines import BODY, FOOTNOTE, RULE, TextLine, ends_paragraph, narrow
from archive.reading.typography import lower_digits

_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}  # ①, as older volumes print their marks
LONE, INLINE, RAISED, BRACKET, _DOTTED, STAR = "lone", "inline", "raised", "bracket", "dotted", "star"
SLASH, CIRCLE = "slash", "circle"
_ENTRIES = (
    (LONE, re.compile(r"(\d{1,3}) ?/?$")),
    (INLINE, re.compile(r"(\d{1,3})\s+(?=\S)")),
    (RAISED, re.compile(r"[\[(（［]?([⁰¹²³⁴-⁹]{1,3})[\])）］]?/?\s*")),
    (CIRCLE, re.compile(r"([①-⑳])\s*")),
    (SLASH, re.compile(r"(\d{1,3}) ?/(?!\d)\s*")),  # 1/ 见…: until 1997
    (BRACKET, re.compile(r"[\[(【〔]\s?(\d{1,3})\s?[\])】〕]\s*")),
    (STAR, re.compile(r"(\*{1,3})\s*(?=[^\s*\d])")),
    (_DOTTED, re.compile(r"(\d{1,3})[.、]\s*(?!\d)")),
    (INLINE, re.compile(r"(\d{1,3})(?=[^\s\d.,/、:;)\]年月日号次届%-])")),  # the number stuck to its text
)
_BARE = {INLINE: (LONE,), LONE: (INLINE,)}  # some programs write the first of a page's numbers apart from its words
# Words with which a footnote begins, or goes on after a full stop, and a paragraph hardly ever.
_NOTE_WORDS = re.compile(
    r"\s*(?:另?见|又见|并见|参看|参见|同上|《|联合国[，,]|载于|可查阅|[A-Z]{1,12}[/.\-]|https?:|www\.|第\s?[\dA-Z]|同前|引自|"
    r"出处|来源|国际原子能机构[，,]|[^，。；]{1,60}[，,]《)"
)
_HEADING = re.compile(r"(?:[脚附尾]\s?)?注(?:\s?释)?:?")  # what can stand over the footnotes
_NOTE_GOES_ON = re.compile(r"(?:另|又|并|参)?见|同上|同前|《|可查阅|https?:|www\.|联合国[，,]|[A-Z]{1,12}[/.]")
# What may stand behind a number that counts something; behind a mark it is the next word by chance only.
UNITS = re.compile(
    r"[年个段卷页票秒亿万千百艘架枚颗吨倍％%岁届]|世纪|美元|欧元|公[里斤吨顷尺]|月(?!球)|日(?![本内益])|号(?!召)|次(?!区)|项(?!目)|条(?![约款])|"
    r"章(?!程)|名(?![称为])|种(?!族)|类(?!似)|级(?!别)|周(?![围边])|期(?![待望间])|天(?!然)|份(?!额)|点(?!燃)|度(?!过)|米|人(?![权道类民口工])|家(?!庭)"
)
_FINISHED = re.compile(r"[。．][”’」』]?\s*$")

# A number in a line that can be a mark: alone, before a stroke, raised or in a circle, or stuck to a year.
_SEEN = re.compile(
    r"(?<![\d./-])(\d{1,3})(?=/?(?![\d./]))|([⁰¹²³⁴-⁹]{1,3}|[①-⑳])|(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)|"
    r"(?<=(?<!\d)[12]\d\d\d)(\d{1,2})(?!\d)"
)


@dataclass(slots=True)
class Entry:
    """A footnote as found: its number, its lines, and between which lines of the source its page's text stands
    (``page_to`` is None where footnotes stand at the end of the whole)."""

    marker: str
    page_from: int
    page_to: int | None
    texts: list[str] = field(default_factory=list)
    raised: bool = False  # its number is printed raised, so its marks are too


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the body before its footnotes are taken out: of a line, whether it begins with a clause's number
    or an opening phrase, is of the end (date, meeting), or is an annex's heading."""

    begins_clause: Callable[[TextLine], bool]
    is_end: Callable[[TextLine], bool]
    is_annex: Callable[[TextLine], bool]


def take_footnotes(lines: Sequence[TextLine], body: Body) -> list[Entry]:
    """The footnotes among the lines after the enacting formula. Their lines get the role FOOTNOTE."""
    if any(line.note for line in lines):
        return _take_placed(lines)
    return _Taker(lines, body).take()


def _take_placed(lines: Sequence[TextLine]) -> list[Entry]:
    """The footnotes where the page itself shows which lines are theirs: only where each begins has to be found."""
    entries: list[Entry] = []
    style, expected = "", "1"
    page_from = zone = 0
    in_zone = False
    for line in lines:
        if line.role != BODY or not line.note:
            in_zone = in_zone and line.role != BODY
            continue
        if not in_zone:
            in_zone, page_from, zone = True, zone, line.number
        found = _entry(line.plain)
        if found and (not entries or (found[2] == style and (found[0] == expected or style in (RAISED, STAR)))):
            marker, start, style = found
            entries.append(Entry(marker, page_from, zone, [line.text[start:]], style == RAISED))
            expected = str(int(marker) + 1) if marker.isdigit() else expected
        elif entries:
            entries[-1].texts.append(line.text)
        else:
            continue
        line.role, line.belongs_to = FOOTNOTE, entries[-1].marker
    return entries


class _Taker:
    def __init__(self, lines: Sequence[TextLine], body: Body) -> None:
        self.lines = [line for line in lines if line.role in (BODY, RULE)]
        self.body = body
        self.annexed = False
        self.entries: list[Entry] = []
        pairs = zip(self.lines, self.lines[1:], strict=False)
        gaps = [b.gap for a, b in pairs if a.role == b.role == BODY and not (_is_number(a) or _is_number(b))]
        self.double_spaced = sum(gaps) > 0.8 * len(gaps)
        self.tight = is_tight("\n".join(line.text for line in self.lines))
        self.has_pages = any(line.edge for line in self.lines[1:])
        self.page_from = 0
        self.before: TextLine | None = None  # the body's last line, lone numbers aside
        self.seen_lone: set[str] = set()  # numbers alone on a line in them: marks, most likely
        self.seen: set[str] = set()  # numbers that can have been marks in them
        self.ended = False
        # In this text footnotes stand behind a rule.
        self.ruled = any(a.role == RULE and b.role == BODY and _entry(b.plain) for a, b in pairwise(self.lines))
        self.expected = "1"
        self.last_edge = max((i for i, line in enumerate(self.lines) if line.edge), default=0)
        self.page_ends = self._page_ends()

    def take(self) -> list[Entry]:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if self._is_heading(index):
                line.role = RULE
            if line.role == RULE:
                index = self._after_rule(index)
                continue
            if self._begins_without_rule(index):
                index = self._zone(index, first_any=False)
                continue
            self._pass(line)
            index += 1
        return self.entries

    def _is_heading(self, index: int) -> bool:
        """Whether a line is 注： over the first footnote."""
        if not _HEADING.fullmatch(self.lines[index].plain) or index + 1 == len(self.lines):
            return False
        found = _entry(self.lines[index + 1].plain)
        return found is not None and found[0] == self.expected

    def _page_ends(self) -> list[int]:
        """For each line the index behind the last one of its page."""
        ends, end = [0] * len(self.lines), len(self.lines)
        for index in range(len(self.lines) - 1, -1, -1):
            ends[index] = end
            end = index if self.lines[index].edge else end
        return ends

    def _pass(self, line: TextLine) -> None:
        self.ended = self.ended or self.body.is_end(line)
        self.annexed = self.annexed or self.body.is_annex(line)
        if _is_number(line):
            self.seen_lone.add(line.plain.rstrip(" /"))
        else:
            self.before = line
        for match in _SEEN.finditer(line.plain):
            self.seen.add(number_of(next(filter(None, match.groups()))))

    def _after_rule(self, index: int) -> int:
        """The index at which to go on after the rule at ``index``."""
        rule, following = self.lines[index], index + 1
        while following < len(self.lines) and self.lines[following].role == RULE:
            following += 1
        if following == len(self.lines):
            return following
        line = self.lines[following]
        found = _entry(line.plain)
        hard = bool(rule.text)
        if found and (found[0] == self.expected or (hard and (found[0] in self.seen or found[2] == STAR))):
            return self._zone(following, first_any=True)
        if hard and self.entries and not _finished(self.entries[-1]) and not self.body.begins_clause(line):
            return self._zone(following, first_any=True)  # the last footnote goes on from the page before
        return following

    def _begins_without_rule(self, index: int) -> bool:
        """Whether footnotes begin at a line though no rule stands before it."""
        line = self.lines[index]
        found = _entry(line.plain)
        if not found or found[0] != self.expected:
            return False
        if line.of_notes:
            return True
        marker, start, style = found
        text = line.text[start:] or (self.lines[index + 1].text if index + 1 < len(self.lines) else "")
        worded = _NOTE_WORDS.match(narrow(text)) is not None
        if self.ended and style == _DOTTED:
            # Behind the end an annex may number its paragraphs so; footnotes have had their marks.
            return marker in self.seen and (worded or not self.annexed)
        if self.ended and not self.annexed:
            return True
        if self.ruled or style == _DOTTED or UNITS.match(text):
            return False
        fills = self._fills_page(index, style)
        if worded and fills:
            return True
        if marker not in (self.seen_lone if style == LONE else self.seen):
            return False  # its first time it is a mark
        if worded or fills:
            return True
        return style == INLINE and self.tight and re.match(r"\d+\s", line.plain) is not None

    def _fills_page(self, index: int, style: str) -> bool:
        """Whether all from a line to the foot of its page can be footnotes: no clause begins there, and it ends with a
        full stop."""
        end = self.page_ends[index]
        if not self.has_pages:
            return False
        page = self.lines[index:end]
        clause = any(
            ends_paragraph(a.text) and self.body.begins_clause(b) and not _alike(_entry(b.plain), style)
            for a, b in pairwise(page)
        )
        return not clause and _FINISHED.search(page[-1].text[-9:]) is not None

    def _zone(self, index: int, first_any: bool) -> int:
        """Take the page's footnotes that begin at ``index``; the index of the first line after them."""
        start = self.lines[index].number
        behind_spaces = index > 0 and self.lines[index - 1].role == RULE and not self.lines[index - 1].text
        page_from, self.page_from = self.page_from, start
        page_to = None if self.ended else start
        style = ""
        current: Entry | None = self.entries[-1] if self.entries and not _entry(self.lines[index].plain) else None
        first = True
        while index < len(self.lines):
            line = self.lines[index]
            if line.role == RULE or (not first and line.of_notes != self.lines[index - 1].of_notes):
                break
            found = _entry(line.plain)
            fits = found is not None and (
                (first and first_any and not current)
                or (
                    found[0] == self.expected
                    and style in ("", found[2], *_BARE.get(found[2], ()))
                    and self._new_entry(line, found, current)
                )
                or (found[2] == STAR and style == STAR)
            )
            if not first and (line.edge or (found and not fits and not line.of_notes and self._is_mark(found))):
                break
            if found and fits:
                marker, offset, style = found
                current = Entry(marker, page_from, page_to, [line.text[offset:]] if line.text[offset:] else [])
                self.entries.append(current)
                if marker.isdigit():
                    self.expected = str(int(marker) + 1)
            elif current is None or (not first and current.texts and self._resumes(index, current)):
                break
            else:
                current.texts.append(line.text)
            line.role, line.belongs_to = FOOTNOTE, current.marker
            first = False
            index += 1
        if index < len(self.lines) and self.lines[index].role == BODY:
            self.lines[index].after_notes = True
            self.lines[index].after_spaces = behind_spaces
        return max(index, 1)

    def _new_entry(self, line: TextLine, found: tuple[str, int, str], current: Entry | None) -> bool:
        """Whether a line with the expected number is the next footnote, not the last one's next line."""
        if current is None:
            return True
        if found[2] != INLINE:
            return line.of_notes or not self._is_mark(found)
        return _finished(current) or not UNITS.match(line.text[found[1] :])

    def _is_mark(self, found: tuple[str, int, str]) -> bool:
        """Whether a number alone on a line is a mark with which the body goes on: it was none before."""
        marker, _, style = found
        return style == LONE and marker == self.expected and bool(self.seen_lone) and marker not in self.seen_lone

    def _resumes(self, index: int, current: Entry) -> bool:
        """Whether the body goes on at a line behind a footnote, where no page edge says so."""
        line = self.lines[index]
        if line.of_notes:
            return False
        if self.body.is_end(line) or (self.body.is_annex(line) and _finished(current)):
            return True
        if self.double_spaced and not self.has_pages and not self.ended:
            return not line.gap or (_finished(current) and self._goes_on_with_clause(line))
        if not _finished(current) or self.ended:
            return False
        if self._goes_on_with_clause(line):
            return True
        if index <= self.last_edge:
            return False
        return not _NOTE_GOES_ON.match(line.plain)

    def _goes_on_with_clause(self, line: TextLine) -> bool:
        return self.before is not None and ends_paragraph(self.before.text) and self.body.begins_clause(line)


def number_of(printed: str) -> str:
    """A mark as its footnote's number: ², ２ and ② are 2."""
    return _CIRCLED.get(printed) or lower_digits(narrow(printed))


def _is_number(line: TextLine) -> bool:
    return re.fullmatch(r"\d{1,3} ?/?", line.plain) is not None


def _finished(entry: Entry) -> bool:
    return bool(entry.texts) and _FINISHED.search(entry.texts[-1][-9:]) is not None


def _alike(found: tuple[str, int, str] | None, style: str) -> bool:
    """Whether a line begins a footnote whose number is printed so."""
    return found is not None and found[2] in (style, *_BARE.get(style, ()))


def begins_note(text: str) -> bool:
    """Whether a line can begin a footnote, by the number that it begins with."""
    return _entry(narrow(text.strip())) is not None


def _entry(plain: str) -> tuple[str, int, str] | None:
    """How a line begins a footnote: its number, where the text begins, the style; None where it does not."""
    for style, pattern in _ENTRIES:
        if match := pattern.match(plain):
            return number_of(match[1]), match.end(), style
    return None


def is_tight(text: str) -> bool:
    """Whether numbers stand in a text without spaces round them, as they are printed today."""
    return len(re.findall(r"\d[年月日号]", text)) >= len(re.findall(r"\d[ \xa0][年月日号]", text))
