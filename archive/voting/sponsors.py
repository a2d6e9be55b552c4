"""The States that sponsored a draft resolution, by the names that records print. No Django in here.

>>> sponsor_codes(["Fiji", "Egypt (on behalf of the League of Arab States)", "the Chair of the Committee"])
['EGY', 'FJI']
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.remembering import remembered
from archive.voting.vote_question import state_code

_FOR_A_GROUP = re.compile(r" \(on behalf of", re.IGNORECASE)


@remembered
def sponsor_code(printed: str) -> str | None:
    """The code of the State that a printed sponsor means. None if no State has this name.

    A State that speaks for a group is printed with the group in brackets. It is the sponsor.
    """
    return state_code(_FOR_A_GROUP.split(printed)[0])


def sponsor_codes(printed: Iterable[str]) -> list[str]:
    """The codes of the States with these printed names, sorted and without repetition."""
    return sorted({code for name in printed if (code := sponsor_code(name))})
