"""Tests the queue: batches are worked off, workers are killed, and each file is read exactly once. Invented texts."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params

from archive.desk import proofs, publishing, queue
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running as working
from archive.desk.mends.operations import ask
from archive.models import (
    Batch,
    HistoryEntry,
    PagePicture,
    Proof,
    Resolution,
    Revision,
    SeriesEntry,
    Source,
    Submission,
    Text,
)
from archive.models.submission import SubmissionState
from tests.commands import worker
from tests.conftest import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue"), pytest.mark.alone]


def text(number: int, words: str = "继续审议") -> str:
    body = f"大会，\n\n回顾其第64/47号决议，\n\n1. 决定{words}。\n\n"
    return f"90/{number}. 一项试验\n\n{body}2035年12月8日\n第60次全体会议\n"


def zip_file(**members: bytes) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("many.zip", buffer.getvalue())


def states() -> list[tuple[str, str]]:
    return list(Submission.objects.order_by("pk").values_list("name", "state"))


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def work_off() -> None:
    assert worker("--until-done").wait(60) == 0


def test_a_batch_is_worked_off_and_unreadable_files_have_a_reason() -> None:
    inner = zip_file(x=b"y").read()
    files = [
        zip_file(**{"a.txt": text(1).encode(), "../b.txt": b"x", "c.zip": inner, "d.png": b"\x89PNG"}),
        SimpleUploadedFile("../../e\x00\u202etxt", text(2).encode()),
    ]
    batch = receive(files, PastedText(text(3)))
    assert batch.counts()["waiting"] == 3  # the archive waits as one file
    work_off()
    assert [state for _, state in states()].count("read") == 3
    reasons = dict(Submission.objects.exclude(reason_code="").values_list("name", "reason_code"))
    assert reasons == {
        "many.zip!../b.txt": "source.zip_member_leads_out",
        "many.zip!c.zip!x": "text.no_language",
        "many.zip!d.png": "source.picture",
    }
    assert "e" in [name.removesuffix("txt") for name, _ in states()]
    assert sorted(Proof.objects.values_list("symbol", flat=True)) == ["A/RES/90/1", "A/RES/90/2", "A/RES/90/3"]
    assert not Resolution.objects.exists()


def test_a_job_that_the_worker_queues_is_stored_with_its_transaction() -> None:
    """Otherwise another thread of the worker does the job before its submission is there: the file waits for ever."""
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()), app.open():
        with transaction.atomic():
            queue.defer_series()
            transaction.set_rollback(True)
        assert jobs() == []
        queue.defer_series()
    assert jobs() == [(queue.JOIN, "todo")]


def test_files_left_by_a_killed_worker_are_removed() -> None:
    left = settings.VAR_DIR / "reading" / str(connection.settings_dict["NAME"]) / "archive-reading-x"
    left.mkdir(parents=True, exist_ok=True)
    (left / "source.rtf").write_text("a stranger's")
    receive([], PastedText(text(1)))
    work_off()
    assert list(left.parent.iterdir()) == []
    assert Proof.objects.count() == 1


def test_the_same_bytes_again_are_recognised() -> None:
    receive([SimpleUploadedFile("a.txt", text(1).encode())])
    work_off()
    receive([SimpleUploadedFile("another name.txt", text(1).encode())])
    assert [state for _, state in states()] == ["read", "known"]
    assert Source.objects.count() == Proof.objects.count() == 1


def test_more_than_fits_is_refused_by_name(settings: Any) -> None:
    settings.MAX_UPLOAD = 1000
    receive([SimpleUploadedFile("a.txt", b"x" * 600), SimpleUploadedFile("b.txt", b"y" * 600)])
    assert [state for _, state in states()] == ["waiting", "failed"]


def test_a_source_is_stored_and_queued_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(submission: Submission) -> None:
        raise RuntimeError

    monkeypatch.setattr(queue, "defer_reading", broken)
    with pytest.raises(RuntimeError):
        receive([SimpleUploadedFile("a.txt", text(1).encode())])
    assert [model.objects.count() for model in (Batch, Source, Submission)] == [0, 0, 0]


def test_reading_twice_makes_one_proof() -> None:
    receive([], PastedText(text(1)))
    [submission] = Submission.objects.all()
    working.read(submission.pk)
    working.read(submission.pk)
    submission.refresh_from_db()
    assert (submission.readings, Proof.objects.count()) == (1, 1)
    assert HistoryEntry.objects.filter(action="read").count() == 1


def test_a_new_reading_keeps_the_mends() -> None:
    user = get_user_model().objects.create_user("li")
    receive([], PastedText(text(1)), by=user)
    [submission] = Submission.objects.all()
    working.read(submission.pk)
    proof = Proof.objects.get()
    fixed = ask(proofs.prepare(proof).draft, {"operation": "words", "clause": "op1", "text": "决定停止审议。"})
    proofs.add_mends(proof.pk, proof.version, [fixed], by=user, reason="印错")
    proofs.read_again(submission, by=user)
    working.read(submission.pk)
    again = Proof.objects.get()
    assert again.version == proof.version + 2
    assert proofs.prepare(again).draft.clauses[-1].text == "决定停止审议。"
    publishing.publish({again.pk: again.version}, by=user)
    # The command reads the same source again, and the mend stays.
    path = Path(settings.VAR_DIR) / "tests" / "again.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text(1).encode())
    call_command("import_resolutions", str(path), "--reread")
    assert Revision.objects.get(current=True).clauses.get(path="op1").text == "决定停止审议。"


def test_a_held_source_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    (tmp_path / "b.txt").write_text(text(2), encoding="utf-8")
    call_command("import_resolutions", str(tmp_path), "--hold")
    call_command("import_resolutions", str(tmp_path), "--hold")
    assert sorted(Proof.objects.values_list("symbol", "state")) == [("A/RES/90/1", "open"), ("A/RES/90/2", "open")]
    assert not Resolution.objects.exists()
    call_command("import_resolutions", str(tmp_path))
    assert Resolution.objects.count() == 2, "a held source does not count as stored"


def test_an_archive_has_one_worker() -> None:
    receive([], PastedText(text(1)))
    workers = [worker("--until-done") for _ in range(2)]
    assert [one.wait(60) for one in workers] == [0, 0]
    assert Proof.objects.count() == 1


@pytest.mark.parametrize("wait", [0, 4], ids=["before it has begun", "at its work"])
def test_the_worker_ends_with_the_process_that_started_it(wait: int) -> None:
    code = (
        "import os, subprocess, sys, time; "
        "child = subprocess.Popen([*sys.argv[1:], '--starter', str(os.getpid())]); print(child.pid, flush=True); "
        "time.sleep(60)"
    )
    one = worker()
    one.kill()
    one.wait()
    arguments = [str(argument) for argument in one.args]  # type: ignore[union-attr]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    parent = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    time.sleep(wait)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.2)
    assert not Path(f"/proc/{pid}").exists()


def test_killed_again_and_again_every_file_is_read_exactly_once(shared_data: Path) -> None:
    """A few of the hundred kills of ``benchmarks/desk.py``. After each kill, every file waits or is completely read; in
    the end each is read once."""
    chance = random.Random(65_72)
    user = get_user_model().objects.create_superuser("li")
    real = sorted((shared_data / "GAresolutions").rglob("*.xml"))[:12]
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in real]
    files += [SimpleUploadedFile(f"{n}.txt", text(n).encode()) for n in range(1, 30)]
    receive(files, by=user)
    for _ in range(4):
        one = worker("--concurrency", "2")
        time.sleep(chance.uniform(1.5, 4))
        one.send_signal(signal.SIGKILL)
        one.wait()
        _require_whole()
    work_off()
    _require_whole()
    assert not Submission.objects.filter(state__in=("waiting", "reading")).exists()
    assert set(Submission.objects.values_list("readings", flat=True)) == {1}
    assert Proof.objects.filter(submission__name__endswith=".txt").count() == 29

    # The worker is killed while it publishes: all are published or none, each once.
    versions = dict(Proof.objects.filter(submission__name__endswith=".txt").values_list("pk", "version"))
    assert publishing.publish_or_defer(versions, by=user) is None
    for _ in range(2):
        one = worker()
        time.sleep(chance.uniform(1.5, 3))
        one.send_signal(signal.SIGKILL)
        one.wait()
        assert Resolution.objects.count() in (0, 29)
    work_off()
    assert Resolution.objects.count() == Text.objects.count() == Revision.objects.count() == 29
    assert HistoryEntry.objects.filter(action="published").count() == 29


def _require_whole() -> None:
    for submission in Submission.objects.defer("lines").prefetch_related("proofs"):
        whole = submission.state in (SubmissionState.READ, SubmissionState.FAILED)
        assert (submission.readings == 1) == whole, submission
        assert bool(submission.proofs.all()) == (submission.state == SubmissionState.READ), submission


def test_a_job_put_off_before_the_clock_was_set_back_is_done_now() -> None:
    receive([], PastedText(text(1)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'")
    work_off()
    assert [state for _, state in states()] == [SubmissionState.READ]


def test_a_job_put_off_on_purpose_waits() -> None:
    """Otherwise each import would join the series at its beginning, beside itself."""
    queue.defer_series_in_case()
    one = worker()
    time.sleep(5)
    waiting = jobs()
    one.terminate()
    one.wait(20)
    assert waiting == [("join_series", "todo")]


def test_no_source_waits_for_the_jobs_that_take_minutes() -> None:
    """Something else holds what the joining of the series waits for. A desk with one processor still reads."""
    with psycopg.connect(**connector_params()) as other:
        other.execute("LOCK TABLE archive_seriesentry")
        one = worker("--concurrency", "1")
        queue.defer_series()
        _wait_until(lambda: jobs() == [("join_series", "doing")])
        queue.defer_series()
        queue.defer_data()
        receive([], PastedText(text(1)))
        _wait_until(lambda: states()[0][1] == SubmissionState.READ)
        found, left = states(), jobs()
        one.kill()
        one.wait()
    assert [state for _, state in found] == [SubmissionState.READ]
    assert left == [("join_series", "doing"), ("join_series", "todo"), ("make_data", "todo")]


def _wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.2)


def test_pages_are_drawn_once() -> None:
    receive([SimpleUploadedFile("empty.pdf", b"%PDF-1.4\n")])
    work_off()
    [source] = Source.objects.all()
    working.draw(source.pk)
    assert PagePicture.objects.count() == 0, "a text has no pages to draw"


def test_series_are_updated_after_publishing_and_withdrawing() -> None:
    user = get_user_model().objects.create_user("li")
    earlier = text(1).replace("90/1.", "89/1.").replace("2035", "2034")
    receive([], PastedText(earlier), by=user)
    receive([], PastedText(text(1).replace("第64/47号", "第89/1号")), by=user)
    work_off()
    publishing.publish(dict(Proof.objects.values_list("pk", "version")), by=user)
    assert not SeriesEntry.objects.exists()
    work_off()
    joined = {str(symbol) for symbol in SeriesEntry.objects.values_list("document_id", flat=True)}
    assert joined == {"A/RES/89/1", "A/RES/90/1"}
