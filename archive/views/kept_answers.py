"""Middleware: an answer is kept until the archive changes. Who has it already is told so before it is made again.

The version of the archive (``archive.models.archive_version``) is read for each request. It is part of the key and of
the ETag of each answer. So nothing that is kept is shown once a change has been stored, on any machine, and nothing has
to be removed. ``CACHES["answers"]`` in the settings says where answers are kept.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date

from archive.models.archive_version import Version
from archive.models.snapshot import snapshot
from archive.searching.engines.backend import IndexAway
from archive.searching.freshness import behind

Respond = Callable[[HttpRequest], HttpResponse]

_LONGEST = 512 * 1024  # bytes of an answer that is kept
_SECONDS = 24 * 60 * 60  # for which an answer is kept, if nothing changes
_FRESH = 2  # seconds after a change in which no answer has Last-Modified, whose seconds would not tell another change
# What tells the answers at one address apart, besides the version. Readers without the cookie of a language share one.
_VARY = ("Accept", "Accept-Encoding", "Cookie")

_log = logging.getLogger(__name__)


def kept_answers(respond: Respond) -> Respond:
    """Gives readers kept answers. People who are signed in, and the desk, always get new ones.

    An answer is kept if its status is 200 and if it says nothing about caches and sets no cookie. While the search
    index lacks changes, nothing is kept, because searches leave out what changed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        version = snapshot() if is_public(request) else None
        if not isinstance(version, Version):
            return respond(request)
        key = _key(request, version)
        etag = f'W/"{key}"'
        if "HTTP_IF_NONE_MATCH" in request.META and (same := get_conditional_response(request, etag)):
            return _tagged(same, etag, version)
        response = _kept(key)
        if response is None:
            whole = _index_is_whole()
            response = respond(request)
            if not whole or not _can_be_kept(response):
                return response
            _tagged(response, etag, version)
            if request.method == "GET":
                _keep(key, response)
        return get_conditional_response(request, etag, _last_modified(response), response) or response

    return middleware


def is_public(request: HttpRequest) -> bool:
    """Whether everybody gets the same answer. Messages for one reader are in a cookie or in the session."""
    own = (settings.SESSION_COOKIE_NAME, "messages")
    return (
        request.method in ("GET", "HEAD")
        and not settings.DEBUG  # a changed template is shown at once
        and not request.path_info.startswith("/admin/")
        and not any(name in request.COOKIES for name in own)
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _key(request: HttpRequest, version: Version) -> str:
    """A digest of all that an answer is made of."""
    meta = request.META
    parts = (
        release().digest,
        str(version.number),
        version.changed_at.isoformat(),
        timezone.localdate().isoformat(),  # citations have the day on which the page is read
        str(request.scheme),
        request.get_host(),
        request.get_full_path(),
        translation.get_language() or "",
        _accepted(meta.get("HTTP_ACCEPT", "")),
        "gzip" if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") else "",
    )
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _accepted(accept: str) -> str:
    """The header ``Accept``. Browsers write it in many ways; all of them prefer a page to everything else."""
    return "text/html" if accept.startswith("text/html,") else accept


@dataclass(frozen=True, slots=True)
class Release:
    """What answers are made by: a digest of code, templates and settings, and the time of the newest file."""

    digest: str
    seconds: int


@lru_cache(maxsize=1)
def release() -> Release:
    """The release of this process. An answer of an earlier release, or with other settings, is never used."""
    digest, newest = blake2b(digest_size=16, key=settings.SECRET_KEY.encode()[:64]), 0.0
    for folder in ("archive", "templates", "static"):
        found = (settings.BASE_DIR / folder).rglob("*")
        for path in sorted(each for each in found if each.is_file() and each.suffix != ".pyc"):
            digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
            newest = max(newest, path.stat().st_mtime)
    named = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    digest.update(json.dumps(named, default=_written, sort_keys=True).encode())
    return Release(digest.hexdigest(), int(newest))


def _written(value: object) -> object:
    """A value of a setting that JSON does not know. The order of a set differs from process to process."""
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)


def _index_is_whole() -> bool:
    """Whether the search index has all changes."""
    try:
        return not behind()
    except IndexAway:
        return False


def _can_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and len(response.content) <= _LONGEST
    )


def _tagged(response: HttpResponse, etag: str, version: Version) -> HttpResponse:
    response.headers["ETag"] = etag
    if (timezone.now() - version.changed_at).total_seconds() > _FRESH:
        response.headers["Last-Modified"] = http_date(_seconds(version))
    patch_vary_headers(response, _VARY)
    return response


def _seconds(version: Version) -> int:
    """When an answer may last have changed, in seconds since 1970: with the archive, its release, or the day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(int(version.changed_at.timestamp()), release().seconds, int(today.timestamp()))


def _last_modified(response: HttpResponse) -> int | None:
    written = response.headers.get("Last-Modified")
    return parse_http_date(written) if written else None


def _kept(key: str) -> HttpResponse | None:
    try:
        found = caches["answers"].get(key)
    except Exception as error:  # a cache on another machine can be away; each kind has its own errors
        _log.warning("Kept answers cannot be read (%s).", error)
        return None
    return HttpResponse(found[1], headers=found[0]) if found else None


def _keep(key: str, response: HttpResponse) -> None:
    try:
        caches["answers"].set(key, (dict(response.headers), response.content), _SECONDS)
    except Exception as error:
        _log.warning("An answer cannot be kept (%s).", error)
