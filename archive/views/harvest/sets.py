"""The sets of a harvest, and their names. The database keeps the sets of each item (``archive.models.harvest``).

=========================  ================================================================
``body-sc_resolution``     the texts of one kind, and so of one body
``session-79``             those of a session of the General Assembly
``committee-First``        those of a Main Committee
``series-A_RES_65_72``     a series, by its earliest resolution; ``_`` is ``/``
``subject-2013``           those with a subject, by its number in ``/subjects/…/``
=========================  ================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import Document, SeriesEntry, Subject
from archive.models.resolution import Committee
from archive.views.adopted_texts import NAMES
from archive.views.labels import session_name

LANGUAGES = ("zh-hans", "en")


def named(names: Collection[str]) -> dict[str, str]:
    """Set → its name in Chinese and in English. The number of queries is the same for any number of sets."""
    of_kind: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kind, _hyphen, value = name.partition("-")
        of_kind[kind].append(value)
    found = {
        f"{kind}-{value}": name for kind, values in of_kind.items() for value, name in _NAMERS[kind](values).items()
    }
    return {name: found.get(name, name) for name in names}


def canonical(name: str) -> str:
    """The set that a request means. A series can be named by each of its resolutions, as in its address."""
    kind, _hyphen, value = name.partition("-")
    if kind != "series":
        return name
    entries = SeriesEntry.objects.filter(series__entries__document_id=_symbol(value), document_id__isnull=False)
    first = entries.order_by("session_order", "document_id").values_list("document_id", flat=True).first()
    return f"series-{str(first).replace('/', '_')}" if first else name


def _symbol(value: str) -> str:
    return value.replace("_", "/")


def _in_both(word: Callable[[], object]) -> str:
    """What a page says in Chinese and in English: “第79届会议 / Session 79”."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(word()))
    return " / ".join(dict.fromkeys(said))


def _bodies(values: list[str]) -> Mapping[str, str]:
    return {value: _in_both(lambda kind=value: NAMES[kind].plural) for value in values if value in NAMES}


def _sessions(values: list[str]) -> Mapping[str, str]:
    return {value: _in_both(lambda session=value: session_name(session)) for value in values}


def _committees(values: list[str]) -> Mapping[str, str]:
    labels = {committee.replace(" ", "_"): Committee(committee) for committee in Committee.values}
    return {value: _in_both(lambda committee=labels[value]: committee.label) for value in values if value in labels}


def _series(values: list[str]) -> Mapping[str, str]:
    keys = {_symbol(value): value for value in values}
    titles = {d.key: (d.title_zh, d.title_en) for d in Document.objects.not_withdrawn().filter(key__in=keys)}
    names = {}
    for key, value in keys.items():
        title = " / ".join(filter(None, titles.get(key, ())))
        names[value] = _in_both(lambda key=key: _("Series from %(symbol)s") % {"symbol": key}) + (
            f": {title}" if title else ""
        )
    return names


def _subjects(values: list[str]) -> Mapping[str, str]:
    known = Subject.objects.in_bulk([int(value) for value in values])
    return {value: _in_both(lambda pk=int(value): known[pk].name) for value in values if int(value) in known}


_NAMERS = {
    "body": _bodies,
    "session": _sessions,
    "committee": _committees,
    "series": _series,
    "subject": _subjects,
}
