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
        ("2024年12月2日，第43次全体会议", "2024年12月2日，第43次全体会议"),
        ("第43次全体会议，\n2024年12月2日", "第43次全体会议，\n2024年12月2日"),
        ("(2024年12月2日第43次全体会议)", "(2024年12月2日第43次全体会议)"),
        ("［2024年12月2日\n第43次全体会议通过］", "［2024年12月2日\n第43次全体会议通过］"),
        ("2024年12月2日上午第43次全体会议", "2024年12月2日上午第43次全体会议"),
        ("2024年12月2日星期一下午3时30分\n第43次全体会议", "2024年12月2日星期一下午3时30分\n第43次全体会议"),
        ("2024年12月2日第43次全体\n会议", "2024年12月2日第43次全体\n会议"),
        ("2024年12月2日\n第四十三次全体会议（续会）", "2024年12月2日\n第四十三次全体会议（续会）"),
        ("二〇二四年十二月二日\n第四十三次全体会议", "二〇二四年十二月二日\n第四十三次全体会议"),
        ("二○二四年十二月二日，第四十三次全体会议", "二○二四年十二月二日，第四十三次全体会议"),
        ("２０２４年１２月２日\n第４３次全体会议", "２０２４年１２月２日\n第４３次全体会议"),
        ("2024年12月2日，星期一\n第43次全体会议", "2024年12月2日，星期一\n第43次全体会议"),
        ("通过日期：2024年12月2日\n第43次全体会议", "通过日期：2024年12月2日\n第43次全体会议"),
        ("【2024年12月2日第43次全体会议】", "【2024年12月2日第43次全体会议】"),
        ("2024年12月2日第43次全体会议(决议通过)", "2024年12月2日第43次全体会议(决议通过)"),
        ("2024年12月2日\n第43次全體會議", "2024年12月2日\n第43次全體會議"),
    ],
)
def test_the_end_is_on_one_line_or_more_in_either_order(end: str, kept: str) -> None:
    draft = read(f"日期: 2024年12月10日\n\n79/13. 标题\n\n大会，\n\n回顾某事，\n\n1. 重申某事。\n\n{end}\n")
    assert (draft.end, draft.adopted_on, draft.meeting) == (kept, date(2024, 12, 2), 43)
    assert [clause.text for clause in draft.clauses] == ["回顾某事，", "重申某事。"]


@pytest.mark.parametrize(
    ("printed", "meeting", "record"),
    [
        ("第1063次全体会议", 1063, "A/PV.1063"),
        ("第1,063次全体会议", 1063, "A/PV.1063"),
        ("第一千零六十三次全体会议", 1063, "A/PV.1063"),
        ("第一〇六三次全体会议", 1063, "A/PV.1063"),
    ],
)
def test_meetings_of_the_first_thirty_sessions_are_one_series(printed: str, meeting: int, record: str) -> None:
    draft = read(f"1652(XVI). 标题\n\n大会，\n\n回顾某事，\n\n1. 重申某事。\n\n1961年11月24日\n{printed}\n")
    assert (draft.meeting, draft.meeting_record) == (meeting, record)


@pytest.mark.parametrize(
    "body",
    [
        # A line in the middle of a sentence can be a date and a meeting.
        "回顾\n2023年12月4日第42次全体会议\n的决定，\n1. 重申某事；\n2. 请某人报告。\n2024年12月2日\n第43次全体会议",
        "回顾其\n2023年12月4日\n第78/31号决议，\n1. 重申某事；\n2. 请某人报告。\n2024年12月2日\n第43次全体会议",
        "回顾某事，\n1. 重申某事；\n2. 请某人报告。2024年12月2日第43次全体会议",
    ],
)
def test_the_end_comes_after_the_last_clause(body: str) -> None:
    draft = read(f"79/13. 标题\n大会，\n{body}")
    assert (draft.adopted_on, draft.meeting) == (date(2024, 12, 2), 43)
    assert [clause.text for clause in draft.clauses][1:] == ["重申某事；", "请某人报告。"]
