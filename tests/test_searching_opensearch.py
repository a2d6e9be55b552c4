"""Tests the engine of OpenSearch with a stand-in of one process: what other servers see, and what a failure leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError, TransportError

from archive.models import DatabaseIndex, Document
from archive.monitoring import health
from archive.searching import freshness
from archive.searching.engines import opensearch, opensearch_writer
from archive.searching.engines.backend import ANALYSIS, IndexAway
from archive.searching.engines.opensearch_writer import OpensearchWriter
from archive.searching.matching import Either, EngineQuery, Is, Not, TokenSequence
from tests.conftest import StandIn
from tests.indexes import index_at
from tests.shelf import draft, full, store
from tests.test_searching_in_database import elsewhere, elsewhere_rebuild

pytestmark = pytest.mark.django_db(transaction=True)

WHALES = EngineQuery(TokenSequence("title", ("鲸", "鱼")))


@pytest.fixture(autouse=True)
def index(tmp_path: Path, opensearch_stand_in: StandIn) -> Iterator[None]:
    with index_at(tmp_path, "opensearch", URLS=opensearch_stand_in.urls, SHARDS=2):
        freshness.rebuild()
        yield
        for name in engine()._behind_alias():
            engine().client.indices.delete(index=name)


def engine() -> Any:
    return freshness.backend()


def publish(number: int = 3) -> None:
    store(draft(f"A/RES/90/{number}", title="一项关于鲸鱼的试验"))


def found() -> int:
    return freshness.backend().find(WHALES, end=0).hits


def rename(title: str) -> None:
    with transaction.atomic():
        document = Document.objects.get(key="A/RES/90/3")
        document.title_zh = title
        document.save()


def test_what_is_published_is_found_by_every_server_at_once() -> None:
    publish()
    assert elsewhere(found) > 1
    assert elsewhere(freshness.behind) == set()
    assert not freshness.difference()
    Document.objects.get(key="A/RES/90/3").delete()
    assert elsewhere(found) == 0
    assert not freshness.difference()


def test_an_index_has_its_schema_its_analysis_and_its_database() -> None:
    (name,) = engine()._behind_alias()
    described = engine().client.indices.get_mapping(index=name)[name]["mappings"]
    assert described["_meta"]["schema"] == engine().schema()
    assert described["_meta"]["analysis"] == ANALYSIS
    assert described["dynamic"] == "strict"
    assert name.startswith(f"{engine().index}-")


def test_a_rebuild_moves_the_alias_and_removes_the_old_index() -> None:
    publish()
    (before,) = engine()._behind_alias()
    call_command("rebuild_index", interactive=False, verbosity=0)
    (after,) = engine()._behind_alias()
    assert after != before
    assert list(engine().client.indices.get(index=f"{engine().index}-*")) == [after]
    assert found() > 1
    call_command("check_index")


def test_what_a_killed_rebuild_has_left_goes_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    engine()._create()
    assert len(engine().client.indices.get(index=f"{engine().index}-*")) == 2
    freshness.repair()
    assert len(engine().client.indices.get(index=f"{engine().index}-*")) == 1


def test_a_change_during_a_rebuild_is_behind_and_follows() -> None:
    with engine().writing(afresh=True):
        engine().begin_reading()
        elsewhere(publish)
        with pytest.raises(BlockingIOError):
            elsewhere_rebuild()
    assert freshness.behind()
    assert found() == 0
    freshness.follow()
    assert found() > 1
    assert not freshness.difference()


def test_two_servers_that_follow_at_once_leave_every_entry_once() -> None:
    with freshness.together(write=False):
        publish()
    threads = [threading.Thread(target=elsewhere, args=(freshness.follow,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not freshness.behind()
    assert not freshness.difference()


def test_a_writer_that_was_overtaken_replaces_nothing() -> None:
    publish()
    (name,) = engine()._behind_alias()
    late = OpensearchWriter(engine().client, name, engine().fields(), version=lambda: 1, afresh=False)
    late.add({"id": f"archive.document.{Document.objects.get(key='A/RES/90/3').pk}", "title": "过 时"})
    with pytest.raises(IndexAway, match="did not take the entry"):
        late.commit()
    assert not freshness.difference()


def test_a_write_that_fails_in_the_middle_leaves_the_documents_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    before = found()
    with monkeypatch.context() as patched:
        patched.setattr(OpensearchWriter, "_refresh", _gone)
        rename("改名的试验")
    assert freshness.behind() == {Document.objects.get(key="A/RES/90/3").pk}
    # What searches ask for leaves the document out, whatever of it has arrived.
    without = Not(Is("owner", tuple(map(str, freshness.behind()))))
    assert engine().find(EngineQuery(Either((without,)))).hits == engine().find(freshness.ALL).hits - before
    freshness.follow()
    assert not freshness.behind()
    assert not freshness.difference()
    assert found() == 0


def _gone(*args: Any, **named: Any) -> None:
    raise ConnectionError("N/A", "Connection refused", OSError())


def test_a_write_waits_where_the_cluster_has_too_much_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[int] = []
    bulk = OpenSearch.bulk

    def busy(*args: Any, **named: Any) -> Any:
        if len(refused) < 2:
            refused.append(1)
            raise TransportError(429, "rejected_execution_exception", {})
        return bulk(*args, **named)

    monkeypatch.setattr(OpenSearch, "bulk", busy)
    monkeypatch.setattr("opensearchpy.helpers.actions.time.sleep", lambda seconds: None)
    publish()
    assert len(refused) == 2
    assert found() > 1
    assert not freshness.difference()


def test_an_entry_that_is_not_taken_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> None:
        with engine().writing() as writer:
            writer.add({"id": "archive.clause.1"})

    unknown = {"id": ["archive.clause.1"], "no_field_of_the_index": 1}
    monkeypatch.setattr(OpensearchWriter, "_entry", lambda self, fields: unknown)
    with pytest.raises(IndexAway, match=r"did not take the entry archive.clause.1: .*no_field_of_the_index"):
        write()


PARTIAL = [
    {"_shards": {"total": 2, "successful": 1, "failed": 1}, "timed_out": False, "hits": {"total": {"value": 1}}},
    {"_shards": {"total": 2, "successful": 2, "failed": 0}, "timed_out": True, "hits": {"total": {"value": 1}}},
]


@pytest.mark.parametrize("answer", PARTIAL)
def test_a_part_of_an_answer_is_none(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> None:
    monkeypatch.setattr(OpenSearch, "search", lambda *args, **named: answer)
    with pytest.raises(IndexAway, match="part of the search index"):
        found()


@pytest.mark.parametrize("pages", [1, 3])
def test_facets_and_groups_are_exact_beyond_one_request(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    store(*full())
    names = ["kind", "symbol", "stamp"]
    whole = engine().find(freshness.ALL, 0, 3, ["oldest"], names, "wording")
    every = engine().find(freshness.ALL, 0, None, ["oldest"])
    monkeypatch.setattr("archive.searching.engines.opensearch_reader._PAGE", pages)
    monkeypatch.setattr("archive.searching.engines.opensearch_reader._GROUPS", 4)
    monkeypatch.setattr("archive.searching.engines.opensearch_reader._SPREAD", 1)
    assert engine().find(freshness.ALL, 0, 3, ["oldest"], names, "wording") == whole
    assert engine().find(freshness.ALL, 0, None, ["oldest"]) == every
    assert (whole.hits, len(every.rows)) == (every.hits, every.hits)


def test_a_cluster_that_is_away_is_said_and_everything_else_goes_on(client: Client) -> None:
    store(*full())
    with index_at("unused", "opensearch", URLS=["http://user:s3cret@127.0.0.1:9"]):
        answer = client.get("/search/", {"q": "核武器", "format": "json"})
        assert answer.status_code == 503
        assert client.get("/A/RES/90/2/").status_code == 200
        assert "OpenSearch does not answer" in health.index()
        publish()
        assert client.get("/A/RES/90/3/").status_code == 200
        with pytest.raises(SystemExit):
            call_command("check_index")
        with pytest.raises(Exception, match="refused"):
            freshness._follow_or_rebuild()
    assert freshness.behind()
    assert found() == 0
    freshness._follow_or_rebuild()  # the cluster is back
    assert found() > 1
    assert not freshness.difference()


def test_an_index_that_is_gone_is_built_again() -> None:
    publish()
    (name,) = engine()._behind_alias()
    engine().client.indices.delete(index=name)
    with pytest.raises(IndexAway):
        found()
    freshness._follow_or_rebuild()
    assert found() > 1
    assert not freshness.difference()


def test_an_index_that_stays_red_is_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(engine()), "_status", lambda self: "red")
    assert not engine().is_lost()
    assert "on no node" in health.index()
    monkeypatch.setattr(opensearch, "_RED", -1.0)
    assert engine().is_lost()


def test_indexes_of_other_schemas_and_of_lost_databases_go_and_those_of_other_archives_stay() -> None:
    client = engine().client
    server, database = opensearch._database()
    made = {
        "archive-other-schema": {"schema": "0", "server": server, "database": database},
        "archive-lost-database": {"schema": "0", "server": server, "database": 1_000_000_000},
        "archive-other-server": {"schema": "0", "server": 1, "database": database},
    }
    for name, about in made.items():
        client.indices.create(index=name, body={"mappings": {"_meta": about}})
    DatabaseIndex.objects.create(schema="00000000")
    engine().remove_others()
    assert [name for name in made if client.indices.exists(index=name)] == ["archive-other-server"]
    assert found() == 0
    assert DatabaseIndex.objects.count() == 1
    client.indices.delete(index="archive-other-server")


def test_a_full_disk_is_told() -> None:
    assert engine().may_write()
    (name,) = engine()._behind_alias()
    engine().client.indices.put_settings(index=name, body={"index.blocks.read_only_allow_delete": "true"})
    assert "may not write the search index" in health.index()


def test_words_with_an_open_end_are_found_by_their_letters() -> None:
    texts = {"1": "the c ␣ control", "2": "the ␣ counter", "3": "10 年", "4": "2010 年 1 月", "5": "a" * 9000}
    with engine().writing() as writer:
        for number, text in texts.items():
            writer.add({"id": f"archive.clause.{number}", "owner": "0", "text": text})

    cases: list[tuple[tuple[str, ...], bool, bool, str]] = [
        (("the", "␣", "co"), False, True, "2"),
        (("␣", "cont"), False, True, "1"),
        (("010", "年"), True, False, "4"),
        (("10", "年"), True, False, "34"),
        (("10", "年"), False, False, "3"),
        (("10", "年", "1"), True, True, "4"),
        (("ontro",), True, True, "1"),
        (("a" * 9000,), False, False, "5"),
        (("a" * 8999,), False, False, ""),
    ]
    for tokens, open_start, open_end, expected in cases:
        sequence = TokenSequence("text", tokens, open_start, open_end)
        rows = engine().find(EngineQuery(sequence), order=["oldest"]).rows
        assert "".join(sorted(name.rpartition(".")[2] for name, _ in rows)) == expected, tokens


def test_a_bulk_is_sent_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_writer, "_CHUNK", 2)
    store(*full())
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert not freshness.difference()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM archive_document")
        assert engine().find(freshness.ALL, end=0).hits > cursor.fetchone()[0]
