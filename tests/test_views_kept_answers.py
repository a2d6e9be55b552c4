"""Tests that answers are kept until the archive changes, and only those that are the same for everybody."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import ArchiveVersion, IndexChange, Resolution
from archive.searching import freshness
from archive.views import kept_answers
from tests import shelf
from tests.site import until

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/A/RES/90/2/"


@pytest.fixture(autouse=True)
def stored(empty_index: None) -> Iterator[None]:
    """Two resolutions, which were stored a minute ago and are in the index."""
    caches["answers"].clear()
    shelf.fill()
    freshness.rebuild()
    ArchiveVersion.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    yield
    caches["answers"].clear()


def asked(client: Client, address: str, **headers: str) -> tuple[int, int, Any]:
    """The number of queries of an answer, its status, and the answer."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address, headers=headers)
    return len(queries), response.status_code, response


def test_the_second_reader_gets_the_same_answer_with_one_query(client: Client) -> None:
    first = client.get(PAGE)
    number, status, again = asked(client, PAGE)
    assert (number, status, again.content) == (1, 200, first.content)
    same = {name: value for name, value in first.headers.items() if name != "X-Request-ID"}
    assert {name: value for name, value in again.headers.items() if name != "X-Request-ID"} == same


@pytest.mark.parametrize("headers", [{"if-none-match": "ETag"}, {"if-modified-since": "Last-Modified"}], ids=str)
def test_who_has_an_answer_is_told_so(client: Client, headers: dict[str, str]) -> None:
    first = client.get(PAGE)
    number, status, same = asked(client, PAGE, **{name: first.headers[had] for name, had in headers.items()})
    assert (number, status, same.content) == (1, 304, b"")
    kept = ("ETag", "Cache-Control", "Last-Modified", "Content-Security-Policy")
    assert set(same.headers["Vary"].split(", ")) == set(first.headers["Vary"].split(", "))
    assert {name: same.headers.get(name) for name in kept} == {name: first.headers.get(name) for name in kept}


def test_a_tag_is_known_without_the_answer(client: Client) -> None:
    tag = client.get(PAGE).headers["ETag"]
    caches["answers"].clear()
    assert asked(client, PAGE, **{"if-none-match": tag})[:2] == (1, 304)


def test_a_change_is_seen_at_once(client: Client) -> None:
    first = client.get(PAGE)
    Resolution.objects.filter(document__key="A/RES/90/2").update(withdrawn_at=timezone.now())
    headers = {"if-none-match": first.headers["ETag"], "if-modified-since": first.headers["Last-Modified"]}
    assert client.get(PAGE, headers=headers).status_code == 410


