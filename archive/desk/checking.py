"""The checks before a resolution is published. They find numbers out of order, marks without footnotes, ambiguous
citations and the like. A finding that ``blocks`` is always an error. Other findings may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive import languages, symbols
from archive.citing.citation import AMBIGUOUS, Citation, Citations
from archive.desk.finding import Finding, of_reader
from archive.desk.mends.facts import resolution_symbol
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, TABLE, Draft
from archive.reading.paths import label_number

# Warnings of the reader that ``check`` leaves out. It finds the same problems itself, in the mended Draft.
_FOUND_AGAIN = frozenset(
    {
        "reading.number_out_of_order",
        "reading.paragraph_follows",
        "reading.footnote_without_mark",
        "reading.footnote_without_clause",
        "reading.mark_without_footnote",
        "reading.no_title",
        "text.stop_missing",
        "text.title_not_found",
        "text.date_not_found",
        "text.meeting_not_found",
        "reading.no_paragraph",
    }
)
_CORRIGENDUM = re.compile(r"A/RES/\S+/Corr\.\d+|^\s*(?:更正|Corrigendum)\s*$", re.IGNORECASE)
_END_INSIDE = re.compile(r"第\s*\d+\s*次全体会议\s*(?:\d{4}\s*年|$|\n)")
_RECORD = re.compile(r"A/(?:(?P<session>[^/]+)/)?PV\.(?P<meeting>\d+)")


def check(draft: Draft, citations: Citations) -> list[Finding]:
    """All findings, in the order of the text."""
    findings = [*_facts(draft), *_words(draft), *_footnotes(draft), *_citations(draft, citations)]
    findings += [of_reader(warning) for warning in draft.warnings if warning.code not in _FOUND_AGAIN]
    findings += [of_reader(warning) for warning in citations.warnings]
    order = {clause.path: index for index, clause in enumerate(draft.clauses)}
    first = ("metadata", "title", "formula")
    return sorted(findings, key=lambda f: -1 if f.place in first else order.get(f.place, len(order)))


def _facts(draft: Draft) -> Iterable[Finding]:
    if not draft.symbol:
        yield Finding("metadata", "checking.no_symbol")
    elif resolution_symbol(draft.symbol) != draft.symbol:
        yield Finding("metadata", "checking.odd_symbol", {"symbol": draft.symbol})
    if not symbols.corrected(draft.symbol) and (correcting := _corrigendum(draft)):
        yield Finding("metadata", "checking.corrigendum", {"words": correcting})
    if not draft.title:
        yield Finding("metadata", "checking.no_title")
    if not draft.clauses:
        yield Finding("metadata", "checking.no_clause")
    elif not any(clause.kind == OPERATIVE for clause in draft.clauses):
        yield Finding("metadata", "checking.no_operative_paragraph")
    if draft.adopted_on is None:
        yield Finding("metadata", "checking.no_date")
    if draft.meeting is None:
        yield Finding("metadata", "checking.no_meeting")
    if not draft.vote.outcome and any(
        count is not None for count in (draft.vote.yes, draft.vote.no, draft.vote.abstain)
    ):
        yield Finding("metadata", "checking.no_outcome")
    yield from _record(draft)
    if draft.session and draft.adopted_on and draft.session.isdigit():
        opened = symbols.session_year(int(draft.session))
        if draft.adopted_on.year not in (opened, opened + 1):
            yield Finding(
                "metadata", "checking.date_outside_session", {"date": str(draft.adopted_on), "session": draft.session}
            )


def _corrigendum(draft: Draft) -> str:
    """The words by which the original says that it is a corrigendum; "" if it has no such words."""
    return next((found[0].strip() for line in draft.lines if (found := _CORRIGENDUM.search(line.text))), "")


def _record(draft: Draft) -> Iterable[Finding]:
    """Yields a finding if the meeting record belongs to another meeting or to another session.

    A/77/PV.46 is the record of the 46th meeting of session 77. The symbols of early records (A/PV.2345) have no
    session, because the numbers of meetings then went on from one session to the next.
    """
    if draft.meeting is None or not (named := _RECORD.match(draft.meeting_record)):
        return
    other_session = named["session"] and draft.session and named["session"] != draft.session
    if int(named["meeting"]) != draft.meeting or other_session:
        values = {"meeting": str(draft.meeting), "session": draft.session, "record": draft.meeting_record}
        yield Finding("metadata", "checking.record_of_another_meeting", values)


def _words(draft: Draft) -> Iterable[Finding]:
    ends = languages.of(draft.language).ends
    last: dict[str, int] = {}
    for clause in draft.clauses:
        section = re.match(r"(?:annex\d+-)?(?:h\d+-)?", clause.path)
        where = section[0] if section else ""
        if clause.kind == OPERATIVE or (clause.kind == ANNEX and clause.label):
            number = label_number(clause.label)
            expected = last.get(where, 0) + 1
            if number is not None and number != expected and (where in last or number != 1):
                yield Finding(
                    clause.path, "checking.number_out_of_order", {"label": clause.label, "expected": str(expected)}
                )
            if number is not None:
                last[where] = number
        if clause.kind in (HEADING, TABLE) or not ends:
            continue
        if clause.kind in (PREAMBULAR, OPERATIVE, POINT) and clause.text.rstrip()[-1:] not in tuple(ends):
            yield Finding(clause.path, "checking.no_end", {"end": clause.text[-6:]})
        if _END_INSIDE.search(clause.text):
            yield Finding(clause.path, "checking.end_inside_clause")


def _footnotes(draft: Draft) -> Iterable[Finding]:
    marked = {mark.marker for mark in draft.title_marks}
    for clause in draft.clauses:
        for mark in clause.marks:
            marked.add(mark.marker)
            if mark.marker not in draft.footnotes:
                yield Finding(clause.path, "checking.mark_without_footnote", {"marker": mark.marker})
    for marker in draft.footnotes:
        if marker not in marked:
            yield Finding(f"footnote {marker}", "checking.footnote_without_mark", {"marker": marker})


def _citations(draft: Draft, citations: Citations) -> Iterable[Finding]:
    for clause in draft.clauses:
        for one in citations.clauses.get(clause.path, ()):
            if one.status == AMBIGUOUS and not one.via_footnote:
                yield _ambiguous(clause.path, one)
    for marker, cited in citations.footnotes.items():
        for one in cited:
            if one.status == AMBIGUOUS:
                yield _ambiguous(f"footnote {marker}", one)


def _ambiguous(place: str, one: Citation) -> Finding:
    """The finding for an ambiguous citation.

    A name such as 《行动纲领》 has no candidates, because no list has all documents with this name.
    """
    if not one.candidates:
        return Finding(place, "checking.ambiguous_name", {"exact": one.exact})
    return Finding(place, "checking.ambiguous", {"exact": one.exact, "candidates": ", ".join(one.candidates)})
