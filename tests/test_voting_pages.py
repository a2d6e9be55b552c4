"""Tests the pages of votes, States and series, as page, JSON and CSV, with the seed's votes and invented ones."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.intake import series
from archive.intake.states import load_states
from archive.intake.vote_files import import_file
from archive.intake.votes import VoteIntake
from archive.models import Document, SeriesEntry, Vote
from archive.models import Subject as DocumentSubject
from archive.views.votes.roll_calls import votes_of_resolutions
from archive.views.votes.vote_messages import unplaced_words
from archive.voting.choice import CAST
from archive.voting.record import CastBallot, Origin, Subject, VoteRecord
from tests.test_voting_intake import SEED

pytestmark = pytest.mark.django_db

YES, NO, ABSTAIN = CAST
OTHERS = ["MEXICO", "BRAZIL", "EGYPT", "NEPAL", "KENYA", "JAPAN", "NORWAY", "PERU", "CHILE", "GHANA"]


@pytest.fixture
def voted() -> None:
    """The seed's four votes, a resolution in twelve sessions on which China changes its choice once, and a vote with an
    unknown name."""
    load_states()
    Document.objects.create(key="A/RES/65/72", kind="ga_resolution", title_zh="采取联合行动", date=date(2010, 12, 8))
    import_file(SEED)
    records = []
    for session in range(70, 82):
        rolls = {
            "CHINA": YES if session < 75 else NO,
            "FRANCE": NO,
            "UNITED STATES": NO,
        } | dict.fromkeys(OTHERS, YES)
        records.append(
            VoteRecord(
                f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/7", title="On elephants", session=str(session),
                date=date(session + 1945, 12, 1), ballots=[CastBallot(name, choice) for name, choice in rolls.items()],
            )
        )  # fmt: skip
    records.append(
        VoteRecord(
            "library:odd", Origin.LIBRARY, "A/RES/81/8", title="<b>Odd</b>", session="81", date=date(2026, 1, 1),
            yes=5, no=0, abstain=0, ballots=[CastBallot("ATLANTIS", YES), CastBallot("PERU", YES, corrected=ABSTAIN)],
        )
    )  # fmt: skip
    VoteIntake().store(records)
    series.rebuild()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def data(client: Client, address: str) -> Any:
    return json.loads(page(client, address + ("&" if "?" in address else "?") + "format=json"))


def table(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address + ("&" if "?" in address else "?") + "format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("voted")
@pytest.mark.parametrize(
    ("language", "sort", "first"),
    [
        ("zh-hans", "", ["阿尔巴尼亚", "阿尔及利亚", "阿富汗"]),
        ("zh-hans", "?sort=strokes", ["几内亚", "几内亚比绍", "也门"]),
        ("en", "", ["Afghanistan", "Albania", "Algeria"]),
    ],
)
def test_states_are_in_the_order_of_the_language(client: Client, language: str, sort: str, first: list[str]) -> None:
    client.cookies["django_language"] = language
    shown: Any = html.fromstring(client.get(f"/states/{sort}").content)
    names = [row.text_content() for row in shown.cssselect("th[scope=row] a")]
    assert names[:3] == first


@pytest.mark.usefixtures("voted")
class TestPages:
    def test_a_vote_names_its_small_minority_and_lists_everyone(self, client: Client) -> None:
        shown = page(client, "/votes/voeten:5079/")
        assert "173票赞成" in shown
        assert '<span class="tone no">反对</span>：朝鲜' in shown
        assert shown.count('href="/states/') >= 185
        assert (
            "当日会员国192个，记录载有185国的投票。其余各国如何，记录未载。各国和席位的前占有者用当日的名称；" in shown
        )

    def test_a_vote_by_regional_group(self, client: Client) -> None:
        shown = page(client, "/votes/voeten:5079/?by=group")
        assert "东欧国家组" in shown
        assert "区域组不详" not in shown

    def test_a_vote_by_name(self, client: Client) -> None:
        shown: Any = html.fromstring(page(client, "/votes/voeten:5079/?by=name"))
        rows = [row.text_content().split() for row in shown.cssselect("ol.by-name li")]
        assert rows[:2] == [["阿尔巴尼亚", "赞成"], ["阿尔及利亚", "赞成"]]
        assert len(rows) == 185

    def test_a_separate_vote_is_compared_with_the_vote_on_the_whole(self, client: Client) -> None:
        shown = page(client, "/votes/voeten:5875/")
        assert "赞成+3，反对+3，弃权−10" in shown
        assert "与整体表决投票不同的国家" in shown

    def test_a_vote_as_data_and_as_a_table_that_can_be_imported_again(self, client: Client, tmp_path: Any) -> None:
        found = data(client, "/votes/voeten:5876/")
        assert (found["paths"], found["totals"]["yes"], len(found["roll_call"])) == (["op8"], 176, 179)
        response = client.get("/votes/voeten:5876/?format=csv")
        path = tmp_path / "again.csv"
        path.write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
        assert import_file(path).tally.ballots == 0
        assert Vote.objects.get(key="voeten:5876").ballots.count() == 179

    def test_a_table_has_no_formula_and_can_be_imported_with_the_same_words(
        self, client: Client, tmp_path: Any
    ) -> None:
        Vote.objects.filter(key="library:odd").update(title="=1+1")
        response = client.get("/votes/library:odd/?format=csv")
        path = tmp_path / "again.csv"
        path.write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
        assert ",'=1+1," in path.read_text(encoding="utf-8")
        import_file(path)
        assert Vote.objects.get(key="library:odd").title == "=1+1"

    def test_problems_are_shown_and_markup_is_text(self, client: Client) -> None:
        shown = page(client, "/votes/library:odd/")
        assert "公布的票数为5–0–0，唱名记录计得2–0–0" in shown
        assert "ATLANTIS" in shown
        assert "&lt;b&gt;Odd&lt;/b&gt;" in shown
        assert "后声明原意不同" in shown

    def test_the_admin_lists_what_does_not_fit_in_words_and_finds_it(self, admin_client: Client) -> None:
        shown = page(admin_client, "/admin/archive/voteproblem/?q=ATLANTIS")
        assert '<td class="field-words">ATLANTIS</td>' in shown
        problem = Vote.objects.get(key="library:odd").problems.get(kind="totals")
        for address in (f"vote/{problem.vote_id}", f"voteproblem/{problem.pk}"):
            shown = page(admin_client, f"/admin/archive/{address}/change/")
            assert "5–0–0 ≠ 2–0–0" in shown
            assert "vote.totals_differ" not in shown, "a code is not for people"

    def test_the_admin_words_why_a_vote_is_at_no_clause(self, admin_client: Client) -> None:
        Vote.objects.filter(key="library:odd").update(unplaced={"code": "vote.amendment", "values": {}})
        odd = Vote.objects.get(key="library:odd")
        shown = page(admin_client, f"/admin/archive/vote/{odd.pk}/change/")
        assert unplaced_words(odd.unplaced) in shown
        assert "vote.amendment" not in shown

    def test_the_list_is_narrowed_by_the_choice_of_a_state(self, client: Client) -> None:
        assert data(client, "/votes/?state=CHN&choice=no")["count"] == 8, "seven years, and paragraph 2 of 65/72"
        assert data(client, "/votes/?state=PRK&choice=no&session=65")["count"] == 4
        assert data(client, "/votes/?scope=paragraph")["count"] == 3
        rows = table(client, "/votes/?scope=paragraph")
        assert [row["paths"] for row in rows] == ["op2", "op8", "op9"]
        assert "record" in rows[0], "import_votes does not accept a table without ballots"

    def test_a_series_shows_every_year_and_the_states_that_changed(self, client: Client) -> None:
        shown = page(client, "/series/A/RES/75/7/")
        assert shown.count("<rect") >= 24
        assert 'href="/states/CHN/">中国</a> 赞成 → 反对' in shown
        found = data(client, "/series/A/RES/70/7/")["series"]
        assert [year["session"] for year in found] == list(range(70, 82))
        assert [year["moved"] for year in found if year["moved"]] == [
            [{"state": "CHN", "before": "yes", "after": "no"}]
        ]

    def test_a_filter_counts_the_votes_that_the_others_leave(self, client: Client) -> None:
        shown = page(client, "/votes/?state=CHN&choice=no")
        assert '决议全文 <span class="count">7</span>' in shown
        assert '<option value="CHN" selected>' in shown
        assert '<option value="no" selected>' in shown

    def test_votes_are_sorted_by_published_totals(self, client: Client) -> None:
        found = data(client, "/votes/?sort=-yes&scope=whole")["results"]
        assert [vote["vote"] for vote in found][:1] == ["voeten:5079"]
        assert found[-1]["vote"] == "library:odd", "5 are published, 2 counted"

    def test_a_session_that_a_series_lacks_is_a_gap_in_its_chart(self, client: Client) -> None:
        SeriesEntry.objects.filter(document_id="A/RES/75/7").delete()
        shown = page(client, "/series/A/RES/74/7/")
        chart = html.fromstring(shown).cssselect("figure.chart")[0]
        assert (chart.cssselect(".sessions span")[5].text or "").strip() == "75"
        assert not chart.cssselect("svg g")[5].cssselect("rect")
        assert shown.count("<g>") == 12
        assert "A/RES/75/7" not in shown.split("<svg")[1].split("</svg>")[0]

    def test_the_list_of_series_leads_to_the_newest(self, client: Client) -> None:
        assert 'href="/series/A/RES/81/7/"' in page(client, "/series/")
        assert table(client, "/series/") == [
            {
                "symbol": "A/RES/81/7", "title": "On elephants", "description": "", "resolutions": "12",
                "first_session": "70", "last_session": "81", "sessions": "70 71 72 73 74 75 76 77 78 79 80 81",
                "url": "http://testserver/series/A/RES/81/7/", "topic": "disarmament",
            }
        ]  # fmt: skip

    def test_why_a_vote_is_at_no_clause_is_in_the_readers_language(self, client: Client) -> None:
        said = {"code": "vote.places_without_symbol", "values": {"places": "op1 pp2", "number": "R/4/358A"}}
        words = "记录指明为第1段、序言部分第2段；所记编号R/4/358A不是决议文号。"
        Vote.objects.filter(key="library:odd").update(unplaced=said)
        assert words in page(client, "/votes/library:odd/")
        assert data(client, "/votes/library:odd/")["unplaced"] == {**said, "text": words}
        Vote.objects.filter(key="library:odd").update(unplaced={"code": "By hand.", "values": {}})
        assert "By hand." in page(client, "/votes/library:odd/")

    def test_a_disagreement_of_sources_is_put_into_words(self, client: Client) -> None:
        ballots = [CastBallot("CHINA", NO), CastBallot("FRANCE", NO)]
        VoteIntake().store(
            [VoteRecord("voeten:9", Origin.VOETEN, "A/RES/70/7", date=date(2015, 12, 1), ballots=ballots)]
        )
        for key in ("voeten:9", "library:70"):
            shown = page(client, f"/votes/{key}/")
            assert "library:70 / voeten:9：" in shown, "both records name the other"
            assert "中国：赞成 ≠ 反对；" in shown
            assert {"state": "CHN", "choice": "yes", "other_choice": "no"} in [
                message["values"]
                for problem in data(client, f"/votes/{key}/")["problems"]
                for message in problem["messages"]
            ]
        wholes = [votes.whole for votes in votes_of_resolutions({f"A/RES/{n}/7": () for n in (70, 71)}).values()]
        assert [shown.disputed for shown in wholes if shown] == [True, False]

    def test_a_states_page_measures_and_lists(self, client: Client) -> None:
        found = data(client, "/states/CHN/")
        assert found["measures"]["votes"] == 13
        assert found["measures"]["choices"] == {"yes": 5, "no": 7, "abstain": 1}
        agreement = {"same": 7, "votes": 13, "share": 7 / 13, "sessions": [65, *range(70, 82)]}
        assert found["measures"]["agreement"]["FRA"] == agreement
        assert found["measures"]["changed"][0]["symbol"] == "A/RES/81/7"
        assert found["votes"]["count"] == 16
        shown = page(client, "/states/CHN/")
        assert "53.8%" in shown
        assert "在1个历年系列中改变过投票" in shown
        assert [row["choice"] for row in table(client, "/states/CHN/?session=65&choice=abstain")] == ["abstain"]

    def test_a_states_sessions_and_choices_are_counted_within_the_other_filter(self, client: Client) -> None:
        shown = page(client, "/states/CHN/?session=65")
        assert '反对 <span class="count">1</span>' in shown, "paragraph 9 of 65/72"
        assert '弃权 <span class="count">1</span>' in shown

    def test_a_change_is_counted_although_the_clock_was_set_back_before_it(self, client: Client) -> None:
        first, second = Vote.objects.counted()[:2]
        Vote.objects.filter(pk=first.pk).update(updated_at=timezone.now() + timedelta(days=1))
        before = data(client, "/states/CHN/")["measures"]["votes"]
        second.ballots.all().delete()
        Vote.objects.filter(pk=second.pk).update(updated_at=timezone.now())
        assert data(client, "/states/CHN/")["measures"]["votes"] == before - 1

    def test_a_measure_over_few_votes_is_left_out(self, client: Client) -> None:
        assert "次数太少" in page(client, "/states/CHN/?session=65")

    def test_states_side_by_side(self, client: Client) -> None:
        found = data(client, "/states/compare/?state=CHN&state=USA&state=chn")
        assert found["states"] == ["CHN", "USA"]
        agreement = {"same": 7, "votes": 13, "share": 7 / 13, "sessions": [65, *range(70, 82)]}
        assert found["agreement"] == [{"states": ["CHN", "USA"], **agreement}]
        assert found["differing"]["count"] == 6
        assert "请选择两至五个国家" in page(client, "/states/compare/")

    def test_a_matrix_is_symmetric(self, client: Client) -> None:
        rows = table(client, "/states/matrix/?state=CHN&state=FRA&state=USA")
        assert [(row["state"], row["other_state"]) for row in rows] == [("CHN", "FRA"), ("CHN", "USA"), ("FRA", "USA")]
        assert [rows[0][name] for name in ("same", "votes", "percent")] == ["7", "13", "53.8"]
        cells = html.fromstring(page(client, "/states/matrix/?state=CHN&state=FRA&state=USA")).cssselect("tbody td")
        shown = [(cell.text or "").strip() for cell in cells]
        assert shown == ["–", "53.8", "53.8", "53.8", "–", "100.0", "53.8", "100.0", "–"]
        assert data(client, "/states/matrix/?group=nuclear-weapon-states&from=70&to=74")["votes"] == 5

    def test_a_matrix_has_the_members_of_the_group_in_its_sessions(self, client: Client) -> None:
        assert "GBR" in data(client, "/states/matrix/?group=eu&from=74")["states"]
        assert "GBR" not in data(client, "/states/matrix/?group=eu&from=75")["states"]
        assert len(data(client, "/states/matrix/?group=eu&from=75")["states"]) == 27
        assert "至2020年1月31日" in page(client, "/states/matrix/?group=eu&from=74")

    def test_the_days_of_membership_in_a_group_are_shown(self, client: Client) -> None:
        rows = {row["code"]: row for row in table(client, "/states/?group=eu")}
        assert (rows["GBR"]["since"], rows["GBR"]["until"]) == ("1973-01-01", "2020-01-31")
        found = data(client, "/states/?group=pelindaba")
        assert found["group"]["known_since"] == "2024-03-31"
        assert {s["code"]: s["belonged"] for s in found["results"]}["MAR"] == [{"since": "2022-04-18", "until": None}]
        assert "日期未注明" in page(client, "/states/?group=pelindaba")

    def test_a_state_of_the_past_links_to_its_successors(self, client: Client) -> None:
        assert data(client, "/states/CSK/")["successors"] == ["CZE", "SVK"]
        assert 'href="/states/CSK/">捷克斯洛伐克</a>' in page(client, "/states/SVK/")

    def test_every_state_since_1945_is_listed(self, client: Client) -> None:
        assert len(data(client, "/states/")["results"]) == 198
        assert {row["code"] for row in table(client, "/states/?group=semipalatinsk")} == {
            "KAZ", "KGZ", "TJK", "TKM", "UZB"
        }  # fmt: skip

    @pytest.mark.parametrize(
        "address",
        [
            "/votes/none/", "/votes/?state=ZZZ", "/votes/?state=%00", "/votes/?choice=maybe", "/votes/?page=0",
            "/votes/?scope=x", "/votes/%00/", "/states/ZZZ/", "/states/CHN/?subject=x", "/states/CHN/?page=99",
            "/states/compare/?state=ZZZ", "/states/matrix/?group=none", "/states/matrix/?from=x", "/series/A/RES/1/1/",
            "/votes/?format=xml", "/votes/?session=%00", "/states/CHN/?session=x",
            "/states/compare/?state=CHN&state=USA&state=FRA&state=RUS&state=GBR&state=JPN",
        ],
    )  # fmt: skip
    def test_unknown_addresses_are_a_404_with_a_message(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_an_address_in_small_letters_redirects_to_the_one_spelling(self, client: Client) -> None:
        assert client.get("/states/chn/").headers["Location"] == "/states/CHN/"
        assert client.get("/series/a/res/70/7/").headers["Location"] == "/series/A/RES/70/7/"

    def test_in_english(self, client: Client) -> None:
        client.cookies["django_language"] = "en"
        assert "173 in favour" in page(client, "/votes/voeten:5079/")
        assert "DPR Korea" in page(client, "/votes/voeten:5079/")
        assert "para. 8" in page(client, "/votes/voeten:5876/")
        assert "192 members on that day. What the others did" in page(client, "/votes/voeten:5079/")
        assert "United action towards" in page(client, "/votes/?session=65"), "the archive has only the Chinese title"

    def test_a_resolutions_votes_take_three_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(3):
            [found] = votes_of_resolutions({"A/RES/65/72": [f"op{n}" for n in range(1, 20)]}).values()
            assert found.whole is not None
            assert [names for _n, _w, names in found.whole.roll.minorities] == ["朝鲜"]
            assert {path: [shown.totals for shown in votes] for path, votes in found.at.items()} == {
                "op2": ["176–4–1"], "op8": ["176–1–2"], "op9": ["176–3–1"]
            }  # fmt: skip
            assert found.unplaced == []

    def test_a_resolutions_other_years_as_data(self) -> None:
        [found] = votes_of_resolutions({"A/RES/70/7": ()}).values()
        assert found.data()["series"][0] == {
            "symbol": "A/RES/70/7", "session": 70, "title": "On elephants", "outcome": "recorded",
            "given_title": None, "url": "/votes/library:70/", "votes": {"yes": 11, "no": 2, "abstain": 0},
        }  # fmt: skip

    def test_a_separate_vote_on_a_clause_that_the_text_lacks_is_not_lost(self) -> None:
        [found] = votes_of_resolutions({"A/RES/65/72": ["op2"]}).values()
        assert list(found.at) == ["op2"]
        assert [shown.vote.paths for shown in found.unplaced] == [["op8"], ["op9"]]

    def test_a_states_page_takes_few_queries(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.get("/states/CHN/")
        DocumentSubject.objects.create(pk=7, dictionary="UNBIS", name_en="Elephants")
        for address in ("/states/CHN/", "/states/CHN/?subject=7&session=70&choice=yes"):
            with django_assert_max_num_queries(13):  # nothing is remembered in a transaction
                client.get(address)


def test_the_pages_of_an_archive_without_votes(client: Client) -> None:
    load_states()
    for address in ("/votes/", "/series/", "/states/", "/states/CHN/", "/states/compare/", "/states/matrix/"):
        page(client, address)


def test_measures_follow_a_changed_vote(client: Client) -> None:
    load_states()
    ballots = [CastBallot("CHINA", YES), CastBallot("FRANCE", YES)]
    VoteIntake().store([VoteRecord("library:1", Origin.LIBRARY, "A/RES/79/1", ballots=ballots, subject=Subject())])
    assert data(client, "/states/CHN/")["measures"]["choices"]["yes"] == 1
    VoteIntake().store([VoteRecord("library:1", Origin.LIBRARY, "A/RES/79/1", ballots=[CastBallot("CHINA", NO)])])
    assert data(client, "/states/CHN/")["measures"]["choices"] == {"yes": 0, "no": 1, "abstain": 0}
    assert not SeriesEntry.objects.exists()
