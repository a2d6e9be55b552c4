"""The raw-text reader: a resolution as it comes out of a PDF, a web page or a word processor.

    text → lines, furniture → head (symbol, title, cover) → order → footnotes → paragraphs → marks → Draft

Every line of the source ends up in the Draft or is known furniture; what nothing is known of is kept in a warning
with its line. Each stage has a module: ``raw_text_lines``, ``raw_text_head``, ``raw_text_order``,
``raw_text_footnotes``, ``raw_text_paragraphs``, ``raw_text_marks``.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from archive import symbols
from archive.messages import Unreadable
from archive.reading import paths
from archive.reading.draft import (
    CLAUSE,
    HEADING,
    OPERATIVE,
    POINT,
    PREAMBULAR,
    Draft,
    DraftClause,
    DraftFootnote,
    ReadingWarning,
    SourceLine,
)
from archive.reading.opening import opening
from archive.reading.printed import clause_starts
from archive.reading.printed import footnotes as raw_text_footnotes
from archive.reading.printed import head as raw_text_head
from archive.reading.printed import marks as raw_text_marks
from archive.reading.printed import order as raw_text_order
from archive.reading.printed import paragraphs as raw_text_paragraphs
from archive.reading.printed.lines import (
    BODY,
    END,
    FORMULA,
    IS_HAN,
    TextLine,
    join_lines,
    lines_of,
    narrow,
    set_furniture,
)
from archive.reading.printed.paragraphs import Paragraph
from archive.reading.typography import tidy, tidy_with

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MEETING = re.compile(r"第(\d{1,3})次(?:全体|紧急特别|特别)?会议(?:\(续会\))?")
_END_LINE = re.compile(
    rf"(?:(?P<date>{_DATE.pattern})?(?P<meeting>{_MEETING.pattern})?|(?P<first>{_MEETING.pattern})(?P<then>{_DATE.pattern}))"
)
# The longest resolutions have some 2,000 paragraphs and 400,000 characters. Beyond these it is something else.
_MOST_BEHIND = 20  # lines behind the end; more are a text of their own
_MAX_CHARACTERS, _MAX_LINES, _MAX_PARAGRAPHS = 5_000_000, 100_000, 6_000
_LONGEST_OPENING = 40
_HEAD_LINES = 400  # a head with a roll call, one State a line


def recognise(text: str) -> bool:
    """Whether a text is a General Assembly resolution in Chinese words, not a marked-up file.

    >>> recognise("65/72. 采取联合行动彻底消除核武器\\n大会，\\n回顾…"), recognise("<html>"), recognise("")
    (True, False, False)
    """
    start = text[:5000].lstrip("\ufeff \t\r\n")
    return not start.startswith(("<", "{", "[{", "%PDF")) and IS_HAN.search(start) is not None


def read(text: str, source: str) -> list[Draft]:
    """The resolutions in a text, in its order.

    Raises Unreadable where the text is not Chinese, has no resolution's number, or no paragraph.
    """
    return [draft for draft, _ in read_lines(text, source)]


def read_lines(text: str, source: str) -> list[tuple[Draft, list[TextLine]]]:
    """The same, each with the lines of the source that it was made from; a line's ``role`` tells what it was taken
    for."""
    if len(text) > _MAX_CHARACTERS:
        raise Unreadable(
            "text.too_many_characters",
            found=f"{len(text):,}",
            most=f"{_MAX_CHARACTERS:,}",
        )
    _check_language(text)
    return _read_all(lines_of(text), source, "text")


def read_printed(lines: list[TextLine], source: str, format: str) -> list[Draft]:
    """The resolutions in lines that a reader of another format made. Such a reader may know more of a line: its page
    and place, that it is a footnote's, which words are in another face; raised digits are written so (``¹²``).

    Raises Unreadable as ``read`` does.
    """
    _check_language("\n".join(line.text for line in lines))
    return [draft for draft, _ in _read_all(lines, source, format)]


def _read_all(lines: list[TextLine], source: str, format: str) -> list[tuple[Draft, list[TextLine]]]:
    if len(lines) > _MAX_LINES:
        raise Unreadable(
            "text.too_many_lines",
            found=f"{len(lines):,}",
            most=f"{_MAX_LINES:,}",
        )
    regions = _regions(lines)
    results: list[tuple[Draft, list[TextLine]]] = []
    number = ""
    for place, (start, end) in enumerate(regions):
        draft, number = _read_one(lines[start:end], Draft(source, format, "zh"), number)
        draft.part = str(place + 1) if len(regions) > 1 else ""
        draft.lines = [_account(line) for line in lines[start:end]]
        results.append((draft, lines[start:end]))
    return results


def _account(line: TextLine) -> SourceLine:
    role = CLAUSE if line.role == BODY else line.role
    return SourceLine(line.page, line.on_page or line.number, line.text, role, line.belongs_to)


def _check_language(text: str) -> None:
    sample = text[:100_000]
    if not sample.strip():
        raise Unreadable("text.empty")
    han, latin = len(IS_HAN.findall(sample)), len(re.findall(r"[A-Za-z\u0400-\u04ff\u0600-\u06ff]", sample))
    if han * 4 < latin or han == 0:
        raise Unreadable("text.not_chinese")


def _regions(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Where each resolution of a text begins and ends: one for each 大会， that has a new number or a letter before it.
    Behind a number that was there before 大会， is the end of a sentence, and the number a running header's."""
    formulas = [i for i, line in enumerate(lines) if raw_text_head.is_formula(line)]
    starts = [0]
    numbers = {_symbol_in(line) for line in lines[: formulas[0]]} if formulas else set()
    for before, formula in itertools.pairwise(formulas):
        for index in range(formula - 1, max(before, formula - 40), -1):
            line = lines[index]
            found = raw_text_head.number_in(line)
            symbol = _symbol_in(line)
            if found and symbol and symbol not in numbers and (found[1] < len(line.text) or formula - index < 5):
                starts.append(index)
                numbers.add(symbol)
                break
            if re.fullmatch(r"[A-Z]\.?", line.plain) and formula - index < 6:
                starts.append(index)
                break
    return [(start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _symbol_in(line: TextLine) -> str | None:
    """The symbol of the resolution with whose number a line begins."""
    found = raw_text_head.number_in(line)
    return symbols.resolution_symbol(found[0]) if found else None


def _read_one(lines: list[TextLine], draft: Draft, number_before: str) -> tuple[Draft, str]:
    """One resolution, and its number without a part's letter, for the parts after it."""
    formula = next((i for i, line in enumerate(lines) if raw_text_head.is_formula(line)), None)
    head_end = formula if formula is not None else _end_of_head(lines)
    head = lines[:head_end]
    heading = raw_text_head.find_heading(head) or (raw_text_head.find_heading(lines[:_HEAD_LINES]) if head else None)
    letter, part_title = raw_text_head.lettered_part(head)
    number = heading.number if heading else number_before
    if heading is None and not letter:
        number = ""
    symbol = symbols.resolution_symbol(number) if number else None
    if symbol is None:
        raise Unreadable("text.no_symbol")
    lettered = symbols.number_of(symbol)[1]
    if letter and not lettered:
        symbol = symbols.resolution_symbol(f"{number} {letter}") or symbol
    draft.symbol, draft.session = symbol, symbols.session_of(symbol)
    if heading is None:
        heading = raw_text_head.Heading(number, part_title, 0)
    elif part_title:
        draft.agenda_titles.append(tidy(raw_text_head.title_of(heading)))  # what A, B, C … have in common
        heading = raw_text_head.Heading(number, part_title, 0)
    title = raw_text_head.title_of(heading)
    set_furniture(lines, symbol.removeprefix("A/RES/"), title)
    raw_text_head.read_head(head, draft)
    rest = lines[head_end:]
    if formula is None:
        draft.warnings.append(ReadingWarning("metadata", "text.formula_not_found"))
    else:
        rest = _take_formula(draft, rest)
    _read_body(draft, title, heading, rest)
    _complete(draft)
    return draft, re.sub(r"\s?[A-Z]$", "", number)


def _end_of_head(lines: Sequence[TextLine]) -> int:
    """Where the body begins in a text without 大会，: at the first clause behind a number's line."""
    numbered = False
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.role != BODY:
            continue
        if numbered and clause_starts.begins_clause(line):
            return index
        numbered = numbered or raw_text_head.number_in(line) is not None or "A/RES/" in line.plain
    return 0


def _take_formula(draft: Draft, lines: list[TextLine]) -> list[TextLine]:
    """Take 大会， off; a paragraph can go on behind it on the same line."""
    line = lines[0]
    match = raw_text_head.FORMULA.match(line.plain)
    assert match is not None
    draft.formula = tidy(line.text[: match.start(1)])
    rest = line.text[match.start(1) :].strip()
    line.role = FORMULA
    if not rest:
        return lines[1:]
    return [replace(line, role=BODY, text=rest, plain=narrow(rest), set_apart=()), *lines[1:]]


def _read_body(draft: Draft, title: str, heading: raw_text_head.Heading, lines: list[TextLine]) -> None:
    if not any(line.note for line in lines):
        lines, doubts = raw_text_order.restore(lines, lambda line: clause_starts.opens(line.text))
        draft.warnings += doubts
    ends = _end_lines(lines)
    entries = raw_text_footnotes.take_footnotes(lines, ends)
    ending = [line for line in lines if line.number in ends and line.role == BODY]
    if behind := _behind_the_end(lines, ends):
        draft.warnings.append(ReadingWarning(behind[0].place, "text.more_behind_end", {"words": behind[0].text[:20]}))
        ending += behind
    for line in ending:
        line.role = END
    draft.end = "\n".join(tidy(line.text) for line in ending)
    body = [line for line in lines if line.role == BODY]
    paragraphs = raw_text_paragraphs.divide(body)
    if not paragraphs:
        raise Unreadable("text.no_paragraph", symbol=draft.symbol)
    if len(paragraphs) > _MAX_PARAGRAPHS:
        raise Unreadable(
            "text.too_many_paragraphs",
            symbol=draft.symbol,
            found=f"{len(paragraphs):,}",
            most=f"{_MAX_PARAGRAPHS:,}",
        )
    starts = [paragraph.line_starts() for paragraph in paragraphs]

    def line_of(piece: int, offset: int) -> int:
        if piece == 0:
            return heading.title[0].number if heading.title else 0
        place = max(0, bisect_right(starts[piece - 1], offset) - 1)
        return paragraphs[piece - 1].lines[place].number

    pieces, unmarked = raw_text_marks.take_marks([title, *(p.raw for p in paragraphs)], line_of, entries)
    draft.title, draft.title_marks, _ = tidy_with(*pieces[0])
    for entry in entries:
        _add_footnote(draft, entry)
    annexes = []
    placed: list[DraftClause] = []  # the clause of each paragraph
    for paragraph, (raw, marks) in zip(paragraphs, pieces[1:], strict=True):
        if paragraph.annex:
            annexes.append(len(draft.clauses))
        text, marks, _ = tidy_with(raw, marks)
        _add_clause(draft, paragraph, DraftClause(paragraph.kind, "", tidy(paragraph.label), "", text, marks))
        placed.append(draft.clauses[-1])
    paths.assign(draft.clauses, annexes)
    for paragraph, clause in zip(paragraphs, placed, strict=True):
        for line in paragraph.lines:
            line.belongs_to = clause.path
    _check_marks(draft)
    for marker in unmarked:
        draft.warnings.append(ReadingWarning(f"footnote {marker}", "reading.footnote_without_mark"))
    _check_clauses(draft)


def _end_lines(lines: Sequence[TextLine]) -> set[int]:
    """The numbers of the lines of the end: the date and the meeting, alone on their lines."""
    body = [line for line in lines if line.role == BODY]
    dates: dict[str, TextLine] = {}
    for line in body[1:]:
        found = _END_LINE.fullmatch(line.squeezed)
        if not found or not line.squeezed:
            continue
        if found["first"] or (found["date"] and found["meeting"]):
            return {line.number}
        # Date and meeting can be on two pages, with footnotes between them, and in either order.
        dates["date" if found["date"] else "meeting"] = line
        if len(dates) == 2:
            return {x.number for x in dates.values()}
    for line in reversed(body[1:]):
        if (found := _END_LINE.fullmatch(line.squeezed)) and (found["date"] or found["meeting"]):
            return {line.number}
        if clause_starts.begins_clause(line):
            break
    return set()


def _behind_the_end(lines: Sequence[TextLine], ends: set[int]) -> list[TextLine]:
    """What stands between the end and an annex, or behind all: a mail's signature, a note of a database. It is none of
    the last paragraph's words. Where a clause begins there, the end was none."""
    behind: list[TextLine] = []
    for line in lines:
        if line.role != BODY or not ends or line.number <= max(ends):
            continue
        if clause_starts.begins_annex(line):
            break
        if clause_starts.begins_clause(line):
            return []
        behind.append(line)
    return behind if len(behind) <= _MOST_BEHIND else []


def _add_footnote(draft: Draft, entry: raw_text_footnotes.Footnote) -> None:
    text = tidy(join_lines(entry.texts))
    if entry.marker in draft.footnotes:
        draft.footnotes[entry.marker].text += "\n" + text
        draft.warnings.append(ReadingWarning(f"footnote {entry.marker}", "text.footnote_twice"))
    else:
        draft.footnotes[entry.marker] = DraftFootnote(entry.marker, text)


def _add_clause(draft: Draft, paragraph: Paragraph, clause: DraftClause) -> None:
    """Add a clause; an unnumbered paragraph behind a numbered one is a run-on paragraph of the same clause."""
    last = draft.clauses[-1] if draft.clauses else None
    numbered = any(c.label for c in draft.clauses if c.kind == OPERATIVE)
    run_on = clause.kind == OPERATIVE and not clause.label and numbered
    if run_on and last is not None and last.kind == OPERATIVE:
        shift = len(last.text) + 1
        last.text += "\n" + clause.text
        last.marks += [type(mark)(mark.marker, mark.at + shift) for mark in clause.marks]
        return
    if clause.kind != HEADING and not (clause.kind == POINT and not clause.label):
        clause.opening = _set_apart(paragraph, clause) or opening(clause.text)
    if clause.kind != HEADING and not paragraph.known:
        draft.warnings.append(
            ReadingWarning(paragraph.lines[0].place, "text.unknown_opening", {"words": clause.text[:20]})
        )
    draft.clauses.append(clause)


def _set_apart(paragraph: Paragraph, clause: DraftClause) -> str:
    """The opening phrase where another face shows it; the whole of a paragraph in another face is none."""
    length = len(tidy(paragraph.raw[: paragraph.face_length()]))
    return clause.text[:length] if length <= _LONGEST_OPENING and length < len(clause.text) else ""


def _check_marks(draft: Draft) -> None:
    """Warn of raised digits that are no mark of any footnote here, but for m² and 10⁶."""
    for clause in draft.clauses:
        for found in re.finditer(r"(?<![A-Za-z\d⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]+", clause.text):
            draft.warnings.append(ReadingWarning(clause.path, "text.mark_left_in", {"digits": found[0]}))


def _check_clauses(draft: Draft) -> None:
    """Warn of operative numbers that are missing or out of order, and of words that may have run into a paragraph."""
    expected = 1
    for clause in draft.clauses:
        if clause.kind == PREAMBULAR and "。" in clause.text[:-1]:
            draft.warnings.append(ReadingWarning(clause.path, "text.stop_inside"))
        if clause.kind == HEADING:
            expected = 1 if paths.number_of(clause.label) else expected
        elif clause.kind == OPERATIVE and (value := paths.number_of(clause.label)) is not None:
            if value != expected and value != 1:
                values = {"label": clause.label, "expected": str(expected)}
                draft.warnings.append(ReadingWarning(clause.path, "reading.number_out_of_order", values))
            expected = value + 1


def _complete(draft: Draft) -> None:
    """Date and meeting from the end, and warnings for what the text does not say."""
    squeezed = narrow(draft.end).replace("\n", "")
    if found := _DATE.search(squeezed):
        try:
            draft.adopted_on = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            draft.warnings.append(ReadingWarning("metadata", "text.no_date", {"words": found[0]}))
    if meeting := _MEETING.search(squeezed):
        draft.meeting = int(meeting[1])
    if draft.meeting is not None and draft.session.isdigit():
        draft.meeting_record = f"A/{draft.session}/PV.{draft.meeting}"
    for value, message in (
        (draft.title, "text.title_not_found"),
        (draft.adopted_on, "text.date_not_found"),
        (draft.meeting, "text.meeting_not_found"),
    ):
        if not value:
            draft.warnings.append(ReadingWarning("metadata", message))
    draft.warnings += draft.vote.misfits()
