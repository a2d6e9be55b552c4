"""Tests the desk's pages: mending, publishing, approving and taking back, with users of each role. Invented texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from archive.desk import proofs, publishing, roles
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running as working
from archive.desk.mends.facts import FACTS
from archive.models import Batch, Clause, HistoryEntry, PagePicture, Proof, Resolution, Submission
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from tests.desk_groups import make_groups

pytestmark = pytest.mark.django_db

TEXT = """90/2. 一项试验

大会，

回顾其第64/47号决议，

1. 决定继续审议；

2. 请秘书长提出报告。

2035年12月8日
第60次全体会议
"""


def read_all() -> None:
    """Reads every waiting file in this process, as the worker does."""
    for pk in Submission.objects.filter(state=SubmissionState.WAITING).values_list("pk", flat=True):
        working.read(pk)


def person(name: str, role: str) -> Any:
    make_groups()
    user = get_user_model().objects.create_user(name, password="a password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


@pytest.fixture
def chief() -> Any:
    return person("wang", roles.CHIEF)


@pytest.fixture
def proof(librarian: Any) -> Proof:
    receive([], PastedText(TEXT), by=librarian)
    read_all()
    return Proof.objects.get()


def act(client: Client, proof: Proof, name: str, **fields: Any) -> Any:
    proof.refresh_from_db()
    fields.setdefault("version", proof.version)
    return client.post(reverse(f"admin:archive_proof_{name}", args=[proof.pk]), fields)


def seen(client: Client, resolution: Resolution) -> str:
    """The state of the resolution that the page of withdrawing sends back."""
    page = client.get(reverse("admin:archive_resolution_revisions", args=[resolution.pk]))
    return str(page.context["seen"])


def test_from_a_file_to_a_published_resolution_and_back(librarian: Any, chief: Any) -> None:
    client = client_of(librarian)
    file = SimpleUploadedFile("90_2.txt", TEXT.encode())
    answer = client.post(reverse("admin:archive_batch_drop"), {"files": [file], "text": ""}, follow=True)
    assert answer.status_code == 200
    batch = Batch.objects.get()
    url = reverse("admin:archive_batch_progress", args=[batch.pk])
    assert client.get(url).json()["left"] == 1
    read_all()
    assert client.get(url).json()["left"] == 0
    proof = Proof.objects.get()
    page = client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    assert "决定继续审议；" in page
    assert not Resolution.objects.exists(), "a preview stores nothing"
    public = reverse("resolution", args=["A/RES/90/2"])
    assert Client().get(public).status_code == 404

    assert act(client, proof, "publish").status_code == 302
    proof.refresh_from_db()
    assert (proof.state, Resolution.objects.get().document.key) == (ProofState.PUBLISHED, "A/RES/90/2")
    assert "继续审议；" in Client().get(public).content.decode()

    withdraw = reverse("admin:archive_resolution_withdraw", args=[Resolution.objects.get().pk])
    assert client.post(withdraw, {"reason": "x"}).status_code == 403
    leader = client_of(chief)
    resolution = Resolution.objects.get()
    leader.post(withdraw, {"reason": "", "seen": seen(leader, resolution)})
    assert Client().get(public).status_code == 200, "refused without a reason"
    leader.post(withdraw, {"reason": "误收草案", "seen": seen(leader, resolution)})
    gone = Client().get(public)
    assert gone.status_code == 410
    assert "误收草案" in gone.content.decode()
    assert Client().get(public + "?format=json").json()["reason"] == "误收草案"
    assert not Resolution.objects.exists()
    assert not Clause.objects.of_readers().exists()
    document = reverse("document", args=["A/RES/90/2"]) + "?format=json"
    assert "text" not in Client().get(document).json()
    assert "90/2" not in Client().get(reverse("home")).content.decode()
    fields = {"reason": "终究正确", "seen": seen(leader, resolution)}
    leader.post(withdraw.replace("withdraw", "restore"), fields)
    assert Client().get(public).status_code == 200
    assert Client().get(document).json()["text"]
    told = HistoryEntry.objects.filter(subject="A/RES/90/2").order_by("pk").values_list("action", "by__username")
    assert list(told) == [
        ("read", None), ("published", "li"), ("withdrawn", "wang"), ("restored", "wang"),
    ]  # fmt: skip


def test_mending_by_form(librarian: Any, proof: Proof) -> None:
    client = client_of(librarian)
    act(client, proof, "mend", operation="split", chosen="op1", begins="审议", kind="operative")
    second = proofs.prepare(Proof.objects.get()).draft.clauses[2]
    act(client, proof, "mend", operation="number", chosen=second.path, label="1之二．")
    answer = act(client, proof, "mend", operation="words", chosen="pp1", text="回顾第64/47号决议，")
    assert answer.status_code == 422, "a change of words needs a reason"
    act(client, proof, "mend", operation="words", chosen="pp1", text="回顾第64/47号决议，", reason="多一字")
    act(client, proof, "mend", operation="metadata", field="meeting", value="61")
    act(client, proof, "publish", despite=9)
    texts = list(Clause.objects.order_by("position").values_list("label", "text"))
    assert texts == [
        ("", "回顾第64/47号决议，"),
        ("1.", "决定继续"),
        ("1之二．", "审议；"),
        ("2.", "请秘书长提出报告。"),
    ]
    assert Resolution.objects.get().meeting == 61
    assert proof.mends.count() == 4

    for row in reversed(proof.mends.all()):
        assert act(client, proof, "undo", mend=row.pk).status_code == 302
    act(client, proof, "publish", despite=9)
    current = Clause.objects.of_readers().order_by("position").values_list("path", "text")
    assert list(current) == [("pp1", "回顾其第64/47号决议，"), ("op1", "决定继续审议；"), ("op2", "请秘书长提出报告。")]


def test_facts_are_corrected_together_or_not_at_all(librarian: Any, proof: Proof) -> None:
    client = client_of(librarian)
    draft = proofs.prepare(proof).draft
    as_shown = {f"fact-{key}": fact.of(draft) for key, fact in FACTS.items()}
    wrong = as_shown | {"fact-meeting": "61", "fact-adopted_on": "8 December"}
    assert act(client, proof, "mend", operation="facts", **wrong).status_code == 422
    assert proof.mends.count() == 0
    right = wrong | {"fact-adopted_on": "2035-12-09"}
    assert act(client, proof, "mend", operation="facts", **right).status_code == 302
    assert [row.arguments["field"] for row in proof.mends.all()] == ["adopted_on", "meeting"]
    draft = proofs.prepare(proof).draft
    assert (draft.adopted_on, draft.meeting) == (date(2035, 12, 9), 61)
    assert act(client, proof, "mend", operation="facts", **right).status_code == 422, "no other message"


def test_two_librarians_at_once(librarian: Any, chief: Any, proof: Proof) -> None:
    seen = proof.version
    act(client_of(librarian), proof, "mend", operation="join", chosen="op1")
    late = act(client_of(chief), proof, "mend", operation="kind", chosen="pp1", kind="operative", version=seen)
    assert late.status_code == 409
    assert "li" in late.content.decode()
    assert [row.operation for row in proof.mends.all()] == ["join"]
    assert act(client_of(chief), proof, "publish", version=seen).status_code == 409
    assert not Resolution.objects.exists()


def test_a_second_librarian_approves(librarian: Any, chief: Any, proof: Proof, settings: Any) -> None:
    settings.APPROVAL = True
    act(client_of(librarian), proof, "publish")
    proof.refresh_from_db()
    assert (proof.state, proof.ready_by) == (ProofState.APPROVAL, librarian)
    assert act(client_of(librarian), proof, "publish").status_code == 422
    other = person("zhao", roles.LIBRARIAN)
    assert act(client_of(other), proof, "publish").status_code == 422, "may not approve"
    assert not Resolution.objects.exists()
    act(client_of(chief), proof, "publish")
    assert Resolution.objects.get().document.key == "A/RES/90/2"


def test_a_mend_asks_for_a_new_approval(librarian: Any, chief: Any, proof: Proof, settings: Any) -> None:
    settings.APPROVAL = True
    act(client_of(librarian), proof, "publish")
    act(client_of(librarian), proof, "mend", operation="metadata", field="title", value="另一项试验")
    act(client_of(chief), proof, "publish")
    proof.refresh_from_db()
    assert (proof.state, proof.ready_by) == (ProofState.APPROVAL, chief)
    assert not Resolution.objects.exists()


ADDRESSES = [
    ("admin:archive_batch_drop", False),
    ("admin:archive_batch_changelist", False),
    ("admin:archive_batch_change", "batch"),
    ("admin:archive_batch_progress", "batch"),
    ("admin:archive_submission_changelist", False),
    ("admin:archive_submission_change", "submission"),
    ("admin:archive_submission_original", "submission"),
    ("admin:archive_proof_changelist", False),
    ("admin:archive_proof_change", "proof"),
    ("admin:archive_historyentry_changelist", False),
]


@pytest.mark.parametrize(("name", "of"), ADDRESSES)
def test_nobody_without_a_role_sees_the_desk(proof: Proof, name: str, of: Any) -> None:
    numbers = {"batch": proof.submission.batch_id, "submission": proof.submission_id, "proof": proof.pk}
    url = reverse(name, args=[numbers[of]] if of else [])
    for client in (Client(), client_of(get_user_model().objects.create_user("reader"))):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "/login/" in answer.headers["Location"]
    staff = client_of(get_user_model().objects.create_user("staff", is_staff=True))
    assert staff.get(url).status_code == 403
    reader = client_of(person("sun", roles.READER))
    assert reader.get(url).status_code == (403 if name == "admin:archive_batch_drop" else 200)


@pytest.mark.parametrize("name", ["mend", "undo", "publish", "aside", "up"])
def test_every_change_needs_a_role_a_post_and_a_token(proof: Proof, librarian: Any, name: str) -> None:
    url = reverse(f"admin:archive_proof_{name}", args=[proof.pk])
    fields = {"version": proof.version, "operation": "join", "chosen": "op1", "mend": 1}
    assert client_of(librarian).get(url).status_code == 405
    assert client_of(person("sun", roles.READER)).post(url, fields).status_code == 403
    assert Client().post(url, fields).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(librarian)
    assert strict.post(url, fields).status_code == 403
    proof.refresh_from_db()
    assert (proof.version, proof.state, proof.mends.count()) == (1, ProofState.OPEN, 0)


def test_an_original_is_a_download_of_no_type(librarian: Any) -> None:
    receive([SimpleUploadedFile("<script>.html", b"<script>alert(1)</script>")], by=librarian)
    submission = Submission.objects.get()
    answer = client_of(librarian).get(reverse("admin:archive_submission_original", args=[submission.pk]))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer) == b"<script>alert(1)</script>"


def test_pictures_of_pages_are_for_those_with_a_role(proof: Proof, librarian: Any) -> None:
    source = proof.submission.source
    assert source is not None
    PagePicture.objects.create(source=source, number=1, png=b"\x89PNG")
    url = reverse("admin:archive_submission_picture", args=[proof.submission_id, 1])
    assert Client().get(url).status_code == 302
    assert client_of(get_user_model().objects.create_user("staff", is_staff=True)).get(url).status_code == 403
    picture = client_of(librarian).get(url)
    assert (picture.headers["Content-Type"], picture.content) == ("image/png", b"\x89PNG")
    page = client_of(librarian).get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    assert f'src="{url}"' in page


def test_too_large_a_request_is_refused_unread(librarian: Any, settings: Any) -> None:
    settings.MAX_UPLOAD = 1000
    file = SimpleUploadedFile("big.txt", b"x" * 2000)
    answer = client_of(librarian).post(reverse("admin:archive_batch_drop"), {"files": [file]})
    assert answer.status_code == 413
    assert not Submission.objects.exists()


def test_nobody_can_change_the_history(proof: Proof) -> None:
    entry = HistoryEntry.objects.latest("pk")
    entry.reason = "anders"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        entry.delete()
    root = client_of(get_user_model().objects.create_superuser("root"))
    assert root.get(reverse("admin:archive_historyentry_add")).status_code == 403
    assert root.post(reverse("admin:archive_historyentry_delete", args=[entry.pk])).status_code == 403
    assert root.post(reverse("admin:archive_historyentry_change", args=[entry.pk]), {"reason": "x"}).status_code == 403


def test_markup_in_a_text_is_shown_as_text(librarian: Any) -> None:
    receive([], PastedText(TEXT.replace("一项试验", "<img src=x onerror=alert(1)>试验")), by=librarian)
    read_all()
    page = client_of(librarian).get(reverse("admin:archive_proof_change", args=[Proof.objects.get().pk]))
    assert "<img src=x" not in page.content.decode()
    assert "&lt;img src=x" in page.content.decode()


def test_each_line_is_accounted_for(librarian: Any) -> None:
    receive([], PastedText(TEXT.replace("1. 决定", "A/RES/90/2\n\n35-12345 3/4\n\n1. 决定")), by=librarian)
    read_all()
    page = client_of(librarian).get(reverse("admin:archive_proof_change", args=[Proof.objects.get().pk]))
    lines = {line.text.strip(): line.places for line in page.context["lines"] if line.text.strip()}
    assert lines["1. 决定继续审议；"] == ("op1",)
    assert lines["35-12345 3/4"] == ()
    assert lines["第60次全体会议"] == ("end",)
    assert "<s>35-12345 3/4</s>" in page.content.decode()


def test_a_chief_librarian_cannot_make_a_superuser(chief: Any) -> None:
    get_user_model().objects.create_superuser("root", password="a password")
    client = client_of(chief)
    own = reverse("admin:auth_user_change", args=[chief.pk])
    page = client.get(own)
    assert page.status_code == 200
    assert 'name="is_superuser"' not in page.content.decode()
    client.post(own, {"username": "wang", "is_superuser": "on", "is_staff": "on", "is_active": "on"})
    chief.refresh_from_db()
    assert not chief.is_superuser
    root = get_user_model().objects.get(username="root")
    assert client.get(reverse("admin:auth_user_change", args=[root.pk])).status_code == 403


def test_the_front_page_lists_waiting_work(librarian: Any, proof: Proof) -> None:
    page = client_of(librarian).get(reverse("admin:index")).content.decode()
    assert reverse("admin:archive_batch_drop") in page
    assert "A/RES/64/47" not in page, "no published text cites it yet"
    publishing.publish({proof.pk: proof.version}, by=librarian)
    page = client_of(librarian).get(reverse("admin:index")).content.decode()
    assert "https://docs.un.org/zh/A/RES/64/47" in page


def test_compare_revisions_and_return_to_one(librarian: Any, chief: Any, proof: Proof) -> None:
    publishing.publish({proof.pk: proof.version}, by=librarian)
    receive([], PastedText(TEXT.replace("继续审议", "停止审议")), by=librarian)
    read_all()
    second = Proof.objects.order_by("pk").last()
    assert second is not None
    page = client_of(librarian).get(reverse("admin:archive_proof_differences", args=[second.pk])).content.decode()
    assert "<del>继续</del><ins>停止</ins>" in page
    publishing.publish({second.pk: second.version}, by=librarian)
    assert Resolution.objects.count() == 1
    resolution = Resolution.objects.get()
    first_revision, second_revision = proof_revision(proof), proof_revision(second)
    client = client_of(chief)
    url = reverse("admin:archive_resolution_compare", args=[resolution.pk])
    assert "<ins>停止</ins>" in client.get(f"{url}?before={first_revision}&after={second_revision}").content.decode()
    assert client.get(f"{url}?before=x&after=1").status_code == 404
    returning = reverse("admin:archive_resolution_return", args=[resolution.pk])
    fields = {"revision": first_revision, "reason": "第二稿有误", "seen": seen(client, resolution)}
    client.post(returning, fields)
    assert Clause.objects.of_readers().get(path="op1").text == "决定继续审议；"
    assert client.get(reverse("admin:archive_resolution_revisions", args=[resolution.pk])).status_code == 200


def proof_revision(proof: Proof) -> int:
    proof.refresh_from_db()
    assert proof.revision_id is not None
    return proof.revision_id


def test_a_real_file_is_shown_whole(shared_data: Path, librarian: Any) -> None:
    source = shared_data / "seed"
    [path] = [path for path in source.iterdir() if path.is_file()][:1]
    receive([SimpleUploadedFile(path.name, path.read_bytes())], by=librarian)
    read_all()
    proof = Proof.objects.get()
    page = client_of(librarian).get(reverse("admin:archive_proof_change", args=[proof.pk]))
    assert (proof.symbol, len(page.context["clauses"]), len(page.context["footnotes"])) == ("A/RES/65/72", 34, 6)
    assert [line.text for line in page.context["lines"] if line.left_out] == []


def test_a_copy_of_an_unreadable_file_has_the_reason_too() -> None:
    """Two files with the same bytes come in together. The second is not read again."""
    user = person("li", roles.LIBRARIAN)
    batch = receive([SimpleUploadedFile(name, b"\0" * 50) for name in ("a.txt", "b.txt")], by=user)
    read_all()
    page = client_of(user).get(reverse("admin:archive_batch_change", args=[batch.pk])).content.decode()
    assert [row.state for row in batch.submissions.order_by("pk")] == ["failed", "known"]
    assert page.count('class="why"') == 2


def test_an_unreadable_file_is_counted_once_until_it_is_dealt_with(librarian: Any) -> None:
    for name in ("a.txt", "b.txt"):
        receive([SimpleUploadedFile(name, b"\0" * 50)], by=librarian)
        read_all()
    receive([SimpleUploadedFile("c.txt", b"\0" * 60)], by=librarian)
    read_all()
    client = client_of(librarian)
    first = Submission.objects.filter(state=SubmissionState.FAILED).order_by("pk")[0]
    assert "2 份未能读取" in client.get(reverse("admin:index")).content.decode()
    settled = reverse("admin:archive_submission_settled", args=[first.pk])
    assert settled in client.get(reverse("admin:archive_batch_change", args=[first.batch_id])).content.decode()
    assert client.post(settled).status_code == 302
    assert "1 份未能读取" in client.get(reverse("admin:index")).content.decode()
    assert not Submission.objects.filter(source=first.source_id, state=SubmissionState.FAILED).exists()
    told = HistoryEntry.objects.filter(action="dealt_with")
    assert {(one.by, one.subject) for one in told} >= {(librarian, "a.txt")}
    page = client.post(settled, follow=True).content.decode()
    assert "并不等候" in page
    assert client.post(reverse("admin:archive_submission_again", args=[first.pk])).status_code == 302
    first.refresh_from_db()
    assert first.state == SubmissionState.WAITING, "it can still be read again"
