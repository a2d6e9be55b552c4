"""Two invented series. The second one takes a paragraph over from the first. The tests of similar clauses use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.intake import series, wording
from archive.models import NewClause, SeriesLink
from archive.models.series import LinkBasis, LinkStatus
from archive.searching import new_clauses
from archive.searching.segmentation import han_words
from tests import shelf
from tests.comparing_texts import text

BEES = "深信野蜂对果园的收成不可缺少，"
LAKES = "回顾保护高山湖泊的各项宣言，并邀请各国登记湖泊的水位；"
TOWERS = "鼓励各国在海岸和岛屿上建造灯塔，培训看守灯塔的人员，并向渔民免费提供潮汐的记录；"
TOWERS_BORROWED = "敦促各国在海岸和岛屿上建造灯塔，培训看守灯塔的人员，并向渔民提供潮汐的记录；"
BIRDS = "注意到候鸟每年两次飞越山区，停留的地点逐渐减少；"
LINKS = {"A/RES/90/1": "A/RES/91/1", "A/RES/91/2": "A/RES/92/2", "A/RES/92/2": "A/RES/93/2"}
TEXTS = {
    "A/RES/90/1": {"pp1": BEES, "op1": BIRDS},
    "A/RES/91/1": {"pp1": BEES, "op1": TOWERS},
    "A/RES/91/2": {"op1": LAKES},
    "A/RES/92/2": {"op1": LAKES, "op2": TOWERS_BORROWED},
}
# A session with a change of every kind: a stronger verb, a new and a dropped clause, and a new resolution.
LATER = {
    "A/RES/93/2": {"op1": TOWERS_BORROWED.replace("敦促各国", "强烈敦促所有国家"), "op2": BIRDS},
    "A/RES/93/3": {"op1": BEES, "op2": "决定设立一个研究雪崩的委员会，成员由主席指定；"},
}
# New clause → the most similar clause of an earlier session. All clauses of the new resolution are new.
NEAREST = {
    "A/RES/90/1 pp1": None,
    "A/RES/90/1 op1": None,
    "A/RES/91/1 op1": None,
    "A/RES/91/2 op1": None,
    "A/RES/92/2 op2": "A/RES/91/1 op1",
}


def store(symbol: str, clauses: Mapping[str, str], language: str = "zh") -> None:
    shelf.store(shelf.draft(symbol, language=language, clauses=list(text(clauses).clauses)))


def join() -> None:
    """Does what the queue does after a publication."""
    series.rebuild()
    wording.update(han_words)
    new_clauses.update()


def fill(symbols: Iterable[str] = TEXTS) -> None:
    for earlier, later in LINKS.items():
        decision = {"basis": LinkBasis.LIBRARIAN, "status": LinkStatus.ACCEPTED, "decided": True}
        SeriesLink.objects.get_or_create(earlier=earlier, later=later, defaults=decision)
    for symbol in symbols:
        store(symbol, (TEXTS | LATER)[symbol])


def nearest() -> dict[str, str | None]:
    def place(clause: object) -> str:
        return f"{clause.revision.text.resolution.document.key} {clause.path}"  # type: ignore[attr-defined]

    return {place(row.clause): place(row.nearest) if row.nearest else None for row in NewClause.objects.all()}
