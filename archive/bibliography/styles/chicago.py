"""The Chicago Manual of Style, 18th edition, in the system of notes and bibliography.

A note of a document of the United Nations has the organ, its act and number, the title in italics, the symbol, the day
in brackets, and the address (17th edition, 14.303). The manual has no rule for data: they have their version where a
document has its symbol. A bibliography has the same with full stops, and no place in the text. A day that is not known
is n.d.; a year that is only probable is in square brackets, with a question mark (14.44).
"""

from __future__ import annotations

import datetime

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.capitals import headline
from archive.bibliography.cited import Citation, Italic, sentence
from archive.bibliography.reference import DATASET, VOTE, Reference

_NO_DAY = "n.d."


def chicago_note(reference: Reference, _today: datetime.date) -> Citation:
    """A note."""
    place = words.place(reference.paragraph, words.CHICAGO_PLACE) if reference.paragraph else ""
    if not reference.symbol and reference.kind not in (VOTE, DATASET):
        parts = [headline(reference.title("en")), place, _day(reference), *_series(reference), reference.url("en")]
        return sentence(parts, ", ", ".")
    head = sentence([names.author(reference, "en"), *_named(reference), _number(reference)], ", ")
    day = f" ({_day(reference)})" if _day(reference) else ""
    return (*head, day, *(f", {each}" for each in (place, reference.url("en")) if each), ".")


def chicago_bibliography(reference: Reference, _today: datetime.date) -> Citation:
    """An entry of a bibliography. It begins with its title where no organ is known."""
    named = sentence(_named(reference), ", ")
    if not reference.symbol and reference.kind not in (VOTE, DATASET):
        named = (headline(reference.title("en")),)
    day = "N.d" if _day(reference) == _NO_DAY else _day(reference)  # begins and ends beside a full stop
    rest = [words.capitalised(_number(reference)), day, ", ".join(_series(reference)), reference.url("en")]
    found: list[str] = []
    for part in ((names.author(reference, "en"),), named, *((each,) for each in rest)):
        if any(part):  # a record of a meeting has no title, and a conference's document no organ
            found += [". ", *part] if found else part
    return (*found, ".")


def _named(reference: Reference) -> list[str]:
    """The act with its number, and the title. Chinese characters are not in italics."""
    if reference.kind == VOTE:
        return [words.vote_title(reference, words.CHICAGO_PLACE, headline(reference.title("en")))]
    title = Italic(headline(reference.title_en)) if reference.title_en else reference.title_zh
    if reference.adopted:
        return [f"{names.ACTS[reference.kind][1]} {names.english_number(reference)}", title]
    return [title]


def _number(reference: Reference) -> str:
    return symbols.spaced(reference.symbol) or words.version(reference, "en")


def _day(reference: Reference) -> str:
    """The day; "" if only the year is certain, because then the number has it."""
    if reference.date and reference.date_certain:
        return words.american_day(reference.date)
    if reference.year:
        return ""
    return f"[{reference.probable_year}?]" if reference.probable_year else _NO_DAY


def _series(reference: Reference) -> list[str]:
    """Volume and number of the treaty series: the archive does not know the page."""
    unts = [f"United Nations Treaty Series {volume}, no. {number}" for volume, number in reference.unts]
    return unts + [f"League of Nations Treaty Series {volume}, no. {number}" for volume, number in reference.lnts]
