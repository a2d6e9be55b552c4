"""Makes clauses from ``preamble``, ``mainBody`` and ``attachments`` of an AKN4UN resolution.

The printed words decide the kind of a clause, more than the XML elements. The reason is that published files have
operative paragraphs in ``preamble``, points in ``paragraph``, and headings anywhere.

- A paragraph with a number is operative. A paragraph with ``(a)`` or ``㈠`` is a point. The number can be in a ``num``
  or in the text.
- A short paragraph without a number and without a punctuation mark at its end is a heading.
- Any other paragraph without a number is preambular if it is in the preamble, even after the points of a list. In the
  body, it is preambular if it ends in a comma and no numbered paragraph comes before, or if it is between two
  preambular paragraphs. Otherwise it is operative.
- After a heading 附件, and in ``attachments``, paragraphs belong to an annex.

The archive's own files (``archive.writing.akn``) say the kind of each clause in ``refersTo``. Such a clause is taken as
it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from archive.reading.akn.inline import Footnotes, InlineText, Run, inner_text, is_deleted, local_name
from archive.reading.akn.labels import (
    ANNEX_HEADING,
    ARTICLE,
    HAN_NUMERALS,
    INVISIBLE_MARKS,
    NUMBER_LABEL,
    ORDINAL,
    POINT_LABEL,
    TYPED,
    TYPED_IN_HEADING,
)
from archive.reading.draft import (
    ANNEX,
    CLAUSE,
    HEADING,
    KINDS,
    OPERATIVE,
    POINT,
    PREAMBULAR,
    TABLE,
    DraftClause,
    Link,
    Mark,
    ReadingWarning,
)
from archive.reading.opening import opening

# Elements that are paragraphs or contain paragraphs. All other elements are inside a sentence.
_BLOCKS = frozenset(
    (
        "p", "num", "content", "intro", "wrapUp", "wrap", "list", "sublist", "blockList", "listIntroduction",
        "listWrapUp", "item", "point", "indent", "paragraph", "subparagraph", "section", "subsection", "part",
        "title", "chapter", "article", "division", "clause", "level", "hcontainer", "container", "tblock", "heading",
        "subheading", "subhheading", "crossHeading", "table", "formula", "preamble", "mainBody", "doc", "attachment",
        "componentRef", "alinea", "blockContainer", "citation", "citations", "embeddedStructure", "foreign",
        "interstitial", "li", "longTitle", "ol", "quotedStructure", "recital", "recitals", "ul",
    )
)  # fmt: skip
_INVISIBLE = frozenset(("meta", "img", "toc"))

_STOPS = "，。；：！？、,.;:!?…”،؛؟"


class _Holder:
    """Properties of the element around a paragraph. They help to decide the kind of the paragraph."""

    def __init__(self, kind: str = "", heading: bool = False, name: str = "") -> None:
        self.kind = kind  # POINT in a list, HEADING in a heading
        self.heading = heading  # whether the element is printed as a heading
        self.name = name  # the opening phrase in the attribute of the container
        self.clause: DraftClause | None = None  # the clause of the element's first paragraph


class Body:
    """Collects the clauses of one resolution in the order of the text.

    ``annexes`` has the indexes in ``clauses`` at which annexes begin. Paths are set later.
    """

    def __init__(self, footnotes: Footnotes, warnings: list[ReadingWarning]) -> None:
        self.clauses: list[DraftClause] = []
        self.annexes: list[int] = []
        self.formula = ""
        self.before_formula: list[DraftClause] = []  # the clauses before the enacting formula
        self._footnotes = footnotes
        self._warnings = warnings
        self._zone = PREAMBULAR
        self._numbered = False  # whether a numbered paragraph came after the last heading
        self._han_numbered = False  # whether the last paragraph number is Chinese (一、); 1. is then a point's label
        self._label = ""  # the last number, if its words are not read yet
        self._number: list[str] = []  # the pieces of the last number as printed
        self._deleted: list[str] = []  # words inside the last number that a revision has deleted
        self.says_kinds = False  # whether the elements of the clauses say their kinds
        self._about: dict[int, DraftClause | None] = {}  # id of a warning → the clause that the warning is about

    def read_preamble(self, preamble: etree._Element) -> None:
        self._zone = PREAMBULAR
        self._read_children(preamble, _Holder())
        self._close_label()

    def read_main_body(self, body: etree._Element) -> None:
        self._zone = OPERATIVE
        self._read_children(body, _Holder())
        self._close_label()

    def read_attachments(self, attachments: etree._Element) -> None:
        self.read_stray_text(attachments.text)
        for attachment in attachments:
            if local_name(attachment) == "attachment":
                self._begin_annex()
            self._read_children(attachment, _Holder())
            self._close_label()
            self.read_stray_text(attachment.tail)

    def read_stray(self, element: etree._Element) -> None:
        """Read an element that the format does not allow in this place."""
        before = len(self.clauses)
        self._read_children(element, _Holder())
        self._close_label()
        if len(self.clauses) > before:
            self._warn("akn.unknown_element", name=local_name(element))

    def read_stray_text(self, text: str | None) -> None:
        """Make a paragraph of text that is outside any paragraph element."""
        if text and text.strip():
            run = Run(self._footnotes)
            run.add(text)
            self._paragraph(run, _Holder())

    def remove(self, clause: DraftClause, role: str) -> None:
        """Remove a clause that is another part of the text, such as the title. Its lines get the given ``role``."""
        index = next(place for place, other in enumerate(self.clauses) if other is clause)
        del self.clauses[index]
        self.annexes = [place - (place > index) for place in self.annexes]
        self._footnotes.lines.retag(clause, role)

    def settle_preambles(self) -> None:
        """Makes an unnumbered paragraph preambular if it is between two preambular paragraphs.

        The mark at the end of the paragraph does not count.
        """
        if self.says_kinds:
            return
        for before, clause, after in zip(self.clauses, self.clauses[1:], self.clauses[2:], strict=False):
            unnumbered = clause.kind == OPERATIVE and not clause.label and clause.text[-1:] not in "：:"
            if unnumbered and before.kind == after.kind == PREAMBULAR:
                clause.kind = PREAMBULAR

    def place_warnings(self) -> None:
        """Set the places of the warnings about clauses to the paths of the clauses. The paths must be set before."""
        for index, warning in enumerate(self._warnings):
            if id(warning) in self._about:
                clause = self._about[id(warning)] or next(iter(self.clauses), None)
                self._warnings[index] = replace(warning, place=clause.path if clause else "formula")

    def _begin_annex(self) -> None:
        self._zone = ANNEX
        if not self.annexes or self.annexes[-1] != len(self.clauses):
            self.annexes.append(len(self.clauses))

    # Elements

    def _read_children(self, element: etree._Element, holder: _Holder) -> None:
        """Read the content of an element. Words outside the block elements become separate paragraphs."""
        run: Run | None = None
        if element.text and element.text.strip():
            run = Run(self._footnotes)
            run.add(element.text)
        for child in element:
            name = local_name(child)
            if (name in _BLOCKS or name.lower().endswith("heading")) and not is_deleted(child):
                if run:
                    self._paragraph(run, holder)
                    run = None
                self._read_block(child, name, holder)
            elif name and name not in _INVISIBLE:
                run = run or Run(self._footnotes)
                run.read_child(child)
            elif words := inner_text(child).split():
                self._footnotes.lines.add([" ".join(words)], "furniture")
            if child.tail and (run or child.tail.strip()):
                run = run or Run(self._footnotes)
                run.add(child.tail)
        if run:
            self._paragraph(run, holder)

    def _read_block(self, element: etree._Element, name: str, holder: _Holder) -> None:
        if kind := _kind_said(element):
            self._read_said(element, kind)
        elif name == "num":
            self._close_label()
            words = self._words_of(element)
            self._label = words.text
            self._number += words.printed
            self._deleted += words.deleted
        elif name == "p" and not any(local_name(child) in _BLOCKS for child in element):
            run = Run(self._footnotes)
            run.read(element)
            self._paragraph(run, holder)
        elif name == "formula":
            self._read_formula(element)
        elif name.lower().endswith("heading"):
            self._read_heading(element)
        elif name == "table":
            self._read_table(element)
        elif name in ("p", "content", "intro", "list", "blockList", "listIntroduction", "sublist", "ul", "ol"):
            if name in ("sublist", "ul", "ol"):
                self._close_label()
            self._read_children(element, holder)
        elif name in ("point", "item", "indent", "li", "wrapUp", "wrap", "listWrapUp"):
            self._close_label()
            self._read_children(element, _Holder(kind=POINT))
            if name in ("point", "item", "indent", "li"):
                self._close_label()
        else:
            self._read_container(element, name)

    def _read_said(self, element: etree._Element, kind: str) -> None:
        """Read a clause whose element says its kind. Its points are in the same element, after its words."""
        self._close_label()
        self.says_kinds = True
        run, words, label, points = Run(self._footnotes), InlineText(), "", []
        for child in _children(element):
            name = local_name(child)
            if name == "num":
                number = self._words_of(child)
                label, self._number = number.text, number.printed
            elif name == "table":
                self._read_rows(child, words)
            elif name == "blockList" or _kind_said(child):
                points.append(child)
            else:
                run.read_child(child)
        words = words if kind == TABLE else run.words()
        clause = DraftClause(kind, "", label, words.opening, words.text, words.marks, words.links)
        self.clauses.append(clause)
        self._print(words, clause)
        for point in points:
            self._read_block(point, local_name(point), _Holder(kind=POINT))

    def _read_container(self, element: etree._Element, name: str) -> None:
        heading = bool(re.match(r"H(?:\d+|Ch)$", element.get("class", "")))
        opening = element.get("name", "") if name == "container" else ""
        self._read_children(element, _Holder(heading=heading, name=opening))
        if name == "paragraph":
            self._close_label()

    def _read_formula(self, formula: etree._Element) -> None:
        words = self._words_of(formula)
        for mark in words.marks:
            self._warn("akn.formula_has_mark", f"footnote {mark.marker}", marker=mark.marker)
        self._footnotes.warn_of_deleted(words, "formula")
        if self.formula:
            self._emit(PREAMBULAR, "", words)
        else:
            self.formula = words.text
            self.before_formula = list(self.clauses)
            self._footnotes.lines.add(words.printed, "formula")

    def _read_heading(self, element: etree._Element) -> None:
        """Read a heading. A crossHeading that refers to the preamble is a preambular paragraph of a section."""
        run = Run(self._footnotes)
        run.read(element)
        if local_name(element) == "crossHeading" and element.get("refersTo", "").endswith("preamble"):
            words = run.words()
            # A text that ends in 。 or ； is operative. The only operative paragraph of a section has no number.
            kind = OPERATIVE if _ends_in(words, "；。;.؛") else PREAMBULAR
            self._emit(ANNEX if self._zone == ANNEX else kind, self._take_label(), words)
        else:
            self._paragraph(run, _Holder(kind=HEADING, heading=True))

    def _read_table(self, table: etree._Element) -> None:
        """Read a table as one clause. Each row becomes a line of text, with tabs between the cells."""
        self._close_label()
        rows = InlineText()
        self._read_rows(table, rows)
        if rows.text:
            self._emit(TABLE, "", rows)
        else:
            self._mark_last(rows)

    def _read_rows(self, element: etree._Element, rows: InlineText) -> None:
        """Add the rows of a table, or of its head or body, to ``rows``.

        Content outside the rows becomes a paragraph before the table.
        """
        self.read_stray_text(element.text)
        for child in element:
            name = local_name(child)
            if name and is_deleted(child):
                run = Run(self._footnotes)
                run.read_child(child)
                rows.deleted += run.words().deleted
            elif name == "tr":
                line = InlineText()
                for place, cell in enumerate(child):
                    run = Run(self._footnotes)
                    run.add("" if place else child.text)
                    run.read(cell)
                    run.add(cell.tail)
                    words = run.words()
                    words.text = words.text.replace("\n", " ")
                    line.add(words, "\t" if place else "")
                line.printed = ["\t".join(line.printed)] if line.printed else []
                if line.text.strip():
                    rows.add(line, "\n" if rows.text else "")
                else:
                    rows.marks += [Mark(mark.marker, len(rows.text)) for mark in line.marks]
                    rows.printed += line.printed
                    rows.deleted += line.deleted
            elif name in ("thead", "tbody", "tfoot"):
                self._read_rows(child, rows)
            elif name:
                self._read_children(child, _Holder(heading=name == "caption"))
            self.read_stray_text(child.tail)

    def _words_of(self, element: etree._Element) -> InlineText:
        run = Run(self._footnotes)
        run.read(element)
        return run.words()

    # Paragraphs

    def _paragraph(self, run: Run, holder: _Holder) -> None:
        """Make a clause from a paragraph, or append the paragraph to the clause that its holder already has."""
        label = self._take_label()
        if not label:
            label = run.take_label(TYPED) or (run.take_label(TYPED_IN_HEADING) if holder.heading else "")
        words = run.words()
        if not words.text:
            self._label = label
            self._mark_last(words)
            return
        if not words.opening and holder.name and words.text.startswith(holder.name):
            words.opening = holder.name
        last = self.clauses[-1] if self.clauses else None
        if last is not None and last is holder.clause and not label and not words.opening and last.kind != HEADING:
            self._run_on(last, words)
            return
        holder.clause = self._emit(self._kind(label, words, holder), label, words)

    def _kind(self, label: str, words: InlineText, holder: _Holder) -> str:
        number, point = bool(NUMBER_LABEL.fullmatch(label)), bool(POINT_LABEL.fullmatch(label))
        if holder.kind == HEADING:
            return HEADING
        in_preamble = self._zone == PREAMBULAR and not self._numbered
        if holder.kind == POINT and not (number and self._zone == PREAMBULAR) and (label or not in_preamble):
            return POINT
        if number and self._han_numbered and self.clauses[-1].kind == POINT:
            return POINT
        opens = in_preamble and not holder.heading and opening(words.text) not in ("", words.text)
        if (holder.heading or not (number or point)) and not opens and _looks_like_heading(words, holder.heading):
            return HEADING
        if point:
            return POINT
        if self._zone == ANNEX:
            return ANNEX
        if number or label:
            return OPERATIVE
        if self._zone == PREAMBULAR:
            return OPERATIVE if self._numbered and _ends_in(words, "；。;.؛") else PREAMBULAR
        return PREAMBULAR if not self._numbered and _ends_in(words, "，,،") else OPERATIVE

    def _emit(self, kind: str, label: str, words: InlineText) -> DraftClause | None:
        if not (words.text or label):
            self._mark_last(words)
            return None
        if kind == HEADING:
            if self._zone != PREAMBULAR and not label and ANNEX_HEADING.fullmatch(words.text.partition("\n")[0]):
                self._begin_annex()
            if self._names_last_heading(label, words):
                clause = self.clauses[-1]
                clause.label = clause.text
                clause.text, clause.opening, clause.marks, clause.links = words.text, "", words.marks, words.links
                self._print(words, clause)
                return clause
            words.opening = ""
        if kind == HEADING:
            self._numbered = self._han_numbered = False
        elif label and kind in (OPERATIVE, ANNEX):
            self._numbered = True
            self._han_numbered = label[0] in HAN_NUMERALS
        clause = DraftClause(kind, "", label, words.opening, words.text, words.marks, words.links)
        self.clauses.append(clause)
        self._print(words, clause)
        return clause

    def _names_last_heading(self, label: str, words: InlineText) -> bool:
        """Whether the last heading has only a number (二, B, 第3条), and ``words`` has the rest of this heading."""
        last = self.clauses[-1] if self.clauses else None
        if last is None or last.kind != HEADING or last.label or last.marks or last.links or label:
            return False
        if self.annexes and self.annexes[-1] == len(self.clauses):
            return False
        number = ORDINAL.fullmatch(last.text) or ARTICLE.fullmatch(last.text)
        return bool(number) and not (ORDINAL.fullmatch(words.text) or ARTICLE.match(words.text))

    def _run_on(self, clause: DraftClause, words: InlineText) -> None:
        shift = len(clause.text) + 1
        clause.text += "\n" + words.text
        clause.marks += [Mark(mark.marker, mark.at + shift) for mark in words.marks]
        clause.links += [Link(link.start + shift, link.end + shift, link.href) for link in words.links]
        self._print(words, clause)

    def _print(self, words: InlineText, clause: DraftClause) -> None:
        """Record the printed lines of a clause. The number before the text becomes part of the first line."""
        printed = words.printed
        if self._number:
            printed = [" ".join((*self._number, *printed[:1])), *printed[1:]]
            self._number = []
        self._footnotes.lines.add(printed, CLAUSE, clause)
        self._warn_of_deleted(words)

    def _take_label(self) -> str:
        label, self._label = self._label, ""
        return label

    def _close_label(self) -> None:
        """Make a clause that has only the last number, if no words followed this number."""
        if label := self._take_label():
            kind = POINT if POINT_LABEL.fullmatch(label) else HEADING
            kind = OPERATIVE if NUMBER_LABEL.fullmatch(label) else kind
            self._emit(ANNEX if kind == OPERATIVE and self._zone == ANNEX else kind, label, InlineText())

    def _mark_last(self, words: InlineText) -> None:
        """Move the marks of a paragraph without words to the end of the clause before it."""
        if self.clauses:
            last = self.clauses[-1]
            last.marks += [Mark(mark.marker, len(last.text)) for mark in words.marks]
            self._footnotes.lines.add(words.printed, CLAUSE, last)
            self._warn_of_deleted(words)
            return
        for mark in words.marks:
            self._warn("akn.mark_before_words", f"footnote {mark.marker}")
        self._footnotes.lines.add(words.printed, "unknown")
        self._warn_of_deleted(words)

    def _warn_of_deleted(self, words: InlineText) -> None:
        for deleted in self._deleted + words.deleted:
            self._warn("akn.deleted_words", words=deleted)
        self._deleted = []

    def _warn(self, message: str, place: str = "", **values: str) -> None:
        warning = ReadingWarning(place, message, values)
        if not place:  # the path of the clause is not known yet
            self._about[id(warning)] = self.clauses[-1] if self.clauses else None
        self._warnings.append(warning)


def _kind_said(element: etree._Element) -> str:
    """The kind of clause that an element says; "" if it says none."""
    said = element.get("refersTo", "").removeprefix("#")
    return said if said in KINDS else ""


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element. A ``list`` around the words and the points of a clause is left out."""
    for child in element:
        yield from child if local_name(child) == "list" else (child,)


def _ends_in(words: InlineText, stops: str) -> bool:
    return words.text.rstrip(INVISIBLE_MARKS)[-1:] in stops


def _looks_like_heading(words: InlineText, set_as_one: bool) -> bool:
    """Whether a text can be a heading.

    A heading is short and does not end in a punctuation mark. If it has an opening phrase, no other words follow the
    phrase. If ``set_as_one`` is True, the file marks the text as a heading. The text can then be longer.
    """
    text = words.text
    if _ends_in(words, _STOPS) or (words.opening and words.opening != text):
        return False
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide <= (400 if set_as_one else 100)
