"""Tests both languages of the pages: no words in the wrong language, the switch, and complete translations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from lxml import html

from archive.searching import freshness
from tests import shelf

LOCALE = Path(__file__).parents[1] / "locale"
PAGES = [
    "/",
    "/about/",
    "/help/",
    "/help/data/",
    "/help/librarians/",
    "/sessions/",
    "/sessions/90/",
    "/years/",
    "/years/2035/",
    "/bodies/",
    "/bodies/security-council/",
    "/coverage/",
    "/subjects/",
    "/treaties/",
    "/sponsors/",
    "/search/",
    "/basket/",
    "/basket/?items=A/RES/90/2%23op1&items=A/89/7&items=A/RES/1/1",
    "/cite/?of=A/RES/90/2%23op1",
    "/sessions/90/?bibliography=oscola",
    "/votes/",
    "/series/",
    "/data/",
    "/states/",
    "/states/CHN/",
    "/states/compare/",
    "/states/compare/?state=CHN&state=USA",
    "/states/matrix/",
    "/states/positions/",
    "/concordance/",
    "/terms/",
    "/verbs/",
    "/verbs/决定/",
    "/documents/",
    "/documents/A/RES/89/1/",
    "/documents/A/89/7/",
    "/A/RES/90/2/",
    "/A/RES/90/2/?text=en",
    "/cited/A/RES/90/2/?at=op1&from=A/RES/91/3%23pp1",
    "/cited/A/RES/90/2/",
    "/strength/",
    "/similar/A/RES/90/2/pp1/",
    "/similar/A/RES/90/2/op1/?text=en",
    "/new-words/",
    "/new-words/90/",
    "/compare/",
    "/compare/?from=90/2&to=no",
    "/compare/A/RES/89/1/A/RES/90/2/",
    "/compare/A/RES/89/1/A/RES/90/2/?show=all",
    "/compare/A/RES/89/1/A/RES/89/1/",
    "/A/RES/90/2/op1/history/",
    "/nothing/",
    "/A/RES/1/1/",
    "/sessions/?page=x",
]
# Words that are the same in both languages, or are code on purpose.
SAME = {
    "JSON", "CSV", "SHA", "Voeten", "NPT", "English", "format", "json", "Atom", "PDF", "Word", "XML", "UTF", "MIT",
    "cookie", "TBX", "Dice", "Dunning", "Markdown", "PNG", "JPEG", "TIFF",
    "Zotero", "unAPI", "Chicago", "OSCOLA", "Bluebook", "BibTeX", "RIS", "CSL", "OAI", "PMH", "Akoma", "Ntoso",
    "AkomaNtoso", "pandas", "TXT", "ELI", "SQLite", "Parquet", "Python", "OpenAPI", "MARC", "RFC", "CORS", "Cookie",
    "Accept", "Retry", "After",  # the headers Accept and Retry-After
    "CHN", "FRA", "GBR", "RUS", "USA",  # the codes of States at the head of a matrix
}  # fmt: skip
# Symbols, addresses, and numbers of sessions as in 2758(XXVI).
DATA = re.compile(r"[A-Z]+(/[\w.()-]+)+|https?://\S+|#\S+|\([IVXLC]+\)")
HAN = re.compile("[\u4e00-\u9fff]")


def said(client: Client, url: str, own: str) -> list[str]:
    """The own words of a page: its text and attributes, without data, symbols, code, the descriptions of keys (which
    name codes), the meanings of questions (which quote the grammar of both languages) and text marked as another
    language."""
    document: Any = html.fromstring(client.get(url).content.decode())
    foreign = [e for e in document.xpath("//*[@lang]") if e.tag != "html" and not e.get("lang", "").startswith(own)]
    for element in [
        *foreign,
        *document.cssselect(
            "script, style, code, pre, abbr, .hash, .file, .symbol, .words, .facts a, .roll, .minority, .meaning, "
            "dl.rows"
        ),
    ]:
        if element.getparent() is not None:
            element.drop_tree()
    for title in document.cssselect("title"):  # the title has the data first, then the name of the archive
        title.text = title.text_content().rpartition("–")[2]
    attributes = document.xpath("//@title | //@alt | //@placeholder | //@aria-label | //@data-copied")
    return [*map(str, document.xpath("//text()")), *map(str, attributes)]


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("url", PAGES)
    def test_a_chinese_page_has_no_english_of_its_own(self, client: Client, url: str) -> None:
        shelf.fill()
        for text in said(client, url, "zh"):
            words = set(re.findall(r"[A-Za-z]{3,}", DATA.sub("", text)))
            assert words <= SAME, text

    @pytest.mark.parametrize("url", PAGES)
    def test_an_english_page_has_no_chinese_of_its_own(self, client: Client, url: str) -> None:
        shelf.fill()
        client.cookies["django_language"] = "en"
        assert 'lang="en"' in client.get(url).content.decode()[:200]
        for text in said(client, url, "en"):
            assert not HAN.search(text), text

    def test_the_switch_comes_back_to_the_same_page(self, client: Client) -> None:
        shelf.fill()
        url = "/sessions/90/?sort=-date&adopted=recorded"
        form: Any = html.fromstring(client.get(url).content.decode()).cssselect("form.language")[0]
        fields = {
            "next": form.cssselect("input")[0].get("value", ""),
            "language": form.cssselect("button")[0].get("value", ""),
        }
        strict = Client(enforce_csrf_checks=True)  # the fields of the form are enough
        response = strict.post(form.get("action"), fields)
        assert (response.status_code, response["Location"]) == (302, url)
        assert "Session 90" in strict.get(url).content.decode()
        assert strict.get(url)["Content-Language"] == "en"

    def test_it_redirects_to_no_other_host(self, client: Client) -> None:
        assert client.post("/language/", {"language": "en", "next": "https://example.org/"})["Location"] == "/"


@pytest.mark.parametrize(
    "path", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: f"{path.parts[-3]} {path.stem}"
)
def test_every_string_is_translated(path: Path) -> None:
    entries = polib.pofile(str(path))
    assert len(entries) > (100 if path.stem == "django" else 10)
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not entry.translated()] == []
    for entry in entries:
        placeholders = re.findall(r"%\(\w+\)s|\{\w+\}", entry.msgid)
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
            if translation and not entry.msgid_plural:
                assert sorted(re.findall(r"%\(\w+\)s|\{\w+\}", translation)) == sorted(placeholders), entry.msgid


def test_every_string_of_the_templates_is_in_the_catalogue() -> None:
    catalogue = {entry.msgid for path in LOCALE.glob("zh_Hans/LC_MESSAGES/*.po") for entry in polib.pofile(str(path))}
    templates = LOCALE.parent / "templates"
    used = {
        message
        for path in templates.rglob("*.html")
        for _quote, message in re.findall(r"""{%\s*translate\s+(["'])(.+?)\1""", path.read_text(encoding="utf-8"))
    }
    assert used - catalogue == set()


class TestFirstText:
    """The text that opens where the address names none."""

    @pytest.mark.parametrize(
        ("language", "url", "expected"),
        [
            ("zh-hans", "/A/RES/90/2/", "zh-Hans"),
            ("en", "/A/RES/90/2/", "en"),
            ("en", "/A/RES/90/2/?text=zh", "zh-Hans"),
            ("en", "/A/RES/90/2/?revision=1", "zh-Hans"),  # a revision without a language is one of the leading text
            ("en", "/A/RES/89/1/", "zh-Hans"),  # it has no English text
            ("zh-hans", "/A/RES/90/2/?text=en", "en"),
        ],
    )
    def test_of_a_page(self, db: None, client: Client, language: str, url: str, expected: str) -> None:
        shelf.fill()
        client.cookies["django_language"] = language
        shown: Any = html.fromstring(client.get(url).content.decode())
        assert shown.cssselect("h1")[0].get("lang").lower() == expected.lower()
        address = f"http://testserver{url.partition('?')[0]}" + ("?language=en" if language == "en" else "")
        assert shown.cssselect("link[rel=canonical]")[0].get("href") == address

    def test_json_has_the_leading_text_in_every_language(self, db: None, client: Client) -> None:
        shelf.fill()
        found = [client.get("/A/RES/90/2/?format=json").json()]
        client.cookies["django_language"] = "en"
        found += [client.get("/A/RES/90/2/?format=json").json()]
        assert [each["language"] for each in found] == ["zh", "zh"]

    def test_an_english_page_links_to_the_chinese_text(self, db: None, client: Client) -> None:
        shelf.fill()
        client.cookies["django_language"] = "en"
        assert 'href="?text=zh" hreflang="zh-Hans"' in client.get("/A/RES/90/2/").content.decode()

    def test_an_english_search_leads_to_the_text_that_has_the_words(
        self, db: None, empty_index: None, client: Client
    ) -> None:
        shelf.fill()
        freshness.rebuild()
        client.cookies["django_language"] = "en"
        shown: Any = html.fromstring(client.get("/search/?q=试验公约").content.decode())
        links = shown.xpath("//main//a[not(ancestor::details)]/@href")  # a counterpart in the other language is in one
        hits = [str(url) for url in links if "/A/RES/90/2/" in url and "#" in url]
        assert hits
        assert [url for url in hits if "?text=zh#" not in url] == []
