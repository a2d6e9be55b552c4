"""Typesets a template with data by Typst, as PDF or as pictures.

The template is a file of this project. The words of sources reach it only as data (JSON), which Typst never reads as
mark-up. Typst runs in a process of its own with limits of time and memory (``typesetting_process.py``). Nothing of
Django is needed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_PROCESS = Path(__file__).with_name("typesetting_process.py")
_SECONDS = 60
# The Chinese faces that files can have, the best first. Typst brings its own faces for Latin, Greek and Cyrillic.
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "AR PL SungtiL GB")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei")
_ARABIC = ("Noto Naskh Arabic", "Amiri", "DejaVu Sans")


class NotTypeset(Exception):
    """No file could be made. ``code`` is the code of a message (``archive.messages``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def faces() -> dict[str, list[str]]:
    """The faces on this machine, as "serif", "sans" and "arabic", the best first. Empty without the package typst.

    The machine is asked once in each process.
    """
    if importlib.util.find_spec("typst") is None:
        return {}
    import typst

    here = set(typst.Fonts().families())
    wanted = {"serif": (*_SERIF, *_SANS), "sans": (*_SANS, *_SERIF), "arabic": _ARABIC}
    return {kind: [name for name in names if name in here] for kind, names in wanted.items()}


@cache
def setting() -> str:
    """What every file depends on beside its template and data: the version of the typesetter, and the faces."""
    return f"{importlib.metadata.version('typst')} {json.dumps(faces())}"


def why_not(language: str) -> str:
    """The code of the message that says why no file in this language can be typeset here; "" if one can be.

    Chinese is in every file: the name of the archive, and titles of cited documents.
    """
    found = faces()
    if not found:
        return "writing.no_typesetter"
    if not found["serif"] or (language == "ar" and not found["arabic"]):
        return "writing.no_face"
    return ""


def typeset(template: Path, data: Mapping[str, Any], made_on: date | None = None) -> bytes:
    """The PDF (PDF/UA-1: tagged, with its language) that the template makes of the data. ``made_on`` is its date.

    Raises NotTypeset if the process ends without a file.
    """
    return _ask({"template": str(template), "data": _with_faces(data), "format": "pdf", **_dated(made_on)})


def picture(template: Path, data: Mapping[str, Any], dots_per_inch: float = 144) -> bytes:
    """The first page that the template makes of the data, as PNG. Raises NotTypeset as ``typeset`` does."""
    return _ask({"template": str(template), "data": _with_faces(data), "format": "png", "ppi": dots_per_inch})


def _with_faces(data: Mapping[str, Any]) -> str:
    return json.dumps({**data, "faces": faces()}, ensure_ascii=False)


def _dated(day: date | None) -> dict[str, str]:
    return {"made_on": day.isoformat()} if day else {}


def _ask(question: Mapping[str, Any]) -> bytes:
    """The bytes that the process makes. Its words about an error are for the log of the server."""
    if not faces():
        raise NotTypeset("writing.no_typesetter")
    command = [sys.executable, "-I", str(_PROCESS)]
    try:
        answer = subprocess.run(
            command, input=json.dumps(question).encode(), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset("writing.too_slow") from error
    if answer.returncode:
        print(answer.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
        raise NotTypeset("writing.not_typeset")
    return answer.stdout
