"""The titles of agenda items on the page of a resolution, in the page's language where the archive knows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.models import Resolution, Revision
from archive.page_language import reads_chinese
from archive.views.asked_text import english_text


@dataclass(frozen=True, slots=True)
class AgendaTitle:
    """``taken_from`` is the symbol of another resolution with this item, if the English title is from there."""

    title: str
    taken_from: str = ""


def agenda_titles(resolution: Resolution, revisions: Sequence[Revision]) -> list[AgendaTitle]:
    """The titles of the agenda items of a resolution, of which these are the revisions.

    An English page has those of the English text. If the archive has no English text, an item has the English title
    that it has under other resolutions, which one query finds, or else its Chinese title.
    """
    printed = resolution.agenda_titles
    if reads_chinese() or not printed:
        return [AgendaTitle(title) for title in printed]
    if (english := english_text(revisions)) and english.agenda_titles:  # type: ignore[attr-defined]
        return [AgendaTitle(title) for title in english.agenda_titles]  # type: ignore[attr-defined]
    known = _english_titles(printed)
    return [known.get(title) or AgendaTitle(title) for title in printed]


def _english_titles(printed: Sequence[str]) -> Mapping[str, AgendaTitle]:
    """Chinese title → the English title that most resolutions have for it, with the newest of them."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    newest: dict[tuple[str, str], str] = {}
    for symbol, chinese, english in _pairs(printed):
        for zh, en in zip(chinese, english, strict=True):
            counts[zh][en] += 1
            newest[zh, en] = symbol
    best = {zh: counts[zh].most_common(1)[0][0] for zh in printed if counts[zh]}
    return {zh: AgendaTitle(en, newest[zh, en]) for zh, en in best.items()}


def _pairs(printed: Sequence[str]) -> list[tuple[str, list[str], list[str]]]:
    """(symbol, Chinese titles, English titles) of the resolutions that have one of these titles, the oldest first."""
    found = Revision.objects.filter(
        current=True,
        text__language="en",
        text__resolution__texts__leading=True,
        text__resolution__agenda_titles__overlap=list(printed),
    ).order_by("text__resolution__session_order", "text__resolution__number")
    rows = found.values_list(
        "text__resolution__document__key", "text__resolution__agenda_titles", "facts__agenda_titles"
    )
    return [(key, chinese, english) for key, chinese, english in rows if english and len(english) == len(chinese)]
