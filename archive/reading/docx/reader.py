"""Reads Word files (DOCX) from their XML with lxml.

    package → parts → paragraphs as lines (automatic numbers, faces, footnote marks) → the text reader → Draft

The file shows the place of each footnote mark and the words of each footnote, so nothing is guessed. Marks and
automatic numbers are written into the lines as they are printed, because ``archive.reading.printed`` reads the lines of
all formats. Hidden and deleted words, instructions of fields and comments are left out, because they are not printed.
Macros are never run.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from archive.messages import Unreadable
from archive.reading import source_formats
from archive.reading.docx.equation import M, equation
from archive.reading.docx.field_equation import field_equation, is_equation
from archive.reading.docx.styles import Look, Numbers, Styles, W
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.lines import BODY, FOOTNOTE, FURNITURE, IS_HAN, LATIN, TextLine, narrow
from archive.reading.printed.own_words import begins_own_words
from archive.reading.printed.reader import read_printed
from archive.reading.reader import Reader
from archive.reading.sources import DAMAGED_ZIP
from archive.reading.told import NOTHING, Told
from archive.reading.typography import raise_digits, subscript

MAX_PART = 60 * 1024 * 1024  # bytes of XML; the longest resolution has about 5 MB
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
# Elements whose content is not printed, or is also printed in another place.
_LEFT_OUT = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tcPr", "sectPr", "rt", "object")
}
# Elements with words that are not in the text of the document: another file, a diagram, an object of another program.
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_FOREIGN = (f"{W}altChunk", f"{W}subDoc", f"{W}object", _GRAPHIC)
_DIAGRAM = re.compile(r"/(?:diagram|chart)$")
_CHANGES = (f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo")
_EQUATIONS = {f"{M}oMath", f"{M}oMathPara"}
_NOTE_FIELD = re.compile(r"\s*NOTEREF\s")
_NUMBER_FIELD = re.compile(r"\s*(?:LISTNUM|AUTONUM)")  # Word counts the numbers of these fields; the file lacks them
_NOTE_BY_PLACE = re.compile(r"\s*REF\s+(_Ref[FE](\d{1,4}))\s")
_CHARACTERS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}ptab": "\t"}
_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}


def recognise(content: bytes) -> bool:
    """Whether the bytes are a Word file: a zip archive with the main part of a Word document."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _MAIN[0] in package.namelist() or _main_part(package) is not None
    except (*DAMAGED_ZIP, etree.XMLSyntaxError):
        return False


