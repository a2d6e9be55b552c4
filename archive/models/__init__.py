"""What the archive stores, one concept a file.

Document ─┬─ DocumentAlias
          └─ Resolution ── Text (a language) ── Revision ─┬─ Clause ── FootnoteMark
                                               │          ├─ Footnote
                                             Source       └─ Citation ── Document, or waiting for it
"""

from archive.models.citation import Citation
from archive.models.clause import Clause, Footnote, FootnoteMark
from archive.models.document import Document, DocumentAlias
from archive.models.resolution import Resolution
from archive.models.source import Source
from archive.models.subject import Subject
from archive.models.text import Revision, Text

__all__ = [
    "Citation",
    "Clause",
    "Document",
    "DocumentAlias",
    "Footnote",
    "FootnoteMark",
    "Resolution",
    "Revision",
    "Source",
    "Subject",
    "Text",
]
