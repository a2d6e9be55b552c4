"""What the template of a session's new words shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Clause, ClauseStep, Revision
from archive.page_language import joined
from archive.views.change_labels import DROPPED, NEW, ChangeLabel, label
from archive.views.clause_links import with_text
from archive.views.labels import Named, html_language, named, place_of, session_name, session_years
from archive.views.wording.change_html import both, later
from archive.views.wording.other_languages import places, unchanged_elsewhere
from archive.views.wording.session_words import ChangedResolution, New, NewResolution, Reworded, SessionWords

_MOST_SOURCES = 5  # earlier resolutions that are named for a new resolution
_MOST_NEW = 10  # resolutions in the list at the top
_MOST_REWORDED = 10  # in the list of the most reworded clauses of the session


@dataclass(frozen=True, slots=True)
class Source:
    """The most similar clause of an earlier session. ``percent`` is its likeness."""

    symbol: str
    place: str
    url: str
    percent: int
    is_own_series: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A clause that changed. ``history`` and ``similar`` are addresses, "" for a dropped clause.

    ``note`` says that a verb did not change in another language, otherwise "".
    """

    label: ChangeLabel
    symbol: str
    place: str
    url: str
    html: SafeString
    lang: str
    history: str = ""
    similar: str = ""
    verbs: tuple[str, str] = ("", "")
    percent: int = 0
    source: Source | None = None
    is_searched: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownResolution:
    """A resolution with its changes. ``counts`` says in words how many there are."""

    id: str
    document: Named
    before: str
    compare: str
    counts: str
    new: list[ShownChange]
    dropped: list[ShownChange]


@dataclass(frozen=True, slots=True)
class ShownNewResolution:
    document: Named
    clauses: str
    sources: str


def new_words_page(words: SessionWords) -> dict[str, Any]:
    changed = words.changed
    reworded = sorted((one for each in changed for one in each.reworded), key=lambda one: one.likeness)
    revisions = {step.pk: step.later for step in words.steps}
    verbs = [step for each in changed for step in each.verbs]
    notes = unchanged_elsewhere(places(ClauseStep.objects.filter(pk__in=[step.pk for step in verbs])))
    return {
        "session": words.session,
        "session_name": session_name(words.session),
        "years": session_years(words.session),
        "summary": _summary(words),
        "depends": _depends(words),
        "verbs": [_verb(step, revisions[step.step_id], notes.get(step.pk, "")) for step in verbs],
        "resolutions": (shown := [_shown(each) for each in changed if each.new or each.dropped]),
        "most": [each for each in shown if each.new][:_MOST_NEW],
        "reworded": [_reworded(one, revisions[one.step.step_id]) for one in reworded[:_MOST_REWORDED]],
        "new_resolutions": [_new_resolution(each) for each in words.new_resolutions],
    }


def _summary(words: SessionWords) -> str:
    """What came in, in one sentence."""
    changed = words.changed
    verbs = [step.strength for each in changed for step in each.verbs]
    counts = {
        "compared": len(words.steps),
        "new": sum(len(each.new) for each in changed),
        "unheard": sum(len(each.unheard) for each in changed),
        "dropped": sum(len(each.dropped) for each in changed),
        "reworded": sum(len(each.reworded) for each in changed),
        "stronger": verbs.count("stronger"),
        "weaker": verbs.count("weaker"),
        "resolutions": len(words.new_resolutions),
    }
    return (
        _(
            "%(compared)s resolutions are compared with the text before them in their series. New paragraphs: %(new)s, "
            "of which %(unheard)s have no similar paragraph in any earlier session. Dropped: %(dropped)s. Reworded: "
            "%(reworded)s. Verbs stronger: %(stronger)s, weaker: %(weaker)s. Without a known earlier resolution: "
            "%(resolutions)s."
        )
        % counts
    )


def _depends(words: SessionWords) -> list[str]:
    """What the page depends on, in sentences."""
    compared = [
        ngettext("%(n)s with session %(session)s", "%(n)s with session %(session)s", number)
        % {"n": number, "session": session}
        for session, number in words.compared_with
    ]
    said = [_("Compared with the nearest earlier text here: %(compared)s.") % {"compared": joined(compared)}]
    said.append(
        _("Similar paragraphs were looked for in the earlier sessions whose texts are here: %(sessions)s.")
        % {"sessions": joined(words.earlier_sessions)}
        if words.earlier_sessions
        else _("The archive has no texts of earlier sessions.")
    )
    if words.not_compared:
        said.append(
            _("Not compared, because no earlier text of the series is here: %(symbols)s.")
            % {"symbols": joined(words.not_compared)}
        )
    if words.not_searched:
        said.append(
            _("For %(number)s new paragraphs, similar ones have not been looked for yet.")
            % {"number": words.not_searched}
        )
    return said


