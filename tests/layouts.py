"""Sets a resolution as raw text in the layouts of PDF extractors, browsers, web pages and word processors.

The text reader must read each of them back exactly. Each field of ``Layout`` is one property that varies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

MARK = re.compile(
    "\ue000([^\ue001]*)\ue001"
)  # a mark in a text: the key of its footnote between private-use characters
HAN = "\u3400-\u9fff"
SIGNS = ("*", "**", "***", "†", "‡", "§")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CLOSING = "，。、；：！？）》」』”’"
_OPENING_PHRASE = re.compile(
    "回顾|又|还|重申|再次|决定|请|敦促|呼吁|促请|强调|欢迎|注意到|认识到|铭记|表示|确认|鼓励|邀请|[A-Z]"
)
_TOKEN = r"\ue000[^\ue001]*\ue001|[A-Za-z0-9./()\-]+|."
_ENGLISH_TOKEN = r"\ue000[^\ue001]*\ue001[^\s\ue000]*|[^\s\ue000]+|\s"
_WIDTHS = range(30, 46)  # columns that ``Layout.lines`` chooses from
_BETWEEN_COLUMNS = 6  # spaces


@dataclass
class Resolution:
    """The words of a resolution. Rows of clauses are (kind, label, text with marks). ``annex`` is after the end.

    ``footnotes`` maps keys to texts. A key is the printed number, and perhaps a suffix: the second note 1 is ``1_2``.
    """

    number: str
    title: str
    clauses: list[tuple[str, str, str]]
    footnotes: dict[str, str]
    date: str = "2010年12月8日"
    meeting: int = 60
    annex: list[tuple[str, str, str]] = field(default_factory=list)
    formula: str = "大会，"
    plenary: str = "次全体会议"
    ends: Sequence[str] = ()  # the date and the meeting as printed, if they are not Chinese; ``date`` then is in digits


@dataclass(frozen=True)
class Layout:
    columns: int = 38  # Han characters a line; 0: a paragraph is one line
    lines: str = "any"  # chooses ``columns`` for lines that mislead: "any", "full" last lines, "comma" at a line's end
    two_columns: bool = False  # of text, side by side
    height: int = 30  # lines a page; 0: one endless page
    left: int = 0  # spaces before every line
    first: int = 2  # more spaces before a paragraph's first line
    blank: str = "paragraph"  # an empty line after every "paragraph", "line" or "none"
    label: str = "inline"  # the number of a paragraph: "inline", "lone"
    mark: str = "bare "  # "bare ", "bare", "lone", "raised", "[]", "broken": begins the next line where it can
    marks: str = "numbers"  # "numbers", "letters"; or "signs", "on page": signs, numbers that begin again on each page
    rule: str = "underscores"  # "underscores", "dashes", "spaces", "none"
    # Before a footnote: its number and a space ("1 text"), "lone", "raised" or in "[]". Or all numbers of a page are
    # "gathered before" or "gathered after" its footnotes.
    entry: str = "inline"
    notes: str = "page"  # the place of footnotes: the end of the "page", or the "end"
    header: str = "symbol title"  # also "title symbol", "two lines", "wrapped title", "symbol", "browser", "none"
    footer: str = "3/4 job"  # also "- 3 -", "3", "3 close", "browser", "none"
    watermark: str = ""  # a line in the middle of each page
    feed: bool = True  # a form feed between pages
    spaces: str = "none"  # "around" numbers, or only "before" or "after" them
    cover: bool = False
    newline: str = "\n"


@dataclass
class Page:
    """The lines of a page, and the keys of the footnotes below them."""

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def wrap(text: str, columns: int, broken: bool = False) -> list[str]:
    """Lines of at most ``columns`` Han characters. Latin words and numbers are not broken; closing marks overhang.
    Lines of an English text end only at spaces.

    If ``broken``, a line ends before a mark that is near the line's end.
    """
    if not columns:
        return [text]
    lines, line, room = [], "", float(columns)
    wide = "“”—…" if re.search(f"[{HAN}]", text) else ""
    for token in re.findall(_TOKEN if re.search(f"[{HAN}]", text) else _ENGLISH_TOKEN, text, re.DOTALL):
        is_mark = token[0] == "\ue000"
        size = 0 if is_mark else sum(1 if ord(c) > 0x2E80 or c in wide else 0.5 for c in token)
        too_long = size > room and token not in _CLOSING and not is_mark
        if line.strip() and (too_long or (broken and is_mark and room < columns / 4)):
            lines.append(line.rstrip())
            line, room = "", float(columns)
            if token == " ":
                continue
        line += token
        room -= size
    return [*lines, line]


def print_out(doc: Resolution, layout: Layout) -> str:
    """The resolution as text in this layout."""
    pages = [_printed(doc, page, layout) for page in _pages(doc, layout)]
    if layout.two_columns:
        pages = [_side_by_side(*pages[at : at + 2]) for at in range(0, len(pages), 2)]
    out = _cover(doc) if layout.cover else []
    for n, lines in enumerate(pages, 1):
        page = _header(doc, n, layout) + _with_watermark(lines, layout) + _footer(doc, n, len(pages), layout)
        if n > 1 and layout.feed:
            page[0] = "\f" + page[0]
        out += page
    if layout.notes == "end" and doc.footnotes:
        out += _notes(doc, list(doc.footnotes), _labels(doc, list(doc.footnotes), layout), layout)
    return layout.newline.join(out) + layout.newline


def columns_of(doc: Resolution, layout: Layout) -> int:
    """The width of the lines, in Han characters. ``layout.lines`` can choose the width that misleads most often."""
    if layout.lines == "any":
        return layout.columns

    def misleading(columns: int) -> int:
        paragraphs = [wrap(text, columns) for text in _paragraphs(doc, layout)]
        if layout.lines == "full":
            full = [len(lines) > 1 and len(lines[-1]) >= columns - 1 for lines in paragraphs]
            return sum(full)
        pairs = [pair for lines in paragraphs for pair in pairwise(lines)]
        return sum(line.endswith(("，", ",")) and bool(_OPENING_PHRASE.match(after)) for line, after in pairs)

    return max(_WIDTHS, key=misleading)


def _paragraphs(doc: Resolution, layout: Layout) -> list[str]:
    texts = [f"{doc.number}. {doc.title}", doc.formula]
    texts += _clauses(doc.clauses, layout)
    texts += doc.ends or [doc.date, f"第{doc.meeting}{doc.plenary}"]
    texts += _clauses(doc.annex, layout)
    return [_spaced(text, layout) for text in texts]


def _clauses(rows: Sequence[tuple[str, str, str]], layout: Layout) -> list[str]:
    between = "\n" if layout.label == "lone" else " "
    return [f"{label}{between}{text}" if label else text for _, label, text in rows]


def _spaced(text: str, layout: Layout) -> str:
    if layout.spaces in ("around", "before"):
        text = re.sub(rf"(?<=[{HAN}])(?=[0-9A-Za-z])", " ", text)
    if layout.spaces in ("around", "after"):
        text = re.sub(rf"(?<=[0-9A-Za-z])(?=[{HAN}])", " ", text)
    return text


def _pages(doc: Resolution, layout: Layout) -> list[Page]:
    page, used, columns = Page(), 0, columns_of(doc, layout)
    pages, shown = [page], set[str]()
    for paragraph in _paragraphs(doc, layout):
        first = " " * layout.first if not re.match(r"\d+/\d+|大[会會]，|The General Assembly,", paragraph) else ""
        for place, line in enumerate(_lines(paragraph, columns, layout)):
            notes = _new_notes(doc, line, shown, layout)
            cost = 1 + sum(1 + len(doc.footnotes[key]) // (columns or 1000) for key in notes)
            if page.lines and layout.height and used + cost > layout.height:
                page, used, shown = Page(), 0, set() if layout.marks in ("signs", "on page") else shown
                pages.append(page)
                notes = _new_notes(doc, line, shown, layout)
            shown.update(notes)
            page.lines.append(" " * layout.left + (first if place == 0 else "") + line)
            if layout.blank == "line":
                page.lines.append("")
            page.notes += notes
            used += cost
        if layout.blank == "paragraph":
            page.lines.append("")
    return pages


def _lines(paragraph: str, columns: int, layout: Layout) -> list[str]:
    return [line for part in paragraph.split("\n") for line in wrap(part, columns, layout.mark == "broken")]


def _new_notes(doc: Resolution, line: str, shown: set[str], layout: Layout) -> list[str]:
    """The footnotes that are first marked in a line and have their place below it."""
    if layout.notes == "end":
        return []
    return [key for key in dict.fromkeys(MARK.findall(line)) if key not in shown and key in doc.footnotes]


def _labels(doc: Resolution, notes: Sequence[str], layout: Layout) -> dict[str, str]:
    """The mark that is printed for each footnote."""
    keys = list(doc.footnotes)
    if layout.marks == "letters":
        return {key: _letter(at) for at, key in enumerate(keys)}
    if layout.marks == "signs":
        return {key: SIGNS[at % len(SIGNS)] for at, key in enumerate(notes)}
    if layout.marks == "on page":
        return {key: str(at) for at, key in enumerate(notes, 1)}
    return {key: key.split("_")[0] for key in keys}


def _letter(at: int) -> str:
    return chr(97 + at) if at < 26 else _letter(at // 26 - 1) + _letter(at % 26)


def _printed(doc: Resolution, page: Page, layout: Layout) -> list[str]:
    labels = _labels(doc, page.notes, layout)
    lines = [printed for line in page.lines for printed in _body_line(line, labels, layout)]
    return lines + (_notes(doc, page.notes, labels, layout) if page.notes else [])


def _body_line(line: str, labels: dict[str, str], layout: Layout) -> list[str]:
    def mark(match: re.Match[str]) -> str:
        label = labels.get(match[1], match[1])
        return {
            "bare ": f"{label} ", "bare": label, "broken": f"{label} ", "lone": f"\n{label} \n",
            "raised": label.translate(SUPERSCRIPT), "[]": f"[{label}]",
        }[layout.mark]  # fmt: skip

    return MARK.sub(mark, line).rstrip(" ").split("\n")


def _notes(doc: Resolution, keys: list[str], labels: dict[str, str], layout: Layout) -> list[str]:
    out = {"underscores": ["__________________"], "dashes": ["-" * 20], "spaces": [" " * 59], "none": []}[layout.rule]
    numbers = [" " * layout.left + labels[key] for key in keys]
    if layout.entry == "gathered before":
        out += numbers
    for key in keys:
        out += _note(_spaced(doc.footnotes[key], layout), labels[key], columns_of(doc, layout), layout)
    if layout.entry == "gathered after":
        out += numbers
    while out and out[-1] == "":
        out.pop()  # no empty line at the end of a page
    return out


def _note(text: str, label: str, columns: int, layout: Layout) -> list[str]:
    raised = label.translate(SUPERSCRIPT)
    lead = {"inline": f"{label} ", "raised": f"{raised} ", "[]": f"[{label}] "}.get(layout.entry, "")
    out = [label] if layout.entry == "lone" else []
    for line in wrap(lead + text, columns):
        out.append(" " * layout.left + line)
        if layout.blank == "line":
            out.append("")
    return out


def _side_by_side(left: list[str], right: Sequence[str] = ()) -> list[str]:
    edge = max(map(_width, left)) + _BETWEEN_COLUMNS
    pairs = zip_longest(left, right, fillvalue="")
    return [f"{a}{' ' * (edge - _width(a))}{b}" if b else a for a, b in pairs]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _with_watermark(lines: list[str], layout: Layout) -> list[str]:
    middle = len(lines) // 2
    return [*lines[:middle], layout.watermark, *lines[middle:]] if layout.watermark else lines


def _header(doc: Resolution, page: int, layout: Layout) -> list[str]:
    symbol = f"A/RES/{doc.number}"
    if layout.header == "browser":
        return [f"2026/11/28 19:10{' ' * 30}{symbol} - C - {symbol}"]
    if page == 1:
        return []
    title = MARK.sub("", doc.title)
    first, *others = wrap(title, 24)
    # A title of several lines: the symbol is on the left of even pages, and on the right of odd pages.
    wrapped = (
        [f"{symbol}   {first}", *others]
        if page % 2 == 0
        else [first, *others[:-1], f"{'　'.join([*others[-1:], symbol])}"]
    )
    return {
        "symbol title": [f"{symbol}      {title}"], "title symbol": [f"{title}   {symbol}"],
        "two lines": [symbol, title, ""], "wrapped title": wrapped, "symbol": [symbol], "none": [],
    }[layout.header]  # fmt: skip


def _footer(doc: Resolution, page: int, pages: int, layout: Layout) -> list[str]:
    return {
        "3/4 job": [f"{page}/{pages}      10-51601"], "- 3 -": ["", f"- {page} -"], "3": ["", str(page)],
        "3 close": [str(page)], "none": [],
        "browser": [f"https://docs.un.org/zh/A/RES/{doc.number}{' ' * 40}{page}/{pages}"],
    }[layout.footer]  # fmt: skip


def _cover(doc: Resolution) -> list[str]:
    session = "六十五"
    return [
        f"联合国                A/RES/{doc.number}", "大会       Distr.: General", "           9 December 2010", "",
        f"第{session}届会议", "议程项目 97", "", "大会决议", "", "[根据第一委员会的报告(A/65/410)通过]", "",
    ]  # fmt: skip
