"""Errors for programs: ``application/problem+json`` (RFC 9457).

``title`` is the name of the status, ``detail`` is a sentence in the language of the pages. A problem has no ``type``:
its status and its other members say what it is.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


def problem_body(status: int, detail: str, **members: Any) -> bytes:
    """``members`` are those that only this kind of problem has."""
    said = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **members}
    return json.dumps(said, ensure_ascii=False).encode()


def problem(status: int, detail: str, **members: Any) -> HttpResponse:
    return HttpResponse(problem_body(status, detail, **members), MEDIA_TYPE, status)
