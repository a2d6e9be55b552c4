"""Tests fetching by the real queue: a worker fetches a list, and what a killed worker has left is fetched once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from archive.desk import fetching
from archive.models import Batch, Fetch, Source
from tests.commands import worker
from tests.site import until
from tests.stand_in_server import Answer, StandIn
from tests.test_fetching_un_documents import NOTHING, PDF, path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue"), pytest.mark.alone]

LIST = [f"A/RES/90/{number}" for number in range(1, 6)]


@pytest.fixture
def server(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Has each of the list but the last as a PDF file of its own. The workers ask it."""
    with StandIn() as server:
        for symbol in LIST:
            server.answers[path(symbol, "zh", "pdf")] = [Answer(PDF + symbol.encode())]
        for form in ("pdf", "doc"):
            server.answers[path(LIST[-1], "zh", form)] = [Answer(NOTHING)]
        settings.CONTACT = "archive@example.org"
        monkeypatch.setenv("ARCHIVE_CONTACT", settings.CONTACT)
        monkeypatch.setenv("ARCHIVE_UN_DOCUMENTS", server.origin)
        yield server


def outcome(batch: Batch) -> tuple[dict[str, int], int]:
    """The numbers of fetches in each state, and the number of files that arrived."""
    return dict(Counter(batch.fetches.values_list("state", flat=True))), batch.submissions.count()


def test_a_worker_fetches_a_list_and_ends(server: StandIn) -> None:
    batch = fetching.ask(LIST, ["zh"], by=None)
    assert worker("--until-done").wait(120) == 0
    assert outcome(batch) == ({"arrived": 4, "not_there": 1}, 4)
    assert len(server.asked) == 6
    assert not batch.submissions.filter(state__in=("waiting", "reading")).exists()


@pytest.mark.parametrize("requests", [1, 3])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(server: StandIn, requests: int) -> None:
    batch = fetching.ask(LIST, ["zh"], by=None)
    killed: Any = worker()
    until(lambda: len(server.asked) >= requests)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait(30)
    assert Fetch.objects.at_work().exists()
    assert worker("--until-done").wait(120) == 0
    assert outcome(batch) == ({"arrived": 4, "not_there": 1}, 4)
    assert Source.objects.count() == 4
