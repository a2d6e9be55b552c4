"""Parses the tables of README.md and other documents, so that a test can compare them with the code."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"

Row = list[str]


def table(heading: str, document: Path = README) -> list[Row]:
    """The rows of the tables under a heading, without the head.

    >>> table("Watching the archive")[0][0]
    '`/healthz`'
    """
    text = document.read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.split(f"# {heading}\n")[1], flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
