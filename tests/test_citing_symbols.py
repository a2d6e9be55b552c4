"""Tests the forms of symbols: parts, letters, sessions, enumerations, and the series of other bodies."""

from __future__ import annotations

from itertools import pairwise

import pytest

from archive import symbols
from archive.citing import Catalogue, KnownDocument, cite, find
from tests.test_citing_resolve import draft

# Text → (exact words, target) of each symbol.
SYMBOLS = [
    # Parts, and corrections of additions.
    ("INFCIRC/254/Rev.9/Part 1和INFCIRC/254/Rev.9/Part 2号文件", [
        ("INFCIRC/254/Rev.9/Part 1", "INFCIRC/254/Rev.9/Part1"),
        ("INFCIRC/254/Rev.9/Part 2号文件", "INFCIRC/254/Rev.9/Part2"),
    ]),
    ("CTBT/PC-51/1/Annex II，", [("CTBT/PC-51/1/Annex II", "CTBT/PC-51/1/AnnexII")]),
    ("A/65/411和Add.1/Rev.1，", [("A/65/411", "A/65/411"), ("Add.1/Rev.1", "A/65/411/Add.1/Rev.1")]),
    ("A/65/411/Add.1/Rev.1和Add.2，", [
        ("A/65/411/Add.1/Rev.1", "A/65/411/Add.1/Rev.1"), ("Add.2", "A/65/411/Add.2")
    ]),
    ("A/65/411/Add.1/Corr.1。", [("A/65/411/Add.1/Corr.1", "A/65/411/Add.1/Corr.1")]),
    ("INFCIRC/153 (Corr.)。", [("INFCIRC/153 (Corr.)", "INFCIRC/153(Corrected)")]),
    ("INFCIRC/153号文件(更正本)。", [("INFCIRC/153号文件(更正本)", "INFCIRC/153(Corrected)")]),
    # Letters and sessions of resolutions.
    ("A/RES/38/77 D，", [("A/RES/38/77 D", "A/RES/38/77D")]),
    ("A/RES/38/77 A和B号决议", [("A/RES/38/77 A", "A/RES/38/77A"), ("B号决议", "A/RES/38/77B")]),
    ("A/RES/51/212 A至C，", [("A/RES/51/212 A至C", "A/RES/51/212A-C")]),
    ("A/RES/2603(XXIV)A，", [("A/RES/2603(XXIV)A", "A/RES/2603A(XXIV)")]),
    ("A/RES/2603 A (XXIV)和A/RES/2373 (XXII)", [
        ("A/RES/2603 A (XXIV)", "A/RES/2603A(XXIV)"), ("A/RES/2373 (XXII)", "A/RES/2373(XXII)")
    ]),
    ("A/RES/1653(ⅩⅥ)号决议", [("A/RES/1653(ⅩⅥ)", "A/RES/1653(XVI)")]),
    ("A/RES/1653(ⅹⅵ)，", [("A/RES/1653(ⅹⅵ)", "A/RES/1653(XVI)")]),
    ("A/RES/1653(十六)，", [("A/RES/1653(十六)", "A/RES/1653(XVI)")]),
    ("A/RES/65/71/Corr.1。", [("A/RES/65/71/Corr.1", "A/RES/65/71/Corr.1")]),
    # A letter that begins a word is no part.
    ("A/RES/38/77 Draft", [("A/RES/38/77", "A/RES/38/77")]),
    # Spaces and small letters inside.
    ("见BWC/AD HOC GROUP/57-1。", [("BWC/AD HOC GROUP/57-1", "BWC/ADHOCGROUP/57-1")]),
    ("CTBT-Art.XIV/2021/WP.1。", [("CTBT-Art.XIV/2021/WP.1", "CTBT-Art.XIV/2021/WP.1")]),
    ("见RC-5/3/Rev.1。", [("RC-5/3/Rev.1", "RC-5/3/Rev.1")]),
    ("A/74/671https://undocs.org", [("A/74/671", "A/74/671")]),
    # Only the numbers of the other documents of a series are printed.
    ("INFCIRC/817、818和819号文件，", [
        ("INFCIRC/817", "INFCIRC/817"), ("818", "INFCIRC/818"), ("819号文件", "INFCIRC/819")
    ]),
    ("CD/1815号、1816号和1817号文件，", [("CD/1815号", "CD/1815"), ("1816号", "CD/1816"), ("1817号文件", "CD/1817")]),
    ("CD/1864和1865，", [("CD/1864", "CD/1864"), ("1865", "CD/1865")]),
    ("CD/8和1865，", [("CD/8", "CD/8")]),
    ("A/65/411和第3号议定书", [("A/65/411", "A/65/411")]),
    ("A/65/411和12个国家", [("A/65/411", "A/65/411")]),
    # A joint document.
    ("A/50/1028 – S/1996/952，", [("A/50/1028 – S/1996/952", "A/50/1028")]),
    ("A/74/73/Add.2-E/2019/14/Add.2。", [("A/74/73/Add.2-E/2019/14/Add.2", "A/74/73/Add.2")]),
    # The OPCW numbers first and then gives the year. The Security Council gives the year first.
    ("见禁止化学武器组织，S/2339/2024号文件。", [("S/2339/2024号文件", "S/2339/2024(OPCW)")]),
    ("S/1907/2020。", [("S/1907/2020", "S/1907/2020(OPCW)")]),
    ("禁化武组织的报告(S/2013/2024)，", [("S/2013/2024", "S/2013/2024(OPCW)")]),
    ("禁化武组织总干事的报告(S/2013/661)，", [("S/2013/661", "S/2013/661")]),
    ("安全理事会主席的说明(S/2013/2024)，", [("S/2013/2024", "S/2013/2024")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SYMBOLS)
def test_a_symbol_is_found_whole(text: str, found: list[tuple[str, str]]) -> None:
    cited = cite(draft(text), Catalogue()).clauses["op1"]
    by_symbol = [r.start for r in find.find(text) if r.form == find.SYMBOL]
    assert [(c.exact, c.target) for c in cited if c.start in by_symbol] == found


def test_the_series_of_the_opcw_is_not_published_by_the_security_council() -> None:
    assert symbols.official_url("S/2339/2024(OPCW)") == ""
    assert symbols.official_url("S/2013/661") == "https://docs.un.org/zh/S/2013/661"


def test_a_joint_document_is_one_by_either_symbol() -> None:
    source = draft("1996年的信(A/50/1028-S/1996/952)，", "S/1996/952号文件所载建议，", "A/50/1028的结论，")
    cited = cite(source, Catalogue()).clauses
    assert [c.target for path in ("op1", "op2", "op3") for c in cited[path]] == ["A/50/1028"] * 3


def test_a_joint_document_that_the_catalogue_knows_has_one_key() -> None:
    catalogue = Catalogue([KnownDocument("A/50/1028", ("S/1996/952",))])
    source = draft("S/1996/952号文件，", "S/1996/952-A/50/1028号文件，")
    cited = cite(source, catalogue).clauses
    assert [c.target for path in ("op1", "op2") for c in cited[path]] == ["A/50/1028"] * 2


@pytest.mark.parametrize(
    "piece", ["A/", "/Part 1", "AD HOC ", "A和", "1、", "(XVI)", "A/RES/1/1 A、", "Add.1/Rev.1", "S/1/2020", "CD/1、2"]
)
def test_repeated_pieces_of_symbols_give_references_that_do_not_overlap(piece: str) -> None:
    """The patterns must not try each division of such a text, which would take minutes."""
    references = find.find(piece * 1000, footnote=True)
    assert all(one.end <= other.start for one, other in pairwise(references))
