"""Prepares and changes proofs. A proof is a Draft combined with its mends, citations and findings.

    Proof, ProofMends, catalogue → ``prepare`` → Prepared

The proof's page shows the result of ``prepare``, and publishing stores the same result. ``prepare`` changes nothing.
Each version of a proof is cited once (``archive.desk.cited``). ``refresh`` puts the citations into the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive import symbols
from archive.citing.citation import Citations
from archive.desk import history, queue
from archive.desk.checking import check
from archive.desk.cited import Cited, cite_once
from archive.desk.diff.diff_sources import of_draft
from archive.desk.draft_json import from_json, to_json
from archive.desk.finding import Finding, of_reader
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.mending import Unplaced, mend, mend_citations
from archive.desk.mends.operations import Mend, operation_of
from archive.desk.places import not_found
from archive.intake.catalogue import catalogue_at, stamp
from archive.messages import Message, MessageError
from archive.models import Citation, Fetch, Proof, ProofMend, Submission
from archive.models.citation import Origin
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.reading import Draft
from archive.reading.draft import ReadingWarning


class ChangedMeanwhileError(MessageError):
    """Somebody else has changed the proof since the librarian looked at it. Nothing is changed."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        super().__init__("desk.changed_meanwhile", proof=proof)


class RefusedError(MessageError):
    """The desk refuses an act. ``message`` gives the reason."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A proof as it would be published.

    ``cited`` has the citations before the mends of citations, and ``citations`` has them after these mends.
    ``unplaced`` has the row of each mend that no longer fits, and the reason.
    """

    draft: Draft
    cited: Cited
    citations: Citations
    findings: list[Finding]
    unplaced: list[tuple[ProofMend, MisfitError]]

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


def prepare(proof: Proof, mends: Iterable[ProofMend] | None = None) -> Prepared:
    """The proof as it would be published now. If ``mends`` are given, they are applied instead of the proof's own."""
    rows = list(active_mends(proof) if mends is None else mends)
    return prepare_draft(from_json(proof.draft), rows, proof.citations, proof)


def prepare_draft(
    read: Draft, rows: Sequence[ProofMend], kept: Mapping[str, Any] | None = None, proof: Proof | None = None
) -> Prepared:
    """A Draft as it would be published with the mends of ``rows``.

    ``kept`` are the cached citations of the Draft (``Cited.to_json``). ``proof`` is the proof of the Draft. If it is
    given, other open proofs of the same text with other words become findings.
    """
    mends = [Mend(row.operation, row.arguments) for row in rows]
    mended, now = mend(read, mends), stamp()
    cited = cite_once(mended.draft, kept, now, catalogue_at)
    citations, unplaced = mend_citations(mended, cited.citations, mends, catalogue_at(now) if mended.cited else ())
    draft = replace_warnings(mended.draft, mended.settled)
    citations.warnings = _unsettled(citations.warnings, mended.settled)
    found = [*_rivals(proof, draft), *_other_than_asked(proof, draft)] if proof else []
    found += [*_lost(draft, citations), *not_found(citations)]
    found += check(draft, citations)
    findings = [finding for finding in found if finding.key not in mended.settled]
    misfits: list[Unplaced] = [*mended.unplaced, *unplaced]
    return Prepared(draft, cited, citations, findings, [(rows[misfit.index], misfit.reason) for misfit in misfits])


def draft_of(proof: Proof) -> Draft:
    """The proof's Draft with its mends. Citations and findings are left out, because they take longer."""
    return mend(from_json(proof.draft), [Mend(row.operation, row.arguments) for row in active_mends(proof)]).draft


def _lost(draft: Draft, citations: Citations) -> Iterator[Finding]:
    """Yields a finding for each citation that publishing this Draft would lose.

    A librarian has set this citation in the published text, and the Draft does not have it.
    """
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
    """Yields a finding for each other open proof of the same text, if its words differ from those of ``draft``."""
    for other in _at_work(draft.symbol, draft.language).exclude(pk=proof.pk):
        if [one.words for one in of_draft(draft_of(other))] != [one.words for one in of_draft(draft)]:
            yield Finding("metadata", "checking.rival", {"file": other.submission.file_name})


def _other_than_asked(proof: Proof, draft: Draft) -> Iterator[Finding]:
    """Yields a finding if the file was fetched under another symbol, or as a text in another language."""
    for asked in Fetch.objects.filter(submission=proof.submission_id).order_by("pk"):
        if symbols.without_part(asked.symbol) != symbols.without_part(draft.symbol):
            yield Finding("metadata", "checking.fetched_as", {"asked": asked.symbol})
        if asked.language != draft.language:
            yield Finding("metadata", "checking.fetched_in", {"language": asked.language})


def _at_work(symbol: str, language: str) -> QuerySet[Proof]:
    if not symbol:
        return Proof.objects.none()
    at_work = Proof.objects.filter(symbol=symbol, language=language, state__in=(ProofState.OPEN, ProofState.APPROVAL))
    return at_work.select_related("submission").order_by("pk")


