"""Tests what reference managers, search engines and programs of the semantic web read in a page that describes one
thing, and what Zotero reads in a list."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation
from lxml import etree, html
from PIL import Image
from pyld import jsonld

from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Document, Resolution
from archive.views.metadata.described import shortened
from archive.views.metadata.picture import is_offered
from archive.views.public.page_picture import picture_of
from archive.views.references.items import Item
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
# The terms of schema.org that the types have: https://schema.org/Legislation, /Report, /Dataset, /DataDownload.
TERMS = {
    "about", "author", "citation", "contentUrl", "creator", "datePublished", "description", "distribution",
    "encodingFormat", "inLanguage", "isBasedOn", "legislationDate", "legislationIdentifier", "legislationPassedBy",
    "legislationType", "name", "publisher", "reportNumber", "sameAs", "temporalCoverage", "workTranslation",
}  # fmt: skip
TYPES = {"Legislation", "Report", "CreativeWork", "Dataset", "DataDownload", "Organization"}
SCHEMA = "https://schema.org/"
LONG = "title:关于通过和执行中部非洲打击恐怖主义及小武器和轻武器贩运区域战略和行动计划的利伯维尔宣言"


@pytest.fixture
def filled(db: None) -> None:
    shelf.fill()
    treaty = Document(
        key="treaty:WHALE", kind="treaty", title_zh="鲸鱼条约", title_en="Whale Treaty",
        date="2001-02-03", in_force="2002-03-04", url="https://example.org/whale",
    )  # fmt: skip
    treaty.save()


def head(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, url
    return html.fromstring(response.content.decode()).find("head")


def tags(page: Any, prefix: str) -> list[tuple[str, str]]:
    """(name, content) of the elements ``meta`` whose name begins so. An element can have several names."""
    found = [
        (f"{tag.get('name', '')} {tag.get('property', '')}", tag.get("content", "")) for tag in page.findall("meta")
    ]
    return [(name, content) for names, content in found for name in names.split() if name.startswith(prefix)]


def linked_data(page: Any, url: str) -> Any:
    """The JSON-LD of a page, expanded by a processor. The context gives every term a name in schema.org."""
    [script] = page.cssselect("script[type='application/ld+json']")
    found = json.loads(script.text)
    schema, own = found["@context"]
    assert schema == "https://schema.org"
    found["@context"] = {"@vocab": SCHEMA, **own}
    [expanded] = jsonld.expand(found, {"base": HOST + url})
    return expanded


def words(node: Any) -> tuple[set[str], set[str]]:
    """(types, terms) of everything in expanded JSON-LD."""
    types, terms = set(), set()
    for each in node if isinstance(node, list) else [node]:
        if isinstance(each, dict):
            types |= set(each.get("@type", ()))
            for name, value in each.items():
                if not name.startswith("@"):
                    terms.add(name)
                more_types, more_terms = words(value)
                types, terms = types | more_types, terms | more_terms
    return types, terms


@pytest.fixture
def typesetter(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that can typeset Chinese."""
    for module in ("archive.views.metadata.picture", "archive.views.files.answers"):
        monkeypatch.setattr(f"{module}.why_not", lambda language: "")


