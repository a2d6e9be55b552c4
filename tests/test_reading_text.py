"""Tests the text reader: on the seed, on real resolutions set as text, and on invented texts with one form each."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.messages import Unreadable
from archive.reading.draft import HEADING, OPERATIVE, PREAMBULAR, Draft, ReadingWarning
from archive.reading.printed import reader as raw_text
from tests.layouts import Layout, Resolution, print_out

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "fixtures" / "resolutions" / "A_RES_65_72.txt"


def read(text: str) -> Draft:
    (draft,) = raw_text.read(text, "test.txt")
    return draft


def resolution(*body: str, head: str = "65/72. 标题", end: str = "2010年12月8日\n第60次全体会议") -> Draft:
    return read("\n".join([head, "大会，", *body, end, ""]))


def clauses(draft: Draft) -> list[tuple[str, str, str]]:
    return [(c.kind, c.label, c.text) for c in draft.clauses]


def bare(text: object) -> str:
    return re.sub(r"\s+", "", str(text))


# The seed


def test_the_seed_is_read_exactly(shared_data: Path) -> None:
    gold = json.loads((shared_data / "gold" / "A_RES_65_72.json").read_text(encoding="utf-8"))
    draft = read(SEED.read_text(encoding="utf-8"))
    assert (draft.symbol, draft.title, str(draft.adopted_on), draft.meeting) == (
        gold["symbol"], gold["title"], gold["adopted_on"], gold["meeting"],
    )  # fmt: skip
    assert [(c.kind, c.label.rstrip(".．"), c.opening, c.text, [m.marker for m in c.marks]) for c in draft.clauses] == [
        (c["kind"], c["label"], c["opening"], c["text"], c["footnotes"]) for c in gold["clauses"]
    ]
    assert {marker: note.text for marker, note in draft.footnotes.items()} == gold["footnotes"]
    assert draft.warnings == []


def test_the_seed_in_the_fixtures_is_that_of_the_shared_data(shared_data: Path) -> None:
    (owners,) = (shared_data / "seed").glob("*.txt")
    assert SEED.read_bytes() == owners.read_bytes()


def test_the_seeds_marks_are_after_their_words() -> None:
    draft = read(SEED.read_text(encoding="utf-8"))
    marked = [(c.path, m.marker, c.text[: m.at][-6:]) for c in draft.clauses for m in c.marks]
    assert marked == [
        ("pp7", "1", "核武器条约》"), ("pp8", "2", "的行动计划，"), ("op1", "1", "核武器条约》"),
        ("op8", "3", "核试验条约》"), ("op13", "4", "的指导方针，"), ("op15", "5", "议定书范本》"),
        ("op17", "6", "问题研究报告"),
    ]  # fmt: skip


def test_the_seed_survives_other_white_space() -> None:
    text = SEED.read_text(encoding="utf-8")
    first = read(text)
    for changed in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), text.replace(" ", "\xa0")):
        draft = read(changed)
        assert clauses(draft) == clauses(first)
        assert draft.footnotes == first.footnotes


# Real resolutions, set as text by the tool that comes with the data


def _settable(shared_data: Path, each: int) -> Iterator[tuple[Any, Path, Any]]:
    """(tool, file, the tool's reading) of every n-th Chinese file of the First Committee that the tool can set."""
    tools = str(shared_data.parent / "tools")
    if tools not in sys.path:
        sys.path.insert(0, tools)
    typeset = pytest.importorskip("typeset")
    files = sorted((shared_data / "GAresolutions").glob("7[5-9]session/**/*.xml"))
    chosen = [f for f in files if b"firstCommittee" in (raw := f.read_bytes()) and b'language="zho"' in raw]
    for file in chosen[::each]:
        try:
            yield typeset, file, typeset.read_akn(file)
        except typeset.Unsupported:
            continue


def _differences(draft: Draft, gold: dict[str, Any]) -> list[object]:
    got = [(c.kind, c.label.rstrip(".．"), bare(c.text), [m.marker for m in c.marks]) for c in draft.clauses]
    want = [(c["kind"], c["label"].rstrip(".．"), bare(c["text"]), c["footnotes"]) for c in gold["clauses"]]
    notes = {marker: bare(note.text) for marker, note in draft.footnotes.items()}
    found: list[object] = [pair for pair in zip(got, want, strict=False) if pair[0] != pair[1]]
    if len(got) != len(want):
        found.append((len(got), len(want)))
    if notes != {marker: bare(text) for marker, text in gold["footnotes"].items()}:
        found.append(notes)
    head = (draft.symbol, bare(draft.title), str(draft.adopted_on), draft.meeting)
    if head != (gold["symbol"], bare(gold["title"]), gold["adopted_on"], gold["meeting"]):
        found.append(head)
    return found


@pytest.mark.parametrize("style", ["seed", "modern"])
def test_resolutions_set_as_the_seed_and_as_todays_pdf(shared_data: Path, style: str) -> None:
    wrong = {}
    for typeset, file, doc in _settable(shared_data, each=4):
        if found := _differences(read(typeset.typeset(doc, style)), typeset.gold(doc)):
            wrong[file.name] = found
    assert not wrong


REAL_LAYOUTS = {
    "indented, blocks set in": Layout(blank="none", left=11, first=4, mark="[]", entry="[]", header="two lines"),
    "pdftotext -layout": Layout(left=11, first=4, mark="raised", entry="raised", rule="none", footer="3"),
    "a paragraph a line, endnotes": Layout(
        columns=0, height=0, first=0, blank="none", mark="[]", entry="[]", notes="end", rule="none", header="none",
        footer="none",
    ),
    "no rule": Layout(rule="none", footer="3", header="symbol"),
    "old spacing": Layout(first=0, spaces="around", cover=True, newline="\r\n"),
    "pages of long lines": Layout(columns=0, height=12, first=0, blank="none"),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL_LAYOUTS)
def test_resolutions_set_in_other_layouts(shared_data: Path, name: str) -> None:
    wrong = {}
    for typeset, file, doc in _settable(shared_data, each=7):
        rows = [(c["kind"], c["label"], c["text"]) for c in doc["clauses"]]
        printed = Resolution(doc["number"], doc["title"], rows, doc["footnotes"], doc["date_text"], doc["meeting"])
        if found := _differences(read(print_out(printed, REAL_LAYOUTS[name])), typeset.gold(doc)):
            wrong[file.name] = found
    assert not wrong


def test_a_web_text_with_its_roll_call(shared_data: Path) -> None:
    draft = read((shared_data / "text" / "A_RES_55_100.zh.txt").read_text(encoding="utf-8"))
    assert (draft.symbol, draft.adopted_on, draft.meeting) == ("A/RES/55/100", date(2000, 12, 4), 81)
    assert bare(draft.title) == "对普遍旅行自由权的尊重和家庭团聚的极端重要性"
    assert draft.sponsors == ["玻利维亚", "古巴", "萨尔瓦多", "加纳", "洪都拉斯"]
    assert (draft.committee_report, draft.committee_report_paragraph) == ("A/55/602/Add.2", "94")
    vote = draft.vote
    assert (vote.outcome, vote.yes, vote.no, vote.abstain) == ("recorded", 106, 1, 67)
    assert {key: len(names) for key, names in vote.voters.items()} == {"yes": 106, "no": 1, "abstain": 67}
    assert [c.path for c in draft.clauses] == ["pp1", "pp2", "pp3", "pp4", "op1", "op2", "op3", "op4"]
    # Footnotes without numbers were read as part of two paragraphs: kept, with a warning.
    assert [w.place for w in draft.warnings] == ["pp2", "pp3"]


# Forms


@pytest.mark.parametrize(
    ("head", "symbol", "title"),
    [
        ("65/72. 标题", "A/RES/65/72", "标题"),
        ("65/72 标题", "A/RES/65/72", "标题"),
        ("74/54.2013年高级别会议", "A/RES/74/54", "2013年高级别会议"),
        ("６５/７２．标题", "A/RES/65/72", "标题"),
        ("A/RES/65/72\n标题", "A/RES/65/72", "标题"),
        ("A/RES/65/72 标题", "A/RES/65/72", "标题"),
        ("65/72.\n标题", "A/RES/65/72", "标题"),
        ("65/72. 标题的\n第二行", "A/RES/65/72", "标题的第二行"),
        ("第65/72号决议\n标题", "A/RES/65/72", "标题"),
        ("联合国大会第 65/72 号决议 标题", "A/RES/65/72", "标题"),
        ("77/263 B. 标题", "A/RES/77/263B", "标题"),
        ("77/263B 标题", "A/RES/77/263B", "标题"),
        ("S-10/2. 标题", "A/RES/S-10/2", "标题"),
        ("ES-11/1. 标题", "A/RES/ES-11/1", "标题"),
        ("2373 (XXII). 标题", "A/RES/2373(XXII)", "标题"),
        ("55/33. 全面彻底裁军\nB\n标题", "A/RES/55/33B", "标题"),
    ],
)
def test_symbol_and_title(head: str, symbol: str, title: str) -> None:
    draft = resolution("回顾某事，", "1. 重申某事。", head=head)
    assert (draft.symbol, draft.title) == (symbol, title)
    assert draft.warnings == []


def test_a_number_after_the_first_paragraph_is_the_resolutions_number_too() -> None:
    draft = resolution("回顾其决议，", "65/72. 裁减军备", "1. 决定继续；", head="第六十五届会议")
    assert (draft.symbol, draft.title[:4], draft.clauses[0].text) == ("A/RES/65/72", "裁减军备", "回顾其决议，")


def test_a_cover_is_understood() -> None:
    cover = """联合国                    A/RES/79/22
大会                 Distr.: General
                     10 December 2024

第七十九届会议
议程项目 98 (d)
全面彻底裁军：某个项目

2024年12月2日大会决议
[根据第一委员会的报告（A/79/408，
第54段）]

79/22. 标题"""
    draft = resolution("回顾某事，", "1. 重申某事。", head=cover, end="2024年12月2日\n第45次全体会议")
    assert draft.published_on == date(2024, 12, 10)
    assert (draft.adopted_on, draft.meeting, draft.meeting_record) == (date(2024, 12, 2), 45, "A/79/PV.45")
    assert (draft.agenda_items, draft.agenda_titles) == (["98 (d)"], ["全面彻底裁军：某个项目"])
    assert draft.proposal == "[根据第一委员会的报告（A/79/408，第54段）]"
    assert (draft.committee, draft.committee_report, draft.committee_report_paragraph) == ("First", "A/79/408", "54")
    assert draft.warnings == []


def test_unknown_words_before_the_title_are_kept_in_a_warning() -> None:
    draft = resolution("回顾某事，", "1. 重申某事。", head="某网站的栏目\n65/72. 标题")
    assert draft.warnings == [ReadingWarning("line 1", "reading.left_out", {"words": "某网站的栏目"})]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("2010年12月8日\n第60次全体会议", (date(2010, 12, 8), 60)),
        ("第60次全体会议\n2010年12月8日", (date(2010, 12, 8), 60)),
        ("2010 年 12 月 8 日 第 60 次全体会议", (date(2010, 12, 8), 60)),
        ("２０１０年１２月８日\n第６０次全体会议", (date(2010, 12, 8), 60)),
        ("2010年12月8日", (date(2010, 12, 8), None)),
        ("", (None, None)),
        ("2010年13月48日\n第60次全体会议", (None, 60)),
    ],
)
def test_the_end(lines: str, expected: tuple[date | None, int | None]) -> None:
    draft = resolution("回顾某事，", "1. 重申某事。", end=lines)
    assert (draft.adopted_on, draft.meeting) == expected
    assert clauses(draft) == [(PREAMBULAR, "", "回顾某事，"), (OPERATIVE, "1.", "重申某事。")]
    assert bool([w for w in draft.warnings if w.place == "metadata"]) == (None in expected)


