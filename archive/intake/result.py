"""The result of storing a Draft or a voting record."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"  # a proof on the librarians' desk; nothing is published
