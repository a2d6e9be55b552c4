"""Tests the server with real connections: slow clients, large bodies, and a database that does not answer."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.db import connection
from waitress import channel, server

from archive.database import OF_COMMANDS, OF_PAGES, database_settings, limit_to_pages
from archive.database.base import DatabaseWrapper
from archive.serving.heavy import divided
from archive.serving.worker import Channel
from tests.site import Site, until

POST = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("site"))
    with found.served():
        yield found


@pytest.mark.alone
def test_slow_clients_take_no_threads(site: Site) -> None:
    slow = [site.connect(POST, b"a") for _ in range(30)]  # bodies that do not come
    slow += [site.connect(b"GET / HT") for _ in range(30)]  # headers that do not come
    slow += [site.connect() for _ in range(30)]  # nothing comes
    try:
        assert [site.get(address) for address in ("/", "/A/RES/65/72/", "/search/?q=x", "/admin/login/")] == [200] * 4
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.alone
def test_five_hundred_readers_at_once_all_get_the_page(site: Site) -> None:
    readers = [site.connect(b"GET / HTTP/1.0\r\nHost: localhost\r\nCookie: messages=own\r\n\r\n") for _ in range(500)]
    for reader in readers:
        reader.settimeout(120)
    answers = Counter(reader.recv(12) for reader in readers)
    for reader in readers:
        reader.close()
    assert answers == {b"HTTP/1.0 200": 500}


@pytest.mark.alone
def test_a_body_that_comes_too_slowly_is_ended(site: Site) -> None:
    slow = site.connect(POST)
    with suppress(OSError):
        for _ in range(60):
            slow.sendall(b"a")
            time.sleep(0.5)
    assert not slow.recv(1)


@pytest.mark.alone
@pytest.mark.parametrize(
    ("address", "size", "status"),
    [("/language/", 3_000_000, b"413"), ("/admin/archive/batch/drop/", 300_000_000, b"413")],
)
def test_a_body_that_is_too_large_is_refused_before_it_comes(
    site: Site, address: str, size: int, status: bytes
) -> None:
    head = f"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    assert site.connect(head.encode()).recv(100).split()[1] == status


@pytest.mark.alone
def test_a_request_with_two_lengths_is_refused(site: Site) -> None:
    head = b"POST /language/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert site.connect(head, b"0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n").recv(100).split()[1] == b"400"


@pytest.mark.alone
def test_long_headers_are_refused(site: Site) -> None:
    assert site.request("/", **{"X-Long": "x" * 40_000})[0] == 431


@pytest.mark.alone
def test_what_the_server_refuses_is_json_where_json_was_asked(site: Site) -> None:
    large = {"Accept": "application/json", "Content-Length": "3000000"}
    status, headers, content = site.request("/language/", "POST", **large)
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(content)["detail"]


@pytest.mark.alone
def test_a_killed_process_for_heavy_requests_is_replaced(site: Site) -> None:
    assert site.get("/votes/?format=csv") == 200
    heavy = [process for process in psutil.process_iter(["cmdline"]) if _is_heavy(process, site)]
    for process in heavy:
        process.kill()
    until(lambda: site.get("/votes/?format=csv") == 200)
    assert (len(heavy), site.get("/admin/login/")) == (1, 200)


def _is_heavy(process: psutil.Process, site: Site) -> bool:
    """Whether this is the process of the site's server that has a lower priority than the process that started it."""
    command = process.info["cmdline"] or ()
    parent = process.parent()
    return "serve" in command and str(site.port) in command and parent is not None and process.nice() > parent.nice()


@pytest.mark.alone
def test_a_frozen_database_is_a_sentence_and_static_files_go_on(site: Site) -> None:
    static = next(path.name for path in (site.var / "static").glob("*.css"))
    assert site.get("/A/RES/65/72/") == 200
    with site.frozen_database():
        status, headers, page = site.request("/A/RES/65/72/")
        assert (status, headers["Retry-After"]) == (503, "60")
        assert "数据库" in page.decode()
        status, headers, content = site.request("/A/RES/65/72/?format=json")
        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert json.loads(content)["detail"]
        assert site.get(f"/static/{static}") == 200
    until(lambda: site.get("/A/RES/65/72/") == 200)


def test_slow_clients_are_closed_also_if_the_clock_is_set_back() -> None:
    assert channel.time.time is server.time.time is time.monotonic


def test_the_log_gets_to_know_how_long_a_request_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"PATH_INFO": "/about/", "QUERY_STRING": ""}
    application = divided(lambda environ, start_response: [], "unused")
    monkeypatch.setattr(channel.HTTPChannel, "service", lambda self: application(environ, None))
    queued = object.__new__(Channel)
    queued.queued_at = time.monotonic() - 3
    queued.service()
    assert 3000 <= int(environ["archive.waited_ms"]) < 60_000


@pytest.mark.parametrize("url", ["", "postgresql://who@host/name?options=-c%20work_mem%3D8MB"])
def test_pages_have_shorter_limits_than_commands(url: str) -> None:
    settings = database_settings(url, Path("unused"))
    assert settings["LIMITS"] == OF_COMMANDS.parameters
    limit_to_pages(settings)
    assert settings["LIMITS"] == OF_PAGES.parameters
    assert ("work_mem" in settings["OPTIONS"].get("options", "")) == bool(url)


@pytest.mark.parametrize(
    ("options", "statement", "lock"),
    [("", "20s", "5s"), ("-c statement_timeout=7s", "7s", "5s"), ("-c work_mem=8MB", "20s", "5s")],
)
def test_a_session_has_the_limits_that_the_address_does_not_name(
    db: None, options: str, statement: str, lock: str
) -> None:
    settings = {**connection.settings_dict, "OPTIONS": {"options": options}}
    limit_to_pages(settings)
    other = DatabaseWrapper(settings, "default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            assert cursor.fetchone() == (statement, lock)
    finally:
        other.close()
