"""Tests votes whose symbol is uncertain: what confirms it, what documents take from them, and how it is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.citing.citation import Citations
from archive.intake.result import Result
from archive.intake.votes import VoteIntake
from archive.models import Document, Vote
from archive.reading.draft import DraftClause
from archive.voting.record import VoteRecord
from tests import shelf
from tests.migrating import migrating
from tests.test_voting_intake import record
from tests.test_voting_pages import data, page, table

EARLY = "A/RES/2930(XXVII)"


def uncertain() -> VoteRecord:
    return record("voeten:1", "voeten", EARLY, symbol_certain=False, yes=9, no=1, abstain=0, session="27")


def cite() -> None:
    text = "回顾第2930(XXVII)号决议，"
    cited = Citations(clauses={"pp1": [shelf.cite(text, "第2930(XXVII)号决议", EARLY)]})
    shelf.store(shelf.draft("A/RES/90/2", clauses=[DraftClause("preambular", "pp1", "", "回顾", text)]), cited)


def keep_text() -> None:
    shelf.store(shelf.draft(EARLY))


def record_with(yes: int) -> None:
    VoteIntake().store([record("library:1", "library", EARLY, yes=yes, no=1, abstain=0)])


@pytest.mark.django_db
@pytest.mark.parametrize("vote_first", [True, False])
@pytest.mark.parametrize(
    ("confirm", "certain"),
    [
        (lambda: None, False),
        (cite, True),
        (keep_text, True),
        (lambda: record_with(yes=9), True),
        (lambda: record_with(yes=8), False),
    ],
    ids=["nothing", "citing text", "text", "same totals", "other totals"],
)
def test_a_text_or_another_source_confirms_a_symbol(confirm, certain, vote_first) -> None:  # type: ignore[no-untyped-def]
    steps = [lambda: VoteIntake().store([uncertain()]), confirm]
    for step in steps if vote_first else reversed(steps):
        step()
    assert Vote.objects.get(origin="voeten").symbol_certain is certain


@pytest.mark.django_db
def test_importing_a_confirmed_symbol_again_changes_nothing() -> None:
    cite()
    VoteIntake().store([uncertain()])
    assert VoteIntake().store([uncertain()]).votes == {Result.UNCHANGED: 1}
    assert Vote.objects.get().symbol_certain


@pytest.mark.django_db
def test_a_document_takes_no_facts_from_an_uncertain_symbol() -> None:
    VoteIntake().store([uncertain()])
    assert Document.objects.get(key=EARLY).counts is None
    cite()
    assert Document.objects.get(key=EARLY).counts == (9, 1, 0)


@pytest.mark.django_db
def test_lists_pages_and_data_tell_that_a_symbol_is_uncertain(client: Client) -> None:
    VoteIntake().store([uncertain()])
    for address in ("/votes/", "/states/CHN/?topic=all", "/votes/voeten:1/", f"/documents/{EARLY}/"):
        assert "未必准确" in page(client, address), address
    assert [vote["symbol_certain"] for vote in data(client, "/votes/")["results"]] == [False]
    assert data(client, "/votes/voeten:1/")["symbol_certain"] is False
    for address in ("/votes/", "/votes/voeten:1/"):
        assert {row["symbol_certain"] for row in table(client, address)} == {"no"}, address


@pytest.mark.django_db
@pytest.mark.parametrize(("outcome", "words"), [("recorded", "唱名表决"), ("without_vote", "通过记录")])
def test_a_document_promises_a_roll_call_only_after_a_recorded_vote(client: Client, outcome: str, words: str) -> None:
    VoteIntake().store([record("library:1", outcome=outcome)])
    assert f">{words}</a>" in page(client, "/documents/A/RES/65/1/")


@pytest.mark.django_db(transaction=True)
def test_stored_symbols_from_letters_are_taken_away_and_others_become_uncertain() -> None:
    """Rows: session, stored symbol, whether a text cites it → symbol, certain?, whether the document is kept,
    its votes in favour."""
    rows = [
        ("26", "A/RES/2832C(XXVI)", False, None, True, False, None),
        ("29", "A/RES/3261H(XXIX)", True, None, True, True, None),
        ("27", EARLY, False, EARLY, False, True, None),
        ("30", "A/RES/3474(XXX)", True, "A/RES/3474(XXX)", True, True, 9),
        ("31", "A/RES/31/65", False, "A/RES/31/65", True, True, 9),
    ]
    with migrating() as to:
        apps = to("0038_titles_given_again")
        model = {name: apps.get_model("archive", name).objects for name in
                 ("Document", "Resolution", "Text", "Source", "Revision", "Clause", "Citation", "Vote")}  # fmt: skip
        citing = model["Resolution"].create(document=model["Document"].create(key="A/RES/90/2"))
        text = model["Text"].create(resolution=citing, language="zh", leading=True)
        source = model["Source"].create(name="a", sha256="0" * 64, size=1)
        revision = model["Revision"].create(text=text, number=1, source=source, current=True, title="标题")
        clause = model["Clause"].create(revision=revision, kind="preambular", path="pp1", position=0, text="x")
        totals = {"yes": 9, "no": 1, "abstain": 0}
        for session, symbol, cited, *_expected in rows:
            document = model["Document"].create(key=symbol, outcome="recorded", **totals)
            model["Vote"].create(
                key=f"voeten:{symbol}", event=f"{symbol}|plenary||", origin="voeten", document_id=symbol,
                session=session, session_order=int(session), leading=True, outcome="recorded", **totals,
            )  # fmt: skip
            if cited:
                model["Citation"].create(
                    revision=revision, clause=clause, exact="x", start=0, end=1, key=symbol, target=document,
                    status="resolved", origin="words",
                )  # fmt: skip

        apps = to("0039_certain_symbols")
        votes = {vote.key: vote for vote in apps.get_model("archive", "Vote").objects.all()}
        documents = {document.key: document for document in apps.get_model("archive", "Document").objects.all()}
    assert [
        (vote.document_id, vote.symbol_certain, symbol in documents, getattr(documents.get(symbol), "yes", None))
        for _session, symbol, *_rest in rows
        for vote in [votes[f"voeten:{symbol}"]]
    ] == [tuple(row[3:]) for row in rows]
    taken = votes["voeten:A/RES/2832C(XXVI)"]
    assert (taken.event, taken.leading, taken.unplaced["values"]) == (taken.key, True, {"number": "R/26/2832C"})
