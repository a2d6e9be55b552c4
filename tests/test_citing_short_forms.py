"""Tests the short forms of ``citing.names`` and ``citing.outcomes``: 《条约》, 《最后文件》, and names without 《》."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, KnownDocument, cite, from_fixtures
from archive.reading.draft import Draft
from tests.test_citing_resolve import draft

CATALOGUE = Catalogue(
    [
        KnownDocument("treaty:NPT", ("不扩散核武器条约", "不扩散条约")),
        KnownDocument("treaty:CTBT", ("全面禁止核试验条约",)),
        KnownDocument("treaty:TPNW", ("禁止核武器条约",)),
        KnownDocument("treaty:Pelindaba", ("非洲无核武器区条约", "佩林达巴条约")),
        KnownDocument("treaty:Bangkok", ("东南亚无核武器区条约",)),
        KnownDocument("treaty:Bangkok Protocol", ("东南亚无核武器区条约议定书",)),
        KnownDocument("treaty:New START", ("新的裁减战略武器条约",)),
        KnownDocument("treaty:CBD", ("生物多样性公约",)),
        KnownDocument("treaty:UN Charter", ("联合国宪章",)),
        KnownDocument("treaty:IAEA Statute", ("国际原子能机构规约", "原子能机构规约")),
        KnownDocument("A/RES/217A(III)", ("世界人权宣言",)),
        KnownDocument("A/RES/60/288", ("联合国全球反恐战略",)),
        KnownDocument("A/RES/70/1", ("2030年可持续发展议程",)),
        KnownDocument("A/RES/S-10/2", ("大会第十届特别会议最后文件",)),
        KnownDocument("NPT/CONF.2000/28", ("不扩散核武器条约缔约国2000年审议大会最后文件",)),
        KnownDocument("NPT/CONF.1995/32", ("不扩散核武器条约缔约国1995年审议和延期大会最后文件",)),
        KnownDocument("NPT/CONF.2010/50", ("不扩散核武器条约缔约国2010年审议大会最后文件",)),
        KnownDocument("title:裁军议程", ("裁军议程",)),
    ]
)


def targets(source: Draft, path: str) -> list[tuple[str, str | None]]:
    return [(c.exact, c.target) for c in cite(source, CATALOGUE).clauses[path]]


# The clauses of a text, and the citations of the last clause. The first clause often binds the short form.
SHORT_FORMS: list[tuple[tuple[str, ...], list[tuple[str, str | None]]]] = [
    # The first full name of the kind binds the short form. An instrument named in passing does not.
    (
        ("重申《不扩散核武器条约》，该《条约》有效，", "欢迎《东南亚无核武器区条约》生效，", "履行《条约》，"),
        [("《条约》", "treaty:NPT")],
    ),
    (("铭记《世界人权宣言》，", "回顾《甲地宣言》，", "执行《宣言》，"), [("《宣言》", "A/RES/217A(III)")]),
    (("履行《甲事公约》，", "欢迎《生物多样性公约》，", "按照《公约》，"), [("《公约》", "title:甲事公约")]),
    # An antecedent in the clause comes before the binding, also without 《》 and inside the name of a conference.
    (
        ("重申《不扩散核武器条约》，", "鼓励《东南亚无核武器区条约》缔约国依照《条约》行事，"),
        [("《东南亚无核武器区条约》", "treaty:Bangkok"), ("《条约》", "treaty:Bangkok")],
    ),
    (
        ("欢迎《东南亚无核武器区条约》，", "回顾不扩散核武器条约缔约国2000年审议大会确认《条约》的作用，"),
        [("《条约》", "treaty:NPT")],
    ),
    # A name that only the text has.
    (
        ("《某地甲事议定书》(《某地议定书》)，", "《乙事议定书》，", "某地议定书缔约方会议修正《议定书》，"),
        [("《议定书》", "title:某地甲事议定书")],
    ),
    # A short form that the text has defined is also a name in the clause.
    (
        ("《甲事公约的1996年议定书》(《某地议定书》)，", "《乙事议定书》，", "回顾《某地议定书》，《议定书》有效，"),
        [("《某地议定书》", "title:甲事公约的1996年议定书"), ("《议定书》", "title:甲事公约的1996年议定书")],
    ),
    # 该 points back in the clause, also where the text has defined the short form.
    (
        ("《某地甲事公约》(《公约》)，", "《乙事公约》，该《公约》有效，"),
        [("《乙事公约》", "title:乙事公约"), ("《公约》", "title:乙事公约")],
    ),
    # Two are named first, but the short form has meant another one beside its name.
    (
        ("《全面禁止核试验条约》和《禁止核武器条约》，", "《不扩散核武器条约》，《条约》有效，", "履行《条约》，"),
        [("《条约》", "treaty:NPT")],
    ),
    # Two remain: the clause that names the kind first has both.
    (("回顾《不扩散核武器条约》和《全面禁止核试验条约》，", "履行《条约》，"), [("《条约》", None)]),
    # 以下称 defines the short form.
    (
        ("《全面禁止核试验条约》(以下称《条约》)，", "欢迎《禁止核武器条约》，", "签署《条约》，"),
        [("《条约》", "treaty:CTBT")],
    ),
    (
        ("《全面禁止核试验条约》(以下称“条约”)，", "欢迎《禁止核武器条约》，", "签署《条约》，"),
        [("《条约》", "treaty:CTBT")],
    ),
    # 《宪章》 is the Charter of the United Nations, unless the clause names another charter.
    (("回顾《各国某事宪章》，", "不符合《宪章》，"), [("《宪章》", "treaty:UN Charter")]),
    (
        ("按照《联合国宪章》，", "《某地组织宪章》规定，依照《宪章》，"),
        [("《某地组织宪章》", "title:某地组织宪章"), ("《宪章》", "title:某地组织宪章")],
    ),
    (("《某地组织宪章》，", "正如其《宪章》所述，"), [("《宪章》", "title:某地组织宪章")]),
    # Words directly before the short form name the owner or the year.
    (("《甲法院规约》，", "按照国际原子能机构《规约》，"), [("《规约》", "treaty:IAEA Statute")]),
    (
        ("《甲事公约》，", "1954年《乙事公约》和1961年《丙事公约》，1961年《公约》现有缔约国，"),
        [("《乙事公约》", "title:乙事公约"), ("《丙事公约》", "title:丙事公约"), ("《公约》", "title:丙事公约")],
    ),
    (
        ("《甲事议定书》和《乙事公约》，", "《乙事公约》及其各项《议定书》，"),
        [("《乙事公约》", "title:乙事公约"), ("《议定书》", None)],
    ),
    # An annex that speaks of itself cites nothing.
    (("《甲地宣言》，", "执行本《宣言》，"), []),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "expected"), SHORT_FORMS)
def test_a_short_form_means_the_instrument_that_the_text_bound(
    clauses: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    assert targets(draft(*clauses), f"op{len(clauses)}") == expected


def test_a_defined_short_form_beside_the_parties_to_another_treaty_has_both_as_candidates() -> None:
    texts = ("回顾《不扩散核武器条约》(《条约》)，", "回顾东南亚无核武器区条约缔约国会议在《条约》附录中增加某事，")
    [short] = cite(draft(*texts), CATALOGUE).clauses["op2"]
    assert short.candidates == ("treaty:Bangkok", "treaty:NPT")


def test_a_short_form_that_two_instruments_fit_has_both_as_candidates() -> None:
    source = draft("《不扩散核武器条约》和《全面禁止核试验条约》，", "履行《条约》，")
    [short] = cite(source, CATALOGUE).clauses["op2"]
    assert short.candidates == ("treaty:CTBT", "treaty:NPT")


OUTCOMES: list[tuple[str, str | None]] = [
    # words of a later clause, document of the 《最后文件》 in them
    ("依照第八次审议大会《最后文件》，", "BWC/CONF.VIII/4"),
    ("呼吁实施2000年审议大会《最后文件》所列步骤，", "NPT/CONF.2000/28"),
    ("实施不扩散核武器条约缔约国2000年审议大会以协商一致方式通过的《最后文件》，", "NPT/CONF.2000/28"),
    ("实施不扩散核武器条约缔约国2010年审议大会的《最后文件》，", "NPT/CONF.2010/50"),
    ("大会第十届特别会议《最后文件》，", "A/RES/S-10/2"),
    ("第九次审议大会《最后文件》，", None),
    ("某地首脑会议《最后文件》，", None),
]


@pytest.mark.parametrize(("later", "document"), OUTCOMES)
def test_an_outcome_document_is_the_one_of_its_conference(later: str, document: str | None) -> None:
    source = draft(
        "确认第八次审议大会《最后文件》[1]的价值，",
        "回顾不扩散核武器条约缔约国2000年审议大会的《最后文件》[2]，",
        later,
        notes={"1": "BWC/CONF.VIII/4。", "2": "NPT/CONF.2000/28(Parts I和II)。"},
    )
    assert targets(source, "op3") == [("《最后文件》", document)]
    assert targets(source, "op1") == [("《最后文件》", "BWC/CONF.VIII/4")]


SEVERAL: list[tuple[str, list[tuple[str, str | None]]]] = [
    ("不扩散核武器条约缔约国2000年和2010年审议大会的《最后文件》，", [
        ("2000年", "NPT/CONF.2000/28"), ("《最后文件》", "NPT/CONF.2010/50")
    ]),
    ("《不扩散核武器条约》缔约国2000和2010年审议大会《最后文件》，", [
        ("《不扩散核武器条约》", "treaty:NPT"), ("2000", "NPT/CONF.2000/28"), ("《最后文件》", "NPT/CONF.2010/50")
    ]),
    ("不扩散核武器条约缔约国1995年、2000年和2010年审议大会的《最后文件》，", [
        ("1995年", "NPT/CONF.1995/32"), ("2000年", "NPT/CONF.2000/28"), ("《最后文件》", "NPT/CONF.2010/50")
    ]),
    # The year and the treaty that the text names are enough.
    ("《不扩散核武器条约》，2010年审议大会《最后文件》，", [
        ("《不扩散核武器条约》", "treaty:NPT"), ("《最后文件》", "NPT/CONF.2010/50")
    ]),
    ("2010年审议大会《最后文件》，", [("《最后文件》", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_outcome_documents_by_year(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert targets(draft(text), "op1") == expected


UNQUOTED: list[tuple[str, list[tuple[str, str | None]]]] = [
    ("呼吁签署全面禁止核试验条约，", [("全面禁止核试验条约", "treaty:CTBT")]),
    ("注意到两国新的裁减战略武器条约，", [("新的裁减战略武器条约", "treaty:New START")]),
    ("鼓励不扩散核武器条约所有缔约国合作，", [("不扩散核武器条约", "treaty:NPT")]),
    ("批准东南亚无核武器区条约议定书，", [("东南亚无核武器区条约议定书", "treaty:Bangkok Protocol")]),
    ("落实不扩散核武器条约缔约国2010年审议大会最后文件，", [
        ("不扩散核武器条约缔约国2010年审议大会最后文件", "NPT/CONF.2010/50")
    ]),
    # Inside the name of a body or a conference.
    ("全面禁止核试验条约组织筹备委员会的工作，", []),
    ("禁止核武器条约缔约国第一次会议，", []),
    ("不扩散核武器条约缔约国1995年审议和延期大会，", []),
    ("不扩散核武器条约缔约国1995、2000和2010年审议大会商定的义务，", []),
    ("非洲无核武器区条约(佩林达巴条约)缔约国第一次、第二次会议，", []),
    ("生物多样性公约秘书处、生物多样性公约执行秘书和2030年可持续发展议程高级别小组，", []),
    ("促进全面禁止核试验条约生效第十一次会议，", []),
    # The title of a resolution that is cited.
    ("关于联合国全球反恐战略第八次审查的2023年6月30日第77/298号决议，", [("第77/298号决议", "A/RES/77/298")]),
    # Another instrument, several, or one that does not exist yet.
    ("军控、裁军和不扩散条约和协定，", []),
    ("推进核裁军议程，", []),
    ("谈判一项禁止核武器条约，", []),
    ("禁止核武器条约草案，", []),
    ("执行生物多样性公约有关养护的规定的协定，", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "candidates"),
    [
        ("欢迎向不扩散核武器条约缔约国审议大会提交的关于《条约》的文件，", ("treaty:Bangkok", "treaty:NPT")),
        ("欢迎东南亚无核武器区条约缔约国会议提交的关于《条约》的文件，", ()),
        ("回顾《不扩散核武器条约》，欢迎不扩散核武器条约缔约国审议大会加强《条约》，", ()),
    ],
)
def test_the_treaty_of_the_title_beside_that_of_a_conference(clause: str, candidates: tuple[str, ...]) -> None:
    """《条约》 after the name of a conference can mean the treaty of the text too."""
    source = draft("又欢迎《东南亚无核武器区条约》，", clause)
    source.title = "东南亚无核武器区条约"
    last = cite(source, CATALOGUE).clauses["op2"][-1]
    assert (last.exact, last.candidates) == ("《条约》", candidates)


@pytest.mark.parametrize(("text", "expected"), UNQUOTED)
def test_a_name_without_marks(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert targets(draft(text), "op1") == expected


@pytest.mark.parametrize(
    ("text", "exact", "document"),
    [
        ("按照1995年关于中东的决议，", "1995年关于中东的决议", "NPT/CONF.1995/32"),
        ("俄罗斯联邦与美利坚合众国新的裁减战略武器条约，", "新的裁减战略武器条约", "treaty:New START"),
        ("大会第十届特别会议(第一届裁军特别会议)《最后文件》，", "《最后文件》", "A/RES/S-10/2"),
        ("第一届裁军特别会议《最后文件》第80段，", "《最后文件》", "A/RES/S-10/2"),
        ("遵守国际原子能机构规约，", "国际原子能机构规约", "treaty:IAEA Statute"),
        ("根据附加议定书范本缔结协定，", "附加议定书范本", "INFCIRC/540(Corrected)"),
    ],
)
def test_names_that_come_with_the_archive(text: str, exact: str, document: str) -> None:
    [found] = cite(draft(text), from_fixtures()).clauses["op1"]
    assert (found.exact, found.target) == (exact, document)
