"""Tests days of votes that the clauses of resolutions contradict."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from archive.citing.citation import Citations
from archive.desk import taking_back
from archive.intake.votes import VoteIntake
from archive.models import Resolution, Vote, VoteProblem
from archive.reading.draft import DraftClause
from tests import shelf
from tests.test_voting_intake import record

pytestmark = pytest.mark.django_db
CITED = "A/RES/65/1"


def vote(key: str = "voeten:1", origin: str = "voeten", day: date = date(2010, 12, 14)) -> None:
    VoteIntake().store([record(key, origin, title="On whales", date=day)])


def cite(symbol: str, *texts: str) -> None:
    clauses = [DraftClause("preambular", f"pp{n}", "", "回顾", text) for n, text in enumerate(texts, 1)]
    found = {clause.path: [shelf.cite(clause.text, "第65/1号决议", CITED)] for clause in clauses}
    shelf.store(shelf.draft(symbol, clauses=clauses), Citations(clauses=found))


def doubts() -> list[dict[str, str]]:
    return [problem.messages[0]["values"] for problem in VoteProblem.objects.filter(kind="date")]


OTHER, SAME, NONE = "回顾2010年12月4日第65/1号决议，", "回顾2010年12月14日第65/1号决议，", "回顾第65/1号决议，"
DOUBT = {"date": "2010-12-14", "printed": "2010-12-04"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([OTHER, OTHER, NONE], [DOUBT | {"clauses": "2"}]),
        ([OTHER, OTHER, SAME], [DOUBT | {"clauses": "2"}]),
        ([OTHER, SAME], []),
        ([SAME, NONE], []),
        (["回顾2010年2月30日第65/1号决议，"], []),
        (["回顾2009年12月4日第64/1号和第65/1号决议，"], []),
    ],
)
@pytest.mark.parametrize("vote_first", [True, False])
def test_clauses_contradict_the_only_source_of_a_day(
    vote_first: bool, texts: list[str], expected: list[dict[str, str]]
) -> None:
    if vote_first:
        vote()
    cite("A/RES/90/2", *texts)
    if not vote_first:
        vote()
    assert doubts() == expected
    assert Vote.objects.get().date == date(2010, 12, 14)


def test_two_sources_make_a_day_certain() -> None:
    cite("A/RES/90/2", OTHER, OTHER)
    vote()
    vote("library:1", "library")
    assert doubts() == []


def test_the_text_of_a_resolution_makes_its_day_certain() -> None:
    cite("A/RES/90/2", OTHER, OTHER)
    shelf.store(shelf.draft(CITED, adopted_on=date(2010, 12, 14)))
    vote()
    assert doubts() == []


def test_the_text_of_a_resolution_contradicts_a_record_whichever_came_first() -> None:
    """A librarian mistypes a day in a table of votes. What the text prints counts, not what other clauses print."""
    expected = [{"date": "2010-12-14", "printed": "2010-12-08"}]
    vote()
    shelf.store(shelf.draft(CITED, adopted_on=date(2010, 12, 8)))
    assert doubts() == expected
    Vote.objects.all().delete()
    vote()
    assert doubts() == expected


def test_a_withdrawn_text_contradicts_nothing() -> None:
    vote()
    shelf.store(shelf.draft(CITED, adopted_on=date(2010, 12, 8)))
    resolution = Resolution.objects.get(document__key=CITED)
    chief = get_user_model().objects.create_superuser("chief")
    taking_back.withdraw(resolution.pk, by=chief, reason="误收")
    assert doubts() == []
    taking_back.restore(resolution.pk, by=chief)
    assert doubts() == [{"date": "2010-12-14", "printed": "2010-12-08"}]


def test_a_new_revision_without_the_words_ends_the_doubt() -> None:
    vote()
    cite("A/RES/90/2", OTHER)
    assert len(doubts()) == 1
    cite("A/RES/90/2", SAME)
    assert doubts() == []


def test_pages_and_their_data_say_the_doubt(client: Client) -> None:
    vote()
    cite("A/RES/90/2", OTHER)
    for address in (f"/documents/{CITED}/", "/votes/voeten:1/"):
        assert "2010-12-14存疑" in client.get(address).content.decode()
    document = client.get(f"/documents/{CITED}/?format=json").json()
    assert [(doubt["code"], doubt["values"]["printed"]) for doubt in document["date_doubts"]] == [
        ("vote.date_contradicted", "2010-12-04")
    ]
    voted = client.get("/votes/voeten:1/?format=json").json()
    assert (voted["date_certain"], [problem["kind"] for problem in voted["problems"]]) == (False, ["date"])
