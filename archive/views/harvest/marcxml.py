"""MARC 21 in XML, with the fields of the UN Digital Library (https://digitallibrary.un.org).

=====  =======================================  =====  =========================================================
041    the languages of the texts               710    the organ that adopted it, and its Main Committee
191    the symbol; body and session             793    the code of the Main Committee
245    the title, in English if there is one    856    the addresses of the texts, and of the official copy
260    place, publisher, day of issue           880    the Chinese title or subject of a field (``$6``)
269    the day of issue, otherwise of adoption  991    the items of the agenda
500    the proposal, as printed                 992    the day of adoption
650    the subjects (``$2 unbist``: UNBIS)      993    draft, report and record of the meeting
                                                996    the vote
=====  =======================================  =====  =========================================================

The library's own numbers of records are not known here, so 001 is the symbol. The first indicator of 993, which tells
the kinds of related documents apart, is left blank: no public text says what its numbers mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree

from archive import symbols
from archive.bibliography import names
from archive.bibliography.reference import GENERAL_ASSEMBLY
from archive.languages import Language
from archive.models.resolution import Committee
from archive.models.subject import UNBIS
from archive.views.harvest.described import Described
from archive.views.harvest.xml import add, begin
from archive.voting.outcome import Outcome

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SCHEMA = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"

_LEADER = "     nam a22     uu 4500"  # a new record of printed text in Unicode; lengths are for ISO 2709 only
_COUNTRIES = {"New York": "nyu", "Geneva": "sz "}  # MARC's codes, by the place of publication
# The library's codes of the Main Committees, and their names in the library's headings.
_COMMITTEES = {
    Committee.FIRST: ("01", "1st Committee"),
    Committee.SECOND: ("02", "2nd Committee"),
    Committee.THIRD: ("03", "3rd Committee"),
    Committee.FOURTH: ("04", "4th Committee"),
    Committee.FIFTH: ("05", "5th Committee"),
    Committee.SIXTH: ("06", "6th Committee"),
    Committee.SPECIAL_POLITICAL: ("SP", "Special Political Committee"),
    Committee.PLENARY: ("PL", ""),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its indicators and its subfields, (code, value). Subfields without a value are left out.

    ``chinese`` has the subfields of the same field in Chinese. The field 880 has them.
    """

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]
    chinese: tuple[tuple[str, str], ...] = ()


def record(of: Described) -> etree._Element:
    root = begin(NAMESPACE, "record", SCHEMA)
    add(root, "leader", _LEADER)
    add(root, "controlfield", of.reference.symbol, tag="001")
    add(root, "controlfield", of.changed_at.strftime("%Y%m%d%H%M%S.0"), tag="005")
    add(root, "controlfield", _general(of), tag="008")
    chinese: list[Field] = []
    for field in _fields(of):
        subfields = tuple((code, value) for code, value in field.subfields if value)
        if field.chinese:
            link = f"{len(chinese) + 1:02}"
            chinese.append(Field("880", field.indicators, (("6", f"{field.tag}-{link}/$1"), *field.chinese)))
            subfields = (("6", f"880-{link}"), *subfields)
        _add(root, field.tag, field.indicators, subfields)
    for field in chinese:
        _add(root, field.tag, field.indicators, field.subfields)
    return root


def _add(root: etree._Element, tag: str, indicators: str, subfields: tuple[tuple[str, str], ...]) -> None:
    if not subfields:
        return
    made = add(root, "datafield", tag=tag, ind1=indicators[0], ind2=indicators[1])
    for code, value in subfields:
        add(made, "subfield", value, code=code)


def _general(of: Described) -> str:
    """Field 008: 40 characters, by position. ``|`` says that a position is not coded."""
    date = of.reference.date
    year = f"s{date.year:04}" if date else "nuuuu"
    country = _COUNTRIES[names.place(of.reference, "en")]
    language = _code(of.languages[0]) if of.languages else "und"
    return f"{of.changed_at:%y%m%d}{year}    {country}{'|' * 17}{language} d"


def _code(language: Language) -> str:
    """The code of MARC, which is that of ISO 639-2 for bibliographies: chi, not zho."""
    return language.akn[-1]


