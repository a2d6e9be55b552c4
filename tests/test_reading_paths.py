"""Tests paths: they depend only on kinds and printed labels, so they are stable and the same in every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reading.draft import ANNEX, HEADING, KINDS, OPERATIVE, POINT, PREAMBULAR, TABLE, DraftClause
from archive.reading.paths import assign, label_number


def placed(rows: list[tuple[str, str]], annexes: tuple[int, ...] = ()) -> list[DraftClause]:
    clauses = [DraftClause(kind, "", label, "", "words") for kind, label in rows]
    assign(clauses, annexes)
    return clauses


def paths(kind: str, *labels: str) -> str:
    return " ".join(clause.path for clause in placed([(kind, ""), *((POINT, label) for label in labels)])[1:])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("(a)", "(b)", "(c)"), "op1-a op1-b op1-c"),
        (("（a）", "(b)"), "op1-a op1-b"),
        (("(a)", "㈠", "㈡", "(b)", "㈠"), "op1-a op1-a-1 op1-a-2 op1-b op1-b-1"),
        (("(a)", "(i)", "(ii)", "(b)", "(i)"), "op1-a op1-a-1 op1-a-2 op1-b op1-b-1"),
        (("(а)", "(i)", "(б)", "(в)"), "op1-a op1-a-1 op1-b op1-c"),  # Russian letters
        (("(أ)", "(ب)"), "op1-a op1-b"),
        (("(g)", "(h)", "(i)", "(j)"), "op1-g op1-h op1-i op1-j"),
        (("(g)", "(h)", "(i)", "(ii)", "(i)", "(j)"), "op1-g op1-h op1-h-1 op1-h-2 op1-i op1-j"),
        (("(z)", "(aa)", "(bb)"), "op1-z op1-aa op1-bb"),
        (("(a)", "b)", "c.", "⒟"), "op1-a op1-b op1-c op1-d"),  # one series in several styles
        (("(a)", "㈠", "(二)", "三、", "(b)"), "op1-a op1-a-1 op1-a-2 op1-a-3 op1-b"),
        (("(a)", "(i)", "ii)", "ⅲ", "(b)"), "op1-a op1-a-1 op1-a-2 op1-a-3 op1-b"),
        (("1)", "⑵", "(3)", "④"), "op1-1 op1-2 op1-3 op1-4"),
        (("(a)", "(b)", "", "(a)"), "op1-a op1-b op1-p1 op1-a_2"),
        (("一.", "二.", "十一."), "op1-1 op1-2 op1-11"),
        (("–", "–"), "op1-p op1-p_2"),
        (("1.1", "1.2"), "op1-1-1 op1-1-2"),
        (("(a)", "(a bis)", "(b)"), "op1-a op1-a-bis op1-b"),
        (("(a)", "㈠", "㈠之二", "㈡", "(b)"), "op1-a op1-a-1 op1-a-1-bis op1-a-2 op1-b"),
    ],
)
def test_points(labels: tuple[str, ...], expected: str) -> None:
    assert paths(OPERATIVE, *labels) == expected


def test_the_parent_of_a_point_is_the_clause_above_it() -> None:
    clauses = placed(
        [(PREAMBULAR, ""), (POINT, "(a)"), (OPERATIVE, "３．"), (TABLE, ""), (POINT, "(a)"), (POINT, "㈠")]
    )
    assert [(c.path, c.parent) for c in clauses] == [
        ("pp1", None),
        ("pp1-a", "pp1"),
        ("op3", None),
        ("table1", None),
        ("op3-a", "op3"),
        ("op3-a-1", "op3-a"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(OPERATIVE, "1."), (OPERATIVE, "3．"), (OPERATIVE, "15 bis")], "op1 op3 op15-bis"),
        (
            [(OPERATIVE, "1."), (OPERATIVE, "1 bis."), (POINT, "(a)"), (OPERATIVE, "1之三.")],
            "op1 op1-bis op1-bis-a op1-ter",
        ),
        ([(OPERATIVE, ""), (OPERATIVE, "")], "op1 op2"),
        ([(OPERATIVE, "1."), (OPERATIVE, ""), (OPERATIVE, "3.")], "op1 op2 op3"),  # a number left out
        ([(OPERATIVE, "1."), (OPERATIVE, ""), (OPERATIVE, "2.")], "op1 p1 op2"),  # a paragraph without one
        ([(HEADING, "一"), (OPERATIVE, "1."), (HEADING, "二"), (OPERATIVE, "1.")], "h1 op1 h2 h2-op1"),
        ([(OPERATIVE, "1."), (OPERATIVE, "1.")], "op1 op1_2"),
    ],
)
def test_operative_paragraphs(rows: list[tuple[str, str]], expected: str) -> None:
    assert " ".join(clause.path for clause in placed(rows)) == expected


def test_annexes_count_for_themselves() -> None:
    body = [(OPERATIVE, "1."), (HEADING, "")]
    annex = [(HEADING, ""), (ANNEX, ""), (ANNEX, "2."), (POINT, "(a)"), (ANNEX, ""), (TABLE, "")]
    clauses = placed([*body, *annex, *annex[:2]], annexes=(2, 8))
    assert [clause.path for clause in clauses[2:]] == [
        "annex1-h1",
        "annex1-p1",
        "annex1-op2",
        "annex1-op2-a",
        "annex1-p2",
        "annex1-table1",
        "annex2-h1",
        "annex2-p1",
    ]


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("15.", 15),
        ("３．", 3),
        ("㈡", 2),
        ("（二）", 2),
        ("二十一、", 21),
        ("十、", 10),
        ("(a)", None),
        ("(i)", None),
        ("", None),
    ],
)
def test_label_number(label: str, number: int | None) -> None:
    assert label_number(label) == number


@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(["", "1.", "2．", "(a)", "(i)", "㈠", "一、", "–", "A."]))
    )
)
def test_paths_are_unique_and_parents_come_before(rows: list[tuple[str, str]]) -> None:
    clauses = placed(rows)
    seen: set[str] = set()
    for clause in clauses:
        assert clause.path
        assert clause.path.isascii()
        assert clause.path not in seen
        assert clause.parent is None or clause.parent in seen
        seen.add(clause.path)
    again = placed(rows)
    assert [clause.path for clause in again] == [clause.path for clause in clauses]


@given(st.text(max_size=6))
def test_any_label_gives_a_path_that_is_valid_in_a_url(label: str) -> None:
    path = placed([(OPERATIVE, "1."), (POINT, label)])[1].path
    assert path.isascii()
    assert all(character.isalnum() or character in "-_" for character in path)
