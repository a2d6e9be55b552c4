"""Lists the readers of all formats. They try to recognise a file in the order of the list.

To add a format, add it to ``source_formats``, define a ``Reader`` in the module that reads it, and add the reader here
before ``TEXT``.
"""

from __future__ import annotations

from pathlib import PurePath

from archive.messages import Unreadable
from archive.reading import mail, source_formats, text
from archive.reading.akn.reader import AKN
from archive.reading.docx.office import DOC, ODT, RTF
from archive.reading.docx.reader import DOCX
from archive.reading.draft import Draft, ReadingWarning
from archive.reading.foreign import foreign
from archive.reading.html.reader import HTML
from archive.reading.markdown import MARKDOWN
from archive.reading.pdf.reader import PDF
from archive.reading.reader import Reader
from archive.reading.scans.reader import SCAN
from archive.reading.text import TEXT
from archive.reading.told import NOTHING, Told


def _read_mail(content: bytes, name: str, told: Told) -> list[Draft]:
    """The resolutions in the text and the attachments of a mail. The desk makes a source of each instead.

    A warning names each attachment that cannot be read. Raises Unreadable if nothing can be read.
    """
    drafts: list[Draft] = []
    refused: list[tuple[str, Unreadable]] = []
    for member in mail.members(content, name):
        try:
            drafts += read(member.content, member.name, told)
        except Unreadable as error:
            refused.append((member.name, error))
    if not drafts:
        raise refused[0][1]
    for place, draft in enumerate(drafts, start=1):
        draft.format, draft.part = source_formats.MAIL.key, str(place) if len(drafts) > 1 else ""
    drafts[0].warnings += [
        ReadingWarning("metadata", "mail.part_not_read", {"file": file.rpartition("!")[2]}) for file, _ in refused
    ]
    return drafts


MAIL = Reader(source_formats.MAIL, mail.recognise, _read_mail)

READERS: tuple[Reader, ...] = (MAIL, PDF, SCAN, DOCX, DOC, ODT, RTF, AKN, HTML, MARKDOWN, TEXT)


def read(content: bytes, name: str, told: Told = NOTHING) -> list[Draft]:
    """The resolutions in one source, in the order of the source. A source such as 77/263 A–B gives several Drafts.

    ``name`` is the file's name, for ``Draft.source`` and for messages. ``told`` is what a librarian tells about the
    source. If the source has no resolution, Unreadable is raised with a reason for the librarian.
    """
    if not content.strip():
        raise Unreadable("source.empty")
    reader = next(reader for reader in READERS if reader.recognise(content))
    if reader is TEXT:
        _refuse_no_text(content, name)
    try:
        return reader.read(content, name, told)
    except Unreadable as error:
        if reader is HTML and _is_of_another_format(name):
            raise _belied(name) from error  # a server has sent an error page in place of the file
        raise


def _refuse_no_text(content: bytes, name: str) -> None:
    """Raise Unreadable for a file that no other reader recognises and that is not a text.

    A file with the suffix .pdf that is no PDF is usually a broken download or an error page. A file with the text of a
    resolution is read under any name.
    """
    if code := foreign(content):
        raise Unreadable(code)
    if _is_of_another_format(name) and not text.looks_like_resolution(content):
        raise _belied(name)


def _is_of_another_format(name: str) -> bool:
    """Whether a file's name has the suffix of a format that is no plain text."""
    suffixes = {".zip"} | {suffix for each in source_formats.FORMATS if not each.is_text for suffix in each.suffixes}
    return PurePath(name).suffix.lower() in suffixes


def _belied(name: str) -> Unreadable:
    return Unreadable("source.name_belies_format", suffix=PurePath(name).suffix.lower())
