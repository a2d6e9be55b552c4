"""The history: whatever is done is in it, with who, and nobody takes anything out of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from archive.desk import publishing, roles
from archive.desk.incoming import PastedText, receive
from archive.models import Citation, Clause, Document, HistoryEntry, Proof
from tests.test_desk_pages import TEXT, client_of, person, read_all

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
    """The fields of a form of the admin as a browser sends them, some of them changed."""
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
    return entry.action, entry.subject, str(entry.by), entry.detail


def test_what_is_corrected_in_the_admin_is_in_the_history(librarian: Any) -> None:
    client = client_of(librarian)
    clause = Clause.objects.get(path="op2")
    url = reverse("admin:archive_clause_change", args=[clause.pk])
    assert client.post(url, filled(client, url, opening="请秘书长")).status_code == 302
    action, subject, by, detail = last()
    assert (action, subject, by) == ("corrected", "A/RES/90/2", "li")
    assert "opening: “请” → “请秘书长”" in detail
    url = reverse("admin:archive_document_change", args=[Document.objects.get(key="A/RES/90/2").pk])
    assert client.post(url, filled(client, url, title_en="A test")).status_code == 302
    assert last()[:3] == ("corrected", "A/RES/90/2", "li")
    assert "title_en: — → “A test”" in last()[3]
    citation = Citation.objects.get(clause__path="pp1")
    url = reverse("admin:archive_citation_delete", args=[citation.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert last()[:3] == ("corrected", "A/RES/90/2", "li")
    page = client.get(reverse("admin:archive_resolution_revisions", args=[clause.revision.text.resolution_id]))
    assert "在后台更正" in page.content.decode()


def test_what_was_not_changed_is_not_told(librarian: Any) -> None:
    client, count = client_of(librarian), HistoryEntry.objects.count()
    url = reverse("admin:archive_clause_change", args=[Clause.objects.get(path="op2").pk])
    assert client.post(url, filled(client, url)).status_code == 302
    assert HistoryEntry.objects.count() == count


def test_a_document_keeps_its_key(librarian: Any) -> None:
    client, document = client_of(librarian), Document.objects.get(key="A/RES/90/2")
    url = reverse("admin:archive_document_change", args=[document.pk])
    client.post(url, filled(client, url) | {"key": "A/RES/90/3"})
    document.refresh_from_db()
    assert document.key == "A/RES/90/2"


def test_no_password_is_in_the_history() -> None:
    root = client_of(get_user_model().objects.create_superuser("root", password="a password"))
    url = reverse("admin:auth_user_add")
    fields = {"username": "zhao", "usable_password": "true", "password1": "lotus-7781", "password2": "lotus-7781"}
    assert root.post(url, fields).status_code == 302
    assert not HistoryEntry.objects.filter(detail__contains="lotus").exists()


def test_neither_its_writer_nor_what_it_tells_of_takes_it_along(librarian: Any) -> None:
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


def test_nobody_has_a_form_for_it() -> None:
    registered = admin.site._registry[HistoryEntry]
    assert not registered.has_add_permission(None)  # type: ignore[arg-type]
    assert not registered.has_change_permission(None)  # type: ignore[arg-type]
    assert not registered.has_delete_permission(None)  # type: ignore[arg-type]
