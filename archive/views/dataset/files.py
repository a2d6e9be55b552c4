"""The files of a version of the data, sent in pieces, whole or a part of them (``Range``, RFC 9110)."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.exporting.package import MEDIA_TYPES
from archive.exporting.published import Version
from archive.views.answer import NotHere
from archive.views.dataset.pages import version_named, withheld

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_SHOWN = (".json", "")  # the suffixes of files that a browser shows; it stores the others


@require_safe
def data_file(request: HttpRequest, version: str, name: str) -> HttpResponseBase:
    """One file. 410 if a text in it was withdrawn later."""
    found = version_named(version)
    if name not in found.files:
        raise NotHere(_("This version of the data has no file of this name."))
    if withdrawn := found.withdrawn():
        return withheld(request, found, withdrawn)
    return _sent(request, found, found.folder / name)


def _sent(request: HttpRequest, version: Version, path: Path) -> HttpResponseBase:
    size, etag = (
        path.stat().st_size,
        f'"{version.created:%Y%m%d%H%M%S}/{path.name}"',
    )  # a file of a version never changes
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""
    part = asked_part(wanted, size)
    if part is None:
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = _content(request, path, part)
        response.headers["Content-Length"] = str(len(part))
        response.headers["Content-Type"] = MEDIA_TYPES[path.suffix]
        if part != range(size):
            response.status_code = 206
            response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        if path.suffix not in _SHOWN:
            response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response.headers["ETag"], response.headers["Accept-Ranges"] = etag, "bytes"
    response.headers["Access-Control-Allow-Origin"] = "*"
    # A part must not be compressed, and compressing a hundred megabytes would take the time of other readers.
    response.headers["Content-Encoding"] = "identity"
    return response


def _content(request: HttpRequest, path: Path, part: range) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    file = path.open("rb")
    return FileResponse(file if part == range(path.stat().st_size) else _Part(file, part))


def asked_part(header: str, size: int) -> range | None:
    """The bytes that the header ``Range`` asks for. None if the file has none of them.

    All bytes if there is no header, or one that is no single range of bytes: a server may leave out what it does not
    know.

    >>> asked_part("bytes=0-0", 9), asked_part("bytes=5-", 9), asked_part("bytes=-2", 9), asked_part("bytes=9-", 9)
    (range(0, 1), range(5, 9), range(7, 9), None)
    >>> asked_part("", 9), asked_part("bytes=0-1,3-4", 9), asked_part("lines=1-2", 9), asked_part("bytes=5-2", 9)
    (range(0, 9), range(0, 9), range(0, 9), range(0, 9))
    """
    asked = _RANGE.fullmatch(header.strip())
    first, last = asked.groups() if asked else ("", "")
    if (not first and not last) or (first and last and int(last) < int(first)):
        return range(size)
    part = range(int(first), min(int(last or size), size - 1) + 1) if first else range(max(size - int(last), 0), size)
    return part or None


class _Part(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, file: IO[bytes], part: range) -> None:
        file.seek(part.start)
        self._file, self._left = file, len(part)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
        super().close()
