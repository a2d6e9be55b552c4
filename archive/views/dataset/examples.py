"""The questions that the page of the data answers, with the code that answers them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.page_language import reads_chinese

_FILE = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True, slots=True)
class Example:
    """A question. ``code`` answers it, in ``language``: Python with pandas, or SQL of the SQLite file."""

    language: str
    zh: str
    en: str
    code: str

    @property
    def question(self) -> str:
        return self.zh if reads_chinese() else self.en

    def at(self, address: str) -> str:
        """The code with the address, or the folder, of the files."""
        return self.code.strip().replace("ADDRESS", address)


@cache
def examples() -> list[Example]:
    return [Example(**row) for row in tomllib.loads(_FILE.read_text("utf-8"))["examples"]]
