"""Tests that similar clauses are found anywhere, and that the nearest earlier ones are stored whatever came first."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from archive.desk import taking_back
from archive.models import Clause, Document, NewClause
from archive.searching import freshness, new_clauses, similar
from tests.similar_shelf import BEES, NEAREST, TEXTS, TOWERS, TOWERS_BORROWED, fill, join, nearest, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def places(found: similar.FoundSimilar) -> list[str]:
    clauses = Clause.objects.in_bulk([pk for wording in found.wordings for pk in wording.clauses])
    return [f"{each.revision.text.resolution.document.key} {each.path}" for each in clauses.values()]


def withdraw(symbol: str, user: Any) -> None:
    taking_back.withdraw(Document.objects.get(key=symbol).pk, by=user, reason="误印")


def test_clauses_of_any_series_are_found(empty_index: object) -> None:
    fill()
    freshness.rebuild()
    found = similar.find(TOWERS, "zh", "A/RES/91/1")
    assert sorted(places(found)) == ["A/RES/91/1 op1", "A/RES/92/2 op2"]
    assert [round(wording.likeness, 2) for wording in found.wordings] == [1.0, 0.91]
    assert found.own == {"A/RES/91/1"}


def test_clauses_with_the_same_words_are_one_wording(empty_index: object) -> None:
    fill()
    freshness.rebuild()
    found = similar.find(BEES, "zh", "A/RES/91/1")
    assert [len(wording.clauses) for wording in found.wordings] == [2]


def test_sessions_and_languages_limit_what_is_found(empty_index: object) -> None:
    fill()
    freshness.rebuild()
    assert places(similar.find(TOWERS, "zh", "A/RES/91/1", ["92"])) == ["A/RES/92/2 op2"]
    assert places(similar.find(TOWERS, "en", "A/RES/91/1")) == []


def test_a_withdrawn_text_is_not_found(empty_index: object, admin_user: Any) -> None:
    fill()
    freshness.rebuild()
    withdraw("A/RES/92/2", admin_user)
    assert places(similar.find(TOWERS, "zh", "A/RES/91/1")) == ["A/RES/91/1 op1"]


@pytest.mark.parametrize("order", list(permutations(TEXTS))[::5])
def test_the_nearest_clauses_are_the_same_whatever_came_first(empty_index: object, order: tuple[str, ...]) -> None:
    freshness.rebuild()
    for symbol in order:
        fill([symbol])
        join()
    assert nearest() == NEAREST


def test_an_update_does_only_what_is_outstanding(empty_index: object) -> None:
    fill()
    freshness.rebuild()
    join()
    assert new_clauses.update() == 0
    store("A/RES/93/9", {"op1": BEES})
    join()
    assert nearest() == NEAREST | {"A/RES/93/9 op1": "A/RES/90/1 pp1"}


def test_the_nearest_clause_is_searched_again_when_its_text_is_withdrawn(empty_index: object, admin_user: Any) -> None:
    fill()
    freshness.rebuild()
    store("A/RES/90/3", {"op1": TOWERS_BORROWED})
    join()
    assert nearest()["A/RES/92/2 op2"] == "A/RES/90/3 op1"
    withdraw("A/RES/90/3", admin_user)
    join()
    assert nearest()["A/RES/92/2 op2"] == "A/RES/91/1 op1"
    assert not NewClause.objects.filter(clause__revision__text__resolution__document__key="A/RES/90/3").exists()
