"""Tests the desk's limited reader: for hostile and damaged files it answers in time, and the next file is read."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import psutil
import pytest

from archive.confining import landlock as confining
from archive.confining.limits import Limits
from archive.desk.account import account
from archive.desk.confined import process as reader_process
from archive.desk.confined import reader
from archive.desk.confined.pictures import png
from archive.desk.confined.reader import ReadingOutcome, draw_limited, read_limited
from archive.desk.draft_json import from_json
from archive.messages import Message
from archive.reading import read
from archive.reading.docx import office
from tests.conftest import ROOT
from tests.typesetting.docx import docx as docx_of

pytestmark = pytest.mark.alone

SEED = ROOT / "fixtures" / "resolutions" / "A_RES_65_72.txt"
QUICK = Limits(seconds=10)


def test_the_seed_is_read_and_every_line_accounted_for() -> None:
    outcome = read_limited(SEED.read_bytes(), SEED.name)
    [draft] = [from_json(one) for one in outcome.drafts]
    assert (draft.symbol, len(draft.clauses), len(draft.footnotes), outcome.refused) == ("A/RES/65/72", 34, 6, None)
    printed = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = [line for line in account((), draft) if line.text.strip()]
    assert len(lines) == len(printed)
    assert [line.text for line in lines if line.left_out] == []


@pytest.fixture
def one_page() -> bytes:
    """A PDF of one page with a grey field and no text, like a scan."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length 44>>stream\n0.8 g 100 100 300 600 re f 0 g 120 120 9 9 re\nendstream endobj\n"
        b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"
    )


def deep(levels: int) -> bytes:
    return b"<akomaNtoso>" + b"<p>" * levels + b"x" + b"</p>" * levels + b"</akomaNtoso>"


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><akomaNtoso><p>&e11;</p></akomaNtoso>'.encode()


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(document: bytes, **others: bytes) -> bytes:
    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zip_of(**{"[Content_Types].xml": types, "word/document.xml": document, **others})


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "zeros": b"\0" * 100_000,
    "deep": deep(200_000),
    "entity bomb": bomb(),
    "external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><akomaNtoso><p>&e;</p></akomaNtoso>',
    "a line of a million": ("大会，" + "决定" * 500_000).encode(),
    "a million numbers": "".join(f"{n}. 决定，\n" for n in range(100_000)).encode(),
    "a million brackets": ("65/72. 题\n\n大会，\n\n回顾" + "《(" * 300_000 + "，\n\n1. 决定。").encode(),
    "pdf without anything": b"%PDF-1.7\n",
    "pdf that refers to itself": (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \n"
        b"trailer<</Root 1 0 R/Size 3/Prev 115>>\nstartxref\n115\n%%EOF"
    ),
    "pdf with a false cross-reference": b"%PDF-1.4\n"
    + b"9 0 obj<</Length 99999999>>stream\n" * 99
    + b"startxref\n7\n%%EOF",
    "docx with an external entity": docx(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    "docx with a bomb": docx(b"<w>" + b"A" * 60_000_000 + b"</w>"),
    "docx with macros": docx(b"<x/>", **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"x" * 500}),
    "zip in a zip": zip_of(inner=zip_of(text=SEED.read_bytes())),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name: str) -> None:
    outcome = read_limited(HOSTILE[name], name, QUICK)
    assert outcome.drafts or str(outcome.refused).endswith(".")
    words = str(outcome.drafts)
    assert "root:" not in words
    assert read_limited(SEED.read_bytes(), "the next").drafts, "the next file is read"


