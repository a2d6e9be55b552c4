"""The box that says how to cite a page: its citation in every style, files, and links to its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.bibliography.cited import Citation, html
from archive.bibliography.reference import Reference
from archive.bibliography.styles import BIBLIOGRAPHY, NOTE, STYLES, Style, note
from archive.bibliography.styles.quotation import quotation
from archive.formats import Format
from archive.page_language import reads_chinese
from archive.views.labels import html_language
from archive.views.references.files import FILES
from archive.views.references.items import Item

_PARTS = {NOTE: gettext_lazy("a note"), BIBLIOGRAPHY: gettext_lazy("a bibliography")}


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """A style as pages name it. ``lang`` is the language of the name, "" for that of the page."""

    code: str
    name: str
    lang: str


@dataclass(frozen=True, slots=True)
class InStyle:
    """A citation in one style, as HTML with italics. ``lang`` is its language, for HTML."""

    style: NamedStyle
    lang: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Box:
    """What the box shows. ``url`` is the address of the same box as a page, which also lists the paragraphs of a
    resolution. ``files`` are the formats of records."""

    item: str
    citations: list[InStyle]
    files: list[Format]
    url: str


def box_of(item: Item, reference: Reference) -> Box:
    return Box(str(item), in_styles(reference), FILES, cite_url(item))


def in_styles(reference: Reference) -> list[InStyle]:
    """The citation in every style, as it stands in a note."""
    today = timezone.localdate()
    found = []
    for style in STYLES.values():
        cited = note(style, reference, today)
        found.append(InStyle(named_style(style), lang_of(style, reference), as_html(cited)))
    return found


def in_quotation(words: str, reference: Reference) -> SafeString:
    """The words of a clause with their citation, in the page's language."""
    return as_html(quotation(words, reference, "zh" if reads_chinese() else "en", timezone.localdate()))


def named_style(style: Style) -> NamedStyle:
    """The name of a style. The language of a Chinese name is marked, because pages in English show it too."""
    name = style.name
    if style.part:
        name = _("%(style)s, %(part)s") % {"style": name, "part": _PARTS[style.part]}
    return NamedStyle(style.code, name, "zh-Hans" if style.name.startswith("《") else "")


def lang_of(style: Style, reference: Reference) -> str:
    """The value of ``lang`` in HTML for the citation of a reference."""
    return html_language(style.language_of(reference))


def as_html(cited: Citation) -> SafeString:
    return mark_safe(html(cited))  # noqa: S308  # ``html`` escapes


def cite_url(item: Item) -> str:
    """The address of the page that says how to cite an item."""
    return f"{reverse('cite')}?{urlencode({'of': str(item)})}"
