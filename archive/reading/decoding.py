"""Decodes a text in UTF-8, UTF-16 (either byte order), GB18030 or Big5. UTF-8 and UTF-16 can have a byte order mark.

Chinese texts come in all of these encodings. Decoding is strict, so no character is ever replaced. If two encodings fit
the bytes, the decoder takes the encoding that gives ordinary Chinese characters.
"""

from __future__ import annotations

import codecs
import re

from archive.characters import plain
from archive.messages import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # comes before UTF-16, because the mark of UTF-32 begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000  # number of characters that are checked
# Encodings without a mark, in the order in which they are tried. Big5 has the characters of Hong Kong, or of Windows.
_BIG5 = ("big5hkscs", "cp950")
_UNMARKED = ("utf-16-le", "utf-16-be", "gb18030", *_BIG5)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
# Characters that occur in Chinese texts. A wrong decoding gives many other characters.
_EXPECTED = re.compile(
    "[\t\n\r\f\x20-\x7e\u00a0-\u00ff\u2010-\u2044\u2460-\u24ff\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff00-\uff65]"
)
_HAN = re.compile("[\u4e00-\u9fff]")


def decode(content: bytes) -> str:
    """The text in the bytes of a file, without a byte order mark.

    Raises Unreadable if the bytes are not a text, or if the encoding is not certain.

    >>> decode("大会，".encode("gb18030")), decode("大会，".encode("utf-16"))
    ('大会，', '大会，')
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as_text(_marked(content, encoding))
    text = _try(content, "utf-8")
    if text is not None and "\x00" not in text[:_SAMPLE]:
        return _as_text(text)
    for encoding in _UNMARKED:
        text = _try(content, encoding)
        if text and encoding in _BIG5 and not _is_chinese(text):
            continue  # Latin letters with accents are Big5 too
        if text and _plausible(text) > 0.95 and common(text) > 0.85:
            return _as_text(text)
    if _try(content, "utf-8") is None and b"\x00" not in content[:_SAMPLE]:
        raise _encoding_unknown(content)
    raise Unreadable("source.not_text")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise Unreadable("source.damaged_encoding", encoding=name, byte=error.start) from None


def _as_text(text: str) -> str:
    """The text without a byte order mark. Raises Unreadable if over 1 % of its characters are control characters."""
    if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 100:
        raise Unreadable("source.control_characters")
    return text.removeprefix("\ufeff")


def _plausible(text: str) -> float:
    """The share of characters that are expected in a Chinese text, from 0 to 1."""
    sample = text[:_SAMPLE]
    return len(_EXPECTED.findall(sample)) / max(1, len(sample))


def _is_chinese(text: str) -> bool:
    """Whether at least a quarter of the characters that are no white space are Han characters."""
    sample = "".join(text[:_SAMPLE].split())
    return len(_HAN.findall(sample)) * 4 >= len(sample)


def common(text: str) -> float:
    """The share of a text's Han characters that are common, from 0 to 1; 1 if the text has no Han characters.

    Common are the 3,755 characters in level 1 of GB 2312. The share is near 1 for Chinese; traditional characters count
    as simplified ones. It is much lower if the bytes are Shift-JIS or another encoding than the one that was tried,
    because the decoding is then wrong.
    """
    pairs = [c.encode("gb18030") for c in _HAN.findall(plain(text[:_SAMPLE]))]
    return sum(len(p) == 2 and 0xB0 <= p[0] <= 0xD7 and p[1] >= 0xA1 for p in pairs) / len(pairs) if pairs else 1.0


def _encoding_unknown(content: bytes) -> Unreadable:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Unreadable("source.no_known_encoding", line=line)
    return Unreadable("source.unknown_encoding")
