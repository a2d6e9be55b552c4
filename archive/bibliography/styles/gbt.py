"""GB/T 7714, the Chinese standard for references, in the edition of 2015 and in that of 2025.

The entry of a report is: author, title and number, type and medium, place, publisher, year and the cited place, day of
access, address. An entry is written in the language of the cited text. The edition of 2025 has full-width colons and
commas in every language, and no day of access for a report.

A year that is not known is estimated from the session, in square brackets; without one it is 出版年不详, in the same
brackets. Place and publisher of an online text may be left out where they are not known. The day of adoption of a vote
is the year of its record.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.cited import Citation
from archive.bibliography.reference import VOTE, Reference

_NO_YEAR = {"zh": "[出版年不详]", "en": "[n.d.]"}
_PLACES = {"zh": words.CHINESE_PLACE, "en": words.CHICAGO_PLACE}
_OTHER = (symbols.TREATY, symbols.INSTRUMENT)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The punctuation of an edition, and whether a report has the day of access."""

    colon: str
    comma: str
    accessed: bool


_MARKS_2015 = _Marks(": ", ", ", True)
_MARKS_2025 = _Marks("：", "，", False)


def gbt_2015(reference: Reference, today: datetime.date) -> Citation:
    """An entry in the edition of 2015."""
    return _entry(reference, today, _MARKS_2015)


def gbt_2025(reference: Reference, today: datetime.date) -> Citation:
    """An entry in the edition of 2025."""
    return _entry(reference, today, _MARKS_2025)


def language_of(reference: Reference) -> str:
    """``zh`` or ``en``: the language of the cited text; without a text, that of its title, Chinese first."""
    if reference.language:
        return "zh" if reference.language == "zh" else "en"
    return "zh" if reference.title_zh or not reference.title_en else "en"


def _entry(reference: Reference, today: datetime.date, marks: _Marks) -> Citation:
    language = language_of(reference)
    url = reference.url(language)
    symbol = reference.symbol if language == "zh" else symbols.spaced(reference.symbol)
    title = words.vote_title(reference, language) if reference.kind == VOTE else reference.title(language)
    online = bool(url)
    medium = "Z" if reference.kind in _OTHER else "R" if symbol else "EB"  # a vote without a record is a web page
    kind = medium + ("/OL" if online else "")
    entry = [names.author(reference, language), f"{marks.colon.join(filter(None, (title, symbol)))}[{kind}]"]
    accessed = f"[{today.isoformat()}]" if online and (marks.accessed or medium != "R") else ""
    entry.append(_published(reference, language, marks) + accessed)
    entry.append(url)
    return (". ".join(filter(None, entry)) + ".",)


def _published(reference: Reference, language: str, marks: _Marks) -> str:
    """Place, publisher, year, and the cited place."""
    publisher = marks.colon.join(filter(None, (names.place(reference, language), names.publisher(reference, language))))
    found = marks.comma.join(filter(None, (publisher, year(reference, language))))
    if reference.paragraph:
        found += marks.colon + words.place(reference.paragraph, _PLACES[language])
    return found


def year(reference: Reference, language: str) -> str:
    """The year; an estimate, or the words for an unknown year, in square brackets."""
    if reference.date and reference.date_certain:
        return str(reference.date.year)
    estimated = reference.date.year if reference.date else symbols.adopted_year(reference.symbol)
    return f"[{estimated}]" if estimated else _NO_YEAR[language]
