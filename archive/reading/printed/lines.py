"""First stage of the raw-text reader: the text → its lines, and which of them are furniture of the page.

Furniture is what a printed page has beside the resolution: running headers, page and job numbers, bar codes. It is
dropped, and nothing else is: a line is furniture only where all of it is.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.reading.typography import HAN

# What a line was taken for.
BODY = "body"
BLANK = "blank"
HEAD = "head"  # cover and everything else before the title
TITLE = "title"
FORMULA = "formula"
FOOTNOTE = "footnote"
END = "end"  # date and meeting
FURNITURE = "furniture"
RULE = "rule"  # divides the footnotes from the page above
UNKNOWN = "unknown"  # kept in a warning

_SOFT_RULE = 20  # columns of nothing but spaces: how an extractor renders a rule that was drawn with them
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"  # marks of direction and the like: kept, not looked at
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_QUOTED = re.compile(r"^(?:> ?)+")
_RULE = re.compile(r"[_＿]{3,}|[-‐-―─━=]{5,}|(?:_ ){3,}_?")
# Characters that are printed full-width or half-width without any difference in meaning, one for one.
_NARROW = {ord(c): unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFF01, 0xFF5F))}
_NARROW[0x3000] = " "

_PAGE_NUMBER = re.compile(r"(\d{1,3})/(\d{1,3})")
_PAGE_TOKENS = re.compile(
    r"(?:\d{1,3}/\d{1,3}|\d\d-\d{5}|GE\.\d\d-\d{5}|\*\d{6,10}\*|\([ACEFRS]\)|\d{6}|第\d{1,3}页,?|共\d{1,3}页|"
    r"[-–—]\d{1,3}[-–—]|请回收|Pleaserecycle|♲|♻)+"
)
_OF_PAGES = re.compile(r"(?:^|\s)\d{1,3}/\d{1,3}(?:\s|$)")
_LONE_NUMBER = re.compile(r"\d{1,3}")


@dataclass(slots=True, eq=False)
class TextLine:
    """One line of the source with something on it. ``plain`` is ``text`` in half-width forms, of the same length."""

    number: int
    text: str
    plain: str
    indent: int  # columns; a full-width space is two
    gap: bool  # an empty line stands before it
    page: int  # counted by form feeds, from 1
    edge: bool = False  # a page begins here: furniture or a form feed stands before it
    after_notes: bool = False  # a page's footnotes stand before it
    after_spaces: bool = False  # … and began behind a rule of spaces
    of_notes: bool = False  # a page's footnotes, whose numbers were put back before their words
    role: str = BODY
    # What a format with pages and faces knows beside the words.
    on_page: int = 0  # its number on its page, from 1; 0 in a text, where ``number`` says where it is
    right: int = 0  # the column where it ends, as printed
    note: bool = False  # it stands among the page's footnotes
    set_apart: tuple[tuple[int, int], ...] = ()  # from, to: words in another face than the text's
    belongs_to: str = ""  # the path of its clause, the marker of its footnote

    @property
    def place(self) -> str:
        """Where it is, as a Warning says it."""
        return f"page {self.page}, line {self.on_page}" if self.on_page else f"line {self.number}"

    @property
    def squeezed(self) -> str:
        return "".join(self.plain.split())

    @property
    def width(self) -> int:
        return self.right or self.indent + width_of(self.text)


def width_of(text: str) -> int:
    """The columns that a text takes in print: two for a Han character or a full-width mark, one for any other.

    >>> width_of("第64/47号")
    9
    """
    return sum(map(_width_of_character, text))


@lru_cache(maxsize=8192)
def _width_of_character(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" and ord(character) > 0xFF else 1


def narrow(text: str) -> str:
    """Full-width letters, digits and marks (１, Ａ, ．, （) in their half-width forms; each stays one character."""
    return text.translate(_NARROW)


def join_lines(texts: Sequence[str]) -> str:
    """Lines as one text. A symbol or a word that is divided behind its / or - goes on without a line end.

    >>> join_lines(["见 A/65/", "410，第", "20 段"])
    '见 A/65/410，第\\n20 段'
    """
    pieces = [texts[0]] if texts else []
    for before, text in itertools.pairwise(texts):
        divided = before[-1:] in ("/", "-") and text[:1].isascii() and text[:1].isalnum()
        pieces += ["" if divided or not before else "\n", text]
    return "".join(pieces)


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a rule of underscores or dashes."""
    return _RULE.fullmatch(text.strip()) is not None


