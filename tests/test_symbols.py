"""Tests symbols: the one spelling, and the facts that a symbol itself gives (kind, session, number, dates)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import symbols

SPELLINGS = [
    ("A/RES/65/72", "A/RES/65/72"),
    ("A/RES/77/263 B", "A/RES/77/263B"),
    ("A/RES/74/261b", "A/RES/74/261B"),
    ("A/RES/74/255a-b", "A/RES/74/255A-B"),
    ("a/res/2625 (xxv)", "A/RES/2625(XXV)"),
    ("A/RES/2373 (XXII)", "A/RES/2373(XXII)"),
    ("A/RES/3472(XXX)B", "A/RES/3472B(XXX)"),
    ("A/RES/3472 B (XXX)", "A/RES/3472B(XXX)"),
    ("A/RES/2252 (ES-V)", "A/RES/2252(ES-V)"),
    ("s/res/1540 (2004)", "S/RES/1540(2004)"),
    ("Ａ／ＲＥＳ／６５／７２", "A/RES/65/72"),
    ("A/hrc/RES/44/16", "A/HRC/RES/44/16"),
    ("INFCIRC/540 (Corrected)", "INFCIRC/540(Corrected)"),
    ("INFCIRC/540(更正本)", "INFCIRC/540(Corrected)"),
    ("unep/ea.5/res.11", "UNEP/EA.5/Res.11"),
    ("UNEP/EA.3/RES.4", "UNEP/EA.3/Res.4"),
    ("UNEP/OzL.Pro.28/12", "UNEP/OzL.Pro.28/12"),
    ("UNEP(DTIE)/Hg/CONF/4", "UNEP(DTIE)/Hg/CONF/4"),
    ("GC(63)/RES/13", "GC(63)/RES/13"),
    ("E/CN.4/Sub.2/2003/12/Rev.2", "E/CN.4/Sub.2/2003/12/Rev.2"),
    ("A/CONF.157/24(PART I)/corr.1", "A/CONF.157/24(PartI)/Corr.1"),
    ("NPT/CONF.2000/28 (Parts I and II)", "NPT/CONF.2000/28(PartsIandII)"),
    ("NPT/CONF.2010/50 (Vols.I-III)", "NPT/CONF.2010/50(Vols.I-III)"),
    ("A/74/6 (Sect.3)/ Add.6/Corr.1", "A/74/6(Sect.3)/Add.6/Corr.1"),
    ("ATT/CSP9/2023/SEC/773/Conf.FinRep.Rev2", "ATT/CSP9/2023/SEC/773/Conf.FinRep.Rev2"),
    ("C-24/Dec.4", "C-24/DEC.4"),
    ("IDB.48/Dec.8", "IDB.48/Dec.8"),
    ("A/74/7Add.1", "A/74/7/Add.1"),
    ("A/64/85‑S/2009/288", "A/64/85-S/2009/288"),
    ("UNEP/EA.5/Res.11。", "UNEP/EA.5/Res.11"),
    ("treaty:New START", "treaty:New START"),
    ("title:《行动纲领》 a/b", "title:《行动纲领》 a/b"),
]


@pytest.mark.parametrize(("printed", "symbol"), SPELLINGS)
def test_one_spelling(printed: str, symbol: str) -> None:
    assert symbols.normalise(printed) == symbol
    assert symbols.normalise(symbol) == symbol


@given(st.from_regex(symbols._NORMAL, fullmatch=True))
def test_the_fast_way_knows_only_symbols_that_are_normal(symbol: str) -> None:
    assert symbols._respelled(symbol) == symbol


@given(st.text(alphabet="AaRESres/0123456789 ()XVI-.Corr", max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert symbols.normalise(symbols.normalise(text)) == symbols.normalise(text)


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        ("65/72.", "A/RES/65/72"),
        ("65/72", "A/RES/65/72"),
        ("77/263 B", "A/RES/77/263B"),
        ("55/33 A.", "A/RES/55/33A"),
        ("74/264 A-C", "A/RES/74/264A-C"),
        ("S-10/2", "A/RES/S-10/2"),
        ("ES-11/1", "A/RES/ES-11/1"),
        ("2373 (XXII)", "A/RES/2373(XXII)"),
        ("3472 B (XXX)", "A/RES/3472B(XXX)"),
        ("3472 (XXX) B", "A/RES/3472B(XXX)"),
        ("2252 (ES-V)", "A/RES/2252(ES-V)"),
        ("2010年", None),
        ("A/65/72", None),
        ("", None),
    ],
)
def test_number_of_a_resolution_as_printed(number: Any, symbol: str) -> None:
    assert symbols.resolution_symbol(number) == symbol


@pytest.mark.parametrize(
    ("symbol", "session", "number", "kind", "url"),
    [
        ("A/RES/65/72", "65", (72, ""), "ga_resolution", "https://docs.un.org/zh/A/RES/65/72"),
        ("A/RES/77/263B", "77", (263, "B"), "ga_resolution", "https://docs.un.org/zh/A/RES/77/263B"),
        ("A/RES/ES-11/1", "ES-11", (1, ""), "ga_resolution", "https://docs.un.org/zh/A/RES/ES-11/1"),
        ("A/RES/2373(XXII)", "22", (2373, ""), "ga_resolution", "https://docs.un.org/zh/A/RES/2373(XXII)"),
        ("A/RES/3472B(XXX)", "30", (3472, "B"), "ga_resolution", "https://docs.un.org/zh/A/RES/3472(XXX)"),
        ("A/RES/1874(S-IV)", "S-4", (1874, ""), "ga_resolution", "https://docs.un.org/zh/A/RES/1874(S-IV)"),
        ("A/DEC/60/519", "60", (519, ""), "ga_decision", ""),
        ("S/RES/1540(2004)", "", (1540, ""), "sc_resolution", "https://docs.un.org/zh/S/RES/1540(2004)"),
        ("E/RES/2004/31", "", (31, ""), "ecosoc_resolution", "https://docs.un.org/zh/E/RES/2004/31"),
        ("A/HRC/RES/45/55", "", (55, ""), "hrc_resolution", "https://docs.un.org/zh/A/HRC/RES/45/55"),
        ("UNEP/EA.5/Res.11", "", (0, ""), "resolution", "https://docs.un.org/zh/UNEP/EA.5/Res.11"),
        ("GC(63)/RES/13", "", (13, ""), "resolution", ""),
        ("A/54/42", "54", (42, ""), "document", "https://docs.un.org/zh/A/54/42"),
        ("A/60/88/Corr.2", "60", (88, ""), "document", "https://docs.un.org/zh/A/60/88/Corr.2"),
        ("A/65/PV.60", "65", (0, ""), "meeting_record", "https://docs.un.org/zh/A/65/PV.60"),
        ("A/C.1/79/L.75", "79", (0, ""), "draft_resolution", "https://docs.un.org/zh/A/C.1/79/L.75"),
        ("NPT/CONF.2010/50", "", (50, ""), "conference_document", "https://docs.un.org/zh/NPT/CONF.2010/50"),
        ("A/CONF.192/15", "", (15, ""), "conference_document", "https://docs.un.org/zh/A/CONF.192/15"),
        (
            "INFCIRC/540(Corrected)", "", (540, ""), "infcirc",
            "https://www.iaea.org/publications/documents/infcircs",
        ),
        ("treaty:NPT", "", (0, ""), "treaty", ""),
        ("title:行动纲领", "", (0, ""), "instrument", ""),
    ],
)  # fmt: skip
def test_facts_of_a_symbol(symbol: str, session: str, number: Any, kind: str, url: str) -> None:
    assert symbols.session_of(symbol) == session
    assert symbols.number_and_part(symbol) == number
    assert symbols.kind_of(symbol) == kind
    assert kind in symbols.KINDS
    assert symbols.official_url(symbol) == url


def test_a_double_symbol_is_two() -> None:
    assert symbols.symbols_in("A/55/530-S/2000/1052") == ("A/55/530", "S/2000/1052")
    assert symbols.symbols_in("A/74/73/Add.1-E/2019/14/Add.1") == ("A/74/73/Add.1", "E/2019/14/Add.1")
    assert symbols.symbols_in("A/RES/S-10/2") == ("A/RES/S-10/2",)


def test_sessions_sort() -> None:
    assert sorted(["ES-11", "9", "79", "S-10", "", "22"], key=symbols.session_order) == [
        "", "9", "22", "79", "S-10", "ES-11",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("session", "first", "last"),
    [("1", "1946-09-01", "1947-08-31"), ("65", "2010-09-01", "2011-08-31"), ("79", "2024-09-01", "2025-08-31")],
)
def test_days_of_a_regular_session(session: str, first: str, last: str) -> None:
    dates = (date.fromisoformat(first), date.fromisoformat(last))
    assert symbols.session_dates(session) == dates
    assert [symbols.session_on(day) for day in dates] == [int(session), int(session)]
    assert symbols.session_year(int(session)) == dates[0].year


@pytest.mark.parametrize("session", ["S-10", "ES-11", "", "none"])
def test_special_sessions_follow_no_rule(session: str) -> None:
    assert symbols.session_dates(session) is None
