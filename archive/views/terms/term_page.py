"""One term: its renderings, how often each stands in each session, and the clauses in both languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Term, TermPlace
from archive.models.term import TermKind, TermPlaceQuerySet
from archive.terms.evidence import DICE, FEWEST, LIKELIHOOD
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import terms
from archive.views.labels import day, place_of
from archive.views.listing import choices_of, one_of, page_of
from archive.views.terms.shown import ShownTerm, clause_url, made_of, making, marked

PLACES_A_PAGE = 20
NONE, NOT_USUAL = "0", "other"
_COLUMNS = ("resolution", "session", "rendering", "path", "zh", "en", "zh_url", "en_url")
Counts = dict[str, Counter[int]]
"""Session → number of a rendering, 0 for none of them → number of clauses."""


@require_safe
def term_page(request: HttpRequest, kind: str, words: str) -> HttpResponseBase:
    """A term. ``?rendering=`` chooses clauses: with the rendering of this number, ``0`` for those with none of the
    renderings, ``other`` for all without the usual one."""
    term = Term.objects.filter(kind=kind, words=words).first()
    if term is None:
        raise NotHere(_("The archive has no such term: %(words)s") % {"words": words[:80]})
    shown = ShownTerm(term)
    numbers = [str(each.number) for each in shown.renderings]
    asked = one_of(request, "rendering", [*numbers, NONE, NOT_USUAL])
    counts = _counts(term)
    places = _chosen(TermPlace.objects.filter(term=term).of_readers(), asked).newest_first()
    page = page_of(request, places, PLACES_A_PAGE, _number(counts, asked))
    made = making()
    return answer(
        request,
        "terms/term.html",
        lambda: {
            "shown": shown,
            "kind": TermKind(kind).label,
            "made": made,
            "page": page,
            "places": [_place(shown, each) for each in page],
            "choices": choices_of(request, "rendering", _choices(shown, counts)),
            "sessions": [(session, _cells(shown, found)) for session, found in counts.items()],
            "not_usual": _number(counts, NOT_USUAL),
            "asked": asked,
            "needed": {"wordings": FEWEST, "likelihood": LIKELIHOOD, "dice": DICE},
        },
        lambda: terms.TermPage(
            **shown.as_json,
            **made_of(made),
            sessions=[{"session": name, "clauses": _cells(shown, found)} for name, found in counts.items()],
            count=page.paginator.count,
            page=page.number,
            pages=page.paginator.num_pages,
            results=[_data(each) for each in page],
        ),
        csv=lambda: csv_answer(f"term-{term.pk}", _COLUMNS, _rows(request, places.iterator(chunk_size=500))),
    )


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """The two clauses of a place, with the term and its rendering marked."""

    symbol: str
    day: str
    place: str
    zh: SafeString
    en: SafeString
    zh_url: str
    en_url: str
    rendering: int | None


def _counts(term: Term) -> Counts:
    """The newest session is first."""
    found: Counts = defaultdict(Counter)
    for session, rendering, number in TermPlace.objects.filter(term=term).of_readers().counted():
        found[session][rendering or 0] += number
    return {session: found[session] for session in sorted(found, key=symbols.session_order, reverse=True)}


def _number(counts: Counts, asked: str) -> int:
    return sum(
        number
        for found in counts.values()
        for rendering, number in found.items()
        if not asked or (rendering != 1 if asked == NOT_USUAL else rendering == int(asked))
    )


def _chosen(places: TermPlaceQuerySet, asked: str) -> TermPlaceQuerySet:
    if asked == NOT_USUAL:
        return places.not_usual()
    return places.rendered(int(asked) or None) if asked else places


def _choices(shown: ShownTerm, counts: Counts) -> list[tuple[str, str, int]]:
    found = [(str(each.number), each.words, _number(counts, str(each.number))) for each in shown.renderings]
    found.append((NONE, _("none of these"), _number(counts, NONE)))
    found.append((NOT_USUAL, _("all but the usual one"), _number(counts, NOT_USUAL)))
    return [choice for choice in found if choice[2]]


def _cells(shown: ShownTerm, found: Counter[int]) -> list[int]:
    return [found[number] for number in (*(each.number for each in shown.renderings), 0)]


def _place(shown: ShownTerm, place: TermPlace) -> ShownPlace:
    document = place.zh.revision.text.resolution.document
    once = int(shown.term.kind == TermKind.OPENING)
    return ShownPlace(
        document.key,
        day(document.date),
        place_of(place.zh),
        marked(place.zh.text, shown.chinese_marks, once),
        marked(place.en.text, shown.english_marks(place.rendering), once),
        clause_url(place.zh, document.key),
        clause_url(place.en, document.key),
        place.rendering,
    )


def _data(place: TermPlace) -> terms.TermPlace:
    resolution = place.zh.revision.text.resolution
    key = resolution.document.key
    return {
        "resolution": key,
        "session": resolution.session,
        "rendering": place.rendering,
        "zh": {"path": place.zh.path, "text": place.zh.text, "url": clause_url(place.zh, key)},
        "en": {"path": place.en.path, "text": place.en.text, "url": clause_url(place.en, key)},
    }


def _rows(request: HttpRequest, places: Iterable[TermPlace]) -> Iterator[Sequence[Any]]:
    for place in places:
        row = _data(place)
        head = [row["resolution"], row["session"], row["rendering"], row["zh"]["path"]]
        addresses = [request.build_absolute_uri(side["url"]) for side in (row["zh"], row["en"])]
        yield [*head, row["zh"]["text"], row["en"]["text"], *addresses]
