"""Tests that the numbers beside a filter of votes count what the other filters leave. The votes are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import InferredSubject, Subject
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord

pytestmark = pytest.mark.django_db

CAST = {70: ["PERU"], 71: ["PERU", "CHILE"], 72: ["CHILE", "GHANA"]}  # session → who takes part


@pytest.fixture(autouse=True)
def _votes(db: None) -> None:
    load_states()
    whales = [Subject.objects.create(name_en=name, name_zh=zh) for name, zh in (("WHALES", "鲸鱼"), ("SEAS", "海洋"))]
    VoteIntake().store(
        [
            VoteRecord(
                f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/7", session=str(session),
                date=date(session + 1945, 12, 1), ballots=[CastBallot(name, Choice.YES) for name in names],
            )
            for session, names in CAST.items()
        ]
    )  # fmt: skip
    for session in CAST:
        for subject in whales:
            InferredSubject.objects.create(document_id=f"A/RES/{session}/7", subject=subject, basis="A/RES/70/7")


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/votes/", "3"),
        ("/votes/?session=71", "1"),
        ("/votes/?state=PER", "2"),
        ("/votes/?state=PER&session=71", "1"),
        ("/states/PER/", "2"),
        ("/states/PER/?session=70", "1"),
        ("/states/GHA/", "1"),
    ],
)
def test_a_subject_has_the_number_of_votes_that_the_other_filters_leave(
    client: Client, address: str, count: str
) -> None:
    shown: Any = html.fromstring(client.get(address).content.decode())
    found = [link for link in shown.cssselect(".filter a") if "鲸鱼" in link.text_content()]
    assert [link.cssselect(".count")[0].text for link in found] == [count]
