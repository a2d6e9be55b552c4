"""Tests what an English reader finds: English titles, agenda items and clauses, and the note where only Chinese exists.

The texts are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.citing.citation import Citations
from archive.intake.votes import VoteIntake
from archive.models import Document
from archive.reading.draft import DraftClause
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf
from tests.migrating import migrating

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, language: str = "en") -> Any:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def texts(document: Any, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in document.cssselect(selector)]


def vote(origin: Origin, title: str, certain: bool = True) -> VoteRecord:
    return VoteRecord(
        f"{origin}:1", origin, "A/RES/90/2", title=title, title_certain=certain, date=date(2035, 12, 8),
        ballots=[CastBallot("PERU", Choice.YES)],
    )  # fmt: skip


class TestTitlesFromVotes:
    @pytest.mark.parametrize(
        ("records", "title"),
        [
            ([vote(Origin.EXTRACT, "On whales")], "On whales"),
            ([vote(Origin.LIBRARY, "Whales"), vote(Origin.EXTRACT, "On whales")], "On whales"),  # the leading record
            ([vote(Origin.VOETEN, "whales, whole", certain=False)], ""),
            ([vote(Origin.EXTRACT, "论鲸鱼")], ""),
            ([], ""),
        ],
    )
    def test_a_chinese_text_gets_its_english_title(self, records: list[VoteRecord], title: str) -> None:
        shelf.store(shelf.draft())
        VoteIntake().store(records)
        document = Document.objects.get(key="A/RES/90/2")
        assert (document.title_zh, document.title_en) == ("一项试验", title)

    def test_an_english_text_keeps_its_own_title(self) -> None:
        shelf.fill()
        VoteIntake().store([vote(Origin.EXTRACT, "On whales")])
        assert Document.objects.get(key="A/RES/90/2").title_en == "A trial"


@pytest.mark.parametrize(("name", "field"), [("Whale Convention", "title_en"), ("《鲸鱼公约》", "title_zh")])
def test_an_instrument_that_is_only_named_has_its_title_in_its_language(name: str, field: str) -> None:
    text = f"回顾{name}，"
    made = shelf.draft(clauses=[DraftClause("preambular", "pp1", "", "回顾", text)])
    shelf.store(made, Citations(clauses={"pp1": [shelf.cite(text, name, f"title:{name}")]}))
    found = Document.objects.get(key=f"title:{name}")
    assert {field: found.title_zh or found.title_en} == {field: name}
    assert getattr(found, field) == name
    assert Document.objects.of_readers().filter(pk=found.pk).exists()


class TestResolution:
    def test_agenda_items_are_in_the_language_of_the_page(self, client: Client) -> None:
        shelf.fill()
        made, citations = shelf.english()
        made.agenda_titles = ["General disarmament"]
        shelf.store(made, citations)
        for address in ("/A/RES/90/2/", "/A/RES/90/2/?text=zh"):
            assert "General disarmament" in " ".join(texts(page(client, address), ".facts dd")), address
        assert "全面彻底裁军" in " ".join(texts(page(client, "/A/RES/90/2/?text=en", "zh-hans"), ".facts dd"))
        assert client.get("/A/RES/90/2/?format=json").json()["agenda_titles"] == ["全面彻底裁军"]

    def test_an_agenda_item_without_english_has_the_title_of_another_resolution_or_says_its_language(
        self, client: Client
    ) -> None:
        def stored(symbol: str, zh: list[str], en: list[str] | None = None) -> None:
            shelf.store(shelf.draft(symbol, agenda_titles=zh))
            if en is not None:
                shelf.store(shelf.draft(symbol, language="en", title="A trial", agenda_titles=en))

        for number, english in ((1, "Whales"), (2, "Whales"), (3, "Dolphins")):
            stored(f"A/RES/91/{number}", ["鲸鱼"], [english])
        stored("A/RES/91/4", ["海豚", "象"], ["Dolphins"])
        stored("A/RES/91/5", ["鲸鱼", "海豚"])
        found = " ".join(" ".join(texts(page(client, "/A/RES/91/5/"), ".facts dd")).split())
        assert "Whales (English title as in A/RES/91/2)" in found
        assert "海豚 (in Chinese)" in found

    def test_an_english_page_without_an_english_text_says_so(self, client: Client) -> None:
        shelf.fill()
        words = "The archive has no English text of this resolution; this is the text in Chinese."
        assert words in " ".join(texts(page(client, "/A/RES/89/1/"), ".notice"))
        assert words not in " ".join(texts(page(client, "/A/RES/90/2/?text=zh"), ".notice"))
        assert not texts(page(client, "/A/RES/89/1/", "zh-hans"), ".notice")

    def test_a_chinese_page_without_a_chinese_text_says_so(self, client: Client) -> None:
        shelf.fill()
        shelf.store(shelf.draft("A/RES/91/6", language="en", title="A trial"))
        words = "档案没有此决议的中文本；这是其英文文本。"
        assert words in " ".join(texts(page(client, "/A/RES/91/6/", "zh-hans"), ".notice"))
        assert not texts(page(client, "/A/RES/91/6/"), ".notice")

    def test_a_list_tells_that_a_title_is_chinese(self, client: Client) -> None:
        shelf.fill()
        Document.objects.filter(key="A/RES/89/1").update(title_en="")
        assert texts(page(client, "/sessions/89/"), "tbody .title") == ["较早的试验 (in Chinese)"]
        assert texts(page(client, "/sessions/89/", "zh-hans"), "tbody .title") == ["较早的试验"]


class TestCitingClauses:
    def test_an_english_page_has_the_clauses_of_english_texts(self, client: Client) -> None:
        shelf.fill()
        document = page(client, "/documents/A/RES/89/1/")
        assert texts(document, ".quoted .words") == ["Recalling its resolution 89/1,"]
        assert texts(document, ".quoted [lang=en] a") == ["resolution 89/1"]
        chinese = page(client, "/documents/A/RES/89/1/", "zh-hans")
        assert texts(chinese, ".quoted .words") == ["回顾其第89/1号决议和《试验公约》，"]

    def test_a_clause_without_an_english_text_is_chinese(self, client: Client) -> None:
        shelf.fill()
        [words] = page(client, "/documents/A/RES/88/3/").cssselect(".quoted .words")
        assert (words.get("lang"), words.text_content()[:3]) == ("zh-Hans", "注意到")

    def test_data_has_the_leading_text_in_every_language(self, client: Client) -> None:
        shelf.fill()
        found = []
        for language in ("en", "zh-hans"):
            client.cookies["django_language"] = language
            found.append(client.get("/documents/A/RES/89/1/?format=json").json()["cited_by"]["results"][0]["clauses"])
        assert found[0] == found[1]


def test_the_migration_fills_english_titles(db: None) -> None:
    with migrating() as to:
        before = to("0033_wrong_subjects")
        document, record = (before.get_model("archive", name).objects for name in ("Document", "Vote"))
        for key, kind, zh, en in (
            ("A/RES/90/2", "ga_resolution", "试验", ""),
            ("A/RES/90/3", "ga_resolution", "试验", "A trial"),
            ("title:Whale Convention", "instrument", "Whale Convention", ""),
            ("title:鲸鱼公约", "instrument", "鲸鱼公约", ""),
        ):
            document.create(key=key, kind=kind, title_zh=zh, title_en=en)
        for number, (symbol, origin, title, certain) in enumerate(
            [
                ("A/RES/90/2", "voeten", "a description", False),
                ("A/RES/90/2", "extract", "On whales", True),
                ("A/RES/90/3", "extract", "Another title", True),
            ]
        ):
            record.create(
                key=str(number), event=str(number), origin=origin, document_id=symbol, title=title,
                title_certain=certain, scope="whole",
            )  # fmt: skip
        after = to("0034_english_titles").get_model("archive", "Document").objects
        assert set(after.values_list("key", "title_zh", "title_en")) == {
            ("A/RES/90/2", "试验", "On whales"),
            ("A/RES/90/3", "试验", "A trial"),
            ("title:Whale Convention", "", "Whale Convention"),
            ("title:鲸鱼公约", "鲸鱼公约", ""),
        }


@pytest.mark.parametrize(("language", "copy"), [("en", "/en/S/RES/1540(2004)"), ("zh-hans", "/zh/S/RES/1540(2004)")])
def test_the_official_copy_is_in_the_language_of_the_page(client: Client, language: str, copy: str) -> None:
    Document.objects.create(key="S/RES/9540(2004)", url="https://docs.un.org/zh/S/RES/1540(2004)")
    links = page(client, "/documents/S/RES/9540(2004)/", language).cssselect("a[rel=external]")
    assert [link.get("href") for link in links] == [f"https://docs.un.org{copy}"]


@pytest.mark.parametrize(("language", "words"), [("en", "No text in the archive"), ("zh-hans", "本档案没有文本援引")])
def test_a_resolution_that_no_text_cites_says_so(client: Client, language: str, words: str) -> None:
    shelf.store(shelf.draft())
    assert words in texts(page(client, "/A/RES/90/2/", language), ".about dd, dd")