def recount_rivals(proof: Proof, *others: tuple[str, str]) -> None:
    """Updates the number of findings in the other proofs of the same text.

    ``others`` are texts (symbol, language) that this proof belonged to before. The proofs of these texts are updated
    too. A proof that another transaction is changing is skipped, because that transaction updates it.
    """
    for symbol, language in {(proof.symbol, proof.language), *others}:
        for rival in _at_work(symbol, language).exclude(pk=proof.pk).select_for_update(of=("self",), skip_locked=True):
            refresh(rival, prepare(rival))
            Proof.objects.filter(pk=rival.pk).update(findings=rival.findings, citations=rival.citations)


def replace_warnings(draft: Draft, settled: set[str]) -> Draft:
    """The Draft without the reader's warnings that a librarian has settled."""
    return replace(draft, warnings=_unsettled(draft.warnings, settled))


def _unsettled(warnings: list[ReadingWarning], settled: set[str]) -> list[ReadingWarning]:
    return [warning for warning in warnings if of_reader(warning).key not in settled]


def active_mends(proof: Proof) -> list[ProofMend]:
    """The mends that were not taken back, in the order in which they are applied."""
    return [row for row in proof.mends.select_related("made_by").order_by("pk") if row.taken_back_at is None]


# --- Readings ----------------------------------------------------------------------------------------------------


def place_drafts(submission: Submission, read: Sequence[tuple[Draft, Mapping[str, Any] | None]]) -> list[Proof]:
    """Makes a proof of each Draft of a submission, and returns the proofs. Existing proofs keep their mends.

    ``read`` has pairs of a Draft and its cached citations (``Cited.to_json``). The citations can be None.
    """
    submission.state = SubmissionState.READ
    submission.save(update_fields=["state"])
    present = {proof.draft["part"]: proof for proof in submission.proofs.select_for_update()}
    following = max((proof.part for proof in present.values()), default=-1) + 1
    proofs = []
    for draft, kept in read:
        proof = present.pop(draft.part, None)
        action = Action.READ_AGAIN if proof else Action.READ
        if proof is None:
            proof = Proof(submission=submission, part=following)
            following += 1
        else:
            proof.version += 1
            if from_json(proof.draft) != draft:
                _reopen(proof)
        proof.draft = to_json(draft)
        was = (proof.symbol, proof.language)
        refresh(proof, prepare_draft(draft, active_mends(proof) if proof.pk else [], kept, proof))
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


_READ_OR_LEFT = (
    SubmissionState.READ,
    SubmissionState.FAILED,
    SubmissionState.KNOWN,
    SubmissionState.CLOSED,
    SubmissionState.DROPPED,
)


def read_again(submission: Submission, *, by: Any) -> None:
    """Queues the source of a submission, so that the present release reads it again. The mends stay.

    Raises RefusedError if the submission has no source, waits already, or is being read.
    """
    changed = Submission.objects.filter(
        pk=submission.pk,
        state__in=_READ_OR_LEFT,
        source__isnull=False,
    ).update(state=SubmissionState.WAITING, reason_code="", reason_values={})
    if not changed:
        raise RefusedError("desk.not_to_be_read_again")
    history.record(Action.READ_AGAIN, submission.name, by=by, submission=submission)
    queue.defer_reading(submission)


def refresh(proof: Proof, prepared: Prepared) -> None:
    """Sets the columns of a proof that lists show, and its cached citations. The caller saves the proof."""
    proof.symbol = prepared.draft.symbol[:400]
    proof.language = prepared.draft.language[:8]
    proof.title = prepared.draft.title
    proof.findings = len(prepared.findings) + len(prepared.unplaced)
    proof.blocked = prepared.blocked
    proof.citations = prepared.cited.to_json()


# --- Changing a proof --------------------------------------------------------------------------------------------


def change(proof_id: int, version: int, alter: Callable[[Proof], None]) -> Proof:
    """Changes a proof in one transaction.

    ``alter`` makes the change. ``version`` is the version that the librarian saw. Raises ChangedMeanwhileError if the
    proof now has another version.
    """
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


def add_mends(proof_id: int, version: int, mends: Sequence[Mend], *, by: Any, reason: str = "") -> Proof:
    """Adds these mends to the proof. Adds either all of them or none.

    Raises RefusedError if a mend needs a reason and ``reason`` is empty. Raises MisfitError if a mend does not fit the
    text.
    """
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
    """Takes back a mend, so that it is no longer applied. Raises RefusedError if a later mend depends on it."""

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
    """Sets aside a proof that is not to be published. ``take_up`` reopens the proof.

    Raises RefusedError if the proof is published.
    """

    def alter(proof: Proof) -> None:
        if proof.state == ProofState.PUBLISHED:
            raise RefusedError("desk.is_published")
        proof.state, proof.ready_by = ProofState.SET_ASIDE, None
        history.record(Action.SET_ASIDE, _subject(proof), by=by, reason=reason, proof=proof)

    return change(proof_id, version, alter)


def take_up(proof_id: int, version: int, *, by: Any) -> Proof:
    """Reopens a proof that was set aside. Raises RefusedError if it was not set aside."""

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
    """Reopens a proof that waits for approval or is published, because a mend or a new reading has changed it.

    The published text stays.
    """
    if proof.state != ProofState.SET_ASIDE:
        proof.state, proof.ready_by = ProofState.OPEN, None


def _subject(proof: Proof) -> str:
    return proof.symbol or proof.submission.name
