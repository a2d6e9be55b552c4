"""Applies librarians' mends when a source is imported again.

A source that was published from the desk may have mends. If the command ``import_resolutions`` reads it again, the new
reading gets the same mends before it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.citing.citation import Citations
from archive.desk import history
from archive.desk.cited import Cited, basis_of
from archive.desk.proofs import RefusedError, prepare_draft
from archive.intake.catalogue import stamp
from archive.models import Proof, ProofMend
from archive.models.history import Action
from archive.reading import Draft
from archive.reading.sources import Source as Bytes


def mended(source: Bytes, drafts: Sequence[tuple[Draft, Citations]]) -> list[tuple[Draft, Citations]]:
    """The Drafts and citations of a source, after its published mends are applied to them.

    Raises RefusedError if a mend does not fit the new reading.
    """
    mends = _published(source.sha256)
    return [_mend(pair, mends[pair[0].part]) if mends.get(pair[0].part) else pair for pair in drafts]


def _published(sha256: str) -> dict[str, list[ProofMend]]:
    """Maps each part of a source to the published mends of this part."""
    proofs = Proof.objects.filter(submission__source__sha256=sha256, revision__isnull=False)
    return {proof.draft["part"]: _published_mends(proof) for proof in proofs.order_by("pk")}


def _published_mends(proof: Proof) -> list[ProofMend]:
    """The mends that were applied when the proof was last published. Later mends are not published yet."""
    at = history.of_proof(proof).filter(action=Action.PUBLISHED).values_list("at", flat=True).first()
    if at is None:
        return []
    rows = proof.mends.select_related("made_by").filter(made_at__lt=at).exclude(taken_back_at__lt=at)
    return list(rows.order_by("pk"))


def _mend(pair: tuple[Draft, Citations], mends: list[ProofMend]) -> tuple[Draft, Citations]:
    draft, citations = pair
    prepared = prepare_draft(draft, mends, Cited(basis_of(draft, stamp()), citations).to_json())
    if prepared.unplaced:
        raise RefusedError("desk.mend_does_not_fit", symbol=prepared.draft.symbol)
    return prepared.draft, prepared.citations