@pytest.fixture
def no_typesetter(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("archive.views.metadata.picture", "archive.views.files.answers"):
        monkeypatch.setattr(f"{module}.why_not", lambda language: "writing.no_face")


@pytest.mark.usefixtures("filled")
class TestResolution:
    @pytest.mark.usefixtures("typesetter")
    def test_what_zotero_reads(self, client: Client) -> None:
        page = head(client, "/A/RES/90/2/")
        description = "大会第90/2号决议，2035年12月8日，记录表决 170–2–13。请按照该公约第六条行事："
        assert tags(page, "description") == [("description", description)]
        assert tags(page, "citation_") == [
            ("citation_title", "一项<试验>"),
            ("citation_author", "联合国大会"),
            ("citation_publication_date", "2035/12/08"),
            ("citation_technical_report_institution", "联合国"),
            ("citation_technical_report_number", "A/RES/90/2"),
            ("citation_language", "zh-CN"),
            ("citation_public_url", "https://docs.un.org/zh/A/RES/90/2"),
            ("citation_pdf_url", f"{HOST}/A/RES/90/2/?text=zh&format=pdf"),
        ]
        assert tags(page, "z:") == [("z:itemType", "report"), ("z:reportType", "决议"), ("z:place", "纽约")]
        assert tags(page, "dc") == [
            ("dc:title", "一项<试验>"),
            ("dc:publisher", "联合国"),
            ("dc:language", "zh-CN"),
            ("dc:creator", "联合国大会"),
            ("dc:date", "2035-12-08"),
            ("dc:identifier", "A/RES/90/2"),
        ]

    def test_an_institution_is_no_person(self, client: Client) -> None:
        """The translator “Embedded Metadata” of Zotero divides a name at its last space, unless it has a comma."""
        page = head(client, "/A/RES/90/2/?language=en")
        assert tags(page, "citation_author") == [("citation_author", "UN General Assembly,")]
        assert tags(page, "dc:creator") == [("dc:creator", "UN General Assembly")]

    @pytest.mark.usefixtures("typesetter")
    def test_eli_and_open_graph(self, client: Client) -> None:
        page = head(client, "/A/RES/90/2/?language=en")
        assert tags(page, "eli:") == [
            ("eli:title", "A trial"),
            ("eli:passed_by", "UN General Assembly"),
            ("eli:date_document", "2035-12-08"),
            ("eli:id_local", "A/RES/90/2"),
            ("eli:type_document", "Resolution"),
        ]
        assert dict(tags(page, "og:")) == {
            "og:type": "article",
            "og:title": "A/RES/90/2 A trial",
            "og:description": tags(page, "description")[0][1],
            "og:url": f"{HOST}/A/RES/90/2/?language=en",
            "og:site_name": "Disarmament Resolutions Archive",
            "og:locale": "en_GB",
            "og:image": f"{HOST}/picture.png?of=A%2FRES%2F90%2F2&language=en",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": "A/RES/90/2, General Assembly resolution 90/2, 8 December 2035, Recorded vote 170–2–13",
        }
        assert tags(page, "twitter:") == [("twitter:card", "summary_large_image")]
        [language] = page.cssselect("link[property='eli:language']")
        assert language.get("href").endswith("/language/ENG")
        declared = page.get("prefix").split()[::2]
        names = [tag.get("property") for tag in page.findall("meta[@property]")]
        assert {f"{name.partition(':')[0]}:" for name in names} <= set(declared)

    def test_the_json_ld_has_what_the_text_cites(self, client: Client) -> None:
        found = linked_data(head(client, "/A/RES/90/2/"), "/A/RES/90/2/")
        assert found["@id"] == f"{HOST}/A/RES/90/2/"
        assert found["@type"] == [SCHEMA + "Legislation"]
        assert found[SCHEMA + "legislationIdentifier"] == [{"@value": "A/RES/90/2"}]
        assert found[SCHEMA + "legislationDate"] == [{"@value": "2035-12-08"}]
        [passed_by] = found[SCHEMA + "legislationPassedBy"]
        assert passed_by[SCHEMA + "name"] == [{"@value": "联合国大会"}]
        assert found[SCHEMA + "keywords"] == [{"@value": "裁军"}]
        cited = [unquote(each["@id"]).removeprefix(HOST) for each in found[SCHEMA + "citation"]]
        assert cited == [
            "/A/RES/89/1/",  # the archive has its text
            "/documents/title:试验公约/",
            "/documents/A/89/7/",
            *(f"/documents/A/RES/88/{number}/" for number in range(1, 13)),
        ]
        [translation] = found[SCHEMA + "workTranslation"]
        assert translation["@id"] == f"{HOST}/A/RES/90/2/?text=en"

    def test_a_title_does_not_end_the_script(self, client: Client) -> None:
        Document.objects.filter(key="A/RES/90/2").update(title_zh="</script><b>&amp;甲")
        content = client.get("/A/RES/90/2/").content.decode()
        assert "</script><b>" not in content
        found = linked_data(head(client, "/A/RES/90/2/"), "/A/RES/90/2/")
        assert found[SCHEMA + "name"] == [{"@value": "</script><b>&amp;甲"}]

    @pytest.mark.parametrize("url", ["/A/RES/90/2/", "/A/RES/90/2/?language=en", f"/documents/{LONG}/"])
    def test_pages_grow_by_little(self, client: Client, url: str) -> None:
        Document.objects.filter(key="title:试验公约").update(key=LONG, title_zh=LONG.removeprefix("title:"))
        page = head(client, url)
        found = page.cssselect("meta, link[property], link[rel=canonical], link[hreflang], script[type*=ld]")
        assert len(found) > 20
        assert not [
            tag for tag in found if tag.get("name") and "z:" in tag.get("property", "")
        ]  # Zotero reads the name
        assert sum(len(etree.tostring(each, encoding="utf-8", with_tail=False)) for each in found) < 6000

    def test_an_address_of_chinese_words_is_the_same_in_the_json_ld(self, client: Client) -> None:
        Document.objects.filter(key="title:试验公约").update(key=LONG, title_zh=LONG.removeprefix("title:"))
        page = head(client, f"/documents/{LONG}/")
        [address] = [link.get("href") for link in page.cssselect("link[rel=canonical]")]
        assert linked_data(page, address.removeprefix(HOST))["@id"] == unquote(address)
        assert tags(page, "dc:identifier") == []
        [(_name, said)] = tags(page, "og:image:alt")
        assert said.count(LONG.removeprefix("title:")) == 1

    def test_a_withdrawn_resolution_describes_nothing(self, client: Client) -> None:
        Resolution.everything.filter(document__key="A/RES/90/2").update(withdrawn_at="2036-01-01T00:00Z")
        for url in ("/A/RES/90/2/", "/documents/A/RES/90/2/"):
            content = client.get(url).content.decode()
            assert "试验>" not in content
            [page] = html.fromstring(content).cssselect("head")
            assert {title for _name, title in tags(page, "citation_title")} <= {"A/RES/90/2"}  # the symbol alone
            assert tags(page, "citation_publication_date") == tags(page, "dc:date") == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("url", "kind", "type_"),
    [
        ("/documents/treaty:WHALE/", "document", "Legislation"),
        ("/documents/A/89/7/", "report", "Report"),
        ("/documents/title:试验公约/", "document", "Legislation"),
        ("/A/RES/89/1/", "report", "Legislation"),
    ],
)
def test_every_kind_of_page_uses_terms_of_schema_org(client: Client, url: str, kind: str, type_: str) -> None:
    page = head(client, url)
    assert ("z:itemType", kind) in tags(page, "z:")
    found = linked_data(page, url)
    assert found["@type"] == [SCHEMA + type_]
    types, terms = words(found)
    assert {each.removeprefix(SCHEMA) for each in types} <= TYPES
    assert {each.removeprefix(SCHEMA) for each in terms} <= TERMS


