"""Tests that pages remember what they count in the whole archive only until the archive changes."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from archive.intake.states import load_states
from archive.models import Citation, MemberState, Resolution, Subject, Vote
from archive.models.snapshot import Remembered, one_snapshot, snapshot
from archive.views.labels import named_documents
from archive.voting.outcome import Outcome
from tests import shelf

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_snapshot_is_the_same_until_something_changes() -> None:
    before = snapshot()
    assert snapshot() == before
    Subject.objects.create(name_en="PEACE")
    after = snapshot()
    assert after != before
    Subject.objects.all().delete()
    assert snapshot() not in (before, after)


def test_in_a_transaction_no_two_snapshots_are_the_same() -> None:
    with transaction.atomic():
        assert snapshot() != snapshot()


def test_one_block_has_one_snapshot() -> None:
    with one_snapshot():
        before = snapshot()
        Subject.objects.create(name_en="PEACE")
        assert snapshot() == before
    assert snapshot() != before


def test_each_value_is_read_once_until_the_archive_changes() -> None:
    read: list[set[str]] = []

    def names(keys: set[str]) -> dict[str, int]:
        read.append(keys)
        return {subject.name_en: subject.pk for subject in Subject.objects.filter(name_en__in=keys)}

    remembered = Remembered(names)
    peace = Subject.objects.create(name_en="PEACE")
    assert remembered.of(["PEACE", "WAR"]) == {"PEACE": peace.pk}
    assert remembered.of(["WAR", "PEACE", "TRADE"]) == {"PEACE": peace.pk}
    assert remembered.of([]) == {}
    assert read == [{"PEACE", "WAR"}, {"TRADE"}]
    war = Subject.objects.create(name_en="WAR")
    assert remembered.of(["WAR", "PEACE"]) == {"WAR": war.pk, "PEACE": peace.pk}


def test_a_title_in_citing_texts_follows_a_change() -> None:
    shelf.fill()
    cited = Citation.objects.filter(key="A/RES/88/1")
    for title in ("旧标题", "新标题"):
        assert cited.update(title_given=title, title_certain=True)
        assert named_documents(["A/RES/88/1"])["A/RES/88/1"].title == title


def test_the_home_page_follows_a_withdrawal(client: Client) -> None:
    shelf.fill()
    assert client.get("/?format=json").json()["resolutions"] == 2
    Resolution.objects.filter(document__key="A/RES/90/2").update(withdrawn_at=timezone.now())
    found = client.get("/?format=json").json()
    assert (found["resolutions"], [row["key"] for row in found["newest"]]) == (1, ["A/RES/89/1"])


def test_the_list_of_votes_and_the_page_of_a_state_follow_a_new_vote(client: Client) -> None:
    load_states()
    state = MemberState.objects.create(code="AAA", short_en="Aland", short_zh="甲国", admitted="1945-10-24")
    shares = {"/votes/?format=json": 0, "/states/AAA/?format=json": 0}
    for number in (0, 1, 2):
        counts = {url: client.get(url).json() for url in shares}
        assert counts["/votes/?format=json"]["count"] == number
        assert counts["/states/AAA/?format=json"]["votes"]["count"] == number
        vote = Vote.objects.create(
            key=f"own:{number}", origin="archive", document_id=f"A/RES/90/{number + 1}", leading=True,
            outcome=Outcome.RECORDED, cast_yes=1,
        )  # fmt: skip
        vote.ballots.create(state=state, choice="yes", printed="ALAND")
