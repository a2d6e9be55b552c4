"""The home page, and the lists of sessions and subjects."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import NullIf
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Resolution, Subject
from archive.models.document import OUTCOME_LABELS
from archive.models.resolution import Committee
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import answer
from archive.views.labels import Named, named, session_name
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.public.documents import rows, times_cited
from archive.voting.outcome import Outcome

RESOLUTIONS_A_PAGE = 100
SUBJECTS_A_PAGE = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page: sessions, subjects, the newest resolutions and the most cited documents."""
    sessions = Resolution.objects.by_session()
    cited = times_cited()
    newest = Resolution.objects.select_related("document").order_by(
        F("document__date").desc(nulls_last=True), "-session_order", "-number", "part"
    )[:8]
    listed = [_named(resolution) for resolution in newest]
    most_cited = rows([key for key, _times in cited.most_common(10)], cited)
    subjects = list(Subject.objects.with_counts()[:24])
    total = sum(session["count"] for session in sessions)
    return answer(
        request,
        "home.html",
        lambda: {
            "total": total,
            "documents": len(cited),
            "sessions": [{**session, "name": session_name(session["session"])} for session in sessions],
            "subjects": subjects,
            "newest": listed,
            "most_cited": most_cited,
        },
        lambda: {
            "resolutions": total,
            "documents_cited": len(cited),
            "sessions": [_session_data(session) for session in sessions],
            "subjects": [_subject_data(subject) for subject in subjects],
            "newest": [data.row(resolution) for resolution in listed],
            "most_cited": [data.row(row.document, row.cited_by) for row in most_cited],
        },
    )


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The list of sessions. ``?sort=`` is ``session``, ``count`` or ``recorded``."""
    sessions = Resolution.objects.by_session()
    order = order_of(request, ("session", "count", "recorded"), "-session")
    column = "session_order" if order.column == "session" else order.column
    sessions.sort(key=lambda session: session[column], reverse=order.descending)
    return answer(
        request,
        "session_list.html",
        lambda: {
            "sessions": [{**session, "name": session_name(session["session"])} for session in sessions],
            "order": order,
            "total": sum(session["count"] for session in sessions),
        },
        lambda: {"results": [_session_data(session) for session in sessions]},
    )


@require_safe
def session(request: HttpRequest, session: str) -> HttpResponse:
    """The resolutions of a session. An address with small letters (``es-10``) redirects to ``ES-10``."""
    if session != session.upper():
        return redirect("session", session.upper(), permanent=True)
    resolutions = Resolution.objects.filter(session=session)
    if not resolutions.exists():
        raise Http404
    return _resolutions(request, resolutions, "session.html", {"session": session, "name": session_name(session)})


@require_safe
def subject_list(request: HttpRequest) -> HttpResponse:
    """The list of subjects. ``?sort=`` is ``name`` or ``count``."""
    order = order_of(request, ("name", "count"), "-count")
    # On a Chinese page, a subject without a Chinese name is last.
    name = NullIf(F("name_zh"), Value("")) if reads_chinese() else F("name_en")
    column = name if order.column == "name" else F("resolution_count")
    by = column.desc(nulls_last=True) if order.descending else column.asc(nulls_last=True)
    page = page_of(request, Subject.objects.with_counts().order_by(by, "name_en", "pk"), SUBJECTS_A_PAGE)
    return answer(
        request,
        "subject_list.html",
        lambda: {"page": page, "order": order},
        lambda: data.page(page, [_subject_data(subject) for subject in page]),
    )


@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    """The resolutions on a subject."""
    about = get_object_or_404(Subject, pk=pk)
    return _resolutions(request, about.resolutions.all(), "subject.html", {"subject": about})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


_COLUMNS = {
    "symbol": ("session_order", "number", "part"),
    "title": (),  # depends on the page's language
    "date": ("document__date",),
    "vote": ("document__yes",),
}


def _resolutions(
    request: HttpRequest, resolutions: QuerySet[Resolution], template: str, context: dict[str, Any]
) -> HttpResponse:
    """A list of resolutions. ``?committee=First`` and ``?adopted=recorded`` narrow the list. ``?sort=`` is
    ``symbol``, ``title``, ``date`` or ``vote`` (votes in favour)."""
    counted = resolutions.order_by()
    outcome = "document__outcome"
    committees = list(counted.values_list("committee").annotate(n=Count("pk")).order_by("-n", "committee"))
    outcomes = list(counted.values_list(outcome).annotate(n=Count("pk")).order_by("-n", outcome))
    committee = one_of(request, "committee", Committee.values)
    adopted = one_of(request, "adopted", Outcome)
    if committee:
        resolutions = resolutions.filter(committee=committee)
    if adopted:
        resolutions = resolutions.filter(document__outcome=adopted)
    order = order_of(request, _COLUMNS, "symbol")
    page = page_of(request, _ordered(resolutions, order), RESOLUTIONS_A_PAGE)
    listed = [_named(resolution) for resolution in page]
    return answer(
        request,
        template,
        lambda: {
            **context,
            "page": page,
            "rows": listed,
            "order": order,
            "committees": choices_of(request, "committee", [(v, Committee(v).label, n) for v, n in committees if v]),
            "outcomes": choices_of(request, "adopted", [(v, OUTCOME_LABELS[Outcome(v)], n) for v, n in outcomes if v]),
        },
        lambda: data.page(page, [data.row(resolution) for resolution in listed]),
    )


def _ordered(resolutions: QuerySet[Resolution], order: Order) -> QuerySet[Resolution]:
    columns = _COLUMNS[order.column] or ("document__title_zh" if reads_chinese() else "document__title_en",)
    by = [
        F(column).desc(nulls_last=True) if order.descending else F(column).asc(nulls_last=True)
        for column in (*columns, "session_order", "number", "part")
    ]
    return resolutions.select_related("document").order_by(*by)


def _named(resolution: Resolution) -> Named:
    return named(resolution.document.key, resolution.document, here=True)


def _session_data(session: dict[str, Any]) -> dict[str, Any]:
    return {
        "session": session["session"],
        "resolutions": session["count"],
        "recorded_votes": session["recorded"],
        "url": reverse("session", args=[session["session"]]),
    }


def _subject_data(subject: Any) -> dict[str, Any]:
    return {
        "en": subject.name_en,
        "zh": subject.name_zh,
        "dictionary": subject.dictionary,
        "resolutions": subject.resolution_count,
        "url": subject.get_absolute_url(),
    }
