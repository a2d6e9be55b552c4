"""Tests that a file of votes can be taken back, and that the archive is then as it was before. Invented votes."""

from __future__ import annotations

from typing import Any

import pytest

from archive.intake import vote_changes
from archive.intake.votes import VoteIntake
from archive.models import Ballot, Citation, Document, Vote, VoteFile, VoteProblem
from archive.voting.choice import CAST
from archive.voting.record import Origin, VoteRecord
from tests import shelf
from tests.test_voting_intake import record

pytestmark = pytest.mark.django_db

YES, NO, ABSTAIN = CAST


def store(name: str, *records: VoteRecord) -> VoteFile:
    file = VoteFile.objects.create(sha256=name, name=name, format="table", size=1)
    VoteIntake().store(records, file)
    return file


def everything() -> dict[str, Any]:
    """What the archive says about votes, without the numbers of rows and the time of changes."""
    votes = [vote_changes.columns(vote) | {"leading": vote.leading} for vote in Vote.objects.order_by("key")]
    ballots = Ballot.objects.order_by("vote__key", "printed").values_list("vote__key", "printed", "state", "choice")
    problems = VoteProblem.objects.order_by("vote__key", "kind").values_list("vote__key", "kind", "messages")
    documents = Document.objects.order_by("key").values_list("key", "title_en", "date", "outcome", "yes", "no")
    citations = Citation.objects.order_by("pk").values_list("key", "status", "target__key")
    found = {"ballots": ballots, "problems": problems, "documents": documents, "citations": citations}
    return {"votes": votes} | {name: list(rows) for name, rows in found.items()}


def test_a_file_is_taken_back_and_what_was_there_before_is_there_again() -> None:
    shelf.store(*shelf.full())
    store("first", record("library:1", roll={"ATLANTIS": YES}, yes=9, no=1, abstain=1), record("library:2"))
    before = everything()
    later = store(
        "second",
        record("library:1", roll={"CHINA": NO}, yes=1, no=2, abstain=1, title="Another title"),
        record("table:A/RES/65/1", Origin.TABLE, yes=2, no=1, abstain=0),
        record("table:A/RES/65/77", Origin.TABLE, "A/RES/65/77", title="A resolution without a text"),
    )
    assert everything() != before
    assert vote_changes.take_back(later) == 3
    assert everything() == before
    assert [file.name for file in VoteFile.objects.all()] == ["first"]


def test_a_document_that_a_text_cites_waits_again_when_its_vote_is_taken_back() -> None:
    shelf.store(*shelf.full())
    cited = Citation.objects.filter(status="unknown", key__startswith="A/RES/").first()
    assert cited
    file = store("votes", record("table:1", Origin.TABLE, cited.key, title="The cited resolution"))
    assert Citation.objects.get(pk=cited.pk).status == "resolved"
    vote_changes.take_back(file)
    assert Citation.objects.get(pk=cited.pk).status == "unknown"
    assert not Document.objects.filter(key=cited.key).exists()


def test_a_later_file_and_a_correction_are_taken_back_first() -> None:
    first = store("first", record("library:1"))
    store("second", record("library:1", roll={"CHINA": NO}))
    assert vote_changes.changed_later(first) == ["second"]
    assert vote_changes.corrected_since(first) == []


def test_a_file_of_an_earlier_release_is_not_known() -> None:
    file = store("votes", record("library:1"))
    assert vote_changes.is_known(file)
    file.changes.all().delete()
    assert not vote_changes.is_known(file)
