"""Defines the Draft, which is the result of reading one source. A Draft is plain data and is not stored yet.

    source file → **Draft** → citing → intake → models → searching → views

All texts have the words of the source. Readers only change the white space, drop hyphens that only divide a word at a
line end (``printed.hyphens``), and write raised numbers with raised digits (``archive.reading.typography``). An offset
counts the characters (code points) of its text, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from archive.messages import Message
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome

# The kinds of clause. Every resolution has preambular and operative paragraphs, and many have points. The other kinds
# occur in longer resolutions and in annexes.
PREAMBULAR = "preambular"  # 序言段: unnumbered
OPERATIVE = "operative"  # 执行段: numbered 1. 2. 3.
POINT = "point"  # (a), ㈠: belongs to a preambular, operative or annex paragraph
HEADING = "heading"  # of a section, with or without a number
ANNEX = "annex"  # a paragraph of an annex, numbered or not
TABLE = "table"  # each line of its text is a row, with tabs between the cells
KINDS = (PREAMBULAR, OPERATIVE, POINT, HEADING, ANNEX, TABLE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark in a text. ``at`` is the number of characters before the mark.

    ``marker`` is the marker of the mark's footnote. ``printed_mark(marker)`` gives the mark as printed.
    """

    marker: str
    at: int


def printed_mark(marker: str) -> str:
    """The printed mark of a footnote. If several footnotes have the same mark, their markers end in a number.

    >>> printed_mark("1"), printed_mark("1_2")
    ('1', '1')
    """
    return marker.partition("_")[0]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that the UN's editors set on ``text[start:end]``. ``href`` is the address as in the source."""

    start: int
    end: int
    href: str


@dataclass(slots=True)
class DraftClause:
    """One clause, in the order of the text.

    ``path`` is the permalink (see ``archive.reading.paths``): ``pp3``, ``op15``, ``op3-a-2``, ``h1``, ``annex1-p4``,
    ``table1``. ``parent`` is the path of the clause that a point belongs to. ``label`` is the number as printed:
    ``"3．"``, ``"(a)"``, ``""``. ``opening`` is the opening phrase at the beginning of ``text``, which the UN prints in
    bold, or "". In ``text``, ``"\\n"`` separates the paragraphs of one clause.

    ``ref`` identifies the clause while a librarian mends the Draft. It does not change when the path, the label or the
    words change. Readers set ``ref`` to 0. ``ref`` is neither compared nor stored.
    """

    kind: str
    path: str
    label: str
    opening: str
    text: str
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parent: str | None = None
    ref: int = field(default=0, compare=False)


@dataclass(slots=True)
class DraftFootnote:
    """A footnote. ``marker`` identifies the footnote. ``text`` is the text without the mark.

    The marker is usually the mark as printed. If the numbers begin again on a page or in an annex, several footnotes
    have the same mark. Their markers are then ``1``, ``1_2``, ``1_3``.

    ``ref`` has the same purpose as in ``DraftClause``. Clauses and footnotes of one Draft share one series of numbers.
    """

    marker: str
    text: str
    links: list[Link] = field(default_factory=list)
    ref: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """A warning about words that the reader did not understand, or that look wrong. The Draft still has these words.

    ``place`` is a clause path, ``"footnote 3"``, ``"line 12"``, ``"page 2, line 12"`` or ``"metadata"``. ``code`` and
    ``values`` are the code and the values of the ``message``.
    """

    place: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        return Message(self.code, self.values)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class RecordedVote:
    """The vote on the resolution as a whole, according to the source.

    ``outcome`` is UNKNOWN if the source does not give it. ``yes``, ``no`` and ``abstain`` are the totals of votes. A
    total is None if the source does not give it. ``voters`` maps the choices ``"yes"``, ``"no"`` and ``"abstain"`` to
    the names of the States as printed.
    """

    outcome: Outcome = Outcome.UNKNOWN
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    voters: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> RecordedVote:
        """The vote from its stored JSON, which ``asdict`` has made."""
        return cls(**{**stored, "outcome": Outcome(stored["outcome"])})

    def misfits(self) -> list[ReadingWarning]:
        """A warning for each choice whose number of named States differs from the printed total."""
        found = []
        for (choice, message), counted in zip(_MISCOUNTED.items(), (self.yes, self.no, self.abstain), strict=True):
            named = len(self.voters.get(choice, ()))
            if self.voters and counted is not None and counted != named:
                found.append(ReadingWarning("metadata", message, {"counted": str(counted), "named": str(named)}))
        return found


