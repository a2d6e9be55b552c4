"""Sets a resolution in the layouts of the 1980s, and prints it with Chromium, as the original of a scan.

    Draft → ``tests.layouts`` → pages of lines → HTML, one element a line → PDF

The *typescript* has one column in type of one width, with a header and a page number on each page. The *volume* has two
columns, with smaller footnotes at the foot of each, as in the bound volumes of the resolutions of a session. Both are
set in Chinese and in English. A typewriter has only straight quotation marks, and one hyphen for all dashes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive import languages
from archive.reading.draft import Draft
from tests.chromium import launched
from tests.layouts import Layout, print_out
from tests.typesetting.differences import of_draft

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RULE = re.compile("_{3,}")
_TYPED = str.maketrans("“”‘’–‑", "\"\"''--")


@dataclass(frozen=True)
class OldPrint:
    """A layout on A4. Lengths are in points. ``columns`` are the left edges of the columns of a page.

    ``header`` is behind the page number at the head of a page. ``typed`` is set with the signs of a typewriter.
    """

    layout: Layout
    face: str
    size: float
    leading: float
    note_size: float
    columns: tuple[float, ...]
    top: float = 70
    header: str = ""
    language: languages.Language = languages.CHINESE
    typed: bool = False


_TYPESCRIPT = OldPrint(
    Layout(
        columns=32, height=34, mark="raised", entry="raised", header="symbol", footer="- 3 -", blank="paragraph"
    ),
    "'Noto Sans Mono CJK SC'", 13, 17, 13, (80,),
)  # fmt: skip
_VOLUME = OldPrint(
    Layout(columns=22, height=46, mark="raised", entry="raised", header="none", footer="none", blank="none", first=4),
    "'Noto Serif CJK SC'", 10, 14, 8, (56, 310), header="大会——第四十三届会议",
)  # fmt: skip
_ENGLISH = languages.of("en")
PRINTS = {
    "typescript": _TYPESCRIPT,
    "volume": _VOLUME,
    "English typescript": replace(
        _TYPESCRIPT, face="'TeX Gyre Cursor', monospace", size=12, note_size=12, language=_ENGLISH, typed=True
    ),
    "English volume": replace(
        _VOLUME, layout=replace(_VOLUME.layout, columns=24), face="'TeX Gyre Termes', serif", leading=12,
        header="General Assembly—Forty-third Session", language=_ENGLISH,
    ),
}  # fmt: skip


def as_printed(draft: Draft, print_: OldPrint) -> Draft:
    """The Draft with the signs that the layout prints."""
    if not print_.typed:
        return draft
    clauses = [replace(clause, text=clause.text.translate(_TYPED)) for clause in draft.clauses]
    notes = {key: replace(note, text=note.text.translate(_TYPED)) for key, note in draft.footnotes.items()}
    return replace(draft, clauses=clauses, footnotes=notes, title=draft.title.translate(_TYPED))


def pdfs(drafts: Sequence[Draft], print_: OldPrint, chromium: str) -> list[bytes]:
    """Each Draft as PDF."""
    with launched(chromium) as browser:
        page = browser.new_page()
        made = []
        for draft in drafts:
            page.set_content(_document(draft, print_))
            made.append(page.pdf(prefer_css_page_size=True))
        return made


def _document(draft: Draft, print_: OldPrint) -> str:
    columns = print_out(of_draft(as_printed(draft, print_)), print_.layout).split("\f")
    wide = len(print_.columns)
    pages = [columns[at : at + wide] for at in range(0, len(columns), wide)]
    body = "".join(_page(page, number, print_) for number, page in enumerate(pages, start=1))
    return (
        "<style>@page{size:595pt 842pt;margin:0}body{margin:0}section{position:relative;width:595pt;height:841pt;"
        "break-after:page;overflow:hidden}p{position:absolute;margin:0;white-space:pre;line-height:1}"
        f"*{{font-family:{print_.face}}}sup{{font-size:60%;line-height:0;vertical-align:baseline;position:relative;"
        f"top:-.5em}}</style>{body}"
    )


def _page(columns: Sequence[str], number: int, print_: OldPrint) -> str:
    lines = [_column(text, left, print_) for text, left in zip(columns, print_.columns, strict=False)]
    if print_.header:
        lines.append(_line(f"{number + 60}{'　' * 12}{print_.header}", print_.columns[0], 40, print_.size))
    return f"<section>{''.join(lines)}</section>"


def _column(text: str, left: float, print_: OldPrint) -> str:
    made, y, size, leading = [], print_.top, print_.size, print_.leading
    for line in text.rstrip("\n").split("\n"):
        if _RULE.fullmatch(line.strip()):
            made.append(f'<p style="left:{left}pt;top:{y + 4}pt;width:90pt;height:0;border-top:.7pt solid"></p>')
            size, leading, y = print_.note_size, print_.note_size * 1.35, y + print_.leading * 0.6
            continue
        if line.strip():
            made.append(_line(line, left, y, size))
        y += leading if line.strip() else leading / 2
    return "".join(made)


def _line(text: str, left: float, top: float, size: float) -> str:
    marked = _SUPERSCRIPT.sub(lambda run: f"<sup>{run[0].translate(_PLAIN)}</sup>", html.escape(text))
    return f'<p style="left:{left}pt;top:{top}pt;font-size:{size}pt">{marked}</p>'
