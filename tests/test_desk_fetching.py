"""Tests fetching by symbol onto the desk: asking, the outcomes, turns, cancelling. The server is a stand-in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from archive.desk import fetching, incoming, roles, telling, turns
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running
from archive.desk.proofs import RefusedError, prepare
from archive.desk.writing_off import write_off
from archive.fetching import un_documents
from archive.fetching.un_documents import FetchedDocument
from archive.models import Batch, Fetch, HistoryEntry, Proof, RequestTurn, Submission
from archive.models.history import Action
from tests import shelf
from tests.stand_in_server import Answer, StandIn
from tests.test_desk_pages import TEXT, person, read_all
from tests.test_fetching_un_documents import NOTHING, PDF, path

pytestmark = pytest.mark.django_db

BUSY = Answer(status=429, headers={"Retry-After": "3600"})


@pytest.fixture
def server(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(fetching, "PAUSE", 0.0)
    with StandIn() as server:
        settings.CONTACT, settings.UN_DOCUMENTS = "archive@example.org", server.origin
        yield server


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def has(server: StandIn, symbol: str, language: str, *answers: Answer) -> None:
    """Lets the server answer for the PDF; it has no Word file."""
    server.answers[path(symbol, language, "pdf")] = list(answers)
    server.answers[path(symbol, language, "doc")] = [Answer(NOTHING)]


def carry_out(batch: Batch) -> list[tuple[str, str, str, str]]:
    """Carries out all that waits. Returns symbol, language, state and the code of the reason of each fetch."""
    for pk in batch.fetches.order_by("pk").values_list("pk", flat=True):
        fetching.carry_out(pk)
    return list(batch.fetches.order_by("pk").values_list("symbol", "language", "state", "reason_code"))


def test_a_document_comes_onto_the_desk_in_both_languages(server: StandIn, librarian: Any) -> None:
    has(server, "A/RES/90/2", "zh", Answer(PDF))
    has(server, "A/RES/90/2", "en", Answer(NOTHING))
    batch = fetching.ask(["第90/2号决议"], ["zh", "en"], by=librarian)
    assert carry_out(batch) == [("A/RES/90/2", "zh", "arrived", ""), ("A/RES/90/2", "en", "not_there", "")]
    [submission] = batch.submissions.all()
    assert (submission.name, submission.state) == ("A_RES_90_2-zh.pdf", "waiting")
    assert submission.source is not None
    assert bytes(submission.source.content) == PDF
    assert not Proof.objects.exists(), "nothing is read or published by fetching"
    told = HistoryEntry.objects.order_by("pk").values_list("action", "subject", "by__username")
    assert list(told) == [
        ("asked", "A/RES/90/2", "li"), ("received", "A_RES_90_2-zh.pdf", "li"), ("not_there", "A/RES/90/2", "li")
    ]  # fmt: skip
    assert HistoryEntry.objects.get(action=Action.RECEIVED).values["address"].startswith(server.origin)


@pytest.mark.parametrize(
    ("asked", "language", "found"),
    [
        ("A/RES/90/2", "zh", []),
        ("A/RES/90/2A", "zh", []),
        ("A/RES/90/3", "zh", ["checking.fetched_as"]),
        ("A/RES/90/2", "en", ["checking.fetched_in"]),
    ],
)
def test_the_proof_says_if_the_file_is_not_the_one_that_was_asked_for(
    server: StandIn, librarian: Any, monkeypatch: pytest.MonkeyPatch, asked: str, language: str, found: list[str]
) -> None:
    monkeypatch.setattr(
        un_documents, "fetch", lambda *arguments: FetchedDocument("x.txt", "https://documents.un.org/", TEXT.encode())
    )
    carry_out(fetching.ask([asked], [language], by=librarian))
    read_all()
    findings = prepare(Proof.objects.get()).findings
    assert [one.code for one in findings if one.code.startswith("checking.fetched")] == found


def test_a_fetched_file_without_a_number_is_proposed_the_symbol_that_was_asked_for(
    server: StandIn, librarian: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TEXT.replace("90/2. ", "").encode()
    found = FetchedDocument("x.txt", "https://documents.un.org/", text)
    monkeypatch.setattr(un_documents, "fetch", lambda *arguments: found)
    carry_out(fetching.ask(["A/RES/90/2"], ["zh"], by=librarian))
    read_all()
    submission = Submission.objects.get()
    assert telling.proposed(submission) == {"symbol": "A/RES/90/2", "language": "zh"}
    telling.tell(submission, {"symbol": "A/RES/90/3"}, by=librarian)
    assert telling.proposed(Submission.objects.get()) == {"symbol": "A/RES/90/3"}


def test_without_a_contact_nothing_is_asked(settings: LazySettings, librarian: Any) -> None:
    settings.CONTACT = ""
    with pytest.raises(RefusedError) as caught:
        fetching.ask(["A/RES/90/2"], ["zh"], by=librarian)
    assert caught.value.message.code == "fetching.no_contact"
    assert not Batch.objects.exists()


def test_a_document_that_waited_is_not_fetched_when_the_contact_is_gone(
    server: StandIn, settings: LazySettings, librarian: Any
) -> None:
    batch = fetching.ask(["A/RES/90/2"], ["zh"], by=librarian)
    settings.CONTACT = ""
    assert carry_out(batch) == [("A/RES/90/2", "zh", "failed", "fetching.no_contact")]
    assert not server.asked


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([], "fetching.nothing_asked"),
        (["乱写的文号!!"], "fetching.no_symbol"),
        (["A/RES/90/2", "A/DEC/52/492"], "fetching.no_symbol"),
        (["https://example.org/A/RES/90/2", "file:///etc/passwd"], "fetching.no_symbol"),
        ([f"A/RES/90/{number}" for number in range(1, 202)], "fetching.too_many"),
    ],
)
def test_what_cannot_be_asked_for(server: StandIn, librarian: Any, names: list[str], code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        fetching.ask(names, ["zh"], by=librarian)
    assert caught.value.message.code == code


@pytest.mark.parametrize(
    ("typed", "symbols"),
    [
        ("A/RES/65/72", ["A/RES/65/72"]),
        ("65/72\n65/73、2373 (XXII)；s/res/1540 (2004)",
         ["A/RES/65/72", "A/RES/65/73", "A/RES/2373(XXII)", "S/RES/1540(2004)"]),
        ("A/RES/65/72 A/RES/65/73 A/RES/65/72", ["A/RES/65/72", "A/RES/65/73"]),
        ("2603 (XXIV) A, 2603 (XXIV) B", ["A/RES/2603A(XXIV)"]),  # one document has both parts
        ("https://docs.un.org/zh/A/RES/65/72", ["A/RES/65/72"]),
    ],
)  # fmt: skip
def test_a_typed_list(server: StandIn, librarian: Any, typed: str, symbols: list[str]) -> None:
    batch = fetching.ask(fetching.names_in(typed), ["zh"], by=librarian)
    assert [fetch.symbol for fetch in batch.fetches.order_by("pk")] == symbols


def test_what_is_here_or_known_not_to_be_there_is_not_asked_for(server: StandIn, librarian: Any) -> None:
    shelf.fill()  # has the text of 90/2
    receive([], PastedText(TEXT.replace("90/2.", "90/20.")), by=librarian)
    read_all()  # a proof of 90/20 is on the desk
    for number, answer in (("21", Answer(PDF)), ("22", Answer(NOTHING))):
        has(server, f"A/RES/90/{number}", "zh", answer)
    carry_out(fetching.ask(["90/21", "90/22"], ["zh"], by=librarian))
    write_off("A/RES/90/23", by=librarian, reason="该号未使用")
    fetching.ask(["90/24"], ["zh"], by=librarian)
    server.asked.clear()
    batch = fetching.ask(["90/2", "90/20", "90/21", "90/22", "90/23", "90/24"], ["zh"], by=librarian)
    assert carry_out(batch) == [
        ("A/RES/90/2", "zh", "here", "fetching.text_is_here"),
        ("A/RES/90/20", "zh", "here", "fetching.on_the_desk"),
        ("A/RES/90/21", "zh", "here", "fetching.fetched_before"),
        ("A/RES/90/22", "zh", "not_there", "fetching.was_not_there"),
        ("A/RES/90/23", "zh", "not_there", "fetching.written_off"),
        ("A/RES/90/24", "zh", "here", "fetching.waits_already"),
    ]
    assert not server.asked
    again = fetching.ask(["90/2", "90/21", "90/22"], ["zh"], by=librarian, again=True)
    assert [state for _, _, state, _ in carry_out(again)] == ["here", "arrived", "not_there"]


def test_the_number_of_queries_does_not_grow_with_the_list(
    server: StandIn, librarian: Any, django_assert_max_num_queries: Any
) -> None:
    known = fetching._Known([f"A/RES/90/{number}" for number in range(100)], False)
    with django_assert_max_num_queries(0):
        assert known.why_not("A/RES/90/5", "zh") is None
    with django_assert_max_num_queries(4):
        fetching._Known([f"A/RES/90/{number}" for number in range(100)], False)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(status=404), ("not_there", "")),
        (Answer(status=403), ("failed", "fetching.refused")),
        (Answer(b"<html>"), ("failed", "fetching.no_document")),
        (Answer(status=302, headers={"Location": "https://example.org/"}), ("failed", "fetching.not_allowed")),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), ("failed", "fetching.not_allowed")),
    ],
)
def test_an_answer_without_the_document(
    server: StandIn, librarian: Any, answer: Answer, outcome: tuple[str, str]
) -> None:
    has(server, "A/RES/90/2", "zh", answer)
    batch = fetching.ask(["90/2"], ["zh"], by=librarian)
    assert carry_out(batch) == [("A/RES/90/2", "zh", *outcome)]
    assert not Submission.objects.exists()


def test_a_document_waits_on_if_the_server_asks_for_a_long_wait(server: StandIn, librarian: Any) -> None:
    has(server, "A/RES/90/2", "zh", BUSY, Answer(PDF))
    batch = fetching.ask(["90/2"], ["zh"], by=librarian)
    assert carry_out(batch) == [("A/RES/90/2", "zh", "waiting", "")]
    assert turns.held(fetching.SERVER) > 3000
    assert fetching.held_until() is not None
    assert carry_out(batch) == [("A/RES/90/2", "zh", "waiting", "")], "nobody asks before that time"
    assert len(server.asked) == 1
    RequestTurn.objects.all().delete()
    assert carry_out(batch) == [("A/RES/90/2", "zh", "arrived", "")]


def test_no_server_can_stop_fetching_for_days(server: StandIn, librarian: Any) -> None:
    has(server, "A/RES/90/2", "zh", Answer(status=503, headers={"Retry-After": "99999999"}))
    carry_out(fetching.ask(["90/2"], ["zh"], by=librarian))
    assert turns.held(fetching.SERVER) <= 6 * 3600


def test_a_fault_of_the_archive_ends_the_fetch(
    server: StandIn, librarian: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: object, **named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(un_documents, "fetch", fails)
    batch = fetching.ask(["90/2"], ["zh"], by=librarian)
    assert carry_out(batch) == [("A/RES/90/2", "zh", "failed", "fetching.archive_fails")]


def test_a_cancelled_batch_fetches_nothing(server: StandIn, librarian: Any) -> None:
    batch = fetching.ask(["90/2"], ["zh", "en"], by=librarian)
    incoming.cancel(batch, by=librarian, reason="弄错了")
    assert {state for _, _, state, _ in carry_out(batch)} == {"cancelled"}
    assert not server.asked


def test_a_batch_that_is_cancelled_meanwhile_gets_no_file(
    server: StandIn, librarian: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = fetching.ask(["90/2"], ["zh"], by=librarian)

    def cancelled(*arguments: object) -> FetchedDocument:
        incoming.cancel(batch, by=librarian, reason="弄错了")
        return FetchedDocument("A_RES_90_2-zh.pdf", "https://documents.un.org/", PDF)

    monkeypatch.setattr(un_documents, "fetch", cancelled)
    assert carry_out(batch) == [("A/RES/90/2", "zh", "cancelled", "")]
    assert not Submission.objects.exists()


def test_a_worker_takes_up_what_a_killed_one_has_left(server: StandIn, librarian: Any) -> None:
    batch = fetching.ask(["90/2"], ["zh"], by=librarian)
    Fetch.objects.update(state="fetching")
    running.take_up()
    has(server, "A/RES/90/2", "zh", Answer(PDF))
    assert carry_out(batch) == [("A/RES/90/2", "zh", "arrived", "")]


def test_the_requests_of_all_processes_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    for _ in range(4):
        turns.take("some server", 1000)
    assert [round(seconds, -2) for seconds in waited] == [0, 1000, 2000, 3000]
    turns.hold("some server", 9000)
    turns.take("some server", 1000)
    assert round(waited[-1], -2) == 9000
    turns.take("another server", 1000)
    assert waited[-1] == 0
