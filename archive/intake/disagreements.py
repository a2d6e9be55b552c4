"""Keeps the disagreements of Chinese and English texts up to date: compares each pair of texts once.

A pair is compared again only if one of its revisions, or the code that compares, has changed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from archive.comparing import disagreements, parallel
from archive.comparing.disagreements import What
from archive.database.locks import Lock
from archive.models import Clause, Disagreement, FootnoteMark, LanguagePair, Revision

_AT_ONCE = 50  # pairs of one transaction


class _Clause(NamedTuple):
    """A clause as ``parallel`` takes it. ``marks`` are the signs of its footnotes, in order."""

    kind: str
    path: str
    label: str
    text: str
    marks: tuple[str, ...]


def update() -> int:
    """Brings the disagreements up to date with the texts. Returns the number of pairs of texts that were compared."""
    wanted = _wanted()
    stored = {(zh, en) for zh, en in LanguagePair.objects.filter(code=_code()).values_list("chinese", "english")}
    missing = sorted(wanted - stored)
    for at in range(0, len(missing), _AT_ONCE):
        _refresh(missing[at : at + _AT_ONCE])
    _delete_outdated(wanted)
    return len(missing)


def _wanted() -> set[tuple[int, int]]:
    """(Chinese revision, English revision) of each resolution that readers may see in both languages."""
    sides: dict[int, dict[str, int]] = defaultdict(dict)
    current = Revision.objects.in_every_language().filter(text__language__in=("zh", "en"))
    for resolution, language, pk in current.values_list("text__resolution", "text__language", "pk"):
        sides[resolution][language] = pk
    return {(side["zh"], side["en"]) for side in sides.values() if len(side) == 2}


def _delete_outdated(wanted: set[tuple[int, int]]) -> None:
    pairs = LanguagePair.objects.values_list("pk", "chinese", "english", "code")
    LanguagePair.objects.filter(
        pk__in=[pk for pk, zh, en, code in pairs if (zh, en) not in wanted or code != _code()]
    ).delete()


def _refresh(pairs: Sequence[tuple[int, int]]) -> None:
    """Compares these pairs of revisions, and stores what they disagree about."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.DISAGREEMENTS])
        revisions = [pk for pair in pairs for pk in pair]
        for side in ("chinese", "english"):
            LanguagePair.objects.filter(**{f"{side}__in": revisions}).delete()
        rows = LanguagePair.objects.bulk_create(
            LanguagePair(chinese_id=zh, english_id=en, code=_code()) for zh, en in pairs
        )
        clauses = _clauses(revisions)
        Disagreement.objects.bulk_create(
            Disagreement(pair=row, position=position, path=path, what=found.what.value,
                         chinese=list(found.chinese), english=list(found.english))
            for row in rows
            for position, (path, found) in enumerate(_found(clauses[row.chinese_id], clauses[row.english_id]))
        )  # fmt: skip


def _found(chinese: Sequence[_Clause], english: Sequence[_Clause]) -> Iterator[tuple[str, disagreements.Disagreement]]:
    """(path, disagreement) of two texts, in their order."""
    for row in parallel.parallel(chinese, english):
        if row.one is None or row.other is None:
            alone = [(side.path,) if side else () for side in (row.one, row.other)]
            yield row.first.path, disagreements.Disagreement(What.CLAUSE, *alone)
        else:
            found = disagreements.disagreements(row.one.text, row.other.text, row.one.marks, row.other.marks)
            yield from ((row.first.path, each) for each in found)


def _clauses(revisions: Iterable[int]) -> Mapping[int, list[_Clause]]:
    """Revision → its clauses, in order. Two queries."""
    revisions = list(revisions)
    marks: dict[int, list[str]] = defaultdict(list)
    for clause, marker in FootnoteMark.objects.filter(clause__revision__in=revisions).values_list("clause", "marker"):
        marks[clause].append(marker)
    found: dict[int, list[_Clause]] = defaultdict(list)
    rows = Clause.objects.filter(revision__in=revisions).order_by("revision", "position")
    for pk, revision, kind, path, label, text in rows.values_list("pk", "revision", "kind", "path", "label", "text"):
        found[revision].append(_Clause(kind, path, label, text, tuple(marks[pk])))
    return found


@cache
def _code() -> str:
    """A digest of the code that finds disagreements."""
    files = (disagreements.__file__, parallel.__file__)
    return hashlib.md5(b"".join(Path(file).read_bytes() for file in files), usedforsecurity=False).hexdigest()
