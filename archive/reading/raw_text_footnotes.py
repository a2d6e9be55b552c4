"""Footnotes in raw text: the page's footnotes are taken out of the body, and their marks out of the sentences.

A page's footnotes stand where the page ended, which can be in the middle of a sentence. They begin behind a rule (of
underscores, dashes or spaces) or, where none was printed, where a number comes again that was a mark before. They end
with the page; where pages leave no trace, with the sentence that ends the last of them.

A footnote mark is a number that fits: the footnotes are there in their order, each has its first mark on its page, and
later marks repeat an earlier number. All other numbers are numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.reading.draft import Mark
from archive.reading.raw_text_lines import BODY, FOOTNOTE, RULE, Line, ends_paragraph, narrow

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}  # ①, as older volumes print their marks
_LONE, _INLINE, _RAISED, _BRACKET, _DOTTED, _STAR = "lone", "inline", "raised", "bracket", "dotted", "star"
_SLASH, _CIRCLE = "slash", "circle"
_ENTRIES = (
    (_LONE, re.compile(r"(\d{1,3}) ?/?$")),
    (_INLINE, re.compile(r"(\d{1,3})\s+(?=\S)")),
    (_RAISED, re.compile(r"([⁰¹²³⁴-⁹]{1,3})/?\s*")),
    (_CIRCLE, re.compile(r"([①-⑳])\s*")),
    (_SLASH, re.compile(r"(\d{1,3}) ?/(?!\d)\s*")),  # 1/ 见…: until 1997
    (_BRACKET, re.compile(r"[\[(【〔]\s?(\d{1,3})\s?[\])】〕]\s*")),
    (_STAR, re.compile(r"(\*{1,3})\s*(?=[^\s*\d])")),
    (_DOTTED, re.compile(r"(\d{1,3})[.、]\s*(?!\d)")),
    (_INLINE, re.compile(r"(\d{1,3})(?=[^\s\d.,/、:;)\]年月日号次届%-])")),  # the number stuck to its text
)
# Words with which a footnote begins, or goes on after a full stop, and a paragraph hardly ever.
_NOTE_WORDS = re.compile(
    r"\s*(?:另?见|又见|并见|参看|参见|同上|《|联合国[，,]|载于|可查阅|[A-Z]{1,12}[/.\-]|https?:|www\.|第\s?[\dA-Z]|同前|引自|"
    r"出处|来源|国际原子能机构[，,]|[^，。；]{1,60}[，,]《)"
)
_NOTE_GOES_ON = re.compile(r"(?:另|又|并|参)?见|同上|同前|《|可查阅|https?:|www\.|联合国[，,]|[A-Z]{1,12}[/.]")
# What may stand behind a number that counts something; behind a mark it is the next word by chance only.
_UNITS = re.compile(
    r"[年个段卷页票秒亿万千百艘架枚颗吨倍％%岁届]|世纪|美元|欧元|公[里斤吨顷尺]|月(?!球)|日(?![本内益])|号(?!召)|次(?!区)|项(?!目)|条(?![约款])|"
    r"章(?!程)|名(?![称为])|种(?!族)|类(?!似)|级(?!别)|周(?![围边])|期(?![待望间])|天(?!然)|份(?!额)|点(?!燃)|度(?!过)|米|人(?![权道类民口工])|家(?!庭)"
)
_CLOSERS = "》”』」）)，。；：、—,;〉"
_INSTRUMENT = re.compile(r"(?:条约|公约|议定书|协定|宣言|纲领)$")  # what footnotes are hung on most
_THOUSANDS = re.compile(r"\s\d{3}(?!\d)")  # 1 033
_LISTED = re.compile(r"\d\s?[、和至及与,，]\s?$")  # 第5、11和13段
_FINISHED = re.compile(r"[。．][”’」』]?\s*$")

# A number in a line that can be a mark: alone, before a stroke, raised or in a circle, or stuck to a year.
_SEEN = re.compile(
    r"(?<![\d./-])(\d{1,3})(?=/?(?![\d./]))|([⁰¹²³⁴-⁹]{1,3}|[①-⑳])|(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)|"
    r"(?<=(?<!\d)[12]\d\d\d)(\d{1,2})(?!\d)"
)

_LIKELY = 0.45  # costs below this are alike
_MISSING = 2.2  # what it costs to say that a footnote has no mark: a candidate that is less likely is none


@dataclass(slots=True)
class Entry:
    """A footnote as found: its number, its lines, and between which lines of the source its page's text stands
    (``page_to`` is None where footnotes stand at the end of the whole)."""

    marker: str
    page_from: int
    page_to: int | None
    texts: list[str] = field(default_factory=list)
    raised: bool = False  # its number is printed raised, so its marks are too


@dataclass(slots=True)
class _Candidate:
    """A number in a piece of text that could be a mark; ``cost`` is what speaks against it."""

    piece: int
    start: int
    end: int
    value: str
    style: str
    cost: float
    line: int


@dataclass(slots=True)
class _Way:
    """One way to place the footnotes up to one of them: where its last mark is, what it costs, the way before."""

    place: tuple[int, int]
    cost: float
    candidate: _Candidate | None
    before: _Way | None


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the body before its footnotes are taken out: of a line, whether it begins with a clause's number
    or an opening phrase, is of the end (date, meeting), or is an annex's heading."""

    begins_clause: Callable[[Line], bool]
    is_end: Callable[[Line], bool]
    is_annex: Callable[[Line], bool]


def take_footnotes(lines: Sequence[Line], body: Body) -> list[Entry]:
    """The footnotes among the lines after the enacting formula. Their lines get the role FOOTNOTE."""
    if any(line.note for line in lines):
        return _take_placed(lines)
    return _Taker(lines, body).take()


def _take_placed(lines: Sequence[Line]) -> list[Entry]:
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
        if found and (not entries or (found[2] == style and (found[0] == expected or style in (_RAISED, _STAR)))):
            marker, start, style = found
            entries.append(Entry(marker, page_from, zone, [line.text[start:]], style == _RAISED))
            expected = str(int(marker) + 1) if marker.isdigit() else expected
        elif entries:
            entries[-1].texts.append(line.text)
        else:
            continue
        line.role, line.belongs_to = FOOTNOTE, entries[-1].marker
    return entries


class _Taker:
    def __init__(self, lines: Sequence[Line], body: Body) -> None:
        self.lines = [line for line in lines if line.role in (BODY, RULE)]
        self.body = body
        self.annexed = False
        self.entries: list[Entry] = []
        pairs = zip(self.lines, self.lines[1:], strict=False)
        gaps = [b.gap for a, b in pairs if a.role == b.role == BODY and not (_is_number(a) or _is_number(b))]
        self.double_spaced = sum(gaps) > 0.8 * len(gaps)
        self.tight = _is_tight("\n".join(line.text for line in self.lines))
        self.has_pages = any(line.edge for line in self.lines[1:])
        self.page_from = 0
        self.before: Line | None = None  # the body's last line, lone numbers aside
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
            if line.role == RULE:
                index = self._after_rule(index)
                continue
            if self._begins_without_rule(index):
                index = self._zone(index, first_any=False)
                continue
            self._pass(line)
            index += 1
        return self.entries

    def _page_ends(self) -> list[int]:
        """For each line the index behind the last one of its page."""
        ends, end = [0] * len(self.lines), len(self.lines)
        for index in range(len(self.lines) - 1, -1, -1):
            ends[index] = end
            end = index if self.lines[index].edge else end
        return ends

    def _pass(self, line: Line) -> None:
        self.ended = self.ended or self.body.is_end(line)
        self.annexed = self.annexed or self.body.is_annex(line)
        if _is_number(line):
            self.seen_lone.add(line.plain.rstrip(" /"))
        else:
            self.before = line
        for match in _SEEN.finditer(line.plain):
            self.seen.add(_number(next(filter(None, match.groups()))))

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
        if found and (found[0] == self.expected or (hard and (found[0] in self.seen or found[2] == _STAR))):
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
        marker, start, style = found
        text = line.text[start:] or (self.lines[index + 1].text if index + 1 < len(self.lines) else "")
        worded = _NOTE_WORDS.match(narrow(text)) is not None
        if self.ended and style == _DOTTED:
            # Behind the end an annex may number its paragraphs so; footnotes have had their marks.
            return marker in self.seen and (worded or not self.annexed)
        if self.ended and not self.annexed:
            return True
        if self.ruled or style == _DOTTED or _UNITS.match(text):
            return False
        fills = self._fills_page(index)
        if worded and fills:
            return True
        if marker not in (self.seen_lone if style == _LONE else self.seen):
            return False  # its first time it is a mark
        if worded or fills:
            return True
        return style == _INLINE and self.tight and re.match(r"\d+\s", line.plain) is not None

    def _fills_page(self, index: int) -> bool:
        """Whether all from a line to the foot of its page can be footnotes: no clause begins there, and it ends with a
        full stop."""
        end = self.page_ends[index]
        if not self.has_pages:
            return False
        page = self.lines[index:end]
        clause = any(
            ends_paragraph(a.text) and self.body.begins_clause(b) and not _entry(b.plain) for a, b in pairwise(page)
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
            if line.role == RULE:
                break
            found = _entry(line.plain)
            fits = found is not None and (
                (first and first_any and not current)
                or (found[0] == self.expected and style in ("", found[2]) and self._new_entry(line, found, current))
                or (found[2] == _STAR and style == _STAR)
            )
            if not first and (line.edge or (found and not fits and self._is_mark(found))):
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

    def _new_entry(self, line: Line, found: tuple[str, int, str], current: Entry | None) -> bool:
        """Whether a line with the expected number is the next footnote, not the last one's next line."""
        if current is None:
            return True
        if found[2] != _INLINE:
            return not self._is_mark(found)
        return _finished(current) or not _UNITS.match(line.text[found[1] :])

    def _is_mark(self, found: tuple[str, int, str]) -> bool:
        """Whether a number alone on a line is a mark with which the body goes on: it was none before."""
        marker, _, style = found
        return style == _LONE and marker == self.expected and bool(self.seen_lone) and marker not in self.seen_lone

    def _resumes(self, index: int, current: Entry) -> bool:
        """Whether the body goes on at a line behind a footnote, where no page edge says so."""
        line = self.lines[index]
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

    def _goes_on_with_clause(self, line: Line) -> bool:
        return self.before is not None and ends_paragraph(self.before.text) and self.body.begins_clause(line)


def _number(printed: str) -> str:
    """A mark as its footnote's number: ², ２ and ② are 2."""
    return _CIRCLED.get(printed) or narrow(printed).translate(_SUPERSCRIPTS)


def _is_number(line: Line) -> bool:
    return re.fullmatch(r"\d{1,3} ?/?", line.plain) is not None


def _finished(entry: Entry) -> bool:
    return bool(entry.texts) and _FINISHED.search(entry.texts[-1][-9:]) is not None


def begins_note(text: str) -> bool:
    """Whether a line can begin a footnote, by the number that it begins with."""
    return _entry(narrow(text.strip())) is not None


def _entry(plain: str) -> tuple[str, int, str] | None:
    """How a line begins a footnote: its number, where the text begins, the style; None where it does not."""
    for style, pattern in _ENTRIES:
        if match := pattern.match(plain):
            return _number(match[1]), match.end(), style
    return None


def take_marks(
    pieces: Sequence[str], line_of: Callable[[int, int], int], entries: Sequence[Entry]
) -> tuple[list[tuple[str, list[Mark]]], list[str]]:
    """The pieces of text without their footnote marks, with the marks found; and the footnotes that have none.

    ``line_of(piece, offset)`` is the number of the line at a place. Marks are placed in the raw text given back.
    """
    markers = [entry.marker for entry in entries]
    tight = _is_tight("\n".join(pieces))
    candidates = [
        c for number, piece in enumerate(pieces) for c in _candidates(number, piece, set(markers), tight, line_of)
    ]
    raised = {c.value for c in candidates if c.style == _RAISED} | {e.marker for e in entries if e.raised}
    candidates = [c for c in candidates if c.style == _RAISED or c.value not in raised]
    chosen = _first_marks(candidates, entries)
    missing = [marker for marker, candidate in zip(markers, chosen, strict=True) if candidate is None]
    taken = [c for c in chosen if c is not None]
    taken += _later_marks(candidates, taken)
    result = []
    for number, piece in enumerate(pieces):
        text, marks, position = "", [], 0
        for c in sorted((c for c in taken if c.piece == number), key=lambda c: c.start):
            text += piece[position : c.start]
            marks.append(Mark(c.value, len(text)))
            position = c.end
        result.append((text + piece[position:], marks))
    return result, missing


def _is_tight(text: str) -> bool:
    """Whether numbers stand in a text without spaces round them, as they are printed today."""
    return len(re.findall(r"\d[年月日号]", text)) >= len(re.findall(r"\d[ \xa0][年月日号]", text))


_MARKS = (
    (_LONE, re.compile(r"(?:(?<=\n)|^)[ \t]*(\d{1,3}) ?/?[ \t]*(?=\n|$)")),
    (_RAISED, re.compile(r"([⁰¹²³⁴-⁹]{1,3})/?")),
    (_CIRCLE, re.compile(r"([①-⑳])")),
    (_SLASH, re.compile(r"(?<![\dA-Za-z./-])[ \t]{0,2}(\d{1,3}) ?/(?![\dA-Za-z])[ \t]{0,2}")),
    (_BRACKET, re.compile(r"[\[【〔［]\s?(\d{1,3})\s?[\]】〕］]|[(（](\d{1,3})[)）]")),
    (_STAR, re.compile(r"(?<!\*)(\*{1,3})(?!\*)")),
    (_INLINE, re.compile(r"(?<![\d./\-+(（A-Za-z])(?<!\d[ \xa0])(\d{1,3})(?![\d./\-+%A-Za-z])")),
    # Stuck to a year: 2018、20192 和20203 年
    (_INLINE, re.compile(r"(?<![\d./-](?:19|20)\d\d)(?<=(?:19|20)\d\d)(\d{1,2})(?![\d./-])")),
    (_INLINE, re.compile(r"(?<![\d./-])(\d{1,2})(?=(?:19|20)\d\d ?年)")),
)


def _candidates(
    number: int, piece: str, markers: set[str], tight: bool, line_of: Callable[[int, int], int]
) -> list[_Candidate]:
    """All numbers in a piece that could be marks of footnotes that there are, with what speaks against each."""
    found: list[_Candidate] = []
    covered: set[int] = set()
    for style, pattern in _MARKS:
        for match in pattern.finditer(piece):
            group = next(n for n in range(1, (match.lastindex or 0) + 1) if match[n] is not None)
            value = _number(match[group])
            start, end = match.start(), match.end()
            if value not in markers or not covered.isdisjoint(range(start, end)):
                continue
            if style == _INLINE:
                cost = _cost(piece, start, end, tight)
            elif style == _BRACKET:
                cost = 0.3 if match[0][0] not in "(（" else 1.0
            else:
                cost = 0.1
            found.append(_Candidate(number, start, end, value, style, cost, line_of(number, match.start(group))))
            covered.update(range(start, end))
    return found


def _cost(piece: str, start: int, end: int, tight: bool) -> float:
    """How unlikely it is that the bare number ``piece[start:end]`` is a mark."""
    before, after = piece[max(0, start - 9) : start].rstrip()[-1:], piece[end : end + 9].lstrip()
    glued = start > 0 and not piece[start - 1].isspace()
    space = piece[end : end + 1]
    # Other numbers have a space on both sides, or on none; but where they have, none behind a mark of punctuation.
    set_apart = glued and space in (" ", "\xa0", "\t") and (tight or before not in _CLOSERS)
    cost = 0.2 if before in _CLOSERS else 0.6
    if glued and _INSTRUMENT.search(piece[max(0, start - 3) : start]):
        cost -= 0.8
    if before.isdigit():
        cost += 0.6
    if _THOUSANDS.match(piece, end):
        cost += 3.0
    if _LISTED.search(piece[max(0, start - 4) : start]) and not set_apart:
        cost += 1.5
    if piece[max(0, start - 2) : start] == "目标":
        cost += 1.5
    if before in "第至约共和与或及年月(（零于为":
        cost += 2.0 if before in "第(（" or (before in "年月" and not set_apart) else 0.6
    if _UNITS.match(after):
        cost += 0.6 if set_apart else 1.2 if before in "》”" else 3.0
    if not glued:
        cost += 0.5 if tight else 1.0
    if set_apart:
        cost -= 0.5
    elif not space:
        pass
    elif space == "\n":
        cost += 0.2
    elif not space.isspace():
        cost += (0.4 if before in _CLOSERS else 1.0) + (1.0 if space in "(（" else 0.0)
    return cost


def _first_marks(candidates: Sequence[_Candidate], entries: Sequence[Entry]) -> list[_Candidate | None]:
    """For each footnote its first mark: in the order of the footnotes, on their pages, at the least cost.

    ``frontier`` has the ways to place the footnotes so far that are worth keeping: a way that ends later in the text
    must cost less than all that end before it.
    """
    by_value: dict[str, list[_Candidate]] = {}
    for c in sorted(candidates, key=lambda c: (c.piece, c.start)):
        by_value.setdefault(c.value, []).append(c)
    frontier: list[_Way] = [_Way((-1, -1), 0.0, None, None)]
    for entry in entries:
        ways = [_Way(way.place, way.cost + _MISSING, None, way) for way in frontier]
        places = [way.place for way in frontier]
        for c in by_value.get(entry.marker, ()):
            before = frontier[bisect_left(places, (c.piece, c.start)) - 1]
            off_page = entry.page_to is not None and not entry.page_from <= c.line <= entry.page_to
            # Among those that are likely enough the first in the text is the first mark.
            cost = (max(c.cost, _LIKELY) if c.style == _INLINE else c.cost) + (1.5 if off_page else 0.0)
            ways.append(_Way((c.piece, c.start), before.cost + cost, c, before))
        frontier = []
        for way in sorted(ways, key=lambda w: (w.place, w.cost)):
            if not frontier or way.cost < frontier[-1].cost:
                frontier.append(way)
    chosen: list[_Candidate | None] = []
    last: _Way | None = frontier[-1]
    while last is not None and last.before is not None:
        chosen.append(last.candidate)
        last = last.before
    return chosen[::-1]


def _later_marks(candidates: Sequence[_Candidate], first: Sequence[_Candidate]) -> list[_Candidate]:
    """Marks that repeat an earlier one: after it, printed as the marks are, and hardly anything else."""
    styles = {c.style for c in first}
    begun = {c.value: (c.piece, c.start) for c in first}
    return [
        c
        for c in candidates
        if c.style in styles and c.value in begun and (c.piece, c.start) > begun[c.value] and c.cost < 0.7
    ]
