"""Normalises the symbols of United Nations documents (文号), and gives the facts that a symbol contains.

    >>> normalise("s/res/1540 (2004)"), normalise("A/RES/3472(XXX)B"), normalise("Ａ/RES/77/263 b")
    ('S/RES/1540(2004)', 'A/RES/3472B(XXX)', 'A/RES/77/263B')

The rules are those of the UN's document system. A symbol begins with the body (``A`` General Assembly, ``S`` Security
Council, ``E`` Economic and Social Council, ``CD``, ``NPT/CONF…``). The session or the year follows. Then comes the
number. Until 1975 a resolution's number came first, and its session followed in Roman numerals.

Every function here also accepts keys that are not symbols (``treaty:NPT``, ``title:…``), and does not change them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from archive import numerals
from archive.characters import printed, unified

GA_RESOLUTION = "ga_resolution"
GA_DECISION = "ga_decision"
SC_RESOLUTION = "sc_resolution"
ECOSOC_RESOLUTION = "ecosoc_resolution"
HRC_RESOLUTION = "hrc_resolution"
RESOLUTION = "resolution"  # a resolution of another organ or body: UNEP/EA.5/Res.11, GC(63)/RES/13
TREATY = "treaty"
INSTRUMENT = "instrument"  # a legal instrument that is known only by its title
REPORT = "report"
OFFICIAL_RECORD = "official_record"
MEETING_RECORD = "meeting_record"
DRAFT_RESOLUTION = "draft_resolution"
CONFERENCE_DOCUMENT = "conference_document"
INFCIRC = "infcirc"
DOCUMENT = "document"  # the symbol does not show the kind: A/57/124 is a report, but A/54/42 is an official record
KINDS = (
    GA_RESOLUTION, GA_DECISION, SC_RESOLUTION, ECOSOC_RESOLUTION, HRC_RESOLUTION, RESOLUTION, TREATY, INSTRUMENT,
    REPORT, OFFICIAL_RECORD, MEETING_RECORD, DRAFT_RESOLUTION, CONFERENCE_DOCUMENT, INFCIRC, DOCUMENT,
)  # fmt: skip

_ROMAN = "[IVXLC]+"
_LAST_OF_ONE_SERIES = 30  # until this session, the numbers of the Assembly's meetings continue from session to session
# The first parts of the symbols in the UN's document system.
_UN_SERIES = re.compile(
    r"(?:A|S|E|T|ST|CD|DC|NPT|BWC|CCW|CCM|APLC|TPNW|PCNICP|TD|UNEP|FCCC|ICCD|CBD|ISBA|SPLOS|CLCS|CAC|CTOC|CEB|JIU|"
    r"CRC|CRPD|CED|CEDAW|CMW|CCPR|CERD|CAT|HRI|UNW|DP|HSP|ICC-ASP|ECE|ESCAP|CEPAL|LC|ECA|GC\.\d+|IDB\.\d+|INFCCC|"
    r"UN-HABITAT|HS|SAICM|IPBES|HRC)(?=/)"
)
# Matches the dash between the two symbols of a joint document.
_JOINT = r" ?- ?(?=(?:[ASE]|TD|ISBA|WT|CD|FCCC)/[\dA-Z])"
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63]")
# Symbols that are already in the normal spelling: A/RES/77/263B, S/RES/1540(2004), A/69/53/Add.1. Most symbols are.
_NORMAL = re.compile(
    r"(?:[ASE]|CD|NPT)/(?:(?:RES|DEC|HRC|PRST|CONF\.\d+|CN?\.\d+)/)*(?:E?S-)?\d+(?:/\d+)*[A-Z]?(?:\((?:\d+|[IVXLC]+)\))?"
    r"(?:/(?:Add|Corr|Rev)\.\d+)*",
    re.A,
)
# Words in symbols that the UN writes in mixed case.
_MIXED = re.compile(
    r"(?<=[/(\d])(?:(?:ADD|CORR|REV|AMEND|SUB|RES|SUPPL|SECT|INCOMESECT|PARTS?|VOLS?|CHAP|OZL\.PRO)(?=\.\d)"
    r"|HG(?=/)|(?:SECT|INCOMESECT|PARTS?|VOLS?)(?=\.?[IVX\d])|(?:CORRECTED|INTRODUCTION|SUPP)(?=\)))",
    re.I,
)
_PLACE = re.compile(r" ?\((?:Vol|Part|Sect|Income|Introduction|Chap|Supp)[^()]*\)?", re.I)
_MIXED_SPELLING = {"OZL.PRO": "OzL.Pro", "INCOMESECT": "IncomeSect"}


def is_series(word: str) -> bool:
    """Whether a symbol can begin with this word.

    >>> is_series("NPT"), is_series("INFCIRC"), is_series("NP")
    (True, True, False)
    """
    return word in ("INFCIRC", "GOV") or _UN_SERIES.match(f"{word}/") is not None


def is_symbol(key: str) -> bool:
    """Whether a normalised key has the form of a symbol: a body or series of the UN, and a number.

    >>> [is_symbol(key) for key in ("A/RES/65/72", "A/C.1/79/L.75", "GC(63)/RES/13", "乱写的文号!!", "A/b")]
    [True, True, True, False, False]
    """
    known = is_series(key.partition("/")[0]) or kind_of(key) != DOCUMENT
    return known and re.fullmatch(r"[\w./() *-]*\d[\w./() *-]*", key, re.A) is not None


@lru_cache(maxsize=1 << 14)
def normalise(symbol: str) -> str:
    """The normal spelling of a symbol. The given spelling can differ in spaces, case, width and invisible characters.

    The normal spelling has no white space, and the letter of a part follows the number directly (``A/RES/77/263B``,
    ``A/RES/3472B(XXX)``). A key that is not a symbol (``treaty:NPT``) is returned unchanged.

    >>> normalise("A/RES/2373 (XXII)"), normalise("INFCIRC/540 (Corrected)"), normalise("unep/ea.5/res.11")
    ('A/RES/2373(XXII)', 'INFCIRC/540(Corrected)', 'UNEP/EA.5/Res.11')
    >>> normalise("A/RES/1653(十六)"), normalise("INFCIRC/254/Rev.14/Part 1")
    ('A/RES/1653(XVI)', 'INFCIRC/254/Rev.14/Part1')
    """
    if _NORMAL.fullmatch(symbol) or symbol.startswith(("treaty:", "title:")):
        return symbol
    return _respelled(symbol)


def _respelled(symbol: str) -> str:
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", printed(unified(symbol))[0]))
    text = re.sub(r"\s+", "", text).strip("/.,;:。，；：、،؛").replace("更正本", "Corrected")
    text = re.sub(r"\(CORR\.?\)", "(Corrected)", text, flags=re.I)
    text = re.sub(rf"(?<=[\dA-Z])\(([{numerals.DIGITS}十]+)\)", _in_roman, text)
    # Small letters become capitals. Words in mixed case (OzL.Pro, FinRep) are not changed.
    text = re.sub(r"[^/()]+", lambda m: m[0] if re.search("[A-Z]", m[0]) and m[0][0].isupper() else m[0].upper(), text)
    text = re.sub(r"^A/RES(?=/)", "A/RES", text, flags=re.I)
    text = re.sub(r"(?<=\d)(?=(?:ADD|CORR|REV)\.\d)", "/", text, flags=re.I)
    text = re.sub(rf"^([AE]/(?:RES|DEC)/\d+)(\((?:E?S-)?{_ROMAN}\))([A-Z](?:-[A-Z])?)$", r"\1\3\2", text)
    text = re.sub(r"^(E?C-.*/)DEC(?=\.)", r"\1DEC", text, flags=re.I)  # the OPCW's decisions are in capitals
    return _MIXED.sub(lambda m: _MIXED_SPELLING.get(m[0].upper(), m[0].capitalize()), text)


def _in_roman(session: re.Match[str]) -> str:
    """The session of an early resolution in Roman numerals: (十六) becomes (XVI)."""
    number = numerals.from_chinese(session[1])
    return f"({numerals.to_roman(number)})" if number else session[0]


@lru_cache(maxsize=1 << 14)
def symbols_in(symbol: str) -> tuple[str, ...]:
    """The normalised symbols of one document. A joint document of two organs has two symbols.

    >>> symbols_in("A/55/530-S/2000/1052")
    ('A/55/530', 'S/2000/1052')
    """
    symbol = _DASHES.sub("-", symbol)
    return tuple(map(normalise, re.split(_JOINT, symbol))) if "-" in symbol else (normalise(symbol),)


def joint_in(words: str) -> tuple[str, ...]:
    """The two symbols of the joint document that a text names; () if the text names no joint document.

    >>> joint_in("见《某事报告》(A/66/371-S/2011/592)，附件")
    ('A/66/371', 'S/2011/592')
    """
    joint = re.search(rf"[A-Z]+/[A-Za-z\d./]+{_JOINT}[A-Za-z\d./]+", _DASHES.sub("-", words))
    return symbols_in(joint[0]) if joint else ()


def without_place(symbol: str) -> str:
    """The symbol of the whole document, without the volume, part or section.

    The closing bracket can be missing, because some addresses leave it out.

    >>> [without_place(symbol) for symbol in ("A/57/6 (Sect. 5)", "A/65/5(Vol. I)", "A/C.5/60/1(Part II")]
    ['A/57/6', 'A/65/5', 'A/C.5/60/1']
    """
    return _PLACE.sub("", symbol)


_LETTER = "(?:[A-Z](?:-[A-Z])?)?"  # the letter of a part, or of several parts: B, A-C
_IN_SESSION = rf"(?:E?S-)?\d{{1,3}}/\d{{1,4}}{_LETTER}"  # 65/72, 77/263B, S-10/2
_EARLY = rf"(\d{{1,4}})({_LETTER})(\((?:E?S-)?{_ROMAN}\))({_LETTER})"  # 2603A(XXIV), 2603(XXIV)A


@dataclass(frozen=True, slots=True)
class AdoptedSeries:
    """A series of numbers of adopted texts. The archive can have the text of each document in it.

    ``prefix`` begins the symbols of the series. ``numbers`` is the pattern of its numbers in the normal spelling. An
    early number, whose session is in Roman numerals, is checked by ``_EARLY`` if ``early`` is true.
    """

    kind: str
    prefix: str
    numbers: str
    early: bool = False


ADOPTED = (
    AdoptedSeries(GA_RESOLUTION, "A/RES/", _IN_SESSION, early=True),
    AdoptedSeries(GA_DECISION, "A/DEC/", _IN_SESSION),
    AdoptedSeries(SC_RESOLUTION, "S/RES/", r"\d{1,4}\((?:19|20)\d\d\)"),
    AdoptedSeries(ECOSOC_RESOLUTION, "E/RES/", rf"(?:19|20)\d\d/\d{{1,3}}{_LETTER}", early=True),
    AdoptedSeries(HRC_RESOLUTION, "A/HRC/RES/", rf"(?:S-)?\d{{1,2}}/\d{{1,3}}{_LETTER}"),
)
"""The series of texts that the archive can have, one row for each. All rooms read which bodies there are from here."""
_ADOPTED_BY_KIND = {series.kind: series for series in ADOPTED}
ADOPTED_KINDS = tuple(_ADOPTED_BY_KIND)


def adopted_symbol(number: str, kind: str = GA_RESOLUTION) -> str | None:
    """The symbol of the text of this kind with this printed number; None if the kind has no such numbers.

    >>> [adopted_symbol("49/3", kind) for kind in (GA_RESOLUTION, GA_DECISION, HRC_RESOLUTION, SC_RESOLUTION)]
    ['A/RES/49/3', 'A/DEC/49/3', 'A/HRC/RES/49/3', None]
    >>> adopted_symbol("1540 (2004)", SC_RESOLUTION), adopted_symbol("2024/5", ECOSOC_RESOLUTION)
    ('S/RES/1540(2004)', 'E/RES/2024/5')
    """
    series, text = _ADOPTED_BY_KIND[kind], normalise(number)
    if re.fullmatch(series.numbers, text):
        return f"{series.prefix}{text}"
    if series.early and (early := re.fullmatch(_EARLY, text)):
        return f"{series.prefix}{early[1]}{early[2] or early[4]}{early[3]}"
    return None


def resolution_symbol(number: str) -> str | None:
    """The symbol of the General Assembly resolution with this printed number; None for any other text.

    >>> [resolution_symbol(n) for n in ("65/72.", "77/263 B", "S-10/2", "2373 (XXII)", "no number")]
    ['A/RES/65/72', 'A/RES/77/263B', 'A/RES/S-10/2', 'A/RES/2373(XXII)', None]
    """
    return adopted_symbol(number, GA_RESOLUTION)


def adopted_series(symbol: str) -> AdoptedSeries | None:
    """The series to which the text with this normalised symbol belongs. A corrigendum belongs to that of its text.

    None for a document whose text the archive cannot have, and for a symbol with an impossible number.

    >>> [found.kind if (found := adopted_series(s)) else None for s in ("S/RES/1540(2004)", "A/RES/65/72/Corr.1")]
    ['sc_resolution', 'ga_resolution']
    >>> adopted_series("A/57/124"), adopted_series("S/RES/65/72")
    (None, None)
    """
    series = next((each for each in ADOPTED if symbol.startswith(each.prefix)), None)
    if series is None:
        return None
    number = re.sub(r"/Corr\.\d+$", "", symbol).removeprefix(series.prefix)
    return series if adopted_symbol(number, series.kind) else None


def printed_number(symbol: str) -> str:
    """The number of an adopted text without the prefix of its series. Other symbols are returned unchanged.

    >>> printed_number("A/RES/65/72"), printed_number("S/RES/1540(2004)"), printed_number("A/57/124")
    ('65/72', '1540(2004)', 'A/57/124')
    """
    series = next((each for each in ADOPTED if symbol.startswith(each.prefix)), None)
    return symbol.removeprefix(series.prefix) if series else symbol


def spaced(number: str) -> str:
    """A printed number or a symbol with the spaces of an English text, before the letter of a part and a bracket.

    >>> [spaced(each) for each in ("217A(III)", "A/RES/49/75K", "1540(2004)", "S-10/2", "GC(63)/RES/13")]
    ['217 A (III)', 'A/RES/49/75 K', '1540 (2004)', 'S-10/2', 'GC(63)/RES/13']
    """
    return re.sub(r"(?<=\d)(?=[A-Z](?:-[A-Z])?(?:\([^()]*\))?$)|(?<=[^ ])(?=\([^()]*\)$)", " ", number)


def is_decision_number(number: str) -> bool:
    """Whether the General Assembly gives this number to decisions only.

    Numbers with a session exist since session 31. Decisions had numbers from 301 on. Since session 57 they have numbers
    from 401 on. No session had so many resolutions. Special sessions count decisions otherwise.

    >>> [is_decision_number(number) for number in ("79/519", "34/418", "71/325", "56/301", "S-10/24")]
    [True, True, False, True, False]
    """
    found = re.fullmatch(rf"(\d{{2,3}})/(\d{{1,4}}){_LETTER}", normalise(number))
    return found is not None and int(found[2]) >= (301 if int(found[1]) < 57 else 401)


def adopted_order(symbol: str) -> int:
    """A key for sorting the texts of one series by session or year, before their numbers.

    The Security Council does not begin its numbers again, so all its resolutions have the key 0.

    >>> [adopted_order(s) for s in ("A/RES/65/72", "A/HRC/RES/49/3", "E/RES/2024/5", "S/RES/1540(2004)")]
    [65, 49, 2024, 0]
    """
    return max(0, session_order(adopted_session(symbol)))


def adopted_session(symbol: str) -> str:
    """The session in the symbol of an adopted text, of the body that adopted it.

    For the Economic and Social Council it is the year of the session. The Security Council has no sessions.

    >>> [adopted_session(s) for s in ("A/DEC/79/519", "A/HRC/RES/S-21/1", "E/RES/2024/5", "S/RES/1540(2004)")]
    ['79', 'S-21', '2024', '']
    """
    if symbol.startswith(("A/HRC/RES/", "E/RES/")):
        number = printed_number(symbol)
        early = re.search(rf"\(({_ROMAN})\)", number)
        return str(numerals.from_roman(early[1])) if early else number.partition("/")[0]
    return session_of(symbol)


def adopted_year(symbol: str) -> int | None:
    """The year in which a text was probably adopted, from its symbol alone; None if the symbol does not show it.

    A session of the General Assembly opens in one year and ends in the next; the result is the first of them. The Human
    Rights Council has held three sessions a year since 2006.

    >>> [adopted_year(s) for s in ("A/RES/65/72", "S/RES/1540(2004)", "E/RES/2024/5", "A/HRC/RES/49/3", "A/RES/S-10/2")]
    [2010, 2004, 2024, 2022, None]
    """
    order = adopted_order(symbol)
    match kind_of(symbol):
        case "sc_resolution":
            return int(symbol[-5:-1]) if re.search(r"\(\d{4}\)$", symbol) else None
        case "ecosoc_resolution":
            return order if order >= FOUNDED else None
        case "hrc_resolution":
            return 2006 + (order - 1) // 3 if 0 < order < SPECIAL else None
    return session_year(order) if 0 < order < SPECIAL else None


def meeting_record(symbol: str, meeting: int) -> str:
    """The symbol of the record of the meeting that adopted a text; "" if the symbol does not show the session.

    Until session 30, the General Assembly's records have no session. Those of its special sessions are not derived.

    >>> [meeting_record(*each) for each in (("A/RES/65/72", 60), ("A/RES/1653(XVI)", 1063), ("S/RES/1540(2004)", 4956))]
    ['A/65/PV.60', 'A/PV.1063', 'S/PV.4956']
    >>> meeting_record("E/RES/2024/5", 20), meeting_record("A/HRC/RES/49/3", 55)
    ('E/2024/SR.20', 'A/HRC/49/SR.55')
    """
    session = adopted_session(symbol)
    match kind_of(symbol):
        case "sc_resolution":
            return f"S/PV.{meeting}"
        case "ecosoc_resolution":
            return f"E/{session}/SR.{meeting}" if int(session or 0) >= FOUNDED else f"E/SR.{meeting}"
        case "hrc_resolution":
            return f"A/HRC/{session}/SR.{meeting}"
    if not session.isdigit():
        return ""
    return f"A/PV.{meeting}" if int(session) <= _LAST_OF_ONE_SERIES else f"A/{session}/PV.{meeting}"


def corrected(symbol: str) -> str | None:
    """The symbol of the text that a corrigendum corrects; None for any other symbol.

    >>> corrected("A/RES/65/72/Corr.1"), corrected("A/RES/65/72")
    ('A/RES/65/72', None)
    """
    found = re.fullmatch(r"(.+)/Corr\.\d+", symbol)
    return found[1] if found and adopted_series(found[1]) else None


def supplemented(symbol: str) -> tuple[str, str] | None:
    """The document to which a corrigendum or an addendum belongs, and ``Corr`` or ``Add``; None for other symbols.

    >>> supplemented("A/60/88/Corr.2"), supplemented("A/72/65/Add.1"), supplemented("A/60/88")
    (('A/60/88', 'Corr'), ('A/72/65', 'Add'), None)
    """
    found = re.fullmatch(r"(.+)/(Corr|Add)\.\d+", symbol)
    return (found[1], found[2]) if found else None


def session_of(symbol: str) -> str:
    """The session of the General Assembly in a symbol; ``""`` if the symbol has no such session.

    >>> [session_of(s) for s in ("A/RES/65/72", "A/RES/2252(ES-V)", "A/C.1/79/L.75", "S/RES/1540(2004)")]
    ['65', 'ES-5', '79', '']
    """
    if m := re.match(rf"A/RES/\d+[A-Z]?\((E?S-)?({_ROMAN})\)", symbol):
        return f"{m[1] or ''}{numerals.from_roman(m[2])}"
    if m := re.match(r"A/(?:RES/|DEC/|C\.\d/|BUR/|INF/)?((?:E?S-)?\d{1,3})/", symbol):
        return m[1]
    return ""


SPECIAL = 1000  # ``session_order`` of special sessions is above this


def session_order(session: str) -> int:
    """A key for sorting sessions. Regular sessions come first, then special (S-10), then emergency special (ES-11).

    The key of "" is -1.
    """
    m = re.fullmatch(r"(E?S-)?(\d+)", session)
    return {None: 0, "S-": SPECIAL, "ES-": 2 * SPECIAL}[m[1]] + int(m[2]) if m else -1


def in_order(symbol: str) -> tuple[str, int, int, str, str]:
    """A key to sort symbols: by organ and kind, then by session, then by number.

    >>> sorted(["A/RES/65/72", "A/RES/9/810", "A/RES/65/8", "A/DEC/79/519"], key=in_order)
    ['A/DEC/79/519', 'A/RES/9/810', 'A/RES/65/8', 'A/RES/65/72']
    """
    number, part = number_and_part(symbol)
    return (kind_of(symbol), session_order(session_of(symbol)), number, part, symbol)


FOUNDED = 1945  # the year of the Charter; regular session n opens in FOUNDED + n


def session_year(number: int) -> int:
    """The year in which the regular session with this number opens: ``session_year(65)`` is 2010."""
    return FOUNDED + number


def session_dates(session: str) -> tuple[date, date] | None:
    """The earliest and the latest day of a regular session; None for special sessions, which have no fixed dates.

    A regular session opens in September and ends when the next session opens. By rule 1 of the rules of procedure, it
    opens on the Tuesday of the third week. The result covers whole months, so it includes all meetings of session 2 and
    later sessions.

    >>> session_dates("65")
    (datetime.date(2010, 9, 1), datetime.date(2011, 8, 31))
    """
    if not session.isdecimal():
        return None
    year = session_year(int(session))
    return date(year, 9, 1), date(year + 1, 8, 31)


def session_on(day: date) -> int:
    """The number of the regular session that is open on a day.

    >>> session_on(date(2010, 12, 8)), session_on(date(2011, 3, 1))
    (65, 65)
    """
    return day.year - session_year(0) - (day.month < 9)


def number_and_part(symbol: str) -> tuple[int, str]:
    """The number of a resolution, decision or document, and the letter of its part; ``(0, "")`` without a number.

    >>> [number_and_part(symbol) for symbol in ("A/RES/77/263B", "A/RES/2373(XXII)", "S/RES/1540(2004)", "A/54/42")]
    [(263, 'B'), (2373, ''), (1540, ''), (42, '')]
    """
    m = re.match(r"(?:[^/]+/)+(\d+)([A-Z](?:-[A-Z])?)?(?=\(|/(?:Add|Corr|Rev)\.|$)", symbol)
    return (int(m[1]), m[2] or "") if m else (0, "")


def without_part(symbol: str) -> str:
    """The symbol without the letter of a part. Other symbols are returned unchanged.

    >>> [without_part(symbol) for symbol in ("A/RES/2603A(XXIV)", "A/RES/77/263A-B", "A/RES/65/72")]
    ['A/RES/2603(XXIV)', 'A/RES/77/263', 'A/RES/65/72']
    """
    number, part = number_and_part(symbol)
    return symbol.replace(f"/{number}{part}", f"/{number}", 1) if part else symbol


def with_number(symbol: str, number: int) -> str:
    """The symbol of another resolution of the same session, without the letter of a part.

    >>> with_number("A/RES/78/78", 79), with_number("A/RES/2603A(XXIV)", 2604), with_number("A/RES/S-10/2", 1)
    ('A/RES/78/79', 'A/RES/2604(XXIV)', 'A/RES/S-10/1')
    """
    return re.sub(r"/\d+(?=\(|$)", f"/{number}", without_part(symbol))


def published_as(symbol: str) -> str:
    """The symbol under which the UN's document server has the document.

    In the early sessions, the lettered parts of a resolution were published as one document. A joint document has its
    first symbol.

    >>> published_as("A/RES/217A(III)"), published_as("A/RES/77/263B"), published_as("A/55/530-S/2000/1052")
    ('A/RES/217(III)', 'A/RES/77/263B', 'A/55/530')
    """
    return re.sub(r"(?<=\d)[A-Z](?:-[A-Z])?(?=\()", "", symbols_in(symbol)[0])


# The first pattern that matches gives the kind. Without a match, the kind is DOCUMENT.
_KINDS = [
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"treaty:", TREATY),
        (r"title:", INSTRUMENT),
        (r"A/RES/", GA_RESOLUTION),
        (r"A/DEC/", GA_DECISION),
        (r"S/RES/", SC_RESOLUTION),
        (r"E/RES/", ECOSOC_RESOLUTION),
        (r"A/HRC/RES/", HRC_RESOLUTION),
        (r".*/RES/|.*/Res\.\d|WHA\d+\.\d+$", RESOLUTION),
        (r"INFCIRC/", INFCIRC),
        (r".*/(?:PV|SR)\.\d", MEETING_RECORD),
        (r"[AES]/(?:.+/)?L\.\d", DRAFT_RESOLUTION),
        (r"JIU/REP/", REPORT),
        (r".*/(?:CONF|SPCONF|MSP|COP|RevCon)\b", CONFERENCE_DOCUMENT),
    )
]


def kind_of(symbol: str) -> str:
    """The kind of the document with this normalised symbol or key: one of ``KINDS``."""
    return next((kind for pattern, kind in _KINDS if pattern.match(symbol)), DOCUMENT)


def official_url(symbol: str) -> str:
    """The address of the official Chinese copy; ``""`` if no address is known.

    The address is on the UN's document server (``published_as``). An INFCIRC has the address of the IAEA's list.
    Decisions have no address, because they were published only in volumes. The OPCW's series S has no address on this
    server either.

    >>> official_url("A/RES/65/72"), official_url("A/RES/217A(III)")
    ('https://docs.un.org/zh/A/RES/65/72', 'https://docs.un.org/zh/A/RES/217(III)')
    """
    if symbol.startswith("INFCIRC/"):
        return "https://www.iaea.org/publications/documents/infcircs"
    if symbol.startswith("A/DEC/") or symbol.endswith("(OPCW)") or not _UN_SERIES.match(symbol):
        return ""
    return "https://docs.un.org/zh/" + quote(published_as(symbol), safe="/()")
