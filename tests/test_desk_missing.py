"""Tests what is missing: from votes, citations, series and numbers in sequence; and writing symbols off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.citing.citation import Citations
from archive.desk import roles, taking_back
from archive.desk.missing import MissingResolutions
from archive.desk.proofs import RefusedError
from archive.desk.writing_off import reinstate, write_off
from archive.disarmament import Facts
from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import HistoryEntry, Resolution, WriteOff
from archive.reading.draft import DraftClause
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.shelf import cite, draft, store
from tests.test_desk_pages import client_of, person

pytestmark = pytest.mark.django_db

DAY, NEXT_DAY, ANOTHER_DAY = date(2035, 12, 4), date(2035, 12, 5), date(2035, 10, 1)
FOOD = Facts("Third", subjects=("FOOD SECURITY",))


def text(symbol: str, day: date | None = DAY, cites: str = "", committee: str = "First") -> None:
    """Stores a resolution with one clause, which can cite another."""
    number = cites.removeprefix("A/RES/")
    words = f"回顾第{number}号决议，" if cites else "决定继续审议。"
    made = draft(symbol, adopted_on=day, committee=committee, clauses=[DraftClause("preambular", "pp1", "", "", words)])
    store(made, Citations(clauses={"pp1": [cite(words, f"第{number}号决议", cites)]} if cites else {}))


def vote(symbol: str, day: date = ANOTHER_DAY, **changes: Any) -> None:
    load_states()
    record = VoteRecord(f"library:{symbol}", Origin.LIBRARY, symbol, title="On elephants", date=day,
                        ballots=[CastBallot("PERU", Choice.YES)], **changes)  # fmt: skip
    VoteIntake().store([record])


def missing(session: str = "90", *, every_topic: bool = False) -> dict[str, set[str]]:
    """Symbol → the kinds of evidence."""
    found = MissingResolutions(every_topic=every_topic).of_session(session).missing
    kinds = {
        "vote": "vote", "clauses": "citations", "series": "series", "between": "sequence", "language": "language"
    }  # fmt: skip
    return {one.symbol: {kind for name, kind in kinds.items() if getattr(one, name)} for one in found}


def test_a_resolution_with_a_vote_or_a_citation_is_missing() -> None:
    text("A/RES/90/2", cites="A/RES/90/7")
    vote("A/RES/90/7")
    vote("A/RES/90/2")
    vote("A/RES/90/40")
    assert missing() == {"A/RES/90/7": {"vote", "citations"}, "A/RES/90/40": {"vote"}}
    one = MissingResolutions().of_session("90").missing[0]
    assert (one.vote, one.clauses) == ("library:A/RES/90/7", 1)


def test_an_entry_of_a_series_is_missing() -> None:
    for session in (88, 89, 90):
        vote(f"A/RES/{session}/7", date(1945 + session, 12, 1), heading="ELEPHANTS")
    text("A/RES/90/7", date(2035, 12, 1))
    series.rebuild()
    assert missing("89") == {"A/RES/89/7": {"vote", "series"}}
    found = MissingResolutions().of_series("A/RES/90/7")
    assert [one.symbol for one in found] == ["A/RES/88/7", "A/RES/89/7"]


@pytest.mark.parametrize(
    ("below", "above", "days", "committee", "gap"),
    [
        ("A/RES/90/5", "A/RES/90/7", (DAY, DAY), "First", ["A/RES/90/6"]),
        ("A/RES/90/5", "A/RES/90/8", (DAY, DAY), "First", ["A/RES/90/6", "A/RES/90/7"]),
        ("A/RES/90/5", "A/RES/90/6", (DAY, DAY), "First", []),
        ("A/RES/90/5", "A/RES/90/7", (DAY, NEXT_DAY), "First", []),
        ("A/RES/90/5", "A/RES/90/7", (DAY, DAY), "Third", []),
        ("A/RES/90/5", "A/RES/90/7B", (DAY, DAY), "First", ["A/RES/90/6"]),
        ("A/RES/90/5", "A/RES/90/27", (DAY, DAY), "First", []),
        ("A/RES/90/90", "A/RES/90/92", (DAY, DAY), "First", ["A/RES/90/91"]),
    ],
)
def test_a_gap_counts_between_resolutions_of_one_day(
    below: str, above: str, days: tuple[date, date], committee: str, gap: list[str]
) -> None:
    text(below, days[0])
    text(above, days[1], committee=committee)
    assert missing() == {symbol: {"sequence"} for symbol in gap}


def test_an_early_session_has_its_number_in_brackets() -> None:
    text("A/RES/2602(XXIV)", date(1969, 12, 16))
    text("A/RES/2604A(XXIV)", date(1969, 12, 16))
    assert missing("24") == {"A/RES/2603(XXIV)": {"sequence"}}


def test_on_every_topic_each_gap_between_known_numbers_counts() -> None:
    text("A/RES/90/2")
    text("A/RES/90/5", NEXT_DAY, committee="Third")
    assert missing() == {}
    assert missing(every_topic=True) == {"A/RES/90/3": {"sequence"}, "A/RES/90/4": {"sequence"}}


@pytest.mark.parametrize(
    ("here", "voted", "found"),
    [
        ("A/RES/90/7", "A/RES/90/7B", []),
        ("A/RES/90/7B", "A/RES/90/7", []),
        ("A/RES/90/7A", "A/RES/90/7B", ["A/RES/90/7B"]),
        ("A/RES/90/7", "A/RES/90/8", ["A/RES/90/8"]),
    ],
)
def test_parts_and_wholes(here: str, voted: str, found: list[str]) -> None:
    text(here)
    vote(voted)
    assert list(missing()) == found


def test_a_withdrawn_resolution_is_not_missing() -> None:
    chief = person("wang", roles.CHIEF)
    text("A/RES/90/7")
    vote("A/RES/90/7")
    taking_back.withdraw(Resolution.objects.get().pk, by=chief, reason="误收")
    assert missing() == {}


@pytest.mark.parametrize(
    ("languages", "found"), [(["en"], {"A/RES/90/7": {"language"}}), (["en", "zh"], {}), (["zh"], {})]
)
def test_a_resolution_without_a_chinese_text_is_missing(languages: list[str], found: dict[str, set[str]]) -> None:
    for language in languages:
        store(draft("A/RES/90/7", language=language, source=f"{language}.txt"))
    assert missing() == found


def test_only_the_topic_counts_as_evidence() -> None:
    vote("A/RES/90/7", topic=FOOD)
    assert missing() == {}
    assert missing(every_topic=True) == {"A/RES/90/7": {"vote"}}


@pytest.mark.parametrize(
    "symbol", ["A/DEC/90/500", "S/RES/1540(2004)", "A/C.1/90/L.5", "treaty:NPT", "A/RES/90/7/Corr.1"]
)
def test_only_resolutions_of_the_assembly_are_listed(symbol: str) -> None:
    words = "回顾某文件，"
    made = draft("A/RES/90/2", clauses=[DraftClause("preambular", "pp1", "", "", words)])
    store(made, Citations(clauses={"pp1": [cite(words, "某文件", symbol)]}))
    assert missing() == {}


# --- Writing off -------------------------------------------------------------------------------------------


def test_what_is_written_off_is_not_missing_until_this_is_taken_back() -> None:
    li = person("li", roles.LIBRARIAN)
    vote("A/RES/90/7")
    write_off("a/res/90/7", by=li, reason="该号未使用")
    assert missing() == {}
    assert MissingResolutions().of_session("90").written_off == 1
    reinstate("A/RES/90/7", by=li)
    assert list(missing()) == ["A/RES/90/7"]
    told = HistoryEntry.objects.order_by("pk").values_list("action", "subject", "by__username", "reason")
    assert list(told) == [("written_off", "A/RES/90/7", "li", "该号未使用"), ("reinstated", "A/RES/90/7", "li", "")]


@pytest.mark.parametrize(
    ("symbol", "reason", "code"),
    [
        ("A/RES/90/7", " ", "desk.reason_for_writing_off"),
        ("乱写", "不存在", "desk.no_resolution_symbol"),
        ("S/RES/1540(2004)", "不存在", "desk.no_resolution_symbol"),
        ("A/RES/90/7(" + "x" * 500 + ")", "不存在", "desk.no_resolution_symbol"),
        ("A/RES/90/" + "7" * 500, "不存在", "desk.no_resolution_symbol"),
        ("A/RES/90/2", "不存在", "desk.text_is_here"),
        ("A/RES/90/8", "不存在", "desk.written_off_already"),
    ],
)
def test_what_cannot_be_written_off(symbol: str, reason: str, code: str) -> None:
    li = person("li", roles.LIBRARIAN)
    text("A/RES/90/2")
    WriteOff.objects.create(symbol="A/RES/90/8", reason="不存在", by=li)
    with pytest.raises(RefusedError) as caught:
        write_off(symbol, by=li, reason=reason)
    assert caught.value.message.code == code


# --- The pages ---------------------------------------------------------------------------------------------


@pytest.fixture
def inside() -> Client:
    return client_of(person("li", roles.LIBRARIAN))


def test_the_page_counts_by_session_and_leads_to_each(inside: Client) -> None:
    text("A/RES/90/2", cites="A/RES/89/7")
    vote("A/RES/90/4")
    page = inside.get(reverse("admin:archive_fetch_missing")).content.decode()
    assert "共缺2项" in page
    for session in ("89", "90"):
        assert reverse("admin:archive_fetch_missing_of_session", args=[session]) in page


def test_a_librarian_writes_off_and_takes_back_on_the_page(inside: Client) -> None:
    vote("A/RES/90/7")
    fields = {"symbol": "A/RES/90/7", "reason": "<b>该号未使用</b>", "topic": "all"}
    answer = inside.post(reverse("admin:archive_fetch_write_off"), fields, follow=True)
    assert answer.redirect_chain[0][0].endswith("/missing/90/?topic=all")
    page = answer.content.decode()
    assert "A/RES/90/7已记为不存在" in page
    assert "&lt;b&gt;该号未使用" in page
    inside.post(reverse("admin:archive_fetch_reinstate"), fields)
    assert not WriteOff.objects.exists()


@pytest.mark.parametrize("session", ["0x5a", "XC", "-1", "9" * 5000])
def test_no_page_of_what_is_no_session(inside: Client, session: str) -> None:
    assert inside.get(reverse("admin:archive_fetch_missing_of_session", args=[session])).status_code == 404


def test_the_number_of_queries_does_not_grow(inside: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(2, 30, 3):
        text(f"A/RES/90/{number}", cites=f"A/RES/89/{number}")
        vote(f"A/RES/90/{number + 1}")
    with django_assert_max_num_queries(14):
        inside.get(reverse("admin:archive_fetch_missing"))
    with django_assert_max_num_queries(19):
        inside.get(reverse("admin:archive_fetch_missing_of_session", args=["90"]))
