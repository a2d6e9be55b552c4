"""Tests the progress of a command whose output goes to a file: a line every few seconds."""

from __future__ import annotations

import time

import pytest

from archive.management.progress import Progress


@pytest.mark.parametrize(
    ("total", "unit", "done", "line"),
    [
        (1571, "file", 31, "Reading: 31 of 1,571 files (2 %)"),
        (None, "file", 31, "Reading: 31 files"),
        (200_000_000, "B", 50_000_000, "Reading: 50 of 200 MB (25 %)"),
        (None, "B", 50_000_000, "Reading: 50 MB"),
    ],
)
def test_the_line(total: int | None, unit: str, done: int, line: str) -> None:
    shown = Progress("Reading", total, unit)
    shown.reach(done, total)
    assert shown.line() == line


def test_a_line_is_printed_each_time_that_some_seconds_have_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = iter([0, 1, 9, 11, 12])
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    assert list(Progress("Reading", 4, "file").over("abcd")) == ["a", "b", "c", "d"]
    assert capsys.readouterr().err == "Reading: 3 of 4 files (75 %)\n"
