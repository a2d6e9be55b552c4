"""Tests the help: it has every field, operator and tool of the code, its links and examples work, and both languages
say the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from archive.admin.desk import desk_labels
from archive.models import Subject
from archive.searching import question
from archive.searching.search_fields import SEARCH_FIELDS
from archive.views.help.pictures import FOLDER, PICTURES
from tests.conftest import ROOT

ADDRESSES = ["/help/", "/help/data/", "/help/librarians/"]
LANGUAGES = ["zh-hans", "en"]
each_page = pytest.mark.parametrize("address", ADDRESSES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def page(client: Client, address: str, language: str = "zh-hans") -> Any:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def codes(shown: Any) -> set[str]:
    return {each.text_content() for each in shown.cssselect("code, kbd")}


@pytest.mark.django_db
@each_language
def test_every_field_and_operator_is_explained(client: Client, language: str) -> None:
    signs = {*question.OR, *question.AND, *question.NOT, *question.MINUS}
    pairs = {f"{opening}…{closing}" for opening, closing in question.QUOTATIONS.items()}
    names = {f"{name}:" for field in SEARCH_FIELDS for name in field.names}
    assert signs | pairs | names <= codes(page(client, "/help/", language))


@each_language
def test_every_tool_of_the_desk_is_listed(db: None, client: Client, language: str) -> None:
    shown = page(client, "/help/librarians/", language)
    assert {tool["key"] for tool in desk_labels.tools()} <= codes(shown)


@pytest.mark.usefixtures("seed")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_paragraph_that_the_help_names_is_in_its_resolution(client: Client, language: str) -> None:
    """The paths that follow the address of a resolution within a sentence are paths of that resolution."""
    [said] = page(client, "/help/", language).xpath("//p[.//a[@href='/A/RES/65/72/#op8']]")
    sentence = re.split(r"。|\.\s", said.text_content())[0]
    named = set(re.findall(r"#([a-z]+\d+(?:-[a-z]+)?)", sentence))
    ids = set(page(client, "/A/RES/65/72/", language).xpath("//*/@id"))
    assert (named, named - ids) == ({"op8", "pp3"}, set())


@pytest.mark.usefixtures("seed")
def test_every_link_of_the_help_leads_to_a_page(client: Client) -> None:
    links = {str(url) for address in ADDRESSES for url in page(client, address).xpath("//main//a/@href")}
    inside = {url.partition("#")[0] for url in links if url.startswith("/")}
    inside -= {url for url in inside if url.startswith(("/admin/", "/static/"))}
    assert len(inside) > 60
    subject = f"/subjects/{Subject.objects.first().pk}/"  # type: ignore[union-attr]
    for url in sorted(inside):  # the numbers of subjects go on from test to test
        response = client.get(url.replace("/subjects/12/", subject), follow=True)
        assert (url, response.status_code) == (url, 200)


@pytest.mark.usefixtures("seed")
def test_every_question_finds_something_or_says_that_it_needs_more(client: Client) -> None:
    for link in page(client, "/help/").xpath("//main//a[starts-with(@href, '/search/?q=')]"):
        found = client.get(link.get("href") + "&format=json").json()
        finds = found["count"] > 0 or found["documents"] != []
        assert finds is ("data-needs-more" not in link.attrib), link.text_content()


@each_page
@each_language
def test_the_contents_lead_to_each_heading(db: None, client: Client, address: str, language: str) -> None:
    shown = page(client, address, language)
    anchors = [link.get("href") for link in shown.cssselect(".contents a")]
    assert anchors == [f"#{heading.get('id')}" for heading in shown.cssselect(".prose h2")]
    ids = [str(each) for each in shown.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {str(url)[1:] for url in shown.xpath("//main//a/@href") if str(url).startswith("#")} <= set(ids)


@each_page
def test_both_languages_have_the_same_parts(db: None, client: Client, address: str) -> None:
    parts = []
    for language in LANGUAGES:
        shown = page(client, address, language)
        pictures = [re.sub(r"\.(zh|en)\.", ".", str(source)) for source in shown.xpath("//main//img/@src")]
        links = sorted(str(url) for url in shown.xpath("//main//a/@href") if "/static/" not in url)
        parts.append(([each.get("id") for each in shown.cssselect(".prose h2, .prose h3")], pictures, links))
    assert parts[0] == parts[1]


def test_every_page_leads_to_the_help(db: None, client: Client) -> None:
    for address in ("/", "/about/", "/search/", "/nothing/"):
        shown = html.fromstring(client.get(address).content.decode())
        for place in ("header.site nav", "footer.site"):
            assert shown.cssselect(f"{place} a[href='/help/']"), (address, place)
    assert client.get("/search/help/").headers["Location"] == "/help/#search"


def test_the_desk_leads_to_the_help_for_librarians(admin_client: Client) -> None:
    shown = html.fromstring(admin_client.get("/admin/").content.decode())
    assert shown.cssselect("#user-tools a[href='/help/librarians/']")


def test_the_help_needs_no_query(db: None, client: Client, django_assert_num_queries: Any) -> None:
    for address in ADDRESSES:
        with django_assert_num_queries(0):
            client.get(address)


def test_the_pictures_are_small_and_have_the_sizes_that_pages_say() -> None:
    files = {
        picture.file(language, scheme): (picture.width, picture.height)
        for picture in PICTURES.values()
        for language in ("zh", "en")
        for scheme in ("light", "dark")
    }
    paths = {str(path.relative_to(ROOT / "static")): path for path in (ROOT / "static" / FOLDER).iterdir()}
    assert paths.keys() == files.keys()
    for name, path in paths.items():
        with Image.open(path) as image:
            assert (name, image.size) == (name, files[name])
    sizes = {name: path.stat().st_size for name, path in paths.items()}
    assert max(sizes.values()) < 80_000
    assert sum(sizes.values()) < 1_000_000


@each_language
def test_every_picture_is_shown_and_described(db: None, client: Client, language: str) -> None:
    shown = [image for address in ADDRESSES for image in page(client, address, language).cssselect("main img")]
    names = [str(image.get("src")).partition(f"{FOLDER}/")[2].partition(".")[0] for image in shown]
    assert sorted(names) == sorted(PICTURES)
    assert min(len(image.get("alt")) for image in shown) > 15
