"""Reads the facts about a resolution in AKN4UN: its sponsors, date and manner of adoption, and subjects.

If the printed cover or end differs from the ``meta`` element, the reader takes the printed words, and a ReadingWarning
reports the difference. A date such as 0001-01-01 means "unknown" in this format.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date
from typing import Any

from lxml import etree

from archive import numerals, symbols
from archive.reading.akn.inline import Footnotes, inner_text, local_name
from archive.reading.akn.sponsors import split_sponsors
from archive.reading.draft import Draft, ReadingWarning, RecordedVote
from archive.reading.typography import tidy
from archive.voting.choice import CAST, Choice
from archive.voting.outcome import Outcome
from archive.voting.totals import with_noughts

_OTHER_DATE = {
    "tag": "akn.date_differs_from_tag",
    "FRBR": "akn.date_differs_from_frbr",
    "workflow": "akn.date_differs_from_workflow",
}
_CHOICES = {"inFavour": Choice.YES, "against": Choice.NO, "abstaining": Choice.ABSTAIN}
_OUTCOMES = {
    "adoptedRecordedVote": Outcome.RECORDED,
    "adoptedNotRecordedVote": Outcome.NOT_RECORDED,
    "adoptedWithoutVote": Outcome.WITHOUT_VOTE,
    "": Outcome.UNKNOWN,
}
_TAGS = {"noMainCommittee": "plenary", "specialPoliticalCommittee": "Special Political"}
_COMMITTEES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
_MONTHS = (
    "january|enero|janvier|января",
    "february|febrero|février|февраля",
    "march|marzo|mars|марта",
    "april|abril|avril|апреля",
    "may|mayo|mai|мая",
    "june|junio|juin|июня",
    "july|julio|juillet|июля",
    "august|agosto|août|августа",
    "september|septiembre|septembre|сентября",
    "october|octubre|octobre|октября",
    "november|noviembre|novembre|ноября",
    "december|diciembre|décembre|декабря",
)
_SYMBOL = re.compile(r"[A-Z]+/[^\s,，،;；؛和]+(?: \((?:Part|Resumption)[^)]*\)| \(resumed\))?")
_PARAGRAPH = re.compile(r"第\s*([\d、和, ]*\d)\s*段|(?:paras?\.|párrs?\.|par\.|п(?:ункты?|\.)|الفقر(?:ة|ات))\s*(\d+)")
_NUMBER = r"\d{1,4}"  # the number of a meeting
_children_with_words: Callable[[etree._Element], Any] = etree.XPath("*[normalize-space()]")
_has_words_itself = etree.XPath("boolean(text()[normalize-space()])")


def read_metadata(draft: Draft, metas: list[etree._Element], cover: etree._Element | None) -> set[etree._Element]:
    """Fill in a Draft from its cover and its ``meta`` elements. Returns the elements whose words were understood.

    ``metas`` has the resolution's own ``meta`` element first, and then the ``meta`` element of its collection.
    """
    taken = _read_cover(draft, cover)
    _read_workflow(draft, metas)
    _read_subjects(draft, metas)
    voting = next((v for meta in metas for v in meta.iterfind(".//{*}voting")), None)
    if voting is not None:
        draft.vote = _read_vote(draft, voting)
        taken.update(count for count in voting.iterfind("{*}count") if _choice(count))
    if draft.published_on is None:
        draft.published_on = _frbr_date(metas, "publication")
    return taken


def read_notes(metas: list[etree._Element], footnotes: Footnotes) -> None:
    """Read the footnotes without a mark in the text. The archive's own files have them in ``meta``."""
    for note in (note for meta in metas for note in meta.iterfind("{*}notes/{*}note[@marker]")):
        footnotes.add(note)


def lines_around(
    element: etree._Element, taken: Set[etree._Element], role: str = "unknown"
) -> Iterator[tuple[str, str]]:
    """The lines of a cover or of a ``meta`` element, as (text, role).

    Words of the elements in ``taken`` have the role "head". Other words of a cover have the role "furniture". Words
    that the metadata repeat on every page have this role too. All other words have the given ``role``.
    """
    name = local_name(element)
    if element in taken:
        role = "head"
    elif name == "note" and element.get("marker"):
        return  # a footnote
    elif name in ("coverPage", "presentation", "notes"):
        role = "furniture"
    if name == "count":
        # The text has no separators between the names of States, because each name has its own element.
        if names := [" ".join(words.split()) for words in map(str, element.itertext()) if not words.isspace()]:
            yield "\u2003".join(names), role
    elif name == "p" or _has_words_itself(element):
        yield " ".join(inner_text(element).split()), "head" if any(e in taken for e in element.iter()) else role
    else:
        for child in _children_with_words(element):
            yield from lines_around(child, taken, role)