@pytest.mark.parametrize("name", ["pdf that refers to itself", "pdf with a false cross-reference", "nothing"])
def test_pictures_of_hostile_files(name: str) -> None:
    assert draw_limited(HOSTILE[name], QUICK) == []


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that misbehave without a file. Here the limited process is forked from the test's process; usually it is
    forked from one that has loaded the real tasks."""
    import faulthandler
    import multiprocessing

    def tell(sender: Any, number: int) -> None:
        sender.send_bytes(b"P" + str(number).encode())

    def spin(sender: Any) -> None:
        while True:
            pass

    def sleep(sender: Any) -> None:
        time.sleep(600)

    def swallow(sender: Any) -> None:
        held = []
        while True:
            held.append(bytearray(64 * 1024 * 1024))

    def fill(sender: Any) -> None:
        path = Path(tempfile.gettempdir(), "full")
        with path.open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 1_000_000):
                    pass
            finally:
                tell(sender, path.stat().st_size)

    def crash(sender: Any) -> None:
        faulthandler.disable()  # a traceback of this would fill the log
        os.abort()

    def spawn(sender: Any) -> None:
        child = subprocess.Popen(["sleep", "600"])
        tell(sender, child.pid)
        child.wait()

    def hide(sender: Any) -> None:
        child = subprocess.Popen(["sleep", "600"], start_new_session=True)
        tell(sender, child.pid)
        child.wait()

    def reach(sender: Any, path: str, port: int) -> None:
        reached = []
        with contextlib.suppress(OSError):
            reached.append(Path(path).read_text())
        with contextlib.suppress(OSError):
            Path(path).with_name("left behind").touch()
            reached.append("wrote")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            reached.append("connected")
        sender.send_bytes(b"J" + json.dumps(reached).encode())

    def convert(sender: Any, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(office.to_docx(content, "rtf"))) as package:
            pictures = [name for name in package.namelist() if "media" in name]
        sender.send_bytes(b"J" + json.dumps(pictures).encode())

    ways = {
        "reach": reach,
        "convert": convert,
        "hide": hide,
        "spin": spin,
        "sleep": sleep,
        "swallow": swallow,
        "fill": fill,
        "crash": crash,
        "spawn": spawn,
    }
    for name, way in ways.items():
        monkeypatch.setitem(reader_process.TASKS, name, way)
    monkeypatch.setattr(reader, "_context", multiprocessing.get_context("fork"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("spin", "too_slow"),
        ("sleep", "too_slow"),
        ("swallow", "too_much_memory too_slow"),  # a busy machine allocates memory slowly
        ("fill", "ended_with_status"),
        ("crash", "ended_with_status"),
        ("spawn", "too_slow"),
        ("hide", "too_slow"),
    ],
)
def test_a_process_beyond_its_limits_is_ended(tasks: None, way: str, why: str) -> None:
    """A process beyond its limits is ended. If a limit does not work, this test never ends."""
    limits = Limits(seconds=2, memory=1024 * 1024 * 1024, written=5_000_000)
    told: list[bytes] = []
    answer = reader._in_process(way, (), limits, told)
    assert isinstance(answer, Message)
    assert answer.code in [f"confined.{one}" for one in why.split()]
    if way == "fill":
        assert 0 < int(told[0]) <= limits.written
    if way in ("spawn", "hide"):
        pid = int(told[0])
        time.sleep(0.1)
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


confined = pytest.mark.skipif(confining.version() < 4, reason="needs a kernel that confines (Landlock 4)")


@confined
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_reaches_only_its_folder(tasks: None, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert reader._in_process("reach", (str(tmp_path / "secret"), port), QUICK) == []
    assert not (tmp_path / "left behind").exists()


@confined
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_converter_loads_no_picture_from_the_disk(tasks: None, tmp_path: Path) -> None:
    """For an RTF file, LibreOffice loads linked pictures from the disk, whatever its settings for links."""
    (tmp_path / "secret.png").write_bytes(png(bytes(400), 20, 20, 20))
    field = r'{\field{\*\fldinst INCLUDEPICTURE "%s" \\d}{\fldrslt x}}' % (tmp_path / "secret.png")
    before = set(Path("/tmp").glob("OSL_PIPE_*"))
    content = rb"{\rtf1 " + field.encode() + b"}"
    assert reader._in_process("convert", (content,), Limits(seconds=60)) == []
    # Another test's office may run at the same time. Its socket goes with it.
    for _ in range(600):
        if set(Path("/tmp").glob("OSL_PIPE_*")) <= before:
            return
        time.sleep(0.1)
    pytest.fail("it leaves a socket behind")


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut and repeated at random."""
    mutant = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(max(1, len(mutant)))
        what = chance.randrange(3)
        if what == 0 and mutant:
            mutant[at] = chance.randrange(256)
        elif what == 1:
            del mutant[at : at + chance.randrange(200)]
        else:
            mutant[at:at] = mutant[at : at + chance.randrange(200)]
    return bytes(mutant)


def _mutated_inside(content: bytes, chance: random.Random) -> bytes:
    """An office file that can be opened, with one of its parts mutated."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    return zip_of(**{**parts, name: _mutated(parts[name], chance)})


def test_mutated_files(shared_data: Path, one_page: bytes) -> None:
    """Each file gets an answer; none raises an exception."""
    chance = random.Random(65_72)
    [xml] = list((shared_data / "GAresolutions").rglob("*.xml"))[:1]
    [seed] = read(SEED.read_bytes(), SEED.name)
    office = docx_of(seed)
    for number in range(60):
        kind = number % 5
        if kind == 4:
            content = _mutated_inside(office, chance)
        else:
            content = _mutated([SEED.read_bytes(), xml.read_bytes(), office, one_page][kind], chance)
        outcome = read_limited(content, f"mutant {number}", QUICK)
        assert isinstance(outcome, ReadingOutcome)
        assert outcome.drafts or outcome.refused


def test_the_pages_of_a_pdf_are_drawn(one_page: bytes) -> None:
    [picture] = draw_limited(one_page, QUICK)
    assert picture.startswith(b"\x89PNG")
    width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert (width > 400, height > width) == (True, True)


def test_a_very_wide_page_is_drawn_small(one_page: bytes) -> None:
    [picture] = draw_limited(one_page.replace(b"595 842", b"14000 14000"), QUICK)
    assert int.from_bytes(picture[16:20]) <= 2100


def test_png() -> None:
    picture = png(bytes(range(12)), 3, 4, 3)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture[16:24] == (3).to_bytes(4, "big") + (4).to_bytes(4, "big")
