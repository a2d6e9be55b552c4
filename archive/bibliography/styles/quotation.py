"""A quotation with its citation: the words of a clause, and below them a note that says where they are from."""

from __future__ import annotations

import datetime

from archive.bibliography.cited import Citation
from archive.bibliography.reference import Reference
from archive.bibliography.styles.chicago import chicago_note
from archive.bibliography.styles.legal_manual import legal_manual


def quotation(words: str, reference: Reference, language: str, today: datetime.date) -> Citation:
    """The words in a line of their own, so that their quotation marks do not change, and the note.

    The note is one of 《法学引注手册》 in Chinese (``zh``), and one of Chicago in English.
    """
    if language == "zh":
        return (f"{words}\n——", *legal_manual(reference, today))
    return (f"{words}\n— ", *chicago_note(reference, today))
