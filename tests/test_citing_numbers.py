"""Tests the numbers of resolutions and decisions that depend on the words around them. Tables of words and symbols."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, KnownDocument, cite, find
from archive.citing.numbers import number_symbol
from tests.test_citing_resolve import draft


def numbers(text: str) -> list[tuple[str, str | None]]:
    """(exact words, symbol) of each number found. The symbol is None where its body has no symbols."""
    return [(text[r.start : r.end], number_symbol(r)) for r in find.find(text) if r.form == find.NUMBER]


BODIES = [
    # A short form of a body means the one with a longer name before it.
    (
        "人权理事会和人权委员会的决议，包括最近理事会2020年10月6日第45/21号决议，",
        [("第45/21号决议", "A/HRC/RES/45/21")],
    ),
    ("经济及社会理事会以及理事会2019年7月8日第2019/14号决议", [("第2019/14号决议", "E/RES/2019/14")]),
    ("人权委员会的各项决议，特别是委员会1998年4月22日第1998/71号决议", [("第1998/71号决议", "E/CN.4/RES/1998/71")]),
    ("回顾理事会第48/6号决议", [("第48/6号决议", "A/HRC/RES/48/6")]),
    ("重申根据理事会1996年7月25日第1996/30号决议", [("第1996/30号决议", "E/RES/1996/30")]),
    ("某基金执行理事会的工作以及理事会第48/6号决议", [("第48/6号决议", None)]),
    ("某署理事会第25/3号决定", [("第25/3号决定", None)]),
    ("麻醉药品委员会进行审议，而委员会2023年3月17日第66/1号决议", [("第66/1号决议", None)]),
    ("回顾人权委员会2005年4月20日第2005/73号决议", [("第2005/73号决议", "E/CN.4/RES/2005/73")]),
    ("亚洲及太平洋经济社会委员会2017年5月19日第73/9号决议", [("第73/9号决议", "E/ESCAP/RES/73/9")]),
    ("非洲经济委员会2023年3月21日第2023/6号决议", [("第2023/6号决议", None)]),
    # 审查大会 is not a review conference here: the Assembly's resolution is reviewed.
    (
        "审查大会第48/218 B、54/244和74/257号决议的执行情况",
        [("48/218 B", "A/RES/48/218B"), ("54/244", "A/RES/54/244"), ("74/257", "A/RES/74/257")],
    ),
    ("审查大会关于加强某理事会的第72/305号决议的执行情况", [("第72/305号决议", "A/RES/72/305")]),
    ("缔约国2010年审议大会第3/1号决定", [("第3/1号决定", None)]),
    # The body and the resolution are two objects of one verb.
    ("以某事工作组和第77/250号决议所设专家组的工作", [("第77/250号决议", "A/RES/77/250")]),
    ("由某事工作组起草、经第69/16号决议通过的方案", [("第69/16号决议", "A/RES/69/16")]),
    (
        "经济及社会理事会根据刑事司法委员会建议通过的题为“甲事，乙事”的第2019/18号决议",
        [("第2019/18号决议", "E/RES/2019/18")],
    ),
    # The date of the number before does not fit the session.
    (
        "2013年7月9日第67/290号、第70/1号和2016年7月29日第70/299号决议",
        [("第67/290号", "A/RES/67/290"), ("第70/1号", "A/RES/70/1"), ("第70/299号决议", "A/RES/70/299")],
    ),
    ("2017年3月24日第34/24号和第34/25号决议", [("第34/24号", "A/HRC/RES/34/24"), ("第34/25号决议", "A/HRC/RES/34/25")]),
    # An enumeration without 号.
    (
        "执行大会第59/296、60/266和61/276的规定",
        [("59/296", "A/RES/59/296"), ("60/266", "A/RES/60/266"), ("61/276", "A/RES/61/276")],
    ),
]


@pytest.mark.parametrize(("text", "found"), BODIES)
def test_the_body_of_a_number(text: str, found: list[tuple[str, str | None]]) -> None:
    assert numbers(text) == found


EARLY = [
    ("第3093 A和B (XXVIII)号决议", [("3093 A", "A/RES/3093A(XXVIII)"), ("B (XXVIII)", "A/RES/3093B(XXVIII)")]),
    ("第3093(XXVIII) A和B号决议", [("3093(XXVIII) A", "A/RES/3093A(XXVIII)"), ("B", "A/RES/3093B(XXVIII)")]),
    (
        "第2603 A、B和C(XXIV)号决议",
        [("2603 A", "A/RES/2603A(XXIV)"), ("B", "A/RES/2603B(XXIV)"), ("C(XXIV)", "A/RES/2603C(XXIV)")],
    ),
    ("第2661 A至C(XXV)号决议", [("第2661 A至C(XXV)号决议", "A/RES/2661A-C(XXV)")]),
    ("第2602 E (XXIV)号", [("第2602 E (XXIV)号", "A/RES/2602E(XXIV)")]),
    ("其1961年11月24日第1653(十六)号决议", [("第1653(十六)号决议", "A/RES/1653(XVI)")]),
    ("第一六五三(十六)号决议", [("第一六五三(十六)号决议", "A/RES/1653(XVI)")]),
    ("第二六〇二E（二十四）号决议", [("第二六〇二E（二十四）号决议", "A/RES/2602E(XXIV)")]),
    ("第2373(ⅩⅫ)号决议", [("第2373(ⅩⅫ)号决议", "A/RES/2373(XXII)")]),
    ("第1653(ⅩⅥ)和1654(ⅩⅥ)号决议", [("1653(ⅩⅥ)", "A/RES/1653(XVI)"), ("1654(ⅩⅥ)", "A/RES/1654(XVI)")]),
    ("第一五四○(二○○四)号决议", [("第一五四○(二○○四)号决议", "S/RES/1540(2004)")]),
    # Not numbers of resolutions.
    ("第187(35)段", []),
    ("第15(十)条", []),
]


@pytest.mark.parametrize(("text", "found"), EARLY)
def test_numbers_with_a_session(text: str, found: list[tuple[str, str | None]]) -> None:
    assert numbers(text) == found


COUNCIL = [
    # The year of the date.
    ("安全理事会2004年4月28日第1541号决议", [("第1541号决议", "S/RES/1541(2004)")]),
    ("安理会2004年4月28日第1541号和2006年4月27日第1674号决议", [
        ("第1541号", "S/RES/1541(2004)"), ("第1674号决议", "S/RES/1674(2006)")
    ]),
    ("安全理事会第1541号决议(2004年)", [("第1541号决议(2004年)", "S/RES/1541(2004)")]),
    # The year of the only resolution that the catalogue has.
    ("安理会第985号决议", [("第985号决议", "S/RES/985(1995)")]),
    ("安理会第985和1111号决议，", [("985", "S/RES/985(1995)")]),
    ("安理会第985号决议第3段", [("第985号决议", "S/RES/985(1995)")]),
    # The year of the same number in full before it.
    ("安全理事会第1541(2004)号决议，安理会第1541号决议所设委员会", [
        ("第1541(2004)号决议", "S/RES/1541(2004)"), ("第1541号决议", "S/RES/1541(2004)")
    ]),
    ("安全理事会1995年4月11日和2006年4月27日第985号和第1674号决议", [("第985号", "S/RES/985(1995)")]),
    ("S/RES/985号决议", [("S/RES/985号决议", "S/RES/985(1995)")]),
    # Two years contradict each other.
    ("安理会1996年4月11日第985号决议", [("第985号决议", None)]),
    # Not the Council's, or no resolution.
    ("回顾第985号决议", []),
    ("某组织大会第985号决议", []),
    ("安全理事会第985号文件", []),
    ("安全理事会2004年4月28日第4956次会议", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), COUNCIL)
def test_resolutions_of_the_security_council_without_a_year(text: str, found: list[tuple[str, str | None]]) -> None:
    catalogue = Catalogue([KnownDocument("S/RES/985(1995)")])
    assert [(c.exact, c.target) for c in cite(draft(text), catalogue).clauses["op1"]] == found


ENGLISH = [
    ("resolution 45/62 B of 4 December 1990 on the Commission and Assembly resolution 61/98,", [
        "A/RES/45/62B", "A/RES/61/98"
    ]),
    ("the Commission, and General Assembly resolution 61/98,", ["A/RES/61/98"]),
    ("Environment Assembly resolution 5/11", ["UNEP/EA.5/Res.11"]),
    ("Human Rights Council resolution 51/35", ["A/HRC/RES/51/35"]),
    ("the Commission in its resolution 57/9", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "targets"), ENGLISH)
def test_the_body_of_a_number_in_english(text: str, targets: list[str]) -> None:
    assert [c.target for c in cite(draft(text, language="en"), Catalogue()).clauses["op1"]] == targets
