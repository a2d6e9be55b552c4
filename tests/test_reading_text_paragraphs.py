"""Tests where a paragraph of a raw text ends: without its final mark, at a comma, and before a repeated number."""

from __future__ import annotations

import pytest

from tests.test_reading_text import resolution

RECALLED = "回顾其各项决议，"


def paths_and_texts(*body: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    draft = resolution(*body)
    return {c.path: c.text for c in draft.clauses}, [(w.place, w.code) for w in draft.warnings]


LONG = "请各会员国、各专门机构以及其他政府间组织和非政府组织在其各自任务范围内就本决议的执行情况提出意见"


@pytest.mark.parametrize("words", ["请各国提交报告", LONG])
@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("count", [2, 3, 12])
@pytest.mark.parametrize("first", ["", "    "])
def test_a_number_in_sequence_begins_a_paragraph_after_a_missing_stop(
    words: str, gap: bool, count: int, first: str
) -> None:
    numbered = [f"{first}1. {words}"]
    numbered += [f"{first}{number}. 决定继续审议；" for number in range(2, count)]
    numbered.append(f"{first}{count}. 又决定结束审议。")
    body = [first + RECALLED, *numbered]
    texts, warnings = paths_and_texts(*(["", *(line for text in body for line in (text, ""))] if gap else body))
    assert texts == {
        "pp1": RECALLED,
        "op1": words,
        **{f"op{number}": "决定继续审议；" for number in range(2, count)},
        f"op{count}": "又决定结束审议。",
    }
    assert warnings == [("op1", "text.stop_missing")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            ["1. 请各国提交报告；", "2 促请各国批准；", "3. 决定继续审议。"],
            {"op1": "请各国提交报告；", "op2": "促请各国批准；", "op3": "决定继续审议。"},
        ),
        # Not the next number, or no opening phrase after it
        (
            ["1. 请各国提交报告；", "3 促请各国批准；", "2. 决定继续审议。"],
            {"op1": "请各国提交报告；\n3促请各国批准；", "op2": "决定继续审议。"},
        ),
        (
            ["1. 请各国提交以下报告：", "2 个国家的报告；", "2. 决定继续审议。"],
            {"op1": "请各国提交以下报告：\n2个国家的报告；", "op2": "决定继续审议。"},
        ),
    ],
)
def test_a_number_without_its_stop(body: list[str], expected: dict[str, str]) -> None:
    texts, _ = paths_and_texts(RECALLED, *body)
    assert texts == {"pp1": RECALLED, **expected}


def test_all_stops_are_missing() -> None:
    texts, warnings = paths_and_texts(RECALLED, "1. 请各国提交报告", "2. 决定继续审议", "3. 请秘书长报告")
    assert texts == {"pp1": RECALLED, "op1": "请各国提交报告", "op2": "决定继续审议", "op3": "请秘书长报告"}
    assert warnings == [(f"op{number}", "text.stop_missing") for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A point without its stop, and references to points at the beginning of a line.
        (
            ["1. 请各国：", "(a) 提交报告", "(b) 参加会议；", "2. 决定继续审议。"],
            {"op1": "请各国：", "op1-a": "提交报告", "op1-b": "参加会议；", "op2": "决定继续审议。"},
        ),
        (
            ["1. 请各国：", "(a) 提交报告；", "(b) 依照第三条第2款", "(c)项参加会议；", "2. 决定继续审议。"],
            {
                "op1": "请各国：",
                "op1-a": "提交报告；",
                "op1-b": "依照第三条第2款(c)项参加会议；",
                "op2": "决定继续审议。",
            },
        ),
        # Words of the paragraph after its points.
        (
            ["1. 请各国：", "(a) 提交报告；", "(b) 参加会议；", "并请秘书长协助；", "2. 决定继续审议。"],
            {
                "op1": "请各国：",
                "op1-a": "提交报告；",
                "op1-b": "参加会议；",
                "p1": "并请秘书长协助；",
                "op2": "决定继续审议。",
            },
        ),
        (
            ["1. 请各国执行第", "2. 3和2.4段所列各项措施；", "2. 决定继续审议。"],
            {"op1": "请各国执行第2. 3和2.4段所列各项措施；", "op2": "决定继续审议。"},
        ),
    ],
)
def test_a_label_after_an_unfinished_line(body: list[str], expected: dict[str, str]) -> None:
    texts, _ = paths_and_texts(RECALLED, *body)
    assert texts == {"pp1": RECALLED, **expected}


