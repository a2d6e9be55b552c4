"""The page with the history of a clause: its words in each text of its series, and what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Clause
from archive.views.answer import NotHere
from archive.views.asked_text import chosen, first_language, revisions_of
from archive.views.votes.vote_answer import answer_with_table
from archive.views.withdrawn import withdrawn
from archive.views.wording.history_data import as_json, as_table
from archive.views.wording.history_page import history_page
from archive.views.wording.history_stages import history_of


@require_safe
def clause_history(request: HttpRequest, symbol: str, path: str) -> HttpResponseBase:
    """The history of a clause. ``?text=en`` follows the texts in another language.

    Raises NotHere if the archive does not have the text or the clause.
    """
    canonical = symbols.normalise(symbol)
    if canonical != symbol:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("clause_history", args=[canonical, path]) + query, permanent=True)
    revisions = [revision for revision in revisions_of(canonical) if revision.current]
    if not revisions:
        raise NotHere(_("The text of %(symbol)s is not in the archive.") % {"symbol": canonical[:80]})
    if revisions[0].text.resolution.withdrawn_at:
        return withdrawn(request, revisions[0].text.resolution)
    revision = chosen(revisions, request.GET.get("text") or first_language(request, revisions), "")
    clause = Clause.objects.filter(revision=revision, path=path).select_related("parent__parent").first()
    if clause is None:
        raise NotHere(_("The text of %(symbol)s has no such paragraph.") % {"symbol": canonical})
    history = history_of(clause, revision)
    return answer_with_table(
        request,
        "wording/history.html",
        lambda: history_page(history, revisions),
        lambda: as_json(history),
        lambda: as_table(history),
        f"history-{canonical}-{path}",
    )