def _shown(changed: ChangedResolution) -> ShownResolution:
    now, before = changed.step.later, changed.step.earlier
    document, symbol = now.text.resolution.document, before.text.resolution.document.key
    return ShownResolution(
        document.key.replace("/", "-"),
        named(document.key, document, here=True),
        symbol,
        reverse("compare_texts", args=[symbol, document.key]),
        _counts(changed),
        [_new(new, now, changed.own) for new in changed.new],
        [_dropped(step, before) for step in changed.dropped],
    )


def _counts(changed: ChangedResolution) -> str:
    counted = [
        (len(changed.new), _("new: %(n)s")),
        (len(changed.dropped), _("dropped: %(n)s")),
        (len(changed.reworded), _("reworded: %(n)s")),
        (changed.formulas, _("new formulas, not shown: %(n)s")),
    ]
    return joined(words % {"n": number} for number, words in counted if number)


def _new(new: New, revision: Revision, own: frozenset[str]) -> ShownChange:
    return ShownChange(
        label(NEW),
        **_clause(new.clause, revision),
        html=later(new.clause.text, new.clause.text, [], new.clause.opening),
        source=_source(new.nearest, new.likeness, own) if new.nearest else None,
        is_searched=new.is_searched,
    )


def _source(nearest: Clause, likeness: float, own: frozenset[str]) -> Source:
    symbol = nearest.revision.text.resolution.document.key
    url = with_text(nearest.get_absolute_url(), nearest.revision.text.language)
    return Source(symbol, place_of(nearest), url, int(likeness * 100), symbol in own)


def _dropped(step: ClauseStep, revision: Revision) -> ShownChange:
    assert step.earlier is not None
    about = _clause(step.earlier, revision) | {"similar": ""}
    return ShownChange(
        label(DROPPED), **about, html=later(step.earlier.text, step.earlier.text, [], step.earlier.opening)
    )


def _verb(step: ClauseStep, revision: Revision, note: str) -> ShownChange:
    assert step.later is not None
    return ShownChange(
        label(step.strength),
        **_clause(step.later, revision),
        html=_changed_words(step),
        verbs=(step.verb_before, step.verb_after),
        note=note,
    )


def _reworded(one: Reworded, revision: Revision) -> ShownChange:
    assert one.step.later is not None
    return ShownChange(
        label(one.step.kind),
        **_clause(one.step.later, revision),
        html=_changed_words(one.step),
        percent=int(one.likeness * 100),
    )


def _changed_words(step: ClauseStep) -> SafeString:
    """The words of both clauses. After a split or a merger, no changes are known, and nothing is shown."""
    if not (step.earlier and step.later and step.changes):
        return SafeString("")
    return both(step.earlier.text, step.later.text, step.changes, (step.earlier.opening, step.later.opening))


def _clause(clause: Clause, revision: Revision) -> dict[str, Any]:
    """What is shown of any clause. ``revision`` is its revision with the resolution."""
    clause.revision = revision
    symbol, language = revision.text.resolution.document.key, revision.text.language
    address = [symbol, clause.path]
    text = "" if revision.text.leading else f"?text={language}"
    return {
        "symbol": symbol,
        "place": place_of(clause),
        "url": with_text(clause.get_absolute_url(), language),
        "lang": html_language(language),
        "history": reverse("clause_history", args=address) + text,
        "similar": reverse("similar_clauses", args=address) + text,
    }


def _new_resolution(made: NewResolution) -> ShownNewResolution:
    document = made.revision.text.resolution.document
    found = list(made.sources.items())[:_MOST_SOURCES]
    sources = [_("%(symbol)s (%(number)s)") % {"symbol": symbol, "number": number} for symbol, number in found]
    clauses = ngettext("%(n)s paragraph", "%(n)s paragraphs", made.clauses) % {"n": made.clauses}
    similar = ngettext(
        "%(n)s similar to one of an earlier session", "%(n)s similar to ones of earlier sessions", made.borrowed
    )
    return ShownNewResolution(
        named(document.key, document, here=True),
        joined([clauses, similar % {"n": made.borrowed}]) if made.borrowed else clauses,
        joined(sources),
    )
