"""Tests the search page with invented resolutions: its states and formats (page, JSON, CSV, Atom), and its advice."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from archive.citing.citation import Citation as Found
from archive.citing.citation import Citations
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Document, Subject, Text
from archive.reading.draft import DraftClause
from archive.searching import advice, freshness
from archive.searching.asked import Search
from archive.searching.document_lookup import keys_meant
from archive.searching.spelling import nearest
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.indexes import index_at
from tests.shelf import draft, full, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None, empty_index: None) -> None:
    """A small archive and its index."""
    store(*full())
    many = [DraftClause("operative", f"op{n}", f"{n}.", "敦促", f"敦促各国消除第{n}种核武器；") for n in range(1, 46)]
    store(draft("A/RES/65/72", title="一项关于鲸鱼的试验", clauses=many))
    document = Document.objects.create(key="treaty:NPT", kind="treaty", title_zh="不扩散核武器条约")
    document.aliases.create(name="《不扩散条约》")
    Document.objects.create(key="S/RES/1540(2004)", kind="sc_resolution")
    freshness.rebuild()


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(f"/search/{address}")
    assert response.status_code == status, response.content.decode()[:500]
    return str(response.content.decode())


def data(client: Client, address: str) -> Any:
    return json.loads(page(client, f"{address}&format=json"))


def test_without_a_question_there_is_only_the_form(client: Client) -> None:
    html = page(client, "")
    assert "<mark>" not in html
    assert 'name="q"' in html


def test_hits_are_marked_and_counted(client: Client) -> None:
    html = page(client, "?q=消除核武器")
    assert "45个条款" in html
    assert "<mark>核武器</mark>" in html
    assert html.count('<li class="hit">') == 20
    assert "/A/RES/65/72/#op" in html


@pytest.mark.parametrize("address", ["?q=whales", "?q=whales&by=resolutions"])
@pytest.mark.parametrize(
    ("page_language", "titles"), [("zh-hans", '<span lang="en">Counting whales</span>'), ("en", "Counting whales")]
)
def test_a_hit_and_its_title_are_in_their_own_language(
    client: Client, address: str, page_language: str, titles: str
) -> None:
    clauses = [DraftClause("operative", "op1", "1.", "Decides", "Decides to count whales.")]
    store(draft("A/RES/66/1", title="Counting whales", language="en", clauses=clauses))
    freshness.rebuild()
    client.cookies["django_language"] = page_language
    html = page(client, address)
    assert '<p class="words" lang="en">Decides to count <mark>whales</mark>.</p>' in html
    assert f"{titles}</" in html
    assert '<p class="words" lang="zh-Hans">' in page(client, "?q=核武器")


def test_markup_in_marked_words_is_escaped(client: Client) -> None:
    html = page(client, "?q=甲")
    assert "<mark>甲</mark>&lt;b&gt;乙&lt;/b&gt;&amp;丙" in html
    assert "<b>乙" not in html
    assert "&lt;script&gt;" in page(client, "?q=<script>核")


def test_pages_end_with_the_last_one(client: Client) -> None:
    paths = [hit["path"] for n in (1, 2, 3) for hit in data(client, f"?q=核武器&order=oldest&page={n}")["results"]]
    assert paths == [f"op{n}" for n in range(1, 46)]
    assert "3" in page(client, "?q=核武器&page=4", status=404)


def test_footnotes_are_searched_with_their_clause(client: Client) -> None:
    found = data(client, '?q="原文如此"')
    assert [hit["path"] for hit in found["results"]] == ["pp1"]
    assert any(piece["marked"] for piece in found["results"][0]["footnotes"]["2"])


def test_facets_narrow_and_can_be_removed(client: Client) -> None:
    found = data(client, "?q=决议 或 核武器 或 总则")
    kinds = {row["value"]: row["count"] for row in found["facets"]["kind"]}
    assert kinds["operative"] == 45
    assert sum(kinds.values()) == found["count"]
    narrowed = data(client, "?q=决议 或 核武器 或 总则&kind=operative&session=65")
    assert narrowed["count"] == 45
    html = page(client, "?q=核武器&kind=operative")
    assert 'aria-current="true"' in html
    assert 'href="?q=%E6%A0%B8%E6%AD%A6%E5%99%A8" rel="nofollow" aria-current="true"' in html


def test_facets_alone_are_a_search(client: Client) -> None:
    assert data(client, "?session=65")["count"] == 45


def test_by_resolution_titles_come_first(client: Client) -> None:
    found = data(client, "?q=试验&by=resolutions")
    assert {row["key"] for row in found["results"]} == {"A/RES/65/72", "A/RES/90/2"}
    found = data(client, "?q=核武器&by=resolutions")
    assert [(row["key"], row["clauses_found"]) for row in found["results"]] == [("A/RES/65/72", 45)]
    assert len(found["results"][0]["clauses"]) == 3
    assert found["clauses_found"] == 45
    assert "鲸鱼" in page(client, "?q=鲸鱼&by=resolutions")


@pytest.mark.parametrize(
    "typed", ["65/72", "A/RES/65/72", "\u200eA/RES/65/72\u200b", "a/res/65/72", "第65/72号决议", "Ａ/RES/65/72"]
)
def test_a_symbol_goes_to_the_resolution(client: Client, typed: str) -> None:
    response = client.get("/search/", {"q": typed})
    assert (response.status_code, response.headers["Location"]) == (302, "/A/RES/65/72/")
    shown = client.get("/search/", {"q": typed, "order": "newest"})
    assert b'class="offers"' in shown.content


@pytest.mark.parametrize("typed", ["S/2035/7", "A/90/30", "A/90/30-S/2035/7", "引用:S/2035/7"])
def test_a_joint_document_is_found_by_either_symbol(client: Client, typed: str) -> None:
    text = "注意到A/90/30-S/2035/7，"
    cited = Found("A/90/30-S/2035/7", 3, 19, "A/90/30", "unknown", "words")
    clauses = [DraftClause("operative", "op1", "1.", "", text)]
    store(draft("A/RES/91/3", clauses=clauses), Citations(clauses={"op1": [cited]}))
    freshness.rebuild()
    found = data(client, f"?q={typed}")
    if typed.startswith("引用"):
        assert [row["resolution"] for row in found["results"]] == ["A/RES/91/3"]
    else:
        assert [document["key"] for document in found["documents"]] == ["A/90/30"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("NPT", "treaty:NPT"),
        ("《不扩散条约》", "treaty:NPT"),
        ("不扩散核武器条约", "treaty:NPT"),
        ("S/RES/1540", "S/RES/1540(2004)"),
        ("1540(2004)", "S/RES/1540(2004)"),
        ("安理会第1540(2004)号决议", "S/RES/1540(2004)"),
        ("一项关于鲸鱼的试验", "A/RES/65/72"),
        ("A/89/7", "A/89/7"),
    ],
)
def test_a_name_offers_the_document(client: Client, typed: str, key: str) -> None:
    assert keys_meant(typed) == [key]
    assert [document["key"] for document in data(client, f"?q={typed}")["documents"]] == [key]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("中国", "CHN"),
        ("Viet Nam", "VNM"),
        ("捷克斯洛伐克", "CSK"),
        ("苏联", "RUS-1991"),
        ("中华民国", "CHN-1971"),
        ("南斯拉夫", "YUG"),  # Serbia had this name too
        ("per", None),  # the code of Peru is a word
        ("中国 核武器", None),
        ("核武器", None),
    ],
)
def test_the_name_of_a_state_leads_to_its_page(client: Client, typed: str, state: str | None) -> None:
    load_states()
    found = data(client, f"?q={typed}")["state"]
    assert (found and found["state"]) == state
    assert (f'href="/states/{state}/"' in page(client, f"?q={typed}")) == bool(state)


def test_clauses_are_found_by_what_they_cite(client: Client) -> None:
    assert data(client, "?q=引用:A/RES/89/1")["count"] == 1
    assert data(client, "?q=引用:《没有这个条约》")["count"] == 0


def test_other_names_are_shown_and_can_be_turned_off(client: Client) -> None:
    assert "names=0" in page(client, "?q=NPT&order=newest")
    assert data(client, "?q=NPT&names=0")["also_searched"] == []
    assert data(client, "?q=NPT")["also_searched"][0]["name"] == "NPT"


def test_nothing_found_gives_advice(client: Client) -> None:
    found = data(client, "?q=核武器 鲸鲨")
    assert found["count"] == 0
    advice = {row["kind"]: row for row in found["advice"]}
    assert advice["without"]["count"] == 45
    assert advice["either"]["count"] == 45
    assert {row["text"] for row in data(client, "?q=核武品")["advice"] if row["kind"] == "spelling"} == {"核武器"}
    assert data(client, "?q=核武器&session=1")["advice"][0]["kind"] == "filters"
    assert "45" in page(client, "?q=核武器 鲸鲨")


def test_a_name_that_no_clause_writes_leads_to_the_clauses_that_cite_the_document(client: Client) -> None:
    found = data(client, "?q=A/RES/88/3")  # the text writes 第88/1号、第88/2号、第88/3号
    assert found["count"] == 0
    assert [(row["kind"], row["text"], row["count"]) for row in found["advice"]] == [("citing", "A/RES/88/3", 1)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuclaer", "nuclear"), ("diarmament", "disarmament"), ("missles", "missiles"), ("treties", "treaties"),
        ("veriification", "verification"), ("核武气", "核武器"),
    ],
)  # fmt: skip
def test_a_typing_error_is_near_the_word(typed: str, meant: str) -> None:
    assert nearest(typed)[0] == meant


def test_a_facet_takes_few_values(client: Client) -> None:
    """Each value is in the address of each link of the page."""
    chosen = "&".join(f"subject=x{number}" for number in range(900))
    assert len(Search.of(dict(QueryDict(chosen).lists())).chosen["subject"]) == 20
    shown = page(client, f"?q=核武器&{chosen}")
    assert shown.count("subject=x20&") < 40, "only links to this page itself have the rest"


@pytest.mark.parametrize(("words", "searches"), [(3, 5), (300, 1)])
def test_advice_takes_few_searches(client: Client, monkeypatch: pytest.MonkeyPatch, words: int, searches: int) -> None:
    """To advise which word to leave out, a search counts the hits of each word."""
    asked: list[Search] = []

    def counted(search: Search) -> int:
        asked.append(search)
        return 0

    monkeypatch.setattr(advice, "count", counted)
    data(client, "?q=" + "+".join(f"zz{number}" for number in range(words)))
    assert len(asked) == searches


def test_csv_has_no_formula(client: Client) -> None:
    clauses = [DraftClause("operative", f"op{n}", f"{n}.", "", f"{sign}1 鲸骨") for n, sign in enumerate("=+-@", 1)]
    store(draft("A/RES/66/1", title="=试验", clauses=clauses))
    freshness.rebuild()
    response = client.get("/search/?q=鲸骨&order=oldest&format=csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["text"] for row in rows] == ["'=1 鲸骨", "'+1 鲸骨", "'-1 鲸骨", "'@1 鲸骨"]
    assert {row["title"] for row in rows} == {"'=试验"}


def test_csv_has_every_hit(client: Client) -> None:
    response = client.get("/search/?q=核武器&order=oldest&format=csv")
    assert response.streaming
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["path"] for row in rows] == [f"op{n}" for n in range(1, 46)]
    assert rows[0]["text"] == "敦促各国消除第1种核武器；"
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_csv_has_what_a_scholar_needs_beside_the_words(client: Client) -> None:
    Subject.objects.filter(name_en="DISARMAMENT").update(name_zh="裁军")
    response = client.get("/search/?q=回顾&format=csv")
    rows = {row["path"]: row for row in csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")))}
    assert rows["pp1"]["url"] == "http://testserver/A/RES/90/2/#pp1"
    assert (rows["pp1"]["resolution"], rows["pp1"]["cites"]) == ("A/RES/90/2", "A/RES/89/1|title:试验公约|A/89/7")
    assert (rows["pp1"]["subjects_zh"], rows["pp1"]["subjects_en"]) == ("裁军", "DISARMAMENT")
    assert [rows["pp1"][name] for name in ("outcome", "yes", "no", "abstain")] == ["recorded", "170", "2", "13"]


def test_csv_asks_the_database_what_readers_may_see(client: Client, django_assert_max_num_queries: Any) -> None:
    Text.objects.filter(resolution__document__key="A/RES/65/72").update(leading=False)  # the index does not hear of it
    with django_assert_max_num_queries(8):
        table = client.get("/search/?q=核武器&format=csv").getvalue().decode("utf-8-sig")
    assert "敦促各国消除第1种核武器" not in table


def test_a_question_with_a_field_names_no_document(client: Client, django_assert_max_num_queries: Any) -> None:
    page(client, "?q=引用:试验公约")  # loads what the first question needs
    with django_assert_max_num_queries(14):  # nothing is remembered in a transaction
        shown = page(client, "?q=引用:试验公约")
    assert 'class="offers"' not in shown
    assert "/A/RES/90/2/#pp1" in shown


def test_the_feed_is_atom(client: Client) -> None:
    feed = etree.fromstring(page(client, "?q=核武器&format=atom").encode())
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 45
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"


def test_suggestions_name_documents(client: Client) -> None:
    assert json.loads(page(client, "suggest/?q=不扩散"))["results"][0]["title"] == "不扩散核武器条约"
    assert json.loads(page(client, "suggest/?q=65/7"))["results"][0]["symbol"] == "A/RES/65/72"
    assert json.loads(page(client, "suggest/?q="))["results"] == []


def test_clauses_are_found_by_how_a_state_voted(client: Client) -> None:
    load_states()
    roll = [CastBallot("CHINA", Choice.NO), CastBallot("FRANCE", Choice.YES)]
    VoteIntake().store([VoteRecord("library:1", Origin.LIBRARY, "A/RES/65/72", session="65", ballots=roll)])
    assert "表决: 中国 = 反对" in page(client, "?q=表决:中国%3D反对")
    assert "表决: 法国 (参加了表决)" in page(client, "?q=votes:FRA")
    found = data(client, "?q=votes:CHN%3Dno")
    assert {hit["resolution"] for hit in found["results"]} == {"A/RES/65/72"}
    assert found["understood"] == {"kind": "field", "text": "CHN=no", "name": "votes", "parts": ["CHN", "no"]}
    assert data(client, "?q=votes:FRA%3Dno")["count"] == 0
    odd = page(client, "?q=表决:亚特兰蒂斯%3D反对")
    assert "表决:亚特兰蒂斯=反对不是这个字段可有的内容" in odd
    client.cookies["django_language"] = "en"
    assert "Votes: China = Against" in page(client, "?q=表决:中国%3D反对")


def test_both_languages(client: Client) -> None:
    client.cookies["django_language"] = "en"
    html = page(client, "?q=核武器 NPT")
    assert "How to search" in html
    assert "also searched" in html


@pytest.mark.parametrize(
    "address",
    [
        "?q=%00", "?q=(((", "?q=)", '?q="', "?q=核&page=x", "?q=核&page=0", "?q=核&page=-1", "?q=核&subject=%00",
        "?q=核&page=99999999999", "?q=核&order=x", "?q=核&by=x", "?q=核&kind=x&session=%00", "?q=核&names=x",
        "?q=" + "核" * 5000, "?q=%F0%9F%98%80", "?q=%ff", "?q=年:999999999", "?q=届:1..999999999", "?q=-核", "?q=-",
        "?q=或", "?session=", "?q=核&q=器", "?q=foo:bar 届:", "?q=votes:CHN=no&format=json", "?q=votes:",
        "?q=votes:===", "?q=-votes:CHN&by=resolutions", "suggest/?q=%00", "suggest/?q=" + "(" * 200,
        "?q=核&format=csv&session=%00",
    ],
)  # fmt: skip
def test_no_address_gives_an_internal_error(client: Client, address: str) -> None:
    assert client.get(f"/search/{address}").status_code in (200, 302, 404)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text(alphabet='核武器 "“”《》()-:或届年段引用65..ORa', max_size=40))
def test_no_question_gives_an_internal_error(client: Client, typed: str) -> None:
    assert client.get("/search/", {"q": typed}).status_code in (200, 302)


def test_an_address_has_the_whole_state() -> None:
    search = Search("核", {"kind": ("operative", "point")}, 2010, 2015, "newest", "resolutions", 3, names=False)
    address = search.address(page=3)
    assert Search.of(dict(QueryDict(address.removeprefix("?")).lists())) == search


def test_without_an_index_the_search_is_away(client: Client, tmp_path: Path) -> None:
    with index_at(tmp_path / "empty"):
        assert "检索暂时不可用" in page(client, "?q=核武器", 503)
        assert "检索暂时不可用" in json.loads(page(client, "?q=核武器&format=json", 503))["detail"]
