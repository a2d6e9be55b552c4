"""Properties of single elements of a web page: what is printed, what is a block, and how words look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

Element = etree._Element

# Elements without printed words. ``head`` is not among them: lxml leaves an HTML 5 page without <body> in its head.
_LEFT_OUT = frozenset((
    "title", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio",
    "video", "button", "select", "datalist", "textarea", "input", "map", "rt", "rp"
))  # fmt: skip
_LEFT_OUT_CLASSES = frozenset(("mw-editsection", "mw-cite-backlink"))
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
))  # fmt: skip
CELLS = frozenset(("td", "th"))
_AROUND = frozenset(("nav", "footer", "aside", "menu"))
_AROUND_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"
))  # fmt: skip
# Classes of what a site does not print, or hides from readers who see the page.
_AROUND_CLASSES = frozenset((
    "noprint", "d-print-none", "sr-only", "visually-hidden", "element-invisible", "navbox", "catlinks",
    "printfooter", "breadcrumb", "breadcrumbs", "licensecontainer", "licensebanner", "licensetpl", "skip-link",
    "mw-jump-link", "messagebox", "mbox", "ambox", "ombox"
))  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_LOWERED = re.compile(r"vertical-align\s*:\s*sub", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """How words are printed. ``faced`` is True for bold and italic words."""

    faced: bool = False
    raised: bool = False
    lowered: bool = False
    linked: bool = False


def look_of(element: Element, around: Look) -> Look:
    """The look of an element's words. ``around`` is the look of the element around it."""
    tag, style = element.tag, element.get("style", "")
    if tag in ("b", "strong", "i", "em") or _BOLD.search(style):
        around = replace(around, faced=True)
    if tag == "sup" or _RAISED.search(style) or "MsoFootnoteReference" in element.get("class", ""):
        around = replace(around, raised=True)
    if tag == "sub" or _LOWERED.search(style):
        around = replace(around, lowered=True)
    if tag == "a" and element.get("href"):
        around = replace(around, linked=True)
    return around


def is_left_out(element: Element) -> bool:
    """Whether an element and all elements in it are not shown."""
    if element.tag in _LEFT_OUT or element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
        return True
    return not _LEFT_OUT_CLASSES.isdisjoint(element.get("class", "").split())


def is_around(element: Element) -> bool:
    """Whether an element has navigation, a footer or the like, and not the words of a document."""
    if element.tag in _AROUND or element.get("role", "") in _AROUND_ROLES:
        return True
    return not _AROUND_CLASSES.isdisjoint(element.get("class", "").lower().split())
