"""Tests what extractors move at the edges of pages and columns: columns, marks and the rest of footnotes."""

from __future__ import annotations

import pytest

from archive.reading.draft import Draft
from archive.reading.printed.commas import begins_after_comma
from archive.reading.printed.exchanged_columns import in_reading_order
from tests.test_reading_text import read, resolution

HEAD = "65/72. 关于甲乙的决议\n大会，"
END = "2010年12月8日\n第60次全体会议"
LINE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"  # a full line of a clause
WIDE = "甲国、乙国、丙国、丁国、戊国、己国、庚国、辛国、壬国、癸国、"  # a full line of a footnote


def marks(draft: Draft) -> dict[str, list[tuple[str, int]]]:
    return {c.path: [(mark.marker, mark.at) for mark in c.marks] for c in draft.clauses if c.marks}


def notes(draft: Draft) -> dict[str, str]:
    return {marker: note.text for marker, note in draft.footnotes.items()}


# Columns that were written in the wrong order

LEFT = f"{HEAD}\n回顾甲乙，\n重申丙丁，"
RIGHT = "欢迎戊己，\n1. 决定庚辛；\n2. 请壬癸；"
UNNUMBERED = "欢迎戊己，\n认识到庚\n辛，"
LATER = "2. 请壬癸；\n3. 又请子丑；\n4. 决定寅卯；"


@pytest.mark.parametrize(
    ("printed", "ordered"),
    [
        (f"{RIGHT}\n\n{LEFT}\n\n\f3. 又请子丑。", f"{LEFT}\n\n{RIGHT}\n\n\f3. 又请子丑。"),
        (f"{UNNUMBERED}\n\n{LEFT}\n\n\f1. 决定子丑。", f"{LEFT}\n\n{UNNUMBERED}\n\n\f1. 决定子丑。"),
        (f"{LATER}\n\n{LEFT}\n1. 决定庚辛；", f"{LEFT}\n1. 决定庚辛；\n\n{LATER}"),
        (f"{LEFT}\n1. 决定庚；\n\f5. 又请子；\n\n{LATER}", f"{LEFT}\n1. 决定庚；\n\f{LATER}\n\n5. 又请子；"),
        (f"{LEFT}\n\n3 见丙书。\n\n1 见甲书。\n2 见乙书。", f"{LEFT}\n\n1 见甲书。\n2 见乙书。\n\n3 见丙书。"),
    ],
    ids=["before the title", "no numbers", "numbers on both sides", "later page", "footnotes"],
)
def test_columns_are_exchanged_where_the_text_decides_it(printed: str, ordered: str) -> None:
    assert in_reading_order(printed) == ordered
    assert in_reading_order(ordered) == ordered


@pytest.mark.parametrize(
    "text",
    [
        f"3. 请壬癸；\n4. 又请子丑；\n5. 决定寅卯。\n\n{LEFT}\n1. 决定庚辛。",
        f"1. 请壬癸；\n2. 又请子丑；\n3. 决定寅卯。\n\n{LEFT}\n\n\f1. 决定庚辛。",
        f"第六十五届会议\n议程项目97\n大会决议\n\n{LEFT}\n1. 决定庚辛。",
        f"A/RES/65/72\n回顾甲乙，\n1. 决定庚辛。\n\n{LEFT}",
        f"{LEFT}\n1. 决定庚辛；\n2. 请壬癸。\n\n附件\n1. 甲乙。\n2. 丙丁。",
        f"{LEFT}\n1. 决定庚辛。\n\n1. 甲乙。\n2. 丙丁。",
    ],
    ids=["rest of another", "another resolution", "cover", "symbol", "annex", "numbers again"],
)
def test_other_blocks_stay_where_they_are(text: str) -> None:
    assert in_reading_order(text) == text


# Marks


