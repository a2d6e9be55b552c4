"""Tests prepared queries: the SQL is made once, and each call executes it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from archive.models import Document
from archive.models.prepared import prepared

pytestmark = pytest.mark.django_db
asked = 0


@prepared
def of_kind(kind: str, but: str) -> QuerySet[Document]:
    global asked
    asked += 1
    return Document.objects.filter(kind=kind).exclude(key=but).annotate(per_cent=Value("100%")).order_by("key")


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
