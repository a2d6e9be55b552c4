"""Where sources come from: files, folders and zip archives, one at a time, with limits on what a stranger may send."""

from __future__ import annotations

import hashlib
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from archive.messages import Message

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE  # the longest resolution published so far is under 2 MB as XML
MAX_ZIP_MEMBERS = 20_000
MAX_ZIP_TOTAL = 1024 * MEGABYTE
MAX_ZIP_RATIO = 200  # text compresses about 10 : 1; a bomb 1000 : 1 and more

# What reading a damaged zip archive raises, in whichever way its members are packed.
DAMAGED_ZIP = (
    zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError
)  # fmt: skip

_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")  # with a member, or empty

# What lies beside sources in a folder and is none: passed over without a word. Everything else is read or refused.
_PASSED_OVER = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one source. ``name`` is its path as given, for a member of a zip ``archive.zip!member``."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that was not opened, and why."""

    name: str
    reason: Message


def find(paths: list[Path]) -> Iterator[Source | Refused]:
    """Every source under ``paths``: each is a file, a zip archive, or a folder of both. Sorted by name, one at a time.

    A file is opened whatever its name says: readers choose by content.
    """
    for path in paths:
        if path.is_dir():
            for member in sorted(path.rglob("*")):
                if member.is_file() and not _passed_over(member.relative_to(path).parts):
                    yield from _open(member)
        else:
            yield from _open(path)


def count(paths: list[Path]) -> int:
    """How many sources ``find`` will give, about: for a progress bar. Opens only the zip archives' lists."""
    total = 0
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file():
                total += _members(file) if _is_archive(file) else 1
    return total


def _is_archive(path: Path) -> bool:
    """Whether a file is a zip archive of sources. A Word file is a zip too, and one source; so is a PDF with a zip
    archive behind it, which any program that looks only at the end would take for one."""
    if not zipfile.is_zipfile(path):
        return False
    with path.open("rb") as stream:
        return stream.read(4) in _ZIP_BEGINS and not is_office_file(stream)


def is_office_file(stream: IO[bytes]) -> bool:
    """Whether a zip is a document of an office suite: OOXML or OpenDocument, by the member that each must have."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = {member.filename for member in package.infolist()}
    except DAMAGED_ZIP:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _members(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return len(archive.infolist())
    except DAMAGED_ZIP:
        return 1


def _passed_over(parts: tuple[str, ...]) -> bool:
    return any(part.casefold() in _PASSED_OVER or part.startswith(".") for part in parts)


def _open(path: Path) -> Iterator[Source | Refused]:
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Refused(name, Message("source.not_a_file"))
        elif _is_archive(path):
            yield from _open_zip(path)
        elif status.st_size > MAX_FILE:
            yield Refused(name, _too_large(status.st_size))
        else:
            yield Source(name, path.read_bytes())
    except FileNotFoundError:
        yield Refused(name, Message("source.no_such_path"))
    except OSError as error:
        yield Refused(name, Message("source.cannot_be_opened", {"why": error.strerror or str(error)}))


def _open_zip(path: Path) -> Iterator[Source | Refused]:
    """The members of a zip, without unpacking it to the disk. Sizes are checked while reading, not only as declared."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError):
        yield Refused(str(path), Message("source.zip_damaged"))
        return
    with archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if len(members) > MAX_ZIP_MEMBERS:
            values = {"found": f"{len(members):,}", "most": f"{MAX_ZIP_MEMBERS:,}"}
            yield Refused(str(path), Message("source.zip_too_many_members", values))
            return
        total = 0
        for member in members:
            name = f"{path}!{member.filename}"
            parts = PurePosixPath(member.filename.replace("\\", "/")).parts
            if _passed_over(tuple(p for p in parts if p != "..")):
                continue
            if ".." in parts or PurePosixPath(member.filename).is_absolute():
                yield Refused(name, Message("source.zip_member_leads_out"))
                continue
            if member.flag_bits & 0x1:
                yield Refused(name, Message("source.zip_member_encrypted"))
                continue
            if member.file_size > MAX_FILE:
                yield Refused(name, _too_large(member.file_size))
                continue
            if member.file_size > MAX_ZIP_RATIO * max(member.compress_size, MEGABYTE // 64):
                yield Refused(name, Message("source.packed_too_tightly", {"ratio": str(MAX_ZIP_RATIO)}))
                continue
            total += member.file_size
            if total > MAX_ZIP_TOTAL:
                yield Refused(str(path), Message("source.zip_too_large", {"most": str(MAX_ZIP_TOTAL // MEGABYTE)}))
                return
            yield _read_member(archive, member, name)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Source | Refused:
    try:
        with archive.open(member) as stream:
            content = stream.read(MAX_FILE + 1)
    except DAMAGED_ZIP:
        return Refused(name, Message("source.zip_member_damaged"))
    if len(content) > MAX_FILE:
        return Refused(name, _too_large(len(content)))
    if content[:4] == b"PK\x03\x04" and not is_office_file(io.BytesIO(content)):
        return Refused(name, Message("source.zip_in_zip"))
    return Source(name, content)


def _too_large(size: int) -> Message:
    return Message("source.too_large", {"size": f"{size / MEGABYTE:.0f}", "most": str(MAX_FILE // MEGABYTE)})
