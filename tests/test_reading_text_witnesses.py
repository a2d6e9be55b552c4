"""Tests the witnesses of printed lines: an invented example for each witness, and the decisions of the tables."""

from __future__ import annotations

from typing import Any

import pytest

from archive.reading.printed.commas import COMMA, CommaEnd
from archive.reading.printed.footnote_edges import (
    BODY_RESUMES,
    FOOTNOTES_BEGIN,
    BodySoFar,
    Footnote,
    FootnoteLayout,
    PossibleReturn,
    PossibleStart,
    body_resumes,
    footnotes_begin,
)
from archive.reading.printed.headings import HEADING, PossibleHeading
from archive.reading.printed.layout import BREAKS, Break, Layout, study
from archive.reading.printed.lines import TextLine, lines_of
from archive.reading.printed.mark_costs import BARE_NUMBER, LATIN_NUMBER, BareNumber
from archive.reading.printed.note_numbers import note_start
from archive.reading.printed.witnesses import ALWAYS, NEVER, Witnesses


def speaking(table: Witnesses[Any], evidence: object) -> list[str]:
    """The names of the witnesses that apply."""
    return [witness.__name__ for _, witness in table.rows if witness(evidence)]


def names(table: Witnesses[Any]) -> set[str]:
    return {witness.__name__ for _, witness in table.rows}


def one_line(text: str, **known: Any) -> TextLine:
    [line] = lines_of(text)
    for name, value in known.items():
        setattr(line, name, value)
    return line


# The table itself


def is_even(number: int) -> bool:
    return number % 2 == 0


def is_large(number: int) -> bool:
    return number > 100


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


@pytest.mark.parametrize(
    ("rows", "number", "weight", "decision"),
    [
        (((2, is_even), (1, sign)), 4, 3, 1),
        (((2, is_even), (1, sign)), 3, 1, 1),
        (((2, is_even), (1, sign)), -3, -1, -1),
        (((2, is_even), (1, sign)), -4, 1, 1),
        (((1, is_even), (1, sign)), -4, 0, 0),
        (((NEVER, is_large), (5, is_even)), 200, NEVER, -1),
        (((5, is_even), (ALWAYS, is_large), (NEVER, is_even)), 200, ALWAYS, 1),
        ((), 1, 0, 0),
    ],
)
def test_weights_add_up(rows: Any, number: int, weight: float, decision: int) -> None:
    table: Witnesses[int] = Witnesses(*rows)
    assert (table.weigh(number), table.decide(number)) == (weight, decision)


# Marks: the number is between < and >


MARKS = {
    "follows_closing_mark": "回顾《条约》<2> 的规定",
    "follows_word": "所有国家<2> 的规定",
    "follows_instrument": "不扩散条约<2> 的规定",
    "follows_digit": "在2010 <2> 中",
    "begins_thousands": "共有<1> 033人",
    "is_listed": "第5、<11>和13段",
    "begins_list": "目标<1>、2和3",
    "numbers_an_item": "目标<3>的",
    "is_ordinal": "第<2>号",
    "is_in_date": "2010 年<2> 月",
    "follows_counting_word": "共<2>个",
    "counts_but_is_set_apart": "国家<2> 个",
    "counts_in_text_with_such_spaces": "为期<2> 天",
    "counts_behind_quotation": "《条约》<2>年",
    "counts": "共<2>年",
    "is_spaced_in_tight_text": "国家 <2> 的",
    "is_spaced_in_spaced_text": "国家 <2> 的",
    "lacks_space_in_spaced_text": "国家 <2>的",
    "is_set_apart": "国家<2> 的",
    "ends_line": "国家<2>\n的",
    "runs_on_behind_closing_mark": "《条约》<2>的",
    "runs_on": "国家<2>的",
    "runs_into_bracket_behind_closing_mark": "规定、<2>(a)分段",
    "runs_into_bracket": "段<2>(a)",
}


def bare_number(text: str, tight: bool, spaces_follow: bool = False) -> BareNumber:
    before, _, rest = text.partition("<")
    number, _, after = rest.partition(">")
    return BareNumber(before + number + after, len(before), len(before + number), tight, spaces_follow)


@pytest.mark.parametrize("name", MARKS)
def test_the_witnesses_of_a_mark(name: str) -> None:
    number = bare_number(MARKS[name], tight="spaced_text" not in name, spaces_follow="such_spaces" in name)
    assert name in speaking(BARE_NUMBER, number)


