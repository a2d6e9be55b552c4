"""Tests what the pages say where the archive has only one resolution: nothing untrue, and no list without a word.

The text is invented.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.models import MemberState, Series, SeriesEntry
from archive.searching import freshness
from tests import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_resolution")]


@pytest.fixture
def one_resolution(db: None, empty_index: None) -> None:
    shelf.store(shelf.draft(sponsors=[]))
    series = Series.objects.create()
    for symbol in ("A/RES/89/1", "A/RES/90/2"):
        SeriesEntry.objects.create(series=series, document_id=symbol)
    MemberState.objects.create(code="JPN", short_en="Japan", short_zh="日本", admitted="1956-12-18")
    freshness.rebuild()


def said(client: Client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200, address
    main: Any = html.fromstring(response.content.decode()).cssselect("main")[0]
    return " ".join(main.text_content().split())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/coverage/", "The archive has texts of session 90."),
        ("/coverage/", "It has nothing of sessions 1–89."),
        ("/", "the highest has 1 resolution."),
        ("/documents/", "This counts only the texts of session 90."),
        ("/sponsors/", "The archive knows no sponsors of these resolutions."),
        ("/sponsors/JPN/", "No source in the archive names this State as a sponsor."),
        ("/series/A/RES/90/2/", "The archive does not have two roll calls of this series that can be compared."),
        ("/search/?q=weapons", "The archive has no text in English."),
        ("/subjects/", "1 resolution has no subject"),
    ],
)
def test_an_empty_place_says_why(client: Client, address: str, words: str) -> None:
    assert words in said(client, address)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/sponsors/", "0 of 1"),
        ("/sponsors/JPN/", "Take a filter away"),
        ("/search/?q=weapons", "in the English texts too"),
        ("/coverage/", "sessions 90"),
    ],
)
def test_what_is_not_known_is_not_counted(client: Client, address: str, words: str) -> None:
    assert words not in said(client, address)
