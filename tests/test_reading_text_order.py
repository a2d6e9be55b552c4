"""Tests texts in which an extractor separated numbers from their words. Numbers are put back where only one order is
possible; otherwise there is a warning."""

from __future__ import annotations

import pytest

from tests.test_reading_text import bare, clauses, read

HEAD = "65/72. 标题\n大会，\n"
END = "2010年12月8日\n第60次全体会议\n"


def test_a_verb_after_a_comma_in_a_numbered_paragraph_is_not_the_first_line_of_the_next() -> None:
    draft = read(
        f"{HEAD}回顾某事，\n注意到甲国开展的\n1.\n各项研究；\n2.\n注意到乙国开展的研究，\n鼓励丙国继续支持；\n3.\n"
        f"请丁国报告。\n{END}"
    )
    assert [(c.label, c.text) for c in draft.clauses] == [
        ("", "回顾某事，"),
        ("1.", "注意到甲国开展的各项研究；"),
        ("2.", "注意到乙国开展的研究，鼓励丙国继续支持；"),
        ("3.", "请丁国报告。"),
    ]


def test_numbers_after_the_first_line_of_their_paragraphs() -> None:
    draft = read(
        f"{HEAD}回顾甲乙丙丁，\n促请所有会员国甲乙丙丁戊己庚辛壬癸\n\n1.\n\n子丑；\n"
        f"又促请所有会员国甲乙丙丁戊己庚辛壬\n\n2.\n\n寅卯，辰巳；\n3.\n\n请秘书长午未；\n决定甲乙丙丁戊己\n\n4.\n\n申酉。\n{END}"
    )
    assert clauses(draft) == [
        ("preambular", "", "回顾甲乙丙丁，"),
        ("operative", "1.", "促请所有会员国甲乙丙丁戊己庚辛壬癸子丑；"),
        ("operative", "2.", "又促请所有会员国甲乙丙丁戊己庚辛壬寅卯，辰巳；"),
        ("operative", "3.", "请秘书长午未；"),
        ("operative", "4.", "决定甲乙丙丁戊己申酉。"),
    ]
    assert draft.warnings == []


def test_numbers_all_together_before_their_paragraphs() -> None:
    draft = read(f"{HEAD}回顾甲乙丙丁，\n\n1.\n2.\n3.\n\n促请甲乙\n丙丁；\n又促请戊己；\n决定庚辛\n壬癸。\n\n{END}")
    assert [(label, text) for _, label, text in clauses(draft)] == [
        ("", "回顾甲乙丙丁，"), ("1.", "促请甲乙丙丁；"), ("2.", "又促请戊己；"), ("3.", "决定庚辛壬癸。"),
    ]  # fmt: skip
    assert draft.warnings == []


def test_more_numbers_than_paragraphs_give_a_warning() -> None:
    draft = read(f"{HEAD}回顾甲乙丙丁，\n\n1.\n2.\n3.\n\n促请甲乙\n丙丁；\n又促请戊己。\n\n{END}")
    assert [(w.place, w.values) for w in draft.warnings if w.code == "text.numbers_apart"] == [
        ("line 5", {"words": "1. 2. 3."})
    ]


def _paged(notes: str) -> str:
    return (
        f"{HEAD}回顾《甲条约》1和《乙条约》2以及《丙条约》3的\n\n{notes}\n\n10-51601\n\n1/2\n\n标题\n\nA/RES/65/72\n\n"
        f"规定，\n1. 决定甲乙。\n{END}"
    )


def test_footnotes_whose_numbers_follow_the_words_of_others() -> None:
    for notes in (
        "1\n\n《甲书》第一卷。\n乙书，第二卷，\n第三章。\n3\n丙书。\n2",
        "1\n2\n\n《甲书》第一卷。\n乙书，第二卷，\n第三章。\n3\n丙书。",
        "1\n《甲书》第一卷。\n2 乙书，第二卷，\n第三章。\n3 丙书。",
    ):
        draft = read(_paged(notes))
        assert {marker: note.text for marker, note in draft.footnotes.items()} == {
            "1": "《甲书》第一卷。", "2": "乙书，第二卷，第三章。", "3": "丙书。",
        }  # fmt: skip
        assert draft.clauses[0].text == "回顾《甲条约》和《乙条约》以及《丙条约》的规定，"
        assert [mark.marker for mark in draft.clauses[0].marks] == ["1", "2", "3"]
        assert draft.warnings == []