@pytest.mark.parametrize(
    ("lines", "text", "at"),
    [
        ("注意到秘书长的\n报告，并欢迎所提出的报\n1\n告，", "注意到秘书长的报告，并欢迎所提出的报告，", 20),
        ("回顾《甲乙条\n1\n约》，", "回顾《甲乙条约》，", 9),
        ("回顾甲乙条约\n1\n的丙，", "回顾甲乙条约的丙，", 6),
        ("回顾甲乙条约\n1\n关于丙丁戊己的规定，", "回顾甲乙条约关于丙丁戊己的规定，", 6),
    ],
    ids=["in a word", "in a title", "before a particle", "before a long line"],
)
def test_a_mark_that_divides_a_word_is_behind_the_last_line(lines: str, text: str, at: int) -> None:
    draft = resolution(lines, "1. 决定丙。", end=f"{END}\n________\n1 见A/65/1。")
    assert draft.clauses[0].text == text
    assert marks(draft) == {"pp1": [("1", at)]}


def test_a_full_page_moves_a_footnote_to_the_next_page() -> None:
    pages = [
        f"{HEAD}\n回顾甲1的乙，\n1. 决定丙的各方核可2的关于丁的宣言；\n________\n1 见A/65/1。",
        f"2. 请戊己；\n3. 决定庚3的辛。\n{END}\n________\n2 见A/65/2。\n3 见A/65/3。",
    ]
    assert marks(read("\f".join(pages))) == {"pp1": [("1", 3)], "op1": [("2", 8)], "op3": [("3", 3)]}


def test_numbers_after_short_lines_begin_no_footnotes() -> None:
    draft = read(
        f"{HEAD}\n回顾{LINE}{LINE}\n子丑，\n确认《甲条约》、\n1《乙条约》、\n2《丙条约》\n3和丁，{LINE}\n戊己，\n"
        f"重申{LINE}{LINE}\n子丑，\n1. 决定庚辛。\n{END}\n1 见A/65/1。\n2 见A/65/2。\n3 见A/65/3。\n"
    )
    assert draft.clauses[1].text == f"确认《甲条约》、《乙条约》、《丙条约》和丁，{LINE}戊己，"
    assert marks(draft) == {"pp2": [("1", 8), ("2", 14), ("3", 19)]}


# Footnotes that go on


def two_pages(first_rest: str) -> str:
    """A footnote goes on at the foot of the second page, below ``first_rest``."""
    return (
        f"{HEAD}\n回顾《甲条约》1的乙，\n重申{LINE}\n子丑，\n1 {WIDE}\n{WIDE}\n1/2\n"
        f"{first_rest}\n{WIDE}\n子国和丑国。\n2 见A/65/2。\n2/2\n2. 请{LINE}\n壬癸。\n{END}\n"
    )


@pytest.mark.parametrize("body", [f"1. 决定{LINE}\n丙，丁《乙条约》2的戊；", f"欢迎{LINE}\n丙丁《乙条约》2的戊，"])
def test_the_rest_of_a_footnote_is_at_the_foot_of_the_next_page(body: str) -> None:
    draft = read(two_pages(body))
    assert notes(draft) == {"1": f"{WIDE}{WIDE}{WIDE}子国和丑国。", "2": "见A/65/2。"}
    assert draft.clauses[2].text == body.removeprefix("1. ").replace("\n", "").replace("2", "")


def test_the_rest_of_a_footnote_has_wider_lines_than_a_body_that_goes_on() -> None:
    text = two_pages(f"1. 决定{LINE}\n{LINE}丙《乙条约》2的").replace("2/2\n2. 请", "2/2\n戊己；\n2. 请")
    text = text.replace(f"{LINE}丙《乙条约》2的\n{WIDE}\n", f"丙《乙条约》2的{LINE[:11]}\n{WIDE}\n{WIDE}\n")
    draft = read(text)
    assert notes(draft)["1"] == f"{WIDE}{WIDE}{WIDE}{WIDE}子国和丑国。"
    assert draft.clauses[2].text == f"决定{LINE}丙《乙条约》的{LINE[:11]}戊己；"


