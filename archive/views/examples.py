"""Questions with the code that answers them, as pages show them. Tests run the code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.page_language import reads_chinese


@dataclass(frozen=True, slots=True)
class Example:
    """A question. ``code`` answers it, in ``language``: Python, R, or SQL of the SQLite file."""

    language: str
    zh: str
    en: str
    code: str

    @property
    def question(self) -> str:
        return self.zh if reads_chinese() else self.en

    def at(self, address: str) -> str:
        """The code with the address, or the folder, of the data."""
        return self.code.strip().replace("ADDRESS", address)


@cache
def examples(file: Path) -> list[Example]:
    """The examples in a file (TOML). ``ADDRESS`` in their code stands for the address of the data."""
    return [Example(**row) for row in tomllib.loads(file.read_text("utf-8"))["examples"]]


def shown_examples(file: Path, address: str) -> list[tuple[str, str, str]]:
    """(question, language, code) of each example, for ``_examples.html``. ``address`` is that of the data."""
    return [(one.question, one.language, one.at(address)) for one in examples(file)]
