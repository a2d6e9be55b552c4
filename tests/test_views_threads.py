"""Tests that the clauses of a series are joined into threads, and that the threads are in the order of the texts."""

from __future__ import annotations

import pytest

from archive.models import ClauseStep, TextStep
from archive.views.wording.threads import Cell, SeriesClause, threads_of

Paths = str
"""The paths of a text, with a space between two paths: "pp1 op1"."""


def joined(texts: list[Paths], steps: list[str]) -> list[str]:
    """The threads of these texts, one a line: ``op1 op2 -`` is op1 in the first text, op2 in the second, then gone.

    Each of ``steps`` is "texts, kind, path before, path after". ``20`` leads from text 0 to text 2, and ``1`` from text
    0 to text 1. "." is a text without the clause.
    """
    clauses = {number: [clause(number, path) for path in paths.split()] for number, paths in enumerate(texts)}
    numbers = {(one.revision, one.path): one.pk for of_text in clauses.values() for one in of_text}
    threads = threads_of(clauses, [step(numbers, *words.split()) for words in steps])
    return [" ".join(shown(thread.cells.get(number)) for number in clauses) for thread in threads]


def clause(text: int, path: str) -> SeriesClause:
    part = "annex1" if path.startswith("annex1") else "preamble" if path.startswith("pp") else "operative"
    place = {"preamble": 100, "operative": 200, "annex1": 300}[part] + int(path[-1])
    return SeriesClause(1000 * (text + 1) + place, text, path, "", "", "", "", None, part)


def step(numbers: dict[tuple[int, str], int], text: str, kind: str, before: str, after: str) -> ClauseStep:
    later = int(text[0])
    earlier = int(text[1:] or later - 1)
    kind, _, moved = kind.partition("+")
    return ClauseStep(
        step=TextStep(earlier_id=earlier, later_id=later),
        earlier_id=numbers.get((earlier, before)),
        later_id=numbers.get((later, after)),
        kind=kind,
        moved=bool(moved),
    )


def shown(cell: Cell | None) -> str:
    return "." if cell is None else cell.clause.path if cell.clause else "-"


@pytest.mark.parametrize(
    ("texts", "steps", "threads"),
    [
        pytest.param(["op1 op2"], [], ["op1", "op2"], id="one text"),
        pytest.param(
            ["pp1 op1", "pp1 op1 op2"],
            ["1 same pp1 pp1", "1 reworded op1 op2", "1 new . op1"],
            ["pp1 pp1", ". op1", "op1 op2"],
            id="new",
        ),
        pytest.param(
            ["op1 op2 op3", "op1 op2"],
            ["1 same op1 op1", "1 dropped op2 .", "1 same op3 op2"],
            ["op1 op1", "op2 -", "op3 op2"],
            id="a dropped clause is where it was",
        ),
        pytest.param(
            ["pp1 op1 op2", "pp1 op1"],
            ["1 same pp1 pp1", "1 dropped op1 .", "1 same op2 op1"],
            ["pp1 pp1", "op1 -", "op2 op1"],
            id="a dropped first paragraph stays in its part",
        ),
        pytest.param(
            ["op1 op2 op3", "op1 op2"],
            ["1 same+moved op1 op2", "1 dropped op2 .", "1 same op3 op1"],
            ["op2 -", "op3 op1", "op1 op2"],
            id="a moved clause is no neighbour",
        ),
        pytest.param(
            ["op1 op2", "op1 op2 op3"],
            ["1 split op1 op1", "1 split op1 op2", "1 same op2 op3"],
            ["op1 op1", ". op2", "op2 op3"],
            id="split",
        ),
        pytest.param(
            ["op1 op2 op3", "op1 op2"],
            ["1 merged op1 op1", "1 merged op2 op1", "1 same op3 op2"],
            ["op1 op1", "op2 -", "op3 op2"],
            id="merged",
        ),
        pytest.param(
            ["pp1 op1 annex1-op1", "op1 op2 annex1-op1"],
            ["1 dropped pp1 .", "1 same annex1-op1 annex1-op1", "1 same op1 op2", "1 new . op1"],
            ["pp1 -", ". op1", "op1 op2", "annex1-op1 annex1-op1"],
            id="parts",
        ),
        pytest.param(
            ["op1", "op1", "op1"],
            ["1 dropped op1 .", "1 new . op1", "2 same op1 op1"],
            ["op1 - .", ". op1 op1"],
            id="another clause with the same number",
        ),
        pytest.param(
            ["op1 op2", "op1", "op1", "op1 op2"],
            [
                *("1 same op1 op1", "1 dropped op2 ."),
                *("20 same op1 op1", "20 dropped op2 ."),
                *("31 same op1 op1", "31 new . op2"),
            ],
            ["op1 op1 op1 op1", "op2 - - .", ". . . op2"],
            id="two texts of one session, both after the first text",
        ),
    ],
)  # fmt: skip
def test_threads(texts: list[Paths], steps: list[str], threads: list[str]) -> None:
    assert joined(texts, steps) == threads


def test_a_thread_has_its_clause_in_the_last_text_with_it() -> None:
    texts = {number: [clause(number, path)] for number, path in enumerate(("op1", "op2"))}
    steps = [
        ClauseStep(
            step=TextStep(earlier_id=0, later_id=1), earlier_id=texts[0][0].pk, later_id=texts[1][0].pk, kind="same"
        ),
        ClauseStep(step=TextStep(earlier_id=1, later_id=2), earlier_id=texts[1][0].pk, kind="dropped"),
    ]
    [thread] = threads_of({**texts, 2: []}, steps)
    assert thread.latest.path == "op2"