def test_adoption_at_the_head() -> None:
    head = "2010年12月8日第60次全体会议，未经表决通过\n65/72. 标题"
    draft = resolution("回顾某事，", "1. 重申某事。", head=head, end="")
    assert (draft.adopted_on, draft.meeting, draft.vote.outcome) == (date(2010, 12, 8), 60, "without_vote")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (["1. 重申：", "(a) 甲事；", "（b）乙事；", "2．决定丙事。"], ["op1", "op1-a", "op1-b", "op2"]),
        (["1、 重申：", "㈠ 甲事；", "㈡ 乙事；", "2、 决定丙事。"], ["op1", "op1-1", "op1-2", "op2"]),
        (["1.", "重申：", "(一) 甲事；", "(i) 子事；", "(二) 乙事；"], ["op1", "op1-1", "op1-1-1", "op1-2"]),
        (["决定某事。"], ["op1"]),
        (["1. 重申：", "(a) 甲事；", "并决定丙事；", "2. 决定丁事。"], ["op1", "op1-a", "p1", "op2"]),
        (["1. 决定某事；", "一", "某节", "2. 重申某事。"], ["op1", "h1", "op2"]),
        (["1. 决定某事；", "A. 某节", "2. 重申某事。"], ["op1", "h1", "op2"]),
        (["1. 决定通过本决议附件；", "附件", "某文书", "1. 各国应如此。", "2. 各国应如彼。"],
         ["op1", "annex1-h1", "annex1-h2", "annex1-op1", "annex1-op2"]),
    ],
)  # fmt: skip
def test_numbers_points_sections_and_annexes(body: list[str], expected: list[str]) -> None:
    draft = resolution("回顾某事，", *body)
    assert [c.path for c in draft.clauses] == ["pp1", *expected]


