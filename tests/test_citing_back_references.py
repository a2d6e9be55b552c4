"""Tests the words that point back to a document: 该条约, 上述决议, 其第六条, bare articles, 上文第8段."""

from __future__ import annotations

import pytest

from archive.citing import cite
from archive.reading.draft import ANNEX, POINT, DraftClause
from tests.test_citing_resolve import CATALOGUE, NPT, draft

TREATY = (NPT, "treaty:NPT", "")
RESOLUTION = ("第64/47号决议", "A/RES/64/47", "")

# The clauses of a text, and the citations (exact words, target, pinpoint) of the last clause.
BACK: list[tuple[tuple[str, ...], list[tuple[str, str | None, str]]]] = [
    ((f"回顾{NPT}，并重申上述条约第六条，",), [TREATY, ("上述条约", "treaty:NPT", "第六条")]),
    ((f"加入{NPT}，前述条约有效，这项条约是基石，",), [
        TREATY, ("前述条约", "treaty:NPT", ""), ("这项条约", "treaty:NPT", "")
    ]),
    (("《甲地议程》，使该议程得到落实，",), [("《甲地议程》", "title:甲地议程", ""), ("该议程", "title:甲地议程", "")]),
    (("《甲事文书》，执行该文书，",), [("《甲事文书》", "title:甲事文书", ""), ("该文书", "title:甲事文书", "")]),
    # The paragraph before.
    (("回顾第64/47号决议，", "请秘书长报告该决议的执行情况，"), [("该决议", "A/RES/64/47", "")]),
    (("回顾第64/47号决议，", "重申上述决议第5段，"), [("上述决议", "A/RES/64/47", "第5段")]),
    (("回顾第60/518号决定，", "依照该决定行事，"), [("该决定", "A/DEC/60/518", "")]),
    ((f"重申{NPT}，", "遵守该条约，"), [("该条约", "treaty:NPT", "")]),
    # Only documents of the kind count: a treaty in the clause is no resolution.
    (("回顾第64/47号决议，", f"铭记{NPT}和该决议，"), [TREATY, ("该决议", "A/RES/64/47", "")]),
    # 上述 means all instruments of the kind.
    ((f"批准{NPT}和《甲事条约》，执行上述条约，",), [TREATY, ("《甲事条约》", "title:甲事条约", "")]),
    # Several documents are possible, or the instrument is not known.
    (("回顾第64/47号决议和第65/72号决议，", "执行该决议，"), []),
    ((f"加入{NPT}，", "谈判裂变材料禁产条约，并尽早缔结该条约，"), []),
    ((f"加入{NPT}，", "谈判裂变材料禁产条约，", "尽早缔结该条约，"), []),
    # Another noun.
    (("回顾第64/47号决议，", "该决议草案和该报告员，"), []),
    (("第64/47号决议，", "第65/72号决议，", "该决议，"), [("该决议", "A/RES/65/72", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "expected"), BACK)
def test_words_that_point_back(clauses: tuple[str, ...], expected: list[tuple[str, str | None, str]]) -> None:
    found = cite(draft(*clauses), CATALOGUE).clauses[f"op{len(clauses)}"]
    assert [(c.exact, c.target, c.pinpoint) for c in found] == expected


ARTICLES: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    (f"按照{NPT}，履行第十条规定的义务，", [TREATY, ("第十条", "treaty:NPT", "第十条")]),
    (f"{NPT}缔约国尚未作出第3条第2款所述声明，", [TREATY, ("第3条第2款", "treaty:NPT", "第3条第2款")]),
    # The place of the treaty itself is no citation of its own.
    (f"{NPT}第六条，", [(NPT, "treaty:NPT", "第六条")]),
    # An annex of the treaty; an annex of a report.
    (f"加入{NPT}并作出声明的国家，特别是其附件2所列国家，", [TREATY, ("其附件2", "treaty:NPT", "附件2")]),
    ("某报告所列国家，特别是其附件2所列国家，", []),
    # Two treaties, no treaty, another noun.
    (f"{NPT}和《化学武器公约》，履行第十条规定的义务，", [TREATY, ("《化学武器公约》", "treaty:CWC", "")]),
    ("履行第十条规定的义务，", []),
    (f"{NPT}，第一条件，", [TREATY]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_an_article_without_its_treaty(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(c.exact, c.target, c.pinpoint) for c in cite(draft(text), CATALOGUE).clauses["op1"]] == expected


# A paragraph, a point inside it → the articles that the point cites.
ARTICLES_IN_POINTS: list[tuple[str, str, list[tuple[str, str]]]] = [
    (f"工作组依照{NPT}讨论：", "第七条规定的措施；", [("treaty:NPT", "第七条")]),
    (f"工作组依照{NPT}讨论：", "措施，包括第四条第2款所述措施；", [("treaty:NPT", "第四条第2款")]),
    # The point names an instrument of its own. Two instruments, no instrument.
    (f"工作组依照{NPT}讨论：", "《化学武器公约》和第七条规定的措施；", [("treaty:CWC", ""), ("treaty:CWC", "第七条")]),
    (f"工作组依照{NPT}和《化学武器公约》讨论：", "第七条规定的措施；", []),
    ("工作组讨论：", "第七条规定的措施；", []),
]


@pytest.mark.parametrize(("paragraph", "point", "expected"), ARTICLES_IN_POINTS)
def test_an_article_in_a_point(paragraph: str, point: str, expected: list[tuple[str, str]]) -> None:
    source = draft(paragraph)
    source.clauses.append(DraftClause(POINT, "op1-a", "(a)", "", point, parent="op1"))
    assert [(c.target, c.pinpoint) for c in cite(source, CATALOGUE).clauses["op1-a"]] == expected


@pytest.mark.parametrize(
    ("text", "exact", "pinpoint"),
    [
        ("依照上文第8段，", "上文第8段", "第8段"),
        ("见上文第3(a)至(f)段，", "上文第3(a)至(f)段", "第3(a)至(f)段"),
        ("执行下文第16和25段，", "下文第16和25段", "第16和25段"),
        ("本决议上文第1段，", "本决议上文第1段", "第1段"),
    ],
)
def test_a_paragraph_of_the_text_itself(text: str, exact: str, pinpoint: str) -> None:
    [own] = cite(draft(text), CATALOGUE).clauses["op1"]
    assert (own.exact, own.target, own.pinpoint) == (exact, "A/RES/79/1", pinpoint)


def test_a_paragraph_of_an_annex_is_none_of_the_resolution() -> None:
    source = draft("甲事，", symbol="A/RES/79/1")
    source.clauses.append(DraftClause(ANNEX, "annex1-p2", "2.", "", "依照上文第1段，"))
    source.clauses.append(DraftClause(POINT, "annex1-p2-a", "(a)", "", "依照上文第1段，", parent="annex1-p2"))
    cited = cite(source, CATALOGUE).clauses
    assert (cited["annex1-p2"], cited["annex1-p2-a"]) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        f"列入题为“{NPT}的执行情况”的项目，",
        f"临时议程项目98(a)，题为“{NPT}”，",
        f"列入“{NPT}的新问题”分项，",
        "题为“全面禁止核试验条约”的项目，",
    ],
)
def test_a_treaty_in_the_title_of_an_agenda_item_is_not_cited(text: str) -> None:
    assert cite(draft(text), CATALOGUE).clauses["op1"] == []


def test_a_treaty_in_the_title_of_a_resolution_is_not_cited() -> None:
    found = cite(draft(f"题为“{NPT}的执行情况”的第64/47号决议，"), CATALOGUE).clauses["op1"]
    assert [c.target for c in found] == ["A/RES/64/47"]


def test_a_quotation_that_names_an_outcome_document_cites_it() -> None:
    found = cite(draft("会议通过题为“大会第十届特别会议最后文件”的成果文件，"), CATALOGUE).clauses["op1"]
    assert [c.target for c in found] == ["A/RES/S-10/2"]


NOTES = {"1": "A/70/174。", "2": "A/57/124。", "3": "A/62/650，附件。"}
# A later clause, and the words in it that name a document of an earlier clause again.
NAMED_AGAIN: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    ("建议会员国充分审查政府专家组的报告，", [("政府专家组的报告", "A/70/174", "")]),
    ("赞同2034年政府专家组的报告第12段，", [("2034年政府专家组的报告", "A/70/174", "第12段")]),
    ("欢迎政府专家组报告，", [("政府专家组报告", "A/70/174", "")]),
    ("考虑到主席的文件，", [("主席的文件", "A/57/124", "")]),
    ("回顾五点建议，", [("五点建议", "A/62/650", "")]),
    # Another year, another author, a report that is not written yet, a title in quotation marks.
    ("回顾2033年政府专家组的报告，", []),
    ("回顾秘书长的报告，", []),
    ("请政府专家组编写报告，", []),
    ("请秘书长编写下一份政府专家组的报告，", []),
    ("题为“政府专家组的报告”的项目，", []),
    ("请秘书长在政府专家组的报告中提供资料，", []),
    ("赞同政府专家组的报告中所载建议，", [("政府专家组的报告", "A/70/174", "")]),
    ("政府专家组的报告草案，", []),
]


