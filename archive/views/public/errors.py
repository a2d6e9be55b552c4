"""The pages of errors: an address that does not exist, a fault of the archive, a database that does not answer."""

from __future__ import annotations

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from archive import symbols
from archive.formats import wants_page
from archive.models import Citation, Document
from archive.problems import problem
from archive.views.answer import NotHere
from archive.views.labels import official_url


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page. If the address has a symbol, the page links to the document and to its official copy."""
    message = str(exception) if isinstance(exception, NotHere) else ""
    if not wants_page(request):
        return problem(404, message or _("Not found"))
    key = symbol_in(request.path)
    known, whole = _is_known(key), symbols.without_part(key) if key else ""
    context = {
        "message": message,
        "key": key,
        "known": known,
        "whole": whole if whole != key and not known and _is_known(whole) else "",
        "official_url": official_url(key),
    }
    return render(request, "404.html", context, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page of an error of the archive: 503 if the database does not answer, else 500. It needs no database.

    Django calls this function while it handles the exception.
    """
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if not away:
        return server_error(request)
    said = _("The archive's database does not answer now. Please try again in a minute.")
    if wants_page(request):
        response = HttpResponse(loader.get_template("503.html").render(), status=503)
    else:
        response = problem(503, said)
    response.headers["Retry-After"] = "60"
    return response


def symbol_in(path: str) -> str:
    """The symbol in an address. "" if the address has no symbol.

    >>> symbol_in("/a/res/64/47/"), symbol_in("/documents/CD/8/Rev.9/"), symbol_in("/64/47"), symbol_in("/help/")
    ('A/RES/64/47', 'CD/8/Rev.9', 'A/RES/64/47', '')
    """
    asked = path.strip("/").removeprefix("documents/")
    key = symbols.resolution_symbol(asked) or symbols.normalise(asked)
    return key if re.fullmatch(r"[A-Z][\w.-]*(/[\w.()-]+)+", key) and symbols.official_url(key) else ""


def _is_known(key: str) -> bool:
    cited = Citation.objects.of_readers().filter(key=key)
    return bool(key) and (Document.objects.of_readers().filter(key=key).exists() or cited.exists())
