"""Tests the days that resolutions have only from citing texts: where they are shown, marked, and not believed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from archive.citing.citation import Citations
from archive.intake.states import load_states
from archive.intake.titles_given import search_for_titles
from archive.intake.votes import VoteIntake
from archive.models import Citation, Document
from archive.reading.draft import DraftClause
from archive.views.given_dates import given_titles_and_dates
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.shelf import cite, draft, store
from tests.test_voting_pages import data, page, table

pytestmark = pytest.mark.django_db

CITED = "A/RES/45/2"
MARK = "日期取自"


def citing(symbol: str, day: str) -> None:
    text = f"回顾其{day}第45/2号决议，"
    clause = DraftClause("preambular", "pp1", "", "回顾", text)
    store(draft(symbol, clauses=[clause]), Citations(clauses={"pp1": [cite(text, "第45/2号", CITED)]}))


def vote(day: date, **facts: Any) -> None:
    load_states()
    ballots = [CastBallot("CHINA", Choice.NO), CastBallot("UNITED STATES", Choice.YES)]
    VoteIntake().store([
        VoteRecord("voeten:1", Origin.VOETEN, CITED, title="On whales", date=day, ballots=ballots, **facts)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("days", "given"),
    [
        (["1990年12月4日"], "1990-12-04"),
        (["1990年12月4日", "1990年12月4日", ""], "1990-12-04"),
        (["1990年12月4日", "1990年12月6日"], None),
        ([""], None),
    ],
)
def test_a_day_is_taken_if_all_citing_texts_give_it(days: list[str], given: str | None) -> None:
    for number, day in enumerate(days, 1):
        citing(f"A/RES/90/{number}", day)
    found = given_titles_and_dates([CITED])[1].get(CITED)
    assert (found.date.isoformat() if found else None) == given


def test_documents_and_cards_have_the_day_with_its_place(client: Client) -> None:
    citing("A/RES/90/1", "1990年12月4日")
    citing("A/RES/90/2", "")
    shown = page(client, f"/documents/{CITED}/")
    assert "1990年12月4日" in shown
    assert f'{MARK}<a href="/A/RES/90/1/#pp1">' in shown
    assert data(client, f"/documents/{CITED}/")["given_date"] == {
        "date": "1990-12-04", "resolution": "A/RES/90/1", "path": "pp1", "resolutions": 1,
    }  # fmt: skip
    assert MARK in page(client, "/documents/")
    card: Any = html.fromstring(page(client, "/A/RES/90/2/")).cssselect(".card .facts")[0]
    assert card.text_content().split()[:2] == ["1990年12月4日", "日期取自引文"]


def test_a_known_day_is_not_replaced(client: Client) -> None:
    citing("A/RES/90/1", "1990年12月4日")
    Document.objects.update_or_create(key=CITED, defaults={"kind": "ga_resolution", "date": date(1990, 12, 5)})
    assert data(client, f"/documents/{CITED}/")["given_date"] is None
    assert MARK not in page(client, f"/documents/{CITED}/")


@pytest.mark.parametrize(
    ("recorded", "certain", "told"),
    [
        (date(1990, 12, 4), True, "1990年12月4日"),
        (
            date(1990, 12, 1),
            False,
            "1990年12月4日 日期取自A/RES/90/1 序言部分第1段的引文 来源作1990年12月1日，未必准确",
        ),
    ],
    ids=["the same day makes the day certain", "both days are shown"],
)
def test_votes_with_an_uncertain_day(client: Client, recorded: date, certain: bool, told: str) -> None:
    vote(recorded, date_certain=False)
    citing("A/RES/90/1", "1990年12月4日")
    for address in ("/votes/", "/states/CHN/"):
        shown: Any = html.fromstring(page(client, address)).cssselect("td.date")[0]
        assert " ".join(shown.text_content().split()) == told, address
    assert "1990年12月4日" in page(client, "/votes/voeten:1/")
    for found in (data(client, "/votes/voeten:1/"), data(client, "/votes/")["results"][0]):
        assert (found["date"], found["date_certain"]) == (recorded.isoformat(), certain)
        assert found["given_date"]["date"] == "1990-12-04"
    row = table(client, "/votes/")[0]
    assert (row["date"], row["date_certain"], row["given_date"]) == (
        recorded.isoformat(), "" if certain else "no", "1990-12-04",
    )  # fmt: skip


def test_a_day_that_citing_texts_contradict_is_shown_beside_theirs(client: Client) -> None:
    vote(date(1990, 12, 1))
    citing("A/RES/90/1", "1990年12月4日")
    shown: Any = html.fromstring(page(client, "/votes/")).cssselect("td.date")[0]
    assert "1990年12月4日" in shown.text_content()
    assert "来源作1990年12月1日，未必准确" in shown.text_content()


def test_stored_texts_are_searched_for_days() -> None:
    citing("A/RES/90/1", "1990年12月4日")
    Citation.objects.update(title_given=None, date_given=None)
    search_for_titles()
    assert [each.date_given for each in Citation.objects.all()] == [date(1990, 12, 4)]