def lines_of(text: str) -> list[TextLine]:
    """The lines with something on them, and the rules; empty lines and form feeds are told in the lines after them."""
    lines: list[TextLine] = []
    page, gap, edge = 1, False, False
    split = list(_split(text))
    marked = [raw.startswith(">") for raw, _ in split if raw.strip()]
    quoted = sum(marked) > 0.9 * len(marked)  # a mail that is answered; what a form feed divides has one mark
    for number, (raw, ended_by) in enumerate(split, start=1):
        raw = _QUOTED.sub("", raw, count=1) if quoted else raw
        stripped = raw.strip()
        if stripped or width_of(raw) >= _SOFT_RULE:
            indent = width_of(raw[: len(raw) - len(raw.lstrip())].expandtabs(8)) if stripped else 0
            line = TextLine(number, stripped, narrow(stripped), indent, gap, page, edge)
            if not stripped or is_rule(stripped):
                line.role = RULE
            lines.append(line)
            gap = edge = False
        else:
            gap = True
        if ended_by == "\x0c":
            page += 1
            gap, edge = True, True
    return lines


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Each line, and the character that ended it."""
    position = 0
    for match in _LINE_END.finditer(text):
        yield text[position : match.start()], match[0]
        position = match.end()
    yield text[position:], ""


def set_furniture(lines: Sequence[TextLine], number: str, title: str) -> None:
    """Set the role of all lines that are furniture, and the edge of those that follow one.

    ``number`` is the resolution's, ``65/72``; ``title`` its title: both stand in running headers.
    """
    symbol = f"A/RES/{number}".replace(" ", "")
    title = re.sub(r"\s+", "", narrow(title))
    for line in lines:
        if line.role == BODY and (is_page_line(line, number) or _is_header(line.squeezed, symbol, title)):
            line.role = FURNITURE
    _set_header_titles(lines, symbol, title)
    _set_repeated(lines)
    _set_lone_numbers(lines)
    edge = False
    for line in lines:
        if line.role == FURNITURE:
            edge = True
        else:
            line.edge |= edge
            edge = False


def is_page_line(line: TextLine, number: str = "") -> bool:
    """A line of page numbers, job numbers and bar codes only: ``3/4 24-23021``, ``- 2 -``, ``10-51601 (C)``; not the
    resolution's ``number``."""
    squeezed = line.squeezed
    if not _PAGE_TOKENS.fullmatch(squeezed) or squeezed == number.replace(" ", ""):
        return False
    if page := _PAGE_NUMBER.fullmatch(squeezed):
        return 0 < int(page[1]) <= int(page[2])
    return not re.fullmatch(r"\d{6}|\([ACEFRS]\)", squeezed)


def _is_header(squeezed: str, symbol: str, title: str) -> bool:
    """The symbol alone or with the title, a part of it, or the page number, on either side."""
    if squeezed.startswith(symbol):
        rest = squeezed[len(symbol) :]
    elif squeezed.endswith(symbol):
        rest = squeezed[: -len(symbol)]
    else:
        return False
    rest = rest.rstrip("….")
    if re.fullmatch(r"(?:联合国|大会|大会决议)?(?:\d{1,3}|第\d{1,3}页|\d{1,3}/\d{1,3})?", rest):
        return True
    if _PAGE_TOKENS.fullmatch(rest):
        return True
    return bool(title) and (title.startswith(rest) or title.endswith(rest) or (len(rest) > 3 and rest in title))


