"""What storing a Draft or the record of a vote did."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"  # a proof on the librarians' desk; nothing is published
