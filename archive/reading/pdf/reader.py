"""Reads resolutions from PDF files, in the form in which the United Nations publishes them.

    bytes → characters → columns → printed lines → lines with their places → the reader of printed lines → Draft

The first stages are the modules ``characters``, ``columns`` (with ``gutters``), ``lines`` and ``layout`` of this
package. ``archive.reading.printed`` then finds the meaning of the lines, as in a text file. A page shows more than a
text file. Raised digits are footnote marks, bold words are the opening phrase, and the place of a line shows whether it
is a header or a footer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from archive.messages import Unreadable
from archive.reading import source_formats
from archive.reading.decoding import common
from archive.reading.draft import Draft, ReadingWarning, SourceLine
from archive.reading.ocr import is_installed, refusal
from archive.reading.pdf import columns as pdf_columns
from archive.reading.pdf import layout as pdf_layout
from archive.reading.pdf import lines as pdf_lines
from archive.reading.pdf import scanned_marks
from archive.reading.pdf.characters import UNKNOWN, Character, Face, Page, Recognition, pages_of
from archive.reading.pdf.lines import PrintedLine
from archive.reading.printed.lines import IS_HAN, LATIN
from archive.reading.printed.own_words import RULE, begins_own_words
from archive.reading.printed.reader import read_printed
from archive.reading.reader import Reader
from archive.reading.told import NOTHING, Told

_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff\u0600-\u06ff]")
_CHINESE = re.compile(f"{IS_HAN.pattern}|[，。；]")
# Numbers of letters, for a page and for a column. A page or a column with more letters and almost no Han characters is
# in another language.
_LEAST_HAN = 0.1  # Han characters for each other letter; a Chinese page has at least so many
_UNKNOWN_SHARE, _RARE_SHARE = 0.05, 0.06  # of the characters in a worthless text
_OTHER_LANGUAGE, _OTHER_LANGUAGE_BESIDE = 200, 40


def recognise(content: bytes) -> bool:
    """Whether the bytes are a PDF. The signature of a PDF is at the beginning, or after a few other bytes."""
    return b"%PDF-" in content[:1024]


def read(content: bytes, source: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in a PDF, in the order of the file. In a Chinese PDF, pages and columns in other languages are
    left out.

    If no page is Chinese, the whole PDF is read. Raises Unreadable if the PDF is encrypted, damaged or a scan, if it is
    neither Chinese nor English, or if it has no resolution.
    """
    whole = pages_of(content)
    _check_text(whole)
    try:
        return read_pages(whole, source, source_formats.PDF.key, told)
    except Unreadable:
        if is_installed() and all(page.pictured for page in whole):
            raise refusal(len(whole)) from None  # the text under the pictures is worth nothing
        raise


