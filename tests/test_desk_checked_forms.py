"""Tests the forms of the desk: numbers, symbols and documents are checked, errors are beside their field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from archive.desk import proofs, roles
from archive.desk.incoming import PastedText, receive
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.operations import ask
from archive.desk.naming import document_key
from archive.models import Document, DocumentAlias, HistoryEntry, Proof
from archive.models.proof import ProofState
from tests.desk_drafts import draft
from tests.test_desk_pages import TEXT, client_of, person, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


@pytest.fixture
def client(librarian: Any) -> Client:
    return client_of(librarian)


def bring_in(*texts: str, by: Any) -> list[Proof]:
    for text in texts:
        receive([], PastedText(text), by=by)
    read_all()
    return list(Proof.objects.order_by("pk"))


# --- Numbers -----------------------------------------------------------------------------------------------------

GOOD = [
    ("op1", "3."),
    ("op1", "１．"),
    ("op1", "1 bis."),
    ("op1", ""),
    ("op1-a", "(b)"),
    ("op1-a", "㈠"),
    ("op1-a", "—"),
]
BAD = [("op1", "abc"), ("op1", "(a)"), ("op1", "乱写"), ("op1", "!!"), ("op1-a", "abc"), ("op1-a", "第三")]


@pytest.mark.parametrize(("clause", "label"), GOOD)
def test_a_number_is_taken(clause: str, label: str) -> None:
    assert ask(draft(), {"operation": "number", "clause": clause, "label": label}).arguments["label"] == label


@pytest.mark.parametrize(("clause", "label"), BAD)
def test_what_is_no_number_is_refused(clause: str, label: str) -> None:
    with pytest.raises(MisfitError) as refused:
        ask(draft(), {"operation": "number", "clause": clause, "label": label})
    assert refused.value.message.code == "mend.no_label"


@pytest.mark.parametrize(
    "form",
    [
        {"operation": "split", "clause": "op2", "begins": "提出", "kind": "operative", "label": "abc"},
        {"operation": "insert", "after": "op2", "kind": "operative", "text": "又决定：", "label": "abc"},
    ],
    ids=lambda form: form["operation"],
)
def test_a_new_clause_has_a_checked_number_too(form: dict[str, str]) -> None:
    with pytest.raises(MisfitError) as refused:
        ask(draft(), form)
    assert refused.value.message.code == "mend.no_label"


# --- Documents ---------------------------------------------------------------------------------------------------


@pytest.fixture
def documents() -> None:
    treaty = Document.objects.create(key="treaty:NPT", kind="treaty", title_zh="不扩散核武器条约")
    DocumentAlias.objects.create(name="不扩散条约", document=treaty)
    for number in (1, 2):
        Document.objects.create(key=f"A/RES/70/{number}", kind="ga_resolution", title_zh="核裁军")


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("treaty:NPT", "treaty:NPT"),
        ("不扩散条约", "treaty:NPT"),
        ("不扩散核武器条约", "treaty:NPT"),
        ("a/res/70/1", "A/RES/70/1"),
        ("70/1", "A/RES/70/1"),
        ("65/72", "A/RES/65/72"),
        ("S/RES/1540 (2004)", "S/RES/1540(2004)"),
    ],
)
def test_a_document_is_named_by_symbol_name_or_title(words: str, key: str) -> None:
    assert document_key(words) == key


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("乱写的文号!!", "mend.no_such_document"),
        ("treaty:XYZ", "mend.no_such_document"),
        ("核裁军", "mend.several_documents"),
        (" ", "mend.document_missing"),
    ],
)
def test_what_names_no_document_is_refused(words: str, code: str) -> None:
    with pytest.raises(MisfitError) as refused:
        document_key(words)
    assert (refused.value.message.code, refused.value.field) == (code, "target")


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("不扩散", ["treaty:NPT"]),
        ("70/", ["A/RES/70/1", "A/RES/70/2"]),
        ("A/RES/70/2", ["A/RES/70/2"]),
        ("没有的话", []),
        ("", []),
    ],
)
def test_documents_are_offered(client: Client, words: str, keys: list[str]) -> None:
    answer = client.get(reverse("admin:archive_proof_documents"), {"q": words})
    assert [one["key"] for one in answer.json()["documents"]] == keys


# --- Errors beside their field -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"operation": "number", "chosen": "op1", "label": "abc"}, "label"),
        ({"operation": "cite", "chosen": "op1", "exact": "审议", "target": "乱写"}, "target"),
        ({"operation": "cite", "chosen": "op1", "exact": "没有", "target": "65/72"}, "exact"),
        ({"operation": "split", "chosen": "op1", "begins": "没有"}, "begins"),
        ({"operation": "words", "chosen": "op1", "text": "决定停止；"}, "reason"),
        ({"operation": "facts", "fact-adopted_on": "2035-13-01"}, "fact-adopted_on"),
        ({"operation": "facts", "fact-committee_report": "乱写"}, "fact-committee_report"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_sentence_is_beside_the_field(client: Client, librarian: Any, form: dict[str, str], field: str) -> None:
    [proof] = bring_in(TEXT, by=librarian)
    answer = client.post(reverse("admin:archive_proof_mend", args=[proof.pk]), {"version": proof.version, **form})
    page: Any = html.fromstring(answer.content.decode())
    [wrong] = page.cssselect("#wrong")
    beside = [element.get("name") for element in wrong.getparent().cssselect("[name]")]
    assert answer.status_code == 422
    assert field in beside
    assert page.cssselect(".messagelist") == []


# --- Many at once ------------------------------------------------------------------------------------------------


def test_many_proofs_are_set_aside_with_one_reason(client: Client, librarian: Any) -> None:
    made = bring_in(TEXT, TEXT.replace("90/2.", "90/3."), by=librarian)
    fields = {"action": "set_aside_selected", "_selected_action": [proof.pk for proof in made]}
    page = client.post(reverse("admin:archive_proof_changelist"), fields)
    assert set(Proof.objects.values_list("state", flat=True)) == {ProofState.OPEN}
    url, form = reverse("admin:archive_proof_aside_many"), {"looked": page.context["looked"]}
    assert client.post(url, form | {"reason": " "}).status_code == 400
    client.post(url, form | {"reason": "不是决议"})
    assert set(Proof.objects.values_list("state", flat=True)) == {ProofState.SET_ASIDE}
    entries = HistoryEntry.objects.filter(action="set_aside").order_by("subject")
    assert list(entries.values_list("subject", "reason")) == [("A/RES/90/2", "不是决议"), ("A/RES/90/3", "不是决议")]


def test_a_proof_that_somebody_has_changed_is_not_set_aside(client: Client, librarian: Any) -> None:
    [one, other] = bring_in(TEXT, TEXT.replace("90/2.", "90/3."), by=librarian)
    looked = f"{one.pk}:{one.version}:0 {other.pk}:{other.version}:0"
    proofs.add_mends(
        one.pk, one.version, [ask(proofs.draft_of(one), {"operation": "join", "clause": "op1"})], by=librarian
    )
    client.post(reverse("admin:archive_proof_aside_many"), {"looked": looked, "reason": "不是决议"})
    assert [proof.state for proof in Proof.objects.order_by("pk")] == [ProofState.OPEN, ProofState.SET_ASIDE]


def test_only_the_proofs_without_findings_of_a_batch_are_published(client: Client, librarian: Any) -> None:
    [clean, _odd] = bring_in(TEXT, TEXT.replace("90/2.", "90/3.").replace("2. 请", "3. 请"), by=librarian)
    batch = clean.submission.batch
    Proof.objects.get(symbol="A/RES/90/3").submission.__class__.objects.update(batch=batch)
    shown = client.get(reverse("admin:archive_batch_change", args=[batch.pk])).content.decode()
    assert "发布 1 份无待看之处的校样" in shown
    page = client.get(reverse("admin:archive_batch_publish", args=[batch.pk]))
    assert [one.proof.symbol for one in page.context["able"]] == ["A/RES/90/2"]
    form = {"looked": page.context["looked"], "batch": batch.pk}
    answer = client.post(reverse("admin:archive_proof_publish_many"), form)
    assert answer.headers["Location"] == reverse("admin:archive_batch_change", args=[batch.pk])
    assert dict(Proof.objects.values_list("symbol", "state")) == {"A/RES/90/2": "published", "A/RES/90/3": "open"}


def test_a_batch_with_nothing_to_cancel_does_not_offer_it(client: Client, librarian: Any) -> None:
    [proof] = bring_in(TEXT, by=librarian)
    url = reverse("admin:archive_batch_change", args=[proof.submission.batch_id])
    assert 'id="cancel"' in client.get(url).content.decode()
    client.post(reverse("admin:archive_batch_cancel", args=[proof.submission.batch_id]), {"reason": "重复"})
    assert 'id="cancel"' not in client.get(url).content.decode()
