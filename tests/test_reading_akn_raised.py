"""Tests raised, lowered and deleted words in AKN4UN: exponents are no footnote marks, and a deletion is reported."""

from __future__ import annotations

import pytest

from archive.reading.draft import Mark
from tests.test_reading_akn import clauses, numbered, read, resolution

NOTE = "<authorialNote marker='6'><p><sup>6</sup> 第{}号公报。</p></authorialNote>"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("共有10<sup>6</sup>公斤。", "共有10⁶公斤。"),
        ("共有2.5×10<sup>-3</sup>克。", "共有2.5×10⁻³克。"),
        ("共有10<sup> 12 </sup>个。", "共有10¹²个。"),
        ("共有10<sup>n</sup>个。", "共有10ⁿ个。"),
        ("面积为25米<sup>2</sup>。", "面积为25米²。"),
        ("面积为25 km<sup><i>2</i></sup>。", "面积为25 km²。"),
        ("密度为3 kg/m<sup>3</sup>。", "密度为3 kg/m³。"),
        ("排放CO<sub>2</sub>和CH<sub>4</sub>。", "排放CO₂和CH₄。"),
        ("变量x<sub>q</sub>。", "变量xq。"),  # no lowered q exists
        ("第1<sup>st</sup>次。", "第1st次。"),  # letters are not raised
    ],
)
def test_exponents_and_indexes(words: str, text: str) -> None:
    draft = read(resolution(numbered("1.", words)))
    assert clauses(draft) == [("operative", "op1", "1.", text)]
    assert (draft.clauses[0].marks, draft.warnings) == ([], [])


@pytest.mark.parametrize(
    ("words", "text", "marks"),
    [
        (f"见公报{NOTE}和10<sup>7</sup>。", "见公报和10⁷。", [Mark("6", 3)]),
        (f"见公报{NOTE}和3×10<sup>6</sup>克。", "见公报和3×10⁶克。", [Mark("6", 3)]),
        (f"见公报{NOTE}和A/99/10<sup>6</sup>。", "见公报和A/99/10。", [Mark("6", 3), Mark("6", 11)]),
        (f"见公报{NOTE}和2044<sup>6</sup>年。", "见公报和2044年。", [Mark("6", 3), Mark("6", 8)]),
        (f"先有10<sup>6</sup>，后有公报{NOTE}。", "先有10⁶，后有公报。", [Mark("6", 10)]),
    ],
)
def test_exponents_beside_marks(words: str, text: str, marks: list[Mark]) -> None:
    draft = read(resolution(numbered("1.", words)))
    assert (draft.clauses[0].text, draft.clauses[0].marks, draft.warnings) == (text, marks, [])


def test_an_exponent_in_a_footnote() -> None:
    draft = read(resolution(numbered("1.", f"见公报{NOTE.format('10<sup>6</sup>')}。")))
    assert (draft.footnotes["6"].text, draft.warnings) == ("第10⁶号公报。", [])


def test_a_raised_number_behind_a_symbol_is_a_mark_even_without_its_footnote() -> None:
    draft = read(resolution(numbered("1.", "见A/99/10<sup>7</sup>。")))
    assert (draft.clauses[0].text, draft.clauses[0].marks) == ("见A/99/10。", [Mark("7", 8)])
    assert [(w.place, w.code) for w in draft.warnings] == [("footnote 7", "reading.mark_without_footnote")]


DELETIONS = [
    ("words", numbered("1.", "重申<del>旧</del><ins>新</ins>义务。"), [("op1", "重申新义务。")], [("op1", "旧")]),
    (
        "marked up",
        numbered("1.", "重申<b><del>旧<i>有</i></del></b>义务。"),
        [("op1", "重申义务。")],
        [("op1", "旧有")],
    ),
    (
        "a number",
        numbered("<del>3.</del><ins>2.</ins>", "重申。"),
        [("op2", "重申。")],
        [("op2", "3.")],
    ),
    (
        "a whole paragraph",
        numbered("1.", "重申。")
        + "<paragraph status='removed'><num>2.</num><content><p>撤回。</p></content></paragraph>",
        [("op1", "重申。")],
        [("op1", "2.撤回。")],
    ),
    (
        "all words of a paragraph",
        numbered("1.", "重申。") + "<paragraph><content><p><del>撤回。</del></p></content></paragraph>",
        [("op1", "重申。")],
        [("op1", "撤回。")],
    ),
    (
        "a cell and a row",
        "<table><tr><td><p>甲<del>乙</del></p></td></tr><tr status='removed'><td><p>丙</p></td></tr></table>",
        [("table1", "甲")],
        [("table1", "乙"), ("table1", "丙")],
    ),
    (
        "a footnote",
        numbered("1.", "见公报<authorialNote marker='1'><p>第<del>8</del>9号。</p></authorialNote>。"),
        [("op1", "见公报。")],
        [("footnote 1", "8")],
    ),
    (
        "a footnote mark",
        numbered("1.", "见公报<del><authorialNote marker='1'><p>旧注。</p></authorialNote></del>。"),
        [("op1", "见公报。")],
        [("op1", "旧注。")],
    ),
]


@pytest.mark.parametrize(
    ("body", "texts", "deleted"), [row[1:] for row in DELETIONS], ids=[row[0] for row in DELETIONS]
)
def test_deleted_words_are_left_out_and_said(
    body: str, texts: list[tuple[str, str]], deleted: list[tuple[str, str]]
) -> None:
    draft = read(resolution(body))
    assert [(clause.path, clause.text) for clause in draft.clauses] == texts
    assert [(w.place, w.code, w.values["words"]) for w in draft.warnings] == [
        (place, "akn.deleted_words", words) for place, words in deleted
    ]


def test_a_deletion_in_the_title_and_the_formula() -> None:
    draft = read(resolution(title="<del>旧</del>试验", preamble="<formula><p>大会<del>堂</del>，</p></formula>"))
    assert (draft.title, draft.formula) == ("试验", "大会，")
    assert [(w.place, w.values["words"]) for w in draft.warnings] == [("metadata", "旧"), ("formula", "堂")]


def test_deleted_words_are_in_the_lines_of_the_original() -> None:
    draft = read(resolution(numbered("1.", "重申<del>旧</del>义务。")))
    assert [line.text for line in draft.lines if line.place == "op1"] == ["1. 重申旧义务。"]
