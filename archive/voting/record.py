"""One source's record of one vote, as a reader of votes returns it: plain data, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from archive.disarmament import Facts
from archive.messages import Message
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome


class Scope(StrEnum):
    """What was voted on."""

    WHOLE = "whole"  # the resolution
    PARAGRAPH = "paragraph"
    WORDS = "words"  # in a paragraph
    PART = "part"  # the source does not name the part clearly
    AMENDMENT = "amendment"


class Origin(StrEnum):
    """The source of a record.

    A vote can have a record from each source. ``archive.intake.leading_records`` chooses the record that readers see.
    Among records that say how the text was adopted, it prefers the source that comes first here.
    """

    LIBRARIAN = "librarian"  # entered or corrected by hand, with a reason
    RESOLUTION = "resolution"  # the resolution's XML, whose roll call is data
    EXTRACT = "extract"  # the UN's extract of its resolutions
    LIBRARY = "library"  # the UN Digital Library
    WORDS = "words"  # a roll call in the words of a resolution, in any other format
    TABLE = "table"  # a table that a librarian has made
    ARCHIVE = "archive"  # the archive's own table
    VOETEN = "voeten"


OF_TEXTS = (Origin.RESOLUTION, Origin.WORDS)  # records that come from a text in the archive, not from a file of votes


@dataclass(frozen=True, slots=True)
class CastBallot:
    """What one State did.

    ``printed`` is the State's name in the source. ``code`` is its ISO alpha-3 code, if the source has one.
    ``corrected`` is the choice that the State declared later as its intended choice, if the source records it.
    """

    printed: str
    choice: Choice
    code: str = ""
    corrected: Choice | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What was voted on.

    The scope PART means that the part is not clear, and ``unplaced`` says why. ``paths`` are the permalinks of clauses
    (``op8``, ``pp9``, ``op5-b``). ``words`` are the words voted on.
    """

    scope: Scope = Scope.WHOLE
    paths: tuple[str, ...] = ()
    words: str = ""
    unplaced: Message | None = None


@dataclass(slots=True)
class VoteRecord:
    """One vote in one source. ``key`` is the number of the vote in the source (``voeten:5079``).

    ``symbol`` is normalised. It is "" if the source gives no valid symbol. ``symbol_certain`` is False if the number in
    the source may be that of another resolution. ``reference`` is the symbol or number as the source writes it. Totals
    are as published. A total is None if the source does not give it.

    ``describes`` is False if the file has ballots and no description. The roll call of such a record is added to the
    description from another file. ``title_certain`` is False if the title may be the collectors' own description.
    ``date_certain`` is False if the source's dates are unreliable. ``topic`` has the facts that decide whether the vote
    counts as disarmament.
    ``reason`` says why a librarian entered or corrected the record by hand.
    """

    key: str
    origin: Origin
    symbol: str = ""
    symbol_certain: bool = True
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
    reason: str = ""
    describes: bool = True
    topic: Facts = field(default_factory=Facts)
