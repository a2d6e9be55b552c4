"""Tests that very long runs of one sort of word are cited without an error."""

from __future__ import annotations

import pytest

from archive.citing import cite, from_fixtures
from archive.reading.draft import OPERATIVE, Draft, DraftClause

LONG = 5_000  # more digits than Python makes a number of


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (f"联合国，《条约汇编》，第1卷，第{'1' * LONG}号", set()),
        (f"联合国，《条约汇编》，第{'1' * LONG}卷，第1号", set()),
        (f"United Nations, Treaty Series, vol. 1, No. {'1' * LONG}", set()),
        (f"第{'一' * LONG}㈠号决议", set()),
        ("A/1/2第70/1号决议，" * 500, {"A/1/2", "A/RES/70/1"}),
        (f"甲组织与乙{'在丙' * LONG}签《框架协定》，", {"title:框架协定"}),
        (f"A/69/53，{'第四章，' * LONG}第27/12号决议", {"A/69/53", "A/HRC/RES/27/12"}),
    ],
)
def test_a_long_run_is_cited(text: str, cited: set[str]) -> None:
    clauses = [DraftClause(OPERATIVE, "op1", "1.", "", text)]
    found = cite(Draft("a.txt", "text", "zh", "A/RES/90/1", clauses=clauses), from_fixtures())
    assert {citation.target for citation in found.clauses["op1"]} == cited
