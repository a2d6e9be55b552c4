"""Zip archives with damage inside, as office files are: each refused in a sentence, however its members are packed."""

from __future__ import annotations

import io
import zipfile

import pytest

from archive.reading import Unreadable, read

ODT = "application/vnd.oasis.opendocument.text"
DOCUMENT = "<document>" + "大会，回顾" * 200 + "</document>"


def package(members: dict[str, str], method: int = zipfile.ZIP_DEFLATED, damage: str = "") -> bytes:
    """A zip of these members; the packed bytes of ``damage`` turned over behind their first nine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    content = bytearray(stream.getvalue())
    if damage:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            info = archive.getinfo(damage)
        start = info.header_offset + 30 + len(damage)
        for place in range(start + min(9, info.compress_size // 4), start + info.compress_size):
            content[place] ^= 0x5A
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        package({"[Content_Types].xml": ""}),
        package({"[Content_Types].xml": "<Types><"}),
        package({"[Content_Types].xml": "<Types/>" * 9}, damage="[Content_Types].xml"),
        *(
            package({"word/document.xml": DOCUMENT}, method, "word/document.xml")
            for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        ),
        *(
            package({"mimetype": ODT}, method, "mimetype")
            for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        ),
    ],
)
def test_damage_inside_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"[.;]"):
        read(content, "x")
