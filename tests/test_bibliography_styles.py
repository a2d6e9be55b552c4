"""Every style writes every case of ``bibliography_cases.toml`` as its published rules have it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from archive.bibliography.cited import Citation, Italic, html, plain
from archive.bibliography.styles import STYLES, note
from archive.bibliography.styles.quotation import quotation
from tests.bibliography_cases import CASES, reference

TODAY = datetime.date(2026, 11, 29)


def marked(cited: Citation) -> str:
    """The citation with its italics between stars."""
    return "".join(f"*{piece}*" if isinstance(piece, Italic) else piece for piece in cited)


@pytest.mark.parametrize("code", STYLES)
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_citation(case: dict[str, Any], code: str) -> None:
    assert marked(note(STYLES[code], reference(case), TODAY)) == case[code]


def test_the_cases_are_many() -> None:
    assert len({case["name"] for case in CASES}) >= 40


def test_an_entry_of_oscola_has_no_full_stop() -> None:
    cited = STYLES["oscola"].cite(reference(CASES[0]), TODAY)
    assert plain(cited) == "UNGA Res 65/72 (8 December 2010) UN Doc A/RES/65/72"


def test_html_is_escaped() -> None:
    [case] = [case for case in CASES if "<others>" in case.get("en", "")]
    cited = html(note(STYLES["chicago-note"], reference(case), TODAY))
    assert "<i>Follow-up to the “Treaty” &amp; &lt;Others&gt;</i>" in cited


QUOTATIONS = [
    ("zh", "请各国行动；\n——《采取联合行动彻底消除核武器》，联合国大会决议，65/72，2010年12月8日通过，第8段。"),
    (
        "en",
        "请各国行动；\n— UN General Assembly, Resolution 65/72, United Action Towards the Total Elimination of Nuclear"
        " Weapons, A/RES/65/72 (December 8, 2010), para. 8, https://docs.un.org/en/A/RES/65/72.",
    ),
]


@pytest.mark.parametrize(("language", "expected"), QUOTATIONS)
def test_a_quotation(language: str, expected: str) -> None:
    [case] = [case for case in CASES if case["name"] == "an operative paragraph"]
    assert plain(quotation("请各国行动；", reference(case), language, TODAY)) == expected
