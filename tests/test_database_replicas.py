"""Tests what goes to a replica, without a second server: the primary plays the replica."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from archive.database import replica_settings
from archive.database.base import DatabaseWrapper
from archive.models import replicas
from archive.models.harvest import harvest_time
from archive.monitoring import installation
from archive.searching import freshness
from archive.searching.engines.local import LocalBackend

NAME = "replica1"


@pytest.fixture
def replica(transactional_db: None) -> Iterator[str]:
    """A replica that is the primary itself. It shows each change at once."""
    settings = {**connections[DEFAULT_DB_ALIAS].settings_dict, "LIMITS": {"default_transaction_read_only": "on"}}
    connections.settings[NAME] = settings
    connections[NAME] = DatabaseWrapper(settings, DEFAULT_DB_ALIAS)  # tests may use no other alias
    yield NAME
    connections[NAME].close()
    del connections.settings[NAME], connections[NAME]
    replicas._resting.clear()


def test_each_address_is_a_replica() -> None:
    found = replica_settings("postgresql://a@one/archive, postgresql://a@two:6000/archive", Path("unused"))
    assert {name: (one["HOST"], one["PORT"]) for name, one in found.items()} == {
        "replica1": ("one", ""),
        "replica2": ("two", 6000),
    }
    assert all(one["LIMITS"]["default_transaction_read_only"] == "on" for one in found.values())
    assert replica_settings("", Path("unused")) == {}
    with pytest.raises(ImproperlyConfigured):
        replica_settings("mysql://one/archive", Path("unused"))


def test_a_replica_is_asked_up_to_the_end_of_the_block(replica: str) -> None:
    with replicas.reading_from(replica):
        assert replicas.is_read()
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE anything ()")
    assert not replicas.is_read()


def test_what_a_replica_cannot_tell_is_asked_of_the_primary(replica: str) -> None:
    with replicas.reading_from(replica):
        harvest_time()  # it takes a lock that other sessions of the primary know
        assert not replicas.is_read()
    with replicas.reading_from(replica):
        freshness.behind()
        is_local = isinstance(freshness.backend(), LocalBackend)
        assert replicas.is_read() is not is_local, "an index outside the database can be newer than a replica"


def test_a_replica_that_failed_has_a_rest(replica: str) -> None:
    assert replicas.in_turn() == [replica]
    replicas.let_rest(replica, "for a test")
    assert replicas.in_turn() == []


def test_the_doctor_says_what_is_wrong_with_a_replica(replica: str) -> None:
    assert ["is no streaming replica" in said for said in installation.replicas()] == [True]
    connections[replica].close()
    connections[replica].settings_dict["NAME"] = "no such database"
    assert ["does not answer" in said for said in installation.replicas()] == [True]
