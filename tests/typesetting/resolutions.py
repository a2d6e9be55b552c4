"""The resolutions that are set: the seed, and those of the First Committee in the UN's XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive import languages
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


SAMPLED_SESSIONS = ("74", "75", "77", "78", "79")
SAMPLED_OF_EACH = 20


def first_committee(
    sessions: tuple[str, ...] = ("75", "77", "78", "79"), language: languages.Language = languages.CHINESE
) -> Iterator[Draft]:
    """Every resolution of the First Committee whose footnotes can have automatic numbers, sorted by name."""
    in_language = f'language="{language.akn[0]}"'.encode()
    for session in sessions:
        for name, content in sorted(_files(session)):
            if b"firstCommittee" not in content or in_language not in content:
                continue
            try:
                drafts = akn.read(content, name)
            except Unreadable:
                continue
            yield from (draft for draft in drafts if can_be_set(draft))


def sample(language: languages.Language = languages.CHINESE) -> list[Draft]:
    """20 resolutions of the First Committee of each of five sessions, at equal distances in the order of names.

    Of session 74, there are no English texts.
    """
    chosen: list[Draft] = []
    for session in SAMPLED_SESSIONS:
        drafts = list(first_committee((session,), language))
        if not drafts:
            continue
        chosen += [drafts[at * len(drafts) // SAMPLED_OF_EACH] for at in range(SAMPLED_OF_EACH)]
    return chosen


def _files(session: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each XML file of a session. Some sessions are zip archives."""
    folder = DATA / "GAresolutions" / f"{session}session"
    for path in folder.rglob("*.xml"):
        yield path.name, path.read_bytes()
    for path in folder.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    yield Path(name).name, archive.read(name)