@pytest.mark.parametrize(
    ("lines", "expected", "doubts"),
    [
        # The number of characters fills the line, so the layout does not show whether a paragraph begins.
        (
            ["重申各国在一切情况下遵守各项条约的义务，", "又重申其以往关于这一问题的各项决议，"],
            ["重申各国在一切情况下遵守各项条约的义务，", "又重申其以往关于这一问题的各项决议，"],
            [],
        ),
        (
            ["承认在上一届审议大会通过的最后文件中，", "对执行工作仍然进展甚微的情况表示遗憾，"],
            ["承认在上一届审议大会通过的最后文件中，对执行工作仍然进展甚微的情况表示遗憾，"],
            [],
        ),
        (
            ["注意到会员国加强这一领域合作的努力，", "强调需要在所有级别开展进一步的工作，"],
            ["注意到会员国加强这一领域合作的努力，", "强调需要在所有级别开展进一步的工作，"],
            [("pp3", "text.paragraph_may_continue")],
        ),
        (
            ["注意到会员国为加强合作作出各种努力，", "鼓励所有有关的国家和组织参加这一工作，"],
            ["注意到会员国为加强合作作出各种努力，鼓励所有有关的国家和组织参加这一工作，"],
            [("pp2", "text.paragraph_may_begin")],
        ),
    ],
)
def test_a_comma_at_the_end_of_a_full_line(
    lines: list[str], expected: list[str], doubts: list[tuple[str, str]]
) -> None:
    usual = ["铭记裁减军备是维护国际和平与安全的一项", "重要措施，"]
    texts, warnings = paths_and_texts(*usual, *lines, "1. 重申某事。")
    assert list(texts.values()) == ["".join(usual), *expected, "重申某事。"]
    assert warnings == doubts


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["1.", "1 bis.", "2."], ["op1", "op1-bis", "op2"]),
        (["1.", "1 bis", "1 ter.", "1 quater.", "2."], ["op1", "op1-bis", "op1-ter", "op1-quater", "op2"]),
        (["1.", "1 BIS.", "1ter", "2."], ["op1", "op1-bis", "op1-ter", "op2"]),
        (["1．", "1之二．", "1之三．", "2．"], ["op1", "op1-bis", "op1-ter", "op2"]),
        (["1.", "2.", "2 bis.", "3."], ["op1", "op2", "op2-bis", "op3"]),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_number_that_is_used_again(labels: list[str], expected: list[str], gap: str) -> None:
    texts, warnings = paths_and_texts(RECALLED + gap, *(f"{label} 请各国提出意见；{gap}" for label in labels))
    assert texts == {"pp1": RECALLED, **dict.fromkeys(expected, "请各国提出意见；")}
    assert warnings == []


