"""Defines the WrittenText: a stored text in plain data, from which the writers make files.

    models → views → **WrittenText** → a writer → bytes

It has the words of one revision and the facts about the text. The words are those of the source, as in a ``Draft``
(``archive.reading.draft``), so a reader that reads a file back gives the same Draft. ``around`` has the words that the
archive adds to a file; they are already in the language of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from archive import languages
from archive.citing.segments import Segment, segments
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, TABLE, Mark
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

__all__ = [
    "ANNEX", "HEADING", "OPERATIVE", "POINT", "PREAMBULAR", "TABLE", "Around", "CitedDocument", "Facts", "Mark",
    "WrittenCitation", "WrittenClause", "WrittenFootnote", "WrittenText", "parts_of", "url_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that a text cites. ``symbol`` and ``title`` are "" if they are not known, and ``url`` if there is no
    copy. ``url`` is a complete address."""

    key: str
    symbol: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class WrittenCitation:
    """``text[start:end]`` cites a document.

    ``documents`` has one entry; several if it is not certain which of them is meant. It is empty if the words name
    nothing that is known. ``by_editors``: the link was set by the UN's editors.
    """

    start: int
    end: int
    documents: tuple[CitedDocument, ...]
    pinpoint: str = ""
    by_editors: bool = False

    @property
    def certain(self) -> CitedDocument | None:
        """The cited document; None if it is not certain which document is meant."""
        return self.documents[0] if len(self.documents) == 1 else None


Piece = Segment[WrittenCitation, Mark]


def url_of(piece: Piece) -> str:
    """The address of the document that the words of a piece cite; "" if they cite none that is certain."""
    return next((each.certain.url for each in piece.spans if each.certain and each.certain.url), "")


@dataclass(frozen=True, slots=True)
class WrittenClause:
    """A clause, in the order of the text. ``DraftClause`` describes the fields that both have.

    ``place`` is its place in the words of a citation: 第8段.
    """

    kind: str
    path: str
    text: str
    label: str = ""
    opening: str = ""
    parent: str = ""
    place: str = ""
    marks: Sequence[Mark] = ()
    citations: Sequence[WrittenCitation] = ()

    def pieces(self) -> list[Piece]:
        """The text, cut at its opening phrase, its citations and its marks."""
        return segments(self.text, self.opening, self.citations, self.marks)


@dataclass(frozen=True, slots=True)
class WrittenFootnote:
    """A footnote. ``DraftFootnote`` describes the fields that both have."""

    marker: str
    text: str
    citations: Sequence[WrittenCitation] = ()

    def pieces(self) -> list[Piece]:
        return segments(self.text, "", self.citations, ())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a text beside its words. ``Draft`` describes the fields that both have.

    ``voters`` maps ``"yes"``, ``"no"`` and ``"abstain"`` to names of States.
    """

    adopted_on: date | None = None
    published_on: date | None = None
    meeting: int | None = None
    meeting_record: str = ""
    committee: str = ""
    proposal: str = ""
    agenda_items: Sequence[str] = ()
    agenda_titles: Sequence[str] = ()
    draft_symbol: str = ""
    committee_report: str = ""
    committee_report_paragraph: str = ""
    sponsors: Sequence[str] = ()
    additional_sponsors: Sequence[str] = ()
    subjects: Sequence[tuple[str, str]] = ()
    outcome: Outcome = Outcome.UNKNOWN
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    voters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def counts(self) -> list[tuple[Choice, int | None]]:
        """The total of each choice; None where it is not known."""
        return [(Choice.YES, self.yes), (Choice.NO, self.no), (Choice.ABSTAIN, self.abstain)]


@dataclass(frozen=True, slots=True)
class Around:
    """The words that the archive adds to a file, in the language of the text where the archive's pages have it.

    ``address`` is the complete address of this revision. ``revision`` is its number, ``made_on`` the day on which the
    archive stored it; ``version`` says both in words. ``kind`` is the name of the kind of text, ``name`` that of the
    text. ``how_to_cite`` has a citation in each of some styles, with the label of the style. ``facts`` are labels with
    their values, such as ("Vote", "Recorded vote 173–1–11"). ``notices`` warn of doubts
    about the text. ``names`` has the names of the parts of a file by code: "cited", "loose" …
    """

    language: str = "en"
    archive: str = ""
    address: str = ""
    revision: int = 1
    made_on: date | None = None
    kind: str = ""
    name: str = ""
    version: str = ""
    how_to_cite: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    notices: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def colon(self) -> str:
        """The colon after a label."""
        return "：" if self.language == "zh" else ": "

    @property
    def space(self) -> str:
        """The space between two facts of a line."""
        return "\u3000" if self.language == "zh" else ", "


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One text of a resolution or a decision, in one language.

    ``symbol`` is normalised. ``footnotes`` are in the order of the source.
    """

    symbol: str
    language: str  # archive.languages
    title: str = ""
    title_marks: Sequence[Mark] = ()
    formula: str = ""
    clauses: Sequence[WrittenClause] = ()
    footnotes: Sequence[WrittenFootnote] = ()
    end: str = ""
    facts: Facts = field(default_factory=Facts)
    around: Around = field(default_factory=Around)

    @property
    def html_language(self) -> str:
        """The tag of the language, such as ``zh-Hans`` (BCP 47)."""
        return languages.of(self.language).html

    @property
    def right_to_left(self) -> bool:
        return languages.of(self.language).right_to_left

    def depths(self) -> list[int]:
        """How deep each clause is: 0 for a paragraph, 1 for a point of it."""
        found: dict[str, int] = {}
        for clause in self.clauses:
            found[clause.path] = found.get(clause.parent, -1) + 1
        return [found[clause.path] for clause in self.clauses]

    def title_pieces(self) -> list[Piece]:
        return segments(self.title, "", (), self.title_marks)

    def loose_footnotes(self) -> list[WrittenFootnote]:
        """The footnotes without a mark in the text. Files have them too, so that no word of a source is lost."""
        marked = {mark.marker for mark in self.title_marks}
        marked.update(mark.marker for clause in self.clauses for mark in clause.marks)
        return [footnote for footnote in self.footnotes if footnote.marker not in marked]

    def parts(self) -> list[tuple[str, list[WrittenClause]]]:
        """The preamble, the operative part and the annexes with their clauses. Parts without clauses are left out."""
        found: list[tuple[str, list[WrittenClause]]] = []
        for part, clause in zip(parts_of(self.clauses), self.clauses, strict=True):
            if not found or found[-1][0] != part:
                found.append((part, []))
            found[-1][1].append(clause)
        return found


class InAPart(Protocol):
    """A clause, or what is known of its place."""

    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> str: ...


def parts_of(clauses: Sequence[InAPart]) -> Iterator[str]:
    """The part of each clause: ``preamble``, ``operative``, ``annex1`` …

    The operative part begins with its first paragraph, or with the headings directly before it.
    """
    kinds = [clause.kind for clause in clauses]
    begins = kinds.index(OPERATIVE) if OPERATIVE in kinds else len(clauses)
    while begins and kinds[begins - 1] == HEADING:
        begins -= 1
    for index, clause in enumerate(clauses):
        annex = re.match(r"annex\d+", clause.path)
        yield annex[0] if annex else "preamble" if index < begins else "operative"
