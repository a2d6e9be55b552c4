"""Tests reading tarballs: their members in order, with little memory, and what is refused with which message."""

from __future__ import annotations

import gzip
import io
import lzma
import random
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.messages import Unreadable
from archive.reading import tarballs
from archive.reading.sources import Refused, Source, count, find, is_archive
from tests.test_sources import zipped

MEGABYTE = 1024 * 1024


Entry = tuple[tarfile.TarInfo, bytes]


def entry(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> Entry:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, len(content)
    return info, content


def packed(*entries: Entry, format: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for info, content in entries:
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def found(tmp_path: Path, content: bytes) -> list[tuple[str, bytes | str]]:
    """(name, content or code of the refusal) of each member."""
    path = tmp_path / "a.tar"
    path.write_bytes(content)
    sources = find([path])
    return [
        (each.name.removeprefix(f"{tmp_path}/a.tar").removeprefix("!"),
         each.content if isinstance(each, Source) else each.reason.code)
        for each in sources
    ]  # fmt: skip


PLAIN = packed(
    entry("UNxml-GAresolutions-1a2b/", kind=tarfile.DIRTYPE),
    entry("UNxml-GAresolutions-1a2b/.gitattributes", b"x"),
    entry("UNxml-GAresolutions-1a2b/README.md", b"# About"),
    entry("UNxml-GAresolutions-1a2b/79session/Chinese/b.xml", b"b"),
    entry("UNxml-GAresolutions-1a2b/74session/zh.zip", zipped({"a.xml": b"a"})),
)
READ = [
    ("UNxml-GAresolutions-1a2b/79session/Chinese/b.xml", b"b"),
    ("UNxml-GAresolutions-1a2b/74session/zh.zip!a.xml", b"a"),
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
def test_the_members_come_in_the_order_of_the_tarball(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    assert found(tmp_path, pack(PLAIN)) == READ
    assert is_archive(tmp_path / "a.tar")
    assert count([tmp_path / "a.tar"]) == len(READ)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (entry("../../etc/passwd", b"x"), "source.zip_member_leads_out"),
        (entry("/etc/passwd", b"x"), "source.zip_member_leads_out"),
        (entry("..\\..\\evil.txt", b"x"), "source.zip_member_leads_out"),
        (entry("link", kind=tarfile.SYMTYPE, link="/etc/passwd"), "source.tar_member_is_link"),
        (entry("hard", kind=tarfile.LNKTYPE, link="a.txt"), "source.tar_member_is_link"),
        (entry("tty", kind=tarfile.CHRTYPE), "source.tar_member_is_device"),
        (entry("disk", kind=tarfile.BLKTYPE), "source.tar_member_is_device"),
        (entry("pipe", kind=tarfile.FIFOTYPE), "source.tar_member_is_device"),
        (entry("large.txt", b"\0" * (20 * MEGABYTE + 1)), "source.too_large"),
        (entry("2.zip", zipped({"1.zip": zipped({"a.txt": b"x" * 99})})), "source.zip_in_zip"),
    ],
)
def test_a_hostile_member_is_refused_and_the_others_are_read(tmp_path: Path, bad: Entry, code: str) -> None:
    read = found(tmp_path, packed(entry("a.txt", b"a"), bad, entry("b.txt", b"b")))
    assert [content for _name, content in read] == [b"a", code, b"b"]


def long_header(kind: bytes, size: int) -> bytes:
    """The header of a long name or of attributes, with ``size`` bytes. The library would read them into memory."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT) + random.Random(1).randbytes(size)


def endless_sparse() -> bytes:
    """A sparse file whose map of holes never ends."""
    info = tarfile.TarInfo("sparse")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a",
                        "GNU.sparse.realsize": "1"}  # fmt: skip
    info.size = 8 * MEGABYTE
    return info.tobuf(tarfile.PAX_FORMAT) + b"9999999\n" + random.Random(1).randbytes(8 * MEGABYTE).replace(b"\n", b"0")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(packed(entry("a.txt", b"\0" * 19 * MEGABYTE))), "source.packed_too_tightly"),
        (long_header(tarfile.XHDTYPE, 30 * MEGABYTE), "source.tar_damaged"),
        (long_header(tarfile.XGLTYPE, 30 * MEGABYTE), "source.tar_damaged"),
        (long_header(tarfile.GNUTYPE_LONGNAME, 30 * MEGABYTE), "source.tar_damaged"),
        (endless_sparse(), "source.tar_damaged"),
        (gzip.compress(PLAIN)[:-20], "source.tar_damaged"),
        (gzip.compress(PLAIN)[:-6] + b"\1\2\3\4\5\6", "source.tar_damaged"),
        (packed(entry("a.txt", b"a" * 5000), entry("b.txt", b"b"))[:3000], "source.tar_damaged"),
        (PLAIN[:1536] + b"\xff" * 512 + PLAIN[2048:], "source.tar_damaged"),
    ],
    ids=["bomb", "attributes", "global attributes", "long name", "sparse", "cut", "checksum", "cut inside", "header"],
)
def test_a_tarball_that_cannot_be_trusted_ends_with_one_refusal(tmp_path: Path, content: bytes, code: str) -> None:
    tracemalloc.start()
    try:
        assert found(tmp_path, content)[-1] == ("", code)
        assert tracemalloc.get_traced_memory()[1] < len(content) + 25 * MEGABYTE
    finally:
        tracemalloc.stop()
    with pytest.raises(Unreadable) as refused:
        tarballs.check(tmp_path / "a.tar")
    assert refused.value.message.code == code


def test_a_tarball_with_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(packed(*(entry(f"{number}.txt", b"x") for number in range(5))))
    assert [isinstance(each, Refused) for each in find([path], most_members=3)] == [False, False, False, True]


def test_the_memory_does_not_grow_with_the_tarball(tmp_path: Path) -> None:
    made = random.Random(1)
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for number in range(400):
            info, content = entry(f"{number}.txt", made.randbytes(100_000))
            archive.addfile(info, io.BytesIO(content))
    tracemalloc.start()
    try:
        assert sum(1 for _ in find([path])) == 400
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()
