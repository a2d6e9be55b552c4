"""Names the kind of a file that no reader reads, so that the librarian learns what she has brought in.

The kind is recognised from the first bytes, or from the names of the parts of an office file. Each kind is the code of
a message: ``source.spreadsheet``, ``source.picture``, ``office.encrypted`` ….
"""

from __future__ import annotations

import io
import zipfile

from archive.reading.sources import DAMAGED_ZIP

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of older office files, of encrypted ones, and of Outlook
_ZIP = b"PK\x03\x04"
_STARTS = (
    (b"\x89PNG", "source.picture"),
    (b"\xff\xd8\xff", "source.picture"),
    (b"GIF8", "source.picture"),
    (b"II*\x00", "source.picture"),
    (b"MM\x00*", "source.picture"),
    (b"AT&TFORM", "source.picture"),  # DjVu
    (b"7z\xbc\xaf\x27\x1c", "source.compressed"),
    (b"Rar!\x1a\x07", "source.compressed"),
    (b"\x1f\x8b", "source.compressed"),
    (b"BZh", "source.compressed"),
    (b"\xfd7zXZ\x00", "source.compressed"),
    (b"\x28\xb5\x2f\xfd", "source.compressed"),
    (b"\xffWPC", "source.wordperfect"),
    (b"%!PS", "source.postscript"),
    (b"\x78\x9f\x3e\x22", "source.winmail"),
    (b"ID3", "source.sound_or_film"),
    (b"OggS", "source.sound_or_film"),
    (b"\x1aE\xdf\xa3", "source.sound_or_film"),
    (b"\x7fELF", "source.program"),
    (b"MZ\x90\x00", "source.program"),
)
_TAR = 257, b"ustar"  # the place and the mark of a tar archive
# The names of streams that only one kind of OLE file has, in the order in which they are looked for.
_STREAMS = (
    ("EncryptedPackage", "office.encrypted"),
    ("__properties_version1.0", "source.outlook"),
    ("PowerPoint Document", "source.presentation"),
    ("Workbook", "source.spreadsheet"),
)
_WORD, _ENCRYPTED = b"\xec\xa5", 0x0100  # the first bytes of a Word document, and a bit of its flags
_SECTOR = 512
# The beginnings of names of parts, or of media types in the part "mimetype", of files that are zip archives.
_PARTS = (("xl/", "source.spreadsheet"), ("ppt/", "source.presentation"), ("visio/", "source.presentation"))
_MEDIA = (
    ("application/epub+zip", "source.e_book"),
    ("application/vnd.oasis.opendocument.spreadsheet", "source.spreadsheet"),
    ("application/vnd.oasis.opendocument.presentation", "source.presentation"),
)


def foreign(content: bytes) -> str | None:
    """The code of the message that names the kind of a file; None for a text and for unknown bytes.

    >>> foreign(b"GIF89a"), foreign("大会，".encode())
    ('source.picture', None)
    """
    if content.startswith(OLE):
        return ole_kind(content)
    if content.startswith(_ZIP):
        return zip_kind(content) or "source.zip_or_other_office_file"
    if content[_TAR[0] :].startswith(_TAR[1]):
        return "source.compressed"
    if content[4:8] == b"ftyp":
        return "source.picture" if content[8:11] in (b"hei", b"avi", b"mif") else "source.sound_or_film"
    if content.startswith(b"RIFF"):
        return "source.picture" if content[8:12] == b"WEBP" else "source.sound_or_film"
    return next((code for start, code in _STARTS if content.startswith(start)), None)


def ole_kind(content: bytes) -> str | None:
    """The kind of an OLE file; None for a Word document without a password, and for a file that may be one."""
    found = next((code for name, code in _STREAMS if name.encode("utf-16-le") in content), None)
    return found or ("office.encrypted" if _is_encrypted_doc(content) else None)


def zip_kind(content: bytes) -> str | None:
    """The kind of an office file that is a zip archive; None for a text document, and for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            media = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except DAMAGED_ZIP:
        return None
    if media and b"encryption-data" in manifest:
        return "office.encrypted"
    by_media = next((code for start, code in _MEDIA if media.startswith(start)), None)
    return by_media or next((code for start, code in _PARTS if any(name.startswith(start) for name in names)), None)


def _is_encrypted_doc(content: bytes) -> bool:
    """Whether the header of a Word document (FIB) says that the document is encrypted."""
    for place in range(_SECTOR, len(content), _SECTOR):
        if content.startswith(_WORD, place):
            return bool(int.from_bytes(content[place + 10 : place + 12], "little") & _ENCRYPTED)
    return False
