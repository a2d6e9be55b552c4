"""Tests the report of the last import on the front page of the admin: counts, warnings by kind, refused files."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from archive.desk.roles import READER
from archive.models import ImportRun
from tests.test_intake_batch import TWO

pytestmark = pytest.mark.django_db


def front_page(language: str, *groups: str) -> str:
    user = User.objects.create_user("a", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(user)
    return " ".join(client.get("/admin/").content.decode().split())


def ended(**fields: Any) -> None:
    run = ImportRun.objects.begin("fill", "https://example.org/HEAD.tar.gz")
    run.report, run.ended_at = TWO.to_json(), timezone.now()
    run.save()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["最近一次收录", "新收文本1份，更改1份，未变0份", "例如：编号为5.，应为4。", "1个文件未被接受"]),
        ("en", ["Last import", "1 texts new, 1 changed, 0 unchanged", "such as: Number 5. where 4 was expected."]),
    ],
)
def test_the_front_page_shows_the_last_import(language: str, words: list[str]) -> None:
    ended()
    page = front_page(language, READER)
    shown = [*words, 'href="/A/RES/90/2/"', "https://example.org/HEAD.tar.gz"]
    assert [word for word in shown if word not in page] == []


def test_an_import_that_was_killed_is_told() -> None:
    ImportRun.objects.begin("fill", "x")
    assert "not finished: run the same command again" in front_page("en", READER)


def test_a_user_without_the_desk_sees_no_import() -> None:
    ended()
    assert "Last import" not in front_page("en")
