"""Tests files of votes on the desk: preview, acceptance, taking back. Invented votes, with librarians of each role."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.desk import queue, roles
from archive.desk.incoming import cancel, receive
from archive.desk.proofs import RefusedError
from archive.desk.votes import proposals
from archive.intake.votes import VoteIntake
from archive.models import HistoryEntry, Submission, Vote, VoteFile, VoteProposal
from archive.models.submission import SubmissionState
from archive.models.vote_proposal import ProposalState
from tests import shelf
from tests.test_desk_pages import client_of, person, read_all
from tests.test_voting_intake import record
from tests.test_voting_taking_back import everything

pytestmark = pytest.mark.django_db

TABLE = """文号,日期,国家,投票
65/1,2010-12-08,中国,反对
65/1,2010-12-08,法国,反对
65/1,2010-12-08,印度,弃权
65/2,2010-12-08,亚特兰蒂斯,赞成
65/3,2010-12-08,中国,也许
"""


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def drop(content: str, by: Any, name: str = "votes.csv") -> VoteProposal:
    receive([SimpleUploadedFile(name, content.encode())], by=by)
    read_all()
    return VoteProposal.objects.latest("pk")


def test_a_preview_says_what_is_new_what_disagrees_and_what_is_refused(librarian: Any) -> None:
    VoteIntake().store([record("library:1")])
    before = everything()
    proposal = drop(TABLE, librarian)
    assert everything() == before
    assert proposal.counts == {
        "new": 2, "changed": 0, "unchanged": 0, "passed_over": 0, "refused": 2, "disagrees": 1, "unplaced": 0,
        "problems": 1,
    }  # fmt: skip
    first, second = sorted(proposal.rows, key=lambda row: row["symbol"])
    [other] = first["disagrees"]
    assert (first["totals"], first["leading"], other["key"]) == ([0, 2, 1], False, "library:1")
    assert [message["code"] for message in other["messages"]] == ["vote.totals_differ", "vote.choices_differ"]
    assert [problem["kind"] for problem in second["problems"]] == ["unknown_name"]
    assert [message["code"] for message in proposal.refused] == ["vote.sheet_no_choice", "vote.sheet_vote_left_out"]
    assert Submission.objects.get().state == SubmissionState.READ


def test_a_file_is_accepted_and_taken_back(librarian: Any) -> None:
    VoteIntake().store([record("library:1")])
    before, proposal = everything(), drop(TABLE, librarian)
    proposals.accept(proposal.pk, by=librarian)
    assert Vote.objects.get(key="table:A/RES/65/1").totals == (0, 2, 1)
    with pytest.raises(RefusedError, match="Say why"):
        proposals.take_back(proposal.pk, by=librarian, reason="")
    assert proposals.take_back(proposal.pk, by=librarian, reason="a wrong table").state == ProposalState.OPEN
    assert everything() == before
    assert list(HistoryEntry.objects.order_by("pk").values_list("action", "reason")) == [
        ("received", ""), ("published", ""), ("withdrawn", "a wrong table"),
    ]  # fmt: skip
    proposals.accept(proposal.pk, by=librarian)
    assert VoteFile.objects.get().name == "votes.csv"


def test_acceptance_does_not_change_what_the_preview_does_not_show(librarian: Any) -> None:
    proposal = drop(TABLE, librarian)
    VoteIntake().store([record("library:1")])
    with pytest.raises(RefusedError) as error:
        proposals.accept(proposal.pk, by=librarian)
    assert error.value.message.code == "desk.votes_changed_meanwhile"
    assert not VoteFile.objects.exists()
    proposal.refresh_from_db()
    assert proposal.counts["disagrees"] == 1
    proposals.accept(proposal.pk, by=librarian)


def test_a_large_file_is_accepted_by_the_queue(librarian: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "AT_ONCE", 1)
    proposal, client = drop(TABLE, librarian), client_of(librarian)
    address = reverse("admin:archive_voteproposal_change", args=[proposal.pk])
    page = client.post(reverse("admin:archive_voteproposal_accept", args=[proposal.pk]), follow=True).content.decode()
    assert "后台程序正在存入这些表决" in page
    assert reverse("admin:archive_voteproposal_again", args=[proposal.pk]) not in page
    with pytest.raises(RefusedError):
        proposals.put_aside(proposal.pk, by=librarian, reason="不要")
    proposals.look_again(proposal.pk)
    assert not Vote.objects.exists()
    [job] = ProcrastinateJob.objects.filter(task_name=queue.ACCEPT).values_list("args", flat=True)
    proposals.accept_deferred(job["proposal_id"], librarian)
    assert Vote.objects.count() == 2
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert "已采纳" in client.get(address).content.decode()
    proposals.accept_deferred(proposal.pk, librarian)  # the job of a worker that was killed runs again
    assert HistoryEntry.objects.filter(action="published").count() == 1


def test_a_large_file_that_the_queue_cannot_accept_is_open_again(
    librarian: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "AT_ONCE", 1)
    proposal = drop(TABLE, librarian)
    proposals.accept_or_defer(proposal.pk, by=librarian)
    VoteIntake().store([record("library:1")])
    proposals.accept_deferred(proposal.pk, librarian)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.counts["disagrees"]) == (ProposalState.OPEN, 1)
    refused = HistoryEntry.objects.get(action="sent_back")
    assert (refused.subject, refused.detail, refused.by) == ("votes.csv", "desk.votes_changed_meanwhile", librarian)


def test_a_changed_record_shows_each_value_before_and_after(librarian: Any) -> None:
    proposals.accept(drop(TABLE, librarian).pk, by=librarian)
    again = drop(TABLE.replace("中国,反对", "中国,赞成").replace("2010-12-08", "2010-12-09"), librarian)
    [row] = [row for row in again.rows if row["symbol"] == "A/RES/65/1"]
    assert (row["result"], [message["values"] for message in row["changes"]]) == (
        "changed",
        [
            {"model": "vote", "field": "date", "before": "2010-12-08", "after": "2010-12-09"},
            {"state": "CHN", "choice": "no", "other_choice": "yes"},
        ],
    )


def test_a_paragraph_that_the_text_does_not_have_stays_at_no_clause(librarian: Any) -> None:
    shelf.fill()
    proposal = drop("文号,段落,赞成,反对,弃权\n90/2,第1段,3,2,1\n90/2,第99段,3,2,1\n90/2,末句,3,2,1\n", librarian)
    assert {tuple(row["paths"]): (row["unplaced"] or {}).get("code") for row in proposal.rows} == {
        ("op1",): None, ("op99",): "vote.no_such_clause", (): "vote.paragraph_not_said",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [("文号,国家,投票\n", "vote.no_votes_in_file"), ("文号,国家,投票,备注\n", "vote.sheet_unknown_columns")],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_reason(librarian: Any, content: str, code: str) -> None:
    receive([SimpleUploadedFile("votes.csv", content.encode())], by=librarian)
    read_all()
    assert (Submission.objects.get().state, Submission.objects.get().reason_code) == (SubmissionState.FAILED, code)


def test_a_cancelled_batch_puts_its_votes_aside(librarian: Any) -> None:
    proposal = drop(TABLE, librarian)
    cancel(proposal.submission.batch, by=librarian, reason="a mistake")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ASIDE


def test_a_file_without_news_is_not_accepted(librarian: Any) -> None:
    proposals.accept(drop(TABLE, librarian).pk, by=librarian)
    same = drop(TABLE + "\n", librarian)
    with pytest.raises(RefusedError) as error:
        proposals.accept(same.pk, by=librarian)
    assert error.value.message.code == "desk.votes_nothing_new"


def test_a_file_of_which_no_vote_can_be_read_offers_nothing_to_accept(librarian: Any) -> None:
    """It must not say that the archive has its votes, nor that others of them can be accepted."""
    proposal = drop("文号,日期,国家,投票\n65/1,2010-13-08,中国,赞成\n", librarian)
    page = client_of(librarian).get(reverse("admin:archive_voteproposal_change", args=[proposal.pk]))
    accept = reverse("admin:archive_voteproposal_accept", args=[proposal.pk])
    assert "此外没有可采纳的表决" in page.content.decode()
    assert accept not in page.content.decode()
    answer = client_of(librarian).post(accept, follow=True).content.decode()
    assert "预览中没有新增或更改的表决" in answer


def test_the_pages_of_a_file_of_votes(librarian: Any, django_assert_max_num_queries: Any) -> None:
    VoteIntake().store([record("library:1")])
    proposal, client = drop(TABLE, librarian), client_of(librarian)
    address = reverse("admin:archive_voteproposal_change", args=[proposal.pk])
    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()
    assert "A/RES/65/1" in page
    assert "也许" in page
    assert "A/RES/65/2" not in client.get(f"{address}?show=disagrees").content.decode()
    assert reverse("admin:archive_voteproposal_change", args=[proposal.pk]) in client.get(
        reverse("admin:archive_batch_change", args=[proposal.submission.batch_id])
    ).content.decode()  # fmt: skip
    client.post(reverse("admin:archive_voteproposal_accept", args=[proposal.pk]))
    file = VoteFile.objects.get()
    client.post(reverse("admin:archive_votefile_back", args=[file.pk]), {"reason": "a wrong table"})
    assert not VoteFile.objects.exists()
    assert VoteProposal.objects.get().state == ProposalState.OPEN


def test_where_a_second_librarian_approves_only_an_approver_accepts(librarian: Any, settings: Any) -> None:
    settings.APPROVAL = True
    proposal = drop(TABLE, librarian)
    accept = reverse("admin:archive_voteproposal_accept", args=[proposal.pk])
    assert client_of(librarian).post(accept).status_code == 403
    assert client_of(person("wang", roles.CHIEF)).post(accept).status_code == 302
    assert VoteFile.objects.exists()