def test_footnotes_that_can_be_divided_in_two_ways_give_a_warning() -> None:
    draft = read(_paged("1\n\n甲书。\n乙书。\n丙书。\n3\n丁书。\n2"))
    assert [w.values for w in draft.warnings if w.code == "text.footnotes_apart"] == [{"numbers": "1, 2"}]
    assert "".join(note.text for note in draft.footnotes.values()) == "甲书。乙书。丙书。丁书。"


def test_a_mark_at_the_start_of_a_line_over_numbered_paragraphs_begins_no_footnote() -> None:
    draft = read(
        f"{HEAD}重申第1条和甲乙丙丁戊己庚辛，\n\x0c回顾在《甲条约》\n1中甲乙丙丁戊己的，\n1. 决定丙丁；\n"
        f"2. 请秘书长戊己；\n1 见甲书。\n\x0c3. 又决定庚辛。\n{END}"
    )
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "见甲书。"}
    assert [label for _, label, _ in clauses(draft)] == ["", "", "1.", "2.", "3."]
    assert draft.clauses[1].text == "回顾在《甲条约》中甲乙丙丁戊己的，"


def test_a_text_quoted_in_a_mail() -> None:
    text = f"{HEAD}回顾甲乙，\n\n1. 决定丙丁。\n{END}"
    quoted = read("".join(f"> {line}\n" for line in text.splitlines()))
    assert clauses(quoted) == clauses(read(text))
    assert quoted.warnings == []


LONG = "《大会正式记录，第四十八届会议，甲乙丙丁》，\n第一卷(NPT/CONF.2000/28\n(Parts I))。"


@pytest.mark.parametrize("numbers", ["1\n2\n{notes}", "{notes}\n1\n2"], ids=["before", "after"])
@pytest.mark.parametrize("rule", ["________\n", ""], ids=["rule", "no rule"])
@pytest.mark.parametrize("foot", ["1/3 10-51601\n\x0c", ""], ids=["page", "no page"])
def test_the_numbers_of_a_page_before_or_after_all_its_footnotes(numbers: str, rule: str, foot: str) -> None:
    notes = numbers.format(notes=f"{LONG}\n见A/65/410。")
    draft = read(
        f"{HEAD}重申甲乙丙丁戊己庚辛，\n回顾《甲条约》1和《乙条约》2以及《丙条约》的\n{rule}{notes}\n{foot}规定，\n"
        f"1. 决定甲乙。\n{END}"
    )
    assert {marker: bare(note.text) for marker, note in draft.footnotes.items()} == {
        "1": "《大会正式记录，第四十八届会议，甲乙丙丁》，第一卷(NPT/CONF.2000/28(PartsI))。", "2": "见A/65/410。",
    }  # fmt: skip
    assert draft.clauses[1].text == "回顾《甲条约》和《乙条约》以及《丙条约》的规定，"
    assert [mark.marker for mark in draft.clauses[1].marks] == ["1", "2"]
    assert draft.warnings == []


def test_the_numbers_of_all_footnotes_after_their_words_at_the_end() -> None:
    draft = read(f"{HEAD}回顾《甲条约》1和《乙条约》2的规定，\n1. 决定甲乙。\n{END}见甲书，\n第一卷。\n同上。\n1\n2\n")
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "见甲书，第一卷。", "2": "同上。"}
    assert (draft.end, draft.warnings) == (END.strip(), [])


def test_a_number_on_its_line_before_a_footnote_without_a_page() -> None:
    draft = read(
        f"{HEAD}回顾《甲条约》1的目标和《乙条约》2的\n1\n见甲书。\n2\n见乙书，\n第一卷。\n规定，\n重申丙丁，\n"
        f"1. 决定甲乙。\n{END}"
    )
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "见甲书。", "2": "见乙书，第一卷。"}
    assert [text for _, _, text in clauses(draft)] == [
        "回顾《甲条约》的目标和《乙条约》的规定，",
        "重申丙丁，",
        "决定甲乙。",
    ]


def test_marks_on_lines_of_their_own_are_not_the_numbers_of_footnotes() -> None:
    draft = read(
        f"{HEAD}回顾《甲条约》\n1\n的目标，\n重申《乙条约》\n2\n的目标，\n1 见甲书。\n2 见乙书。\n\x0c"
        f"1. 决定甲乙。\n{END}"
    )
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "见甲书。", "2": "见乙书。"}
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [["1"], ["2"], []]