def read(content: bytes, source: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in a Word file, in the order of the file.

    Raises Unreadable if the file is damaged or encrypted, is not Chinese, or has no resolution.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            document = _Document(package)
    except Unreadable:
        raise
    except DAMAGED_ZIP as error:
        raise Unreadable("docx.damaged") from error
    except etree.XMLSyntaxError as error:
        raise Unreadable("docx.not_well_formed", line=error.lineno) from error
    lines = document.lines()
    if not any(line.text for line in lines):
        raise Unreadable("docx.no_text")
    drafts = read_printed(lines, source, source_formats.DOCX.key, told)
    drafts[0].warnings += document.notices
    return drafts


def _main_part(package: zipfile.ZipFile) -> str | None:
    """The name of the main part, from the list of content types; None if the list has no main part."""
    if "[Content_Types].xml" not in package.namelist():
        return None
    types = _parse(package, "[Content_Types].xml")
    for override in types if types is not None else ():
        if str(override.get("ContentType", "")).startswith(_MAIN[1].removesuffix("+xml")):
            return str(override.get("PartName", "")).lstrip("/")
    return None


def _parse(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part of the package as XML; None if it does not exist.

    Raises Unreadable for a part that is encrypted, is too large or has a DOCTYPE. Nothing is loaded from the network.
    """
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise Unreadable("docx.encrypted")
    with package.open(info) as stream:
        xml = stream.read(MAX_PART + 1)
    if len(xml) > MAX_PART:
        raise Unreadable("docx.too_large", most=MAX_PART // 1024 // 1024)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(xml, parser)
    if b"<!DOCTYPE" in xml:
        raise Unreadable("docx.entities_refused")
    return root


@dataclass(slots=True)
class _Text:
    """A printed line under construction. It has pieces of text, each with its look."""

    pieces: list[tuple[str, Look]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class _Field:
    """A field whose end is not read yet. ``replaced`` is True if other text has replaced the result of the field."""

    instruction: str = ""
    replaced: bool = False


class _Document:
    def __init__(self, package: zipfile.ZipFile) -> None:
        main = _MAIN[0] if _MAIN[0] in package.namelist() else _main_part(package)
        root = _parse(package, main) if main else None
        if root is None or main is None:
            raise Unreadable("docx.no_document")
        self.folder = main.rpartition("/")[0]
        self.package = package
        self.root = root
        self.styles = Styles(self._part("styles"))
        self.numbers = Numbers(self._part("numbering"))
        self.notices: list[ReadingWarning] = []
        self.carried: list[_Text] = []  # lines of paragraphs whose ends are deleted; the next paragraph continues them
        self.lost_numbers = False
        self.struck: list[str] = []  # words that are struck through
        self.fields: list[_Field] = []  # the open fields, outermost first
        self.marks: dict[tuple[str, str], str] = {}  # kind and id of a note → the marker of this note
        self.counted = 0  # number of numeric marks so far
        self.bookmarks = _bookmarked_notes(root)
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote")}
        self.headers = list(self._headers())
        body = list(self._lines_in(root))
        self.body = list(takewhile(lambda text: not begins_own_words(text.words), body))
        self.own_words = body[len(self.body) :]  # behind the text of a file that the archive has written
        self.note_texts = list(self._note_texts())
        self.notices += self._notices()

    def _notices(self) -> Iterator[ReadingWarning]:
        """Warnings about words that are missing in the lines, and about words that are struck through."""
        read = [self.root, *(note for notes in self.notes.values() for note in notes.values())]
        if any(True for part in read for _ in part.iter(*_CHANGES)):
            yield ReadingWarning("metadata", "docx.tracked_changes")
        foreign = self.root.iter(*_FOREIGN)
        if any(element.tag != _GRAPHIC or _DIAGRAM.search(element.get("uri", "")) for element in foreign):
            yield ReadingWarning("metadata", "docx.object_left_out")
        if self.lost_numbers:
            yield ReadingWarning("metadata", "docx.numbers_left_out")
        if self.struck:
            yield ReadingWarning("metadata", "docx.struck_through", {"words": "…".join(self.struck)})

    def _part(self, name: str) -> etree._Element | None:
        return _parse(self.package, f"{self.folder}/{name}.xml")

    def _notes(self, kind: str) -> dict[str, etree._Element]:
        root = self._part(f"{kind}s")
        if root is None:
            return {}
        return {
            note.get(f"{W}id", ""): note
            for note in root.iterfind(f"{W}{kind}")
            if note.get(f"{W}type") in (None, "normal")
        }

    def _headers(self) -> Iterator[tuple[bool, _Text]]:
        """The lines of headers and footers, as pairs (flag, line).

        The flag is True for the header of the first page. This header can have the words of the cover.
        """
        relations = _parse(self.package, f"{self.folder}/_rels/document.xml.rels")
        targets = {} if relations is None else {x.get("Id"): x.get("Target", "") for x in relations}
        seen: set[str] = set()
        for reference in self.root.iter(f"{W}headerReference", f"{W}footerReference"):
            target = targets.get(reference.get(f"{_R}id"), "")
            if not target or target in seen:
                continue
            seen.add(target)
            part = _parse(self.package, target.lstrip("/") if target.startswith("/") else f"{self.folder}/{target}")
            first = reference.get(f"{W}type") == "first" and reference.tag.endswith("headerReference")
            for text in self._lines_in(part) if part is not None else ():
                yield first, text

    def _note_texts(self) -> Iterator[_Text]:
        """The lines of the footnotes and endnotes, in the order of their marks."""
        for (kind, identity), marker in self.marks.items():
            note = self.notes[kind].get(identity)
            if note is None:
                self.notices.append(ReadingWarning("metadata", "docx.footnote_lost", {"marker": marker}))
                continue
            texts = [text for text in self._lines_in(note) if text.words.strip()]
            for place, text in enumerate(texts or [_Text()]):
                if place == 0:
                    own = text.words.lstrip()
                    if not own.startswith(raise_digits(marker)):
                        text.pieces.insert(0, (f"{raise_digits(marker)} ", Look()))
                yield text

    def _lines_in(self, part: etree._Element) -> Iterator[_Text]:
        """The printed lines of a part of the page. The last paragraph of a part is never joined to another part."""
        yield from self._blocks(part)
        yield from self.carried
        self.carried = []

    def _blocks(self, root: etree._Element) -> Iterator[_Text]:
        """The printed lines of an element, in the order of the file. Tables and text boxes are included."""
        for child in _printed(root):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tr":
                yield from self._row(child)
            elif child.tag in _EQUATIONS:
                lines = [_Text()]
                self._equation(child, Look(), lines)
                yield from lines
            else:
                yield from self._blocks(child)

    def _row(self, row: etree._Element) -> Iterator[_Text]:
        """The lines of a table's row.

        If no cell has more than one line, the whole row becomes one line, because cells are printed side by side.
        """
        if row.find(f"{W}trPr/{W}del") is not None:
            return
        cells = [list(self._lines_in(cell)) for cell in _cells(row)]
        filled = [[text for text in cell if text.words.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in filled):
            joined = _Text()
            for cell in filled:
                for text in cell:
                    joined.pieces += ([("\t", Look())] if joined.pieces else []) + text.pieces
            yield joined
        else:
            yield from (text for cell in cells for text in cell)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[_Text]:
        """The lines of a paragraph.

        If a tracked change joins the paragraph to the next, nothing is yielded. The lines are kept and begin the next
        paragraph.
        """
        style_mark = paragraph.find(f"{W}pPr/{W}pStyle")
        style = style_mark.get(f"{W}val", "") if style_mark is not None else ""
        lines, self.carried = self.carried or [_Text()], []
        boxes: list[etree._Element] = []
        is_joined = _is_joined_to_next(paragraph)
        if not is_joined:
            numbering = paragraph.find(f"{W}pPr/{W}numPr")
            label = self.numbers.take(numbering if numbering is not None else self.styles.numbering(style))
            if label:
                lines[0].pieces.insert(0, (label + " ", Look()))
        self._inline(paragraph, self.styles.paragraph(style), lines, boxes)
        for box in boxes:
            yield from self._lines_in(box)
        if is_joined:
            self.carried = lines
        else:
            yield from lines

    def _inline(
        self, element: etree._Element, paragraph: Look, lines: list[_Text], boxes: list[etree._Element]
    ) -> None:
        for child in _printed(element):
            if child.tag == f"{W}r":
                self._run(child, self.styles.run(child.find(f"{W}rPr"), paragraph), lines, boxes)
            elif child.tag == f"{W}txbxContent":
                boxes.append(child)
            elif child.tag == f"{M}oMath":
                self._equation(child, paragraph, lines)
            else:
                self._inline(child, paragraph, lines, boxes)

    def _equation(self, element: etree._Element, look: Look, lines: list[_Text]) -> None:
        for place, line in enumerate(equation(element).split("\n")):
            if place:
                lines.append(_Text())
            lines[-1].pieces.append((line, look))

    def _run(self, run: etree._Element, look: Look, lines: list[_Text], boxes: list[etree._Element]) -> None:
        if look.hidden:
            return
        if self.fields:
            self.fields[-1].instruction += "".join(text.text or "" for text in run.iterfind(f"{W}instrText"))
        for child in _printed(run):
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"), lines[-1])
            elif tag == f"{W}br" or tag == f"{W}cr":
                lines.append(_Text())
            elif (words := self._words(child, look)) is not None:
                lines[-1].pieces.append((words, look))
            else:
                self._inline(child, look, lines, boxes)

    def _words(self, element: etree._Element, look: Look) -> str | None:
        """The text that an element of a run prints; None if the element contains other elements."""
        tag = str(element.tag)
        if tag == f"{W}t":
            return self._text(element.text or "", look)
        if tag in _CHARACTERS:
            return _CHARACTERS[tag]
        if tag == f"{W}sym":
            return _symbol(element)
        return self._mark(element) if tag in _REFERENCES else None

    def _text(self, text: str, look: Look) -> str:
        """The text as printed; "" inside a field whose result was replaced.

        Digits become raised digits in raised words, and in a field that refers to a note.
        """
        field = self.fields[-1] if self.fields else _Field()
        if field.replaced:
            return ""
        if look.struck and text.strip():
            self.struck.append(text)
        if look.lowered:
            return subscript(text) or text
        return raise_digits(text) if look.raised or _NOTE_FIELD.match(field.instruction) else text

    def _field(self, event: str | None, line: _Text) -> None:
        """Open a field, begin its result, or close it.

        LibreOffice refers to a note by a bookmark. If the file lacks the bookmark, the field's result is an error text.
        The number of the note replaces this text. The bookmark's name ends in this number, counted from 0.
        """
        if event == "begin":
            self.fields.append(_Field())
        elif event == "separate" and self.fields:
            if found := _NOTE_BY_PLACE.match(self.fields[-1].instruction):
                self.fields[-1].replaced = True
                marker = self.marks.get(self.bookmarks[found[1]], "") if found[1] in self.bookmarks else ""
                line.pieces.append((raise_digits(marker or str(int(found[2]) + 1)), Look()))
            if is_equation(self.fields[-1].instruction):
                self.fields[-1].replaced = True  # the result would be a picture or a copy of the equation
                line.pieces.append((field_equation(self.fields[-1].instruction), Look()))
        elif event == "end" and self.fields:
            field = self.fields.pop()
            if is_equation(field.instruction) and not field.replaced:
                line.pieces.append((field_equation(field.instruction), Look()))
            if _NUMBER_FIELD.match(field.instruction):
                self.lost_numbers = True

    def _mark(self, reference: etree._Element) -> str:
        """A note's mark with raised digits; ``""`` for a custom mark, because the next text is this mark."""
        key = _note_of(reference)
        if key not in self.marks:
            custom = reference.get(f"{W}customMarkFollows") not in (None, "0", "false")
            self.marks[key] = _custom_mark(reference) if custom else str(self.counted + 1)
            self.counted += self.marks[key].isdigit()
            return "" if custom else raise_digits(self.marks[key])
        return raise_digits(self.marks[key])

    def lines(self) -> list[TextLine]:
        """All lines: the header of the first page, the text, the notes, and then what is furniture.

        Furniture are the archive's own words, and the other headers and footers.
        """
        letters = _letters_of(self.body)
        usual = _usual_look(self.body, letters)
        printed = [(text, part) for text, part in self._in_order() if text.words.strip()]
        return [_line(number, text, part, usual, letters) for number, (text, part) in enumerate(printed, start=1)]

    def _in_order(self) -> Iterator[tuple[_Text, str]]:
        """Everything that is printed, with its part of the page: BODY, FOOTNOTE or FURNITURE."""
        yield from ((text, BODY) for first, text in self.headers if first)
        yield from ((text, BODY) for text in self.body)
        yield from ((text, FOOTNOTE) for text in self.note_texts)
        yield from ((text, FURNITURE) for text in self.own_words)
        yield from ((text, FURNITURE) for first, text in self.headers if not first)


def _printed(element: etree._Element) -> Iterator[etree._Element]:
    """The printed elements inside an element. Of several alternatives, only the first one with words is included."""
    for child in element:
        if child.tag == f"{_COMPATIBLE}AlternateContent":
            alternatives = list(child)
            with_words = [x for x in alternatives if x.find(f".//{W}t") is not None]
            for chosen in [*with_words, *alternatives][:1]:
                yield from _printed(chosen)
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield child


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row. A content control or a custom tag can be around a cell."""
    for child in _printed(row):
        if child.tag == f"{W}tc":
            yield child
        else:
            yield from _cells(child)


def _is_joined_to_next(paragraph: etree._Element) -> bool:
    """Whether a tracked change has deleted or moved the end of a paragraph. The next paragraph then continues it."""
    properties = f"{W}pPr/{W}rPr"
    return any(paragraph.find(f"{properties}/{W}{name}") is not None for name in ("del", "moveFrom"))


def _letters_of(texts: Sequence[_Text]) -> re.Pattern[str]:
    """A pattern of the letters of the text: Han characters in a Chinese text, otherwise Latin letters."""
    words = "".join(text.words for text in texts)
    return IS_HAN if 4 * len(IS_HAN.findall(words)) >= len(LATIN.findall(words)) else LATIN


def _usual_look(texts: Sequence[_Text], letters: re.Pattern[str]) -> Look:
    """The look that most letters of the texts have."""
    looks: Counter[Look] = Counter()
    for text in texts:
        for words, look in text.pieces:
            looks[_face(look)] += len(letters.findall(words))
    return looks.most_common(1)[0][0] if looks else Look()


def _line(number: int, text: _Text, part: str, usual: Look, letters: re.Pattern[str]) -> TextLine:
    words = text.words.strip()
    spans = _set_apart(text, usual, letters) if part == BODY else ()
    role = FURNITURE if part == FURNITURE else BODY
    return TextLine(number, words, narrow(words), 0, False, 1, role=role, note=part == FOOTNOTE, set_apart=spans)


def _note_of(reference: etree._Element) -> tuple[str, str]:
    """The kind and the id of the note that a reference points to."""
    return _REFERENCES[str(reference.tag)], reference.get(f"{W}id", "")


def _bookmarked_notes(root: etree._Element) -> dict[str, tuple[str, str]]:
    """A dict from the names of bookmarks to notes (kind, id).

    A bookmark belongs to a note if no text is between the beginning of the bookmark and the reference to the note.
    """
    found: dict[str, tuple[str, str]] = {}
    begun: list[str] = []
    for element in root.iter(f"{W}p", f"{W}t", f"{W}bookmarkStart", *_REFERENCES):
        if element.tag == f"{W}bookmarkStart":
            begun.append(element.get(f"{W}name", ""))
        elif element.tag in _REFERENCES:
            found |= dict.fromkeys(begun, _note_of(element))
        if element.tag != f"{W}bookmarkStart":
            begun = []
    return found


def _custom_mark(reference: etree._Element) -> str:
    """The custom mark of a note. It is the text after the reference, in the same run or in the next run."""
    following = [*reference.itersiblings()]
    parent = reference.getparent()
    if parent is not None and not following:
        following = list(parent.itersiblings(f"{W}r"))[:1]
    words = "".join(t.text or "" for x in following for t in x.iter(f"{W}t"))
    return words.strip()[:4] or "*"


def _symbol(element: etree._Element) -> str:
    """The character of a ``w:sym`` element, from its code; U+FFFD for a bad code.

    The codes of symbol fonts are in the private use area.
    """
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return "\ufffd"
    return chr(code) if 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else "\ufffd"


def _face(look: Look) -> Look:
    return Look(bold=look.bold, italic=look.italic, face=look.face)


def _set_apart(text: _Text, usual: Look, letters: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """The spans (start, end) of words that do not have the usual look.

    Offsets count from the first character that is not white space.
    """
    spans: list[tuple[int, int]] = []
    position = -(len(text.words) - len(text.words.lstrip()))
    for words, look in text.pieces:
        end = position + len(words)
        if _face(look) != usual and letters.search(words):
            if spans and spans[-1][1] == position:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((max(0, position), end))
        position = end
    return tuple(spans)


DOCX = Reader(source_formats.DOCX, recognise, read)
