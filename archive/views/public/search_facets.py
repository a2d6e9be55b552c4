"""The facets of the search page. Their values narrow a search. The labels are in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import languages, symbols
from archive.messages import Message
from archive.models import Subject
from archive.models.clause import ClauseKind
from archive.models.snapshot import Remembered
from archive.page_language import say
from archive.searching.asked import Search
from archive.searching.search_fields import by_key
from archive.searching.search_indexes import INFERRED, WITHOUT
from archive.views.change_labels import labels
from archive.views.labels import named_documents, session_name
from archive.views.markup import fill

VALUES_SHOWN, VALUES_AT_MOST = 8, 60  # most values of a facet: at first, and after unfolding; all sessions


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet. ``url`` narrows the search to this value. If the value is ``chosen``, ``url`` removes
    it."""

    label: str
    count: int
    url: str
    chosen: bool

    @property
    def html(self) -> SafeString:
        """The item of the list. A page has more than a hundred of them."""
        count = str(self.count)
        if self.chosen:
            return fill(_CHOSEN, self.url, self.label, _("take off"), count)
        return fill(_VALUE, self.url, self.label, count)


_VALUE = '<li><a href="{}" rel="nofollow">{}</a> <span class="count">{}</span></li>'
_CHOSEN = (
    '<li><a href="{}" rel="nofollow" aria-current="true">{} <span aria-hidden="true">×</span>'
    '<span class="unseen">{}</span></a> <span class="count">{}</span></li>'
)


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    shown: list[FacetValue]
    folded: list[FacetValue]

    @property
    def chosen(self) -> list[FacetValue]:
        return [value for value in self.shown if value.chosen]


def facets_of(search: Search, counted: Mapping[str, list[tuple[str, int]]]) -> list[Facet]:
    """The facets of a search. A facet without values is left out.

    ``counted``: facet → [(value, number of clauses)], the most frequent value first.
    """
    found = (_facet(search, name, values) for name, values in counted.items())
    return [facet for facet in found if facet.shown]


@dataclass(frozen=True, slots=True)
class Years:
    """The form for a span of years. ``kept`` are the other parameters of the search, without the page. ``without`` is
    the address of the search without a span; "" if there is none."""

    since: int | None
    until: int | None
    kept: list[tuple[str, str]]
    without: str


def years_of(search: Search) -> Years:
    kept = [(name, value) for name, value in search.parameters if name not in ("since", "until", "page")]
    without = search.address(since=None, until=None) if search.since or search.until else ""
    return Years(search.since, search.until, kept, without)


def _facet(search: Search, name: str, values: list[tuple[str, int]]) -> Facet:
    """One facet. Sessions are in their order, the newest first. In other facets, chosen values come first. Values that
    are no subjects are shown after the first subjects."""
    chosen = search.chosen.get(name, ())
    counts = dict(values)
    others = [value for value, _count in values if value and value not in chosen]
    marks = [value for value in (INFERRED, WITHOUT) if name == "subject" and value in others]
    listed = [*chosen, *(value for value in others if value not in marks)]
    if name == "session":
        listed.sort(key=symbols.session_order, reverse=True)
    else:
        listed = listed[:VALUES_AT_MOST]
    first = max(VALUES_SHOWN, len(chosen))
    listed[first:first] = marks
    labels = _LABELS[name](listed) if name in _LABELS else {}
    adding = search.adding(name)
    found = [
        FacetValue(
            labels.get(value, value),
            counts.get(value, 0),
            search.without_value(name, value) if value in chosen else adding(value),
            value in chosen,
        )
        for value in listed
    ]
    shown = max([first + len(marks), *(place for place, value in enumerate(found, 1) if value.chosen)])
    return Facet(name, str(by_key(name).label), found[:shown], found[shown:])


# --- Labels of values --------------------------------------------------------------------------------------


def _sessions(values: list[str]) -> dict[str, str]:
    return {value: session_name(value) for value in values}


def _kinds(values: list[str]) -> dict[str, str]:
    return {value: str(ClauseKind(value).label) for value in values if value in ClauseKind.values}


def _subjects(values: list[str]) -> dict[str, str]:
    marks = {INFERRED: _("inferred from the series"), WITHOUT: _("without a subject")}
    return _subject_names_in(get_language()).of(values) | marks


@cache
def _subject_names_in(_language: str | None) -> Remembered[str, str]:
    """In the page's language, which is the argument. Most searches have the same subjects in their facet."""
    return Remembered(
        lambda names: {found.name_en: found.marked_name for found in Subject.objects.filter(name_en__in=names)}
    )


def _adopted(values: list[str]) -> dict[str, str]:
    return {"vote": _("By vote"), "without_vote": _("Without a vote")}


def _changes(values: list[str]) -> dict[str, str]:
    return {code: f"{found.sign} {found.name}" for code, found in labels().items() if code in values}


def _languages(values: list[str]) -> dict[str, str]:
    return {value: say(Message(languages.of(value).name)) for value in values if value in languages.BY_CODE}


def _documents(values: list[str]) -> dict[str, str]:
    return _document_names_in(get_language()).of(values)


@cache
def _document_names_in(_language: str | None) -> Remembered[str, str]:
    """In the page's language, which is the argument. Most searches have the same documents in their facet."""
    return Remembered(
        lambda keys: {key: f"{about.symbol} {about.title}".strip() for key, about in named_documents(keys).items()}
    )


# Key of a field → function from values to their labels. A value without a label is shown as it is.
_LABELS: Mapping[str, Callable[[list[str]], dict[str, str]]] = {
    "session": _sessions,
    "kind": _kinds,
    "subject": _subjects,
    "adopted": _adopted,
    "prior": _changes,
    "cites": _documents,
    "lang": _languages,
}
