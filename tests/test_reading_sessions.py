"""Tests that a cover which prints another session than the symbol has a warning, in both languages."""

from __future__ import annotations

import pytest

from archive.reading import Draft
from archive.reading.draft import ReadingWarning
from tests.test_reading_english import draft_of

CODE = "text.other_session"


def under_cover(line: str, number: str) -> Draft:
    """A short text in the language of the cover's line."""
    chinese = "大会，\n回顾某事，\n1. 决定某事。\n2018年12月5日\n第45次全体会议\n"
    english = (
        "The General Assembly,\nRecalling the report,\n1. Decides to act.\n45th plenary meeting\n5 December 2018\n"
    )
    title, body = ("Models", english) if line.isascii() else ("标题", chinese)
    return draft_of(f"{line}\n{number}. {title}\n{body}")


@pytest.mark.parametrize(
    ("line", "number", "session"),
    [
        ("第七十九届会议", "73/62", "73"),
        ("Seventy-ninth session", "73/62", "73"),
        ("SEVENTY-NINTH SESSION", "73/62", "73"),
        ("79th session", "73/62", "73"),
        ("Thirtieth session", "2603 (XXIV)", "24"),
        ("第十届紧急特别会议", "S-10/2", "S-10"),
        ("Eleventh emergency special session", "ES-10/2", "ES-10"),
        ("第十届特别会议", "10/2", "10"),
    ],
)
def test_another_session(line: str, number: str, session: str) -> None:
    draft = under_cover(line, number)
    warnings = [warning for warning in draft.warnings if warning.code == CODE]
    assert warnings == [ReadingWarning("line 1", CODE, {"words": line, "session": session, "symbol": draft.symbol})]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("第七十三届会议", "73/62"),
        ("第73届会议", "73/62"),
        ("Seventy-third session", "73/62"),
        ("第十届特别会议", "S-10/2"),
        ("Tenth special session", "S-10/2"),
        ("Resumed eleventh emergency special session", "ES-11/1"),
        ("第二十四届会议", "2603 (XXIV)"),
        ("议程项目98: 第七十九届会议的报告", "73/62"),  # the title of an item can name any session
        ("Agenda item 98: report on its seventy-ninth session", "73/62"),
    ],
)
def test_the_same_session(line: str, number: str) -> None:
    assert [warning for warning in under_cover(line, number).warnings if warning.code == CODE] == []
