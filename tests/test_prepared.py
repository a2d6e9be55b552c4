"""Tests prepared queries: the SQL is made once, and each call executes it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject, Length
from django.test.utils import CaptureQueriesContext

from archive.models import Document, Resolution
from archive.models.prepared import prepared

pytestmark = pytest.mark.django_db
asked = 0


@prepared
def of_kind(kind: str, but: str) -> QuerySet[Document]:
    global asked
    asked += 1
    return Document.objects.filter(kind=kind).exclude(key=but).annotate(per_cent=Value("100%")).order_by("key")


@prepared
def texts(symbol: str) -> QuerySet[Resolution]:
    found = Resolution.objects.filter(document__key=symbol).select_related("document").only("document__title_en")
    return found.annotate(facts=JSONObject(kind="document__kind"), titled=Length("document__title_en"))


def test_rows_come_with_their_joins_and_with_the_values_of_django() -> None:
    document = Document.objects.create(key="A/RES/90/1", kind="ga_resolution", title_en="On elephants")
    Resolution.objects.create(document=document, meeting=3)
    with CaptureQueriesContext(connection) as queries:
        [found] = texts("A/RES/90/1")
        assert found.document.title_en == "On elephants"
    assert len(queries) == 1
    assert (found.facts, found.titled) == ({"kind": "ga_resolution"}, 12)  # type: ignore[attr-defined]
    assert found.get_deferred_fields() >= {"meeting"}
    assert found.meeting == 3
    assert texts("A/RES/90/2") == []


def test_sql_is_made_once_and_executed_each_time() -> None:
    Document.objects.create(key="A/1", kind="report", title_zh="50%")
    Document.objects.create(key="treaty:A'B", kind="treaty")
    assert [d.key for d in of_kind("report", "A/2")] == ["A/1"]
    Document.objects.create(key="A/2", kind="report")
    with CaptureQueriesContext(connection) as queries:
        assert [(d.key, d.title_zh, d.per_cent) for d in of_kind("report", "A/2")] == [("A/1", "50%", "100%")]  # type: ignore[attr-defined]
    assert len(queries) == 1
    assert [d.key for d in of_kind(but="A/2", kind="report")] == ["A/1"]
    assert of_kind("treaty", "treaty:A'B") == []
    assert asked == 1
