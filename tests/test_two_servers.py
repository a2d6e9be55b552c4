"""Tests two servers with two folders on one PostgreSQL: what one replaces or withdraws, the other never shows again."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from archive.database.address import connect, parameters
from tests.site import Librarian, Site, until
from tests.soundness import roads

pytestmark = pytest.mark.alone

NAME = "test_archive_two_servers"
SYMBOL = "A/RES/90/3"
KEY = "of-both-" + "0123456789" * 5


def url() -> str:
    """The address of the database that both servers use."""
    at = {"port": 5432, "password": "", **parameters(NAME)}
    return f"postgresql://{at['user']}:{at['password']}@{quote(str(at['host']), safe='')}:{at['port']}/{NAME}"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    with connect(parameters("postgres")) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
        try:
            with ExitStack() as stack:
                one, other = (Site(tmp_path_factory.mktemp(name), url()) for name in ("one", "other"))
                for site in (one, other):
                    site.environment["ARCHIVE_SECRET_KEY"] = KEY
                stack.enter_context(one.served())
                stack.enter_context(other.served())
                yield one, other
        finally:
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def publish(site: Site, words: str, title: str) -> None:
    path = site.var / "source.txt"
    path.write_text(
        f"90/3. 关于{title}的试验\n\n大会，\n\n回顾其第65/72号决议，\n\n1. 请各国{words}；\n\n2. 决定继续审议。\n\n"
        "2035年12月8日\n第60次全体会议\n",
        "utf-8",
    )
    site.manage("import_resolutions", str(path))


def asked(site: Site, address: str) -> tuple[int, str]:
    status, _, content = site.request(quote(address, safe="/?=&:%"))
    return status, content.decode()


def shown(site: Site, word: str) -> set[str]:
    """The roads by which a site shows a clause with a word, and the pages that have it."""
    found = {road for road, clauses in roads(lambda address: site.request(address)[::2], word).items() if clauses}
    pages = (f"/{SYMBOL}/", f"/{SYMBOL}/?format=json")
    return found | {address for address in pages if word in asked(site, address)[1]}


def suggested(site: Site, word: str) -> bool:
    return word in "".join(row["title"] for row in json.loads(asked(site, f"/search/suggest/?q={word}")[1])["results"])


def never_shows(site: Site, word: str) -> bool:
    """Whether a site shows a word nowhere, from now until its index has followed."""
    until_then = time.monotonic() + 4  # the index follows each second
    while time.monotonic() < until_then:
        if shown(site, word):
            return False
    return True


ROADS = {"page", "JSON", "JSON by resolution", "CSV", "Atom", f"/{SYMBOL}/", f"/{SYMBOL}/?format=json"}


def test_what_one_replaces_or_withdraws_the_other_never_shows(sites: tuple[Site, Site]) -> None:
    one, other = sites
    publish(one, "请教鲸鱼", "鲸鱼")
    until(lambda: shown(other, "请教鲸鱼") == ROADS and suggested(other, "鲸鱼"))

    publish(one, "请教海豚", "海豚")
    assert not suggested(other, "鲸鱼")
    assert never_shows(other, "请教鲸鱼")
    until(lambda: shown(other, "请教海豚") == ROADS and suggested(other, "海豚"))

    withdraw(one)
    assert never_shows(other, "请教海豚")
    assert [asked(other, address)[0] for address in (f"/{SYMBOL}/", f"/{SYMBOL}/?format=json")] == [410, 410]
    assert SYMBOL not in asked(other, "/sessions/90/?format=json")[1]


def withdraw(site: Site) -> None:
    chief = Librarian(site.home, site.password)
    with psycopg.connect(site.environment["DATABASE_URL"]) as database:
        row = database.execute("SELECT id FROM archive_document WHERE key = %s", [SYMBOL]).fetchone()
    assert row
    page = f"/admin/archive/resolution/{row[0]}/"
    seen = re.search(r'name="seen" value="([^"]*)"', chief.get(f"{page}revisions/"))
    assert seen
    chief.post(f"{page}withdraw/", {"reason": "含私人信息", "seen": seen[1]})


def test_the_second_machine_is_noticed(sites: tuple[Site, Site]) -> None:
    for site in sites:
        doctor = site.start("doctor")
        said, _ = doctor.communicate()
        assert doctor.returncode == 1
        assert "uses the same database, with a search index of its own" in said
        assert "with another folder for the versions at /data/" in said
        assert "secret key." not in said
    front = Librarian(sites[0].home, sites[0].password).get("/admin/")
    assert "使用同一数据库，却有自己的检索索引" in front


def test_a_librarian_is_signed_in_on_both(sites: tuple[Site, Site]) -> None:
    one, other = sites
    librarian = Librarian(one.home, one.password)
    librarian.home = other.home  # the proxy sends the next request elsewhere; a cookie is for the host, not the port
    assert "/admin/logout/" in librarian.get("/admin/")


def test_a_machine_with_another_key_does_not_start(sites: tuple[Site, Site], tmp_path: Path) -> None:
    third = Site(tmp_path, url())
    third.environment["ARCHIVE_SECRET_KEY"] = KEY[::-1]
    process = third.start("serve", "--port", str(third.port))
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "uses the same database with another secret key" in said
    assert "Traceback" not in said
