"""Reads resolutions from printed lines. The docstring of the package lists the stages."""

from __future__ import annotations

import re
from dataclasses import replace

from archive import languages, symbols
from archive.messages import Unreadable
from archive.reading.draft import CLAUSE, Draft, ReadingWarning, SourceLine
from archive.reading.printed import wordings
from archive.reading.printed.clauses import add_clauses
from archive.reading.printed.columns import unfold
from archive.reading.printed.cover import read_cover
from archive.reading.printed.displays import number_tables
from archive.reading.printed.end import end_lines, read_end, take_end
from archive.reading.printed.exchanged_columns import in_reading_order
from archive.reading.printed.footnotes import take_footnotes
from archive.reading.printed.furniture import set_browser_lines, set_furniture, set_page_numbers
from archive.reading.printed.head import find_first_clause, find_formula, identify, take_formula
from archive.reading.printed.hyphens import rejoin_words, warn_of_hyphens, words_of
from archive.reading.printed.ligatures import spell_out_ligatures
from archive.reading.printed.lines import BODY, FOOTNOTE, IS_HAN, TextLine, lines_of
from archive.reading.printed.order import restore_order
from archive.reading.printed.own_words import set_own_words
from archive.reading.printed.paragraphs import Paragraph, divide, make_operative
from archive.reading.printed.parts import resolutions_in
from archive.reading.printed.stray_lines import (
    warn_of_exchanged_lines,
    warn_of_lone_heading,
    warn_of_stray_lines,
    warn_of_stray_notes,
)
from archive.reading.told import NOTHING, Told, tell_date, warn_of_language
from archive.reading.typography import HAN

# The longest resolutions have about 2,000 paragraphs and 400,000 characters. A longer source is no resolution.
_MAX_CHARACTERS, _MAX_LINES, _MAX_PARAGRAPHS = 5_000_000, 100_000, 6_000
_SAMPLE = 100_000  # characters; only the beginning of a text is checked for its language
_HAN = re.compile(f"[{HAN}]+")
_LETTERS_OF_OTHERS = re.compile(r"[A-Za-z\u0400-\u04ff\u0600-\u06ff]+")  # a Latin, Cyrillic or Arabic letter
_SHOWS_RESOLUTION = re.compile(r"The\s+General\s+Assembly\s*,|A/RES/\d")
_PARTS_LETTER = re.compile(r"\s?[A-Z]$")


def recognise(text: str) -> bool:
    """Whether a text can be a resolution, and is not HTML, XML, JSON or PDF.

    It has Chinese characters, or the formula or the symbol of a resolution.

    >>> recognise("65/72. 采取联合行动彻底消除核武器\\n大会，\\n回顾…"), recognise("<html>"), recognise("")
    (True, False, False)
    """
    start = text[:5000].lstrip("\ufeff \t\r\n")
    shown = IS_HAN.search(start) or _SHOWS_RESOLUTION.search(start)
    return not start.startswith(("<", "{", "[{", "%PDF")) and shown is not None


def read(text: str, source: str, told: Told = NOTHING) -> list[Draft]:
    """Read the resolutions in a text. Returns one Draft per resolution, in the order of the text.

    Raises Unreadable if the text is too long, is neither Chinese nor English, has no number of a resolution, or has no
    paragraph.
    """
    return [draft for draft, _ in read_lines(text, source, told)]


def read_lines(text: str, source: str, told: Told = NOTHING) -> list[tuple[Draft, list[TextLine]]]:
    """Read the resolutions in a text, as ``read`` does. Returns each Draft with its lines.

    The ``role`` of a line says what the line was taken for.
    """
    if len(text) > _MAX_CHARACTERS:
        raise Unreadable("text.too_many_characters", found=f"{len(text):,}", most=f"{_MAX_CHARACTERS:,}")
    language = language_of(text, told)
    return _read_all(lines_of(unfold(in_reading_order(text))), source, "text", language, told)


def read_printed(lines: list[TextLine], source: str, format: str, told: Told = NOTHING) -> list[Draft]:
    """Read the resolutions in the lines of another format. Returns one Draft per resolution.

    The reader of that format makes the lines, and can fill more fields of TextLine than plain text has. Raises
    Unreadable for the same reasons as ``read``.
    """
    language = language_of("\n".join(line.text for line in lines), told)
    return [draft for draft, _ in _read_all(lines, source, format, language, told)]


def _read_all(
    lines: list[TextLine], source: str, format: str, language: str, told: Told
) -> list[tuple[Draft, list[TextLine]]]:
    if len(lines) > _MAX_LINES:
        raise Unreadable("text.too_many_lines", found=f"{len(lines):,}", most=f"{_MAX_LINES:,}")
    spell_out_ligatures(lines)
    set_browser_lines(lines)
    set_own_words(lines)
    parts = resolutions_in(lines)
    doubts = set_page_numbers(lines) if len(parts) > 1 else []
    drafts: list[tuple[Draft, list[TextLine]]] = []
    number = told.number
    each = told if len(parts) == 1 else replace(told, symbol="", part="")  # several parts have their own letters
    for place, part in enumerate(parts, start=1):
        draft = Draft(source, format, language, part=str(place) if len(parts) > 1 else "", warnings=doubts)
        doubts = []
        number = _read_resolution(part, draft, number, each)
        draft.lines = [_source_line(line) for line in part]
        drafts.append((draft, part))
    return drafts


