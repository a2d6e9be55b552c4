"""Decodes a saved web page. The page usually names its encoding in a ``meta`` element."""

from __future__ import annotations

import codecs
import re

from archive.messages import Unreadable
from archive.reading import decoding

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD = 4096  # bytes; a page names its encoding near the beginning
# Pages name the older, smaller sets of characters, and use the larger ones. Browsers decode them so too.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "hz-gb-2312": "gb18030", "big5": "big5hkscs"}
_LARGER |= {"iso8859-1": "cp1252", "ascii": "cp1252"}
_OF_ONE_BYTE = "cp1252"
# Codecs of Python that are no encodings of texts, or that do not decode bytes to characters.
_SAFE = re.compile(r"utf-?(?:8|16)|gb|big5|cp\d|iso8859|euc|koi8|shift|ascii|hz")


def decode(content: bytes) -> str:
    """The characters of a page. Raises Unreadable if no encoding fits the bytes.

    >>> decode('<meta charset="big5">大會'.encode("big5"))
    '<meta charset="big5">大會'
    """
    declared = _declared(content)
    if declared and declared != _OF_ONE_BYTE and not content.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(declared)
        except UnicodeDecodeError:
            pass  # the page names a wrong encoding
    try:
        return decoding.decode(content)
    except Unreadable:
        if declared != _OF_ONE_BYTE:
            raise
        return content.decode(_OF_ONE_BYTE, "replace")


def _declared(content: bytes) -> str:
    """The name of the encoding that the page gives, as a codec of Python; "" if there is none."""
    found = _DECLARED.search(content[:_HEAD])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return ""
    name = _LARGER.get(name, name)
    return name if _SAFE.match(name) else ""
