"""``/terms/``: the terms, with their English renderings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.formats import TBX
from archive.models import Term
from archive.models.term import TermKind
from archive.terms import tbx
from archive.terms.evidence import DICE, FEWEST, LIKELIHOOD
from archive.views.answer import NotHere, answer, file_answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import terms
from archive.views.listing import choices_of, one_of, page_of
from archive.views.terms.shown import ShownTerm, made_of, making

TERMS_A_PAGE = 100
COLUMNS = (
    "kind",
    "zh",
    "en",
    "rendering",
    "wordings_zh",
    "wordings_both",
    "wordings_en",
    "dice",
    "likelihood",
    "forms",
)


@require_safe
def term_list(request: HttpRequest) -> HttpResponseBase:
    """The terms. ``?kind=`` chooses a kind. ``?q=`` has words of the Chinese or of the English."""
    kind = one_of(request, "kind", TermKind.values)
    typed = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    asked = Term.objects.with_words(typed) if typed else Term.objects.all()
    numbers = asked.by_kind()
    listed = asked.filter(kind=kind) if kind else asked
    page = page_of(request, listed, TERMS_A_PAGE, numbers.get(kind, 0) if kind else sum(numbers.values()))
    made = making()
    return answer(
        request,
        "terms/list.html",
        lambda: {
            "page": page,
            "terms": [ShownTerm(each) for each in page],
            "typed": typed,
            "made": made,
            "kinds": choices_of(
                request, "kind", [(each.value, each.label, numbers[each]) for each in TermKind if each in numbers]
            ),
            "kind": kind,
            "needed": {"wordings": FEWEST, "likelihood": LIKELIHOOD, "dice": DICE},
        },
        lambda: terms.TermList(
            **made_of(made),
            count=page.paginator.count,
            page=page.number,
            pages=page.paginator.num_pages,
            results=[ShownTerm(each).as_json for each in page],
        ),
        csv=lambda: csv_answer("terms", COLUMNS, _rows(listed.iterator())),
        tbx=lambda: _tbx(request, listed.iterator()),
    )


def _tbx(request: HttpRequest, listed: Iterable[Term]) -> HttpResponseBase:
    """A file for the tools of translators. Raises NotHere without terms: such a file has one or more."""
    entries = (_entry(request, ShownTerm(term)) for term in listed)
    first = next(entries, None)
    if first is None:
        raise NotHere(_("No term has these words with enough evidence. Try fewer words, or the other language."))
    about = _("Computed from the clauses of %(address)s that are in Chinese and in English.") % {
        "address": request.build_absolute_uri("/")
    }
    return file_answer(TBX, "terms", tbx.lines(_("Terms in two languages"), about, chain([first], entries)))


def _entry(request: HttpRequest, shown: ShownTerm) -> tbx.Entry:
    """The other names of a thing are terms of their own in the list, if there is evidence, so an entry has one name."""
    english = [
        (
            each.words,
            _("In %(both)s of %(zh)s wordings with the Chinese, and of %(en)s with the English; Dice %(dice)s")
            % {
                "both": each.data["wordings"],
                "zh": shown.term.wordings,
                "en": each.data["english"],
                "dice": f"{each.data['dice']:.2f}",
            },
        )
        for each in shown.renderings
    ]
    return tbx.Entry(f"t{shown.term.position}", shown.term.words, english, request.build_absolute_uri(shown.url))


def _rows(listed: Iterable[Term]) -> Iterator[Sequence[Any]]:
    """A row for each rendering."""
    for term in listed:
        for each in ShownTerm(term).renderings:
            data = each.data
            counts = [term.wordings, data["wordings"], data["english"], data["dice"], data["likelihood"]]
            yield [term.kind, term.words, each.words, each.number, *counts, " | ".join(each.forms)]
