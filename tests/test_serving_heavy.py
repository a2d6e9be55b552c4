"""Tests the process for heavy requests, the choice of it, and what the server itself refuses."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from archive.problems import MEDIA_TYPE
from archive.serving.heavy import Application, answer, divided
from archive.serving.lanes import LANES, lane_of
from archive.serving.refusals import Busy, refused
from archive.serving.worker import Channel, choose_heavy

HEAVY = {"PATH_INFO": "/search/", "QUERY_STRING": "q=x&format=csv", "REMOTE_ADDR": "192.0.2.7"}


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers with the address of the client and the body, in many small pieces, and one large one."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    said = environ["REMOTE_ADDR"].encode() + b" " + environ["wsgi.input"].read()
    yield from (bytes([byte]) for byte in said)
    yield b"." * 200_000


def fails(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    raise AssertionError("a light process must not answer this")


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "heavy"))
        made.listen()
        yield made


def asked(application: Application, body: bytes = b"", **environ: str) -> tuple[str, list[tuple[str, str]], bytes]:
    said: list[Any] = []
    pieces = application(HEAVY | environ | {"wsgi.input": io.BytesIO(body)}, lambda *head: said.extend(head))
    content = b"".join(pieces)
    return said[0], said[1], content


def test_a_heavy_request_is_answered_by_the_other_process(listener: socket.socket) -> None:
    other = threading.Thread(target=lambda: answer(echo, Connection(listener.accept()[0].detach())))
    other.start()
    status, headers, content = asked(divided(fails, listener.getsockname()), b"body")
    other.join()
    assert (status, headers) == ("200 OK", [("Content-Type", "text/plain")])
    assert content == b"192.0.2.7 body" + b"." * 200_000


def test_a_light_request_stays_in_its_process(listener: socket.socket) -> None:
    _, _, content = asked(divided(echo, listener.getsockname()), QUERY_STRING="q=x")
    assert content.startswith(b"192.0.2.7 ")


def test_if_the_other_process_ends_a_heavy_request_is_asked_to_come_again(listener: socket.socket) -> None:
    ends = threading.Thread(target=lambda: listener.accept()[0].close())
    ends.start()
    status, headers, _ = asked(divided(fails, listener.getsockname()))
    ends.join()
    assert (status, dict(headers)["Retry-After"]) == ("503 Service Unavailable", "10")


def test_without_another_process_a_heavy_request_is_asked_to_come_again(tmp_path: Path) -> None:
    assert asked(divided(fails, str(tmp_path / "nobody")))[0] == "503 Service Unavailable"


@pytest.mark.parametrize(
    ("before", "count", "heavy"),
    [
        ([], 3, True),  # the first process
        ([(1, True), (2, False)], 3, False),
        ([(2, False), (3, False)], 3, True),  # the heavy one has ended
        ([(1, True), (3, False)], 3, False),  # a light one has ended
        ([(1, True), (2, False), (3, False)], 3, True),  # all are replaced; the oldest one will end
        ([(1, True), (2, False), (3, False), (4, True)], 3, False),
    ],
)
def test_one_process_is_the_heavy_one(before: list[tuple[int, bool]], count: int, heavy: bool) -> None:
    workers = {age: SimpleNamespace(age=age, is_heavy=is_heavy) for age, is_heavy in before}
    new: Any = SimpleNamespace(is_heavy=False)
    choose_heavy(SimpleNamespace(WORKERS=workers, num_workers=count), new)
    assert new.is_heavy == heavy


@pytest.mark.parametrize(
    ("path", "query", "accept", "lane"),
    [
        ("/static/site.css", "", "", "files"),
        ("/healthz", "", "", "files"),
        ("/admin/login/", "next=/search/", "", "sign-ins"),
        ("/admin/", "", "", "desk"),
        ("/search/", "q=x&format=csv", "", "downloads"),
        ("/votes/", "format=csv", "text/html", "downloads"),
        ("/votes/", "", "text/csv", "downloads"),
        ("/states/matrix/", "", "", "downloads"),
        ("/picture.png", "of=A/RES/65/72", "image/png", "downloads"),
        ("/search/", "q=format=csv", "*/*", "search"),
        ("/search/suggest/", "q=x", "", "search"),
        ("/A/RES/65/72/", "", "text/html,*/*;q=0.8", "pages"),
    ],
)
def test_each_request_has_its_lane(path: str, query: str, accept: str, lane: str) -> None:
    assert lane_of(path, query, accept).name == lane


def test_only_downloads_and_sign_ins_are_heavy() -> None:
    assert [lane.name for lane in LANES if lane.heavy] == ["sign-ins", "downloads"]


def _channel(request: object, unsent: int) -> Any:
    channel: Any = Channel.__new__(Channel)
    channel.request, channel.total_outbufs_len = request, unsent
    return channel


@pytest.mark.parametrize(("request_", "unsent"), [(object(), 0), (None, 10)])
def test_the_time_of_a_slow_client_begins_with_its_request(request_: object, unsent: int) -> None:
    channel = _channel(request_, unsent)
    assert [channel.is_too_slow(now) for now in (1000.0, 1019.0, 1021.0)] == [False, False, True]
    channel._moved = 5000
    assert not channel.is_too_slow(1029.0)


def test_a_client_without_a_request_is_not_slow() -> None:
    channel = _channel(None, 0)
    assert [channel.is_too_slow(now) for now in (1000.0, 1060.0)] == [False, False]


@pytest.mark.parametrize(
    ("error", "query", "accept", "status", "kind", "said"),
    [
        (BadRequest("odd"), "", "", "400 Bad Request", "text/plain; charset=utf-8", "odd\n"),
        (BadRequest("odd"), "format=json", "", "400 Bad Request", MEDIA_TYPE, '"detail": "odd"'),
        (BadRequest("odd"), "format=csv", "", "400 Bad Request", MEDIA_TYPE, '"status": 400'),
        (
            RequestEntityTooLarge("large"), "", "application/json", "413 Request Entity Too Large", MEDIA_TYPE,
            '"detail": "large"',
        ),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_a_problem_for_programs(
    error: Error, query: str, accept: str, status: str, kind: str, said: str
) -> None:
    found, headers, content = refused(error, "/", query, accept)
    assert (found, headers[0]) == (status, ("Content-Type", kind))
    assert said in content.decode()


def test_a_busy_server_says_when_to_ask_again() -> None:
    _, headers, said = refused(Busy(), "/", "format=json", "")
    assert dict(headers)["Retry-After"] == "10"
    assert "档案正忙" in json.loads(said)["detail"]
