"""Tests the table of searchable fields: the schema of the index, and an added row (a hall of adoption) everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.models import Document, IndexChange
from archive.searching import freshness, search_fields
from archive.searching.asked import Search
from archive.searching.field_conditions import FieldMeaning, Lookups, TypedValue
from archive.searching.index_fields import KeywordField
from archive.searching.matching import Is
from archive.searching.meaning import understand
from archive.searching.question import Field, Word, parse
from archive.searching.search_examples import Example
from archive.searching.search_fields import SEARCH_FIELDS, SearchField
from archive.searching.search_indexes import CLAUSE, ClauseIndex, DocumentIndex, prepared
from archive.searching.stamps import stamps
from tests.indexes import index_at
from tests.shelf import full, store

TOKENS, WORDS, KEYWORD, INTEGER = "tokens", "words", "keyword", "integer"
OF_DOCUMENTS = {
    "text": TOKENS, "words": WORDS, "weight": INTEGER, "newest": INTEGER, "oldest": INTEGER, "owner": KEYWORD,
    "stamp": KEYWORD, "title": TOKENS, "symbol": KEYWORD, "symbol_tokens": TOKENS, "session": KEYWORD,
    "year": INTEGER, "kind": KEYWORD, "subject": KEYWORD, "subject_names": TOKENS, "adopted": KEYWORD,
    "draft_tokens": TOKENS, "report_tokens": TOKENS, "meeting_tokens": TOKENS, "sponsor": KEYWORD,
    "sponsor_names": TOKENS, "title_words": WORDS, "compounds": WORDS, "lang": KEYWORD,
}  # fmt: skip
OF_CLAUSES = OF_DOCUMENTS | {
    "wording": INTEGER,
    "opens": KEYWORD,
    "opening": KEYWORD,
    "opening_tokens": TOKENS,
    "cites": KEYWORD,
    "prior": KEYWORD,
}


def test_the_schema_does_not_change() -> None:
    """If the schema changes, every archive has to rebuild its index."""
    assert {name: field.field_type for name, field in ClauseIndex().fields.items()} == OF_CLAUSES
    assert {name: field.field_type for name, field in DocumentIndex().fields.items()} == OF_DOCUMENTS
    assert freshness.backend().schema() == "beda5a98"


def test_the_facets_are_in_the_order_of_the_page() -> None:
    assert search_fields.facet_keys() == ("session", "kind", "opening", "subject", "adopted", "cites", "prior", "lang")
    assert {field.key for field in SEARCH_FIELDS if not field.in_documents} == {"kind", "opening", "cites", "prior"}


def test_no_two_fields_share_a_name() -> None:
    names = [name for field in SEARCH_FIELDS for name in field.names]
    assert len(names) == len(set(names))
    assert all(field.key in field.names for field in SEARCH_FIELDS)


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("届", "65", "session"),
        ("Year", "x", "year"),
        ("表决", "有", "adopted"),
        ("表决", "中国=反对", "votes"),
        ("通过", "中国＝反对", "votes"),
        ("表决", "中国", "adopted"),
        ("届", "65=66", "session"),
    ],
)
def test_a_name_means_a_field(name: str, value: str, key: str) -> None:
    found = search_fields.named(name, value)
    assert found is not None
    assert found.key == key


# --- A new row ---------------------------------------------------------------------------------------------


def in_hall(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return FieldMeaning(Is("hall", (value.text,)))


HALL = SearchField(
    key="hall",
    names=("hall", "会议厅"),
    label="会议厅名",
    help=Example("会议厅:甲", "此决议在哪个会议厅通过"),
    condition=in_hall,
    accepts=lambda text: text in ("甲", "乙"),
    index={"hall": KeywordField},
    stamp=("document.place_en",),
    facet=9,
)


@pytest.fixture
def hall(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The table with one more row, and an index in which every clause has hall 甲."""
    monkeypatch.setattr(search_fields, "SEARCH_FIELDS", (*SEARCH_FIELDS, HALL))
    with index_at(tmp_path):
        store(*full())
        with freshness.backend().writing(afresh=True) as writer:
            for entry in prepared(Document.objects.values_list("pk", flat=True)):
                writer.add(entry | {"hall": "甲"} if entry["django_ct"] == CLAUSE else entry)
        IndexChange.objects.all().delete()  # the index has all
        yield


def test_a_new_field_is_in_the_grammar(hall: None) -> None:
    assert parse("会议厅:甲").root == Field("hall", "甲")
    assert parse("hall:乙").root == Field("hall", "乙")
    assert parse("hall:丙").root == Word("丙")
    assert understand("会议厅:甲").query.condition == Is("hall", ("甲",))


def test_a_new_field_is_searched_and_is_a_facet(hall: None, client: Client) -> None:
    def found(address: str) -> Any:
        return json.loads(client.get(f"/search/{address}&format=json").content)

    clauses = found("?q=会议厅:甲")
    assert clauses["facets"]["hall"] == [{"value": "甲", "count": clauses["count"]}]
    assert clauses["count"] == found("?hall=甲")["count"] > 0
    assert found("?q=会议厅:乙")["count"] == found("?hall=乙")["count"] == 0
    assert found("?hall=甲&hall=乙")["count"] == clauses["count"]
    assert Search.of({"hall": ["甲"]}).address() == "?q=&hall=%E7%94%B2"


def test_a_new_field_has_its_label_and_its_help(hall: None, client: Client) -> None:
    page = client.get("/search/?q=会议厅:甲").content.decode()
    assert "<h2>会议厅名</h2>" in page
    assert "会议厅名: 甲" in page
    assert "此决议在哪个会议厅通过" in client.get("/help/").content.decode()


def test_a_new_field_is_in_both_indexes_and_in_the_stamp(hall: None) -> None:
    assert "hall" in ClauseIndex().fields.keys() & DocumentIndex().fields.keys()
    document = Document.objects.get(key="A/RES/90/2")
    before = stamps([document.pk])
    Document.objects.filter(pk=document.pk).update(place_en="Hall A")
    assert stamps([document.pk]) != before
