"""Tests the kind of a pair, its changed words, and its opening phrases. The texts are invented."""

from __future__ import annotations

import pytest

from archive.comparing import compare, verbs
from archive.comparing.comparison import kind_of
from archive.comparing.wording import changes, pieces
from archive.searching.segmentation import han_words
from tests.comparing_texts import text

SAME, NUMBERS, REWORDED = "same", "numbers", "reworded"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("回顾其第 65/72 号决议，", "回顾其第65/72号\n决议，", SAME),
        ("all nuclear weapons", "all  nuclear\nweapons", SAME),
        ("深信，", "深信\u00ad，", SAME),
        ("non-nuclear", "non\u2011nuclear", SAME),
        ("列入第七十九届会议议程。", "列入第八十届会议议程。", NUMBERS),
        ("生效二十五年来，", "生效26年来，", NUMBERS),
        ("已有121个国家加入，其中107个批准，", "已有123个国家加入，其中110个批准，", NUMBERS),
        ("说明前两年的活动；", "说明前三年的活动；", NUMBERS),
        ("最近一次是2022年12月7日第77/40号决议，", "最近一次是2023年12月4日第78/19号决议，", NUMBERS),
        ("于11月23日至27日举行会议，", "于11月30日至12月4日举行会议，", NUMBERS),
        ("载于A/75/123号文件，", "载于A/76/98/Add.1号文件，", NUMBERS),
        ("回顾其2018年12月5日第73/58号决议，", "回顾其2018年12月5日第73/58号和2020年12月7日第75/67号决议，", NUMBERS),
        ("其第73/1号和第74/2号决议，", "其第73/1号、第74/2号决议和第75/3号决议，", NUMBERS),
        ("其第73/1号和第74/2号决议，", "其第73/1号决议，", NUMBERS),  # the sides of a comparison can be swapped
        ("其第73/1、74/2和75/3号决议，", "其第73/1和76/4号决议，", REWORDED),
        ("其第55/33 M号决议，", "其第55/33M号和第57/61号决议，", NUMBERS),
        ("其第73/1号决议、第74/511号决定，", "其第73/1号和第75/3号决议，第74/511号决定，", NUMBERS),
        ("安全理事会第2106(2013)号决议，", "安全理事会第2106(2013)号和第2616(2021)号决议，", NUMBERS),
        ("resolution 73/58 of 5 May 2018,", "resolutions 73/58 of 5 May 2018 and 75/67 of 7 June 2020,", NUMBERS),
        ("its resolutions 65/4, 66/5 and 67/6,", "its resolutions 65/4, 66/5, 67/6 and 68/7,", NUMBERS),
        ("resolution 65/4 and its decision 58/520,", "resolutions 65/4 and 67/6, and its decision 58/520,", NUMBERS),
        ("resolutions 65/4 66/5 and 67/6,", "resolutions 65/4, 66/5, 67/6 and 68/7,", NUMBERS),
        ("at its seventy-ninth session", "at its eightieth session", NUMBERS),
        ("from 3 to 7 March 2025", "from 29 June to 3 July 2026", NUMBERS),
        ("又回顾其决议，", "还回顾其决议，", REWORDED),
        ("于28日至29日举行，", "于28日和29日举行，", REWORDED),
        ("在日内瓦举行第一次会议，", "在纽约举行第二次会议，", REWORDED),
        ("欢迎《湖泊公约》会议，", "欢迎湖泊公约会议，", REWORDED),
        ("注意到一些国家批准，", "注意到若干国家批准，", REWORDED),
    ],
)  # fmt: skip
def test_kinds(before: str, after: str, kind: str) -> None:
    assert kind_of(before, after) == kind
    assert kind_of(after, before) == kind


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("消除核武器和导弹", "消除生物武器和导弹", [("核武器", "生物武器")]),
        ("第七十九届会议", "第八十届会议", [("七十九", "八十")]),
        ("2022年12月7日第77/4号", "2023年12月4日第78/1号", [("2022年12月7日", "2023年12月4日"), ("77/4", "78/1")]),
        ("各国政府和大学", "大学", [("各国政府和", "")]),
        ("湖 泊\n会议", "湖泊会议", []),
        ("加强渔业的合作", "促进农业的交流", [("加强渔业的合作", "促进农业的交流")]),  # 的 divides no change
        ("of 8 May 2010, on lakes", "of 7 June 2020, on bees", [("8 May 2010", "7 June 2020"), ("lakes", "bees")]),
        ("第1号决议", "第1号和第2号决议", [("", "和第2号")]),
        ("廢除核武器", "禁止核武器", [("廢除", "禁止")]),
    ],
)  # fmt: skip
def test_changed_words(before: str, after: str, changed: list[tuple[str, str]]) -> None:
    assert changes(before, after, han_words) == changed


