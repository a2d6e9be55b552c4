"""Takes the text out of PDF files as other programs do: what people copy or convert, and then give to the archive."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO

import pypdfium2


def _pdftotext(*options: str) -> Callable[[bytes], str]:
    def extract(content: bytes) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", "-", "-"]
        return subprocess.run(command, input=content, check=True, capture_output=True, timeout=60).stdout.decode()

    return extract


def _pdfminer(content: bytes) -> str:
    from pdfminer.high_level import extract_text

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font of a browser
    return str(extract_text(BytesIO(content)))


def _pypdf(content: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _pymupdf(content: bytes) -> str:
    import pymupdf

    with pymupdf.open(stream=content, filetype="pdf") as document:
        return "".join(page.get_text() for page in document)


def _pdfium(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "pdftotext": _pdftotext(),
    "pdftotext -layout": _pdftotext("-layout"),
    "pdftotext -raw": _pdftotext("-raw"),
    "pdfminer": _pdfminer,
    "pypdf": _pypdf,
    "pymupdf": _pymupdf,
    "pdfium": _pdfium,
}
_MODULES = {"pdfminer", "pypdf", "pymupdf"}


def is_installed(extractor: str) -> bool:
    name = extractor.split()[0]
    if name == "pdftotext":
        return shutil.which(name) is not None
    return name not in _MODULES or importlib.util.find_spec(name) is not None
