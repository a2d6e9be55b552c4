"""What must be true of an archive at every moment, however it was killed: used by tests and by ``benchmarks/kills.py``.

Nothing is stored in part, and no road to a text shows more or less than the database lets readers see.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from django.db import transaction
from django.db.models import Count, Q
from lxml import etree

from archive.intake import canonical, series
from archive.intake.stored_draft import form_of
from archive.models import Clause, HistoryEntry, Proof, Resolution, Revision, SeriesEntry, Text
from archive.models.history import Action
from archive.models.proof import ProofState

# Gives the status and the content of an address.
Get = Callable[[str], tuple[int, bytes]]

_LINK = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}link"
# Road → clauses that it shows at least, if there are so many.
_MOST = {"page": 20, "JSON": 20, "JSON by resolution": 1, "CSV": 10_000, "Atom": 50}
_NAMES = {name: dictionary for dictionary, name in canonical.SUBJECT_DICTIONARIES.items()}


# --- Nothing half ------------------------------------------------------------------------------------------


def half_stored(since: int = 0) -> list[str]:
    """What is stored in part, in words. Revisions with primary keys up to ``since`` are not read again."""
    revisions = Revision.objects.filter(pk__gt=since).select_related("text__resolution")
    found = [f"the rows of revision {one.pk} differ from its digest" for one in revisions if not _is_whole(one)]
    texts = Text.objects.annotate(shown=Count("revisions", Q(revisions__current=True))).exclude(shown=1)
    found += [f"text {text.pk} has {text.shown} current revisions" for text in texts]
    counted = Resolution.everything.annotate(leading=Count("texts", Q(texts__leading=True)))
    wrong = counted.filter(Q(withdrawn_at=None) & ~Q(leading=1) | Q(withdrawn_at__isnull=False) & ~Q(leading=0))
    found += [f"{one.document.key} has {one.leading} leading texts" for one in wrong.select_related("document")]
    return found + list(_half_published()) + list(_half_withdrawn())


def _is_whole(revision: Revision) -> bool:
    form = form_of(revision)
    subjects = revision.text.resolution.subjects.values_list("dictionary", "name_en")
    form["subjects"] = sorted([_NAMES[dictionary], name] for dictionary, name in subjects if dictionary in _NAMES)
    return canonical.digest(form) == revision.digest


def _half_published() -> Iterator[str]:
    published = HistoryEntry.objects.filter(action=Action.PUBLISHED).values_list("proof_number", flat=True)
    told = list(published)
    for proof in Proof.objects.filter(Q(pk__in=told) | Q(state=ProofState.PUBLISHED)):
        state = proof.state == ProofState.PUBLISHED, proof.revision_id is not None, told.count(proof.pk)
        if state != (True, True, 1):
            yield f"proof {proof.pk} is published in part: (published, revision, entries) are {state}"


def _half_withdrawn() -> Iterator[str]:
    told = set(HistoryEntry.objects.filter(action=Action.WITHDRAWN).values_list("subject", flat=True))
    withdrawn = Resolution.everything.filter(withdrawn_at__isnull=False).values_list("document__key", flat=True)
    for symbol in told.symmetric_difference(withdrawn):
        yield f"{symbol} is withdrawn in part"


def series_are_old() -> bool:
    """Whether a rebuild would give other series."""
    with transaction.atomic():
        before = _series()
        series.rebuild()
        after = _series()
        transaction.set_rollback(True)
    return before != after


def _series() -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for group, symbol in SeriesEntry.objects.values_list("series_id", "document_id"):
        groups.setdefault(group, set()).add(str(symbol))
    return set(map(frozenset, groups.values()))


# --- Every road agrees with the database -------------------------------------------------------------------


def disagreements(get: Get, word: str, *, whole: bool = True) -> list[str]:
    """Where a road to the clauses with ``word`` shows another text than the database, in words.

    ``whole`` False: the index may lag behind, so a road may show too little, or that the search is away.
    """
    seen = {one.get_absolute_url() for one in _readable().filter(text__contains=word)}
    found = []
    for road, shown in roads(get, word).items():
        if shown is None:
            found += [f"{road} of {word}: no answer"] if whole else []
        elif shown - seen:
            found.append(f"{road} of {word} shows {sorted(shown - seen)}, which may not be seen")
        elif whole and len(shown) < min(len(seen), _MOST[road]):
            found.append(f"{road} of {word} shows {len(shown)} clauses of {len(seen)}")
    return found + [said for symbol in _with(word) for said in _page_disagrees(get, symbol, word)]


def _readable() -> Any:
    return Clause.objects.of_readers().select_related("revision__text__resolution__document")


def _with(word: str) -> list[str]:
    """The symbols of resolutions of which some revision has the word."""
    rows = Resolution.everything.filter(texts__revisions__clauses__text__contains=word)
    return sorted(set(rows.values_list("document__key", flat=True)))


def _page_disagrees(get: Get, symbol: str, word: str) -> Iterator[str]:
    withdrawn = Resolution.everything.get(document__key=symbol).withdrawn_at is not None
    has = _readable().filter(revision__text__resolution__document__key=symbol, text__contains=word).exists()
    for address in (f"/{symbol}/", f"/{symbol}/?format=json"):
        status, content = get(address)
        if (status, word.encode() in content) != (410 if withdrawn else 200, has):
            yield f"{address}: {status}, {word} {'is' if word.encode() in content else 'is not'} there"


def roads(get: Get, word: str) -> dict[str, set[str] | None]:
    """Road → addresses of the clauses that it shows for a word; None if the search is away."""
    address = f"/search/?q={quote(word)}"
    return {
        "page": _shown(get(address), _in_page),
        "JSON": _shown(get(f"{address}&format=json"), _in_json),
        "JSON by resolution": _shown(get(f"{address}&by=resolutions&format=json"), _in_resolutions),
        "CSV": _shown(get(f"{address}&format=csv"), _in_csv),
        "Atom": _shown(get(f"{address}&format=atom"), _in_atom),
    }


def _shown(answer: tuple[int, bytes], read: Callable[[bytes], set[str]]) -> set[str] | None:
    status, content = answer
    return read(content) if status == 200 else None


def _in_page(content: bytes) -> set[str]:
    return set(re.findall(r'href="(/A/RES/[^"]+#[^"]+)"', content.decode()))


def _in_json(content: bytes) -> set[str]:
    return _with_same_words(json.loads(content)["results"])


def _in_resolutions(content: bytes) -> set[str]:
    return _with_same_words([clause for row in json.loads(content)["results"] for clause in row["clauses"]])


def _with_same_words(rows: list[dict[str, Any]]) -> set[str]:
    return {clause["url"] for row in rows for clause in (row, *row["same_words"])}


def _in_csv(content: bytes) -> set[str]:
    return {_path(row["url"]) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


def _in_atom(content: bytes) -> set[str]:
    return {_path(link.get("href", "")) for link in etree.fromstring(content).iterfind(_LINK)}


def _path(address: str) -> str:
    """The address of a clause without its site."""
    link = urlsplit(address)
    return f"{link.path}#{link.fragment}"