def test_a_number_in_a_sentence_begins_no_paragraph() -> None:
    draft = resolution("回顾其各项决议，包括第", "1. 5号和", "2. 7号，", "(a) 项所述，", "1. 重申某事。")
    assert [c.path for c in draft.clauses][-1] == "op1"
    assert "1. 5号和2. 7号，" in bare(draft.clauses[0].text).replace("1.5号", "1. 5号").replace("和2.7", "和2. 7")


def test_a_linking_phrase_before_the_opening_one_begins_a_paragraph_too() -> None:
    full = "甲" * 40
    draft = resolution(
        f"回顾{full}", f"{full}乙乙", "和其他事，", f"在这方面，回顾{full[:32]}", f"{full}乙，", "1. 重申某事。"
    )
    assert [c.path for c in draft.clauses] == ["pp1", "pp2", "op1"]


def test_a_verb_begins_no_paragraph_where_the_line_before_has_no_end() -> None:
    full = "甲" * 40
    draft = resolution(f"回顾{full}", f"{full}乙一系列政治", "承诺作为新的框架，", "1. 重申某事。")
    assert [c.path for c in draft.clauses] == ["pp1", "op1"]


def test_a_missing_number_gives_a_warning() -> None:
    draft = resolution("回顾某事，", "1. 重申某事；", "3. 决定某事。")
    order = {"label": "3.", "expected": "2"}
    assert draft.warnings == [ReadingWarning("op3", "reading.number_out_of_order", order)]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("《条约》1 的", "1 见甲。"),
        ("《条约》¹的", "¹ 见甲。"),
        ("《条约》[1]的", "[1] 见甲。"),
        ("《条约》(1)的", "(1) 见甲。"),
        ("《条约》\n1\n的", "1\n见甲。"),
        ("《条约》１ 的", "１ 见甲。"),
        ("《条约》1的", "1见甲。"),
        ("《条约》*的", "* 见甲。"),
        ("《条约》1/ 的", "1/ 见甲。"),
        ("《条约》1/的", "1/  见甲。"),
        ("《条约》\n1/\n的", "1/\n见甲。"),
        ("《条约》①的", "① 见甲。"),
        ("《条约》[¹]的", "[¹] 见甲。"),
        ("《条约》（¹）的", "¹ 见甲。"),
    ],
)
def test_marks_in_all_their_forms(mark: str, note: str) -> None:
    draft = resolution(f"回顾{mark}第1条和2010年12月1日第1号文件，", "1. 重申某事。", end=f"________\n{note}")
    marker = "*" if "*" in mark else "1"
    assert draft.clauses[0].text == "回顾《条约》的第1条和2010年12月1日第1号文件，"
    assert [(m.marker, m.at) for m in draft.clauses[0].marks] == [(marker, 6)]
    assert {k: v.text for k, v in draft.footnotes.items()} == {marker: "见甲。"}


