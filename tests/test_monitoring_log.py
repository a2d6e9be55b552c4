"""Tests the log: JSON lines, request ids, slow queries, and what it does not say."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.monitoring.json_lines import JsonLines

pytestmark = pytest.mark.django_db
ID = "0123456789abcdef"


@pytest.fixture
def lines() -> Iterator[Any]:
    """A function that returns the log's lines so far."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize("sent", ["a\nb", "a\u2028b", "a\x1b[2Jb", "a\x9b2Jb", "a\udc80b", "a\x7fb"])
def test_a_line_cannot_be_forged(sent: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, sent, None, None)
    line = JsonLines().format(record)
    assert json.loads(line)["message"] == sent
    assert line.isprintable()


def test_a_request_has_a_line_with_its_id(client: Client, lines: Any) -> None:
    answer = client.get("/sessions/?page=1")
    [line] = [line for line in lines() if line["message"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["view"], line["status"], line["path"]) == ("session_list", 200, "/sessions/")
    assert line["query"] == "page=1"
    assert line["queries"] > 0
    assert line["queries_ms"] <= line["ms"]


def test_a_line_says_how_long_a_request_waited_for_a_thread(client: Client, lines: Any) -> None:
    waited: dict[str, Any] = {"archive.waited_ms": "2500"}
    client.get("/about/", **waited)
    assert [line["waited_ms"] for line in lines() if line["message"] == "request"] == [2500]


@pytest.mark.parametrize(
    ("peer", "sent", "kept"),
    [
        ("127.0.0.1", ID, True),
        ("198.51.100.9", ID, False),
        ("127.0.0.1", "short", False),
        ("127.0.0.1", 'an "id" with marks', False),
        ("127.0.0.1", "x" * 65, False),
    ],
)
def test_a_trusted_proxy_sets_the_id(client: Client, peer: str, sent: str, kept: bool) -> None:
    answer = client.get("/about/", REMOTE_ADDR=peer, headers={"x-request-id": sent})
    assert (answer.headers["X-Request-ID"] == sent) is kept


def test_the_query_of_somebody_signed_in_is_not_logged(client: Client, lines: Any) -> None:
    client.force_login(User.objects.create_superuser("librarian", password="a long password"))
    client.get("/search/?q=secret")
    assert "secret" not in str(lines())


def test_no_password_is_logged(client: Client, lines: Any) -> None:
    client.post("/admin/login/", {"username": "librarian", "password": "secret words"})
    assert lines()
    assert "secret" not in str(lines())


def test_a_slow_query_is_named(client: Client, lines: Any, settings: Any) -> None:
    settings.SLOW_QUERY_MS = -1
    answer = client.get("/sessions/")
    slow = [line for line in lines() if line["message"] == "slow query"]
    assert {line["view"] for line in slow} == {"session_list"}
    assert {line["request_id"] for line in slow} == {answer.headers["X-Request-ID"]}
    assert all("SELECT" in line["sql"] for line in slow)


def test_a_refusal_has_no_traceback(client: Client, lines: Any) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.get("/admin/auth/user/").status_code == 403
    assert [line["status"] for line in lines() if line["message"] == "request"] == [400, 403]
    assert not [line for line in lines() if "traceback" in line or "Traceback" in line["message"]]


def test_an_error_has_its_traceback_and_id(client: Client, lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(request: Any) -> Any:
        raise ValueError("an error of the archive")

    monkeypatch.setattr("django.urls.resolvers.ResolverMatch.__getitem__", lambda match, index: (fails, (), {})[index])
    client.raise_request_exception = False
    answer = client.get("/about/")
    [line] = [line for line in lines() if "traceback" in line]
    assert (answer.status_code, line["request_id"]) == (500, answer.headers["X-Request-ID"])
    assert "an error of the archive" in line["traceback"]


def test_security_txt(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@archive.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@archive.example\nExpires: 2" in text


def test_hsts_is_for_this_host_only(client: Client, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    assert client.get("/about/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"
