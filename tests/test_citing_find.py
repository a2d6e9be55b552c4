"""Tests ``citing.find``: each form in which a text names a document. Tables of words and the references expected."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.citing import find
from archive.citing.numbers import number_symbol


def numbers(text: str) -> list[tuple[str, str | None]]:
    """(exact words, symbol) of each number found. The symbol is None where its body has no symbols."""
    return [(text[r.start : r.end], number_symbol(r)) for r in find.find(text) if r.form == find.NUMBER]


NUMBERS = [
    ("回顾其2009年12月2日第64/47号决议，", [("第64/47号决议", "A/RES/64/47")]),
    ("回顾第75/71号，", [("第75/71号", "A/RES/75/71")]),
    (
        "第69/314、70/301、71/326号决议",
        [("69/314", "A/RES/69/314"), ("70/301", "A/RES/70/301"), ("71/326", "A/RES/71/326")],
    ),
    ("第69/43和69/48号决议", [("69/43", "A/RES/69/43"), ("69/48", "A/RES/69/48")]),
    ("第55/33 M号决议", [("第55/33 M号决议", "A/RES/55/33M")]),
    ("第55/33M号", [("第55/33M号", "A/RES/55/33M")]),
    ("1998年12月4日第53/77 AA号", [("第53/77 AA号", "A/RES/53/77AA")]),
    ("第36/87 A和B号", [("36/87 A", "A/RES/36/87A"), ("B", "A/RES/36/87B")]),
    ("第51/211 A至E号", [("第51/211 A至E号", "A/RES/51/211A-E")]),
    (
        "第55/33 A号、B号和D号决议",
        [("55/33 A", "A/RES/55/33A"), ("B", "A/RES/55/33B"), ("D", "A/RES/55/33D")],
    ),
    ("第60/1至60/5号决议", [("60/1", "A/RES/60/1"), ("60/5", "A/RES/60/5")]),
    ("第2373(XXII)号决议", [("第2373(XXII)号决议", "A/RES/2373(XXII)")]),
    ("第3472 B (XXX)号", [("第3472 B (XXX)号", "A/RES/3472B(XXX)")]),
    ("第217 A(III)号决议", [("第217 A(III)号决议", "A/RES/217A(III)")]),
    ("第2252(ES-V)号", [("第2252(ES-V)号", "A/RES/2252(ES-V)")]),
    ("1946年1月24日第一㈠号决议", [("第一㈠号决议", "A/RES/1(I)")]),
    ("S-10/2号决议，附件", [("S-10/2号决议", "A/RES/S-10/2")]),
    ("第ES-10/21号", [("第ES-10/21号", "A/RES/ES-10/21")]),
    ("2005年12月8日第60/519号决定", [("第60/519号决定", "A/DEC/60/519")]),
    (
        "第58/521号、2005年12月8日第60/518号和2006年6月6日第60/559号决定",
        [("第58/521号", "A/DEC/58/521"), ("第60/518号", "A/DEC/60/518"), ("第60/559号决定", "A/DEC/60/559")],
    ),
    (
        "第56/24号决议和第60/518号决定",
        [("第56/24号决议", "A/RES/56/24"), ("第60/518号决定", "A/DEC/60/518")],
    ),
    ("安全理事会2004年4月28日第1540(2004)号决议", [("第1540(2004)号决议", "S/RES/1540(2004)")]),
    (
        "2006年10月14日第1718(2006)号和2009年6月12日第1874(2009)号决议",
        [("第1718(2006)号", "S/RES/1718(2006)"), ("第1874(2009)号决议", "S/RES/1874(2009)")],
    ),
    (
        "大会和安全理事会2016年4月27日第70/262和2282(2016)号决议",
        [("70/262", "A/RES/70/262"), ("2282(2016)", "S/RES/2282(2016)")],
    ),
    ("人权理事会2020年10月6日第45/55号决议", [("第45/55号决议", "A/HRC/RES/45/55")]),
    (
        "人权理事会关于援助，处理遗留问题的2022年10月7日第51/35号决议和大会第77/68号决议",
        [("第51/35号决议", "A/HRC/RES/51/35"), ("第77/68号决议", "A/RES/77/68")],
    ),
    ("经济及社会理事会2004年7月21日第2004/31号决议", [("第2004/31号决议", "E/RES/2004/31")]),
    ("经济及社会理事会第2005/234号决定", [("第2005/234号决定", "E/DEC/2005/234")]),
    ("经济及社会理事会第2008(LX)号决议", [("第2008(LX)号决议", "E/RES/2008(LX)")]),
    ("世界卫生大会2011年5月24日第64.17号决议", [("第64.17号决议", "WHA64.17")]),
    ("联合国环境大会第5/11号决议", [("第5/11号决议", "UNEP/EA.5/Res.11")]),
    # The date tells the body.
    ("回顾设立人权理事会的2006年3月15日第60/251号决议", [("第60/251号决议", "A/RES/60/251")]),
    ("回顾2017年3月24日第34/24号决议", [("第34/24号决议", "A/HRC/RES/34/24")]),
    ("回顾2004年12月2日关于给予某组织大会观察员地位的第59/48号决议", [("第59/48号决议", "A/RES/59/48")]),
    # A body without symbols of its own.
    ("麻醉药品委员会2014年3月21日第57/9号决议", [("第57/9号决议", None)]),
    ("某委员会2023年3月17日第66/1号决议", [("第66/1号决议", None)]),
    # Full-width characters, and the zero-width characters of some files.
    ("第６５／７２号决议", [("第６５／７２号决议", "A/RES/65/72")]),
    ("第\u200e2118(2013)号决议", [("第\u200e2118(2013)号决议", "S/RES/2118(2013)")]),
]
NO_NUMBERS = [
    "2010年5月3日至28日",
    "第12/13段",
    "议程项目96(d)",
    "约500/1000美元",
    "第15(2002)号一般性意见",
    "第187(35)段",
    "第2010-2号法令",
    "第46/2023号法令",
    "《1930年强迫劳动公约》(第29号)",
    "关于这一问题的第263号决议",
    "24/7全天候",
]


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_numbers(text: str, found: list[Any]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_numbers_are_not_found(text: str) -> None:
    assert [r for r in find.find(text) if r.form in (find.NUMBER, find.SYMBOL)] == []


SYMBOLS: list[tuple[str, list[Any]]] = [
    ("见A/57/124。", [("A/57/124", "A/57/124", "")]),
    ("(NPT/CONF.2010/50 (Vols.I-III))，第一卷，第一部分。", [
        ("NPT/CONF.2010/50 (Vols.I-III)", "NPT/CONF.2010/50 (Vols.I-III)", "第一卷，第一部分")
    ]),
    ("(NPT/CONF.2010/50 (Vol. I))，第一部分", [
        ("NPT/CONF.2010/50 (Vol. I)", "NPT/CONF.2010/50 (Vol. I)", "Vol. I，第一部分")
    ]),
    ("见A/60/88和Corr.2，附件。", [("A/60/88", "A/60/88", "附件"), ("Corr.2", "A/60/88/Corr.2", "附件")]),
    ("A/65/410、A/65/411和A/65/411/Corr.1，第三章，第5段。", [
        ("A/65/410", "A/65/410", ""),
        ("A/65/411", "A/65/411", "第三章，第5段"),
        ("A/65/411/Corr.1", "A/65/411/Corr.1", "第三章，第5段"),
    ]),
    ("(A/65/411、Corr.1和Corr.2)，附件二。", [
        ("A/65/411", "A/65/411", "附件二"),
        ("Corr.1", "A/65/411/Corr.1", "附件二"),
        ("Corr.2", "A/65/411/Corr.2", "附件二"),
    ]),
    # An addendum has paragraphs of its own.
    ("A/65/410和A/65/410/Add.1，第5段。", [
        ("A/65/410", "A/65/410", ""), ("A/65/410/Add.1", "A/65/410/Add.1", "第5段")
    ]),
    ("A/65/410和A/65/411/Corr.1，第5段。", [
        ("A/65/410", "A/65/410", ""), ("A/65/411/Corr.1", "A/65/411/Corr.1", "第5段")
    ]),
    ("见A/65/410及Add.1和2。", [
        ("A/65/410", "A/65/410", ""), ("Add.1", "A/65/410/Add.1", ""), ("2", "A/65/410/Add.2", "")
    ]),
    ("A/65/410 and Add.1-3.", [
        ("A/65/410", "A/65/410", ""), ("Add.1", "A/65/410/Add.1", ""), ("3", "A/65/410/Add.3", "")
    ]),
    ("A/65/410和Add.1和2010年的文件", [("A/65/410", "A/65/410", ""), ("Add.1", "A/65/410/Add.1", "")]),
    ("CD/8/Rev.9。", [("CD/8/Rev.9", "CD/8/Rev.9", "")]),
    ("国际原子能机构，INFCIRC/540号文件(更正本)。", [
        ("INFCIRC/540号文件(更正本)", "INFCIRC/540(Corrected)", "")
    ]),
    ("A/55/530-S/2000/1052，附件二。", [("A/55/530-S/2000/1052", "A/55/530-S/2000/1052", "附件二")]),
    ("见FCCC/CP/2015/10/Add.1，第1/CP.21号决定，附件。", [
        ("FCCC/CP/2015/10/Add.1", "FCCC/CP/2015/10/Add.1", "第1/CP.21号决定，附件")
    ]),
    ("A/56/1026-S/2002/932，附件二，第14/221号决议。", [
        ("A/56/1026-S/2002/932", "A/56/1026-S/2002/932", "附件二，第14/221号决议")
    ]),
    ("见《大会正式记录，第五十四届会议，补编第42号》(A/54/42)，第三段。", [
        ("《大会正式记录，第五十四届会议，补编第42号》(A/54/42)", "A/54/42", "第三段")
    ]),
    ("大会通过的GC(63)/RES/13号决议", [("GC(63)/RES/13号决议", "GC(63)/RES/13", "")]),
    ("C-24/DEC.4号和C-24/DEC.5号决定", [("C-24/DEC.4号", "C-24/DEC.4", ""), ("C-24/DEC.5号决定", "C-24/DEC.5", "")]),
    ("见A/65/PV.60。", [("A/65/PV.60", "A/65/PV.60", "")]),
    ("可查阅www.un.org/disarmament/A/57/124。", []),
    ("艾滋病(HIV/AIDS)和冠状病毒", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SYMBOLS)
def test_symbols(text: str, found: list[Any]) -> None:
    references = [r for r in find.find(text, footnote=True) if r.form == find.SYMBOL]
    assert [(text[r.start : r.end], r.name, r.pinpoint) for r in references] == found


OTHERS = [
    ("《不扩散核武器条约》第六条", [(find.TITLE, "《不扩散核武器条约》", "第六条")]),
    ("《条约》第二和第六条以及附件二", [(find.TITLE, "《条约》", "第二和第六条以及附件二")]),
    ("《关于〈某公约〉的议定书》", [(find.TITLE, "《关于〈某公约〉的议定书》", "")]),
    ("联合国，《条约汇编》，第729卷，第10485号。", [
        (find.REGISTRATION, "联合国，《条约汇编》，第729卷，第10485号", "")
    ]),
    ("同上，第1125卷，第17512和17513号。", [(find.REGISTRATION, "同上，第1125卷，第17512和17513号", "")]),
    ("同上，第三章。", [(find.IBID, "同上", "第三章")]),
    ("按照其第六条承诺", [(find.ITS, "其第六条", "第六条")]),
    ("尽早缔结该条约，", [(find.BACK, "该条约", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), OTHERS)
def test_other_forms(text: str, found: list[Any]) -> None:
    assert [(r.form, text[r.start : r.end], r.pinpoint) for r in find.find(text, footnote=True)] == found


PIECES = st.sampled_from(
    [*(text for text, _ in NUMBERS), *(text for text, _ in SYMBOLS), *(text for text, _ in OTHERS), *NO_NUMBERS,
     "，", "；", "《", "》", "(", ")", "第", "号", "A/", "和", "\n"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8), st.booleans())
def test_any_text_gives_spans_in_order_that_do_not_overlap(pieces: list[str], footnote: bool) -> None:
    text = "".join(pieces)
    references = find.find(text, footnote)
    assert all(0 <= r.start < r.end <= len(text) for r in references)
    assert all(one.end <= other.start for one, other in pairwise(references))
    assert len(find.fold_width(text)) == len(text)


session_numbers = st.builds(
    lambda session, number, letter: f"{session}/{number}{letter}",
    st.integers(62, 99),
    st.integers(1, 350),
    st.sampled_from(["", " A", " B"]),
)
council_numbers = st.builds(lambda number, year: f"{number}({year})", st.integers(1, 3000), st.integers(1946, 2030))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(session_numbers, council_numbers), min_size=1, max_size=7), st.booleans())
def test_numbers_set_in_words_are_found_exactly(wanted: list[str], one_mark: bool) -> None:
    if one_mark:
        text = "回顾第" + "、".join(wanted) + "号决议，"
    else:
        text = "回顾" + "、".join(f"第{number}号" for number in wanted) + "决议，"
    expected = [f"S/RES/{n}" if "(" in n else "A/RES/" + re.sub(" ", "", n) for n in wanted]
    assert [symbol for _, symbol in numbers(text)] == expected


@pytest.mark.parametrize(
    ("text", "exact", "form", "name"),
    [
        (
            "回顾国际电信联盟2034年全权代表会议通过的关于甲事的经订正的第86号决议，",
            "第86号决议",
            find.DECISION,
            "国际电信联盟2034年全权代表会议第86号决议",
        ),
        ("世界卫生大会特别会议的第74(21)号决定，", "第74(21)号决定", find.SYMBOL, "WHA74(21)"),
        ("世界卫生组织执行委员会第148(4)号决定，", "第148(4)号决定", find.SYMBOL, "EB148(4)"),
        (
            "教科文组织大会第三十八届会议通过的第5号决议，",
            "第5号决议",
            find.DECISION,
            "联合国教育、科学及文化组织大会第三十八届会议第5号决议",
        ),
        ("国际劳工组织关于甲事的第214号建议书，", "第214号建议书", find.DECISION, "国际劳工组织第214号建议"),
    ],
)
def test_a_decision_of_another_organization(text: str, exact: str, form: str, name: str) -> None:
    [found] = find.find(text)
    assert (text[found.start : found.end], found.form, found.name) == (exact, form, name)
