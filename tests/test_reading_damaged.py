"""Tests damaged zip archives and office files: each is refused with a message, for every compression of its members."""

from __future__ import annotations

import io
import zipfile

import pytest

from archive.messages import Message, catalogue
from archive.reading import Unreadable, read

ODT = "application/vnd.oasis.opendocument.text"
DOCUMENT = "<document>" + "大会，回顾" * 200 + "</document>"


def package(members: dict[str, str], method: int = zipfile.ZIP_DEFLATED, damage: str = "") -> bytes:
    """A zip archive of these members. In the member ``damage``, the packed bytes after the ninth are changed."""
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
def test_damage_inside_is_refused_with_a_message(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "x")
    assert refused.value.message.code in catalogue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("77.pdf", b"broken off"),
        ("77.PDF", bytes(range(256)) * 9),
        ("77.docx", b"<html><body>404</body></html>"),
        ("77.doc", b"\x00" * 900),
    ],
)
def test_a_file_whose_name_belies_its_content_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    assert refused.value.message == Message("source.name_belies_format", {"suffix": name[2:].lower()})


def test_a_chinese_text_under_a_wrong_name_is_read() -> None:
    text = "65/72. 采取联合行动\n大会，\n回顾其第64/47号决议，\n1. 欢迎该报告。\n"
    assert [draft.format for draft in read(text.encode(), "65_72.doc")] == ["text"]
