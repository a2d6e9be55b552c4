"""Tests ``citing.resolve``: the document that a reference means.

The data are tables of invented paragraphs, the seed with citations set down by hand, and real resolutions.
"""

import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.citing import Catalogue, KnownDocument, cite, from_fixtures
from archive.citing.carrying_words import carrying_words
from archive.citing.citation import AMBIGUOUS, RESOLVED, UNKNOWN, Citation
from archive.reading import read
from archive.reading.draft import OPERATIVE, POINT, Draft, DraftClause, DraftFootnote, Mark

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
CATALOGUE = Catalogue(
    [
        KnownDocument(
            "treaty:NPT", ("不扩散核武器条约", "Treaty on the Non-Proliferation of Nuclear Weapons"), ((729, 10485),)
        ),
        KnownDocument("treaty:CTBT", ("全面禁止核试验条约",)),
        KnownDocument("treaty:CWC", ("化学武器公约",), ((1974, 33757),)),
        KnownDocument("treaty:CRPD", ("残疾人权利公约",)),
        KnownDocument("treaty:UN Charter", ("联合国宪章", "Charter of the United Nations")),
        KnownDocument("treaty:Rome Statute", ("国际刑事法院罗马规约",)),
        KnownDocument("INFCIRC/540(Corrected)", ("附加议定书范本",)),
        KnownDocument("A/RES/S-10/2", ("大会第十届特别会议最后文件",)),
        KnownDocument("A/RES/64/47"),
        KnownDocument("S/2000/1052"),
    ]
)


def draft(
    *texts: str,
    notes: dict[str, str] | None = None,
    language: str = "zh",
    title: str = "",
    symbol: str = "A/RES/79/1",
) -> Draft:
    """A Draft of operative paragraphs; ``[1]`` in a text is the mark of footnote 1."""
    clauses = []
    for number, raw in enumerate(texts, 1):
        text, marks = "", list[Mark]()
        for piece in raw.split("["):
            marker, closed, rest = piece.partition("]")
            if closed:
                marks.append(Mark(marker, len(text)))
            text += rest if closed else piece
        clauses.append(DraftClause(OPERATIVE, f"op{number}", f"{number}.", "", text, marks))
    footnotes = {marker: DraftFootnote(marker, text) for marker, text in (notes or {}).items()}
    return Draft("test", "text", language, symbol=symbol, title=title, clauses=clauses, footnotes=footnotes)


def rows(citations: list[Citation]) -> list[tuple[str, str | None, str, str]]:
    return [(c.exact, c.target, c.pinpoint, c.status) for c in citations]


