"""The sets of a harvest, and their names. The database keeps the sets of each item (``archive.models.harvest``).

=========================  ================================================================
``body-sc_resolution``     the texts of one kind, and so of one body
``session-79``             those of a session of the General Assembly
``committee-First``        those of a Main Committee
``series-A_RES_65_72``     a series, by its earliest resolution; ``_`` is ``/``
``subject-2013``           those with a subject, by its number in ``/subjects/…/``
=========================  ================================================================

Catalogues take subjects as given by a cataloguer. So records and sets have the subjects that sources give, and not
those that the archive infers from a series (``archive.models.inferred_subject``). Each set of a subject says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import Document, SeriesEntry, Subject
from archive.models.resolution import Committee
from archive.views.adopted_texts import NAMES
from archive.views.labels import session_name

SUBJECT = "subject-"
_LANGUAGES = ("zh-hans", "en")


def named(names: Collection[str]) -> dict[str, str]:
    """Set → its name in Chinese and in English: “第79届会议 / Session 79”.

    The number of queries is the same for any number of sets.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for name in names:
        kind, _hyphen, value = name.partition("-")
        values[kind].append(value)
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for language in _LANGUAGES:
        with translation.override(language):
            for kind, of_kind in values.items():
                for value, words in _NAMERS[kind](of_kind).items():
                    said[f"{kind}-{value}"].setdefault(words)
    return {name: " / ".join(said[name]) or name for name in names}


def about_subject(name: str, site: str) -> dict[str, str]:
    """Language → what a set of a subject leaves out. ``site`` is the archive's address."""
    page = site + reverse("subject", args=[name.removeprefix(SUBJECT)])
    said = {}
    for language in _LANGUAGES:
        with translation.override(language):
            said[language.partition("-")[0]] = _(
                "Texts to which a source gives the subject. Texts whose subject the archive infers from their series "
                "are not in the set, and their records have no subject: %(address)s lists them, marked as inferred."
            ) % {"address": page}
    return said


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


Named = Callable[[Collection[str]], Mapping[str, str]]  # values → value → name, in the page's language


def _bodies(values: Collection[str]) -> Mapping[str, str]:
    return {value: str(NAMES[value].plural) for value in values if value in NAMES}


def _sessions(values: Collection[str]) -> Mapping[str, str]:
    return {value: session_name(value) for value in values}


def _committees(values: Collection[str]) -> Mapping[str, str]:
    return {code.replace(" ", "_"): str(Committee(code).label) for code in Committee.values}


def _series(values: Collection[str]) -> Mapping[str, str]:
    keys = {_symbol(value): value for value in values}
    titles = {each.key: each.title for each in Document.objects.not_withdrawn().filter(key__in=keys)}
    begin = {key: _("Series from %(symbol)s") % {"symbol": key} for key in keys}
    return {value: ": ".join(filter(None, (begin[key], titles.get(key)))) for key, value in keys.items()}


def _subjects(values: Collection[str]) -> Mapping[str, str]:
    return {str(pk): each.name for pk, each in Subject.objects.in_bulk([int(value) for value in values]).items()}


_NAMERS: dict[str, Named] = {
    "body": _bodies,
    "session": _sessions,
    "committee": _committees,
    "series": _series,
    "subject": _subjects,
}
