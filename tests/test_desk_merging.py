"""Tests ``desk.merging``: two documents that are the same become one, and nothing of either is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, override_settings

from archive.citing.citation import Citations
from archive.desk import merging, roles
from archive.desk.proofs import RefusedError
from archive.intake import fixtures
from archive.intake.result import Result
from archive.intake.store import compare
from archive.models import Citation, Document, DocumentAlias, HistoryEntry, Vote
from archive.reading.draft import Draft, DraftClause
from tests import shelf
from tests.test_desk_pages import person

pytestmark = pytest.mark.django_db

TEXT = "回顾《限制某种武器条约》第六条和《某条约》，"
FIRST, SECOND = "title:限制某种武器条约", "treaty:Arms"


def citing() -> tuple[Draft, Citations]:
    """A resolution that cites the first document once, and in an ambiguous citation may cite either."""
    made = shelf.draft(clauses=[DraftClause("operative", "op1", "1.", "", TEXT)])
    cited = [
        shelf.cite(TEXT, "《限制某种武器条约》", FIRST, pinpoint="第六条"),
        shelf.cite(TEXT, "《某条约》", None, candidates=(FIRST, SECOND)),
    ]
    return made, Citations({"op1": cited})


@pytest.fixture
def two(db: None) -> tuple[Document, Document]:
    """Two documents that are the same: one known only by a title, and a treaty."""
    shelf.store(*citing())
    first = Document.objects.get(key=FIRST)
    first.title_en, first.unts = "Treaty on Some Arms", [[1, 2]]
    first.save()
    DocumentAlias.objects.create(document=first, name="某武条约")
    second = Document.objects.create(key=SECOND, kind="treaty", title_zh="甲国和乙国关于限制某种武器的条约")
    DocumentAlias.objects.create(document=second, name="某条约")
    return first, second


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def names(document: Document) -> set[str]:
    return set(document.aliases.values_list("name", flat=True))


def test_citations_names_and_facts_go_to_the_remaining_document(two: tuple[Document, Document], librarian: Any) -> None:
    first, second = two
    assert merging.plan(first, second).citations == 2
    merging.merge(first.pk, second.pk, by=librarian, reason="同一条约")
    assert not Document.objects.filter(key=FIRST).exists()
    found = Citation.objects.order_by("start").values_list("key", "target", "status", "pinpoint", "candidates")
    assert list(found) == [
        (SECOND, second.pk, "resolved", "第六条", []),
        (SECOND, second.pk, "resolved", "", []),
    ]
    second.refresh_from_db()
    assert names(second) == {FIRST, "限制某种武器条约", "某武条约", "某条约"}
    assert (second.title_zh, second.title_en) == ("甲国和乙国关于限制某种武器的条约", "Treaty on Some Arms")
    assert second.unts == [[1, 2]]


def test_the_old_address_leads_to_the_remaining_document(
    two: tuple[Document, Document], librarian: Any, client: Client
) -> None:
    merging.merge(two[0].pk, two[1].pk, by=librarian, reason="同一条约")
    response: Any = client.get(f"/documents/{FIRST}/")
    assert (response.status_code, response["Location"]) == (301, f"/documents/{SECOND}/")
    assert client.get(f"/documents/{SECOND}/?format=json").json()["cited_in_clauses"] == 1


def test_a_later_text_cites_the_remaining_document(two: tuple[Document, Document], librarian: Any) -> None:
    merging.merge(two[0].pk, two[1].pk, by=librarian, reason="同一条约")
    later = shelf.draft("A/RES/91/1", clauses=[DraftClause("operative", "op1", "1.", "", TEXT)])
    shelf.store(later, Citations({"op1": [shelf.cite(TEXT, "《限制某种武器条约》", FIRST)]}))
    cited = Citation.objects.get(revision__text__resolution__document__key="A/RES/91/1")
    assert cited.target == two[1]
    assert not Document.objects.filter(key=FIRST).exists()


def test_reading_again_finds_the_same_text(two: tuple[Document, Document], librarian: Any) -> None:
    made, _ = citing()
    merging.merge(two[0].pk, two[1].pk, by=librarian, reason="同一条约")
    again = [
        shelf.cite(TEXT, "《限制某种武器条约》", SECOND, pinpoint="第六条"),
        shelf.cite(TEXT, "《某条约》", SECOND),
    ]
    assert compare(made, Citations({"op1": again}))[0] == Result.UNCHANGED


def test_the_history_tells_it_of_both(two: tuple[Document, Document], librarian: Any) -> None:
    merging.merge(two[0].pk, two[1].pk, by=librarian, reason="同一条约")
    entries = HistoryEntry.objects.filter(detail="history.merged").order_by("subject")
    assert [(e.subject, e.by, e.reason, e.values["citations"]) for e in entries] == [
        (FIRST, librarian, "同一条约", "2"),
        (SECOND, librarian, "同一条约", "2"),
    ]


def test_fixtures_do_not_bring_a_merged_document_back(librarian: Any) -> None:
    fixtures._load_documents()
    merged, into = Document.objects.get(key="treaty:CCM"), Document.objects.get(key="treaty:NPT")
    merging.merge(merged.pk, into.pk, by=librarian, reason="试")
    assert fixtures._load_documents() == 0
    assert not Document.objects.filter(key="treaty:CCM").exists()


REFUSED = [
    ("itself", "desk.merged_with_itself"),
    ("text", "desk.merged_has_text"),
    ("vote", "desk.merged_has_text"),
    ("gone", "desk.merged_already"),
    ("no reason", "desk.reason_for_merging"),
]


@pytest.mark.parametrize(("case", "code"), REFUSED)
def test_a_refused_merger_changes_nothing(case: str, code: str, two: tuple[Document, Document], librarian: Any) -> None:
    first, second = two
    if case == "vote":
        Vote.objects.create(key="x", origin="archive", document_id=FIRST)
    merged = {"itself": second.pk, "text": Document.objects.get(key="A/RES/90/2").pk, "gone": 0}.get(case, first.pk)
    before = list(Citation.objects.order_by("pk").values())
    with pytest.raises(RefusedError) as refused:
        merging.merge(merged, second.pk, by=librarian, reason="" if case == "no reason" else "试")
    assert refused.value.message.code == code
    assert list(Citation.objects.order_by("pk").values()) == before
    assert names(second) == {"某条约"}


def test_documents_that_may_be_the_same(two: tuple[Document, Document]) -> None:
    first, second = two
    registered = Document.objects.create(
        key="title:另一名称的公约", kind="treaty", title_zh="另一名称的公约", unts=[[1, 2]]
    )
    Document.objects.create(key="title:别的条约", kind="treaty", title_zh="限制另一种武器条约", unts=[[3, 4]])
    assert merging.duplicates(first) == [registered, second]
    assert merging.duplicates(second) == [first]
    assert merging.all_duplicates() == {first.pk, second.pk}


def test_the_list_of_documents_shows_those_that_may_be_there_twice(
    two: tuple[Document, Document], librarian: Any, client: Client
) -> None:
    client.force_login(librarian)
    shown = client.get("/admin/archive/document/?twice=yes").context["cl"].queryset
    assert {document.key for document in shown} == {FIRST, SECOND}


def test_the_page_shows_what_changes_and_merges(two: tuple[Document, Document], librarian: Any, client: Client) -> None:
    client.force_login(librarian)
    url = f"/admin/archive/document/{two[0].pk}/merge/"
    assert "?into=treaty%3AArms" in client.get(url).content.decode()
    assert "某武条约" in client.get(url, {"into": SECOND}).content.decode()
    assert "并非恰好一份" in client.get(url, {"into": "无此文件"}).content.decode()
    assert client.post(url, {"into": SECOND, "reason": ""}).status_code == 200
    assert Document.objects.filter(key=FIRST).exists()
    response: Any = client.post(url, {"into": SECOND, "reason": "同一条约"})
    assert response["Location"] == f"/admin/archive/document/{two[1].pk}/change/"
    assert not Document.objects.filter(key=FIRST).exists()


@override_settings(APPROVAL=True)
def test_with_approval_only_a_chief_librarian_merges(two: tuple[Document, Document], client: Client) -> None:
    url = f"/admin/archive/document/{two[0].pk}/merge/"
    for role, status in ((roles.LIBRARIAN, 403), (roles.CHIEF, 200)):
        client.force_login(person(role, role))
        assert client.get(url).status_code == status
