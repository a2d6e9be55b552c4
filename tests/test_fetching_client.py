"""Tests the HTTP client against a stand-in server: resuming, retries, limits, checks and the words of its errors."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from archive.fetching.client import Client, Fetched
from archive.fetching.hosts import FetchError, Hosts
from archive.messages import Message
from tests.stand_in_server import Answer, StandIn

BODY = bytes(range(256)) * 1024  # 256 KB
TAGGED = {"ETag": '"one"'}
MOST = 10_000_000


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


class Fetching:
    """A client of the stand-in server, the seconds that it waits, and the messages that it gives."""

    def __init__(self, server: StandIn, into: Path) -> None:
        self.server, self.into = server, into
        self.waited: list[float] = []
        self.said: list[Message] = []
        self.client = Client(
            Hosts(frozenset(), server.origin), "mailto:a@example.org", say=self.said.append, sleep=self.waited.append
        )

    def __call__(self, *answers: Answer, most: int = MOST, etag: str = "") -> Fetched | None:
        self.server.answers["/file"] = list(answers)
        return self.client.fetch(f"{self.server.origin}/file", self.into, most=most, etag=etag)

    def refused(self, *answers: Answer, most: int = MOST) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self(*answers, most=most)
        return caught.value


@pytest.fixture
def fetch(server: StandIn, tmp_path: Path) -> Fetching:
    return Fetching(server, tmp_path / "file")


def test_a_file_comes_whole_with_its_digest(fetch: Fetching) -> None:
    fetched = fetch(Answer(BODY, headers=TAGGED))
    assert fetched is not None
    assert (fetched.size, fetched.sha256, fetched.etag) == (len(BODY), hashlib.sha256(BODY).hexdigest(), '"one"')
    assert fetch.into.read_bytes() == BODY
    assert [path.name for path in fetch.into.parent.iterdir()] == ["file"]


def test_the_server_learns_who_asks(fetch: Fetching, server: StandIn) -> None:
    fetch(Answer(BODY))
    assert server.asked[0].headers["user-agent"] == "disarmament-archive (mailto:a@example.org)"
    assert server.asked[0].headers["host"] == server.origin.removeprefix("http://")


def test_a_version_that_is_known_is_not_sent_again(fetch: Fetching) -> None:
    assert fetch(Answer(BODY, headers=TAGGED), etag='"one"') is None
    assert fetch(Answer(BODY, headers=TAGGED), etag='"other"') is not None


BROKEN = Answer(BODY, headers=TAGGED, breaks_off=100_000)


@pytest.mark.parametrize(
    ("answers", "ranges"),
    [
        pytest.param([BROKEN, Answer(BODY, headers=TAGGED)], [None, "bytes=100000-"], id="the rest is asked for"),
        pytest.param(
            [BROKEN, BROKEN, Answer(BODY, headers=TAGGED)], [None, "bytes=100000-", "bytes=200000-"], id="twice"
        ),
        pytest.param(
            [BROKEN, Answer(BODY, headers=TAGGED, ranges=False)],
            [None, "bytes=100000-"],
            id="a server without ranges sends all again",
        ),
        pytest.param(
            [BROKEN, Answer(BODY, headers={"ETag": '"two"'})],
            [None, "bytes=100000-"],
            id="another version is sent whole",
        ),
        pytest.param(
            [Answer(BODY, breaks_off=100_000), Answer(BODY)],
            [None, None],
            id="no tag: it can be another file",
        ),
        pytest.param(
            [Answer(BODY, headers={"ETag": 'W/"one"'}, breaks_off=100_000), Answer(BODY)], [None, None], id="a weak tag"
        ),
    ],
)
def test_a_broken_connection_is_continued(
    fetch: Fetching, server: StandIn, answers: list[Answer], ranges: list[str | None]
) -> None:
    fetched = fetch(*answers)
    assert fetched is not None
    assert fetched.sha256 == hashlib.sha256(BODY).hexdigest()
    assert [asked.headers.get("range") for asked in server.asked] == ranges
    assert [message.code for message in fetch.said] == ["fetching.tries_again"] * (len(answers) - 1)


def test_a_later_run_continues(fetch: Fetching, server: StandIn) -> None:
    assert fetch.refused(BROKEN, Answer(status=503)).status == 503
    server.asked.clear()
    assert fetch(Answer(BODY, headers=TAGGED)) is not None
    assert server.asked[0].headers["range"] == "bytes=100000-"
    assert fetch.into.read_bytes() == BODY


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(fetch: Fetching, status: int) -> None:
    busy = Answer(status=status)
    assert fetch(busy, busy, Answer(BODY)) is not None
    assert fetch.waited == [2, 4]


def test_the_server_says_when_to_ask_again(fetch: Fetching) -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(minutes=1), usegmt=True)
    fetch(
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(status=503, headers={"Retry-After": in_a_minute}),
        Answer(BODY),
    )
    assert fetch.waited[0] == 7
    assert 50 < fetch.waited[1] <= 60


def test_a_long_wait_is_left_to_a_later_run(fetch: Fetching) -> None:
    assert fetch.refused(Answer(status=429, headers={"Retry-After": "3600"})).message.code == "fetching.busy"
    assert fetch.waited == []


@pytest.mark.parametrize(
    ("answer", "status", "code", "tries"),
    [
        (Answer(status=404), 404, "fetching.refused", 1),
        (Answer(status=403), 403, "fetching.refused", 1),
        (Answer(status=500), 500, "fetching.busy", 5),
        (Answer(BODY, breaks_off=0), 0, "fetching.broken_off", 5),
        (Answer(BODY, states=len(BODY) + 1), 0, "fetching.broken_off", 5),
        (Answer(BODY, headers={"Content-Encoding": "gzip"}), 0, "fetching.encoded", 1),
        (Answer(BODY, headers={"Repr-Digest": f"sha-256=:{base64.b64encode(bytes(32)).decode()}:"}), 0,
         "fetching.damaged", 5),
        (Answer(BODY, states=MOST + 1), 0, "fetching.too_large", 1),
        (Answer(status=302, headers={"Location": "/file"}), 0, "fetching.redirects", 6),
    ],
)  # fmt: skip
def test_a_reason_for_each_refusal(
    fetch: Fetching, server: StandIn, answer: Answer, status: int, code: str, tries: int
) -> None:
    error = fetch.refused(answer)
    assert (error.status, error.message.code, len(server.asked)) == (status, code, tries)
    assert not fetch.into.exists()


def test_a_server_that_states_no_length_is_held_to_the_limit(fetch: Fetching) -> None:
    assert fetch.refused(Answer(BODY, states=-1), most=100_000).message.code == "fetching.too_large"
    assert list(fetch.into.parent.iterdir()) == []


def test_a_stated_digest_is_checked(fetch: Fetching) -> None:
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert fetch(Answer(BODY, headers={"Repr-Digest": f"sha-256=:{digest}:"})) is not None


def test_a_slow_server_is_given_up(fetch: Fetching, server: StandIn) -> None:
    server.answers["/file"] = [Answer(BODY, pause=0.01, chunk=1)]
    with pytest.raises(FetchError) as caught:
        fetch.client.fetch(f"{server.origin}/file", fetch.into, most=MOST, seconds=0)
    assert caught.value.message.code == "fetching.too_slow"


def test_progress_is_told_in_bytes(fetch: Fetching, server: StandIn) -> None:
    told: list[tuple[int, int | None]] = []
    server.answers["/file"] = [BROKEN, Answer(BODY, headers=TAGGED)]
    fetch.client.fetch(
        f"{server.origin}/file", fetch.into, most=MOST, advance=lambda received, size: told.append((received, size))
    )
    assert (100_000, len(BODY)) in told
    assert told[-1] == (len(BODY), len(BODY))


def test_each_request_and_each_redirect_takes_its_turn(fetch: Fetching, server: StandIn) -> None:
    turns: list[str] = []
    fetch.client.before_request = lambda: turns.append(f"after {len(server.asked)} requests")
    server.answers["/moved"] = [Answer(BODY)]
    fetch(Answer(status=429, headers={"Retry-After": "1"}), Answer(status=302, headers={"Location": "/moved"}))
    assert turns == ["after 0 requests", "after 1 requests", "after 2 requests"]


@pytest.mark.parametrize(("longest_wait", "after"), [(60, 0), (59, 60)])
def test_a_longer_wait_than_the_client_takes_is_told(fetch: Fetching, longest_wait: float, after: float) -> None:
    fetch.client.longest_wait = longest_wait
    busy = Answer(status=429, headers={"Retry-After": "60"})
    if after:
        assert fetch.refused(busy).after == after
    else:
        assert fetch(busy, Answer(BODY)) is not None
        assert fetch.waited == [60]
