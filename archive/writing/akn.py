"""Writes Akoma Ntoso 3.0 in the shape of the UN's own files (AKN4UN). ``archive.reading.akn`` reads it back unchanged.

    statement/meta → coverPage → preface → preamble → mainBody → conclusions → attachments

The ``eId`` of a clause is its path. Each clause names its kind in ``refersTo`` (``#operative``), because the kind
cannot always be seen from the words. The opening phrase is printed in another face. A footnote is at its first mark;
further marks are ``noteRef``. ``akn_metadata`` writes the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from archive import languages, symbols
from archive.citing.segments import paragraphs, rows
from archive.reading.akn.metadata import printed_date
from archive.reading.draft import printed_mark
from archive.writing.akn_metadata import NAMESPACE, NAMESPACES, identification, meta
from archive.writing.written import (
    ANNEX,
    HEADING,
    OPERATIVE,
    POINT,
    TABLE,
    Piece,
    WrittenClause,
    WrittenFootnote,
    WrittenText,
)
from archive.writing.xml_characters import allowed

E = ElementMaker(namespace=NAMESPACE, nsmap=NAMESPACES)
_COMMITTEE_TAGS = {"plenary": "#noMainCommittee", "Special Political": "#specialPoliticalCommittee"}


def write(text: WrittenText) -> bytes:
    """The text as an XML document in UTF-8."""
    root = E.akomaNtoso(_Statement(text).element())
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=False)


class _Statement:
    """The element of one text. It remembers which footnotes are written."""

    def __init__(self, text: WrittenText) -> None:
        self._text = text
        self._face = languages.of(text.language).emphasis[-1]
        self._notes = {footnote.marker: footnote for footnote in text.footnotes}
        self._written: set[str] = set()

    def element(self) -> etree._Element:
        text = self._text
        kind = "decision" if symbols.kind_of(text.symbol) == symbols.GA_DECISION else "resolution"
        statement = E.statement(name=kind)
        statement.append(meta(text, [self._note_in_meta(note) for note in text.loose_footnotes()]))
        statement.append(self._cover())
        statement.append(self._preface())
        annexes: list[tuple[str, list[WrittenClause]]] = []
        preamble, body = E.preamble(), E.mainBody()
        if text.formula:
            lines = [E.p(allowed(line)) for line in text.formula.split("\n")]
            preamble.append(E.formula(*lines, name="enactingFormula"))
        for part, clauses in text.parts():
            if part == "preamble":
                preamble.extend(self._blocks(clauses))
            elif part == "operative":
                body.extend(self._hierarchy(clauses))
            else:
                annexes.append((part, clauses))
        if len(preamble):
            statement.append(preamble)
        if not len(body):
            body.append(E.p())
        statement.append(body)
        statement.extend(self._conclusions())
        if annexes:
            statement.append(E.attachments(*(self._annex(part, clauses) for part, clauses in annexes)))
        return statement

    # Head and end

    def _cover(self) -> etree._Element:
        text, facts = self._text, self._text.facts
        cover = E.coverPage(E.p(E.docNumber(text.symbol, refersTo="#symbol")))
        if facts.published_on:
            day = facts.published_on.isoformat()
            cover.append(E.p(E.docDate(day, date=day, refersTo="#dateOfIssuance")))
        cover.extend(
            E.p(E.inline(allowed(item), name="agenda item", title=allowed(item))) for item in facts.agenda_items
        )
        cover.extend(E.p(E.inline(allowed(title), name="agenda item name")) for title in facts.agenda_titles)
        if facts.proposal or facts.committee:
            tag = _COMMITTEE_TAGS.get(facts.committee, f"#{facts.committee.lower()}Committee")
            proponent = E.docProponent(allowed(facts.proposal))
            if facts.committee:
                proponent.set("refersTo", tag)
            cover.append(E.p(proponent))
        return cover

    def _preface(self) -> etree._Element:
        kind = symbols.kind_of(self._text.symbol)
        number = self._text.symbol  # only numbers of the Assembly's resolutions can be read without their series
        if kind == symbols.GA_RESOLUTION and "/Corr." not in number:
            number = f"{symbols.printed_number(number)}."
        preface = E.preface(E.p(E.docNumber(number)))
        for pieces in paragraphs(self._text.title_pieces()) if self._text.title else ():
            preface.append(E.p(E.docTitle(refersTo="#resolutionTitle")))
            self._fill(preface[-1][0], pieces)
        return preface

    def _conclusions(self) -> Iterable[etree._Element]:
        """The end as printed. The day and the meeting are tagged; without words for it, an empty element has the
        meeting."""
        facts, lines = self._text.facts, []
        for line in self._text.end.split("\n") if self._text.end else ():
            day = printed_date(line)
            if day:
                lines.append(E.p(E.docDate(allowed(line), date=day.isoformat(), refersTo="#adoptionDate")))
            elif facts.meeting and str(facts.meeting) in line:
                lines.append(E.p(E.inline(allowed(line), name="adoptionMeeting", title=str(facts.meeting))))
            else:
                lines.append(E.p(allowed(line)))
        if facts.meeting and not any(str(facts.meeting) in "".join(map(str, line.itertext())) for line in lines):
            lines.append(E.p(E.inline(name="adoptionMeeting", title=str(facts.meeting))))
        return [E.conclusions(*lines)] if lines else []

    def _annex(self, part: str, clauses: Sequence[WrittenClause]) -> etree._Element:
        about = E.meta(identification(self._text, part))
        return E.attachment(E.doc(about, E.mainBody(*self._hierarchy(clauses)), name="annex"), eId=part)

    # Clauses

    def _blocks(self, clauses: Sequence[WrittenClause]) -> list[etree._Element]:
        """The clauses of the preamble. Points are in the block of the clause that they belong to."""
        found: list[etree._Element] = []
        open_points: dict[str, etree._Element] = {}
        for clause in clauses:
            if clause.kind == TABLE:
                found.append(self._table(clause))
            elif clause.kind == POINT:
                holder = open_points.get(clause.parent)
                if holder is None:
                    found.append(holder := E.blockList(eId=f"{clause.path}__list"))
                elif etree.QName(holder).localname != "blockList":
                    holder.append(holder := E.blockList(eId=f"{clause.path}__list"))
                holder.append(item := self._labelled(E.item, clause))
                open_points[clause.parent] = holder
                open_points[clause.path] = item
                continue
            elif clause.label or clause.kind == HEADING:
                found.append(self._labelled(E.tblock, clause))
            else:
                found.append(E.container(*self._lines(clause), **self._marks_of(clause), name=_name(clause)))
            open_points = {clause.path: found[-1]}
        return found

    def _hierarchy(self, clauses: Sequence[WrittenClause]) -> list[etree._Element]:
        """The clauses of the body or of an annex. Points are in the list of the clause that they belong to."""
        found: list[etree._Element] = []
        holders = {clause.parent for clause in clauses if clause.kind == POINT}
        lists: dict[str, etree._Element] = {}
        for clause in clauses:
            if clause.kind == POINT and clause.parent in lists:
                lists[clause.parent].append(element := self._level(clause, clause.path in holders))
            else:
                element = self._at_top(clause, clause.path in holders)
                found.append(element)
                lists = {}
            if clause.path in holders and (inner := element.find(f"{{{NAMESPACE}}}list")) is not None:
                lists[clause.path] = inner
        return found

    def _at_top(self, clause: WrittenClause, holds: bool) -> etree._Element:
        if clause.kind == TABLE:
            return self._table(clause)
        if clause.kind == HEADING:
            return E.hcontainer(*self._num(clause), self._heading(clause), **self._marks_of(clause), name="heading")
        if clause.kind in (OPERATIVE, ANNEX, POINT):
            return self._level(clause, holds)
        return E.container(*self._lines(clause), **self._marks_of(clause), name=_name(clause))

    def _level(self, clause: WrittenClause, holds: bool) -> etree._Element:
        """A numbered clause, a point, or a part of a clause without a label."""
        make = E.paragraph if clause.kind != POINT else E.point if clause.label else E.alinea
        element = make(*self._num(clause), **self._marks_of(clause))
        lines = self._lines(clause)
        path = clause.path
        element.append(E.list(E.intro(*lines), eId=f"{path}__list") if holds else E.content(*lines))
        return element

    def _labelled(self, make: ElementMaker, clause: WrittenClause) -> etree._Element:
        return make(*self._num(clause), *self._lines(clause), **self._marks_of(clause))

    def _num(self, clause: WrittenClause) -> list[etree._Element]:
        return [E.num(allowed(clause.label))] if clause.label else []

    def _marks_of(self, clause: WrittenClause) -> dict[str, str]:
        return {"eId": clause.path, "refersTo": f"#{clause.kind}"}

    def _heading(self, clause: WrittenClause) -> etree._Element:
        heading = E.heading()
        for number, pieces in enumerate(paragraphs(clause.pieces())):
            if number:
                heading.append(E.eol())
            self._fill(heading, pieces)
        return heading

    def _lines(self, clause: WrittenClause) -> list[etree._Element]:
        """The paragraphs of a clause. A clause without words has an empty one."""
        lines = []
        for pieces in paragraphs(clause.pieces()):
            lines.append(E.p())
            self._fill(lines[-1], pieces)
        return lines or [E.p()]

    def _table(self, clause: WrittenClause) -> etree._Element:
        table = E.table()
        for row in rows(clause.pieces()):
            table.append(line := E.tr())
            for cell in row:
                line.append(E.td(E.p()))
                self._fill(line[-1][0], cell)
        return E.container(table, **self._marks_of(clause), name="table")

    # Inside a paragraph

    def _fill(self, parent: etree._Element, pieces: Iterable[Piece]) -> None:
        """Adds the words, the opening phrase, the citations and the notes of a paragraph to its element."""
        for piece in pieces:
            holder = parent
            if piece.text and piece.opening:
                parent.append(holder := E.span({"class": self._face}))
            if piece.text:
                _add(holder, piece)
            for mark in piece.marks:
                parent.append(self._mark(mark.marker))

    def _mark(self, marker: str) -> etree._Element:
        footnote = self._notes.get(marker)
        printed = printed_mark(marker)
        if footnote is None or marker in self._written:
            return E.noteRef(href=f"#{_note_id(marker)}", marker=allowed(printed), placement="bottom")
        self._written.add(marker)
        return E.authorialNote(*self._note_lines(footnote), **_note_marks(marker))

    def _note_in_meta(self, footnote: WrittenFootnote) -> etree._Element:
        return E.note(
            *self._note_lines(footnote), eId=_note_id(footnote.marker), marker=allowed(printed_mark(footnote.marker))
        )

    def _note_lines(self, footnote: WrittenFootnote) -> list[etree._Element]:
        lines = []
        for pieces in paragraphs(footnote.pieces()):
            lines.append(E.p())
            self._fill(lines[-1], pieces)
        return lines or [E.p()]


def _note_id(marker: str) -> str:
    """The ``eId`` of a footnote. It may contain no white space."""
    return "fn_" + "".join(c if c.isalnum() or c == "_" else f"x{ord(c):x}" for c in marker)


def _note_marks(marker: str) -> dict[str, str]:
    return {"marker": allowed(printed_mark(marker)), "placement": "bottom", "eId": _note_id(marker)}


def _name(clause: WrittenClause) -> str:
    """The attribute ``name`` of a container is the opening phrase, as in the UN's files."""
    return allowed(clause.opening) or clause.kind


def _add(parent: etree._Element, piece: Piece) -> None:
    """Adds words. A citation with an address becomes a link; the UN's own links are ``a``, found ones are ``ref``."""
    words = allowed(piece.text)
    for citation in piece.spans:
        cited = citation.certain
        if cited and cited.url:
            title = " ".join(part for part in (cited.symbol, cited.title) if part)
            make = E.a if citation.by_editors else E.ref
            parent.append(make(words, href=cited.url, **({"title": allowed(title)} if title else {})))
            return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words
