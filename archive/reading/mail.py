"""Opens mails (EML) and pages saved with their pictures in one file (MHTML), with Python's ``email``.

    mail → its own text, if it can be a resolution, and each attachment, as sources with names such as a.eml!65_72.pdf

The declared kind and name of a part are not trusted: the readers recognise each part by its content.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message as Part

from archive.characters import plain
from archive.messages import Unreadable
from archive.reading.html.decoding import decode
from archive.reading.sources import MAX_FILE, MEGABYTE, Source

MOST_PARTS = 200  # a mail with more parts is no letter with resolutions
_HEAD = 16_384  # bytes; servers add many headers before those that a mail must have
_HEADER = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{0,60}:[ \t\r\n]")
_NEEDED = re.compile(rb"^(?:MIME-Version|From|Date|Subject|Message-ID|Received|Return-Path):", re.M | re.I)
_LEAST = 2  # such headers
_QUOTED = re.compile(r"^(?:> ?)+", re.M)
# The words of a resolution: its enacting formula, or its number. A letter about a resolution rarely has the formula.
_RESOLUTION = re.compile(
    r"^(?:.{0,40}大\s?会|安全理事会|人权理事会|经济及社会理事会)\s?[,，]"
    r"|^The (?:General Assembly|Security Council|Human Rights Council|Economic and Social Council),",
    re.M,
)
_NO_CONTENT = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
                         "text/calendar", "text/vcard", "text/x-vcard", "application/pgp-encrypted"))  # fmt: skip
_ENCRYPTED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))


def recognise(content: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail.

    >>> recognise(b"From: a@un.org\\nSubject: 65/72\\n\\ntext"), recognise(b"From: the text")
    (True, False)
    """
    head = re.split(rb"\r?\n\r?\n", content[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    return _HEADER.match(head) is not None and len(_NEEDED.findall(head)) >= _LEAST


def members(content: bytes, name: str) -> list[Source]:
    """The text of a mail and its attachments, as sources. Attached mails are opened too.

    The text is left out if the mail has attachments, and the text has no formula of a resolution. Raises Unreadable if
    the mail is encrypted, has too many parts, or has nothing to read.
    """
    message = email.message_from_bytes(content)
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > MOST_PARTS:
            raise Unreadable("mail.too_many_parts", most=MOST_PARTS)
    attached = [_source(part, name, number) for number, part in enumerate(parts) if _is_attached(part)]
    found = [text for text in _texts(parts, name) if not attached or _is_resolution(text)]
    if not found and not attached:
        locked = any(part.get_content_type() in _ENCRYPTED for part in parts)
        raise Unreadable("mail.encrypted" if locked else "mail.no_text")
    return found + attached


def _is_resolution(text: Source) -> bool:
    return _RESOLUTION.search(plain(text.content.decode("utf-8-sig", "replace"))) is not None


def _is_attached(part: Part) -> bool:
    kind = part.get_content_type()
    if part.is_multipart() or kind in _NO_CONTENT or kind in _ENCRYPTED:
        return False
    if part.get_content_maintype() == "image" and (part.get("Content-ID") or part.get("Content-Location")):
        return False  # a picture inside the text
    named = part.get_content_disposition() == "attachment" or _name_of(part)
    return bool(named) or part.get_content_maintype() not in ("text", "image", "message")


def _texts(parts: list[Part], name: str) -> Iterator[Source]:
    """The text of the mail. Of the same text in two forms, the web page is taken, because it shows raised marks."""
    own = [part for part in parts if part.get_content_type() in ("text/plain", "text/html") and not _is_attached(part)]
    pages = [part for part in own if part.get_content_type() == "text/html"]
    for number, part in enumerate(pages or own, start=1):
        content = _content(part)
        charset = part.get_content_charset("") or ""
        is_page = part.get_content_type() == "text/html"
        own_name = f"{name}!{number}.{'html' if is_page else 'txt'}"
        try:
            text = _decoded(content, charset)
        except Unreadable:
            yield Source(own_name, content)  # its reader says why it cannot be read
            continue
        if text.strip():
            words = text if is_page else _QUOTED.sub("", text)
            # The mark of UTF-8 counts more than the encoding that the page itself names.
            yield Source(own_name, words.encode("utf-8-sig", "replace"))


def _decoded(content: bytes, charset: str) -> str:
    """The text of a part. Raises Unreadable if neither the declared encoding nor any other fits the bytes."""
    declared = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
    return decode(declared + content).removeprefix(declared.decode("ascii"))


def _source(part: Part, name: str, number: int) -> Source:
    return Source(f"{name}!{_name_of(part) or f'{number}'}", _content(part))


def _content(part: Part) -> bytes:
    """The bytes of a part. Raises Unreadable if they are too many."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if len(content) > MAX_FILE:
        raise Unreadable("source.too_large", size=f"{len(content) / MEGABYTE:.0f}", most=MAX_FILE // MEGABYTE)
    return content


def _name_of(part: Part) -> str:
    """The file name of a part, without folders; "" if it has none or a damaged one."""
    try:
        name = part.get_filename() or ""
        pieces = decode_header(name)
        words = "".join(
            piece.decode(charset or "ascii", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in pieces
        )
    except (LookupError, ValueError):
        return ""
    return re.split(r"[/\\]", words)[-1].strip()[-200:]
