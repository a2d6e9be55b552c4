"""Tests places in a Treaty Series: which treaties they name, alone and with the title that carries the mark."""

from __future__ import annotations

from typing import Any

import pytest

from archive.citing import Catalogue, KnownDocument, cite, find
from archive.citing.citation import AMBIGUOUS, RESOLVED
from tests.test_citing_resolve import draft

CATALOGUE = Catalogue(
    [
        KnownDocument("treaty:Lake", ("湖泊条约",), ((729, 10485),)),
        KnownDocument("treaty:River", ("河流公约",), ((1015, 14860),)),
        KnownDocument("treaty:River Protocol", ("河流公约议定书", "河流公约第一议定书")),
        KnownDocument("treaty:Hill I", ("山丘第一公约",), ((75, 970),)),
        KnownDocument("treaty:Hill II", ("山丘第二公约",), ((75, 971),)),
        KnownDocument("treaty:Hill III", ("山丘第三公约",), ((75, 972),)),
        KnownDocument("treaty:Forest", ("森林公约",), ((1465, 24841),)),
        KnownDocument("treaty:Forest Protocol", ("森林公约任择议定书",), ((2375, 24841),)),
        KnownDocument("treaty:Wind", ("风力议定书",), league=((94, 2138),)),
        KnownDocument("treaty:Wind II", ("第二风力议定书",), ((94, 2138),)),
    ]
)

FOUND = [
    ("联合国，《条约汇编》，第729卷，第10485号。", ["729/10485"]),
    ("《条约汇编》第729卷第10485号", ["729/10485"]),
    ("联合国，《条约汇编》，第2440卷，43977号。", ["2440/43977"]),
    ("联合国，《条约汇编》，第75卷，第970-973号。", ["75/970 75/971 75/972 75/973"]),
    ("联合国，《条约汇编》，第75卷，第970号至第973号。", ["75/970 75/971 75/972 75/973"]),
    ("同上，第1125卷，第17512和17513号。", ["1125/17512 1125/17513"]),
    ("联合国，《条约汇编》，第402号，第5778号。", ["402/5778"]),  # 号 is printed for 卷
    ("联合国，《条约汇编》，第1465和2375卷，第24841号。", ["1465/24841 2375/24841"]),
    ("同上，第249卷和2253卷，第3511号。", ["249/3511 2253/3511"]),
    ("同上，第1577卷、第2171卷、第2173卷第27531号。", ["1577/27531 2171/27531 2173/27531"]),
    ("同上，第249卷，第3511号；第2253卷，第3511号。", ["249/3511", "2253/3511"]),
    ("国际联盟，《条约汇编》，第九十四卷，第2138号。", ["LN94/2138"]),
    ("国际联盟，《条约汇编》，第94卷，第2138号；同上，第60卷，第1414号。", ["LN94/2138", "LN60/1414"]),
    ("国际联盟，《条约汇编》，第94卷，第2138号；联合国，《条约汇编》，第7卷，第1号。", ["LN94/2138", "7/1"]),
    ("国际联盟，《条约汇编》，第94卷(1929年)，第2138号。", ["LN94/2138"]),
    ("见国际联盟《条约汇编》，第XCIV卷，第2138号。", ["LN94/2138"]),
    # A range that is too long is two numbers.
    ("联合国，《条约汇编》，第75卷，第970-2000号。", ["75/970 75/2000"]),
    ("United Nations, Treaty Series, vol. 729, No. 10485.", ["729/10485"]),
    ("United Nations, Treaty Series, vol. 75, Nos. 970-973.", ["75/970 75/971 75/972 75/973"]),
    ("Ibid., vols. 1465 and 2375, No. 24841.", ["1465/24841 2375/24841"]),
    ("League of Nations, Treaty Series, vol. XCIV, No. 2138.", ["LN94/2138"]),
    ("《条约汇编》的出版", []),
    ("《欧洲委员会条约汇编》第223号", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert [r.name for r in find.find(text, footnote=True) if r.form == find.REGISTRATION] == names


A_SERIES, B_SERIES = "联合国，《条约汇编》，第729卷，第10485号", "联合国，《条约汇编》，第1015卷，第14860号"
# Words with the mark, footnote → targets of the footnote.
NAMED: list[tuple[Any, ...]] = [
    ("加入《湖泊条约》[1]，", f"{A_SERIES}。", ["treaty:Lake"]),
    ("加入湖泊条约[1]，", f"{A_SERIES}。", ["treaty:Lake"]),
    # Each place goes to its own treaty, whichever title carries the mark.
    ("《河流公约》和《湖泊条约》[1]，", f"{A_SERIES}；同上，第1015卷，第14860号。", ["treaty:Lake", "treaty:River"]),
    ("《湖泊条约》[1]，", f"{A_SERIES}；同上，第1015卷，第14860号。", ["treaty:Lake", "treaty:River"]),
    ("各项山丘公约[1]，", "联合国，《条约汇编》，第75卷，第970-972号。", [
        "treaty:Hill I", "treaty:Hill II", "treaty:Hill III"
    ]),
    ("《森林公约》及其《任择议定书》[1]，", "联合国，《条约汇编》，第1465和2375卷，第24841号。", [
        "treaty:Forest", "treaty:Forest Protocol"
    ]),
    # The first two are known; the third belongs to the title that has no place yet.
    ("《湖泊条约》、《河流公约》和《溪水公约》[1]，", f"{A_SERIES}；{B_SERIES}；联合国，《条约汇编》，第5卷，第6号。", [
        "treaty:Lake", "treaty:River", "title:溪水公约"
    ]),
    # A protocol can be registered at the place of its treaty.
    ("《河流公约议定书》[1]，", f"{B_SERIES}。", ["treaty:River Protocol"]),
    ("加入《风力议定书》[1]，", "国际联盟，《条约汇编》，第九十四卷，第2138号。", ["treaty:Wind"]),
    ("加入该议定书[1]，", "联合国，《条约汇编》，第94卷，第2138号。", ["treaty:Wind II"]),
    # The title is directly before the place.
    ("加入两项文书[1]，", f"《湖泊条约》({A_SERIES})；《溪水公约》(联合国，《条约汇编》，第5卷，第6号)。", [
        "treaty:Lake", "treaty:Lake", "title:溪水公约", "title:溪水公约"
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note", "targets"), NAMED)
def test_each_place_goes_to_its_own_treaty(text: str, note: str, targets: list[str]) -> None:
    cited = cite(draft(text, notes={"1": note}), CATALOGUE)
    assert [c.target for c in cited.footnotes["1"]] == targets
    through = [c for c in cited.clauses["op1"] if c.via_footnote]
    assert [c.target for c in through] == list(dict.fromkeys(targets))


def test_a_place_that_contradicts_its_title_is_ambiguous() -> None:
    cited = cite(draft("加入《湖泊条约》[1]，", notes={"1": f"{B_SERIES}。"}), CATALOGUE)
    [place] = cited.footnotes["1"]
    assert (place.exact, place.status, place.candidates) == (B_SERIES, AMBIGUOUS, ("treaty:Lake", "treaty:River"))
    assert [(c.target, c.status) for c in cited.clauses["op1"] if not c.via_footnote] == [("treaty:Lake", RESOLVED)]
