"""``Scope``: the part of a cited text in which a place of a pinpoint is searched."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from archive.citing.pinpoints.steps import ANNEX, CHAPTER, PARAGRAPH, POINT, SUBSECTION, Element, Step
from archive.reading.paths import slugs


class Addressed(Protocol):
    """A clause of a text: its path, its printed label, and its text or only the beginning of its text."""

    @property
    def path(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def text(self) -> str: ...


class Scope:
    """The clauses in which a place is searched: those of a text, an annex or a section, or the points of a paragraph.

    ``stem`` is the beginning of the paths of paragraphs in this scope (``op``, ``pp``, ``p``). A number follows it.
    """

    def __init__(self, clauses: Sequence[Addressed], stem: str = "op", holder: str = "") -> None:
        self.clauses = clauses
        self.stem = stem
        self.holder = holder  # the path of the paragraph that contains the points; "" if the clauses are not points

    @cached_property
    def paths(self) -> dict[str, int]:
        """Path of a clause → its index in ``clauses``."""
        return {clause.path: index for index, clause in enumerate(self.clauses)}

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """The annexes that have clauses: annex1, annex2 …"""
        return tuple(dict.fromkeys(m[0] for clause in self.clauses if (m := re.match(r"annex\d+(?=-)", clause.path))))

    @cached_property
    def paragraphs(self) -> dict[str, list[str]]:
        """Number of a paragraph → the paths of the paragraphs with this number."""
        pattern = re.compile(rf"(?:annex\d+-)?(?:h\d+-)?{self.stem}(\d+(?:-bis|-ter)?)(?:_\d+)?")
        numbered: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            if m := pattern.fullmatch(path):
                numbered[m[1]].append(path)
        return numbered

    def preamble(self) -> Scope:
        """The preambular paragraphs. They have no printed numbers, so their order gives their numbers."""
        return Scope([clause for clause in self.clauses if clause.path.startswith("pp")], "pp")

    def body(self) -> Scope:
        """The text without its annexes."""
        return Scope([clause for clause in self.clauses if not clause.path.startswith("annex")])

    def annex(self, name: str) -> Scope:
        """One annex. If none of its paragraphs has a printed number, their order gives their numbers."""
        clauses = [clause for clause in self.clauses if clause.path.startswith(f"{name}-")]
        numbered = any(re.match(r"annex\d+-(?:h\d+-)?op", clause.path) for clause in clauses)
        return Scope(clauses, "op" if numbered else "p")

    def section(self, heading: str) -> Scope:
        """The clauses from a heading to the next heading with a label in the same style."""
        start = self.paths[heading]
        style = _style(self.clauses[start].label)
        ends = (
            index
            for index, clause in enumerate(self.clauses)
            if index > start and _is_heading(clause) and _style(clause.label) == style
        )
        return Scope(self.clauses[start : next(ends, len(self.clauses))], self.stem)

    def inside(self, step: Step, anchor: str) -> Scope:
        """The scope inside the place ``anchor``, which ``step`` named."""
        if step.part == ANNEX:
            return self.annex(anchor)
        if CHAPTER <= step.level <= SUBSECTION:
            return self.section(anchor)
        return Scope([clause for clause in self.clauses if clause.path.startswith(f"{anchor}-")], self.stem, anchor)

    def find(self, step: Step, element: Element) -> list[str] | None:
        """Returns a list with the anchor of an element. The list is empty if the text does not have the place.

        The result is None if the paths of clauses do not show such places, or if two places could be meant.
        """
        if step.part == ANNEX:
            return self._annex_numbered(element)
        if CHAPTER <= step.level <= SUBSECTION:
            return self._heading_numbered(element)
        if step.word:
            return self._named(step.word, element)
        if step.level == POINT and self.holder:
            return self._points([self.holder], [element.number, *element.points] if element.number else element.points)
        # A point (款) of an article is a paragraph under the heading of the article.
        return self._paragraph(element) if step.level == PARAGRAPH or self._is_section() else None

    def _annex_numbered(self, element: Element) -> list[str] | None:
        if not any(number.isdigit() for number in element.number):
            return None
        return [name for name in self.annexes if name.removeprefix("annex") in element.number]

    def _heading_numbered(self, element: Element) -> list[str] | None:
        headings = [c.path for c in self.clauses if _is_heading(c) and set(_heading_numbers(c)) & set(element.number)]
        return headings if len(headings) == 1 else None

    def _paragraph(self, element: Element) -> list[str] | None:
        if not element.number or not self.paragraphs:
            return None
        bases = [path for number in element.number for path in self.paragraphs.get(number, ())]
        return self._points(bases, element.points) if len(bases) < 2 else None

    def _named(self, word: str, element: Element) -> list[str] | None:
        """The clause that begins with a word and a number: 行动25. ``word`` is a pattern."""
        begins = re.compile(rf"{word}\s*(?:{'|'.join(element.number)})(?!\d)", re.I)
        found = [clause.path for clause in self.clauses if begins.match(clause.label + clause.text)]
        return found if len(found) == 1 else None

    def _is_section(self) -> bool:
        return bool(self.clauses) and _is_heading(self.clauses[0])

    def _points(self, bases: list[str], points: Sequence[tuple[str, ...]]) -> list[str] | None:
        """The path of a point inside the paragraphs ``bases``, in a list. The list is empty if the text has no such
        point.

        ``points`` has one entry for each level, from the outermost. An entry has all pieces of a path that the printed
        label can mean. Returns None if several points fit.
        """
        found = [base for base in bases if base in self.paths or base == self.holder]
        for pieces in points:
            deeper = (f"{path}-{piece}" for path in found for piece in pieces)
            found = [path for path in deeper if path in self.paths]
        return found if len(found) < 2 else None

    def between(self, step: Step, first: str, last: str) -> list[str]:
        """The anchors from ``first`` to ``last`` on the same level of the text, without headings."""
        if step.part == ANNEX:
            names = list(self.annexes)
            return names[names.index(first) : names.index(last) + 1]
        depth, stem = first.count("-"), first.rpartition("-")[0]
        among = list(self.paths)[self.paths[first] : self.paths[last] + 1]
        return [p for p in among if p.count("-") == depth and p.rpartition("-")[0] == stem and p not in self._headings]

    @cached_property
    def _headings(self) -> set[str]:
        return {clause.path for clause in self.clauses if _is_heading(clause)}


def _is_heading(clause: Addressed) -> bool:
    return re.fullmatch(r"(?:annex\d+-)?h\d+", clause.path) is not None


def _heading_numbers(heading: Addressed) -> tuple[str, ...]:
    """The numbers that the label of a heading can mean: 一、 and 第一条 give 1."""
    return slugs(re.sub(r"^第\s*|\s*(?:[条章节编]|部分)$", "", heading.label.strip()))


def _style(label: str) -> str:
    """The style of a label: 一, 1 or A replaces its number. All labels of one series have the same style."""
    return re.sub(r"[一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", re.sub(r"[A-Z]+", "A", label.strip())))
