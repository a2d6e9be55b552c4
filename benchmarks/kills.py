"""Kills the archive with ``kill -9`` in the middle of each of its acts, and looks for what is lost, half or wrong.

    python -m benchmarks.kills ../shared/data/GAresolutions                            # 50 kills in each act
    python -m benchmarks.kills ../shared/data/GAresolutions import backup --kills 10 --seed 7 --files 20

The archive is a new one in a temporary folder, with a PostgreSQL of its own, which is killed too. An act is measured
first; the moments of its kills then cover its whole length. Commands run in processes that are forked from this one, so
that they are killed in their work, and not while Python starts. In the first half of the kills of a command a server
runs; in the second half none does, and ``prepare`` starts the archive again.

After each kill: what is stored is whole, no road shows what may not be seen (also before the index follows), the index
follows by itself, and then every road shows what the database shows. The act is done again, and its result is complete.
The status is 1 if something was wrong.
"""

from __future__ import annotations

import argparse
import atexit
import logging
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, NoReturn

import django
import psutil

os.environ.pop("DATABASE_URL", None)
os.environ["ARCHIVE_VAR"] = tempfile.mkdtemp(prefix="kills-")
atexit.register(shutil.rmtree, os.environ["ARCHIVE_VAR"], ignore_errors=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import ManagementUtility  # noqa: E402
from django.db import Error, connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from archive.database.address import connect, parameters  # noqa: E402
from archive.database.backup import WITHOUT_ROWS, BackupError, read_manifest  # noqa: E402
from archive.database.digests import Digest, digests  # noqa: E402
from archive.desk import taking_back  # noqa: E402
from archive.desk.queue import waiting  # noqa: E402
from archive.models import Batch, Clause, Proof, Resolution, Revision, Subject, Submission  # noqa: E402
from archive.models.proof import ProofState  # noqa: E402
from archive.models.submission import SubmissionState  # noqa: E402
from archive.reading import read  # noqa: E402
from archive.searching import freshness  # noqa: E402
from archive.searching.engines.backend import IndexAway  # noqa: E402
from tests.site import Librarian, Site, until, zipped  # noqa: E402
from tests.soundness import disagreements, half_stored, series_are_old  # noqa: E402

PATIENCE = 120  # seconds in which the archive must be up to date by itself
FEW, MANY = 3, 12  # texts that are published together: in the request, and by the queue


def text(number: int, word: str, title: str = "一项试验") -> str:
    clauses = f"1. 请会员国审议{word}的问题；\n\n2. 决定继续处理此案。\n\n"
    return f"90/{number}. {title}\n\n大会，\n\n回顾其第65/72号决议，\n\n{clauses}2035年12月8日\n第60次全体会议\n"


# --- The archive, and what kills it ------------------------------------------------------------------------


class Forked:
    """A command of ``manage.py``, in a process and process group of its own."""

    def __init__(self, *command: str) -> None:
        connections.close_all()  # a connection cannot be shared
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._status: int | None = None
        self.pid = os.fork()
        if not self.pid:
            self._execute(command)
        os.setpgid(self.pid, self.pid)

    def _execute(self, command: tuple[str, ...]) -> NoReturn:
        status = 1
        try:
            for stream in (1, 2):
                os.dup2(self._said.fileno(), stream)
            sys.modules["__main__"] = ModuleType("__main__")  # the readers' processes would import this module
            ManagementUtility(["manage.py", *command]).execute()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def poll(self) -> int | None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status

    def wait(self) -> int:
        until(lambda: self.poll() is not None, PATIENCE)
        assert self._status is not None
        return self._status

    def said(self) -> str:
        self._said.seek(0)
        return self._said.read().decode(errors="replace")


class Archive(Site):
    """An archive of which the server is killed and started again."""

    def __init__(self) -> None:
        super().__init__(Path(settings.VAR_DIR))
        self.server: Forked | None = None
        self.whole = 0  # revisions up to this primary key were found whole
        self.prepare()
        self.up()
        self.librarian = Librarian(self.home, self.password)

    def run(self, *command: str) -> str:
        """What a command says. Raises AssertionError with it if the command fails."""
        process = Forked(*command)
        assert process.wait() == 0, f"{' '.join(command)}: {process.said()}"
        return process.said()

    def up(self) -> None:
        """Starts the server by its own command, if it does not run."""
        if self.server is None or self.server.poll() is not None:
            self.server = Forked("serve", "--port", str(self.port))
        until(lambda: self.get("/") == 200, PATIENCE)

    def down(self) -> None:
        if self.server is not None:
            os.kill(self.server.pid, signal.SIGTERM)
            self.server.wait()
            self.server = None

    def kill(self, whom: str) -> None:
        """Kills processes of the server. ``whom`` is one of ``VICTIMS``."""
        assert self.server is not None
        first = psutil.Process(self.server.pid)
        below = first.children(recursive=True)
        serving = [process for process in first.children() if "desk_worker" not in process.cmdline()]
        victims = {"serving": serving, "first": [first], "all": [first, *below]}
        for process in victims.get(whom, [*self.database_processes(), first, *below]):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if whom != "serving":
            self.server.wait()
            psutil.wait_procs(below, PATIENCE)  # they notice that the first process is gone
        connection.close()

    def asked(self, address: str) -> tuple[int, bytes]:
        """The answer of the server; without a server, that of the same code in this process."""
        if self.server is not None:
            status, _, content = self.request(address)
            return status, content
        answer = Client(SERVER_NAME="localhost").get(address)
        return answer.status_code, answer.getvalue()

    def unsound(self, words: list[str], *, whole: bool) -> list[str]:
        found = half_stored(self.whole)
        self.whole = max(Revision.objects.values_list("pk", flat=True))
        return found + [said for word in words for said in disagreements(self.asked, word, whole=whole)]


VICTIMS = ("serving", "first", "all", "all and PostgreSQL")


def is_up_to_date() -> bool:
    try:
        return not freshness.behind() and not freshness.difference()
    except (IndexAway, Error):
        connection.close()
        return False


def queue_is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' OR status = 'todo'"
            " AND coalesce(scheduled_at, now()) <= now()"
        )
        return not cursor.fetchone()[0] and not waiting()