def _fields(of: Described) -> Iterator[Field]:
    """The fields in the order of their tags."""
    reference, resolution, document = of.reference, of.resolution, of.document
    issued = resolution.published_on or reference.date
    yield Field("041", "  ", tuple(("a", _code(language)) for language in of.languages))
    yield Field("191", "  ", (("a", reference.symbol), *_body(of)))
    yield _title(of)
    if resolution.published_on:
        issuer = (names.place(reference, "en"), names.publisher(reference, "en"))
        imprint = (*issuer, resolution.published_on.isoformat())
        yield Field("260", "  ", tuple(zip("abc", imprint, strict=True)))
    yield Field("269", "  ", (("a", issued.isoformat() if issued else ""),))
    yield Field("500", "  ", (("a", resolution.proposal),))
    for subject, chinese, english in of.subject_names():
        thesaurus = subject.dictionary == UNBIS
        source = (("2", "unbist"),) if thesaurus else ()
        in_chinese = (("a", chinese), *source) if chinese else ()
        yield Field("650", "17" if thesaurus else "14", (("a", english), *source), in_chinese)
    yield from _organs(of)
    yield from _addresses(of)
    for item, title in _agenda(of):
        yield Field("991", "  ", (("b", item), ("c", title)))
    yield Field("992", "  ", (("a", reference.date.isoformat() if reference.date else ""),))
    for symbol in (resolution.draft_symbol, resolution.committee_report, resolution.meeting_record):
        yield Field("993", "  ", (("a", symbol),))
    yield Field("996", "  ", (("a", _vote(document.outcome, document.counts, resolution.meeting, reference.body)),))


def _body(of: Described) -> tuple[tuple[str, str], ...]:
    if of.reference.body != GENERAL_ASSEMBLY:
        return ()
    return ("b", "A/"), ("c", of.resolution.session)


def _title(of: Described) -> Field:
    """The English title with the Chinese one beside it, or the only title that there is.

    The first indicator is 0, no added entry, because the record has no main entry (1XX).
    """
    reference = of.reference
    kind = "decision" if reference.kind == symbols.GA_DECISION else "resolution"
    in_english = (("b", f"{kind} /"), ("c", f"adopted by the {of.organ}"))
    if not reference.title_en:
        return Field("245", "00", (("a", reference.title_zh or reference.symbol),))
    chinese = (("a", reference.title_zh),) if reference.title_zh else ()
    return Field("245", "00", (("a", f"{reference.title_en} :"), *in_english), chinese)


def _organs(of: Described) -> Iterator[Field]:
    name, session = f"UN. {of.organ}", of.resolution.session
    if dates := symbols.session_dates(session):
        name += f" ({_ordinal(int(session))} sess. : {dates[0].year}-{dates[1].year})"
    yield Field("710", "2 ", (("a", name),))
    if of.resolution.committee in _COMMITTEES:
        code, committee = _COMMITTEES[Committee(of.resolution.committee)]
        if committee:
            yield Field("710", "2 ", (("a", f"UN. General Assembly. {committee}"),))
        yield Field("793", "  ", (("a", code),))


def _addresses(of: Described) -> Iterator[Field]:
    for language, address in of.addresses():
        yield Field("856", "40", (("3", language.html), ("u", address), ("q", "text/html")))
    yield Field("856", "41", (("3", "United Nations"), ("u", of.reference.official("en"))))


def _agenda(of: Described) -> Iterator[tuple[str, str]]:
    items, titles = of.resolution.agenda_items, of.resolution.agenda_titles
    yield from zip_longest(items, titles, fillvalue="")


def _vote(outcome: str, counts: tuple[int, int, int] | None, meeting: int | None, body: str) -> str:
    """
    >>> _vote("recorded", (173, 1, 11), 60, GENERAL_ASSEMBLY), _vote("without_vote", None, None, GENERAL_ASSEMBLY)
    ('Adopted 173-1-11, 60th plenary meeting', 'Adopted without vote')
    """
    if outcome == Outcome.WITHOUT_VOTE:
        said = "Adopted without vote"
    elif counts:
        said = f"Adopted {'-'.join(map(str, counts))}"
    else:
        return ""
    kind = "plenary meeting" if body == GENERAL_ASSEMBLY else "meeting"
    return f"{said}, {_ordinal(meeting)} {kind}" if meeting else said


def _ordinal(number: int) -> str:
    """
    >>> [_ordinal(number) for number in (1, 2, 3, 11, 43, 112)]
    ['1st', '2nd', '3rd', '11th', '43rd', '112th']
    """
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
