"""Runs a search of the search page.

``Search`` (the parameters of an address) → ``run`` → ``Answer`` (one page of hits, facets, documents)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from archive.models import Clause, Document, Resolution
from archive.models.prepared import any_of, prepared
from archive.page_language import reads_chinese
from archive.searching.asked import CLAUSES, NEWEST, OLDEST, RELEVANCE, RESOLUTIONS, Search
from archive.searching.document_lookup import Offer, offers
from archive.searching.engines.backend import Found, joined
from archive.searching.found import FoundClause, in_order, shown
from archive.searching.index_access import IndexAccess, pks
from archive.searching.marking import WORD_FIELDS
from archive.searching.matching import Between, Condition, Is, Not, both, sequences
from archive.searching.meaning import Explained, Meaning
from archive.searching.search_fields import SearchField, by_key, facet_keys, facets

FOUND_CLAUSES_A_PAGE = 20
FOUND_RESOLUTIONS_A_PAGE = 10
CLAUSES_A_RESOLUTION = 3  # clauses shown for each resolution, if clauses are gathered by resolution
DOCUMENTS_SHOWN = 20
_TITLES = 5000  # most documents found by their names; resolutions are looked for among them
_LANGUAGE = "lang"
_SORT: Mapping[str, tuple[str, ...]] = {RELEVANCE: (), NEWEST: ("-newest",), OLDEST: ("oldest",)}


@dataclass(frozen=True, slots=True)
class FoundResolution:
    """A resolution with ``count`` clauses that were found. ``clauses`` are the first of these clauses."""

    document: Document
    count: int
    clauses: list[FoundClause]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what a search found.

    ``count``: number of hits: of different wordings, of clauses or of resolutions, as the search gathers them
    ``clause_count``: number of clauses found, in every case
    ``facets``: facet → [(value, number of clauses)]. Its own chosen values do not narrow a facet
    ``offers``: the documents that the whole question names
    ``documents``: the first few documents whose names have the words
    ``document_count``: number of all documents whose names have the words
    ``behind``: whether documents are left out because they changed after they were written to the index
    """

    search: Search
    meaning: Meaning
    count: int = 0
    clause_count: int = 0
    clauses: Sequence[FoundClause] = ()
    resolutions: Sequence[FoundResolution] = ()
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    offers: Sequence[Offer] = ()
    documents: Sequence[Document] = ()
    document_count: int = 0
    behind: bool = False

    @property
    def page_size(self) -> int:
        return FOUND_RESOLUTIONS_A_PAGE if self.search.by == RESOLUTIONS else FOUND_CLAUSES_A_PAGE


def run(search: Search, index: IndexAccess | None = None) -> Answer:
    """One page of what a search finds. An empty search finds nothing. Raises IndexAway."""
    asked = _Asked(search, index)
    offered = offers(search.q) if search.q and not asked.has_field else []
    if not asked.asks:
        return Answer(search, asked.meaning, offers=offered)
    if search.by == RESOLUTIONS:
        return _by_resolution(asked, offered)
    start = (search.page - 1) * FOUND_CLAUSES_A_PAGE
    gather = "" if search.by == CLAUSES else "wording"
    found = asked.clauses(start, start + FOUND_CLAUSES_A_PAGE, facets=asked.facet_keys, gather=gather)
    clauses, missing = shown(found, asked.meaning, search)
    documents, document_count = _documents(asked)
    return Answer(
        search,
        asked.meaning,
        found.groups if gather else found.hits,
        found.hits,
        clauses,
        (),
        asked.facets(found),
        offered,
        documents,
        document_count,
        bool(asked.index.behind) or missing,
    )


def count(search: Search) -> int:
    """How many clauses a search finds. Raises IndexAway."""
    return _Asked(search).clauses(0, 0).hits


def every_clause(search: Search, limit: int, batch: int = 200, *, index: IndexAccess | None = None) -> Iterator[Clause]:
    """The first ``limit`` clauses that a search finds, in the order of the search. They are read in batches.

    Raises IndexAway before the first clause is read.
    """
    keys = found_keys(search, limit, index)
    return (clause for start in range(0, len(keys), batch) for clause in in_order(keys[start : start + batch]))


def every_batch(
    search: Search,
    fields: Sequence[str],
    limit: int | None = None,
    batch: int = 1000,
    *,
    index: IndexAccess | None = None,
) -> Iterator[list[dict[str, Any]]]:
    """Some fields of the first ``limit`` clauses that a search finds, or of all, in its order, in batches.

    No objects are made, and one batch is in memory, beside the primary keys of all. The database leaves out what
    readers may not see.

    Raises IndexAway before the first batch is read.
    """
    keys = found_keys(search, limit, index)
    return (_rows(keys[start : start + batch], fields) for start in range(0, len(keys), batch))


