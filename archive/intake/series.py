"""Rebuilds the series of resolutions from the documents and votes in the archive. Keeps librarians' decisions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction

from archive import symbols
from archive.intake.inferred_subjects import infer_subjects
from archive.models import Citation, Clause, Document, IndexChange, Resolution, Series, SeriesEntry, SeriesLink, Vote
from archive.models.document import Kind
from archive.models.series import LinkStatus
from archive.voting.lineage import Entry, Link, Listing, ascend, links, sub_item, title_key
from archive.voting.listed import lists_in
from archive.voting.record import Scope

_REGULAR = 1000  # session_order of the first special session
# A clause that recalls a resolution and does not name the resolution's subject: 回顾其2009年12月2日第64/47号决议，
_RECALLED = r"(?:大会)?(?:\d{4}年\d{1,2}月\d{1,2}日)?第[\d/]+\s?[A-Z]?(?:、[\d/]+\s?[A-Z]?)*号?(?:决议)?"
_BARE_RECALL = re.compile(
    rf"(?:又|还|再次)?(?:回顾|忆及|重申)(?:其|大会)?{_RECALLED}(?:(?:、|和|及|以及){_RECALLED})*[，,；;]$"
)


def rebuild() -> int:
    """Finds the links again, makes the series from them, and carries subjects along. Returns the number of series.

    Links that librarians decided on do not change.
    """
    accepted, proposed = links(_entries())
    with transaction.atomic():
        decided = {(link.earlier, link.later): link for link in SeriesLink.objects.filter(decided=True)}
        SeriesLink.objects.filter(decided=False).delete()
        new = [_link(link, LinkStatus.ACCEPTED) for link in accepted] + [
            _link(link, LinkStatus.PROPOSED) for link in proposed
        ]
        SeriesLink.objects.bulk_create(link for link in new if (link.earlier, link.later) not in decided)
        number = _join()
        changed = Document.objects.filter(key__in=infer_subjects()).values_list("pk", flat=True)
        IndexChange.objects.note(set(changed))
        return number


def _link(link: Link, status: str) -> SeriesLink:
    return SeriesLink(earlier=link.earlier, later=link.later, basis=link.basis, evidence=link.evidence, status=status)


def _join() -> int:
    """Replaces all series by the groups of resolutions that accepted links connect. Returns the number of series."""
    parent: dict[str, str] = {}

    def root(symbol: str) -> str:
        while parent.setdefault(symbol, symbol) != symbol:
            symbol = parent[symbol]
        return symbol

    pairs = SeriesLink.objects.filter(status=LinkStatus.ACCEPTED).values_list("earlier", "later")
    for earlier, later in pairs:
        parent[root(later)] = root(earlier)
    members: dict[str, list[str]] = defaultdict(list)
    hidden = _withdrawn_without_vote()
    for symbol in parent:
        if symbol not in hidden:
            members[root(symbol)].append(symbol)
    joined = [entries for entries in members.values() if len(entries) > 1]
    titles = _titles()
    Series.objects.all().delete()
    created = Series.objects.bulk_create(Series() for _ in joined)
    SeriesEntry.objects.bulk_create(
        SeriesEntry(
            series=series,
            document_id=symbol,
            session_order=symbols.session_order(symbols.session_of(symbol)),
            title=titles.get(symbol, ("", True))[0],
            title_certain=titles.get(symbol, ("", True))[1],
        )
        for series, entries in zip(created, joined, strict=True)
        for symbol in entries
    )
    return len(created)


def _withdrawn_without_vote() -> set[str]:
    """The symbols of withdrawn resolutions without a vote. The archive knows them only from the withdrawn text."""
    withdrawn = set(Resolution.everything.exclude(withdrawn_at=None).values_list("document__key", flat=True))
    voted = Vote.objects.filter(document_id__in=withdrawn).values_list("document_id", flat=True)
    return withdrawn - {str(symbol) for symbol in voted}


def _titles() -> dict[str, tuple[str, bool]]:
    """Symbol → (English title, whether it is certain) from a source of votes.

    A certain title comes before a title that may be a description, and the title of the leading record before others.
    """
    rows = Vote.objects.filter(scope=Scope.WHOLE, document_id__gt="").exclude(title="")
    rows = rows.order_by("title_certain", "leading", "-pk")  # the last row of a symbol counts
    return {
        str(symbol): (title, certain)
        for symbol, title, certain in rows.values_list("document_id", "title", "title_certain")
    }


def _entries() -> list[Entry]:
    """The resolutions of regular sessions that a text lists, or whose title is known from a document, a text or a
    vote."""
    entries: dict[str, Entry] = {}

    def entry(symbol: str) -> Entry | None:
        session = _session(symbol)
        if not symbol.startswith("A/RES/") or not 0 < session < _REGULAR:
            return None
        return entries.setdefault(symbol, Entry(symbol, session))

    documents = Document.objects.not_withdrawn().filter(kind=Kind.GA_RESOLUTION)
    for key, title_zh, title_en in documents.values_list("key", "title_zh", "title_en"):
        if found := entry(key):
            found.titles |= {title_key(title) for title in (title_zh, title_en) if title}
    votes = Vote.objects.filter(scope=Scope.WHOLE, document_id__gt="", symbol_certain=True)
    columns = ("document_id", "title", "title_certain", "agenda_title", "heading")
    for symbol, title, certain, agenda, heading in votes.values_list(*columns):
        if found := entry(str(symbol)):
            if title:
                (found.titles if certain else found.descriptions).add(title_key(title))
            found.agenda |= {title_key(sub_item(agenda))} if agenda else set()
            found.heading = heading or found.heading
    for key, agenda_titles in Resolution.objects.values_list("document__key", "agenda_titles"):
        if found := entry(key):
            found.agenda |= {title_key(sub_item(title)) for title in agenda_titles if title}
    for key, cited in _recalled():
        if found := entry(key):
            found.recalls.add(cited)
    listed: set[str] = set()
    for key, path, listing in _lists():
        if ascend(map(_session, (*listing, key))) and all(map(entry, listing)) and (found := entry(key)):
            found.lists.append(Listing(path, listing))
            listed.update(listing)
    return [found for found in entries.values() if found.names or found.symbol in listed]


def _session(symbol: str) -> int:
    return symbols.session_order(symbols.session_of(symbol))


def _recalled() -> list[tuple[str, str]]:
    """Pairs of symbols: a resolution, and an earlier resolution that it recalls without naming its subject."""
    recalling = Clause.objects.of_readers().filter(kind="preambular", text__regex="^(又|还|再次)?(回顾|忆及|重申)")
    bare = [pk for pk, text in recalling.values_list("pk", "text") if _BARE_RECALL.match(text)]
    citations = Citation.objects.filter(clause__in=bare, key__startswith="A/RES/", via__isnull=True)
    return list(citations.values_list("revision__text__resolution__document__key", "key"))


def _lists() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yields (symbol of a resolution, path of a clause of its preamble, symbols of the resolutions listed there)."""
    citations = Citation.objects.of_readers().filter(clause__kind="preambular", via__isnull=True)
    citations = citations.filter(key__startswith="A/RES/").order_by("clause", "start")
    cited: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for clause, start, end, key in citations.values_list("clause", "start", "end", "key"):
        cited[clause].append((start, end, key))
    several = {clause: places for clause, places in cited.items() if len(places) > 1}
    clauses = Clause.objects.filter(pk__in=several)
    for pk, key, path, text in clauses.values_list("pk", "revision__text__resolution__document__key", "path", "text"):
        for listing in lists_in(text, several[pk]):
            yield key, path, listing
