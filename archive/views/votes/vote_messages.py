"""Shows the stored messages (``archive.messages``) of a vote in words.

A message is a problem of a record, or the reason why a separate vote belongs to no clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from archive.messages import Message
from archive.models import MemberState, VoteProblem
from archive.models.vote import ProblemKind
from archive.page_language import say
from archive.views.keys import documents

Stored = Mapping[str, Any]


def unplaced_words(stored: Stored | None) -> str:
    """The reason why a separate vote belongs to no clause, in words; "" if the vote belongs to a clause."""
    return message_words(stored) if stored else ""


def problem_words(problems: Iterable[VoteProblem]) -> list[tuple[str, str, str]]:
    """(kind, words, why it is settled or "") of each problem. One query reads the names of all States.

    ``problems`` come from ``VoteProblemQuerySet.with_settlement``.
    """
    found = list(problems)
    values = [stored["values"] for problem in found for stored in problem.messages]
    codes = {each["state"] for each in values if "state" in each}
    states = {state.code: state.name for state in MemberState.objects.filter(code__in=codes)} if codes else {}
    return [
        (problem.get_kind_display(), detail_words(problem.messages, states), problem.settled_because or "")  # type: ignore[attr-defined]
        for problem in found
    ]


def date_doubt(problems: Iterable[VoteProblem]) -> str:
    """Words about the day of a vote if clauses print another day; "" if the day is not doubtful."""
    return "".join(detail_words(problem.messages) for problem in problems if problem.kind == ProblemKind.DATE)


def detail_words(messages: Sequence[Stored], states: Mapping[str, str] | None = None) -> str:
    """The messages of a problem as one line. If the first message names two records, a colon follows it."""
    if not messages:
        return ""
    first, *rest = messages
    divider = pgettext("before figures", ": ") if first["code"] == "vote.two_records" else _("; ")
    words = _("; ").join(message_words(stored, states) for stored in rest)
    return message_words(first, states) + (divider + words if words else "")


def brief_words(messages: Sequence[Stored]) -> str:
    """The messages of a problem as one line for lists. States that only one of two records names are counted, because
    a record with a few States would otherwise fill a page."""
    told, alone = without_alone(messages)
    if not alone:
        return detail_words(told)
    counted = ngettext(
        "%(n)s State is named in only one of both.", "%(n)s States are named in only one of both.", alone
    ) % {"n": alone}
    return detail_words(told) + _("; ") + counted


def without_alone(messages: Sequence[Stored]) -> tuple[list[Stored], int]:
    """The messages without those on a State that only one of two records names, and the number of such States."""
    told = [one for one in messages if one["code"] != "vote.choices_differ" or "" not in one["values"].values()]
    return told, len(messages) - len(told)


def message_data(stored: Stored) -> documents.Message:
    """A message as JSON: its code, its values, and its words in the page's language."""
    return {"code": stored["code"], "values": stored["values"], "text": message_words(stored)}


def message_words(stored: Stored, states: Mapping[str, str] | None = None) -> str:
    """A stored message in the page's language. ``states``: code of a State → name. A State that is not in ``states``
    is shown by its code."""
    values = stored["values"]
    if states and "state" in values:
        values = {**values, "state": states.get(values["state"], values["state"])}
    return say(Message(stored["code"], values))
