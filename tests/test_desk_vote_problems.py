"""Tests that problems of votes are settled and stay settled, and the forms of States, groups, treaties and series."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from archive.desk import roles
from archive.desk.proofs import RefusedError
from archive.desk.votes import settling
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import (
    Ballot,
    Document,
    GroupMembership,
    HistoryEntry,
    MemberState,
    SeriesLink,
    StateName,
    Vote,
    VoteProblem,
)
from archive.voting.choice import CAST
from tests import shelf
from tests.test_desk_pages import client_of, person
from tests.test_voting_intake import record

pytestmark = pytest.mark.django_db

YES, NO, ABSTAIN = CAST


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def test_a_settled_problem_stays_settled_through_imports(librarian: Any) -> None:
    two = record("library:1"), record("extract:1", "extract", roll={"CHINA": NO})
    VoteIntake().store(two)
    settling.settle(VoteProblem.objects.get(), by=librarian, reason="看了会议记录")
    assert not VoteProblem.objects.open().exists()
    VoteIntake().store([record("library:1", title="Another title"), two[1]], again=True)
    assert [p.settled_because for p in VoteProblem.objects.with_settlement()] == ["看了会议记录"]  # type: ignore[attr-defined]
    VoteIntake().store([record("library:1", roll={"INDIA": YES})])
    assert VoteProblem.objects.open().count() == 1
    [entry] = HistoryEntry.objects.all()
    assert (entry.action, entry.detail, entry.values["problem"]) == ("dealt_with", "history.problem_settled", "sources")


def test_a_problem_is_settled_once_with_a_reason_and_opened_again(librarian: Any) -> None:
    VoteIntake().store([record("library:1", yes=9, no=1, abstain=1)])
    problem, client = VoteProblem.objects.get(), client_of(librarian)
    settle = reverse("admin:archive_voteproblem_settle", args=[problem.pk])
    client.post(settle)
    assert VoteProblem.objects.open().exists()
    client.post(settle, {"reason": "原文如此"})
    assert "原文如此" in client.get(problem.vote.get_absolute_url()).content.decode()
    listed = reverse("admin:archive_voteproblem_changelist")
    assert [client.get(f"{listed}?settled={one}").context["cl"].result_count for one in ("no", "yes")] == [0, 1]
    client.post(reverse("admin:archive_voteproblem_open", args=[problem.pk]), {"reason": "仍有疑问"})
    assert VoteProblem.objects.open().exists()


def test_the_list_counts_the_states_that_only_one_source_names(librarian: Any) -> None:
    """A librarian's table of a few States, beside the whole roll call, is a line in the list and not a page."""
    load_states()
    VoteIntake().store([record("library:1", roll={"JAPAN": YES, "PERU": YES}, yes=3, no=1, abstain=1)])
    VoteIntake().store([record("table:1", "table", roll={"CHINA": NO}, yes=0, no=2, abstain=1)])
    words = client_of(librarian).get(reverse("admin:archive_voteproblem_changelist")).content.decode()
    assert "CHN：赞成 ≠ 反对；仅其中一方列出的有2国。" in words
    assert "PER：" not in words


def test_several_problems_are_settled_for_one_reason(librarian: Any) -> None:
    """The action of the list asks for a reason. A problem that is settled meanwhile stays as it is."""
    wrong = [record(f"library:{n}", symbol=f"A/RES/65/{n}", yes=9, no=1, abstain=1) for n in (1, 2, 3)]
    VoteIntake().store(wrong)
    first, *others = problems = list(VoteProblem.objects.order_by("pk"))
    client, listed = client_of(librarian), reverse("admin:archive_voteproblem_changelist")
    chosen = {"action": "settle_selected", "_selected_action": [one.pk for one in problems]}
    settling.settle(first, by=librarian, reason="看了会议记录")
    page = client.post(listed, chosen)
    assert [problem for problem, _words in page.context["problems"]] == others
    many = reverse("admin:archive_voteproblem_settle_many")
    client.post(many, {"problems": page.context["chosen"]})
    assert VoteProblem.objects.open().count() == 2
    answer = client.post(many, {"problems": page.context["chosen"], "reason": "原文如此"}, follow=True)
    assert "已了结2项问题。" in answer.content.decode()
    assert [one.settled_because for one in VoteProblem.objects.with_settlement().order_by("pk")] == [  # type: ignore[attr-defined]
        "看了会议记录", "原文如此", "原文如此",
    ]  # fmt: skip
    assert HistoryEntry.objects.filter(detail="history.problem_settled").count() == 3
    reader = client_of(person("du", roles.READER))
    assert reader.post(many, {"problems": "1", "reason": "x"}).status_code == 403


def test_a_name_is_explained_for_all_votes_and_later_imports(librarian: Any) -> None:
    roll = {"ATLANTIS": YES}
    VoteIntake().store([record("library:1", roll=roll), record("library:2", symbol="A/RES/65/2", roll=roll)])
    problem, client = VoteProblem.objects.filter(vote__key="library:1").get(), client_of(librarian)
    page = client.get(reverse("admin:archive_voteproblem_change", args=[problem.pk])).content.decode()
    assert "ATLANTIS" in page
    name = reverse("admin:archive_voteproblem_name", args=[problem.pk])
    client.post(name, {"name": "ATLANTIS", "state": "GRC", "reason": "a misprint"})
    assert set(Ballot.objects.filter(printed="ATLANTIS").values_list("state_id", flat=True)) == {"GRC"}
    assert not VoteProblem.objects.exists()
    VoteIntake().store([record("library:3", symbol="A/RES/65/3", roll=roll)])
    assert Ballot.objects.get(vote__key="library:3", printed="ATLANTIS").state_id == "GRC"


