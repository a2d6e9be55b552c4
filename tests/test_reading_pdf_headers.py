"""Tests running headers of PDF pages: a title on several lines is no heading."""

from __future__ import annotations

import pytest

from archive.reading import read
from tests.small_pdf import Sheet, Words, small_pdf

TITLE = "关于执行甲方公约以及促成乙方和丙方之间长期合作的各项后续行动"
LEFT, RIGHT = 60, 480
FIRST = ("99/1. " + TITLE[:18], "      " + TITLE[18:], "大会，", "重申各国义务，", "1. 请各国提交报告；")
HEADERS = {
    "two lines": [(TITLE[:14], LEFT), (TITLE[14:], LEFT)],
    "three lines": [(TITLE[:10], LEFT), (TITLE[10:20], LEFT), (TITLE[20:], LEFT)],
    "symbol above": [("A/RES/99/1", RIGHT), (TITLE[:14], LEFT), (TITLE[14:], LEFT)],
    "symbol below": [(TITLE[:14], LEFT), (TITLE[14:], LEFT), ("A/RES/99/1", RIGHT)],
    "symbol between": [(TITLE[:14], LEFT), ("A/RES/99/1", RIGHT), (TITLE[14:], LEFT)],
    "symbol beside the first line": [("A/RES/99/1     " + TITLE[:14], LEFT), (TITLE[14:], LEFT)],
    "symbol and page": [("A/RES/99/1  第2页", LEFT), (TITLE[:14], LEFT), (TITLE[14:], LEFT)],
    "cut short": [(TITLE[:14], LEFT), (TITLE[14:24] + "……", LEFT)],
}


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("size", [9, 12])
@pytest.mark.parametrize("pages", [1, 2])
def test_a_running_title_on_several_lines_is_no_heading(header: str, size: float, pages: int) -> None:
    sheets = [_sheet(FIRST)]
    for page in range(pages):
        text = [f"{page + 2}. 决定继续审议第{page + 2}项；"]
        sheets.append(_sheet([*text, "2044年12月8日", "第60次全体会议"] if page == pages - 1 else text, header, size))
    (draft,) = read(small_pdf(*sheets), "headers.pdf")
    assert [clause.path for clause in draft.clauses] == ["pp1", *(f"op{n}" for n in range(1, pages + 2))]
    assert (draft.title, draft.meeting, draft.warnings) == (TITLE, 60, [])


def _sheet(texts: list[str] | tuple[str, ...], header: str = "", size: float = 12) -> Sheet:
    top = [Words(text, x, 760 - 12 * place, size) for place, (text, x) in enumerate(HEADERS.get(header, []))]
    return Sheet([*top, *(Words(text, LEFT, 680 - 30 * place) for place, text in enumerate(texts))])
