"""Tests the page that asks before publishing.

It foretells the result for each of many proofs. A proof with open findings is published only with its box ticked."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from archive.desk import proofs, publishing, roles
from archive.desk.finding import Finding
from archive.desk.incoming import PastedText, receive
from archive.desk.proofs import RefusedError
from archive.models import Clause, HistoryEntry, Proof, Resolution, Revision
from archive.models.proof import ProofState
from tests.test_desk_pages import TEXT, act, client_of, person, read_all

pytestmark = pytest.mark.django_db

WITH_FINDING = TEXT.replace("2. 请", "3. 请")  # the number jumps


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def dropped(text: str, by: Any, name: str = "pasted.txt") -> Proof:
    receive([], PastedText(text, name), by=by)
    read_all()
    return Proof.objects.latest("pk")


def numbered(number: int) -> str:
    return TEXT.replace("90/2.", f"90/{number}.")


def ask(client: Any, *chosen: Proof) -> Any:
    """The page that asks whether to publish these proofs."""
    fields = {"action": "publish_selected", "_selected_action": [proof.pk for proof in chosen]}
    return client.post(reverse("admin:archive_proof_changelist"), fields)


def confirm(client: Any, page: Any, **fields: str) -> list[str]:
    """Confirms a page. Returns the messages of the next page."""
    url = reverse("admin:archive_proof_publish_many")
    answer = client.post(url, {"looked": page.context["looked"], **fields}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_nothing_is_published_before_it_is_confirmed(librarian: Any) -> None:
    client = client_of(librarian)
    publishing.publish({(old := dropped(numbered(4), librarian)).pk: old.version}, by=librarian)
    new, other = dropped(TEXT, librarian), dropped(numbered(4).replace("继续", "停止"), librarian)
    page = ask(client, new, other)
    assert Resolution.objects.count() == 1
    html = page.content.decode().replace("&#32;", " ")
    assert "新文本" in html
    assert re.search(rf'href="{reverse("admin:archive_proof_differences", args=[other.pk])}">取代第1版 · 1处不同', html)
    confirm(client, page)
    assert sorted(Resolution.objects.values_list("document__key", flat=True)) == ["A/RES/90/2", "A/RES/90/4"]
    assert Revision.objects.get(current=True, text__resolution__document__key="A/RES/90/4").number == 2


def test_a_proof_changed_since_the_page_was_shown_is_not_published(librarian: Any) -> None:
    client = client_of(librarian)
    one, other = dropped(TEXT, librarian), dropped(numbered(4), librarian)
    page = ask(client, one, other)
    act(client, other, "mend", operation="join", chosen="op1")
    said = confirm(client, page)[-1]
    assert "li" in said
    assert not Resolution.objects.exists()


def test_proofs_with_findings_are_published_only_with_the_box_ticked(librarian: Any) -> None:
    client, proof = client_of(librarian), dropped(WITH_FINDING, librarian)
    assert proof.findings == 1
    page = ask(client, proof)
    assert "其中1份还有1处待看，仍要发布" in page.content.decode()
    [said] = confirm(client, page)
    assert "A/RES/90/2" in said
    assert not Resolution.objects.exists()
    confirm(client, page, despite="1")
    told = HistoryEntry.objects.get(action="published")
    assert told.values["findings"] == "1"
    history = client.get(reverse("admin:archive_historyentry_changelist")).content.decode()
    assert "尚有1处待看" in history


def test_one_proof_with_findings_is_published_only_with_the_box_ticked(librarian: Any) -> None:
    client, proof = client_of(librarian), dropped(WITH_FINDING, librarian)
    url = reverse("admin:archive_proof_change", args=[proof.pk])
    box = '<input type="checkbox" name="despite" value="1" required> 还有1处待看，仍要发布'
    assert box in client.get(url).content.decode().replace("&#32;", " ")
    client.cookies["django_language"] = "en"
    assert "1 to look at; publish all the same" in client.get(url).content.decode()
    assert act(client, proof, "publish").status_code == 422
    assert act(client, proof, "publish", despite="0").status_code == 422
    assert not Resolution.objects.exists()
    assert act(client, proof, "publish", despite="1").status_code == 302
    assert Resolution.objects.exists()


def test_no_box_without_findings(librarian: Any) -> None:
    client, proof = client_of(librarian), dropped(TEXT, librarian)
    page = client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    assert 'name="despite"' not in page
    assert 'name="despite"' not in ask(client, proof).content.decode()


def test_rivals_are_not_published_together(librarian: Any) -> None:
    client = client_of(librarian)
    mail = dropped(TEXT.replace("继续", "停止"), librarian, "mail.txt")
    word, third = dropped(TEXT, librarian, "word.txt"), dropped(numbered(4), librarian)
    page = ask(client, mail, word, third)
    assert [one.proof for one in page.context["able"]] == [third]
    assert "“mail.txt”与“word.txt”是同一语文的同一决议A/RES/90/2" in page.content.decode()
    # A request for both by address gets the same answer.
    with pytest.raises(RefusedError, match=r"“mail\.txt” and “word\.txt”"):
        publishing.publish({mail.pk: mail.version, word.pk: word.version}, by=librarian)
    assert not Resolution.objects.exists()
    # The page of one alone names the other.
    alone = ask(client, word).content.decode()
    assert reverse("admin:archive_proof_change", args=[mail.pk]) in alone
    # Another language is another text.
    act(client, mail, "mend", operation="metadata", field="language", value="en")
    assert len(ask(client, mail, word).context["able"]) == 2


def test_a_blocked_rival_blocks_no_other(librarian: Any) -> None:
    client = client_of(librarian)
    one, other = dropped(TEXT.replace("继续", "停止"), librarian), dropped(TEXT, librarian)
    act(client, one, "mend", operation="metadata", field="title", value="")
    page = ask(client, one, other)
    assert [row.proof for row in page.context["able"]] == [other]
    assert "缺少文号、标题或全部条款" in page.content.decode()


def test_a_long_list_goes_to_the_queue_with_its_choices(librarian: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "AT_ONCE", 1)
    client = client_of(librarian)
    chosen = [dropped(WITH_FINDING, librarian), dropped(numbered(4), librarian)]
    jobs: list[Any] = []
    monkeypatch.setattr("archive.desk.queue._defer", lambda *_, **arguments: jobs.append(arguments))
    for fields, published in (({}, 0), ({"despite": "1"}, 2)):
        jobs.clear()
        confirm(client, ask(client, *chosen), **fields)
        [job] = [job for job in jobs if "proofs" in job]
        publishing.publish_deferred(dict(job["proofs"]), librarian, dict(job["despite"]))
        assert Resolution.objects.count() == published


@pytest.mark.parametrize("looked", ["", "x", "1:2", "1:2:3:4", "99999999999999999999:1:1"])
def test_a_malformed_form_is_refused(librarian: Any, looked: str) -> None:
    answer = client_of(librarian).post(reverse("admin:archive_proof_publish_many"), {"looked": looked})
    assert answer.status_code == 400


def test_an_unknown_proof_is_not_published(librarian: Any) -> None:
    proof = dropped(TEXT, librarian)
    fields = {"looked": f"{proof.pk}:1:0 999999:1:0"}
    answer = client_of(librarian).post(reverse("admin:archive_proof_publish_many"), fields)
    assert answer.status_code == 404
    assert not Resolution.objects.exists()


def test_the_number_of_queries_does_not_grow(librarian: Any, django_assert_max_num_queries: Any) -> None:
    chosen = [dropped(numbered(number), librarian) for number in range(2, 8)]
    client = client_of(librarian)
    with django_assert_max_num_queries(20):
        ask(client, *chosen)


def test_where_a_second_librarian_approves_the_buttons_say_so(librarian: Any, settings: Any) -> None:
    settings.APPROVAL = True
    client, leader = client_of(librarian), client_of(person("wang", roles.CHIEF))
    proof = dropped(WITH_FINDING, librarian)
    page = unescape(client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode())
    assert "提交核准 (p)</button>" in page
    assert "还有1处待看，仍要提交" in page
    assert "将所选校样提交核准" in client.get(reverse("admin:archive_proof_changelist")).content.decode()
    asked = ask(client, proof)
    assert "此次只提交另一位馆员核准" in asked.content.decode()
    confirm(client, asked, despite="1")
    proof.refresh_from_db()
    assert (proof.state, proof.ready_by) == (ProofState.APPROVAL, librarian)
    assert HistoryEntry.objects.get(action="ready").values == {"findings": "1"}
    assert ask(client, proof).context["unable"], "not by the same person"
    confirm(leader, ask(leader, proof), despite="1")
    assert Clause.objects.of_readers().exists()
    assert proofs.prepare(proof).findings


def test_a_proof_that_is_not_approved_is_sent_back_with_a_reason(librarian: Any, settings: Any) -> None:
    settings.APPROVAL = True
    client, leader = client_of(librarian), client_of(person("wang", roles.CHIEF))
    proof = dropped(TEXT, librarian)
    url = reverse("admin:archive_proof_change", args=[proof.pk])
    assert act(leader, proof, "back", reason="缺脚注").status_code == 422, "it does not wait for approval"
    act(client, proof, "publish")
    assert "退回</button>" not in client.get(url).content.decode()
    assert "退回</button>" in leader.get(url).content.decode()
    assert act(client, proof, "back", reason="缺脚注").status_code == 403
    assert act(leader, proof, "back", reason=" ").status_code == 422
    assert act(leader, proof, "back", reason="缺脚注", version=1).status_code == 409
    assert act(leader, proof, "back", reason="缺脚注").status_code == 302
    proof.refresh_from_db()
    assert (proof.state, proof.ready_by) == (ProofState.OPEN, None)
    assert "wang 于" in (page := client.get(url).content.decode())
    assert "退回：缺脚注" in page
    told = HistoryEntry.objects.latest("pk")
    assert (told.action, told.subject, told.reason) == ("sent_back", "A/RES/90/2", "缺脚注")
    act(client, proof, "publish")
    assert "退回：缺脚注" not in client.get(url).content.decode(), "it has been submitted again since"


def test_the_reason_for_setting_a_proof_aside_is_kept(librarian: Any) -> None:
    client, proof = client_of(librarian), dropped(TEXT, librarian)
    assert act(client, proof, "aside", reason="只是草案").status_code == 302
    assert HistoryEntry.objects.latest("pk").reason == "只是草案"
    assert "只是草案" in client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    act(client, proof, "up")
    assert act(client, proof, "aside").status_code == 302, "no reason is needed"


def test_a_rival_with_other_words_is_a_finding_in_both(librarian: Any) -> None:
    client = client_of(librarian)
    one, other = dropped(TEXT, librarian, "word.txt"), dropped(TEXT.replace("继续", "停止"), librarian, "mail.txt")
    one.refresh_from_db()
    assert (one.findings, other.findings) == (1, 1)
    page = client.get(reverse("admin:archive_proof_change", args=[one.pk])).content.decode()
    assert "工作台上的“mail.txt”也是同一决议，但文字不同。" in page
    assert act(client, one, "publish").status_code == 422
    # A proof with the same words, of another text, or set aside is no rival.
    act(client, other, "mend", operation="words", chosen="op1", text="决定继续审议；", reason="误")
    one.refresh_from_db()
    assert (one.findings, Proof.objects.get(pk=other.pk).findings) == (0, 0)
    act(client, other, "undo", mend=other.mends.get().pk)
    act(client, other, "mend", operation="metadata", field="symbol", value="90/3")
    one.refresh_from_db()
    assert (one.findings, Proof.objects.get(pk=other.pk).findings) == (0, 0)
    act(client, other, "mend", operation="metadata", field="symbol", value="90/2")
    act(client, other, "aside")
    one.refresh_from_db()
    assert one.findings == 0
    act(client, other, "up")
    assert act(client, one, "publish", despite=1).status_code == 302
    assert Proof.objects.get(pk=other.pk).findings == 0, "a published text is no rival; the proof is compared with it"


def test_a_rival_can_be_settled(librarian: Any) -> None:
    client, one = client_of(librarian), dropped(TEXT, librarian, "word.txt")
    dropped(TEXT.replace("继续", "停止"), librarian, "mail.txt")
    act(
        client, one, "mend", operation="settle", finding=Finding("metadata", "checking.rival", {"file": "mail.txt"}).key
    )
    one.refresh_from_db()
    assert one.findings == 0
