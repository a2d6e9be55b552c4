"""Tests the names of documents in every form in which people type them, and what the search page offers for them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from archive import symbols
from archive.citing.citation import UNKNOWN, WORDS, Citation, Citations
from archive.models import Document
from archive.reading.draft import DraftClause
from archive.searching import freshness
from archive.searching.document_lookup import keys_meant
from archive.searching.document_names import document_name
from tests.shelf import draft, full, store

WHOLE = [
    ("第65/72号决议", "A/RES/65/72"),
    ("大会第65/72号决议", "A/RES/65/72"),
    ("决议78/40", "A/RES/78/40"),
    ("第65/72號決議", "A/RES/65/72"),
    ("《第65/72号决议》", "A/RES/65/72"),
    ("６５／７２", "A/RES/65/72"),
    ("65-72", "A/RES/65/72"),
    ("六十五/七十二", "A/RES/65/72"),
    ("大会第六十五届会议第72号决议", "A/RES/65/72"),
    ("General Assembly resolution 65/72", "A/RES/65/72"),
    ("UNGA Res. 65/72", "A/RES/65/72"),
    ("第77/263 B号决议", "A/RES/77/263B"),
    ("第S-10/2号决议", "A/RES/S-10/2"),
    ("2603(XXIV)A", "A/RES/2603A(XXIV)"),
    ("2603 A (XXIV)", "A/RES/2603A(XXIV)"),
    ("第二六〇三(二十四)号决议", "A/RES/2603(XXIV)"),
    ("60/519号决定", "A/DEC/60/519"),
    ("decision 60/519", "A/DEC/60/519"),
    ("1540(2004)", "S/RES/1540(2004)"),
    ("安理会第1540(2004)号决议", "S/RES/1540(2004)"),
    ("第一五四○(二○○四)号决议", "S/RES/1540(2004)"),
    ("经社理事会第2003/45号决议", "E/RES/2003/45"),
    ("人权理事会第31/32号决议", "A/HRC/RES/31/32"),
    ("a/res/65/72", "A/RES/65/72"),
    ("A/RES/65/72*", "A/RES/65/72"),
    ("ares6572", "A/RES/65/72"),
    ("ARES65/72", "A/RES/65/72"),
    ("A-RES-65-72", "A/RES/65/72"),
    ("ares2603axxiv", "A/RES/2603A(XXIV)"),
    ("sres15402004", "S/RES/1540(2004)"),
    ("A_RES_65_72", "A/RES/65/72"),
    ("A_RES_65_72-ZH.pdf", "A/RES/65/72"),
    ("A_C.1_76_L.21-EN.pdf", "A/C.1/76/L.21"),
    ("A/C.1/76/L.21", "A/C.1/76/L.21"),
    ("A/76/445", "A/76/445"),
    ("A/76/PV.45", "A/76/PV.45"),
    ("INFCIRC/540 (更正本)", "INFCIRC/540(Corrected)"),
    ("NPT/CONF.2010/50 (Vol. I)", "NPT/CONF.2010/50(Vol.I)"),
    ("https://docs.un.org/zh/A/RES/65/72", "A/RES/65/72"),
    ("docs.un.org/A/RES/65/72", "A/RES/65/72"),
    ("https://undocs.org/en/A/RES/65/72", "A/RES/65/72"),
    ("undocs.org/a/res/65/72", "A/RES/65/72"),
    ("https://undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F65%2F72&Language=E", "A/RES/65/72"),
    ("https://documents.un.org/api/symbol/access?s=A/C.1/76/L.21&l=zh", "A/C.1/76/L.21"),
    ("https://example.org/A/RES/65/72/#op3", "A/RES/65/72"),
]
LACKING = [
    ("1540号决议", ["S/RES/1540", "A/RES/1540"]),
    ("1540號決議", ["S/RES/1540", "A/RES/1540"]),
    ("安理会1540", ["S/RES/1540"]),
    ("UNSCR 1540", ["S/RES/1540"]),
    ("S/RES/1540", ["S/RES/1540"]),
    ("sres1540", ["S/RES/1540"]),
    ("大会第2603号决议", ["A/RES/2603"]),
]
NO_NAMES = [
    "", "核武器", "2010", "1540", "2010年", "第8段", "and/or", "and/or maybe", "第号决议", "届:65", "2010..2015",
    "30/5", "65-72-3", "https://[", "https://example.org/", "a" * 500, "第65/72号决议和第65/73号决议", "A/RES", "决议",
    "res",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "symbol"), WHOLE)
def test_a_whole_name_is_one_symbol(typed: str, symbol: str) -> None:
    name = document_name(typed)
    assert (name.symbols, name.unfinished) == ((symbol,), ())


@pytest.mark.parametrize(("typed", "lacking"), LACKING)
def test_a_number_without_its_year_or_session_is_unfinished(typed: str, lacking: list[str]) -> None:
    name = document_name(typed)
    assert (name.symbols, [str(each) for each in name.unfinished]) == ((), lacking)


@pytest.mark.parametrize("typed", NO_NAMES)
def test_other_texts_are_no_names(typed: str) -> None:
    assert not document_name(typed)


def test_a_joint_document_has_two_symbols() -> None:
    assert document_name("A/55/530-S/2000/1052").symbols == ("A/55/530", "S/2000/1052")


FORMS = [
    "{s}/{n}", "{s}-{n}", "第{s}/{n}号决议", "第{s}/{n}號決議", "大会第{s}/{n}号决议", "决议{s}/{n}", "A/RES/{s}/{n}",
    "a/res/{s}/{n}", "A_RES_{s}_{n}", "ares{s}{n}", "https://docs.un.org/zh/A/RES/{s}/{n}", "undocs.org/A/RES/{s}/{n}",
    "GA resolution {s}/{n}", "  《第{s}／{n}号决议》 ",
]  # fmt: skip


@given(st.integers(31, 99), st.integers(1, 350), st.sampled_from(FORMS))
def test_every_form_of_a_resolution_means_the_same(session: int, number: int, form: str) -> None:
    assert document_name(form.format(s=session, n=number)).symbols == (f"A/RES/{session}/{number}",)


@example("0(0)")
@given(st.text(max_size=40) | st.text(alphabet="第届会议号决定ARESresSCL./-_()（）0123456789 大安理会XVI", max_size=30))
def test_every_text_has_an_answer_and_symbols_are_normal(typed: str) -> None:
    for symbol in document_name(typed).symbols:
        assert symbols.normalise(symbol) == symbol
        assert document_name(symbol).symbols[:1] == (symbol,)


# --- On the page -------------------------------------------------------------------------------------------


@pytest.fixture
def index(db: None, empty_index: None) -> None:
    store(*full())
    text = "回顾安全理事会第1540(2004)号决议和第88/5号决议，"
    cited = [
        Citation("第1540(2004)号决议", 6, 20, "S/RES/1540(2004)", UNKNOWN, WORDS),
        Citation("第88/5号决议", 21, 29, "A/RES/88/5", UNKNOWN, WORDS),
    ]
    facts: dict[str, Any] = {
        "draft_symbol": "A/C.1/65/L.21/Rev.1", "committee_report": "A/65/410",
        "meeting_record": "A/65/PV.60 (Resumption 1)",
        "sponsors": ["Mexico", "Indonesia (on behalf of a movement)"], "additional_sponsors": ["Türkiye"],
    }  # fmt: skip
    clauses = [DraftClause("preambular", "pp1", "", "回顾", text)]
    store(draft("A/RES/65/72", title="一项关于鲸鱼的试验", clauses=clauses, **facts), Citations(clauses={"pp1": cited}))
    Document.objects.create(key="A/RES/2603A(XXIV)", kind="ga_resolution", title_zh="化学武器问题")
    freshness.rebuild()


def offers(client: Client, typed: str) -> list[tuple[str, str, str | None, list[str]]]:
    found = json.loads(client.get("/search/", {"q": typed, "format": "json"}).content)
    return [(row["key"], row["status"], row["role"], row["resolutions"]) for row in found["documents"]]


@pytest.mark.parametrize(
    ("typed", "key", "status", "role", "resolutions"),
    [
        ("大会第65/72号决议", "A/RES/65/72", "here", None, []),
        ("2603号决议", "A/RES/2603A(XXIV)", "known", None, []),
        ("安理会1540", "S/RES/1540(2004)", "cited", None, []),
        ("88/5", "A/RES/88/5", "cited", None, []),
        ("88/999", "A/RES/88/999", "unknown", None, []),
        ("安理会9999", "S/RES/9999", "unknown", None, []),
        ("A/C.1/65/L.21", "A/C.1/65/L.21", "unknown", "draft", ["A/RES/65/72"]),
        ("A_C.1_65_L.21_Rev.1", "A/C.1/65/L.21/Rev.1", "unknown", "draft", ["A/RES/65/72"]),
        ("A/65/410", "A/65/410", "unknown", "report", ["A/RES/65/72"]),
        ("A/65/PV.60", "A/65/PV.60", "unknown", "meeting", ["A/RES/65/72"]),
    ],
)
def test_a_named_document_is_offered_with_what_is_known_of_it(
    index: None, client: Client, typed: str, key: str, status: str, role: str | None, resolutions: list[str]
) -> None:
    assert offers(client, typed) == [(key, status, role, resolutions)]


@pytest.mark.parametrize("typed", ["2604 B (XXIV)", "2604B(XXIV)", "A/RES/2604 (XXIV) B", "第2604 B (XXIV)号决议"])
def test_an_unknown_part_is_offered_with_the_whole(index: None, client: Client, typed: str) -> None:
    Document.objects.create(key="A/RES/2604(XXIV)", kind="ga_resolution")
    assert [(key, status) for key, status, *_rest in offers(client, typed)] == [
        ("A/RES/2604B(XXIV)", "unknown"), ("A/RES/2604(XXIV)", "known"),
    ]  # fmt: skip


def test_a_treaty_is_offered_before_the_resolutions_with_its_title(index: None, client: Client) -> None:
    Document.objects.create(key="treaty:Whales", kind="treaty", title_zh="一项关于鲸鱼的试验")
    assert [key for key, *_rest in offers(client, "一项关于鲸鱼的试验")] == ["treaty:Whales", "A/RES/65/72"]


def test_a_name_leads_to_its_resolution(index: None, client: Client) -> None:
    for typed in ("大会第65/72号决议", "ares6572", "https://docs.un.org/zh/A/RES/65/72"):
        assert client.get("/search/", {"q": typed}).headers["Location"] == "/A/RES/65/72/"


def test_an_unknown_document_is_said_to_be_unknown(index: None, client: Client) -> None:
    page = client.get("/search/", {"q": "88/999"}).content.decode()
    assert "本档案没有，也没有条款引用它" in page
    assert 'href="/documents/A/RES/88/999/"' not in page
    assert 'href="https://docs.un.org/zh/A/RES/88/999"' in page
    assert "docs.un.org/zh/S/RES/9999" not in client.get("/search/", {"q": "安理会9999"}).content.decode()


def test_a_draft_leads_to_its_resolution(index: None, client: Client) -> None:
    page = client.get("/search/", {"q": "A/C.1/65/L.21"}).content.decode()
    assert page.index("一项关于鲸鱼的试验") < page.index('class="results"')
    assert "本档案没有，也没有条款引用它" not in page


def test_a_withdrawn_citation_is_no_citation(index: None, client: Client) -> None:
    Document.objects.get(key="A/RES/65/72").resolution.texts.update(leading=False)
    assert offers(client, "安理会1540") == [("S/RES/1540", "unknown", None, [])]
    assert keys_meant("安理会1540") == []


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("草案:A/C.1/65/L.21", 1), ("草案:A/C.1/65/L.21/Rev.1", 1), ("草案:A/C.1/65/L.2", 0), ("报告:A/65/410", 1),
        ("会议:A/65/PV.60", 1), ("meeting:A/65/PV.6", 0), ("提案国:墨西哥", 1), ("sponsor:MEX", 1),
        ("提案国:土耳其", 1), ("提案国:印度尼西亚", 1), ("提案国:甲国", 9), ("提案国:中国", 0),
        ("-提案国:墨西哥 提案国:甲国", 9),
    ],
)  # fmt: skip
def test_resolutions_are_found_by_their_making(index: None, client: Client, typed: str, count: int) -> None:
    assert json.loads(client.get("/search/", {"q": typed, "format": "json"}).content)["clauses_found"] == count
