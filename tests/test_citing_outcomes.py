"""Tests outcome documents without a symbol, annexes and amendments: names that need the words around them."""

from __future__ import annotations

import pytest

from archive.citing import Citation, cite, from_fixtures
from archive.citing.outcomes import title_of_outcome
from tests.test_citing_resolve import draft

Found = list[tuple[str, str | None]]
NPT = "《不扩散核武器条约》"
BWC = "关于禁止发展、生产和储存细菌(生物)及毒素武器和销毁此种武器的公约"


def found(citations: list[Citation]) -> Found:
    return [(c.exact, c.target) for c in citations if c.via_footnote is None]


OUTCOMES: list[tuple[str, Found]] = [
    # Without 《》, after the name of a conference whose outcome the catalogue has.
    ("落实2000年审议大会最后文件所载步骤，", [("最后文件", "NPT/CONF.2000/28")]),
    ("落实2000年审议大会的成果文件，", [("成果文件", "NPT/CONF.2000/28")]),
    (
        "重申2000年和2010年审议大会最后文件的重要性，",
        [("2000年", "NPT/CONF.2000/28"), ("最后文件", "NPT/CONF.2010/50")],
    ),
    ("按照2010年行动计划行动21，", [("行动计划", "NPT/CONF.2010/50")]),
    ("按照2010年《行动计划》行动21，", [("《行动计划》", "NPT/CONF.2010/50")]),
    ("推进2010年审议大会行动计划，", [("行动计划", "NPT/CONF.2010/50")]),
    # A conference that the catalogue does not have: its name and the kind make the key.
    ("欢迎在某地举行的甲事会议：前进通过部长级宣言，", [("部长级宣言", "title:甲事会议：前进部长级宣言")]),
    ("回顾在某地举行的甲事国际会议和通过的《成果文件》，", [("《成果文件》", "title:甲事国际会议成果文件")]),
    (
        "重申在某地举行的甲事国际会议(甲会)的成果，包括协商一致最后报告，",
        [("最后报告", "title:甲事国际会议最后报告")],
    ),
    ("回顾在某地举行的第九届甲国联盟会议发表的联合公报，", [("联合公报", "title:第九届甲国联盟会议联合公报")]),
    ("回顾在某地举行的甲国联盟会议发表的联合公报，", []),
    # A document that does not exist.
    ("关切审议大会未能就一项实质性的《最后文件》达成一致，", []),
    ("审议在某地举行的甲事国际会议最后文件草案，", []),
    ("落实第九次审议大会最后文件，", []),
    ("履行其《条约》义务，", [("《条约》", "treaty:NPT")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OUTCOMES)
def test_outcome_documents(text: str, expected: Found) -> None:
    cited = cite(draft(f"重申{NPT}，", text), from_fixtures()).clauses["op2"]
    assert found(cited) == expected


def test_a_review_conference_reviews_the_treaty_in_the_title() -> None:
    made = draft("欢迎第四次和第八次审议大会《最后宣言》，", title=BWC)
    assert found(cite(made, from_fixtures()).clauses["op1"]) == [
        ("第四次", f"title:{BWC}缔约国第四次审议大会最后宣言"),
        ("《最后宣言》", f"title:{BWC}缔约国第八次审议大会最后宣言"),
    ]


def test_a_mark_after_an_outcome_document_gives_its_symbol() -> None:
    made = draft("欢迎在某地举行的甲事国际会议最后文件，[1]", notes={"1": "CCW/CONF.VI/11。"})
    assert [c.target for c in cite(made, from_fixtures()).clauses["op1"]] == ["CCW/CONF.VI/11"]


def test_the_title_of_an_outcome_needs_the_name_of_its_conference() -> None:
    assert title_of_outcome("第八次审议大会", "最后文件", "") is None
    assert title_of_outcome("第八次审议大会", "最后文件", "甲事公约") == "甲事公约缔约国第八次审议大会最后文件"


ADDITIONS: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    (
        "履行《禁止化学武器公约》及其《关于甲事的附件》(《甲事附件》)，",
        [
            ("《禁止化学武器公约》", "treaty:CWC", ""),
            ("《关于甲事的附件》", "treaty:CWC", "关于甲事的附件"),
            ("《甲事附件》", "treaty:CWC", "甲事附件"),
        ],
    ),
    ("按照《甲事附件》第二部分行事，", []),
    (
        "修改《禁止化学武器公约》关于甲事的附件的附表1(A)和附表1，",
        [("《禁止化学武器公约》", "treaty:CWC", "关于甲事的附件的附表1(A)和附表1")],
    ),
    (
        "欢迎《核材料实物保护公约》及其2005年通过、2016年生效的修正案，",
        [("《核材料实物保护公约》", "treaty:CPPNM", ""), ("修正案", "treaty:CPPNM Amendment", "")],
    ),
    ("审议《集束弹药公约》及其修正案，", [("《集束弹药公约》", "treaty:CCM", "")]),
    (
        "《特拉特洛尔科条约》《第一附加议定书》和《第二附加议定书》，",
        [
            ("《特拉特洛尔科条约》", "treaty:Tlatelolco", ""),
            ("《第一附加议定书》", "title:特拉特洛尔科条约第一附加议定书", ""),
            ("《第二附加议定书》", "title:特拉特洛尔科条约第二附加议定书", ""),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ADDITIONS)
def test_annexes_amendments_and_protocols(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    cited = cite(draft(text), from_fixtures()).clauses["op1"]
    assert [(c.exact, c.target, c.pinpoint) for c in cited] == expected


def test_a_second_name_between_a_title_and_its_mark() -> None:
    made = draft("执行《关于甲事的指导原则》，即“某地指导原则”，[1]", notes={"1": "S/2023/1035，附件。"})
    [cited] = cite(made, from_fixtures()).clauses["op1"]
    assert (cited.exact, cited.target) == ("《关于甲事的指导原则》，即“某地指导原则”", "S/2023/1035")


def test_a_corrigendum_in_the_footnote_is_no_second_outcome_document() -> None:
    texts = ("根据第八次审议大会《最后文件》[1]，", "注意到第八次审议大会在其《最后文件》中决定，")
    made = draft(*texts, notes={"1": "BWC/CONF.VIII/4和BWC/CONF.VIII/4/Corr.1。"})
    assert found(cite(made, from_fixtures()).clauses["op2"]) == [("《最后文件》", "BWC/CONF.VIII/4")]


REPORTS: list[tuple[str, dict[str, str], list[tuple[str | None, tuple[str, ...]]]]] = [
    ("回顾甲组的报告，[1]报告的结论认为如此，", {"1": "S/2017/904，附件。"}, [("S/2017/904", ())]),
    ("欢迎甲组的报告，[1]并欢迎各国在报告中提出看法，", {"1": "A/75/96。"}, [("A/75/96", ())]),
    (
        "回顾甲组8月[1]和10月的报告，[2]报告认为如此，",
        {"1": "S/2016/738。", "2": "S/2016/888。"},
        [(None, ("S/2016/738", "S/2016/888"))],
    ),
    # The clause asks for a new report, the sentence is another, or a later mark gives the report.
    ("欢迎甲组的报告，[1]请秘书长在报告中说明，", {"1": "A/75/96。"}, []),
    ("欢迎甲组的报告；[1]报告认为如此，", {"1": "A/75/96。"}, []),
    ("回顾甲组的报告，[1]并审议乙组的最后意见，报告认为如此[2]，", {"1": "A/75/96。", "2": "A/75/97。"}, []),
    ("欢迎甲组的决定，[1]报告认为如此，", {"1": "A/75/96。"}, []),
]


@pytest.mark.parametrize(("text", "notes", "expected"), REPORTS)
def test_a_report_named_again_without_words_of_its_own(
    text: str, notes: dict[str, str], expected: list[tuple[str | None, tuple[str, ...]]]
) -> None:
    cited = cite(draft(text, notes=notes), from_fixtures()).clauses["op1"]
    assert [(c.target, c.candidates) for c in cited if c.via_footnote is None] == expected


@pytest.mark.parametrize("kind", ["政策", "手册"])
def test_policies_and_manuals_are_documents(kind: str) -> None:
    cited = cite(draft(f"鼓励使用《某组织甲事{kind}》，"), from_fixtures()).clauses["op1"]
    assert found(cited) == [(f"《某组织甲事{kind}》", f"title:某组织甲事{kind}")]