@pytest.mark.usefixtures("filled")
def test_a_treaty_has_the_day_of_its_entry_into_force(client: Client) -> None:
    page = head(client, "/documents/treaty:WHALE/")
    assert ("eli:first_date_entry_in_force", "2002-03-04") in tags(page, "eli:")
    assert not tags(page, "citation_technical")


# --- Pictures ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
class TestPicture:
    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            (
                "A/RES/90/2",
                (
                    "大会第90/2号决议",
                    "A/RES/90/2",
                    "一项<试验>",
                    ("2035年12月8日",),
                    ("170票赞成", "2票反对", "13票弃权"),
                ),
            ),
            ("A/RES/89/1", ("大会第89/1号决议", "A/RES/89/1", "较早的试验", ("2034年12月1日", "未经表决通过"), ())),
            ("treaty:WHALE", ("条约", "", "鲸鱼条约", ("2001年2月3日",), ())),
            ("A/89/7", ("文件", "A/89/7", "", (), ())),  # the archive has only citations of it
        ],
    )
    def test_what_it_shows(self, item: str, expected: tuple[Any, ...]) -> None:
        shown = picture_of(Item.of(item), HOST)
        assert shown
        assert (shown.what, shown.symbol, shown.title, shown.facts, shown.counts_in_words) == expected

    def test_a_vote(self) -> None:
        VoteIntake().store(
            [VoteRecord("library:90", Origin.LIBRARY, "A/RES/90/2", date=date(2035, 12, 8), outcome=Outcome.RECORDED,
                        yes=170, no=2, abstain=13)]
        )  # fmt: skip
        with translation.override("en"):
            shown = picture_of(Item.of("vote:library:90"), HOST)
        assert shown
        assert (shown.what, shown.title, shown.facts) == ("The resolution as a whole", "A trial", ("8 December 2035",))
        assert (shown.symbol, shown.counts) == ("A/RES/90/2", (170, 2, 13))

    @pytest.mark.skipif(not is_offered(), reason="needs the package typst and a Chinese face")
    def test_its_address(self, client: Client, settings: Any, tmp_path: Path) -> None:
        settings.TYPESET_DIR = tmp_path
        page = head(client, "/A/RES/90/2/?language=en")
        address = dict(tags(page, "og:image"))["og:image"]
        response = Client().get(address.removeprefix(HOST))
        assert response.headers["Content-Type"] == "image/png"
        picture = Image.open(BytesIO(response.content))
        assert picture.size == (1200, 630)
        colours = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 24)}
        assert {(0xFB, 0xFA, 0xF6), (0x1F, 0x4E, 0x8C), (0x24, 0x55, 0x9B)} <= colours  # paper, blue, votes in favour
        [kept] = tmp_path.iterdir()
        Document.objects.filter(key="A/RES/90/2").update(title_en="Another trial")
        assert client.get(address).content != response.content  # a new revision has a picture of its own
        assert len(list(tmp_path.iterdir())) == 2
        kept.write_bytes(b"kept")
        Document.objects.filter(key="A/RES/90/2").update(title_en="A trial")
        assert client.get(address).content == b"kept"

    @pytest.mark.usefixtures("no_typesetter")
    def test_without_a_typesetter_pages_offer_none(self, client: Client) -> None:
        page = head(client, "/A/RES/90/2/")
        assert tags(page, "og:image") == tags(page, "citation_pdf_url") == []
        assert tags(page, "twitter:card") == [("twitter:card", "summary")]

    def test_a_machine_that_cannot_make_it_says_so(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("archive.writing.typesetting.faces", dict)
        monkeypatch.setattr("archive.views.metadata.picture.setting", str)
        monkeypatch.setattr("archive.views.metadata.picture.kept", lambda folder, name, make: make())
        response = client.get("/picture.png?of=A/RES/90/2")
        assert (response.status_code, response.headers["Content-Type"]) == (503, "application/problem+json")

    @pytest.mark.parametrize("query", ["", "?of=", "?of=A/RES/1/1", "?of=vote:none", "?of=A/RES/90/2%23op1", "?of=%00"])
    def test_nothing_to_show(self, client: Client, query: str) -> None:
        assert client.get(f"/picture.png{query}").status_code == 404

    def test_a_withdrawn_resolution_has_no_title(self) -> None:
        Resolution.everything.filter(document__key="A/RES/89/1").update(withdrawn_at="2036-01-01T00:00Z")
        shown = picture_of(Item.of("A/RES/89/1"), HOST)  # a resolution cites it
        assert shown
        assert (shown.symbol, shown.title, shown.facts) == ("A/RES/89/1", "", ())


# --- Lists ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled")
class TestUnapi:
    def test_a_list_marks_its_items(self, client: Client) -> None:
        page: Any = html.fromstring(client.get("/sessions/90/").content.decode())
        [server] = page.cssselect("link[rel=unapi-server]")
        [item] = page.cssselect("abbr.unapi-id")
        assert item.get("title") == "A/RES/90/2"
        formats = etree.fromstring(client.get(server.get("href")).content)
        assert [each.get("name") for each in formats] == ["bib", "ris", "csl"]
        record = client.get(f"{server.get('href')}?id={item.get('title')}&format=ris")
        assert record.headers["Content-Type"].startswith("application/x-research-info-systems")
        assert "SN  - A/RES/90/2" in record.content.decode()

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 200),
            ("?id=A/RES/90/2", 300),
            ("?id=A/RES/90/2%23op1&format=ris", 200),
            ("?id=treaty:WHALE&format=csl", 200),
            ("?id=A/RES/90/2&format=mods", 406),
            ("?id=A/RES/1/1&format=ris", 404),
            ("?id=A/RES/90/2%23op99&format=ris", 404),
            ("?id=%00&format=ris", 404),
            (f"?id={'x' * 2000}", 404),
        ],
    )
    def test_the_statuses_of_the_specification(self, client: Client, query: str, status: int) -> None:
        assert client.get(f"/unapi{query}").status_code == status

    @pytest.mark.parametrize(
        ("url", "items"),
        [
            ("/bodies/security-council/", ["S/RES/2660(2035)"]),
            ("/votes/", ["vote:library:90", "vote:words:A/RES/89/1"]),
            ("/documents/?kind=document", ["A/89/7"]),  # without a title
            ("/documents/?kind=instrument", ["title:试验公约"]),
            ("/votes/?choice=no&state=PER", ["vote:library:90"]),
            ("/states/CHN/", ["vote:library:90"]),
            ("/states/compare/?state=CHN&state=PER", ["vote:library:90"]),
            ("/states/CHN/?bibliography=oscola", ["vote:library:90"]),
            ("/documents/title:试验公约/?bibliography=&of=citing", ["A/RES/90/2#pp1", "S/RES/2660(2035)#pp1"]),
            ("/basket/?items=A/89/7&items=A/RES/90/2%23op1", ["A/89/7", "A/RES/90/2#op1"]),
            ("/cite/?of=A/RES/90/2%23op1", ["A/RES/90/2#op1"]),
        ],
    )
    def test_each_list_marks_what_it_has(self, client: Client, url: str, items: list[str]) -> None:
        load_states()
        shelf.store(*shelf.full("S/RES/2660(2035)"))
        ballots = [CastBallot("CHINA", Choice.YES), CastBallot("PERU", Choice.NO)]
        VoteIntake().store(
            [VoteRecord("library:90", Origin.LIBRARY, "A/RES/90/2", date=date(2035, 12, 8), outcome=Outcome.RECORDED,
                        yes=1, no=1, abstain=0, ballots=ballots)]
        )  # fmt: skip
        page: Any = html.fromstring(client.get(url).content.decode())
        names = [each.get("title") for each in page.cssselect("abbr.unapi-id")]
        assert [unquote(name) for name in names] == items
        for name in names:
            record = client.get(f"/unapi?id={name}&format=ris").content.decode()
            assert record.startswith("TY  - "), record
            assert "\nTI  - " in record, record  # Zotero shows the titles to choose from

    def test_a_page_that_describes_one_thing_marks_no_items(self, client: Client) -> None:
        assert "unapi-id" not in client.get("/A/RES/90/2/").content.decode()


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("要求所有国家采取行动。", 11, "要求所有国家采取行动。"),
        ("要求所有国家采取行动。", 6, "要求所有国……"),
        ("Calls upon all States", 12, "Calls upon……"),
        ("请按照，继续", 5, "请按照……"),
    ],
)
def test_shortened(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected
