"""Tests the subjects that a librarian finds wrong, subjects without a Chinese name, and names with an unknown year."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from archive.intake import series
from archive.models import HistoryEntry, InferredSubject, Resolution, SeriesLink, Subject
from tests.shelf import draft, store
from tests.test_desk_history import filled

pytestmark = pytest.mark.django_db

SUBJECTS = [("UNBIS Thesaurus", "WHALES"), ("UNBIS Thesaurus", "ELEPHANTS"), ("DHLAUTH", "UN. Whales (Rome : ####)")]
SYMBOL = "A/RES/90/2"


@pytest.fixture(autouse=True)
def described() -> None:
    Subject.objects.create(name_en="WHALES", name_zh="鲸鱼")
    Subject.objects.create(name_en="ELEPHANTS", name_zh="大象")
    store(draft(SYMBOL, subjects=SUBJECTS))


def chief() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("chief"), "django.contrib.auth.backends.ModelBackend")
    return client


def find_wrong(name: str) -> None:
    """What a librarian does in the admin."""
    client, resolution = chief(), Resolution.objects.get(document__key=SYMBOL)
    address = reverse("admin:archive_resolution_change", args=[resolution.pk])
    wrong = Subject.objects.get(name_en=name)
    fields = filled(client, address, wrong_subjects=[wrong.pk], reason="来源误标")
    assert client.post(address, fields).status_code == 302


def shown(client: Client) -> set[str]:
    return {subject["en"] for subject in client.get("/A/RES/90/2/?format=json").json()["subjects"]}


def test_a_wrong_subject_is_hidden_and_stays_hidden(client: Client) -> None:
    assert shown(client) == {"WHALES", "ELEPHANTS", "UN. Whales (Rome)"}
    find_wrong("ELEPHANTS")
    assert shown(client) == {"WHALES", "UN. Whales (Rome)"}
    assert "大象" not in client.get("/subjects/?topic=all").content.decode()
    store(draft(SYMBOL, title="另一标题", subjects=SUBJECTS))
    assert shown(client) == {"WHALES", "UN. Whales (Rome)"}


def test_the_history_has_the_reason() -> None:
    find_wrong("ELEPHANTS")
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.subject, entry.reason, str(entry.by)) == (SYMBOL, "来源误标", "chief")


def test_the_series_does_not_bring_a_wrong_subject_back() -> None:
    """A resolution whose only subject was wrong has no subject. Its series would give it the same one."""
    Resolution.objects.get(document__key=SYMBOL).subjects.clear()
    store(draft("A/RES/91/2", subjects=SUBJECTS[:2]))
    SeriesLink.objects.create(earlier=SYMBOL, later="A/RES/91/2", basis="title", status="accepted", decided=True)
    series.rebuild()
    assert set(InferredSubject.objects.values_list("subject__name_en", flat=True)) == {"WHALES", "ELEPHANTS"}
    resolution = Resolution.objects.get(document__key=SYMBOL)
    resolution.wrong_subjects.add(Subject.objects.get(name_en="ELEPHANTS"))
    series.rebuild()
    assert set(InferredSubject.objects.values_list("subject__name_en", flat=True)) == {"WHALES"}


@pytest.mark.parametrize("address", ["/?topic=all", "/subjects/?topic=all", "/A/RES/90/2/"])
def test_names_without_a_year_and_without_chinese(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "####" not in page
    assert '<span lang="en">UN. Whales (Rome)</span> <span class="note">无中文名</span>' in " ".join(page.split())
    client.cookies["django_language"] = "en"
    page = client.get(address).content.decode()
    assert "UN. Whales (Rome)" in page
    assert "####" not in page
