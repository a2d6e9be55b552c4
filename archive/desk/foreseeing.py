"""Foresees what publishing many proofs would do, for the page that asks whether to do it. Nothing is changed.

Lists show a proof as it was when it was last read or mended; ``publishing.publish`` looks again, and refuses a proof
that has changed meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q

from archive.desk.diff.comparing import differs
from archive.desk.diff.diff_sources import difference_to
from archive.desk.proofs import draft_of
from archive.messages import Message
from archive.models import Proof, Revision
from archive.models.proof import ProofState

COMPARED = 50  # proofs at most whose differences are counted; with more, the page takes too long


@dataclass(slots=True)
class Foreseen:
    """What becomes of one proof. ``refused`` is the reason why it cannot be published. ``current`` is the revision that
    it would replace, None for a text that is not published. ``differences`` is None where they were not counted.
    ``others`` are other open proofs of the same text."""

    proof: Proof
    refused: Message | None = None
    current: Revision | None = None
    differences: int | None = None
    others: list[Proof] = field(default_factory=list)


def foresee(proofs: Sequence[Proof], *, by: Any) -> list[Foreseen]:
    """What becomes of each proof if all of them are published at once."""
    current, beside = _current(proofs), _beside(proofs)
    foreseen = {proof.pk: Foreseen(proof, _why_not(proof, by)) for proof in proofs}
    for one, other in clashes(found.proof for found in foreseen.values() if found.refused is None):
        for proof in (one, other):
            foreseen[proof.pk].refused = foreseen[proof.pk].refused or clash(one, other)
    for proof in proofs:
        found = foreseen[proof.pk]
        found.current = current.get((proof.symbol, proof.language))
        found.others = beside.get((proof.symbol, proof.language), [])
        if found.current and len(proofs) <= COMPARED:
            found.differences = _differences(proof, found.current)
    return list(foreseen.values())


def clashes(proofs: Iterable[Proof]) -> list[tuple[Proof, Proof]]:
    """Pairs of proofs of the same text, each with the first of them. Published one after the other, the last would
    replace the others, and nobody would know why."""
    first: dict[tuple[str, str], Proof] = {}
    found = []
    for proof in proofs:
        one = first.setdefault((proof.symbol, proof.language), proof)
        if one is not proof and proof.symbol:
            found.append((one, proof))
    return found


def clash(one: Proof, other: Proof) -> Message:
    return Message(
        "desk.same_resolution_twice",
        {"one": one.submission.file_name, "other": other.submission.file_name, "symbol": one.symbol},
    )


def _why_not(proof: Proof, by: Any) -> Message | None:
    if proof.state == ProofState.SET_ASIDE:
        return Message("desk.was_set_aside")
    if proof.blocked:
        return Message("desk.incomplete")
    if settings.APPROVAL and proof.state == ProofState.APPROVAL:
        if proof.ready_by_id == by.pk:
            return Message("desk.waits_for_another_librarian")
        if not by.has_perm("archive.approve_proof"):
            return Message("desk.waits_for_chief_librarian")
    return None


def _texts(proofs: Iterable[Proof], symbol: str, language: str) -> Q:
    chosen = Q(pk__in=[])
    by_language: dict[str, list[str]] = defaultdict(list)
    for proof in proofs:
        if proof.symbol:
            by_language[proof.language].append(proof.symbol)
    for one, symbols in by_language.items():
        chosen |= Q(**{language: one, f"{symbol}__in": symbols})
    return chosen


def _current(proofs: Iterable[Proof]) -> dict[tuple[str, str], Revision]:
    texts = _texts(proofs, "text__resolution__document__key", "text__language")
    found = Revision.objects.filter(texts, current=True).select_related("text__resolution__document")
    return {(one.text.resolution.document.key, one.text.language): one for one in found}


def _beside(proofs: Sequence[Proof]) -> dict[tuple[str, str], list[Proof]]:
    at_work = Proof.objects.filter(state__in=(ProofState.OPEN, ProofState.APPROVAL)).exclude(
        pk__in=[proof.pk for proof in proofs]
    )
    found: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    for proof in at_work.filter(_texts(proofs, "symbol", "language")).select_related("submission").for_lists():
        found[proof.symbol, proof.language].append(proof)
    return found


def _differences(proof: Proof, current: Revision) -> int:
    return sum(differs([row]) for row in difference_to(current, draft_of(proof)))