@pytest.mark.parametrize(
    ("labels", "paths"),
    [
        (["(a)", "(b)", "(c)"], "a b c"),
        (["（a）", "（b）", "（c）"], "a b c"),
        (["a)", "b)", "c)"], "a b c"),
        (["a.", "b.", "c."], "a b c"),
        (["(A)", "(B)", "(C)"], "a b c"),
        (["㈠", "㈡", "㈢"], "1 2 3"),
        (["(一)", "(二)", "(三)"], "1 2 3"),
        (["（一）", "（二）", "（三）"], "1 2 3"),
        (["〔一〕", "〔二〕", "〔三〕"], "1 2 3"),
        (["一、", "二、", "三、"], "1 2 3"),
        (["1)", "2)", "3)"], "1 2 3"),
        (["（1）", "（2）", "（3）"], "1 2 3"),
        (["①", "②", "③"], "1 2 3"),
        (["(i)", "(ii)", "(iii)"], "1 2 3"),
        (["(I)", "(II)", "(III)"], "1 2 3"),
        (["(ⅰ)", "(ⅱ)", "(ⅲ)"], "1 2 3"),
        (["i)", "ii)", "iii)"], "1 2 3"),
        (["i.", "ii.", "iii."], "1 2 3"),
        (["i", "ii", "iii"], "1 2 3"),
        (["(甲)", "(乙)", "(丙)"], "1 2 3"),
        (["甲、", "乙、", "丙、"], "1 2 3"),
        (["•", "•", "•"], "p p_2 p_3"),
        (["–", "–", "–"], "p p_2 p_3"),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_paths_of_points_in_every_way_to_print_their_labels(labels: list[str], paths: str, gap: str) -> None:
    points = [f"{label} 提交报告；{gap}" for label in labels]
    texts, warnings = paths_and_texts(RECALLED + gap, "1. 请各国：" + gap, *points, "2. 决定结束审议。")
    points_found = {f"op1-{path}": "提交报告；" for path in paths.split()}
    assert texts == {"pp1": RECALLED, "op1": "请各国：", **points_found, "op2": "决定结束审议。"}
    assert warnings == []


@pytest.mark.parametrize(
    "words",
    [
        "甲、乙两国和所有其他国家提交报告；",
        "一、二两委员会和大会审议；",
        "(XXII)号决议所述各国；",
        "- 2010年届会期间；",
        "i 和ii所述各国；",
        "1)和2)所述各国；",
    ],
)
def test_words_that_look_like_a_label_continue_a_sentence(words: str) -> None:
    texts, _ = paths_and_texts(RECALLED, "1. 请第2373", words, "2. 决定结束审议。")
    assert list(texts) == ["pp1", "op1", "op2"]


def test_a_line_between_a_comma_and_a_sentence_is_no_heading() -> None:
    texts, _ = paths_and_texts(
        "回顾秘书长的报告，其中阐述了各项客观情报的指导方针，又说明了情况，",
        "其中各国可以找到关于执行的若干建议",
        "和说明，又请各国在这方面提出意见，",
        "1. 重申某事。",
    )
    assert list(texts) == ["pp1", "op1"]


def test_lines_of_uneven_width_do_not_show_where_a_paragraph_begins() -> None:
    # The third line has room for two more characters, and so have other lines in the middle of a sentence.
    lines = [
        "铭记裁减军备是维护国际和平与安全的一项重要措施",
        "措施的一部分也是各国人民长期以来的愿望并且有助",
        "于实现裁军目标的努力是各国的一项重要义务，",
        "欢迎各国在这一领域采取的各种具体步骤和",
        "所作的承诺并强调需要在所有级别开展进一步的工作",
        "工作以便早日实现本决议中所载明的各项目标，",
    ]
    _, warnings = paths_and_texts(*lines, "1. 重申某事。")
    assert [code for _, code in warnings] == ["text.paragraph_may_continue"]


@pytest.mark.parametrize("first", ["  ", ""])
def test_a_line_after_a_lone_mark_continues_its_paragraph(first: str) -> None:
    lines = [
        first + "回顾甲组织执行理事会在某地举行的第八届常会上就这一问题作出的决定，",
        "1",
        *([""] if first else []),
        "呼吁成员国为区域中心提供自愿捐款，以便该中心继续开展工作，并请各有",
        "关组织协助，",
        "",
        first + "又回顾秘书长吁请会员国继续提供支持，以便区域中心能够执行任务并对各",
        "项请求作出有效的反应，",
        "",
    ]
    draft = resolution(*lines, first + "1. 决定继续审议。", end="2010年12月8日\n第60次全体会议\n\n1 见甲书。")
    assert [(clause.path, clause.text[:4]) for clause in draft.clauses][1:] == [
        ("pp2", "又回顾秘"),
        ("op1", "决定继续"),
    ]
    assert [mark.marker for mark in draft.clauses[0].marks] == ["1"]
