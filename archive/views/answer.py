"""Answers an address with a page. Answers with JSON if the address has ``?format=json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class NotHere(Http404):
    """The address asks for something that the archive does not have. The message is for readers, in the page's
    language."""


def wants_json(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json"


def answer(
    request: HttpRequest, template: str, page: Callable[[], Mapping[str, Any]], data: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """The page that ``template`` makes from the result of ``page``. With ``?format=json``: the result of ``data`` as
    JSON (``archive.views.data``).

    Raises NotHere for any other format.
    """
    if wants_json(request):
        return JsonResponse(data(), json_dumps_params={"ensure_ascii": False})
    if request.GET.get("format", "html") != "html":
        raise NotHere(_("This address answers as a page, and with ?format=json as JSON."))
    return render(request, template, {**page(), "has_json": True})
