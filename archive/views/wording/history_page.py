"""What the template of a clause's history shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.comparing.comparison import NUMBERS, REWORDED, SAME
from archive.models import Revision
from archive.page_language import joined as joined_words
from archive.views.change_labels import DOUBTFUL, DROPPED, NEW, ChangeLabel, label, labels
from archive.views.labels import Named, day, direction, html_language, place_of, session_name, title_of
from archive.views.votes.roll_calls import Shown
from archive.views.votes.vote_coverage import spans
from archive.views.wording.change_html import both, later
from archive.views.wording.cited_changes import CitedChange, documents_of
from archive.views.wording.history_stages import Between, ClauseHistory, Stage, StageClause, anchor, is_beginning
from archive.views.wording.other_languages import place_of_step, unchanged_elsewhere

_PAIRS = {SAME, NUMBERS, REWORDED}


@dataclass(frozen=True, slots=True)
class Cell:
    """A session in the strip of years. ``anchor`` is the id of its stage, "" if the session has none; ``words`` then
    say why."""

    session: int
    symbol: str
    anchor: str
    labels: list[ChangeLabel]
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause of a stage. ``html`` is None if the words did not change and another stage shows them.

    ``former`` are the places of the clauses that it was in the text before, if they are not simply the same place.
    ``pieces`` are (place, address of the history) of the other pieces of a split. ``verbs`` are the changes of opening
    phrases, each with a note if another language kept the phrase, otherwise "".
    """

    path: str
    place: str
    url: str
    html: SafeString | None
    labels: list[ChangeLabel]
    verbs: list[tuple[str, str, str]]
    former: str
    pieces: list[tuple[str, str]]
    votes: list[Shown]

    @property
    def is_unchanged(self) -> bool:
        return [label.code for label in self.labels] == [SAME]


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage on the page. ``new`` and ``dropped`` are the cited documents that changed."""

    id: str
    symbol: str
    url: str
    session: str
    date: str
    before: str
    compare_url: str
    between: list[Between]
    clauses: list[ShownClause]
    new: list[Named]
    dropped: list[Named]
    doubt: str


def history_page(history: ClauseHistory, revisions: Sequence[Revision]) -> dict[str, Any]:
    """The context for the template. ``revisions`` are the current texts of the resolution in all languages."""
    about = history.revision.text.resolution
    lang = html_language(history.revision.text.language)
    title, title_lang = title_of(about.document)
    return {
        "symbol": about.document.key,
        "title": title,
        "title_lang": title_lang,
        "place": place_of(history.clause),
        "url": history.clause.get_absolute_url(),
        "similar": reverse("similar_clauses", args=[about.document.key, history.clause.path])
        + with_language(history.revision),
        "lang": lang,
        "direction": direction(history.revision.text.language),
        "texts": [
            {
                "code": each.text.language,
                "name": each.text.get_language_display(),
                "here": each.pk == history.revision.pk,
            }
            for each in revisions
        ],
        "beginnings": [_beginning(stage, history) for stage in history.beginnings],
        "ends": _ends(history),
        "counted": _counted(history.stages),
        "strip": _strip(history),
        "stages": _stages(history),
        "language": history.revision.text.get_language_display(),
        "has_series": len(history.years) > 1,
    }


def _beginning(stage: Stage, history: ClauseHistory) -> str:
    """Where the history begins, in a sentence."""
    values = {"symbol": stage.symbol, "session": session_name(stage.session)}
    values["place"] = joined_words(one.place for one in stage.clauses if is_beginning(one))
    if stage.before:
        values["before"] = _symbol(stage.before)
        return (
            _("Came in as %(place)s of %(symbol)s (%(session)s): the text before, %(before)s, does not have it.")
            % values
        )
    earlier = [year for year in history.years if year["session"] < stage.revision.text.resolution.session_order]
    if not earlier:
        return _("Already %(place)s of %(symbol)s (%(session)s), the first text of the series.") % values
    values["sessions"] = spans({year["session"] for year in earlier})
    return (
        _(
            "Already %(place)s of %(symbol)s (%(session)s), the earliest text here. It may be older: the archive has "
            "no text in this language of the resolutions of session %(sessions)s."
        )
        % values
    )


def _ends(history: ClauseHistory) -> list[str]:
    """Where the history ends, in sentences; none if the latest text has the clause."""
    return [
        _("%(symbol)s (%(session)s) no longer has it.")
        % {"symbol": _symbol(step.step.later), "session": session_name(step.step.later.text.resolution.session)}
        for step in history.ended
    ]


def _counted(stages: Iterable[Stage]) -> list[tuple[ChangeLabel, int]]:
    """The kinds of change, with the number of years that have them."""
    found = Counter(code for stage in stages for code in stage.codes if code != NEW)
    return [(each, found[code]) for code, each in labels().items() if found[code]]


def _strip(history: ClauseHistory) -> list[Cell]:
    """The sessions from the text before the clause came in, to the newest resolution of the series."""
    stages = {stage.symbol: stage for stage in history.stages}
    gone = {_symbol(step.step.later) for step in history.ended} - stages.keys()
    oldest = history.stages[0]
    begin = {oldest.symbol, _symbol(oldest.before) if oldest.before else ""}
    cells: list[Cell] = []
    for year in dropwhile(lambda year: year["symbol"] not in begin, history.years):
        missing = range(cells[-1].session + 1, year["session"]) if cells else ()
        cells += [Cell(session, "", "", [], _("no resolution of the series known")) for session in missing]
        cells.append(_cell(year, stages.get(year["symbol"]), year["symbol"] in gone, history))
    return cells


def _cell(year: Mapping[str, Any], stage: Stage | None, is_gone: bool, history: ClauseHistory) -> Cell:
    session, symbol = year["session"], year["symbol"]
    if stage:
        words = "" if stage.codes else _("the earliest text here")
        return Cell(session, symbol, anchor(symbol), [labels()[code] for code in stage.codes], words)
    if is_gone:
        return Cell(session, symbol, "", [label(DROPPED)])
    if symbol in history.texts:
        return Cell(session, symbol, "", [], _("does not have it"))
    if year["text"]:
        values = {"language": history.revision.text.get_language_display()}
        return Cell(session, symbol, "", [], _("no text in %(language)s here") % values)
    return Cell(session, symbol, "", [], _("no text here"))


def _stages(history: ClauseHistory) -> list[ShownStage]:
    """The stages, the newest first."""
    before: dict[int, Stage] = {stage.revision.pk: stage for stage in history.stages}
    changes = {stage.symbol: _cited_change(stage, before) for stage in history.stages}
    names, notes = documents_of(changes.values()), _notes(history)
    newest, oldest = history.stages[-1], history.stages[0]
    return [
        _shown(stage, changes[stage.symbol], names, notes, whole=stage in (newest, oldest))
        for stage in reversed(history.stages)
    ]


def _notes(history: ClauseHistory) -> dict[int, str]:
    """Step → a note that its verb did not change in another language."""
    steps = (step for stage in history.stages for one in stage.clauses for step in one.steps)
    return unchanged_elsewhere({place: step.pk for step in steps if (place := place_of_step(step))})


def _cited_change(stage: Stage, stages: Mapping[int, Stage]) -> CitedChange:
    former = stages.get(stage.before.pk) if stage.before else None
    if former is None:
        return CitedChange()
    return CitedChange(tuple(sorted(former.cited - stage.cited)), tuple(sorted(stage.cited - former.cited)))


def _shown(
    stage: Stage, change: CitedChange, names: Mapping[str, Named], notes: Mapping[int, str], *, whole: bool
) -> ShownStage:
    """``whole``: the words are shown even if they did not change."""
    about = stage.revision.text.resolution
    before = _symbol(stage.before) if stage.before else ""
    asked = with_language(stage.revision)
    return ShownStage(
        anchor(stage.symbol),
        stage.symbol,
        reverse("resolution", args=[stage.symbol]) + asked,
        session_name(stage.session),
        day(about.document.date),
        before,
        reverse("compare_texts", args=[before, stage.symbol]) + asked if before else "",
        stage.between,
        [_clause(one, stage.symbol, notes, whole=whole) for one in stage.clauses],
        [names[key] for key in change.new],
        [names[key] for key in change.dropped],
        label(DOUBTFUL).explanation if DOUBTFUL in stage.codes else "",
    )


def _clause(one: StageClause, symbol: str, notes: Mapping[int, str], *, whole: bool) -> ShownClause:
    clause = one.clause
    return ShownClause(
        clause.path,
        one.place,
        clause.get_absolute_url(),
        _words(one) if whole or one.codes != [SAME] else None,
        [labels()[code] for code in one.codes],
        [(step.verb_before, step.verb_after, notes.get(step.pk, "")) for step in one.steps if step.verb_after],
        _former(one),
        [
            (place_of(piece), reverse("clause_history", args=[symbol, piece.path]) + with_language(clause.revision))
            for piece in one.pieces
        ],
        one.votes,
    )


def _words(one: StageClause) -> SafeString:
    """The words with the changes marked. After a split or a merger no changes are known."""
    clause = one.clause
    [step] = one.steps if len(one.steps) == 1 else [None]
    if step and step.earlier and step.kind in _PAIRS:
        return both(step.earlier.text, clause.text, step.changes, (step.earlier.opening, clause.opening))
    return later(clause.text, clause.text, [], clause.opening)


def _former(one: StageClause) -> str:
    """The places of the clauses that it was, if they are several or at another place."""
    former = [step.earlier for step in one.steps if step.earlier]
    if [clause.path for clause in former] == [one.clause.path]:
        return ""
    return joined_words(map(place_of, former))


def with_language(revision: Revision) -> str:
    """The parameter that keeps the language of a text in an address; "" for a leading text."""
    return "" if revision.text.leading else f"?text={revision.text.language}"


def _symbol(revision: Revision) -> str:
    return str(revision.text.resolution.document.key)
