"""Tests half-width punctuation, stray signs and marks in words: what is found, and the mend for the whole text."""

from __future__ import annotations

import dataclasses

import pytest

from archive.citing.citation import Citations
from archive.desk.checking import check
from archive.desk.mends.mending import mend
from archive.desk.mends.operations import ask
from archive.desk.signs import marks_in_words, odd_signs, put_right
from archive.reading.draft import Draft, DraftFootnote, Mark, ReadingWarning
from tests.desk_drafts import draft

# words → the odd signs, the words put right, the digits that look like marks
WORDS = [
    ("回顾其决议,又铭记宪章;", ",;", "回顾其决议，又铭记宪章；", []),
    ("见第1540(2004)号决议、A/RES/65/72.", "", "见第1540(2004)号决议、A/RES/65/72.", []),
    ("提出报告.", ".", "提出报告。", []),
    ("比例为3:1，共1.5吨，即1,500公斤", "", "比例为3:1，共1.5吨，即1,500公斤", []),
    ("《公约》:第六条(a)款", ":", "《公约》：第六条(a)款", []),
    ("*决定■继续|审议", "*■|", "决定继续审议", []),
    ("铭记《行动纲领》1的宗旨，2并鼓励各国", "", "铭记《行动纲领》1的宗旨，2并鼓励各国", ["1", "2"]),
    ("各国的意见[12]和裁军³", "", "各国的意见[12]和裁军³", ["12", "³"]),
    ("其中107个为缔约国，14个为签署国，2010年", "", "其中107个为缔约国，14个为签署国，2010年", []),
]


@pytest.mark.parametrize(("words", "odd", "right", "marks"), WORDS)
def test_signs_of_words(words: str, odd: str, right: str, marks: list[str]) -> None:
    assert ("".join(odd_signs(words)), put_right(words), marks_in_words(words)) == (odd, right, marks)


def test_words_of_stray_signs_alone_stay() -> None:
    assert put_right("*") == "*"


def odd_draft() -> Draft:
    made = draft()
    made.clauses[0].text = "回顾第90/1号决议,又回顾其宣言*，"
    made.footnotes["3"] = DraftFootnote("3", "见A/90/8号文件;")
    return made


def codes(made: Draft) -> list[tuple[str, str, str]]:
    found = check(made, Citations())
    return [
        (one.place, one.code, one.values.get("signs") or one.values["digits"])
        for one in found
        if one.code in ("checking.signs", "checking.mark_in_words", "text.mark_left_in")
    ]


def test_the_whole_text_has_one_finding_and_one_mend_puts_it_right() -> None:
    made = odd_draft()
    assert codes(made) == [("metadata", "checking.signs", "* , ;")]
    done = mend(made, [ask(made, {"operation": "signs"})])
    assert (done.unplaced, codes(done.draft)) == ([], [])
    assert done.draft.clauses[0].text == "回顾第90/1号决议，又回顾其宣言，"
    assert done.draft.clauses[0].marks == [Mark("1", 9)]
    assert done.draft.footnotes["3"].text == "见A/90/8号文件；"


def test_the_finding_is_settled_for_the_whole_text() -> None:
    made = odd_draft()
    [finding] = [one for one in check(made, Citations()) if one.code == "checking.signs"]
    done = mend(made, [ask(made, {"operation": "settle", "finding": finding.key})])
    assert done.settled == {finding.key}


def test_other_languages_have_their_own_signs() -> None:
    made = dataclasses.replace(draft(), language="en")
    made.clauses[0].text = "Recalling 决议, *"
    assert codes(made) == []


def test_a_mark_that_a_mend_leaves_in_the_words_is_found() -> None:
    made = draft()
    made.clauses[0].text = "回顾《宣言》4，"
    assert codes(made) == [("pp1", "checking.mark_in_words", "4")]


def test_a_mark_that_the_reader_has_found_is_one_finding_until_it_is_gone() -> None:
    made = draft(warnings=[ReadingWarning("pp1", "text.mark_left_in", {"digits": "4"})])
    made.clauses[0].text = "回顾《宣言》4，"
    assert codes(made) == [("pp1", "text.mark_left_in", "4")]
    made.clauses[0].text = "回顾《宣言》，"
    assert codes(made) == []
