"""Writes the ``meta`` element of a text: identification, subjects, the way to adoption, the vote, references, notes.

A day that is not known is 0001-01-01, as in the UN's files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from lxml import etree
from lxml.builder import ElementMaker

from archive import languages, symbols
from archive.reading.akn.sponsors import split_sponsors
from archive.reading.draft import KINDS
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.writing.written import Facts, WrittenText
from archive.writing.xml_characters import allowed

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_AKN4UN = "http://un.org/akn4un"
NAMESPACES = {None: NAMESPACE, "akn4un": _AKN4UN}
UNKNOWN_DAY = "0001-01-01"

E = ElementMaker(namespace=NAMESPACE, nsmap=NAMESPACES)
_UN = ElementMaker(namespace=_AKN4UN, nsmap=NAMESPACES)
_SOURCE = "#archive"
# Kind of text → the body in addresses, the id of the author, its name
_BODIES = {
    symbols.SC_RESOLUTION: ("unsc", "sc", "Security Council"),
    symbols.ECOSOC_RESOLUTION: ("ecosoc", "ecosoc", "Economic and Social Council"),
    symbols.HRC_RESOLUTION: ("unhrc", "hrc", "Human Rights Council"),
}
_ASSEMBLY = ("unga", "ga", "General Assembly")
_CHOICES = {Choice.YES: "inFavour", Choice.NO: "against", Choice.ABSTAIN: "abstaining"}
_DICTIONARIES = {"UNBIS": "UNBIS Thesaurus"}  # name in the archive → name in the UN's files
_CONCEPTS = {
    "dateOfIssuance": "Date of issuance",
    "adoptionDate": "Date of adoption",
    "symbol": "Symbol",
    "resolutionTitle": "Resolution title",
    "memberState": "Member State",
    "inFavour": "In favour",
    "against": "Against",
    "abstaining": "Abstaining",
    "preambular": "Preambular paragraph",
    "operative": "Operative paragraph",
    "point": "Sub-paragraph",
    "heading": "Heading",
    "annex": "Annex paragraph",
    "table": "Table",
}


def meta(text: WrittenText, notes: Sequence[etree._Element]) -> etree._Element:
    """The ``meta`` element. ``notes`` are the footnotes without a mark in the text."""
    found = E.meta(identification(text), *_subjects(text.facts), _workflow(text.facts))
    found.append(E.analysis(E.parliamentary(_voting(text.facts)), source=_SOURCE))
    found.append(_references(text))
    notices = [
        E.note(E.p(allowed(notice)), eId=f"notice_{number}") for number, notice in enumerate(text.around.notices, 1)
    ]
    if notes or notices:
        found.append(E.notes(*notices, *notes, source=_SOURCE))
    return found


def identification(text: WrittenText, part: str = "") -> etree._Element:
    """The names of the work, of the text in its language (expression), and of this file (manifestation)."""
    around, facts = text.around, text.facts
    body, author, _ = _BODIES.get(symbols.kind_of(text.symbol), _ASSEMBLY)
    number = re.sub(r"[/().]+", "-", symbols.printed_number(text.symbol)).strip("-")
    adopted = _day(facts.adopted_on)
    work = f"/akn/un/statement/deliberation/{body}/{adopted}/{number}/"
    language = languages.of(text.language).akn or ("und",)
    expression = f"{work}{language[0]}@"
    main = f"!main/{part}" if part else "!main"
    aliases = [E.FRBRalias(value=around.address, name="archive")] if around.address and not part else []
    return E.identification(
        E.FRBRWork(
            E.FRBRthis(value=f"{work}{main}"),
            E.FRBRuri(value=work),
            E.FRBRalias(value=text.symbol, name="symbol"),
            E.FRBRdate(date=adopted, name="adoption"),
            E.FRBRauthor(href=f"#{author}", **{"as": "#author"}),
            E.FRBRcountry(value="un"),
        ),
        E.FRBRExpression(
            E.FRBRthis(value=f"{expression}/{main}"),
            E.FRBRuri(value=f"{expression}/"),
            *aliases,
            E.FRBRdate(date=_day(facts.published_on), name="publication"),
            E.FRBRauthor(href=f"#{author}", **{"as": "#issuer"}),
            E.FRBRversionNumber(value=str(around.revision)),
            E.FRBRlanguage(language=language[0]),
        ),
        E.FRBRManifestation(
            E.FRBRthis(value=f"{expression}/{main}.xml"),
            E.FRBRuri(value=f"{expression}.xml"),
            E.FRBRdate(date=_day(around.made_on), name="markup"),
            E.FRBRauthor(href="#archive", **{"as": "#editor"}),
            E.FRBRformat(value="application/akn+xml"),
        ),
        source=_SOURCE,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else UNKNOWN_DAY


def _subjects(facts: Facts) -> Iterable[etree._Element]:
    if not facts.subjects:
        return
    found = E.classification(source="DHLAUTH")
    for dictionary, term in facts.subjects:
        found.append(
            E.keyword(value=allowed(term), showAs=allowed(term), dictionary=_DICTIONARIES.get(dictionary, dictionary))
        )
    yield found


def _workflow(facts: Facts) -> etree._Element:
    steps = [_step("draftResolution", facts.draft_symbol, by) for by in _joined(facts.sponsors)]
    steps += [_step("draftResolutionAdditionalSponsors", "", by) for by in _joined(facts.additional_sponsors)]
    recommended = _step("recommendedForAdoption", facts.committee_report, "")
    if facts.committee_report_paragraph:
        recommended.set("refersTo", allowed(facts.committee_report_paragraph))
    adopted = _step("adopted", facts.meeting_record, "", facts.adopted_on)
    return E.workflow(*steps, recommended, adopted, source=_SOURCE)


def _step(outcome: str, document: str, by: str, day: date | None = None) -> etree._Element:
    return E.step(date=_day(day), outcome=outcome, by=allowed(by), **{"as": allowed(document)})


def _joined(names: Sequence[str]) -> Sequence[str]:
    """The names as one list, as in the UN's files. Names that a list would divide in another way stand alone."""
    whole = ", ".join(names)
    return [whole] if split_sponsors(whole) == list(names) else names


