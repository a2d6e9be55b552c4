"""The columns of a table that counts by session: the newest sessions one by one, and all earlier ones together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive import symbols
from archive.views.labels import session_name, session_years
from archive.views.markup import fill, joined

MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class SessionColumns:
    """``sessions`` have a column each. ``earlier`` share a column. The newest session is first in both."""

    sessions: list[str]
    earlier: list[str]

    @classmethod
    def of(cls, sessions: Iterable[str]) -> SessionColumns:
        found = sorted({session for session in sessions if session}, key=symbols.session_order, reverse=True)
        # An extra column for a single session would save nothing.
        most = MOST_COLUMNS if len(found) > MOST_COLUMNS + 1 else len(found)
        return cls(found[:most], found[most:])

    @property
    def headings(self) -> list[tuple[str, str, str]]:
        """(session, its name, its years) of each column. A special session has no years."""
        return [(session, session_name(session), session_years(session)) for session in self.sessions]

    def cells(self, counts: Mapping[str, int], address: str, query: str) -> SafeString:
        """The cells of a row. A number leads to ``address`` with its session and ``query``; no number stands for 0.

        A template takes too long for a thousand cells.
        """
        found = [(session, counts.get(session, 0)) for session in self.sessions]
        cells = [fill(_CELL, address, session, query, str(count)) if count else _EMPTY for session, count in found]
        if self.earlier:
            earlier = sum(counts.get(session, 0) for session in self.earlier)
            cells.append(fill('<td class="number">{}</td>', str(earlier or "")))
        return joined(cells, "\n")


_CELL = '<td class="number"><a href="{}?session={}{}">{}</a></td>'
_EMPTY = SafeString('<td class="number"></td>')
