"""Writes Word files (OOXML, ISO/IEC 29500): real footnotes, headings, links, the language and the title.

python-docx writes no footnotes, so the few parts that are needed are written here. ``docx_parts`` has those without
words of the text. The archive's own words are behind the text, after a line with the archive's name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from archive import languages, symbols
from archive.citing.segments import paragraphs, rows
from archive.reading.draft import HEADING, POINT, TABLE, printed_mark
from archive.reading.printed.own_words import RULE
from archive.writing.cited import CitedRow, cited_rows
from archive.writing.docx_parts import CONTENT_TYPES, PACKAGE, RELATED, WORD, core, relations, styles
from archive.writing.written import Piece, WrittenClause, WrittenFootnote, WrittenText, url_of
from archive.writing.xml_characters import allowed

_NAMES = {"w": WORD, "r": RELATED}
W = ElementMaker(namespace=WORD, nsmap=_NAMES)
_STEP = 480  # twentieths of a point; points are so far to the right of their paragraph
_EAST_ASIAN = {f"{{{WORD}}}eastAsia": "zh-CN"}
_EDGE = {"top": 1440, "right": 1500, "bottom": 1440, "left": 1500, "header": 720, "footer": 720, "gutter": 0}


def write(text: WrittenText) -> bytes:
    """The text as a Word file."""
    page = Page(text)
    return file_of(text, page.document(), page.footnotes(), page.links, page.note_links)


def file_of(
    text: WrittenText,
    document: etree._Element,
    footnotes: Iterable[etree._Element],
    links: Mapping[str, str],
    note_links: Mapping[str, str],
) -> bytes:
    """A Word file of a document and its footnotes. ``text`` gives the properties of the file and its main language.
    ``links`` and ``note_links`` are the addresses of the links in both."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE,
        "docProps/core.xml": core(text),
        "word/styles.xml": styles(text),
        "word/document.xml": _bytes(document),
        "word/footnotes.xml": _bytes(_footnotes(footnotes)),
        "word/_rels/document.xml.rels": relations(links),
        "word/_rels/footnotes.xml.rels": relations(note_links),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # A fixed day: the same text always gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def body_of(paragraphs: Iterable[etree._Element]) -> etree._Element:
    """The document on pages of A4."""
    body = W.body(*paragraphs)
    body.append(W.sectPr(W.pgSz(attributes(w=11906, h=16838)), W.pgMar(attributes(**_EDGE))))
    return W.document(body)


def _footnotes(found: Iterable[etree._Element]) -> etree._Element:
    """The part with the footnotes. Word wants the two separators."""
    return W.footnotes(
        W.footnote(attributes(type="separator", id=-1), W.p(W.r(W.separator()))),
        W.footnote(attributes(type="continuationSeparator", id=0), W.p(W.r(W.continuationSeparator()))),
        *found,
    )


def _bytes(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True, standalone=True)


def _w(name: str) -> str:
    return f"{{{WORD}}}{name}"


def attributes(**values: object) -> dict[str, str]:
    """The values as attributes of an element."""
    return {_w(name): str(value) for name, value in values.items()}


