"""What migrations do to votes that an earlier release stored."""

from __future__ import annotations

import hashlib

import pytest

from archive.intake.votes import roll_digest
from archive.voting.choice import Choice
from archive.voting.record import CastBallot
from tests.migrating import migrating


@pytest.mark.django_db(transaction=True)
def test_ballots_get_words_and_a_roll_call_stays_unchanged() -> None:
    rows = [("CHINA", "Y", ""), ("PERU", "N", "A"), ("China", "Y", "")]
    with migrating() as to:
        apps = to("0013_facts_of_revisions")
        model = apps.get_model("archive", "Vote")
        vote, other = (
            model.objects.create(
                key=key,
                origin="library",
                event=key,
                roll_digest=hashlib.sha256(repr(sorted(made)).encode()).hexdigest(),
            )
            for key, made in (("library:1", rows), ("library:2", [("INDIA", "X", "")]))
        )
        ballots = apps.get_model("archive", "Ballot").objects
        for printed, choice, corrected in rows[:2]:  # the third names China again, with the same choice
            ballots.create(vote=vote, printed=printed, choice=choice, corrected=corrected)
        apps.get_model("archive", "VoteProblem").objects.create(vote=vote, kind="twice", detail="China: Y, Y")

        apps = to("0014_choices_in_words")
        ballots = apps.get_model("archive", "Ballot").objects
        assert list(ballots.order_by("printed").values_list("printed", "choice", "corrected")) == [
            ("CHINA", "yes", ""),
            ("PERU", "no", "abstain"),
        ]
        digests = dict(apps.get_model("archive", "Vote").objects.values_list("key", "roll_digest"))
    imported = [
        CastBallot("CHINA", Choice.YES),
        CastBallot("PERU", Choice.NO, corrected=Choice.ABSTAIN),
        CastBallot("China", Choice.YES),
    ]
    assert digests == {
        "library:1": roll_digest(imported),
        "library:2": other.roll_digest,  # its ballots are not here: nothing is known of it
    }
