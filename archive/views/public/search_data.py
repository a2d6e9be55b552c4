"""The JSON of the search page."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Page
from django.urls import reverse

from archive.models import MemberState
from archive.page_language import say
from archive.searching.advice import advice
from archive.searching.asked import RESOLUTIONS
from archive.searching.found import Change, FoundClause, Member
from archive.searching.marking import MarkedPiece
from archive.searching.meaning import Explained
from archive.searching.search import Answer, FoundResolution
from archive.views import data
from archive.views.clause_links import counterpart_url, member_url
from archive.views.keys import texts
from archive.views.labels import named
from archive.views.public.search_offers import ShownOffer, offers_data
from archive.views.public.search_page import notices
from archive.views.public.searched_state import searched_state


def search_data(
    found: Answer, page: Page[int], offers: list[ShownOffer]
) -> texts.FoundClauses | texts.FoundResolutions:
    facts = _facts(found, offers)
    if found.search.by == RESOLUTIONS:
        return texts.FoundResolutions(**facts, **data.page(page, [_resolution(each) for each in found.resolutions]))
    return texts.FoundClauses(**facts, **data.page(page, [_clause(each) for each in found.clauses]))


def _facts(found: Answer, offers: list[ShownOffer]) -> texts.SearchFacts:
    return {
        "question": found.search.q,
        "understood": _explained(found.meaning.explained) if found.meaning.explained else None,
        "notes": [{"code": note.code, "text": note.text} for note in found.meaning.question.notes],
        "notices": [
            {"code": notice.code, "values": notice.values, "text": say(notice)}
            for notice in notices(behind=found.behind)
        ],
        "also_searched": [
            {"name": name, "other_names": list(others), "source": found.meaning.source(name) or None}
            for name, others in found.meaning.also
        ],
        "documents": offers_data(offers),
        "state": _state(searched_state(found.search.q)),
        "documents_by_name": {
            "count": found.document_count,
            "results": [data.row(named(document.key, document)) for document in found.documents],
        },
        "gathered_by": found.search.by,
        "clauses_found": found.clause_count,
        "facets": {
            name: [{"value": value, "count": count} for value, count in values] for name, values in found.facets.items()
        },
        "advice": _advice(found),
    }


def _state(state: MemberState | None) -> texts.NamedState | None:
    return {"state": state.code, "name": state.name, "url": reverse("state", args=[state.code])} if state else None


def _resolution(found: FoundResolution) -> texts.FoundResolution:
    return {
        **data.row(named(found.document.key, found.document, here=True)),
        "clauses_found": found.count,
        "clauses": [_clause(clause) for clause in found.clauses],
    }


def _clause(found: FoundClause) -> texts.FoundClause:
    return {
        "resolution": found.document.key,
        "title": found.document.title,
        "date": found.document.date,
        "path": found.clause.path,
        "kind": found.clause.kind,
        "opening": found.clause.opening,
        "text": found.clause.text,
        "excerpt": _pieces(found.pieces),
        "footnotes": {marker: _pieces(pieces) for marker, pieces in found.footnotes},
        "language": found.clause.revision.text.language,
        "url": found.clause.get_absolute_url(),
        "counterpart": _counterpart(found),
        "prior": _changes(found.changes.get(found.clause.pk, ())),
        "same_words": [_same(clause, found.changes.get(clause.pk, ())) for clause in found.same],
    }


def _counterpart(found: FoundClause) -> texts.Counterpart | None:
    if beside := found.counterpart:
        return {"language": beside.language, "text": beside.text, "url": counterpart_url(found)}
    return None


def _same(clause: Member, changes: Sequence[Change]) -> texts.SameWords:
    return {
        "resolution": clause.key,
        "session": clause.session,
        "path": clause.path,
        "url": member_url(clause),
        "prior": _changes(changes),
    }


def _changes(changes: Sequence[Change]) -> list[texts.ChangeInSeries]:
    return [{"codes": list(change.codes), "before": change.before, "after": change.after} for change in changes]


def _pieces(pieces: list[MarkedPiece]) -> list[texts.Piece]:
    return [{"words": piece.text, "marked": piece.marked} for piece in pieces]


def _explained(explained: Explained) -> texts.PartOfQuestion:
    """How the question was understood. Empty values are left out."""
    found: texts.PartOfQuestion = {"kind": explained.kind}
    if explained.text:
        found["text"] = explained.text
    if explained.name:
        found["name"] = explained.name
    if explained.parts:
        found["parts"] = list(explained.parts)
    if explained.also:
        found["also"] = list(explained.also)
    if explained.children:
        found["children"] = [_explained(child) for child in explained.children]
    return found


def _advice(found: Answer) -> list[texts.Advice]:
    if not found.search.q:
        return []
    return [
        {"kind": each.kind, "text": each.text, "count": each.count, "url": each.search.address()}
        for each in advice(found)
    ]
