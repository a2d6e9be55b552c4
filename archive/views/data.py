"""The JSON of the pages. ``archive.views.keys`` has the typed dictionaries, with a description of each key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.core.paginator import Page

from archive import symbols
from archive.citing.pinpoints import Pin
from archive.comparing.parallel import parallel
from archive.messages import Message
from archive.models import Citation, Clause, Document, Resolution, Revision, Subject
from archive.models.subject import without_filler
from archive.page_language import say
from archive.views.given_dates import GivenDate
from archive.views.given_titles import GivenTitle
from archive.views.keys import documents, texts
from archive.views.labels import Named, address, file_name, proofreader
from archive.views.pinned import Pinning
from archive.views.revision_content import RevisionContent


def document(document: Document) -> documents.Document:
    """A document. ``text`` is the address of its text; None if the text is not in the archive."""
    return {
        "key": document.key,
        "symbol": document.symbol or None,
        "kind": document.kind,
        "title_zh": document.title_zh,
        "title_en": document.title_en,
        "date": document.date,
        "outcome": document.outcome or None,
        "votes": tally(*document.counts) if document.counts else None,
        "url": document.get_absolute_url(),
        "text": address(document.key, True) if document.has_text else None,
        "official_url": document.official_url or None,
    }


def tally(yes: int | None, no: int | None, abstain: int | None) -> documents.Tally:
    return {"yes": yes, "no": no, "abstain": abstain}


def row(document: Named) -> documents.ListedDocument:
    """A document in a list."""
    return {
        "key": document.key,
        "symbol": document.symbol or None,
        "title": document.title,
        "date": document.date,
        "url": document.url,
        "official_url": document.official_url or None,
        **given_title(document.given),
        **given_date(document.given_date),
    }


def given_title(given: GivenTitle | None) -> documents.GivenTitled:
    """The title or the description in citing texts."""
    return {"given_title": given.data if given else None}


def given_date(given: GivenDate | None) -> documents.GivenDated:
    """The day in citing texts."""
    return {"given_date": given.data if given else None}


def citation(
    citation: Citation, markers: Mapping[int, str] = MappingProxyType({}), pins: Iterable[Pin] = ()
) -> documents.Citation:
    """A citation. ``target`` is the key of the cited document; None if several documents could be meant.

    ``candidates`` then has the keys of these documents. ``markers``: primary key of a footnote → marker of the
    footnote. ``pins``: the clauses that the pinpoint names.
    """
    found: documents.Citation = {
        "target": (citation.target.key if citation.target else citation.key) or None,
        "exact": citation.exact,
        "start": citation.start,
        "end": citation.end,
        "pinpoint": citation.pinpoint,
        "via_footnote": markers.get(citation.via_id or 0),
        "status": citation.status,
        "origin": citation.origin,
    }
    if citation.candidates:
        found["candidates"] = citation.candidates
    if places := [anchor for pin in pins for anchor in pin.anchors]:
        found["places"] = places
    return found


def resolution(
    content: RevisionContent,
    revisions: Sequence[Revision],
    subjects: Iterable[tuple[Subject, str]],
    cited_by: int,
    corrigenda: Sequence[str],
) -> texts.Resolution:
    """A resolution with its whole text. ``subjects``: pairs of a subject and the symbol that it was inferred from."""
    revision, about = content.revision, content.revision.text.resolution
    return {
        **document(about.document),
        "title": revision.title,
        **_facts(about),
        "subjects": [
            {
                "en": without_filler(s.name_en),
                "zh": s.name_zh,
                "dictionary": s.dictionary,
                "inferred_from": basis or None,
            }
            for s, basis in subjects
        ],
        "cited_by": cited_by,
        "corrects": symbols.corrected(about.document.key),
        "corrigenda": list(corrigenda),
        "language": revision.text.language,
        "revision": revision.number,
        "current": revision.current,
        "revisions": [_revision(one) for one in revisions],
        "source": _source(revision),
        **_words(content),
    }


def parallel_text(one: RevisionContent, other: RevisionContent) -> texts.ParallelText:
    """The text that is beside another: its words, and which of its clauses belongs to which clause of the other."""
    revision = other.revision
    return {
        "title": revision.title,
        "language": revision.text.language,
        "revision": revision.number,
        **_words(other),
        "rows": [
            {
                "path": row.one.path if row.one else None,
                "other_path": row.other.path if row.other else None,
                "joined": row.joined,
            }
            for row in parallel(one.clauses, other.clauses)
        ],
    }


def excerpt(content: RevisionContent, clauses: Iterable[Clause], *, in_brief: bool) -> texts.Excerpt:
    """Some clauses of a text. ``in_brief``: they are its first preambular paragraph and its operative paragraphs."""
    revision = content.revision
    about = revision.text.resolution.document
    markers = {footnote.pk: footnote.marker for footnote in content.footnotes}
    paths = {clause.pk: clause.path for clause in content.clauses}
    return {
        "symbol": about.symbol,
        "title": revision.title,
        "language": revision.text.language,
        "in_brief": in_brief,
        "clauses": [_clause(clause, content, markers, paths) for clause in clauses],
        "text": address(about.key, True),
    }


def _facts(about: Resolution) -> texts.FactsOfResolution:
    return {
        "session": symbols.adopted_session(about.document.key),
        "adopted_on": about.document.date,
        "meeting": about.meeting,
        "meeting_record": about.meeting_record,
        "committee": about.committee,
        "proposal": about.proposal,
        "agenda_items": about.agenda_items,
        "agenda_titles": about.agenda_titles,
        "draft_symbol": about.draft_symbol,
        "committee_report": about.committee_report,
        "committee_report_paragraph": about.committee_report_paragraph,
        "sponsors": about.sponsors,
        "additional_sponsors": about.additional_sponsors,
        "voters": about.voters,
        "published_on": about.published_on,
    }


def _revision(revision: Revision) -> texts.RevisionOfText:
    return {
        "language": revision.text.language,
        "revision": revision.number,
        "current": revision.current,
        "read_at": revision.created_at,
        "withheld": revision.withheld_at is not None,
    }


def _source(revision: Revision) -> texts.Source:
    return {
        "name": file_name(revision.source.name),
        "part": revision.source_part,
        "format": revision.source.format,
        "sha256": revision.source.sha256,
        "recognised": revision.recognised,
        "proofed_by": proofreader(revision),
        "received_at": revision.source.received_at,
    }


def _words(content: RevisionContent) -> texts.WordsOfText:
    """The clauses, the footnotes, the citations of both, the title's footnote marks, the formula and the end of the
    text."""
    markers = {footnote.pk: footnote.marker for footnote in content.footnotes}
    paths = {clause.pk: clause.path for clause in content.clauses}
    footnotes: dict[str, texts.Footnote] = {
        footnote.marker: {
            "text": footnote.text,
            "citations": _citations(content.footnote_citations.get(footnote.pk, ()), content, markers),
        }
        for footnote in content.footnotes
    }
    return {
        "title_footnotes": content.revision.title_marks,
        "formula": content.revision.formula,
        "clauses": [_clause(c, content, markers, paths) for c in content.clauses],
        "footnotes": footnotes,
        "end": content.revision.end,
        "disagreements": [_disagreement(**warning) for warning in content.disagreements()],
    }


def _disagreement(code: str, values: dict[str, str], place: str) -> documents.PlacedMessage:
    return {"code": code, "values": values, "text": say(Message(code, values)), "place": place}


def _clause(clause: Clause, content: RevisionContent, markers: dict[int, str], paths: dict[int, str]) -> texts.Clause:
    return {
        "path": clause.path,
        "kind": clause.kind,
        "label": clause.label,
        "opening": clause.opening,
        "text": clause.text,
        "parent": paths.get(clause.parent_id or 0),
        "footnotes": [{"marker": mark.marker, "at": mark.at} for mark in content.marks.get(clause.pk, ())],
        "citations": _citations(content.citations.get(clause.pk, ()), content, markers),
        "cited_by": [_citing(c) for c in content.pinning.get(clause.path, ())],
    }


def _citations(
    found: Iterable[Citation], content: RevisionContent, markers: Mapping[int, str]
) -> list[documents.Citation]:
    return [citation(one, markers, content.pins.get(one.pk, ())) for one in found]


def _citing(citation: Pinning) -> texts.CitingPlace:
    """The clause that cites, and the printed words of the pinpoint."""
    return {"resolution": citation.resolution, "path": citation.path, "pinpoint": citation.pinpoint}


def page(page: Page[Any], results: list[documents.Item]) -> documents.PageOf[documents.Item]:
    """One page of a list. ``count`` is the number of items on all pages."""
    return {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages, "results": results}
