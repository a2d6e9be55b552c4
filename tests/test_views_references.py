"""The box that says how to cite, references as files, bibliographies of lists, and the folder."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
import rispy
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.bibliography.cited import plain
from archive.bibliography.styles.legal_manual import legal_manual
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Clause, Document, Resolution, Vote
from archive.searching import freshness
from archive.views.references import bibliography
from archive.views.references.items import Item, references_of
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf
from tests.test_views_browse import page, texts

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small archive, with a treaty and a vote, on a day that does not change."""
    shelf.fill()
    Document.objects.create(
        key="treaty:WHALE", kind="treaty", title_zh="鲸鱼条约", date=datetime.date(2030, 5, 1), unts=[[9, 99]]
    )
    load_states()
    ballots = [CastBallot("CHINA", Choice.YES, "CHN"), CastBallot("UNITED STATES", Choice.NO, "USA")]
    record = VoteRecord(
        "library:1", Origin.LIBRARY, symbol="A/RES/90/2", session="90", date=datetime.date(2035, 12, 8),
        meeting="A/90/PV.60", yes=1, no=1, abstain=0, ballots=ballots,
    )  # fmt: skip
    VoteIntake().store([record])
    today = datetime.date(2036, 1, 2)
    for module in ("box", "bibliography", "files"):
        monkeypatch.setattr(f"archive.views.references.{module}.timezone.localdate", lambda: today)