@pytest.mark.parametrize(
    "words",
    [
        *("第1条", "1月1日", "2030年议程", "目标1、2和3", "21项准则", "1 033名官员", "第1718(2006)号", "7+1公式"),
        *("(1)项", "1个国家", "第 1 条", "1.5亿", "A/RES/1", "1%", "五分之1 年", "-1-"),
    ],
)
def test_numbers_that_are_no_marks_stay_in_the_text(words: str) -> None:
    draft = resolution(f"回顾《条约》1 {words}，", "1. 重申某事。", end="________\n1 见甲。")
    (first, *_) = draft.clauses
    assert bare(first.text) == bare(f"回顾《条约》{words}，")
    assert [m.at for m in first.marks] == [6]


@pytest.mark.parametrize("heading", ["注：", "脚注", "注 释"])
def test_a_heading_over_the_footnotes_is_no_part_of_the_text(heading: str) -> None:
    draft = resolution("回顾《条约》[1]，", "1. 重申某事。", end=f"{heading}\n[1] 见甲。")
    assert [c.text for c in draft.clauses] == ["回顾《条约》，", "重申某事。"]
    assert draft.footnotes["1"].text == "见甲。"


def test_a_footnote_without_a_mark_is_kept_with_a_warning() -> None:
    draft = resolution("回顾某事，", "1. 重申某事。", end="________\n1 见甲。")
    assert draft.footnotes["1"].text == "见甲。"
    assert [w.place for w in draft.warnings if w.place != "metadata"] == ["footnote 1"]


