"""Tests fetching one document by its symbol: forms, empty answers, file names, and other symbols."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.fetching import un_documents
from archive.fetching.client import Client
from archive.fetching.hosts import FetchError
from tests.stand_in_server import Answer, StandIn

PDF, OLD_WORD = b"%PDF-1.7\ntext", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 text"
WORD, WORD_PERFECT = b"PK\x03\x04 text", b"\xffWPC text"
NOTHING = b""


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


def path(symbol: str, language: str, form: str) -> str:
    return f"/api/symbol/access?s={quote(symbol, safe='')}&l={language}&t={form}"


def client_of(server: StandIn) -> Client:
    return Client(un_documents.hosts(server.origin), "a@example.org", sleep=lambda seconds: None)


@pytest.mark.parametrize(
    ("pdf", "doc", "name", "requests"),
    [
        (PDF, WORD, "A_RES_65_72-zh.pdf", 1),
        (b"\n\n" + PDF, WORD, "A_RES_65_72-zh.pdf", 1),
        (NOTHING, WORD, "A_RES_65_72-zh.docx", 2),
        (b"\n", OLD_WORD, "A_RES_65_72-zh.doc", 2),
        (NOTHING, WORD_PERFECT, "A_RES_65_72-zh.wpd", 2),
        (NOTHING, b"{\\rtf1 text}", "A_RES_65_72-zh.rtf", 2),
    ],
)
def test_pdf_comes_first_and_word_where_there_is_no_pdf(
    server: StandIn, tmp_path: Path, pdf: bytes, doc: bytes, name: str, requests: int
) -> None:
    server.answers[path("A/RES/65/72", "zh", "pdf")] = [Answer(pdf)]
    server.answers[path("A/RES/65/72", "zh", "doc")] = [Answer(doc)]
    found = un_documents.fetch(client_of(server), "A/RES/65/72", "zh", tmp_path)
    assert found is not None
    assert (found.name, found.content) == (name, pdf if name.endswith("pdf") else doc)
    assert len(server.asked) == requests


def test_nothing_in_either_form_is_not_there(server: StandIn, tmp_path: Path) -> None:
    for form in ("pdf", "doc"):
        server.answers[path("A/RES/65/999", "en", form)] = [Answer(NOTHING)]
    assert un_documents.fetch(client_of(server), "A/RES/65/999", "en", tmp_path) is None


@pytest.mark.parametrize("answer", [b"<html>Please enable JavaScript</html>", b"PDF", WORD])
def test_what_is_no_document_of_this_form_is_an_error(server: StandIn, tmp_path: Path, answer: bytes) -> None:
    server.answers[path("A/RES/65/72", "zh", "pdf")] = [Answer(answer)]
    with pytest.raises(FetchError) as caught:
        un_documents.fetch(client_of(server), "A/RES/65/72", "zh", tmp_path)
    assert caught.value.message.code == "fetching.no_document"


def test_a_part_is_asked_for_under_the_symbol_of_its_whole(server: StandIn, tmp_path: Path) -> None:
    server.answers[path("A/RES/2603(XXIV)", "zh", "pdf")] = [Answer(PDF)]
    found = un_documents.fetch(client_of(server), "A/RES/2603A(XXIV)", "zh", tmp_path)
    assert found is not None
    assert found.name == "A_RES_2603(XXIV)-zh.pdf"


def test_a_redirect_to_another_host_is_not_followed(server: StandIn, tmp_path: Path) -> None:
    away = Answer(status=302, headers={"Location": "https://example.org/a.pdf"})
    server.answers[path("A/RES/65/72", "zh", "pdf")] = [away]
    with pytest.raises(FetchError) as caught:
        un_documents.fetch(client_of(server), "A/RES/65/72", "zh", tmp_path)
    assert caught.value.message.code == "fetching.not_allowed"


def test_a_large_file_is_refused(server: StandIn, tmp_path: Path) -> None:
    server.answers[path("A/RES/65/72", "zh", "pdf")] = [Answer(PDF, states=21 * 1024 * 1024)]
    with pytest.raises(FetchError) as caught:
        un_documents.fetch(client_of(server), "A/RES/65/72", "zh", tmp_path)
    assert caught.value.message.code == "fetching.too_large"


@pytest.mark.parametrize(
    ("symbol", "can"),
    [
        ("A/RES/65/72", True),
        ("A/RES/2373(XXII)", True),
        ("A/RES/S-10/2", True),
        ("S/RES/1540(2004)", True),
        ("E/RES/2021/5", True),
        ("A/HRC/RES/51/22", True),
        ("A/DEC/52/492", False),
        ("A/65/123", False),
        ("INFCIRC/540", False),
        ("treaty:NPT", False),
        ("title:某公约", False),
        ("A/RES/65/72&t=doc", False),
        ("A/RES/../../x/72", False),
        ("", False),
    ],
)
def test_which_symbols_can_be_fetched(symbol: str, can: bool) -> None:
    assert un_documents.can_fetch(symbol) == can


def test_only_the_hosts_of_the_un_without_a_stand_in() -> None:
    assert un_documents.hosts().names == {"documents.un.org", "docs.un.org"}
    assert un_documents.hosts("http://127.0.0.1:8099").names == frozenset()
