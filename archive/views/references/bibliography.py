"""Bibliographies of lists: ``?bibliography=`` with the code of a style, at the address of a list.

A list of resolutions, of search hits or of votes gives its items. Here they become references, a page, and files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from archive.bibliography.cited import Citation, plain
from archive.bibliography.reference import Reference
from archive.bibliography.styles import STYLES, Style
from archive.views.listing import one_of
from archive.views.references.box import as_html, lang_of, named_style
from archive.views.references.files import FILES, named_file, record_files
from archive.views.references.items import Item, references_of
from archive.views.references.of_models import site_of

LIMIT = 1000  # most references of one bibliography or file
FIRST_STYLE = "gbt-2015"
Files = dict[str, Callable[[], HttpResponse]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference in a bibliography. ``place`` is its place among the references, from 1. ``lang`` is the language of
    the entry, for HTML. ``url`` is its address in this archive."""

    place: int
    item: str
    lang: str
    html: SafeString
    url: str


def list_references(
    request: HttpRequest, title: str, items: Callable[[], Iterable[Item]], name: str
) -> HttpResponse | None:
    """The bibliography of a list; None if the address does not ask for one. ``format=txt`` gives it as a file.

    ``title`` names the list on the page, and ``name`` the file. ``items`` gives the items of the whole list; only the
    first ``LIMIT`` are taken.
    """
    if "bibliography" not in request.GET:
        return None
    style = asked_style(request, "bibliography")
    taken = list(islice(items(), LIMIT + 1))
    cut, taken = len(taken) > LIMIT, taken[:LIMIT]
    found = references_of(taken, site_of(request))
    if request.GET.get("format") == "txt":
        return text_file(found.values(), style, name)
    query = request.GET.copy()
    del query["bibliography"]
    query.pop("of", None)
    return render(
        request,
        "references/bibliography.html",
        {
            "list_title": title,
            "back": f"{request.path}?{query.urlencode()}" if query else request.path,
            "cut": cut,
            "limit": LIMIT,
            **page_of_entries(request, found, style, "bibliography"),
        },
    )


def list_files(request: HttpRequest, items: Callable[[], Iterable[Item]], name: str) -> Files:
    """The records of a list as files, for ``archive.views.answer.answer``. Only the first ``LIMIT`` items are taken."""
    return record_files(name, lambda: references_of(list(islice(items(), LIMIT)), site_of(request)).values())


def asked_style(request: HttpRequest, name: str) -> Style:
    """The style in the address; GB/T 7714—2015 if it names none. Raises NotHere for an unknown one."""
    return STYLES[one_of(request, name, STYLES) or FIRST_STYLE]


def page_of_entries(request: HttpRequest, found: dict[Item, Reference], style: Style, parameter: str) -> dict[str, Any]:
    """What a page of a bibliography shows: its entries, the styles to choose from, and the files. ``parameter`` has
    the code of the style in the address."""

    def url(code: str) -> str:
        query = request.GET.copy()
        query[parameter] = code
        return f"?{query.urlencode()}"

    return {
        "entries": entries(found, style),
        "style": style,
        "styles": [(named_style(each), url(each.code)) for each in STYLES.values()],
        "files": FILES,
    }


def entries(found: dict[Item, Reference], style: Style) -> list[Entry]:
    """The references as entries of a bibliography, in their order."""
    cited = zip(found.items(), _cited(found.values(), style), strict=True)
    return [
        Entry(place, str(item), lang_of(style, reference), as_html(words), reference.address)
        for place, ((item, reference), words) in enumerate(cited, start=1)
        if words
    ]


def _cited(references: Iterable[Reference], style: Style) -> Iterator[Citation]:
    """The citation of each reference. It is empty for one that says the same as one before: Chicago lists a resolution
    once, however many of its paragraphs are cited."""
    today = timezone.localdate()
    known = set()
    for reference in references:
        cited = style.cite(reference, today)
        yield () if cited in known else cited
        known.add(cited)


def text_file(references: Iterable[Reference], style: Style, name: str) -> HttpResponse:
    """The bibliography as plain text. Each entry has a line, with its number as GB/T 7714 writes it."""
    lines = [
        (f"[{number}] " if style.numbered else "") + plain(cited)
        for number, cited in enumerate(filter(None, _cited(references, style)), start=1)
    ]
    return named_file("".join(f"{line}\n" for line in lines), "text/plain", f"{name}.txt")


def items_of_clauses(rows: Iterable[tuple[str, str]]) -> Sequence[Item]:
    """The items of (key, path) pairs, each once: a clause that was found in two languages is one item."""
    return list(dict.fromkeys(Item(key, path) for key, path in rows))
