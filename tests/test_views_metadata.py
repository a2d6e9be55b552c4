"""Tests what robots, feed readers and browsers find: addresses in each language, feeds, the sitemap, OpenSearch."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.encoding import iri_to_uri
from lxml import etree, html

from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Resolution, SeriesLink
from archive.models.series import LinkBasis, LinkStatus
from archive.searching import freshness
from archive.serving.lanes import lane_of
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
CHINESE, ENGLISH = f"{HOST}/A/RES/90/2/", f"{HOST}/A/RES/90/2/?language=en"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def filled(db: None) -> None:
    load_states()
    shelf.fill()
    ballots = [CastBallot("CHINA", Choice.YES), CastBallot("PERU", Choice.NO)]
    vote = VoteRecord(
        "library:90", Origin.LIBRARY, "A/RES/90/2", date=date(2035, 12, 8), outcome=Outcome.RECORDED,
        yes=1, no=1, abstain=0, ballots=ballots,
    )  # fmt: skip
    VoteIntake().store([vote])
    accepted = {"basis": LinkBasis.LIBRARIAN, "status": LinkStatus.ACCEPTED, "decided": True}
    SeriesLink.objects.create(earlier="A/RES/89/1", later="A/RES/90/2", **accepted)
    series.rebuild()


def head(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, url
    return html.fromstring(response.content.decode())


def links(page: Any, selector: str) -> list[tuple[str, str]]:
    return [(link.get("hreflang", ""), link.get("href")) for link in page.cssselect(f"head > link[{selector}]")]


@pytest.mark.usefixtures("filled")
class TestLanguages:
    @pytest.mark.parametrize(
        ("cookie", "url", "language", "canonical"),
        [
            ("", "/A/RES/90/2/", "zh-hans", CHINESE),
            ("", "/A/RES/90/2/?language=en", "en", ENGLISH),
            ("en", "/A/RES/90/2/", "en", ENGLISH),  # the reader's choice leads to the address of this language
            ("en", "/A/RES/90/2/?language=zh-hans", "zh-hans", CHINESE),
            ("zh-hans", "/A/RES/90/2/?language=en", "en", ENGLISH),
            ("", "/A/RES/90/2/?language=fr", "zh-hans", CHINESE),  # the pages are in no other language
            ("", "/A/RES/90/2/?text=en&revision=1", "zh-hans", CHINESE),
            ("", "/sessions/?sort=count&language=en", "en", f"{HOST}/sessions/?sort=count&language=en"),
            ("", "/documents/?page=1", "zh-hans", f"{HOST}/documents/"),
            ("", "/series/A/RES/89/1/", "zh-hans", f"{HOST}/series/A/RES/90/2/"),  # the same page as the newest
        ],
    )
    def test_an_address_has_a_language(
        self, client: Client, cookie: str, url: str, language: str, canonical: str
    ) -> None:
        if cookie:
            client.cookies["django_language"] = cookie
        page = head(client, url)
        assert page.get("lang") == language
        assert links(page, "rel=canonical") == [("", canonical)]

    def test_each_page_names_its_address_in_each_language(self, client: Client) -> None:
        expected = [("zh-Hans", CHINESE), ("en", ENGLISH), ("x-default", CHINESE)]
        for url in (CHINESE, ENGLISH):
            assert links(head(client, url), "hreflang") == expected

    @pytest.mark.parametrize("url", ["/A/RES/1/1/", "/nothing/"])
    def test_an_error_has_no_address(self, client: Client, url: str) -> None:
        page = html.fromstring(client.get(url).content.decode())
        assert links(page, "rel=canonical") == links(page, "hreflang") == []

    @pytest.mark.parametrize(
        ("cookie", "url", "kept"),
        [
            ("", "/?language=en", "en"),  # the links of the page lead to English pages
            ("zh-hans", "/?language=en", ""),  # the reader's own choice stays
            ("", "/?language=fr", ""),
            ("", "/?language=zh-hans", ""),
            ("", "/", ""),
        ],
    )
    def test_a_language_is_kept_for_a_reader_without_a_choice(
        self, client: Client, cookie: str, url: str, kept: str
    ) -> None:
        if cookie:
            client.cookies["django_language"] = cookie
        response = client.get(url)
        assert (response.cookies["django_language"].value if "django_language" in response.cookies else "") == kept
        assert "Cookie" in response.headers["Vary"]
        assert response.headers["Cache-Control"] == "no-cache"

    def test_the_switch_leaves_the_language_of_the_address(self, client: Client) -> None:
        page = head(client, "/sessions/?language=en&sort=count")
        [form] = page.cssselect("form.language")
        assert form.cssselect("[name=next]")[0].get("value") == "/sessions/?sort=count"

    def test_a_parameter_of_the_desk_is_no_language(self, admin_client: Client) -> None:
        response = admin_client.get("/admin/?language=en")
        assert response.headers["Content-Language"] == "zh-hans"


# --- Feeds ---------------------------------------------------------------------------------------------------

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_FEEDS = {
    "/": "/?format=atom",
    "/documents/title:试验公约/": "/documents/title:试验公约/?format=atom",
    "/documents/A/RES/89/1/?topic=disarmament": "/documents/A/RES/89/1/?topic=disarmament&format=atom",
    "/series/A/RES/90/2/": "/series/A/RES/90/2/?format=atom",
    "/states/CHN/?choice=yes": "/states/CHN/?choice=yes&format=atom",
    "/new-words/": "/new-words/?format=atom",
    "/search/?q=试验": "/search/?q=%E8%AF%95%E9%AA%8C&format=atom",
}


def feed(client: Client, url: str) -> Any:
    """A feed as ``feedparser`` reads it, after a check of the rules of RFC 4287 that it does not check."""
    response = client.get(url)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root: Any = etree.fromstring(response.content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for element in (root, *root.findall("a:entry", atom)):
        for name in ("id", "title", "updated"):  # 4.1.1 and 4.1.2: exactly one
            assert len(element.findall(f"a:{name}", atom)) == 1, name
        assert _TIME.fullmatch(element.findtext("a:updated", namespaces=atom))  # 3.3
        assert re.match("https?://", element.findtext("a:id", namespaces=atom))  # 4.2.6: an IRI, also of the feed
    assert root.findall("a:author", atom)  # 4.1.1: of the feed, or of every entry
    identifiers = [found.text for found in root.findall("a:entry/a:id", atom)]
    assert len(identifiers) == len(set(identifiers))
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.usefixtures("filled", "empty_index")
class TestFeeds:
    @pytest.mark.parametrize("url", _FEEDS)
    def test_a_page_names_its_feed(self, client: Client, url: str) -> None:
        freshness.rebuild()
        page = head(client, url)
        [(_, address)] = links(page, "type='application/atom+xml'")
        address = urljoin(url, address)
        assert address == _FEEDS[url]
        found = feed(client, address)
        assert found.feed.language == "zh-Hans"
        [own] = [link.href for link in found.feed.links if link.rel == "self"]
        assert own == HOST + iri_to_uri(address)

    @pytest.mark.parametrize("url", _FEEDS)
    def test_an_english_feed_needs_no_cookie(self, client: Client, url: str) -> None:
        freshness.rebuild()
        page = head(client, f"{url}{'&' if '?' in url else '?'}language=en")
        [(_, address)] = links(page, "type='application/atom+xml'")
        found = feed(Client(), urljoin(url, address))
        assert found.feed.language == "en"
        chinese = feed(Client(), _FEEDS[url])
        assert [entry.id for entry in found.entries] == [entry.id for entry in chinese.entries]
        for entry in found.entries:
            assert "language=en" in entry.link
            assert "language=en" not in entry.id

    @pytest.mark.parametrize(
        ("url", "entries"),
        [
            (
                "/?format=atom",
                [
                    ("A/RES/90/2 一项<试验>", "2035年12月8日，记录表决 170–2–13"),
                    ("A/RES/89/1 较早的试验", "2034年12月1日，未经表决通过"),
                ],
            ),
            (
                "/documents/A/RES/89/1/?format=atom",
                [("A/RES/90/2 一项<试验>", "序言部分第1段：回顾其第89/1号决议和《试验公约》，")],
            ),
            (
                "/states/PER/?format=atom",
                [("A/RES/90/2 一项<试验>", "反对。决议全文，2035年12月8日，1票赞成，1票反对，0票弃权")],
            ),
            (
                "/series/A/RES/90/2/?format=atom",
                [
                    ("A/RES/90/2 一项<试验>", "2035年12月8日，记录表决 170–2–13"),
                    ("A/RES/89/1 较早的试验", "2034年12月1日，未经表决通过"),
                ],
            ),
        ],
    )  # fmt: skip
    def test_the_entries(self, client: Client, url: str, entries: list[tuple[str, str]]) -> None:
        found = feed(client, url)
        assert [(entry.title, unescape(entry.summary)) for entry in found.entries] == entries

    def test_a_feed_without_entries(self, client: Client) -> None:
        Resolution.everything.update(withdrawn_at="2036-01-01T00:00Z")
        assert feed(client, "/?format=atom").entries == []

    def test_the_number_of_queries_does_not_depend_on_the_number_of_entries(self, client: Client) -> None:
        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                feed(client, "/documents/A/RES/89/1/?format=atom")
            return len(queries)

        few = asked()
        for number in range(3, 9):
            shelf.store(*shelf.full(f"A/RES/90/{number}"))
        assert asked() == few


# --- Sitemap and robots ---------------------------------------------------------------------------------------


def sitemap(client: Client, url: str) -> Any:
    response = client.get(url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    return etree.fromstring(response.content)


def checked(root: Any, entry: str) -> list[str]:
    """The addresses of a sitemap or an index, after a check of the rules of sitemaps.org/schemas/sitemap/0.9."""
    assert len(root) <= 50_000
    found = []
    for element in root:
        names = [etree.QName(child).localname for child in element if etree.QName(child).namespace == SITEMAP["s"]]
        assert etree.QName(element).localname == entry
        assert names in (["loc"], ["loc", "lastmod"])
        location = element.findtext("s:loc", namespaces=SITEMAP)
        assert location.startswith(HOST)
        assert len(location) <= 2048
        changed = element.findtext("s:lastmod", "2035-12-08", SITEMAP)
        assert re.fullmatch(rf"\d{{4}}-\d\d-\d\d|{_TIME.pattern}", changed)
        found.append(location)
    assert len(found) == len(set(found))
    return found


@pytest.mark.usefixtures("filled")
class TestSitemap:
    def test_every_address_of_every_part_leads_to_a_page(self, client: Client) -> None:
        parts = checked(sitemap(client, "/sitemap.xml"), "sitemap")
        assert [part.removeprefix(f"{HOST}/sitemap-").removesuffix(".xml") for part in parts] == [
            "lists", "resolutions", "sessions", "years", "subjects", "documents", "votes", "series", "states",
        ]  # fmt: skip
        for part in parts:
            addresses = checked(sitemap(client, part), "url")
            assert addresses, part
            for address in addresses[:2] + addresses[-1:]:
                # Each listed page says of itself that this is its address.
                assert links(head(Client(), address), "rel=canonical") == [("", address)]

    def test_an_address_names_the_other_languages(self, client: Client) -> None:
        root = sitemap(client, "/sitemap-resolutions.xml")
        for entry in root:
            others = [(link.get("hreflang"), link.get("href")) for link in entry.findall("x:link", SITEMAP)]
            location = entry.findtext("s:loc", namespaces=SITEMAP)
            assert location in [address for _code, address in others]
            assert [code for code, _address in others] == ["zh-Hans", "en", "x-default"]
        assert checked(root, "url")[:2] == [CHINESE, ENGLISH]

    def test_a_withdrawn_resolution_is_in_no_sitemap(self, client: Client) -> None:
        Resolution.everything.filter(document__key="A/RES/89/1").update(withdrawn_at="2036-01-01T00:00Z")
        for part in ("resolutions", "documents", "sessions"):
            addresses = checked(sitemap(client, f"/sitemap-{part}.xml"), "url")
            assert not [address for address in addresses if "89" in address]

    def test_a_long_part_is_divided(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("archive.views.metadata.sitemaps._Pages.limit", 1)
        parts = checked(sitemap(client, "/sitemap.xml"), "sitemap")
        resolutions = [part for part in parts if "resolutions" in part]
        assert resolutions == [f"{HOST}/sitemap-resolutions.xml", f"{HOST}/sitemap-resolutions.xml?p=2"]
        found = [checked(sitemap(client, part), "url") for part in resolutions]
        assert [len(addresses) for addresses in found] == [2, 2]
        assert client.get("/sitemap-resolutions.xml?p=3").status_code == 404

    @pytest.mark.parametrize("url", ["/sitemap-nothing.xml", "/sitemap-votes.xml?p=x"])
    def test_no_such_part(self, client: Client, url: str) -> None:
        assert client.get(url).status_code == 404

    def test_it_has_no_threads_of_readers(self) -> None:
        assert lane_of("/sitemap-votes.xml", "", "").name == "downloads"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", True),
        ("/A/RES/90/2/", True),
        ("/A/RES/90/2/?language=en", True),
        ("/documents/?page=2", True),
        ("/sitemap-votes.xml?p=2", True),
        ("/search/?q=x", False),
        ("/documents/?sort=date", False),
        ("/A/RES/90/2/?format=json", False),
        ("/admin/", False),
    ],
)
def test_robots(client: Client, address: str, allowed: bool) -> None:
    """The longest rule that matches counts (RFC 9309, 2.2.2). Python's own parser takes the first rule, without *."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = [line.split(": ", 1) for line in lines if line.startswith(("Allow", "Disallow"))]
    matching = [
        (len(path), kind == "Allow")
        for kind, path in rules
        if re.match(re.escape(path).replace(r"\*", ".*").replace(r"\$", "$"), address)
    ]
    assert max(matching, default=(0, True))[1] is allowed


