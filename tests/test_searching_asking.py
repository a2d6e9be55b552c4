"""Tests how the search helps with a question: everyday words, wrong characters, suggestions, citing words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from archive import symbols
from archive.citing.citation import UNKNOWN, WORDS, Citation, Citations
from archive.models import Document
from archive.reading.draft import DraftClause, DraftFootnote, Mark
from archive.searching import freshness
from archive.searching.everyday_terms import everyday_terms
from archive.searching.meaning import understand
from archive.searching.segmentation import other_names
from archive.searching.spelling import corrections, nearest
from tests.shelf import cite, draft, store


@pytest.mark.parametrize(
    ("everyday", "official"),
    [
        ("太空武器", "外空武器"),
        ("太空", "外层空间"),
        ("杀手机器人", "致命自主武器系统"),
        ("殺手機器人", "致命自主武器系统"),
        ("AI", "人工智能"),
        ("ai", "人工智能"),
        ("FMCT", "裂变材料禁产条约"),
        ("军费", "军事支出"),
        ("AI", "artificial intelligence"),
        ("Killer Robots", "lethal autonomous weapons systems"),
        ("FMCT", "treaty banning the production of fissile material"),
    ],
)
def test_everyday_words_have_their_terms(everyday: str, official: str) -> None:
    assert official in other_names(everyday)


def test_a_term_does_not_mean_the_everyday_word() -> None:
    assert "杀手机器人" not in other_names("致命自主武器系统")


def test_every_everyday_word_has_a_source() -> None:
    for term in everyday_terms().values():
        assert symbols.kind_of(term.source) == symbols.GA_RESOLUTION
        assert term.official
        assert term.everyday not in term.official


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("核武气", ("核武气", "核武器")),
        ("消除核武气条约", ("核武气", "核武器")),
        ("化学五器", ("化学五器", "化学武器")),
        ("全面禁止核式验条约", ("全面禁止核式验条约", "全面禁止核试验条约")),
    ],
)
def test_a_wrong_character_is_corrected(typed: str, corrected: tuple[str, str]) -> None:
    assert corrections(typed)[0] == corrected


@pytest.mark.parametrize("typed", ["核武器", "消除核武器条约", "核裁军", "2010", "weapons", "", "鲸鱼"])
def test_right_words_are_not_corrected(typed: str) -> None:
    assert corrections(typed) == []


@pytest.mark.parametrize(
    ("word", "name"),
    [("核武气", "核武器"), ("核器武", "核武器"), ("核武武器", "核武器"), ("不扩散核武条约", "不扩散核武器条约")],
)
def test_one_typing_error_is_near(word: str, name: str) -> None:
    assert name in nearest(word)


# --- On the page -------------------------------------------------------------------------------------------


@pytest.fixture
def index(db: None, empty_index: None) -> None:
    pp1 = "回顾《鲸鱼公约》和第88/5号决议，"
    note = "见第88/6号决议。"
    clauses = [
        DraftClause("preambular", "pp1", "", "回顾", pp1, marks=[Mark("1", 8)]),
        DraftClause("operative", "op1", "1.", "", "请各国销毁核武器，并用核武库的气体供热；"),
        DraftClause("operative", "op2", "2.", "", "关切致命自主武器系统和人工智能；"),
        DraftClause("operative", "op3", "3.", "", "又请各国回顾第88/5号决议；"),
    ]
    op3 = clauses[3].text
    citations = Citations(
        clauses={
            "pp1": [
                cite(pp1, "《鲸鱼公约》", "treaty:WHALES"),
                cite(pp1, "第88/5号决议", "A/RES/88/5"),
                Citation("《鲸鱼公约》", 2, 8, "A/RES/88/6", UNKNOWN, WORDS, via_footnote="1"),
            ],
            "op3": [cite(op3, "第88/5号决议", "A/RES/88/5")],
        },
        footnotes={"1": [cite(note, "第88/6号决议", "A/RES/88/6")]},
    )
    store(draft("A/RES/90/5", title="核武器", clauses=clauses, footnotes={"1": DraftFootnote("1", note)}), citations)
    whales = Document.objects.create(key="treaty:WHALES", kind="treaty", title_zh="不猎杀鲸鱼条约")
    whales.aliases.create(name="《鲸鱼公约》")
    Document.objects.create(key="A/90/1", title_zh="关于不猎杀的报告")
    freshness.rebuild()


def data(client: Client, **query: Any) -> Any:
    return json.loads(client.get("/search/", {"format": "json", **query}).content)


def test_terms_are_searched_said_and_refusable(index: None, client: Client) -> None:
    found = data(client, q="杀手机器人")
    assert [hit["path"] for hit in found["results"]] == ["op2"]
    [also] = found["also_searched"]
    assert also["name"] == "杀手机器人"
    assert "致命自主武器系统" in also["other_names"]
    assert also["source"].startswith("A/RES/")
    page = client.get("/search/", {"q": "杀手机器人"}).content.decode()
    assert "<mark>致命自主武器系统</mark>" in page
    assert f"用语见{also['source']}" in page
    assert "names=0" in page
    assert data(client, q="杀手机器人", names="0")["clauses_found"] == 0


@pytest.mark.parametrize(
    ("typed", "names", "words"),
    [
        ("killer robots", True, ["killer robots"]),
        ("ban Killer Robots now", True, ["ban", "Killer Robots", "now"]),
        ("killer robots", False, ["killer", "robots"]),
        ("killer -robots", True, ["killer", "robots"]),
        ('"killer robots"', True, ["killer robots"]),
    ],
)
def test_an_everyday_word_can_be_two_english_words(typed: str, names: bool, words: list[str]) -> None:
    explained = understand(typed, names=names).explained
    assert explained is not None
    assert [part.text for part in explained.walk() if part.kind in {"word", "phrase"}] == words


def test_a_wrong_character_gets_its_suggestion_beside_hits(index: None, client: Client) -> None:
    found = data(client, q="核武气")
    assert found["clauses_found"] == 1  # 核武库 and 气体 are in one clause
    assert [(each["kind"], each["text"], each["count"]) for each in found["advice"]] == [("spelling", "核武器", 1)]
    page = client.get("/search/", {"q": "核武气"}).content.decode()
    assert '<p class="meant"><a href="?q=%E6%A0%B8%E6%AD%A6%E5%99%A8">' in page
    assert data(client, q="核武库")["advice"] == []
    assert data(client, q="核武器")["advice"] == []


@pytest.mark.parametrize(
    ("typed", "marked", "in_footnote"),
    [
        ("引用:《鲸鱼公约》", {"pp1": ["《鲸鱼公约》"]}, []),
        ("引用:A/RES/88/5", {"pp1": ["第88/5号决议"], "op3": ["第88/5号决议"]}, []),
        ("引用:88/6", {"pp1": ["《鲸鱼公约》"]}, ["第88/6号决议"]),
        ("又请 引用:88/5", {"op3": ["又请", "第88/5号决议"]}, []),
    ],
)
def test_the_words_that_cite_are_marked(
    index: None, client: Client, typed: str, marked: dict[str, list[str]], in_footnote: list[str]
) -> None:
    found = data(client, q=typed)["results"]
    assert {hit["path"]: [piece["words"] for piece in hit["excerpt"] if piece["marked"]] for hit in found} == marked
    notes = [piece["words"] for hit in found for piece in hit["footnotes"].get("1", ()) if piece["marked"]]
    assert notes == in_footnote


def test_a_chosen_document_marks_its_words_too(index: None, client: Client) -> None:
    [hit] = data(client, q="又请", cites="A/RES/88/5")["results"]
    assert [piece["words"] for piece in hit["excerpt"] if piece["marked"]] == ["又请", "第88/5号决议"]


def suggested(client: Client, typed: str) -> list[tuple[str, str]]:
    found = json.loads(client.get("/search/suggest/", {"q": typed}).content)["results"]
    return [(row["symbol"] or row["title"], row["url"]) for row in found]


@pytest.mark.parametrize("typed", ["不猎", "《不猎", "鲸鱼公", "whales", "WHAL", "《鲸鱼公约》"])
def test_a_treaty_is_completed_by_its_beginning_and_its_short_names(index: None, client: Client, typed: str) -> None:
    assert suggested(client, typed)[0] == ("不猎杀鲸鱼条约", "/documents/treaty:WHALES/")


def test_a_short_name_without_a_document_is_completed_as_words(index: None, client: Client) -> None:
    [(name, url), *_] = suggested(client, "fmct")
    assert name == "裂变材料禁产条约"
    assert url.startswith("/search/?q=")


def test_a_treaty_comes_before_other_documents(index: None, client: Client) -> None:
    assert [name for name, _ in suggested(client, "不猎杀")] == ["不猎杀鲸鱼条约", "A/90/1"]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("核 上年:弱", ["核 上年:弱化"]),
        ("prior:s", ["prior:stronger", "prior:same", "prior:split"]),
        ("核 -上年:未", ["核 -上年:未改"]),
        ("上年:弱化", []),
    ],
)
def test_a_field_is_completed(index: None, client: Client, typed: str, completed: list[str]) -> None:
    assert [name for name, _ in suggested(client, typed)] == completed


@pytest.mark.parametrize("address", ["/", "/search/", "/documents/", "/A/RES/90/5/"])
def test_every_page_has_suggestions(index: None, client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "suggest.js" in page
    assert "data-search" in page


# --- The clauses that cite a document ----------------------------------------------------------------------


@pytest.fixture
def cited(db: None) -> None:
    """Clauses in two sessions that cite a treaty: as a whole, articles 3 to 6, and its preamble."""
    treaty = Document.objects.create(key="treaty:WHALES", kind="treaty", title_zh="鲸鱼条约")
    treaty.aliases.create(name="《鲸鱼条约》")
    for session, kind, pinpoint in (
        (80, "preambular", ""),
        (81, "preambular", "第六条"),
        (81, "operative", "第三至第六条"),
        (81, "operative", "序言部分"),
    ):
        text = f"回顾《鲸鱼条约》{pinpoint}，"
        clauses = [DraftClause(kind, "pp1" if kind == "preambular" else "op1", "", "回顾", text)]
        made = draft(f"A/RES/{session}/{len(pinpoint) + 1}", clauses=clauses)
        found = [cite(text, "《鲸鱼条约》", "treaty:WHALES", pinpoint=pinpoint)]
        store(made, Citations(clauses={clauses[0].path: found}))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4), ({"part": "operative"}, 2), ({"session": "80"}, 1), ({"article": "6"}, 2), ({"article": "4"}, 1),
        ({"article": "whole"}, 1), ({"article": "elsewhere"}, 1), ({"article": "6", "part": "operative"}, 1),
    ],
)  # fmt: skip
def test_citing_clauses_can_be_narrowed(cited: None, client: Client, query: dict[str, str], count: int) -> None:
    found = json.loads(client.get("/documents/treaty:WHALES/", {"format": "json", **query}).content)
    assert found["cited_in_clauses"] == found["cited_by"]["count"] == count


def test_the_filters_count_what_the_others_leave(cited: None, client: Client) -> None:
    page = client.get("/documents/treaty:WHALES/", {"part": "operative"}).content.decode()
    assert "第六条" in page
    assert "整个文件" not in page.split("所引之处")[1].split("</p>")[0]
    places = [page.index(words) for words in ("第三条", "第四条", "第五条", "第六条", "其他位置")]
    assert places == sorted(places)
    assert client.get("/documents/treaty:WHALES/", {"article": "99"}).status_code == 404
    assert client.get("/documents/treaty:WHALES/", {"part": "operative", "article": "whole"}).status_code == 200
