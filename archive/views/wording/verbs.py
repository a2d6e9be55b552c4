"""Opening phrases over the sessions: ``/verbs/``. ``verb_page`` has the page of one phrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.comparing.verbs import STRONGER, WEAKER
from archive.models import Resolution
from archive.models.clause import ClauseKind
from archive.models.codes import language_choices
from archive.models.verb_step import Scale
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.index_away import says_if_away
from archive.views.keys import wording
from archive.views.listing import FilterLink, choices_of
from archive.views.topic import Table
from archive.views.wording.asked_verbs import COUNT, HUNDRED, AskedVerbs, asked_verbs
from archive.views.wording.verb_changes import VerbChange, grouped, verb_changes
from archive.views.wording.verb_counts import PARTS, Column, CountedSession, Counts, Phrase, Share, counts
from archive.views.wording.verb_html import PhraseTable

_OFTEN = 30  # phrases of each part that the page shows at first
_SUBJECTS = 40  # subjects to choose from
_KEPT = ("subject", "topic", "text", "measure", "scale")  # parameters that the form keeps


@require_safe
@says_if_away
def verb_list(request: HttpRequest) -> HttpResponseBase:
    """How often each opening phrase occurs in each session.

    ``?subject=`` (its number), ``?series=`` (a symbol) and ``?q=`` (a question of the search) choose what is counted,
    ``?text=`` the language. ``?measure=hundred`` counts for each hundred paragraphs. ``?scale=`` is a scale of
    ``archive.comparing.verbs``.
    """
    asked = asked_verbs(request)
    found = counts(asked)
    return answer(
        request,
        "wording/verbs.html",
        lambda: _page(request, asked, found),
        lambda: counts_data(asked, found, found.phrases, verb_changes(asked)),
        csv=lambda: csv_answer(asked.topic.file_name("verbs"), *asked.topic.table(table(asked, found, found.phrases))),
    )


# --- The page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartTables:
    """What the page shows of one part. ``steps`` are the rows of the chosen scale, "" if no phrase is on it."""

    name: str
    label: str
    paragraphs: int
    columns: list[tuple[Column, int]]
    steps: SafeString
    often: SafeString
    seldom: SafeString
    seldom_count: int


def _page(request: HttpRequest, asked: AskedVerbs, found: Counts) -> dict[str, Any]:
    subjects = asked.topic.of(Resolution.of_assembly.all()).by_subject()[:_SUBJECTS]
    changes = verb_changes(asked)
    return scope_context(request, asked, found) | {
        "stronger": grouped(change for change in changes if change.strength == STRONGER),
        "weaker": grouped(change for change in changes if change.strength == WEAKER),
        "other_changes": sum(not change.strength for change in changes),
        "parts": [_part(asked, found, part) for part in PARTS if found.paragraphs(part)],
        "scales": _links(request, "scale", scale_labels(), asked.scale),
        "scale": scale_labels()[asked.scale],
        "subjects": choices_of(request, "subject", [(str(c.subject.pk), c.subject.name, c.count) for c in subjects]),
    }


def scope_context(request: HttpRequest, asked: AskedVerbs, found: Counts) -> dict[str, Any]:
    """What the templates of both pages need to say what is counted, and to change it."""
    names = dict(language_choices())
    return {
        "asked": asked,
        "topic": asked.topic,
        "kept": [(name, value) for name, value in request.GET.items() if name in _KEPT and value],
        "columns": found.columns,
        "language": names[asked.language],
        "texts": sum(session.texts for session in found.sessions),
        "paragraphs": sum(map(found.paragraphs, PARTS)),
        "sessions": found.sessions_with_texts,
        "charted": "–".join(dict.fromkeys([each.session for each in found.sessions[:: len(found.sessions) - 1 or 1]])),
        "without": sum(session.resolutions - session.texts for session in found.sessions),
        "languages": _links(request, "text", {code: names[code] for code in ("zh", "en")}, asked.language),
        "measures": _links(
            request, "measure", {COUNT: _("how many"), HUNDRED: _("per hundred paragraphs")}, asked.measure
        ),
    }


def _part(asked: AskedVerbs, found: Counts, part: str) -> PartTables:
    html, phrases = PhraseTable(asked, found, part, found.columns), found.of(part)
    numbers = found.scales.numbers(asked.scale)
    steps = [(step, on_step) for step in numbers if (on_step := found.of_step(part, asked.scale, step))]
    seldom = phrases[_OFTEN:]
    return PartTables(
        part,
        str(ClauseKind(part).label),
        found.paragraphs(part),
        [(column, column.paragraphs(part)) for column in found.columns],
        html.step_rows(steps) if steps else SafeString(""),
        html.rows(phrases[:_OFTEN]),
        html.rows(seldom),
        len(seldom),
    )


def _links(request: HttpRequest, name: str, labels: dict[str, str], chosen: str) -> list[FilterLink]:
    links = choices_of(request, name, [(value, label, 0) for value, label in labels.items()])[1:]
    return [FilterLink(link.label, link.url, None, value == chosen) for value, link in zip(labels, links, strict=True)]


def scale_labels() -> dict[str, str]:
    """The short names of the scales in the page's language. The first is the one that the page shows by itself."""
    return {
        Scale.REQUEST: _("requests and calls"),
        Scale.RECEPTION: _("noting and welcoming"),
        Scale.CONCERN: _("concern"),
        Scale.DISAPPROVAL: _("regret and condemnation"),
        Scale.PRAISE: _("praise"),
        Scale.SUPPORT: _("support"),
        Scale.RECOLLECTION: _("recollection"),
        Scale.RECOGNITION: _("recognition"),
    }


