"""The States that measures count: the members, and the former holders of their seats."""

from __future__ import annotations

from archive.models import MemberState
from archive.name_order import by_pinyin
from archive.voting.former_holders import FormerHolder, former_holders


def counted_states() -> dict[str, MemberState]:
    """The States by code, in the order of their names. One query.

    A former holder is a MemberState that is not in the database. Its code is ``FormerHolder.key``.
    """
    states = [*MemberState.objects.only("code", "short_zh", "short_en"), *map(_state, former_holders().values())]
    return {state.code: state for state in sorted(states, key=lambda state: by_pinyin(state.name))}


def _state(holder: FormerHolder) -> MemberState:
    return MemberState(code=holder.key, short_zh=holder.name_zh, short_en=holder.name_en)
