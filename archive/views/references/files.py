"""References as files: ``?format=bib``, ``ris`` and ``csl`` at the address of a page or a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from archive.bibliography.records import RECORD_FORMATS
from archive.bibliography.reference import Reference
from archive.formats import FORMATS, Format

FILES: list[Format] = [FORMATS[code] for code in RECORD_FORMATS]


def record_files(name: str, references: Callable[[], Iterable[Reference]]) -> dict[str, Callable[[], HttpResponse]]:
    """Name of a format → the function that answers with the records as a file, for ``archive.views.answer.answer``."""
    return {code: partial(_file, code, name, references) for code in RECORD_FORMATS}


def record_file(request: HttpRequest, name: str, references: Iterable[Reference]) -> HttpResponse | None:
    """The file that the address asks for; None if it asks for none. For pages that have no data of their own."""
    asked = request.GET.get("format", "")
    return _file(asked, name, lambda: references) if asked in RECORD_FORMATS else None


def _file(code: str, name: str, references: Callable[[], Iterable[Reference]]) -> HttpResponse:
    chosen = RECORD_FORMATS[code]
    words = "".join(chosen.write(references(), timezone.localdate()))
    return named_file(words, FORMATS[code].media_type, f"{name}.{chosen.extension}")


def named_file(words: str, media_type: str, name: str) -> HttpResponse:
    """The words as a file to keep. Characters of the name that a header cannot have become hyphens."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return HttpResponse(words, content_type=f"{media_type}; charset=utf-8", headers=headers)
