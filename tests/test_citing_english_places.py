"""Tests ``citing.english_places``: the places before and after a document in an English text."""

from __future__ import annotations

import pytest

from archive.citing import english, from_fixtures

FIND = english.finder(from_fixtures())
NPT = "Treaty on the Non-Proliferation of Nuclear Weapons"

PLACES = [
    # Before the document.
    ("pursuant to paragraph 5 of its resolution 75/57 of 7 December 2020,", ["paragraph 5"]),
    ("paragraph 5 (a) of resolution 75/57", ["paragraph 5 (a)"]),
    ("operative paragraph 3 of General Assembly resolution 75/57", ["operative paragraph 3"]),
    ("paragraphs 3 (a) to (f) of resolution 75/57", ["paragraphs 3 (a) to (f)"]),
    ("paragraphs 60 to 63, and in particular paragraph 63 (d), of resolution 75/57", [
        "paragraphs 60 to 63, and in particular paragraph 63 (d)"
    ]),
    ("section II of the annex to resolution 46/182", ["section II of the annex"]),
    ("the annex to its resolution 46/182", ["annex"]),
    (f"under article VI of the {NPT}", ["article VI"]),
    (f"under article IV, paragraph 2, of the {NPT}", ["article IV, paragraph 2"]),
    (f"articles III and IV of the {NPT}", ["articles III and IV"]),
    (f"the preamble to and article VI of the {NPT}", ["article VI"]),
    ("paragraph 1 of resolution 61/75, paragraph 2 of resolution 62/43", ["paragraph 1", "paragraph 2"]),
    # After the document.
    ("resolution 60/288, annex", ["annex"]),
    ("resolution 75/57, paragraph 5 (a), and", ["paragraph 5 (a)"]),
    ("resolution 75/57 of 7 December 2020, in particular paragraph 4,", ["paragraph 4"]),
    (f"the {NPT}, in particular article VI, and", ["article VI"]),
    ("See A/57/124, annex I, sect. C.", ["annex I, sect. C"]),
    ("See NPT/CONF.2010/50 (Vol. I), part I.", ["Vol. I, part I"]),
    ("See A/57/124, paras. 110–111.", ["paras. 110-111"]),
    # No place, or the place of another document.
    ("resolution 75/57, and paragraph 7 above,", ["", "paragraph 7"]),
    ("resolution 75/57 on the principles of the Charter", ["", ""]),
    ("resolution 75/57, part of the process", [""]),
    ("paragraph 5 above and resolution 75/57", ["paragraph 5", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_the_places_of_an_english_text(text: str, places: list[str]) -> None:
    assert [reference.pinpoint for reference in FIND(text, False)] == places
