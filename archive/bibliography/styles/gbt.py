"""GB/T 7714, the Chinese standard for references, in the edition of 2015 and in that of 2025.

The entry of a report is: author, title and number, type and medium, place, publisher, year and the cited place, day of
access, address (2015, 4.1.2). An entry is written in the language of the cited text (6.1). Latin names of an organ
begin with its organisation; the edition of 2015 puts a full stop between the two (8.1.4). The edition of 2025 has
full-width colons, commas and brackets in every language, and no day of access for a report.

A year that is not known is estimated from the session, in square brackets (8.4.3.3); without one it is 出版年不详, in
the same brackets. Place and publisher of an online text may be left out where they are not known (8.4.1.3, 8.4.2.3).
What nobody published as a report is an online text: a treaty (Z in 2015; 2025 knows only EB), and a vote without a
record. It has the day in brackets. The day of adoption of a vote is the year of its record. Data (DS) have their
version behind the title (2015, 8.3), and the day in brackets.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.cited import Citation
from archive.bibliography.reference import DATASET, VOTE, Reference

_NO_YEAR = {"zh": "[出版年不详]", "en": "[n.d.]"}
_PLACES = {"zh": words.CHINESE_PLACE, "en": words.CHICAGO_PLACE}
_OTHER = (symbols.TREATY, symbols.INSTRUMENT)


@dataclass(frozen=True, slots=True)
class _Edition:
    """The punctuation of an edition, its words before an organ of the United Nations, its type for treaties, and
    whether a report has the day of access."""

    colon: str
    comma: str
    brackets: str
    united_nations: str
    other: str
    accessed: bool


_2015 = _Edition(": ", ", ", "({})", "United Nations. ", "Z", True)
_2025 = _Edition("：", "，", "（{}）", "United Nations ", "EB", False)


def gbt_2015(reference: Reference, today: datetime.date) -> Citation:
    """An entry in the edition of 2015."""
    return _entry(reference, today, _2015)


def gbt_2025(reference: Reference, today: datetime.date) -> Citation:
    """An entry in the edition of 2025."""
    return _entry(reference, today, _2025)


def language_of(reference: Reference) -> str:
    """``zh`` or ``en``: the language of the cited text; without a text, that of the reader, or of the only title."""
    if reference.language:
        return "zh" if reference.language == "zh" else "en"
    titles = {"zh": reference.title_zh, "en": reference.title_en}
    known = [language for language, title in titles.items() if title]
    return known[0] if len(known) == 1 else reference.reader


def _entry(reference: Reference, today: datetime.date, edition: _Edition) -> Citation:
    language = language_of(reference)
    url = reference.url(language)
    symbol = reference.symbol if language == "zh" else symbols.spaced(reference.symbol)
    title = reference.title(language)
    if reference.kind == VOTE:
        title = words.vote_title(reference, _PLACES[language], title)
    medium = _medium(reference, edition)
    kind = medium + ("/OL" if url else "")
    published = _published(reference, language, edition) if medium == "R" else _online(reference, edition)
    accessed = f"[{today.isoformat()}]" if url and (edition.accessed or medium != "R") else ""
    author = names.author(reference, language)
    if author.startswith("UN "):
        author = edition.united_nations + author.removeprefix("UN ")
    titled = f"{edition.colon.join(filter(None, (title, symbol)))}[{kind}]"
    version = words.capitalised(words.version(reference, language))
    entry = [author, titled, version, published + accessed, url]
    return (". ".join(filter(None, entry)) + ".",)


def _medium(reference: Reference, edition: _Edition) -> str:
    if reference.kind == DATASET:
        return "DS"
    if reference.kind in _OTHER:
        return edition.other
    return "R" if reference.symbol else "EB"


def _published(reference: Reference, language: str, edition: _Edition) -> str:
    """Place, publisher, year, and the cited place."""
    publisher = edition.colon.join(
        filter(None, (names.place(reference, language), names.publisher(reference, language)))
    )
    found = edition.comma.join(filter(None, (publisher, _year(reference, language))))
    if reference.paragraph:
        found += edition.colon + words.place(reference.paragraph, _PLACES[language])
    return found


def _year(reference: Reference, language: str) -> str:
    """The year; an estimate, or the words for an unknown year, in square brackets."""
    if reference.year:
        return str(reference.year)
    return f"[{reference.probable_year}]" if reference.probable_year else _NO_YEAR[language]


def _online(reference: Reference, edition: _Edition) -> str:
    """The day of an online text in brackets; an estimate of its year; "" if neither is known."""
    if reference.date and reference.date_certain:
        return edition.brackets.format(reference.date.isoformat())
    return f"[{reference.probable_year}]" if reference.probable_year else ""