@pytest.mark.parametrize(("later", "expected"), NAMED_AGAIN)
def test_a_document_named_again_without_its_footnote(later: str, expected: list[tuple[str, str | None, str]]) -> None:
    source = draft(
        "欢迎2034年政府专家组的报告[1]，",
        "注意到某会议主席的文件[2]，",
        "回顾某国提出的五点建议[3]，",
        later,
        notes=NOTES,
    )
    assert [(c.exact, c.target, c.pinpoint) for c in cite(source, CATALOGUE).clauses["op4"]] == expected


def test_words_that_describe_two_documents_name_neither_again() -> None:
    source = draft("甲事政府专家组的报告[1]和乙事政府专家组的报告[2]，", "审查政府专家组的报告，", notes=NOTES)
    assert cite(source, CATALOGUE).clauses["op2"] == []


def test_the_author_of_another_document_in_the_description_describes_nothing() -> None:
    source = draft("审议了政府专家组的报告的说明和主席的文件[2]，", "欢迎政府专家组的文件，", notes=NOTES)
    assert cite(source, CATALOGUE).clauses["op2"] == []


@pytest.mark.parametrize(
    ("first", "later", "exact", "pinpoint"),
    [
        ("欢迎以协商一致方式通过的共识报告[1]，", "考虑到共识报告第129段，", "共识报告", "第129段"),
        ("会后发表的联合公报[1]，", "执行联合公报，", "联合公报", ""),
        ("某机构《甲类物质安全运输条例》[1]，", "考虑到该机构的运输条例，", "运输条例", ""),
        ("特别协调员的报告[1]，", "重申特别协调员报告所载任务，", "特别协调员报告", ""),
    ],
)
def test_a_paper_or_programme_named_again(first: str, later: str, exact: str, pinpoint: str) -> None:
    [again] = cite(draft(first, later, notes=NOTES), CATALOGUE).clauses["op2"]
    assert (again.exact, again.target, again.pinpoint) == (exact, "A/70/174", pinpoint)
