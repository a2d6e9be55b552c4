"""Runs a search of the search page.

``Search`` (the parameters of an address) → ``run`` → ``Answer`` (one page of hits, facets, documents)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Prefetch
from haystack.query import SearchQuerySet

from archive.models import Clause, Document, FootnoteMark, Resolution
from archive.searching.analysis import is_run, token_texts
from archive.searching.document_lookup import Offer, keys_meant, keys_voted, offers
from archive.searching.freshness import behind
from archive.searching.marking import MarkedPiece, excerpt
from archive.searching.matching import Condition, EngineQuery, TokenSequence, sequences
from archive.searching.meaning import Explained, Meaning, understand
from archive.searching.question import clean
from archive.searching.search_fields import SearchField, by_key, facet_keys, facets

FOUND_CLAUSES_A_PAGE = 20
FOUND_RESOLUTIONS_A_PAGE = 10
CLAUSES_A_RESOLUTION = 3  # clauses shown for each resolution, if clauses are gathered by resolution
DOCUMENTS_SHOWN = 5
_TITLES = 5000  # most documents found by their names; resolutions are looked for among them

RELEVANCE, NEWEST, OLDEST = "relevance", "newest", "oldest"
ORDERS = (RELEVANCE, NEWEST, OLDEST)
_SORT = {RELEVANCE: (), NEWEST: ("-newest",), OLDEST: ("oldest",)}
CLAUSES, RESOLUTIONS = "clauses", "resolutions"
GATHERINGS = (CLAUSES, RESOLUTIONS)


@dataclass(frozen=True, slots=True)
class Search:
    """The parameters of the search page.

    ``chosen`` maps a facet to its chosen values. ``by`` tells whether each hit is a clause or a resolution. If
    ``names`` is True, the search for a name also finds the other names of the same concept.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = RELEVANCE
    by: str = CLAUSES
    page: int = 1
    names: bool = True

    @classmethod
    def of(cls, values: Mapping[str, list[str]]) -> Search:
        """The search that the parameters of an address describe. ``values``: parameter → values
        (``QueryDict.lists``). A value that makes no sense is ignored."""

        def one(name: str, allowed: Iterable[str]) -> str:
            given = values.get(name, [""])[-1]
            return given if given in allowed else next(iter(allowed))

        page = values.get("page", ["1"])[-1]
        return cls(
            q=clean(values.get("q", [""])[-1]).strip(),
            chosen={
                name: tuple(dict.fromkeys(value.replace("\0", " ") for value in values[name]))
                for name in facet_keys()
                if any(values.get(name, ()))
            },
            order=one("order", ORDERS),
            by=one("by", GATHERINGS),
            page=max(1, int(page)) if page.isascii() and page.isdigit() and 0 < len(page) < 8 else 1,
            names=values.get("names", ["1"])[-1] != "0",
        )

    def address(self, **changes: object) -> str:
        """The address of this search with some changes. The page is 1 if ``changes`` has no page.

        >>> Search("核武器", {"session": ("65",)}).address(order="newest")
        '?q=%E6%A0%B8%E6%AD%A6%E5%99%A8&session=65&order=newest'
        """
        search = replace(self, **{"page": 1} | changes)  # type: ignore[arg-type]
        parts = [("q", search.q)]
        parts += [(name, value) for name in facet_keys() for value in search.chosen.get(name, ())]
        if search.order != RELEVANCE:
            parts.append(("order", search.order))
        if search.by != CLAUSES:
            parts.append(("by", search.by))
        if not search.names:
            parts.append(("names", "0"))
        if search.page != 1:
            parts.append(("page", str(search.page)))
        return "?" + urlencode(parts)

    def with_value(self, name: str, value: str) -> str:
        values = tuple(dict.fromkeys((*self.chosen.get(name, ()), value)))
        return self.address(chosen={**self.chosen, name: values})

    def without_value(self, name: str, value: str) -> str:
        values = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return self.address(chosen={k: v for k, v in {**self.chosen, name: values}.items() if v})

    @property
    def meaning(self) -> Meaning:
        return understand(self.q, names=self.names, documents=keys_meant, voted=keys_voted)


