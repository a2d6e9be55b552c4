"""Tests what reference managers, search engines and programs of the semantic web read in a page that describes one
thing, and what Zotero reads in a list."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from lxml import etree, html
from pyld import jsonld

from archive.models import Document, Resolution
from archive.views.metadata.described import shortened
from tests import shelf

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
# The terms of schema.org that the types have: https://schema.org/Legislation, /Report, /Dataset, /DataDownload.
TERMS = {
    "about", "author", "citation", "contentUrl", "creator", "datePublished", "description", "distribution",
    "encodingFormat", "inLanguage", "isBasedOn", "legislationDate", "legislationIdentifier", "legislationPassedBy",
    "legislationType", "name", "publisher", "reportNumber", "sameAs", "temporalCoverage", "url", "workTranslation",
}  # fmt: skip
TYPES = {"Legislation", "Report", "CreativeWork", "Dataset", "DataDownload", "Organization"}
SCHEMA = "https://schema.org/"


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
    """(name, content) of the elements ``meta`` whose name begins so."""
    found = [(tag.get("name") or tag.get("property") or "", tag.get("content", "")) for tag in page.findall("meta")]
    return [(name, content) for name, content in found if name.startswith(prefix)]


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


@pytest.mark.usefixtures("filled")
class TestResolution:
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
        ]
        assert tags(page, "z:") == [("z:itemType", "report"), ("z:reportType", "决议"), ("z:place", "纽约")]
        assert tags(page, "dc") == [
            ("dc:title", "一项<试验>"),
            ("dc:creator", "联合国大会"),
            ("dc:publisher", "联合国"),
            ("dc:date", "2035-12-08"),
            ("dc:language", "zh-CN"),
            ("dc:identifier", "A/RES/90/2"),
            ("dc:subject", "裁军"),
            ("dcterms:abstract", description),
        ]

    def test_eli_and_open_graph(self, client: Client) -> None:
        page = head(client, "/A/RES/90/2/?language=en")
        assert tags(page, "eli:") == [
            ("eli:id_local", "A/RES/90/2"),
            ("eli:date_document", "2035-12-08"),
            ("eli:type_document", "Resolution"),
            ("eli:passed_by", "UN General Assembly"),
            ("eli:title", "A trial"),
        ]
        assert dict(tags(page, "og:")) == {
            "og:type": "article",
            "og:title": "A/RES/90/2 A trial",
            "og:description": tags(page, "description")[0][1],
            "og:url": f"{HOST}/A/RES/90/2/?language=en",
            "og:site_name": "Disarmament Resolutions Archive",
            "og:locale": "en_GB",
            "og:locale:alternate": "zh_CN",
        }
        [language] = page.cssselect("link[property='eli:language']")
        assert language.get("href").endswith("/language/ENG")
        declared = page.get("prefix").split()[::2]
        assert {f"{name.partition(':')[0]}:" for name, _ in tags(page, "") if ":" in name} <= set(declared)

    def test_the_json_ld_has_what_the_text_cites(self, client: Client) -> None:
        found = linked_data(head(client, "/A/RES/90/2/"), "/A/RES/90/2/")
        assert found["@id"] == f"{HOST}/A/RES/90/2/"
        assert found["@type"] == [SCHEMA + "Legislation"]
        assert found[SCHEMA + "legislationIdentifier"] == [{"@value": "A/RES/90/2"}]
        assert found[SCHEMA + "legislationDate"] == [{"@value": "2035-12-08"}]
        [passed_by] = found[SCHEMA + "legislationPassedBy"]
        assert passed_by[SCHEMA + "name"] == [{"@value": "联合国大会"}]
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

    def test_pages_grow_by_little(self, client: Client) -> None:
        page = head(client, "/A/RES/90/2/")
        made = [*page.findall("meta"), *page.findall("link[@property]"), *page.cssselect("script[type*=ld]")]
        assert sum(len(etree.tostring(each, encoding="utf-8", with_tail=False)) for each in made) < 6000

    def test_a_withdrawn_resolution_describes_nothing(self, client: Client) -> None:
        Resolution.everything.filter(document__key="A/RES/90/2").update(withdrawn_at="2036-01-01T00:00Z")
        for url in ("/A/RES/90/2/", "/documents/A/RES/90/2/"):
            content = client.get(url).content.decode()
            assert "试验>" not in content
            assert "citation_title" not in content or "2035" not in content


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
