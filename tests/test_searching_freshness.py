"""Tests that the index follows the database: after changes, with several processes, and after a process was killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from haystack.query import SearchQuerySet

from archive.models import Citation, Clause, Document, Resolution, Subject
from archive.searching import freshness
from archive.searching.matching import EngineQuery, TokenSequence
from tests import searching_processes
from tests.indexes import index_at
from tests.shelf import draft, full, store

KILLINGS = 4  # benchmarks/search.py makes fifty
READERS = 2


@pytest.fixture
def index(db: None, empty_index: None) -> None:
    with freshness.together(write=False):
        store(*full())
    freshness.rebuild()


def found(text: str) -> int:
    return int(SearchQuerySet().filter(content=text).count())


# --- What changes ------------------------------------------------------------------------------------------


def test_stored_rows_are_found_after_their_transaction(index: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
        assert found("鲸鱼") == 0
    assert found("鲸鱼") == 1
    assert found("文号:90/3 决定") == 1
    assert not freshness.difference()


def test_a_transaction_is_written_once(
    index: None, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[set[int]] = []
    monkeypatch.setattr(freshness, "_add", lambda writer, ids, **options: written.append(set(ids)))
    with django_capture_on_commit_callbacks(execute=True):
        for clause in Clause.objects.all():
            clause.save()
        document = Document.objects.create(key="title:鲸鱼公约", title_zh="鲸鱼公约")
    assert written == [{document.pk, Resolution.objects.get().pk}]


@pytest.mark.django_db(transaction=True)
def test_several_processes_write_the_same_index_as_one(empty_index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    store(*full())
    store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
    monkeypatch.setattr(freshness, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(freshness, "_BATCH", 1)
    freshness.rebuild()
    assert (found("鲸鱼"), found("文号:90/3 决定")) == (1, 1)
    assert not freshness.difference()


@pytest.mark.parametrize(
    "change", ["clause", "title", "alias", "subject", "outcome", "withdrawn", "deleted", "citation"]
)
def test_every_change_is_written(index: None, django_capture_on_commit_callbacks: Any, change: str) -> None:
    resolution = Resolution.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        match change:
            case "clause":
                clause = Clause.objects.get(path="op1")
                clause.text = "请鲸鱼唱歌："
                clause.save()
            case "title":
                resolution.document.title_zh = "鲸鱼唱歌"
                resolution.document.save()
            case "alias":
                resolution.document.aliases.create(name="鲸鱼唱歌")
            case "subject":
                subject = Subject.objects.create(name_en="WHALES", name_zh="鲸鱼唱歌")
                resolution.subjects.add(subject)
            case "outcome":
                resolution.document.outcome = "recorded"
                resolution.document.save()
            case "withdrawn":
                resolution.texts.update(leading=False)
                resolution.withdrawn_at = "2030-01-01T00:00Z"
                resolution.save()
            case "deleted":
                Citation.objects.all().delete()
                resolution.document.delete()
            case "citation":
                Citation.objects.filter(key="A/RES/89/1").first().delete()  # type: ignore[union-attr]
    assert not freshness.difference()
    match change:
        case "clause" | "title" | "alias":
            assert found("鲸鱼唱歌") == 1
        case "subject":
            assert found("主题:鲸鱼唱歌") > 5
        case "outcome":
            assert found("表决:有") > 5
        case "withdrawn" | "deleted":
            assert found("届:90") == 0
        case "citation":
            assert found("引用:A/RES/89/1") == 0


def test_a_change_that_is_rolled_back_is_not_written(index: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                Document.objects.create(key="title:鲸鱼公约", title_zh="鲸鱼公约")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert found("鲸鱼公约") == 0


def test_a_batch_is_written_at_its_end(index: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), freshness.together():
        store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
        store(draft("A/RES/90/4", title="又一项关于鲸鱼的试验"))
    assert found("标题:鲸鱼") == 4


def test_a_batch_can_be_left_to_the_repair(index: None, django_capture_on_commit_callbacks: Any) -> None:
    with freshness.together(write=False), django_capture_on_commit_callbacks(execute=True):
        store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
    assert found("鲸鱼") == 0
    assert len(freshness.difference().outdated) == 1
    call_command("update_index", verbosity=0)
    assert found("鲸鱼") == 1


# --- Commands ----------------------------------------------------------------------------------------------


def test_the_check_reports_the_differences(index: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_index")
    assert "default: 0 documents missing or outdated, 0 left over." in capsys.readouterr().out
    Document.objects.filter(resolution=None).update(title_zh="鲸鱼")
    with pytest.raises(SystemExit) as ended:
        call_command("check_index")
    assert ended.value.code == 1
    assert "Run update_index" in capsys.readouterr().out


def test_the_check_reports_a_missing_index(db: None, empty_index: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("check_index")
    assert "no index" in capsys.readouterr().out


def test_rebuild_index_and_update_index_work_like_haystacks(index: None) -> None:
    everything = found("届:90")
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert found("届:90") == everything
    call_command("clear_index", interactive=False, verbosity=0)
    assert found("届:90") == 0
    call_command("update_index", "archive", verbosity=0)
    assert found("届:90") == everything
    assert not freshness.difference()


# --- Many processes ----------------------------------------------------------------------------------------


@pytest.mark.alone
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_readers_see_all_or_nothing_of_a_write_also_when_the_writer_is_killed(engine: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    path = str(tmp_path)
    readers = [context.Process(target=searching_processes.read, args=(engine, path, stop)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    chance = random.Random(9)
    for killing in range(KILLINGS):
        begun = context.Event()
        owners = range(killing * 5, killing * 5 + 5)
        writer = context.Process(target=searching_processes.write, args=(engine, path, owners, begun))
        writer.start()
        assert begun.wait(60)
        time.sleep(chance.random() * 0.15)
        if writer.pid and writer.is_alive():
            os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    begun = context.Event()
    # The last writer writes all missing entries.
    writer = context.Process(target=searching_processes.write, args=(engine, path, range(KILLINGS * 5), begun))
    writer.start()
    writer.join()
    assert writer.exitcode == 0
    stop.set()
    for reader in readers:
        reader.join()
    assert [reader.exitcode for reader in readers] == [0] * READERS
    with index_at(path, engine):
        hits = freshness.backend().find(EngineQuery(TokenSequence("text", ("武", "器")))).hits
        assert hits == KILLINGS * 5 * searching_processes.SIZE