@dataclass(frozen=True, slots=True)
class FoundClause:
    clause: Clause
    pieces: list[MarkedPiece]
    footnotes: list[tuple[str, list[MarkedPiece]]]  # (marker, text) of each footnote in which a word was found
    score: float = 0.0

    @property
    def document(self) -> Document:
        return self.clause.revision.text.resolution.document


@dataclass(frozen=True, slots=True)
class FoundResolution:
    """A resolution with ``count`` clauses that were found. ``clauses`` are the first of these clauses."""

    document: Document
    count: int
    clauses: list[FoundClause]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what a search found.

    ``count``: number of clauses found, or of resolutions found if clauses are gathered by resolution
    ``clause_count``: number of clauses found, in both cases
    ``facets``: facet → [(value, number of clauses)]
    ``offers``: the documents that the whole question names
    ``documents``: the first few documents whose names have the words
    ``document_count``: number of all documents whose names have the words
    ``behind``: whether documents are left out because they changed after they were written to the index
    """

    search: Search
    meaning: Meaning
    count: int
    clause_count: int
    clauses: list[FoundClause]
    resolutions: list[FoundResolution]
    facets: dict[str, list[tuple[str, int]]]
    offers: list[Offer]
    documents: list[Document]
    document_count: int
    behind: bool = False

    @property
    def page_size(self) -> int:
        return FOUND_RESOLUTIONS_A_PAGE if self.search.by == RESOLUTIONS else FOUND_CLAUSES_A_PAGE


def run(search: Search) -> Answer:
    """One page of what a search finds. An empty search finds nothing. Raises IndexAway."""
    meaning = search.meaning
    offered = offers(search.q) if search.q else []
    if meaning.explained is None and not search.chosen:
        return Answer(search, meaning, 0, 0, [], [], {}, offered, [], 0)
    index = _Index()
    found = _clauses(index, search, meaning)
    if search.by == RESOLUTIONS:
        return _gathered(index, search, meaning, found, offered)
    start = (search.page - 1) * FOUND_CLAUSES_A_PAGE
    for name in facet_keys():
        found = found.facet(name)
    results = found[start : start + FOUND_CLAUSES_A_PAGE]
    count = found.count()
    facets = found.facet_counts().get("fields", {})
    documents, document_count = _documents(index, search, meaning)
    clauses = _shown([(result.pk, result.score) for result in results], meaning.query.condition)
    late = bool(index.behind) or len(clauses) < len(results)
    return Answer(search, meaning, count, count, clauses, [], facets, offered, documents, document_count, late)


def count(search: Search) -> int:
    """How many clauses a search finds. Raises IndexAway."""
    return _clauses(_Index(), search, search.meaning).count()


def every_clause(search: Search, limit: int, batch: int = 200) -> Iterator[Clause]:
    """The first ``limit`` clauses that a search finds, in the order of the search. They are read in batches.

    Raises IndexAway before the first clause is read.
    """
    meaning = search.meaning
    if meaning.explained is None and not search.chosen:
        return iter(())
    keys = [int(result.pk) for result in _clauses(_Index(), search, meaning)[:limit]]
    return (clause for start in range(0, len(keys), batch) for clause in _in_order(keys[start : start + batch]))


def every_row(search: Search, limit: int, fields: Sequence[str], batch: int = 1000) -> Iterator[dict[str, Any]]:
    """Some fields of the first ``limit`` clauses that a search finds, in the order of the search.

    No objects are made, and one batch is in memory. The database leaves out what readers may not see.

    Raises IndexAway before the first row is read.
    """
    meaning = search.meaning
    if meaning.explained is None and not search.chosen:
        return iter(())
    keys = [int(result.pk) for result in _clauses(_Index(), search, meaning)[:limit]]
    return (row for start in range(0, len(keys), batch) for row in _rows(keys[start : start + batch], fields))


def _rows(keys: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
    found = Clause.objects.of_readers().filter(pk__in=keys).values("pk", *fields)
    rows = {row["pk"]: row for row in found}
    return [rows[key] for key in keys if key in rows]


class _Index:
    """The entries of the index that are as new as the database.

    Entries of documents that changed later are left out. Their words, and so their counts and facets, can be words that
    readers may no longer see.
    """

    def __init__(self) -> None:
        self.behind = behind()

    def entries(self, model: type[Model]) -> SearchQuerySet:
        found = SearchQuerySet().models(model)
        return found.exclude(owner__in=sorted(map(str, self.behind))) if self.behind else found


def _clauses(index: _Index, search: Search, meaning: Meaning) -> SearchQuerySet:
    found = _narrowed(index.entries(Clause), search)
    if meaning.explained is not None:
        found = found.filter(content=meaning.query)
    return found.order_by(*_SORT[search.order]) if _SORT[search.order] else found


def _narrowed(found: SearchQuerySet, search: Search) -> SearchQuerySet:
    for facet in facets():
        values = search.chosen.get(facet.key, ())
        # Chosen values are alternatives. If an entry can have several values, it must have all chosen values.
        alternatives = [(value,) for value in values] if facet.several else [values]
        for group in filter(None, alternatives):
            found = found.filter(**{f"{facet.key}__in": list(group)})
    return found


# --- Documents ---------------------------------------------------------------------------------------------


def _of_documents(index: _Index, search: Search, meaning: Meaning) -> SearchQuerySet | None:
    """The documents whose names have the words of the question. None if the question has no words, or uses a field
    that only clauses have."""
    if meaning.explained is None or not all(field.in_documents for field in _fields_used(search, meaning.explained)):
        return None
    if not any(sequence.field == "text" for sequence in sequences(meaning.query.condition)):
        return None
    return _narrowed(index.entries(Document), search).filter(content=meaning.query)


def _fields_used(search: Search, explained: Explained) -> Iterator[SearchField]:
    yield from map(by_key, search.chosen)
    yield from (by_key(part.name) for part in explained.walk() if part.kind == "field")


def _documents(index: _Index, search: Search, meaning: Meaning) -> tuple[list[Document], int]:
    found = _of_documents(index, search, meaning)
    if found is None:
        return [], 0
    keys = [int(result.pk) for result in found[:DOCUMENTS_SHOWN]]
    known = Document.objects.select_related("resolution").in_bulk(keys)
    return [known[key] for key in keys if key in known], found.count()


def suggestions(typed: str, limit: int = 8) -> list[Document]:
    """Documents that fit the text that a reader has typed so far.

    Documents that the text names are first. Documents whose names contain the text follow.
    """
    meant = keys_meant(typed)
    named = list(Document.objects.select_related("resolution").filter(key__in=meant)[:limit])
    condition = _beginning(typed)
    if condition is None or len(named) >= limit:
        return named
    words = understand(typed, documents=lambda text: []).query.words
    found = _Index().entries(Document).filter(content=EngineQuery(condition, words))[: limit * 4]
    keys = [int(result.pk) for result in found]
    known = Document.objects.select_related("resolution").in_bulk(keys)
    others = [known[key] for key in keys if key in known and known[key] not in named]
    # A shorter title is nearer to the typed text.
    others.sort(key=lambda document: len(document.title_zh or document.title_en))
    return [*named, *others][:limit]


def _beginning(typed: str) -> Condition | None:
    """The condition that a name has the typed text. The last word of the typed text may be unfinished."""
    tokens = token_texts(typed)
    return TokenSequence("text", tokens, open_end=is_run(tokens[-1])) if tokens else None


# --- Gathered by resolution --------------------------------------------------------------------------------


def _gathered(index: _Index, search: Search, meaning: Meaning, found: SearchQuerySet, offered: list[Offer]) -> Answer:
    """The answer as a list of resolutions.

    In the order of relevance, resolutions whose names have the words come first. Within each group, resolutions with
    more found clauses come first.
    """
    for name in (*facet_keys(), "symbol"):
        found = found.facet(name)
    facets = dict(found.facet_counts().get("fields", {}))
    counts = dict(facets.pop("symbol", []))
    clause_count = sum(counts.values())
    titled: set[str] = set()
    if (documents := _of_documents(index, search, meaning)) is not None:
        titled_keys = [int(result.pk) for result in documents[:_TITLES]]
        titled = set(Resolution.objects.filter(pk__in=titled_keys).values_list("document__key", flat=True))
    # The database sorts the resolutions. A resolution that is only in the index is left out.
    listed = Resolution.objects.filter(document__key__in=counts.keys() | titled)
    newest_first = listed.order_by("-document__date", "-session_order", "-number", "part")
    newest = list(newest_first.values_list("document__key", flat=True))
    if search.order == OLDEST:
        newest.reverse()
    elif search.order == RELEVANCE:
        newest.sort(key=lambda key: (key not in titled, -counts.get(key, 0)))
    start = (search.page - 1) * FOUND_RESOLUTIONS_A_PAGE
    keys = newest[start : start + FOUND_RESOLUTIONS_A_PAGE]
    clauses = _first_clauses(index, search, meaning, keys, counts)
    known = {d.key: d for d in Document.objects.filter(key__in=keys)}
    resolutions = [FoundResolution(known[k], counts.get(k, 0), clauses.get(k, [])) for k in keys if k in known]
    documents, document_count = _documents(index, search, meaning)
    late = bool(index.behind) or len(clauses) < sum(1 for key in keys if counts.get(key))
    return Answer(
        search, meaning, len(newest), clause_count, [], resolutions, facets, offered, documents, document_count, late
    )


def _first_clauses(
    index: _Index, search: Search, meaning: Meaning, keys: list[str], counts: Mapping[str, int]
) -> dict[str, list[FoundClause]]:
    """Key of a resolution → the first clauses that were found in it."""
    wanted = [key for key in keys if counts.get(key)]
    if not wanted:
        return {}
    results: list[tuple[str, float]] = []
    for key in wanted:
        few = _clauses(index, search, meaning).filter(symbol__in=[key])[:CLAUSES_A_RESOLUTION]
        results.extend((result.pk, result.score) for result in few)
    gathered: dict[str, list[FoundClause]] = {}
    for found in _shown(results, meaning.query.condition):
        gathered.setdefault(found.document.key, []).append(found)
    return gathered


# --- Clauses with marks ------------------------------------------------------------------------------------


def _in_order(keys: Iterable[int]) -> list[Clause]:
    """The clauses with these primary keys that readers may see. The index only proposes them."""
    keys = list(keys)
    queryset = Clause.objects.of_readers().select_related("revision__text__resolution__document", "parent__parent")
    marks = Prefetch("marks", FootnoteMark.objects.select_related("footnote"))
    known = queryset.prefetch_related(marks).in_bulk(keys)
    return [known[key] for key in keys if key in known]


def _shown(results: Iterable[tuple[str, float]], condition: Condition) -> list[FoundClause]:
    """The found clauses. Each has excerpts in which the found words are marked."""
    scores = {int(pk): score for pk, score in results}
    asked = [sequence for sequence in sequences(condition) if sequence.field == "text"]
    shown = []
    for clause in _in_order(scores):
        notes = {mark.marker: mark.footnote.text for mark in clause.marks.all() if mark.footnote}
        footnotes = [(marker, excerpt(text, asked, 120)) for marker, text in notes.items()]
        footnotes = [(marker, pieces) for marker, pieces in footnotes if any(piece.marked for piece in pieces)]
        shown.append(FoundClause(clause, excerpt(clause.text, asked), footnotes, scores[clause.pk]))
    return shown
