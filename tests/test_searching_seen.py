"""Tests that no road from the search to a text shows what readers may not see, whatever is in the index."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import etree

from archive.desk import taking_back
from archive.models import Clause, IndexChange, Resolution, Revision, Text
from archive.reading.draft import DraftClause
from archive.searching import freshness
from tests.shelf import draft, full, store

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "鲸鱼"
ROADS = [
    "/search/?q=鲸鱼",
    "/search/?q=鲸鱼&by=resolutions",
    "/search/?q=鲸鱼&order=newest",
    "/search/?q=鲸鱼&format=json",
    "/search/?q=鲸鱼&by=resolutions&format=json",
    "/search/?q=鲸鱼&format=csv",
    "/search/?q=鲸鱼&format=atom",
    "/search/?session=90&format=json",
    "/search/?session=90&format=csv",
]


@pytest.fixture(autouse=True)
def index(db: None, empty_index: None) -> None:
    """An index with a resolution that is then withdrawn or replaced."""
    store(*full())
    store(draft("A/RES/90/3", title="一项试验", clauses=[DraftClause("operative", "op1", "1.", "请", "请鲸鱼唱歌；")]))
    freshness.rebuild()


def answered(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


def shown(client: Client, address: str) -> bool:
    """Whether an answer has the clause, apart from the question that a page repeats."""
    return "唱歌" in answered(client, address)


def withdraw() -> None:
    user = get_user_model().objects.create_superuser("chief")
    taking_back.withdraw(Resolution.objects.get(document__key="A/RES/90/3").pk, by=user, reason="含私人信息")


def replace() -> None:
    store(draft("A/RES/90/3", title="一项试验", clauses=[DraftClause("operative", "op1", "1.", "请", "请各国唱颂；")]))
    Revision.objects.filter(current=False).update(withheld_at="2030-01-01T00:00Z", withheld_reason="含私人信息")


@pytest.mark.parametrize("act", [withdraw, replace])
@pytest.mark.parametrize("address", ROADS)
@pytest.mark.parametrize("noted", [True, False])
def test_the_index_does_not_decide_what_is_shown(client: Client, address: str, act: Any, noted: bool) -> None:
    """The index still has the words. ``noted`` False: not even the note says that it is behind."""
    assert shown(client, address)
    act()
    if not noted:
        IndexChange.objects.all().delete()
    assert not shown(client, address)


@pytest.mark.parametrize("act", [withdraw, replace])
def test_counts_and_facets_leave_out_what_the_index_has_not_followed(client: Client, act: Any) -> None:
    before = json.loads(answered(client, "/search/?q=鲸鱼&format=json"))
    assert (before["count"], before["facets"].get("symbol", [])) == (1, [])
    assert before["notices"] == []
    act()
    after = json.loads(answered(client, "/search/?q=鲸鱼&format=json"))
    assert after["count"] == 0
    assert not any(after["facets"].values())
    assert [notice["code"] for notice in after["notices"]] == ["search.behind"]
    assert "检索正在更新" in answered(client, "/search/?q=鲸鱼")
    assert "检索正在更新" in answered(client, "/search/?q=鲸鱼&format=atom")
    freshness.follow()
    after = json.loads(answered(client, "/search/?q=鲸鱼&format=json"))
    assert (after["count"], after["notices"]) == (0, [])


@pytest.mark.parametrize(
    "more", ["", *(f"&format={name}" for name in ("json", "csv", "atom", "bib")), "&bibliography="]
)
def test_every_format_says_that_the_index_is_behind(client: Client, more: str) -> None:
    def said() -> str | None:
        return client.get(f"/search/?q=鲸鱼{more}").headers.get("Search-Notices")

    assert said() is None
    withdraw()
    assert said() == "search.behind"
    freshness.follow()
    assert said() is None


def test_a_page_says_so_if_the_database_drops_hits(client: Client) -> None:
    Text.objects.filter(resolution__document__key="A/RES/90/3").update(leading=False)
    IndexChange.objects.all().delete()
    for address in ("/search/?q=鲸鱼&format=json", "/search/?q=鲸鱼&by=resolutions&format=json"):
        assert [n["code"] for n in json.loads(answered(client, address))["notices"]] == ["search.behind"]


def test_a_feed_shows_markup_as_text(client: Client) -> None:
    words = "请鲸鱼 <b>R&D</b> & <script>alert(1)</script>"
    Clause.objects.filter(path="op1", text__contains="唱歌").update(text=words)
    feed = etree.fromstring(answered(client, "/search/?q=鲸鱼&format=atom").encode())
    summary = feed.find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    # A feed reader parses the content of the element as HTML.
    html = etree.fromstring(f"<div>{summary.text}</div>")
    assert (html.text, len(html)) == (words, 0)
