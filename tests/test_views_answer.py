"""The answers of an address in the formats that it offers (``archive.views.answer``)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seed")]


@pytest.mark.parametrize(
    ("address", "accept", "status", "kind"),
    [
        ("/votes/", "", 200, "text/html; charset=utf-8"),
        ("/votes/", "application/json", 200, "application/json"),
        ("/votes/", "text/csv", 200, "text/csv; charset=utf-8"),
        ("/votes/?format=csv", "application/json", 200, "text/csv; charset=utf-8"),
        ("/new-words/", "application/atom+xml", 200, "application/atom+xml; charset=utf-8"),
        ("/votes/", "application/atom+xml", 406, "application/problem+json"),
        ("/votes/?format=atom", "", 404, "application/problem+json"),
        ("/votes/?format=AAA", "text/html", 404, "application/problem+json"),
        # a wrong value of a parameter
        ("/votes/?topic=AAA", "", 404, "text/html; charset=utf-8"),
        ("/votes/?language=fr", "", 200, "text/html; charset=utf-8"),
        ("/votes/?language=fr&format=csv", "", 404, "application/problem+json"),
        ("/votes/?language=", "application/json", 200, "application/json"),
        ("/votes/?topic=AAA&format=html", "application/json", 404, "text/html; charset=utf-8"),
        ("/votes/?topic=AAA&format=json", "", 404, "application/problem+json"),
        ("/votes/?topic=AAA&format=csv", "", 404, "application/problem+json"),
        ("/votes/?topic=AAA", "text/csv", 404, "application/problem+json"),
    ],
)
def test_answers_and_errors_have_the_format_that_was_asked(
    client: Client, address: str, accept: str, status: int, kind: str
) -> None:
    response = client.get(address, headers={"accept": accept} if accept else None)
    assert (response.status_code, response.headers["Content-Type"]) == (status, kind)
    assert "Accept" in response.headers["Vary"]


def test_an_address_says_which_formats_it_has(client: Client) -> None:
    said = "这个地址有这些格式：html、json、csv。请用?format=选择一种。"
    assert client.get("/treaties/?format=AAA").json() == {"title": "Not Found", "status": 404, "detail": said}
    assert client.get("/treaties/", headers={"accept": "image/png"}).json()["detail"] == said


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/treaties/?page=1&sort=date", {
            "application/json": "?page=1&sort=date&format=json", "text/csv": "?sort=date&format=csv",
        }),
        ("/subjects/", {"application/json": "?format=json", "text/csv": "?format=csv"}),
        ("/new-words/?topic=all", {
            "application/json": "?topic=all&format=json", "text/csv": "?topic=all&format=csv",
            "application/atom+xml": "?topic=all&format=atom",
        }),
        ("/search/?q=a b", {
            "application/json": "?q=a+b&format=json", "text/csv": "?q=a+b&format=csv",
            "application/atom+xml": "?q=a+b&format=atom", "application/x-bibtex": "?q=a+b&format=bib",
            "application/x-research-info-systems": "?q=a+b&format=ris",
            "application/vnd.citationstyles.csl+json": "?q=a+b&format=csl",
        }),
        ("/about/", {}),
    ],
)  # fmt: skip
def test_a_page_links_its_other_formats(client: Client, address: str, links: dict[str, str]) -> None:
    page: Any = html.fromstring(client.get(address).content.decode())
    found = {each.get("type"): each.get("href") for each in page.cssselect("head link[rel=alternate][type]")}
    assert found == links
    assert [a.get("href") for a in page.cssselect("footer a[href*='format=']")] == list(links.values())
    for kind, link in links.items():
        assert client.get(address.split("?")[0] + link).headers["Content-Type"].startswith(kind)