# --- JSON and CSV ------------------------------------------------------------------------------------------


def counts_data(
    asked: AskedVerbs, found: Counts, phrases: Iterable[Phrase], changes: Iterable[VerbChange]
) -> wording.VerbCounts:
    return {
        **asked.topic.data,
        "language": asked.language,
        "subject": asked.subject.pk if asked.subject else None,
        "series": asked.series or None,
        "q": asked.q or None,
        "sessions": [_session_data(each) for each in found.sessions],
        "phrases": [_phrase_data(phrase, found) for phrase in phrases],
        "changes": [change.data for change in changes],
    }


def _session_data(each: CountedSession) -> wording.SessionOfVerbs:
    return {
        "session": each.session,
        "resolutions": each.resolutions,
        "texts": each.texts,
        "paragraphs": {
            "preambular": each.paragraphs[ClauseKind.PREAMBULAR],
            "operative": each.paragraphs[ClauseKind.OPERATIVE],
        },
    }


def _phrase_data(phrase: Phrase, found: Counts) -> wording.CountedPhrase:
    """``sessions`` has only sessions with texts, so a missing session is not zero."""
    return {
        "phrase": phrase.label if phrase.key else "",
        "kind": phrase.part,
        "count": phrase.total,
        "forms": dict(phrase.forms.most_common()),
        "scales": dict(found.scales.steps_of(phrase.key)),
        "sessions": {each.session: phrase.sessions[each.session] for each in found.sessions if each.texts},
    }


_COLUMNS = ("phrase", "kind", "session", "count", "paragraphs", "per_hundred", "texts", "language", "forms")


def table(asked: AskedVerbs, found: Counts, phrases: Sequence[Phrase]) -> Table:
    return _COLUMNS, _rows(asked, found, phrases)


def _rows(asked: AskedVerbs, found: Counts, phrases: Sequence[Phrase]) -> Iterator[Sequence[Any]]:
    """A row for each phrase in each session. A session without texts has no numbers."""
    for phrase in phrases:
        forms = " | ".join(form for form, _number in phrase.forms.most_common())
        for each in found.sessions:
            share = Share(phrase.sessions[each.session], each.paragraphs[phrase.part])
            numbers = [share.number, share.paragraphs, share.hundred] if each.texts else [None, None, None]
            name = phrase.label if phrase.key else ""
            yield [name, phrase.part, each.session, *numbers, each.texts, asked.language, forms]
