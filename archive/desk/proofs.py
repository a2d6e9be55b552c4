"""Proofs: what was read, its mends, what it cites, and what to look at, put together.

    Proof, ProofMends, catalogue → ``prepare`` → Prepared

A preview shows what ``prepare`` gives and publishing stores it: one code. Preparing changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.citing import Catalogue, cite
from archive.citing.citation import Citations
from archive.desk import history
from archive.desk.checking import check
from archive.desk.diff.diff_sources import of_draft
from archive.desk.draft_json import from_json, to_json
from archive.desk.findings import Finding, of_reader
from archive.desk.jobs import queue
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.mending import Unplaced, mend, mend_citations
from archive.desk.mends.operations import Mend, operation_of
from archive.intake.catalogue import from_database
from archive.messages import Message, MessageError
from archive.models import Citation, Proof, ProofMend, Submission
from archive.models.citation import Origin
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.reading import Draft


class ChangedMeanwhileError(MessageError):
    """Somebody else has changed the proof since it was looked at. Nothing was changed."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        super().__init__("desk.changed_meanwhile", proof=proof)


class RefusedError(MessageError):
    """The desk does not do what was asked of it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A proof as it would be published. ``unplaced`` are mends (by their row) that no longer fit, with the reason."""

    draft: Draft
    citations: Citations
    findings: list[Finding]
    unplaced: list[tuple[ProofMend, MisfitError]]

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


def prepare(proof: Proof, mends: Iterable[ProofMend] | None = None) -> Prepared:
    """What would be published now; with ``mends``, what would be with these instead of the proof's own."""
    rows = list(active_mends(proof) if mends is None else mends)
    return prepare_draft(from_json(proof.draft), rows, proof)


def prepare_draft(read: Draft, rows: Sequence[ProofMend], proof: Proof | None = None) -> Prepared:
    """``proof`` where the Draft lies on the desk: others there may be of the same text."""
    mends = [Mend(row.operation, row.arguments) for row in rows]
    mended = mend(read, mends)
    known = catalogue()
    citations, unplaced = mend_citations(mended, cite(mended.draft, known), mends, known)
    draft = replace_warnings(mended.draft, mended.settled)
    found = [*(_rivals(proof, draft) if proof else ()), *_lost(draft, citations), *check(draft, citations)]
    findings = [finding for finding in found if finding.key not in mended.settled]
    misfits: list[Unplaced] = [*mended.unplaced, *unplaced]
    return Prepared(draft, citations, findings, [(rows[misfit.index], misfit.reason) for misfit in misfits])


def _lost(draft: Draft, citations: Citations) -> Iterator[Finding]:
    """What librarians have set in the text that is published, and that this would lose with its clauses."""
    here = {
        (one.exact, one.target)
        for found in (*citations.clauses.values(), *citations.footnotes.values())
        for one in found
    }
    published = Citation.objects.filter(
        revision__current=True,
        revision__text__language=draft.language,
        revision__text__resolution__document__key=draft.symbol,
        origin=Origin.LIBRARIAN,
    ).order_by("pk")
    for exact, key, path in published.values_list("exact", "key", "clause__path"):
        if (exact, key) not in here:
            yield Finding(path or "metadata", "checking.citation_lost", {"exact": exact, "target": key})


def _rivals(proof: Proof, draft: Draft) -> Iterator[Finding]:
    """Other proofs of the same text that are at work, where their words are others."""
    for other in _at_work(draft.symbol, draft.language).exclude(pk=proof.pk):
        theirs = mend(from_json(other.draft), [Mend(row.operation, row.arguments) for row in active_mends(other)]).draft
        if [one.words for one in of_draft(theirs)] != [one.words for one in of_draft(draft)]:
            yield Finding("metadata", "checking.rival", {"file": other.submission.file_name})


def _at_work(symbol: str, language: str) -> QuerySet[Proof]:
    if not symbol:
        return Proof.objects.none()
    at_work = Proof.objects.filter(symbol=symbol, language=language, state__in=(ProofState.OPEN, ProofState.APPROVAL))
    return at_work.select_related("submission").order_by("pk")


