"""Tests the numbers that a text cites as those of its own body: 其第49/3号决议."""

import pytest

from archive.citing import cite
from archive.citing.catalogue import Catalogue
from archive.reading import read
from tests.adopted_texts import COUNCIL, ECONOMIC, RIGHTS

ASSEMBLY = "90/2. 试验\n大会，\nPP\n1. 决定继续审议。\n"
CITED = [
    (RIGHTS, "回顾其第49/3号决议，", ["A/HRC/RES/49/3"]),
    (RIGHTS, "回顾其2017年9月28日第36/7号决议，", ["A/HRC/RES/36/7"]),
    (RIGHTS, "回顾第5/1号决议，", ["A/HRC/RES/5/1"]),
    (RIGHTS, "回顾大会2006年3月15日第60/251号决议，", ["A/RES/60/251"]),
    (ECONOMIC, "回顾其第2023/4号决议，", ["E/RES/2023/4"]),
    (ECONOMIC, "回顾大会第70/1号决议，", ["A/RES/70/1"]),
    (COUNCIL, "回顾其第1540(2004)号决议，", ["S/RES/1540(2004)"]),
    (COUNCIL, "回顾大会第60/1号决议，", ["A/RES/60/1"]),
    (ASSEMBLY, "回顾其第49/3号决议，", ["A/RES/49/3"]),
]
FIRST = {RIGHTS: "回顾大会2006年3月15日第60/251号决议，", ECONOMIC: "回顾其2023年6月7日第2023/4号决议，"}
FIRST |= {COUNCIL: "回顾其2004年4月28日第1540(2004)号决议和《不扩散核武器条约》，", ASSEMBLY: "PP"}


@pytest.mark.parametrize(("text", "words", "targets"), CITED)
def test_whose_resolution_a_text_cites(text: str, words: str, targets: list[str]) -> None:
    [draft] = read(text.replace(FIRST[text], words).encode(), "a.txt")
    found = cite(draft, Catalogue([])).clauses["pp1"]
    assert [citation.target for citation in found] == targets
