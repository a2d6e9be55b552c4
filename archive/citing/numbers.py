"""Makes symbols from the numbers of resolutions and decisions: A/RES/55/33M from 第55/33 M号决议."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from archive import symbols
from archive.citing.bodies import body_in_session
from archive.citing.reference import (
    ASIA,
    ASSEMBLY,
    COUNCIL,
    ECOSOC,
    ENVIRONMENT,
    HEALTH,
    OWN,
    RIGHTS,
    RIGHTS_COMMISSION,
    Reference,
)
from archive.numerals import from_chinese, to_roman

_OF_YEAR = re.compile(r"\d+\(\d{4}\)")  # 1540(2004)
_OF_SESSION = re.compile(r"\d+(?:[A-Z](?:-[A-Z])?)?\(((?:E?S-)?[IVXLC]+)\)(?:[A-Z](?:-[A-Z])?)?")  # 3472(XXX)B
_NO_DIGIT = re.compile(r"\D+")


def number_symbol(reference: Reference) -> str | None:
    """The symbol of a numbered resolution or decision; None if no symbol follows from the number and its body.

    If the number has a date, the year of the date shows whether the Assembly or the Human Rights Council held the
    session (``bodies.body_in_session``). The year counts more than the body that the words name. A number of OWN is one
    of the Assembly here: ``resolve.numbers.decided`` replaces OWN if another body adopted the citing text.

    >>> from archive.citing.reference import NUMBER
    >>> number_symbol(Reference(NUMBER, 0, 9, "55/33 M", ASSEMBLY, "决议"))
    'A/RES/55/33M'
    """
    if reference.body == OWN:
        reference = replace(reference, body=ASSEMBLY)
    name = _in_digits("".join(reference.name.split()))
    series = "DEC" if reference.noun == "决定" else "RES"
    if _OF_YEAR.fullmatch(name):
        return None if series == "DEC" else f"S/RES/{name}"
    if name.isdecimal():
        return f"S/RES/{name}({reference.year})" if reference.body == COUNCIL and reference.year else None
    if "." in name:
        return f"WHA{name}" if reference.body == HEALTH else None
    if early := _OF_SESSION.fullmatch(name):
        # The Assembly used Roman numerals until its thirtieth session. ECOSOC used them until its sixty-third session.
        economic = reference.body == ECOSOC or re.match("XXX.|XL|L", early[1])
        return symbols.normalise(f"{'E' if economic else 'A'}/{series}/{name}")
    return _slashed_symbol(reference, name, series)


_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _in_digits(name: str) -> str:
    """Writes the number of a resolution in digits, and its session in Roman letters.

    >>> [_in_digits(name) for name in ("一六五三(十六)", "1653(ⅩⅥ)", "十㈠", "一五四○(二○○四)", "64/47")]
    ['1653(XVI)', '1653(XVI)', '10(I)', '1540(2004)', '64/47']
    """
    number, bracket, rest = unicodedata.normalize("NFKC", name).partition("(")
    if not bracket:
        return name
    session, _, after = rest.partition(")")
    if not session.isascii() and len(session) < 4:
        session = to_roman(from_chinese(session) or 1)
    session = session.upper()
    number = str(from_chinese(number)) if "十" in number else number.translate(_DIGITS)
    return f"{number}({session.translate(_DIGITS)}){after}"


def _slashed_symbol(reference: Reference, name: str, series: str) -> str | None:
    session_words, slash, number = name.partition("/")
    if not slash:
        return None
    session, year = int(_NO_DIGIT.sub("", session_words)), reference.year
    if int(_NO_DIGIT.sub("", number)) > 999:
        return None
    if session > 1900 and reference.body == RIGHTS_COMMISSION:
        return f"{RIGHTS_COMMISSION}/{series}/{name}"
    if session > 1900:
        governed = reference.body in (ECOSOC, ASSEMBLY, COUNCIL, RIGHTS, None)
        return f"E/{series}/{name}" if governed else None
    special = "S-" in session_words
    body = _body_by_date(reference.body, session, year) if year and not special else reference.body
    if body == RIGHTS and (session < 100):
        return symbols.normalise(f"A/HRC/{series}/{name}")
    if body == ASIA:
        return f"{ASIA}/{series}/{name}"
    if body == ENVIRONMENT and session < 20 and series == "RES":
        return f"UNEP/EA.{session}/Res.{number}"
    if body not in (None, ASSEMBLY, COUNCIL, ECOSOC):
        return None
    if session < 31 and not special:
        return None  # the Assembly has numbered its resolutions in this way only since its thirty-first session
    return symbols.normalise(f"A/{series}/{name}")


def _body_by_date(body: str | None, session: int, year: int) -> str | None:
    """The body that held this session in this year: the Assembly or the Human Rights Council.

    If neither held it, or if the words name another body, the result is the named body; "" if no body is named.
    """
    held = body_in_session(session, year)
    if held == ASSEMBLY and body in (ASSEMBLY, RIGHTS, None, ""):
        return ASSEMBLY
    if held == RIGHTS and body in (RIGHTS, ASSEMBLY, None):
        return RIGHTS
    return "" if body is None else body
