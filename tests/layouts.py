"""Sets a resolution as raw text in the layouts of PDF extractors, web pages and word processors.

The text reader must read each of them back exactly. Each field of ``Layout`` is one property that varies."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile("\ue000([^\ue001]*)\ue001")  # a footnote mark in a text: its number between private-use characters
HAN = "\u3400-\u9fff"
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Resolution:
    number: str
    title: str
    clauses: list[tuple[str, str, str]]  # kind, label, text with marks
    footnotes: dict[str, str]
    date: str = "2010年12月8日"
    meeting: int = 60


@dataclass(frozen=True)
class Layout:
    columns: int = 38  # Han characters a line; 0: a paragraph is one line
    height: int = 30  # lines a page; 0: one endless page
    left: int = 0  # spaces before every line
    first: int = 2  # more spaces before a paragraph's first line
    blank: str = "paragraph"  # an empty line after every "paragraph", "line" or "none"
    mark: str = "bare "  # "bare ", "bare", "lone", "raised", "[]"
    rule: str = "underscores"  # "underscores", "dashes", "spaces", "none"
    entry: str = "inline"  # before a footnote: its number and a space ("1 text"), "lone", "raised" or in "[]"
    notes: str = "page"  # the place of footnotes: the end of the "page", or the "end"
    header: str = "symbol title"  # "symbol title", "title symbol", "two lines", "symbol", "none"
    footer: str = "3/4 job"  # "3/4 job", "- 3 -", "3", "none"
    feed: bool = True  # a form feed between pages
    spaced: bool = False  # spaces round numbers
    cover: bool = False
    newline: str = "\n"


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns`` Han characters. Latin words and numbers are not broken; closing marks overhang."""
    if not columns:
        return [text]
    lines, line, room = [], "", float(columns)
    for token in re.findall(r"\ue000[^\ue001]*\ue001|[A-Za-z0-9./()\-]+|.", text, re.DOTALL):
        size = 0 if token[0] == "\ue000" else sum(1 if ord(c) > 0x2E80 or c in "“”—…" else 0.5 for c in token)
        if size > room and line.strip() and token not in "，。、；：！？）》」』”’" and token[0] != "\ue000":
            lines.append(line.rstrip())
            line, room = "", float(columns)
            if token == " ":
                continue
        line += token
        room -= size
    return [*lines, line]


def print_out(doc: Resolution, layout: Layout) -> str:
    """The resolution as text in this layout."""
    pages = _pages(doc, layout)
    out: list[str] = []
    if layout.cover:
        out += _cover(doc)
    for n, (body, notes) in enumerate(pages, 1):
        page: list[str] = []
        if n > 1:
            page += _header(doc, layout)
        for line in body:
            page += _body_line(line, layout)
        if notes:
            page += _notes(doc, notes, layout)
        page += _footer(n, len(pages), layout)
        if n > 1 and layout.feed:
            page[0] = "\f" + page[0]
        out += page
    if layout.notes == "end" and doc.footnotes:
        out += _notes(doc, list(doc.footnotes), layout)
    return layout.newline.join(out) + layout.newline


def _paragraphs(doc: Resolution, layout: Layout) -> list[str]:
    texts = [f"{doc.number}. {doc.title}", "大会，"]
    texts += [f"{label} {text}" if label else text for _, label, text in doc.clauses]
    texts += [doc.date, f"第{doc.meeting}次全体会议"]
    if not layout.spaced:
        return texts
    return [re.sub(rf"(?<=[{HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{HAN}])", " ", text) for text in texts]


def _pages(doc: Resolution, layout: Layout) -> list[tuple[list[str], list[str]]]:
    pages: list[tuple[list[str], list[str]]] = []
    body: list[str] = []
    notes: list[str] = []
    used, shown = 0, set()
    for paragraph in _paragraphs(doc, layout):
        first = " " * layout.first if not re.match(r"\d+/\d+|大会，", paragraph) else ""
        for place, line in enumerate(wrap(paragraph, layout.columns)):
            marks = [m for m in MARK.findall(line) if m not in shown and m in doc.footnotes]
            shown.update(marks)
            marks = marks if layout.notes == "page" else []
            cost = 1 + sum(1 + len(doc.footnotes[m]) // (layout.columns or 1000) for m in marks)
            if body and layout.height and used + cost > layout.height:
                pages.append((body, notes))
                body, notes, used = [], [], 0
            body.append(" " * layout.left + (first if place == 0 else "") + line)
            if layout.blank == "line":
                body.append("")
            notes += marks
            used += cost
        if layout.blank == "paragraph":
            body.append("")
    return [*pages, (body, notes)]


def _body_line(line: str, layout: Layout) -> list[str]:
    def mark(match: re.Match[str]) -> str:
        number = match[1]
        return {
            "bare ": f"{number} ", "bare": number, "lone": f"\n{number} \n",
            "raised": number.translate(SUPERSCRIPT), "[]": f"[{number}]",
        }[layout.mark]  # fmt: skip

    return MARK.sub(mark, line).rstrip(" ").split("\n")


def _notes(doc: Resolution, markers: list[str], layout: Layout) -> list[str]:
    rule = {"underscores": ["__________________"], "dashes": ["-" * 20], "spaces": [" " * 59], "none": []}[layout.rule]
    out = list(rule)
    for marker in markers:
        text = doc.footnotes[marker]
        if layout.spaced:
            text = re.sub(rf"(?<=[{HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{HAN}])", " ", text)
        lead = {"inline": f"{marker} ", "lone": "", "raised": marker.translate(SUPERSCRIPT) + " ", "[]": f"[{marker}] "}
        lines = wrap(lead[layout.entry] + text, layout.columns)
        if layout.entry == "lone":
            out.append(marker)
        for line in lines:
            out.append(" " * layout.left + line)
            if layout.blank == "line":
                out.append("")
    while out and out[-1] == "":
        out.pop()  # no empty line at the end of a page
    return out


def _header(doc: Resolution, layout: Layout) -> list[str]:
    symbol = f"A/RES/{doc.number}"
    return {
        "symbol title": [f"{symbol}      {doc.title}"], "title symbol": [f"{doc.title}   {symbol}"],
        "two lines": [symbol, doc.title, ""], "symbol": [symbol], "none": [],
    }[layout.header]  # fmt: skip


def _footer(page: int, pages: int, layout: Layout) -> list[str]:
    return {
        "3/4 job": [f"{page}/{pages}      10-51601"], "- 3 -": ["", f"- {page} -"], "3": ["", str(page)], "none": [],
    }[layout.footer]  # fmt: skip


def _cover(doc: Resolution) -> list[str]:
    session = "六十五"
    return [
        f"联合国                A/RES/{doc.number}", "大会       Distr.: General", "           9 December 2010", "",
        f"第{session}届会议", "议程项目 97", "", "大会决议", "", "[根据第一委员会的报告(A/65/410)通过]", "",
    ]  # fmt: skip
