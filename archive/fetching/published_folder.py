"""Fetches the UN's published folder of resolutions as one tarball, or another archive that an administrator names.

GitHub serves each repository as a tarball of its newest state. It redirects to another host of its own, states no
length, and gives an entity tag (ETag). With the tag of the last time, nothing is sent if nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.fetching.client import Advance, Client
from archive.fetching.hosts import FetchError, Hosts
from archive.messages import Message

ADDRESS = "https://github.com/UNxml/GAresolutions/archive/HEAD.tar.gz"
_NAMES = frozenset({"github.com", "codeload.github.com", "objects.githubusercontent.com"})
_MOST = 2048 * 1024 * 1024  # bytes; the UN's tarball has some 100 MB
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Folder:
    """The fetched archive. ``is_new`` is False if the server had nothing newer than the file of an earlier time."""

    path: Path
    is_new: bool


def fetch(
    into: Path,
    address: str = ADDRESS,
    *,
    contact: str = "",
    advance: Advance | None = None,
    say: Callable[[Message], object] = lambda message: None,
) -> Folder:
    """Fetches the archive at ``address`` into the folder ``into``, unless the file there is the newest.

    Raises FetchError with the reason. What was received is kept, and the next call goes on from there.
    """
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = into / _file_name(address)
    client = Client(hosts_of(address), contact, say=say)
    fetched = client.fetch(address, path, most=_MOST, etag=_tag_of(path), advance=advance)
    if fetched is None:
        return Folder(path, is_new=False)
    _note(path).write_text(json.dumps({"etag": fetched.etag, "size": fetched.size}), "utf-8")
    return Folder(path, is_new=True)


def hosts_of(address: str) -> Hosts:
    """The hosts for an address. An administrator may name any host with https, and this machine with http.

    >>> hosts_of("https://mirror.example/GAresolutions.tar.gz").stand_in
    'https://mirror.example'
    """
    parts = urlsplit(address)
    if not parts.hostname:
        raise FetchError("fetching.no_address", address=address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise FetchError("fetching.not_https", address=address)
    return Hosts(_NAMES, "" if parts.hostname in _NAMES else f"{parts.scheme}://{parts.netloc}")


def forget(path: Path) -> None:
    """Deletes a fetched file that is damaged, so that the next call fetches it again."""
    path.unlink(missing_ok=True)
    _note(path).unlink(missing_ok=True)


def _file_name(address: str) -> str:
    """A name for the file of an address: the end of the address, and a digest that tells two addresses apart."""
    if address == ADDRESS:
        return "GAresolutions.tar.gz"
    end = re.sub(r"[^A-Za-z0-9._-]", "", urlsplit(address).path.rpartition("/")[2]).lstrip(".")[-60:]
    return f"{hashlib.sha256(address.encode()).hexdigest()[:12]}-{end or 'archive'}"


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _tag_of(path: Path) -> str:
    """The entity tag of the file that an earlier call has fetched; "" if the file is not whole any more."""
    try:
        noted = json.loads(_note(path).read_text("utf-8"))
        return str(noted["etag"]) if path.stat().st_size == noted["size"] else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
