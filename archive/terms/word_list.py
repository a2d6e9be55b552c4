"""The archive's list of names and phrases, with the kind of each. Its headings say the kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from archive.terms.pairs import TermKind

_KINDS = {"条约与文书": TermKind.TREATY, "机构": TermKind.BODY}


@dataclass(frozen=True, slots=True)
class Concept:
    """The names of one thing. A name in 《》 counts in these marks only."""

    kind: TermKind
    names: tuple[str, ...]


def concepts() -> list[Concept]:
    return read((files("archive.searching") / "words.txt").read_text("utf-8").splitlines())


def read(lines: Iterable[str]) -> list[Concept]:
    """The concepts of a list (``archive.searching.segmentation`` describes it).

    >>> [(each.kind.value, *each.names) for each in read(["# 机构：联合国", "大会 = UNGA", "# 国际法", "主权"])]
    [('body', '大会', 'UNGA'), ('phrase', '主权')]
    """
    kind, found = TermKind.PHRASE, []
    for line in lines:
        if line.startswith("#"):
            kind = _KINDS.get(line.strip("# \n").partition("：")[0], TermKind.PHRASE)
        elif line.strip():
            found.append(Concept(kind, tuple(name.strip() for name in line.split("="))))
    return found
