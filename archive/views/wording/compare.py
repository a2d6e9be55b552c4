"""The page that compares the texts of two resolutions, and the form that asks for them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive import symbols
from archive.formats import wants_page
from archive.page_language import reads_chinese, say
from archive.problems import problem
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import wording
from archive.views.listing import one_of
from archive.views.votes.years_of_series import years_of
from archive.views.wording.asked_resolutions import AskedResolution, asked_resolution
from archive.views.wording.compare_data import as_json, as_table
from archive.views.wording.compare_page import CompareLinks, compare_page
from archive.views.wording.rows import rows_of
from archive.views.wording.sides import NotCompared, compared_sides

LANGUAGES = ("zh", "en")


@require_safe
def compare_choose(request: HttpRequest) -> HttpResponseBase:
    """The form with two fields: ``?from=78/40&to=79/41``. If both name a resolution, it leads to their comparison.

    With one resolution, the page offers its neighbours in the series.
    """
    asked = [asked_resolution(request.GET.get(name, "")) for name in ("from", "to")]
    before, after = (one.symbol for one in asked)
    if before and after and before != after:
        kept = {"text": request.GET["text"]} if request.GET.get("text") else {}
        return redirect(reverse("compare_texts", args=[before, after]) + (f"?{urlencode(kept)}" if kept else ""))
    if before and after:
        return _problem(request, NotCompared("comparing.same_resolution", symbol=before), asked)
    return answer(request, "wording/choose.html", lambda: _choose_page(asked), lambda: _choose_data(asked))


@require_safe
def compare_texts(request: HttpRequest, before: str, after: str) -> HttpResponseBase:
    """The comparison of two resolutions. ``?text=en`` is the language of the texts.

    ``?show=all`` shows the clauses that did not change, too.
    """
    canonical = symbols.normalise(before), symbols.normalise(after)
    if all(canonical) and canonical != (before, after):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("compare_texts", args=canonical) + query, permanent=True)
    show = one_of(request, "show", ("changes", "all"))
    try:
        sides = compared_sides(*canonical, request.GET.get("text", ""), _languages(request))
    except NotCompared as why:
        return _problem(request, why, [AskedResolution(one, one) for one in canonical])
    rows = rows_of(sides.texts, sides.comparison)
    links = CompareLinks(*canonical, request.GET)
    return answer(
        request,
        "wording/compare.html",
        lambda: compare_page(sides, rows, links, everything=show == "all"),
        lambda: as_json(sides, rows),
        csv=lambda: csv_answer(f"compare-{canonical[0]}-{canonical[1]}", *as_table(sides, rows)),
    )


def _languages(request: HttpRequest) -> list[str]:
    """The languages that a reader prefers who asks for none. Data are the same for everybody."""
    page = ["zh" if reads_chinese() else "en"] if wants_page(request) else []
    return [*page, *LANGUAGES]


def _problem(request: HttpRequest, why: NotCompared, asked: list[AskedResolution]) -> HttpResponse:
    """The form, with the reason why the texts are not compared."""
    if not wants_page(request):
        return problem(why.status, say(why.message))
    context = {**_choose_page(asked), "problem": say(why.message)}
    return render(request, "wording/choose.html", context, status=why.status)


def _choose_page(asked: list[AskedResolution]) -> dict[str, Any]:
    return {"asked": asked, "offered": _offered(asked)}


def _choose_data(asked: list[AskedResolution]) -> wording.ComparisonChoice:
    before, after = asked
    return {"from": before.data, "to": after.data, "offered": _offered(asked)}


def _offered(asked: list[AskedResolution]) -> list[wording.OfferedComparison]:
    """The comparisons of neighbours in the series of the resolution that is known, the newest first."""
    known = next((one.symbol for one in asked if one.symbol), "")
    texts = [year["symbol"] for year in years_of(known) if year["text"]] if known else []
    return [
        {"from": one, "to": two, "url": reverse("compare_texts", args=[one, two])}
        for one, two in reversed(list(pairwise(texts)))
    ]