def test_a_footnote_without_its_stop_takes_no_line_of_the_body() -> None:
    pages = [
        f"{HEAD}\n回顾《甲条约》1的乙，\n1 见A/65/1",
        f"1. 决定{LINE}：\n(a) 甲；\n并请丙《乙条约》2的戊。\n2 见A/65/2。",
        END,
    ]
    assert notes(read("\f".join(pages))) == {"1": "见A/65/1", "2": "见A/65/2。"}


def test_the_last_line_of_a_footnote_behind_the_date() -> None:
    draft = resolution("回顾《甲条约》1的乙，", "1. 决定丙。", "1 见《甲书》，第四章，第24", end=f"{END}\n\n段。")
    assert notes(draft) == {"1": "见《甲书》，第四章，第24段。"}


def test_footnotes_with_numbers_in_disorder_go_on_below_their_page() -> None:
    page = f"{HEAD}\n回顾《甲条约》1和《乙条约》2以及《丙条约》3的丁，\n1\n见A/65/1。\n见A/65/2。\n3\n{WIDE}\n2\n{WIDE}"
    rest = f"1. 决定{LINE}\n丙；\n{WIDE}\n子国和丑国。\n4\n见A/65/4。"
    draft = read(f"{page}\f{rest}\f2. 请《丁条约》4的庚辛。\n{END}")
    assert notes(draft) == {
        "1": "见A/65/1。",
        "2": "见A/65/2。",
        "3": f"{WIDE}{WIDE}{WIDE}子国和丑国。",
        "4": "见A/65/4。",
    }


# Numbers and furniture


def test_page_numbers_of_a_volume_beside_a_lone_mark() -> None:
    body = [f"{n}. 请{LINE}，\n决定甲；" for n in range(1, 5)]
    draft = read(f"{HEAD}\n回顾《甲条约》，\n1\n" + "\n".join([*body, END, "1 见A/65/1。", "16", "2 见A/65/2。", "17"]))
    assert notes(draft) == {"1": "见A/65/1。", "2": "见A/65/2。"}
    assert marks(draft) == {"pp1": [("1", 8)]}


def test_an_address_beside_a_symbol_is_furniture() -> None:
    body = ["11/28/26, 7:10 PM", "回顾《甲条约》1的乙，", "1. 决定丙。"]
    draft = resolution(*body, end=f"{END}\n1 见A/65/1。\n\nfile:///tmp/page.html\n\nA/RES/65/72\n\n2/2")
    assert notes(draft) == {"1": "见A/65/1。"}


def test_a_number_before_its_words_is_no_late_number_of_a_numbered_paragraph() -> None:
    draft = resolution("回顾甲，", "决定甲乙丙\n1.\n丁戊；", "2. 请己庚；", "3.", "促请辛壬。")
    assert [(c.label, c.text) for c in draft.clauses[1:]] == [
        ("1.", "决定甲乙丙丁戊；"),
        ("2.", "请己庚；"),
        ("3.", "促请辛壬。"),
    ]


def test_the_number_after_a_point_together_with_its_label() -> None:
    draft = resolution(
        "回顾甲，", "1. 促请各国：", "(a) 采取甲；", "(b)\n2.\n寻求通过丙；\n对丁深表遗憾；", "3. 决定戊。"
    )
    assert [(c.label, c.text) for c in draft.clauses[3:]] == [
        ("(b)", "寻求通过丙；"),
        ("2.", "对丁深表遗憾；"),
        ("3.", "决定戊。"),
    ]


@pytest.mark.parametrize(
    ("before", "begins"),
    [("着重指出在甲行动中需要考虑到乙方面，", True), ("着重指出在甲行动的乙方面，", False)],
)
def test_words_with_their_own_verb_wait_for_none(before: str, begins: bool) -> None:
    assert begins_after_comma(before, "满意地注意到丙")[0] is begins


@pytest.mark.parametrize(
    ("after", "certain"), [("念及乙", True), ("表示关切乙", True), ("再次申明乙", True), ("注意到乙", False)]
)
def test_verbs_that_hardly_ever_follow_a_comma_inside_a_sentence(after: str, certain: bool) -> None:
    assert begins_after_comma("强调甲乙丙丁戊己庚辛壬癸，", after) == (True, certain)
