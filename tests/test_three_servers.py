"""Tests three servers of one database under readers and a librarian, while one is killed and one is cut off.

Each observation of a reader is compared with what the librarian did: what was published before the request began must
be shown (or the search must say that it is not up to date), and what was withdrawn before then must not.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from math import inf
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote

import pytest

from archive.models.proof import ProofState
from tests.clusters import Cluster, Relay
from tests.site import Librarian, Site, until

pytestmark = pytest.mark.alone

KEY = "of-all-three-" + "0123456789" * 5
TEXTS = 9
FIRST = 300  # the number of the first text: A/RES/90/300
_AWAY = 12.0  # seconds after which a server that was away must answer as before


def text(number: int) -> str:
    clauses = f"1. 请会员国审议{word(number)}的问题；\n\n2. 决定继续处理此案。\n\n"
    return (
        f"90/{number}. 一项试验{number}\n\n大会，\n\n回顾其第65/72号决议，\n\n{clauses}2035年12月8日\n第60次全体会议\n"
    )


def word(number: int) -> str:
    return f"zkthree{number}"


@dataclass
class Told:
    """What the librarian did with a text: when each request began and when its answer had come (seconds)."""

    published: tuple[float, float] = (inf, inf)
    withdrawn: tuple[float, float] = (inf, inf)

    def must_be_shown(self, began: float, ended: float) -> bool:
        return self.published[1] <= began and ended <= self.withdrawn[0]

    def must_not_be_shown(self, began: float, ended: float) -> bool:
        return ended <= self.published[0] or self.withdrawn[1] <= began


@dataclass
class Machine:
    """A server, and the times in which it may be away."""

    site: Site
    away: list[tuple[float, float]] = field(default_factory=list)
    server: subprocess.Popen[bytes] | None = None

    def may_be_away(self, began: float, ended: float) -> bool:
        return any(start <= ended and began <= end + _AWAY for start, end in self.away)

    @contextmanager
    def being_away(self) -> Iterator[None]:
        self.away.append((time.monotonic(), inf))
        yield
        self.away[-1] = (self.away[-1][0], time.monotonic())


class Three:
    """Three servers with an index each; the third one reaches the database through a relay."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.cluster, self.relay = cluster, Relay(cluster.port)
        urls = cluster.url(), cluster.url(), cluster.url(self.relay.port)
        engines = "whoosh", "tantivy", "tantivy"
        sites = [Site(folder / name, url) for name, url in zip(("one", "two", "three"), urls, strict=True)]
        for site, engine in zip(sites, engines, strict=True):
            site.environment |= {
                "ARCHIVE_SECRET_KEY": KEY,
                "SEARCH_ENGINE": engine,
                "ARCHIVE_DATA": str(folder / "data"),
            }
        self.machines = [Machine(site) for site in sites]
        self.told = {number: Told() for number in range(FIRST, FIRST + TEXTS)}
        self.wrong: list[str] = []
        self.seen = 0
        self._numbers = count()

    def prepare(self) -> None:
        """Two machines make the database at the same time; the third one is a copy of the second one."""
        one, two, three = (machine.site for machine in self.machines)
        said = [process.communicate()[0] for process in (one.start("prepare"), two.start("prepare"))]
        passwords = [each.rsplit(" / ", 1)[1].split()[0] for each in said if " / " in each]
        assert len(passwords) == 1, said
        one.password = passwords[0]
        shutil.copytree(two.var, three.var, symlinks=True)
        folder = one.var / "texts"
        folder.mkdir()
        for number in self.told:
            (folder / f"{number}.txt").write_text(text(number), "utf-8")
        one.manage("import_resolutions", str(folder), "--hold")

    def serve(self) -> None:
        for machine in self.machines:
            machine.server = machine.site.serve()
        self.librarian = Librarian(self.machines[0].site.home, self.machines[0].site.password)

    def stop(self) -> None:
        for machine in self.machines:
            if machine.server is not None and machine.server.poll() is None:
                machine.server.terminate()
                machine.server.wait(30)
        self.relay.close()

    # --- The librarian ---------------------------------------------------------------------------------------

    def publish(self, number: int, machine: Machine) -> None:
        """Publishes a text through a machine. The time of the answer stays unknown if none comes."""
        with self.cluster.connected() as database:
            row = database.execute(
                "SELECT id, version, findings FROM archive_proof WHERE symbol = %s", [f"A/RES/90/{number}"]
            ).fetchone()
        assert row
        fields = {"looked": ":".join(map(str, row)), "despite": "1"}
        told = self.told[number]
        told.published = (time.monotonic(), inf)
        self.librarian.home = machine.site.home
        self._patiently(machine, lambda: self.librarian.post("/admin/archive/proof/publish/", fields))
        told.published = (told.published[0], time.monotonic())

    def withdraw(self, number: int, machine: Machine) -> None:
        told = self.told[number]
        page = f"/admin/archive/resolution/{self.key(number)}/"
        self.librarian.home = machine.site.home
        revisions = self._patiently(machine, lambda: self.librarian.get(f"{page}revisions/"))
        seen = re.search(r'name="seen" value="([^"]*)"', revisions)
        assert seen
        fields = {"reason": "含私人信息", "seen": seen[1]}
        told.withdrawn = (time.monotonic(), inf)
        self._patiently(machine, lambda: self.librarian.post(f"{page}withdraw/", fields))
        told.withdrawn = (told.withdrawn[0], time.monotonic())

    def _patiently(self, machine: Machine, ask: Callable[[], str]) -> str:
        """The answer. While a machine may be away, a librarian asks again after a 503, as a reader does."""
        while True:
            began = time.monotonic()
            try:
                return ask()
            except HTTPError as error:
                if error.code != 503 or not machine.may_be_away(began, time.monotonic()):
                    raise
                time.sleep(min(1, int(error.headers["Retry-After"])))

    def key(self, number: int) -> object:
        return self.cluster.ask("SELECT id FROM archive_document WHERE key = %s", f"A/RES/90/{number}")

    def state(self, number: int) -> object:
        """The state of the proof of a text; None if there is none."""
        return self.cluster.ask("SELECT state FROM archive_proof WHERE symbol = %s", f"A/RES/90/{number}")

    # --- The readers -----------------------------------------------------------------------------------------

    @contextmanager
    def being_read(self) -> Iterator[None]:
        """Three readers who look at one page after the other."""
        stop = threading.Event()
        readers = [threading.Thread(target=self.read, args=[stop, seed], daemon=True) for seed in range(3)]
        for reader in readers:
            reader.start()
        try:
            yield
        finally:
            stop.set()
            for reader in readers:
                reader.join()

    def read(self, stop: threading.Event, seed: int) -> None:
        chance = random.Random(seed)
        while not stop.is_set():
            try:
                self.look(chance.choice(self.machines), chance.choice(list(self.told)), search=chance.random() < 0.5)
            except Exception as error:  # the test fails with it at the end
                self.wrong.append(repr(error))

    def look(self, machine: Machine, number: int, *, search: bool) -> None:
        address = f"/search/?q={word(number)}&format=json" if search else f"/A/RES/90/{number}/"
        if random.random() < 0.5:
            address += f"{'&' if search else '?'}asked={next(self._numbers)}"  # not one that is kept
        began = time.monotonic()
        try:
            status, headers, content = machine.site.request(quote(address, safe="/?=&:"))
        except (OSError, http.client.HTTPException):
            status, headers, content = 0, {}, b""
        ended = time.monotonic()
        self.seen += 1
        told = self.told[number]
        if fault := _fault(machine, told, (began, ended), (status, headers, content.decode()), number, search=search):
            self.wrong.append(f"{machine.site.var.name}{address}: {fault}; {status}, {began}–{ended}, {told}")


