"""Files that no reader reads are called what they are. Files with a password are called that."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from archive.messages import Unreadable
from archive.reading import read
from archive.reading.foreign import OLE


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def ole(stream: str = "", flags: int | None = None) -> bytes:
    """The beginning of an OLE file with a stream of this name, or with a Word document that has these flags."""
    word = b"" if flags is None else struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags)
    return OLE + bytes(504) + word.ljust(512, b"\0") + stream.encode("utf-16-le").ljust(512, b"\0")


ODT = "application/vnd.oasis.opendocument.text"
LOCKED = '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ole("EncryptedPackage"), "office.encrypted"),
        (ole(flags=0x0100), "office.encrypted"),
        (package(mimetype=ODT, **{"content.xml": "x", "META-INF__manifest.xml": LOCKED}), "office.encrypted"),
        (ole("Workbook"), "source.spreadsheet"),
        (ole("PowerPoint Document"), "source.presentation"),
        (ole("__properties_version1.0"), "source.outlook"),
        (package(xl__workbook="x", **{"[Content_Types].xml": "<Types/>"}), "source.spreadsheet"),
        (package(ppt__presentation="x", **{"[Content_Types].xml": "<Types/>"}), "source.presentation"),
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "source.spreadsheet"),
        (package(mimetype="application/epub+zip"), "source.e_book"),
        (package(a="x"), "source.zip_or_other_office_file"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "source.picture"),
        (b"\x00\x00\x00\x18ftypheic", "source.picture"),
        (b"\x00\x00\x00\x18ftypmp42", "source.sound_or_film"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "source.sound_or_film"),
        (b"\x1f\x8b\x08\x00", "source.compressed"),
        (bytes(257) + b"ustar\x0000", "source.compressed"),
        (b"Rar!\x1a\x07\x01\x00", "source.compressed"),
        (b"\xffWPC\x01", "source.wordperfect"),
        (b"%!PS-Adobe-3.0", "source.postscript"),
        (b"\x78\x9f\x3e\x22\x01", "source.winmail"),
        (b"\x7fELF\x02", "source.program"),
    ],
)
def test_the_kind_is_named(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "file.docx")
    assert refused.value.message.code == code
