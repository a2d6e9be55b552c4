"""Tests footnotes that point to other footnotes: 见脚注1, and 同上 after a document of the same footnote."""

from __future__ import annotations

from typing import Any

import pytest

from archive.citing import Catalogue, cite
from archive.citing.citation import AMBIGUOUS
from tests.test_citing_resolve import draft

# Footnotes → (exact words, target, pinpoint) of the last one.
NOTES: list[tuple[Any, ...]] = [
    (["A/57/125，第二章。", "A/65/497。", "见脚注1。"], [("脚注1", "A/57/125", "")]),
    (["A/57/125，第二章。", "见上文脚注1，第5段。"], [("上文脚注1", "A/57/125", "第5段")]),
    (["A/57/125。", "同脚注1，附件二。"], [("脚注1", "A/57/125", "附件二")]),
    (["A/57/125。", "脚注1，第3段。"], [("脚注1", "A/57/125", "第3段")]),
    (["A/57/125。", "另见上文注1。"], [("上文注1", "A/57/125", "")]),
    (["A/57/125。", "A/65/497。", "见脚注1和2。"], [("脚注1和2", "A/57/125", ""), ("脚注1和2", "A/65/497", "")]),
    (["A/57/125和A/65/497。", "见脚注1。"], [("脚注1", "A/57/125", ""), ("脚注1", "A/65/497", "")]),
    (["A/57/125。", "A/65/497；另见脚注1。"], [("A/65/497", "A/65/497", ""), ("脚注1", "A/57/125", "")]),
    (["A/57/125。", "See footnote 1 above."], [("See footnote 1 above", "A/57/125", "")]),
    # A footnote without a document, a footnote that is not there, and the footnote itself.
    (["原文如此。", "见脚注1。"], []),
    (["A/57/125。", "见脚注7。"], []),
    (["A/57/125。", "见脚注2。"], []),
    # A place in a document, and other notes.
    (["A/57/125。", "A/65/497，第5段，脚注1。"], [("A/65/497", "A/65/497", "第5段")]),
    (["A/57/125。", "备注1。"], []),
    # 同上 after a document of the same footnote.
    (["A/57/125。", "A/65/497，第二章；同上，第三章。"], [
        ("A/65/497", "A/65/497", "第二章"), ("同上", "A/65/497", "第三章")
    ]),
    (["A/57/125。", "同上，第三章。"], [("同上", "A/57/125", "第三章")]),
    # Several 同上 in one sentence. If a document follows in the sentence, 同上 names only its series.
    (["A/57/125。", "同上，第1章，同上，第2章。"], [("同上", "A/57/125", "第1章"), ("同上", "A/57/125", "第2章")]),
    (["A/57/125。", "同上，卷首，同上，A/65/497，同上，第2章。"], [
        ("A/65/497", "A/65/497", ""), ("同上", "A/65/497", "第2章")
    ]),
    (["A/57/125。", "同上，第1章；A/65/497。"], [("同上", "A/57/125", "第1章"), ("A/65/497", "A/65/497", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("notes", "expected"), NOTES)
def test_a_footnote_that_points_to_another(notes: list[str], expected: list[Any]) -> None:
    numbered = {str(number): note for number, note in enumerate(notes, 1)}
    source = draft("".join(f"报告[{marker}]，" for marker in numbered), notes=numbered)
    cited = cite(source, Catalogue())
    assert [(c.exact, c.target, c.pinpoint) for c in cited.footnotes[str(len(notes))]] == expected
    through = [c.target for c in cited.clauses["op1"] if c.via_footnote == str(len(notes))]
    assert through == list(dict.fromkeys(target for _, target, _ in expected))


def test_a_clause_points_to_a_footnote() -> None:
    cited = cite(draft("报告[1]，", "上文脚注1所述报告，", notes={"1": "A/57/125。"}), Catalogue())
    assert [(c.exact, c.target) for c in cited.clauses["op2"]] == [("上文脚注1", "A/57/125")]


def test_an_ambiguous_citation_stays_ambiguous() -> None:
    notes = {"1": "2023年3月17日第66/1号决议。", "2": "见脚注1。"}
    [one] = cite(draft("报告[1]和意见[2]，", notes=notes), Catalogue()).footnotes["2"]
    assert (one.status, one.candidates) == (AMBIGUOUS, ("A/RES/66/1",))


def test_a_mark_of_several_footnotes_means_the_last_one_before() -> None:
    notes = {"1": "A/57/125。", "1_2": "A/65/497。", "2": "见脚注1。"}
    source = draft("报告[1]，", "意见[1_2]和看法[2]，", notes=notes)
    assert [mark.marker for mark in source.clauses[1].marks] == ["1_2", "2"]
    assert [c.target for c in cite(source, Catalogue()).footnotes["2"]] == ["A/65/497"]
