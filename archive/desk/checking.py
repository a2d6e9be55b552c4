"""The checks before a resolution is published. They find numbers out of order, marks without footnotes, ambiguous
citations and the like. A finding that ``blocks`` is always an error. Other findings may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive import languages, symbols
from archive.citing.citation import AMBIGUOUS, Citation, Citations
from archive.desk.account import place_of
from archive.desk.finding import Finding, of_reader
from archive.desk.mends.edits import holders_of
from archive.desk.mends.facts import resolution_symbol
from archive.desk.recognised import recognised
from archive.desk.signs import marks_in_words, odd_signs
from archive.reading.draft import ANNEX, HEADING, OPERATIVE, POINT, PREAMBULAR, TABLE, Draft, ReadingWarning
from archive.reading.paths import label_number
from archive.reading.source_formats import SCAN

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
_CORRIGENDUM = re.compile(r"[ASE]/(?:HRC/)?(?:RES|DEC)/\S+/Corr\.\d+|^\s*(?:更正|Corrigendum)\s*$", re.IGNORECASE)
_END_INSIDE = re.compile(r"第\s*\d+\s*次全体会议\s*(?:\d{4}\s*年|$|\n)")
_RECORD = re.compile(r"A/(?:(?P<session>[^/]+)/)?PV\.(?P<meeting>\d+)")


def check(draft: Draft, citations: Citations) -> list[Finding]:
    """All findings, in the order of the text."""
    findings = [*_facts(draft), *_signs(draft), *_words(draft), *_footnotes(draft), *_citations(draft, citations)]
    findings += [of_reader(warning) for warning in draft.warnings if _still_true(warning, draft)]
    findings += _marks_in_words(draft, findings)
    if draft.format == SCAN.key:
        findings += recognised(draft)
    findings += [of_reader(warning) for warning in citations.warnings]
    order = {clause.path: index for index, clause in enumerate(draft.clauses)}
    first = ("metadata", "title", "formula")
    return sorted(findings, key=lambda f: -1 if f.place in first else order.get(f.place, len(order)))


def _still_true(warning: ReadingWarning, draft: Draft) -> bool:
    """Whether a warning of the reader is a finding of the mended Draft.

    A mark that was left in the words is not one any more if the words have lost it, or if ``_signs`` counts it.
    """
    if warning.code != "text.mark_left_in":
        return warning.code not in _FOUND_AGAIN
    words = {place_of(holder): holder.text for holder in holders_of(draft)}.get(warning.place)
    mark = warning.values["digits"]
    return words is None or (mark in words and not odd_signs(mark))


def _facts(draft: Draft) -> Iterable[Finding]:
    if not draft.symbol:
        yield Finding("metadata", "checking.no_symbol")
    elif resolution_symbol(draft.symbol) != draft.symbol:
        yield Finding("metadata", "checking.odd_symbol", {"symbol": draft.symbol})
    if not symbols.corrected(draft.symbol) and (correcting := _corrigendum(draft)):
        yield Finding("metadata", "checking.corrigendum", {"words": correcting})
    if not draft.title and symbols.kind_of(draft.symbol) != symbols.SC_RESOLUTION:
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


def _signs(draft: Draft) -> Iterable[Finding]:
    """Yields one finding for all half-width punctuation and stray signs of a Chinese text."""
    if draft.language != "zh":
        return
    signs = [sign for holder in holders_of(draft) for sign in odd_signs(holder.text)]
    if signs:
        values = {"count": str(len(signs)), "signs": " ".join(sorted(set(signs)))}
        yield Finding("metadata", "checking.signs", values)


def _marks_in_words(draft: Draft, found: Iterable[Finding]) -> list[Finding]:
    """A finding for each digit that looks like a mark, unless the reader has found it already."""
    known = {(one.place, one.values["digits"]) for one in found if one.code == "text.mark_left_in"}
    places = [(clause.path, digits) for clause in draft.clauses for digits in marks_in_words(clause.text)]
    return [
        Finding(path, "checking.mark_in_words", {"digits": digits})
        for path, digits in dict.fromkeys(places)
        if draft.language == "zh" and (path, digits) not in known
    ]


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
