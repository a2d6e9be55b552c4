"""Fills in the totals of choices that a source leaves out because no State made them."""

from __future__ import annotations

from collections.abc import Mapping

from archive.voting.choice import Choice


def with_noughts(totals: Mapping[Choice, int | None], named: Mapping[Choice, int]) -> dict[Choice, int | None]:
    """Returns the totals of a roll call. A missing total becomes 0 if the roll call is complete.

    ``named`` has the number of States that the source names for each choice. If this number differs from a total, the
    roll call is not complete, and the missing totals stay None.

    >>> with_noughts({Choice.YES: 2, Choice.NO: None}, {Choice.YES: 2})
    {<Choice.YES: 'yes'>: 2, <Choice.NO: 'no'>: 0}
    """
    complete = any(totals.values()) and all((total or 0) == named.get(choice, 0) for choice, total in totals.items())
    return {choice: 0 if complete and total is None else total for choice, total in totals.items()}
