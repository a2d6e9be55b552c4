"""Keeps the steps of the wording up to date: compares each text of a series with the text before it.

    _planned → the steps that the archive should have
    _outdated → the series whose stored steps differ from the plan
    _refresh → a few series: compares the texts that were not compared yet, and stores the result

A step is compared again only if one of its texts, their citations, or the code that compares has changed. So the stored
steps depend only on what the archive has, and not on the order in which it came.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection, transaction
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from archive import comparing, symbols
from archive.comparing import Comparison, compare
from archive.comparing.verbs import Scales
from archive.comparing.wording import Cut
from archive.models import (
    Citation,
    Clause,
    ClauseStep,
    IndexChange,
    Revision,
    SeriesEntry,
    SeriesLink,
    TextStep,
    VerbStep,
)
from archive.models.compared_text import compared_texts
from archive.models.series import LinkStatus
from archive.models.wording import StepKind

_LOCK = 14_01  # any number; all processes use the same one
_AT_ONCE = 40  # resolutions whose steps are stored in one transaction; a longer series has one of its own


@dataclass(frozen=True, slots=True)
class _Version:
    """A text that readers may see. ``document`` and ``revision`` are primary keys. ``place`` orders the texts."""

    revision: int
    document: int
    symbol: str
    place: tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that the archive should have. ``basis`` and ``chain`` are those of ``TextStep``."""

    earlier: _Version
    later: _Version
    basis: str
    chain: str


class _Beginning(NamedTuple):
    """Where a history begins: the place of the text, the clause, and whether the text before lacks the clause."""

    place: tuple[int, int, str]
    clause: int
    began: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """The steps of one series in all languages. In each language, they are in the order of the sessions."""

    symbols: frozenset[str]
    steps: tuple[_Step, ...]


def update(cut: Cut, advance: Callable[[int], None] | None = None) -> int:
    """Brings the steps up to date with the series. Returns the number of texts that were compared again.

    ``cut`` cuts Chinese into words. A few series are stored in one transaction, so the next update finishes an update
    that was stopped. ``advance`` is told the number of their texts that were compared.
    """
    compared = 0
    for group in _together(_outdated()):
        found = _refresh(group, cut)
        compared += found
        if advance:
            advance(found)
    _grade(VerbStep.objects.scales())
    return compared


def _grade(scales: Scales) -> None:
    """Brings the strengths up to date with the scales, which librarians correct. No text is compared for this."""
    rows = ClauseStep.objects.exclude(verb_before="").order_by()
    for before, after, strength in rows.values_list("verb_before", "verb_after", "strength").distinct():
        graded = scales.strength(before, after) or ""
        if graded != strength:
            with transaction.atomic():
                changed = rows.filter(verb_before=before, verb_after=after)
                for side in ("earlier", "later"):
                    IndexChange.objects.note(set(changed.values_list(f"step__{side}__text__resolution", flat=True)))
                changed.update(strength=graded)


def _outdated() -> list[frozenset[str]]:
    """Groups of symbols whose steps are not up to date: series, and the resolutions that left their series."""
    stored = {later: (basis, chain) for later, basis, chain in TextStep.objects.values_list("later", "basis", "chain")}
    groups: list[frozenset[str]] = []
    planned: set[int] = set()
    for plan in _planned(SeriesEntry.objects.all()):
        wanted = {step.later.revision: (step.basis, step.chain) for step in plan.steps}
        planned |= wanted.keys()
        if not wanted.items() <= stored.items():
            groups.append(plan.symbols)
    left = Revision.objects.filter(pk__in=stored.keys() - planned)
    symbols_left = frozenset(left.values_list("text__resolution__document__key", flat=True))
    return [*groups, symbols_left] if symbols_left else groups


