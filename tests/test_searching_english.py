"""Tests how the search reads a question in English, and what it shows of English texts."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from archive.models import Document, Resolution
from archive.models.subject import english_name
from archive.searching.advice import _or
from archive.searching.marking import excerpt
from archive.searching.matching import TokenSequence
from archive.searching.meaning import understand
from archive.searching.search import _texts_first

PROHIBITION = "Recalling the prohibition of weapons " * 20


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("Hague Code of Conduct", ["Hague", "Code", "Conduct"]),
        ("who voted against the ban", ["voted", "against", "ban"]),
        ("WHO report", ["WHO", "report"]),  # an organization
        ("The arms trade", ["arms", "trade"]),
        ("of the", ["of", "the"]),  # nothing else is asked for
        ("核武器 of", ["核武器"]),
    ],
)
def test_function_words_are_not_searched(typed: str, searched: list[str]) -> None:
    explained = understand(typed).explained
    assert explained is not None
    assert [part.text for part in explained.walk() if part.kind == "word"] == searched


@pytest.mark.parametrize(
    ("text", "word", "ends"), [(PROHIBITION, "prohibition", "…"), ("禁止武器的条约，" * 100, "条约", "……")]
)
def test_an_excerpt_has_the_ellipsis_of_its_language(text: str, word: str, ends: str) -> None:
    pieces = excerpt(text, [TokenSequence("text", (word,) if word.isascii() else tuple(word))], 60)
    assert pieces[-1].text.strip() == ends


@pytest.mark.parametrize(("words", "operator"), [(["arms", "NPT"], "OR"), (["arms", "条约"], "或")])
def test_other_questions_have_the_operator_of_the_language(words: list[str], operator: str) -> None:
    assert _or(words) == operator


def document(key: str, title: str, year: int, text: bool = False, withdrawn: bool = False) -> Document:
    made = Document(key=key, title_en=title, date=date(year, 12, 1))
    if text:
        Resolution(document=made, withdrawn_at=timezone.now() if withdrawn else None)
    return made


def test_documents_of_a_name_have_texts_first_and_then_the_newest() -> None:
    found = [
        document("A/RES/60/1", "Mines", 2005),
        document("A/RES/61/1", "Clearing mines", 2006),
        document("A/RES/62/1", "Mines", 2007),
        document("A/RES/63/1", "Mines", 2008, text=True),
        document("A/RES/64/1", "Mines", 2009, text=True),
        document("A/RES/65/1", "Mines", 2010, text=True, withdrawn=True),
    ]
    order = [one.key.removeprefix("A/RES/") for one in _texts_first(found)]
    assert order == ["64/1", "63/1", "65/1", "62/1", "60/1", "61/1"]


@pytest.mark.parametrize(
    ("printed", "dictionary", "spelled"),
    [
        ("NUCLEAR WEAPONS", "UNBIS", "Nuclear weapons"),
        ("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "UNBIS", "Democratic People's Republic of Korea"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "UNBIS", "Iran (Islamic Republic of)"),
        ("LATIN AMERICA AND THE CARIBBEAN", "UNBIS", "Latin America and the Caribbean"),
        ("ICJ", "UNBIS", "ICJ"),
        ("MALIGNANT TUMOURS", "UNBIS", "Malignant tumours"),  # Mali is a State
        ("WHO", "UN bodies", "WHO"),
        ("UN. Conference (New York : ####)", "UN bodies", "UN. Conference (New York)"),
    ],
)
def test_subjects_are_spelled_as_in_english(printed: str, dictionary: str, spelled: str) -> None:
    assert english_name(printed, dictionary) == spelled
