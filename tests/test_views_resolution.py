"""Tests the page of a resolution: clauses with their cards, texts and revisions, and JSON. The texts are invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.models import Ballot, Document, Resolution, Series, SeriesEntry, Vote
from archive.reading.draft import ReadingWarning, RecordedVote
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from tests import shelf

pytestmark = pytest.mark.django_db
URL = "/A/RES/90/2/"


@pytest.fixture
def filled(db: None) -> None:
    shelf.fill()


def page(client: Client, url: str = URL) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def text_of(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def clause(document: html.HtmlElement, path: str) -> html.HtmlElement:
    [found] = document.cssselect(f"#{path}")
    return found


def card_of(document: html.HtmlElement, path: str, name: str) -> html.HtmlElement:
    [card] = [c for c in clause(document, path).cssselect(".card") if name in c.text_content()]
    return card


@pytest.mark.usefixtures("filled")
class TestClauses:
    def test_every_word_of_every_clause_is_there_in_order(self, client: Client) -> None:
        document = page(client)
        shown = {}
        for element in document.cssselect(".text .clause"):
            [words] = element.cssselect(".words, table")
            for apart in words.cssselect("sup, .label"):
                apart.drop_tree()
            shown[element.get("id")] = words.text_content()
        draft, _ = shelf.full()
        assert list(shown) == [c.path for c in draft.clauses]
        for made in draft.clauses:
            if made.kind != "table":
                assert shown[made.path] == made.text
        assert text_of(document, "#table1 td") == ["国家", "票", "甲国", "1"]

    def test_labels_and_opening_phrases_are_as_printed(self, client: Client) -> None:
        document = page(client)
        assert text_of(document, "#op1 .label, #op1-a .label, #op1-a-1 .label") == ["1.", "(a)", "㈠"]
        assert text_of(document, "#pp1 b")[0] == "回顾"
        assert "d2" in clause(document, "op1-a-1").get("class", "")

    def test_markup_in_the_text_is_shown_as_text(self, client: Client) -> None:
        document = page(client)
        assert "甲<b>乙</b>&丙；" in clause(document, "op1-a").text_content()
        assert text_of(document, "h1")[0].startswith("一项<试验>")

    def test_a_card_for_each_cited_document_with_its_words_and_pinpoint(self, client: Client) -> None:
        document = page(client)
        cards = clause(document, "pp1").cssselect(".card")
        assert [c.cssselect(".name")[0].text_content() for c in cards if c.cssselect(".name")] == [
            "较早的试验",
            "试验公约",
            "A/89/7 题名未知；引文称之为 《试验公约》（附件）",
        ]
        earlier = card_of(document, "pp1", "较早的试验")
        assert text_of(earlier, ".kind") == ["大会决议 A/RES/89/1"]
        assert text_of(earlier, ".facts span") == ["2034年12月1日", "未经表决通过", "本馆有全文"]
        assert earlier.cssselect(".name a")[0].get("href") == "/A/RES/89/1/"
        assert earlier.cssselect(".facts a")[0].get("href") == "https://docs.un.org/zh/A/RES/89/1"
        assert text_of(earlier, "q") == ["第89/1号决议"]
        through = card_of(document, "pp1", "A/89/7")
        assert text_of(through, ".exact") == ["《试验公约》 附件"]
        assert text_of(through, ".note") == ["脚注1 见A/89/7，附件。"]

    def test_the_marked_words_lead_to_their_cards(self, client: Client) -> None:
        document = page(client)
        ids = {card.get("id") for card in document.cssselect(".card")}
        cites = document.cssselect(".words [data-cards]")
        assert cites
        for cite in cites:
            assert {cite.get("href", "").removeprefix("#"), *cite.get("data-cards", "").split()} <= ids
        assert len(ids) == len(document.cssselect(".card"))

    def test_a_footnote_without_citations_is_a_note(self, client: Client) -> None:
        document = page(client)
        note = card_of(document, "pp1", "原文如此。")
        assert not note.cssselect(".name")
        [mark] = [m for m in document.cssselect("#pp1 sup a") if m.text_content() == "2"]
        assert mark.get("href") == f"#{note.get('id')}"

    def test_ambiguous_words_name_their_candidates(self, client: Client) -> None:
        document = page(client)
        card = card_of(document, "op1", "可能指不止一份文件")
        assert text_of(card, ".name a") == ["试验公约", "较早的试验"]
        assert document.cssselect("#op1 .cite.ambiguous")[0].text_content() == "该公约"

    def test_cards_without_room_beside_them_fold(self, client: Client) -> None:
        [more] = clause(page(client), "pp2").cssselect("details.more")
        assert more.cssselect("summary")[0].text_content() == "另有11份"
        assert len(more.cssselect(".card")) == 11

    def test_no_footnote_is_lost(self, client: Client) -> None:
        document = page(client)
        assert text_of(document, ".loose p") == ["3 没有标记的脚注。"]
        assert "标题的脚注。" in clause(document, "title").text_content()

    def test_a_quotation_with_its_citation(self, client: Client) -> None:
        document = page(client)
        assert document.cssselect("[data-quotation]")[0].get("data-quotation") == (
            "{text}\n——大会第90/2号决议，《一项<试验>》，2035年12月8日，A/RES/90/2，{place}，{url}"
        )
        places = [copy.get("data-place") for copy in document.cssselect(".copy")]
        assert places == [
            "序言部分第1段",
            "序言部分第2段",
            "标题一",
            "第1段",
            "第1段(a)",
            "第1段(a)㈠",
            "表1",
            "附件1，标题1",
            "附件1，第1段",
        ]

    def test_sections_in_the_contents(self, client: Client) -> None:
        links = page(client).cssselect(".contents a")
        assert [(a.get("href"), a.text_content()) for a in links] == [
            ("#preamble", "序言部分"),
            ("#operative", "执行部分"),
            ("#h1", "一、总则"),
            ("#annex1", "附件1"),
            ("#annex1-h1", "附件"),
            ("#source", "来源"),
        ]


@pytest.mark.usefixtures("filled")
class TestHead:
    def test_title_adoption_and_vote(self, client: Client) -> None:
        document = page(client)
        assert text_of(document, ".adopted") == ["2035年12月8日通过，第60次全体会议"]
        assert document.cssselect(".adopted a")[0].get("href") == "https://docs.un.org/zh/A/90/PV.60"
        assert text_of(document, ".vote p:not(.minority) .tone") == ["170票赞成", "2票反对", "13票弃权"]
        assert [r.get("class") for r in document.cssselect(".vote rect")] == ["yes", "no", "abstain"]
        assert text_of(document, ".roll dd span") == ["甲国", "乙国", "丙国"]

    def test_the_facts_of_its_origin(self, client: Client) -> None:
        document = page(client)
        facts = " ".join(document.cssselect("#title .facts")[0].text_content().split())
        for fact in (
            "第90届会议",
            "96(d)",
            "全面彻底裁军",
            "第一委员会",
            "A/90/400",
            "第20段",
            "A/C.1/90/L.3",
            "3个国家",
            "裁军",
        ):
            assert fact in facts

    def test_without_a_vote(self, client: Client) -> None:
        document = page(client, "/A/RES/89/1/")
        assert text_of(document, "p.vote") == ["未经表决通过"]
        assert not document.cssselect(".vote svg")

    @pytest.mark.parametrize("counts", [(0, 0, 0), (1, 0, 0), (0, 193, 0)])
    def test_the_bar_for_any_counts(self, client: Client, counts: tuple[int, int, int]) -> None:
        shelf.store(shelf.draft("A/RES/90/5", vote=RecordedVote(Outcome.RECORDED, *counts)))
        document = page(client, "/A/RES/90/5/")
        assert len(document.cssselect(".vote rect")) == sum(n > 0 for n in counts)

    def test_the_source_and_its_caveat(self, client: Client) -> None:
        source = " ".join(page(client).cssselect("#source")[0].text_content().split())
        assert "这是非正式文本" in source
        assert "x.txt" in source
        assert (
            Resolution.objects.get(pk=Document.objects.get(key="A/RES/90/2").pk)
            .texts.get(language="zh")
            .revisions.get()
            .source.sha256
            in source
        )

    def test_warnings_are_for_librarians(self, client: Client, admin_client: Client) -> None:
        assert b"A warning for librarians." not in client.get(URL).content
        assert b"A warning for librarians." in admin_client.get(URL).content

    def test_a_disagreement_with_a_link_is_shown_at_each_clause_of_its_footnote(self, client: Client) -> None:
        notes = [(p, text_of(clause(page(client), p), ".link-note")) for p in ("pp1", "pp2", "op1")]
        note = "编辑在“A/89/7”上的链接指向A/88/7，而文字所指为A/89/7；以文字为准。"
        assert notes == [("pp1", [note]), ("pp2", []), ("op1", [note])]

    def test_previous_and_next_in_the_session(self, client: Client) -> None:
        for number in (1, 3, 4):
            shelf.store(shelf.draft(f"A/RES/90/{number}"))
        shelf.store(shelf.draft("A/RES/90/3B"))
        links = page(client, "/A/RES/90/3/").cssselect(".neighbours a")
        assert [(a.get("rel"), a.get("href")) for a in links] == [("prev", "/A/RES/90/2/"), ("next", "/A/RES/90/3B/")]

    def test_cited_by(self, client: Client) -> None:
        assert "1份案文" in page(client, "/A/RES/89/1/").cssselect("#title .facts")[0].text_content()


@pytest.mark.usefixtures("filled")
class TestTextsAndRevisions:
    def test_the_english_text(self, client: Client) -> None:
        document = page(client, f"{URL}?text=en")
        [text] = document.cssselect(".text")
        assert text.get("lang") == "en"
        assert "Recalling its resolution 89/1," in text.text_content()
        assert text_of(document, ".other-title") == ["一项<试验>"]
        assert [a.get("href") for a in document.cssselect(".texts:not(.switch) a")] == ["?text=zh"]

    def test_an_earlier_revision_has_a_notice(self, client: Client) -> None:
        made, citations = shelf.full()
        made.end = "改正。"
        shelf.store(made, citations)
        assert "改正。" in page(client).text_content()
        earlier = page(client, f"{URL}?revision=1")
        assert "第60次全体会议" in earlier.cssselect(".end")[0].text_content()
        assert "已由后来的版次取代" in earlier.cssselect(".notice")[0].text_content()
        assert not page(client).cssselect(".notice")
        assert len(earlier.cssselect("#source ul li")) == 2

    @pytest.mark.parametrize("query", ["text=fr", "text=xx", "revision=99", "revision=x", "revision=-1", "format=xml"])
    def test_unknown_texts_and_revisions_are_a_404(self, client: Client, query: str) -> None:
        assert client.get(f"{URL}?{query}").status_code == 404

    @pytest.mark.parametrize(
        ("asked", "canonical"),
        [
            ("/a/res/90/2/", URL),
            ("/A/RES/90/2", URL),
            ("/A/res/ 90/2/", URL),
            ("/a/RES/90/2/?text=en", f"{URL}?text=en"),
            ("/A/RES/3472(XXX)B/", "/A/RES/3472B(XXX)/"),
            ("/A/RES/77/263 B/", "/A/RES/77/263B/"),
        ],
    )
    def test_one_spelling(self, client: Client, asked: str, canonical: str) -> None:
        response: Any = client.get(asked)
        assert response.status_code == 301
        assert response["Location"] == canonical

    @pytest.mark.parametrize("symbol", ["A/RES/S-10/2", "A/RES/2373(XXII)", "A/RES/90/3B", "A/RES/ES-11/1"])
    def test_symbols_of_every_form(self, client: Client, symbol: str) -> None:
        shelf.store(shelf.draft(symbol))
        assert page(client, f"/{symbol}/").cssselect(".eyebrow .symbol")[0].text_content() == symbol


@pytest.mark.usefixtures("filled")
class TestJson:
    def test_the_same_address_as_json(self, client: Client) -> None:
        found = client.get(f"{URL}?format=json").json()
        assert (found["symbol"], found["title"], found["adopted_on"]) == ("A/RES/90/2", "一项<试验>", "2035-12-08")
        assert found["votes"] == {"yes": 170, "no": 2, "abstain": 13}
        draft, _ = shelf.full()
        assert [c["text"] for c in found["clauses"]] == [c.text for c in draft.clauses]
        first = found["clauses"][0]
        assert first["footnotes"] == [{"marker": "2", "at": 4}, {"marker": "1", "at": len(first["text"]) - 1}]
        assert [(c["target"], c["via_footnote"], c["status"]) for c in first["citations"]] == [
            ("A/RES/89/1", None, "resolved"),
            ("title:试验公约", None, "resolved"),
            ("A/89/7", "1", "unknown"),
        ]
        for made in found["clauses"]:
            for citation in made["citations"]:
                assert made["text"][citation["start"] : citation["end"]] == citation["exact"]
        assert found["clauses"][3]["citations"][0]["candidates"] == ["title:试验公约", "A/RES/89/1"]
        assert found["footnotes"]["1"]["text"] == "见A/89/7，附件。"
        assert found["end"] == draft.end

    def test_chinese_is_readable_in_it(self, client: Client) -> None:
        response = client.get(f"{URL}?format=json")
        assert "一项" in response.content.decode()
        assert json.loads(response.content)["language"] == "zh"


@pytest.fixture
def longest(db: None) -> None:
    """A resolution of 150 clauses with everything that a page can have: warnings, subjects, neighbours, separate votes
    with ballots, and a series."""
    made, citations = shelf.long(150)
    made.vote = RecordedVote(Outcome.RECORDED, 1, 1, 0, {"yes": ["甲国"], "no": ["乙国"]})
    made.warnings = [ReadingWarning("op1", "A warning for librarians.")]
    made.subjects = [("UNBIS Thesaurus", "DISARMAMENT"), ("UNBIS Thesaurus", "ELEPHANTS")]
    shelf.store(shelf.draft("A/RES/90/8"))
    shelf.store(made, citations)
    shelf.store(shelf.draft("A/RES/90/10"))
    for path in ("op2", "op3"):
        vote = Vote(key=path, origin="archive", document_id="A/RES/90/9", scope="paragraph", paths=[path], leading=True)
        vote.save()
        Ballot.objects.create(vote=vote, choice=Choice.NO, printed="乙国")
    series = Series.objects.create()
    for symbol in ("A/RES/89/9", "A/RES/90/9"):
        SeriesEntry.objects.create(series=series, document_id=symbol, session_order=int(symbol[6:8]))


@pytest.mark.usefixtures("longest")
@pytest.mark.parametrize("reader", ["client", "admin_client"])
def test_the_number_of_queries_does_not_grow(
    reader: str, request: pytest.FixtureRequest, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client: Client = request.getfixturevalue(reader)
    # The test is a transaction, so nothing is remembered (archive.models.snapshot).
    with django_assert_max_num_queries(15):
        document = page(client, "/A/RES/90/9/")
    assert len(document.cssselect(".text .clause")) == 150
    assert (
        len(document.cssselect(".text .card")) == 600
    )  # for each clause: two resolutions, an ambiguous citation and a footnote
    assert len(document.cssselect(".text .votes .vote")) == 2
    assert len(document.cssselect(".neighbours a")) == 2
    assert document.cssselect("a[href='/series/A/RES/90/9/']")
    assert bool(document.cssselect(".warnings")) == (reader == "admin_client")
    with django_assert_max_num_queries(15):
        client.get("/A/RES/90/9/?format=json")


def test_head_and_conditional_get(client: Client) -> None:
    shelf.store(shelf.draft())
    assert client.head(URL).status_code == 200
    first = client.get(URL)
    assert client.get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.post(URL).status_code == 405
    assert "csrftoken" not in client.cookies