def test_a_state_votes_only_once(librarian: Any) -> None:
    VoteIntake().store([record("library:1", roll={"ATLANTIS": YES})])
    settling.explain("ATLANTIS", MemberState.objects.get(code="CHN"), by=librarian, reason="a misprint")
    assert Ballot.objects.get(printed="ATLANTIS").state is None
    with pytest.raises(RefusedError) as error:
        settling.explain("ATLANTIS", MemberState.objects.get(code="CHN"), by=librarian, reason="a misprint")
    assert error.value.message.code == "desk.name_is_known"


def rows(prefix: str, *given: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The fields of an inline form."""
    found: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    return found | {f"{prefix}-{n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}


def test_a_treaty_is_entered_without_json(librarian: Any) -> None:
    form = {
        "key": "treaty:TEST", "kind": "treaty", "title_zh": "试验条约", "title_en": "Test Treaty", "date": "1968-07-01",
        "in_force": "1970-03-05", "place_zh": "日内瓦", "unts": "729, 10485\n730、10486", "lnts": "",
        "reason": "条约集",
    }  # fmt: skip
    add, client = reverse("admin:archive_document_add"), client_of(librarian)
    assert client.post(add, form | rows("aliases", {"name": "《试验条约》"}) | {"unts": "[[1]]"}).status_code == 200
    client.post(add, form | rows("aliases", {"name": "《试验条约》"}))
    treaty = Document.objects.get(key="treaty:TEST")
    assert (treaty.unts, treaty.lnts, treaty.aliases.get().name) == ([[729, 10485], [730, 10486]], [], "《试验条约》")
    page = client.get(reverse("admin:archive_document_change", args=[treaty.pk])).content.decode()
    assert "729, 10485" in page
    assert "[[" not in page


def test_the_names_and_years_of_a_state_are_edited_with_a_reason(librarian: Any) -> None:
    load_states()
    state, client = MemberState.objects.get(code="AND"), client_of(librarian)
    known = list(StateName.objects.filter(state=state))
    names = [{"id": one.pk, "state": "AND", "name": one.name} for one in known]
    names.append({"id": "", "state": "AND", "name": "安道尔公国旧称", "since": "1993-07-28", "until": "1999-12-31"})
    facts = {
        f.name: getattr(state, f.name) or ""
        for f in MemberState._meta.concrete_fields
        if f.name not in ("code", "admitted")
    }
    form = {**facts, "admitted": "1993-07-28"} | rows("names", *names, initial=len(known))
    change = reverse("admin:archive_memberstate_change", args=["AND"])
    assert client.post(change, form).context["adminform"].form.errors.keys() == {"reason"}
    assert client.post(change, form | {"reason": "旧记录"}).status_code == 302
    assert StateName.objects.get(name="安道尔公国旧称").since
    changes = HistoryEntry.objects.filter(action="corrected").values_list("detail", "reason")
    assert list(changes) == [("history.added", "旧记录")]


def test_the_membership_of_a_group_has_its_dates(librarian: Any) -> None:
    load_states()
    group = {"key": "test-group", "kind": "organisation", "name_zh": "试验组", "name_en": "Test", "source": "x"}
    member = {"state": "CHN", "since": "1990-01-01", "until": "1999-12-31"}
    form = {**group, **rows("memberships", member), "reason": "公报"}
    client_of(librarian).post(reverse("admin:archive_stategroup_add"), form)
    membership = GroupMembership.objects.get(group="test-group")
    assert (membership.state_id, str(membership.since)) == ("CHN", "1990-01-01")


@pytest.mark.parametrize(
    ("earlier", "later", "reason", "saved"),
    [
        ("A/RES/89/1", "A/RES/90/2", "标题相承", True),
        ("A/RES/90/2", "A/RES/89/1", "标题相承", False),
        ("A/RES/89/1", "乱写的文号!!", "标题相承", False),
        ("A/RES/89/1", "A/RES/90/2", "", False),
    ],
)
def test_a_link_of_a_series_is_between_known_resolutions(
    librarian: Any, earlier: str, later: str, reason: str, saved: bool
) -> None:
    shelf.fill()
    SeriesLink.objects.all().delete()
    form = {"earlier": earlier, "later": later, "status": "accepted", "reason": reason}
    client = client_of(librarian)
    client.post(reverse("admin:archive_serieslink_add"), form)
    links = SeriesLink.objects.filter(decided=True).values_list("earlier", "later", "basis")
    assert list(links) == ([(earlier, later, "librarian")] if saved else [])
    if saved:
        change = reverse("admin:archive_serieslink_change", args=[SeriesLink.objects.get(decided=True).pk])
        client.post(change, form | {"status": "rejected"})
        assert SeriesLink.objects.get(decided=True).status == "rejected"


def test_the_roll_call_of_a_resolution_is_no_json(librarian: Any) -> None:
    shelf.fill()
    vote = Vote.objects.adopting().filter(document__resolution__isnull=False).first()
    assert vote
    assert vote.document
    page = client_of(librarian).get(reverse("admin:archive_resolution_change", args=[vote.document.pk]))
    assert "id_voters" not in page.content.decode()
