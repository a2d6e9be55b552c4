"""A librarian tells what a file does not say; it is read again, and page, proof and history say what was told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from archive.desk import telling
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running
from archive.desk.proofs import draft_of
from archive.intake.batch import import_paths
from archive.intake.result import Result
from archive.messages import Message
from archive.models import HistoryEntry, Resolution, Submission
from archive.models.history import Action
from archive.models.submission import SubmissionState

pytestmark = pytest.mark.django_db

UNNUMBERED = "一项试验\n\n大会，\n\n回顾《联合国宪章》，\n\n1. 决定继续审议。\n"


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("librarian"))
    return client


def bring_in(text: str) -> Submission:
    submission = receive([], PastedText(text)).submissions.get()
    running.read(submission.pk)
    submission.refresh_from_db()
    return submission


def tell(client: Client, submission: Submission, **told: str) -> Any:
    return client.post(reverse("admin:archive_submission_tell", args=[submission.pk]), told)


def test_a_file_without_a_number_is_told_one_and_read(inside: Client) -> None:
    submission = bring_in(UNNUMBERED)
    assert (submission.state, submission.reason_code) == (SubmissionState.FAILED, "text.no_symbol")
    address = reverse("admin:archive_submission_tell", args=[submission.pk])
    batch = reverse("admin:archive_batch_change", args=[submission.batch_id])
    assert address in inside.get(batch).content.decode()
    assert 'name="symbol"' in inside.get(address).content.decode()
    answer = tell(inside, submission, symbol="90/1", part="c", adopted_on="2035-12-08", language="")
    assert (answer.status_code, answer.headers["Location"]) == (302, batch)
    submission.refresh_from_db()
    assert submission.told == {"symbol": "A/RES/90/1", "part": "C", "adopted_on": "2035-12-08"}
    running.read(submission.pk)
    proof = submission.proofs.get()
    draft = draft_of(proof)
    assert (proof.symbol, draft.title, str(draft.adopted_on)) == ("A/RES/90/1C", "一项试验", "2035-12-08")
    assert "A/RES/90/1" in inside.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    told = HistoryEntry.objects.get(action=Action.TOLD)
    assert told.values == {"symbol": "A/RES/90/1", "part": "C", "language": "—", "adopted_on": "2035-12-08"}


def test_the_same_file_again_can_be_told_too(inside: Client) -> None:
    bring_in(UNNUMBERED)
    again = receive([], PastedText(UNNUMBERED)).submissions.get()
    Submission.objects.filter(pk=again.pk).update(state=SubmissionState.KNOWN)
    page = inside.get(reverse("admin:archive_batch_change", args=[again.batch_id])).content.decode()
    assert reverse("admin:archive_submission_tell", args=[again.pk]) in page
    tell(inside, again, symbol="90/1")
    running.read(again.pk)
    assert again.proofs.get().symbol == "A/RES/90/1"


def test_a_contradiction_is_a_finding_of_the_proof(inside: Client) -> None:
    submission = bring_in(f"90/2. {UNNUMBERED}")
    tell(inside, submission, symbol="A/RES/90/1")
    running.read(submission.pk)
    proof = submission.proofs.get()
    assert proof.symbol == "A/RES/90/1"
    assert [w.values for w in draft_of(proof).warnings if w.code == "told.symbol_differs"] == [
        {"told": "A/RES/90/1", "read": "A/RES/90/2"}
    ]
    page = inside.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    assert "馆员告知的文号是A/RES/90/1，文中写的是A/RES/90/2。" in page


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("symbol", "乱写的文号!!", "mend.no_resolution_symbol"),
        ("part", "CC", "desk.no_part_letter"),
        ("part", "1", "desk.no_part_letter"),
        ("adopted_on", "2035-13-08", "mend.no_date"),
        ("language", "xx", "mend.no_language"),
    ],
)
def test_a_wrong_value_is_shown_beside_its_field(inside: Client, field: str, value: str, error: str) -> None:
    submission = bring_in(UNNUMBERED)
    answer = tell(inside, submission, **{field: value})
    assert answer.status_code == 400
    [shown] = [one for one in answer.context["fields"] if one["error"]]
    assert (shown["key"], shown["value"], shown["error"].code) == (field, value, error)
    submission.refresh_from_db()
    assert (submission.told, submission.state) == ({}, SubmissionState.FAILED)


def test_what_is_told_is_taken_back_by_an_empty_form(inside: Client) -> None:
    submission = bring_in(UNNUMBERED)
    tell(inside, submission, symbol="90/1")
    running.read(submission.pk)
    tell(inside, submission, symbol="")
    running.read(submission.pk)
    submission.refresh_from_db()
    assert (submission.told, submission.state) == ({}, SubmissionState.FAILED)


def test_a_file_that_is_being_read_is_not_told(inside: Client) -> None:
    submission = bring_in(UNNUMBERED)
    Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.READING)
    assert tell(inside, submission, symbol="90/1").status_code == 302
    submission.refresh_from_db()
    assert submission.told == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reread", [False, True], ids=["refused before", "read again"])
def test_an_import_reads_a_file_with_what_was_told_about_it(tmp_path: Path, reread: bool) -> None:
    """The import refused the file before it was told. Its second run publishes it, and its third reads it no more."""
    (tmp_path / "page.txt").write_text(UNNUMBERED, "utf-8")
    before = [report.refused for report in import_paths([tmp_path])]
    assert before == [Message("text.no_symbol")]
    librarian = get_user_model().objects.create_superuser("librarian")
    telling.tell(bring_in(UNNUMBERED), {"symbol": "A/RES/90/1", "adopted_on": "2035-12-08"}, by=librarian)
    results = [
        [(one.symbol, one.result) for one in report.stored]
        for _ in range(2)
        for report in import_paths([tmp_path], reread=reread)
    ]
    assert results == [[("A/RES/90/1", Result.NEW)], [("A/RES/90/1", Result.UNCHANGED)]]
    assert str(Resolution.objects.get().document.date) == "2035-12-08"
