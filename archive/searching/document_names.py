"""Reads the name of a document in any form in which people type it. Plain functions without Django.

========================= ================================================================
form                      examples
========================= ================================================================
a symbol                  A/RES/65/72, a/c.1/76/l.21, A/55/530-S/2000/1052
a number                  65/72, 第65/72号决议, 第65/72號決議, 2603(XXIV)A, UNGA Res. 65/72
a number without a year   1540号决议, 安理会1540, UNSCR 1540, S/RES/1540
a session and a number    大会第六十五届会议第72号决议
a file name, or one word  A_RES_65_72-ZH.pdf, ares6572, 65-72
an address                https://docs.un.org/zh/A/RES/65/72, undocs.org/A/RES/65/72
========================= ================================================================

Titles and short names (《不扩散条约》, NPT) are not read here. The archive's documents have them as names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from archive import numerals, symbols
from archive.characters import plain, printed
from archive.citing import reference as find
from archive.citing.numbers import number_symbol
from archive.citing.reference import Reference, fold_width

_MOST = 400  # characters; a longer text is no name
_QUOTATION_MARKS = " 《》“”「」\"'　"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The number of a resolution without the year or the session that its symbol has.

    >>> Unfinished("S/RES", 1540).matches("S/RES/1540(2004)"), Unfinished("A/RES", 2603).matches("A/RES/2603A(XXIV)")
    (True, True)
    """

    series: str
    number: int

    def __str__(self) -> str:
        return f"{self.series}/{self.number}"

    def matches(self, symbol: str) -> bool:
        return re.match(self.pattern, symbol) is not None

    @property
    def pattern(self) -> str:
        """A regular expression that the beginning of the symbol matches, for Python and for PostgreSQL."""
        return rf"^{self.series}/{self.number}[A-Z]?(-[A-Z])?\("


@dataclass(frozen=True, slots=True)
class DocumentName:
    """The documents that a typed name can mean.

    ``symbols`` are normalised. The two symbols of a joint document are both there. ``unfinished`` has one entry for
    each body whose resolution the name can mean.
    """

    symbols: tuple[str, ...] = ()
    unfinished: tuple[Unfinished, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.symbols or self.unfinished)


def document_name(text: str) -> DocumentName:
    """The documents that the whole text names. The result is false if the text is no name in a known form.

    >>> document_name("第65/72號決議").symbols, document_name("ares6572").symbols
    (('A/RES/65/72',), ('A/RES/65/72',))
    >>> document_name("安理会1540").unfinished
    (Unfinished(series='S/RES', number=1540),)
    >>> bool(document_name("核武器"))
    False
    """
    if len(text) > _MOST:
        return DocumentName()
    name = fold_width(printed(plain(text))[0]).strip(_QUOTATION_MARKS)
    name = _from_address(name) or _from_file_name(name)
    found = (form(name) for form in _FORMS)
    return next(filter(None, found), DocumentName())


# --- Addresses and file names ------------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?:https?://|www\.|docs\.un\.org/|(?:www\.)?undocs\.org/|documents\.un\.org/)", re.I)
_PARAMETERS = ("s", "symbol", "ds", "finalsymbol", "fs")
_LANGUAGE = re.compile(r"^/(?:ar|zh|en|fr|ru|es|de)(?=/)", re.I)
_FILE = re.compile(
    r"([A-Z]{1,5}_[\w.()-]*?)(?:-(?:AR|ZH|CN|C|EN|E|FR|F|RU|R|ES|S|DE))?(?:\.(?:pdf|docx?|odt|rtf|txt|xml|html?))?",
    re.I,
)


def _from_address(text: str) -> str:
    """The symbol in an address of the UN's document server, or of an archive like this one; "" for other texts."""
    if not _ADDRESS.match(text):
        return ""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:  # such as https://[
        return ""
    given = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
    named = next((given[key] for key in _PARAMETERS if key in given), "")
    return (named or _LANGUAGE.sub("", unquote(parts.path))).strip("/ ")


