"""The State that a whole question names. Clauses seldom name States, so the search page leads to the State's page."""

from __future__ import annotations

from functools import cache

from archive.models import MemberState
from archive.views.votes.counted_states import counted_states
from archive.voting.former_holders import former_holders
from archive.voting.states import from_fixtures, name_key, own_names, rows


def searched_state(text: str) -> MemberState | None:
    """The State, or the former holder of a seat, with this name. None for other texts, without a query.

    A name that two States had (南斯拉夫) means the State whose own name it is. A code is no name: ``per`` is a word.
    """
    code = _by_own_name().get(name_key(text)) or from_fixtures().state(text)
    return counted_states().get(code) if code else None


@cache
def _by_own_name() -> dict[str, str]:
    """Code by the form of a name in which names are compared. Former holders have codes such as ``RUS-1991``."""
    named = [(row["code"], own_names(row)) for row in rows("states.csv")]
    named += [(holder.key, [holder.name_zh, holder.name_en]) for holder in former_holders().values()]
    return {name_key(name): code for code, names in named for name in names}
