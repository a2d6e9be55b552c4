"""Finds for each new clause the clause of an earlier session to which it is most similar, and stores it.

An update does only what is outstanding: new clauses without a row, and texts that came later than the rows of later
sessions. So the rows do not depend on the order in which texts came. The update needs an index that is up to date.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from archive import comparing
from archive.models import Clause, NewClause, Resolution, Revision, SearchedText
from archive.models.clause import ClauseQuerySet
from archive.models.document import Kind
from archive.models.new_clause import new_clauses
from archive.searching import freshness, similar
from archive.searching.engines.backend import IndexAway

_log = logging.getLogger(__name__)

_LOCK = 14_02  # any number; all processes use the same one
_AT_ONCE = 200  # clauses that are searched in one transaction
_RESOLUTION = "revision__text__resolution"


def update_or_warn(advance: Callable[[int], None] | None = None) -> None:
    """Does an update. Without an index that can be read and written, the next update makes up for it."""
    try:
        update(advance)
    except IndexAway:
        _log.debug("There is no search index to look for similar clauses.")
    except DatabaseError:
        raise
    except Exception as error:  # each engine has errors of its own
        _log.warning("Similar clauses cannot be looked for (%s); the next import or publication does it.", error)


def update(advance: Callable[[int], None] | None = None) -> int:
    """Brings the rows up to date. Returns the number of clauses that were searched. Raises IndexAway.

    Each piece of the work is stored in a transaction of its own, so the next update finishes one that was stopped.
    ``advance`` is told the number of clauses of each piece.
    """
    _alone(_forget)
    _alone(_take_in_texts)
    searched = 0
    while due := list(_due().values_list("pk", flat=True)):
        for start in range(0, len(due), _AT_ONCE):
            found = _alone(partial(_search, due[start : start + _AT_ONCE]))
            searched += found
            if advance:
                advance(found)
    return searched


def _alone(work: Callable[[], int]) -> int:
    """Does a piece of work in a transaction, while no other process does one, and with an index that is up to date."""
    freshness.follow()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return work()


def _forget() -> int:
    """Deletes the rows of clauses that are no longer new, and those that depend on texts that readers no longer see."""
    texts = Revision.objects.in_every_language()
    gone = SearchedText.objects.exclude(revision__in=texts, code=_code())
    revisions = list(gone.values_list("revision", flat=True))
    rows = NewClause.objects.filter(Q(clause__revision__in=revisions) | Q(nearest__revision__in=revisions))
    deleted = (rows | NewClause.objects.exclude(clause__in=new_clauses())).delete()[0]
    return deleted + gone.delete()[0]


def _take_in_texts() -> int:
    """Takes the texts into account that came since the last update. Returns their number.

    Deletes the rows of later sessions to which a clause of these texts is similar. They are searched again. If these
    texts have more clauses than there are rows of later sessions, all these rows are deleted: this is less work.
    """
    known = SearchedText.objects.values("revision")
    texts = list(
        Revision.objects.in_every_language()
        .filter(text__resolution__kind=Kind.GA_RESOLUTION)
        .exclude(pk__in=known)
        .values_list("text__language", "text__resolution__session_order", "pk")
    )
    for language in {language for language, _, _ in texts}:
        came = [(order, pk) for of, order, pk in texts if of == language]
        clauses = Clause.objects.filter(revision__in=[pk for _, pk in came])
        later = _later_rows(language, min(order for order, _ in came))
        if 0 < later.count() <= clauses.count():
            later.delete()
        elif later.exists():
            later.filter(clause__in=_similar_later(clauses)).delete()
    SearchedText.objects.bulk_create(SearchedText(revision_id=pk, code=_code()) for _, _, pk in texts)
    return len(texts)


def _later_rows(language: str, order: int) -> QuerySet[NewClause]:
    """The rows that a text can change. A formula stays a formula, whatever comes."""
    text = "clause__revision__text"
    return NewClause.objects.filter(
        **{f"{text}__language": language, f"{text}__resolution__session_order__gt": order}, formula=False
    )


def _similar_later(clauses: ClauseQuerySet) -> set[int]:
    """The clauses of later sessions that are similar to one of these clauses."""
    found: set[int] = set()
    for place, clause in enumerate(_with_places(clauses)):
        if place % _AT_ONCE == 0:
            finder = similar.Finder()
        about = clause.revision.text.resolution
        if later := _sessions(session_order__gt=about.session_order):
            alike = finder.find(clause.text, clause.revision.text.language, about.document.key, later)
            found.update(pk for wording in alike.wordings for pk in wording.clauses)
    return found


def _due() -> ClauseQuerySet:
    """The new clauses without a row."""
    return new_clauses().exclude(pk__in=NewClause.objects.values("clause")).order_by("revision", "position")


def _search(clauses: Sequence[int]) -> int:
    """Searches the nearest clauses of these clauses, as far as they are due, and stores them. Returns their number."""
    finder = similar.Finder()
    earlier = cache(lambda order: _sessions(session_order__lt=order))
    rows = [_row(clause, finder, earlier) for clause in _with_places(_due().filter(pk__in=clauses))]
    NewClause.objects.bulk_create(rows)
    return len(rows)


def _row(clause: Clause, finder: similar.Finder, sessions_before: Callable[[int], list[str]]) -> NewClause:
    about = clause.revision.text.resolution
    earlier = sessions_before(about.session_order)
    if not earlier:
        return NewClause(clause=clause)
    found = finder.find(clause.text, clause.revision.text.language, about.document.key, earlier)
    formula = bool(found.formula_series)
    if not found.wordings:
        return NewClause(clause=clause, formula=formula)
    most = found.wordings[0].likeness
    equal = [pk for wording in found.wordings if wording.likeness == most for pk in wording.clauses]
    return NewClause(clause=clause, nearest=_first(equal), likeness=most, formula=formula)


def _first(clauses: Iterable[int]) -> Clause | None:
    """The clause of the earliest resolution."""
    places = (f"{_RESOLUTION}__{name}" for name in ("session_order", "number", "part"))
    return Clause.objects.filter(pk__in=list(clauses)).order_by(*places, "position").first()


def _with_places(clauses: ClauseQuerySet) -> ClauseQuerySet:
    return clauses.select_related(f"{_RESOLUTION}__document")


def _sessions(**limits: int) -> list[str]:
    """The sessions of which the archive has texts within these limits."""
    return list(Resolution.of_assembly.filter(**limits).order_by().values_list("session", flat=True).distinct())


@cache
def _code() -> str:
    """A digest of the code that measures the likeness."""
    files = [Path(module.__file__ or "") for module in (comparing.similar, comparing.tokens, similar)]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
