"""Tests instruments that are printed without 《》 and that the catalogue does not have: 关于某事的声明."""

from __future__ import annotations

import pytest

from archive.citing import cite, from_fixtures
from archive.citing.citation import UNKNOWN
from archive.reading.draft import HEADING
from tests.test_citing_named_again import cited_in
from tests.test_citing_resolve import draft

NAMES = [
    # A declaration with its subject, after a verb that needs an existing text.
    ("以替代关于停止在甲地贩运乙物的声明，", ["关于停止在甲地贩运乙物的声明"]),
    ("该国与邻国在丙地签署关于甲地难民返回的联合宣言，", ["关于甲地难民返回的联合宣言"]),
    ("注意到甲国关于停止乙事的声明，", []),
    ("回顾各国关于停止乙事的声明，", []),
    ("回顾各次会议通过的关于停止乙事的宣言，", []),
    ("在审议期间、包括最近在甲会议上发表的关于乙事后果的联合声明，", []),
    ("甲国提出并得到各方核可的关于乙地丙事的政治宣言；", ["关于乙地丙事的政治宣言"]),
    ("通过的关于甲事、关于乙事和关于丙事的政治宣言，", []),
    ("执行关于甲地乙事的宣言草案，", []),
    # The act of an organ.
    ("注意到甲事务厅2034年2月公布的丙事教育战略；", ["丙事教育战略"]),
    ("回顾2034年5月6日在甲地发表的乙组织成员国丙事国际日宣言，", ["乙组织成员国丙事国际日宣言"]),
    ("某共同体首脑会议第九届常会通过了甲地预防丙事战略，并要求审查", ["甲地预防丙事战略"]),
    ("注意到甲事务厅公布的丙事教育战略；", []),
    ("注意到2034年2月公布的传播战略；", []),
    ("会议通过一项甲地预防丙事战略，", []),
    ("期待将于2034年2月公布的丙事教育战略；", []),
    ("注意到2034年2月公布的各国丙事教育战略；", []),
    # States carry out the plan of an organization.
    ("承诺支持执行甲联盟和平与和解路线图，", ["甲联盟和平与和解路线图"]),
    ("执行某国家战略，", []),
    ("通过某国际会议的甲地和平路线图推动丙事进程，", ["甲地和平路线图"]),
    ("制定和执行某联盟甲事和平战略，", []),
    # The name of a conference is no document.
    ("通过第三次审查甲地乙事行动纲领执行进度大会的报告，", []),
    ("执行甲联盟乙事和平战略审查会议的决定，", []),
    # A period of years.
    ("缔约国通过了宣言和2031-2035年期间行动计划，支持", ["2031-2035年期间行动计划"]),
    ("欢迎2031-2035年甲事全球战略所载目标，", ["2031-2035年甲事全球战略"]),
    ("促进2035年平息甲地纷争的实际步骤总路线图方面的工作，", ["2035年平息甲地纷争的实际步骤总路线图"]),
    ("2031-2035年工作组应在关于行动纲领的工作中，", []),
    ("正在拟订2031-2035年期间行动计划，", []),
    # A title in “”.
    ("会议通过题为“我们对甲事的承诺”的宣言，以及", ["“我们对甲事的承诺”的宣言"]),
    ("通过本决议所附题为“我们对甲事的承诺”的政治宣言；", []),
    ("审议题为“我们对甲事的承诺”的宣言草案；", []),
    ("列入题为“我们对甲事的承诺”的项目，", []),
    ("注意到2034年启动了“2040年甲事：乙组织甲事战略”，", ["“2040年甲事：乙组织甲事战略”"]),
    ("列入题为“乙组织甲事战略”的项目，", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NAMES)
def test_names_without_quotation_marks(text: str, found: list[str]) -> None:
    assert [words for words, _ in cited_in("op1", text)] == found


def test_the_name_makes_the_key() -> None:
    [one] = cite(draft("以替代关于停止在甲地贩运乙物的声明，"), from_fixtures()).clauses["op1"]
    assert (one.target, one.status) == ("title:关于停止在甲地贩运乙物的声明", UNKNOWN)


def test_a_title_in_quotation_marks_makes_the_key() -> None:
    assert cited_in("op1", "会议通过题为“我们对甲事的承诺”的宣言，") == [
        ("“我们对甲事的承诺”的宣言", "title:我们对甲事的承诺")
    ]


def test_a_heading_names_no_instrument() -> None:
    made = draft("甲地2031-2040年行动纲领")
    made.clauses[0].kind = HEADING
    assert cite(made, from_fixtures()).clauses["op1"] == []


def test_the_last_noun_points_back() -> None:
    text = "某共同体首脑会议第九届常会通过了甲地预防丙事战略，并要求对该战略进行审查；"
    assert cited_in("op1", text) == [
        ("甲地预防丙事战略", "title:甲地预防丙事战略"),
        ("该战略", "title:甲地预防丙事战略"),
    ]


def test_the_name_is_no_instrument_that_a_short_form_means() -> None:
    texts = "欢迎《乙地2031年行动计划》，", "回顾2031-2035年丁事行动计划，", "执行《行动计划》，"
    assert cited_in("op3", *texts) == [("《行动计划》", "title:乙地2031年行动计划")]


@pytest.mark.parametrize(
    ("first", "later", "words"),
    [
        ("回顾会议通过的关于停止甲事的宣言，[1]", "执行关于停止甲事的宣言，", "关于停止甲事的宣言"),
        ("欢迎2031-2035年丁事战略，[1]", "执行2031-2035年丁事战略，", "2031-2035年丁事战略"),
        ("欢迎甲组织丁事综合战略，[1]", "支持执行甲组织丁事综合战略，", "甲组织丁事综合战略"),
        ("通过题为“我们的甲事”的宣言，[1]", "重申通过的题为“我们的甲事”的宣言，", "“我们的甲事”的宣言"),
    ],
)
def test_a_footnote_gives_the_document(first: str, later: str, words: str) -> None:
    notes = {"1": "A/70/174，附件。"}
    assert [cited_in(path, first, later, notes=notes) for path in ("op1", "op2")] == [[], [(words, "A/70/174")]]
