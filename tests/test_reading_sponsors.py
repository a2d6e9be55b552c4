"""Tests how a list of sponsors is split. Every Member State is a case, in many ways of printing a list."""

from __future__ import annotations

import itertools

import pytest

from archive.reading.akn.sponsors import split_sponsors
from archive.voting.sponsors import sponsor_code, sponsor_codes
from archive.voting.states import rows

NAMES = [row["name_en"] for row in rows("states.csv") if not row["ended"] and sponsor_code(row["name_en"])]
CODES = sorted({str(sponsor_code(name)) for name in NAMES})


def test_every_member_state_is_a_case() -> None:
    assert len(NAMES) == len(CODES) == 193


@pytest.mark.parametrize("printed", [str, str.upper])
def test_an_and_separates_any_two_states(printed: type[str]) -> None:
    for before, name in itertools.pairwise(map(printed, NAMES)):
        assert split_sponsors(f"{before} and {name}") == [before, name]
        assert split_sponsors(f"{name}, {before} AND {name}") == [name, before, name]


@pytest.mark.parametrize("printed", [str, str.upper])
@pytest.mark.parametrize(
    "separator", [", ", ",", " , ", ",\n  ", "; ", "،", "؛ ", "、", "，", "；", " and ", " & ", ", and ", ",, "]
)
@pytest.mark.parametrize(
    "unknown", ["", "theRepublic of Atlantis", "THEREPUBLIC OF ATLANTIS", "atlantis", "Atlantis (Isles of"]
)
def test_an_unknown_name_costs_only_itself(printed: type[str], separator: str, unknown: str) -> None:
    half = len(NAMES) // 2
    names = [*map(printed, NAMES[:half]), *filter(None, [unknown]), *map(printed, NAMES[half:])]
    found = split_sponsors(separator.join(names))
    assert found == names
    assert sponsor_codes(found) == CODES
    assert [name for name in found if not sponsor_code(name)] == list(filter(None, [unknown]))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", []),
        (" ,; ", []),
        ("Peru", ["Peru"]),
        ("Peru and", ["Peru"]),
        ("Peru, and Chile.", ["Peru", "Chile"]),
        ("Peru (on behalf of Chile and Fiji) and Chad", ["Peru (on behalf of Chile and Fiji)", "Chad"]),
        ("PERU (ON BEHALF OF CHILE AND FIJI) AND CHAD", ["PERU (ON BEHALF OF CHILE AND FIJI)", "CHAD"]),
        # A bracket is not closed, or not opened.
        ("Iran (Islamic Republic of, Peru", ["Iran (Islamic Republic of", "Peru"]),
        ("Peru (on behalf of Chile and Fiji, Chad", ["Peru (on behalf of Chile and Fiji", "Chad"]),
        ("Netherlands (Kingdom of the), Peru), Chad", ["Netherlands (Kingdom of the)", "Peru)", "Chad"]),
        *(
            (whole, [whole])
            for whole in (
                "submitted by the Special Committee on Colonial Countries and Peoples",
                "Guyana (on behalf of the States Members that are members of the Group of 77 and China, among others)",
                "United Kingdom of Great Britain and Northern Ireland",
                "the Chair, after consultations",
            )
        ),
    ],
)
def test_lists_and_single_sponsors(words: str, names: list[str]) -> None:
    assert split_sponsors(words) == names


def test_the_state_that_speaks_for_a_group_is_the_sponsor() -> None:
    assert sponsor_codes(["Peru (on behalf of Chile)", "FIJI (ON BEHALF OF CHILE AND CHAD)"]) == ["FJI", "PER"]
