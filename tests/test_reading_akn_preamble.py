"""Tests that a paragraph without a number inside a preamble is preambular, as in the printed formats."""

from __future__ import annotations

import pytest

from tests.test_reading_akn import clauses, numbered, plain, read, resolution


def listed(*items: str, after: str = "") -> str:
    points = "".join(f"<item>{item}</item>" for item in items)
    return f"<container><blockList><listIntroduction>重申：</listIntroduction>{points}{after}</blockList></container>"


POINT = "<num>(a)</num><p>甲，</p>"


@pytest.mark.parametrize(
    ("preamble", "expected"),
    [
        (listed(POINT, "<p>并立足于乙，</p>"), [("point", "pp1-a", "甲，"), ("preambular", "pp2", "并立足于乙，")]),
        (
            listed(POINT, after="<listWrapUp>并且如此，</listWrapUp>"),
            [("point", "pp1-a", "甲，"), ("preambular", "pp2", "并且如此，")],
        ),
        (
            "<container><p>回顾甲，</p></container><container><p>铭记乙；</p></container><container><p>欢迎丙，</p></container>",
            [("preambular", "pp2", "铭记乙；"), ("preambular", "pp3", "欢迎丙，")],
        ),
        # A paragraph that lacks its stop is no heading if it begins with an opening phrase.
        (
            "<container><p>回顾甲，</p></container><container><p>铭记乙丙丁戊己</p></container>",
            [("preambular", "pp2", "铭记乙丙丁戊己")],
        ),
        (
            "<container><p>回顾甲，</p></container><container><p>社会方面</p></container>",
            [("heading", "h1", "社会方面")],
        ),
    ],
)
def test_unnumbered_paragraphs_of_a_preamble(preamble: str, expected: list[tuple[str, str, str]]) -> None:
    draft = read(resolution(preamble=f"<formula><p>大会，</p></formula>{preamble}"))
    assert [(kind, path, text) for kind, path, _, text in clauses(draft)][1:-1] == expected


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (
            [plain("回顾甲，"), plain("铭记乙。"), plain("欢迎丙，"), numbered("1.", "决定。")],
            "preambular preambular preambular operative",
        ),
        (
            [plain("回顾甲，"), plain("决定如下："), plain("审议了丙，"), plain("核可。")],
            "preambular operative preambular operative",
        ),
        ([plain("回顾甲，"), plain("决定乙。")], "preambular operative"),
    ],
)
def test_unnumbered_paragraphs_of_the_body(body: list[str], kinds: str) -> None:
    assert [clause.kind for clause in read(resolution("".join(body))).clauses] == kinds.split()
