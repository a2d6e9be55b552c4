"""Tests publishing: it stores what the preview showed, one resolution for each symbol, and only published mends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from archive.admin.desk.proof_page import page_of
from archive.citing import cite
from archive.citing.citation import Citations
from archive.desk import proofs, publishing, rereading, roles
from archive.desk.checking import check
from archive.desk.draft_json import from_json
from archive.desk.incoming import PastedText, receive
from archive.desk.mends.facts import resolution_symbol
from archive.desk.mends.operations import ask
from archive.desk.proofs import RefusedError
from archive.intake.catalogue import from_database
from archive.intake.store import Intake
from archive.models import Citation, Clause, HistoryEntry, Proof, Resolution, Revision, Text
from archive.models.proof import ProofState
from archive.reading.draft import Draft, DraftClause, SourceLine
from archive.reading.paths import assign
from archive.reading.sources import Source as Bytes
from tests.desk_drafts import draft
from tests.test_desk_pages import TEXT, person, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def dropped(text: str, by: Any) -> Proof:
    receive([], PastedText(text), by=by)
    read_all()
    return Proof.objects.latest("pk")


def mended(proof: Proof, by: Any, reason: str = "误读", **form: str) -> None:
    proof.refresh_from_db()
    one = ask(proofs.prepare(proof).draft, form)
    proofs.add_mends(proof.pk, proof.version, [one], by=by, reason=reason)


def publish(proof: Proof, by: Any) -> Proof:
    proof.refresh_from_db()
    [done] = publishing.publish({proof.pk: proof.version}, by=by)
    return done


def words() -> list[str]:
    return list(Clause.objects.of_readers().order_by("position").values_list("text", flat=True))


def test_a_preview_writes_nothing(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="join", clause="op1")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        assert page_of(Proof.objects.get(pk=proof.pk), librarian)["clauses"]
        transaction.set_rollback(True)


def test_the_previewed_text_is_published(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="split", clause="op1", begins="审议", kind="operative", label="")
    mended(proof, librarian, operation="words", clause="pp1", text="回顾其第64/47号决议和第65/1号决议，")
    shown = proofs.prepare(Proof.objects.get(pk=proof.pk))
    publish(proof, librarian)
    assert words() == [clause.text for clause in shown.draft.clauses]
    revision = Revision.objects.get()
    stored = list(revision.citations.filter(clause__isnull=False).values_list("clause__path", "exact", "key"))
    assert stored == [(path, one.exact, one.target) for path, found in shown.citations.clauses.items() for one in found]


# --- One symbol --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["90/2", "A/RES/90/2*", "a/res/90/02", "Ａ/RES/90/2", " A/RES/90/2. "])
def test_another_spelling_is_the_same_resolution(librarian: Any, spelling: str) -> None:
    publish(dropped(TEXT, librarian), librarian)
    other = dropped(TEXT.replace("90/2.", "90/3.").replace("继续审议", "停止审议"), librarian)
    mended(other, librarian, operation="metadata", field="symbol", value=spelling)
    publish(other, librarian)
    assert [one.document.key for one in Resolution.objects.all()] == ["A/RES/90/2"]
    assert list(Revision.objects.order_by("number").values_list("number", "current")) == [(1, False), (2, True)]


def test_another_language_is_another_text_of_the_same_resolution(librarian: Any) -> None:
    publish(dropped(TEXT, librarian), librarian)
    other = dropped(TEXT.replace("继续审议", "停止审议"), librarian)
    mended(other, librarian, operation="metadata", field="language", value="en")
    publish(other, librarian)
    assert Resolution.objects.count() == 1
    assert list(Text.objects.order_by("language").values_list("language", "leading")) == [("en", False), ("zh", True)]


@pytest.mark.parametrize("symbol", ["A/RES/90/2/Corr.", "A/RES/90/L.5", "CD/1299", "A/RES/90/" + "9" * 400])
def test_a_symbol_of_no_resolution_is_not_published(symbol: str) -> None:
    assert resolution_symbol(symbol) is None
    made = draft(symbol=symbol)
    assert [one.code for one in check(made, Citations()) if one.blocks] == ["checking.odd_symbol"]


@pytest.mark.parametrize("line", ["A/RES/90/2/Corr.1", "更正", "  Corrigendum"])
def test_a_sheet_of_corrections_is_recognised(line: str) -> None:
    made: Draft = draft(
        lines=[SourceLine(1, 1, line, "head"), SourceLine(1, 2, "请秘书长更正其报告。", "clause", "op2")]
    )
    found = [one for one in check(made, Citations()) if one.code == "checking.corrigendum"]
    assert [(one.place, one.values["words"]) for one in found] == [("metadata", line.strip())]


@pytest.mark.parametrize(
    ("session", "meeting", "record", "wrong"),
    [
        ("77", 46, "A/77/PV.46", False),
        ("77", 47, "A/77/PV.46", True),
        ("77", 46, "A/76/PV.46", True),
        ("64", 55, "A/64/PV.55 (Resumed 1)", False),
        ("ES-10", 5, "A/ES-10/PV.5", False),
        ("18", 1237, "A/PV.1237", False),
        ("77", 46, "", False),
        ("77", None, "A/77/PV.46", False),
    ],
)
def test_a_meeting_and_its_record_agree(session: str, meeting: int | None, record: str, wrong: bool) -> None:
    made = draft(symbol=f"A/RES/{session}/2", session=session, meeting=meeting, meeting_record=record)
    assert any(one.code == "checking.record_of_another_meeting" for one in check(made, Citations())) is wrong


# --- A new reading from the command line -------------------------------------------------------------------------


def import_again(proof: Proof, read: Draft) -> Any:
    source = proof.submission.source
    assert source is not None
    again = Bytes(source.name, bytes(source.content))
    return Intake().store(again, rereading.mended(again, [(read, cite(read, from_database()))]))


def better(proof: Proof, *, lost: str = "") -> Draft:
    """The Draft of a later reader from the same source: one more clause, and one with other words."""
    read = from_json(proof.draft)
    read.clauses.insert(0, DraftClause("preambular", "", "", "铭记", "铭记宪章，"))
    for clause in read.clauses:
        clause.text = clause.text.replace(lost, "") if lost else clause.text
    assign(read.clauses)
    return read


def test_a_new_reading_keeps_published_mends_at_their_clause(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="words", clause="op1", text="决定停止审议；")
    publish(proof, librarian)
    import_again(proof, better(proof))
    assert words() == ["铭记宪章，", "回顾其第64/47号决议，", "决定停止审议；", "请秘书长提出报告。"]


def test_a_new_reading_that_a_mend_does_not_fit_is_refused(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="words", clause="op1", text="决定停止审议；")
    publish(proof, librarian)
    before = words()
    with pytest.raises(RefusedError, match="A/RES/90/2"):
        import_again(proof, better(proof, lost="继续"))
    assert words() == before
    assert Revision.objects.count() == 1


def test_an_import_publishes_no_unpublished_mends(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="words", clause="op1", text="决定停止审议；")
    publish(proof, librarian)
    [published] = proof.mends.all()
    proof.refresh_from_db()
    proofs.take_back(proof.pk, proof.version, published.pk, by=librarian)
    mended(proof, librarian, operation="words", clause="op2", text="请各国提出报告。")
    import_again(proof, better(proof))
    assert words() == ["铭记宪章，", "回顾其第64/47号决议，", "决定停止审议；", "请秘书长提出报告。"]


# --- Many --------------------------------------------------------------------------------------------------------


def test_the_proof_that_stops_the_others_is_named(librarian: Any) -> None:
    good, bad = dropped(TEXT, librarian), dropped(TEXT.replace("90/2.", "90/7."), librarian)
    mended(bad, librarian, operation="metadata", field="title", value="")
    bad.refresh_from_db()
    with pytest.raises(RefusedError, match="A/RES/90/7"):
        publishing.publish({good.pk: good.version, bad.pk: bad.version}, by=librarian)
    assert not Resolution.everything.exists()


def test_the_queue_reports_what_it_cannot_publish(librarian: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ArithmeticError

    proof = dropped(TEXT, librarian)
    monkeypatch.setattr(publishing, "_publish_one", broken)
    publishing.publish_deferred({proof.pk: proof.version}, librarian)
    told = HistoryEntry.objects.latest("pk")
    assert (told.action, told.subject, told.by) == ("sent_back", "A/RES/90/2", librarian)


# --- Approval ----------------------------------------------------------------------------------------------------


def test_a_new_account_of_lines_alone_leaves_a_proof_waiting(librarian: Any, settings: Any) -> None:
    settings.APPROVAL = True
    proof = dropped(TEXT, librarian)
    assert publish(proof, librarian).state == ProofState.APPROVAL
    draft = from_json(proof.draft)
    draft.lines = [replace(line, role="furniture", place="") for line in draft.lines]
    [again] = proofs.place_drafts(proof.submission, [(draft, None)])
    assert again.state == ProofState.APPROVAL
    draft.title += "（更正）"
    [again] = proofs.place_drafts(proof.submission, [(draft, None)])
    assert again.state == ProofState.OPEN


def test_nobody_approves_a_proof_that_they_submitted(librarian: Any, settings: Any) -> None:
    """This holds also after a mend, after setting the proof aside, and after a new reading."""
    settings.APPROVAL = True
    first, second = person("wang", roles.CHIEF), person("zhao", roles.CHIEF)
    proof = dropped(TEXT, librarian)
    assert publish(proof, first).ready_by == first
    with pytest.raises(RefusedError):
        publish(proof, first)
    mended(proof, second, operation="metadata", field="meeting", value="61")
    assert publish(proof, second).state == ProofState.APPROVAL
    with pytest.raises(RefusedError):
        publish(proof, second)
    proof.refresh_from_db()
    proofs.set_aside(proof.pk, proof.version, by=first, reason="")
    proof.refresh_from_db()
    proofs.take_up(proof.pk, proof.version, by=first)
    assert publish(proof, first).ready_by == first
    proofs.place_drafts(proof.submission, [(better(proof), None)])
    assert publish(proof, second).state == ProofState.APPROVAL
    assert not Resolution.objects.exists()
    assert publish(proof, first).state == ProofState.PUBLISHED


# --- Findings ----------------------------------------------------------------------------------------------------


def test_a_changed_kind_is_named_in_the_history_and_among_the_mends(librarian: Any, client: Client) -> None:
    proof = dropped(TEXT, librarian)
    mended(proof, librarian, operation="kind", clause="op2", kind="annex")
    client.force_login(librarian)
    for address in (f"/admin/archive/proof/{proof.pk}/change/", "/admin/archive/historyentry/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "附件段" in page.content.decode()


def test_losing_a_correction_of_the_published_text_is_a_finding(librarian: Any) -> None:
    proof = publish(dropped(TEXT, librarian), librarian)
    assert not [one for one in proofs.prepare(proof).findings if one.code == "checking.citation_lost"]
    citation = Citation.objects.filter(revision__current=True, clause__isnull=False).first()
    assert citation is not None
    citation.key, citation.target, citation.origin = "treaty:NPT", None, "librarian"
    citation.save()
    [lost] = [one for one in proofs.prepare(proof).findings if one.code == "checking.citation_lost"]
    assert lost.values == {"exact": citation.exact, "target": "treaty:NPT"}
    draft = from_json(proof.draft)
    mend = {"operation": "cite", "clause": "pp1", "exact": citation.exact, "target": "treaty:NPT"}
    proof.refresh_from_db()
    proofs.add_mends(proof.pk, proof.version, [ask(draft, mend)], by=librarian)
    proof.refresh_from_db()
    assert not [one for one in proofs.prepare(proof).findings if one.code == "checking.citation_lost"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda draft: setattr(draft, "vote", replace(draft.vote, yes=115)), "checking.no_outcome"),
        (
            lambda draft: setattr(draft.clauses[-1], "text", "请秘书长提出报告。第60次全体会议2035年12月8日"),
            "checking.end_inside_clause",
        ),
    ],
)
def test_faults_are_found(change: Any, code: str) -> None:
    made = draft()
    assert code not in [one.code for one in check(made, Citations({}, {}))]
    change(made)
    assert code in [one.code for one in check(made, Citations({}, {}))]
