"""Tests the page of a resolution in two languages, and its files. The texts are invented."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html

from archive.citing.citation import Citations
from archive.reading.draft import DraftClause, DraftFootnote, Mark
from tests import shelf
from tests.test_views_resolution import page, text_of

pytestmark = pytest.mark.django_db

URL = "/A/RES/90/2/"
BOTH = f"{URL}?text=zh&with=en"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def english() -> tuple[Any, Citations]:
    """An English text whose clauses have other paths than those of ``shelf.full`` in two places."""
    pp1 = "Recalling its resolution 89/1 and the Trial Convention,"
    pp2 = "Noting resolutions 88/1 to 88/12 and A/91/1,"
    made = shelf.draft(
        language="en",
        title="A <trial>",
        formula="The General Assembly,",
        clauses=[
            DraftClause("preambular", "pp1", "", "Recalling", pp1, marks=[Mark("1", 29)]),
            DraftClause("preambular", "pp2", "", "Noting", pp2),
            DraftClause("heading", "h1", "I.", "", "General"),
            DraftClause("operative", "op1", "1.", "", "Requests the following:"),
            DraftClause("point", "op1-a", "(a)", "", "A<b>B</b>&C;", parent="op1"),
            DraftClause("point", "op1-a-i", "(i)", "", "D\nE;", parent="op1-a"),
            DraftClause("table", "table1", "", "", "State\tVotes\nState A\t1"),
            DraftClause("heading", "annex1-h1", "", "", "Annex"),
            DraftClause("annex", "annex1-p1", "", "", "First paragraph of the annex."),
            DraftClause("annex", "annex1-p2", "", "", "Second paragraph of the annex, of which there is no Chinese."),
        ],
        footnotes={"1": DraftFootnote("1", "See A/89/7, annex."), "4": DraftFootnote("4", "Without a mark.")},
        end="60th plenary meeting",
    )
    cited = {
        "pp1": [
            shelf.cite(pp1, "resolution 89/1", "A/RES/89/1"),
            shelf.cite(pp1, "Trial Convention", "title:试验公约"),
        ],
        "pp2": [shelf.cite(pp2, "A/91/1", "A/91/1")],
    }
    return made, Citations(clauses=cited)


def arabic() -> Any:
    clauses = [DraftClause("preambular", "pp1", "", "", "إذ تشير إلى قرارها 89/1،")]
    return shelf.draft(language="ar", title="تجربة", formula="إن الجمعية العامة،", clauses=clauses, end="")


@pytest.fixture(autouse=True)
def filled(db: None) -> None:
    shelf.store(*shelf.full())
    shelf.store(*english())
    shelf.store(arabic())
    shelf.store(shelf.draft("A/RES/89/1", title="较早的试验"))


def rows(document: html.HtmlElement) -> list[tuple[str, list[tuple[str, str]]]]:
    """(id, [(lang, words) of each side]) of each row."""
    return [
        (
            clause.get("id", ""),
            [
                (said.get("lang", ""), " ".join(text_of(said, ".words, td, .note")))
                for said in clause.cssselect(".said")
            ],
        )
        for clause in document.cssselect(".text .clause")
    ]


def test_each_clause_beside_its_counterpart(client: Client) -> None:
    found = dict(rows(page(client, BOTH)))
    assert list(found) == [
        "pp1", "pp2", "h1", "op1", "op1-a", "op1-a-1", "table1", "annex1-h1", "annex1-p1", "annex1-p2"
    ]  # fmt: skip
    assert found["h1"] == [("zh-Hans", "一、总则"), ("en", "I.General")]
    assert found["op1-a"] == [("zh-Hans", "(a)甲<b>乙</b>&丙；"), ("en", "(a)A<b>B</b>&C;")]
    assert found["table1"] == [("zh-Hans", "国家 票 甲国 1"), ("en", "State Votes State A 1")]
    assert found["annex1-p2"][0] == ("zh-hans", "中文本此处没有对应的段落。")


def test_what_no_path_joins_is_said_at_its_place(client: Client) -> None:
    document = page(client, BOTH)
    assert text_of(document, "#op1-a-1 .by-order") == ["按顺序对应：中文 第1段(a)㈠、英文 第1段(a)(i)"]
    assert len(document.cssselect(".by-order")) == 1
    assert text_of(document, ".parallel > .note") == [
        "两个文本的段落编号不同。有1对段落按顺序对应。有1个段落只见于一个文本。"
    ]
    assert document.cssselect("#op1-a-i")[0].get("lang") == "en"  # the address in the English text leads here too
    shelf.store(*shelf.full("A/RES/90/3"))
    same, citations = shelf.full("A/RES/90/3")
    same.language = "en"
    shelf.store(same, citations)
    assert not page(client, "/A/RES/90/3/?text=zh&with=en").cssselect(".by-order, .parallel > .note")


def test_the_order_of_the_languages(client: Client) -> None:
    document = page(client, f"{URL}?text=en&with=zh")
    assert [lang for lang, _words in rows(document)[0][1]] == ["en", "zh-Hans"]
    assert text_of(document, "h1, .other-title") == ["A <trial>", "一项<试验>9"]
    assert document.cssselect("h1")[0].get("lang") == "en"
    assert text_of(document, ".formula, .end") == [
        "The General Assembly,", "大会，", "60th plenary meeting", "2035年12月8日 第60次全体会议"
    ]  # fmt: skip


def test_each_document_has_one_card_and_both_texts_link_to_it(client: Client) -> None:
    document = page(client, BOTH)
    assert len(document.cssselect("#pp1 .card")) == 3
    linked = [
        [(cite.text_content(), cite.get("data-cards"), cite.get("data-note")) for cite in said.cssselect(".cite")]
        for said in document.cssselect("#pp1 .said")
    ]
    assert linked == [
        [("第", "pp1-c1", None), ("89/1号决议", "pp1-c1", "[1]"), ("《试验公约》", "pp1-c2 pp1-c3", "[2][3]")],
        [("resolution 89/1", "pp1-c1", "[1]"), ("Trial Convention", "pp1-c2", "[2]")],
    ]
    only_english = document.cssselect("#pp2 .card")[-1]
    assert text_of(only_english, ".exact") == ["A/91/1"]
    assert [q.get("lang") for q in only_english.cssselect(".exact > span")] == ["en"]


def test_footnotes_are_below_their_own_text(client: Client) -> None:
    document = page(client, BOTH)
    sides = [text_of(said, ".footnote") for said in document.cssselect("#pp1 .said")]
    assert sides == [["2 原文如此。", "1 见A/89/7，附件。"], ["1 See A/89/7, annex."]]
    marks = [mark.get("href") for mark in document.cssselect("#pp1 .said sup a")]
    assert sorted(marks) == ["#en-pp1-n1", "#pp1-n1", "#pp1-n2"]
    assert {mark.removeprefix("#") for mark in marks} <= {each.get("id") for each in document.cssselect(".footnote")}
    assert text_of(document, ".loose p") == ["3 没有标记的脚注。", "4 Without a mark."]
    assert text_of(document, "header .footnote") == ["9 标题的脚注。"]
    assert not document.cssselect(".card .note")


@pytest.mark.parametrize("query", ["text=zh&with=en", "text=en&with=zh", "text=zh&with=ar", "text=en&with=ar"])
def test_ids_are_unique_and_links_on_the_page_lead_somewhere(client: Client, query: str) -> None:
    document = page(client, f"{URL}?{query}")
    ids = Counter(each.get("id") for each in document.cssselect("[id]"))
    assert [each for each, number in ids.items() if number > 1] == []
    inside = {str(each.get("href"))[1:] for each in document.cssselect("main a[href^='#']")}
    assert inside - set(ids) == set()


def test_arabic_runs_from_the_right(client: Client) -> None:
    document = page(client, f"{URL}?text=zh&with=ar")
    [zh, ar] = document.cssselect("#pp1 .said")
    assert [(each.get("lang"), each.get("dir")) for each in (zh, ar)] == [("zh-Hans", "ltr"), ("ar", "rtl")]
    assert [each.get("dir") for each in document.cssselect(".formula")] == ["ltr", "rtl"]
    assert document.cssselect(".other-title")[0].get("dir") == "rtl"


def test_the_switch(client: Client) -> None:
    def ways(query: str) -> list[tuple[str, str, bool]]:
        return [
            (a.text_content().strip(), str(a.get("href")), "data-parallel" in a.attrib)
            for a in page(client, f"{URL}{query}").cssselect(".texts a")
        ]

    assert ways("?text=zh")[2:] == [("英文", "?text=zh&with=en", True), ("阿拉伯文", "?text=zh&with=ar", False)]
    assert ways("?text=en")[2:] == [("中文", "?text=en&with=zh", True), ("阿拉伯文", "?text=en&with=ar", False)]
    assert ways("?text=ar")[2] == ("中文", "?text=ar&with=zh", True)
    assert ways("?text=zh&with=en") == [
        ("中文", "?text=zh", False),
        ("阿拉伯文", "?text=ar", False),
        ("英文", "?text=en", False),
        ("阿拉伯文", "?text=zh&with=ar", False),
        ("左右对调", "?text=en&with=zh", False),
        ("只看中文", "?text=zh", True),
    ]
    assert not page(client, "/A/RES/89/1/").cssselect("[data-parallel], .texts")


@pytest.mark.parametrize(("query", "status"), [("with=fr", 404), ("with=zh", 200), ("with=%00", 404), ("with=", 200)])
def test_other_values(client: Client, query: str, status: int) -> None:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == status
    assert b"in-two" not in response.content


def test_the_page_counts_as_the_page_of_the_resolution(client: Client) -> None:
    [canonical] = page(client, BOTH).cssselect("link[rel=canonical]")
    assert canonical.get("href") == f"http://testserver{URL}"


def test_json_has_both_texts_and_the_rows(client: Client) -> None:
    found = client.get(f"{BOTH}&format=json").json()
    assert (found["language"], found["parallel"]["language"]) == ("zh", "en")
    assert [c["path"] for c in found["parallel"]["clauses"]] == [c.path for c in english()[0].clauses]
    joined = Counter(row["joined"] for row in found["parallel"]["rows"])
    assert joined == {"path": 8, "order": 1, "alone": 1}
    assert found["parallel"]["rows"][5] == {"path": "op1-a-1", "other_path": "op1-a-i", "joined": "order"}
    assert client.get(f"{URL}?format=json").json()["parallel"] is None


def test_csv_has_a_row_for_each_pair(client: Client) -> None:
    response: Any = client.get(f"{BOTH}&format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="A-RES-90-2.zh.r1-en.r1.csv"'
    lines = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [(line["path"], line["other_path"], line["joined"]) for line in lines[4:6]] == [
        ("op1-a", "op1-a", "path"),
        ("op1-a-1", "op1-a-i", "order"),
    ]
    assert (lines[0]["text"][:2], lines[0]["other_text"][:9]) == ("回顾", "Recalling")
    assert (lines[0]["footnotes"], lines[0]["other_footnotes"]) == (
        "2 原文如此。\n1 见A/89/7，附件。",
        "1 See A/89/7, annex.",
    )
    assert [(line["text"], line["part"], line["address"]) for line in lines[-1:]] == [
        ("", "annex1", f"http://testserver{URL}?text=en&revision=1#annex1-p2")
    ]


def test_word_has_a_table_of_two_columns(client: Client) -> None:
    response = client.get(f"{BOTH}&format=docx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        document = etree.fromstring(file.read("word/document.xml"))
        footnotes = etree.fromstring(file.read("word/footnotes.xml"))

    def words(element: Any) -> str:
        return "".join(each.text or "" for each in element.iter(f"{WORD}t"))

    [table] = document.iterfind(f"{WORD}body/{WORD}tbl")
    cells = [[words(cell) for cell in row.iterfind(f"{WORD}tc")] for row in table.iterfind(f"{WORD}tr")]
    assert {len(row) for row in cells} == {2}
    assert ["大会，", "The General Assembly,"] in cells
    assert ["(a)甲<b>乙</b>&丙；", "(a)A<b>B</b>&C;"] in cells
    assert ["㈠丁戊；按顺序对应：第1段(a)㈠、para. 1 (a) (i)", "(i)DE;"] in cells
    assert ["", "Second paragraph of the annex, of which there is no Chinese."] in cells
    notes = [each for each in footnotes if each.get(f"{WORD}type") is None]
    assert [words(each) for each in notes] == [
        "9 标题的脚注。",
        "2 原文如此。",
        "1 见A/89/7，附件。",
        "1 See A/89/7, annex.",
    ]
    assert len({each.get(f"{WORD}id") for each in notes}) == 4


def test_files_offered_on_the_page(client: Client) -> None:
    links = [str(a.get("href")) for a in page(client, BOTH).cssselect("header .ways a[rel=nofollow]")]
    assert links == ["?text=zh&with=en&format=csv", "?text=zh&with=en&format=docx"]
    assert client.get(f"{BOTH}&format=akn").status_code == 404


def test_separate_votes_are_there_once(client: Client, django_assert_max_num_queries: Any) -> None:
    long, citations = shelf.long(150)
    shelf.store(long, citations)
    long.language = "en"
    shelf.store(long, citations)
    with django_assert_max_num_queries(14):  # nothing is remembered in a transaction
        document = page(client, "/A/RES/90/9/?text=zh&with=en")
    assert len(document.cssselect(".text .clause")) == 150
    assert len(document.cssselect(".text .card")) == 450
    assert len(document.cssselect(".text .footnote")) == 300
