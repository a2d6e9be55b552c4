"""Asks the index for entries that are as new as the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Model
from haystack.constants import DJANGO_CT
from haystack.utils import get_model_ct

from archive.searching.engines.backend import Found
from archive.searching.freshness import backend, behind
from archive.searching.matching import Condition, EngineQuery, Is, Not, both


class IndexAccess:
    """The entries of the index that are as new as the database.

    Entries of documents that changed later are left out. Their words, and so their counts and facets, can be words that
    readers may no longer see.
    """

    def __init__(self) -> None:
        self.behind = behind()

    def find(
        self,
        model: type[Model],
        condition: Condition,
        words: tuple[str, ...],
        start: int,
        end: int | None,
        order: Sequence[str] = (),
        facets: Sequence[str] = (),
        gather: str = "",
    ) -> Found:
        """The entries of a model that meet a condition (``IndexReader.find``). Raises IndexAway."""
        conditions = [condition, Is(DJANGO_CT, (get_model_ct(model),))]
        if self.behind:
            conditions.append(Not(Is("owner", tuple(map(str, self.behind)))))
        return backend().find(EngineQuery(both(*conditions), words), start, end, order, facets, gather)


def pk(identifier: str) -> int:
    """The primary key in the identifier of an entry: 12 of ``archive.clause.12``."""
    return int(identifier.rpartition(".")[2])


def pks(rows: Iterable[tuple[str, float]]) -> list[int]:
    """The primary keys in the rows of ``Found``."""
    return [pk(identifier) for identifier, _ in rows]
