"""Tests that the pages of series tell no false change: titles in one language, descriptions, and missing sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import (
    Citation,
    Clause,
    Document,
    Resolution,
    Revision,
    SeriesEntry,
    SeriesLink,
    Source,
    Text,
    Vote,
    VoteProblem,
)
from archive.models.link_evidence import with_evidence
from archive.views.votes.series_years import title_changed
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.migrating import migrating
from tests.test_voting_pages import data, page, table

YES, NO, _ABSTAIN = CAST


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (("象", ""), ("象", ""), False),
        (("象", ""), ("鲸", ""), True),
        (("象", "Elephants"), ("", "Elephants"), False),
        (("", "Elephants"), ("象", "Elephants"), False),
        (("", "Elephants"), ("象", ""), None),
        # One translation changed, and the title did not.
        (("象", "Elephants"), ("大象", "Elephants"), False),
        (("象", "Elephant-free plains"), ("象", "Elephant‑free  Plains"), False),
        (("象", "Elephants"), ("鲸", "Whales"), True),
        # A source misspells a title, and the title did not change.
        (("", "Transparency in armaments"), ("", "Transparancy in armaments"), False),
        (("", "The implementationof norms"), ("", "Implementation of norms"), False),
        (("", "The fourth special session"), ("", "The 4th special session"), False),
        (("", "The Fourteenth Congress"), ("", "The Fifteenth Congress"), True),
        (("", "A centre in Asia"), ("", "A centre in Africa"), True),
        (("", "The 1995 Conference"), ("", "The 1995 and 2000 Conferences"), True),
    ],
)
def test_titles_are_compared_in_one_language(
    before: tuple[str, str], after: tuple[str, str], changed: bool | None
) -> None:
    one, other = ({"zh": zh, "en": en} for zh, en in (before, after))
    assert title_changed(one, other) is changed


def record(symbol: str, origin: Origin = Origin.LIBRARY, title: str = "On elephants", **facts: Any) -> VoteRecord:
    session = symbol.split("/")[2]
    choice = YES if int(session) % 2 else NO
    return VoteRecord(
        f"{origin}:{symbol}", origin, symbol, title=title, session=session, date=date(int(session) + 1945, 12, 1),
        ballots=[CastBallot("PERU", choice), CastBallot("CHILE", YES)], **facts,
    )  # fmt: skip


def store(*records: VoteRecord) -> None:
    load_states()
    VoteIntake().store(list(records))
    series.rebuild()


@pytest.mark.django_db
class TestPages:
    def test_a_session_that_is_missing_between_two_compared_votes_is_said(self, client: Client) -> None:
        store(*(record(f"A/RES/{session}/7") for session in (60, 61, 64)))
        assert [(year["compared_with"], year["skipped_sessions"]) for year in series_of(client, "60/7")] == [
            (None, []), ("A/RES/60/7", []), ("A/RES/61/7", [62, 63]),
        ]  # fmt: skip
        assert "（第62–63届无已知属于本系列的记录表决）" in page(client, "/series/A/RES/60/7/")

    @pytest.mark.parametrize(("rival", "compared"), [("", "A/RES/60/7"), ("A/RES/61/9", None)])
    def test_no_state_moved_over_a_description_if_another_resolution_may_be_between(
        self, client: Client, rival: str, compared: str | None
    ) -> None:
        words = "Measures against elephants of the plains"
        store(*(record(f"A/RES/{n}/7", Origin.VOETEN, words, title_certain=False) for n in (60, 62, 63)))
        if rival:
            SeriesLink.objects.create(earlier="A/RES/60/7", later=rival, basis="similar", status="proposed")
        found = series_of(client, "60/7")
        assert [year["compared_with"] for year in found] == [None, compared, "A/RES/62/7"]

    def test_a_description_of_collectors_is_no_title(self, client: Client) -> None:
        words = "Determines that all measures against the elephants of the pl"
        described = [record(f"A/RES/{session}/7", Origin.VOETEN, words, title_certain=False) for session in (60, 61)]
        store(*described)
        for address in ("/series/", "/series/A/RES/60/7/", "/votes/", "/votes/voeten:A/RES/60/7/", "/states/PER/"):
            shown = page(client, address)
            assert "表决资料收集者的描述：" in shown, address
        assert "表决资料收集者的描述相同" in page(client, "/series/A/RES/60/7/")
        assert [(year["title"], year["description"]) for year in series_of(client, "60/7")] == [("", words)] * 2
        assert [(row["title"], row["description"]) for row in table(client, "/series/")] == [("", words)]
        assert [row["title"] for row in table(client, "/votes/voeten:A/RES/60/7/")] == ["", ""]
        assert data(client, "/votes/voeten:A/RES/60/7/")["title_certain"] is False

    def test_a_day_that_is_not_certain_is_told_in_lists(self, client: Client) -> None:
        store(record("A/RES/60/7", date_certain=False), record("A/RES/61/7"))
        doubted = Vote.objects.get(document_id="A/RES/61/7")
        VoteProblem.objects.create(vote=doubted, kind="date", messages=[])
        for address in ("/votes/", "/states/PER/"):
            shown = page(client, address)
            assert "来源作2005年12月1日，未必准确" in shown, address
            assert "来源作2006年12月1日，未必准确" in shown, address
        assert {vote["date_certain"] for vote in data(client, "/votes/")["results"]} == {False}

    def test_the_number_of_a_record_is_no_symbol(self, client: Client) -> None:
        load_states()
        day = date(1955, 12, 1)
        VoteIntake().store([VoteRecord("voeten:85", Origin.VOETEN, date=day, ballots=[CastBallot("PERU", YES)])])
        for address in ("/votes/", "/states/PER/"):
            shown: Any = html.fromstring(page(client, address))
            assert [cell.text_content().strip() for cell in shown.cssselect("td.symbol")] == ["文号不详"], address

    def test_a_title_comes_before_a_description_and_before_a_record_without_title(self) -> None:
        store(
            record("A/RES/60/7"), record("A/RES/61/7", Origin.RESOLUTION, ""),
            record("A/RES/61/7", Origin.VOETEN, "On elephants, again", title_certain=False), record("A/RES/61/7"),
        )  # fmt: skip
        entry = SeriesEntry.objects.get(document_id="A/RES/61/7")
        assert (entry.title, entry.title_certain) == ("On elephants", True)

    def test_a_title_that_is_known_in_two_languages_did_not_change(self, client: Client) -> None:
        Document.objects.create(key="A/RES/61/7", kind="ga_resolution", title_zh="大象")
        store(*(record(f"A/RES/{session}/7") for session in (60, 61, 62)))
        assert [year["title_changed"] for year in series_of(client, "60/7")] == [None, False, False]
        assert "标题更改" not in page(client, "/series/A/RES/60/7/")

    def test_the_list_names_every_session_of_a_series(self, client: Client) -> None:
        store(*(record(f"A/RES/{session}/7") for session in (60, 61, 64)))
        assert ">60–61、64</td>" in page(client, "/series/")

    def test_a_proposed_link_has_its_evidence(self, client: Client) -> None:
        resolution("A/RES/60/7", "大象", "Great elephants of the plains")
        resolution("A/RES/61/7", "小象", agenda_titles=["大象"], recalled="A/RES/60/7")
        store(record("A/RES/60/7"), record("A/RES/61/7", title="", heading="ELEPHANTS"))
        SeriesLink.objects.update(status="proposed")
        shown = page(client, "/series/A/RES/61/7/")
        assert "ELEPHANTS" in shown
        [evidence] = with_evidence(SeriesLink.objects.filter(status="proposed"))
        assert [(side.symbol, title) for side, title in evidence.sides] == [
            ("A/RES/60/7", "大象"),
            ("A/RES/61/7", "小象"),
        ]
        [link] = client.get("/series/A/RES/61/7/?format=json").json()["proposed_links"]
        assert link["later"] == {
            "symbol": "A/RES/61/7", "zh": "小象", "en": "", "description": "", "agenda_titles": ["大象"],
            "recalls": ["A/RES/60/7"], "heading": "ELEPHANTS",
        }  # fmt: skip

    def test_a_proposed_link_leads_to_the_other_series(self, client: Client) -> None:
        titles = {60: "On great grey old elephants", 61: "On great grey old elephants"}
        titles |= {62: "On great grey young elephants", 63: "On great grey young elephants"}
        store(*(record(f"A/RES/{session}/7", title=title) for session, title in titles.items()))
        shown: Any = html.fromstring(page(client, "/series/A/RES/60/7/"))
        assert [link.get("href") for link in shown.cssselect("p.note a.symbol")] == ["/series/A/RES/62/7/"]

    def test_evidence_takes_three_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for session in (61, 62, 63):
            SeriesLink.objects.create(earlier="A/RES/60/7", later=f"A/RES/{session}/7", status="proposed")
        with django_assert_num_queries(3):
            assert len(with_evidence(SeriesLink.objects.filter(status="proposed"))) == 3


def resolution(symbol: str, zh: str, en: str = "", agenda_titles: Sequence[str] = (), recalled: str = "") -> None:
    """A resolution of one preambular paragraph, which cites ``recalled``."""
    document = Document.objects.create(key=symbol, kind="ga_resolution", title_zh=zh, title_en=en)
    found = Resolution.objects.create(document=document, agenda_titles=list(agenda_titles))
    text = Text.objects.create(resolution=found, language="zh", leading=True)
    source = Source.objects.create(sha256=symbol, name=symbol, size=0, content=b"")
    revision = Revision.objects.create(text=text, source=source, number=1, current=True)
    clause = Clause.objects.create(revision=revision, position=1, path="pp1", kind="preambular", text="回顾")
    if recalled:
        Citation.objects.create(revision=revision, clause=clause, position=1, start=0, end=2, key=recalled)


def series_of(client: Client, number: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, f"/series/A/RES/{number}/")["series"]
    return found


@pytest.mark.django_db(transaction=True)
def test_the_titles_of_an_earlier_release_are_told_from_descriptions() -> None:
    with migrating() as to:
        apps = to("0030_carry_subjects")
        votes, entries = apps.get_model("archive", "Vote").objects, apps.get_model("archive", "SeriesEntry").objects
        joined = apps.get_model("archive", "Series").objects.create()
        for symbol in ("A/RES/60/7", "A/RES/61/7"):
            entries.create(series=joined, document_id=symbol, title="A desc")
            votes.create(
                key=f"v:{symbol}", origin="voeten", event=symbol, leading=True, document_id=symbol, title="A desc",
                title_certain=False,
            )  # fmt: skip
        votes.create(key="l:61", origin="library", event="A/RES/61/7", document_id="A/RES/61/7", title="A title")
        apps = to("0031_series_titles")
        found = apps.get_model("archive", "SeriesEntry").objects.order_by("document_id")
        assert list(found.values_list("title", "title_certain")) == [("A desc", False), ("A title", True)]


@pytest.mark.django_db(transaction=True)
def test_series_of_an_earlier_release_are_cleared_and_decisions_stay() -> None:
    with migrating() as to:
        apps = to("0035_unreliable_days")
        joined = apps.get_model("archive", "Series").objects.create()
        apps.get_model("archive", "SeriesEntry").objects.create(series=joined, document_id="A/RES/60/7")
        apps.get_model("archive", "SeriesLink").objects.create(
            earlier="A/RES/60/7", later="A/RES/61/7", basis="librarian", status="accepted", decided=True
        )
        apps = to("0036_listed_links")
        counts = [apps.get_model("archive", name).objects.count() for name in ("Series", "SeriesEntry", "SeriesLink")]
    assert counts == [0, 0, 1]
