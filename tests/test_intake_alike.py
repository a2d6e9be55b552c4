"""Tests ``intake.alike``: an instrument that two texts print in two ways is one document."""

from __future__ import annotations

import pytest

from archive.citing import cite
from archive.intake.catalogue import from_database
from archive.intake.result import Result
from archive.intake.store import compare
from archive.models import Citation, Document
from archive.reading.draft import Draft, DraftClause
from tests import shelf

pytestmark = pytest.mark.django_db

FIRST, SECOND = "关于特别重要的某种栖息地公约", "特别重要的某种栖息地的公约"


def citing(symbol: str, title: str) -> Draft:
    return shelf.draft(symbol, clauses=[DraftClause("operative", "op1", "1.", "", f"回顾《{title}》第三条；")])


def store(*drafts: Draft) -> None:
    """Stores texts of one batch: all are cited with the same catalogue."""
    catalogue = from_database()
    for made in drafts:
        shelf.store(made, cite(made, catalogue))


def keys() -> list[str]:
    return list(Citation.objects.order_by("pk").values_list("key", flat=True))


def test_another_printing_becomes_a_name_of_the_present_document() -> None:
    store(citing("A/RES/90/2", FIRST), citing("A/RES/90/3", SECOND))
    assert keys() == [f"title:{FIRST}"] * 2
    [document] = Document.objects.filter(key__startswith="title:")
    assert list(document.aliases.values_list("name", flat=True)) == [SECOND]


def test_reading_again_changes_nothing() -> None:
    made = citing("A/RES/90/3", SECOND)
    store(citing("A/RES/90/2", FIRST), made)
    assert compare(made, cite(made, from_database()))[0] == Result.UNCHANGED


def test_different_titles_stay_different_documents() -> None:
    store(citing("A/RES/90/2", FIRST), citing("A/RES/90/3", "特别重要的另一种栖息地公约"))
    assert keys() == [f"title:{FIRST}", "title:特别重要的另一种栖息地公约"]
