"""Finds the effects of publishing many proofs, for the page that asks for confirmation. Nothing is changed.

The checks here use the stored columns of the proofs. ``publishing.publish`` checks again, and refuses a proof that has
changed since.
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

COMPARED = 50  # if there are more proofs, differences are not counted, because the page would take too long


@dataclass(slots=True)
class Foreseen:
    """The effect of publishing one proof.

    ``refused`` is the reason if the proof cannot be published. ``current`` is the revision that the proof would
    replace; None if the text is not published yet. ``differences`` is the number of differences from ``current``; None
    if they were not counted. ``others`` are other open proofs of the same text.
    """

    proof: Proof
    refused: Message | None = None
    current: Revision | None = None
    differences: int | None = None
    others: list[Proof] = field(default_factory=list)


def foresee(proofs: Sequence[Proof], *, by: Any) -> list[Foreseen]:
    """The effect of each proof, if all proofs are published together."""
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
    """Pairs of proofs of the same text. A pair has the first proof of the text and a later proof of it.

    The two proofs cannot be published together, because the later proof would silently replace the first.
    """
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
    """The reason why the user cannot publish the proof; None if nothing prevents it."""
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
    """A ``Q`` for the rows whose symbol and language are those of one of the proofs.

    ``symbol`` and ``language`` name the fields that are compared.
    """
    chosen = Q(pk__in=[])
    by_language: dict[str, list[str]] = defaultdict(list)
    for proof in proofs:
        if proof.symbol:
            by_language[proof.language].append(proof.symbol)
    for one, symbols in by_language.items():
        chosen |= Q(**{language: one, f"{symbol}__in": symbols})
    return chosen


def _current(proofs: Iterable[Proof]) -> dict[tuple[str, str], Revision]:
    """Maps (symbol, language) to the current revision of that text."""
    texts = _texts(proofs, "text__resolution__document__key", "text__language")
    found = Revision.objects.filter(texts, current=True).select_related("text__resolution__document")
    return {(one.text.resolution.document.key, one.text.language): one for one in found}


def _beside(proofs: Sequence[Proof]) -> dict[tuple[str, str], list[Proof]]:
    """Maps (symbol, language) to the open proofs of that text that are not among ``proofs``."""
    at_work = Proof.objects.filter(state__in=(ProofState.OPEN, ProofState.APPROVAL)).exclude(
        pk__in=[proof.pk for proof in proofs]
    )
    found: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    for proof in at_work.filter(_texts(proofs, "symbol", "language")).select_related("submission").for_lists():
        found[proof.symbol, proof.language].append(proof)
    return found


def _differences(proof: Proof, current: Revision) -> int:
    return sum(differs([row]) for row in difference_to(current, draft_of(proof)))
