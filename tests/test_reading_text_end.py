"""Tests how the end of a raw text is read: date and meeting, and what comes after them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.test_reading_text import read

ENDED = """65/72. 采取联合行动

大会，

回顾其第64/47号决议，1

1. 欢迎该报告；

2. 决定继续审议。

2010年12月8日
第60次全体会议

"""


@pytest.mark.parametrize(
    ("behind", "clauses", "footnotes", "end"),
    [
        ("附件\n\n原则\n\n1. 各国应当裁军。\n", {"annex1-op1": "各国应当裁军。"}, {}, ""),
        (
            "附件\n\n1. 各国应当裁军。\n\n2. 各国应当合作。\n",
            {"annex1-op1": "各国应当裁军。", "annex1-op2": "各国应当合作。"},
            {},
            "",
        ),
        ("1. 联合国，A/65/1。\n", {}, {"1": "联合国，A/65/1。"}, ""),
        (
            "1 联合国，A/65/1。\n\n附件\n\n1. 各国应当裁军。\n",
            {"annex1-op1": "各国应当裁军。"},
            {"1": "联合国，A/65/1。"},
            "",
        ),
        ("--\n王小明\n电话：22 917 1234\n", {}, {}, "--\n王小明\n电话：22 917 1234"),
    ],
)
def test_after_the_end_come_annexes_footnotes_or_other_words(
    behind: str, clauses: dict[str, str], footnotes: dict[str, str], end: str
) -> None:
    draft = read(ENDED + behind)
    found = {clause.path: clause.text for clause in draft.clauses}
    assert found["op2"] == "决定继续审议。"
    assert {path: text for path, text in found.items() if path.startswith("annex1-op")} == clauses
    assert {marker: note.text for marker, note in draft.footnotes.items()} == footnotes
    assert draft.end == "2010年12月8日\n第60次全体会议" + (f"\n{end}" if end else "")
    assert [warning.code for warning in draft.warnings].count("text.more_behind_end") == (1 if end else 0)


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("第43次全体会议 2024年12月2日", "第43次全体会议2024年12月2日"),
        ("2024年12月2日 第43次全体会议", "2024年12月2日第43次全体会议"),
        ("第43次全体会议\n2024年12月2日", "第43次全体会议\n2024年12月2日"),
    ],
)
def test_the_end_is_on_one_line_or_two_in_either_order(end: str, kept: str) -> None:
    draft = read(f"日期: 2024年12月10日\n\n79/13. 标题\n\n大会，\n\n回顾某事，\n\n1. 重申某事。\n\n{end}\n")
    assert (draft.end, draft.adopted_on, draft.meeting) == (kept, date(2024, 12, 2), 43)
    assert [clause.text for clause in draft.clauses] == ["回顾某事，", "重申某事。"]