def _voting(facts: Facts) -> etree._Element:
    words = {Outcome.RECORDED: "adoptedRecordedVote", Outcome.WITHOUT_VOTE: "adoptedWithoutVote"}.get(facts.outcome, "")
    if facts.outcome == Outcome.NOT_RECORDED:
        words = "adoptedNotRecordedVote"
    voting = E.voting(outcome=words)
    for choice, total in facts.counts():
        names = facts.voters.get(choice, ())
        if total is None and not names:
            continue
        voting.append(count := E.count(value="" if total is None else str(total), refersTo=f"#{_CHOICES[choice]}"))
        if names:
            count.append(_UN.voters(*(E.organization(allowed(name), refersTo="#memberState") for name in names)))
    if not len(voting):
        voting.append(E.quorum(value=""))  # the schema wants a figure; the UN's files have this one
    return voting


def _references(text: WrittenText) -> etree._Element:
    body, author, name = _BODIES.get(symbols.kind_of(text.symbol), _ASSEMBLY)
    around = text.around
    found = E.references(
        E.TLCOrganization(eId="archive", href=around.address or "#", showAs=allowed(around.archive) or "archive"),
        E.TLCOrganization(eId=author, href=f"/akn/ontology/organization/un/{body}", showAs=name),
        *(
            E.TLCRole(eId=role, href=f"/akn/ontology/role/un/{role}", showAs=role.capitalize())
            for role in ("author", "issuer", "editor")
        ),
        source=_SOURCE,
    )
    for concept, words in _CONCEPTS.items():
        place = "clause" if concept in KINDS else "concept"
        found.append(E.TLCConcept(eId=concept, href=f"/akn/ontology/{place}/un/{concept}", showAs=words))
    return found
