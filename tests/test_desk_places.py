"""Tests ``desk.places``: a place that the cited text does not have is a finding of the proof."""

from __future__ import annotations

import pytest

from archive.desk.finding import Finding
from archive.desk.proofs import prepare_draft
from archive.reading.draft import DraftClause
from tests import shelf
from tests.desk_drafts import draft

pytestmark = pytest.mark.django_db

# Words of a clause → the place that is not found.
PLACES = [
    ("第89/5号决议第2段", None),
    ("第89/5号决议第40段", "第40段"),
    ("第89/5号决议附件", "附件"),
    ("第89/5号决议第2段和第9段", "第2段和第9段"),
    ("第89/5号决议第四章", None),
    ("第88/5号决议第40段", None),  # the archive does not have this text
]


@pytest.mark.parametrize(("words", "place"), PLACES)
def test_a_place_that_the_cited_text_does_not_have(words: str, place: str | None) -> None:
    paragraphs = [DraftClause("operative", f"op{n}", f"{n}.", "", f"决定{n}；") for n in (1, 2, 3)]
    shelf.store(shelf.draft("A/RES/89/5", clauses=paragraphs))
    made = draft(clauses=[DraftClause("operative", "", "1.", "", f"回顾{words}。")], footnotes={})
    found = [one for one in prepare_draft(made, []).findings if one.code == "checking.place_not_found"]
    values = {"exact": words[:8], "pinpoint": place or "", "target": "A/RES/89/5"}
    assert found == ([Finding("op1", "checking.place_not_found", values)] if place else [])
