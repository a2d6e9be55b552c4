"""Tells whether the packages that recognise text are installed, and how a scan is refused here."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from archive.messages import Unreadable

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
_RULES = 3  # the version of this package's own rules; a new one makes the desk recognise pages again
TO_RECOGNISE = "scan.to_recognise"


@lru_cache(maxsize=1)
def is_installed() -> bool:
    return all(find_spec(name) is not None for name in _PACKAGES)


def recogniser() -> str:
    """The name and the version of what recognises pages: ``rapidocr 3.10.0, rules 1``; "" if it is not installed."""
    try:
        return f"rapidocr {version('rapidocr')}, rules {_RULES}" if is_installed() else ""
    except PackageNotFoundError:
        return ""


def refusal(pages: int) -> Unreadable:
    """The reason why a scan is not read at once. The desk then has its pages recognised, if the packages are here."""
    return Unreadable(TO_RECOGNISE, pages=pages) if is_installed() else Unreadable("scan.not_installed")
