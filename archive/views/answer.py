"""Every page of data answers at one address twice: as a page, and as JSON with ``?format=json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class NotHere(Http404):
    """What the address asks for is not here. The message is for readers, in their language."""


def wants_json(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json"


def answer(
    request: HttpRequest, template: str, page: Callable[[], Mapping[str, Any]], data: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """The template with what ``page`` gives, or what ``data`` gives as JSON (its keys: ``archive.views.data``).

    Raises NotHere for a format that is neither.
    """
    if wants_json(request):
        return JsonResponse(data(), json_dumps_params={"ensure_ascii": False})
    if request.GET.get("format", "html") != "html":
        raise NotHere(_("This address answers as a page, and with ?format=json as JSON."))
    return render(request, template, {**page(), "has_json": True})
