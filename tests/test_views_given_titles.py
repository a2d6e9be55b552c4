"""Tests the titles that documents have only from citing texts: how they are chosen, marked and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html

from archive.citing.citation import Citations
from archive.desk import taking_back
from archive.intake import series
from archive.intake.states import load_states
from archive.intake.titles_given import search_for_titles
from archive.intake.votes import VoteIntake
from archive.models import Citation, Document, Resolution
from archive.reading.draft import DraftClause, DraftFootnote, Mark
from archive.searching.document_lookup import offers
from archive.views.given_titles import chosen
from archive.views.labels import named_documents
from archive.views.public.search_offers import shown
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.shelf import cite, draft, store

pytestmark = pytest.mark.django_db

CITED = "A/RES/88/2"
MARK = "标题取自"


def citing(symbol: str, title: str) -> None:
    text = f"回顾其题为“{title}”的第88/2号决议，"
    store(
        draft(symbol, clauses=[DraftClause("preambular", "pp1", "", "回顾", text)]),
        Citations(clauses={"pp1": [cite(text, "第88/2号", CITED)]}),
    )


@pytest.fixture(autouse=True)
def cited() -> None:
    """Three resolutions cite a resolution without a text; two of them agree on its title. It has a vote."""
    load_states()
    citing("A/RES/90/1", "鲸鱼的保护")
    citing("A/RES/91/1", "鲸鱼的保护")
    citing("A/RES/92/1", "鲸之保护")
    ballots = [CastBallot("CHINA", Choice.NO), CastBallot("UNITED STATES", Choice.YES)]
    VoteIntake().store(
        VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/2", title="On whales", session=str(session),
            date=date(session + 1945, 12, 1), ballots=ballots,
        )
        for session in (87, 88)
    )  # fmt: skip
    series.rebuild()


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def given(client: Client) -> dict[str, Any] | None:
    found: dict[str, Any] | None = client.get(f"/documents/{CITED}/?format=json").json()["given_title"]
    return found


def test_most_texts_decide_and_the_others_are_told(client: Client) -> None:
    assert given(client) == {
        "title": "鲸鱼的保护", "language": "zh", "certain": True, "resolution": "A/RES/91/1", "path": "pp1",
        "resolutions": 2, "others": [{"title": "鲸之保护", "resolutions": 1}],
    }  # fmt: skip
    content = page(client, f"/documents/{CITED}/")
    assert "<h1>鲸鱼的保护</h1>" in content
    assert f'{MARK}<a href="/A/RES/91/1/#pp1">A/RES/91/1 序言部分第1段</a>的引文' in content
    assert "另有1项决议作“鲸之保护”" in content


@pytest.mark.parametrize(
    "address", ["/documents/", f"/documents/{CITED}/", "/votes/?topic=all", "/states/CHN/?topic=all",
                "/votes/library:88/", f"/series/{CITED}/", "/series/?topic=all", "/A/RES/92/1/"],
)  # fmt: skip
def test_every_page_marks_it(client: Client, address: str) -> None:
    content = page(client, address)
    assert "鲸鱼的保护" in content
    assert MARK in content


@pytest.mark.parametrize("address", ["/", "/states/compare/?state=CHN&state=USA&topic=all"])
def test_every_page_shows_it(client: Client, address: str) -> None:
    assert "鲸鱼的保护" in page(client, address)


def test_search_offers_the_document_by_it() -> None:
    [offer] = shown(offers("88/2"))
    assert (offer.document.title, offer.document.title_is_given) == ("鲸鱼的保护", True)


def test_labels_of_documents_show_it() -> None:
    """The facets of a search have these labels."""
    assert named_documents([CITED])[CITED].title == "鲸鱼的保护"


def test_an_english_text_gives_a_title_too(client: Client) -> None:
    text = "Recalling resolution 86/7 of 3 May 2031, entitled “On dolphins”,"
    made = draft("A/RES/93/1", language="en", clauses=[DraftClause("preambular", "pp1", "", "Recalling", text)])
    store(made, Citations(clauses={"pp1": [cite(text, "86/7", "A/RES/86/7")]}))
    found = client.get("/documents/A/RES/86/7/?format=json").json()["given_title"]
    assert (found["title"], found["language"], found["certain"]) == ("On dolphins", "en", True)
    assert '<h1><span lang="en">On dolphins</span></h1>' in page(client, "/documents/A/RES/86/7/")


@pytest.mark.parametrize(("language", "title"), [("zh", "鲸鱼的保护"), ("en", "The protection of whales")])
def test_a_title_in_the_pages_language_is_preferred(client: Client, language: str, title: str) -> None:
    text = "Recalling resolution 88/2, entitled “The protection of whales”,"
    made = draft("A/RES/92/1", language="en", clauses=[DraftClause("preambular", "pp1", "", "Recalling", text)])
    store(made, Citations(clauses={"pp1": [cite(text, "88/2", CITED)]}))
    Document.objects.filter(key=CITED).update(title_en="")
    client.cookies["django_language"] = language
    assert client.get(f"/documents/{CITED}/?format=json").json()["given_title"]["title"] == title


def test_the_longer_of_two_descriptions_says_more() -> None:
    rows = [
        {
            "title": title,
            "certain": False,
            "language": "zh",
            "resolution": symbol,
            "session": 90,
            "number": 1,
            "path": "",
        }
        for title, symbol in (("鲸鱼专家组的报告", "A/RES/90/1"), ("秘书长关于鲸鱼专家组所提建议的报告", "A/RES/90/2"))
    ]
    assert (found := chosen(rows))
    assert found.title == "秘书长关于鲸鱼专家组所提建议的报告"


def test_an_english_page_prefers_the_english_title(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "On whales</h1>" in page(client, f"/documents/{CITED}/")


def test_a_withdrawn_text_gives_no_title(client: Client) -> None:
    chief = get_user_model().objects.create_superuser("chief")
    for symbol in ("A/RES/90/1", "A/RES/91/1"):
        taking_back.withdraw(Resolution.objects.get(document__key=symbol).pk, by=chief, reason="误收")
    assert (found := given(client))
    assert (found["title"], found["others"]) == ("鲸之保护", [])
    taking_back.withdraw(Resolution.objects.get(document__key="A/RES/92/1").pk, by=chief, reason="误收")
    assert given(client) is None
    assert "On whales" in page(client, f"/documents/{CITED}/")
    taking_back.restore(Resolution.everything.get(document__key="A/RES/92/1").pk, by=chief)
    assert (found := given(client))
    assert found["title"] == "鲸之保护"


def test_a_new_revision_changes_the_title(client: Client) -> None:
    citing("A/RES/91/1", "鲸之保护")
    assert (found := given(client))
    assert (found["title"], found["resolutions"]) == ("鲸之保护", 2)


@pytest.mark.parametrize("source", ["its text", "a librarian"])
def test_a_title_of_its_own_wins(client: Client, source: str) -> None:
    if source == "its text":
        store(draft(CITED, title="鲸鱼"))
    else:
        Document.objects.filter(key=CITED).update(title_zh="鲸鱼")
    assert given(client) is None
    assert "鲸鱼</h1>" in page(client, f"/documents/{CITED}/")
    assert MARK not in page(client, "/votes/?topic=all")


def test_texts_of_an_earlier_release_are_searched(client: Client) -> None:
    Citation.objects.update(title_given=None, title_certain=False)
    assert given(client) is None
    search_for_titles()
    assert (found := given(client))
    assert found["title"] == "鲸鱼的保护"
    assert not Citation.objects.filter(title_given=None).exists()


def test_without_a_title_the_page_says_so(client: Client) -> None:
    text = "注意到秘书长关于鲸鱼的报告和A/88/9/Corr.1号文件，并回顾第86/1号决议，"
    store(
        draft("A/RES/93/1", clauses=[DraftClause("preambular", "pp1", "", "注意到", text)]),
        Citations(
            clauses={
                "pp1": [
                    cite(text, "秘书长关于鲸鱼的报告", "A/88/7"),
                    cite(text, "A/88/9/Corr.1号文件", "A/88/9/Corr.1"),
                    cite(text, "第86/1号", "A/RES/86/1"),
                ]
            }
        ),
    )
    described = {
        "/documents/": '的引文称之为 <q lang="zh-Hans">秘书长关于鲸鱼的报告</q>',
        "/A/RES/93/1/": '引文称之为</a> <q lang="zh-Hans">秘书长关于鲸鱼的报告</q>',
    }
    for address, words in described.items():
        content = page(client, address)
        assert content.count("题名未知") == 3
        assert words in content
        assert "A/88/9的更正" in content
    client.cookies["django_language"] = "en"
    assert '<q lang="zh-Hans">秘书长关于鲸鱼的报告</q> (in Chinese)' in page(client, "/documents/")
    listed = {row["key"]: row for row in client.get("/documents/?format=json").json()["results"]}
    assert (listed["A/88/7"]["title"], listed["A/88/7"]["given_title"]["certain"]) == ("", False)
    assert (listed["A/RES/86/1"]["title"], listed["A/RES/86/1"]["given_title"]) == ("", None)


@pytest.mark.parametrize(
    ("note", "cited", "described"),
    [
        ("见A/50/426。", [("A/50/426", "")], {"A/50/426": "《保护鲸鱼条约》"}),
        ("A/50/426，附件。", [("A/50/426", "附件")], {"A/50/426": "《保护鲸鱼条约》（附件）"}),
        ("A/50/426和A/51/1。", [("A/50/426", ""), ("A/51/1", "")], {}),
    ],
)
def test_a_name_with_a_footnote_describes_the_only_document_in_it(
    client: Client, note: str, cited: list[tuple[str, str]], described: dict[str, str]
) -> None:
    text = "回顾《保护鲸鱼条约》，"
    at = text.index("，")
    clauses = [DraftClause("preambular", "pp1", "", "回顾", text, marks=[Mark("1", at)])]
    in_note = [cite(note, key, key, pinpoint=pinpoint) for key, pinpoint in cited]
    store(
        draft("A/RES/93/1", clauses=clauses, footnotes={"1": DraftFootnote("1", note)}),
        Citations({"pp1": [cite(text, "《保护鲸鱼条约》", "title:保护鲸鱼条约")]}, {"1": in_note}),
    )
    rows = Citation.objects.giving_titles().filter(revision__text__resolution__document__key="A/RES/93/1")
    assert dict(rows.values_list("key", "title_given")) == described
    assert not rows.filter(title_certain=True).exists()


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("《鲸鱼宣言》", "《鲸鱼宣言》（附件）"),
        ("《行动纲领》", ""),
        ("《保护鲸鱼条约》(《鲸约》)", "《保护鲸鱼条约》(《鲸约》)（附件）"),
    ],
)
def test_the_name_of_a_text_in_a_document_describes_the_document(words: str, described: str) -> None:
    text = f"回顾{words}，"
    at = text.index("，")
    made = draft(
        "A/RES/93/1",
        clauses=[DraftClause("preambular", "pp1", "", "回顾", text, marks=[Mark("1", at)])],
        footnotes={"1": DraftFootnote("1", "A/88/9，附件。")},
    )
    store(made, Citations({"pp1": [cite(text, words, "A/88/9", pinpoint="附件", via_footnote="1")]}))
    assert Citation.objects.get(key="A/88/9").title_given == described


def test_a_chinese_page_describes_what_has_only_an_english_title(client: Client) -> None:
    text = "回顾关于鲸鱼的第86/1号决议，"
    clauses = [DraftClause("preambular", "pp1", "", "回顾", text)]
    store(draft("A/RES/93/1", clauses=clauses), Citations({"pp1": [cite(text, "第86/1号决议", "A/RES/86/1")]}))
    Document.objects.create(key="A/RES/86/1", kind="ga_resolution", title_en="Whales")
    content = page(client, "/documents/A/RES/86/1/")
    assert '<span lang="en">Whales</span></h1>' in content
    assert '序言部分第1段</a>的引文称之为 <q lang="zh-Hans">关于鲸鱼的决议</q>' in content
    assert "题名未知" not in content
    client.cookies["django_language"] = "en"
    assert (
        "关于鲸鱼的决议" not in page(client, "/documents/A/RES/86/1/").partition("<main")[2].partition("</h1>")[2][:300]
    )


def test_the_list_has_what_is_cited_and_the_rest_a_click_away(client: Client) -> None:
    def keys(address: str) -> set[str]:
        return {row["key"] for row in client.get(address).json()["results"]}

    assert keys("/documents/?format=json") == {CITED}
    assert keys("/documents/?listed=all&format=json") == {CITED, "A/RES/87/2", *(f"A/RES/{n}/1" for n in (90, 91, 92))}
    assert 'href="?listed=all"' in page(client, "/documents/")
    assert client.get("/documents/?listed=x").status_code == 404


def test_candidates_with_one_title_are_told_apart_by_symbol_and_date(client: Client) -> None:
    for year in (2031, 2032):
        key, day = f"WHALE/CONF.{year}/1", date(year, 5, 1)
        Document.objects.create(key=key, kind="conference_document", title_zh="鲸鱼大会最后文件", date=day)
    text = "重申《最后文件》，"
    candidates = ("WHALE/CONF.2031/1", "WHALE/CONF.2032/1")
    store(
        draft("A/RES/93/1", clauses=[DraftClause("preambular", "pp1", "", "重申", text)]),
        Citations({"pp1": [cite(text, "《最后文件》", None, candidates=candidates)]}),
    )
    parsed: Any = html.fromstring(client.get("/A/RES/93/1/").content)
    told = [" ".join(name.text_content().split()) for name in parsed.cssselect(".card .name")]
    assert told == [f"鲸鱼大会最后文件 WHALE/CONF.{year}/1 {year}年5月1日" for year in (2031, 2032)]
