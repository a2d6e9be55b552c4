"""Sets Drafts as HTML: for a typesetter of paged media, with or without two columns, and as a page of the web."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from archive.reading.draft import Draft
from tests.typesetting.blocks import Run, blocks

_TEXT = """
html { font: 11.5pt/1.75 "Noto Serif CJK SC"; } body { margin: 0 }
p { margin: 0; text-indent: 2em; text-align: justify; hyphens: auto }
html:lang(en) { font-family: "DejaVu Serif" } html:lang(en) b { font: italic 1em "DejaVu Serif" }
p.title { text-indent: 0; font-weight: bold; hyphens: manual }
html:lang(en) p.formula { font-style: italic } p.point { margin-left: 2em } p.end { text-align: right; text-indent: 0 }
b { font-family: "Noto Sans CJK SC"; } sup { font-size: 60%; vertical-align: super; line-height: 0 }
.notes p { font-size: 9pt; text-indent: 0; text-align: left } .notes { border-top: 0.5pt solid }
"""
_CUT = """
article { break-before: page; counter-reset: footnote }
p.title { string-set: symbol attr(data-symbol); bookmark-level: 1; bookmark-label: attr(data-symbol) }
"""
# The pages of older sessions: without a cover, with footnotes at the foot of each page.
PAGED = (
    _TEXT
    + _CUT
    + """
@page { size: A4; margin: 28mm 30mm 26mm;
  @top-left { content: string(symbol); font-size: 9pt } @top-right { content: "10-51601"; font-size: 9pt }
  @bottom-center { content: "- " counter(page) " -"; font-size: 10pt }
  @footnote { border-top: 0.5pt solid; width: 100%; padding-top: 3pt } }
.note { float: footnote; font-size: 9pt; line-height: 1.4; text-align: left; text-indent: 0; font-weight: normal }
::footnote-call { content: counter(footnote); font-size: 60%; vertical-align: super; line-height: 0 }
::footnote-marker { content: counter(footnote) " "; font-size: 7pt; vertical-align: super; line-height: 0 }
"""
)
# Two columns with a number alone at the foot of each page, and footnotes after the text.
COLUMNS = (
    _TEXT
    + _CUT
    + """
@page { size: A4; margin: 22mm 18mm; @bottom-center { content: counter(page); font-size: 10pt } }
article { column-count: 2; column-gap: 12mm }
html { font-size: 10pt; line-height: 1.4 }
"""
)
# A page of the web, with footnotes after the text. The browser adds a header and a footer when it prints.
PRINTED = _TEXT + "body { margin: 2em } p { text-indent: 0; margin-bottom: 0.8em }"


def html(drafts: Sequence[Draft], style: str = PAGED) -> str:
    """The Drafts as one document. In paged media each begins on a new page, with a bookmark at its title."""
    articles = "".join(f"<article>{_article(draft, style)}</article>" for draft in drafts)
    title = escape(drafts[0].symbol)
    language = drafts[0].language
    head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f"{head}{articles}</html>"


def _article(draft: Draft, style: str) -> str:
    body = []
    for block in blocks(draft):
        label = f"{escape(block.label)} " if block.label else ""
        words = "".join(_run(run, draft, style) for run in block.runs)
        body.append(f'<p class="{block.kind}" data-symbol="{draft.symbol}">{label}{words}</p>')
    if style != PAGED and draft.footnotes:
        notes = "".join(f"<p>{marker} {escape(note.text)}</p>" for marker, note in draft.footnotes.items())
        body.append(f'<div class="notes">{notes}</div>')
    return "".join(body)


def _run(run: Run, draft: Draft, style: str) -> str:
    if run.first and style == PAGED:
        return f'<span class="note">{escape(draft.footnotes[run.mark].text)}</span>'
    if run.mark:
        return f"<sup>{run.mark}</sup>"
    return f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text)