def test_every_witness_of_a_mark_has_an_example() -> None:
    assert set(MARKS) == names(BARE_NUMBER)


LATIN_MARKS = {
    "is_spaced": "of paragraph <2> of",
    "begins_line": "of States\n<2> that",
    "begins_line_and_counts": "of\n<2> December",
    "follows_capital": "the P<5> States",
    "follows_opening_sign": "the “<2> States”",
    "follows_abbreviation": "A/65/72/Corr.<1>, and",
    "ends_thousands": "of 1,<000> tons",
    "follows_digit": "in 2005<4> and",
}


@pytest.mark.parametrize("name", LATIN_MARKS)
def test_the_witnesses_of_a_mark_in_an_english_text(name: str) -> None:
    assert name in speaking(LATIN_NUMBER, bare_number(LATIN_MARKS[name], tight=False))


def test_every_witness_of_a_mark_in_an_english_text_has_an_example() -> None:
    assert set(LATIN_MARKS) == names(LATIN_NUMBER)


@pytest.mark.parametrize(
    ("likelier", "less_likely"),
    [
        ("不扩散条约<2> 的规定", "所有国家<2> 的规定"),
        ("回顾《条约》<2> 的规定", "回顾第<2> 段的规定"),
        ("回顾《条约》<2>的规定", "所有国家<2>的规定"),
        ("所有国家<2> 的规定", "共有<2>个国家"),
    ],
)
def test_which_number_is_likelier_a_mark(likelier: str, less_likely: str) -> None:
    assert BARE_NUMBER.weigh(bare_number(likelier, True)) < BARE_NUMBER.weigh(bare_number(less_likely, True))


# Headings


def heading(text: str, below: str = "\n回顾甲乙丙丁，", **known: Any) -> PossibleHeading:
    usual: dict[str, Any] = {
        "layout": Layout(full_width=40), "in_annex": False, "closed": True, "goes_on": False, "is_first": False,
        "below_annex_heading": False, "after_comma": False, "numbered": False, "begins": False,
    }  # fmt: skip
    return PossibleHeading(lines=lines_of(text + below), index=0, **usual | known)


HEADINGS = {
    "paragraph_is_open": heading("总则", closed=False),
    "follows_comma": heading("甲乙丙丁戊己庚辛壬癸子", after_comma=True),
    "begins_with_and": heading("并请秘书长报告"),
    "is_first_without_number": heading("总则", is_first=True),
    "is_lone_mark": heading("2"),
    "is_labelled_clause": heading("(a) 总则"),
    "continues_by_layout": heading("总则", goes_on=True),
    "opens_clause": heading("回顾甲乙"),
    "reads_as_sentence": heading("甲乙丙丁，"),
    "is_too_long": heading("甲乙\n丙丁\n戊己\n庚辛"),
    "has_nothing_below": heading("总则", below=""),
    "has_section_number": heading("一、总则"),
    "names_annex": heading("甲乙丙丁", below_annex_heading=True),
    "is_set_off_below": heading("甲乙丙丁", "\n\n回顾甲乙丙丁，", layout=Layout(by_gap=True)),
    "ends_short": heading("甲乙丙丁"),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_the_witnesses_of_a_heading(name: str) -> None:
    assert name in speaking(HEADING, HEADINGS[name])


def test_every_witness_of_a_heading_has_an_example() -> None:
    assert set(HEADINGS) == names(HEADING)


# A comma at the end of a full line

LONG = "铭记裁减军备是维护国际和平与安全的一项重要措施，"
COMMAS = {
    "acts_under_charter": (CommaEnd(LONG, "根据《联合国宪章》第七章采取行动，"), 1),
    "is_inside_brackets": (CommaEnd("回顾题为“裁军，", "促进合作”的决议"), -1),
    "opens_with_weak_verb": (CommaEnd(LONG, "支持各国"), -1),
    "waits_for_verb": (CommaEnd("注意到在最后文件中，", "重申其决定"), -1),
    "is_short": (CommaEnd("深信某事，", "强调各国"), -1),
    "repeats_without_again": (CommaEnd("确认甲乙丙丁，", "确认戊己"), -1),
    "says_again_another_verb": (CommaEnd("确认甲乙丙丁，", "又重申戊己"), -1),
    "is_indented": (CommaEnd(LONG, "强调各国", indented=True), 1),
    "says_again": (CommaEnd("确认甲乙丙丁，", "又确认戊己"), 1),
    "names_document_before": (CommaEnd("回顾第64/47号决议，", "强调各国"), 1),
    "refers_back": (CommaEnd(LONG, "强调这一措施"), -1),
    "urges": (CommaEnd(LONG, "鼓励各国"), -1),
    "hopes": (CommaEnd(LONG, "期待各国"), -1),
    "is_first_piece": (CommaEnd(LONG, "对甲乙表示遗憾"), -1),
    "opens_as_preambles_do": (CommaEnd(LONG, "回顾甲乙"), 1),
}


@pytest.mark.parametrize("name", COMMAS)
def test_the_witnesses_of_a_comma(name: str) -> None:
    evidence, answer = COMMAS[name]
    assert {witness.__name__: witness(evidence) for _, witness in COMMA.rows}[name] == answer


def test_every_witness_of_a_comma_has_an_example() -> None:
    assert set(COMMAS) == names(COMMA)


# The layout: witnesses between two lines


def between(before: str, line: str, layout: Layout, point_indent: int | None = None, **known: Any) -> Break:
    return Break(layout, one_line(before), one_line(line, **known), point_indent)


BREAKS_SHOWN = {
    "begins_with_raised_mark": (between("回顾《条约》", "¹的规定", Layout()), -1),
    "goes_on_with_point": (between("  丙丁戊己", "  庚辛壬癸", Layout(by_indent=1), point_indent=2), -1),
    "every_line_begins": (between("回顾甲乙，", "又回顾丙丁，", Layout(one_line=True)), 1),
    "has_gap_before": (between("回顾甲乙，", "又回顾丙丁，", Layout(by_gap=True), gap=True), 1),
    "is_indented": (between("回顾甲乙，", "  又回顾丙丁，", Layout(by_indent=1)), 1),
    "is_indented_behind_notes": (
        between("回顾甲乙", "丙丁，", Layout(by_indent=1, notes_indent=3), after_notes=True, indent=3), -1,
    ),
    "begins_in_face": (between("回顾甲乙，", "又回顾丙丁，", Layout(by_face=True), set_apart=((0, 3),)), 1),
    "has_room_before": (between("回顾甲乙，", "又回顾丙丁，", Layout(full_width=40)), 1),
    "lacks_face": (between("回顾甲乙丙丁戊己", "庚辛，", Layout(by_face=True)), -1),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS_SHOWN)
def test_the_witnesses_of_the_layout(name: str) -> None:
    here, shown = BREAKS_SHOWN[name]
    assert name in speaking(BREAKS, here)
    assert BREAKS.decide(here) == shown


def test_every_witness_of_the_layout_has_an_example() -> None:
    assert set(BREAKS_SHOWN) == names(BREAKS)


def test_the_strongest_witness_of_the_layout_decides() -> None:
    weights = [weight for weight, _ in BREAKS.rows]
    assert all(weight > sum(weights[place + 1 :]) for place, weight in enumerate(weights))


PREAMBLE = "回顾甲乙丙丁戊己庚辛\n壬癸甲乙，\n又回顾子丑寅卯辰巳\n午未申酉，\n重申甲乙丙丁戊己庚辛\n壬癸。"


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("回顾甲乙，\n又回顾丙丁，\n重申戊己。", Layout(one_line=True)),
        (PREAMBLE, Layout(full_width=20)),
        ("\n" + PREAMBLE.replace("，\n", "，\n\n"), Layout(full_width=20, by_gap=True)),
        ("\n".join(("  " if x[0] in "回又重" else "") + x for x in PREAMBLE.split("\n")),
         Layout(full_width=22, by_indent=1)),
        ("\n".join(("" if x[0] in "回又重" else "  ") + x for x in PREAMBLE.split("\n")),
         Layout(full_width=20, indent=2, by_indent=-1)),
    ],
    ids=["a paragraph a line", "nothing", "empty lines", "indented", "hanging out"],
)  # fmt: skip
def test_the_measures_of_a_layout(text: str, measured: Layout) -> None:
    assert study(lines_of(text)) == measured


# Footnotes: their beginning without a rule, and the return of the body


def start(text: str, *seen: str, anew: bool = False, **known: Any) -> PossibleStart:
    """Footnotes may begin at the second line; the first two lines are the page before."""
    lines = lines_of("回顾甲乙丙丁\n" + text)
    found = note_start(lines[1].plain)
    assert found is not None
    layout, body = FootnoteLayout(lines), BodySoFar()
    for line in lines_of("\n".join(seen)):
        body.add(line, is_end=False)
    for holder in (layout, body, lines[1]):
        for name, value in known.items():
            if hasattr(holder, name):
                setattr(holder, name, value)
    return PossibleStart(lines, 1, found, layout, body, anew)


STARTS = {
    "number_was_put_back": (start("1\n甲乙", of_notes=True), True),
    "is_behind_the_end": (start("1 甲乙", ended=True), True),
    "is_dotted_in_the_body": (start("1. 决定甲乙"), False),
    "rules_are_printed": (start("1 见甲。", "《条约》1 的", ruled=True), False),
    "counts_something": (start("1 年内", "《条约》1 的"), False),
    "was_a_mark": (start("1 见甲。", "《条约》1 的"), True),
    "has_words_of_notes": (start("1 见甲"), False),
    "fills_its_page": (start("1 见甲。", has_pages=True), True),
    "is_spaced_in_tight_text": (start("1 甲乙", "2010年《条约》1 的", tight=True), True),
    "has_capital": (start("2 Argentina and Chile", "of States2 that"), True),
    "is_a_letter": (start("a 甲乙", "《条约》a的"), True),
    "begins_anew": (start("1 甲乙", "2010年《条约》1 的", tight=True, anew=True), False),
    "cuts_a_short_line": (start("1《甲书》", "《条约》1的", full_width=40), False),
    "is_dotted_behind_the_end": (start("1. 甲乙", "《条约》1 的", ended=True), True),
}


@pytest.mark.parametrize("name", STARTS)
def test_the_witnesses_of_the_beginning_of_footnotes(name: str) -> None:
    here, begins = STARTS[name]
    assert name in speaking(FOOTNOTES_BEGIN, here)
    assert footnotes_begin(here) is begins


def test_every_witness_of_a_footnotes_beginning_has_an_example() -> None:
    assert set(STARTS) == names(FOOTNOTES_BEGIN)


def back(text: str, note: str = "见甲。", last: str = "回顾甲乙，", **known: Any) -> PossibleReturn:
    line = one_line(text, **{name: value for name, value in known.items() if name in ("gap", "of_notes")})
    layout, body = FootnoteLayout([line]), BodySoFar(one_line(last), ended=known.get("ended", False))
    layout.double_spaced = known.get("double_spaced", False)
    here = PossibleReturn(line, Footnote("1", 0, None, [note]), False, True, layout, body)
    changed = {name: value for name, value in known.items() if name in ("is_end", "below_last_edge")}
    return PossibleReturn(**{name: getattr(here, name) for name in PossibleReturn.__dataclass_fields__} | changed)


RETURNS = {
    "was_put_in_order": (back("甲乙", of_notes=True), False),
    "is_the_end": (back("2010年12月8日", is_end=True), True),
    "is_an_annex": (back("附件"), True),
    "lacks_a_gap": (back("丙丁", double_spaced=True), True),
    "notes_are_at_the_end": (back("丙丁", ended=True), False),
    "note_is_not_finished": (back("丙丁", note="见甲"), False),
    "begins_a_clause": (back("又回顾丙丁，"), True),
    "has_a_gap_as_all_lines": (back("丙丁", double_spaced=True, gap=True), False),
    "page_is_not_over": (back("丙丁", below_last_edge=False), False),
    "goes_on_as_notes_do": (back("另见乙。"), False),
}


@pytest.mark.parametrize("name", RETURNS)
def test_the_witnesses_of_the_return_of_the_body(name: str) -> None:
    here, resumes = RETURNS[name]
    assert name in speaking(BODY_RESUMES, here)
    assert body_resumes(here) is resumes


def test_every_witness_of_the_bodys_return_has_an_example() -> None:
    assert set(RETURNS) == names(BODY_RESUMES)


def test_without_a_witness_a_full_stop_ends_the_footnote() -> None:
    assert body_resumes(back("丙丁"))
