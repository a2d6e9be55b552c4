"""Carries subjects along the series.

The UN's files give subjects only to the resolutions of some sessions. The resolutions of a series have one topic.
So those without subjects get the subjects that at least half of the described ones share. Only terms of the UNBIS
Thesaurus are carried, because the other dictionaries name single conferences and documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.models import InferredSubject, Resolution, SeriesEntry
from archive.models.subject import UNBIS

Entry = tuple[str, int]
"""A resolution of a series: its symbol, and the place of its session (``symbols.session_order``)."""


def infer_subjects() -> set[str]:
    """Replaces all inferred subjects. Returns the symbols of the resolutions whose inferred subjects have changed."""
    described: dict[str, set[int]] = defaultdict(set)
    all_described = set()
    for symbol, subject, dictionary in Resolution.objects.filter(subjects__isnull=False).values_list(
        "document__key", "subjects", "subjects__dictionary"
    ):
        all_described.add(symbol)
        if dictionary == UNBIS:
            described[symbol].add(subject)
    before, wrong = _stored(), _wrong()
    InferredSubject.objects.all().delete()
    InferredSubject.objects.bulk_create(
        InferredSubject(document_id=symbol, subject_id=subject, basis=basis)
        for entries in _series()
        for symbol, subject, basis in carried(entries, described)
        if symbol not in all_described and (symbol, subject) not in wrong
    )
    return {symbol for symbol, _subject in before ^ _stored()}


def _stored() -> set[tuple[str, int]]:
    rows = InferredSubject.objects.values_list("document_id", "subject_id")
    return {(str(symbol), subject) for symbol, subject in rows}


def _wrong() -> set[tuple[str, int]]:
    """The subjects that a librarian has found wrong: (symbol of the resolution, subject)."""
    rows = Resolution.wrong_subjects.through.objects.values_list("resolution__document__key", "subject")
    return {(str(symbol), subject) for symbol, subject in rows}


def _series() -> list[list[Entry]]:
    series: dict[int, list[Entry]] = defaultdict(list)
    for number, symbol, session in SeriesEntry.objects.values_list("series_id", "document_id", "session_order"):
        series[number].append((str(symbol), session))
    return list(series.values())


def carried(entries: Sequence[Entry], described: Mapping[str, set[int]]) -> Iterator[tuple[str, int, str]]:
    """Yields (symbol, subject, symbol of the nearest resolution with the subject).

    ``entries`` are the resolutions of one series. Only those that are not in ``described`` get subjects.

    >>> list(carried([("A", 1), ("B", 2), ("C", 4)], {"B": {7, 8}, "C": {7}}))
    [('A', 7, 'B'), ('A', 8, 'B')]
    """
    known = [(symbol, session) for symbol, session in entries if symbol in described]
    times = Counter(subject for symbol, _session in known for subject in described[symbol])
    shared = sorted(subject for subject, n in times.items() if 2 * n >= len(known))
    for symbol, session in entries:
        if symbol not in described:
            for subject in shared:
                having = [entry for entry in known if subject in described[entry[0]]]
                yield symbol, subject, min(having, key=lambda entry: (abs(entry[1] - session), entry))[0]
