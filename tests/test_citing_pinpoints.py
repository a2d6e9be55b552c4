"""Tests ``citing.pinpoints``: the clauses of a text that the words of a pinpoint name."""

from __future__ import annotations

import pytest

from archive.citing.pinpoints import pins
from archive.reading import paths
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, DraftClause


def text(*clauses: tuple[str, str], annexes: tuple[int, ...] = ()) -> list[DraftClause]:
    """Clauses with these kinds and labels, with their paths. The label of a paragraph that is named by its first word
    is in its text: (OPERATIVE, "=行动5.")."""
    made = [
        DraftClause(kind, "", "" if label.startswith("=") else label, "", label.removeprefix("="))
        for kind, label in clauses
    ]
    paths.assign(made, annexes)
    return made


# A resolution with a preamble, numbered paragraphs with points, and two annexes.
PLAIN = text(
    *[(PREAMBULAR, "")] * 4,
    *[(OPERATIVE, "1."), (POINT, "(a)"), (POINT, "㈠"), (POINT, "㈡"), (POINT, "(b)"), (POINT, "(c)")],
    *[(OPERATIVE, f"{n}.") for n in range(2, 8)],
    *[(ANNEX, "1."), (ANNEX, "2."), (POINT, "(a)")],
    *[(HEADING, "第一条"), (ANNEX, "1."), (ANNEX, "2."), (HEADING, "第二条"), (ANNEX, "1.")],
    annexes=(16, 19),
)
# A resolution in sections whose paragraphs begin again with 1; actions have no numbers of paragraphs.
SECTIONS = text(
    *[(HEADING, "一"), (OPERATIVE, "1."), (OPERATIVE, "2."), (HEADING, "二"), (HEADING, "A.")],
    *[(OPERATIVE, "1."), (OPERATIVE, "2."), (HEADING, "B."), (OPERATIVE, "3."), (HEADING, "三")],
    *[(OPERATIVE, "=行动5. 我们将裁军。"), (OPERATIVE, "=行动55. 我们将合作。")],
)

PLACES = [
    # Paragraphs and points.
    (PLAIN, "第5段", [("第5段", "op5")]),
    (PLAIN, "第五段", [("第五段", "op5")]),
    (PLAIN, "执行部分第2段", [("第2段", "op2")]),
    (PLAIN, "序言部分第三段", [("第三段", "pp3")]),
    (PLAIN, "第1(a)段", [("第1(a)段", "op1-a")]),
    (PLAIN, "第1(a)㈡段", [("第1(a)㈡段", "op1-a-2")]),
    (PLAIN, "第1段(b)分段", [("第1段(b)", "op1-b")]),
    (PLAIN, "第1段(a)至(c)", [("第1段(a)至(c)", "op1-a op1-b op1-c")]),
    # Lists and ranges.
    (PLAIN, "第5段和第7段", [("第5段", "op5"), ("第7段", "op7")]),
    (PLAIN, "第5、7两段", [("5", "op5"), ("7", "op7")]),
    (PLAIN, "第2、4至6和7段", [("2", "op2"), ("4至6", "op4 op5 op6"), ("7", "op7")]),
    (PLAIN, "第5—7段", [("第5—7段", "op5 op6 op7")]),
    (PLAIN, "第1(a)至(c)段", [("第1(a)至(c)段", "op1-a op1-b op1-c")]),
    (PLAIN, "第1(a)㈠、㈡和1(c)段", [("1(a)㈠", "op1-a-1"), ("㈡", "op1-a-2"), ("1(c)", "op1-c")]),
    (PLAIN, "第4段，特别是第5段", [("第4段", "op4"), ("第5段", "op5")]),
    # Annexes, sections, articles, actions.
    (PLAIN, "附件一", [("附件一", "annex1")]),
    (PLAIN, "附件一和二", [("一", "annex1"), ("二", "annex2")]),
    (PLAIN, "附件一第2段", [("附件一第2段", "annex1-op2")]),
    (PLAIN, "附件一第2(a)段和第5段", [("附件一第2(a)段", "annex1-op2-a"), ("第5段", "")]),
    (PLAIN, "附件二，第一条，第2款", [("附件二，第一条，第2款", "annex2-op2")]),
    (SECTIONS, "第二节", [("第二节", "h2")]),
    (SECTIONS, "第二节第2段", [("第二节第2段", "h3-op2")]),
    (SECTIONS, "第二节B部分第3段", [("第二节B部分第3段", "op3")]),
    (SECTIONS, "行动5", [("行动5", "p1")]),
    (SECTIONS, "行动5和55", [("5", "p1"), ("55", "p2")]),
    # English.
    (PLAIN, "paragraph 5", [("paragraph 5", "op5")]),
    (PLAIN, "operative paragraph 1 (a)", [("paragraph 1 (a)", "op1-a")]),
    (PLAIN, "preambular paragraph 3", [("paragraph 3", "pp3")]),
    (PLAIN, "paras. 2 and 4-6", [("2", "op2"), ("4-6", "op4 op5 op6")]),
    (PLAIN, "paragraph 2 of annex I", [("paragraph 2 of annex I", "annex1-op2")]),
    (PLAIN, "annex II, article 1", [("annex II, article 1", "annex2-h1")]),
    # The bracket names a place in a text that the paragraph quotes.
    (PLAIN, "第2段(引文第一节，第5段)", [("第2段", "op2")]),
    # The text does not have the place.
    (PLAIN, "第40段", [("第40段", "")]),
    (PLAIN, "第1(d)段", [("第1(d)段", "")]),
    (PLAIN, "序言部分第9段", [("第9段", "")]),
    (PLAIN, "附件三", [("附件三", "")]),
    (SECTIONS, "附件", [("附件", "")]),
    # A page and a chapter are no clauses. Two annexes or two paragraphs could be meant.
    (PLAIN, "第12页", []),
    (PLAIN, "第四章", []),
    (PLAIN, "附件", []),
    (SECTIONS, "第1段", []),
    (SECTIONS, "第九节第1段", []),
]


@pytest.mark.parametrize("sign", ["(i)", "㈡", "、5", "和第5段"])
def test_a_pinpoint_without_end_gives_no_more_pins_than_a_long_one(sign: str) -> None:
    assert pins("第5" + sign * 9000, PLAIN) == pins("第5" + sign * 900, PLAIN)


@pytest.mark.parametrize(("clauses", "pinpoint", "expected"), PLACES)
def test_pins(clauses: list[DraftClause], pinpoint: str, expected: list[tuple[str, str]]) -> None:
    found = [(pinpoint[pin.start : pin.end], " ".join(pin.anchors)) for pin in pins(pinpoint, clauses)]
    assert found == expected
