"""The formats in which addresses answer, and which of them a request asks for.

``?format=`` decides. Without it the header ``Accept`` decides (RFC 9110, 12.5.1): the greatest quality, then the range
that names most, then the order of ``FORMATS``. A browser accepts everything, so it gets a page. The pages, the errors
and the server's own refusals all ask here. To add a format, add a row; ``archive.views.answer`` says how an address
offers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from django.http import HttpRequest
from django.http.request import MediaType


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` is the value of ``?format=``. ``label`` is the name that a link shows, in every language. The files of a
    ``heavy`` format are made in a process of their own (``archive.serving.lanes``)."""

    name: str
    media_type: str
    label: str
    heavy: bool = False
    ending: str = ""  # of the names of its files, if it is another than the name

    @property
    def file_ending(self) -> str:
        return self.ending or self.name


HTML = Format("html", "text/html", "HTML")
JSON = Format("json", "application/json", "JSON")
CSV = Format("csv", "text/csv", "CSV", heavy=True)
ATOM = Format("atom", "application/atom+xml", "Atom", heavy=True)

PDF = Format("pdf", "application/pdf", "PDF", heavy=True)
DOCX = Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word")
AKN = Format("akn", "application/akn+xml", "Akoma Ntoso", ending="xml")
TEXT = Format("txt", "text/plain", "TXT")
MARKDOWN = Format("md", "text/markdown", "Markdown")
BIB = Format("bib", "application/x-bibtex", "BibTeX")
RIS = Format("ris", "application/x-research-info-systems", "RIS")
TBX = Format("tbx", "application/x-tbx", "TBX")
CSL = Format("csl", "application/vnd.citationstyles.csl+json", "CSL-JSON")

FORMATS = {each.name: each for each in (HTML, JSON, CSV, ATOM, PDF, DOCX, AKN, TEXT, MARKDOWN, BIB, RIS, CSL, TBX)}

# These addresses have data only.
_DATA_ONLY = (".json", "/suggest/")


def named(query: str) -> str:
    """The value of ``?format=`` in a query. "" if the query has none. Of several the last counts, as in Django."""
    return parse_qs(query).get("format", [""])[-1]


def asked_for(path: str, query: str, accept: str, offered: Iterable[Format] = FORMATS.values()) -> Format | None:
    """The format that a request asks for. None if it asks for none of those that are offered.

    >>> asked_for("/", "format=csv", "application/json").name, asked_for("/", "", "*/*").name
    ('csv', 'html')
    """
    offered = tuple(offered)
    if name := named(query):
        return next((each for each in offered if each.name == name), None)
    if path.endswith(_DATA_ONLY):
        return JSON
    return accepted(accept, offered)


@lru_cache(maxsize=256)
def accepted(accept: str, offered: tuple[Format, ...]) -> Format | None:
    """The format that a header ``Accept`` prefers. None if it accepts none.

    >>> both = (HTML, JSON)
    >>> accepted("application/json, text/plain, */*", both).name, accepted("text/html;q=0.5, application/*", both).name
    ('json', 'json')
    """
    try:
        ranges = [MediaType(each) for each in accept.split(",") if each.strip()]
    except ValueError:  # Django refuses to parse a very long one
        ranges = []
    if not ranges:  # the request has no preference
        return offered[0]
    weighed = [(*_weight(each, ranges), each) for each in offered]
    quality, _specificity, best = max(weighed, key=lambda each: each[:2])  # of equal ones the first
    return best if quality else None


def _weight(offered: Format, ranges: Iterable[MediaType]) -> tuple[float, int]:
    """The quality of the range that names the format most closely, and how closely: 2 is type and subtype, 0 is
    ``*/*``. Parameters of a range, such as its charset, do not count."""
    main, _slash, sub = offered.media_type.partition("/")
    matching = [
        (2 - (each.main_type == "*") - (each.sub_type == "*"), each.quality)
        for each in ranges
        if each.main_type in (main, "*") and each.sub_type in (sub, "*")
    ]
    specificity, quality = max(matching, default=(0, 0.0))
    return quality, specificity


def of_request(request: HttpRequest, offered: Iterable[Format] = FORMATS.values()) -> Format | None:
    """``asked_for`` any request, also one that Django refuses to parse."""
    meta = request.META
    return asked_for(request.path, meta.get("QUERY_STRING", ""), meta.get("HTTP_ACCEPT", ""), offered)


def wants_page(request: HttpRequest) -> bool:
    """Whether the request is that of a reader, who gets pages. A program gets data, also where the answer is an
    error."""
    return of_request(request) is HTML
