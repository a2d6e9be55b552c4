"""The HTTP client of the archive. It fetches one address into one file.

    client = Client(Hosts(frozenset({"documents.un.org"})), contact="mailto:archive@example.org")
    fetched = client.fetch("https://documents.un.org/…", Path("A_RES_65_72.pdf"), most=20 * MEGABYTE)

The answer goes to ``FILE.part`` first and gets its name when it is complete: the length and the digest that the server
states are then checked. If the connection breaks, the client asks for the rest of the file (RFC 9110, Range and
If-Range). A later run does so too, because ``FILE.part.json`` keeps the entity tag. Servers without ranges send the
whole file again.

Answers 429 and 5xx are tried again, after the time that the server asks for (Retry-After). Proxies are taken from the
environment (HTTPS_PROXY, NO_PROXY). The certificates of the system are trusted (SSL_CERT_FILE replaces them).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)  # fmt: skip
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout, Url

from archive.fetching.hosts import FetchError, Hosts
from archive.messages import Message

_CHUNK = 256 * 1024
_TIMEOUT = Timeout(connect=15, read=60)  # seconds; ``read`` is the time without any byte
_TRIES = 5  # in a row without a megabyte of progress
_PROGRESS = 1024 * 1024
_MOST_REDIRECTS = 5
_LONGEST_WAIT = 300  # seconds; a server that asks for more is asked again by a later run
_REDIRECTS = (301, 302, 303, 307, 308)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]+):")  # RFC 9530

# Gets the number of bytes in the file, and the number of the whole file, or None if the server does not say it.
Advance = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched file. ``address`` is the one that answered, after redirects. ``headers`` have names in lower case."""

    path: Path
    address: str
    size: int
    sha256: str
    headers: Mapping[str, str]

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "")


class _Interrupted(Exception):
    """An attempt failed, and another one can succeed. ``after`` is the number of seconds that the server asks for."""

    def __init__(self, error: FetchError, after: float | None = None) -> None:
        self.error, self.after = error, after


@dataclass(slots=True)
class Client:
    """``contact`` is a mail or web address of the archive's administrator. The server sees it in User-Agent.

    ``before_request`` is called before each request and each redirect; it can wait for its turn. ``longest_wait`` is
    the number of seconds that the client waits where the server asks for it (``FetchError.after``). ``say`` gets a
    message before each waiting.
    """

    hosts: Hosts
    contact: str = ""
    say: Callable[[Message], object] = lambda message: None
    sleep: Callable[[float], object] = time.sleep
    before_request: Callable[[], object] = lambda: None
    longest_wait: float = _LONGEST_WAIT

    def fetch(
        self,
        address: str,
        into: Path,
        *,
        most: int,
        etag: str = "",
        advance: Advance | None = None,
        seconds: int = 3600,
    ) -> Fetched | None:
        """Fetches ``address`` into the file ``into``. Returns None if the server still has the version ``etag``.

        ``most`` is the largest size in bytes. ``seconds`` limits the time of all attempts, without the waiting.
        Raises FetchError with the reason. What was received is kept for the next attempt.
        """
        attempt = _Attempt(self, _Part.of(into, address), most, etag, advance or (lambda received, size: None), seconds)
        tries = 0
        while True:
            before = attempt.part.size
            try:
                return attempt.run(address)
            except _Interrupted as interrupted:
                tries = 1 if attempt.part.size >= before + _PROGRESS else tries + 1
                if tries >= _TRIES:
                    interrupted.error.after = interrupted.after or 0.0
                    raise interrupted.error from interrupted
                self._wait(interrupted, 2.0**tries)

    def _wait(self, interrupted: _Interrupted, usual: float) -> None:
        seconds = usual if interrupted.after is None else interrupted.after
        if seconds > self.longest_wait:
            interrupted.error.after = seconds
            raise interrupted.error from interrupted
        self.say(Message("fetching.tries_again", {"why": str(interrupted.error), "seconds": f"{seconds:.0f}"}))
        self.sleep(seconds)

    def open(self, address: str, headers: Mapping[str, str]) -> tuple[str, BaseHTTPResponse]:
        """Follows redirects. Returns the address that answers, and its answer without the body."""
        for _ in range(_MOST_REDIRECTS + 1):
            url = self.hosts.check(address)
            response = self._request(url, {**self._headers(), **headers})
            if response.status not in _REDIRECTS:
                return address, response
            response.close()
            address = urljoin(address, response.headers.get("Location", ""))
        raise FetchError("fetching.redirects", address=address)

    def _headers(self) -> dict[str, str]:
        agent = f"disarmament-archive ({self.contact})" if self.contact else "disarmament-archive"
        return {"User-Agent": agent, "Accept-Encoding": "identity"}

    def _request(self, url: Url, headers: Mapping[str, str]) -> BaseHTTPResponse:
        self.before_request()
        with _worded(url):
            if proxy := None if self.hosts.is_stand_in(url) else _proxy(url):
                return _ask(proxy, url.url, headers)
            return self._request_directly(url, {**headers, "Host": url.netloc or ""})

    def _request_directly(self, url: Url, headers: Mapping[str, str]) -> BaseHTTPResponse:
        """Connects to a checked IP address. If it cannot be reached, tries the next one of the same host."""
        *others, last = self.hosts.ip_addresses(url)
        for ip in others:
            try:
                return _ask(_pool(url, ip), url.request_uri, headers)
            except (NewConnectionError, ConnectTimeoutError):
                continue
        return _ask(_pool(url, last), url.request_uri, headers)


def _ask(
    pool: urllib3.HTTPConnectionPool | urllib3.ProxyManager, address: str, headers: Mapping[str, str]
) -> BaseHTTPResponse:
    """Sends the request, and reads the head of the answer. The client follows redirects and tries again by itself."""
    return pool.urlopen("GET", address, headers=headers, retries=False, redirect=False, preload_content=False)


def _pool(url: Url, ip: str) -> urllib3.HTTPConnectionPool:
    if url.scheme == "http":
        return urllib3.HTTPConnectionPool(ip, url.port, timeout=_TIMEOUT)
    return urllib3.HTTPSConnectionPool(
        ip, url.port, timeout=_TIMEOUT, server_hostname=url.host, assert_hostname=url.host
    )


def _proxy(url: Url) -> urllib3.ProxyManager | None:
    """The proxy of the environment for an address. The proxy resolves the name of the host itself."""
    proxies = urllib.request.getproxies()
    address = proxies.get("https") or proxies.get("all")
    if not address or urllib.request.proxy_bypass(url.host or ""):
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("fetching.proxy_of_other_kind", proxy=f"{parts.scheme}://{parts.hostname or ''}")
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    headers = urllib3.make_headers(proxy_basic_auth=login)
    return urllib3.ProxyManager(
        f"{parts.scheme}://{parts.hostname}:{parts.port or 80}", proxy_headers=headers, timeout=_TIMEOUT
    )


@contextmanager
def _worded(url: Url) -> Iterator[None]:
    """Turns the errors of a connection into FetchErrors, or into _Interrupted if another attempt can succeed."""
    host = url.host or ""
    try:
        yield
    except ProxyError as error:
        raise FetchError("fetching.proxy_fails", host=host, why=error.original_error) from error
    except SSLError as error:
        raise FetchError("fetching.certificate", host=host, why=error) from error
    except (NewConnectionError, ConnectTimeoutError) as error:
        raise _Interrupted(FetchError("fetching.no_connection", host=host)) from error
    except ReadTimeoutError as error:
        raise _Interrupted(FetchError("fetching.silent", host=host)) from error
    except (ProtocolError, HTTPError) as error:
        raise _Interrupted(FetchError("fetching.broken_off", host=host)) from error


