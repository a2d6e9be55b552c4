"""Mails: their own text and their attachments are read, whatever a mail says that they are."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from archive.messages import Unreadable
from archive.reading import mail, read

TEXT = "65/72. 彻底消除核武器\n大会，\n回顾《联合国宪章》，\n1. 决定继续审议。\n2010年12月8日\n第60次全体会议\n"
LETTER = "您好！附上大会关于裁军的决议，请查收。\n"
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.splitlines()) + "</body></html>"


def letter(text: str = LETTER, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "决议"
    message.set_content(text, charset=charset)
    return message


def names(message: EmailMessage) -> list[str]:
    return [member.name for member in mail.members(message.as_bytes(), "a.eml")]


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (TEXT, "utf-8"),
        (TEXT, "gb18030"),
        ("".join(f"> {line}\n" for line in TEXT.splitlines()), "utf-8"),
        ("转发如下。\n\n" + "".join(f">> {line}\n" for line in TEXT.splitlines()), "utf-8"),
    ],
)
def test_the_text_of_a_mail(text: str, charset: str) -> None:
    [draft] = read(letter(text, charset).as_bytes(), "a.eml")
    assert (draft.symbol, draft.format) == ("A/RES/65/72", "mail")
    assert [clause.path for clause in draft.clauses] == ["pp1", "op1"]


def test_a_mail_in_two_forms_is_read_once() -> None:
    message = letter(TEXT)
    message.add_alternative(PAGE, subtype="html")
    assert names(message) == ["a.eml!1.html"]
    assert read(message.as_bytes(), "a.eml")[0].symbol == "A/RES/65/72"


def test_attachments_are_sources_of_their_own() -> None:
    message = letter()
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="决议/65_72.txt")
    message.add_attachment(PAGE.encode(), maintype="image", subtype="png", filename="65_72.html")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    assert names(message) == ["a.eml!65_72.txt", "a.eml!65_72.html", "a.eml!logo.gif"]
    first, second = read(message.as_bytes(), "a.eml")
    assert [(one.symbol, one.part) for one in (first, second)] == [("A/RES/65/72", "1"), ("A/RES/65/72", "2")]
    assert [w.values for w in first.warnings if w.code == "mail.part_not_read"] == [{"file": "logo.gif"}]


def test_a_text_in_a_wrong_encoding_does_not_hide_the_attachments() -> None:
    message = letter()
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="a.txt")
    content = message.as_bytes().replace(b"base64", b"8bit", 1).replace(b"5oKo", b"\xff\x81\xff", 1)
    assert [member.name for member in mail.members(content, "a.eml")] == ["a.eml!a.txt"]


def test_the_text_is_read_beside_attachments_if_it_has_a_formula() -> None:
    message = letter(TEXT)
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="a.txt")
    assert names(message) == ["a.eml!1.txt", "a.eml!a.txt"]


def test_an_attached_mail_is_opened() -> None:
    inner = letter(LETTER)
    inner.add_attachment(TEXT.encode(), maintype="application", subtype="pdf", filename="inner.txt")
    message = letter()
    message.add_attachment(inner)
    assert "a.eml!inner.txt" in names(message)


def test_a_page_saved_in_one_file() -> None:
    encoded = base64.encodebytes(PAGE.encode()).decode()
    content = (
        "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        f"--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Location: https://a.example/\n\n"
        f"{encoded}\n--b\nContent-Type: image/png\nContent-Location: https://a.example/a.png\n\nx\n--b--\n"
    )
    [draft] = read(content.encode(), "65_72.mhtml")
    assert (draft.symbol, len(draft.clauses)) == ("A/RES/65/72", 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"From: a\nSubject: b\n\n", "mail.no_text"),
        (b"From: a\nSubject: b\nContent-Type: application/pkcs7-mime\n\nMIAG", "mail.encrypted"),
        (b"From: a\nSubject: b\n\nBest regards\n", "text.no_language"),
        (
            b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 300 + b"--x--",
            "mail.too_many_parts",
        ),
    ],
)
def test_refused_mails(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "a.eml")
    assert refused.value.message.code == code
