"""Tests batches of many files: zip archives taken in by the queue, the page of a batch, and cancelling."""

from __future__ import annotations

import io
import tarfile
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.desk import incoming
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running
from archive.desk.proofs import RefusedError, read_again
from archive.models import Batch, HistoryEntry, Proof, Source, Submission
from archive.models.history import Action
from archive.models.proof import ProofState

pytestmark = pytest.mark.django_db

TEXT = "90/1. 一项试验\n\n大会，\n\n1. 决定继续审议。\n\n2035年12月8日\n第60次全体会议\n"


@pytest.fixture
def librarian() -> Any:
    return get_user_model().objects.create_superuser("librarian")


@pytest.fixture
def inside(client: Client, librarian: Any) -> Client:
    client.force_login(librarian)
    return client


def zipped(count: int, start: int = 0) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(start, start + count):
            archive.writestr(f"{number:05}.txt", f"text {number}")
    return SimpleUploadedFile("all.zip", packed.getvalue())


def tarred(count: int) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number in range(count):
            content = f"text {number}".encode()
            member = tarfile.TarInfo(f"{number:05}.txt")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return SimpleUploadedFile("all.tar.gz", packed.getvalue())


def states(batch: Batch) -> dict[str, int]:
    return {state: count for state, count in batch.counts().items() if count}


def test_a_zip_archive_waits_whole_and_the_queue_takes_in_its_members(librarian: Any) -> None:
    batch = receive([zipped(30)], by=librarian)
    assert states(batch) == {"waiting": 1}
    [archive] = batch.submissions.all()
    running.read(archive.pk)
    assert states(batch) == {"waiting": 30}
    assert not Source.objects.filter(content=zipped(30).read()).exists()
    assert batch.submissions.order_by("pk")[0].name == "all.zip!00000.txt"
    running.read(archive.pk)  # the job can run again
    assert states(batch) == {"waiting": 30}


def test_a_tarball_is_taken_in_like_a_zip_archive(librarian: Any) -> None:
    batch = receive([tarred(3)], by=librarian)
    [archive] = batch.submissions.all()
    running.read(archive.pk)
    assert [one.name for one in batch.submissions.order_by("pk")] == [f"all.tar.gz!0000{n}.txt" for n in range(3)]
    assert states(batch) == {"waiting": 3}


def test_the_attachments_of_a_mail_become_sources_of_their_own(librarian: Any) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "resolutions"
    message.set_content("See the attached files.")
    for name, content in (("90_1.txt", TEXT.encode()), ("logo.gif", b"GIF89a")):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    batch = receive([SimpleUploadedFile("letter.eml", message.as_bytes())], by=librarian)
    running.read(batch.submissions.get().pk)
    for submission in batch.submissions.all():
        running.read(submission.pk)
    found = batch.submissions.order_by("pk").values_list("name", "state", "reason_code")
    assert list(found) == [
        ("letter.eml!90_1.txt", "read", ""),
        ("letter.eml!logo.gif", "failed", "source.picture"),
    ]
    assert not Source.objects.filter(content=message.as_bytes()).exists()


def test_a_mail_that_cannot_be_opened_is_kept_with_the_reason() -> None:
    batch = receive([SimpleUploadedFile("letter.eml", b"From: a\nSubject: b\n\n")])
    running.read(batch.submissions.get().pk)
    refused = batch.submissions.get()
    assert (refused.name, refused.reason_code) == ("letter.eml", "mail.no_text")


def test_a_zip_archive_with_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST_MEMBERS", 3)
    batch = receive([zipped(4)])
    running.read(batch.submissions.get().pk)
    refused = batch.submissions.get()
    assert (refused.name, refused.reason_code) == ("all.zip", "source.zip_too_many_members")
    assert refused.reason_values == {"found": "4", "most": "3"}


def test_a_zip_archive_that_is_too_large_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MAX_ZIP_FILE", 100)
    assert receive([zipped(4)]).submissions.get().reason_code == "desk.zip_too_large"


def test_what_unpacks_to_too_much_is_refused_by_member(settings: Any) -> None:
    batch = receive([zipped(4)])
    settings.MAX_UPLOAD = 13  # bytes; each member has six
    running.read(batch.submissions.get().pk)
    assert states(batch) == {"waiting": 2, "failed": 2}


def test_the_page_of_a_batch_has_pages_and_a_constant_number_of_queries(
    inside: Client, django_assert_max_num_queries: Any
) -> None:
    batch = receive([zipped(150)])
    running.read(batch.submissions.get().pk)
    again = receive([zipped(150)])  # known already
    running.read(again.submissions.get().pk)
    for one in (batch, again):
        address = reverse("admin:archive_batch_change", args=[one.pk])
        with django_assert_max_num_queries(21):
            page = inside.get(address).content.decode()
        assert (page.count('<tr id="submission-'), "?page=2" in page) == (100, True)
        assert inside.get(f"{address}?page=2").content.decode().count('<tr id="submission-') == 50
        assert inside.get(f"{address}?page=3").status_code == 404
    progress = inside.get(reverse("admin:archive_batch_progress", args=[batch.pk]) + "?page=2").json()
    assert (progress["total"], len(progress["submissions"])) == (150, 50)


def test_a_cancelled_batch_is_not_read_and_its_proofs_are_set_aside(inside: Client) -> None:
    batch = receive([zipped(3)], PastedText(TEXT))
    archive, pasted = batch.submissions.order_by("pk")
    running.read(archive.pk)
    running.read(pasted.pk)
    published = Proof.objects.create(submission=pasted, part=1, draft={}, state=ProofState.PUBLISHED)
    address = reverse("admin:archive_batch_cancel", args=[batch.pk])
    inside.post(address)  # without a reason
    assert states(batch) == {"waiting": 3, "read": 1}
    inside.post(address, {"reason": "the wrong folder"})
    assert states(batch) == {"dropped": 3, "read": 1}
    assert sorted(Proof.objects.values_list("state", flat=True)) == ["published", "set_aside"]
    assert Proof.objects.get(state=ProofState.PUBLISHED) == published
    assert HistoryEntry.objects.get(action=Action.CANCELLED).reason == "the wrong folder"
    first = batch.submissions.filter(state="dropped").earliest("pk")
    running.read(first.pk)  # its job is still in the queue
    assert Submission.objects.get(pk=first.pk).state == "dropped"
    with pytest.raises(RefusedError):
        incoming.cancel(batch, by=None, reason="again")


def test_a_cancelled_file_can_be_read_again(librarian: Any) -> None:
    batch = receive([], PastedText(TEXT), by=librarian)
    incoming.cancel(batch, by=librarian, reason="too early")
    read_again(batch.submissions.get(), by=librarian)
    assert states(batch) == {"waiting": 1}
