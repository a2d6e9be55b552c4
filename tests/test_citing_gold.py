"""Tests kinds of citation that two readers found: names around marks, short forms without 《》, amended treaties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.citing import Citation, cite, from_fixtures
from archive.citing.outcomes import conference_before
from tests.test_citing_resolve import draft

CCW = "《禁止或限制使用某些可被认为具有过分伤害力或滥杀滥伤作用的常规武器公约》"
MINES = "《禁止或限制使用地雷、饵雷和其他装置的议定书》"


def words_and_targets(citations: list[Citation]) -> Iterator[tuple[str, str | None]]:
    return ((c.exact, c.target) for c in citations if c.via_footnote is None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欢迎更多国家加入公约，", ["公约"]),
        ("邀请非公约缔约国参加对话，", ["公约"]),
        ("促请各国执行公约规定的义务，", ["公约"]),
        ("加强公约的人道主义影响，", ["公约"]),
        ("加强公约制度，推动普遍加入，", ["公约"]),
        ("加强人权公约制度，", []),
        ("支持各国成为公约缔约国，", ["公约"]),
        ("欢迎公约缔约国作出的努力，", ["公约"]),
        ("依照公约目标和宗旨行事，", ["公约"]),
        ("全面履行公约及议定书规定的义务，", ["公约"]),
        ("促进加入公约而不设条件，", ["公约"]),
        ("推动全面执行公约和实现普遍性，", ["公约"]),
        ("欢迎公约缔约国某事项政府专家组的工作，", []),
        ("请主席、公约缔约国、第五议定书和经修正的第二议定书会议协助，", []),
        ("列入题为“如何根据公约规定处理某事”的项目，", []),
        ("参加公约缔约国第六次会议，", []),
        ("缔结一项关于禁止某种武器的公约，", []),
        ("遵守条约、公约和协定，", []),
        ("执行人权公约，", []),
        ("这些公约的缔约国全面履行公约，", []),
        ("筹备公约正式会议，", []),
    ],
)
def test_short_forms_without_title_marks(text: str, found: list[str]) -> None:
    cited = cite(draft("重申《集束弹药公约》，", text), from_fixtures()).clauses["op2"]
    assert list(words_and_targets(cited)) == [(words, "treaty:CCM") for words in found]


def test_a_short_form_without_title_marks_needs_an_instrument() -> None:
    assert cite(draft("欢迎更多国家加入公约，"), from_fixtures()).clauses["op1"] == []


@pytest.mark.parametrize("amended", ["修订版", "修正后的", "经修正的", "经1996年5月3日修正的", "修正本"])
def test_the_amended_version_of_a_treaty(amended: str) -> None:
    [found] = cite(draft(f"注意到{amended}{MINES}，"), from_fixtures()).clauses["op1"]
    assert found.target == "treaty:CCW Amended Protocol II"


def test_a_treaty_without_such_words_is_not_amended() -> None:
    [found] = cite(draft(f"注意到{MINES}，"), from_fixtures()).clauses["op1"]
    assert found.target == "treaty:CCW Protocol II"


def test_the_name_in_brackets_before_a_mark_decides_the_place_of_registration() -> None:
    notes = {"1": "联合国，《条约汇编》，第1342卷，第22495号。", "2": "同上，第1342卷，第22495号。"}
    text = f"回顾{CCW}[1]和{MINES}(《第二议定书》)[2]，"
    cited = cite(draft(text, notes=notes), from_fixtures()).footnotes
    assert [[c.target for c in cited[marker]] for marker in notes] == [["treaty:CCW"], ["treaty:CCW Protocol II"]]


def test_words_that_fit_two_reports_of_one_footnote_cite_neither() -> None:
    notes = {"1": "A/74/90和A/78/120。", "2": "A/78/120。"}
    made = draft(
        "回顾政府专家组的报告，[1]", "欢迎核查问题政府专家组的报告，[2]", "审议政府专家组的报告，", notes=notes
    )
    assert cite(made, from_fixtures()).clauses["op3"] == []


def test_a_report_is_named_again_in_words_with_a_citation_inside() -> None:
    notes = {"1": "A/75/96。"}
    made = draft(
        "表示注意到秘书长根据第74/54号决议提出的报告，[1]", "审议秘书长根据第74/54号决议提出的报告；", notes=notes
    )
    cited = cite(made, from_fixtures()).clauses["op2"]
    assert list(words_and_targets(cited)) == [("第74/54号决议", "A/RES/74/54"), ("提出的报告", "A/75/96")]


def test_a_declaration_that_a_conference_has_adopted_is_that_of_its_footnote() -> None:
    notes = {"1": "CCM/CONF/2015/7，附件一。", "2": "CCM/MSP/2016/9，附件一。"}
    texts = ("注意到《2015年某地政治宣言》，[1]", "又注意到集束弹药公约缔约国第六次会议协商一致通过的《政治宣言》，[2]")
    cited = cite(draft(*texts, notes=notes), from_fixtures()).clauses["op2"]
    assert {c.target for c in cited} == {"CCM/MSP/2016/9"}


@pytest.mark.parametrize("adopted", ["通过的", "协商一致通过的", "以协商一致方式通过的", "商定的", "一致达成的"])
def test_a_conference_before_its_outcome(adopted: str) -> None:
    assert conference_before(f"缔约国第六次会议{adopted}") == "缔约国第六次会议"


PROTOCOL_V = "《战争遗留爆炸物议定书》(第五议定书)"
NUMBERED: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "欢迎第五议定书缔约国承诺执行该议定书，",
        [("第五议定书", "treaty:CCW Protocol V"), ("该议定书", "treaty:CCW Protocol V")],
    ),
    ("执行第五号议定书，", [("第五号议定书", "treaty:CCW Protocol V")]),
    ("第三议定书的义务，", [("第三议定书", "treaty:CCW Protocol III")]),
    ("欢迎经修正的第二议定书缔约国决定，", [("经修正的第二议定书", "treaty:CCW Amended Protocol II")]),
    ("欢迎经修正的第二议定书缔约国第二十次年会的成果，", []),
    ("协助公约、经修正的第二议定书和第五议定书缔约国的年会，", []),
    ("加入《公约》、其经修正的第一条，", [("《公约》", "treaty:CCW"), ("其经修正的第一条", "treaty:CCW")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NUMBERED)
def test_protocols_by_their_number(text: str, found: list[tuple[str, str]]) -> None:
    cited = cite(draft(f"回顾{CCW}和{PROTOCOL_V}，", text), from_fixtures()).clauses["op2"]
    assert list(words_and_targets(cited)) == found


def test_an_amended_article_is_a_place_of_the_treaty() -> None:
    cited = cite(draft(f"加入{CCW}、其经修正的第一条，"), from_fixtures()).clauses["op1"]
    assert [c.pinpoint for c in cited] == ["", "第一条"]


def test_words_in_brackets_show_that_a_treaty_is_amended() -> None:
    cited = cite(draft(f"注意到{MINES}(经修正的第二号议定书)下设的小组，", "第二号议定书的义务，"), from_fixtures())
    assert cited.clauses["op1"][0].target == "treaty:CCW Amended Protocol II"


@pytest.mark.parametrize(
    ("text", "standard"), [("《甲事标准》得到更新，该标准适用，并回顾《乙事标准》，", "title:甲事标准")]
)
def test_a_standard_that_a_clause_names_again(text: str, standard: str) -> None:
    cited = cite(draft(text), from_fixtures()).clauses["op1"]
    assert ("该标准", standard) in words_and_targets(cited)
