"""Tests the history: each act is recorded with its person and reason, and no entry can be changed or deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from archive.admin.desk import desk_labels
from archive.desk import publishing, roles
from archive.desk.incoming import PastedText, receive
from archive.models import (
    Batch,
    Citation,
    Clause,
    Document,
    Footnote,
    HistoryEntry,
    Proof,
    Resolution,
    Revision,
    SeriesLink,
    Source,
)
from tests.test_desk_pages import TEXT, act, client_of, person, read_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian() -> Any:
    user = person("li", roles.LIBRARIAN)
    receive([], PastedText(TEXT), by=user)
    read_all()
    proof = Proof.objects.get()
    publishing.publish({proof.pk: proof.version}, by=user)
    return user


def filled(client: Any, url: str, **changes: Any) -> dict[str, Any]:
    """The fields of an admin form as a browser sends them, with some changed."""
    page = client.get(url).context
    form = page["adminform"].form
    fields = {form.add_prefix(name): form[name].value() for name in form.fields}
    for inline in page["inline_admin_formsets"]:
        formset = inline.formset
        fields |= {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
        for one in formset.forms[: formset.initial_form_count()]:
            fields |= {one.add_prefix(name): one[name].value() for name in one.fields}
    return {name: "" if value is None else value for name, value in (fields | changes).items()}


def last() -> tuple[str, str, str, str]:
    entry = HistoryEntry.objects.latest("pk")
    return entry.action, entry.subject, str(entry.by), entry.reason


def in_detail(language: str = "en") -> str:
    with translation.override(language):
        return desk_labels.detail(HistoryEntry.objects.latest("pk"))


def test_corrections_in_the_admin_are_in_the_history(librarian: Any) -> None:
    client = client_of(librarian)
    resolution = Resolution.objects.get()
    url = reverse("admin:archive_resolution_change", args=[resolution.pk])
    taken_back = reverse("admin:archive_resolution_revisions", args=[resolution.pk])
    assert f'href="{taken_back}"' in client.get(url).content.decode()
    assert client.post(url, filled(client, url, meeting="61", reason="记录如此")).status_code == 302
    assert last() == ("corrected", "A/RES/90/2", "li", "记录如此")
    assert in_detail() == "resolution “A/RES/90/2 一项试验”, plenary meeting: “60” → “61”"
    assert in_detail("zh-hans") == "决议“A/RES/90/2 一项试验”的全体会议：“60”改为“61”"
    url = reverse("admin:archive_document_change", args=[resolution.pk])
    assert client.post(url, filled(client, url, title_en="A test", reason="译名")).status_code == 302
    assert last() == ("corrected", "A/RES/90/2", "li", "译名")
    assert in_detail().endswith("English title: “—” → “A test”")
    citation, other = Citation.objects.get(clause__path="pp1"), Document.objects.create(key="A/RES/64/48")
    url = reverse("admin:archive_citation_change", args=[citation.pk])
    assert client.post(url, filled(client, url, target=other.pk, reason="误认")).status_code == 302
    assert HistoryEntry.objects.latest("pk").values["after"] == "A/RES/64/48"
    url = reverse("admin:archive_citation_delete", args=[citation.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert Citation.objects.filter(pk=citation.pk).exists(), "refused without a reason"
    assert client.post(url, {"post": "yes", "reason": "不是援引"}).status_code == 302
    assert not Citation.objects.filter(pk=citation.pk).exists()
    assert last() == ("corrected", "A/RES/90/2", "li", "不是援引")
    page = client.get(reverse("admin:archive_resolution_revisions", args=[resolution.pk]))
    assert "在后台更正" in page.content.decode()


def test_the_history_is_searched_by_its_words(librarian: Any) -> None:
    url = reverse("admin:archive_historyentry_changelist")
    expected = {
        "pasted.txt": ["read", "received"],
        Source.objects.get().sha256: ["received"],
        "A/RES/90/2": ["published", "read"],
        "nobody said this": [],
    }
    for question, actions in expected.items():
        found = client_of(librarian).get(url, {"q": question}).context["cl"].result_list
        assert [entry.action for entry in found] == actions


def test_another_name_of_a_document_is_in_its_history(librarian: Any) -> None:
    client, document = client_of(librarian), Document.objects.get(key="A/RES/90/2")
    url = reverse("admin:archive_document_change", args=[document.pk])
    new = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "九〇之二", "aliases-0-document": document.pk}
    assert client.post(url, filled(client, url, reason="俗称", **new)).status_code == 302
    assert last() == ("corrected", "A/RES/90/2", "li", "俗称")
    assert in_detail() == "alias “九〇之二” was added."


def test_nothing_is_corrected_without_a_reason(librarian: Any) -> None:
    client, resolution = client_of(librarian), Resolution.objects.get()
    url = reverse("admin:archive_resolution_change", args=[resolution.pk])
    for reason in ("", "  "):
        assert client.post(url, filled(client, url, meeting="61", reason=reason)).status_code == 200
    resolution.refresh_from_db()
    assert resolution.meeting == 60


def test_unchanged_fields_are_not_recorded(librarian: Any) -> None:
    client, count = client_of(librarian), HistoryEntry.objects.count()
    url = reverse("admin:archive_resolution_change", args=[Resolution.objects.get().pk])
    assert client.post(url, filled(client, url, reason="无")).status_code == 302
    assert HistoryEntry.objects.count() == count


@pytest.mark.parametrize("name", ["clause", "footnote", "revision"])
def test_nobody_changes_a_published_text_by_hand(librarian: Any, name: str) -> None:
    """Number, kind and marks of a published clause are read-only, for superusers too; its page links to the desk."""
    revision = Revision.objects.get()
    note = Footnote.objects.create(revision=revision, position=0, marker="1", text="见A/65/1。")
    row = {"clause": Clause.objects.get(path="op2"), "footnote": note, "revision": revision}[name]
    url = reverse(f"admin:archive_{name}_change", args=[row.pk])
    mended = reverse("admin:archive_proof_change", args=[Proof.objects.get().pk])
    for user in (librarian, get_user_model().objects.create_superuser("root")):
        page = client_of(user).get(url)
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert f'href="{mended}">到工作台修改' in page.content.decode()
        assert client_of(user).post(url, {"opening": "请秘书长", "marker": "2"}).status_code == 403


def test_a_text_published_without_the_desk_can_be_taken_up_there(librarian: Any) -> None:
    Batch.objects.all().delete()
    revision, client = Revision.objects.get(), client_of(librarian)
    page = client.get(reverse("admin:archive_revision_change", args=[revision.pk])).content.decode()
    up = reverse("admin:archive_revision_up", args=[revision.pk])
    assert f'action="{up}"' in page
    assert client.get(up).status_code == 405
    answer = client.post(up)
    read_all()
    proof = Proof.objects.get()
    assert answer.headers["Location"] == reverse("admin:archive_batch_change", args=[proof.submission.batch_id])
    assert (proof.symbol, proof.submission.source) == ("A/RES/90/2", revision.source)
    act(client, proof, "mend", operation="number", chosen="op2", label="3.")
    act(client, proof, "publish", despite=9)
    assert Clause.objects.of_readers().get(position=2).label == "3."


def test_where_a_second_librarian_approves_only_a_chief_corrects_by_hand(librarian: Any, settings: Any) -> None:
    settings.APPROVAL = True
    client, leader = client_of(librarian), client_of(person("wang", roles.CHIEF))
    resolution = Resolution.objects.get()
    urls = [reverse(f"admin:archive_{name}_change", args=[resolution.pk]) for name in ("resolution", "document")]
    urls.append(reverse("admin:archive_citation_change", args=[Citation.objects.get(clause__path="pp1").pk]))
    for url in urls:
        page = client.get(url)
        assert page.status_code == 200
        assert "只有馆长" in page.content.decode()
        assert 'name="reason"' not in page.content.decode()
        assert client.post(url, {"meeting": "61", "reason": "x"}).status_code == 403
        assert client.post(url.replace("change", "delete"), {"post": "yes", "reason": "x"}).status_code == 403
        assert leader.post(url, filled(leader, url, reason="核对")).status_code == 302
    assert client.get(reverse("admin:archive_citation_add")).status_code == 403


@pytest.mark.parametrize(("action", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_librarian_decides_what_a_series_is(librarian: Any, action: str, status: str) -> None:
    links = [
        SeriesLink.objects.create(earlier=f"A/RES/{n}/1", later=f"A/RES/{n + 1}/1", basis="title", status=before)
        for n, before in enumerate(("proposed", status), start=80)
    ]
    url = reverse("admin:archive_serieslink_changelist")
    client_of(librarian).post(url, {"action": action, "_selected_action": [link.pk for link in links]})
    assert set(SeriesLink.objects.values_list("status", "decided")) == {(status, True)}
    [entry] = HistoryEntry.objects.filter(action="corrected")
    assert (entry.by, entry.values["before"], entry.values["after"]) == (librarian, "proposed", status)


def test_a_document_keeps_its_key(librarian: Any) -> None:
    client, document = client_of(librarian), Document.objects.get(key="A/RES/90/2")
    url = reverse("admin:archive_document_change", args=[document.pk])
    client.post(url, filled(client, url) | {"key": "A/RES/90/3"})
    document.refresh_from_db()
    assert document.key == "A/RES/90/2"


def test_no_password_is_in_the_history() -> None:
    root = client_of(get_user_model().objects.create_superuser("root", password="a password"))
    url = reverse("admin:auth_user_add")
    fields = {"username": "zhao", "usable_password": "true", "password1": "lotus-778142", "password2": "lotus-778142"}
    assert root.post(url, fields).status_code == 302
    assert not HistoryEntry.objects.filter(detail__contains="lotus").exists()


def test_an_entry_outlives_its_user_and_its_subject(librarian: Any) -> None:
    entries = list(HistoryEntry.objects.order_by("pk").values_list("pk", flat=True))
    root = client_of(get_user_model().objects.create_superuser("root"))
    root.post(reverse("admin:auth_user_delete", args=[librarian.pk]), {"post": "yes"})
    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
        librarian.delete()
    changelist = reverse("admin:archive_historyentry_changelist")
    root.post(changelist, {"action": "delete_selected", "_selected_action": entries, "post": "yes"})
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        HistoryEntry.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryEntry.objects.update(reason="anders")
    Proof.objects.get().delete()
    left = HistoryEntry.objects.filter(pk__in=entries)
    assert list(left.order_by("pk").values_list("pk", flat=True)) == entries
    assert get_user_model().objects.filter(pk=librarian.pk).exists()


def test_no_user_has_a_form_for_an_entry() -> None:
    registered = admin.site._registry[HistoryEntry]
    assert not registered.has_add_permission(None)  # type: ignore[arg-type]
    assert not registered.has_change_permission(None)  # type: ignore[arg-type]
    assert not registered.has_delete_permission(None)  # type: ignore[arg-type]