PAGES = [
    # address, the first and the last citation of its box
    (
        "/A/RES/90/2/",
        "联合国大会. 一项<试验>: A/RES/90/2[R/OL]. 纽约: 联合国, 2035[2036-01-02]. https://docs.un.org/zh/A/RES/90/2.",
        "G.A. Res. 90/2 (Dec. 8, 2035).",
    ),
    (
        "/A/RES/90/2/?text=en",
        "United Nations. General Assembly. A trial: A/RES/90/2[R/OL]. New York: United Nations, 2035[2036-01-02]."
        " https://docs.un.org/en/A/RES/90/2.",
        "G.A. Res. 90/2 (Dec. 8, 2035).",
    ),
    (
        "/documents/treaty:WHALE/",
        "鲸鱼条约[Z/OL]. (2030-05-01)[2036-01-02]. http://testserver/documents/treaty:WHALE/.",
        "鲸鱼条约, May 1, 2030, 9 U.N.T.S. No. 99.",
    ),
    (
        "/documents/A/89/7/",  # only cited
        "联合国大会. A/89/7[R/OL]. 纽约: 联合国, [2034][2036-01-02]. https://docs.un.org/zh/A/89/7.",
        "U.N. Doc. A/89/7.",
    ),
    (
        "/votes/library:1/",
        "联合国大会. 关于第90/2号决议“一项<试验>”的表决（赞成1票，反对1票，弃权0票）: A/90/PV.60[R/OL]. 纽约: 联合国,"
        " 2035[2036-01-02]. https://docs.un.org/zh/A/90/PV.60.",
        "Vote on resolution 90/2, “A Trial” (1 in favour, 1 against, 0 abstaining), U.N. GAOR, 90th Sess., 60th plen."
        " mtg., U.N. Doc. A/90/PV.60 (Dec. 8, 2035).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("url", "first", "last"), PAGES)
def test_a_page_says_how_to_cite_it(client: Client, url: str, first: str, last: str) -> None:
    cited = texts(page(client, url), "details.how-to-cite [data-cited]")
    assert (cited[0], cited[-1], len(cited)) == (first, last, 7)


def test_counts_of_a_roll_call_without_totals_are_not_cited_as_totals(client: Client) -> None:
    """The resolution's page says how many States the record names."""
    Vote.objects.update(yes=None, no=None, abstain=None)
    [cited, *_others] = texts(page(client, "/votes/library:1/"), "details.how-to-cite [data-cited]")
    assert "的表决: A/90/PV.60" in cited
    [note, *_others] = texts(page(client, "/A/RES/90/2/"), ".vote .note")
    assert note == "该记录没有完整的总票数；所示票数只计其中列出的2个国家。"


@pytest.mark.parametrize("url", [address for address, _first, _last in PAGES])
def test_a_page_has_its_record_as_files(client: Client, url: str) -> None:
    files = {a.get("href") for a in page(client, url).cssselect("details.how-to-cite a")}
    for code in ("bib", "ris", "csl"):
        [address] = [href for href in files if href.endswith(f"format={code}")]
        response = client.get(url.partition("?")[0] + address)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment;")
        assert "2035" in response.content.decode() or "WHALE" in url or "89/7" in url


RECORDS = [
    # query, title, number, paragraph
    ("", "一项<试验>", "A/RES/90/2", None),
    ("&place=op1", "一项<试验>", "A/RES/90/2", "第1段"),
    ("&place=op1-a-1", "一项<试验>", "A/RES/90/2", "第1段(a)㈠"),
    ("&place=pp2", "一项<试验>", "A/RES/90/2", "序言部分第2段"),
    ("&place=annex1-p1", "一项<试验>", "A/RES/90/2", "附件，第1段"),
]


@pytest.mark.parametrize(("query", "title", "number", "paragraph"), RECORDS)
def test_the_record_of_a_clause(client: Client, query: str, title: str, number: str, paragraph: str | None) -> None:
    [found] = rispy.loads(client.get(f"/A/RES/90/2/?format=ris{query}").content.decode())
    assert (found["title"], found["issn"], found.get("start_page")) == (title, number, paragraph)


VOTED = "（赞成1票，反对1票，弃权0票）"
IN_LANGUAGES = [
    # address, title and language of the record
    ("/votes/library:1/?format=ris", f"关于第90/2号决议“一项<试验>”的表决{VOTED}", "zh-CN"),
    (
        "/votes/library:1/?format=ris&language=en",
        "Vote on resolution 90/2, “A trial” (1 in favour, 1 against, 0 abstaining)",
        "en",
    ),
    ("/documents/treaty:WHALE/?format=ris&language=en", "鲸鱼条约", "zh-CN"),  # the only title
    ("/documents/A/89/7/?format=ris", "A/89/7", "zh-CN"),  # no title
    ("/documents/A/89/7/?format=ris&language=en", "A/89/7", "en"),
    ("/A/RES/90/2/?format=ris&language=en", "A trial", "en"),
    ("/A/RES/90/2/?format=ris&language=en&text=zh", "一项<试验>", "zh-CN"),  # the cited text decides
]


@pytest.mark.parametrize(("address", "title", "language"), IN_LANGUAGES)
def test_a_record_follows_the_language_of_the_page(client: Client, address: str, title: str, language: str) -> None:
    [found] = rispy.loads(client.get(address).content.decode())
    assert (found["title"], found["language"]) == (title, language)


def test_an_annex_among_several_has_its_number(client: Client) -> None:
    clause = Clause.objects.get(revision__text__resolution__document__key="A/RES/90/2", path="annex1-p1")
    clause.pk, clause.path, clause.position = None, "annex2-p1", 99
    clause.save()
    found = references_of([Item("A/RES/90/2", "annex1-p1")], SITE)
    [cited] = found.values()
    assert plain(legal_manual(cited, datetime.date(2036, 1, 2))).endswith("，附件1，第1段。")


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("by", ["", "&by=resolutions"])
def test_a_hit_can_be_ticked_without_a_script(client: Client, by: str) -> None:
    document = page(client, f"/search/?q=第六条{by}")
    [box] = document.cssselect("input[form=ticked]")
    assert box.get("value") == "A/RES/90/2#op1"
    [form] = document.cssselect("form#ticked")
    assert shown(client, f"{form.get('action')}?items={quote(box.get('value', ''))}") == ["A/RES/90/2#op1"]


def test_the_header_accept_asks_for_a_record(client: Client) -> None:
    response = client.get("/A/RES/90/2/", headers={"accept": "application/vnd.citationstyles.csl+json"})
    assert json.loads(response.content)[0]["number"] == "A/RES/90/2"


def test_a_clause_that_is_not_there(client: Client) -> None:
    response = client.get("/A/RES/90/2/?format=ris&place=op99")
    assert response.status_code == 404
    assert "A/RES/90/2没有段落op99" in response.content.decode()


LISTS = [
    # address, the numbers of its references in order
    ("/sessions/90/", ["A/RES/90/2"]),
    ("/years/2034/", ["A/RES/89/1"]),
    ("/subjects/%s/", ["A/RES/90/2"]),
    ("/search/?q=第六条", ["A/RES/90/2 第1段"]),
    ("/documents/A/RES/89/1/?of=citing", ["A/RES/90/2 序言部分第1段"]),
    ("/votes/", ["A/90/PV.60", "A/90/PV.60"]),
    ("/states/CHN/?topic=all", ["A/90/PV.60"]),
    ("/states/CHN/?topic=all&choice=yes", ["A/90/PV.60"]),
    ("/states/CHN/?topic=all&choice=no", []),
]


def asked(url: str, query: str) -> str:
    resolution = Resolution.objects.get(document__key="A/RES/90/2")
    url = url.replace("%s", str(resolution.subjects.get().pk))
    return f"{url}{'&' if '?' in url else '?'}{query}"


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(("url", "numbers"), LISTS)
class TestLists:
    def test_as_a_file(self, client: Client, url: str, numbers: list[str]) -> None:
        found = rispy.loads(client.get(asked(url, "format=ris")).content.decode())
        assert [f"{each['issn']} {each.get('start_page', '')}".strip() for each in found] == numbers

    def test_as_a_bibliography(self, client: Client, url: str, numbers: list[str]) -> None:
        document = page(client, asked(url, "bibliography=gbt-2025"))
        entries = texts(document, ".bibliography [data-cited]")
        assert len(entries) == len(numbers)
        for number, entry in zip(numbers, entries, strict=True):
            assert number.split()[0] in entry
            assert "：" in entry
        files = [a.get("href") for a in document.cssselect(".cite-ways a")]
        for href in files:
            assert client.get(asked(url, "").split("?")[0] + href).status_code == 200, href

    def test_the_list_leads_to_its_bibliography(self, client: Client, url: str, numbers: list[str]) -> None:
        document = page(client, asked(url, ""))
        assert any("bibliography=" in (a.get("href") or "") for a in document.cssselect("a"))


@pytest.fixture
def indexed(filled: None, empty_index: None) -> None:
    """The small archive with its index."""
    freshness.rebuild()


def test_a_long_list_is_cut_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.store(shelf.draft("A/RES/90/3"))
    monkeypatch.setattr(bibliography, "LIMIT", 1)
    document = page(client, "/sessions/90/?bibliography=")
    assert len(texts(document, ".bibliography li")) == 1
    assert texts(document, ".notice") == ["列表超过1条，这里是前1条。缩小范围可得到其余各条。"]


def test_a_bibliography_as_text(client: Client) -> None:
    response = client.get("/sessions/90/?bibliography=gbt-2025&format=txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "[1] 联合国大会. 一项<试验>：A/RES/90/2[R/OL]. 纽约：联合国，2035. https://docs.un.org/zh/A/RES/90/2.\n"
    )


ITEMS = "items=A/RES/90/2%23op1&items=treaty:WHALE&items=vote:library:1&items=a/res/89/1"


def shown(client: Client, url: str) -> list[str]:
    return [li.get("data-item", "") for li in page(client, url).cssselect(".bibliography li")]


class TestFolder:
    def test_it_shows_the_items_of_its_address(self, client: Client) -> None:
        assert shown(client, f"/basket/?{ITEMS}") == [
            "A/RES/90/2#op1", "treaty:WHALE", "vote:library:1", "A/RES/89/1",
        ]  # fmt: skip

    def test_an_item_twice_is_one(self, client: Client) -> None:
        assert shown(client, "/basket/?items=A/RES/90/2&items=a/res/90/2") == ["A/RES/90/2"]

    CHANGES = [
        ("remove=2", ["A/RES/90/2#op1", "vote:library:1", "A/RES/89/1"]),
        ("up=2", ["treaty:WHALE", "A/RES/90/2#op1", "vote:library:1", "A/RES/89/1"]),
        ("order=date", ["treaty:WHALE", "A/RES/89/1", "A/RES/90/2#op1", "vote:library:1"]),
        ("order=symbol", ["A/RES/89/1", "A/RES/90/2#op1", "vote:library:1", "treaty:WHALE"]),
    ]

    @pytest.mark.parametrize(("button", "items"), CHANGES)
    def test_a_button_leads_to_the_changed_address(self, client: Client, button: str, items: list[str]) -> None:
        response = client.get(f"/basket/?{ITEMS}&style=oscola&{button}")
        assert response.status_code == 302
        assert "style=oscola" in response["Location"]
        assert shown(client, response["Location"]) == items

    TEXTS = ["A/RES/90/2#op1-a", "A/RES/90/2#pp2", "A/RES/89/1#op1", "A/RES/90/2#op1", "A/RES/90/2"]

    @pytest.mark.parametrize("order", ["date", "symbol"])
    def test_sorted_paragraphs_are_in_the_order_of_their_text(self, client: Client, order: str) -> None:
        query = urlencode([*(("items", item) for item in self.TEXTS), ("order", order)])
        sorted_items = shown(client, client.get(f"/basket/?{query}")["Location"])
        assert sorted_items == [
            "A/RES/89/1#op1", "A/RES/90/2", "A/RES/90/2#pp2", "A/RES/90/2#op1", "A/RES/90/2#op1-a",
        ]  # fmt: skip

    @pytest.mark.parametrize("code", ["bib", "ris", "csl", "txt"])
    def test_it_is_exported_whole(self, client: Client, code: str) -> None:
        words = client.get(f"/basket/?{ITEMS}&format={code}").content.decode()
        assert [name in words for name in ("A/RES/90/2", "鲸鱼条约", "A/90/PV.60", "A/RES/89/1")] == [True] * 4

    def test_what_is_not_here_is_said(self, client: Client) -> None:
        document = page(client, "/basket/?items=A/RES/90/2&items=A/RES/1/1&items=A/RES/90/2%23op99&items=vote:no")
        assert texts(document, ".notice .symbol") == ["A/RES/1/1", "A/RES/90/2#op99", "vote:no"]
        assert len(texts(document, ".bibliography li")) == 1

    def test_a_bibliography_lists_a_resolution_once(self, client: Client) -> None:
        address = "/basket/?items=A/RES/90/2%23op1&items=A/RES/90/2%23pp1&items=A/RES/89/1&style="
        assert shown(client, address + "chicago-bibliography") == ["A/RES/90/2#op1", "A/RES/89/1"]
        assert shown(client, address + "chicago-note") == ["A/RES/90/2#op1", "A/RES/90/2#pp1", "A/RES/89/1"]
        document = page(client, address + "chicago-bibliography")
        assert [button.get("value") for button in document.cssselect("[name=remove]")] == ["1", "3"]
        lines = client.get(address + "chicago-bibliography&format=txt").content.decode().splitlines()
        assert len(lines) == 2

    def test_an_empty_folder_says_how_to_fill_it(self, client: Client) -> None:
        assert "b键" in page(client, "/basket/").text_content()

    HOSTILE = [
        ("items=" + "x" * 461, 404, "不是文献夹的条目"),
        ("items=", 404, "不是文献夹的条目"),
        ("items=A%00B", 404, "不是文献夹的条目"),
        ("&".join(["items=A/RES/90/2"] * 201), 404, "文献夹最多200条"),
        (f"{ITEMS}&remove=9", 404, "没有第9条"),
        (f"{ITEMS}&up=x", 404, "没有第x条"),
        (f"{ITEMS}&style=apa", 404, "apa"),
        (f"{ITEMS}&order=colour", 404, "colour"),
        ("items=<script>alert(1)</script>", 200, "&lt;SCRIPT&gt;ALERT(1)"),
        ("items=%23op1", 200, "未列入"),
        ("items=vote:", 200, "未列入"),
    ]

    @pytest.mark.parametrize(("query", "status", "said"), HOSTILE)
    def test_hostile_addresses(self, client: Client, query: str, status: int, said: str) -> None:
        response = client.get(f"/basket/?{query}")
        assert response.status_code == status
        assert said in response.content.decode()
        assert "<script>alert" not in response.content.decode().lower()


class TestCite:
    def test_a_clause_with_its_quotation(self, client: Client) -> None:
        document = page(client, "/cite/?of=A/RES/90/2%23op1")
        cited = texts(document, "[data-cited]")
        assert cited[2] == "《一项<试验>》，联合国大会决议，90/2，2035年12月8日通过，第1段。"
        assert (
            cited[-1] == "请按照该公约第六条行事： ——《一项<试验>》，联合国大会决议，90/2，2035年12月8日通过，第1段。"
        )

    def test_the_paragraphs_can_be_ticked_without_a_script(self, client: Client) -> None:
        form = page(client, "/cite/?of=A/RES/90/2").cssselect("form.paragraphs")[0]
        boxes = [box.get("value") for box in form.cssselect("input[name=items]")]
        assert boxes[:4] == ["A/RES/90/2#pp1", "A/RES/90/2#pp2", "A/RES/90/2#h1", "A/RES/90/2#op1"]
        assert form.get("action") == "/basket/"

    @pytest.mark.parametrize("of", ["", "A/RES/1/1", "A/RES/90/2%23op99", "vote:no", "%00", "x" * 2000])
    def test_what_is_not_here(self, client: Client, of: str) -> None:
        response = client.get(f"/cite/?of={of}")
        assert response.status_code == 404
        assert "这里没有可以这样引用的文献" in response.content.decode()


def test_many_items_need_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    items = [Item("A/RES/90/2", path) for path in ("pp1", "pp2", "op1", "op1-a", "annex1-p1")]
    items += [Item("A/RES/89/1"), Item("treaty:WHALE"), Item("A/89/7"), Item("library:1", is_vote=True)]
    with django_assert_max_num_queries(10):
        assert list(references_of(items, SITE)) == items


def test_a_withdrawn_resolution_is_named_by_its_symbol_alone(client: Client, withdraw: Callable[[str], None]) -> None:
    withdraw("A/RES/89/1")
    found = references_of([Item("A/RES/89/1"), Item("A/RES/89/1", "op1")], SITE)
    [reference] = found.values()
    assert (reference.title_zh, reference.title_en, reference.date) == ("", "", None)


@pytest.fixture
def withdraw(db: None) -> Callable[[str], None]:
    def do(symbol: str) -> None:
        now = datetime.datetime(2036, 1, 1, tzinfo=datetime.UTC)
        resolution = Resolution.objects.get(document__key=symbol)
        resolution.texts.update(leading=False)
        Resolution.everything.filter(pk=resolution.pk).update(withdrawn_at=now)

    return do
