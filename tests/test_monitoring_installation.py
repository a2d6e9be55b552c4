"""Tests ``manage.py doctor``, and what the archive says of other machines on the same database."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from archive.exporting.published import folder_id
from archive.messages import Message
from archive.models import Document, Machine
from archive.monitoring import installation, machines
from archive.searching import freshness


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ""),
        ({"HTTPS": True, "ALLOWED_HOSTS": ["localhost", "archive.example"]}, ""),
        ({"HTTPS": False, "ALLOWED_HOSTS": ["localhost", "archive.example"]}, "without ARCHIVE_HTTPS=1"),
        ({"HTTPS": True, "ALLOWED_HOSTS": ["localhost"]}, "but not ARCHIVE_HOSTS"),
        ({"HTTPS": True, "ALLOWED_HOSTS": ["*"]}, "allows every host name"),
        ({"DEBUG": True, "HTTPS": True, "ALLOWED_HOSTS": ["archive.example"]}, "Unset it"),
        ({"CSRF_TRUSTED_ORIGINS": ["archive.example"]}, "https://archive.example"),
    ],
)
def test_settings_that_contradict_each_other(settings: Settings, values: dict[str, Any], said: str) -> None:
    for name, value in {"DEBUG": False, "HTTPS": False, "ALLOWED_HOSTS": ["localhost"], **values}.items():
        setattr(settings, name, value)
    found = " ".join(installation.addresses())
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.parametrize(("days", "said"), [(None, "No back-up"), (1, ""), (20, "20 days old")])
def test_the_age_of_the_last_back_up(settings: Settings, tmp_path: Path, days: int | None, said: str) -> None:
    settings.VAR_DIR = tmp_path
    if days is not None:
        (tmp_path / installation.LAST_BACKUP).touch()
        then = time.time() - days * 86400
        os.utime(tmp_path / installation.LAST_BACKUP, (then, then))
    found = " ".join(installation.backups())
    assert said in found
    assert bool(said) == bool(found)


def test_a_key_that_is_short_or_open_to_others(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.SECRET_KEY = tmp_path, "short"
    (tmp_path / "secret_key").touch(mode=0o644)
    assert [sentence.split(".")[0] for sentence in installation.secret_key()] == [
        "The secret key is short",
        f"Other users may read {tmp_path / 'secret_key'}",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_files_that_root_has_left(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    left = tmp_path / "search" / "whoosh" / "current"
    left.parent.mkdir(parents=True)
    left.touch()
    assert installation.owners() == []
    for path in (tmp_path, tmp_path / "search", left.parent):
        os.chown(path, 65534, 65534)
    assert installation.owners() == [
        f"{left} belongs to another user than {tmp_path}. Run sudo chown -R 65534 {tmp_path}."
    ]


def test_translations_that_are_not_compiled(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    (tmp_path / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po").touch()
    assert "compile_translations" in installation.translations()[0]


@pytest.mark.django_db
def test_the_doctor_says_each_check_and_ends_with_1_where_one_fails(
    empty_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "backups", list)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out)
    first, *others = out.getvalue().splitlines()
    lines = dict(line.split(": ", 1) for line in others)
    assert str(django_settings.VAR_DIR) in first
    assert end.value.code == 1
    good = ("database", "migrations", "sessions", "entries", "clock", "versions", "machines")
    assert [lines[name] for name in good] == ["good"] * len(good)
    assert "rebuild_index" in lines["index"]


@pytest.mark.django_db
def test_the_doctor_says_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    def refuse_beside() -> None:
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(installation, "gives_sessions", refuse_beside)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)
    lines = dict(line.split(": ", 1) for line in out.getvalue().splitlines()[1:])
    unknown = {name for name, said in lines.items() if said == "Unknown, because the database does not answer."}
    assert lines["database"].startswith("The database does not answer (connection refused).")
    assert unknown >= {"migrations", "sessions", "entries", "clock", "versions", "machines"}


@pytest.mark.parametrize(("days", "sentences"), [(0, 0), (1, 1), (-1, 1)])
def test_a_clock_that_is_wrong(db: None, monkeypatch: pytest.MonkeyPatch, days: int, sentences: int) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86400)
    assert len(installation.clock()) == sentences


def test_documents_that_the_index_lacks(db: None, empty_index: None) -> None:
    freshness.rebuild()
    assert installation.entries() == []
    Document.objects.create(key="A/1")
    assert "lacks 1 documents" in " ".join(installation.entries())


@pytest.fixture
def other(db: None) -> Machine:
    machines.see()
    return Machine.objects.create(
        key="of another machine", host="second", index="whoosh", fingerprint="another", seen_at=timezone.now()
    )


def test_a_second_machine_with_another_key(other: Machine) -> None:
    assert [(message.code, message.values) for message in machines.conflicts()] == [
        ("machine.other_index", {"host": "second"}),
        ("machine.other_key", {"host": "second"}),
    ]


def test_a_second_machine_with_the_same_key(other: Machine) -> None:
    Machine.objects.update(fingerprint=machines._fingerprint())
    assert [message.code for message in machines.conflicts()] == ["machine.other_index"]


def test_a_second_machine_with_another_folder_of_versions(other: Machine, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    Machine.objects.update(fingerprint=machines._fingerprint(), index="postgresql", data="another folder")
    assert [message.code for message in machines.conflicts()] == ["machine.other_data"]
    Machine.objects.update(data=folder_id())
    assert machines.conflicts() == []


def test_a_machine_with_another_key_than_a_running_one(other: Machine) -> None:
    assert machines.with_another_key() == Message("machine.other_key", {"host": "second"})
    Machine.objects.update(fingerprint=machines._fingerprint())
    assert machines.with_another_key() is None


def test_a_machine_that_stops_counts_no_longer(other: Machine) -> None:
    machines.leave()
    assert [each.host for each in Machine.objects.all()] == ["second"]


def test_a_machine_that_is_gone_is_forgotten(other: Machine) -> None:
    Machine.objects.filter(pk=other.pk).update(seen_at=timezone.now() - timedelta(minutes=6))
    assert machines.conflicts() == []
    machines.see()
    assert Machine.objects.count() == 1


def test_a_machine_seen_before_the_clock_was_set_back_is_forgotten(other: Machine) -> None:
    Machine.objects.update(seen_at=timezone.now() + timedelta(days=1))
    assert machines.conflicts() == []
    machines.see()
    assert machines.conflicts() == []
    assert Machine.objects.count() == 1


def test_the_key_itself_is_not_stored(db: None, settings: Settings) -> None:
    machines.see()
    assert settings.SECRET_KEY not in str(Machine.objects.values().get())


@pytest.mark.parametrize(("language", "said"), [("en", "with another secret key"), ("zh-hans", "密钥却不同")])
def test_the_front_page_of_the_admin_says_it(other: Machine, language: str, said: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("chief", password="a long password"))
    client.cookies["django_language"] = language
    assert said in client.get("/admin/").content.decode()
