"""Tests the files of a text at the address of its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.intake.stored_draft import draft_of
from archive.models import Resolution, Revision
from archive.reading import read
from archive.views.files import answers
from archive.writing.typesetting import why_not
from tests import shelf
from tests.written_texts import form

pytestmark = pytest.mark.django_db
URL = "/A/RES/90/2/"


@pytest.fixture(autouse=True)
def filled(db: None, settings: Any, tmp_path: Path) -> None:
    settings.TYPESET_DIR = tmp_path / "typeset"
    shelf.fill()


def file_of(client: Client, query: str) -> tuple[int, str, str, bytes]:
    response = client.get(f"{URL}?{query}")
    content = b"".join(response) if response.streaming else response.content
    headers = response.headers
    return response.status_code, headers["Content-Type"], headers.get("Content-Disposition", ""), content


@pytest.mark.parametrize(
    ("name", "kind", "ending", "begins"),
    [
        ("akn", "application/akn+xml", "xml", b"<?xml"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", b"PK"),
        ("txt", "text/plain; charset=utf-8", "txt", b"\xef\xbb\xbfA/RES/90/2"),
        ("md", "text/markdown; charset=utf-8", "md", b"A/RES/90/2"),
        ("csv", "text/csv; charset=utf-8", "csv", b"\xef\xbb\xbfsymbol,language,revision"),
    ],
)
def test_a_file_has_its_type_and_a_name(client: Client, name: str, kind: str, ending: str, begins: bytes) -> None:
    status, given, disposition, content = file_of(client, f"format={name}")
    assert (status, given) == (200, kind)
    assert disposition == f'attachment; filename="A-RES-90-2.zh.r1.{ending}"'
    assert content.startswith(begins)


def test_akoma_ntoso_has_the_stored_text(client: Client) -> None:
    revision = Revision.objects.leading().get(text__resolution__document__key="A/RES/90/2")
    *_, content = file_of(client, "format=akn")
    [draft] = read(content, "a.xml")
    again, stored = form(draft), form(draft_of(revision))
    for each in (again, stored):  # the file has the footnotes in the order of their marks
        each["words"]["footnotes"].sort(key=lambda note: note["marker"])
    assert again["words"] == stored["words"]
    assert again["marks"] == stored["marks"]


def test_a_file_is_the_same_on_pages_in_both_languages(client: Client) -> None:
    files = []
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        files.append(file_of(client, "text=zh&format=txt")[3])
    assert files[0] == files[1]
    assert "如何引用" in files[0].decode()


@pytest.mark.skipif(why_not("zh") != "", reason="needs the package typst and a Chinese face")
def test_pdf_is_made_once_for_each_state_of_a_text(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, kind, _, first = file_of(client, "format=pdf")
    assert (status, kind, first[:5]) == (200, "application/pdf", b"%PDF-")
    Revision.objects.update(title="改过的标题", title_marks=[])
    *_, mended = file_of(client, "format=pdf")
    assert (mended != first, len(list(settings.TYPESET_DIR.iterdir()))) == (True, 2)

    def never(*_: Any) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr("archive.writing.pdf.write", never)
    assert file_of(client, "format=pdf")[3] == mended
    Resolution.objects.filter(document__key="A/RES/90/2").update(withdrawn_at="2044-12-08T00:00Z")
    assert file_of(client, "format=pdf")[0] == 410


def test_without_a_typesetter_the_address_says_so_and_the_page_offers_none(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "why_not", lambda language: "writing.no_face")
    status, kind, _, content = file_of(client, "format=pdf")
    assert (status, kind) == (503, "application/problem+json")
    assert "字体" in content.decode()
    page = html.fromstring(client.get(URL).content.decode())
    assert not page.cssselect('a[href*="format=pdf"]')


def test_the_page_links_the_files_of_the_text_that_it_shows(client: Client) -> None:
    page = html.fromstring(client.get(f"{URL}?revision=1").content.decode())
    links = [link.get("href") for link in page.cssselect("main .ways a[href*='format=']")]
    assert "?text=zh&format=akn" in links
    assert all(client.get(f"{URL}{link}").status_code == 200 for link in links)


def test_a_withdrawn_text_has_no_files(client: Client) -> None:
    Resolution.objects.filter(document__key="A/RES/90/2").update(withdrawn_at="2044-12-08T00:00Z")
    assert [file_of(client, f"format={name}")[0] for name in ("akn", "txt", "md", "csv", "pdf")] == [410] * 5


def test_a_hostile_title_stays_words(client: Client) -> None:
    Revision.objects.update(title="<script>alert(1)</script> [x](javascript:y)", title_marks=[])
    *_, markdown = file_of(client, "format=md")
    assert rb"\<script\>alert(1)\</script\> \[x\](javascript:y)" in markdown
    *_, xml = file_of(client, "format=akn")
    assert b"<script" not in xml
