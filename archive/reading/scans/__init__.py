"""Reads scans: pictures (PNG, JPEG, TIFF) and PDF files without usable text.

    bytes → ``pictures`` (one page, upright) → ``page`` (boxes, two readings, ``specks``, ``spaces``,
    ``dashes``, ``english_forms``, marks) → ScannedPage, stored by the desk
    ScannedPages → ``placing`` (pages as of a PDF; ``lookalikes`` adds doubts) → ``archive.reading.pdf``
    (``scanned_marks``) → ``archive.reading.printed`` → Draft; in English, ``odd_words`` adds doubts and ``clause_ends``
    compares the ends of clauses with the form of a resolution; ``pairs`` warns of lost quotation marks and brackets

Recognising takes seconds a page, so it is done one page at a time (``recognise_page``), and ``read_recognised`` reads
the resolutions when all pages are there. The packages are an option: requirements-ocr.txt. Nothing is downloaded.
"""

from __future__ import annotations

import os

# onnxruntime sends figures of its use to Microsoft unless this is set before it is loaded. The
# archive sends nothing to anybody.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# One thread, also for numpy: each thread takes some of the process's limited memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
