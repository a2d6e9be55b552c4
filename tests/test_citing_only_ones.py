"""Tests words that fit only one document of a text, although they are not the words of its description."""

from __future__ import annotations

import pytest

from tests.test_citing_named_again import cited_in

NOTES = {"1": "A/70/174。", "2": "A/57/124。", "3": "CD/8/Rev.9，第二章。"}
STUDY = "欢迎秘书长关于甲事的报告，[1]其中汇报了甲组织乙事问题研究报告[2]所载建议的执行情况，"

STUDIES = [
    ("并回顾该研究报告发布二十周年，", [("该研究报告", "A/57/124")]),
    ("继续执行研究报告中的建议，", [("研究报告", "A/57/124")]),
    ("执行了甲组织研究报告所载的各项建议，", [("甲组织研究报告", "A/57/124")]),
    ("收集有关甲组织研究报告各项建议的资料，", [("甲组织研究报告", "A/57/124")]),
    ("请专家编写研究报告，", []),
    ("请专家编写关于丙事的新的研究报告，", []),
    # The words after 在 are not in the description of the report.
    ("如秘书长在审查各项建议的报告中所述，", [("秘书长在审查各项建议的报告", "A/70/174")]),
    ("请秘书长在审查各项建议的报告中列入资料，", []),
    ("如秘书长在关于丁事的报告中所述，", []),
]  # fmt: skip


@pytest.mark.parametrize(("later", "found"), STUDIES)
def test_the_only_study_and_the_only_report(later: str, found: list[tuple[str, str]]) -> None:
    assert cited_in("op2", STUDY, later, notes=NOTES) == found


def test_one_of_two_studies_is_not_guessed() -> None:
    texts = STUDY, "欢迎戊事问题研究报告，[1]", "继续执行研究报告中的建议，"
    assert cited_in("op3", *texts, notes=NOTES) == []


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ("强调甲事委员会1999年关于乙区的指导方针的报告的重要性，", ["甲事委员会1999年关于乙区的指导方针的报告"]),
        ("强调甲事委员会1998年关于乙区的指导方针的报告的重要性，", []),
        ("强调丙事委员会1999年关于乙区的指导方针的报告的重要性，", []),
    ],
)
def test_the_author_and_the_year_are_enough(later: str, words: list[str]) -> None:
    texts = "回顾甲事委员会1999年关于乙区的原则的报告，[1]", later
    assert [exact for exact, _ in cited_in("op2", *texts, notes=NOTES)] == words


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ("欢迎第61/72号决议设立的进一步审议甲事的专家组的报告，", ["进一步审议甲事的专家组的报告"]),
        ("欢迎第61/73号决议设立的进一步审议甲事的专家组的报告，", []),
    ],
)
def test_the_resolution_that_set_a_group_up(later: str, words: list[str]) -> None:
    texts = "回顾第61/72号决议所设甲事专家组的报告，[1]", later
    assert [exact for exact, target in cited_in("op2", *texts, notes=NOTES) if target == "A/70/174"] == words


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("回顾裁谈会的议事规则，", ["议事规则"]),
        ("回顾裁军谈判会议议事规则，", ["议事规则"]),
        ("依照大会议事规则，", []),
        ("根据各自的现行议事规则，", []),
    ],
)
def test_rules_of_procedure_before_their_footnote(first: str, words: list[str]) -> None:
    texts = first, "促请裁军谈判会议按照其议事规则举行届会；[3]"
    assert cited_in("op1", *texts, notes=NOTES) == [(exact, "CD/8/Rev.9") for exact in words]


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("回顾甲事工作组第二次进度报告所载建议，", [("甲事工作组第二次进度报告", "A/70/174")]),
        ("回顾甲事工作组第三次进度报告所载建议，", []),
        ("回顾工作组的报告所载建议，", []),
    ],
)
def test_a_numbered_report_before_its_footnote(first: str, found: list[tuple[str, str]]) -> None:
    assert cited_in("op1", first, "欢迎甲事工作组第二次进度报告；[1]", notes=NOTES) == found


@pytest.mark.parametrize(
    ("described", "later", "found"),
    [
        # The subjects of a report are a list.
        ("秘书长关于甲事的规范、规则和原则的报告，[1]", "回顾在秘书长的报告中，各国", ["秘书长的报告"]),
        ("秘书长的意见、专家组关于甲事的报告，[1]", "回顾秘书长的报告，", []),
        # The year of a session is not that of the report.
        ("政府专家组的报告，[1]", "在会议2035年届会之前将政府专家组的报告转递会议，", ["政府专家组的报告"]),
        # 了 and 到 end the verb before the words.
        ("该组织秘书长汇报了甲事小组的报告，[1]", "各国执行了甲事小组的报告，", ["甲事小组的报告"]),
    ],
)
def test_descriptions_and_the_words_that_fit_them(described: str, later: str, found: list[str]) -> None:
    assert [words for words, _ in cited_in("op2", described, later, notes=NOTES)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欢迎A/90/12号文件所载甲事工作组的最后报告以及报告所载建议；", ["A/90/12号文件", "报告"]),
        ("欢迎A/90/12号文件以及报告所载建议；", ["A/90/12号文件"]),
    ],
)
def test_a_report_that_is_given_by_its_symbol(text: str, found: list[str]) -> None:
    assert cited_in("op1", text) == [(words, "A/90/12") for words in found]