def _from_file_name(text: str) -> str:
    """The symbol in the name of a file of the UN, and every other text as it is.

    >>> _from_file_name("A_RES_65_72-ZH.pdf"), _from_file_name("A_C.1_76_L.21"), _from_file_name("65/72")
    ('A/RES/65/72', 'A/C.1/76/L.21', '65/72')
    """
    found = _FILE.fullmatch(text)
    return found[1].replace("_", "/") if found else text


# --- Forms -------------------------------------------------------------------------------------------------

_SYMBOL = re.compile(r"[A-Z][A-Z0-9.-]*(?:\(\d+\))?(?:/[\w.()*-]+)+", re.ASCII | re.I)
_BODIES = {
    find.ASSEMBLY: r"(?:联合国)?大会|联大|UNGA|(?:UN\s*)?General\s+Assembly|GA",
    find.COUNCIL: r"(?:联合国)?安全理事会|安理会|UNSC|(?:UN\s*)?Security\s+Council|SC",
    find.ECOSOC: r"经济[及和]社会理事会|经社理事会|ECOSOC",
    find.RIGHTS: r"(?:联合国)?人权理事会|HRC|Human\s+Rights\s+Council",
}
_BODY = "|".join(f"(?P<{name}>{words})" for name, words in zip(("ga", "sc", "ec", "hr"), _BODIES.values(), strict=True))
_DIGIT = f"[〇零○{numerals.DIGITS}十百千]"
_NUMBER = rf"""
    (?:E?S-)?\d{{1,3}}\s*/\s*\d{{1,4}}\s?(?:[A-Z](?:-[A-Z])?)?      # 65/72, 77/263 B
  | \d{{2}}-\d{{1,3}}[A-Z]?                                        # 65-72
  | {_DIGIT}+/{_DIGIT}+                                            # 六十五/七十二
  | (?:\d{{1,4}}|{_DIGIT}+)\s?(?:[A-Z](?:-[A-Z])?)?\s?\([^()]{{1,8}}\)\s?(?:[A-Z](?:-[A-Z])?)?  # 2603(XXIV)A
  | (?:19|20)\d\d/\d{{1,3}}                                        # 2003/45, of the Economic and Social Council
  | \d{{1,4}}
"""
_NUMBERED = re.compile(
    rf"""
    (?:{_BODY})? \s* (?:的|'s)? \s*
    (?P<before>决议|决定|resolutions?|decisions?|Res\.?|Dec\.?|R(?=\s?\d))? \s* (?:第|No\.?|number)? \s*
    (?P<number>{_NUMBER}) \s*
    号? \s* (?P<noun>决议|决定|resolution|decision)?
    """,
    re.X | re.I,
)
_IN_SESSION = re.compile(
    rf"(?:{_BODY})?第(?P<session>\d+|{_DIGIT}+)届(?:会议|大会|联大)?的?第?(?P<number>\d+|{_DIGIT}+)号?(?P<noun>决议|决定)",
    re.I,
)
_ONE_WORD = re.compile(r"(?:UN)?(?P<organ>[AS])[\W_]*(?P<series>RES|DEC)[\W_]*(?P<rest>.+)", re.I)
_SLASHED_SESSIONS = range(31, 100)  # the sessions with two digits whose resolutions are numbered 31/1, 31/2 …
_YEARS = range(1946, 2100)


def _symbol(text: str) -> DocumentName:
    """A whole symbol. ``S/RES/1540`` and ``A/RES/2603`` lack the year or the session."""
    both = symbols.symbols_in(text.rstrip("* "))
    if not all(map(_SYMBOL.fullmatch, both)) or not _is_document(both[0]):
        return DocumentName()
    if lacking := re.fullmatch(r"([AS]/RES)/(\d{1,4})", both[0]):
        return DocumentName(unfinished=(Unfinished(lacking[1], int(lacking[2])),))
    return DocumentName(symbols=both)


def _is_document(symbol: str) -> bool:
    """Whether a normalised text is the symbol of a document, not two words with a slash between them (and/or)."""
    return symbols.is_series(symbol.partition("/")[0].partition("(")[0]) and re.search(r"\d", symbol) is not None


