"""The States that measures count: the members, and the former holders of their seats."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from archive.models import MemberState
from archive.models.snapshot import snapshot
from archive.name_order import by_pinyin
from archive.voting.former_holders import FormerHolder, former_holders

_COLUMNS = ("code", "short_zh", "short_en", "admitted", "ended", "away_from", "away_until")


def counted_states() -> dict[str, MemberState]:
    """The States by code, in the order of their names. Other requests share the result, so nobody may change it.

    A former holder is a MemberState that is not in the database. Its code is ``FormerHolder.key``.
    """
    return _counted_states(snapshot(), get_language())


def members() -> list[MemberState]:
    """The Member States of all times, in the order of their names. Nobody may change them (``counted_states``)."""
    former = {holder.key for holder in former_holders().values()}
    return [state for code, state in counted_states().items() if code not in former]


@lru_cache(maxsize=4)
def _counted_states(seen: Hashable, language: str | None) -> dict[str, MemberState]:
    states = [*MemberState.objects.only(*_COLUMNS), *map(_state, former_holders().values())]
    return {state.code: state for state in sorted(states, key=lambda state: by_pinyin(state.name))}


def apart(codes: Iterable[str], states: dict[str, MemberState]) -> list[tuple[MemberState, MemberState, date]]:
    """(State, former holder of its seat, last day of this holder) for each State whose former holder is not among the
    States ``codes``. Measures do not count the votes of this holder."""
    found = [former_holders()[code] for code in codes if code in former_holders()]
    return [(states[each.code], states[each.key], each.until) for each in found if each.key not in set(codes)]


def _state(holder: FormerHolder) -> MemberState:
    return MemberState(code=holder.key, short_zh=holder.name_zh, short_en=holder.name_en)
