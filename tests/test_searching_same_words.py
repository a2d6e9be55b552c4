"""Tests the rule for the same words, and how the search page gathers clauses that have them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Resolution, Text
from archive.reading.draft import DraftClause, DraftFootnote, Mark
from archive.searching import freshness
from archive.searching.engines.backend import gathered
from archive.searching.same_words import wording
from tests.shelf import draft, store

SAME = "敦促各国保护鲸鱼及其栖息地；"
ALIKE = [
    ("回顾其第65/72号决议，", "回顾 其第６５／７２号决议,"),
    ("“鲸鱼”问题", "「鲸鱼」問題"),
    ("Protect whales", "protect  WHALES"),
    ("保护\u00ad鲸鱼", "保护鲸鱼"),
]
DIFFERENT = [
    ("回顾其第65/72号决议，", "回顾其第65/73号决议，"),
    ("保护鲸鱼；", "保护鲸鱼。"),
    ("protect whales", "protectwhales"),
    ("65 72", "6572"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_are_the_same_words(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_other_words(one: str, other: str) -> None:
    assert wording(one) != wording(other)


@given(st.text())
def test_a_wording_fits_an_engine(text: str) -> None:
    assert 0 <= wording(text) < 2**62


@given(st.lists(st.integers(0, 5)), st.integers(0, 7), st.integers(0, 7))
def test_gathering_keeps_every_place_once_and_in_order(values: list[int], start: int, end: int) -> None:
    count, groups = gathered(values)
    assert count == len(groups)
    assert gathered(values, start, end) == (count, groups[start:end])
    assert sorted(place for group in groups for place in group) == list(range(len(values)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    assert all(len({values[place] for place in group}) == 1 for group in groups)


# --- On the page -------------------------------------------------------------------------------------------


@pytest.fixture
def index(db: None, empty_index: None) -> None:
    """The same paragraph in five sessions, with other numbers and footnotes, and another paragraph in each."""
    for session in (60, 61, 62, 64, 65):
        clauses = [
            DraftClause("operative", f"op{session - 58}", f"{session - 58}.", "敦促", SAME, marks=[Mark("1", 4)]),
            DraftClause("operative", "op1", "1.", "注意到", f"注意到关于鲸鱼的第{session}次报告；"),
        ]
        footnotes = {"1": DraftFootnote("1", f"A/{session}/7。")}
        changes: dict[str, Any] = {"title": f"第{session}项试验", "adopted_on": date(1945 + session, 12, 8)}
        store(draft(f"A/RES/{session}/8", clauses=clauses, footnotes=footnotes, **changes))
    freshness.rebuild()


def data(client: Client, **query: Any) -> Any:
    return json.loads(client.get("/search/", {"format": "json", **query}).content)


def resolutions(found: Any) -> list[str]:
    return [row["resolution"] for row in found["results"]]


def test_the_same_words_are_one_hit(index: None, client: Client) -> None:
    found = data(client, q="保护鲸鱼")
    assert (found["gathered_by"], found["count"], found["clauses_found"]) == ("words", 1, 5)
    [hit] = found["results"]
    assert hit["resolution"] == "A/RES/65/8"
    others = ["A/RES/64/8", "A/RES/62/8", "A/RES/61/8", "A/RES/60/8"]
    assert [same["resolution"] for same in hit["same_words"]] == others
    assert hit["same_words"][0]["url"] == "/A/RES/64/8/#op6"
    page = client.get("/search/", {"q": "保护鲸鱼"}).content.decode()
    assert "1种文句，5个条款" in page
    assert "同文另见60–62、64届4项" in page
    assert 'href="/A/RES/60/8/#op2"' in page


def test_gathering_can_be_switched_off(index: None, client: Client) -> None:
    found = data(client, q="保护鲸鱼", by="clauses", order="oldest")
    assert (found["count"], found["clauses_found"]) == (5, 5)
    assert resolutions(found) == [f"A/RES/{session}/8" for session in (60, 61, 62, 64, 65)]
    assert "同文另见" not in client.get("/search/", {"q": "保护鲸鱼", "by": "clauses"}).content.decode()


@pytest.mark.parametrize(
    ("query", "lead", "others"),
    [
        ({"order": "oldest"}, "A/RES/60/8", 4),
        ({"order": "newest"}, "A/RES/65/8", 4),
        ({"session": ["61", "64"]}, "A/RES/64/8", 1),
        ({"since": "2005", "until": "2006"}, "A/RES/61/8", 1),
        ({"session": "62"}, "A/RES/62/8", 0),
    ],
)
def test_only_what_is_found_is_gathered(
    index: None, client: Client, query: dict[str, Any], lead: str, others: int
) -> None:
    found = data(client, q="保护鲸鱼", **query)
    [hit] = found["results"]
    assert (hit["resolution"], len(hit["same_words"])) == (lead, others)
    assert found["clauses_found"] == others + 1


def test_counts_say_what_they_count(index: None, client: Client) -> None:
    found = data(client, q="鲸鱼")
    assert (found["count"], found["clauses_found"]) == (6, 10)
    assert sum(row["count"] for row in found["facets"]["session"]) == 10
    table = client.get("/search/", {"q": "鲸鱼", "format": "csv"}).getvalue().decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table)))) == 10
    feed = client.get("/search/", {"q": "鲸鱼", "format": "atom"}).content.decode()
    assert feed.count("<entry>") == 10
    assert "所找到的每一条款，同文的也分别列出" in feed


def withdraw() -> None:
    Resolution.objects.filter(document__key="A/RES/65/8").update(withdrawn_at=timezone.now())
    Text.objects.filter(resolution__document__key="A/RES/65/8").update(leading=False)


@pytest.mark.parametrize("followed", [True, False])
def test_what_is_withdrawn_is_neither_shown_nor_counted_nor_linked(index: None, client: Client, followed: bool) -> None:
    withdraw()
    if followed:
        freshness.repair()
    found = data(client, q="保护鲸鱼")
    [hit] = found["results"]
    assert hit["resolution"] == "A/RES/64/8"
    assert [same["session"] for same in hit["same_words"]] == ["62", "61", "60"]
    page = client.get("/search/", {"q": "保护鲸鱼"}).content.decode()
    assert "A/RES/65/8" not in page
    assert "同文另见60–62届3项" in page
    assert (found["clauses_found"] == 4) is followed  # otherwise a notice says that the index is behind
    assert bool(found["notices"]) is not followed


def test_each_page_has_its_hits_once(index: None, client: Client) -> None:
    for session in range(66, 90):
        clauses = [DraftClause("operative", "op1", "1.", "", f"关于海豚的{kind}；") for kind in ("甲", f"{session}")]
        clauses[1] = DraftClause("operative", "op2", "2.", "", f"关于海豚的第{session}次会议；")
        store(draft(f"A/RES/{session}/9", clauses=clauses))
    freshness.rebuild()
    pages = [data(client, q="海豚", page=number, order="newest") for number in (1, 2)]
    assert [len(page["results"]) for page in pages] == [20, 5]
    assert sum(1 + len(hit["same_words"]) for page in pages for hit in page["results"]) == 48


# --- Facets, years and pages -------------------------------------------------------------------------------


def test_several_values_of_a_facet_are_alternatives_and_keep_the_others_in_sight(index: None, client: Client) -> None:
    found = data(client, q="鲸鱼", session=["60", "64"])
    assert found["clauses_found"] == 4
    assert {row["value"]: row["count"] for row in found["facets"]["session"]} == dict.fromkeys(
        ("60", "61", "62", "64", "65"), 2
    )
    assert sum(row["count"] for row in found["facets"]["kind"]) == 4


def test_sessions_are_in_their_order(index: None, client: Client) -> None:
    page = client.get("/search/", {"q": "鲸鱼", "session": "61"}).content.decode().split('class="facets"')[1]
    places = [page.index(f"第{session}届会议") for session in (65, 64, 62, 61, 60)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("years", "count"),
    [({"since": "2007"}, 6), ({"until": "2007"}, 6), ({"since": "2009", "until": "2005"}, 8)],
)
def test_years_narrow_a_search(index: None, client: Client, years: dict[str, str], count: int) -> None:
    assert data(client, q="鲸鱼", **years)["clauses_found"] == count


def test_a_year_that_makes_no_sense_is_passed_over_for_readers_and_told_to_programs(
    index: None, client: Client
) -> None:
    assert client.get("/search/", {"q": "鲸鱼", "since": "x"}).status_code == 200
    told = client.get("/search/", {"q": "鲸鱼", "since": "x", "format": "json"})
    assert (told.status_code, told["Content-Type"]) == (404, "application/problem+json")


def test_what_narrows_a_search_is_said_and_can_be_taken_off(index: None, client: Client) -> None:
    narrowed = {"q": "鲸鱼", "session": ["60", "61"], "since": "2005", "until": "2006"}
    page = client.get("/search/", narrowed).content.decode()
    understood = page.split('class="understood"')[1].split("</div>")[0]
    assert "2005–2006" in understood
    assert "第60届会议" in understood
    assert 'href="?q=%E9%B2%B8%E9%B1%BC&amp;session=60&amp;session=61"' in understood
    assert 'href="?q=%E9%B2%B8%E9%B1%BC&amp;session=60&amp;since=2005&amp;until=2006"' in understood


def test_years_alone_are_a_search(index: None, client: Client) -> None:
    assert data(client, since="2010")["clauses_found"] == 2


def test_a_page_can_be_typed(index: None, client: Client) -> None:
    clauses = [DraftClause("operative", f"op{n}", f"{n}.", "", f"海豚第{n}种；") for n in range(1, 66)]
    store(draft("A/RES/70/1", clauses=clauses))
    freshness.rebuild()
    page = client.get("/search/", {"q": "海豚", "page": "2", "order": "oldest"}).content.decode()
    for wanted in ("首页", "上一页", "下一页", "末页", 'min="1" max="4" value="2"'):
        assert wanted in page
    assert '<input type="hidden" name="order" value="oldest">' in page
    assert 'href="?q=%E6%B5%B7%E8%B1%9A&amp;order=oldest"' in page


# --- Languages ---------------------------------------------------------------------------------------------


@pytest.fixture
def two_languages(index: None) -> None:
    english = [
        DraftClause("operative", "op1", "1.", "Urges", "Urges all States to protect whales and ratify the treaties;"),
        DraftClause("operative", "op2", "2.", "", "Notes the alarms of harms;"),
    ]
    chinese = [DraftClause("operative", "op1", "1.", "敦促", "敦促所有国家保护鲸鱼并批准各项条约；")]
    store(draft("A/RES/66/4", title="鲸鱼", clauses=chinese))
    store(draft("A/RES/66/4", title="Whales and treaties", language="en", clauses=english))
    freshness.rebuild()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("whale", ["A/RES/66/4"]),
        ("treaty ratifying", ["A/RES/66/4"]),
        ("arm", []),
        ("protect -treaty", []),
        ("lang:en", ["A/RES/66/4", "A/RES/66/4"]),
        ("语文:英文 whale", ["A/RES/66/4"]),
        ("lang:zh whale", []),
        ("title:treaty lang:en", ["A/RES/66/4", "A/RES/66/4"]),
        ("批准", ["A/RES/66/4"]),
    ],
)
def test_english_words_are_found_by_their_stems(
    two_languages: None, client: Client, typed: str, found: list[str]
) -> None:
    assert resolutions(data(client, q=typed)) == found


def test_an_english_hit_is_marked_and_leads_to_its_text(two_languages: None, client: Client) -> None:
    [hit] = data(client, q="treaty")["results"]
    assert [piece["words"] for piece in hit["excerpt"] if piece["marked"]] == ["treaties"]
    assert (hit["language"], hit["url"]) == ("en", "/A/RES/66/4/?text=en#op1")
    table = client.get("/search/", {"q": "treaty", "format": "csv"}).getvalue().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert (row["language"], row["url"]) == ("en", "http://testserver/A/RES/66/4/?text=en#op1")


def test_the_page_says_that_texts_in_every_language_are_searched(two_languages: None, client: Client) -> None:
    help_on_languages = "#languages_searched"
    assert help_on_languages in client.get("/search/", {"q": "treaty"}).content.decode()
    for typed in ("鲸鱼", "treaty lang:en", "NPT"):
        assert help_on_languages not in client.get("/search/", {"q": typed}).content.decode()


def test_a_resolution_in_two_languages_is_counted_once(two_languages: None, client: Client) -> None:
    assert data(client, session="66")["clauses_found"] == 1
    assert data(client, q="鲸鱼", session="66")["clauses_found"] == 1


def test_a_withdrawn_resolution_is_not_found_in_any_language(two_languages: None, client: Client) -> None:
    Text.objects.filter(resolution__document__key="A/RES/66/4").update(leading=False)
    assert data(client, q="treaty")["results"] == []
    freshness.repair()
    assert data(client, q="treaty")["clauses_found"] == 0


def test_titles_in_english_are_found_by_stems(two_languages: None, client: Client) -> None:
    found = data(client, q="treaty")["documents_by_name"]["results"]
    assert [row["key"] for row in found] == ["A/RES/66/4"]
