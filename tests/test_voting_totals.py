"""Tests the totals of choices that no State made: the sources leave them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.voting.choice import CAST, Choice
from archive.voting.formats import extract
from archive.voting.totals import with_noughts
from tests.test_reading_akn import read, resolution


def by_choice(*numbers: int | None) -> dict[Choice, int | None]:
    return dict(zip(CAST, numbers, strict=True))


@pytest.mark.parametrize(
    ("totals", "named", "expected"),
    [
        ((2, None, 1), (2, 0, 1), (2, 0, 1)),
        ((2, None, None), (2, 0, 0), (2, 0, 0)),
        ((2, None, 1), (1, 0, 1), (2, None, 1)),  # a State in favour is not named
        ((2, None, 1), (2, 1, 1), (2, None, 1)),  # a State against is named without a total
        ((2, None, 1), (0, 0, 0), (2, None, 1)),  # no State is named
        ((None, None, None), (0, 0, 0), (None, None, None)),
        ((2, 1, 1), (2, 2, 1), (2, 1, 1)),
    ],
)
def test_a_missing_total_is_nought_if_the_roll_call_is_complete(
    totals: tuple[int | None, ...], named: tuple[int, ...], expected: tuple[int | None, ...]
) -> None:
    found = with_noughts(by_choice(*totals), dict(zip(CAST, named, strict=True)))
    assert found == by_choice(*expected)


def _count(choice: str, value: str, *names: str) -> str:
    voters = "".join(f"<organization>{name}</organization>" for name in names)
    return f'<count refersTo="#{choice}" value="{value}"><voters>{voters}</voters></count>'


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (_count("inFavour", "2", "FIJI", "PERU") + _count("abstaining", "1", "CHAD"), (2, 0, 1)),
        (
            _count("inFavour", "2", "FIJI", "PERU") + _count("against", "?") + _count("abstaining", "1", "CHAD"),
            (2, None, 1),
        ),
        (_count("inFavour", "2", "FIJI") + _count("abstaining", "1", "CHAD"), (2, None, 1)),
    ],
)
def test_a_choice_that_the_xml_leaves_out(counts: str, expected: tuple[int | None, ...]) -> None:
    vote = read(resolution(meta=f'<analysis><voting outcome="adoptedRecordedVote">{counts}</voting></analysis>')).vote
    assert (vote.yes, vote.no, vote.abstain) == expected


def test_a_choice_that_the_extract_leaves_out(tmp_path: Path) -> None:
    row = {
        "symbol": "A/RES/99/1", "adoption_type": "By a recorded vote",
        "MS_in_favour": ["FIJI", "PERU"], "MS_against": [], "MS_abstaining": ["CHAD"],
        "MS_in_favour_count": "2", "MS_against_count": "N.A.", "MS_abstaining_count": "1",
    }  # fmt: skip
    (tmp_path / "99.json").write_text(json.dumps(row), "utf-8")
    [found] = extract.read(tmp_path / "99.json")
    assert (found.yes, found.no, found.abstain) == (2, 0, 1)
