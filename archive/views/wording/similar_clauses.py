"""Gathers the clauses that are similar to a clause, for the page and for its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.comparing.similar import without_numbers
from archive.comparing.wording import changes
from archive.models import Clause
from archive.searching import similar
from archive.searching.found import Member, in_order, members_of
from archive.searching.segmentation import han_words

OWN, OTHER = "own", "other"
LIKENESS, OLDEST = "likeness", "oldest"


@dataclass(frozen=True, slots=True)
class Wording:
    """Clauses with the same words; numbers and dates do not count. ``clause`` is the earliest of them, ``first`` the
    same clause with its place, and ``others`` are the rest, the earlier ones first.

    ``likeness`` is from 0 to 1. ``series`` is OWN if all clauses are of the series of the clause that was asked for.
    ``changes`` are the words that differ, as (words of the earlier clause, words of the later clause).
    """

    likeness: float
    series: str
    clause: Clause
    first: Member
    others: Sequence[Member]
    is_earlier: bool
    changes: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SimilarClauses:
    """``same`` are all clauses with the words of ``clause``, also the clause itself, the earlier ones first.

    ``series`` maps each clause to OWN or OTHER. ``formula_series`` is the number of other series that have the formula
    of the clause, or 0.
    """

    clause: Clause
    same: Sequence[Member]
    series: Mapping[int, str]
    wordings: Sequence[Wording]
    formula_series: int

    def of(self, series: str) -> list[Wording]:
        return [wording for wording in self.wordings if wording.series == series]


def similar_to(clause: Clause, order: str = LIKENESS) -> SimilarClauses:
    """The clauses that are similar to a clause. Raises IndexAway."""
    found = similar.find(clause.text, clause.revision.text.language, clause.revision.text.resolution.document.key)
    own_words = without_numbers(clause.text)
    others = [wording for wording in found.wordings if wording.words != own_words]
    same = {clause.pk, *(pk for wording in found.wordings if wording.words == own_words for pk in wording.clauses)}
    members = members_of([*same, *(pk for wording in others for pk in wording.clauses)])
    series = {pk: OWN if each.key in found.own else OTHER for pk, each in members.items()}
    groups = [(wording.likeness, _by_age(members, wording.clauses)) for wording in others]
    texts = {each.pk: each for each in in_order([group[0].pk for _, group in groups if group])}
    wordings = [
        _wording(clause, members[clause.pk], likeness, group, series, texts[group[0].pk])
        for likeness, group in groups
        if group and group[0].pk in texts
    ]
    if order == OLDEST:
        wordings.sort(key=lambda wording: wording.first.age)
    return SimilarClauses(clause, _by_age(members, same), series, wordings, found.formula_series)


def _by_age(members: Mapping[int, Member], clauses: Iterable[int]) -> list[Member]:
    """The clauses of these that readers may see, the earliest first."""
    return sorted((members[pk] for pk in clauses if pk in members), key=lambda each: (each.age, each.pk))


def _wording(
    asked: Clause,
    asked_member: Member,
    likeness: float,
    group: Sequence[Member],
    series: Mapping[int, str],
    clause: Clause,
) -> Wording:
    first, *others = group
    is_earlier = first.age < asked_member.age
    texts = (clause.text, asked.text) if is_earlier else (asked.text, clause.text)
    which = OWN if all(series[each.pk] == OWN for each in group) else OTHER
    return Wording(likeness, which, clause, first, others, is_earlier, changes(*texts, han_words))
