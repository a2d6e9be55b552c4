"""Tests that the stored steps of the wording follow the archive, whatever came first. The texts are invented."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.desk import taking_back
from archive.desk.jobs import tasks
from archive.intake import wording
from archive.models import Clause, ClauseStep, Document, IndexChange, Resolution, Revision, SeriesLink, TextStep
from archive.models.series import LinkStatus
from archive.searching.segmentation import han_words
from tests.wording_shelf import BEES, BOTH, FIRST, LAKES, SECOND, TEXTS, URGED, fill, link, store, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

# (kind, path before, path after, symbol and path of the first clause, whether the text before lacks it)
STEPS: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {
    ("A/RES/90/1", "A/RES/91/1", "zh"): [
        ("dropped", "pp1", None, None, False),
        ("new", None, "op1", "A/RES/91/1 op1", True),
        ("same", "pp2", "pp1", "A/RES/90/1 pp2", False),
    ],
    ("A/RES/91/1", "A/RES/92/1", "zh"): [
        ("same", "pp1", "op1", "A/RES/90/1 pp2", False),
        ("split", "op1", "op2", "A/RES/91/1 op1", True),
        ("split", "op1", "op3", "A/RES/91/1 op1", True),
    ],
    ("A/RES/92/1", "A/RES/93/1", "zh"): [
        ("dropped", "op1", None, None, False),
        ("reworded", "op2", "op1", "A/RES/91/1 op1", True),
        ("same", "op3", "op2", "A/RES/91/1 op1", True),
    ],
}


def steps() -> dict[tuple[str, str, str], list[tuple[Any, ...]]]:
    """The stored steps, without the order in which they were stored."""
    return {
        (symbol(one.earlier), symbol(one.later), one.later.text.language): sorted(
            (row.kind, path(row.earlier), path(row.later), place(row.first), row.began) for row in one.clauses.all()
        )
        for one in TextStep.objects.all()
    }


def symbol(revision: Revision) -> str:
    return revision.text.resolution.document.key


def path(clause: Clause | None) -> str | None:
    return clause.path if clause else None


def place(clause: Clause | None) -> str | None:
    return f"{symbol(clause.revision)} {clause.path}" if clause else None


def revision(key: str) -> Revision:
    return Revision.objects.get(current=True, text__resolution__document__key=key)


def withdraw(key: str, user: Any) -> None:
    taking_back.withdraw(Document.objects.get(key=key).pk, by=user, reason="误印")


def test_each_clause_of_both_texts_has_a_row() -> None:
    fill()
    assert steps() == STEPS


def test_a_changed_verb_and_changed_words_are_stored() -> None:
    fill()
    row = ClauseStep.objects.get(kind="reworded")
    assert (row.verb_before, row.verb_after, row.strength) == ("鼓励", "敦促", "stronger")
    assert (row.changes, row.moved, row.doubtful) == ([["鼓励", "敦促"]], False, False)


@pytest.mark.parametrize("order", list(permutations(TEXTS)), ids=lambda order: "-".join(one[6:8] for one in order))
def test_the_order_of_import_does_not_matter(order: tuple[str, ...]) -> None:
    for earlier, later in zip(TEXTS, list(TEXTS)[1:], strict=False):
        link(earlier, later)
    for key in order:
        store(key, TEXTS[key])
        update()
    assert steps() == STEPS


@pytest.mark.parametrize("gone", TEXTS)
def test_without_a_text_its_neighbours_are_compared(gone: str) -> None:
    rest = {key: clauses for key, clauses in TEXTS.items() if key != gone}
    fill(rest)
    expected = steps()
    store(gone, TEXTS[gone])
    update()
    assert steps() == STEPS
    Document.objects.get(key=gone).delete()
    update()
    assert steps() == expected


@pytest.mark.parametrize("key", TEXTS)
def test_a_withdrawn_text_leaves_and_a_restored_text_returns(key: str, admin_user: Any) -> None:
    fill({other: clauses for other, clauses in TEXTS.items() if other != key})
    expected = steps()
    store(key, TEXTS[key])
    update()
    withdraw(key, admin_user)
    update()
    assert steps() == expected
    taking_back.restore(Document.objects.get(key=key).pk, by=admin_user)
    update()
    assert steps() == STEPS


def test_readers_do_not_get_the_steps_of_a_withdrawn_text_that_are_still_stored(admin_user: Any) -> None:
    fill()
    withdraw("A/RES/91/1", admin_user)
    assert [str(step.later) for step in TextStep.objects.of_readers()] == ["A/RES/93/1 (zh) r1"]
    assert ClauseStep.objects.of_readers().count() == len(STEPS["A/RES/92/1", "A/RES/93/1", "zh"])


def test_only_the_neighbours_of_a_mended_text_are_compared_again() -> None:
    fill()
    kept = TextStep.objects.get(later=revision("A/RES/93/1")).pk
    store("A/RES/91/1", {"pp1": LAKES, "op1": BOTH, "op2": "决定种植苹果树。"})
    assert update() == 2
    assert TextStep.objects.get(later=revision("A/RES/93/1")).pk == kept
    assert ("new", None, "op2", "A/RES/91/1 op2", True) in steps()["A/RES/90/1", "A/RES/91/1", "zh"]
    assert ("dropped", "op2", None, None, False) in steps()["A/RES/91/1", "A/RES/92/1", "zh"]


def test_a_later_history_begins_anew_when_an_early_text_changes() -> None:
    """The steps between later texts are not compared again, but their histories begin at another clause."""
    fill()
    store("A/RES/90/1", {"pp1": BEES})
    update()
    assert ("same", "pp1", "op1", "A/RES/91/1 pp1", True) in steps()["A/RES/91/1", "A/RES/92/1", "zh"]


def test_a_rejected_link_divides_the_series() -> None:
    fill()
    SeriesLink.objects.filter(later="A/RES/92/1").update(status=LinkStatus.REJECTED)
    update()
    assert list(steps()) == [("A/RES/90/1", "A/RES/91/1", "zh"), ("A/RES/92/1", "A/RES/93/1", "zh")]
    assert ("same", "op3", "op2", "A/RES/92/1 op3", False) in steps()["A/RES/92/1", "A/RES/93/1", "zh"]


def test_an_archive_that_is_up_to_date_is_left_alone(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fill()
    stored = list(TextStep.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(8):
        assert wording.update(han_words) == 0
    assert list(TextStep.objects.values_list("pk", flat=True)) == stored


def test_other_code_compares_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    monkeypatch.setattr(wording, "_code", lambda: "other")
    assert wording.update(han_words) == len(STEPS)
    assert steps() == STEPS


def test_each_language_has_steps_of_its_own() -> None:
    """The English text of session 91 is missing, so that of session 92 is compared with that of session 90."""
    fill()
    for key in ("A/RES/90/1", "A/RES/92/1"):
        store(key, {"op1": "Decides to plant apple trees."}, language="en")
    update()
    assert steps() == {
        **STEPS,
        ("A/RES/90/1", "A/RES/92/1", "en"): [("same", "op1", "op1", "A/RES/90/1 op1", False)],
    }


@pytest.mark.parametrize("linked", ["A/RES/90/1", "A/RES/90/2"])
def test_of_two_texts_of_one_session_the_linked_one_comes_before(linked: str) -> None:
    for key in ("A/RES/90/1", "A/RES/90/2", "A/RES/91/1"):
        store(key, {"op1": LAKES})
    link("A/RES/90/1", "A/RES/90/2")
    link(linked, "A/RES/91/1")
    update()
    assert list(steps()) == [(linked, "A/RES/91/1", "zh")]


def test_a_merger_begins_where_its_earliest_part_begins() -> None:
    fill(
        {
            "A/RES/90/1": {"pp1": BEES, "op1": FIRST},
            "A/RES/91/1": {"pp1": BEES, "op1": FIRST, "op2": SECOND},
            "A/RES/92/1": {"pp1": BEES, "op1": BOTH},
        }
    )
    assert [row for row in steps()["A/RES/91/1", "A/RES/92/1", "zh"] if row[0] == "merged"] == [
        ("merged", "op1", "op1", "A/RES/90/1 op1", False),
        ("merged", "op2", "op1", "A/RES/90/1 op1", False),
    ]


@pytest.mark.parametrize(
    ("key", "clause", "expected"),
    [
        ("A/RES/92/1", "op2", [("new", None, "op1"), ("split", "op1", "op2"), ("reworded", "op2", "op1")]),
        ("A/RES/90/1", "pp2", [("same", "pp2", "pp1"), ("same", "pp1", "op1"), ("dropped", "op1", None)]),
        (
            "A/RES/91/1",
            "op1",
            [
                ("new", None, "op1"),
                ("split", "op1", "op2"),
                ("split", "op1", "op3"),
                ("reworded", "op2", "op1"),
                ("same", "op3", "op2"),
            ],
        ),
    ],
)
def test_the_history_of_a_clause(key: str, clause: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    fill()
    found = ClauseStep.objects.history_of(revision(key).clauses.get(path=clause))
    assert sorted((row.kind, path(row.earlier), path(row.later)) for row in found) == sorted(expected)


def test_the_index_follows_the_steps_that_changed() -> None:
    fill()
    IndexChange.objects.all().delete()
    store("A/RES/93/1", {"op1": URGED})
    IndexChange.objects.all().delete()  # what the new text itself changes
    wording.update(han_words)
    documents = IndexChange.objects.values_list("document_id", flat=True)
    assert set(Resolution.objects.filter(pk__in=documents).values_list("document__key", flat=True)) == {
        "A/RES/92/1",
        "A/RES/93/1",
    }


def test_the_job_that_rebuilds_the_series_compares_the_texts() -> None:
    fill()
    TextStep.objects.all().delete()
    tasks.join_series()
    assert steps() == STEPS
