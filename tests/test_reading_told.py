"""What a librarian tells about a source: it fills what the text lacks, and a warning keeps what the text says."""

from __future__ import annotations

from datetime import date

import pytest

from archive.messages import Unreadable
from archive.reading import read
from archive.reading.told import Told

UNNUMBERED = "采取联合行动彻底消除核武器\n大会，\n回顾《联合国宪章》，\n1. 决定继续审议。\n"
NUMBERED = f"65/72. {UNNUMBERED}2010年12月8日\n第60次全体会议\n"
AKN = """<akomaNtoso><statement><meta/><preamble><p>大会，</p><p>回顾《联合国宪章》，</p></preamble>
<mainBody><paragraph><num>1.</num><content><p>决定继续审议。</p></content></paragraph></mainBody></statement>
</akomaNtoso>"""


def test_a_text_without_a_number_is_refused_until_it_is_told() -> None:
    with pytest.raises(Unreadable) as refused:
        read(UNNUMBERED.encode(), "page.txt")
    assert refused.value.message.code == "text.no_symbol"
    [draft] = read(UNNUMBERED.encode(), "page.txt", Told(symbol="A/RES/65/72", adopted_on=date(2010, 12, 8)))
    assert (draft.symbol, draft.session, draft.title) == ("A/RES/65/72", "65", "采取联合行动彻底消除核武器")
    assert draft.adopted_on == date(2010, 12, 8)
    assert [clause.path for clause in draft.clauses] == ["pp1", "op1"]
    assert "text.date_not_found" not in {warning.code for warning in draft.warnings}


def test_akoma_ntoso_without_a_number_is_told_one() -> None:
    with pytest.raises(Unreadable):
        read(AKN.encode(), "a.xml")
    [draft] = read(AKN.encode(), "a.xml", Told(symbol="A/RES/65/72"))
    assert (draft.symbol, draft.session) == ("A/RES/65/72", "65")


@pytest.mark.parametrize(
    ("told", "symbol", "warnings"),
    [
        (Told(), "A/RES/65/72", []),
        (Told(symbol="A/RES/65/72"), "A/RES/65/72", []),
        (Told(part="C"), "A/RES/65/72C", []),
        (Told(symbol="A/RES/65/72C"), "A/RES/65/72C", []),
        (Told(symbol="A/RES/65/73"), "A/RES/65/73", [("told.symbol_differs", "A/RES/65/73", "A/RES/65/72")]),
        (Told(language="zh"), "A/RES/65/72", []),
        (Told(language="en"), "A/RES/65/72", [("told.language_differs", "en", "zh")]),
        (Told(adopted_on=date(2010, 12, 8)), "A/RES/65/72", []),
        (Told(adopted_on=date(2010, 12, 9)), "A/RES/65/72", [("told.date_differs", "2010-12-09", "2010-12-08")]),
    ],
)
def test_a_contradiction_is_shown(told: Told, symbol: str, warnings: list[tuple[str, str, str]]) -> None:
    [draft] = read(NUMBERED.encode(), "page.txt", told)
    assert draft.symbol == symbol
    assert draft.adopted_on == (told.adopted_on or date(2010, 12, 8))
    shown = [(w.code, w.values["told"], w.values["read"]) for w in draft.warnings if w.code.startswith("told.")]
    assert shown == warnings


@pytest.mark.parametrize(
    "told",
    [Told(), Told(symbol="A/RES/65/72"), Told("A/RES/65/72", "C", "en", date(2010, 12, 8))],
)
def test_what_is_told_is_stored_as_text(told: Told) -> None:
    assert Told.from_json(told.to_json()) == told