def _fault(
    machine: Machine,
    told: Told,
    when: tuple[float, float],
    answer: tuple[int, dict[str, str], str],
    number: int,
    *,
    search: bool,
) -> str:
    status, headers, content = answer
    if status in (0, 503):
        if not machine.may_be_away(*when):
            return "it is away"
        return "" if status == 0 or "Retry-After" in headers else "it does not say when to ask again"
    if search:
        found = json.loads(content)
        shows, says_so = found["clauses_found"] > 0, bool(found["notices"])
    else:
        shows, says_so = status == 200 and word(number) in content, False
    if told.must_be_shown(*when) and not shows and not says_so:
        return "what is published is not shown"
    if told.must_not_be_shown(*when) and shows:
        return "what is not published or withdrawn is shown"
    return ""


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    cluster = Cluster()
    try:
        found = Three(tmp_path, cluster)
        found.prepare()
        try:
            found.serve()
            yield found
        finally:
            found.stop()
    finally:
        cluster.remove()


def test_one_is_killed_and_one_is_cut_off_and_no_reader_sees_anything_wrong(three: Three) -> None:
    with three.being_read():
        last = _kill_and_cut(three)
    assert not three.wrong, "\n".join(three.wrong[:20])
    assert three.seen > 50
    for machine in three.machines:  # at the end, all agree on each text
        for number, told in three.told.items():
            if number != last:
                three.look(machine, number, search=False)
                three.look(machine, number, search=True)
                assert told.must_be_shown(time.monotonic(), time.monotonic()) or told.withdrawn[1] < inf
    assert not three.wrong, "\n".join(three.wrong[:20])
    shown = {machine.site.get(f"/A/RES/90/{last}/") for machine in three.machines}
    assert shown == ({200} if three.state(last) == ProofState.PUBLISHED else {404})


def _kill_and_cut(three: Three) -> int:
    """What happens to the servers. Returns the number of the text whose publication is on its way when its server is
    killed."""
    one, two, cut = three.machines
    numbers = iter(three.told)
    published: list[int] = []

    def go_on(machine: Machine) -> None:
        published.append(number := next(numbers))
        three.publish(number, machine)
        if len(published) % 2 == 0:
            three.withdraw(published[-2], machine)

    for machine in three.machines:
        go_on(machine)

    with two.being_away():
        assert two.server is not None
        last = next(numbers)
        sending = threading.Thread(target=_try_to, args=[three, last, two])
        sending.start()
        time.sleep(0.2)
        os.killpg(two.server.pid, signal.SIGKILL)
        two.server.wait()
        sending.join()
        three.librarian.home = one.site.home
        three.librarian.drop("dropped.txt", text(FIRST + TEXTS).encode())  # the queue has lost its worker perhaps
        with cut.being_away():
            with three.relay.cut():
                go_on(one)
                go_on(one)
                status, headers, content = cut.site.request("/?asked=cut")
                assert (status, headers["Retry-After"]) == (503, "60")
                assert "database does not answer now" in content.decode()
                two.server = two.site.serve()
            until(lambda: cut.site.get("/?asked=again") == 200)
    for machine in three.machines:
        go_on(machine)
    until(lambda: three.state(FIRST + TEXTS) is not None)
    for machine in three.machines:
        until(partial(_is_up_to_date, machine, published[-1]))
    return last


def _try_to(three: Three, number: int, machine: Machine) -> None:
    with suppress(URLError, OSError, http.client.HTTPException):
        three.publish(number, machine)


def _is_up_to_date(machine: Machine, number: int) -> bool:
    found = json.loads(machine.site.request(f"/search/?q={word(number)}&format=json")[2])
    return bool(found["clauses_found"]) and not found["notices"]