def read_pages(whole: Sequence[Page], source: str, format: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions on pages of characters, as ``read`` reads them. ``format`` is the key of their Reader."""
    letters = IS_HAN if any(map(_is_chinese, whole)) else LATIN
    size, _ = pdf_lines.body_face(_of_text(whole), letters)
    pages = [scanned_marks.mended(page) if page.scanned else page for page in pdf_columns.divide(whole, size)]
    foreign = [letters is IS_HAN and _in_other_language(page, whole) for page in pages]
    _give_over(pages, foreign)
    kept = [page for page, other in zip(pages, foreign, strict=True) if not other]
    size, face = pdf_lines.body_face(_of_text(kept), letters)
    if face is None:
        raise Unreadable("text.no_language")
    printed = _printed(pages, face, letters)
    lines = pdf_layout.arrange(
        [lines for lines, other in zip(printed, foreign, strict=True) if not other],
        [page.rules for page in kept],
        size,
    )
    drafts = read_printed(lines, source, format, told)
    left_out = [line for lines, other in zip(printed, foreign, strict=True) if other for line in lines]
    drafts[0].lines += [SourceLine(line.page, line.number, line.text, "language") for line in left_out]
    drafts[0].lines.sort(key=lambda line: line.page)
    _add_recognitions(drafts, printed)
    drafts[0].warnings += _warnings(whole, {line.page for line in left_out}, {page.number for page in kept})
    return drafts


def _of_text(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages before the archive's own words, which begin a page: a short text can have fewer letters than they."""
    return list(takewhile(lambda page: not _has_own_words(page), pages)) or pages


def _has_own_words(page: Page) -> bool:
    rows = pdf_lines.rows_of(page.characters) if any(c.text == RULE[0] for c in page.characters) else []
    return any(begins_own_words("".join(c.text for c in row)) for row in rows)


def _add_recognitions(drafts: Sequence[Draft], printed: Sequence[Sequence[PrintedLine]]) -> None:
    """Sets score, doubts and box of the lines that were recognised in a scan."""
    recognised = {(line.page, line.number): line for lines in printed for line in lines if line.recognitions}
    for draft in drafts:
        for place, line in enumerate(draft.lines):
            if (found := recognised.get((line.page, line.line))) and any(found.recognitions):
                draft.lines[place] = _recognised(line, found)


def _recognised(line: SourceLine, printed: PrintedLine) -> SourceLine:
    known = [one for one in printed.recognitions if one]
    lefts, tops, rights, bottoms = zip(*(one.box for one in known), strict=True)
    score = round(sum(one.score for one in known) / len(known), 3)
    left, top, right, bottom = (round(share, 4) for share in (min(lefts), min(tops), max(rights), max(bottoms)))
    return replace(line, score=score, doubts=_doubts(printed.recognitions), box=(left, top, right, bottom))


def _doubts(recognitions: Sequence[Recognition | None]) -> tuple[tuple[int, int], ...]:
    """The spans of doubtful characters. Neighbours share a span."""
    doubts: list[tuple[int, int]] = []
    for place, one in enumerate(recognitions):
        if one is None or not one.doubtful:
            continue
        start = doubts.pop()[0] if doubts and doubts[-1][1] == place else place
        doubts.append((start, place + 1))
    return tuple(doubts)


def _give_over(pages: list[Page], foreign: Sequence[bool]) -> None:
    """Move the Chinese rows of a column in another language to the Chinese column beside it.

    Text across both columns, such as a title or footnotes, may be in the wrong column.
    """
    beside = {page.number: place for place, page in enumerate(pages) if not foreign[place]}
    for place, page in enumerate(pages):
        to = beside.get(page.number)
        if not foreign[place] or to is None:
            continue
        kept: list[Character] = []
        given: list[Character] = []
        for row in pdf_lines.rows_of(page.characters):
            (given if _CHINESE.search("".join(c.text for c in row)) else kept).extend(row)
        if given:
            pages[place] = replace(page, characters=kept)
            both = sorted({*pages[to].rules, *page.rules}, key=lambda rule: -rule[2])
            pages[to] = replace(pages[to], characters=pages[to].characters + given, rules=both)


def _printed(pages: Sequence[Page], face: Face, letters: re.Pattern[str]) -> list[list[PrintedLine]]:
    """The lines of every page or column. Line numbers continue from one column of a page to the next."""
    printed: list[list[PrintedLine]] = []
    counted: Counter[int] = Counter()
    for page in pages:
        printed.append(pdf_lines.lines_of(page, face, counted[page.number], letters))
        counted[page.number] += len(printed[-1])
    return printed


def _check_text(pages: Sequence[Page]) -> None:
    characters = [c.text for page in pages for c in page.characters if not c.text.isspace()]
    if len(characters) < 20 * len(pages) and any(page.pictured for page in pages):
        raise refusal(len(pages))
    if _is_worthless(pages):
        raise refusal(len(pages))
    if not characters:
        raise Unreadable("pdf.no_text")
    if characters.count(UNKNOWN) > 0.2 * len(characters):
        raise Unreadable("pdf.unmapped")


def _is_chinese(page: Page) -> bool:
    han, letters = _letters(page)
    return han > 0 and han >= _LEAST_HAN * letters


def _letters(page: Page) -> tuple[int, int]:
    """The number of Han characters and of other letters on a page."""
    words = "".join(c.text for c in page.characters)
    return len(IS_HAN.findall(words)), len(_LETTER.findall(words))


def _is_worthless(pages: Sequence[Page]) -> bool:
    """Whether another program has recognised the text of a scan badly.

    The words of a bad recognition have many rare characters. In resolutions, under 2 % of the characters are rare.
    """
    if not is_installed() or not all(page.pictured for page in pages):
        return False
    words = "".join(c.text for page in pages for c in page.characters)
    han = IS_HAN.findall(words)
    return words.count(UNKNOWN) > _UNKNOWN_SHARE * len(words) or (len(han) > 50 and common(words) < 1 - _RARE_SHARE)


def _in_other_language(page: Page, whole: Sequence[Page]) -> bool:
    """Whether a page or a column is in another language. A column needs fewer letters than a page to show this."""
    han, letters = _letters(page)
    least = _OTHER_LANGUAGE if any(page is x for x in whole) else _OTHER_LANGUAGE_BESIDE
    return letters > least and han < _LEAST_HAN * letters


def _warnings(pages: Sequence[Page], other: set[int], chinese: set[int]) -> list[ReadingWarning]:
    """Warnings about content that may be missing in the text, such as pictures and pages in other languages."""
    found = []
    for page in pages:
        place = f"page {page.number}"
        unknown = sum(c.text == UNKNOWN for c in page.characters)
        if page.number in other - chinese:
            found.append(ReadingWarning(place, "pdf.page_not_chinese"))
        elif page.number in other:
            found.append(ReadingWarning(place, "pdf.column_not_chinese"))
        elif page.recognised:
            found.append(ReadingWarning(place, "pdf.recognised_text"))
        elif page.pictured and not page.scanned and len(page.characters) < 20:
            found.append(ReadingWarning(place, "pdf.page_is_picture"))
        if unknown:
            found.append(ReadingWarning(place, "pdf.unknown_characters", {"number": str(unknown), "sign": UNKNOWN}))
        if page.turned:
            found.append(ReadingWarning(place, "pdf.turned_words"))
        if words := "".join(c.text for c in page.aslant).strip():
            found.append(ReadingWarning(place, "pdf.not_upright", {"words": words}))
    return found


PDF = Reader(source_formats.PDF, recognise, read)