@pytest.mark.parametrize(
    "text",
    [
        "核武器国家2023年裁减核武器，",
        "第七十九届会议\t(A/79/1)",
        "of non‑nuclear States’ 2 000 sites",
        "第55/33 M号。",
        "",
    ],
)
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text, han_words)) == text


def test_a_term_of_the_field_is_one_piece() -> None:
    assert "核武器" in pieces("消除核武器。", han_words)


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [
        (("申明各国需要行动，", "申明"), ("铭记各国的声明，", "铭记"), ("申明", "铭记")),
        (("敦促各国，", "敦促"), ("又敦促各国，", "又敦促"), ("敦促", "又敦促")),
        (("注意到第65/72号决议，", "注意到第"), ("注意到2023年的报告，", "注意到2"), None),  # too many words in bold
        (("重申大力支持中心，", "重申大力"), ("重申大力支持各中心，", "重申大力支持"), None),  # too few words in bold
        (("对湖泊委员会表示遗憾，", "对"), ("对湖泊委员会表示满意，", "对"), ("对…表示遗憾", "对…表示满意")),
        (("（开放观察站；", ""), ("请开放观察站；", "请"), None),
    ],
)
def test_opening_phrases(before: tuple[str, str], after: tuple[str, str], verb: tuple[str, str] | None) -> None:
    assert verbs.change(*before, *after, "zh") == verb


def test_english_opening_phrases_are_those_in_italics() -> None:
    assert verbs.change("Recalling its work,", "Recalling", "Recalling also its work,", "Recalling also", "en") == (
        "Recalling",
        "Recalling also",
    )


@pytest.mark.parametrize(
    ("before", "after", "strength"),
    [
        ("注意到", "赞赏地注意到", "stronger"),
        ("表示注意到", "欢迎", "stronger"),
        ("请", "吁请", "stronger"),
        ("吁请", "促请", "stronger"),
        ("又促请", "还敦促", "stronger"),
        ("要求", "敦促", "weaker"),
        ("敦促", "又敦促", None),
        ("促请", "紧急促请", "stronger"),
        ("回顾", "赞赏地回顾", "stronger"),
        ("确认", "认识到", None),
        ("回顾", "严重关切地注意到", None),
        ("请", "欢迎", None),
        ("對…表示赞赏", "赞扬", "stronger"),
        ("Requests", "Also urges", "stronger"),
        ("Expressing its deep concern", "Expressing concern", "weaker"),
    ],
)
def test_strength(before: str, after: str, strength: str | None) -> None:
    assert verbs.first_scales().strength(before, after) == strength


def test_each_phrase_is_on_one_step_of_a_scale_and_has_a_source() -> None:
    rows = verbs.table()
    placed = [(row["scale"], phrase) for row in rows for phrase in (*row["zh"].split("|"), *row["en"].split("|"))]
    assert len(placed) == len(set(placed))
    assert all(row["source"] and row["step"].isdigit() for row in rows)


def test_a_point_has_no_opening_phrase() -> None:
    before = {"op1": "促请各国：", "op1-a": "保留湖泊上的码头和渔船；"}
    after = {"op1": "促请各国：", "op1-a": "支持湖泊上的码头和渔船；"}
    assert [pair.verb for pair in compare(text(before), text(after), han_words).pairs] == [None, None]
