"""Tests documents that a text names again without 《》 or without their footnote mark."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, KnownDocument, cite, from_fixtures
from tests.test_citing_resolve import draft

NOTES = {"1": "A/70/174。", "2": "A/57/124。", "3": "A/62/650，附件。"}


def cited_in(path: str, *texts: str, notes: dict[str, str] | None = None) -> list[tuple[str, str | None]]:
    """The words and the target of each citation of a clause that does not go through a footnote."""
    found = cite(draft(*texts, notes=notes or {}), from_fixtures()).clauses[path]
    return [(c.exact, c.target) for c in found if c.via_footnote is None]


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("表示注意到秘书长的报告；", ["秘书长的报告"]),
        ("根据秘书长的报告及其中所载意见，", ["秘书长的报告"]),
        ("在公平原则以及秘书长的报告及其中所载意见的基础上，", ["秘书长的报告"]),
        ("请各国以及秘书长报告执行情况；", []),
        ("同时考虑到秘书长报告、各国意见和区域协商，", ["秘书长报告"]),
        ("欢迎向秘书长的报告提出的意见，", ["秘书长的报告"]),
        ("在《甲公约》框架内的工作中考虑到秘书长的报告；", ["秘书长的报告"]),
        ("请秘书长提交报告；", []),
        ("请秘书长就此编写一份报告；", []),
        ("向秘书长报告采取的步骤；", []),
        ("请秘书长报告执行情况；", []),
        ("包括秘书长报告的侵害行为增加；", []),
        ("认可秘书长报告的结论；", ["秘书长报告"]),
        ("欢迎秘书长下一份报告；", []),
        ("请秘书长在报告中提供资料；", []),
        # Another footnote gives this report.
        ("欣见秘书长的报告，其中载有各国意见；[2]", []),
    ],
)
def test_the_only_report_of_the_secretary_general(later: str, found: list[str]) -> None:
    cited = cited_in("op2", "审议了秘书长的报告，[1]", later, notes=NOTES)
    assert [c for c in cited if c[1] == "A/70/174"] == [(words, "A/70/174") for words in found]


@pytest.mark.parametrize("other", ["欢迎秘书长关于乙事的报告，[2]", "欢迎秘书长题为“乙事议程”的报告，[2]"])
def test_one_of_two_reports_of_the_secretary_general_is_not_guessed(other: str) -> None:
    assert cited_in("op3", "审议了秘书长的报告，[1]", other, "回顾秘书长的报告，", notes=NOTES) == []


@pytest.mark.parametrize(
    ("later", "words"),
    [
        ("欢迎秘书长根据第74/22号决议，考虑到各国意见编写的甲事方案报告；", "甲事方案报告"),
        ("考虑到根据大会第74/22号决议编制的秘书长报告；", "秘书长报告"),
        ("考虑到依照第74/22号决议提交的报告；", "提交的报告"),
    ],
)
def test_a_report_is_known_by_the_resolution_that_asked_for_it(later: str, words: str) -> None:
    cited = cited_in("op2", "重点指出秘书长根据大会第74/22号决议提交的报告[1]所载结论，", later, notes=NOTES)
    assert cited == [("第74/22号决议", "A/RES/74/22"), (words, "A/70/174")]


def test_a_report_on_another_resolution_is_another_report() -> None:
    texts = "重点指出秘书长根据第74/22号决议提交的报告，[1]", "欢迎秘书长根据第75/44号决议提交的报告；"
    assert cited_in("op2", *texts, notes=NOTES) == [("第75/44号决议", "A/RES/75/44")]


GROUP = "以2031-2035年甲事项和乙事项工作组第一次年度进度报告[1]和第二次年度进度报告[2]为指引，"


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("欢迎2031-2035年工作组第二次年度进度报告中的建议，", [("2031-2035年工作组第二次年度进度报告", "A/57/124")]),
        ("所载原则及2031-2035年工作组第一次年度进度报告，", [("2031-2035年工作组第一次年度进度报告", "A/70/174")]),
        (
            "回顾2031-2035年工作组第一次和第二次年度进度报告，",
            [("第一次", "A/70/174"), ("第二次年度进度报告", "A/57/124")],
        ),
        ("回顾2031-2035年工作组第三次年度进度报告，", []),
        ("回顾2026-2030年工作组第二次年度进度报告，", []),
        ("回顾2031-2035年委员会第二次年度进度报告，", []),
    ],
)
def test_numbered_reports(later: str, found: list[tuple[str, str]]) -> None:
    assert cited_in("op2", GROUP, later, notes=NOTES) == found


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("赞同政府专家组2034年报告；", [("2034年报告", "A/70/174")]),
        ("履行2034年报告第12段所述职能；", [("2034年报告", "A/70/174")]),
        ("赞同政府专家组2034年和2035年报告；", [("2034年", "A/70/174"), ("2035年报告", "A/57/124")]),
        (
            "赞同政府专家组2033年、2034年和2035年的共识报告；",
            [("2034年", "A/70/174"), ("2035年的共识报告", "A/57/124")],
        ),
        ("赞同2034年政府专家组协商一致报告；", [("2034年政府专家组协商一致报告", "A/70/174")]),
        ("赞同2033年报告；", []),
        ("秘书长2033年和2034年报告；", []),
    ],
)
def test_reports_are_known_by_their_years(later: str, found: list[tuple[str, str]]) -> None:
    first = "欢迎2034年政府专家组的共识报告[1]和政府专家组2035年报告，[2]"
    assert cited_in("op2", first, later, notes=NOTES) == found


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("赞同政府专家组2015年报告所载的措施；", ["2015年报告"]),
        ("赞同政府专家组2014年报告所载的措施；", []),
        ("赞同甲事委员会2015年报告所载的措施；", []),
    ],
)
def test_the_session_in_a_symbol_gives_the_year_of_a_report(later: str, found: list[str]) -> None:
    assert [words for words, _ in cited_in("op2", "审议了政府专家组的报告，[1]", later, notes=NOTES)] == found


@pytest.mark.parametrize("adopted", ["获得协商一致通过", "获得通过", "以协商一致方式通过", "以协商一致方式获得通过"])
def test_a_description_can_end_in_the_adoption(adopted: str) -> None:
    texts = (
        f"欢迎甲事小组第四次乙地进展报告{adopted}，[1]",
        "按照甲事小组第四次乙地进展报告附件乙所述，",
    )
    assert cited_in("op2", *texts, notes=NOTES) == [("甲事小组第四次乙地进展报告", "A/70/174")]


def test_a_year_that_a_description_only_mentions_is_no_year_of_the_report() -> None:
    texts = "欢迎秘书长转递的2033年、2034年和2035年相关成果报告，[1]", "赞同政府专家组2034年和2035年报告；"
    assert cited_in("op2", *texts, notes=NOTES) == [("2035年报告", "A/70/174")]


def test_a_description_can_end_in_a_place() -> None:
    texts = "回顾某委员会2034年关于甲事的报告及其附件一，[1]", "强调某委员会2034年关于甲事的报告的重要性；"
    assert cited_in("op2", *texts, notes=NOTES) == [("某委员会2034年关于甲事的报告", "A/70/174")]


@pytest.mark.parametrize(
    ("clauses", "target", "candidates"),
    [
        (["欢迎甲国的声明，[1]"], "A/70/174", ()),
        (["欢迎乙国的声明，[2]", "欢迎丙事，", "欢迎甲国的声明，[1]"], "A/70/174", ()),
        (["欢迎乙国的声明，[2]", "欢迎甲国的联合声明，[1]"], None, ("A/57/124", "A/70/174")),
    ],
)
def test_the_statements_above(clauses: list[str], target: str | None, candidates: tuple[str, ...]) -> None:
    cited = cite(draft(*clauses, "注意到上述声明已经转递；", notes=NOTES), from_fixtures())
    [above] = cited.clauses[f"op{len(clauses) + 1}"]
    assert (above.exact, above.target, above.candidates) == ("上述声明", target, candidates)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欢迎秘书长的报告，包括秘书长在报告中提出的意见，", ["秘书长的报告", "报告"]),
        ("考虑到秘书长报告、报告所载的各国意见，", ["秘书长报告", "报告"]),
        ("审议秘书长的报告，包括报告中提出的提议，", ["秘书长的报告", "报告"]),
        ("审议秘书长的报告，报告极其有助于某中心的工作，", ["秘书长的报告", "报告"]),
        ("欢迎秘书长的报告，并请秘书长在报告中列入资料，", ["秘书长的报告"]),
        ("欢迎秘书长的报告，包括报告所载各项建议，", ["秘书长的报告", "报告"]),
    ],
)
def test_report_alone_after_the_report_that_is_named_again(text: str, found: list[str]) -> None:
    cited = cited_in("op2", "审议了秘书长的报告，[1]", text, notes=NOTES)
    assert cited == [(words, "A/70/174") for words in found]


# ── decisions and outcomes of conferences ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "pinpoint"),
    [
        ("重申不扩散核武器条约缔约国1995年审议和延期大会通过的关于甲事的决议仍然有效，", "关于甲事的决议", ""),
        ("重申不扩散核武器条约缔约国1995年审议和延期大会于1995年5月11日通过的关于甲事的决议，", "关于甲事的决议", ""),
        (
            "执行不扩散核武器条约缔约国1995年审议和延期大会关于甲事的目标的决定第3和4(c)段，",
            "关于甲事的目标的决定",
            "第3和4(c)段",
        ),
    ],
)
def test_a_decision_of_a_review_conference_is_in_its_final_document(text: str, words: str, pinpoint: str) -> None:
    [cited] = cite(draft("回顾《不扩散核武器条约》，", text), from_fixtures()).clauses["op2"]
    assert (cited.exact, cited.target, cited.pinpoint) == (words, "NPT/CONF.1995/32", pinpoint)


@pytest.mark.parametrize(
    ("text", "words", "pinpoint"),
    [
        ("回顾2010年审议大会以协商一致方式商定的结论和后续行动建议的行动15，", "结论和后续行动建议", "行动15"),
        ("包括执行2010年审议大会通过的甲事行动计划，", "甲事行动计划", ""),
        ("包括执行2010年审议大会通过的行动计划，", "行动计划", ""),
    ],
)
def test_the_advice_of_a_review_conference_is_in_its_final_document(text: str, words: str, pinpoint: str) -> None:
    [cited] = cite(draft("回顾《不扩散核武器条约》，", text), from_fixtures()).clauses["op2"]
    assert (cited.exact, cited.target, cited.pinpoint) == (words, "NPT/CONF.2010/50", pinpoint)


@pytest.mark.parametrize("text", ["届会应在大会通过《公约》两年后举行，", "执行《公约》，"])
def test_the_assembly_adopts_the_convention_of_the_text(text: str) -> None:
    assert cited_in("op2", "决定通过《甲事公约》；", text) == [("《公约》", "title:甲事公约")]


@pytest.mark.parametrize(
    "text",
    [
        "回顾甲公约缔约国1995年审议和延期大会通过的关于乙事的决议，",
        "回顾不扩散核武器条约缔约国1995年审议和延期大会通过的关于甲事的决议草案，",
        "在2015年审议大会上就关于甲事的决议达成的协议，",
    ],
)
def test_other_decisions_are_not_in_a_known_final_document(text: str) -> None:
    assert cited_in("op1", text) == []


@pytest.mark.parametrize(
    "first",
    [
        "欢迎成功召开第四次联合国审查某纲领执行进度大会及其成果，[1]",
        "重申第四次审查大会成果文件[1]确认甲事，",
        "核可第四次联合国审查某纲领执行进度大会(第四次审查大会)的成果；[1]",
        "欣见审查某纲领的第四次审查大会圆满结束，以及会议通过的成果文件，[1]",
    ],
)
def test_the_outcome_of_a_conference_is_named_again(first: str) -> None:
    texts = first, "决定按照第四次审查大会成果文件第212段所述建立程序；", "回顾第三次审查大会成果文件；"
    cited = cite(draft(*texts, notes=NOTES), from_fixtures()).clauses
    assert [(c.exact, c.target, c.pinpoint) for c in cited["op2"]] == [("成果文件", "A/70/174", "第212段")]
    assert cited["op3"] == []


@pytest.mark.parametrize("later", ["该决议仍然有效；", "1995年该项决议的提案国；", "充分执行上述决议；"])
def test_the_resolution_of_a_conference_is_named_again(later: str) -> None:
    cited = cited_in("op2", "执行1995年关于中东的决议；", later)
    assert [target for _, target in cited] == ["NPT/CONF.1995/32"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欢迎某组通过的实务报告，[1]该报告可作为参考，", ["该报告"]),
        ("注意到某组的最后报告[1]获得通过，该报告附件所载框架很重要，", ["该报告"]),
        ("重申甲报告，[1]注意到乙报告，[2]该报告可作为参考，", ["该报告"]),
        ("重申甲报告，[1]注意到乙报告[2]获得通过，该报告可作为参考，", []),
        ("重申甲报告[1]和乙报告，[2]该报告可作为参考，", []),
        ("采用甲报告，[1]请各国使用该报告模板，", []),
        ("欢迎某组的结论，[1]以及某委员会第六次评估的综合报告，该报告更为全面，", []),
        ("欢迎某组的报告，[1]并请秘书长将报告转递某会议；", ["报告"]),
        ("欢迎某组的报告，[1]请秘书长就此提出报告，并将报告转递某会议；", []),
        ("重申某组最后报告[1]的重要性，最后报告阐述了甲事的所有方面，", ["最后报告"]),
        # The second footnote gives the opinions in the first text, and the report in the second.
        ("审议了某组的报告[1]以及某会议就利用报告所载建议提出的意见，[2]", ["报告"]),
        ("审议了某组的报告，[1]以及报告所载建议，[2]", []),
    ],
)
def test_the_report_of_a_footnote_is_named_again_in_its_clause(text: str, found: list[str]) -> None:
    assert [words for words, _ in cited_in("op1", text, notes=NOTES)] == found


def test_the_number_of_a_resolution_counts_before_its_footnote() -> None:
    cited = cited_in("op1", "注意到根据第74/22号决议[1]采取的行动，以及该决议的执行情况，", notes=NOTES)
    assert cited[-1] == ("该决议", "A/RES/74/22")


def test_a_framework_that_is_described_as_a_framework() -> None:
    cited = cited_in("op1", "注意到《甲事全球框架》是一个自愿合作框架，并强调执行该框架，")
    assert [target for _, target in cited] == ["title:甲事全球框架", "title:甲事全球框架"]


@pytest.mark.parametrize("date", ["1987年9月11日", "于1987年9月", "1987年"])
def test_the_date_of_an_outcome_document_can_follow_its_conference(date: str) -> None:
    texts = "回顾甲事国际会议《最后文件》，[1]", f"念及自甲事国际会议{date}通过《最后文件》以来，"
    assert cited_in("op2", *texts, notes=NOTES) == [("《最后文件》", "A/70/174")]


@pytest.mark.parametrize("owner", ["大会第十二届特别会议", "大会第十二届特别会议，即专门讨论裁军问题的第二届特别会议"])
def test_the_concluding_document_of_the_twelfth_special_session(owner: str) -> None:
    [cited] = cite(draft(f"重申{owner}《结论文件》附件四，"), from_fixtures()).clauses["op1"]
    assert (cited.target, cited.pinpoint) == ("A/S-12/32", "附件四")


def test_the_year_of_a_conference_can_be_before_its_treaty() -> None:
    text = "认识到2000年和2010年不扩散核武器条约缔约国审议大会最后文件的重要性，"
    cited = cited_in("op2", "重申《不扩散核武器条约》，", text)
    assert cited == [("2000年", "NPT/CONF.2000/28"), ("最后文件", "NPT/CONF.2010/50")]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("铭记大会第十届特别会议《最后文件》第59段，并促进《最后文件》的规定，", ["A/RES/S-10/2", "A/RES/S-10/2"]),
        # Another conference has another final document.
        ("大会第十届特别会议《最后文件》以及甲乙会议2031年9月11日通过的《最后文件》，", ["A/RES/S-10/2", None]),
    ],
)
def test_an_outcome_document_is_named_again_in_its_clause(text: str, targets: list[str | None]) -> None:
    assert [target for _, target in cited_in("op1", text)] == targets


def test_two_outcome_documents_before_a_short_form_are_not_guessed() -> None:
    text = "回顾大会第十届特别会议《最后文件》和1995年审议和延期大会《最后文件》，并执行《最后文件》，"
    assert cited_in("op2", "重申《不扩散核武器条约》，", text)[-1] == ("《最后文件》", None)


# ── protocols, strategies, articles ──────────────────────────────────────────────────────────────────────────────────


def test_the_protocol_of_a_short_form() -> None:
    catalogue = Catalogue([KnownDocument("treaty:A", ("甲地条约",)), KnownDocument("treaty:AP", ("甲地条约议定书",))])
    text = "完成与《甲地条约》缔约国关于该《条约》的《议定书》的协商，"
    found = cite(draft("《乙地条约》和《乙地条约议定书》，", text), catalogue).clauses["op2"]
    assert [c.target for c in found] == ["treaty:A", "treaty:A", "treaty:AP"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("该区域战略", ["该区域战略"]), ("该战略", ["该战略"]), ("该全球战略", []), ("该区域战略草案", [])],
)
def test_a_strategy_is_named_again_by_its_last_words(words: str, found: list[str]) -> None:
    cited = cited_in("op1", f"回顾《某湖流域复原区域战略》，并欢迎评价{words}，")
    assert [exact for exact, _ in cited[1:]] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "欢迎履行第七条义务，执行有关第七条的计划，并落实第八条，以实现《公约》的目标，",
            ["第七条", "第七条", "第八条"],
        ),
        ("根据第十条加强合作；审查与公约缔约国有关的发展，", ["第十条"]),
        # The treaty that is named in full can be another one.
        ("欢迎履行第七条义务，并加入《武器贸易条约》，", []),
    ],
)
def test_articles_before_the_short_form_of_their_treaty(text: str, found: list[str]) -> None:
    cited = cite(draft("回顾《集束弹药公约》，", text), from_fixtures()).clauses["op2"]
    assert [c.exact for c in cited if c.pinpoint] == found


@pytest.mark.parametrize(
    ("first", "later", "targets"),
    [
        ("回顾《集束弹药公约》第七条，", "提高履行其第七条义务的透明度；", ["treaty:CCM"]),
        ("回顾《集束弹药公约》第七条第1款，", "落实第七条的执行；", ["treaty:CCM"]),
        ("回顾《集束弹药公约》第七条，", "落实第八条的执行；", []),
        ("回顾《集束弹药公约》第七条和《武器贸易条约》第七条，", "落实第七条的执行；", []),
        ("回顾《集束弹药公约》第七条，", "履行第七条义务，并加入《武器贸易条约》；", []),
    ],
)
def test_an_article_that_an_earlier_clause_cites(first: str, later: str, targets: list[str]) -> None:
    cited = cite(draft(first, later), from_fixtures()).clauses["op2"]
    assert [c.target for c in cited if c.pinpoint] == targets


def test_articles_in_the_name_of_a_working_group_are_not_cited() -> None:
    texts = "回顾《集束弹药公约》，", "欢迎有效执行公约(包括第6条和第7条工作分组、第9条工作分组的工作)；"
    assert cited_in("op2", *texts) == [("公约", "treaty:CCM")]


@pytest.mark.parametrize(
    ("clause", "note", "found"),
    [
        (
            "《南极条约》第一条规定甲事，[1]",
            "第一条还规定，“乙事”。",
            [("第一条", "treaty:Antarctic Treaty", "第一条")],
        ),
        ("《南极条约》和《武器贸易条约》规定甲事，[1]", "第一条还规定，“乙事”。", []),
        ("规定甲事，[1]", "第一条还规定，“乙事”。", []),
        ("《南极条约》规定甲事，[1]", "第一条件是乙事。", []),
    ],
)
def test_a_footnote_that_begins_with_an_article(clause: str, note: str, found: list[tuple[str, str, str]]) -> None:
    cited = cite(draft(clause, notes={"1": note}), from_fixtures()).footnotes["1"]
    assert [(c.exact, c.target, c.pinpoint) for c in cited] == found


# ── quotations, groups, and 报告 alone ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ("按照“执行某事的途径和方法”第3.4段的规定，", [("“执行某事的途径和方法”", "第3.4段")]),
        ("按照“执行他事的途径和方法”的规定，", []),
        ("列入题为“执行某事的途径和方法”的项目，", []),
    ],
)
def test_a_quotation_that_carried_a_mark_is_named_again(later: str, found: list[tuple[str, str]]) -> None:
    source = draft("通过一套“执行某事的途径和方法”[1]，", later, notes=NOTES)
    assert [(c.exact, c.pinpoint) for c in cite(source, from_fixtures()).clauses["op2"]] == found


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        (
            ["召集甲事措施政府专家组，", "审议了政府专家组的报告，[1]", "强调甲事措施问题政府专家组的报告；"],
            ["政府专家组的报告"],
        ),
        (["审议了政府专家组的报告，[1]", "提交根据政府专家组报告拟订的措施；"], ["政府专家组报告"]),
        (["召集乙事体制政府专家组，", "审议了政府专家组的报告，[1]", "强调甲事措施问题政府专家组的报告；"], []),
    ],
)
def test_the_report_of_the_only_group_of_a_text(clauses: list[str], found: list[str]) -> None:
    assert [words for words, _ in cited_in(f"op{len(clauses)}", *clauses, notes=NOTES)] == found


def test_report_alone_is_the_report_and_not_its_corrigendum() -> None:
    notes = {"1": "A/70/174和A/70/174/Corr.1。"}
    assert cited_in("op1", "欢迎秘书长的报告，[1]包括报告所载各项建议；", notes=notes) == [("报告", "A/70/174")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("执行报告所载的措施；", ["报告"]),
        ("根据报告所载建议定期讨论；", ["报告"]),
        ("支持执行报告中的所有结论和建议；", ["报告"]),
        ("政府专家组在报告中确认甲事；", ["报告"]),
        ("根据报告及大会有关决议召开会议；", ["报告"]),
        ("鼓励向其分发报告的丙机构参与甲事；", ["报告"]),
        ("请秘书长分发报告的摘要；", []),
        ("请各国提交报告；", []),
        ("政府专家组报告应包含某事；", []),
        ("向政府专家组报告采取的措施；", []),
        ("根据2031年汇编的审查报告的建议讨论；", []),
        ("请秘书长在报告中列入资料；", []),
        ("落实报告中所载的考虑意见；", ["报告"]),
        ("协调与报告所载结论有关的事项；", ["报告"]),
        ("欢迎某会议报告中就落实报告所载建议提出的意见；[2]", []),
    ],
)
def test_report_alone_is_the_only_report_of_the_text(text: str, found: list[str]) -> None:
    assert [words for words, _ in cited_in("op2", "审议了政府专家组的报告，[1]", text, notes=NOTES)] == found


def test_report_alone_is_the_report_of_the_clause_before() -> None:
    texts = "欢迎政府专家组的报告，[1]", "欢迎某委员会的报告，[2]", "执行报告所载建议；", "落实报告的结论；"
    assert cited_in("op4", *texts, notes=NOTES) == [("报告", "A/57/124")]


def test_report_alone_after_two_reports_is_not_guessed() -> None:
    texts = "欢迎政府专家组的报告，[1]", "欢迎某委员会的报告，[2]", "赞扬某事；", "执行报告所载建议；"
    assert cited_in("op4", *texts, notes=NOTES) == []


@pytest.mark.parametrize(
    ("between", "found"),
    [
        (["执行报告所载建议；", "赞扬某事；"], [("报告", "A/57/124")]),
        (
            ["执行报告所载建议；", "赞扬某事；", "利用报告中的结论；", "赞扬某事；", "赞扬某事；"],
            [("报告", "A/57/124")],
        ),
        # The last clause that cites a report describes it. The text does not call it 报告.
        (["赞扬某事；"], []),
        (["执行报告所载建议；", "欢迎政府专家组的报告，[1]", "赞扬某事；"], []),
    ],
)
def test_report_alone_is_the_report_that_the_text_last_calls_so(
    between: list[str], found: list[tuple[str, str]]
) -> None:
    texts = "欢迎政府专家组的报告，[1]", "欢迎某委员会的报告，[2]", *between, "落实报告的结论；"
    assert cited_in(f"op{len(texts)}", *texts, notes=NOTES) == found


def test_a_biennial_meeting_is_known_by_its_number() -> None:
    first = "欢迎甲地审议某纲领执行情况第八次双年度会议取得成功，以及会议通过的成果文件，[1]"
    later = "注意到第八次各国双年度会议成果文件和第八次乙事首脑会议成果文件，"
    assert ("成果文件", "A/70/174") in cited_in("op2", first, later, notes=NOTES)
    assert [target for _, target in cited_in("op2", first, later, notes=NOTES)].count("A/70/174") == 1
