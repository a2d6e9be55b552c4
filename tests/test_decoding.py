"""Tests decoding of bytes: the encodings of Chinese texts are decoded, and other bytes are refused."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.messages import Unreadable
from archive.reading.decoding import decode

SEED = Path(__file__).resolve().parents[1] / "fixtures" / "resolutions" / "A_RES_65_72.txt"
TEXT = (
    "65/72. 采取联合行动彻底消除核武器\r\n\r\n大会，\r\n"
    "  回顾其 2009 年第 64/47 号决议（A/64/1），——“某事”；\r\n㈠\t１．\u3000某事。\f"
)

ENCODINGS = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with its mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16 LE with its mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16 BE with its mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-32 LE with its mark": lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
    "GB18030": lambda text: text.encode("gb18030"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("text", [TEXT, SEED.read_text(encoding="utf-8"), "大会，\n"], ids=["forms", "seed", "short"])
def test_decoding_gives_back_the_text(name: str, text: str) -> None:
    assert decode(ENCODINGS[name](text)) == text


TRADITIONAL = (
    "65/72. 採取聯合行動徹底消除核武器\r\n大會，\r\n　　回顧其 2009 年第 64/47 號決議（A/64/1），——「某事」；\r\n"
)


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be", "utf-8"])
def test_traditional_script(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=80))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bytes(range(256)) * 20, "source.not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "source.not_text"),
        (b"\x01\x02\x03\x04" * 100, "source.control_characters"),
        ("Le café a été décidé à Genève.".encode("latin-1") * 9, "source.no_known_encoding"),
        ("決議は総会で採択された。".encode("shift-jis") * 20, "source.no_known_encoding"),
        ("大会，\n回顾某事，\n".encode() + b"\xff\xfe\xff", "source.no_known_encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "source.damaged_encoding"),
        (codecs.BOM_UTF8 + b"\xe5\xa4", "source.damaged_encoding"),
    ],
    ids=["all bytes", "picture", "control", "Latin-1", "Shift-JIS", "broken UTF-8", "broken UTF-16", "cut off"],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(content)
    assert refused.value.message.code == code


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except Unreadable:
        return
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "gb18030", "big5hkscs", "cp950")
    assert any(content.decode(e, "ignore").removeprefix("\ufeff") == text for e in encodings)
