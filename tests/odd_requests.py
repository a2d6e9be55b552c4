"""Odd requests to every address of the resolver: ``tests/test_odd_requests.py`` and ``benchmarks/odd_requests.py``."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Values for the parts of addresses and for parameters, as bytes: some of them are no UTF-8.
VALUES: tuple[bytes, ...] = (
    b"", b" ", b"%20", b"/", b"//", b"..", b"../../etc/passwd", b"\0", b"a\0b", b"\t\r\n", b"0", b"-1", b"1", b"1.5",
    b"9" * 30, b"9223372036854775808", b"-9223372036854775809", b"1e999", b"NaN", b"null", b"[]", b"{}", b"[1", b"true",
    b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"x" * 3000, b"'", b'"', b"'; DROP TABLE x; --", b"%",
    b"_", b"<script>", b"A/RES/65/72", b"a/res/65/72", b"A/RES/", b"A/RES/65/72/Corr.1", b"treaty:NPT", b"title:",
    b"voeten:5079", b"CHN", b"chn", b"65", b"First", b"2024-02-30", b"0000-00-00", b"(((", b"*", b"AND OR NOT", b":",
    *(text.encode() for text in (
        "\u00a0", "\u2028", "\u2029", "\u3000", "\ufeff", "\u202e", "\u200f", "\u0085", "\u200b", "①", "²", "٣", "İ",
        "ß", "核", "《", "\U0001f600", "e\u0301", "\ufffe", "Ａ／ＲＥＳ／６５／７２",
    )),
)  # fmt: skip
# Values that often name something, so that more than the check of the address is tried.
LIKELY = (b"1", b"2", b"A/RES/65/72", b"A/RES/79/1", b"79", b"65", b"CHN", b"treaty:NPT", b"voeten:5079")
PARAMETERS = (
    "q", "page", "sort", "format", "kind", "committee", "adopted", "text", "revision", "session", "scope", "subject",
    "state", "choice", "group", "from", "to", "by", "order", "names", "next", "cites", "year", "opening", "o", "p",
    "all", "e", "action", "_popup", "_to_field", "pk__exact", "at__year", "at__month", "document__kind", "version",
    "reason", "app_label", "model_name", "field_name", "term", "with", "proofs", "operation",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")
_FORM = "application/x-www-form-urlencoded"
FORMATS = ("", "", "json", "csv", "atom", "xml", "JSON", "json\0")
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT": "image/webp,\x80;q=x"},
    {"HTTP_HOST": "elsewhere.example"},
    {"HTTP_HOST": "127.0.0.1:99999999"},
    {"HTTP_HOST": "a b"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=nonsense, br"},
    {"HTTP_IF_NONE_MATCH": '"', "HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_RANGE": "bytes=5-1"},
    {"HTTP_COOKIE": "django_language=\x00; sessionid=\xff; csrftoken=short"},
    {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "\x01"},
    {"HTTP_REFERER": "\xff://[", "HTTP_ORIGIN": "null"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_LENGTH": "many"},
    {"CONTENT_TYPE": "multipart/form-data"},
    {"CONTENT_TYPE": "multipart/form-data; boundary=" + "x" * 200},
    {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=no-such"},
)


@dataclass(frozen=True, slots=True)
class OddRequest:
    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def send(self, client: Client) -> tuple[int, str, bytes]:
        """Status, content type and content of the answer."""
        extra: dict[str, Any] = {"HTTP_HOST": "localhost", "CONTENT_TYPE": _FORM} | self.headers
        response = client.generic(self.method, self.address, self.body, **extra)
        content = response.getvalue()
        return response.status_code, response.headers.get("Content-Type", ""), content


def routes() -> list[str]:
    """Every address of the resolver. ``<…>`` is a part that takes a value."""
    return sorted(set(_routes(get_resolver(), "")))


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        part = str(one.pattern).removeprefix("^").removesuffix("$")
        part = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", part.replace("[Aa]/[Rr][Ee][Ss]", "A/RES"))
        if isinstance(one, URLPattern):
            yield before + part
        else:
            yield from _routes(one, before + part)


def odd_requests(count: int, seed: int = 0) -> Iterator[OddRequest]:
    """``count`` requests, the same for the same ``seed``. Every address has its turn before one comes again."""
    chance = random.Random(seed)
    addresses = routes()
    for number in range(count):
        route = addresses[number % len(addresses)]
        path = "/" + re.sub(r"<[^>]*>", lambda found: _quoted(_value(chance), chance), route)
        yield OddRequest(chance.choice(METHODS), path + _query(chance), chance.choice(HEADERS), _body(chance))


def _value(chance: random.Random) -> bytes:
    return chance.choice(VALUES if chance.random() < 0.6 else LIKELY)


def _quoted(value: bytes, chance: random.Random) -> str:
    return quote_from_bytes(value, safe=chance.choice(("", "/")))


def _query(chance: random.Random) -> str:
    pairs = [(chance.choice(PARAMETERS), _value(chance)) for _ in range(chance.randrange(4))]
    if wanted := chance.choice(FORMATS):
        pairs.append(("format", wanted.encode()))
    said = "&".join(f"{name}{chance.choice(('', '', '[]'))}={quote_from_bytes(value)}" for name, value in pairs)
    return f"?{said}" if said else ""


def _body(chance: random.Random) -> bytes:
    pairs = [(chance.choice(PARAMETERS), _value(chance)) for _ in range(chance.randrange(4))]
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs).encode()


def complaint(request: OddRequest, status: int, content_type: str) -> str:
    """What is wrong with an answer; "" if nothing is."""
    if status >= 500:
        return f"status {status}"
    query = request.address.partition("?")[2].split("&")
    asked = "format=json" in query or request.headers.get("HTTP_ACCEPT") == "application/json"
    if asked and status >= 400 and not content_type.startswith("application/json"):
        return f"status {status} as {content_type}, not as JSON"
    return ""