@dataclass(slots=True)
class _Part:
    """The bytes that were received so far, and the entity tag of the version to which they belong."""

    into: Path
    address: str
    etag: str = ""

    @classmethod
    def of(cls, into: Path, address: str) -> _Part:
        part = cls(into, address)
        try:
            noted = json.loads(part.note.read_text("utf-8"))
            part.etag = noted["etag"] if noted["address"] == address else ""
        except (OSError, ValueError, KeyError, TypeError):
            part.etag = ""
        return part

    @property
    def path(self) -> Path:
        return self.into.with_name(f"{self.into.name}.part")

    @property
    def note(self) -> Path:
        return self.into.with_name(f"{self.into.name}.part.json")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def begin(self, etag: str) -> None:
        """Begins a file. Only a strong entity tag says that two answers have the same bytes (RFC 9110, 8.8.1)."""
        self.path.write_bytes(b"")
        self.etag = "" if etag.startswith("W/") else etag
        self.note.write_text(json.dumps({"address": self.address, "etag": self.etag}), "utf-8")

    def delete(self) -> None:
        self.path.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)
        self.etag = ""

    def finish(self) -> None:
        self.path.replace(self.into)
        self.note.unlink(missing_ok=True)


@dataclass(slots=True)
class _Attempt:
    """One fetch, with the limits of the caller. Each ``run`` is a request and the reading of its answer."""

    client: Client
    part: _Part
    most: int
    etag: str
    advance: Advance
    seconds: float

    def run(self, address: str) -> Fetched | None:
        began = time.monotonic()
        try:
            answered, response = self.client.open(address, self._conditions())
            with closing(response):
                if response.status == 304 and self.etag:
                    return None
                self._begin(answered, response)
                self._receive(answered, response, began + self.seconds)
                return self._finish(answered, response)
        finally:
            self.seconds -= time.monotonic() - began

    def _conditions(self) -> dict[str, str]:
        if self.part.etag and self.part.size:
            return {"Range": f"bytes={self.part.size}-", "If-Range": self.part.etag}
        return {"If-None-Match": self.etag} if self.etag else {}

    def _begin(self, address: str, response: BaseHTTPResponse) -> None:
        """Checks the head of an answer, and prepares the file for its body. Raises if there is no such body."""
        host = urlsplit(address).netloc
        status = response.status
        if status == 429 or status >= 500:
            error = FetchError("fetching.busy", status=status, host=host)
            raise _Interrupted(error, _retry_after(response.headers.get("Retry-After", "")))
        if status == 206 and _range_start(response) == self.part.size:
            return self._limit(host, self.part.size + (_length(response) or 0))
        if status in (206, 416):
            self.part.delete()
            raise _Interrupted(FetchError("fetching.broken_off", host=host), after=0)
        if status != 200:
            raise FetchError("fetching.refused", status=status, address=address)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise FetchError("fetching.encoded", host=host)
        self._limit(host, _length(response) or 0)
        return self.part.begin(response.headers.get("ETag", ""))

    def _limit(self, host: str, size: int) -> None:
        if size > self.most:
            self.part.delete()
            raise FetchError("fetching.too_large", host=host, most=f"{self.most / _PROGRESS:.0f}")

    def _receive(self, address: str, response: BaseHTTPResponse, deadline: float) -> None:
        url = self.client.hosts.check(address)
        size = None if (length := _length(response)) is None else self.part.size + length
        received = self.part.size
        with self.part.path.open("ab") as file, _worded(url):
            while chunk := response.read1(_CHUNK, decode_content=False):
                received += len(chunk)
                self._limit(url.host or "", received)
                file.write(chunk)
                self.advance(received, size)
                if time.monotonic() > deadline:
                    raise FetchError("fetching.too_slow", host=url.host)

    def _finish(self, address: str, response: BaseHTTPResponse) -> Fetched:
        with self.part.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        stated = _DIGEST.search(response.headers.get("Repr-Digest", ""))
        if stated and base64.b64decode(stated[1]) != digest.digest():
            self.part.delete()
            raise _Interrupted(FetchError("fetching.damaged", host=urlsplit(address).netloc))
        size = self.part.size
        self.part.finish()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Fetched(self.part.into, address, size, digest.hexdigest(), headers)


def _length(response: BaseHTTPResponse) -> int | None:
    stated = response.headers.get("Content-Length", "")
    return int(stated) if stated.isascii() and stated.isdigit() else None


def _range_start(response: BaseHTTPResponse) -> int | None:
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def _retry_after(header: str) -> float | None:
    """The seconds that a header Retry-After asks for: a number, or a date (RFC 9110, 10.2.3). None if it says neither.

    >>> _retry_after("120"), _retry_after("soon")
    (120.0, None)
    """
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
