"""The page with the history of a clause: its words in each text of its series, and what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.wording.asked_clause import AskedClause, asked_clause
from archive.views.wording.history_data import as_json, as_table
from archive.views.wording.history_page import history_page
from archive.views.wording.history_stages import history_of


@require_safe
def clause_history(request: HttpRequest, symbol: str, path: str) -> HttpResponseBase:
    """The history of a clause. ``?text=en`` follows the texts in another language.

    Raises NotHere if the archive does not have the text or the clause.
    """
    asked = asked_clause(request, "clause_history", symbol, path)
    if not isinstance(asked, AskedClause):
        return asked
    history = history_of(asked.clause)
    return answer(
        request,
        "wording/history.html",
        lambda: history_page(history, asked.revisions),
        lambda: as_json(history),
        csv=lambda: csv_answer(f"history-{asked.symbol}-{path}", *as_table(history)),
    )
