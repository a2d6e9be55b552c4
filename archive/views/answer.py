"""Answers an address in the format that the request asks for (``archive.formats``).

An address offers formats by the functions that it gives to ``answer``, each under the name of its format. The page
links the other formats in its head and foot from the same functions. To offer another format at an address, add one:
``answer(request, "meetings.html", page, data, csv=lambda: csv_answer("meetings", columns, rows))``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from archive import formats
from archive.formats import FORMATS, HTML, JSON, Format
from archive.page_language import joined
from archive.problems import problem
from archive.views.addresses import in_page_language


class NotHere(Http404):
    """The address asks for something that the archive does not have. The message is for readers, in the page's
    language."""


class Described(TypedDict):
    """A typed dictionary of ``archive.views.keys``, whichever it is. mypy refuses a plain dictionary in its place, so
    every key of an answer has a description."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """A link from a page to what it shows in another format."""

    format: Format
    url: str


def answer(
    request: HttpRequest,
    template: str,
    page: Callable[[], Mapping[str, Any]],
    data: Callable[[], Described],
    **others: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """The page that ``template`` makes from the result of ``page``, or the result of ``data`` as JSON, or the response
    of the function that ``others`` has under the name of another format.

    A request that accepts none of them gets the status 406. Raises NotHere if ``?format=`` names another format, and if
    a program asks for a language that the archive does not have. A reader then gets the page in another language.
    """
    offered = [each for each in FORMATS.values() if each in (HTML, JSON) or each.name in others]
    chosen = formats.of_request(request, offered)
    if chosen and chosen is not HTML:
        _refuse_unknown_language(request)
    if chosen is HTML:
        alternates = [Alternate(each, _address(request, each)) for each in offered if each is not HTML]
        response: HttpResponseBase = render(request, template, {**page(), "alternates": alternates})
    elif chosen is JSON:
        response = json_answer(data())
    elif chosen:
        response = others[chosen.name]()
    else:
        response = _none_of(request, offered)
    patch_vary_headers(response, ("Accept",))  # without a format in the address, this header decides
    return response


def _refuse_unknown_language(request: HttpRequest) -> None:
    asked, known = request.GET.get("language", ""), dict(settings.LANGUAGES)
    if asked and asked not in known:
        raise NotHere(
            _("This address answers in these languages: %(languages)s. Choose one with ?language=.")
            % {"languages": joined(known)}
        )


def _address(request: HttpRequest, form: Format) -> str:
    """The address of this page in another format. Only JSON has pages; the other formats have the whole list.

    The address has the language of this page: a reader of feeds, or a program, has made no choice."""
    query = request.GET.copy()
    query["format"] = form.name
    if form is not JSON:
        query.pop("page", None)
    return in_page_language(f"?{query.urlencode()}")


def _none_of(request: HttpRequest, offered: Iterable[Format]) -> HttpResponse:
    said = _("This address answers in these formats: %(formats)s. Choose one with ?format=.") % {
        "formats": joined(each.name for each in offered)
    }
    if request.GET.get("format"):
        raise NotHere(said)
    return problem(406, said)


def json_answer(data: Described) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def file_answer(form: Format, name: str, content: bytes | Iterable[str | bytes]) -> HttpResponseBase:
    """A file to keep. Its name is ``name`` and that of its format; characters that a header cannot have become hyphens.
    Content in pieces is sent while it is made."""
    kind = f"{form.media_type}; charset=utf-8" if form.media_type.startswith("text/") else form.media_type
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, kind)
    else:
        response = StreamingHttpResponse(content, content_type=kind)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}.{form.file_ending}"'
    return response
