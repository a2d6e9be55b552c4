"""The pages of a withdrawn resolution and of a withheld revision. They have the status 410 and give the reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive.formats import wants_page
from archive.models import Resolution, Revision
from archive.problems import problem
from archive.views.labels import official_url


def withdrawn(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """The page of a withdrawn resolution. It links to the document and to its official copy."""
    when = resolution.withdrawn_at
    if not wants_page(request):
        return problem(
            410,
            _("This resolution was withdrawn from the archive."),
            symbol=resolution.document.key,
            withdrawn=when.date().isoformat() if when else None,
            reason=resolution.withdrawn_reason,
        )
    context = {
        "resolution": resolution,
        "document": resolution.document,
        "official_url": resolution.document.url or official_url(resolution.document.key),
    }
    return render(request, "withdrawn.html", context, status=410)


def withheld(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The page of a withheld revision. It links to the current revision."""
    document, when = revision.text.resolution.document, revision.withheld_at
    if not wants_page(request):
        return problem(
            410,
            _("This revision is no longer public."),
            symbol=document.key,
            language=revision.text.language,
            revision=revision.number,
            withheld=when.date().isoformat() if when else None,
            reason=revision.withheld_reason,
        )
    return render(request, "withheld.html", {"revision": revision, "document": document}, status=410)