def _together(groups: Iterable[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Joins small groups, because each transaction has a dozen queries, however few texts it has."""
    joined: frozenset[str] = frozenset()
    for group in groups:
        joined |= group
        if len(joined) >= _AT_ONCE:
            yield joined
            joined = frozenset()
    if joined:
        yield joined


def _planned(entries: QuerySet[SeriesEntry]) -> Iterator[_Plan]:
    """Yields the plan of each series that these entries belong to. ``entries`` are all entries of their series."""
    members: dict[int, dict[str, int]] = defaultdict(dict)
    for series, symbol, order in entries.values_list("series", "document_id", "session_order"):
        members[series][str(symbol)] = order
    texts = _texts(entries)
    citations = _citation_digests(text.revision for of_language in texts.values() for text in of_language.values())
    links = set(SeriesLink.objects.filter(status=LinkStatus.ACCEPTED).values_list("earlier", "later"))
    for of_series in members.values():
        steps = [
            step
            for of_language in texts.values()
            for step in _steps([of_language[symbol] for symbol in of_series if symbol in of_language], links, citations)
        ]
        yield _Plan(frozenset(of_series), tuple(steps))


def _texts(entries: QuerySet[SeriesEntry]) -> dict[str, dict[str, _Version]]:
    """Language → symbol → the text of the resolution, for the entries of which readers may see a text."""
    texts: dict[str, dict[str, _Version]] = defaultdict(dict)
    visible = Revision.objects.in_every_language().filter(
        text__resolution__document__key__in=entries.values("document_id")
    )
    columns = ("pk", "text__resolution", "text__resolution__document__key", "text__language")
    for pk, document, symbol, language in visible.order_by("text__language").values_list(*columns):
        order = symbols.session_order(symbols.session_of(symbol))
        texts[language][symbol] = _Version(pk, document, symbol, (order, *symbols.number_and_part(symbol)))
    return texts


def _citation_digests(revisions: Iterable[int]) -> dict[int, str]:
    """Revision → a digest of what each of its clauses cites."""
    cited = Citation.objects.filter(revision__in=list(revisions), clause__isnull=False, key__gt="").order_by()
    pair = Concat(Cast("clause", TextField()), Value(" "), Coalesce("target__key", "key"), output_field=TextField())
    digest = MD5(StringAgg(pair, Value("\n"), distinct=True, order_by=[pair]))
    return dict(cited.values("revision").annotate(digest=digest).values_list("revision", "digest"))


def _steps(texts: Sequence[_Version], links: set[tuple[str, str]], citations: Mapping[int, str]) -> list[_Step]:
    """The steps between the texts of a series in one language."""
    steps: list[_Step] = []
    chains: dict[int, str] = {}
    for later in sorted(texts, key=lambda text: text.place):
        earlier = _before(later, texts, links)
        if earlier is None:
            chains[later.revision] = _digest(later.revision)
            continue
        sides = [(text.revision, citations.get(text.revision)) for text in (earlier, later)]
        basis = _digest(_code(), sides)
        chain = chains[later.revision] = _digest(basis, chains[earlier.revision])
        steps.append(_Step(earlier, later, basis, chain))
    return steps


def _before(later: _Version, texts: Sequence[_Version], links: set[tuple[str, str]]) -> _Version | None:
    """The text of the nearest earlier session. Of several in one session, a linked one, then the first in order."""
    earlier = [text for text in texts if text.place[0] < later.place[0]]
    return min(
        earlier,
        key=lambda text: (-text.place[0], (text.symbol, later.symbol) not in links, text.place),
        default=None,
    )


def _digest(*parts: object) -> str:
    return hashlib.md5(repr(parts).encode(), usedforsecurity=False).hexdigest()


@cache
def _code() -> str:
    """A digest of the code that decides the result of a comparison. ``_grade`` follows the scales of verbs."""
    return _digest(*(path.read_bytes() for path in sorted(Path(comparing.__file__).parent.glob("*.py"))))


def _refresh(group: frozenset[str], cut: Cut) -> int:
    """Brings the steps of some series up to date, in one transaction. Returns the number of texts that were compared.

    ``group`` has the symbols of their resolutions.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Another process can do the same. So the plan is made again, with the lock.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        series = SeriesEntry.objects.filter(document_id__in=group).values("series")
        plans = list(_planned(SeriesEntry.objects.filter(series__in=series)))
        steps = [step for plan in plans for step in plan.steps]
        kept = _remove_outdated(steps, group.union(*(plan.symbols for plan in plans)))
        new = [step for step in steps if step.later.revision not in kept]
        _store(steps, _compared(new, cut), kept)
        return len(new)


def _remove_outdated(steps: Iterable[_Step], known: Iterable[str]) -> dict[int, TextStep]:
    """Deletes the stored steps of these symbols that are not in the plan. Returns the others, by the later revision."""
    bases = {step.later.revision: step.basis for step in steps}
    stored = TextStep.objects.filter(later__text__resolution__document__key__in=list(known))
    rows = list(stored.select_related("earlier__text", "later__text"))
    gone = [row for row in rows if bases.get(row.later_id) != row.basis]
    IndexChange.objects.note({side.text.resolution_id for row in gone for side in (row.earlier, row.later)})
    TextStep.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return {row.later_id: row for row in rows if row not in gone}


def _compared(steps: Sequence[_Step], cut: Cut) -> dict[int, list[ClauseStep]]:
    """Compares texts and stores the steps. Returns the rows of their clauses by the later revision, not yet stored."""
    revisions = {side.revision for step in steps for side in (step.earlier, step.later)}
    texts = compared_texts(revisions)
    clauses: dict[int, dict[str, int]] = defaultdict(dict)
    for revision, path, pk in Clause.objects.filter(revision__in=revisions).values_list("revision", "path", "pk"):
        clauses[revision][path] = pk
    scales = VerbStep.objects.scales()
    stored = TextStep.objects.bulk_create(
        TextStep(earlier_id=step.earlier.revision, later_id=step.later.revision, basis=step.basis, chain=step.chain)
        for step in steps
    )
    found = {}
    for step in stored:
        result = compare(texts[step.earlier_id], texts[step.later_id], cut, scales)
        found[step.later_id] = list(_rows(step, result, clauses[step.earlier_id], clauses[step.later_id]))
    return found


def _rows(
    step: TextStep, result: Comparison, earlier: Mapping[str, int], later: Mapping[str, int]
) -> Iterator[ClauseStep]:
    """Yields a row for each clause of both texts. ``earlier`` and ``later`` map paths to primary keys."""
    for pair in result.pairs:
        yield ClauseStep(
            step=step,
            earlier_id=earlier[pair.before],
            later_id=later[pair.after],
            kind=pair.kind,
            moved=pair.moved,
            verb_before=pair.verb[0] if pair.verb else "",
            verb_after=pair.verb[1] if pair.verb else "",
            strength=pair.strength or "",
            changes=[list(change) for change in pair.changes],
            doubtful=pair.doubtful,
        )
    divided = [(StepKind.SPLIT, whole, piece) for whole, pieces in result.splits for piece in pieces]
    divided += [(StepKind.MERGED, part, whole) for parts, whole in result.merges for part in parts]
    for kind, before, after in divided:
        yield ClauseStep(step=step, earlier_id=earlier[before], later_id=later[after], kind=kind)
    yield from (ClauseStep(step=step, later_id=later[path], kind=StepKind.NEW) for path in result.new)
    yield from (ClauseStep(step=step, earlier_id=earlier[path], kind=StepKind.DROPPED) for path in result.dropped)


def _store(steps: Sequence[_Step], new: Mapping[int, list[ClauseStep]], kept: Mapping[int, TextStep]) -> None:
    """Stores the new rows of clauses, and the beginnings of all histories that changed.

    ``new`` has the new rows, and ``kept`` the steps that are stored already, both by the later revision.
    """
    rows = {**_stored_rows(kept.values()), **new}
    _set_beginnings(steps, rows)
    ClauseStep.objects.bulk_create(row for of_step in new.values() for row in of_step)
    longer = [step for step in steps if step.later.revision in kept and kept[step.later.revision].chain != step.chain]
    for step in longer:
        kept[step.later.revision].chain = step.chain
    TextStep.objects.bulk_update([kept[step.later.revision] for step in longer], ["chain"])
    changed = [row for step in longer for row in rows[step.later.revision]]
    ClauseStep.objects.bulk_update(changed, ["first", "began"], batch_size=1000)
    touched = [*longer, *(step for step in steps if step.later.revision in new)]
    IndexChange.objects.note({side.document for step in touched for side in (step.earlier, step.later)})


def _stored_rows(steps: Iterable[TextStep]) -> dict[int, list[ClauseStep]]:
    rows: dict[int, list[ClauseStep]] = {step.later_id: [] for step in steps}
    for row in ClauseStep.objects.filter(step__later__in=rows).defer("changes").select_related("step"):
        rows[row.step.later_id].append(row)
    return rows


def _set_beginnings(steps: Iterable[_Step], rows: Mapping[int, Iterable[ClauseStep]]) -> None:
    """Sets ``first`` and ``began`` of the rows. Each step comes after the steps of earlier sessions.

    Of the parts of a merger, the one with the earliest beginning counts. Primary keys of clauses are in their order.
    """
    beginnings: dict[int, _Beginning] = {}
    for step in steps:
        parts: dict[int, list[_Beginning]] = defaultdict(list)
        for row in rows[step.later.revision]:
            if row.later_id and row.earlier_id:
                itself = _Beginning(step.earlier.place, row.earlier_id, False)
                parts[row.later_id].append(beginnings.get(row.earlier_id, itself))
            elif row.later_id:
                parts[row.later_id].append(_Beginning(step.later.place, row.later_id, True))
        beginnings |= {clause: min(found) for clause, found in parts.items()}
        for row in rows[step.later.revision]:
            if row.later_id:
                row.first_id, row.began = beginnings[row.later_id][1:]