_MISCOUNTED = {
    Choice.YES: "reading.yes_miscounted",
    Choice.NO: "reading.no_miscounted",
    Choice.ABSTAIN: "reading.abstain_miscounted",
}


# The roles of lines of the original.
CLAUSE = "clause"
SOURCE_ROLES = ("head", "title", "formula", CLAUSE, "footnote", "end", "furniture", "rule", "unknown", "language")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the original, with the role that the reader found.

    ``line`` is the number of the line on its ``page``, from 1. A source without pages counts as one page. ``role`` is
    one of SOURCE_ROLES. "furniture" is a header, a page number or a job number. "language" is a line in another
    language. "unknown" is a line that was not understood, so a warning reports it. ``place`` is the path of the line's
    clause, or the marker of its footnote.

        SourceLine(2, 14, "器，以建立一个和平、安全、无核武器的世界，", "clause", "pp1")

    The other fields are for a line that was recognised in a scan. ``score`` is the mean score of its characters, from
    0 to 1. ``doubts`` are the spans (start, end) of ``text`` that may be wrong. ``box`` is the place of the line on its
    page (left, top, right, bottom), each as a share of the page's width or height, from the top left corner.
    """

    page: int
    line: int
    text: str
    role: str
    place: str = ""
    score: float | None = None
    doubts: tuple[tuple[int, int], ...] = ()
    box: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Draft:
    """One resolution in one language, as read from one source.

    ``symbol`` is normalised (``A/RES/65/72``, ``A/RES/77/263B``). ``session`` is ``"65"`` or ``"ES-11"``. ``meeting``
    is the number of the plenary meeting. ``end`` has the words of the end as printed
    (``2010年12月8日\\n第60次全体会议``). ``committee`` is ``"First"`` … ``"Sixth"``, ``"plenary"`` or ``""``. ``part``
    is the letter or number of the part if the source has several resolutions. Otherwise ``part`` is "".
    """

    source: str
    format: str  # Reader.key: "akn4un", "pdf", "docx", "text" …
    language: str  # archive.languages: "zh", "en" … (ISO 639-1)
    symbol: str = ""
    title: str = ""
    title_marks: list[Mark] = field(default_factory=list)
    formula: str = ""  # the enacting formula: 大会，
    clauses: list[DraftClause] = field(default_factory=list)
    footnotes: dict[str, DraftFootnote] = field(default_factory=dict)
    end: str = ""

    session: str = ""
    adopted_on: date | None = None
    meeting: int | None = None
    meeting_record: str = ""  # the symbol of the meeting's record: A/65/PV.60
    committee: str = ""
    proposal: str = ""  # the words of the cover, such as [根据第一委员会的报告(A/79/406，第20段)]
    agenda_items: list[str] = field(default_factory=list)  # the numbers as printed, such as "96 (d)"
    agenda_titles: list[str] = field(default_factory=list)
    draft_symbol: str = ""  # the symbol of the draft resolution: A/C.1/79/L.75
    committee_report: str = ""  # A/79/406
    committee_report_paragraph: str = ""
    sponsors: list[str] = field(default_factory=list)  # names as printed
    additional_sponsors: list[str] = field(default_factory=list)
    subjects: list[tuple[str, str]] = field(default_factory=list)  # (dictionary, term), e.g. ("UNBIS", "OUTER SPACE")
    vote: RecordedVote = field(default_factory=RecordedVote)
    published_on: date | None = None
    part: str = ""

    warnings: list[ReadingWarning] = field(default_factory=list)
    # Empty if the format has no lines. Lines only show how a source was read, so comparing two Drafts ignores lines.
    lines: list[SourceLine] = field(default_factory=list, compare=False)
