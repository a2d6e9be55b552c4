"""The description of a page in the words of schema.org, as JSON-LD.

An adopted text and a treaty are ``Legislation``, other documents ``Report``, and a vote is a ``Dataset`` about the text
that was voted on. What a text cites is in ``citation``; ``legislationChanges`` is for amendments, and resolutions amend
nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString

from archive.views.labels import address
from archive.views.metadata.described import Described

# A script element ends at its end tag, whatever the JSON in it is (Django's json_script does the same).
_IN_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


CONTEXT = ["https://schema.org", {"citation": {"@type": "@id"}}]
"""A resolution cites up to seventy documents. With this context an address alone names each of them."""


def script(description: dict[str, Any]) -> SafeString:
    """The description for an element ``script``, with the characters escaped that could end it."""
    return SafeString(json.dumps(description, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))


def description(described: Described) -> dict[str, Any]:
    """The JSON-LD of a page. Values that are not known are left out.

    Addresses are IRIs: a Chinese character in one takes three bytes in place of nine. Those of other things in the
    archive begin with a slash. A reader of JSON-LD resolves them by the page.
    """
    make = _vote if described.is_vote else _legislation if described.is_law else _report
    found = {
        "@context": CONTEXT,
        "@id": uri_to_iri(described.reference.address),
        "name": described.facts.title,
        "inLanguage": described.reference.language,
        **make(described),
    }
    return {name: value for name, value in found.items() if value}


def _legislation(described: Described) -> dict[str, Any]:
    facts, reference = described.facts, described.reference
    return {
        "@type": "Legislation",
        "legislationIdentifier": facts.number and reference.symbol,
        "legislationType": facts.type,
        "legislationPassedBy": _organization(facts.author),
        "legislationDate": _day(described),
        "sameAs": facts.url if facts.url != reference.address else "",
        "workTranslation": [
            {"@type": "Legislation", "@id": url, "inLanguage": language}
            for language, url in described.texts
            if language != reference.language
        ],
        "keywords": list(described.subjects),
        "citation": list(map(uri_to_iri, described.cites)),
    }


def _report(described: Described) -> dict[str, Any]:
    facts, reference = described.facts, described.reference
    return {
        "@type": "Report" if reference.symbol else "CreativeWork",
        "reportNumber": reference.symbol,
        "author": _organization(facts.author),
        "publisher": _organization(facts.publisher),
        "datePublished": _day(described),
        "sameAs": facts.url if facts.url != reference.address else "",
    }


def _vote(described: Described) -> dict[str, Any]:
    vote = described.reference.vote
    assert vote is not None  # only votes are asked
    act = {"@type": "Legislation", "legislationIdentifier": vote.symbol}
    return {
        "@type": "Dataset",
        "description": described.description,
        "creator": _organization(described.facts.author),
        "temporalCoverage": _day(described),
        "isBasedOn": described.facts.url if described.facts.url != described.reference.address else "",
        "about": act | {"@id": address(vote.symbol, here=False)} if vote.symbol else None,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"?format={name}"}
            for name, kind in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def _organization(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _day(described: Described) -> str:
    return described.facts.date.isoformat() if described.facts.date else ""
