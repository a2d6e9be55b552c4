"""Words each kind of change: its name, its sign and its explanation, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive.comparing.comparison import NUMBERS, REWORDED, SAME
from archive.comparing.verbs import STRONGER, WEAKER
from archive.models import ClauseStep

MOVED, SPLIT, MERGED, NEW, DROPPED = "moved", "split", "merged", "new", "dropped"
VERB, DOUBTFUL = "verb", "doubtful"


@dataclass(frozen=True, slots=True)
class ChangeLabel:
    """The label of a kind of change. ``code`` is also its CSS class. ``sign`` is one character."""

    code: str
    sign: str
    name: str
    explanation: str


def label(code: str) -> ChangeLabel:
    """The label of a kind of change: of a kind, of a strength, or MOVED, VERB or DOUBTFUL.

    >>> label("same").name  # in an English page
    'unchanged'
    """
    return labels()[code]


def labels() -> dict[str, ChangeLabel]:
    """All labels, by their code, in the order of a legend."""
    return _labels_in(get_language())


@cache
def _labels_in(_language: str | None) -> dict[str, ChangeLabel]:
    """The labels in the page's language, which is the argument. A page of search hits asks for hundreds of them."""
    found = (
        ChangeLabel(
            SAME,
            "=",
            pgettext("kind of change", "unchanged"),
            _("The words are the same. White space and footnote marks do not count."),
        ),
        ChangeLabel(
            NUMBERS,
            "#",
            pgettext("kind of change", "numbers and dates only"),
            _(
                "Only dates, sessions, years, symbols and counts moved on, or a list of resolutions became longer or "
                "shorter."
            ),
        ),
        ChangeLabel(
            REWORDED, "~", pgettext("kind of change", "reworded"), _("Other words than numbers and dates changed.")
        ),
        ChangeLabel(
            MOVED,
            "↕",
            pgettext("kind of change", "moved"),
            _("The clause has another place among the others. A new number alone is not a move."),
        ),
        ChangeLabel(
            SPLIT, "<", pgettext("kind of change", "split"), _("One clause of the earlier text became several clauses.")
        ),
        ChangeLabel(
            MERGED,
            ">",
            pgettext("kind of change", "merged"),
            _("Several clauses of the earlier text became one clause."),
        ),
        ChangeLabel(NEW, "+", pgettext("kind of change", "new"), _("The earlier text has no such clause.")),
        ChangeLabel(DROPPED, "−", pgettext("kind of change", "dropped"), _("The later text has no such clause.")),
        ChangeLabel(
            STRONGER,
            "↑",
            pgettext("kind of change", "stronger verb"),
            _("The new opening phrase is on a higher step of the archive's scale than the former one."),
        ),
        ChangeLabel(
            WEAKER,
            "↓",
            pgettext("kind of change", "weaker verb"),
            _("The new opening phrase is on a lower step of the archive's scale than the former one."),
        ),
        ChangeLabel(
            VERB,
            "≠",
            pgettext("kind of change", "other verb"),
            _("The opening phrase changed. No scale of the archive has both phrases on different steps."),
        ),
        ChangeLabel(
            DOUBTFUL,
            "?",
            pgettext("kind of change", "doubtful"),
            _(
                "It is not certain that these clauses belong together: they are not much alike, or another clause is "
                "nearly as much alike."
            ),
        ),
    )
    return {each.code: each for each in found}


def codes_of(
    kind: str, *, moved: bool = False, verb: bool = False, strength: str | None = None, doubtful: bool = False
) -> list[str]:
    """The codes of all labels of a clause. ``verb`` says whether the opening phrase changed.

    SAME is left out if the clause was moved: a reader is told what changed.

    >>> codes_of("reworded", verb=True, strength="weaker")
    ['reworded', 'weaker']
    """
    marks = [MOVED] * moved + [strength or VERB] * verb + [DOUBTFUL] * doubtful
    return [kind, *marks] if kind != SAME or not moved else marks


def codes_of_steps(steps: Iterable[ClauseStep]) -> list[str]:
    """The codes of all labels of the steps that lead to one clause, each once."""
    found = (
        codes_of(
            step.kind,
            moved=step.moved,
            verb=bool(step.verb_after),
            strength=step.strength or None,
            doubtful=step.doubtful,
        )
        for step in steps
    )
    return list(dict.fromkeys(code for codes in found for code in codes))