def recount_rivals(proof: Proof, *others: tuple[str, str]) -> None:
    """Count anew what there is to look at in the proofs of the same text, and of ``others`` (symbol, language), of
    which this one was. What somebody else is changing now, he counts himself."""
    for symbol, language in {(proof.symbol, proof.language), *others}:
        for rival in _at_work(symbol, language).exclude(pk=proof.pk).select_for_update(of=("self",), skip_locked=True):
            refresh(rival, prepare(rival))
            Proof.objects.filter(pk=rival.pk).update(findings=rival.findings)


def replace_warnings(draft: Draft, settled: set[str]) -> Draft:
    """The Draft without the reader's warnings that a librarian has settled."""
    left = [warning for warning in draft.warnings if of_reader(warning).key not in settled]
    return replace(draft, warnings=left)


def active_mends(proof: Proof) -> list[ProofMend]:
    """The mends that count, in the order in which they are applied."""
    return [row for row in proof.mends.select_related("made_by").order_by("pk") if row.taken_back_at is None]


# --- The catalogue -----------------------------------------------------------------------------------------------


def catalogue() -> Catalogue:
    """What the archive knows, as it is now. Filling it takes a while, so it is kept while nothing has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) || '-' || coalesce(sum(hashtextextended("
            "concat_ws('|', key, title_zh, title_en, unts), id)), 0) FROM archive_document) || '/' || "
            "(SELECT count(*) || '-' || coalesce(sum(hashtextextended(name, document_id)), 0) "
            "FROM archive_documentalias)"
        )
        return _catalogue(str(cursor.fetchone()[0]), connection.settings_dict["NAME"])


@lru_cache(maxsize=2)
def _catalogue(stamp: str, database: str) -> Catalogue:
    return from_database()


# --- Readings ----------------------------------------------------------------------------------------------------


def place_drafts(submission: Submission, drafts: Sequence[Draft]) -> list[Proof]:
    """Lay what was read on the desk: new proofs, or, after a new reading, the same ones with the mends they have."""
    submission.state = SubmissionState.READ
    submission.save(update_fields=["state"])
    present = {proof.draft["part"]: proof for proof in submission.proofs.select_for_update()}
    following = max((proof.part for proof in present.values()), default=-1) + 1
    proofs = []
    for draft in drafts:
        proof = present.pop(draft.part, None)
        action = Action.READ_AGAIN if proof else Action.READ
        if proof is None:
            proof = Proof(submission=submission, part=following)
            following += 1
        else:
            proof.version += 1
            if from_json(proof.draft) != draft:  # of the lines, no matter what they are said to be
                _reopen(proof)
        proof.draft = to_json(draft)
        was = (proof.symbol, proof.language)
        refresh(proof, prepare_draft(draft, active_mends(proof) if proof.pk else [], proof))
        proof.save()
        recount_rivals(proof, was)
        history.record(
            action,
            proof.symbol or submission.name,
            detail=Message("history.file", {"file": submission.name}),
            proof=proof,
        )
        proofs.append(proof)
    return proofs


def read_again(submission: Submission, *, by: Any) -> None:
    """Have the source read once more, by the reader as it is now; mends stay."""
    changed = Submission.objects.filter(
        pk=submission.pk,
        state__in=(SubmissionState.READ, SubmissionState.FAILED, SubmissionState.KNOWN, SubmissionState.CLOSED),
        source__isnull=False,
    ).update(state=SubmissionState.WAITING, reason_code="", reason_values={})
    if not changed:
        raise RefusedError("desk.not_to_be_read_again")
    history.record(Action.READ_AGAIN, submission.name, by=by, submission=submission)
    queue.defer_reading(submission)


def refresh(proof: Proof, prepared: Prepared) -> None:
    """What lists show of a proof, from what it would be published as."""
    proof.symbol = prepared.draft.symbol[:400]
    proof.language = prepared.draft.language[:8]
    proof.title = prepared.draft.title
    proof.findings = len(prepared.findings) + len(prepared.unplaced)
    proof.blocked = prepared.blocked


# --- Changing a proof --------------------------------------------------------------------------------------------


def change(proof_id: int, version: int, alter: Callable[[Proof], None]) -> Proof:
    """Change a proof of which ``version`` was looked at; one transaction. Raises ChangedMeanwhileError."""
    with transaction.atomic():
        proof = Proof.objects.select_for_update(of=("self",)).get(pk=proof_id)
        if proof.version != version:
            raise ChangedMeanwhileError(proof)
        was = (proof.symbol, proof.language)
        alter(proof)
        proof.version += 1
        proof.save()
        recount_rivals(proof, was)
        return proof


def add_mend(proof_id: int, version: int, one: Mend, *, by: Any, reason: str = "") -> Proof:
    """Mend a proof. Raises RefusedError where the mend lacks its reason, MisfitError where it does not fit."""
    return add_mends(proof_id, version, [one], by=by, reason=reason)


def add_mends(proof_id: int, version: int, mends: Sequence[Mend], *, by: Any, reason: str = "") -> Proof:
    """Mend a proof in several places at once, or in none. Raises as ``add_mend``."""
    for one in mends:
        if operation_of(one.operation).needs_reason and not reason.strip():
            raise RefusedError("desk.reason_for_words")

    def alter(proof: Proof) -> None:
        require_workable(proof)
        rows = [
            ProofMend.objects.create(
                proof=proof, operation=one.operation, arguments=one.arguments, reason=reason.strip(), made_by=by
            )
            for one in mends
        ]
        prepared = prepare(proof)
        made = {row.pk for row in rows}
        for misfit, why in prepared.unplaced:
            if misfit.pk in made:
                raise why
        _reopen(proof)
        refresh(proof, prepared)
        for one in mends:
            history.record(Action.MENDED, _subject(proof), by=by, reason=reason, detail=one, proof=proof)

    return change(proof_id, version, alter)


def take_back(proof_id: int, version: int, mend_id: int, *, by: Any) -> Proof:
    """Undo a mend: it counts no longer. Raises RefusedError where a later one is built on it."""

    def alter(proof: Proof) -> None:
        require_workable(proof)
        rows = active_mends(proof)
        row = next((row for row in rows if row.pk == mend_id), None)
        if row is None:
            raise RefusedError("desk.taken_back_already")
        before = {misfit.pk for misfit, _ in prepare(proof).unplaced}
        prepared = prepare(proof, [other for other in rows if other.pk != mend_id])
        if any(misfit.pk not in before for misfit, _ in prepared.unplaced):
            raise RefusedError("desk.later_mend_depends")
        row.taken_back_at, row.taken_back_by = timezone.now(), by
        row.save(update_fields=["taken_back_at", "taken_back_by"])
        _reopen(proof)
        refresh(proof, prepared)
        history.record(
            Action.TAKEN_BACK, _subject(proof), by=by, detail=Mend(row.operation, row.arguments), proof=proof
        )

    return change(proof_id, version, alter)


def set_aside(proof_id: int, version: int, *, by: Any, reason: str) -> Proof:
    """The proof is not to be published; it can be taken up again."""

    def alter(proof: Proof) -> None:
        if proof.state == ProofState.PUBLISHED:
            raise RefusedError("desk.is_published")
        proof.state, proof.ready_by = ProofState.SET_ASIDE, None
        history.record(Action.SET_ASIDE, _subject(proof), by=by, reason=reason, proof=proof)

    return change(proof_id, version, alter)


def take_up(proof_id: int, version: int, *, by: Any) -> Proof:
    """A proof that was set aside is to be looked at again."""

    def alter(proof: Proof) -> None:
        if proof.state != ProofState.SET_ASIDE:
            raise RefusedError("desk.was_not_set_aside")
        proof.state = ProofState.OPEN
        history.record(Action.TAKEN_UP, _subject(proof), by=by, proof=proof)

    return change(proof_id, version, alter)


def require_workable(proof: Proof) -> None:
    if proof.state == ProofState.SET_ASIDE:
        raise RefusedError("desk.was_set_aside")


def _reopen(proof: Proof) -> None:
    """A mend, or a reading that came out otherwise, makes what was approved or published something to look at again;
    what is published stays as it is."""
    if proof.state != ProofState.SET_ASIDE:
        proof.state, proof.ready_by = ProofState.OPEN, None


def _subject(proof: Proof) -> str:
    return proof.symbol or proof.submission.name
