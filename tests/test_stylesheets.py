"""Tests stylesheets: every block is closed, so that no rule for the screen falls into a rule for print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

SHEETS = sorted((ROOT / "static").rglob("*.css"))
NOT_CODE = re.compile(r'/\*.*?\*/|"[^"]*"', re.S)


def faults(source: str) -> list[str]:
    """Blocks that are left open or closed twice, and media rules inside another block."""
    open_blocks: list[str] = []
    found = []
    for head, brace in re.findall(r"([^{};]*)([{};])", NOT_CODE.sub("", source)):
        if brace == "{":
            found += [f"nested: {head.strip()}"] * (head.strip().startswith("@media") and bool(open_blocks))
            open_blocks.append(head.strip())
        elif brace == "}":
            found += [] if open_blocks else ["closed twice"]
            open_blocks = open_blocks[:-1]
    return found + [f"open: {head}" for head in open_blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('@media print { a { b: c; } } /* } */ a::before { content: "}"; }', []),
        ("@media print { a { b: c } @media print { a { b: c } }", ["nested: @media print", "open: @media print"]),
        ("a { b: c } }", ["closed twice"]),
    ],
)
def test_the_check_finds_blocks_that_do_not_match(source: str, expected: list[str]) -> None:
    assert faults(source) == expected


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_block_is_closed_where_it_ends(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []
