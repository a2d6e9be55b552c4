"""What a State does in a vote."""

from __future__ import annotations

from enum import StrEnum


class Choice(StrEnum):
    """What a State does in a vote. The database, addresses of pages, JSON, CSV and ``votes:`` use the same values.

    A source can write choices in another way (``Y``, ``1``, ``NV``). The reader of the source translates them.

        >>> Choice("no"), [choice.value for choice in CAST]
        (<Choice.NO: 'no'>, ['yes', 'no', 'abstain'])
    """

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ABSENT = "absent"  # absent, or present and not voting: the sources do not distinguish these


# The choices of States that take part in a vote, in the order in which the United Nations gives the totals.
CAST = (Choice.YES, Choice.NO, Choice.ABSTAIN)
