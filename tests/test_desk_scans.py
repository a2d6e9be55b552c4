"""Tests scans at the desk: pages are recognised one at a time, and nothing is published before a librarian's look."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from archive.admin.desk.proof_page import page_of
from archive.desk import proofs, publishing, roles
from archive.desk.confined.reader import RECOGNISING, ReadingOutcome, recognise_limited
from archive.desk.incoming import cancel, receive
from archive.desk.jobs import recognising, running
from archive.desk.mends.operations import Mend, ask
from archive.desk.proofs import RefusedError
from archive.messages import Message
from archive.models import PagePicture, Proof, Revision, ScannedPage, Source, Submission
from archive.models.submission import SubmissionState
from archive.reading import ocr
from archive.reading.scans.scanned import to_json
from tests.desk_reader import read_here
from tests.scanned_page import LINES, tiff
from tests.test_desk_pages import client_of, person
from tests.test_reading_scans import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that are recognised. A scan of two pages is read in this process, without the option."""
    numbers: list[int] = []

    def recognise(content: bytes, number: int) -> tuple[dict[str, Any], bytes]:
        numbers.append(number)
        lines = to_json(PAGE) if number == 1 else {**to_json(PAGE), "lines": [], "rules": []}
        return lines, b"\x89PNG"

    def read(content: bytes, name: str, **arguments: Any) -> ReadingOutcome:
        if arguments.get("pages") is None:
            return ReadingOutcome(refused=Message(ocr.TO_RECOGNISE, {"pages": "2"}))
        return read_here(content, name, **arguments)

    monkeypatch.setattr(recognising, "recognise_limited", recognise)
    monkeypatch.setattr(recognising, "recogniser", lambda: "test 1")
    monkeypatch.setattr(running, "read_limited", read)
    return numbers


def brought(by: Any) -> Submission:
    return receive([SimpleUploadedFile("scan.tif", b"II*\0 a scan")], by=by).submissions.get()


def kept(submission: Submission, recogniser: str, lines: dict[str, Any]) -> None:
    """Stores the first page of a scan as recognised."""
    source = submission.source
    assert source is not None
    ScannedPage.objects.create(source=source, number=1, recogniser=recogniser, lines=lines)


def scanned(by: Any) -> Proof:
    submission = brought(by)
    running.read(submission.pk)
    return Proof.objects.get(submission=submission)


def codes(proof: Proof) -> list[tuple[str, str]]:
    return [(finding.place, finding.code) for finding in proofs.prepare(proof).findings]


def compared(proof: Proof, by: Any) -> None:
    """The librarian says that she has compared the words with the pictures."""
    (finding,) = (one for one in proofs.prepare(proof).findings if one.code == "checking.not_proofed")
    mend = ask(proofs.prepare(proof).draft, {"operation": "settle", "finding": finding.key})
    proofs.add_mends(proof.pk, proof.version, [mend], by=by)
    proof.refresh_from_db()


def test_each_page_is_stored_with_its_picture(librarian: Any, recognised: list[int]) -> None:
    proof = scanned(librarian)
    assert recognised == [1, 2]
    assert list(ScannedPage.objects.values_list("number", "recogniser")) == [(1, "test 1"), (2, "test 1")]
    assert PagePicture.objects.count() == 2
    assert (proof.symbol, proof.blocked, Source.objects.get().format) == ("A/RES/90/2", True, "scan")
    assert ("metadata", "checking.not_proofed") in codes(proof)
    assert ("op1", "checking.doubtful_words") in codes(proof)


def test_a_killed_worker_goes_on_with_the_page_that_is_missing(librarian: Any, recognised: list[int]) -> None:
    submission = brought(librarian)
    kept(submission, "test 1", to_json(PAGE))
    running.read(submission.pk)
    assert recognised == [2]
    assert Proof.objects.get().symbol == "A/RES/90/2"


def test_another_recogniser_reads_all_pages_again(librarian: Any, recognised: list[int]) -> None:
    submission = brought(librarian)
    kept(submission, "test 0", to_json(PAGE))
    running.read(submission.pk)
    assert recognised == [1, 2]


def test_a_page_that_cannot_be_recognised_refuses_the_file(
    librarian: Any, recognised: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "recognise_limited", lambda content, number: Message("scan.damaged"))
    submission = brought(librarian)
    running.read(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.reason_code) == (SubmissionState.FAILED, "scan.damaged")


