"""Answers an address with a page, or with JSON if the request asks for it (``archive.asks_json``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from archive.asks_json import wants_json


class NotHere(Http404):
    """The address asks for something that the archive does not have. The message is for readers, in the page's
    language."""


def answer(
    request: HttpRequest, template: str, page: Callable[[], Mapping[str, Any]], data: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """The page that ``template`` makes from the result of ``page``. For a request that asks for JSON: the result of
    ``data`` as JSON (``archive.views.data``).

    Raises NotHere for any other format.
    """
    asked = request.GET.get("format")
    if asked not in (None, "html", "json"):
        raise NotHere(_("This address answers as a page, and with ?format=json as JSON."))
    if asked != "html" and wants_json(request):
        response: HttpResponse = JsonResponse(data(), json_dumps_params={"ensure_ascii": False})
    else:
        response = render(request, template, {**page(), "has_json": True})
    patch_vary_headers(response, ("Accept",))  # without a format in the address, this header decides
    return response
