"""The filters of the clauses that cite a document: by topic, by part, by session, and by the place that they cite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive import numerals, symbols
from archive.citing.pinpoints import articles, names_place
from archive.disarmament import Topic
from archive.models import Citation, Document, Resolution
from archive.models.clause import ClauseKind
from archive.models.document import Kind
from archive.models.snapshot import snapshot
from archive.page_language import reads_chinese
from archive.views.labels import session_name
from archive.views.listing import FilterLink, choices_of, one_of

WHOLE, ELSEWHERE = "whole", "elsewhere"  # cited without a place; cited at a place that is no article
OTHER = "other"  # the topics of resolutions that do not count as disarmament
PARAMETERS = ("topic", "part", "session", "article")
_MOST_ARTICLES = 500
# Texts of councils have no session of the General Assembly. The kind of the text stands in its place.
_OF_COUNCILS = (symbols.SC_RESOLUTION, symbols.ECOSOC_RESOLUTION, symbols.HRC_RESOLUTION)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Citations with the same values for the filters. A citation of articles 3 and 6 has two values of ``article``."""

    values: Mapping[str, frozenset[str]]
    citations: list[int] = field(default_factory=list)
    clauses: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Citing:
    """All citations of a document: those with the same values together, and those of each revision. The revision of the
    newest resolution is first."""

    alike: list[_Alike]
    by_revision: Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class CitingFilter:
    legend: str
    choices: list[FilterLink]


@dataclass(frozen=True, slots=True)
class Filtered:
    """The citations that the address chooses: ``rows`` has all, and ``by_revision`` their primary keys by that of the
    revision. The revision of the newest resolution is first. ``clause_count`` is the number of clauses that have the
    citations. A filter with one value is left out."""

    rows: QuerySet[Citation]
    by_revision: Mapping[int, Sequence[int]]
    clause_count: int
    filters: list[CitingFilter]


def filtered(request: HttpRequest, key: str, document: Document | None) -> Filtered:
    """The citations of a document, or of a key without a document, that the address chooses. Each filter counts the
    clauses that the other filters leave.

    Raises NotHere for a value that no citation has.
    """
    target = document.pk if document else None
    citing = _citing(snapshot(), key, target)
    rows, by_revision = _of(key, target), citing.by_revision
    chosen = {name: _chosen(request, name, citing.alike) for name in PARAMETERS}
    fitting = [alike for alike in citing.alike if _fits(alike, chosen)]
    filters = [_filter(request, name, citing.alike, chosen) for name in PARAMETERS]
    if any(chosen.values()):
        kept = {citation for alike in fitting for citation in alike.citations}
        rows = rows.filter(pk__in=kept)
        left = {revision: [pk for pk in pks if pk in kept] for revision, pks in by_revision.items()}
        by_revision = {revision: pks for revision, pks in left.items() if pks}
    clauses = set[int]().union(*(alike.clauses for alike in fitting))
    return Filtered(rows, by_revision, len(clauses), [each for each in filters if len(each.choices) > 2])


def _of(key: str, target: int | None) -> QuerySet[Citation]:
    return Citation.objects.of_readers().filter(**({"target": target} if target else {"key": key}))


_RESOLUTION = "revision__text__resolution__"
_ORDER = (f"-{_RESOLUTION}session_order", f"-{_RESOLUTION}number", f"{_RESOLUTION}part", "revision")
_COLUMNS = (
    "revision", "pk", "clause", "on_topic", "clause__kind", f"{_RESOLUTION}session", f"{_RESOLUTION}kind", "pinpoint",
)  # fmt: skip


@lru_cache(maxsize=64)
def _citing(seen: Hashable, key: str, target: int | None) -> _Citing:
    """Remembered, because it reads every citation of the document. ``seen`` is ``snapshot()``."""
    on_topic = Q(revision__text__resolution__in=Resolution.objects.on_disarmament().values("pk"))
    counted = _of(key, target).annotate(on_topic=ExpressionWrapper(on_topic, BooleanField())).order_by(*_ORDER)
    groups: dict[tuple[bool, str, str, str, str], _Alike] = {}
    by_revision: dict[int, list[int]] = defaultdict(list)
    for revision, citation, clause, *facts in counted.values_list(*_COLUMNS):
        if tuple(facts) not in groups:
            groups[tuple(facts)] = _Alike(_values(*facts))
        groups[tuple(facts)].citations.append(citation)
        groups[tuple(facts)].clauses.add(clause)
        by_revision[revision].append(citation)
    return _Citing(list(groups.values()), by_revision)


def _values(on_topic: bool, part: str, session: str, kind: str, pinpoint: str) -> Mapping[str, frozenset[str]]:
    topic = Topic.DISARMAMENT.value if on_topic else OTHER
    when = session or (kind if kind in _OF_COUNCILS else "")
    values = {name: frozenset({value}) for name, value in (("topic", topic), ("part", part), ("session", when))}
    return values | {"article": _places(pinpoint)}


def _places(pinpoint: str) -> frozenset[str]:
    if found := articles(pinpoint):
        return frozenset(str(number) for number in found if number < _MOST_ARTICLES)
    return frozenset({ELSEWHERE if names_place(pinpoint) else WHOLE})


def _chosen(request: HttpRequest, name: str, found: Iterable[_Alike]) -> str:
    if name == "topic":
        asked = one_of(request, name, (*Topic, OTHER))
        return "" if asked == Topic.ALL else asked
    return one_of(request, name, {value for alike in found for value in alike.values[name]})


def _fits(alike: _Alike, chosen: Mapping[str, str], but: str = "") -> bool:
    return all(not value or name == but or value in alike.values[name] for name, value in chosen.items())


def _filter(request: HttpRequest, name: str, found: Iterable[_Alike], chosen: Mapping[str, str]) -> CitingFilter:
    clauses: dict[str, set[int]] = defaultdict(set)
    for alike in found:
        if _fits(alike, chosen, but=name):
            for value in alike.values[name]:
                clauses[value] |= alike.clauses
    counted = [(value, _LABELS[name](value), len(clauses[value])) for value in sorted(clauses, key=_ORDERS[name])]
    return CitingFilter(_legend(name), choices_of(request, name, counted))


def _legend(name: str) -> str:
    return {"topic": _("Scope"), "part": _("Part"), "session": _("Session"), "article": _("Cited place")}[name]


# --- Order and labels of the values ------------------------------------------------------------------------


def _article_label(value: str) -> str:
    if value == WHOLE:
        return _("The whole document")
    if value == ELSEWHERE:
        return _("Other places")
    return _("article %(number)s") % {"number": numerals.to_chinese(int(value)) if reads_chinese() else value}


def _topic_label(value: str) -> str:
    return _("disarmament") if value == Topic.DISARMAMENT else _("other topics")


def _session_label(value: str) -> str:
    return str(Kind(value).label) if value in _OF_COUNCILS else session_name(value)


def _session_order(value: str) -> int:
    """The newest session is first. The councils come after the sessions."""
    if value in _OF_COUNCILS:
        return 2 + _OF_COUNCILS.index(value)
    return -symbols.session_order(value)


_LABELS: Mapping[str, Callable[[str], str]] = {
    "topic": _topic_label,
    "part": lambda value: str(ClauseKind(value).label),
    "session": _session_label,
    "article": _article_label,
}
_ORDERS: Mapping[str, Callable[[str], int]] = {
    "topic": lambda value: value == OTHER,
    "part": ClauseKind.values.index,
    "session": _session_order,
    "article": lambda value: int(value) if value.isdecimal() else (0 if value == WHOLE else _MOST_ARTICLES),
}