def test_a_cancelled_batch_ends_the_recognition(
    librarian: Any, recognised: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = brought(librarian)

    def cancelled(content: bytes, number: int) -> tuple[dict[str, Any], bytes]:
        recognised.append(number)
        cancel(submission.batch, by=librarian, reason="twice")
        return to_json(PAGE), b"\x89PNG"

    monkeypatch.setattr(recognising, "recognise_limited", cancelled)
    running.read(submission.pk)
    assert recognised == [1]
    assert not Proof.objects.exists()


def test_the_page_of_the_batch_shows_how_many_pages_are_recognised(
    librarian: Any, recognised: list[int], client: Client
) -> None:
    submission = brought(librarian)
    kept(submission, "test 1", {})
    Submission.objects.update(state=SubmissionState.READING, scanned_pages=5)
    client.force_login(librarian)
    batch = [submission.batch_id]
    assert "已识别1页，共5页" in client.get(reverse("admin:archive_batch_change", args=batch)).content.decode()
    progress = client.get(reverse("admin:archive_batch_progress", args=batch))
    assert progress.json()["submissions"][0]["recognised"] == "已识别1页，共5页"


def test_nothing_is_published_before_a_librarian_has_compared_it(librarian: Any, recognised: list[int]) -> None:
    proof = scanned(librarian)
    with pytest.raises(RefusedError) as refused:
        publishing.publish({proof.pk: proof.version}, by=librarian, despite={proof.pk: 99})
    assert refused.value.message.code == "desk.proof_incomplete"
    compared(proof, librarian)
    publishing.publish({proof.pk: proof.version}, by=librarian, despite={proof.pk: 99})
    revision = Revision.objects.get()
    assert (revision.recognised, revision.proofed_by) == (True, librarian)


def test_another_reading_has_to_be_compared_again(librarian: Any, recognised: list[int]) -> None:
    proof = scanned(librarian)
    compared(proof, librarian)
    assert ("metadata", "checking.not_proofed") not in codes(proof)
    proof.draft["lines"][0]["text"] += "。"
    assert ("metadata", "checking.not_proofed") in codes(proof)


def test_mended_words_are_no_longer_doubtful(librarian: Any, recognised: list[int]) -> None:
    proof = scanned(librarian)
    mend = Mend("words", asdict(_words(proof, "决定继续审议各国的常规武器输让；")))
    proofs.add_mends(proof.pk, proof.version, [mend], by=librarian, reason="misread")
    proof.refresh_from_db()
    assert ("op1", "checking.doubtful_words") not in codes(proof)


def _words(proof: Proof, text: str) -> Any:
    draft = proofs.prepare(proof).draft
    return ask(draft, {"operation": "words", "clause": "op1", "text": text}).read()


def test_the_proof_shows_doubts_in_the_words_and_on_the_picture(librarian: Any, recognised: list[int]) -> None:
    shown = page_of(scanned(librarian), librarian)
    row = next(row for row in shown["clauses"] if row.path == "op1")
    assert [(segment.text, segment.doubtful) for segment in row.segments if segment.doubtful] == [("转", True)]
    assert "".join(segment.text for segment in row.segments) == row.text
    [(number, boxes), (_, none)] = shown["pages"]
    assert (number, none) == (1, [])
    assert [(box["words"], box["score"]) for box in boxes] == [("转", 0.99)]
    assert shown["lines"][0].per_cent == 99


@pytest.mark.alone
@pytest.mark.usefixtures("empty_queue")
@pytest.mark.django_db(transaction=True)
def test_the_boxes_lie_on_the_picture(
    librarian: Any, recognised: list[int], live_server: Any, chromium: Browser
) -> None:
    """The boxes are in hundredths of the page. An overlay that is lower than the picture marks the line above."""
    proof = scanned(librarian)
    session = client_of(librarian).cookies["sessionid"].value
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('admin:archive_proof_change', args=[proof.pk])}")
    picture, boxes = (page.locator(f".picture:has(svg) {part}").bounding_box() for part in ("img", "svg"))
    context.close()
    assert picture == boxes


def test_the_public_page_says_that_a_machine_read_it_and_who_compared_it(
    librarian: Any, recognised: list[int], client: Client
) -> None:
    proof = scanned(librarian)
    compared(proof, librarian)
    publishing.publish({proof.pk: proof.version}, by=librarian, despite={proof.pk: 99})
    source = client.get("/A/RES/90/2/?format=json").json()["source"]
    assert (source["format"], source["recognised"], source["proofed_by"]) == ("scan", True, "li")
    page = client.get("/A/RES/90/2/").content.decode()
    assert "文字由机器从扫描件识别（OCR），由li与扫描件核对。" in page


@pytest.mark.skipif(not ocr.is_installed(), reason="needs requirements-ocr.txt")
@pytest.mark.alone
def test_a_page_is_recognised_in_the_limited_process() -> None:
    found = recognise_limited(tiff(LINES), 1, RECOGNISING)
    assert not isinstance(found, Message), found
    words = ["".join(one["text"] for one in line["characters"]) for line in found[0]["lines"]]
    assert "大会，" in words
    assert found[1].startswith(b"\x89PNG")
