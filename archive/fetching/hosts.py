"""Decides to which hosts a client may connect. Protects services inside the network from fetched addresses (SSRF).

Three checks apply to each address, and to each redirect: the scheme is https, the host is one of a fixed list, and the
name of the host resolves to public IP addresses only. The client then connects to an IP address that was checked, so a
second answer of the name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from archive.messages import MessageError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # IPv4 addresses in an old form (RFC 4291, 2.5.5.1); none is public


class FetchError(MessageError):
    """A file could not be fetched. ``status`` is the HTTP status of the answer; 0 where the reason is another one.

    ``after`` is the number of seconds after which the server wants to be asked again; 0 if it does not say so.
    """

    def __init__(self, code: str, *, status: int = 0, **values: object) -> None:
        self.status, self.after = status, 0.0
        super().__init__(code, **values, **({"status": status} if status else {}))


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts to which a client may connect.

    ``names`` are host names in lower case. They are reached through https on port 443 only.

    ``stand_in`` is the origin of a server that the caller names himself, such as a mirror or the server of a test:
    ``https://mirror.example`` or ``http://127.0.0.1:8099``. Its IP address can be private. Plain http is allowed only
    where its host is a loopback IP address.
    """

    names: frozenset[str]
    stand_in: str = ""

    def check(self, address: str) -> Url:
        """The parts of an address. Raises FetchError if the client must not ask for it.

        >>> Hosts(frozenset({"github.com"})).check("https://github.com/UNxml?a=b").request_uri
        '/UNxml?a=b'
        """
        url = _parts(address)
        if url.auth or not (self.is_stand_in(url) or self._is_listed(url)):
            allowed = ", ".join(sorted(filter(None, [*self.names, self.stand_in])))
            raise FetchError("fetching.not_allowed", address=address, allowed=allowed)
        return url

    def ip_addresses(self, url: Url) -> list[str]:
        """The IP addresses of a checked host, best first. Raises FetchError if there is none, or one is not public."""
        host = (url.host or "").strip("[]")
        try:
            answers = socket.getaddrinfo(host, _port(url), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError("fetching.no_such_host", host=host) from error
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        for ip in found:
            if not (self.is_stand_in(url) or is_public(ip)):
                raise FetchError("fetching.private_address", host=host, ip=ip)
        return found

    def is_stand_in(self, url: Url) -> bool:
        if not self.stand_in or _origin(url) != _origin(_parts(self.stand_in)):
            return False
        return url.scheme == "https" or (url.scheme == "http" and _is_loopback(url))

    def _is_listed(self, url: Url) -> bool:
        return url.scheme == "https" and url.host in self.names and _port(url) == 443


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet. An IPv4 address inside an IPv6 address counts too.

    >>> is_public("140.82.121.3"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _COMPATIBLE:
            return False
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner and not is_public(str(inner)):
            return False
        if address.ipv4_mapped:
            return True
    return address.is_global and not address.is_multicast


def _parts(address: str) -> Url:
    try:
        return parse_url(address)
    except LocationParseError as error:
        raise FetchError("fetching.no_address", address=address) from error


def _origin(url: Url) -> tuple[str | None, str | None, int]:
    return url.scheme, url.host, _port(url)


def _port(url: Url) -> int:
    return (80 if url.scheme == "http" else 443) if url.port is None else url.port


def _is_loopback(url: Url) -> bool:
    try:
        return ipaddress.ip_address((url.host or "").strip("[]")).is_loopback
    except ValueError:
        return False