class Page:
    """The elements of one text. ``links`` and ``note_links`` collect the addresses of links.

    ``of_two``: the file has two texts. All marks of footnotes are then as printed, because Word would number them
    through both texts. ``after`` is the page of the first text, if this is the second.
    """

    def __init__(self, text: WrittenText, *, of_two: bool = False, after: Page | None = None) -> None:
        self.text = text
        self._bold = languages.of(text.language).emphasis[-1] == "bold"
        self._notes = {footnote.marker: footnote for footnote in text.footnotes}
        self._placed: dict[str, int] = {}  # marker → id of the footnote in the file
        self._of_two = of_two
        self._before = len(after.text.footnotes) if after else 0  # footnotes of the file
        self.links: dict[str, str] = after.links if after else {}
        self.note_links: dict[str, str] = after.note_links if after else {}

    def document(self) -> etree._Element:
        found = [*self.head(), *self.formula()]
        for clause, depth in zip(self.text.clauses, self.text.depths(), strict=True):
            found += self.clause(clause, depth)
        return body_of([*found, *self.end(), *self.loose(), *self.own_words()])

    def footnotes(self) -> list[etree._Element]:
        """The footnotes whose marks are written."""
        return [self._footnote(self._notes[marker], number) for marker, number in self._placed.items()]

    # The parts of the text

    def head(self) -> Iterable[etree._Element]:
        """The kind of the text with its symbol, and the title."""
        text, around = self.text, self.text.around
        yield self.own(f"{around.kind}{around.space}{text.symbol}" if around.kind else text.symbol)
        yield self.title()

    def title(self) -> etree._Element:
        text = self.text
        number = symbols.printed_number(text.symbol)
        lines = paragraphs(text.title_pieces()) if text.title else []
        runs = [self._run(f"{number}. " if lines else number)]
        for place, line in enumerate(lines):
            runs += ([W.r(W.br())] if place else []) + self._runs(line, self.links)
        return self._paragraph("Heading1", runs)

    def formula(self) -> list[etree._Element]:
        return [self._paragraph("Preamble", [self._run(line)]) for line in self.text.formula.split("\n") if line]

    def end(self) -> list[etree._Element]:
        return [self._paragraph("End", [self._run(line)]) for line in self.text.end.split("\n") if line]

    def own(self, words: str) -> etree._Element:
        """A paragraph of the archive's own words."""
        return self._paragraph("Own", [self._run(words)])

    def clause(self, clause: WrittenClause, depth: int) -> Iterable[etree._Element]:
        if clause.kind == TABLE:
            return [self._table(clause)]
        lines = [self._runs(line, self.links) for line in paragraphs(clause.pieces())]
        if clause.kind == HEADING:
            label = [self._run(f"{clause.label} ")] if clause.label else []
            broken = [run for place, line in enumerate(lines) for run in ([W.r(W.br())] if place else []) + line]
            return [self._paragraph("Heading2", label + broken)]
        style = "Numbered" if clause.label else "Run-on" if clause.kind == POINT else "Preamble"
        indent = _STEP * (depth + bool(clause.label))
        found = []
        for place, line in enumerate(lines):
            label = [self._run(clause.label), W.r(W.tab())] if clause.label and not place else []
            hanging = {"hanging": _STEP} if label else {}
            found.append(self._paragraph(style, label + line, attributes(start=indent, **hanging) if indent else None))
        return found

    def _table(self, clause: WrittenClause) -> etree._Element:
        cells = [[W.tc(W.p(*self._runs(cell, self.links))) for cell in row] for row in rows(clause.pieces())]
        wide = max(map(len, cells))
        table = W.tbl(
            W.tblPr(W.tblStyle(attributes(val="Grid")), W.tblW(attributes(w=0, type="auto"))),
            W.tblGrid(*(W.gridCol(attributes(w=8900 // wide)) for _ in range(wide))),
        )
        table.extend(W.tr(*row, *(W.tc(W.p()) for _ in range(wide - len(row)))) for row in cells)
        return table

    def loose(self) -> Iterable[etree._Element]:
        for note in self.text.loose_footnotes():
            for place, line in enumerate(paragraphs(note.pieces())):
                mark = [] if place else [self._raised(printed_mark(note.marker)), self._run(" ")]
                yield self._paragraph("FootnoteText", mark + self._runs(line, self.links))

    def own_words(self) -> Iterable[etree._Element]:
        around = self.text.around
        rule = self._paragraph("Own", [self._run(RULE.format(archive=around.archive))])
        rule[0].append(W.pageBreakBefore())
        yield rule
        for label, value in around.facts:
            yield self._paragraph("Own", [self._run(f"{label}{around.colon}"), *self._linked(value)])
        cite = (f"{label}{around.colon}{words}" for label, words in around.how_to_cite)
        for words in filter(None, (*around.notices, *cite, around.version)):
            yield self._paragraph("Own", [self._run(words)])
        yield self._paragraph("Own", self._linked(around.address))
        cited = cited_rows(self.text)
        if cited:
            yield self._paragraph("Heading2", [self._run(around.names.get("cited", ""))])
        for row in cited:
            yield self._paragraph("Own", list(self._cited(row)))

    def _cited(self, row: CitedRow) -> Iterable[etree._Element]:
        around = self.text.around
        if len(row.documents) != 1 or not row.documents[0].url:
            yield self._run(row.in_one_line(around))
            return
        [document] = row.documents
        yield self._run(f"{row.place}{around.space}{row.words} → ")
        named = around.space.join(part for part in (document.symbol, document.title) if part)
        yield self._link(named or document.url, document.url, self.links)

    def _footnote(self, footnote: WrittenFootnote, number: int) -> etree._Element:
        found = W.footnote(attributes(id=number))
        for place, line in enumerate(paragraphs(footnote.pieces())):
            runs = self._runs(line, self.note_links)
            if not place:
                own = self._own_mark(footnote.marker, number)
                mark = self._raised(own) if own else W.r(self._raised_face(), W.footnoteRef())
                runs = [mark, self._run(" "), *runs]
            found.append(self._paragraph("FootnoteText", runs))
        return found

    # Inside a paragraph

    def _paragraph(
        self, style: str, runs: Sequence[etree._Element], indent: dict[str, str] | None = None
    ) -> etree._Element:
        about = W.pPr(W.pStyle(attributes(val=style)))
        own = style == "Own"
        if self.text.right_to_left and not own:
            about.append(W.bidi())
        if indent:
            about.append(W.ind(indent))
        return W.p(about, *runs)

    def _runs(self, pieces: Iterable[Piece], links: dict[str, str]) -> list[etree._Element]:
        found = []
        for piece in pieces:
            if piece.text and (url := url_of(piece)):
                found.append(self._link(piece.text, url, links, opening=piece.opening))
            elif piece.text:
                found.append(self._run(piece.text, opening=piece.opening))
            found += [self._mark(mark.marker) for mark in piece.marks]
        return found

    def _run(self, words: str, *, opening: bool = False, link: bool = False) -> etree._Element:
        about = W.rPr()
        if link:
            about.append(W.rStyle(attributes(val="Link")))
        if opening:
            about.append(W.b() if self._bold else W.i())
        if self.text.right_to_left:
            about.append(W.rtl())
        if self._of_two:
            about.append(W.lang(self._language()))
        run = W.r(about) if len(about) else W.r()
        run.append(written := W.t(allowed(words)))
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def _language(self) -> dict[str, str]:
        """The language of the words. Word has a name for each direction, and one for the scripts of East Asia."""
        if self.text.right_to_left:
            return attributes(bidi=self.text.html_language)
        return attributes(val=self.text.html_language) if languages.of(self.text.language).spaced else _EAST_ASIAN

    def _link(self, words: str, url: str, links: dict[str, str], *, opening: bool = False) -> etree._Element:
        """A link to an address of the web; words alone for any other address."""
        run = self._run(words, opening=opening, link=True)
        if not url.startswith(("https://", "http://")):
            return self._run(words, opening=opening)
        name = links.setdefault(url, f"link{len(links) + 1}")
        return W.hyperlink({f"{{{RELATED}}}id": name}, run)

    def _linked(self, words: str) -> list[etree._Element]:
        return [self._link(words, words, self.links)]

    def _raised_face(self) -> etree._Element:
        return W.rPr(W.vertAlign(attributes(val="superscript")))

    def _raised(self, words: str) -> etree._Element:
        return W.r(self._raised_face(), W.t(allowed(words)))

    def _mark(self, marker: str) -> etree._Element:
        """The mark of a footnote; a raised number if the footnote is at an earlier mark, or is not known."""
        if marker not in self._notes or marker in self._placed:
            return self._raised(printed_mark(marker))
        number = self._placed[marker] = self._before + len(self._placed) + 1
        own = self._own_mark(marker, number)
        about = attributes(id=number, **({"customMarkFollows": 1} if own else {}))
        run = W.r(self._raised_face(), W.footnoteReference(about))
        if own:
            run.append(W.t(allowed(own)))
        return run

    def _own_mark(self, marker: str, number: int) -> str:
        """The printed mark, if it is another than the number that Word would give; "" otherwise."""
        printed = printed_mark(marker)
        return "" if printed == str(number) and not self._of_two else printed