def _numbered(text: str) -> DocumentName:
    """The number of a resolution or decision, with or without the words around it."""
    found = _NUMBERED.fullmatch(text)
    if not found:
        return DocumentName()
    body, noun = _body(found), (found["noun"] or found["before"] or "").lower()
    decision = noun.startswith(("决定", "dec"))
    number = re.sub(r"\s", "", found["number"]).upper()
    if number.isdecimal():
        return _without_year(int(number), body) if (body or noun) and not decision else DocumentName()
    number = re.sub(r"^(\d\d)-", r"\1/", number)
    if "/" in number and not number.isascii():
        number = "/".join(str(numerals.from_chinese(part)) for part in number.split("/"))
    return _of_number(number, body, decision)


def _without_year(number: int, body: str | None) -> DocumentName:
    """1540号决议 can be a resolution of the Council or an early one of the Assembly."""
    series = {find.COUNCIL: ("S/RES",), find.ASSEMBLY: ("A/RES",), None: ("S/RES", "A/RES")}.get(body, ())
    return DocumentName(unfinished=tuple(Unfinished(each, number) for each in series))


def _of_number(number: str, body: str | None, decision: bool) -> DocumentName:
    """The symbol that citing makes of a number. A number of a special session (S-10/2) needs no other rule."""
    noun = "决定" if decision else "决议"
    symbol = number_symbol(Reference(find.NUMBER, 0, len(number), number, body, noun))
    return DocumentName(symbols=(symbol,)) if symbol else DocumentName()


def _body(found: re.Match[str]) -> str | None:
    """The body that the words name; None if they name none."""
    return next((body for body, name in zip(_BODIES, ("ga", "sc", "ec", "hr"), strict=True) if found[name]), None)


def _in_session(text: str) -> DocumentName:
    """The session and the number in separate words: 大会第六十五届会议第72号决议."""
    found = _IN_SESSION.fullmatch(text)
    if not found:
        return DocumentName()
    session, number = (
        int(part) if part.isascii() else numerals.from_chinese(part) for part in found.group("session", "number")
    )
    return _of_number(f"{session}/{number}", _body(found), found["noun"] == "决定")


def _one_word(text: str) -> DocumentName:
    """A symbol with other marks between its parts, or without marks: ares6572, A-RES-65-72, sres1540."""
    found = _ONE_WORD.fullmatch(text)
    if not found:
        return DocumentName()
    organ, series, rest = found["organ"].upper(), found["series"].upper(), found["rest"]
    if organ == "S":
        return _of_council(rest) if series == "RES" else DocumentName()
    slashed = re.fullmatch(r"(\d\d)[\W_]*(\d{1,3})[\W_]*([A-Z]?)", rest, re.I)
    if slashed and int(slashed[1]) in _SLASHED_SESSIONS:
        return DocumentName(symbols=(f"A/{series}/{slashed[1]}/{int(slashed[2])}{slashed[3].upper()}",))
    early = re.fullmatch(r"(\d{1,4})[\W_]*([A-Z]?)[\W_]*\(?([IVX]+)\)?", rest, re.I)
    return (
        _of_number(f"{early[1]}{early[2]}({early[3]})".upper(), find.ASSEMBLY, series == "DEC")
        if early
        else DocumentName()
    )


def _of_council(rest: str) -> DocumentName:
    """The number of a Council resolution, with or without its year: 1540, 1540(2004), 15402004."""
    with_year = re.fullmatch(r"(\d{1,4})[\W_]*(\d{4})\)?", rest)
    if with_year and int(with_year[2]) in _YEARS:
        return DocumentName(symbols=(f"S/RES/{with_year[1]}({with_year[2]})",))
    alone = re.fullmatch(r"\d{1,4}", rest)
    return DocumentName(unfinished=(Unfinished("S/RES", int(rest)),)) if alone else DocumentName()


# The first form that fits gives the result.
_FORMS: tuple[Callable[[str], DocumentName], ...] = (_numbered, _in_session, _symbol, _one_word)
