"""Keeps files that take long to make in a folder of limited size. The oldest are deleted first.

The name of a file is a digest of everything that it is made of: the data, the template and the typesetter. So a file
never has to be made again for the same text, and is never served for another one.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

MOST = 256 * 1024 * 1024  # bytes in the folder


def kept(folder: Path, name: str, make: Callable[[], bytes], most: int = MOST) -> bytes:
    """The bytes of the file ``name`` in ``folder``; those of ``make`` if it is not there, which are then kept."""
    path = folder / name
    with contextlib.suppress(FileNotFoundError):
        content = path.read_bytes()
        with contextlib.suppress(OSError):
            os.utime(path)  # the files that are read stay longest
        return content
    content = make()
    with contextlib.suppress(
        OSError
    ):  # a full disk, or a folder that cannot be written: the reader gets the file anyway
        _keep(path, content)
        _tidy(folder, most)
    return content


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


def _tidy(folder: Path, most: int) -> None:
    """Deletes the files that were not read for the longest time, until those that stay have at most ``most`` bytes."""
    files = sorted(((each.stat().st_mtime, each.stat().st_size, each) for each in folder.iterdir()), reverse=True)
    size = 0
    for _read, bytes_of_it, path in files:
        size += bytes_of_it
        if size > most:
            path.unlink(missing_ok=True)
