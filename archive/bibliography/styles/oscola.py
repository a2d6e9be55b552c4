"""OSCOLA, the Oxford standard, by its section on international law.

The forms are those of its examples: ``UNGA Res 51/210 (17 December 1996) UN Doc A/RES/51/210``, ``UNSC Res 1373 (28
September 2001) UN Doc S/RES/1373``, and author, title in single quotation marks, day and number of other documents.
Data have the form of a text on a website (3.4.8), with the day of access. Abbreviations have no full stops. A note ends
in a full stop, an entry of a bibliography does not.
"""

from __future__ import annotations

import datetime
import re

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.capitals import headline
from archive.bibliography.cited import Citation
from archive.bibliography.reference import DATASET, VOTE, Reference

_ACTS = {"Resolution": "Res", "Decision": "Dec"}


def oscola(reference: Reference, today: datetime.date) -> Citation:
    """A citation, without the full stop of a note."""
    place = f" {words.place(reference.paragraph, words.OSCOLA_PLACE)}" if reference.paragraph else ""
    if reference.adopted:
        return (_resolution(reference) + place,)
    if reference.kind in (symbols.TREATY, symbols.INSTRUMENT) and not reference.symbol:
        return (_treaty(reference) + place,)
    if reference.kind == DATASET:
        return (_data(reference, today),)
    title = headline(reference.title("en"))
    if reference.kind == VOTE:
        title = words.vote_title(reference, words.OSCOLA_PLACE, title)
    body = names.BODIES.get(reference.body)
    parts = (body.oscola if body else "", title and f"‘{title}’", _day(reference), _un_doc(reference))
    return (" ".join(filter(None, parts)) + place,)


def _resolution(reference: Reference) -> str:
    act = _ACTS[names.ACTS[reference.kind][1]]
    number = _without_year(reference, names.english_number(reference))
    parts = (f"{names.BODIES[reference.body].oscola} {act} {number}", _day(reference), _un_doc(reference))
    return " ".join(filter(None, parts))


def _treaty(reference: Reference) -> str:
    """The treaty with its days, and its number in a treaty series: the archive does not know the page."""
    days = [words.british_day(reference.date)] if reference.date and reference.date_certain else []
    if reference.in_force:
        days.append(f"entered into force {words.british_day(reference.in_force)}")
    series = [f"{volume} UNTS No {number}" for volume, number in reference.unts]
    series += [f"{volume} LNTS No {number}" for volume, number in reference.lnts]
    return " ".join(
        [headline(reference.title("en")), *([f"({', '.join(days)})"] if days else []), ", ".join(series)]
    ).strip()


def _data(reference: Reference, today: datetime.date) -> str:
    """Data as a text on a website: author, title, version and day in brackets, address, and the day of access."""
    named = ", ".join(filter(None, (reference.owner, f"‘{headline(reference.title('en'))}’")))
    day = words.british_day(reference.date) if reference.date else ""
    edition = ", ".join(filter(None, (words.version(reference, "en"), day)))
    online = f" <{reference.address}> accessed {words.british_day(today)}" if reference.address else ""
    return f"{named} ({edition}){online}"


def _un_doc(reference: Reference) -> str:
    if not reference.symbol:
        return ""
    symbol = _without_year(reference, symbols.spaced(reference.symbol))
    return f"UN Doc {symbol}" if reference.of_un else symbol


def _without_year(reference: Reference, number: str) -> str:
    """A number of the Security Council without its year, which the day repeats."""
    if reference.kind != symbols.SC_RESOLUTION or not _day(reference):
        return number
    return re.sub(r" ?\(\d{4}\)$", "", number)


def _day(reference: Reference) -> str:
    """The day in brackets; "" if it is not certain."""
    return f"({words.british_day(reference.date)})" if reference.date and reference.date_certain else ""
