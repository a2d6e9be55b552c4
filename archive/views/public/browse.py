"""The home page, and the lists of sessions and subjects."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import InferredSubject, Resolution, Revision, Subject, Vote
from archive.models.document import OUTCOME_LABELS
from archive.models.resolution import Committee, CountedSubject
from archive.models.snapshot import snapshot
from archive.models.subject import without_filler
from archive.name_order import by_pinyin
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import cells, csv_answer
from archive.views.keys import documents
from archive.views.labels import Named, named, session_name
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.metadata.feeds import FEED_LENGTH, atom_answer, resolution_entry
from archive.views.public.coverage import Chart, Coverage, chart, last_filled
from archive.views.public.documents import ListedDocument, rows, times_cited
from archive.views.public.list_tables import resolution_table
from archive.views.public.row_html import subject_rows
from archive.views.references.bibliography import LIMIT, list_files, list_references
from archive.views.references.items import Item
from archive.views.references.of_models import site_of
from archive.views.topic import AskedTopic, Table, asked_topic
from archive.voting.outcome import Outcome

RESOLUTIONS_A_PAGE = 100
SUBJECTS_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class _Home:
    """What the home page shows. The numbers are of the whole topic."""

    sessions: list[dict[str, Any]]
    subjects: list[CountedSubject]
    newest: list[Named]
    most_cited: list[ListedDocument]
    documents: int
    other_texts: int
    chart: Chart
    filled: datetime | None

    @property
    def total(self) -> int:
        return sum(session["count"] for session in self.sessions)


def other_texts(topic: AskedTopic) -> int:
    """The number of texts that no count of resolutions includes: decisions, and texts of other bodies."""
    return topic.of(Resolution.objects.beside_assembly()).count()


@lru_cache(maxsize=8)
def _home(seen: Hashable, topic: AskedTopic, language: str, today: date) -> _Home:
    """Remembered, because it counts the whole archive, and every reader asks for it. ``seen`` is ``snapshot()``."""
    resolutions = topic.of(Resolution.of_assembly.all())
    sessions = resolutions.by_session()
    cited = times_cited(None if topic.is_all else resolutions)
    newest = resolutions.select_related("document").order_by(
        F("document__date").desc(nulls_last=True), "-session_order", "-number", "part"
    )[:8]
    return _Home(
        sessions=sessions,
        subjects=resolutions.by_subject()[:24],
        newest=[_named(resolution) for resolution in newest],
        most_cited=rows(sorted(cited, key=lambda key: (-cited[key], key))[:10], cited),
        documents=len(cited),
        other_texts=other_texts(topic),
        chart=chart(Coverage(topic, sessions, today).rows, topic),
        filled=last_filled(),
    )


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The home page: the record at a glance, sessions, subjects, the newest resolutions, the most cited documents."""
    topic = asked_topic(request)
    found = _home(snapshot(), topic, get_language() or "", timezone.localdate())
    return answer(
        request,
        "home.html",
        lambda: {
            "topic": topic,
            "chart": found.chart if found.total else None,
            "filled": found.filled,
            "total": found.total,
            "documents": found.documents,
            "other_texts": found.other_texts,
            "sessions": [{**session, "name": session_name(session["session"])} for session in found.sessions],
            "subjects": found.subjects,
            "newest": found.newest,
            "most_cited": found.most_cited,
        },
        lambda: _home_data(found, topic),
        atom=lambda: _newest_feed(request, topic),
    )


def _home_data(found: _Home, topic: AskedTopic) -> documents.Home:
    return {
        **topic.data,
        "resolutions": found.total,
        "documents_cited": found.documents,
        "other_texts": found.other_texts,
        "sessions": [_session_data(session) for session in found.sessions],
        "subjects": [_subject_data(subject) for subject in found.subjects],
        "newest": [data.row(resolution) for resolution in found.newest],
        "most_cited": [row.data for row in found.most_cited],
    }


def _newest_feed(request: HttpRequest, topic: AskedTopic) -> HttpResponse:
    """The resolutions that were adopted last, as an Atom feed."""
    revisions = (
        Revision.objects.leading()
        .filter(text__resolution__in=topic.of(Resolution.of_assembly.all()))
        .select_related("text__resolution__document")
        .order_by(F("text__resolution__document__date").desc(nulls_last=True), *_NEWEST_FIRST)[:FEED_LENGTH]
    )
    page = reverse("home") + topic.alone
    return atom_answer(request, _("Newest resolutions"), page, map(resolution_entry, revisions))


_NEWEST_FIRST = ("-text__resolution__session_order", "-text__resolution__number", "text__resolution__part")


