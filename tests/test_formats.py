"""Which format a request asks for (``archive.formats``)."""

from __future__ import annotations

import pytest

from archive.formats import ATOM, CSV, FORMATS, HTML, JSON, PDF, Format, asked_for

OFFERED = (HTML, JSON, CSV)


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        # the address decides
        ("format=json", "text/html", JSON),
        ("format=html", "application/json", HTML),
        ("q=a&format=csv", "", CSV),
        ("format=csv&format=json", "", JSON),
        ("format=", "application/json", JSON),
        ("format=atom", "text/html", None),
        ("format=AAA", "application/json", None),
        ("q=format=json", "", HTML),
        # no preference
        ("", "", HTML),
        ("", "*/*", HTML),
        ("", ", ,", HTML),
        ("", "text/*", HTML),
        # browsers
        ("", "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", HTML),
        # programs
        ("", "application/json", JSON),
        ("", "Application/JSON; charset=utf-8", JSON),
        ("", "application/json, text/plain, */*", JSON),
        ("", "application/json, text/javascript, */*; q=0.01", JSON),
        ("", "application/*", JSON),
        ("", "text/csv", CSV),
        # qualities
        ("", "text/html;q=0.5, application/json", JSON),
        ("", "text/html;q=0.5, application/json;q=0.4", HTML),
        ("", "text/csv;q=0.9, application/json;q=0.8, */*;q=0.1", CSV),
        ("", "text/html;q=0, */*", JSON),
        ("", "text/*;q=0, */*", JSON),
        ("", "text/html, application/json", HTML),
        ("", "application/json, text/html", HTML),
        # none of them
        ("", "image/png", None),
        ("", "application/atom+xml", None),
        ("", "*/*;q=0", None),
        # not a header of RFC 9110
        ("", "json", None),
        ("", "text/html;q=much", HTML),
        ("", "text/html;" * 5000, HTML),
    ],
)
def test_the_format_that_a_request_asks_for(query: str, accept: str, expected: Format | None) -> None:
    assert asked_for("/votes/", query, accept, OFFERED) == expected


@pytest.mark.parametrize("accept", ["", "text/html", "*/*"])
def test_an_address_with_data_only_has_no_page(accept: str) -> None:
    assert asked_for("/search/suggest/", "q=a", accept) is JSON


def test_the_formats_have_names_and_types_of_their_own() -> None:
    assert [name for name, each in FORMATS.items() if name != each.name] == []
    assert len({each.media_type for each in FORMATS.values()}) == len(FORMATS)
    assert [each for each in FORMATS.values() if each.heavy] == [CSV, ATOM, PDF]
