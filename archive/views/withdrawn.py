"""The pages of a withdrawn resolution and of a withheld revision. They have the status 410 and give the reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from archive.asks_json import wants_json
from archive.models import Resolution, Revision
from archive.views.labels import official_url


def withdrawn(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """The page of a withdrawn resolution. It links to the document and to its official copy."""
    when = resolution.withdrawn_at
    if wants_json(request):
        said = {
            "symbol": resolution.document.key,
            "withdrawn": when.date().isoformat() if when else None,
            "reason": resolution.withdrawn_reason,
        }
        return JsonResponse(said, status=410, json_dumps_params={"ensure_ascii": False})
    context = {
        "resolution": resolution,
        "document": resolution.document,
        "official_url": resolution.document.url or official_url(resolution.document.key),
    }
    return render(request, "withdrawn.html", context, status=410)


def withheld(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The page of a withheld revision. It links to the current revision."""
    document, when = revision.text.resolution.document, revision.withheld_at
    if wants_json(request):
        said = {
            "symbol": document.key,
            "language": revision.text.language,
            "revision": revision.number,
            "withheld": when.date().isoformat() if when else None,
            "reason": revision.withheld_reason,
        }
        return JsonResponse(said, status=410, json_dumps_params={"ensure_ascii": False})
    return render(request, "withheld.html", {"revision": revision, "document": document}, status=410)
