"""How a text was adopted."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a text was adopted, as its source says.

    >>> Outcome("recorded"), Outcome("")
    (<Outcome.RECORDED: 'recorded'>, <Outcome.UNKNOWN: ''>)
    """

    RECORDED = "recorded"
    NOT_RECORDED = "not_recorded"  # a vote without a roll call
    WITHOUT_VOTE = "without_vote"
    UNKNOWN = ""