NPT = "《不扩散核武器条约》"
CLAUSES: list[tuple[Any, ...]] = [
    ("回顾第64/47号决议，", [("第64/47号决议", "A/RES/64/47", "", RESOLVED)]),
    ("回顾第64/48号决议，", [("第64/48号决议", "A/RES/64/48", "", UNKNOWN)]),
    (f"重申{NPT}第六条，", [(NPT, "treaty:NPT", "第六条", RESOLVED)]),
    (
        f"重申{NPT}缔约国履行《条约》的义务，",
        [(NPT, "treaty:NPT", "", RESOLVED), ("《条约》", "treaty:NPT", "", RESOLVED)],
    ),
    (
        f"{NPT}和《全面禁止核试验条约》，支持《条约》，",
        [
            (NPT, "treaty:NPT", "", RESOLVED),
            ("《全面禁止核试验条约》", "treaty:CTBT", "", RESOLVED),
            ("《条约》", "treaty:CTBT", "", RESOLVED),
        ],
    ),
    (
        f"{NPT}所有缔约国按照其第六条承诺的核裁军，",
        [(NPT, "treaty:NPT", "", RESOLVED), ("其第六条", "treaty:NPT", "第六条", RESOLVED)],
    ),
    # 该条约 is the treaty that the words named last.
    (f"加入{NPT}，该条约是基石，", [(NPT, "treaty:NPT", "", RESOLVED), ("该条约", "treaty:NPT", "", RESOLVED)]),
    (
        f"关于裂变材料禁产条约的谈判以及尽早缔结该条约，并加入{NPT}，",
        [(NPT, "treaty:NPT", "", RESOLVED)],
    ),
    ("不扩散核武器条约缔约国2010年审议大会，", []),
    ("执行《条约》，", [("《条约》", None, "", AMBIGUOUS)]),
    ("遵循《宪章》第五十一条，", [("《宪章》", "treaty:UN Charter", "第五十一条", RESOLVED)]),
    ("《国际刑事法院罗马规约》和《罗马规约》，", [
        ("《国际刑事法院罗马规约》", "treaty:Rome Statute", "", RESOLVED),
        ("《罗马规约》", "treaty:Rome Statute", "", RESOLVED),
    ]),
    ("大会第十届特别会议，即第一届裁军特别会议的《最后文件》第80段，", [
        ("《最后文件》", "A/RES/S-10/2", "第80段", RESOLVED)
    ]),
    ("《甲地宣言》和《乙地宣言》，《宣言》，", [
        ("《甲地宣言》", "title:甲地宣言", "", UNKNOWN),
        ("《乙地宣言》", "title:乙地宣言", "", UNKNOWN),
        ("《宣言》", "title:乙地宣言", "", UNKNOWN),
    ]),
    ("《关于甲事的首都多哈宣言》、《关于乙事的首都多哈宣言》和《多哈宣言》，", [
        ("《关于甲事的首都多哈宣言》", "title:关于甲事的首都多哈宣言", "", UNKNOWN),
        ("《关于乙事的首都多哈宣言》", "title:关于乙事的首都多哈宣言", "", UNKNOWN),
        ("《多哈宣言》", None, "", AMBIGUOUS),
    ]),
    ("《某事公约》(《公约》)和《化学武器公约》，按照《公约》，", [
        ("《某事公约》", "title:某事公约", "", UNKNOWN),
        ("《公约》", "title:某事公约", "", UNKNOWN),
        ("《化学武器公约》", "treaty:CWC", "", RESOLVED),
        ("《公约》", "title:某事公约", "", UNKNOWN),
    ]),
    ("《残疾人权利公约》及其《任择议定书》，", [
        ("《残疾人权利公约》", "treaty:CRPD", "", RESOLVED),
        ("《任择议定书》", "title:残疾人权利公约任择议定书", "", UNKNOWN),
    ]),
    ("《联合国纪事》和《柳叶刀》，", []),
    ("回顾第64/47号决议，大会在该决议附件中决定，", [
        ("第64/47号决议", "A/RES/64/47", "", RESOLVED), ("该决议", "A/RES/64/47", "附件", RESOLVED)
    ]),
    ("第64/47号决议和第65/72号决议，该决议，", [
        ("第64/47号决议", "A/RES/64/47", "", RESOLVED), ("第65/72号决议", "A/RES/65/72", "", UNKNOWN)
    ]),
    ("A/55/530-S/2000/1052，", [("A/55/530-S/2000/1052", "S/2000/1052", "", RESOLVED)]),
    # A date outside the session: perhaps not the Assembly's.
    ("注意到2023年3月17日第66/1号决议，", [("第66/1号决议", None, "", AMBIGUOUS)]),
    # Neither date nor body: the Assembly and the Council both have this number.
    ("根据第34/24号决议向人权理事会提交，", [("第34/24号决议", None, "", AMBIGUOUS)]),
    ("人权理事会第34/24号决议；根据第34/24号决议，", [
        ("第34/24号决议", "A/HRC/RES/34/24", "", UNKNOWN), ("第34/24号决议", "A/HRC/RES/34/24", "", UNKNOWN)
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_a_clause(text: str, expected: list[Any]) -> None:
    assert rows(cite(draft(text), CATALOGUE).clauses["op1"]) == expected


def test_candidates_are_named() -> None:
    [*_, short] = cite(draft("《甲事多哈宣言》、《乙事多哈宣言》和《多哈宣言》，"), CATALOGUE).clauses["op1"]
    assert short.candidates == ("title:乙事多哈宣言", "title:甲事多哈宣言")
    [number] = cite(draft("根据第34/24号决议向人权理事会提交，"), CATALOGUE).clauses["op1"]
    assert number.candidates == ("A/HRC/RES/34/24", "A/RES/34/24")


def test_a_short_form_means_what_an_earlier_clause_or_the_title_named() -> None:
    cited = cite(draft(f"重申{NPT}，", "履行《条约》，"), CATALOGUE).clauses
    assert rows(cited["op2"]) == [("《条约》", "treaty:NPT", "", RESOLVED)]
    cited = cite(draft("履行《公约》，", title="《化学武器公约》的执行情况"), CATALOGUE).clauses
    assert rows(cited["op1"]) == [("《公约》", "treaty:CWC", "", RESOLVED)]
    cited = cite(draft("履行《公约》，", title="化学武器公约的执行情况"), CATALOGUE).clauses
    assert rows(cited["op1"]) == [("《公约》", "treaty:CWC", "", RESOLVED)]


def test_a_point_refers_to_its_paragraph() -> None:
    source = draft(f"促请各国加入{NPT}：")
    source.clauses.append(DraftClause(POINT, "op1-a", "(a)", "", "并执行该条约；", parent="op1"))
    assert rows(cite(source, CATALOGUE).clauses["op1-a"]) == [("该条约", "treaty:NPT", "", RESOLVED)]


FOOTNOTES: list[tuple[Any, ...]] = [
    # text with the mark, footnote, citations of the clause through the footnote
    ("教育问题研究报告[1]中的建议", "见A/57/124。", [("教育问题研究报告", "A/57/124", "")]),
    ("裁军审议委员会的指导方针[1]，", "见《大会正式记录，第五十四届会议，补编第42号》(A/54/42)。", [
        ("指导方针", "A/54/42", "")
    ]),
    ("通过的“行动计划”[1]，", "见A/57/124，附件。", [("“行动计划”", "A/57/124", "附件")]),
    (f"加入{NPT}[1]，", "联合国，《条约汇编》，第729卷，第10485号。", [
        (NPT, "treaty:NPT", "联合国，《条约汇编》，第729卷，第10485号")
    ]),
    ("签署《全面禁止核试验条约》[1]，", "见第50/245号决议。", [("《全面禁止核试验条约》", "A/RES/50/245", "")]),
    ("《核不扩散公约》[1]，", "联合国，《条约汇编》，第729卷，第10485号。", [
        ("《核不扩散公约》", "treaty:NPT", "联合国，《条约汇编》，第729卷，第10485号")
    ]),
    ("《甲地倡议》[1]，", "A/56/1026，附件二。", [("《甲地倡议》", "A/56/1026", "附件二")]),
    ("核准的《附加议定书范本》[1]，", "国际原子能机构，INFCIRC/540号文件(更正本)。", [
        ("《附加议定书范本》", "INFCIRC/540(Corrected)", "")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note", "expected"), FOOTNOTES)
def test_through_a_footnote(text: str, note: str, expected: list[Any]) -> None:
    cited = cite(draft(text, notes={"1": note}), CATALOGUE)
    through = [c for c in cited.clauses["op1"] if c.via_footnote == "1"]
    assert [(c.exact, c.target, c.pinpoint) for c in through] == expected
    assert [c.target for c in cited.footnotes["1"]] == [target for _, target, _ in expected]


def test_a_treaty_and_the_resolution_in_its_footnote_are_two_documents() -> None:
    cited = cite(draft("签署《全面禁止核试验条约》[1]，", notes={"1": "见第50/245号决议。"}), CATALOGUE)
    assert [c.target for c in cited.clauses["op1"]] == ["treaty:CTBT", "A/RES/50/245"]


def test_a_title_and_the_symbol_in_its_footnote_are_one() -> None:
    source = draft("《甲地倡议》[1]，", "执行《甲地倡议》，", notes={"1": "A/56/1026，附件二。"})
    cited = cite(source, CATALOGUE).clauses
    assert [(c.target, c.via_footnote) for c in cited["op1"]] == [("A/56/1026", "1")]
    assert [(c.target, c.via_footnote) for c in cited["op2"]] == [("A/56/1026", None)]


def test_the_same_footnote_marked_twice_is_cited_twice() -> None:
    source = draft("报告[1]，", "又注意到报告[1]，", notes={"1": "A/57/124。"})
    cited = cite(source, CATALOGUE).clauses
    assert [c.target for path in ("op1", "op2") for c in cited[path]] == ["A/57/124", "A/57/124"]


IBID: list[tuple[Any, ...]] = [
    (("A/78/42，第一章。", "同上，第三章。"), [("同上", "A/78/42", "第三章")]),
    (("A/78/42和A/57/124。", "同上，第三章。"), [("同上", None, "第三章")]),
    (("《大会正式记录，第七十七届会议，补编第42号》(A/77/42)。", "同上，《第七十八届会议，补编第42号》(A/78/42)。"), [
        ("《第七十八届会议，补编第42号》(A/78/42)", "A/78/42", "")
    ]),
    (("联合国，《条约汇编》，第729卷，第10485号。", "同上，第1974卷，第33757号。"), [
        ("同上，第1974卷，第33757号", "treaty:CWC", "同上，第1974卷，第33757号")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("notes", "expected"), IBID)
def test_ibid(notes: tuple[str, str], expected: list[Any]) -> None:
    source = draft("甲事[1]和乙事[2]，", notes={"1": notes[0], "2": notes[1]})
    assert [(c.exact, c.target, c.pinpoint) for c in cite(source, CATALOGUE).footnotes["2"]] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("审议大会通过的行动计划", "行动计划"),
        ("《某文书》", "《某文书》"),
        ("《使各国能够识别的文书》(《追查文书》)", "《使各国能够识别的文书》(《追查文书》)"),
        ("的报告，", "报告"),
        ("，以及第64/47号决议", "第64/47号决议"),
        ("的", "的"),
        ("，", ""),
        ("再次谴责某国违反安全理事会相关决议", "安全理事会相关决议"),
        ("并欢迎特别委员会报告，", "特别委员会报告"),
        ("又注意到了委员会工作报告", "委员会工作报告"),
        ("工作组根据多年期工作计划", "多年期工作计划"),
        ("各项建议，决定和决议", "决定和决议"),
        ("作出努力，决定", "决定"),
        ("重申各国的意见、评论和关切", "意见、评论和关切"),
        ("在甲国、乙国、丙国和丁国举行会议", "在甲国、乙国、丙国和丁国举行会议"),
        ("《甲宣言》、乙报告和丙报告", "乙报告和丙报告"),
        ("第三次会议在亚的斯亚贝巴通过", "第三次会议在亚的斯亚贝巴通过"),
        ("，又回顾以协商一致方式通过某会议结论和建议", "某会议结论和建议"),
        ("某会议于2031年5月29日通过了2031年工作方案", "2031年工作方案"),
        ("某会议通过了其报告", "报告"),
        ("继续开展公约缔约国第五次审查会议决定1", "公约缔约国第五次审查会议决定1"),
        ("达成的安排和某事项委员会2031年指导方针", "某事项委员会2031年指导方针"),
        ("，以及某条约缔约国2030年", "某条约缔约国2030年"),
        ("，包括政治宣言和行动计划", "政治宣言和行动计划"),
        ("，其中载有会员国2031年", "会员国2031年"),
        ("在其2031年报告", "2031年报告"),
        ("，和平利用委员会报告", "和平利用委员会报告"),
        ("contained in the 1999 guidelines", "1999 guidelines"),
    ],
)
def test_words_that_carry_a_mark(text: str, words: str) -> None:
    start, end = carrying_words(text, len(text), [])
    assert text[start:end] == words


# Words before a mark, opening phrase, earlier marks → the words that carry the mark.
CARRIED: list[tuple[str, str, list[int], str]] = [
    ("痛斥某委员会工作报告", "痛斥", [], "某委员会工作报告"),
    ("回顾甲报告、乙报告和丙报告", "回顾", [5], "乙报告和丙报告"),
    ("决定", "决定", [], "决定"),
]


@pytest.mark.parametrize(("text", "opening", "before", "words"), CARRIED)
def test_words_that_carry_a_mark_after_an_opening_phrase(
    text: str, opening: str, before: list[int], words: str
) -> None:
    start, end = carrying_words(text, len(text), before, opening)
    assert text[start:end] == words


def test_the_number_of_a_resolution_carries_the_mark_behind_it() -> None:
    text = "回顾人权理事会2017年3月24日第34/24号决议，"
    made = Draft(
        "a.txt", "text", "zh", clauses=[DraftClause(OPERATIVE, "op1", "1.", "回顾", text, [Mark("1", len(text) - 1)])]
    )
    made.footnotes = {"1": DraftFootnote("1", "见A/72/53。")}
    cited = cite(made, CATALOGUE).clauses["op1"]
    assert [(one.exact, one.target) for one in cited] == [
        ("第34/24号决议", "A/HRC/RES/34/24"),
        ("第34/24号决议", "A/72/53"),
    ]


ENGLISH: list[tuple[Any, ...]] = [
    (
        "Recalling its resolutions 49/75 I of 15 December 1994, 36/87 A and B and 64/47 of 2 December 2009,",
        ["A/RES/49/75I", "A/RES/36/87A", "A/RES/36/87B", "A/RES/64/47"],
    ),
    ("Recalling its resolutions 63/71 on munitions and 70/54 of 7 December 2015,", ["A/RES/63/71", "A/RES/70/54"]),
    ("Security Council resolution 1540 (2004) of 28 April 2004", ["S/RES/1540(2004)"]),
    ("as well as its decision 60/519 of 8 December 2005", ["A/DEC/60/519"]),
    ("Human Rights Council resolution 51/35 of 7 October 2022", ["A/HRC/RES/51/35"]),
    ("the Charter of the United Nations and the Treaty on the Non-Proliferation of Nuclear Weapons,",
     ["treaty:UN Charter", "treaty:NPT"]),
    ("the 2010 Review Conference of the Parties to the Treaty on the Non-Proliferation of Nuclear Weapons,", []),
    ("See A/57/124, annex.", ["A/57/124"]),
    ("on 28 April 2004, in paragraph 12 of its report", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "targets"), ENGLISH)
def test_english(text: str, targets: list[str]) -> None:
    assert [c.target for c in cite(draft(text, language="en"), CATALOGUE).clauses["op1"]] == targets


def test_the_seed_has_the_citations_set_down_by_hand() -> None:
    gold_path = DATA / "gold" / "A_RES_65_72.json"
    if not gold_path.exists():
        pytest.skip("../shared/data is not there: the hand-made seed cannot be compared")
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    [source] = sorted((DATA / "seed").iterdir())[:1]
    [seed] = read(source.read_bytes(), source.name)
    cited = cite(seed, from_fixtures())
    assert [{c.target for c in cited.clauses[clause.path]} for clause in seed.clauses] == [
        set(clause["cites"]) for clause in gold["clauses"]
    ]
    assert all(c.status == RESOLVED for found in cited.clauses.values() for c in found)


def test_spans_are_the_words_in_real_resolutions() -> None:
    folder = DATA / "GAresolutions" / "79session" / "Chinese"
    if not folder.is_dir():
        pytest.skip("../shared/data is not there: no real resolutions to read")
    paths = random.Random(72).sample(sorted(folder.glob("*.xml")), 25)
    catalogue = from_fixtures()
    seen = 0
    for path in paths:
        for source in read(path.read_bytes(), path.name):
            cited = cite(source, catalogue)
            texts = [(cited.clauses[c.path], c.text) for c in source.clauses]
            texts += [(cited.footnotes[marker], f.text) for marker, f in source.footnotes.items()]
            for found, text in texts:
                assert all(text[c.start : c.end] == c.exact for c in found)
                direct = [c for c in found if c.via_footnote is None]
                assert all(one.end <= other.start for one, other in pairwise(direct))
                assert all((c.target is None) == (c.status == AMBIGUOUS) for c in found)
                seen += len(found)
    assert seen > 500


# Words before and after a mark, footnote → pinpoint of the citation through the footnote.
PLACES_BESIDE_MARKS = [
    ("回顾某工作组的报告", "第27段，", "见A/90/7。", "第27段"),
    ("回顾某次会议《某成果》", "第102段，", "A/90/7，附件一。", "附件一，第102段"),
    ("回顾某工作组的报告", "，又回顾第27段，", "见A/90/7。", ""),
    ("回顾某工作组的报告", "第27段，", "见A/90/7和A/90/8。", ""),  # it could be in either
    ("回顾《全面禁止核试验条约》", "第四条，", "见A/90/7。", ""),  # it is in the treaty
    ("回顾某次会议决定3", "，", "见A/90/7。", "决定3"),
    ("回顾某工作组报告第27段", "，", "见A/90/7，附件。", "附件，第27段"),
    ("回顾某工作组报告第27段", "，", "见A/90/7和A/90/8。", ""),
    ("回顾《全面禁止核试验条约》第四条", "，", "见A/90/7。", ""),
]


@pytest.mark.parametrize(("before", "after", "note", "pinpoint"), PLACES_BESIDE_MARKS)
def test_a_place_beside_a_mark_is_in_the_document_of_the_footnote(
    before: str, after: str, note: str, pinpoint: str
) -> None:
    clause = DraftClause(OPERATIVE, "op1", "1.", "回顾", before + after, [Mark("1", len(before))])
    made = Draft("a.txt", "text", "zh", clauses=[clause], footnotes={"1": DraftFootnote("1", note)})
    cited = [one for one in cite(made, CATALOGUE).clauses["op1"] if one.via_footnote]
    assert {one.pinpoint for one in cited} == {pinpoint}
