"""What a reader of votes gives: one source's record of one vote, plain data, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from archive.messages import Message
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

SCOPES = WHOLE, PARAGRAPH, WORDS, PART, AMENDMENT = "whole", "paragraph", "words", "part", "amendment"

# Who published a record, in the order in which one leads where several have the same vote.
SOURCES = ("resolution", "extract", "library", "words", "archive", "voeten")


@dataclass(frozen=True, slots=True)
class CastBallot:
    """``printed``: the State's name as the source has it; ``code`` where the source gives an ISO alpha-3 code.
    ``corrected``: what the State later said it had meant, where the source records that."""

    printed: str
    choice: Choice
    code: str = ""
    corrected: Choice | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What was voted on: ``scope`` is one of WHOLE, PARAGRAPH, WORDS, PART (not clear which; ``unplaced`` says why) and
    AMENDMENT; ``paths`` are the clauses' permalinks (``op8``, ``pp9``, ``op5-b``); ``words`` the words voted on."""

    scope: str = WHOLE
    paths: tuple[str, ...] = ()
    words: str = ""
    unplaced: Message | None = None


@dataclass(slots=True)
class VoteRecord:
    """One vote in one source. ``key`` is its number there (``voeten:5079``).

    ``symbol`` is normalised, or "" where the source gives none that can be right; ``reference`` is then what it gives.
    Totals are as published, None where the source has none. ``describes`` is False where the source has the ballots
    and no description: it then adds the roll call to what another file says of the same vote. ``title_certain`` is
    False where the title may be somebody's description, ``date_certain`` where the source's dates are unreliable.
    """

    key: str
    origin: str
    symbol: str = ""
    reference: str = ""
    session: str = ""
    subject: Subject = field(default_factory=Subject)
    description: str = ""
    title: str = ""
    title_certain: bool = True
    agenda_title: str = ""
    heading: str = ""
    draft_symbol: str = ""
    committee_report: str = ""
    in_committee: bool = False
    date: date | None = None
    date_certain: bool = True
    meeting: str = ""
    outcome: Outcome = Outcome.RECORDED
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    absent: int | None = None
    members: int | None = None
    ballots: list[CastBallot] = field(default_factory=list)
    describes: bool = True
