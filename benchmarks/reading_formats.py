"""Sets the First Committee's resolutions as PDF in five layouts and as DOCX, reads them, and reports the exactness.

    python benchmarks/reading_formats.py [--language en] [--every 10] [--layout xelatex] [--keep FOLDER]

Needs ../shared/data, and the Debian packages libreoffice-writer, weasyprint, texlive-xetex, texlive-lang-chinese,
chromium and fonts-noto-cjk. A layout without its program is skipped. Setting some 260 resolutions takes about twenty
minutes; with ``--keep`` the files stay in a folder and are used again the next time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import languages
from archive.reading import Draft, Unreadable, read
from tests.typesetting import produce
from tests.typesetting.compare import Tally
from tests.typesetting.docx import docx
from tests.typesetting.resolutions import first_committee


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="set only every n-th resolution")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--layout", choices=[*produce.LAYOUTS, "docx"], action="append")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the files here, and use those that are there")
    args = parser.parse_args()
    drafts = list(first_committee(language=languages.of(args.language)))[:: args.every]
    print(f"{len(drafts)} resolutions")
    with tempfile.TemporaryDirectory() as folder:
        for layout in args.layout or [*produce.LAYOUTS, "docx"]:
            if layout != "docx" and not produce.is_installed(layout):
                print(f"{layout}: not installed")
                continue
            files = [docx(draft) for draft in drafts]
            if layout != "docx":
                files = produce.kept_pdfs(drafts, layout, args.keep or Path(folder))
            _report(layout, drafts, files)


def _report(layout: str, drafts: Sequence[Draft], files: Sequence[bytes]) -> None:
    tally, slowest, started = Tally(), 0.0, time.perf_counter()
    for draft, content in zip(drafts, files, strict=True):
        began = time.perf_counter()
        try:
            tally.add(draft, read(content, draft.symbol)[0])
        except Unreadable as error:
            tally.add(draft, Draft(draft.symbol, layout, draft.language))
            print(f"  {draft.symbol}: {error}")
        slowest = max(slowest, time.perf_counter() - began)
    seconds = time.perf_counter() - started
    print(f"{layout}: {tally}; {seconds:.1f} s, the slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
