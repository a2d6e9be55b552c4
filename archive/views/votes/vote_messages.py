"""What does not fit in a record of a vote, and why a separate vote stands at no clause, in the reader's language.

Both are kept as the record's reader wrote them: in English, with codes of States and choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from archive.models import MemberState, VoteProblem
from archive.models.document import OUTCOME_LABELS
from archive.views.votes.vote_labels import choice_words, joined, place_words
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

_FIXED = (
    gettext_noop("The record does not say on which paragraph; its words are kept."),
    gettext_noop("The record names several paragraphs and does not say which was voted on here."),
    gettext_noop("The paragraph is in a section with numbers of its own."),
    gettext_noop("The record marks this as a vote on an amendment."),
    gettext_noop("This table has the ballots alone; the table of roll calls says what the vote was on."),
)
_NAMES = re.compile(r"The record names (.+); its number (.+) is not the symbol of a resolution\.")
_NO_SYMBOL = re.compile(r"(.+) is not the symbol of a resolution\.")
_DIFFERS = re.compile(r"(?P<state>[A-Z]{3}): (?P<one>yes|no|abstain|absent|—) ≠ (?P<other>yes|no|abstain|absent|—)")
_OUTCOMES = re.compile(r"\b(recorded|not_recorded|without_vote) ≠ (recorded|not_recorded|without_vote)\b")
_TWICE = re.compile(r"(?P<name>.+): (?P<one>yes|no|abstain|absent), (?P<other>yes|no|abstain|absent)")


def reason_words(reason: str) -> str:
    """Why a separate vote stands at no clause. A reason that is not known here stays as it is."""
    if reason in _FIXED:
        return _(reason)
    if match := _NAMES.fullmatch(reason):
        number = _("(none)") if match[2] == "(none)" else match[2]
        places = joined(map(place_words, match[1].split(", ")))
        return _("The record names %(places)s; its number %(number)s is not the symbol of a resolution.") % {
            "places": places,
            "number": number,
        }
    if match := _NO_SYMBOL.fullmatch(reason):
        return _("%(number)s is not the symbol of a resolution.") % {"number": match[1]}
    return reason


def problem_rows(problems: Iterable[VoteProblem]) -> list[tuple[str, str]]:
    """(kind, detail) of each problem in words, in one query for the names of the States."""
    found = list(problems)
    codes = {match["state"] for problem in found for match in _DIFFERS.finditer(problem.detail)}
    names = {state.code: state.name for state in MemberState.objects.filter(code__in=codes)} if codes else {}
    return [(problem.get_kind_display(), _detail(problem.detail, names)) for problem in found]


def _detail(detail: str, names: dict[str, str]) -> str:
    return _("; ").join(_said(part, names) for part in detail.split("; "))


def _said(part: str, names: dict[str, str]) -> str:
    words = {choice: choice_words(choice) for choice in Choice} | {"—": "—"}
    colon = pgettext("before figures", ": ")
    if match := _TWICE.fullmatch(part):
        return f"{match['name']}{colon}{joined((words[match['one']], words[match['other']]))}"
    part = _OUTCOMES.sub(lambda m: " ≠ ".join(str(OUTCOME_LABELS[Outcome(each)]) for each in m.groups()), part)
    return _DIFFERS.sub(
        lambda m: f"{names.get(m['state'], m['state'])}{colon}{words[m['one']]} ≠ {words[m['other']]}", part
    )
