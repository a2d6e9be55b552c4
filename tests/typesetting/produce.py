"""Runs the typesetters: Drafts in, bytes of files out, with as many Drafts in one run as each program takes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from archive.reading.draft import Draft
from tests.typesetting.docx import docx
from tests.typesetting.html import COLUMNS, PAGED, PRINTED, html
from tests.typesetting.tex import tex

# The program that each layout needs.
LAYOUTS = {
    "libreoffice": "soffice", "weasyprint": "weasyprint", "xelatex": "xelatex", "columns": "weasyprint",
    "chromium": "chromium",
}  # fmt: skip
_AT_ONCE = 50


def is_installed(layout: str) -> bool:
    return shutil.which(LAYOUTS[layout]) is not None


def pdfs(drafts: Sequence[Draft], layout: str, folder: Path) -> list[bytes]:
    """Each Draft as PDF in a layout. ``folder`` is for temporary files of the typesetters."""
    folder.mkdir(parents=True, exist_ok=True)
    setter = _SETTERS[layout]
    return [
        file for start in range(0, len(drafts), _AT_ONCE) for file in setter(drafts[start : start + _AT_ONCE], folder)
    ]


def kept_pdfs(drafts: Sequence[Draft], layout: str, folder: Path) -> list[bytes]:
    """Each Draft as PDF in a layout. The files stay in ``folder``; those that are there are not set again."""
    kept = [folder / layout / f"{draft.symbol.replace('/', '_')}.pdf" for draft in drafts]
    missing = [(draft, file) for draft, file in zip(drafts, kept, strict=True) if not file.exists()]
    new = pdfs([draft for draft, _ in missing], layout, folder / layout / "temporary")
    for (_, file), content in zip(missing, new, strict=True):
        file.write_bytes(content)
    shutil.rmtree(folder / layout / "temporary")
    return [file.read_bytes() for file in kept]


def _libreoffice(drafts: Sequence[Draft], folder: Path) -> list[bytes]:
    files = [folder / f"{number}.docx" for number in range(len(drafts))]
    for file, draft in zip(files, drafts, strict=True):
        file.write_bytes(docx(draft))
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    _run(["soffice", profile, "--headless", "--convert-to", "pdf", *(file.name for file in files)], folder)
    return [file.with_suffix(".pdf").read_bytes() for file in files]


def _weasyprint(drafts: Sequence[Draft], folder: Path, style: str = PAGED) -> list[bytes]:
    """Sets all Drafts in one run, because loading a font takes long, and cuts the result at the bookmarks."""
    (folder / "all.html").write_text(html(drafts, style), encoding="utf-8")
    _run(["weasyprint", "--quiet", "all.html", "all.pdf"], folder)
    with pypdfium2.PdfDocument(folder / "all.pdf") as whole:
        starts = [mark.get_dest().get_index() for mark in whole.get_toc()]
        cut = []
        for start, end in zip(starts, [*starts[1:], len(whole)], strict=True):
            with pypdfium2.PdfDocument.new() as part:
                part.import_pages(whole, list(range(start, end)))
                part.save(out := io.BytesIO())
                cut.append(out.getvalue())
    return cut


def _columns(drafts: Sequence[Draft], folder: Path) -> list[bytes]:
    return _weasyprint(drafts, folder, COLUMNS)


def _chromium(drafts: Sequence[Draft], folder: Path) -> list[bytes]:
    """Prints each Draft as a web page, with the browser's own header and footer."""
    printed = []
    for number, draft in enumerate(drafts):
        page, file = folder / f"{number}.html", folder / f"{number}.pdf"
        page.write_text(html([draft], PRINTED), encoding="utf-8")
        _run(["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={file.resolve()}", page.as_uri()], folder)
        printed.append(file.read_bytes())
    return printed


def _xelatex(drafts: Sequence[Draft], folder: Path) -> list[bytes]:
    files = [folder / f"{number}.tex" for number in range(len(drafts))]
    for file, draft in zip(files, drafts, strict=True):
        file.write_text(tex(draft), encoding="utf-8")
        for _ in range(2):
            _run(["xelatex", "-interaction=batchmode", file.name], folder)
    return [file.with_suffix(".pdf").read_bytes() for file in files]


_SETTERS: dict[str, Callable[[Sequence[Draft], Path], list[bytes]]] = {
    "libreoffice": _libreoffice, "weasyprint": _weasyprint, "xelatex": _xelatex, "columns": _columns,
    "chromium": _chromium,
}  # fmt: skip


def _run(command: list[str], folder: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
    subprocess.run(command, cwd=folder, check=True, env=environment, capture_output=True, timeout=900)
