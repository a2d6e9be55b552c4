"""Odd requests to every address of the resolver: ``tests/test_odd_requests.py`` and ``benchmarks/odd_requests.py``."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from mfa.models import MFAKey

from archive.desk.incoming import receive
from archive.desk.jobs import running
from archive.models import Batch, Proof, Submission
from archive.monitoring.pages import PAGES
from archive.problems import MEDIA_TYPE

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
LIKELY = (
    b"1", b"2", b"A/RES/65/72", b"A/RES/79/1", b"79", b"65", b"CHN", b"treaty:NPT", b"voeten:5079", b"TOTP", b"FIDO2",
    b"recovery",
)  # fmt: skip
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

    @property
    def asks_data(self) -> bool:
        query = self.address.partition("?")[2].split("&")
        return "format=json" in query or self.headers.get("HTTP_ACCEPT") == "application/json"

    def send(self, client: Client) -> Answer:
        extra: dict[str, Any] = {"HTTP_HOST": "localhost", "CONTENT_TYPE": _FORM} | self.headers
        response = client.generic(self.method, self.address, self.body, **extra)
        return Answer(response.status_code, dict(response.headers), response.getvalue())


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


def routes() -> list[str]:
    """Every address of the resolver, of programs and of static files. ``<…>`` is a part that takes a value."""
    programs = (path.removeprefix("/") for path in PAGES)
    return sorted({*_routes(get_resolver(), ""), *programs, "static/<path>"})


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        part = str(one.pattern).removeprefix("^").removesuffix("$")
        part = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", part.replace("[Aa]/[Rr][Ee][Ss]", "A/RES"))
        if isinstance(one, URLPattern):
            yield before + part
        else:
            yield from _routes(one, before + part)


def odd_requests(count: int, seed: int = 0, likely: tuple[bytes, ...] = LIKELY) -> Iterator[OddRequest]:
    """``count`` requests, the same for the same ``seed``. Every address has its turn before one comes again."""
    chance = random.Random(seed)
    addresses = routes()
    for number in range(count):
        route = addresses[number % len(addresses)]
        path = "/" + re.sub(r"<[^>]*>", lambda found: _quoted(_value(chance, likely), chance), route)
        yield OddRequest(chance.choice(METHODS), path + _query(chance), chance.choice(HEADERS), _body(chance))


def _value(chance: random.Random, likely: tuple[bytes, ...] = LIKELY) -> bytes:
    return chance.choice(VALUES if chance.random() < 0.6 else likely)


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


class Visitors:
    """An outsider, a user between password and second factor, and a superuser. Each has a client.

    ``likely`` are values that often name something, with the ids of a batch, its files and its proofs.
    """

    def __init__(self, user: Any) -> None:
        self._user = user
        self._clients = [Client(raise_request_exception=False) for _ in range(3)]
        # A session without a factor ends when its user has one, so the superuser has none.
        self._halfway = get_user_model().objects.create_user("between-steps", is_staff=True)
        MFAKey.objects.create(user=self._halfway, method="TOTP", name="telephone", secret="A" * 32)
        files = {"90.txt": _TEXT.encode(), "no-text.pdf": b"%PDF-"}
        batch = receive([SimpleUploadedFile(name, content) for name, content in files.items()], by=user)
        for submission in batch.submissions.all():
            running.read(submission.pk)
        made = (model.objects.values_list("pk", flat=True) for model in (Batch, Submission, Proof))
        self.likely = LIKELY + tuple(str(pk).encode() for pks in made for pk in pks)[-20:]

    def client(self, number: int) -> Client:
        """The client of a request. It is signed in anew, because an earlier request may have signed out."""
        client = self._clients[number % 3]
        if number % 3 == 1:
            client.logout()
            session = client.session
            session["mfa_user"] = {"pk": self._halfway.pk, "backend": "django.contrib.auth.backends.ModelBackend"}
            session.save()
        elif number % 3 == 2:
            client.force_login(self._user)
        return client


_TEXT = "90/1. 一项试验\n\n大会，\n\n1. 决定继续审议。\n\n2035年12月8日\n第60次全体会议\n"


def complaint(request: OddRequest, answer: Answer) -> str:
    """What is wrong with an answer; "" if nothing is."""
    is_away = answer.status == 503 and request.address.startswith("/readyz")  # its JSON says which part is missing
    if answer.status >= 500 and not is_away:
        return f"status {answer.status}"
    if int(answer.headers.get("Content-Length", len(answer.content))) != len(answer.content) and answer.content:
        return f"status {answer.status} with a wrong length"
    if request.asks_data and answer.status >= 400 and not is_away and not _is_problem(answer):
        return f"status {answer.status} as {answer.headers.get('Content-Type')}, not as a problem"
    return ""


def _is_problem(answer: Answer) -> bool:
    if answer.headers.get("Content-Type") != MEDIA_TYPE or "Content-Encoding" in answer.headers:
        return False
    return not answer.content or bool(json.loads(answer.content)["detail"])
