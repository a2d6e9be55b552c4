"""Tests votes that a librarian enters and corrects by hand. Invented votes."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html

from archive.desk import roles
from archive.desk.proofs import RefusedError
from archive.desk.votes import by_hand
from archive.intake.votes import VoteIntake
from archive.models import Ballot, Document, HistoryEntry, Resolution, Vote
from archive.voting.choice import CAST, Choice
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord
from tests import shelf
from tests.test_desk_pages import client_of, person
from tests.test_voting_intake import record
from tests.test_voting_taking_back import everything

pytestmark = pytest.mark.django_db

YES, NO, ABSTAIN = CAST
FORM = {
    "symbol": "65/1", "date": "2010-12-08", "scope": "whole", "outcome": "recorded", "yes": "1", "no": "1",
    "abstain": "1", "choice-CHN": "no", "choice-FRA": "yes", "choice-IND": "abstain", "reason": "A/65/PV.60",
    "save": "1",
}  # fmt: skip


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def corrected(**facts: Any) -> VoteRecord:
    """The record of ``record("library:1")``, with China against."""
    ballots = [CastBallot("China", NO, "CHN"), CastBallot("France", NO, "FRA"), CastBallot("India", ABSTAIN, "IND")]
    given = {"symbol": "A/RES/65/1", "ballots": ballots, "reason": "A/65/PV.60"} | facts
    return VoteRecord(key="", origin=Origin.LIBRARIAN, **given)


def test_a_correction_leads_and_the_source_stays_beside_it(librarian: Any) -> None:
    VoteIntake().store([record("library:1")])
    source = Vote.objects.get()
    vote = by_hand.enter(corrected(), source, by=librarian)
    assert (vote.key, vote.leading, vote.totals, vote.reason) == ("librarian:library:1", True, (0, 2, 1), "A/65/PV.60")
    source.refresh_from_db()
    assert (source.leading, source.totals, source.event, source.corrected_by) == (False, (1, 1, 1), vote.event, vote)
    assert [(e.action, e.subject, e.reason, e.values) for e in HistoryEntry.objects.all()] == [
        ("corrected", "A/RES/65/1", "A/65/PV.60", {"state": "CHN", "choice": "yes", "other_choice": "no"})
    ]


def test_an_import_changes_the_source_and_not_the_correction(librarian: Any) -> None:
    VoteIntake().store([record("library:1")])
    vote = by_hand.enter(corrected(), Vote.objects.get(), by=librarian)
    VoteIntake().store([record("library:1", roll={"INDIA": YES}), record("extract:1", "extract")])
    assert Vote.objects.leading().get() == vote
    assert Vote.objects.get(pk=vote.pk).totals == (0, 2, 1)
    assert Vote.objects.get(key="library:1").totals == (2, 1, 0)


def test_a_correction_is_taken_back(librarian: Any) -> None:
    shelf.fill()
    VoteIntake().store([record("library:1")])
    before = everything()
    vote = by_hand.enter(corrected(yes=0, no=2, abstain=1), Vote.objects.get(key="library:1"), by=librarian)
    assert Document.objects.get(key="A/RES/65/1").no == 2
    with pytest.raises(RefusedError):
        by_hand.take_back(vote, by=librarian, reason="")
    by_hand.take_back(vote, by=librarian, reason="it was right")
    assert everything() == before


def test_the_totals_of_a_resolution_with_a_text_follow_the_correction(librarian: Any) -> None:
    shelf.fill()
    source = Vote.objects.adopting().filter(document__resolution__isnull=False).first()
    assert source
    symbol = str(source.document_id)
    before = Document.objects.get(key=symbol).counts
    vote = by_hand.enter(corrected(symbol=symbol, yes=7, no=8, abstain=9), source, by=librarian)
    assert Document.objects.get(key=symbol).counts == (7, 8, 9)
    by_hand.take_back(vote, by=librarian, reason="it was right")
    assert Document.objects.get(key=symbol).counts == before


def test_a_correction_moves_a_vote_to_its_clause(librarian: Any) -> None:
    unclear = Subject(Scope.PART)
    VoteIntake().store([record("library:1"), record("voeten:1", Origin.VOETEN, subject=unclear)])
    vote = by_hand.enter(
        corrected(subject=Subject(Scope.PARAGRAPH, ("op2",))), Vote.objects.get(key="voeten:1"), by=librarian
    )
    assert set(Vote.objects.filter(event=vote.event).values_list("key", flat=True)) == {vote.key, "voeten:1"}
    assert Vote.objects.get(key="library:1").leading
    VoteIntake().store([record("voeten:1", Origin.VOETEN, subject=unclear, title="Another title")])
    assert Vote.objects.get(key="voeten:1").event == vote.event
    by_hand.take_back(vote, by=librarian, reason="not clear")
    assert Vote.objects.get(key="voeten:1").event == "voeten:1"


def test_a_correction_can_be_corrected(librarian: Any) -> None:
    VoteIntake().store([record("library:1")])
    vote = by_hand.enter(corrected(), Vote.objects.get(), by=librarian)
    again = by_hand.enter(corrected(meeting="A/65/PV.60"), vote, by=librarian)
    assert (again.key, again.meeting) == (vote.key, "A/65/PV.60")
    assert Vote.objects.get(key="library:1").corrected_by == again
    assert HistoryEntry.objects.latest("pk").values["field"] == "meeting"


def test_a_vote_without_a_source_is_entered_once(librarian: Any) -> None:
    by_hand.enter(corrected(), by=librarian)
    with pytest.raises(RefusedError) as error:
        by_hand.enter(corrected(), by=librarian)
    assert error.value.message.values == {"key": "librarian:A/RES/65/1"}


def test_a_roll_call_is_ticked_and_its_contradictions_are_said(librarian: Any) -> None:
    VoteIntake().names  # noqa: B018 -- loads the States
    client, enter = client_of(librarian), reverse("admin:archive_vote_enter")
    page = client.get(enter, {"symbol": "65/1", "date": "2010-12-08"}).content.decode()
    assert page.count('type="radio"') == 192 * 5  # the members of 2010, four choices and none
    answer = client.post(enter, {**FORM, "yes": "2"})
    assert (answer.status_code, answer.context["contradictions"]) == (200, ["赞成：印为2，所勾为1。"])
    assert not Vote.objects.exists()
    assert client.post(enter, {**FORM, "yes": "2", "despite": "on"}).status_code == 302
    vote = Vote.objects.get()
    assert (vote.totals, vote.counted, vote.differs) == ((2, 1, 1), (1, 1, 1), True)
    assert dict(vote.ballots.values_list("state_id", "choice")) == {"CHN": "no", "FRA": "yes", "IND": "abstain"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"symbol": "乱写的文号"}, "symbol"),
        ({"date": "2999-01-01"}, "date"),
        ({"scope": "paragraph"}, "paths"),
        ({"paths": "op1"}, "paths"),
        ({"scope": "paragraph", "paths": "第一段"}, "paths"),
        ({"symbol": "90/2", "scope": "paragraph", "paths": "op99"}, "paths"),
        ({"yes": "-1"}, "yes"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_error_is_beside_its_field(librarian: Any, changes: dict[str, str], field: str) -> None:
    shelf.fill()
    before = Vote.objects.count()
    answer = client_of(librarian).post(reverse("admin:archive_vote_enter"), FORM | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert Vote.objects.count() == before


def test_readers_see_the_sources_value_beside_the_correction(librarian: Any) -> None:
    VoteIntake().store([record("library:1", yes=1, no=1, abstain=1)])
    source, client = Vote.objects.get(), client_of(librarian)
    page = client.get(reverse("admin:archive_vote_correct", args=[source.pk]))
    assert {row.code: row.choice for row in page.context["rows"] if row.choice} == {
        "CHN": Choice.YES, "FRA": Choice.NO, "IND": Choice.ABSTAIN,
    }  # fmt: skip
    form = FORM | {"choice-FRA": "no", "yes": "0", "no": "2"}
    client.post(reverse("admin:archive_vote_correct", args=[source.pk]), form)
    vote = Vote.objects.leading().get()
    data = client.get(vote.get_absolute_url() + "?format=json").json()
    assert (data["reason"], data["correction"]["of"]) == ("A/65/PV.60", "library:1")
    told = [(one["field"], one["source"], one["here"]) for one in data["correction"]["changes"]]
    assert told == [
        ("date", None, "2010-12-08"), ("yes", 1, 0), ("no", 1, 2), ("state", "yes", "no"),
    ]  # fmt: skip
    assert "A/65/PV.60" in client.get(vote.get_absolute_url()).content.decode()
    assert vote.get_absolute_url() in client.get(source.get_absolute_url()).content.decode()
    client.post(reverse("admin:archive_vote_back", args=[vote.pk]), {"reason": "it was right"})
    assert Vote.objects.get().leading


def test_the_resolution_tells_of_the_correction(librarian: Any) -> None:
    shelf.fill()
    source = Vote.objects.adopting().filter(document__resolution__isnull=False, outcome="recorded").first()
    assert source
    by_hand.enter(corrected(symbol=str(source.document_id), reason="看了会议记录"), source, by=librarian)
    page = client_of(librarian).get(Resolution.objects.get(document_id=source.document.pk).get_absolute_url())  # type: ignore[union-attr]
    assert "看了会议记录" in page.content.decode()


def test_the_list_of_votes_marks_what_was_corrected_by_hand(librarian: Any) -> None:
    VoteIntake().store([record("library:1"), record("library:2", symbol="A/RES/65/2")])
    by_hand.enter(corrected(), Vote.objects.get(key="library:1"), by=librarian)
    page = html.fromstring(client_of(librarian).get("/votes/?topic=all").content.decode())
    rows: list[Any] = page.cssselect("tbody tr")
    marked = {
        row.cssselect(".symbol")[0].text_content().strip(): "人工录入或更正" in row.text_content() for row in rows
    }
    assert marked == {"A/RES/65/1": True, "A/RES/65/2": False}


def test_the_history_has_codes_and_its_page_has_words(librarian: Any) -> None:
    """A librarian on an English page gives a ballot its State. A Chinese page shows the change in Chinese."""
    VoteIntake().store([record("library:1", roll={"ATLANTIS": YES})])
    ballot, client = Ballot.objects.get(printed="ATLANTIS"), client_of(librarian)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address, form = (
        reverse("admin:archive_ballot_change", args=[ballot.pk]),
        {"corrected": "no", "reason": "A/65/PV.60"},
    )
    page = client.post(address, form | {"state": "CHN"}).content.decode()
    assert "This State has another ballot in this vote." in page
    assert client.post(address, form | {"state": "PER"}).status_code == 302
    changes = HistoryEntry.objects.filter(action="corrected").order_by("values__field").values_list("subject", "values")
    assert [(subject, values["what"], values["field"], values["after"]) for subject, values in changes] == [
        ("ATLANTIS: yes", "ATLANTIS: yes", "corrected", "no"),
        ("ATLANTIS: yes", "ATLANTIS: yes", "state", "PER"),
    ]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = client.get(reverse("admin:archive_historyentry_changelist")).content.decode()
    assert "ATLANTIS: 赞成" in page
    assert "ATLANTIS: yes" not in page
