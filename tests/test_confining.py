"""Tests the limited processes of the commands: a source that exhausts one is refused, and the rest is read."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from archive.citing import Catalogue, from_fixtures
from archive.confining import landlock, readers, worker
from archive.confining.limits import LIMITS, Limits
from archive.confining.readers import Readers
from archive.messages import Message
from archive.models import Resolution
from archive.reading import Draft, Unreadable, read
from archive.reading.sources import MEGABYTE, Source
from archive.reading.told import Told
from archive.voting.outcome import Outcome
from tests.conftest import ROOT
from tests.test_commands import a_resolution, run
from tests.test_desk_reader import HOSTILE
from tests.test_reading_akn import resolution

pytestmark = pytest.mark.alone

SEED = Source("A_RES_65_72.txt", (ROOT / "fixtures" / "resolutions" / "A_RES_65_72.txt").read_bytes())
SMALL = Limits(seconds=2, memory=1024 * MEGABYTE, written=5_000_000)


def test_sources_are_read_and_cited_one_after_another() -> None:
    with Readers(from_fixtures(), count=1) as pool:
        outcomes = [pool.submit(source).result() for source in (SEED, Source("empty.txt", b""), SEED)]
    first = outcomes[0]
    assert not isinstance(first, Message)
    [(draft, citations)] = first
    assert (draft.symbol, len(draft.clauses), bool(citations.clauses)) == ("A/RES/65/72", 34, True)
    assert outcomes == [first, Message("source.empty"), first]


def test_a_confined_process_knows_the_names_of_states() -> None:
    steps = '<step outcome="draftResolutionAdditionalSponsors" by="Peru, theRepublic of Atlantis and Chile"/>'
    source = Source("a.xml", resolution(meta=f"<workflow>{steps}</workflow>"))
    with Readers(from_fixtures(), count=1) as pool:
        outcome = pool.submit(source).result()
    assert not isinstance(outcome, Message)
    assert outcome[0][0].additional_sponsors == ["Peru", "theRepublic of Atlantis", "Chile"]


def test_the_message_names_the_limit_of_memory() -> None:
    assert LIMITS.memory == 2048 * MEGABYTE
    assert "2 GB" in str(Message("confined.too_much_memory"))


def _spin() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(600)


def _swallow() -> None:
    held = []
    while True:
        held.append(bytearray(64 * MEGABYTE))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _crash() -> None:
    signal.signal(signal.SIGABRT, signal.SIG_DFL)
    os.abort()


def _recurse() -> None:
    raise RecursionError  # not by real recursion: hypothesis changes the limit in the process that is forked


def _fail() -> None:
    raise KeyError("a bug in a reader")


def _refuse() -> None:
    raise Unreadable("source.empty")


_WAYS: dict[str, Callable[[], None]] = {
    "spin": _spin,
    "sleep": _sleep,
    "swallow": _swallow,
    "die": _die,
    "crash": _crash,
    "recurse": _recurse,
    "fail": _fail,
    "refuse": _refuse,
}


def _misbehaving(content: bytes, name: str, told: Told) -> list[Draft]:
    """A reader that does what the content says. It reads other contents as usual."""
    if content == b"good":
        return [Draft(name, "text", "zh", f"{os.getpid()}")]
    if way := _WAYS.get(content.decode()):
        way()
    return read(content, name)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes with the reader above. They are forked, so that they have it too."""
    monkeypatch.setattr(worker, "read", _misbehaving)
    monkeypatch.setattr(readers, "_context", multiprocessing.get_context("fork"))


def outcome(pool: Readers, content: str, name: str = "x") -> str:
    """The code of the refusal, or the number of the process that has read the source."""
    answer = pool.submit(Source(name, content.encode())).result()
    return answer.code if isinstance(answer, Message) else answer[0][0].symbol


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("spin", "confined.too_slow"),
        ("sleep", "confined.too_slow"),
        ("swallow", "confined.too_much_memory"),
        ("die", "confined.killed"),
        ("crash", "confined.ended_with_status"),
    ],
)
def test_a_process_beyond_its_limits_is_replaced(misbehaving: None, way: str, code: str) -> None:
    limits = Limits(seconds=60 if way == "swallow" else 2, memory=SMALL.memory)
    with Readers(Catalogue(), limits, count=1) as pool:
        before, refused, after, last = (outcome(pool, one) for one in ("good", way, "good", "good"))
        assert refused == code
        assert before != after
        assert after == last
        assert not psutil.pid_exists(int(before))


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("recurse", "confined.nested_too_deeply"),
        ("fail", "confined.broke_down"),
        ("refuse", "source.empty"),
    ],
)
def test_a_process_goes_on_after_a_source_that_cannot_be_read(misbehaving: None, way: str, code: str) -> None:
    with Readers(Catalogue(), SMALL, count=1) as pool:
        before, refused, after = (outcome(pool, one) for one in ("good", way, "good"))
    assert refused == code
    assert before == after


