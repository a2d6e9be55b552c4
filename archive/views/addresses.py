"""The addresses of a page in each language: ``/A/RES/65/72/`` in Chinese, ``/A/RES/65/72/?language=en`` in English.

An address without ``?language=`` is in the language that the reader chose, or else in Chinese
(``archive.middleware.reading_language``). A robot or a feed reader has chosen none, so these get Chinese there.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from archive.views.labels import html_language

# Parameters that are no part of a page's address: they give the same page in another format or another language.
_PASSED_OVER = ("format", "language")


def in_language(address: str, language: str) -> str:
    """An address in one language of the pages. The main language needs no parameter.

    >>> in_language("/A/RES/65/72/?text=en#op8", "en"), in_language("/?language=en", "zh-hans")
    ('/A/RES/65/72/?text=en&language=en#op8', '/')
    """
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "language"]
    if language != settings.LANGUAGE_CODE:
        query.append(("language", language))
    return urlunsplit(parts._replace(query=urlencode(query)))


def in_page_language(address: str) -> str:
    """An address that leads to the language of this page also without the reader's cookies."""
    return in_language(address, get_language() or settings.LANGUAGE_CODE)


def alternates(address: str) -> list[tuple[str, str]]:
    """(value of ``hreflang``, address) for each language of the pages, and for readers of all other languages."""
    each = [(html_language(code), in_language(address, code)) for code, _name in settings.LANGUAGES]
    return [*each, ("x-default", in_language(address, settings.LANGUAGE_CODE))]


def page_address(request: HttpRequest, path: str = "") -> str:
    """The absolute address of the page that is asked for, without its language and format.

    ``path``: the address of a page that has several, or whose parameters only present it in another way.
    """
    if path:
        return request.build_absolute_uri(path)
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in _PASSED_OVER and (name, value) != ("page", "1")
    ]
    return request.build_absolute_uri(request.path + (f"?{urlencode(kept)}" if kept else ""))
