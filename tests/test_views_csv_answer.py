"""Tests CSV answers: cells that look like formulas."""

from __future__ import annotations

from typing import Any

import pytest

from archive.views.csv_answer import csv_answer


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("裁军", "裁军"),
        ("a,b", '"a,b"'),
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        (-1, "-1"),
        ("'=1", "''=1"),
        (None, ""),
    ],
)
def test_no_cell_is_a_formula(cell: Any, written: str) -> None:
    answer = csv_answer("votes", ["name", "votes"], [[cell, 3]])
    content = b"".join(answer).decode()
    assert content == f"\ufeffname,votes\r\n{written},3\r\n"


@pytest.mark.parametrize("name", ["a/b:c", 'a"b; c', "a\r\nb: c", "a b 票 c"])
def test_a_name_is_safe_in_a_header(name: str) -> None:
    assert csv_answer(name, [], [])["Content-Disposition"] == 'attachment; filename="a-b-c.csv"'