@require_safe
def session_list(request: HttpRequest) -> HttpResponseBase:
    """The list of sessions. ``?sort=`` is ``session``, ``count`` or ``recorded``."""
    topic = asked_topic(request)
    sessions = topic.of(Resolution.of_assembly.all()).by_session()
    spans = Coverage(topic, sessions, timezone.localdate()).spans
    order = order_of(request, ("session", "count", "recorded"), "-session")
    column = "session_order" if order.column == "session" else order.column
    sessions.sort(key=lambda session: session[column], reverse=order.descending)
    return answer(
        request,
        "session_list.html",
        lambda: {
            "topic": topic,
            "spans": spans,
            "other_texts": other_texts(topic),
            "sessions": [{**session, "name": session_name(session["session"])} for session in sessions],
            "order": order,
            "total": sum(session["count"] for session in sessions),
        },
        lambda: documents.SessionList(**topic.data, results=[_session_data(session) for session in sessions]),
        csv=lambda: csv_answer(
            topic.file_name("sessions"), *topic.table(_table(request, _SESSION, map(_session_data, sessions)))
        ),
    )


@require_safe
def session(request: HttpRequest, session: str) -> HttpResponseBase:
    """The resolutions of a session. An address with small letters (``es-10``) redirects to ``ES-10``."""
    if session != session.upper():
        return redirect("session", session.upper(), permanent=True)
    topic = asked_topic(request)
    votes = topic.of(Vote.objects.leading()).filter(session=session).count()
    resolutions = topic.of(Resolution.of_assembly.all()).filter(session=session)
    known = resolutions.exists()
    if not known and not votes and not _is_known(session):
        raise Http404
    context = {"session": session, "name": session_name(session), "votes": votes, "known": known}
    name = f"session-{session}"
    return resolutions_page(request, topic, resolutions, name, "session.html", context, session_name(session))


def _is_known(session: str) -> bool:
    """Whether the archive has anything of a session, also on other topics."""
    return Resolution.of_assembly.filter(session=session).exists() or Vote.objects.filter(session=session).exists()


@require_safe
def year_list(request: HttpRequest) -> HttpResponseBase:
    """The years of adoption, the newest first, with the number of resolutions of each."""
    topic = asked_topic(request)
    dated = topic.of(Resolution.of_assembly.all()).filter(document__date__isnull=False).order_by()
    years = list(dated.values_list("document__date__year").annotate(n=Count("pk")).order_by("-document__date__year"))
    return answer(
        request,
        "year_list.html",
        lambda: {"topic": topic, "years": years, "other_texts": other_texts(topic)},
        lambda: documents.YearList(**topic.data, results=[_year_data(*each) for each in years]),
        csv=lambda: csv_answer(
            topic.file_name("years"), *topic.table(_table(request, _YEAR, (_year_data(*each) for each in years)))
        ),
    )


def _year_data(year: int, resolutions: int) -> documents.ListedYear:
    return {"year": year, "resolutions": resolutions, "url": reverse("year", args=[year])}


# The columns of the lists whose rows have the same plain values in JSON.
_SESSION = ("session", "resolutions", "recorded_votes", "url")
_YEAR = ("year", "resolutions", "url")
_SUBJECT = ("zh", "en", "dictionary", "resolutions", "inferred", "url")


