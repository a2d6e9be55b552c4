"""Texts to compare: made of short clauses, or read from the UN's files of real resolutions."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from archive.citing import cite, from_fixtures
from archive.comparing import ComparedText
from archive.comparing.text import of_draft
from archive.reading import read
from archive.reading.draft import OPERATIVE, POINT, PREAMBULAR, DraftClause
from archive.reading.opening import opening
from tests.conftest import SHARED_DATA

FOLDERS = {"zh": "Chinese", "en": "English"}
_FILE_NAME = re.compile(r"(?:A_RES_)?(\d+)_(\d+)(?!\d)")  # 75_71_C.xml, A_RES_77_15-2226537C.xml


def text(clauses: Mapping[str, str], name: str = "A/RES/90/1", language: str = "zh") -> ComparedText:
    """A text of these clauses: path → words. ``op1-a`` is a point of ``op1``."""
    return ComparedText(name, language, [_clause(path, words) for path, words in clauses.items()])


def _clause(path: str, words: str) -> DraftClause:
    parent = path.rpartition("-")[0] if path.startswith(("pp", "op")) else ""
    kind = POINT if parent else PREAMBULAR if path.startswith("pp") else OPERATIVE
    return DraftClause(kind, path, "", "" if parent else opening(words), words, parent=parent or None)


@cache
def real(symbol: str, language: str = "zh") -> ComparedText:
    """A real resolution with its citations. The symbol has no letter of a part."""
    content, name = files(symbol.split("/")[2], language)[symbol]
    [draft] = read(content, name)
    return of_draft(draft, cite(draft, from_fixtures()))


@cache
def files(session: str, language: str) -> dict[str, tuple[bytes, str]]:
    """Symbol → (content, name) of the files of a session in one language. The folder of session 74 is a zip archive."""
    folder = SHARED_DATA / "GAresolutions" / f"{session}session"
    found = {}
    for path in sorted((folder / FOLDERS[language]).glob("*.xml")):
        if match := _FILE_NAME.match(path.name):
            found[f"A/RES/{match[1]}/{match[2]}"] = path.read_bytes(), path.name
    for path in folder.glob(f"*{FOLDERS[language]}.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if match := _FILE_NAME.match(Path(name).name):
                    found[f"A/RES/{match[1]}/{match[2]}"] = archive.read(name), name
    return found
