"""Tests which changes stamp the record of a text, and how a text leaves a harvest and comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client

from archive.desk import merging, taking_back
from archive.intake import series
from archive.models import (
    Citation,
    Document,
    HarvestChange,
    HarvestItem,
    Resolution,
    Revision,
    SeriesLink,
    Subject,
    harvest,
)
from archive.models.harvest import harvest_time
from tests import shelf
from tests.harvests import ask, errors, parsed, stamped, symbols, texts

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
A, B = "A/RES/89/1", "A/RES/90/2"


@pytest.fixture
def filled(db: None, settings: Any) -> None:
    settings.PUBLIC_HOSTS = []
    shelf.fill()
    stamped()
    HarvestItem.objects.update(changed_at=LONG_AGO)


def _document(key: str = B) -> Any:
    return Document.objects.filter(key=key)


def _resolution(key: str = B) -> Any:
    return Resolution.everything.filter(document__key=key)


def _chief() -> Any:
    return get_user_model().objects.create_superuser("chief")


def _revise() -> None:
    made, citations = shelf.full()
    made.clauses[0].text += "并"
    shelf.store(made, citations)


def _link() -> None:
    SeriesLink.objects.create(earlier=A, later=B, basis="title", status="accepted", decided=True)
    series.rebuild()


def _merge() -> None:
    """The treaty that a text cites becomes one with a treaty that has another title."""
    into = Document.objects.create(key="treaty:TRIAL", kind="treaty", title_zh="试验条约")
    merged = Document.objects.get(key="title:试验公约")
    stamped()
    HarvestItem.objects.update(changed_at=LONG_AGO)
    merging.merge(merged.pk, into.pk, by=_chief(), reason="同一文书")


CHANGES: list[tuple[str, Callable[[], Any], set[str]]] = [
    # What readers see in a record
    ("a title", lambda: _document().update(title_en="Another"), {B}),
    ("a vote", lambda: _document().update(yes=171), {B}),
    ("a date", lambda: _document().update(date="2035-12-09"), {B}),
    ("a fact", lambda: _resolution().update(draft_symbol="A/C.1/90/L.4"), {B}),
    ("a subject", lambda: _resolution(A).get().subjects.add(Subject.objects.get()), {A}),
    ("no subject", lambda: _resolution().get().subjects.clear(), {B}),
    ("the name of a subject", lambda: Subject.objects.update(name_zh="裁减军备"), {B}),
    ("a citation", lambda: Citation.objects.filter(key="A/RES/88/1").delete(), {B}),
    ("a new revision", _revise, {B}),
    ("a new language", lambda: shelf.store(*shelf.english()), set()),  # the same words: nothing new
    ("a new text", lambda: shelf.store(shelf.draft("A/RES/90/7")), {"A/RES/90/7"}),
    ("a document that is cited", lambda: shelf.store(shelf.draft("A/RES/88/1")), {B, "A/RES/88/1"}),
    ("a series", _link, {A, B}),
    ("a merger", _merge, {B}),
    ("the title of a treaty", lambda: _document("title:试验公约").update(title_zh="《试验公约》"), {B}),
    ("a withdrawal", lambda: taking_back.withdraw(_resolution().get().pk, by=_chief(), reason="误收"), {B}),
    ("a deletion", lambda: _resolution().delete(), {B}),
    # What no record shows
    ("the same words", lambda: _document().get().save(), set()),
    ("a note of the intake", lambda: Revision.objects.update(digest="", warnings=[]), set()),
    ("a treaty", lambda: Document.objects.create(key="treaty:X", kind="treaty", title_zh="某条约"), set()),
    ("the same series", series.rebuild, set()),
    ("nothing", lambda: None, set()),
]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("change", "found"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_of_a_record_is_stamped(change: Callable[[], Any], found: set[str]) -> None:
    before = harvest_time()
    change()
    stamped()
    changed = HarvestItem.objects.filter(changed_at__gte=before)
    assert set(changed.values_list("symbol", flat=True)) == found
    assert not HarvestChange.objects.exists()
    assert all(item.changed_at.microsecond == 0 for item in changed)


@pytest.mark.usefixtures("filled")
def test_a_withdrawn_text_is_deleted_until_it_comes_back(client: Client) -> None:
    """It stays in the sets in which harvesters know it. What changes in it meanwhile is not told."""
    sets, chief, pk = HarvestItem.objects.get(symbol=B).sets, _chief(), _resolution().get().pk
    identifier = f"oai:localhost:{B}"

    def told() -> tuple[list[str], int]:
        root = ask(client, "GetRecord", identifier=identifier, metadataPrefix="oai_dc")
        assert texts(root, "//oai:setSpec") == sets
        return symbols(root), len(root.findall(".//{*}metadata"))

    assert told() == ([B], 1)
    taking_back.withdraw(pk, by=chief, reason="误收")
    stamped()
    assert told() == ([f"-{B}"], 0)
    assert symbols(ask(client, "ListRecords", metadataPrefix="marcxml", set_="session-90")) == [f"-{B}"]
    assert errors(ask(client, "ListMetadataFormats", identifier=identifier)) == []
    HarvestItem.objects.update(changed_at=LONG_AGO)
    _document().update(title_zh="未公布的标题")
    stamped()
    assert HarvestItem.objects.get(symbol=B).changed_at == LONG_AGO
    taking_back.restore(pk, by=chief, reason="无误")
    stamped()
    assert told() == ([B], 1)
    assert HarvestItem.objects.get(symbol=B).changed_at > LONG_AGO


@pytest.mark.usefixtures("filled")
def test_a_text_that_is_deleted_for_good_stays_as_a_deletion(client: Client) -> None:
    Citation.objects.filter(target__key=A).delete()
    _document(A).delete()
    stamped()
    assert symbols(ask(client, "ListIdentifiers", metadataPrefix="oai_dc", set_="session-89")) == [f"-{A}"]
    shelf.store(shelf.draft(A))
    stamped()
    assert symbols(ask(client, "ListIdentifiers", metadataPrefix="oai_dc", set_="session-89")) == [A]


@pytest.mark.usefixtures("filled")
def test_a_series_is_a_set_under_the_name_of_each_of_its_resolutions(client: Client) -> None:
    _link()
    stamped()
    for name in ("series-A_RES_89_1", "series-A_RES_90_2"):
        root = ask(client, "ListIdentifiers", metadataPrefix="oai_dc", set_=name)
        assert symbols(root) == [A, B]
        assert "series-A_RES_89_1" in texts(root, "//oai:setSpec")
    root = ask(client, "ListSets")
    named = dict(zip(texts(root, "//oai:setSpec"), texts(root, "//oai:setName"), strict=True))
    assert named["series-A_RES_89_1"] == ("始于A/RES/89/1的系列: 较早的试验 / Series from A/RES/89/1: An earlier trial")


# --- What two transactions see ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_harvester_misses_no_import_that_is_still_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import is stamped when it commits. While it commits, harvesters wait; if for long, they are sent away."""
    monkeypatch.setattr(harvest, "_LONGEST_WAIT", "20ms")
    shelf.fill()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("UPDATE archive_document SET title_en = 'x' WHERE key = %s", [B])
        asked = harvest_time()  # the import has changed the title, and is not done
        other.execute("SET CONSTRAINTS archive_harvest_stamp IMMEDIATE")
        with pytest.raises(OperationalError):
            harvest_time()
        answer = client.get("/oai?verb=Identify")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        other.commit()
    assert HarvestItem.objects.get(symbol=B).changed_at >= asked
    assert errors(parsed(client.get("/oai?verb=Identify"))) == []
