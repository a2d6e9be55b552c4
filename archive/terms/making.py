"""Stores the terms of the archive, and says when they are due again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from archive.database.locks import Lock
from archive.languages import CHINESE
from archive.models import Clause, Term, TermPlace, TermsMaking
from archive.models.archive_version import Version, archive_version
from archive.models.clause import ClauseKind
from archive.terms.names import name_terms
from archive.terms.openings import opening_terms
from archive.terms.pairs import Pair, Rendering, Side, Wordings
from archive.terms.pairs import Term as FoundTerm
from archive.terms.word_list import concepts

QUIET = timedelta(minutes=10)  # without a change, before the terms are made again
LONGEST = timedelta(hours=6)  # after the last making, if changes never stop
_PARAGRAPHS = {ClauseKind.PREAMBULAR, ClauseKind.OPERATIVE}
IN_BOTH = (CHINESE.code, "en")
_BATCH = 5000


def is_due() -> bool:
    """Whether the archive has changed since the last look, and was quiet for some time."""
    version, last = archive_version(), TermsMaking.objects.first()
    if version is None or (last and last.seen == _named(version)):
        return False
    now = timezone.now()
    waited_long = last and last.made_at and now - last.made_at >= LONGEST
    return bool(waited_long) or now - version.changed_at >= QUIET


def make() -> int | None:
    """Makes the terms and returns their number. None if the pairs of clauses are as before.

    The look is noted first: a failure is not tried again until the archive changes.
    """
    version = archive_version()
    assert version is not None, "not inside a transaction"
    _note(seen=_named(version))
    clauses = Clause.objects.in_two_languages(*IN_BOTH)
    digest = _digest(clauses)
    if TermsMaking.objects.filter(digest=digest).exists():
        return None
    pairs = [_pair(*each) for each in clauses]
    found = opening_terms(pairs) + name_terms(pairs, concepts())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.TERMS])
        _store(found, clauses)
        _note(digest=digest, pairs=len(pairs), wordings=len(Wordings.of(pairs).pairs), made_at=timezone.now())
    return len(found)


def _pair(zh: Clause, en: Clause) -> Pair:
    return Pair(Side(zh.text, zh.opening), Side(en.text, en.opening), {zh.kind, en.kind} <= _PARAGRAPHS)


def _store(found: Iterable[FoundTerm], clauses: list[tuple[Clause, Clause]]) -> None:
    """Puts these terms in the place of those before. Raises nothing if a clause was deleted meanwhile: its places are
    left out."""
    Term.objects.all().delete()
    stored = [(each, _row(position, each)) for position, each in enumerate(found)]
    Term.objects.bulk_create([row for _each, row in stored])
    there = set(
        Clause.objects.filter(pk__in={side.pk for pair in clauses for side in pair}).values_list("pk", flat=True)
    )
    places = (
        TermPlace(term=row, zh=clauses[place][0], en=clauses[place][1], rendering=number)
        for each, row in stored
        for place, number in _places(each)
        if {clauses[place][0].pk, clauses[place][1].pk} <= there
    )
    TermPlace.objects.bulk_create(places, batch_size=_BATCH)


def _row(position: int, term: FoundTerm) -> Term:
    forms = chain.from_iterable(each.forms for each in term.renderings)
    return Term(
        kind=term.kind.value,
        words=term.words,
        position=position,
        others="\n".join(term.others),
        english="\n".join(dict.fromkeys(form for form, _number in forms)),
        wordings=term.wordings,
        renderings=[_rendering(each) for each in term.renderings],
    )


def _rendering(each: Rendering) -> dict[str, object]:
    return {
        "words": each.words,
        "forms": each.forms,
        "wordings": each.wordings,
        "english": each.english,
        "dice": round(each.dice, 4),
        "likelihood": round(each.likelihood, 2),
    }


def _places(term: FoundTerm) -> Iterator[tuple[int, int | None]]:
    for number, rendering in enumerate(term.renderings, 1):
        yield from ((place, number) for place in rendering.places)
    yield from ((place, None) for place in term.unrendered)


def _note(**values: object) -> None:
    TermsMaking.objects.update_or_create(pk=1, defaults=values, create_defaults={"seen": "", **values})


def _named(version: Version) -> str:
    return f"{version.number}/{version.changed_at.isoformat()}"


def _digest(clauses: Iterable[tuple[Clause, Clause]]) -> str:
    """Differs if the pairs, the word list or the code of this room differ."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in (*sorted(here.glob("*.py")), here.parent / "searching" / "words.txt"):
        digest.update(file.read_bytes())
    for zh, en in clauses:
        digest.update(f"{zh.pk} {en.pk} {zh.opening} {en.opening} {zh.text} {en.text}\n".encode())
    return digest.hexdigest()