def _read_resolution(lines: list[TextLine], draft: Draft, number_before: str, told: Told) -> str:
    """Fill the Draft of one resolution. Returns the resolution's number without the letter of a part.

    ``number_before`` is the number of the previous resolution in the same source, or the number that is told. The parts
    B, C … can be printed without a number. They then have this number.
    """
    words = words_of(lines)
    rejoin_words(lines, words)
    formula = find_formula(lines)
    end_of_head = find_first_clause(lines) if formula is None else formula
    title = identify(lines, end_of_head, number_before, draft, told)
    title_words = title.take()
    draft.warnings += set_furniture(lines, draft.symbol, title_words)
    read_cover(lines[:end_of_head], draft)
    body = lines[end_of_head:]
    if formula is not None:
        body = take_formula(body, draft)
    elif not symbols.corrected(draft.symbol) and symbols.kind_of(draft.symbol) != symbols.GA_DECISION:
        draft.warnings.append(ReadingWarning("metadata", "text.formula_not_found"))
    number_tables(body)
    body = restore_order(body, draft)
    ends = end_lines(body)
    footnotes = take_footnotes(body, ends)
    take_end(body, ends, draft)
    clause_lines = [line for line in body if line.role == BODY]
    with_footnotes = [*clause_lines, *(line for line in body if line.role == FOOTNOTE)]
    rejoin_words(with_footnotes, words)
    warn_of_hyphens(with_footnotes, words, draft)
    warn_of_stray_lines(clause_lines, draft)
    warn_of_exchanged_lines(clause_lines, draft)
    paragraphs = divide(clause_lines)
    if symbols.kind_of(draft.symbol) == symbols.GA_DECISION and not draft.formula:
        make_operative(paragraphs)
    _check_paragraphs(paragraphs, draft)
    add_clauses(draft, title_words, title.lines[0].number if title.lines else 0, paragraphs, footnotes)
    warn_of_stray_notes(body, draft)
    warn_of_lone_heading(draft)
    read_end(draft)
    _warn_of_missing(draft)
    tell_date(draft, told)
    warn_of_language(draft, told)
    return _PARTS_LETTER.sub("", title.number)


def _source_line(line: TextLine) -> SourceLine:
    role = CLAUSE if line.role == BODY else line.role
    return SourceLine(line.page, line.on_page or line.number, line.text, role, line.belongs_to)


def language_of(text: str, told: Told = NOTHING) -> str:
    """The language of a text, Chinese or English. A Chinese text can have many Latin letters, as in symbols.

    Raises Unreadable for an empty text, and for a text in another language. If Chinese is told, the text is Chinese.

    >>> language_of("大会，回顾 NPT/CONF.2010/50"), language_of("The General Assembly, recalling the resolution")
    ('zh', 'en')
    """
    sample = text[:_SAMPLE]
    if not sample.strip():
        raise Unreadable("text.empty")
    han, others = (sum(map(len, letters.findall(sample))) for letters in (_HAN, _LETTERS_OF_OTHERS))
    if told.language == languages.CHINESE.code or (han and han * 4 >= others):
        return languages.CHINESE.code
    language = languages.of_words(sample)
    if not language and told.language in wordings.LANGUAGES:
        return told.language
    if not language:
        raise Unreadable("text.no_language")
    if language not in wordings.LANGUAGES:
        raise Unreadable("text.other_language", language=language)
    return language


def _check_paragraphs(paragraphs: list[Paragraph], draft: Draft) -> None:
    found = len(paragraphs)
    if not paragraphs:
        raise Unreadable("text.no_paragraph", symbol=draft.symbol)
    if found > _MAX_PARAGRAPHS:
        most = f"{_MAX_PARAGRAPHS:,}"
        raise Unreadable("text.too_many_paragraphs", symbol=draft.symbol, found=f"{found:,}", most=most)


def _warn_of_missing(draft: Draft) -> None:
    """Warn of facts that were not found.

    A corrigendum has neither the date nor the meeting of an adoption. The Security Council gives no titles.
    """
    untitled = symbols.kind_of(draft.symbol) == symbols.SC_RESOLUTION
    for value, code in (
        (draft.title, "text.title_not_found"),
        (draft.adopted_on, "text.date_not_found"),
        (draft.meeting, "text.meeting_not_found"),
    ):
        is_title = code == "text.title_not_found"
        if not value and not (untitled if is_title else symbols.corrected(draft.symbol)):
            draft.warnings.append(ReadingWarning("metadata", code))
    draft.warnings += draft.vote.misfits()
