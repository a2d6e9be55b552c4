"""Tests that two columns, which an extractor has kept side by side, are read one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.reading.printed.columns import unfold
from tests.layouts import Layout, Resolution, print_out
from tests.test_reading_text import clauses, read

LEFT = [
    "甲乙丙丁戊己庚辛壬癸甲乙", "丙丁戊己，", "  回顾子丑寅卯辰巳午未，", "重申甲乙丙丁戊己庚辛壬癸",
    "丙丁戊己庚辛壬癸，", "又重申甲乙丙丁，",
]  # fmt: skip
RIGHT = [
    "1. 决定甲乙丙丁戊己庚辛；", "2. 请丙丁戊己庚辛壬癸", "子丑寅卯辰巳；", "3. 敦促甲乙丙丁戊己庚辛", "壬癸子丑；",
    "4. 决定继续审议。",
]  # fmt: skip


def side_by_side(left: list[str], right: list[str], gutter: int = 30) -> str:
    return "\n".join(f"{a:{gutter}}{b}".rstrip() for a, b in zip(left, right, strict=True))


def in_print(left: list[str], right: list[str]) -> str:
    """The right column begins at the same place in print, where a Han character is two columns wide."""
    return "\n".join(f"{a}{' ' * (40 - 2 * len(a) + a.count(' '))}{b}" for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("printed", [side_by_side(LEFT, RIGHT), in_print(LEFT, RIGHT)], ids=["characters", "print"])
def test_the_left_column_is_before_the_right(printed: str) -> None:
    assert unfold(printed).split("\n") == [*LEFT, *RIGHT]


def test_a_row_across_both_columns_stays_between_what_is_above_and_below() -> None:
    across = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸"
    columns = side_by_side(LEFT, RIGHT)
    assert unfold(f"{across}\n{columns}").split("\n") == [across, *LEFT, *RIGHT]
    assert unfold(f"{columns}\n{across}\n{columns}").split("\n") == [*LEFT, *RIGHT, across, *LEFT, *RIGHT]


def test_a_character_of_uncertain_width_in_the_left_column_divides_no_columns() -> None:
    left = [*LEFT[:3], "重申甲·乙丙丁·戊己庚辛壬", *LEFT[4:]]
    assert unfold(in_print(left, RIGHT)).split("\n") == [*left, *RIGHT]


def test_a_page_number_in_the_middle_is_after_both_columns() -> None:
    assert unfold(side_by_side(LEFT, RIGHT) + f"\n\n{' ' * 29}3\f").split("\n")[-1].strip() == "3"


def test_a_short_last_column_is_that_of_the_page_before() -> None:
    last = side_by_side(["甲乙丙丁，", "戊己庚辛，"], ["", "2010年12月8日"])
    page = unfold(f"{side_by_side(LEFT, RIGHT)}\f{last}").split("\f")[1]
    assert page.split() == ["甲乙丙丁，", "戊己庚辛，", "2010年12月8日"]


def test_words_of_one_column_make_no_gap_in_the_other() -> None:
    uneven = side_by_side([*LEFT[:1], "", *LEFT[1:]], [RIGHT[0], "", *RIGHT[1:]])
    assert unfold(uneven).split("\n") == [LEFT[0], "", *LEFT[1:], RIGHT[0], "", *RIGHT[1:]]
    uneven = side_by_side([LEFT[0], "", LEFT[1], *LEFT[2:]], [*RIGHT, "5. 请甲乙丙丁戊己。"])
    assert unfold(uneven).split("\n")[:2] == LEFT[:2]


@pytest.mark.parametrize(
    "text",
    [
        "联合国                A/RES/65/72\n大会                Distr.: General\n                9 December 2010",
        "\n".join(f"甲国{number}                0.{number}" for number in range(20)),
        "\n".join(f"{number}.        决定甲乙丙丁戊己庚辛壬癸子丑；" for number in range(1, 20)),
        "\n".join(LEFT + RIGHT),
        " " * 40 + "\n甲乙",
    ],
    ids=["cover", "table", "numbers apart", "one column", "a rule of spaces"],
)
def test_other_pages_stay_as_they_are(text: str) -> None:
    assert unfold(text) == text


def test_a_resolution_in_two_columns_is_read() -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    rows = [("preambular", "", f"回顾{words[at:]}{words[:at]}，") for at in range(9)]
    rows += [("operative", f"{at}.", f"请{words[at:]}{words[:at]}；") for at in range(1, 9)]
    rows.append(("operative", "9.", "决定继续审议。"))
    doc = Resolution("65/72", "关于甲乙的决议", rows, {})
    for layout in (Layout(columns=18, two_columns=True), Layout(columns=20, two_columns=True, height=12, blank="none")):
        assert clauses(read(print_out(doc, layout))) == rows
        assert clauses(read(print_out(doc, replace(layout, header="none", footer="3")))) == rows


def warnings_of(body: list[str]) -> list[tuple[str, str]]:
    """The place and code of each warning about a resolution with these lines."""
    text = "\n".join(["65/72. 关于甲乙的决议", "大会，", *body, "2010年12月8日", "第60次全体会议"])
    return [(warning.place, warning.code) for warning in read(text).warnings]


FIRST, SECOND = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", "申酉戌亥甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


def test_warns_of_words_of_another_column_after_a_short_line() -> None:
    preamble = [line for _ in range(6) for line in (f"回顾{FIRST}", "", SECOND, "子丑寅卯，", "")]
    strayed = [*preamble, "努力，促进甲乙丙丁，", "", f"重申{FIRST}", "", "子丑，", "", "1. 决定甲。", "", "2. 请乙。"]
    assert warnings_of(strayed) == [("pp6", "text.paragraph_may_begin")]
    assert warnings_of([line for line in strayed if not line.startswith("努力")]) == []


def test_warns_of_a_comma_before_the_next_number() -> None:
    body = ["回顾甲，", "1. 决定乙；", "2. 请丙丁戊己，", "3. 又请庚辛。"]
    assert warnings_of(body) == [("op2", "text.comma_before_number")]
    assert warnings_of([*body[:2], "2. 请丙丁戊己；", body[3]]) == []
