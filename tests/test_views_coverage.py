"""Tests what the archive says of itself: coverage, the scope of its numbers, and inferred subjects."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive import symbols
from archive.citing.citation import Citations
from archive.disarmament import Facts
from archive.intake import series
from archive.intake.inferred_subjects import carried
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import InferredSubject, Resolution, Subject
from archive.reading.draft import DraftClause, RecordedVote
from archive.searching import freshness
from archive.views.votes.vote_coverage import spans
from archive.voting.choice import CAST
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, Scope, VoteRecord
from archive.voting.record import Subject as VotedOn
from tests import shelf

pytestmark = pytest.mark.django_db

YES, NO, _ABSTAIN = CAST
RECORDED = RecordedVote(Outcome.RECORDED, 9, 1, 0)


def vote(session: int, number: int, committee: str, choice: Any = YES, **more: Any) -> VoteRecord:
    """A vote in which Peru votes yes, and Chile makes the choice."""
    symbol = f"A/RES/{session}/{number}"
    ballots = [CastBallot("PERU", YES), CastBallot("CHILE", choice)]
    return VoteRecord(
        f"library:{symbol}", Origin.LIBRARY, symbol, title=f"Title {number}", session=str(session),
        date=date(1945 + session, 12, 1), ballots=ballots, topic=Facts(committee), **more,
    )  # fmt: skip


@pytest.fixture
def two_topics(db: None) -> None:
    """Twelve sessions with a vote of the First Committee, on which Peru and Chile agree, and one of the Third, on which
    they do not. Session 70 has a text of each committee, and session 71 a vote on a paragraph."""
    load_states()
    Subject.objects.create(name_en="ELEPHANTS", name_zh="象")
    subjects = [("UNBIS Thesaurus", "ELEPHANTS")]
    for number, committee in ((7, "First"), (8, "Third")):
        shelf.store(
            shelf.draft(
                f"A/RES/70/{number}", committee=committee, subjects=subjects, session="70", adopted_on=date(2015, 12, 1)
            )
        )
    votes = [vote(session, number, committee, choice)
             for session in range(65, 77)
             for number, committee, choice in ((7, "First", YES), (8, "Third", NO))]  # fmt: skip
    part = vote(71, 7, "First", subject=VotedOn(Scope.PARAGRAPH, ("op2",)))
    part.key = "library:part"
    VoteIntake().store([*votes, part])
    series.rebuild()


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def data(client: Client, address: str) -> Any:
    return json.loads(client.get(address + ("&" if "?" in address else "?") + "format=json").content)


def table(client: Client, address: str) -> tuple[str, list[dict[str, str]]]:
    """The name of the CSV file and its rows."""
    response = client.get(address + ("&" if "?" in address else "?") + "format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return response["Content-Disposition"].split('"')[1], list(csv.DictReader(io.StringIO(text)))


# --- Scope -------------------------------------------------------------------------------------------------

LISTS = [
    "/", "/sessions/", "/sessions/70/", "/subjects/", "/votes/", "/states/", "/states/CHL/", "/series/", "/coverage/",
    "/states/compare/?state=PER&state=CHL", "/states/matrix/?state=PER&state=CHL",
]  # fmt: skip


@pytest.mark.usefixtures("two_topics")
class TestScope:
    @pytest.mark.parametrize("address", LISTS)
    def test_each_number_tells_its_scope_and_leads_to_the_other(self, client: Client, address: str) -> None:
        shown = page(client, address)
        assert set(words(shown, ".topic b")) == {"裁军"}
        assert any("topic=all" in link.get("href") for link in shown.cssselect(".topic a"))
        assert data(client, address)["topic"] == "disarmament"
        every = address + ("&" if "?" in address else "?") + "topic=all"
        assert set(words(page(client, every), ".topic b")) == {"全部（各委员会）"}
        assert data(client, every)["topic"] == "all"

    @pytest.mark.parametrize("address", LISTS[4:])
    def test_a_table_tells_its_scope_in_its_name_and_in_each_row(self, client: Client, address: str) -> None:
        for more, topic in (("", "disarmament"), ("topic=all", "all")):
            name, rows = table(client, address + ("&" if "?" in address else "?") + more)
            assert name.endswith(f"-{topic}.csv")
            assert {row["topic"] for row in rows} <= {topic}

    def test_the_agreement_of_two_states_does_not_mix_two_things(self, client: Client) -> None:
        address = "/states/compare/?state=PER&state=CHL"
        [agreement] = data(client, address)["agreement"]
        assert (agreement["same"], agreement["votes"]) == (12, 12)
        [agreement] = data(client, address + "&topic=all")["agreement"]
        assert (agreement["same"], agreement["votes"]) == (12, 24)

    @pytest.mark.parametrize(
        ("address", "count"), [("/votes/", (13, 25)), ("/series/", (1, 2)), ("/sessions/70/", (1, 2))]
    )
    def test_lists_count_their_scope(self, client: Client, address: str, count: tuple[int, int]) -> None:
        assert (data(client, address)["count"], data(client, address + "?topic=all")["count"]) == count

    def test_a_states_page_counts_its_scope(self, client: Client) -> None:
        narrow, whole = data(client, "/states/CHL/"), data(client, "/states/CHL/?topic=all")
        assert [found["measures"]["votes"] for found in (narrow, whole)] == [12, 24]
        assert [found["votes"]["count"] for found in (narrow, whole)] == [13, 25]
        assert words(page(client, "/states/CHL/?topic=all"), ".measures .note")[0].startswith("据其参加的24次")

    def test_a_link_to_a_comparison_keeps_the_scope(self, client: Client) -> None:
        hrefs = [link.get("href") for link in page(client, "/states/CHL/?topic=all").cssselect(".with-each a")]
        assert hrefs == ["/states/compare/?state=CHL&state=PER&topic=all"]

    def test_an_unknown_scope_is_a_404(self, client: Client) -> None:
        assert client.get("/votes/?topic=elephants").status_code == 404

    def test_a_correction_of_the_committee_counts_at_once(self, client: Client) -> None:
        Resolution.objects.filter(document__key="A/RES/70/8").update(committee="First")
        assert data(client, "/states/CHL/")["measures"]["votes"] == 13


# --- Coverage ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_topics")
class TestCoverage:
    def test_each_session_since_1946_has_a_row(self, client: Client) -> None:
        rows = {row["session"]: row for row in data(client, "/coverage/")["sessions"]}
        assert list(rows) == [str(number) for number in range(1, symbols.session_on(timezone.localdate()) + 1)]
        assert (rows["1"]["opened"], rows["1"]["texts"], rows["1"]["recorded"]) == (1946, 0, 0)
        expected = {"texts": 1, "languages": {"zh": 1}, "votes_only": 0, "recorded": 1, "separate": 0, "described": 1}
        assert {name: rows["70"][name] for name in expected} == expected
        assert [rows["71"][name] for name in ("texts", "votes_only", "recorded", "separate")] == [0, 1, 1, 1]

    def test_the_page_tells_what_is_missing(self, client: Client) -> None:
        [lead] = words(page(client, "/coverage/"), ".lead")
        assert "第70届有文本" in lead
        assert "第65–69、71–76届只有表决，没有文本" in lead
        assert "第1–64、77–" in lead
        assert lead.endswith("大会的决定未收入。")

    def test_the_sources_of_votes_have_their_last_day(self, client: Client) -> None:
        assert data(client, "/coverage/")["vote_sources"] == [
            {"source": "library", "votes": 13, "first_day": "2010-12-01", "last_day": "2021-12-01"}
        ]

    def test_lists_of_votes_tell_where_they_end(self, client: Client) -> None:
        for address in ("/votes/", "/states/CHL/", *LISTS[-2:]):
            assert words(page(client, address), ".coverage")[0] == (
                "对决议整体的记录表决收录第65–76届，止于2021年12月1日。收录情况"
            ), address
        assert data(client, "/votes/")["coverage"] == {"sessions": list(range(65, 77)), "last_vote": "2021-12-01"}

    def test_a_session_with_votes_alone_has_a_page(self, client: Client) -> None:
        shown = page(client, "/sessions/71/")
        assert "本馆没有本届的文本" in words(shown, "main .note")[0]
        assert client.get("/sessions/12/").status_code == 404

    def test_a_session_counts_the_votes_that_its_link_lists(self, client: Client) -> None:
        [link] = page(client, "/sessions/71/").cssselect(".note a[href^='/votes/']")
        listed = data(client, link.get("href", ""))["count"]
        assert (link.text_content().split(), listed) == (["本届2次表决"], 2)

    def test_the_home_page_has_a_bar_for_each_session_that_leads_to_its_row(self, client: Client) -> None:
        bars = page(client, "/").cssselect(".glance svg a")
        assert len(bars) == symbols.session_on(timezone.localdate())
        assert (bars[69].get("href"), bars[69].get("aria-label")) == ("/coverage/#s70", "第70届会议：1项有文本")
        assert bars[70].get("aria-label") == "第71届会议：1项只有表决、1次部分表决"
        assert [rect.get("class") for rect in bars[70].cssselect("rect")] == ["whole", "votes-only"]
        assert [rect.get("class") for rect in bars[0].cssselect("rect")] == ["whole"]
        assert page(client, "/coverage/").cssselect("tr#s70")

    def test_the_archive_says_who_runs_it_and_how_to_cite_it(self, client: Client, settings: Any) -> None:
        assert "本馆未注明由谁管理" in " ".join(words(page(client, "/coverage/"), ".prose p"))
        settings.OPERATOR = "某大学图书馆"
        [citation] = words(page(client, "/coverage/"), ".citation")
        assert citation.startswith("某大学图书馆，裁军决议档案（收录截至")
        assert "http://testserver/，" in citation
        assert data(client, "/coverage/")["operator"] == "某大学图书馆"

    def test_decisions_that_are_here_are_counted(self, client: Client) -> None:
        Resolution.objects.filter(document__key="A/RES/70/7").update(kind="ga_decision")
        assert data(client, "/coverage/")["sessions"][69]["decisions"] == 1
        assert "决定未收入" not in words(page(client, "/coverage/"), ".lead")[0]


def test_an_empty_archive_tells_that_it_has_nothing(client: Client) -> None:
    shown = page(client, "/coverage/")
    assert "届一无所有" in words(shown, ".lead")[0]
    assert "本馆没有表决记录。" in words(shown, "main .note")


def test_numbers_are_told_in_spans() -> None:
    assert [spans(numbers) for numbers in ([], [3], [1, 2, 3, 5, 8, 7])] == ["", "3", "1–3、5、7–8"]


# --- Inferred subjects -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("described", "inferred"),
    [
        ({}, {}),
        ({"B": {1, 2}}, {"A": {1: "B", 2: "B"}, "C": {1: "B", 2: "B"}, "D": {1: "B", 2: "B"}}),
        ({"A": {1}, "C": {1, 2}, "D": {1, 3}}, {"B": {1: "A"}}),  # the nearest, and of two the first
        ({"A": {1}, "D": {2}}, {"B": {1: "A", 2: "D"}, "C": {1: "A", 2: "D"}}),
        ({"A": {1}, "B": {2}, "C": {3}}, {}),  # no subject is shared
    ],
)
def test_the_subjects_that_half_of_a_series_shares_are_carried(
    described: dict[str, set[int]], inferred: dict[str, dict[int, str]]
) -> None:
    entries = [("A", 70), ("B", 71), ("C", 72), ("D", 74)]
    found: dict[str, dict[int, str]] = {}
    for symbol, subject, basis in carried(entries, described):
        found.setdefault(symbol, {})[subject] = basis
    assert found == inferred


@pytest.mark.usefixtures("two_topics")
class TestInferredSubjects:
    def test_votes_of_other_years_have_the_subject_and_tell_that_it_is_inferred(self, client: Client) -> None:
        subject = Subject.objects.get().pk
        note = "其中11次的主题由历年系列推断，所收文本未载。"
        assert data(client, f"/votes/?subject={subject}")["count"] == 13
        assert note in words(page(client, f"/votes/?subject={subject}"), ".note")
        assert data(client, f"/states/CHL/?subject={subject}")["measures"]["votes"] == 12
        assert note in words(page(client, f"/states/CHL/?subject={subject}"), ".note")

    def test_what_has_no_subject_is_counted(self, client: Client) -> None:
        VoteIntake().store([vote(76, 9, "First")])
        assert "另有1次记录表决没有主题，按主题查不到。" in words(page(client, "/votes/"), ".note")
        shelf.store(shelf.draft("A/RES/76/10", committee="First", title="别的"))
        assert words(page(client, "/subjects/"), "main .note")[0].startswith("有1项决议没有主题")

    def test_texts_with_an_inferred_subject_are_marked(self, client: Client) -> None:
        shelf.store(shelf.draft("A/RES/71/7", committee="First", title="Title 7", session="71", vote=RECORDED))
        series.rebuild()
        subject = Subject.objects.get().pk
        [row] = data(client, "/subjects/")["results"]
        assert (row["resolutions"], row["inferred"]) == (2, 1)
        found = data(client, f"/subjects/{subject}/")["results"]
        assert {row["key"]: row["inferred_from"] for row in found} == {"A/RES/70/7": None, "A/RES/71/7": "A/RES/70/7"}
        assert "主题由A/RES/70/7推断" in words(page(client, f"/subjects/{subject}/"), "td .note, th .note")
        assert data(client, "/A/RES/71/7/")["subjects"] == [
            {"zh": "象", "en": "ELEPHANTS", "dictionary": "UNBIS", "inferred_from": "A/RES/70/7"}
        ]
        assert "由历年系列推断（A/RES/70/7），所收文本未载。" in words(page(client, "/A/RES/71/7/"), ".note")
        assert data(client, "/A/RES/70/7/")["subjects"][0]["inferred_from"] is None

    def test_a_librarians_subject_replaces_the_inferred_ones(self, client: Client) -> None:
        shelf.store(shelf.draft("A/RES/71/7", committee="First", title="Title 7", session="71"))
        series.rebuild()
        assert InferredSubject.objects.filter(document_id="A/RES/71/7").count() == 1
        Resolution.objects.get(document__key="A/RES/71/7").subjects.add(Subject.objects.create(name_en="MICE"))
        assert not InferredSubject.objects.filter(document_id="A/RES/71/7").exists()
        series.rebuild()
        assert not InferredSubject.objects.filter(document_id="A/RES/71/7").exists()

    def test_names_of_single_bodies_are_not_carried(self) -> None:
        Subject.objects.update(dictionary="DHLAUTH")
        series.rebuild()
        assert not InferredSubject.objects.exists()


@pytest.mark.usefixtures("empty_index", "two_topics")
def test_the_facet_of_subjects_tells_what_is_inferred_and_what_is_without(client: Client) -> None:
    shelf.store(shelf.draft("A/RES/71/7", committee="First", title="Title 7", session="71"))
    shelf.store(shelf.draft("A/RES/76/10", committee="First", title="别的", session="76"))
    series.rebuild()
    freshness.rebuild()
    facet = {row["value"]: row["count"] for row in data(client, "/search/?q=审议")["facets"]["subject"]}
    assert facet == {"ELEPHANTS": 3, "inferred": 1, "without": 1}
    shown = page(client, "/search/?q=审议")
    assert [label for label in words(shown, ".facets li") if "主题" in label or "推断" in label] == [
        "由历年系列推断 1", "没有主题 1"
    ]  # fmt: skip
    assert data(client, "/search/?q=审议&subject=without")["results"][0]["resolution"] == "A/RES/76/10"
    assert data(client, "/search/?q=审议 主题:象")["clauses_found"] == 3


def test_the_documents_cited_most_are_counted_in_the_scope(client: Client) -> None:
    words_cited = "回顾第1/1号决议。"
    for number, committee in ((1, "First"), (2, "Third")):
        clause = DraftClause("preambular", "pp1", "", "回顾", words_cited)
        made = shelf.draft(f"A/RES/90/{number}", committee=committee, clauses=[clause])
        shelf.store(made, Citations({"pp1": [shelf.cite(words_cited, "第1/1号决议", f"A/RES/1/{number}")]}))
    assert [row["key"] for row in data(client, "/")["most_cited"]] == ["A/RES/1/1"]
    assert len(data(client, "/?topic=all")["most_cited"]) == 2


def test_an_archive_without_subjects_does_not_say_that_it_is_empty(client: Client) -> None:
    shelf.store(shelf.draft())
    shown = page(client, "/subjects/")
    assert words(shown, "main .note")[0].startswith("有1项决议没有主题")
    assert not shown.cssselect("pre.empty")


def test_an_archive_of_other_topics_alone_leads_to_them(client: Client) -> None:
    shelf.store(shelf.draft(committee="Third"))
    for address in ("/", "/sessions/"):
        assert "?topic=all" in [link.get("href") for link in page(client, address).cssselect("main a")]


@pytest.mark.usefixtures("two_topics")
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 9), ("/sessions/", 3), ("/sessions/70/", 6), ("/subjects/", 2), ("/votes/", 10), ("/states/", 7),
        ("/states/CHL/", 13), ("/series/", 4), ("/series/A/RES/70/7/", 7), ("/coverage/", 8),
        (LISTS[-2], 6), (LISTS[-1], 7),
    ],
)  # fmt: skip
def test_the_scope_and_the_coverage_take_few_queries(
    client: Client, address: str, queries: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address)  # reads the roll calls
    with django_assert_max_num_queries(queries):
        client.get(address)
