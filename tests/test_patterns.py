"""Tests that patterns mean the same in every Python that the archive supports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ARCHIVE = Path(__file__).resolve().parents[1] / "archive"
# Python before 3.11.5 matches a possessive group wrongly: (?:ab?c)*+ in "aabc". Atomic groups are right.
_POSSESSIVE_GROUP = re.compile(r"(?:\)|(?<![\\{]){[A-Za-z_]*[A-Z][A-Z_]*})[*+?]\+")


@pytest.mark.parametrize(
    ("pattern", "possessive"),
    [("(?:ab?c)*+", True), ("{SIGN}++", True), ("(?>(?:ab?c)*)", False), (r"\d++", False), ("[一二]++", False)],
)
def test_possessive_groups_are_recognised(pattern: str, possessive: bool) -> None:
    assert (_POSSESSIVE_GROUP.search(pattern) is not None) == possessive


def test_no_pattern_has_a_possessive_group() -> None:
    found = [
        f"{path.relative_to(ARCHIVE)}: {line.strip()}"
        for path in sorted(ARCHIVE.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if _POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