def test_an_answer_is_of_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Citations have the day on which they are read."""
    first = client.get(PAGE)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    headers = {"if-none-match": first.headers["ETag"], "if-modified-since": first.headers["Last-Modified"]}
    assert client.get(PAGE, headers=headers).status_code == 200


def test_just_after_a_change_no_time_is_given(client: Client) -> None:
    """A second change in the same second would have the same time."""
    Resolution.objects.update(meeting=61)
    response = client.get(PAGE)
    assert ("Last-Modified" in response.headers, "ETag" in response.headers) == (False, True)
    assert "Last-Modified" not in client.get(PAGE).headers


# (address, headers) of two requests whose answers differ
APART: list[Any] = [
    ((PAGE, {}), (PAGE, {"cookie": "django_language=en"})),
    ((PAGE, {}), (PAGE, {"accept": "application/json"})),
    ((PAGE, {}), (PAGE + "?format=json", {})),
    ((PAGE, {}), (PAGE + "?text=en", {})),
    ((PAGE, {}), (PAGE, {"host": "localhost"})),
    ((PAGE, {}), ("/A/RES/89/1/", {})),
]


@pytest.mark.parametrize(("one", "other"), APART, ids=range(len(APART)))
def test_different_answers_are_kept_apart(one: Any, other: Any, client: Client) -> None:
    answers = [(Client().get(address, headers=headers)) for address, headers in (one, other)]
    assert answers[0].content != answers[1].content
    assert answers[0].headers["ETag"] != answers[1].headers["ETag"]
    assert [Client().get(address, headers=headers).content for address, headers in (one, other)] == [
        response.content for response in answers
    ]


def test_browsers_share_an_answer(client: Client) -> None:
    client.get(PAGE, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert asked(client, PAGE, accept="text/html,image/avif,*/*;q=0.7")[0] == 1


def test_compressed_answers_are_kept_apart(client: Client) -> None:
    for _time in range(2):
        assert client.get(PAGE, headers={"accept-encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in client.get(PAGE).headers


# What has no tag of a version, so it is made anew each time.
NEVER = ["/admin/login/", "/A/RES/90/77/", "/oai?verb=Identify", "/data/", "/search/?q=90/2", "/?language=xx&format=x"]


@pytest.mark.parametrize("address", NEVER)
def test_what_is_never_kept(address: str, client: Client) -> None:
    client.get(address)
    assert asked(client, address)[0] != 1 or client.get(address).status_code != 200
    assert not caches["answers"]._cache  # type: ignore[attr-defined]


@pytest.mark.parametrize("cookie", ["sessionid=a", "messages=a"])
def test_who_has_a_session_gets_new_answers(cookie: str, client: Client) -> None:
    client.get(PAGE)
    assert asked(client, PAGE, cookie=cookie)[0] > 1


def test_a_signed_in_librarian_gets_new_answers(client: Client) -> None:
    client.get(PAGE)
    client.force_login(get_user_model().objects.create_user("li"))
    assert asked(client, PAGE)[0] > 1


def test_nothing_is_kept_while_the_index_lacks_changes(client: Client) -> None:
    IndexChange.objects.note({Resolution.objects.get(document__key="A/RES/90/2").pk})
    assert client.get("/search/?q=决议").status_code == 200
    assert not caches["answers"]._cache  # type: ignore[attr-defined]
    freshness.follow()
    client.get("/search/?q=决议")
    assert asked(client, "/search/?q=决议")[0] == 1


class _Away:
    """A cache that does not answer."""

    def get(self, key: str) -> None:
        raise ConnectionError("away")

    def set(self, key: str, value: object, seconds: int) -> None:
        raise ConnectionError("away")


def test_a_cache_that_is_away_keeps_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "caches", {"answers": _Away()})
    assert client.get(PAGE).status_code == client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (HttpResponse("a"), True),
        (HttpResponse("a", status=404), False),
        (HttpResponse("a", headers={"Cache-Control": "no-cache"}), False),
        (HttpResponse(b"a" * 600_000), False),
    ],
    ids=range(4),
)
def test_what_can_be_kept(response: HttpResponse, kept: bool) -> None:
    request = HttpRequest()
    request.method, request.path_info, request.path = "GET", "/", "/"
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    made: list[int] = []

    def respond(request: HttpRequest) -> HttpResponse:
        made.append(1)
        return response

    middleware = kept_answers.kept_answers(respond)
    middleware(request)
    middleware(request)
    assert len(made) == (1 if kept else 2)


@pytest.fixture
def redis(tmp_path: Path, settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis in which answers are kept. Skips the test where there is none."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("needs redis-server")
    place = tmp_path / "redis.sock"
    options = ("--port", "0", "--unixsocket", str(place), "--save", "", "--dir", str(tmp_path))
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
        until(place.exists)
        backend = "django.core.cache.backends.redis.RedisCache"
        settings.CACHES = {**settings.CACHES, "answers": {"BACKEND": backend, "LOCATION": f"unix://{place}"}}
        yield server
        server.kill()


def test_machines_share_answers_in_a_redis(redis: subprocess.Popen[bytes], client: Client) -> None:
    first = client.get(PAGE)
    number, status, again = asked(client, PAGE)
    assert (number, status, again.content) == (1, 200, first.content)
    redis.kill()
    redis.wait()
    number, status, again = asked(client, PAGE)
    assert number > 1
    assert (status, again.content) == (200, first.content)
