"""Tests the command ``fill`` against a stand-in server with a tarball, a folder, and a server that fails."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from archive.models import ImportRun, Resolution, Vote
from archive.searching import freshness
from tests.stand_in_server import Answer, StandIn
from tests.test_commands import a_resolution, run
from tests.test_intake_batch import VOTE
from tests.test_sources_tarballs import entry, packed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_index", "empty_queue")]

ROOT = "UNxml-GAresolutions-1a2b"
FILES = {
    f"{ROOT}/README.md": "# About",
    f"{ROOT}/90session/1.txt": a_resolution("90/1"),
    f"{ROOT}/90session/2.txt": a_resolution("90/2"),
    f"{ROOT}/data_extract/90.json": json.dumps(VOTE) + "\n",
}
TARBALL = gzip.compress(packed(*(entry(name, text.encode()) for name, text in FILES.items())))


@pytest.fixture(autouse=True)
def _own_var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        server.answers["/HEAD.tar.gz"] = [Answer(TARBALL, headers={"ETag": '"1"'})]
        yield server


def test_an_archive_is_filled_from_an_address(server: StandIn, settings: Settings) -> None:
    settings.CONTACT = "mailto:a@example.org"
    out, err, status = run("fill", source=f"{server.origin}/HEAD.tar.gz")
    assert out.splitlines() == [
        "2 new, 0 changed, 0 unchanged, 0 refused; 0 on other topics passed over; 0 warnings.",
        "Votes of 1 files: 1 new, 0 changed, 0 unchanged; 0 on other topics passed over; "
        "0 problems to look at in the admin.",
        "The archive now has 2 resolutions with a text and 1 votes.",
        "What it has and what it lacks: http://127.0.0.1:8000/coverage/",
    ]
    assert (status, server.asked[0].headers["user-agent"]) == (0, "disarmament-archive (mailto:a@example.org)")
    assert f"from {server.origin}/HEAD.tar.gz" in err
    assert not freshness.difference()
    assert ImportRun.objects.get().source == f"{server.origin}/HEAD.tar.gz"


def test_the_second_time_nothing_is_fetched_or_read(server: StandIn) -> None:
    run("fill", source=f"{server.origin}/HEAD.tar.gz")
    out, err, _ = run("fill", source=f"{server.origin}/HEAD.tar.gz")
    assert out.startswith("0 new, 0 changed, 2 unchanged")
    assert "has nothing newer" in err
    assert server.asked[1].headers["if-none-match"] == '"1"'


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert run("fill", source=str(tmp_path / ROOT))[2] == 0
    assert (Resolution.objects.count(), Vote.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=404), "cannot be had"),
        (Answer(b"<html>Sign in</html>"), "no zip archive and no tarball"),
        (Answer(TARBALL[:-9] + bytes(9)), "The tarball is damaged"),
        (Answer(TARBALL, states=3 * 1024**3), "is larger than"),
        (Answer(status=429, headers={"Retry-After": "9999"}), "has too much to do"),
    ],
)
def test_a_source_that_is_wrong_is_named_in_one_sentence(
    server: StandIn, settings: Settings, answer: Answer, says: str
) -> None:
    server.answers["/HEAD.tar.gz"] = [answer]
    with pytest.raises(CommandError, match=says):
        run("fill", source=f"{server.origin}/HEAD.tar.gz")
    assert not Resolution.objects.exists()
    server.answers["/HEAD.tar.gz"] = [Answer(TARBALL)]
    assert run("fill", source=f"{server.origin}/HEAD.tar.gz")[2] == 0


@pytest.mark.parametrize(
    ("source", "says"),
    [("/no/such/folder", "There is no /no/such/folder"), ("http://example.org/a.zip", "begins with https")],
)
def test_a_source_that_cannot_be_one(source: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run("fill", source=source)


def test_two_runs_at_once_are_refused(server: StandIn, settings: Settings) -> None:
    from archive.management.commands.fill import _alone

    with _alone(), pytest.raises(CommandError, match="is being filled already"):
        run("fill", source=f"{server.origin}/HEAD.tar.gz")
