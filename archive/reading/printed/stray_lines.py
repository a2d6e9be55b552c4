"""Warns of lines that may not belong to the resolution, or that are not in the order of the print.

A watermark or a header that only one page has may not belong to the resolution.

If several pages have the same line, ``furniture`` drops this line. A line that occurs once proves nothing, so it is
kept, and a ReadingWarning tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.reading.draft import HEADING, Draft, DraftClause, ReadingWarning
from archive.reading.printed.clause_starts import begins_clause
from archive.reading.printed.layout import WIDEST_PRINTED
from archive.reading.printed.lines import (
    FOOTNOTE,
    MARK,
    TextLine,
    begins_in_han,
    ends_in_full_stop,
    ends_paragraph,
    is_only_mark,
    width_of_first_word,
)

_FULL = 0.8  # the width of a full line: 80 % of the lines are not wider
_ROOM = 4  # columns; a line is full if it has no room for the next word and 4 more columns
_MUCH_ROOM = 12  # columns; a line is short if it has room for the next word and 12 more columns
# The number of a resolution at the end of a line. 号 or the letter of a part must follow it.
# Matches 》《(甲》): some extractors exchange signs that are printed close together.
_CROSSED = re.compile(r"》《 ?[(（][^《》()（）]{1,100}》 ?[)）]")
_UNFINISHED_NUMBER, _DATE = re.compile(r"第\s?\d+/\d+$"), re.compile(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月")
_MOST = 2  # if more than 2 lines are short inside sentences, this is the usual layout of the text
_WORDS = re.compile(r"[^\W\d].*\w")  # separate words: they begin with a letter, and end with a letter or a digit
# A line end that a footnote mark can make.
_BESIDE_MARK = re.compile(rf"[》”’）)、\d]\n|\n(?:{MARK}(?!\d)|[⁰¹²³⁴-⁹])")


def warn_of_stray_lines(lines: Sequence[TextLine], draft: Draft) -> None:
    """Warn of each short line in the middle of a sentence, and in an English text of each line that begins in Chinese.

    ``lines`` are the lines of the clauses.
    """
    widths = sorted(line.width for line in lines if not ends_paragraph(line.text))
    full = widths[int(_FULL * (len(widths) - 1))] if widths else 0
    stray = [
        line
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if full <= WIDEST_PRINTED and _is_stray(before, line, after, full)
    ]
    found = stray if len(stray) <= _MOST else []
    if draft.language == "en":
        found = [line for line in lines if line in found or begins_in_han(line.text)]
    draft.warnings += [ReadingWarning(line.place, "text.stray_line", {"words": line.text}) for line in found]


def warn_of_exchanged_lines(lines: Sequence[TextLine], draft: Draft) -> None:
    """Warn of lines and of signs that an extractor has exchanged. ``lines`` are the lines of the clauses.

    The words do not tell the right order, so the order is kept.
    """
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        cut = _UNFINISHED_NUMBER.search(before.plain[-20:]) and _DATE.match(line.plain)
        if cut or (after is not None and _comes_before_its_title(before, line, after)):
            values = {"words": f"{before.text[-10:]} {line.text[:10]}"}
            draft.warnings.append(ReadingWarning(line.place, "text.lines_exchanged", values))
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        crossed = _CROSSED.search(f"{line.text}{after.text if after else ''}")
        if crossed and crossed.start() < len(line.text):
            draft.warnings.append(ReadingWarning(line.place, "text.brackets_crossed", {"words": crossed[0]}))


def _comes_before_its_title(before: TextLine, line: TextLine, after: TextLine) -> bool:
    """Whether a line begins with the mark of punctuation that belongs after 》 at the end of the next line."""
    in_title = before.plain.rfind("《") > before.plain.rfind("》")
    return in_title and line.plain.startswith((",", "、", ";", "。")) and after.plain.endswith("》")


def _is_stray(before: TextLine, line: TextLine, after: TextLine, full: int) -> bool:
    """Whether a short line interrupts a sentence after a full line.

    A line beside a footnote mark is not stray, because extractors break lines at marks.
    """
    if line.width + _MUCH_ROOM > full:
        return False  # most lines
    next_word = width_of_first_word(after)
    if not line.width + next_word + _MUCH_ROOM <= full < before.width + next_word + _ROOM:
        return False
    if ends_paragraph(before.text) or is_only_mark(before) or not _WORDS.fullmatch(line.plain):
        return False
    return not (
        _BESIDE_MARK.search(f"{line.plain}\n{after.plain}")
        or ends_paragraph(line.text)
        or begins_clause(line)
        or begins_clause(after)
    )


def warn_of_stray_notes(lines: Sequence[TextLine], draft: Draft) -> None:
    """Warn of the last line of a footnote, if the line before ends in a full stop and this last line does not.

    ``lines`` are all lines of the resolution.
    """
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        last = line.role == FOOTNOTE and (after is None or after.belongs_to != line.belongs_to)
        if (
            last
            and before.belongs_to == line.belongs_to
            and ends_in_full_stop(before.text)
            and not ends_in_full_stop(line.text)
        ):
            draft.warnings.append(ReadingWarning(line.place, "text.stray_note_line", {"words": line.text}))


def warn_of_lone_heading(draft: Draft) -> None:
    """Warn of a section heading without a number, if it is the only heading of the text."""
    headings = [clause for clause in draft.clauses if _is_section_heading(clause)]
    if len(headings) == 1 and not headings[0].label:
        words = {"words": headings[0].text}
        draft.warnings.append(ReadingWarning(headings[0].path, "text.lone_heading", words))


def _is_section_heading(clause: DraftClause) -> bool:
    return clause.kind == HEADING and not clause.path.startswith("annex")
