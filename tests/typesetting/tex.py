"""Sets a Draft as XeLaTeX: numbers in the margin, space between paragraphs, and TeX's own rule over footnotes."""

from __future__ import annotations

import re

from archive.reading.draft import Draft
from tests.typesetting.blocks import Run, blocks

_HEAD = r"""\documentclass[11pt,a4paper]{article}
%(fonts)s\usepackage{fancyhdr,lastpage}
\usepackage[margin=32mm]{geometry}
\pagestyle{fancy}\fancyhf{}\fancyhead[L]{\small %(title)s}\fancyhead[R]{\small %(symbol)s}
\fancyfoot[R]{\small\thepage/\pageref{LastPage}}\fancyfoot[L]{\small 10-51601}
\setlength{\parindent}{0pt}\setlength{\parskip}{7pt}\linespread{1.25}\headheight=15pt
\newcommand{\latermark}[1]{\textsuperscript{#1}}
\begin{document}
"""
# For each language: its fonts, and the command for opening phrases.
_FONTS = {
    "zh": ("\\usepackage{xeCJK}\n\\setCJKmainfont{Noto Serif CJK SC}\n", "textbf"),
    "en": ("\\usepackage{fontspec}\n\\setmainfont{Latin Modern Roman}\n", "textit"),
}
_SPECIAL = {c: "\\" + c for c in "#$%&_{}"} | {"~": r"\~{}", "^": r"\^{}", "\\": r"\textbackslash{}"}


def tex(draft: Draft) -> str:
    """The complete source. It has to be run twice for the number of pages."""
    fonts, _ = _FONTS[draft.language]
    out = [_HEAD % {"fonts": fonts, "title": _escape(draft.title), "symbol": _escape(draft.symbol)}]
    for block in blocks(draft):
        words = "".join(_run(run, draft) for run in block.runs)
        if block.kind == "title":
            out.append(rf"{{\large\bfseries {block.label}\quad {words}\par}}")
        elif block.kind == "end":
            out.append(rf"\hfill {words}\par")
        elif block.label:
            indent = 12 if block.kind == "point" else 0
            number = rf"\hspace*{{{indent}mm}}\makebox[9mm][l]{{{_escape(block.label)}}}"
            out.append(rf"\hangindent={indent + 9}mm{number}{words}\par")
        else:
            out.append(words + r"\par")
    return "\n".join([*out, r"\end{document}", ""])


def _escape(text: str) -> str:
    return re.sub(r"[#$%&_{}~^\\]", lambda match: _SPECIAL[match[0]], text)


def _run(run: Run, draft: Draft) -> str:
    if run.first:
        return rf"\footnote{{{_escape(draft.footnotes[run.mark].text)}}}"
    if run.mark:
        return rf"\latermark{{{run.mark}}}"
    return rf"\{_FONTS[draft.language][1]}{{{_escape(run.text)}}}" if run.bold else _escape(run.text)
