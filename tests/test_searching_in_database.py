"""Tests the index in PostgreSQL: it changes in the transaction of the text, and other servers see both at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from archive.database.locks import Lock
from archive.models import Document, WrittenChange
from archive.searching import freshness
from archive.searching.engines import postgresql_writer
from archive.searching.engines.backend import IndexAway
from archive.searching.engines.index_lock import lock
from archive.searching.matching import EngineQuery, Is, TokenSequence
from tests.indexes import index_at
from tests.shelf import draft, store

pytestmark = pytest.mark.django_db(transaction=True)

WHALES = EngineQuery(TokenSequence("title", ("鲸", "鱼")))


@pytest.fixture(autouse=True)
def index(tmp_path: Path) -> Iterator[None]:
    with index_at(tmp_path, "postgresql"):
        freshness.rebuild()
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {freshness.backend().table}")


def publish(number: int = 3) -> None:
    store(draft(f"A/RES/90/{number}", title="一项关于鲸鱼的试验"))


def found() -> int:
    return freshness.backend().find(WHALES, end=0).hits


def elsewhere(call: Callable[[], Any]) -> Any:
    """The result of a call on another connection, as in another server."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(call())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return results[0]


def seen() -> tuple[int, int]:
    """Documents about whales in the database, and entries in the index."""
    return Document.objects.filter(title_zh__contains="鲸鱼").count(), found()


def test_another_server_sees_text_and_entries_at_once() -> None:
    with transaction.atomic():
        publish()
        assert elsewhere(seen) == (0, 0)
    documents, entries = elsewhere(seen)
    assert (documents, entries) == (1, found())
    assert entries > 1
    assert elsewhere(freshness.behind) == set()
    assert not freshness.difference()


def test_a_transaction_that_is_rolled_back_leaves_nothing() -> None:
    def fail() -> None:
        with transaction.atomic():
            publish()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen() == (0, 0)
    assert not WrittenChange.objects.exists()
    publish()  # what was to be done before the commit of the first transaction is forgotten
    assert seen()[0] == 1


def test_a_text_is_not_stored_if_its_entries_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(ids: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(freshness, "prepared", fail)
        with pytest.raises(ZeroDivisionError):
            publish()
    assert seen() == (0, 0)
    publish()
    assert seen()[0] == 1


def test_a_batch_follows_after_its_end_and_is_behind_until_then() -> None:
    with freshness.together():
        publish()
        assert found() == 0
        assert elsewhere(freshness.behind)
    assert found() > 1
    assert not freshness.behind()


def test_a_change_during_a_rebuild_is_in_the_new_index() -> None:
    engine = freshness.backend()
    with engine.writing(afresh=True):
        engine.begin_reading()
        elsewhere(publish)
        with pytest.raises(BlockingIOError):
            elsewhere_rebuild()
    assert len(freshness.behind()) > 0
    assert found() == 0
    freshness.follow()
    assert found() > 1
    assert not freshness.behind()


def elsewhere_rebuild() -> None:
    """Another server that needs an index too does not build a second one."""
    errors: list[BlockingIOError] = []

    def rebuild() -> None:
        try:
            freshness.rebuild(wait=False)
        except BlockingIOError as error:
            errors.append(error)

    elsewhere(rebuild)
    raise errors[0]


def test_notes_of_changes_are_forgotten_when_nothing_is_behind() -> None:
    publish()
    assert WrittenChange.objects.exists()
    freshness.backend().settle()
    assert not WrittenChange.objects.exists()
    assert freshness.behind() == set()
    publish(4)
    assert freshness.behind() == set()
    assert found() > 2


def test_a_follower_leaves_newer_entries() -> None:
    publish()
    with freshness.together(write=False), transaction.atomic():
        document = Document.objects.get(key="A/RES/90/3")
        document.short_zh = "甲"
        document.save()
    engine = freshness.backend()
    with engine.writing() as writer:
        engine.begin_reading()
        freshness._write(writer, sorted(freshness.behind()))
        elsewhere(_renamed)
    assert freshness.behind() == set()
    assert not freshness.difference()
    last = EngineQuery(TokenSequence("title", ("最", "后")))
    assert engine.find(last, end=0).hits > 1


def test_a_text_is_stored_while_another_server_changes_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_writer, "_SOON", 0.1)
    with transaction.atomic():
        lock(Lock.INDEX_CHANGE)
        elsewhere(publish)
    assert Document.objects.filter(title_zh__contains="鲸鱼").count() == 1
    freshness.follow()
    assert found() > 1
    assert not freshness.difference()


def test_blank_parts_of_a_text_are_no_tokens() -> None:
    publish()
    document = Document.objects.get(key="A/RES/90/3")
    for name in ("一", "\u200b", " ", "二"):
        document.aliases.create(name=name)
    assert not freshness.behind()
    assert freshness.backend().find(EngineQuery(TokenSequence("text", ("二",))), end=0).hits == 1
    freshness.rebuild()
    assert not freshness.difference()


def test_two_servers_that_change_one_document_leave_its_last_state_once() -> None:
    publish()
    before = found()
    document = Document.objects.get(key="A/RES/90/3")
    with transaction.atomic():
        document.title_zh = "又一项关于鲸鱼的试验"
        document.save()
        thread = threading.Thread(target=elsewhere, args=(_renamed,))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for this transaction
    thread.join(30)
    assert found() == before
    one = EngineQuery(Is("id", (f"archive.document.{document.pk}",)))
    assert freshness.backend().find(one, end=0).hits == 1
    assert not freshness.difference()


def _renamed() -> None:
    with transaction.atomic():
        document = Document.objects.get(key="A/RES/90/3")
        document.title_zh = "最后一项关于鲸鱼的试验"
        document.save()


def test_an_index_that_is_gone_is_away_and_is_built_again() -> None:
    publish()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {freshness.backend().table}")
    with pytest.raises(IndexAway):
        found()
    publish(4)  # without an index everything else goes on
    freshness.repair()
    assert found() > 2
    assert not freshness.difference()


def test_a_search_within_a_transaction_leaves_its_settings() -> None:
    def setting() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_seqscan")
            return str(cursor.fetchone()[0])

    with transaction.atomic():
        assert found() == 0
        assert setting() == "on"


def test_functions_before_a_commit_are_called_once_and_in_the_transaction() -> None:
    called = []

    def call() -> None:
        called.append(Document.objects.filter(key="title:鲸").exists())

    database: BaseDatabaseWrapper = transaction.get_connection()
    with transaction.atomic():
        database.before_commit(call)  # type: ignore[attr-defined]
        database.before_commit(call)  # type: ignore[attr-defined]
        Document.objects.create(key="title:鲸", title_zh="鲸")
        assert called == []
    with transaction.atomic():
        Document.objects.create(key="title:鱼", title_zh="鱼")
    assert called == [True]
