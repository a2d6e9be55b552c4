"""Finds sources in files, folders, zip archives and tarballs. Sizes are limited, because the files can be hostile."""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from archive.messages import Message
from archive.reading import tarballs

MEGABYTE = 1024 * 1024
MAX_FILE = 20 * MEGABYTE  # the longest resolution published so far is under 2 MB as XML
MAX_ZIP_MEMBERS = 20_000
MAX_ZIP_TOTAL = 1024 * MEGABYTE
MAX_ZIP_RATIO = 200  # text is compressed about 10 : 1, but a zip bomb 1000 : 1 or more

# The errors that zipfile can raise for a damaged archive. The error depends on the compression of the members.
DAMAGED_ZIP = (
    zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError
)  # fmt: skip

_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")  # the first bytes of an archive with members, and of an empty archive

# Files that operating systems leave in folders, and files about the folder. They are ignored. Every other file is read
# or refused.
_PASSED_OVER = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_ABOUT_FOLDER = re.compile(
    r"(readme|licen[cs]e|copying|changelog|contributing|code_of_conduct|citation)(\.(md|txt|rst|html?|cff))?"
    r"|.*\.(xsd|dtd|xslt?|css)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one source. ``name`` is its path, or ``archive.zip!member`` for a member of an archive."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that was not opened, and the reason."""

    name: str
    reason: Message


def find(paths: list[Path], most_members: int | None = None) -> Iterator[Source | Refused]:
    """Every source under ``paths``. Each path is a file, a zip archive, a tarball, or a folder of these.

    A zip archive with more than ``most_members`` members is refused as a whole. A tarball is read up to there.

    The sources of a folder or a zip archive are sorted by name; those of a tarball come in its order. Suffixes do not
    matter, because the readers recognise a file by its content. Only one source is in memory at a time. Files about a
    folder, such as README, are left out.
    """
    for path in _files(paths):
        yield from _open(path, most_members)


def count(paths: list[Path]) -> int:
    """The number of sources that ``find`` yields, for a progress bar. Archives are unpacked, other files not read."""
    return sum(
        sum(1 for _ in _open(path, None)) if path.is_file() and is_archive(path) else 1 for path in _files(paths)
    )


def _files(paths: list[Path]) -> Iterator[Path]:
    """The paths themselves, and instead of a folder its files, without files about the folder."""
    for path in paths:
        if path.is_dir():
            for member in sorted(path.rglob("*")):
                if member.is_file() and not _passed_over(member.relative_to(path).parts):
                    yield member
        else:
            yield path


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive or a tarball of sources."""
    return _is_zip(path) or tarballs.is_tarball(path)


def _is_zip(path: Path) -> bool:
    """Whether a file is a zip archive of sources.

    A Word file is also a zip archive, but it is one source. A PDF with a zip archive at its end is one source too.
    ``zipfile`` checks only the end of a file, so this function also checks the beginning.
    """
    if not zipfile.is_zipfile(path):
        return False
    with path.open("rb") as stream:
        return stream.read(4) in _ZIP_BEGINS and not is_office_file(stream)


def is_office_file(stream: IO[bytes]) -> bool:
    """Whether a zip archive has the members that every office document has (OOXML or OpenDocument)."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = {member.filename for member in package.infolist()}
    except DAMAGED_ZIP:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _passed_over(parts: tuple[str, ...]) -> bool:
    """Whether a file of a folder or an archive is left out. ``parts`` are the parts of its path there."""
    if any(part.casefold() in _PASSED_OVER or (part.startswith(".") and part != "..") for part in parts):
        return True
    return bool(parts and _ABOUT_FOLDER.fullmatch(parts[-1]))


def _open(path: Path, most_members: int | None) -> Iterator[Source | Refused]:
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Refused(name, Message("source.not_a_file"))
        elif _is_zip(path):
            yield from _open_zip(path, name, _Budget(MAX_ZIP_TOTAL, most_members or MAX_ZIP_MEMBERS))
        elif tarballs.is_tarball(path):
            yield from _open_tarball(path, _Budget(tarballs.MAX_TOTAL, most_members or tarballs.MAX_MEMBERS))
        elif status.st_size > MAX_FILE:
            yield Refused(name, _too_large(status.st_size))
        else:
            yield Source(name, path.read_bytes())
    except FileNotFoundError:
        yield Refused(name, Message("source.no_such_path"))
    except OSError as error:
        yield Refused(name, Message("source.cannot_be_opened", {"why": error.strerror or str(error)}))


@dataclass(slots=True)
class _Budget:
    """What an archive may still hold, together with the zip archives inside it: unpacked bytes, and members."""

    size: int
    members: int


def _open_zip(
    file: Path | IO[bytes], name: str, budget: _Budget, *, inside: bool = False
) -> Iterator[Source | Refused]:
    """The members of a zip archive. Nothing is unpacked to disk, and declared sizes are not trusted.

    A zip archive among the members is opened too, but none inside that one (``inside``): the UN's folder has some.
    """
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGED_ZIP:
        yield Refused(name, Message("source.zip_damaged"))
        return
    with archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if len(members) > budget.members:
            values = {"found": f"{len(members):,}", "most": f"{budget.members:,}"}
            yield Refused(name, Message("source.zip_too_many_members", values))
            return
        budget.members -= len(members)
        most = budget.size
        for member in members:
            inner = f"{name}!{member.filename}"
            if _passed_over(_parts(member.filename)):
                continue
            if reason := _objection(member):
                yield Refused(inner, reason)
                continue
            budget.size -= member.file_size
            if budget.size < 0:
                yield Refused(name, Message("source.zip_too_large", {"most": str(most // MEGABYTE)}))
                return
            yield from _member(_read_member(archive, member, inner), budget, inside=inside)


def _member(found: Source | Refused, budget: _Budget, *, inside: bool = False) -> Iterator[Source | Refused]:
    """A member of an archive, or the members of the zip archive that it is."""
    if isinstance(found, Refused) or found.content[:4] != b"PK\x03\x04" or is_office_file(io.BytesIO(found.content)):
        yield found
    elif inside:
        yield Refused(found.name, Message("source.zip_in_zip"))
    else:
        yield from _open_zip(io.BytesIO(found.content), found.name, budget, inside=True)


def _open_tarball(path: Path, budget: _Budget) -> Iterator[Source | Refused]:
    for member, found in tarballs.members(path, MAX_FILE, budget.members):
        name = f"{path}!{member}" if member else str(path)
        if _passed_over(_parts(member)):
            continue
        yield from _member(Refused(name, found) if isinstance(found, Message) else Source(name, found), budget)


def _parts(member: str) -> tuple[str, ...]:
    return PurePosixPath(member.replace("\\", "/")).parts


def _objection(member: zipfile.ZipInfo) -> Message | None:
    """The reason why a member must not be opened; None if it can be opened.

    For example, the path of a member may lead out of the archive.
    """
    if ".." in _parts(member.filename) or PurePosixPath(member.filename).is_absolute():
        return Message("source.zip_member_leads_out")
    if member.flag_bits & 0x1:
        return Message("source.zip_member_encrypted")
    if member.file_size > MAX_FILE:
        return _too_large(member.file_size)
    if member.file_size > MAX_ZIP_RATIO * max(member.compress_size, MEGABYTE // 64):
        return Message("source.packed_too_tightly", {"ratio": str(MAX_ZIP_RATIO)})
    return None


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Source | Refused:
    try:
        with archive.open(member) as stream:
            content = stream.read(MAX_FILE + 1)
    except DAMAGED_ZIP:
        return Refused(name, Message("source.zip_member_damaged"))
    return Refused(name, _too_large(len(content))) if len(content) > MAX_FILE else Source(name, content)


def _too_large(size: int) -> Message:
    return Message("source.too_large", {"size": f"{size / MEGABYTE:.0f}", "most": str(MAX_FILE // MEGABYTE)})
