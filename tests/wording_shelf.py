"""A series of four invented texts: clauses come in, are split, reworded and dropped. The tests of wording use it."""

from __future__ import annotations

from collections.abc import Mapping

from archive.intake import series, wording
from archive.models import SeriesLink
from archive.models.series import LinkBasis, LinkStatus
from archive.searching.segmentation import han_words
from tests import shelf
from tests.comparing_texts import text

BEES = "深信野蜂对果园的收成不可缺少，"
LAKES = "回顾保护高山湖泊的各项宣言，"
BOTH = "鼓励各国培训山区的气象员，交流各地的气象记录，并邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
FIRST = "鼓励各国培训山区的气象员，交流各地的气象记录；"
URGED = FIRST.replace("鼓励", "敦促")
SECOND = "又邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
TEXTS = {
    "A/RES/90/1": {"pp1": BEES, "pp2": LAKES},
    "A/RES/91/1": {"pp1": LAKES, "op1": BOTH},
    "A/RES/92/1": {"op1": LAKES, "op2": FIRST, "op3": SECOND},
    "A/RES/93/1": {"op1": URGED, "op2": SECOND},
}


def store(symbol: str, clauses: Mapping[str, str], language: str = "zh") -> None:
    shelf.store(shelf.draft(symbol, language=language, clauses=list(text(clauses).clauses)))


def link(earlier: str, later: str) -> None:
    decision = {"basis": LinkBasis.LIBRARIAN, "status": LinkStatus.ACCEPTED, "decided": True}
    SeriesLink.objects.create(earlier=earlier, later=later, **decision)


def update() -> int:
    series.rebuild()
    return wording.update(han_words)


def fill(texts: Mapping[str, Mapping[str, str]] = TEXTS) -> None:
    for symbol, clauses in texts.items():
        store(symbol, clauses)
    for earlier, later in zip(TEXTS, list(TEXTS)[1:], strict=False):
        link(earlier, later)
    update()
