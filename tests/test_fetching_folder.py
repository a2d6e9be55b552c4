"""Tests fetching the UN's folder: only what is new, from where it was stopped, from an address with https."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.fetching import published_folder
from archive.fetching.hosts import FetchError
from tests.stand_in_server import Answer, StandIn

TARBALL = b"\x1f\x8b" + bytes(300_000)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


def fetch(server: StandIn, into: Path) -> published_folder.Folder:
    return published_folder.fetch(into, f"{server.origin}/archive/HEAD.tar.gz")


def test_the_second_time_nothing_is_sent_if_nothing_is_new(server: StandIn, tmp_path: Path) -> None:
    server.answers["/archive/HEAD.tar.gz"] = [Answer(TARBALL, headers={"ETag": 'W/"1a2b"'})]
    first = fetch(server, tmp_path)
    assert (first.is_new, first.path.read_bytes()) == (True, TARBALL)
    assert fetch(server, tmp_path) == published_folder.Folder(first.path, is_new=False)
    server.answers["/archive/HEAD.tar.gz"] = [Answer(TARBALL + b"new", headers={"ETag": 'W/"3c4d"'})]
    again = fetch(server, tmp_path)
    assert (again.is_new, again.path.read_bytes()) == (True, TARBALL + b"new")


def test_a_file_that_was_cut_or_forgotten_is_fetched_again(server: StandIn, tmp_path: Path) -> None:
    server.answers["/archive/HEAD.tar.gz"] = [Answer(TARBALL, headers={"ETag": '"1a2b"'})]
    path = fetch(server, tmp_path).path
    path.write_bytes(TARBALL[:1000])
    assert fetch(server, tmp_path).is_new
    published_folder.forget(path)
    assert fetch(server, tmp_path).is_new


def test_a_stopped_fetch_goes_on(server: StandIn, tmp_path: Path) -> None:
    tagged = {"ETag": '"1a2b"'}
    server.answers["/archive/HEAD.tar.gz"] = [
        Answer(TARBALL, headers=tagged, breaks_off=200_000),
        Answer(status=404),
        Answer(TARBALL, headers=tagged),
    ]
    with pytest.raises(FetchError):
        published_folder.fetch(tmp_path, f"{server.origin}/archive/HEAD.tar.gz", say=lambda message: None)
    assert fetch(server, tmp_path).path.read_bytes() == TARBALL
    assert server.asked[-1].headers["range"] == "bytes=200000-"


def test_github_may_redirect_to_its_own_hosts_only() -> None:
    hosts = published_folder.hosts_of(published_folder.ADDRESS)
    assert hosts.check("https://codeload.github.com/UNxml/GAresolutions/tar.gz/HEAD")
    assert (hosts.stand_in, "example.org" in hosts.names) == ("", False)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://example.org/a.tar.gz", "fetching.not_https"),
        ("ftp://example.org/a.tar.gz", "fetching.not_https"),
        ("http://10.0.0.1/a.tar.gz", "fetching.not_https"),
        ("https:/a.tar.gz", "fetching.no_address"),
    ],
)
def test_other_addresses_need_https(address: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        published_folder.fetch(tmp_path, address)
    assert caught.value.message.code == code


@pytest.mark.parametrize(
    ("address", "end"),
    [
        ("https://example.org/a/b.tar.gz", "-b.tar.gz"),
        ("https://example.org/../..%2f..%2fpasswd", "-2f..2fpasswd"),
        ("https://example.org/", "-archive"),
    ],
)
def test_the_name_of_the_file_stays_in_its_folder(address: str, end: str) -> None:
    name = published_folder._file_name(address)
    assert name.endswith(end)
    assert "/" not in name
    assert not name.startswith(".")
