"""Tests what a reader can type to find a clause in each language of the United Nations, and what hits show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from archive.models import Clause, Text
from archive.searching import freshness
from archive.searching.asked import Search
from archive.searching.marking import excerpt
from archive.searching.matching import sequences
from archive.searching.meaning import understand
from archive.searching.search import found_keys
from tests.indexes import index_at
from tests.six_languages import CLAUSES, SYMBOL, store_in_six_languages

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def index(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The resolution and its index, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic(), index_at(tmp_path_factory.mktemp("index")):
        store_in_six_languages()
        freshness.rebuild()
        yield
        transaction.set_rollback(True)


def found(typed: str) -> list[str]:
    """The clauses found, in order: ``en pp1``."""
    keys = found_keys(Search(typed))
    clauses = Clause.objects.in_bulk(keys)
    return [f"{clauses[key].revision.text.language} {clauses[key].path}" for key in keys]


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        # English: forms, capitals, hyphens, apostrophes, accents
        ("weapon", ["en op1"]),
        ("WEAPONS", ["en op1"]),
        ("verifying measures", ["en op2"]),
        ("non-proliferation", ["en pp1", "fr pp1"]),
        ("nonproliferation", ["en pp1", "fr pp1"]),
        ("non proliferation", ["en pp1", "fr pp1"]),
        ("non‑proliferation", ["en pp1", "fr pp1"]),
        ("cooperation", ["en pp1", "fr pp1"]),
        ("co-operation", ["en pp1", "fr pp1"]),
        ("nuclear-weapon-free zone", ["en op1"]),
        ("nuclear-weapon-free-zone", ["en op1"]),
        ("nuclear weapon free zone", ["en op1"]),
        ("state's obligations", ["en pp1"]),
        ("States' obligations", ["en pp1"]),
        ("States’ obligation", ["en pp1"]),
        ("Cote d'Ivoire", ["en op1"]),
        ("Côte d’Ivoire", ["en op1"]),
        ("note", []),  # not “not”, which has the same stem in French
        # Phrases: exact words, with any capitals and kinds of marks
        ('"all states to destroy"', ["en op1"]),
        ('"every State\'s measure"', ["en op2"]),
        ('"all state"', []),
        ('"eapons"', []),
        ('"nuclear weapon free"', []),
        ('"Cote d\'Ivoire"', ["en op1"]),
        # French and Spanish: accents, forms, elisions
        ("désarmement", ["fr op2"]),
        ("desarmement", ["fr op2"]),
        ("DÉSARMEMENT nucléaires", ["fr op2"]),
        ("sécurité", ["fr pp1"]),
        ("securite", ["fr pp1"]),
        ("l'Assemblée", ["fr op1"]),
        ("assemblee", ["fr op1"]),
        ("le désarmement et la coopération", []),
        ("la non-prolifération et les États", ["fr pp1"]),
        ('"mesures de desarmement"', ["fr op2"]),
        ("verificación", ["es op2"]),
        ("verificacion", ["es op2"]),
        ("años", ["es op1"]),
        ("lang:es seguridad", ["es pp1"]),
        # Russian: endings, ё and е
        ("разоружение", ["ru op2"]),
        ("Ядерного разоружения", ["ru op2"]),
        ("еще", ["ru pp1"]),
        ("договорённости", ["ru pp1"]),
        ("договоренность", ["ru pp1"]),
        ('"свое оружие"', ["ru op1"]),
        # Arabic: forms of letters, signs of vowels, the article, a lengthened word, digits
        ("السلاح", ["ar op2"]),
        ("النووي", ["ar op2"]),
        ("المنطقه الامنه", ["ar op2"]),
        ("وفقا", ["ar pp1"]),
        ("الانتشـــار", ["ar pp1"]),
        ("أسلحة", ["ar op1"]),  # in the text with a pronoun
        ("79/41", []),  # an Arabic text is not the first one here, and a number names no language
        ("lang:ar 79/41", ["ar pp1"]),
        # Chinese, and two languages in one question
        ("核裁军", ["zh op2"]),
        ("核裁军 disarmament", []),
        ("核裁军 或 disarmament", ["zh op2", "en op2"]),
    ],
)
def test_what_is_typed_finds_the_clauses_of_its_language(typed: str, clauses: list[str]) -> None:
    assert found(typed) == clauses


def test_the_language_of_the_question_is_first_and_the_others_follow() -> None:
    assert found("nuclear") == ["en op2", "en op1", "es op2"]
    assert found("seguridad de los Estados") == ["es pp1"]
    assert found("coopération des") == ["fr pp1", "en pp1"]
    assert found("cooperation") == ["en pp1", "fr pp1"]
    assert found("lang:es nuclear") == ["es op2"]


@pytest.mark.parametrize(
    ("typed", "place", "marked"),
    [
        ("verify", "en op2", ["verify"]),
        ("nonproliferation", "en pp1", ["non-proliferation"]),
        ("desarmement", "fr op2", ["désarmement"]),
        ("договоренность", "ru pp1", ["договорённость"]),
        ("النووي", "ar op2", ["النّووي"]),
    ],
)
def test_the_words_found_are_marked_as_printed(typed: str, place: str, marked: list[str]) -> None:
    language, path = place.split()
    text = CLAUSES[language][["pp1", "op1", "op2"].index(path)]
    pieces = excerpt(text, list(sequences(understand(typed).query.condition)), language=language)
    assert [piece.text for piece in pieces if piece.marked] == marked
    assert "".join(piece.text for piece in pieces) == text


# --- The page and its JSON -----------------------------------------------------------------------------------------


def page(client: Client, address: str, language: str = "zh-hans") -> str:
    client.cookies["django_language"] = language
    return str(client.get(f"/search/{address}").content.decode())


def data(client: Client, address: str) -> Any:
    return json.loads(client.get(f"/search/{address}&format=json").content)


@pytest.mark.parametrize("by", ["words", "clauses", "resolutions"])
def test_pages_of_two_languages_have_every_hit_once(client: Client, by: str) -> None:
    answer = data(client, f"?q=nuclear&by={by}")
    results = answer["results"] if by != "resolutions" else answer["results"][0]["clauses"]
    assert [f"{hit['language']} {hit['path']}" for hit in results] == ["en op2", "en op1", "es op2"]
    assert answer["clauses_found"] == 3
    assert answer["facets"]["lang"] == [{"value": "en", "count": 2}, {"value": "es", "count": 1}]


def test_the_facet_of_languages_narrows(client: Client) -> None:
    assert "西班牙文" in page(client, "?q=nuclear")
    found = data(client, "?q=nuclear&lang=es")
    assert [hit["language"] for hit in found["results"]] == ["es"]
    assert {row["value"]: row["count"] for row in found["facets"]["lang"]} == {"en": 2, "es": 1}
    # Without words, the texts of the page's language are found, and the facet leads to the others.
    found = data(client, "?q=&session=91")
    assert {hit["language"] for hit in found["results"]} == {"zh"}
    assert {row["value"]: row["count"] for row in found["facets"]["lang"]} == dict.fromkeys(CLAUSES, 3)
    assert "lang" not in data(client, "?q=核裁军")["facets"]


@pytest.mark.parametrize(
    ("typed", "beside"), [("核裁军", "en"), ("disarmament", "zh"), ("разоружение", "zh"), ("السلاح", "zh")]
)
def test_a_hit_has_its_counterpart_in_another_language(client: Client, typed: str, beside: str) -> None:
    [hit] = data(client, f"?q={typed}")["results"]
    query = "" if beside == "zh" else f"?text={beside}"
    assert hit["counterpart"] == {
        "language": beside, "text": CLAUSES[beside][2], "url": f"/{SYMBOL}/{query}#op2"
    }  # fmt: skip
    html = page(client, f"?q={typed}")
    [folded] = re.findall('<details class="counterpart">.*?</details>', html)
    assert CLAUSES[beside][2] in folded
    assert f'href="/{SYMBOL}/{query}#op2"' in folded


def test_without_a_counterpart_a_hit_says_nothing_of_one(client: Client, tmp_path: Path) -> None:
    Text.objects.exclude(language="ru").delete()
    Text.objects.update(leading=True)
    with index_at(tmp_path):
        freshness.rebuild()
        [hit] = data(client, "?q=разоружение")["results"]
        assert hit["counterpart"] is None
        assert "counterpart" not in page(client, "?q=разоружение")


def test_arabic_words_are_written_from_the_right(client: Client) -> None:
    assert '<p class="words" lang="ar" dir="rtl">' in page(client, "?q=السلاح")
    assert "rtl" not in page(client, "?q=核裁军")