def rows() -> dict[str, Digest]:
    with connect(parameters()) as database:
        return digests(database, without=(*WITHOUT_ROWS, "archive_indexchange"))  # the index forgets such rows


# --- The acts ----------------------------------------------------------------------------------------------


class Act:
    """An act that is killed. ``number`` is that of the kill, from 1; number 0 is not killed, but measured."""

    name: ClassVar[str]
    of_server = False  # a request, for which the server is killed
    alone = False  # the archive is stopped for it

    def __init__(self, archive: Archive, folder: Path, chance: random.Random, sources: list[Path], kills: int) -> None:
        self.archive, self.folder, self.chance, self.sources, self.kills = archive, folder, chance, sources, kills
        self.folder.mkdir()

    def ready(self, number: int) -> None:
        """Makes what the act needs. This is not killed."""

    def start(self, number: int) -> Any:
        """Begins the act: a process, or a ``Request``."""
        raise NotImplementedError

    def words(self, number: int) -> list[str]:
        """Words that only the texts of this act have."""
        return []

    def left(self, number: int, acknowledged: bool) -> list[str]:
        """What is wrong after the kill."""
        return []

    def again(self, number: int) -> list[str]:
        """Does the act again, up to its end, and returns what is wrong then."""
        return []


class Request(threading.Thread):
    """A request of the librarian. ``answered`` if the answer came."""

    def __init__(self, send: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._send, self.answered = send, False
        self.start()

    def run(self) -> None:
        with suppress(Exception):  # the server is killed
            self._send()
            self.answered = True

    def wait(self) -> None:
        self.join()
        assert self.answered, "the request failed although nothing was killed"


class Drop(Act):
    """A request that stores: a librarian brings in a zip archive. The act ends when its two files are read."""

    name, of_server = "request", True

    def start(self, number: int) -> Request:
        members = [(f"{n}.txt", text(10 * number + n, f"zkdrop{number:03}").encode()) for n in (1, 2)]
        return Request(lambda: self._drop(f"drop-{number}.zip", zipped(members)))

    def _drop(self, name: str, content: bytes) -> None:
        self.archive.librarian.drop(name, content)
        until(queue_is_empty, PATIENCE)

    def left(self, number: int, acknowledged: bool) -> list[str]:
        until(queue_is_empty, PATIENCE)
        batches = Batch.objects.filter(name=f"drop-{number}.zip")
        files = Submission.objects.filter(batch__in=batches).order_by("pk")
        found = [(one.state, one.readings, one.proofs.count()) for one in files]
        whole = [(SubmissionState.READ, 1, 1)] * 2
        if found == whole or not (found or batches or acknowledged):
            return []
        return [f"drop {number}, answered {acknowledged}: {batches.count()} batches with {found}"]


class Import(Act):
    """The import of real files, each time with another word in their clauses."""

    name = "import"

    def ready(self, number: int) -> None:
        self.expected = {}
        for source in self.sources:
            content = source.read_text("utf-8").replace("；</p>", f"，zkimport{number:03}；</p>").encode()
            (self.folder / source.name).write_bytes(content)
            for draft in read(content, source.name):
                self.expected[draft.symbol] = sum(f"zkimport{number:03}" in clause.text for clause in draft.clauses)

    def start(self, number: int) -> Forked:
        return Forked("import_resolutions", str(self.folder), "--all")

    def words(self, number: int) -> list[str]:
        return [f"zkimport{number:03}", f"zkimport{number - 1:03}"]

    def again(self, number: int) -> list[str]:
        self.archive.run("import_resolutions", str(self.folder), "--all")
        apart = freshness.difference()
        found = [f"the import ended, but the index lacks {len(apart.outdated)} documents"] if apart else []
        shown = Clause.objects.of_readers().filter(text__contains=f"zkimport{number:03}")
        for symbol, count in self.expected.items():
            has = shown.filter(revision__text__resolution__document__key=symbol).count()
            found += [f"{symbol} has {has} of {count} clauses"] if has != count else []
        return found + (["the series are of an earlier state"] if series_are_old() else [])


class Rebuild(Act):
    name = "rebuild"

    def start(self, number: int) -> Forked:
        return Forked("rebuild_index", "--noinput")

    def words(self, number: int) -> list[str]:
        return ["核武器"]

    def left(self, number: int, acknowledged: bool) -> list[str]:
        apart = freshness.difference()
        return [f"the index lacks {len(apart.outdated)} documents"] if apart else []

    def again(self, number: int) -> list[str]:
        if self.archive.server is not None or number % 2 == 0:
            self.archive.run("prepare")
        left = [path.name for path in freshness.backend().folder.root.iterdir() if path.name.startswith("g-")]
        return [f"folders of killed builds are left: {len(left) - 1}"] if len(left) > 1 else []


class Publish(Act):
    """Proofs that are published together: a few in the request, or many by the queue (each fifth time)."""

    name, of_server = "publish", True

    def ready(self, number: int) -> None:
        many = MANY if number % 5 == 4 else FEW
        for n in range(many):
            made = text(1000 + 20 * number + n, f"zkpublish{number:03}")
            (self.folder / f"{number}-{n}.txt").write_text(made, "utf-8")
        files = [str(self.folder / f"{number}-{n}.txt") for n in range(many)]
        self.archive.run("import_resolutions", *files, "--hold")
        symbols = [f"A/RES/90/{1000 + 20 * number + n}" for n in range(many)]
        self.proofs = Proof.objects.filter(symbol__in=symbols)
        assert self.proofs.count() == many

    def start(self, number: int) -> Request:
        looked = " ".join(f"{one.pk}:{one.version}:{one.findings}" for one in self.proofs)
        fields = {"looked": looked, "despite": "1"}
        return Request(lambda: self._publish(fields))

    def _publish(self, fields: dict[str, str]) -> None:
        self.archive.librarian.post("/admin/archive/proof/publish/", fields)
        if len(self.proofs) > FEW:
            until(queue_is_empty, PATIENCE)

    def words(self, number: int) -> list[str]:
        return [f"zkpublish{number:03}"]

    def left(self, number: int, acknowledged: bool) -> list[str]:
        until(queue_is_empty, PATIENCE)
        states = list(self.proofs.all().values_list("state", flat=True))
        if set(states) == {ProofState.PUBLISHED} or (set(states) == {ProofState.OPEN} and not acknowledged):
            return ["the series are of an earlier state"] if series_are_old() else []
        return [f"publishing, answered {acknowledged}: the proofs are {states}"]

    def again(self, number: int) -> list[str]:
        if self.proofs.filter(state=ProofState.OPEN):
            self.start(number).wait()
            until(queue_is_empty, PATIENCE)
        return self.left(number, True)


class Withdraw(Act):
    name, of_server = "withdraw", True

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        for number in range(self.kills + 1):
            (self.folder / f"{number}.txt").write_text(text(5000 + number, f"zkwithdraw{number:03}"), "utf-8")
        self.archive.run("import_resolutions", str(self.folder))

    def start(self, number: int) -> Request:
        self.resolution = Resolution.everything.get(document__key=f"A/RES/90/{5000 + number}")
        fields = {"reason": "含私人信息", "seen": taking_back.state_of(self.resolution)}
        address = f"/admin/archive/resolution/{self.resolution.pk}/withdraw/"
        return Request(lambda: self.archive.librarian.post(address, fields))

    def words(self, number: int) -> list[str]:
        return [f"zkwithdraw{number:03}"]

    def left(self, number: int, acknowledged: bool) -> list[str]:
        self.resolution.refresh_from_db()
        return ["an answered withdrawal is lost"] if acknowledged and not self.resolution.withdrawn_at else []

    def again(self, number: int) -> list[str]:
        if not self.resolution.withdrawn_at:
            self.start(number).wait()
        return self.left(number, True)


class Backup(Act):
    name = "backup"

    def ready(self, number: int) -> None:
        self.path = self.folder / "archive.backup"
        self.earlier = read_manifest(self.path).tables if self.path.exists() else {}
        Subject.objects.create(name_zh=f"试验{number}", name_en=f"zkbackup{number:03}")

    def start(self, number: int) -> Forked:
        return Forked("backup", str(self.path))

    def left(self, number: int, acknowledged: bool) -> list[str]:
        found = []
        subjects = (self.earlier.get("archive_subject"), rows()["archive_subject"])
        if read_manifest(self.path).tables["archive_subject"] not in subjects:
            found.append("the file has neither the earlier back-up nor the new one")
        for part in self.folder.glob(".*.part"):
            with suppress(BackupError):
                if read_manifest(part).tables["archive_subject"] not in subjects:
                    found.append("the part of a back-up passes for a whole one")
            part.unlink()
        return found + self._refused_if_cut(number)

    def _refused_if_cut(self, number: int) -> list[str]:
        content, cut = self.path.read_bytes(), self.folder / "cut"
        cut.write_bytes(content[: self.chance.randrange(len(content))])
        if number % 10:
            with suppress(BackupError):
                read_manifest(cut)
                return ["a back-up that was cut off is taken"]
            return []
        process = Forked("restore", "--check", str(cut))
        said = process.said() if (status := process.wait()) else ""
        fine = status == 1 and "damaged" in said and "Traceback" not in said
        return [] if fine else [f"restore says of a file that was cut off: {said}"]

    def again(self, number: int) -> list[str]:
        if number % 10:
            return []
        self.archive.run("backup", str(self.path))
        said = self.archive.run("restore", "--check", str(self.path))
        return [] if "The back-up is good" in said else [said]


class Restore(Act):
    """A back-up is put in the place of an archive that has changed since."""

    name, alone = "restore", True

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.path = self.folder / "archive.backup"
        (self.folder / "a.txt").write_text(text(8000, "zkearlier"), "utf-8")
        (self.folder / "b.txt").write_text(text(8000, "zklater"), "utf-8")
        self.archive.down()
        self.archive.run("import_resolutions", str(self.folder / "a.txt"))
        self.archive.run("backup", str(self.path))
        self.backed_up = rows()

    def ready(self, number: int) -> None:
        self.archive.whole = 0
        if rows() == self.backed_up:
            self.archive.run("import_resolutions", str(self.folder / "b.txt"))
        self.changed = rows()

    def start(self, number: int) -> Forked:
        return Forked("restore", str(self.path), "--yes")

    def words(self, number: int) -> list[str]:
        return ["zkearlier", "zklater"]

    def left(self, number: int, acknowledged: bool) -> list[str]:
        found = rows()
        return [] if found in (self.backed_up, self.changed) else [f"the database is neither: {_apart(found, self)}"]

    def again(self, number: int) -> list[str]:
        if number % 5 == 0:
            self.archive.run("restore", str(self.path), "--yes")
        else:
            self.archive.run("prepare")
        found = ["the database is not that of the back-up"] if number % 5 == 0 and rows() != self.backed_up else []
        with connect(parameters("postgres")) as server:
            names = [name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()]
        beside = [name for name in names if name.startswith("archive_")]
        return found + ([f"databases are left beside: {beside}"] if beside else [])


def _apart(found: dict[str, Digest], act: Restore) -> list[str]:
    return [name for name in found if found[name] not in (act.backed_up.get(name), act.changed.get(name))]


ACTS = {act.name: act for act in (Drop, Import, Rebuild, Publish, Withdraw, Backup, Restore)}


# --- Killing -----------------------------------------------------------------------------------------------


def measured(act: Act) -> float:
    """The length of the act in seconds."""
    act.ready(0)
    began = time.monotonic()
    act.start(0).wait()
    length = time.monotonic() - began
    until(lambda: act.archive.server is None or (queue_is_empty() and is_up_to_date()), PATIENCE)
    return length


def kill_once(act: Act, number: int, moment: float, took: dict[str, list[float]]) -> list[str]:
    """One kill, ``moment`` seconds after the act has begun. Returns what is wrong."""
    archive = act.archive
    act.ready(number)
    doing = act.start(number)
    time.sleep(moment)
    if act.of_server:
        archive.kill(VICTIMS[number % len(VICTIMS)])
        doing.join(PATIENCE)
        acknowledged = doing.answered
    else:
        acknowledged = doing.poll() == 0
        with suppress(ProcessLookupError):
            (os.killpg if number % 2 else os.kill)(doing.pid, signal.SIGKILL)
        doing.wait()
    connection.close()
    with clocked(took["back"]):
        if archive.server is not None:
            archive.up()
    return checked(act, number, acknowledged, took)


def checked(act: Act, number: int, acknowledged: bool, took: dict[str, list[float]]) -> list[str]:
    archive, words = act.archive, act.words(number)
    found = archive.unsound(words, whole=False)
    if archive.server is None and number % 2:
        archive.run("prepare")  # in the other half, the act is done again at once
    if archive.server is not None or number % 2:
        with clocked(took["up to date"]):
            until(is_up_to_date, PATIENCE)
    found += act.left(number, acknowledged) + act.again(number)
    until(is_up_to_date, PATIENCE)
    return found + archive.unsound(words, whole=True)


@contextmanager
def clocked(times: list[float]) -> Iterator[None]:
    began = time.monotonic()
    yield
    times.append(time.monotonic() - began)


def kill_often(act: Act, kills: int) -> int:
    """Kills an act many times, and prints what was found. Returns the number of faults."""
    if act.alone:
        act.archive.down()
    else:
        act.archive.up()
    length = measured(act)
    print(f"{act.name}: takes {length:.2f} s", flush=True)
    moments = [(n + act.chance.random()) * length / kills for n in range(kills)]
    act.chance.shuffle(moments)
    faults, took = 0, {"back": list[float](), "up to date": list[float]()}
    began = time.monotonic()
    for number, moment in enumerate(moments, 1):
        if not act.of_server and number == kills // 2 + 1:
            act.archive.down()
        try:
            found = kill_once(act, number, moment, took)
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        faults += len(found)
        print(".", end="" if number < kills else "\n", file=sys.stderr, flush=True)
        for fault in found:
            print(f"  {act.name} {number}, killed after {moment:.2f} s: {fault}", flush=True)
    print(f"{act.name}: {kills} kills in {time.monotonic() - began:.0f} s, {faults} faults; {_told(took)}", flush=True)
    return faults


def _told(took: dict[str, list[float]]) -> str:
    said = (
        f"{name} after {statistics.median(times):.1f} s (longest {max(times):.1f})"
        for name, times in took.items()
        if times
    )
    return ", ".join(said)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a folder with the UN's XML; the smallest Chinese files are taken")
    parser.add_argument("acts", nargs="*", metavar="ACT", help=", ".join(ACTS))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--files", type=int, default=12)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is killed complains
    sources = sorted(options.data.rglob("Chinese/*.xml"), key=lambda path: path.stat().st_size)[: options.files]
    archive = Archive()
    faults = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name in options.acts or ACTS:
                place, chance = Path(folder) / name, random.Random(f"{options.seed} {name}")  # noqa: S311
                faults += kill_often(ACTS[name](archive, place, chance, sources, options.kills), options.kills)
    finally:
        archive.down()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
