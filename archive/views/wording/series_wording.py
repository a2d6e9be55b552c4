"""The page on the wording of a series: the picture of its clauses, and who moved when the words moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import MemberState
from archive.models.codes import language_choices
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.labels import html_language
from archive.views.references.of_models import site_of
from archive.views.votes.asked_states import asked_codes
from archive.views.votes.counted_states import counted_states
from archive.views.votes.series_years import Year, series_years
from archive.views.wording.movers import YearOfChanges, years_of_changes
from archive.views.wording.picture import picture
from archive.views.wording.series_texts import SeriesTexts, texts_of
from archive.views.wording.series_wording_data import as_json, as_table


@require_safe
def series_wording(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """How the clauses of a series changed, and which States moved. Every symbol of the series leads to this page.

    ``?text=en`` is the language of the texts. ``?state=FRA`` keeps only the years in which a State moved.
    """
    canonical = symbols.normalise(symbol)
    if canonical and canonical != symbol:
        return redirect("series_wording", canonical, permanent=True)
    years, _links = series_years(canonical)
    if not years:
        raise NotHere(_("No series with %(symbol)s is known.") % {"symbol": canonical[:80]})
    found = texts_of([year.symbol for year in years], request.GET.get("text", ""))
    state = _asked_state(request)
    changes = [each for each in years_of_changes(years, found) if not state or state.code in each.moved_codes]
    return answer(
        request,
        "wording/series.html",
        lambda: _page(canonical, years, found, changes, state),
        lambda: as_json(canonical, years, found, changes),
        csv=lambda: csv_answer(f"wording-{canonical.replace('/', '-')}", *as_table(found, site_of(request))),
    )


def _asked_state(request: HttpRequest) -> MemberState | None:
    """The State that the address asks for. Of several, the first. One query if the address has one."""
    everyone = counted_states() if request.GET.get("state") else {}
    return next((everyone[code] for code in asked_codes(request, everyone)), None)


def _page(
    symbol: str, years: list[Year], found: SeriesTexts, changes: Sequence[YearOfChanges], state: MemberState | None
) -> dict[str, Any]:
    names = dict(language_choices())
    return {
        "symbol": symbol,
        "years": years,
        "newest": years[-1],
        "texts": found.texts,
        "lang": html_language(found.language),
        "language": found.language,
        "languages": [(each, html_language(each), names[each]) for each in found.languages],
        "picture": picture(years, found) if found.steps else None,
        "changes": changes[::-1],
        "state": state,
    }
