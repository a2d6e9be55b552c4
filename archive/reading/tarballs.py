"""Reads the members of a tarball in one pass, with little memory. The tarball can be hostile.

Nothing is unpacked to disk. Links, devices and names that lead out are refused one by one. A tarball that is damaged,
that claims more than it may, or that is packed too tightly ends with one refusal, because nothing after that place can
be trusted. The members come in the order of the tarball.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

from archive.messages import Message, Unreadable

_MEGABYTE = 1024 * 1024
MAX_MEMBERS = 100_000  # the UN's folder has 11,400 files
MAX_TOTAL = 4096 * _MEGABYTE
MAX_RATIO = 200  # text is compressed about 10 : 1
_HEADERS = _MEGABYTE  # the most that may stand between two members: names, attributes, and what is read ahead

# The first bytes of a compressed file → the function that opens it.
_OPENERS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
_DAMAGED = (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, OverflowError)


def is_tarball(path: Path) -> bool:
    """Whether a file is a tar archive, compressed or not."""
    try:
        with path.open("rb") as raw, closing(_unpacked(raw)) as stream:
            return stream.read(512)[257:262] == b"ustar"
    except _DAMAGED:
        return False


def members(path: Path, most_bytes: int, most_members: int = MAX_MEMBERS) -> Iterator[tuple[str, bytes | Message]]:
    """Yields (name, content) of each file in a tarball, or (name, the reason why it is refused).

    Folders are left out. The name is "" where the reason is about the tarball. ``most_bytes`` is the most that one file
    may have.
    """
    try:
        yield from _members(path, most_bytes, most_members)
    except Unreadable as error:
        yield "", error.message
    except _DAMAGED:
        yield "", Message("source.tar_damaged")


def check(path: Path) -> int:
    """Reads a tarball to its end. Returns the number of its files. Raises Unreadable if it is damaged or hostile."""
    try:
        return sum(not member.isdir() for member, _archive in _headers(path, MAX_MEMBERS))
    except _DAMAGED as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("source.tar_damaged") from error


def _members(path: Path, most_bytes: int, most_members: int) -> Iterator[tuple[str, bytes | Message]]:
    for member, archive in _headers(path, most_members):
        if member.isdir():
            continue
        if reason := _objection(member, most_bytes):
            yield member.name, reason
            continue
        file = archive.extractfile(member)
        assert file is not None  # _objection lets only plain files through
        yield member.name, file.read()


def _headers(path: Path, most_members: int) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """Each member with the archive, from which its content can be read now."""
    with path.open("rb") as raw, closing(_unpacked(raw)) as unpacked:
        stream = _Limited(unpacked, raw)
        with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
            number = 0
            while member := archive.next():
                number += 1
                if number > most_members:
                    raise Unreadable("source.zip_too_many_members", found=f"{number:,}", most=f"{most_members:,}")
                if member.size < 0:
                    raise Unreadable("source.tar_damaged")
                stream.allow(member.size + _HEADERS)
                yield member, archive
                archive.members.clear()  # the library keeps the header of each member
            stream.allow(MAX_TOTAL)
            _require_end(archive.fileobj)


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    head = raw.read(6)
    raw.seek(0)
    opener: Any = next((opener for magic, opener in _OPENERS if head.startswith(magic)), None)
    return opener(raw) if opener else raw


def _objection(member: tarfile.TarInfo, most_bytes: int) -> Message | None:
    name = PurePosixPath(member.name.replace("\\", "/"))
    if ".." in name.parts or name.is_absolute():
        return Message("source.zip_member_leads_out")
    if member.issym() or member.islnk():
        return Message("source.tar_member_is_link")
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
        return Message("source.tar_member_is_device")
    if member.size > most_bytes:
        values = {"size": f"{member.size / _MEGABYTE:.0f}", "most": str(most_bytes // _MEGABYTE)}
        return Message("source.too_large", values)
    return None


def _require_end(stream: IO[bytes]) -> None:
    """Reads the rest, so that the checksum at the end of the compressed file is checked.

    The library takes a damaged header for the end of the archive. After the true end there are only zeros.
    """
    while chunk := stream.read(_MEGABYTE):
        if chunk.strip(b"\0"):
            raise Unreadable("source.tar_damaged")


class _Limited:
    """The unpacked stream, as the library reads it. Raises Unreadable where the tarball claims too much.

    The library reads long names and attributes of members into memory, whatever size they claim. So it gets only the
    bytes that are allowed up to the next member.
    """

    def __init__(self, unpacked: IO[bytes], raw: IO[bytes]) -> None:
        self._unpacked, self._raw = unpacked, raw
        self._total, self._allowed = 0, _HEADERS

    def allow(self, size: int) -> None:
        self._allowed = self._total + size

    def read(self, size: int) -> bytes:
        chunk = self._unpacked.read(size)
        self._total += len(chunk)
        if self._total > MAX_TOTAL:
            raise Unreadable("source.zip_too_large", most=MAX_TOTAL // _MEGABYTE)
        if self._total > MAX_RATIO * max(self._raw.tell(), _MEGABYTE // 64):
            raise Unreadable("source.packed_too_tightly", ratio=MAX_RATIO)
        if self._total > self._allowed:
            raise Unreadable("source.tar_damaged")
        return chunk
