"""``/unapi``: the references of a list, for Zotero and other reference managers (unAPI, revision 1).

A list marks each of its items with an element ``abbr`` (the template tag ``unapi``). Zotero then offers all of them to
choose from, and asks here for their records. A page that describes one thing has its metadata in its head instead.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.bibliography.records import RECORD_FORMATS
from archive.formats import FORMATS
from archive.views.references.items import LONGEST, Item, references_of
from archive.views.references.of_models import site_of


@require_safe
def unapi(request: HttpRequest) -> HttpResponse:
    """The formats of all items; with ``?id=`` those of one item (status 300); with ``&format=`` its record.

    An identifier is an item of ``archive.views.references.items``. The statuses are those of the specification: 404 for
    an item that is not here, 406 for an unknown format.
    """
    name, asked = request.GET.get("id", "")[:LONGEST], request.GET.get("format", "")
    if not name:
        return _formats(request, "", 200)
    item = Item.of(name)
    reference = references_of([item], site_of(request)).get(item) if "\0" not in name else None
    if reference is None:
        return HttpResponse(status=404)
    if not asked:
        return _formats(request, name, 300)
    if asked not in RECORD_FORMATS:
        return HttpResponse(status=406)
    record = "".join(RECORD_FORMATS[asked].write([reference], timezone.localdate()))
    return HttpResponse(record, content_type=f"{FORMATS[asked].media_type}; charset=utf-8")


def _formats(request: HttpRequest, name: str, status: int) -> HttpResponse:
    context = {"name": name, "formats": [FORMATS[code] for code in RECORD_FORMATS]}
    return render(request, "unapi.xml", context, content_type="application/xml", status=status)
