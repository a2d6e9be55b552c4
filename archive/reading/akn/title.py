"""Finds the title of an AKN4UN resolution.

The title is usually in the ``docTitle`` above the text. In some files this element is empty, or has other words of the
cover. The title is then searched for in other places: beside the number, before the enacting formula, and at the end of
the cover. A warning reports such a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive import languages, symbols
from archive.reading.akn.body import Body
from archive.reading.akn.inline import Footnotes, InlineText, Run, inner_text, local_name
from archive.reading.draft import HEADING, Draft, Mark, ReadingWarning
from archive.reading.typography import tidy

_PART = r"\s?[A-Z](?:\s?-\s?[A-Z])?"
_NUMBER = rf"\s*(?:A/RES/)?(?:(?:E?S-)?\d{{1,3}}/\d{{1,4}}(?:{_PART})?|\d{{1,4}}(?:{_PART})?\s?\([^()]{{1,8}}\))"
_NUMBERED = re.compile(
    rf"(?P<number>{_NUMBER})(?![\dA-Za-z])\s*[.．:：]?\s*(?P<words>(?![A-Z]\W*$)[^\s.．:：].*)", re.S
)
# Words of a cover that are no title: 2024年12月4日大会决议, [根据第六委员会的报告通过], Resolution adopted by …
_COVER = re.compile(
    r"\[|(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:联合国)?大会(?:通过的)?决议$|大会，?$|第.{1,8}届会议$|议程项目|联合国$|"
    r"Resolutions? adopted|General Assembly|Agenda item",
    re.I,
)


def read_title(draft: Draft, prefaces: list[etree._Element | None], footnotes: Footnotes) -> list[str]:
    """Set the Draft's title, with one line for each printed line. Returns the printed numbers of the resolution.

    ``prefaces`` has the preface of the collection first, and then the preface of the part.
    """
    numbers: list[str] = []
    title = InlineText()
    for preface in prefaces:
        for paragraph in [] if preface is None else list(preface) or [preface]:
            line = _read_line(paragraph, numbers, footnotes)
            footnotes.lines.add(line.printed, "title")
            footnotes.warn_of_deleted(line, "metadata")
            if line.text:
                title.add(line, "\n" if title.text else "")
            else:
                title.marks += [Mark(mark.marker, len(title.text)) for mark in line.marks]
    draft.title, draft.title_marks = title.text, title.marks
    return numbers


def _read_line(paragraph: etree._Element, numbers: list[str], footnotes: Footnotes) -> InlineText:
    """The words of a line above the text. If the line has a number, adds the number to ``numbers``."""
    run = Run(footnotes)
    run.add(paragraph.text)
    for child in paragraph:
        if local_name(child) == "docNumber":
            number, words = _divide(inner_text(child))
            numbers.append(number)
            run.add_beside(f"{number} ")
            run.add(words)
        else:
            run.read_child(child)
        run.add(child.tail)
    run.add(paragraph.tail)
    return run.words()


def _divide(text: str) -> tuple[str, str]:
    """The number and the title in a text such as 76/57. 标题. Without a number and a title, returns the text and ""."""
    match = _NUMBERED.fullmatch(text)
    return (match["number"].strip(), match["words"].strip()) if match else (text.strip(), "")


def check_title(draft: Draft, body: Body, cover: etree._Element | None) -> None:
    """If the Draft's title is no title, replace it with the title that the file prints in another place.

    If a heading before the enacting formula becomes the title, it is removed from the clauses.
    """
    if body.says_kinds and draft.title:  # a file of the archive has its title in one place
        return
    number, words = _divide(draft.title)
    if words and _is_number_of(number, draft):
        cut = len(draft.title) - len(words)
        draft.title, draft.title_marks = words, [Mark(m.marker, max(0, m.at - cut)) for m in draft.title_marks]
    if is_title(draft.title, draft.language):
        return
    found = draft.title
    for title, marks in _elsewhere(draft, body, cover):
        draft.title, draft.title_marks = title, marks
        draft.warnings.append(ReadingWarning("metadata", "akn.title_from_text", {"title": title, "found": found}))
        return
    if not found:
        draft.warnings.append(ReadingWarning("metadata", "reading.no_title"))


def is_title(words: str, language: str) -> bool:
    """Whether words can be the title of a resolution in this language.

    >>> [is_title(words, "zh") for words in ("核裁军", "2044年12月4日大会决议", "Nuclear disarmament", "")]
    [True, False, False, False]
    """
    script = languages.of(language).script
    if not words.strip() or re.fullmatch(rf"{_NUMBER}\s*[.．]?\s*", words) or _COVER.match(words):
        return False
    return not script or re.search(script, words) is not None


def _is_number_of(number: str, draft: Draft) -> bool:
    return symbols.resolution_symbol(number.removeprefix("A/RES/")) == draft.symbol


def _without_number(text: str, draft: Draft) -> str:
    number, words = _divide(text)
    return words if words and _is_number_of(number, draft) else text


def _elsewhere(draft: Draft, body: Body, cover: etree._Element | None) -> Iterator[tuple[str, list[Mark]]]:
    """The titles in other places, with their footnote marks.

    The places are a heading before the enacting formula, the first line of the formula, and the number on the cover.
    """
    for clause in body.before_formula:
        title = _without_number(clause.text, draft)
        if clause.kind == HEADING and is_title(title, draft.language):
            body.remove(clause, "title")
            yield title, [Mark(m.marker, max(0, m.at - len(clause.text) + len(title))) for m in clause.marks]
    *lines, formula = draft.formula.split("\n")
    if lines and is_title(_without_number(lines[0], draft), draft.language):
        draft.formula = formula
        yield _without_number(lines[0], draft), []
    for paragraph in () if cover is None else cover.iter("{*}p"):
        words = tidy(inner_text(paragraph), draft.language)
        title = _without_number(words, draft)
        if title != words and is_title(title, draft.language):
            yield title, []
