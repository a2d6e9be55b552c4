"""The place of a cited clause in its text, and its words in a style: 第8段, ¶ 8, para 8.

The path of a clause (``archive.reading.paths``) and the printed labels of the clause and of the clauses above it give
its place. A number is written as it is printed. In English, a number in Chinese script is the number of the path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.numerals import REPEATED

_HAN = re.compile("[\u3220-\u3243\u4e00-\u9fff]")
_REPEATED = "|".join(REPEATED.values())
_PATH = re.compile(
    r"(?:annex(?P<annex>\d+)-)?(?:h(?P<heading>\d+)-)?(?P<kind>pp|op|p|h|table)"
    rf"(?P<number>[^-_]*(?:-(?:{_REPEATED})(?![a-z]))?)(?P<rest>.*)"
)
_COUNTED = re.compile(r"(?:p\d+)?(?:_\d+)?")  # matches the piece of a point that has no label, and no piece

PREAMBULAR, OPERATIVE, HEADING, TABLE = "pp", "op", "h", "table"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The place of a clause.

    ``path`` is the permalink. ``labels`` are the printed labels of the outermost clause (``8.``), of the points in it
    (``(a)``), and of the clause itself; "" where none is printed. Without any, the path gives the place.
    ``in_only_annex`` is whether the clause is in the only annex of its text, which has no number.
    """

    path: str
    labels: tuple[str, ...] = ()
    in_only_annex: bool = False

    @property
    def annex(self) -> str:
        """The number of the annex; "" outside annexes."""
        return self._part("annex")

    @property
    def heading(self) -> str:
        """The number of the heading under which the numbers of paragraphs begin again; "" if they do not."""
        return self._part("heading")

    @property
    def kind(self) -> str:
        """PREAMBULAR, HEADING or TABLE; OPERATIVE for every other paragraph."""
        kind = self._part("kind")
        return kind if kind in (PREAMBULAR, HEADING, TABLE) else OPERATIVE

    def number(self, language: str) -> str:
        """The number of the paragraph: as printed, otherwise as counted in the path."""
        printed = self.labels[0].strip(" .．、，") if self.labels else ""
        if printed and (language == "zh" or not _HAN.search(printed)):
            return printed
        return self._part("number").replace("-", " ") or self.path

    def points(self, language: str) -> list[str]:
        """The labels of the points down to the clause: ``["(a)", "(ii)"]``. A point without a label has none.

        In English, a label in Chinese script (㈡) becomes the number that the path has for it: (2).
        """
        pieces = self._part("rest").strip("-").split("-")
        if not self.labels:
            return [f"({piece})" for piece in pieces if not _COUNTED.fullmatch(piece)]
        found = []
        for label, piece in zip(self.labels[1:], pieces, strict=False):
            if label:
                found.append(f"({piece})" if language != "zh" and _HAN.search(label) else label)
        return found

    def _part(self, name: str) -> str:
        found = _PATH.fullmatch(self.path)
        return (found[name] or "") if found else ""
