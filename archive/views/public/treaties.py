"""The list of treaties and other instruments, with the numbers of resolutions and clauses that cite them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive import symbols
from archive.disarmament import Topic
from archive.models import Citation, Document, Resolution
from archive.models.document import Kind
from archive.models.snapshot import snapshot
from archive.name_order import by_pinyin
from archive.views import data
from archive.views.answer import answer
from archive.views.csv_answer import cells, csv_answer
from archive.views.keys import documents
from archive.views.labels import Named, named
from archive.views.listing import Order, choices_of, one_of, order_of, page_of
from archive.views.public.coverage import sessions_with_texts
from archive.views.session_columns import SessionColumns
from archive.views.topic import AskedTopic, Table, asked_topic

TREATIES_A_PAGE = 100
KINDS = (Kind.TREATY, Kind.INSTRUMENT)


@dataclass(slots=True)
class CitedTreaty:
    """A treaty or an instrument. ``resolutions`` and ``clauses`` count by session what cites it."""

    about: Named
    document: Document | None
    resolutions: dict[str, int] = field(default_factory=dict)
    clauses: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.document.kind if self.document else symbols.kind_of(self.about.key)

    @property
    def all_resolutions(self) -> int:
        return sum(self.resolutions.values())

    @property
    def all_clauses(self) -> int:
        return sum(self.clauses.values())

    @property
    def url(self) -> str:
        """The page with the citing clauses."""
        return reverse("document", args=[self.about.key])


@require_safe
def treaty_list(request: HttpRequest) -> HttpResponseBase:
    """The treaties and instruments that resolutions cite. ``?kind=`` is ``treaty`` or ``instrument``.

    ``?sort=`` is ``resolutions``, ``clauses``, ``name`` or ``date``. The CSV has a row for each session.
    """
    topic, kind = asked_topic(request), one_of(request, "kind", [kind.value for kind in KINDS])
    cited = _cited(snapshot(), get_language(), topic)
    order = order_of(request, _KEYS, "-resolutions")
    listed = _in_order([each for each in cited if kind in ("", each.kind)], order)
    page = page_of(request, listed, TREATIES_A_PAGE)
    columns = SessionColumns.of(session for each in cited for session in each.resolutions)
    return answer(
        request,
        "treaty_list.html",
        lambda: {
            "topic": topic,
            "text_sessions": sessions_with_texts(),
            "page": page,
            "order": order,
            "columns": columns,
            "rows": [_row(each, columns, topic) for each in page],
            "kinds": choices_of(request, "kind", _counted_kinds(cited)),
        },
        lambda: documents.TreatyList(**topic.data, **data.page(page, [_data(each) for each in page])),
        csv=lambda: csv_answer(topic.file_name("treaties"), *topic.table(_table(listed))),
    )


@lru_cache(maxsize=8)
def _cited(seen: Hashable, language: str | None, topic: AskedTopic) -> list[CitedTreaty]:
    """Every treaty that a resolution on the topic cites, also those of which the archive has only citations.

    Remembered, because it counts every citation of a treaty. ``seen`` is ``snapshot()``.
    """
    counted = _counts(topic)
    known = {d.key: d for d in Document.objects.not_withdrawn().filter(key__in=counted)}
    found = []
    for key, sessions in counted.items():
        each = CitedTreaty(named(key, known.get(key), here=False), known.get(key))
        each.resolutions = {session: resolutions for session, (resolutions, _clauses) in sessions.items()}
        each.clauses = {session: clauses for session, (_resolutions, clauses) in sessions.items()}
        found.append(each)
    return found


def _counts(topic: AskedTopic) -> dict[str, dict[str, tuple[int, int]]]:
    """Key of a treaty → session → (number of resolutions, number of clauses)."""
    unknown = Q(target=None) & (Q(key__startswith="treaty:") | Q(key__startswith="title:"))
    citations = Citation.objects.of_readers().filter(Q(target__kind__in=KINDS) | unknown)
    citations = citations.filter(revision__text__resolution__in=topic.of(Resolution.of_assembly.all()))
    rows = (
        citations.order_by()
        .values_list(Coalesce("target__key", "key"), "revision__text__resolution__session")
        .annotate(resolutions=Count("revision", distinct=True), clauses=Count("clause", distinct=True))
    )
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for key, session, resolutions, clauses in rows:
        found[key][session] = (resolutions, clauses)
    return found


_KEYS: dict[str, Callable[[CitedTreaty], Any]] = {
    "resolutions": lambda each: each.all_resolutions,
    "clauses": lambda each: each.all_clauses,
    "name": lambda each: by_pinyin(each.about.title),
    "date": lambda each: each.about.date,
}


def _in_order(treaties: Iterable[CitedTreaty], order: Order) -> list[CitedTreaty]:
    """Treaties in the order of a column. Those with equal values are in the order of their names. Those without a
    date are last in both directions."""
    by_name = sorted(treaties, key=_KEYS["name"])
    with_value = [each for each in by_name if order.column != "date" or each.about.date]
    without = [each for each in by_name if order.column == "date" and not each.about.date]
    return sorted(with_value, key=_KEYS[order.column], reverse=order.descending) + without


def _counted_kinds(cited: Sequence[CitedTreaty]) -> list[tuple[str, Any, int]]:
    numbers = Counter(each.kind for each in cited)
    return [(kind.value, kind.label, numbers[kind]) for kind in KINDS if numbers[kind]]


def _row(each: CitedTreaty, columns: SessionColumns, topic: AskedTopic) -> tuple[CitedTreaty, str, SafeString]:
    """The treaty, its address with the topic, and the cells of its sessions."""
    scope = "" if topic.is_all else f"topic={Topic.DISARMAMENT}"
    address, query = (f"?{scope}", f"&{scope}") if scope else ("", "")
    return each, each.url + address, columns.cells(each.resolutions, each.url, query)


def _data(each: CitedTreaty) -> documents.CitedTreaty:
    sessions = sorted(each.resolutions, key=symbols.session_order, reverse=True)
    return {
        "key": each.about.key,
        "kind": each.kind,
        "title_zh": each.document.title_zh if each.document else "",
        "title_en": each.document.title_en if each.document else "",
        "date": each.about.date,
        "resolutions": each.all_resolutions,
        "clauses": each.all_clauses,
        "sessions": [
            {"session": session, "resolutions": each.resolutions[session], "clauses": each.clauses[session]}
            for session in sessions
        ],
        "url": each.url,
    }


def _table(treaties: Iterable[CitedTreaty]) -> Table:
    """The columns and the rows of the CSV. Each treaty has one row for each session in which it is cited."""
    columns = ("key", "kind", "title_zh", "title_en", "date", "session", "resolutions", "clauses")
    rows = (
        [*cells(found, columns[:5]), *counted.values()]
        for found in map(_data, treaties)
        for counted in found["sessions"]
    )
    return columns, rows