def read_end(draft: Draft, conclusions: etree._Element | None, metas: list[etree._Element]) -> None:
    """Set the date and the meeting of adoption from the printed end (``draft.end``), or else from the metadata.

    If the printed end and the metadata differ, the Draft gets a warning.
    """
    printed = printed_date(draft.end)
    tagged = None
    meeting = None
    if conclusions is not None:
        tagged = next((day for e in conclusions.iter("{*}docDate") if (day := _date(e.get("date")))), None)
        for element in conclusions.iter("{*}location", "{*}inline"):
            number = re.search(rf"(?<!\d){_NUMBER}(?!\d)", element.get("title", ""))
            meeting = meeting or (int(number[0]) if number else None)
    stated = {"tag": tagged, "FRBR": _frbr_date(metas, "adoption")}
    stated["workflow"] = next((_date(s.get("date")) for s in _steps(metas, "adopted")), None)
    draft.adopted_on = printed or tagged or stated["workflow"] or stated["FRBR"]
    for where, day in stated.items():
        if day and draft.adopted_on and day != draft.adopted_on:
            _warn(draft, _OTHER_DATE[where], printed=draft.adopted_on, other=day)
    in_words = re.search(
        rf"第\s*({_NUMBER})\s*次|(?<!\d)({_NUMBER})\s*(?:st|nd|rd|th|[aª]|e|-е)?\.?\s*(?:\([^)]*\)\s*)?(?:plenary|sesión|séance|пленар)",
        draft.end,
    )
    draft.meeting = int(in_words[1] or in_words[2]) if in_words else meeting
    if meeting and draft.meeting != meeting:
        _warn(draft, "akn.meeting_differs_from_tag", printed=draft.meeting, tagged=meeting)
    record = re.search(rf"PV\.({_NUMBER})(?!\d)", draft.meeting_record)
    if record and draft.meeting is None:
        draft.meeting = int(record[1])
    elif record and int(record[1]) != draft.meeting:
        _warn(draft, "akn.meeting_differs_from_record", printed=draft.meeting, record=draft.meeting_record)