def found_keys(search: Search, limit: int | None = None, index: IndexAccess | None = None) -> list[int]:
    """The primary keys of the clauses that a search finds, in the order of the search. Without ``limit``: of all.

    The index proposes them. Readers may see only those that ``Clause.objects.in_every_language`` has. Raises IndexAway.
    """
    asked = _Asked(search, index)
    return pks(asked.clauses(0, limit).rows) if asked.asks else []


def _rows(keys: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
    found = Clause.objects.in_every_language().filter(pk__in=keys).values("pk", *fields)
    rows = {row["pk"]: row for row in found}
    return [rows[key] for key in keys if key in rows]


class _Asked:
    """A search, what it means, and the index that answers it."""

    def __init__(self, search: Search, index: IndexAccess | None = None) -> None:
        self.search = search
        self.meaning = search.meaning
        self.index = index or IndexAccess()
        self.asks = self.meaning.explained is not None or search.is_narrowed

    @property
    def has_field(self) -> bool:
        """Whether the question has a field. Then it cannot be the name of a document."""
        explained = self.meaning.explained
        return explained is not None and any(part.kind == "field" for part in explained.walk())

    def clauses(
        self,
        start: int,
        end: int | None,
        *,
        facets: Sequence[str] = (),
        gather: str = "",
        but: str = "",
        within: Condition | None = None,
    ) -> Found:
        """The clauses that the search finds. ``but`` is a facet whose chosen values do not narrow the search, and
        ``within`` a further condition."""
        languages = [] if but == _LANGUAGE else self._languages()
        condition = both(self._condition(but), *languages, *([within] if within else []))
        order = _SORT[self.search.order]

        def find(condition: Condition, start: int, end: int | None) -> Found:
            return self.index.find(Clause, condition, self.meaning.query.words, start, end, order, facets, gather)

        if order or end == start or not self._first_language:
            return find(condition, start, end)
        first = Is(_LANGUAGE, (self._first_language,))
        found = find(both(condition, first), start, end)
        number = found.groups if gather else found.hits
        low = max(0, start - number)
        # An engine counts groups only if it is asked for one.
        then = find(both(condition, Not(first)), low, None if end is None else max(low + 1, end - number))
        return joined(found, then, None if end is None else end - start)

    def documents(self, end: int) -> Found | None:
        """The documents whose names have the words of the question. None if the question has no words, or uses a field
        that only clauses have."""
        explained = self.meaning.explained
        if explained is None or not all(field.in_documents for field in _fields_used(self.search, explained)):
            return None
        if not any(sequence.field in WORD_FIELDS for sequence in sequences(self.meaning.query.condition)):
            return None
        return self.index.find(Document, self._condition(), self.meaning.query.words, 0, end)

    @property
    def _first_language(self) -> str:
        """The language whose texts are found before the others: that of the question, or of the page. "" if only
        texts in one language are found."""
        if not self.meaning.every_language or self.meaning.names_language or _LANGUAGE in self.search.chosen:
            return ""
        return self.meaning.first_language or self._page_language

    @property
    def _page_language(self) -> str:
        return "zh" if reads_chinese() else "en"

    @property
    def facet_keys(self) -> tuple[str, ...]:
        """The facets of the answer. Only Chinese texts have Chinese words, so a question with such words has no facet
        of languages."""
        is_telling = not self.meaning.has_chinese or _LANGUAGE in self.search.chosen
        return tuple(name for name in facet_keys() if name != _LANGUAGE or is_telling)

    def facets(self, found: Found) -> dict[str, list[tuple[str, int]]]:
        """The facets of the clauses found. A facet with chosen values is counted without them, so that a reader sees
        how many clauses each other value would add. So is the facet of languages if the page's language narrows the
        search."""
        narrowed = {*self.search.chosen, *([_LANGUAGE] if self._languages() else [])}
        return {
            name: self.clauses(0, 0, facets=[name], but=name).facets[name] if name in narrowed else values
            for name, values in found.facets.items()
        }

    def _condition(self, but: str = "") -> Condition:
        conditions = [self.meaning.query.condition] if self.meaning.explained is not None else []
        chosen = {facet.key: self.search.chosen.get(facet.key, ()) for facet in facets()}
        conditions += [Is(name, values) for name, values in chosen.items() if values and name != but]
        if self.search.since or self.search.until:
            conditions.append(Between("year", self.search.since, self.search.until))
        return both(*conditions)

    def _languages(self) -> list[Condition]:
        """Without this condition, a resolution with two texts would be found twice by its session or its subject.

        Without Chinese words, the texts that the page shows first are searched.
        """
        if self.meaning.every_language or _LANGUAGE in self.search.chosen:
            return []
        return [Is("opens", ("zh" if self.meaning.has_chinese else self._page_language,))]


def _fields_used(search: Search, explained: Explained) -> Iterator[SearchField]:
    yield from map(by_key, search.chosen)
    yield from (by_key(part.name) for part in explained.walk() if part.kind == "field")


def _documents(asked: _Asked) -> tuple[list[Document], int]:
    found = asked.documents(DOCUMENTS_SHOWN)
    if found is None:
        return [], 0
    keys = pks(found.rows)
    known = {document.pk: document for document in _readable(keys)}
    return _texts_first([known[key] for key in keys if key in known]), found.hits


@prepared
def _readable(keys: list[int]) -> QuerySet[Document]:
    return Document.objects.of_readers().with_whether_here().filter(any_of("pk", keys))


def _texts_first(documents: Sequence[Document]) -> list[Document]:
    """Documents whose text is here before the others. Those with the same title are together, the newest first."""
    ranks: dict[str, int] = {}
    for rank, document in enumerate(documents):
        ranks.setdefault(document.title or document.key, rank)

    def place(document: Document) -> tuple[bool, int, int]:
        age = -document.date.toordinal() if document.date else 0
        return not document.has_text, ranks[document.title or document.key], age

    return sorted(documents, key=place)


# --- By resolution -----------------------------------------------------------------------------------------


def _by_resolution(asked: _Asked, offered: list[Offer]) -> Answer:
    """The answer as a list of resolutions.

    In the order of relevance, resolutions whose names have the words come first. Within each group, resolutions with
    more found clauses come first.
    """
    search = asked.search
    found = asked.clauses(0, 0, facets=(*asked.facet_keys, "symbol"))
    counts = dict(found.facets.pop("symbol"))
    listed = _listed(asked, counts)
    start = (search.page - 1) * FOUND_RESOLUTIONS_A_PAGE
    keys = listed[start : start + FOUND_RESOLUTIONS_A_PAGE]
    clauses, missing = _first_clauses(asked, [key for key in keys if counts.get(key)])
    known = {d.key: d for d in Document.objects.filter(key__in=keys)}
    documents, document_count = _documents(asked)
    return Answer(
        search,
        asked.meaning,
        len(listed),
        found.hits,
        (),
        [FoundResolution(known[k], counts.get(k, 0), clauses.get(k, [])) for k in keys if k in known],
        asked.facets(found),
        offered,
        documents,
        document_count,
        bool(asked.index.behind) or missing,
    )


def _listed(asked: _Asked, counts: Mapping[str, int]) -> list[str]:
    """The keys of the resolutions, in the order of the search."""
    found = asked.documents(_TITLES)
    titled_keys = pks(found.rows) if found else []
    titled = set(Resolution.objects.filter(pk__in=titled_keys).values_list("document__key", flat=True))
    # The database sorts the resolutions. A resolution that is only in the index is left out.
    listed = Resolution.objects.filter(document__key__in=counts.keys() | titled)
    newest_first = listed.order_by("-document__date", "-session_order", "-number", "part")
    keys = list(newest_first.values_list("document__key", flat=True))
    if asked.search.order == OLDEST:
        keys.reverse()
    elif asked.search.order == RELEVANCE:
        keys.sort(key=lambda key: (key not in titled, -counts.get(key, 0)))
    return keys


def _first_clauses(asked: _Asked, keys: Sequence[str]) -> tuple[dict[str, list[FoundClause]], bool]:
    """Key of a resolution → the first clauses that were found in it. The second value tells whether a clause is
    missing in the database."""
    pages = [asked.clauses(0, CLAUSES_A_RESOLUTION, within=Is("symbol", (key,))) for key in keys]
    found = Found(sum(page.hits for page in pages), [row for page in pages for row in page.rows])
    clauses, missing = shown(found, asked.meaning, asked.search)
    gathered: dict[str, list[FoundClause]] = {}
    for clause in clauses:
        gathered.setdefault(clause.document.key, []).append(clause)
    return gathered, missing
