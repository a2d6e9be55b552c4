"""What came in with a session, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.models import ClauseStep, Revision
from archive.views.keys import wording
from archive.views.topic import AskedTopic
from archive.views.wording.session_words import ChangedResolution, New, NewResolution, SessionWords

COLUMNS = ("resolution", "before", "change", "path", "path_before", "verb_before", "verb_after", "likeness", "nearest",
           "text", "text_before")  # fmt: skip


def as_json(words: SessionWords, topic: AskedTopic) -> wording.NewWords:
    return {
        **topic.data,
        "session": words.session,
        "compared_with": [{"session": session, "resolutions": number} for session, number in words.compared_with],
        "not_compared": words.not_compared,
        "not_searched": words.not_searched,
        "resolutions": [_resolution(each) for each in words.changed],
        "new_resolutions": [_new_resolution(each) for each in words.new_resolutions],
    }


def rows(words: SessionWords) -> Iterator[list[Any]]:
    """One row for each change."""
    for each in words.changed:
        symbols = [_symbol(each.step.later), _symbol(each.step.earlier)]
        for new in each.new:
            nearest = _nearest(new)
            source = f"{nearest['resolution']}#{nearest['path']}" if nearest else ""
            likeness = nearest["likeness"] if nearest else ""
            yield [*symbols, "new", new.clause.path, "", "", "", likeness, source, new.clause.text, ""]
        for verb in each.verbs:
            yield [*symbols, verb.strength, *_both(verb), "", "", *_texts(verb)]
        for one in each.reworded:
            yield [*symbols, "reworded", *_both(one.step), round(one.likeness, 3), "", *_texts(one.step)]
        for step in each.dropped:
            yield [*symbols, "dropped", *_both(step), "", "", *_texts(step)]
    for made in words.new_resolutions:
        yield [_symbol(made.revision), "", "new_resolution", *[""] * 7, ""]


def _both(step: ClauseStep) -> list[str]:
    sides = [side.path if side else "" for side in (step.later, step.earlier)]
    return [*sides, step.verb_before, step.verb_after]


def _texts(step: ClauseStep) -> list[str]:
    return [side.text if side else "" for side in (step.later, step.earlier)]


def _resolution(changed: ChangedResolution) -> wording.NewInResolution:
    return {
        "resolution": _symbol(changed.step.later),
        "before": _symbol(changed.step.earlier),
        "language": changed.step.later.text.language,
        "formulas": changed.formulas,
        "new": [
            {"path": new.clause.path, "text": new.clause.text, "searched": new.is_searched, "nearest": _nearest(new)}
            for new in changed.new
        ],
        "verbs": [
            {**_paths(step), "verb": [step.verb_before, step.verb_after], "strength": step.strength}
            for step in changed.verbs
        ],
        "reworded": [
            {**_paths(one.step), "likeness": round(one.likeness, 3), "changes": one.step.changes}
            for one in changed.reworded
        ],
        "dropped": [{"path": step.earlier.path, "text": step.earlier.text} for step in changed.dropped if step.earlier],
    }


def _paths(step: ClauseStep) -> wording.FromPath:
    return {
        "from": step.earlier.path if step.earlier else None,
        "to": step.later.path if step.later else None,
    }


def _nearest(new: New) -> wording.NearestClause | None:
    if new.nearest is None:
        return None
    return {
        "resolution": _symbol(new.nearest.revision),
        "path": new.nearest.path,
        "likeness": round(new.likeness, 3),
    }


def _new_resolution(made: NewResolution) -> wording.NewResolution:
    return {
        "resolution": _symbol(made.revision),
        "clauses": made.clauses,
        "similar_to_earlier": made.borrowed,
        "sources": [{"resolution": symbol, "clauses": number} for symbol, number in made.sources.items()],
    }


def _symbol(revision: Revision) -> str:
    return str(revision.text.resolution.document.key)