def printed_date(words: str) -> date | None:
    """The first date in a text in Chinese or in a European language; None without a date.

    >>> printed_date("2010年12月8日\\n第60次全体会议"), printed_date("9 de marzo de 2021")
    (datetime.date(2010, 12, 8), datetime.date(2021, 3, 9))
    """
    if match := re.search(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日", words):
        return _day(*(int(number) for number in match.groups()))
    if match := re.search(r"(\d{1,2})\s+(?:de\s+)?([^\W\d]+)\s+(?:de\s+|г\. )?(\d{4})", words):
        month = next((n for n, names in enumerate(_MONTHS, 1) if match[2].lower() in names.split("|")), 0)
        return _day(int(match[3]), month, int(match[1]))
    return None


def _read_cover(draft: Draft, cover: etree._Element | None) -> set[etree._Element]:
    taken: set[etree._Element] = set()
    if cover is None:
        return taken
    taken.update(itertools.islice(cover.iter("{*}docNumber"), 1))
    for proponent in cover.iter("{*}docProponent"):
        draft.proposal = _text(proponent, draft)
        draft.committee = _committee(draft, proponent.get("refersTo", ""))
        taken.add(proponent)
    for inline in cover.iter("{*}inline"):
        words = _text(inline, draft)
        if inline.get("name") == "agenda item":
            # In 议程项目14和124(b), the words before the first number do not belong to the number of an item.
            items = re.split(r"\s*(?:和|、|,|，|،|\band\b|\bو(?=\s*\d))\s*", re.sub(r"^\D+", "", words))
            draft.agenda_items += [item for item in items if item]
        elif inline.get("name") == "agenda item name" and words:
            draft.agenda_titles.append(words)
        elif inline.get("name") == "originating document":
            _read_origin(draft, words)
        else:
            continue
        taken.add(inline)
    issued = [e for e in cover.iter("{*}docDate") if e.get("refersTo") == "#dateOfIssuance"]
    for element in issued:
        draft.published_on = printed_date(_text(element, draft)) or _date(element.get("date"))
        taken.add(element)
    return taken


def _read_origin(draft: Draft, words: str) -> None:
    """Set the committee's report and its paragraph from words of the cover, such as ``A/79/406，第20段``.

    If the words name a draft resolution instead, set ``draft_symbol``.
    """
    match = _SYMBOL.search(words)
    if not match:
        return
    symbol = match[0].rstrip(".")
    if symbols.kind_of(symbols.normalise(symbol)) == symbols.DRAFT_RESOLUTION:
        draft.draft_symbol = symbol
        return
    draft.committee_report = symbol
    paragraph = _PARAGRAPH.search(re.sub(r"\d", lambda digit: str(int(digit[0])), words))  # Arabic has its own digits
    draft.committee_report_paragraph = (paragraph[1] or paragraph[2]) if paragraph else ""


def _committee(draft: Draft, refers_to: str) -> str:
    """The committee (``First`` … ``Sixth`` or ``plenary``); "" if unknown.

    The words of the cover decide. If they name no committee, the tag of the committee decides.
    """
    tag = refers_to.lstrip("#")
    tagged = _TAGS.get(tag) or tag.removesuffix("Committee").capitalize()
    tagged = tagged if tagged in (*_COMMITTEES, *_TAGS.values()) else ""
    printed = ""
    if match := re.search(r"第([一二三四五六])委员会", draft.proposal):
        printed = _COMMITTEES[numerals.DIGITS.index(match[1])]
    elif match := re.search(rf"\b({'|'.join(_COMMITTEES)}) Committee", draft.proposal):
        printed = match[1]
    elif re.search(r"未经发交主要委员会|without reference to a Main Committee|sin remisión previa", draft.proposal):
        printed = "plenary"
    if printed and tagged and printed != tagged:
        _warn(draft, "akn.committee_differs_from_tag", words=draft.proposal, tag=tag)
    return printed or tagged


def _steps(metas: list[etree._Element], outcome: str) -> Iterable[etree._Element]:
    """The steps of the workflow with this outcome, from the first ``meta`` that has such steps."""
    for meta in metas:
        steps = [step for step in meta.iterfind(".//{*}step") if step.get("outcome") == outcome]
        if steps:
            return steps
    return []


def _read_workflow(draft: Draft, metas: list[etree._Element]) -> None:
    for step in _steps(metas, "draftResolution"):
        symbol = _stated_symbol(draft, step)
        if symbol and draft.draft_symbol and symbol != draft.draft_symbol:
            _warn(draft, "akn.draft_differs_from_metadata", printed=draft.draft_symbol, stated=symbol)
        draft.draft_symbol = draft.draft_symbol or symbol
        draft.sponsors += split_sponsors(step.get("by") or "")
    for step in _steps(metas, "draftResolutionAdditionalSponsors"):
        draft.additional_sponsors += split_sponsors(step.get("by") or "")
    for step in _steps(metas, "recommendedForAdoption"):
        symbol, paragraph = _stated_symbol(draft, step), step.get("refersTo", "").strip()
        printed = draft.committee_report, draft.committee_report_paragraph
        if (printed[0] and symbol and symbol != printed[0]) or (printed[1] and paragraph and paragraph != printed[1]):
            stated = ", ".join(filter(None, (symbol, paragraph)))
            _warn(draft, "akn.report_differs_from_metadata", printed=", ".join(filter(None, printed)), stated=stated)
        if symbols.kind_of(symbols.normalise(symbol)) != symbols.DRAFT_RESOLUTION:
            draft.committee_report = draft.committee_report or symbol
        draft.committee_report_paragraph = draft.committee_report_paragraph or paragraph
    for step in _steps(metas, "adopted"):
        draft.meeting_record = draft.meeting_record or _stated_symbol(draft, step)


def _stated_symbol(draft: Draft, step: etree._Element) -> str:
    """The symbol in the attribute ``as`` of a step. Other words there (as orally revised) become a warning."""
    words = re.sub(r"\s+", " ", step.get("as") or "").strip()
    match = _SYMBOL.match(words)
    if words and (match is None or match[0] != words):
        _warn(draft, "akn.step_has_note", step=step.get("outcome"), words=words)
    return match[0].rstrip(".") if match else ""


def _read_subjects(draft: Draft, metas: list[etree._Element]) -> None:
    """Add the subjects as (dictionary, term), each once.

    Librarians of the UN chose the subjects of ``UNBIS Thesaurus`` and ``DHLAUTH``. A program derived all other subjects
    from the Sustainable Development Goals. The derived subjects tell little about the text, so the names of their
    dictionaries get a prefix: ``SDG/UNBIS``, ``SDG/EuroVoc`` …
    """
    for meta in metas:
        for classification in meta.iterfind("{*}classification"):
            derived = "metadata.un.org/sdg" in classification.get("source", "")
            for keyword in classification.iterfind("{*}keyword"):
                if keyword.get("refersTo") == "agenda":
                    continue
                dictionary = keyword.get("dictionary", "")
                term = html.unescape(keyword.get("showAs") or keyword.get("value") or "").replace("_", " ").strip()
                subject = (f"SDG/{dictionary}" if derived else dictionary, term)
                if term and subject not in draft.subjects:
                    draft.subjects.append(subject)


def _read_vote(draft: Draft, voting: etree._Element) -> RecordedVote:
    counts, voters = _read_counts(draft, voting)
    draft.warnings += _recorded(Outcome.UNKNOWN, counts, voters).misfits()
    words = voting.get("outcome", "").strip()
    outcome = _OUTCOMES.get(words)
    if outcome is None:
        outcome = _read_clerks_words(draft, words, counts, bool(voters))
    return _recorded(outcome, counts, voters)


def _recorded(outcome: Outcome, counts: dict[Choice, int | None], voters: dict[str, list[str]]) -> RecordedVote:
    return RecordedVote(outcome, counts[Choice.YES], counts[Choice.NO], counts[Choice.ABSTAIN], voters)


def _read_counts(draft: Draft, voting: etree._Element) -> tuple[dict[Choice, int | None], dict[str, list[str]]]:
    """The totals and the names of the voters, by choice. If no State made a choice, the file leaves this choice out."""
    counts: dict[Choice, int | None] = dict.fromkeys(CAST)
    voters: dict[str, list[str]] = {}
    readable = True
    for count in voting.iterfind("{*}count"):
        choice = _choice(count)
        number = count.get("value", "").strip()
        if choice is None or not re.fullmatch(r"\d{0,3}", number, re.ASCII):
            readable = False
            _warn(draft, "akn.unknown_count", name=count.get("refersTo"), value=count.get("value"))
            continue
        counts[choice] = int(number) if number else None
        names = [name for e in count.iter("{*}organization") if (name := _text(e, draft, language="en"))]
        if names:
            voters[choice] = names
    if readable:
        counts = with_noughts(counts, {choice: len(voters.get(choice, ())) for choice in CAST})
    return counts, voters


def _read_clerks_words(draft: Draft, words: str, counts: dict[Choice, int | None], named: bool) -> Outcome:
    """The outcome in words that a clerk has typed, such as "Adopted 90-0-47, 87th plenary meeting".

    The totals in these words are written into ``counts``.
    """
    totals = re.search(r"\b(\d+)-(\d+)-(\d+)\b", words)
    counted = dict(counts)
    counts.update(zip(counts, map(int, totals.groups() if totals else ()), strict=False))
    if any(number not in (None, counts[choice]) for choice, number in counted.items()):
        said = "-".join("?" if number is None else str(number) for number in counted.values())
        _warn(draft, "akn.count_differs_from_outcome", counted=said, words=words)
    if re.search(r"without (?:a )?vote", words, re.IGNORECASE):
        return Outcome.WITHOUT_VOTE
    if named:
        return Outcome.RECORDED
    if totals:
        return Outcome.NOT_RECORDED
    _warn(draft, "akn.outcome_not_understood", words=words)
    return Outcome.UNKNOWN


def _choice(count: etree._Element) -> Choice | None:
    return _CHOICES.get(count.get("refersTo", "").lstrip("#"))


def _frbr_date(metas: list[etree._Element], name: str) -> date | None:
    return next(
        (
            day
            for m in metas
            for e in m.iterfind(".//{*}FRBRdate")
            if e.get("name") == name
            if (day := _date(e.get("date")))
        ),
        None,
    )


def _date(value: str | None) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", (value or "").strip())
    return _day(*(int(number) for number in match.groups())) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    """The date; None if the calendar has no such day, or if it is before 1945, the year of the Charter."""
    try:
        return date(year, month, day) if year >= symbols.FOUNDED else None
    except ValueError:
        return None


def _text(element: etree._Element, draft: Draft, language: str = "") -> str:
    return tidy(inner_text(element), language or draft.language)


def _warn(draft: Draft, message: str, **values: object) -> None:
    draft.warnings.append(ReadingWarning("metadata", message, {name: str(value) for name, value in values.items()}))