def test_robots_find_the_sitemap(client: Client) -> None:
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]
    assert b"Sitemap" not in client.get("/robots.txt", headers={"host": "evil.example"}).content


# --- OpenSearch -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("filled", "empty_index")
class TestOpenSearch:
    def test_the_description(self, client: Client) -> None:
        assert links(head(client, "/"), "rel=search") == [("", "/opensearch.xml")]
        response = client.get("/opensearch.xml")
        assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
        root: Any = etree.fromstring(response.content)
        namespace = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert root.tag == f"{{{namespace['o']}}}OpenSearchDescription"
        most = {"ShortName": 16, "LongName": 48, "Description": 1024}  # the limits of OpenSearch 1.1
        for name, length in most.items():
            [found] = root.findall(f"o:{name}", namespace)
            assert 0 < len(found.text) <= length
        assert root.findtext("o:Language", namespaces=namespace) == "zh-Hans"
        addresses = {url.get("type"): url.get("template") for url in root.findall("o:Url", namespace)}
        assert all("{searchTerms}" in addresses[kind] for kind in addresses if "description" not in kind)
        assert client.get(addresses["application/opensearchdescription+xml"]).status_code == 200

    def test_its_addresses_find_something(self, client: Client) -> None:
        freshness.rebuild()
        for language in ("zh-hans", "en"):
            root: Any = etree.fromstring(client.get(f"/opensearch.xml?language={language}").content)
            for url in root.findall("{*}Url"):
                response = Client().get(url.get("template").replace("{searchTerms}", "90/2"), follow=True)
                assert response.status_code == 200
                assert response.headers["Content-Language"] == language
                kind = response.headers["Content-Type"].partition(";")[0]
                assert kind == url.get("type").replace("x-suggestions+json", "json")

    def test_suggestions_have_the_form_of_opensearch(self, client: Client) -> None:
        freshness.rebuild()
        typed, words, titles, addresses = client.get("/search/suggest/?q=90/2&format=opensearch").json()
        assert (typed, words, titles) == ("90/2", ["A/RES/90/2"], ["一项<试验>"])
        assert addresses == [CHINESE]