def test_footnotes_continue_on_the_next_page() -> None:
    text = (
        "65/72. 标题\n大会，\n回顾《条约》1 和别的事，\n_______\n1 见一个很长的文件，它的名称\n1/2 10-51601\n"
        "\fA/RES/65/72 标题\n1. 重申《公约》；2\n_______\n在下一页继续(A/65/1)。\n2 见乙。\n2/2 10-51601\n"
    )
    draft = read(text)
    notes = {marker: note.text for marker, note in draft.footnotes.items()}
    assert notes == {"1": "见一个很长的文件，它的名称在下一页继续(A/65/1)。", "2": "见乙。"}
    assert clauses(draft) == [(PREAMBULAR, "", "回顾《条约》和别的事，"), (OPERATIVE, "1.", "重申《公约》；")]


def test_a_symbol_broken_after_its_slash_is_joined() -> None:
    draft = resolution("回顾秘书长的报告(A/65/", "410)，", "1. 重申某事。")
    assert draft.clauses[0].text == "回顾秘书长的报告(A/65/410)，"


def test_several_resolutions_in_one_text() -> None:
    text = (
        "65/72. 甲题\n大会，\n决定某事。\n2010年12月8日\n第60次全体会议\n\n"
        "65/73. 乙题\n大会，\n回顾第65/72号决议，\n1. 重申某事。\n2010年12月9日\n第61次全体会议\n"
    )
    first, second = raw_text.read(text, "x")
    assert (first.symbol, first.title, first.meeting, len(first.clauses)) == ("A/RES/65/72", "甲题", 60, 1)
    assert (second.symbol, second.title, second.meeting, len(second.clauses)) == ("A/RES/65/73", "乙题", 61, 2)


def test_a_sentence_that_ends_with_the_assembly_begins_no_resolution() -> None:
    text = (
        "65/72. 甲题\n大会，\n回顾第一次审议\n\f1/2   10-51601\nA/RES/65/72   甲题\n和第二次审议\n大会，\n"
        "回顾别的事，\n1. 重申某事。\n2010年12月8日\n第60次全体会议\n"
    )
    (draft,) = raw_text.read(text, "x")
    assert [c.text for c in draft.clauses] == ["回顾第一次审议和第二次审议大会，", "回顾别的事，", "重申某事。"]


# Bad input


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text.empty"),
        (" \n\t\n", "text.empty"),
        ("The General Assembly,\nRecalling its resolution 64/47,\n", "text.no_symbol"),
        ("L’Assemblée générale,\nRappelant les résolutions et le rapport du Comité,\n", "text.other_language"),
        ("Генеральная Ассамблея,\n1. постановляет\n", "text.other_language"),
        ("65/72\nA/RES/65/72\n", "text.no_language"),
        ("大会，\n回顾某事，\n1. 重申某事。\n", "text.no_symbol"),
        ("65/72. 标题\n大会，\n", "text.no_paragraph"),
        ("65/72. 标题\n大会，\n" + "回顾某事，" * 1_100_000, "text.too_many_characters"),
        ("65/72. 标题\n大会，\n" + "某\n" * 100_001, "text.too_many_lines"),
    ],
)
def test_unreadable_texts_are_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        raw_text.read(text, "x")
    assert refused.value.message.code == code


FLOODS = {
    "words": "核武器，",
    "numbers": "1 2 ",
    "marks": "《条约》1 ",
    "brackets": "[",
    "spaces": " ",
    "openings": "又再次",
    "lines": "1\n",
    "numbers again": "》1，\n____\n1 见甲。\n又回顾乙",
    "covers": "[根据",
}


@pytest.mark.parametrize("piece", FLOODS.values(), ids=FLOODS)
def test_time_grows_in_proportion_to_the_text(piece: str) -> None:
    """The processor's time of this thread is measured. Four times the text must take far less than 16 times the time.

    The shorter of two times counts, because the collection of garbage of earlier tests takes time too.
    """

    def taken(characters: int) -> float:
        flood = piece * (characters // len(piece))
        begun = time.thread_time()
        draft = read(f"65/72. 标题\n大会，\n回顾{flood}某\n1. 重申某事。\n_______\n1 见甲。\n")
        assert draft.clauses
        return time.thread_time() - begun

    taken(1_000)  # the first reading loads modules and tables
    assert min(taken(80_000), taken(80_000)) < 10 * taken(20_000) + 0.2


@pytest.mark.parametrize(
    ("text", "expected"), [("65/72. 标题", True), ("<akomaNtoso>大会</akomaNtoso>", False), ("General Assembly", False)]
)
def test_recognise(text: str, expected: bool) -> None:
    assert raw_text.recognise(text) is expected


def test_every_line_has_its_role() -> None:
    ((_, lines),) = raw_text.read_lines(SEED.read_text(encoding="utf-8"), "seed")
    assert Counter(line.role for line in lines) == {
        "title": 1, "formula": 1, "body": 101, "footnote": 13, "rule": 4, "end": 2,
    }  # fmt: skip


def test_headings_have_no_opening_phrase() -> None:
    draft = resolution("回顾某事，", "一、 决定", "1. 重申某事。")
    assert [(c.kind, c.opening) for c in draft.clauses] == [(PREAMBULAR, "回顾"), (HEADING, ""), (OPERATIVE, "重申")]
