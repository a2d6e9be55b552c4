"""The resolutions that are set: the seed, and those of the First Committee in the UN's XML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.messages import Unreadable
from archive.reading.akn import reader as akn
from archive.reading.draft import Draft
from archive.reading.printed import reader as raw_text
from tests.typesetting.blocks import can_be_set

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def seed() -> Draft:
    """A/RES/65/72 as the text reader reads it. Another test compares that with a Draft written by hand."""
    (source,) = (DATA / "seed").glob("*.txt")
    return raw_text.read(source.read_text(encoding="utf-8"), source.name)[0]


def first_committee(sessions: tuple[str, ...] = ("75", "77", "78", "79")) -> Iterator[Draft]:
    """Every Chinese resolution of the First Committee whose footnotes can have automatic numbers, sorted by name."""
    for session in sessions:
        for path in sorted((DATA / "GAresolutions" / f"{session}session").rglob("*.xml")):
            content = path.read_bytes()
            if b"firstCommittee" not in content or b'language="zho"' not in content:
                continue
            try:
                drafts = akn.read(content, path.name)
            except Unreadable:
                continue
            yield from (draft for draft in drafts if can_be_set(draft))