def _set_header_titles(lines: Sequence[TextLine], symbol: str, title: str) -> None:
    """The title beside a running header's symbol, or at a page's head, on lines of its own."""
    if not title:
        return
    begun = ""  # what a header that goes on in the next line has of the title
    for index, line in enumerate(lines):
        if line.role == FURNITURE:
            begun = line.squeezed.replace(symbol, "")
        elif begun and line.role == BODY and len(begun) < len(title) and begun + line.squeezed == title:
            line.role = FURNITURE
        else:
            begun = ""
        at_page_head = line.edge or (index > 0 and lines[index - 1].role == FURNITURE)
        before_symbol = any(x.role == FURNITURE for x in lines[index + 1 : index + 4])
        if line.role != BODY or not (at_page_head or before_symbol):
            continue
        whole = ""
        for length in range(1, 5):
            group = lines[index : index + length]
            if len(group) < length or any(x.role != BODY for x in group):
                break
            whole += group[-1].squeezed
            follower = lines[index + length] if index + length < len(lines) else None
            if whole == title and (at_page_head or (follower is not None and follower.role == FURNITURE)):
                for x in group:
                    x.role = FURNITURE
                break


def _set_repeated(lines: Sequence[TextLine]) -> None:
    """The same words at the head or the foot of several pages, page numbers aside."""
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        if line.role == BODY:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < 3:
        return
    for place in (0, -1):
        at_edge = [page[place] for page in pages.values() if len(page) > 2]
        words = [re.sub(r"\d", "", line.squeezed) for line in at_edge]
        counts = Counter(words)
        for line, word in zip(at_edge, words, strict=True):
            if IS_HAN.search(word) and not ends_paragraph(word) and counts[word] >= max(2, len(pages) - 1):
                line.role = FURNITURE


def _set_lone_numbers(lines: Sequence[TextLine]) -> None:
    """A number alone on the first or last line of a page: a page number where it counts as the pages do.

    In the middle of a page it is a footnote mark.
    """
    if any(line.role == FURNITURE and _OF_PAGES.search(line.plain) for line in lines):
        return  # the pages are numbered otherwise: 2/5
    found: list[tuple[int, TextLine]] = []
    for index, line in enumerate(lines):
        if line.role != BODY or not _LONE_NUMBER.fullmatch(line.squeezed):
            continue
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        beside_furniture = any(x is not None and x.role == FURNITURE for x in (before, after))
        next_number = found[-1][0] + 1 if found else line.page
        at_edge = line.edge or (int(line.squeezed) == next_number if after is None else after.edge)
        if at_edge or beside_furniture:
            found.append((int(line.squeezed), line))
    if not found:
        return
    has_pages = lines[-1].page > 1
    if has_pages:
        shifts = Counter(value - line.page for value, line in found)
        shift, _ = shifts.most_common(1)[0]
        for value, line in found:
            if value - line.page == shift:
                line.role = FURNITURE
    elif all(a < b for (a, _), (b, _) in itertools.pairwise(found)):
        for _, line in found:
            line.role = FURNITURE


def ends_paragraph(text: str) -> bool:
    """Whether a paragraph can end here: in ， ； 。 ： and perhaps a footnote mark behind it."""
    return bool(_FINAL.search(text[-40:].rstrip(INVISIBLE)))


# How a footnote's mark is printed: 1, ¹, 1/, [1], ①, *.
MARK = r"(?:\d{1,3} ?/?|[\[［(（]?[⁰¹²³⁴-⁹]{1,3}[\]］)）]?/?|[①-⑳]|[\[［(（]\s?\d{1,3}\s?[\]］)）]|\*{1,3})"
LONE_MARK = re.compile(MARK)
# A bounded look at the end of a line: a mark of punctuation, what may close after it, and footnote marks.
_FINAL = re.compile(
    r"(?:[，；。：,;:！？][”’」』）)》]{0,2}|；(?:并|和|以及|及|或|并且))"
    rf"(?:\s{{0,4}}{MARK}){{0,3}}\s*$"
)
IS_HAN = re.compile(f"[{HAN}]")
