"""Sets Drafts as HTML for a typesetter of paged media, like the pages of older sessions: without a cover."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from archive.reading.draft import Draft
from tests.typesetting.blocks import Run, blocks

_STYLE = """
@page { size: A4; margin: 28mm 30mm 26mm;
  @top-left { content: string(symbol); font-size: 9pt } @top-right { content: "10-51601"; font-size: 9pt }
  @bottom-center { content: "- " counter(page) " -"; font-size: 10pt }
  @footnote { border-top: 0.5pt solid; width: 100%; padding-top: 3pt } }
html { font: 11.5pt/1.75 "Noto Serif CJK SC"; } body { margin: 0 }
article { break-before: page; counter-reset: footnote }
p { margin: 0; text-indent: 2em; text-align: justify }
p.title { text-indent: 0; font-weight: bold; string-set: symbol attr(data-symbol);
  bookmark-level: 1; bookmark-label: attr(data-symbol) }
p.point { margin-left: 2em } p.end { text-align: right; text-indent: 0 }
b { font-family: "Noto Sans CJK SC"; }
.note { float: footnote; font-size: 9pt; line-height: 1.4; text-align: left; text-indent: 0; font-weight: normal }
::footnote-call { content: counter(footnote); font-size: 60%; vertical-align: super; line-height: 0 }
::footnote-marker { content: counter(footnote) " "; font-size: 7pt; vertical-align: super; line-height: 0 }
sup { font-size: 60%; vertical-align: super; line-height: 0 }
"""


def html(drafts: Sequence[Draft]) -> str:
    """The Drafts as one document. Each begins on a new page, with a bookmark at its title."""
    articles = "".join(f"<article>{_article(draft)}</article>" for draft in drafts)
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{_STYLE}</style>{articles}</html>'


def _article(draft: Draft) -> str:
    body = []
    for block in blocks(draft):
        label = f"{escape(block.label)} " if block.label else ""
        words = "".join(_run(run, draft) for run in block.runs)
        body.append(f'<p class="{block.kind}" data-symbol="{draft.symbol}">{label}{words}</p>')
    return "".join(body)


def _run(run: Run, draft: Draft) -> str:
    if run.first:
        return f'<span class="note">{escape(draft.footnotes[run.mark].text)}</span>'
    if run.mark:
        return f"<sup>{run.mark}</sup>"
    return f"<b>{escape(run.text)}</b>" if run.bold else escape(run.text)
