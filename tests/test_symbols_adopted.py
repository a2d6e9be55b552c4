"""Tests the symbols of adopted texts: their kinds, numbers, sessions, order and records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import symbols

KINDS = {series.kind: series for series in symbols.ADOPTED}
ROMAN = st.sampled_from(["I", "IV", "XVI", "XXIX", "XLII", "LXIII"])
LETTERS = st.sampled_from(["", "", "A", "B", "A-C"])


def in_session(sessions: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.builds(lambda s, n, part: f"{s}/{n}{part}", sessions, st.integers(1, most), LETTERS)


def early() -> st.SearchStrategy[str]:
    return st.builds(lambda n, part, s: f"{n}{part}({s})", st.integers(1, 3541), st.sampled_from(["", "B"]), ROMAN)


REGULAR = st.integers(31, 120).map(str)
SPECIAL = st.sampled_from(["S-8", "S-10", "ES-11"])
NUMBERS = {
    symbols.GA_RESOLUTION: st.one_of(in_session(st.one_of(REGULAR, SPECIAL), 399), early()),
    symbols.GA_DECISION: in_session(st.one_of(REGULAR, SPECIAL), 699),
    symbols.SC_RESOLUTION: st.builds(lambda n, y: f"{n}({y})", st.integers(1, 4000), st.integers(1946, 2099)),
    symbols.ECOSOC_RESOLUTION: st.one_of(in_session(st.integers(1978, 2099).map(str), 99), early()),
    symbols.HRC_RESOLUTION: in_session(st.one_of(st.integers(1, 99).map(str), st.just("S-21")), 60),
}
TEXTS = st.sampled_from(symbols.ADOPTED_KINDS).flatmap(lambda kind: st.tuples(st.just(kind), NUMBERS[kind]))


@given(TEXTS)
def test_a_number_and_its_kind_give_one_symbol(text: tuple[str, str]) -> None:
    kind, number = text
    symbol = symbols.adopted_symbol(number, kind)
    assert symbol == KINDS[kind].prefix + number
    assert symbols.normalise(symbol) == symbol
    assert symbols.kind_of(symbol) == kind
    assert symbols.adopted_series(symbol) == KINDS[kind]
    assert symbols.printed_number(symbol) == number


@given(TEXTS, st.sampled_from([" ", "\u00a0", "\u3000"]))
def test_spaces_case_and_width_do_not_matter(text: tuple[str, str], space: str) -> None:
    kind, number = text
    symbol = KINDS[kind].prefix + number
    assert symbols.normalise(symbol.lower().replace("(", f"{space}(")) == symbol
    assert symbols.adopted_symbol(number.replace("(", "（").replace(")", "）") + ".", kind) == symbol


@given(TEXTS, st.integers(1, 9))
def test_a_corrigendum_belongs_to_its_text(text: tuple[str, str], number: int) -> None:
    symbol = KINDS[text[0]].prefix + text[1]
    corrigendum = f"{symbol}/Corr.{number}"
    assert symbols.corrected(corrigendum) == symbol
    assert symbols.adopted_series(corrigendum) == KINDS[text[0]]
    assert symbols.corrected(symbol) is None


@given(TEXTS)
def test_the_number_and_the_part_are_in_the_symbol(text: tuple[str, str]) -> None:
    kind, printed = text
    number, part = symbols.number_and_part(KINDS[kind].prefix + printed)
    assert f"{number}{part}" in printed
    assert number > 0


@given(st.integers(1978, 2098), st.integers(1, 60), st.integers(1, 60))
def test_texts_are_in_the_order_of_sessions_and_then_of_numbers(year: int, number: int, other: int) -> None:
    symbol, later = f"E/RES/{year}/{number}", f"E/RES/{year + 1}/{other}"
    assert symbols.adopted_order(symbol) < symbols.adopted_order(later)
    assert symbols.adopted_order(f"A/HRC/RES/{number}/1") < symbols.adopted_order(f"A/HRC/RES/S-{number}/1")


@given(st.text(alphabet="AESRHCDres/0123456789()XVI-.", max_size=24))
def test_any_text_is_asked_without_an_error(text: str) -> None:
    symbol = symbols.normalise(text)
    assert (symbols.adopted_series(symbol) is None) or symbols.kind_of(symbol) in symbols.ADOPTED_KINDS
    assert isinstance(symbols.adopted_order(symbol), int)
    assert symbols.adopted_year(symbol) is None or isinstance(symbols.adopted_year(symbol), int)


IMPOSSIBLE = [
    ("1540 (2004)", symbols.GA_RESOLUTION),
    ("2024/5", symbols.GA_RESOLUTION),
    ("65/72", symbols.SC_RESOLUTION),
    ("1540", symbols.SC_RESOLUTION),
    ("1540(1804)", symbols.SC_RESOLUTION),
    ("49/3", symbols.ECOSOC_RESOLUTION),
    ("2024/5", symbols.HRC_RESOLUTION),
    ("2603(XXIV)", symbols.HRC_RESOLUTION),
    ("2603(XXIV)", symbols.GA_DECISION),
    ("", symbols.SC_RESOLUTION),
]


@pytest.mark.parametrize(("number", "kind"), IMPOSSIBLE)
def test_numbers_that_a_kind_does_not_have(number: str, kind: str) -> None:
    assert symbols.adopted_symbol(number, kind) is None


RECORDS = [
    ("A/DEC/79/519", 44, "A/79/PV.44"),
    ("A/RES/S-10/2", 27, ""),
    ("E/RES/1235(XLII)", 1479, "E/SR.1479"),
    ("S/RES/1985(2011)/Corr.1", 6553, "S/PV.6553"),
    ("A/HRC/RES/S-21/1", 1, "A/HRC/S-21/SR.1"),
]


@pytest.mark.parametrize(("symbol", "meeting", "record"), RECORDS)
def test_the_record_of_the_meeting(symbol: str, meeting: int, record: str) -> None:
    assert symbols.meeting_record(symbol, meeting) == record