def test_the_time_of_each_source_begins_anew(misbehaving: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(content: bytes, name: str, told: Told) -> list[Draft]:
        """Gives the seconds of CPU time that are left, and then uses some."""
        left = resource.getrlimit(resource.RLIMIT_CPU)[0] - time.process_time()
        until = time.process_time() + 0.6
        while time.process_time() < until:
            pass
        return [Draft(name, "text", "zh", str(left))]

    monkeypatch.setattr(worker, "read", busy)
    with Readers(Catalogue(), Limits(seconds=60), count=1) as pool:
        assert [float(outcome(pool, "x")) >= 60 for _ in range(3)] == [True] * 3


def test_a_process_that_was_killed_between_two_sources_refuses_none(misbehaving: None) -> None:
    with Readers(Catalogue(), SMALL, count=1) as pool:
        process = psutil.Process(int(outcome(pool, "good")))
        process.kill()
        while process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        assert outcome(pool, "good").isdecimal()


def test_an_interruption_ends_the_processes_and_what_they_started(
    misbehaving: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def convert(content: bytes, name: str, told: Told) -> list[Draft]:
        child = subprocess.Popen(["sleep", "600"], start_new_session=True, stdout=subprocess.DEVNULL)
        os.write(int(name), str(child.pid).encode())
        child.wait()
        return []

    monkeypatch.setattr(worker, "read", convert)
    told, teller = os.pipe()
    with pytest.raises(KeyboardInterrupt), Readers(Catalogue(), LIMITS, count=1) as pool:  # noqa: PT012
        pool.submit(Source(str(teller), b""))
        child = int(os.read(told, 20))
        raise KeyboardInterrupt
    time.sleep(0.1)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(landlock.version() < 4, reason="needs a kernel that confines (Landlock 4)")
def test_a_process_reaches_only_its_folder(misbehaving: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")

    def reach(content: bytes, name: str, told: Told) -> list[Draft]:
        reached = []
        for way in (
            (tmp_path / "secret").read_text,
            (tmp_path / "left behind").touch,
            lambda: socket.create_connection(("127.0.0.1", int(name))),
        ):
            try:
                reached.append(str(way()))
            except OSError:
                reached.append("")
        return [Draft(name, "text", "zh", " ".join(reached).strip())]

    monkeypatch.setattr(worker, "read", reach)
    with socket.create_server(("127.0.0.1", 0)) as server, Readers(Catalogue(), SMALL, count=1) as pool:
        assert outcome(pool, "", name=str(server.getsockname()[1])) == ""


class _Reduced:
    """Is pickled as a call of a function."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


def test_an_answer_can_have_choices_of_any_python() -> None:
    """Python 3.11.2 pickles a member of an enumeration as a call of getattr, later releases do not."""
    answer: Any = readers._unpacked(pickle.dumps(_Reduced(getattr, Outcome, "RECORDED")))
    assert answer is Outcome.RECORDED


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(_Reduced(os.system, "true")),
        pickle.dumps(_Reduced(getattr, Message, "__init__")),
        pickle.dumps(_Reduced(getattr, Outcome, "__class__")),
        pickle.dumps(Source("x", b"")),
        b"\x80",
        b"",
    ],
)
def test_an_answer_has_only_plain_classes(answer: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        readers._unpacked(answer)


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_on_after_sources_that_end_their_process(
    misbehaving: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, 9):
        (tmp_path / f"{number}.txt").write_text(a_resolution(f"90/{number}"), encoding="utf-8")
    for name, way in (("3b", "die"), ("5b", "crash"), ("7b", "fail")):
        (tmp_path / f"{name}.txt").write_text(way)
    out, _, status = run("import_resolutions", tmp_path)
    assert (out[:40], status) == ("8 new, 0 changed, 0 unchanged, 3 refused", 1)
    assert Resolution.objects.count() == 8
    errors = capsys.readouterr().err
    assert [line for line in errors.splitlines() if "b.txt: " in line] == [
        f"{tmp_path}/3b.txt: {Message('confined.killed')}",
        f"{tmp_path}/5b.txt: {Message('confined.ended_with_status', {'status': '-6'})}",
        f"{tmp_path}/7b.txt: {Message('confined.broke_down', {'error': 'KeyError'})}",
    ]
    assert "Traceback" not in errors


@pytest.mark.django_db(transaction=True)
def test_an_import_of_hostile_files(tmp_path: Path) -> None:
    """Files of real kinds: bombs of XML and DOCX, PDF files that refer to themselves, deep nesting."""
    for number, content in enumerate(HOSTILE.values()):
        (tmp_path / f"{number:02}").write_bytes(content)
    (tmp_path / "last.txt").write_text(a_resolution("90/1"), encoding="utf-8")
    _, _, status = run("import_resolutions", tmp_path, all=True)
    assert status == 1
    assert Resolution.objects.filter(document__key="A/RES/90/1").exists()