def _table(request: HttpRequest, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Table:
    whole = ({**row, "url": site_of(request) + row["url"]} for row in rows)
    return columns, (cells(row, columns) for row in whole)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    """The resolutions that were adopted in a year."""
    dated = Resolution.of_assembly.none()
    if year <= MAXYEAR:
        dated = Resolution.of_assembly.filter(document__date__year=year)
    if not dated.exists():
        raise NotHere(_("The archive has no text of a resolution that was adopted in %(year)s.") % {"year": year})
    topic = asked_topic(request)
    dated, name = topic.of(dated), f"year-{year}"
    return resolutions_page(request, topic, dated, name, "year.html", {"year": year}, str(year))


@require_safe
def subject_list(request: HttpRequest) -> HttpResponseBase:
    """The list of subjects. ``?sort=`` is ``name`` or ``count``."""
    order = order_of(request, ("name", "count"), "-count")
    topic = asked_topic(request)
    counted, without = _by_subject(snapshot(), topic)
    subjects = _in_order(counted, order)
    page = page_of(request, subjects, SUBJECTS_A_PAGE)
    inferred = any(subject.inferred for subject in page)
    return answer(
        request,
        "subject_list.html",
        lambda: {
            "topic": topic,
            "page": page,
            "rows": subject_rows(page, topic.alone, inferred=inferred),
            "order": order,
            "inferred": inferred,
            "without": without,
        },
        lambda: documents.SubjectList(**topic.data, **data.page(page, [_subject_data(each) for each in page])),
        csv=lambda: csv_answer(
            topic.file_name("subjects"), *topic.table(_table(request, _SUBJECT, map(_subject_data, subjects)))
        ),
    )


@lru_cache(maxsize=4)
def _by_subject(seen: Hashable, topic: AskedTopic) -> tuple[list[CountedSubject], int]:
    """The subjects of the resolutions, and the number of resolutions without subjects. Remembered, because it counts
    every resolution. ``seen`` is ``snapshot()``."""
    resolutions = topic.of(Resolution.of_assembly.all())
    return resolutions.by_subject(), resolutions.without_subjects().count()


def _in_order(subjects: list[CountedSubject], order: Order) -> list[CountedSubject]:
    """Subjects in the order of their names or counts. On a Chinese page, those without a Chinese name are last."""
    if order.column == "count":
        return sorted(subjects, key=lambda each: each.count, reverse=order.descending)
    chinese = reads_chinese()
    names = {each.subject.pk: each.subject.name_zh if chinese else each.subject.name_en for each in subjects}
    named = sorted(
        (each for each in subjects if names[each.subject.pk]), key=lambda each: by_pinyin(names[each.subject.pk])
    )
    return named[:: -1 if order.descending else 1] + [each for each in subjects if not names[each.subject.pk]]


@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The resolutions on a subject, also those that have it only from their series."""
    about, topic = get_object_or_404(Subject, pk=pk), asked_topic(request)
    resolutions = topic.of(Resolution.of_assembly.all())
    context = {"subject": about, "without": resolutions.without_subjects().count()}
    inferred = dict(InferredSubject.objects.filter(subject=about).values_list("document_id", "basis"))
    more = {"inferred_from": lambda _pk, symbol: inferred.get(symbol, "")}
    on_subject = resolutions.on_subject(about)
    name = f"subject-{pk}"
    return resolutions_page(request, topic, on_subject, name, "subject.html", context, about.name, about, more)


@require_safe
def about(request: HttpRequest) -> HttpResponseBase:
    return render(request, "about.html")


_COLUMNS = {
    "symbol": ("session_order", "number", "part"),
    "title": (),  # depends on the page's language
    "date": ("document__date",),
    "vote": ("document__yes",),
}


def resolutions_page(
    request: HttpRequest,
    topic: AskedTopic,
    resolutions: QuerySet[Resolution],
    name: str,
    template: str,
    context: dict[str, Any],
    title: str,
    subject: Subject | None = None,
    more: Mapping[str, Callable[[int, str], str]] = MappingProxyType({}),
) -> HttpResponseBase:
    """A list of resolutions. ``?committee=First`` and ``?adopted=recorded`` narrow the list. ``?sort=`` is ``symbol``,
    ``title``, ``date`` or ``vote`` (votes in favour). In a list of a subject, the resolutions that have the subject
    only from their series are marked. ``name`` is that of the CSV file, and ``more`` are further columns of it
    (``resolution_table``). ``title`` names the list in a bibliography."""
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
    ordered = _ordered(resolutions, order)
    keys = ordered.values_list("document__key", flat=True)[: LIMIT + 1]
    if bibliography := list_references(request, title, lambda: map(Item, keys), "resolutions"):
        return bibliography
    page = page_of(request, ordered, RESOLUTIONS_A_PAGE)
    listed = [_named(resolution) for resolution in page]
    carried = InferredSubject.objects.filter(subject=subject, document_id__in=[row.key for row in listed])
    basis = {str(symbol): found for symbol, found in carried.values_list("document_id", "basis")} if subject else {}
    return answer(
        request,
        template,
        lambda: {
            **context,
            "topic": topic,
            "page": page,
            "rows": [(row, basis.get(row.key, "")) for row in listed],
            "order": order,
            "committees": choices_of(request, "committee", [(v, Committee(v).label, n) for v, n in committees if v]),
            "outcomes": choices_of(request, "adopted", [(v, OUTCOME_LABELS[Outcome(v)], n) for v, n in outcomes if v]),
        },
        lambda: _page_data(topic, page, listed, basis if subject else None),
        csv=lambda: csv_answer(topic.file_name(name), *topic.table(resolution_table(request, ordered, more))),
        **list_files(request, lambda: map(Item, keys), "resolutions"),
    )


def _page_data(
    topic: AskedTopic, page: Page[Resolution], listed: Sequence[Named], basis: Mapping[str, str] | None
) -> documents.ResolutionList | documents.DescribedList:
    """A page of a list. ``basis``, in a list of a subject: symbol → the resolution that the subject is inferred
    from."""
    if basis is None:
        return documents.ResolutionList(**topic.data, **data.page(page, [data.row(row) for row in listed]))
    described = [documents.DescribedDocument(**data.row(row), inferred_from=basis.get(row.key)) for row in listed]
    return documents.DescribedList(**topic.data, **data.page(page, described))


def _ordered(resolutions: QuerySet[Resolution], order: Order) -> QuerySet[Resolution]:
    columns = _COLUMNS[order.column] or ("document__title_zh" if reads_chinese() else "document__title_en",)
    by = [
        F(column).desc(nulls_last=True) if order.descending else F(column).asc(nulls_last=True)
        for column in (*columns, "session_order", "number", "part")
    ]
    return resolutions.select_related("document").order_by(*by)


def _named(resolution: Resolution) -> Named:
    return named(resolution.document.key, resolution.document, here=True)


def _session_data(session: dict[str, Any]) -> documents.ListedSession:
    return {
        "session": session["session"],
        "resolutions": session["count"],
        "recorded_votes": session["recorded"],
        "url": reverse("session", args=[session["session"]]),
    }


def _subject_data(counted: CountedSubject) -> documents.ListedSubject:
    return {
        "en": without_filler(counted.subject.name_en),
        "zh": counted.subject.name_zh,
        "dictionary": counted.subject.dictionary,
        "resolutions": counted.count,
        "inferred": counted.inferred,
        "url": counted.subject.get_absolute_url(),
    }
