"""The clause that the address of a page names: ``/A/RES/79/41/op2/history/``, ``/similar/A/RES/79/41/op2/``."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import Clause, Revision
from archive.views.answer import NotHere
from archive.views.asked_text import chosen, first_language, revisions_of
from archive.views.withdrawn import withdrawn


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause of a current text. ``symbol`` is the canonical symbol. ``revisions`` are the current texts of the
    resolution in all languages. ``clause.revision`` has its resolution and its document."""

    symbol: str
    clause: Clause
    revisions: list[Revision]


def asked_clause(request: HttpRequest, page: str, symbol: str, path: str) -> AskedClause | HttpResponseBase:
    """The clause, in the language that ``?text=`` names. ``page`` is the name of the page's address.

    An answer instead: the way to the address with the canonical symbol, or the page of a withdrawn resolution. Raises
    NotHere if the archive does not have the text or the clause.
    """
    canonical = symbols.normalise(symbol)
    if canonical and canonical != symbol:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse(page, args=[canonical, path]) + query, permanent=True)
    revisions = [revision for revision in revisions_of(canonical) if revision.current]
    if not revisions:
        raise NotHere(_("The text of %(symbol)s is not in the archive.") % {"symbol": canonical[:80]})
    if revisions[0].text.resolution.withdrawn_at:
        return withdrawn(request, revisions[0].text.resolution)
    revision = chosen(revisions, request.GET.get("text") or first_language(request, revisions), "")
    clause = Clause.objects.filter(revision=revision, path=path).select_related("parent__parent").first()
    if clause is None:
        raise NotHere(_("The text of %(symbol)s has no such paragraph.") % {"symbol": canonical})
    clause.revision = revision
    return AskedClause(canonical, clause, revisions)
