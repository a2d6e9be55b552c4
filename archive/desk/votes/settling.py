"""Problems of votes that a librarian settles, and names of States that a librarian explains.

A settled problem stays settled through imports (``archive.models.vote.SettledProblem``). A name that is explained once
is known to every later import.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from archive.desk import history
from archive.desk.proofs import RefusedError
from archive.intake.leading_records import settle as choose_leaders
from archive.messages import Message
from archive.models import Ballot, MemberState, SettledProblem, StateName, Vote, VoteProblem
from archive.models.history import Action
from archive.models.vote import ProblemKind
from archive.voting.states import name_key


def settle(problem: VoteProblem, *, by: Any, reason: str) -> None:
    """Settles a problem. Readers still see it, with the reason. Raises RefusedError without a reason."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_settling")
    with transaction.atomic():
        if _same(problem).exists():
            raise RefusedError("desk.problem_is_settled")
        SettledProblem.objects.create(
            key=problem.vote.key, kind=problem.kind, messages=problem.messages, reason=reason.strip(), by=by
        )
        told = {"vote": problem.vote.key, "problem": problem.kind}
        _tell(problem, Message("history.problem_settled", told), by=by, reason=reason)


def settle_many(problems: Sequence[int], *, by: Any, reason: str) -> int:
    """Settles those of the problems with these primary keys that are open. Returns their number.

    Raises RefusedError without a reason; then none is settled.
    """
    with transaction.atomic():
        found = VoteProblem.objects.open().filter(pk__in=problems).select_related("vote").order_by("pk")
        for problem in found:
            settle(problem, by=by, reason=reason)
        if not found:
            raise RefusedError("desk.problem_is_settled")
        return len(found)


def open_again(problem: VoteProblem, *, by: Any, reason: str) -> None:
    """Opens a settled problem. Raises RefusedError without a reason, or if it is open."""
    if not reason.strip():
        raise RefusedError("desk.reason_for_settling")
    with transaction.atomic():
        deleted, _ = _same(problem).delete()
        if not deleted:
            raise RefusedError("desk.problem_is_open")
        told = {"vote": problem.vote.key, "problem": problem.kind}
        _tell(problem, Message("history.problem_open_again", told), by=by, reason=reason)


def unknown_names(problem: VoteProblem) -> list[str]:
    """The printed names in a problem that no State has."""
    if problem.kind != ProblemKind.UNKNOWN_NAME:
        return []
    return [message["values"]["name"] for message in problem.messages if message["code"] == "vote.unknown_name"]


def explain(name: str, state: MemberState, *, by: Any, reason: str) -> int:
    """Adds a printed name to a State, and gives the State its ballots under this name. Returns their number.

    Where the State has a ballot in the same vote already, the ballot under the name stays without a State. Raises
    RefusedError without a reason, or if the State has this name.
    """
    if not reason.strip():
        raise RefusedError("desk.reason_for_name")
    with transaction.atomic():
        _row, created = StateName.objects.get_or_create(state=state, name=name, defaults={"key": name_key(name)})
        if not created:
            raise RefusedError("desk.name_is_known", name=name, state=state.code)
        ballots = Ballot.objects.filter(printed=name, state=None).exclude(vote__ballots__state=state)
        votes = list(ballots.values_list("vote_id", flat=True))
        Ballot.objects.filter(pk__in=list(ballots.values_list("pk", flat=True))).update(state=state)
        _drop_name(name, votes)
        choose_leaders(set(Vote.objects.filter(pk__in=votes).values_list("event", flat=True)))
        detail = Message("history.name_explained", {"name": name, "state": state.code, "count": str(len(votes))})
        history.record(Action.CORRECTED, state.code, by=by, reason=reason, detail=detail)
    return len(votes)


def _drop_name(name: str, votes: list[int]) -> None:
    """Takes a name out of the problems of these votes. Deletes a problem that has no other name."""
    for problem in VoteProblem.objects.filter(vote__in=votes, kind=ProblemKind.UNKNOWN_NAME):
        problem.messages = [one for one in problem.messages if one["values"]["name"] != name]
        if problem.messages:
            problem.save(update_fields=["messages"])
        else:
            problem.delete()


def _same(problem: VoteProblem) -> Any:
    return SettledProblem.objects.filter(key=problem.vote.key, kind=problem.kind, messages=problem.messages)


def _tell(problem: VoteProblem, detail: Message, *, by: Any, reason: str) -> None:
    subject = problem.vote.document_id or problem.vote.key
    history.record(Action.DEALT_WITH, subject, by=by, reason=reason, detail=detail)
