"""Makes the title, the clauses and the footnotes of a Draft from the paragraphs and footnotes that were found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from archive import languages
from archive.reading import paths
from archive.reading.draft import (
    HEADING,
    OPERATIVE,
    POINT,
    PREAMBULAR,
    TABLE,
    Draft,
    DraftClause,
    DraftFootnote,
    Mark,
    ReadingWarning,
)
from archive.reading.opening import opening_phrase
from archive.reading.printed.displays import reads_as_equation
from archive.reading.printed.footnote_edges import Footnote
from archive.reading.printed.lines import LONE_MARK, ends_paragraph, join_lines, narrow
from archive.reading.printed.marks import MarksTaken, take_marks
from archive.reading.printed.paragraphs import Paragraph
from archive.reading.typography import tidy, tidy_with

# Matches raised digits, except exponents such as in m² or 10⁶.
_RAISED_DIGITS = re.compile(r"(?<![A-Za-z\d⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]+")
_STOP_INSIDE = re.compile(r"。(?!$)|[a-z]{4}\. [A-Z][a-z]+ ")


def add_clauses(
    draft: Draft, title: str, title_line: int, paragraphs: Sequence[Paragraph], footnotes: Sequence[Footnote]
) -> None:
    """Take the footnote marks out of the title and the paragraphs. Add title, clauses and footnotes to the Draft.

    ``title`` has the line ends of the source. ``title_line`` is the source line number of the title's first line. The
    field ``belongs_to`` of each line becomes the path of the line's clause.
    """
    starts = [paragraph.line_starts() for paragraph in paragraphs]

    def line_of(piece: int, offset: int) -> int:
        if piece == 0:
            return title_line
        place = max(0, bisect_right(starts[piece - 1], offset) - 1)
        return paragraphs[piece - 1].lines[place].number

    tables = {place for place, paragraph in enumerate(paragraphs, start=1) if paragraph.kind == TABLE}
    raws = ["" if paragraph.is_equation else paragraph.raw for paragraph in paragraphs]
    taken = take_marks([title, *raws], line_of, footnotes, tables)
    draft.title, draft.title_marks, _ = tidy_with(*taken.pieces[0], language=draft.language)
    for note in footnotes:
        draft.footnotes[note.marker] = DraftFootnote(note.marker, tidy(join_lines(note.texts), draft.language))
    _add_paragraphs(draft, paragraphs, taken.pieces[1:])
    _warn_of_raised_digits(draft)
    _warn_of_marks(draft, paragraphs, footnotes, taken)
    _warn_of_missing_stops(draft)
    _warn_of_commas(draft)
    _warn_of_order(draft)


def _warn_of_marks(
    draft: Draft, paragraphs: Sequence[Paragraph], footnotes: Sequence[Footnote], taken: MarksTaken
) -> None:
    """Warn of footnotes without marks, of marks without footnotes, and of marks that may be plain numbers."""
    places = ["metadata", *(paragraph.lines[0].belongs_to for paragraph in paragraphs)]
    found = [(places[piece], "text.mark_left_in", {"digits": number}) for piece, number in taken.left]
    for note in footnotes:
        lone = (text for text in note.texts[1:] if LONE_MARK.fullmatch(narrow(text)))
        found += [(f"footnote {note.marker}", "text.mark_left_in", {"digits": number}) for number in lone]
    found += [(places[piece], "text.mark_may_count", {"words": tidy(words)}) for piece, words in taken.doubtful]
    found += [(f"footnote {marker}", "reading.footnote_without_mark", {}) for marker in taken.missing]
    draft.warnings += [ReadingWarning(*one) for one in found]


def _add_paragraphs(draft: Draft, paragraphs: Sequence[Paragraph], pieces: Sequence[tuple[str, list[Mark]]]) -> None:
    annexes = []  # indexes of the clauses with which an annex begins
    placed: list[DraftClause] = []  # the clause of each paragraph
    for paragraph, (raw, raw_marks) in zip(paragraphs, pieces, strict=True):
        if paragraph.annex:
            annexes.append(len(draft.clauses))
        text, marks, _ = tidy_with(paragraph.raw if paragraph.is_equation else raw, raw_marks, language=draft.language)
        if paragraph.kind == TABLE:
            text, marks = raw, raw_marks
        clause = DraftClause(paragraph.kind, "", tidy(paragraph.label), "", text, marks)
        placed.append(_add_clause(draft, paragraph, clause))
    paths.assign(draft.clauses, annexes)
    for paragraph, clause in zip(paragraphs, placed, strict=True):
        for line in paragraph.lines:
            line.belongs_to = clause.path
        for code, line in paragraph.doubts:
            draft.warnings.append(ReadingWarning(clause.path, code, {"words": tidy(line.text)[:20]}))


def _add_clause(draft: Draft, paragraph: Paragraph, clause: DraftClause) -> DraftClause:
    """Add a clause to the Draft, or add its text to the last clause. Returns the clause that now has the text.

    An operative paragraph without a number continues the numbered paragraph before it.
    """
    last = draft.clauses[-1] if draft.clauses else None
    if last is not None and (paragraph.runs_on or _runs_on(draft, last, clause)):
        shift = len(last.text) + 1
        last.text += "\n" + clause.text
        last.marks += [Mark(mark.marker, mark.at + shift) for mark in clause.marks]
        return last
    if clause.kind not in (HEADING, TABLE) and not (clause.kind == POINT and not clause.label):
        clause.opening = _opening_in_face(draft, paragraph, clause) or opening_phrase(clause.text)
    if clause.kind != HEADING and not paragraph.known:
        words = {"words": clause.text[:20]}
        draft.warnings.append(ReadingWarning(paragraph.lines[0].place, "text.unknown_opening", words))
    draft.clauses.append(clause)
    return clause


def _runs_on(draft: Draft, last: DraftClause, clause: DraftClause) -> bool:
    unnumbered = clause.kind == OPERATIVE and not clause.label and last.kind == OPERATIVE
    return unnumbered and any(other.label for other in draft.clauses if other.kind == OPERATIVE)


def _opening_in_face(draft: Draft, paragraph: Paragraph, clause: DraftClause) -> str:
    """The words at the beginning of a clause that are in another face than the rest; "" if there are none.

    If these words are too long for an opening phrase, or are the whole clause, the result is "" too.
    """
    length = len(tidy(paragraph.raw[: paragraph.face_length()], draft.language))
    longest = languages.of(draft.language).longest_opening
    return clause.text[:length] if length <= longest and length < len(clause.text) else ""


def _warn_of_raised_digits(draft: Draft) -> None:
    """Warn of raised digits in the text of a clause. They may be marks of footnotes that were not found."""
    for clause in draft.clauses:
        if not _RAISED_DIGITS.search(clause.text):
            continue  # most clauses
        for found in _RAISED_DIGITS.finditer(_without_equations(clause.text)):
            draft.warnings.append(ReadingWarning(clause.path, "text.mark_left_in", {"digits": found[0]}))


def _without_equations(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not reads_as_equation(line))


def _warn_of_missing_stops(draft: Draft) -> None:
    """Warn of paragraphs without a final mark of punctuation. The UN prints only a few such paragraphs.

    Equations and headings need no final mark. Annexes are not checked.
    """
    for clause in draft.clauses:
        of_body = clause.kind in (PREAMBULAR, OPERATIVE, POINT) and not clause.path.startswith("annex")
        stopped = not of_body or ends_paragraph(clause.text)
        if not stopped and not reads_as_equation(clause.text.rpartition("\n")[2]):
            draft.warnings.append(ReadingWarning(clause.path, "text.stop_missing", {"words": clause.text[-6:]}))


def _warn_of_commas(draft: Draft) -> None:
    """Warn of operative paragraphs that end in a comma before the next numbered paragraph.

    The UN prints a semicolon there. The words before the comma may be a preambular paragraph in the wrong place.
    """
    for clause, after in pairwise(draft.clauses):
        numbered = clause.kind == after.kind == OPERATIVE and after.label
        if numbered and clause.text.endswith(("，", ",")):
            draft.warnings.append(ReadingWarning(clause.path, "text.comma_before_number", {"label": after.label}))


def _warn_of_order(draft: Draft) -> None:
    """Warn of operative numbers that are missing or out of order.

    Warn also of each full stop inside a preambular paragraph. Two paragraphs may have been joined there by mistake.
    """
    expected = 1
    for clause in draft.clauses:
        value = paths.label_number(clause.label) if clause.kind in (HEADING, OPERATIVE) else None
        if clause.kind == PREAMBULAR and _STOP_INSIDE.search(clause.text):
            draft.warnings.append(ReadingWarning(clause.path, "text.stop_inside"))
        if clause.kind == HEADING and value:
            expected = 1
        elif clause.kind == OPERATIVE and value is not None:
            if value not in (expected, 1):
                values = {"label": clause.label, "expected": str(expected)}
                draft.warnings.append(ReadingWarning(clause.path, "reading.number_out_of_order", values))
            expected = value + 1
