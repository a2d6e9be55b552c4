"""Tests that disagreements of two languages are found, settled, and stay settled."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from archive.desk import disagreements as settling
from archive.desk import roles
from archive.desk.proofs import RefusedError
from archive.intake import disagreements
from archive.models import Disagreement, HistoryEntry, LanguagePair, Resolution
from archive.reading.draft import DraftClause, DraftFootnote, Mark
from tests import shelf
from tests.test_desk_pages import client_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def clauses(*words: str, marks: str = "") -> list[DraftClause]:
    made = [DraftClause("operative", f"op{n}", f"{n}.", "", text) for n, text in enumerate(words, start=1)]
    made[0].marks = [Mark(sign, 1) for sign in marks]
    return made


def both(chinese: list[DraftClause], english: list[DraftClause], symbol: str = "A/RES/90/2") -> None:
    notes = {sign: DraftFootnote(sign, "x") for sign in "12"}
    shelf.store(shelf.draft(symbol, clauses=chinese, footnotes=notes))
    shelf.store(shelf.draft(symbol, clauses=english, footnotes=notes, language="en", title="A test", formula=""))


def found() -> list[tuple[str, str, list[str], list[str]]]:
    return [(row.path, row.what, row.chinese, row.english) for row in Disagreement.objects.order_by("position")]


def test_each_clause_is_compared_with_its_counterpart() -> None:
    both(
        clauses("2020年12月7日第75/1号决议；", "请缔约国在3年内提出报告。", marks="12"),
        clauses("resolution 75/2 of 7 December 2020;", "Requests a report within 3 years.", "Decides 9.", marks="1"),
    )
    assert disagreements.update() == 1
    assert found() == [
        ("op1", "symbol", ["75/1"], ["75/2"]),
        ("op1", "mark", ["1", "2"], ["1"]),
        ("op3", "clause", [], ["op3"]),
    ]
    assert disagreements.update() == 0


def test_a_new_revision_is_compared_again_and_a_withdrawn_text_is_not() -> None:
    both(clauses("第75/1号"), clauses("75/2"))
    disagreements.update()
    shelf.store(shelf.draft(clauses=clauses("第75/2号")))
    assert disagreements.update() == 1
    assert found() == []
    both(clauses("第75/1号"), clauses("75/2"), "A/RES/90/3")
    disagreements.update()
    Resolution.objects.get(document__key="A/RES/90/3").texts.update(leading=False)
    disagreements.update()
    assert found() == []
    assert LanguagePair.objects.count() == 1


def test_what_is_settled_stays_so_through_imports(librarian: Any) -> None:
    both(clauses("第75/1号", "5年"), clauses("75/2", "6 years"))
    disagreements.update()
    first = Disagreement.objects.get(path="op1")
    with pytest.raises(RefusedError):
        settling.settle([first.pk], by=librarian, reason=" ")
    assert settling.settle([first.pk], by=librarian, reason="两种文本原文如此") == 1
    with pytest.raises(RefusedError):
        settling.settle([first.pk], by=librarian, reason="再一次")
    shelf.store(shelf.draft(clauses=clauses("第75/1号", "6年")))
    disagreements.update()
    [row] = Disagreement.objects.for_lists()
    assert row.settled_because == "两种文本原文如此"  # type: ignore[attr-defined]
    assert not Disagreement.objects.open().exists()
    assert settling.open_again([row.pk], by=librarian, reason="仍有疑问") == 1
    assert Disagreement.objects.open().count() == 1
    assert [entry.detail for entry in HistoryEntry.objects.filter(action="dealt_with")] == [
        "history.disagreement_open_again",
        "history.disagreement_settled",
    ]


def test_the_list_shows_both_sides_and_settles_with_a_reason(
    librarian: Any, django_assert_max_num_queries: Any
) -> None:
    both(clauses(*(f"第75/{n}号" for n in range(1, 30))), clauses(*(f"75/{n}" for n in range(31, 60))))
    disagreements.update()
    client, listed = client_of(librarian), reverse("admin:archive_disagreement_changelist")
    client.get(listed)
    with django_assert_max_num_queries(12):
        page = client.get(f"{listed}?settled=no").content.decode()
    assert "A/RES/90/2 op29" in page
    assert "75/59" in page
    chosen = list(Disagreement.objects.values_list("pk", flat=True)[:2])
    asked = client.post(listed, {"action": "settle_selected", "_selected_action": chosen}).content.decode()
    assert f'value="{chosen[0]},{chosen[1]}"' in asked
    settle = reverse("admin:archive_disagreement_settle")
    assert "请说明理由" in client.post(settle, {"chosen": f"{chosen[0]},{chosen[1]}"}).content.decode()
    client.post(settle, {"chosen": f"{chosen[0]},{chosen[1]}", "reason": "原文如此"})
    assert Disagreement.objects.settled().count() == 2
    assert client.get(f"{listed}?settled=yes").context["cl"].result_count == 2
    client.post(reverse("admin:archive_disagreement_open"), {"chosen": str(chosen[0]), "reason": "再看"})
    assert Disagreement.objects.settled().count() == 1
    assert ">28</a>" in client.get(reverse("admin:index")).content.decode()
