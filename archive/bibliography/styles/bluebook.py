"""The Bluebook, 21st edition, rule 21 (international materials).

Resolutions are cited by organ and number: ``G.A. Res. 65/72, ¶ 8 (Dec. 8, 2010)`` (rule 21.7.2). Other documents have
the title in italics, place, number and day (rule 21.7.3), and treaties title, day and treaty series (rule 21.4). The
record of a meeting is cited to the Official Records: ``U.N. GAOR, 65th Sess., 60th plen. mtg.`` (rule 21.7.1). The
archive does not know who wrote a document, so no author is named; a document of another organisation has its name.
"""

from __future__ import annotations

import datetime
import re

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.capitals import headline
from archive.bibliography.cited import Citation, Italic, sentence
from archive.bibliography.reference import DATASET, VOTE, Reference

_ACTS = {"Resolution": "Res.", "Decision": "Dec."}
_EARLY = re.compile(r"(\d+) ([A-Z](?:-[A-Z])?) (\(.+\))")  # 217 A (III) is written 217 (III) A
_MEETING = re.compile(
    r"A/(?:C\.(?P<committee>\d+)/)?(?:(?P<special>E?S-)?(?P<session>\d+)/)?(?:PV|SR)\.(?P<meeting>\d+)(?!\d).*"
    r"|S/PV\.(?P<council>\d+)(?!\d).*"
)
_SPECIAL = {"S-": "Special ", "ES-": "Emergency Special "}
_BEFORE_SESSIONS = 1945  # the Security Council counts its years from 1946


def bluebook(reference: Reference, _today: datetime.date) -> Citation:
    """A citation with its full stop."""
    day = words.bluebook_day(reference.date) if reference.date and reference.date_certain else ""
    in_brackets = f" ({day})" if day else ""
    place = words.place(reference.paragraph, words.BLUEBOOK_PLACE) if reference.paragraph else ""
    title = headline(reference.title("en"))
    if reference.kind == DATASET:
        return _data(reference, title, day)
    if reference.kind == VOTE:
        named = words.vote_title(reference, words.BLUEBOOK_PLACE, title)
        parts = sentence([named, *_official_records(reference), _un_doc(reference)], ", ")
        return (*parts, f"{in_brackets}.")
    if reference.adopted:
        return (*sentence([_resolution(reference, day), place], ", "), f"{in_brackets}.")
    if reference.kind in (symbols.TREATY, symbols.INSTRUMENT) and not reference.symbol:
        return sentence([title, place, day, *_series(reference)], ", ", ".")
    titled = Italic(title) if reference.title_en else title
    parts = sentence([_author(reference), titled, place, *_official_records(reference), _un_doc(reference)], ", ")
    return (*parts, f"{in_brackets}.")


def _data(reference: Reference, title: str, day: str) -> Citation:
    """Data as a text on the internet (rule 18.2): version and day in brackets, and the address."""
    edition = ", ".join(filter(None, (words.version(reference, "en"), day)))
    named = sentence([reference.owner, Italic(title)], ", ")
    return (*named, f" ({edition})", f", {reference.address}" if reference.address else "", ".")


def _resolution(reference: Reference, day: str) -> str:
    """The organ, its act and the number. The year of the Security Council's number is left out beside the day."""
    number = _EARLY.sub(r"\1 \3 \2", names.english_number(reference))
    if day and reference.kind == symbols.SC_RESOLUTION:
        number = re.sub(r" \(\d{4}\)$", "", number)
    return f"{names.BODIES[reference.body].bluebook} {_ACTS[names.ACTS[reference.kind][1]]} {number}"


def _author(reference: Reference) -> str:
    """The organisation of a document that is not of the United Nations."""
    body = names.BODIES.get(reference.body)
    return body.bluebook if body and not reference.of_un else ""


def _official_records(reference: Reference) -> list[str]:
    """The Official Records, committee, session and meeting of the record of a meeting; [] for any other document.

    Symbols of early records have no session: it is that of the resolution, if the record is of a vote.
    """
    found = _MEETING.fullmatch(reference.symbol)
    if found is None:
        return []
    if council := found["council"]:
        year = reference.date.year - _BEFORE_SESSIONS if reference.date and reference.date_certain else 0
        return ["U.N. SCOR", *([f"{_ordinal(year)} Sess."] if year else []), f"{_ordinal(int(council))} mtg."]
    committee = [f"{_ordinal(int(found['committee']))} Comm."] if found["committee"] else []
    session = found["session"] or (symbols.adopted_session(reference.vote.symbol) if reference.vote else "")
    special = _SPECIAL.get(found["special"] or "", "")
    counted = [f"{_ordinal(int(session))} {special}Sess."] if session.isdigit() else []
    kind = "mtg." if committee else "plen. mtg."
    return ["U.N. GAOR", *committee, *counted, f"{_ordinal(int(found['meeting']))} {kind}"]


def _ordinal(number: int) -> str:
    """``1st``, ``22d``, ``3d``, ``11th`` (rule 6.2)."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "d", 3: "d"}.get(number % 10, "th")
    return f"{number}{ending}"


def _un_doc(reference: Reference) -> str:
    symbol = symbols.spaced(reference.symbol)
    return f"U.N. Doc. {symbol}" if symbol and reference.of_un else symbol


def _series(reference: Reference) -> list[str]:
    """Volume and number of the treaty series: the archive does not know the page."""
    unts = [f"{volume} U.N.T.S. No. {number}" for volume, number in reference.unts]
    return unts + [f"{volume} L.N.T.S. No. {number}" for volume, number in reference.lnts]
