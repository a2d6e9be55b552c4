"""Tests limits for wrong passwords, the address behind a proxy, and what log and history say of accounts."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from archive.desk.roles import LIBRARIAN
from archive.middleware import client_address
from archive.models import HistoryEntry
from archive.models.history import Action

LOGIN, PASSWORD, WRONG = "/admin/login/", "a long password", "wrong"
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def user() -> User:
    return User.objects.create_superuser("librarian", password=PASSWORD)


def _try(address: str, password: str = WRONG, name: str = "librarian", client: Client | None = None) -> int:
    sent = {"username": name, "password": password, "next": "/admin/"}
    return (client or Client()).post(LOGIN, sent, REMOTE_ADDR=address).status_code


def test_the_fifth_wrong_password_locks_the_name_at_this_address() -> None:
    assert [_try(ELSEWHERE) for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert _try(ELSEWHERE, PASSWORD) == 429


def test_the_page_of_a_lock_has_a_title_and_the_minutes_to_wait() -> None:
    [_try(ELSEWHERE) for _ in range(5)]
    page = Client().post(LOGIN, {"username": "librarian", "password": WRONG}, REMOTE_ADDR=ELSEWHERE)
    assert page.headers["Retry-After"] == "900"
    assert "<title>登录 |" in " ".join(page.content.decode().split()).replace("<title> ", "<title>")


def test_the_librarian_signs_in_from_her_own_address() -> None:
    [_try(ELSEWHERE) for _ in range(10)]
    assert _try(HOME, PASSWORD) == 302


def test_an_address_that_tries_many_names_is_locked() -> None:
    found = [_try(ELSEWHERE, name=f"name{number}") for number in range(22)]
    assert found == [200] * 19 + [429] * 3
    assert _try(ELSEWHERE, PASSWORD) == 429
    assert _try(HOME, PASSWORD) == 302


def test_a_browser_that_signed_in_before_is_not_locked_with_its_address() -> None:
    hers = Client()
    assert _try(HOME, PASSWORD, client=hers) == 302
    hers.post("/admin/logout/")
    [_try(HOME) for _ in range(6)]
    assert _try(HOME, PASSWORD) == 429
    assert _try(HOME, PASSWORD, client=hers) == 302


def test_a_known_browser_has_a_limit_too_and_only_for_its_own_user() -> None:
    hers = Client()
    _try(HOME, PASSWORD, client=hers)
    hers.post("/admin/logout/")
    assert [_try(HOME, client=hers) for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    User.objects.create_superuser("chief", password=PASSWORD)
    assert [_try(HOME, name="chief", client=hers) for _ in range(5)][-1] == 429


def test_signing_in_forgives_only_the_same_name() -> None:
    User.objects.create_superuser("chief", password=PASSWORD)
    [_try(HOME, name="chief") for _ in range(4)]
    assert _try(HOME, PASSWORD) == 302
    assert _try(HOME, name="chief") == 429


def test_the_addresses_of_one_network_count_together() -> None:
    """A client with IPv6 has at least a /64, and could use another address for each guess."""
    assert [_try(f"2001:db8::{number:x}") for number in range(6)] == [200, 200, 200, 200, 429, 429]
    assert _try("2001:db8:0:1::1", PASSWORD) == 302
    call_command("unlock", address="2001:db8::77")
    assert _try("2001:db8::1", PASSWORD) == 302


def test_time_forgives() -> None:
    [_try(HOME) for _ in range(6)]
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert _try(HOME, PASSWORD) == 302


def test_failures_before_the_clock_was_set_back_lock_nobody() -> None:
    [_try(HOME) for _ in range(6)]
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(days=1))
    assert [_try(HOME) for _ in range(5)] == [200, 200, 200, 200, 429]
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(days=1))
    assert _try(HOME, PASSWORD) == 302


def test_the_command_unlocks_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    [_try(HOME) for _ in range(6)]
    call_command("unlock", "librarian")
    assert capsys.readouterr().out == "1 records of wrong passwords were deleted.\n"
    assert _try(HOME, PASSWORD) == 302


def test_no_password_is_stored() -> None:
    _try(HOME, "my secret words")
    assert "secret" not in AccessAttempt.objects.get().post_data


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_of_a_lock_says_how_long(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    for _ in range(5):
        page = client.post(LOGIN, {"username": "librarian", "password": "wrong"})
    assert page.headers["Retry-After"] == "900"
    assert {"zh-hans": "请等候15分钟", "en": "Wait 15 minutes"}[language] in page.content.decode()
    assert "Django" not in page.content.decode()  # the page is titled like the desk


# --- The address behind a proxy --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        (["127.0.0.1"], "127.0.0.1", "192.0.2.7", "192.0.2.7"),
        (["127.0.0.1"], "127.0.0.1", "1.2.3.4, 192.0.2.7", "192.0.2.7"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "192.0.2.7, 10.1.2.3", "192.0.2.7"),
        (["127.0.0.1"], "198.51.100.9", "192.0.2.7", "198.51.100.9"),
        (["127.0.0.1"], "127.0.0.1", "", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "unknown", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (["127.0.0.1"], "", "192.0.2.7:80", "192.0.2.7"),
        (["*"], "198.51.100.9", "192.0.2.7", "192.0.2.7"),
        (["*"], "198.51.100.9", "1.2.3.4, 192.0.2.7", "192.0.2.7"),
        ([], "127.0.0.1", "192.0.2.7", "127.0.0.1"),
    ],
)
def test_a_trusted_proxy_names_the_client(
    settings: Any, proxies: list[str], peer: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = HttpRequest()
    request.META.update({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded})
    client_address(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == expected


@pytest.mark.parametrize(
    ("proxies", "peer", "secure"),
    [
        (["10.0.0.1"], "10.0.0.1", True),
        (["10.0.0.0/8"], "10.1.2.3", True),
        (["10.0.0.1"], "10.0.0.2", False),
        ([], "127.0.0.1", False),
    ],
)
def test_only_a_trusted_proxy_says_that_readers_use_https(
    settings: Any, proxies: list[str], peer: str, secure: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-proto": "https"})
    client_address(lambda request: HttpResponse())(request)
    assert request.is_secure() is secure


def test_an_address_of_a_client_cannot_be_invented() -> None:
    found = [
        Client()
        .post(
            LOGIN,
            {"username": "librarian", "password": "wrong"},
            REMOTE_ADDR=ELSEWHERE,
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
        .status_code
        for number in range(5)
    ]
    assert found[-1] == 429


# --- Log and history -------------------------------------------------------------------------------------------


def _entries() -> list[tuple[str, str]]:
    return [(entry.action, entry.subject) for entry in HistoryEntry.objects.order_by("pk")]


def test_sign_ins_and_failures_are_in_log_and_history(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "archive.accounts"):
        _try(HOME, "wrong")
        _try(HOME, "wrong", name="a password in the wrong field")
        _try(HOME, PASSWORD, client=client)
        client.post("/admin/logout/")
    assert _entries() == [
        (Action.SIGN_IN_FAILED, "librarian"),
        (Action.SIGN_IN_FAILED, "—"),
        (Action.SIGNED_IN, "librarian"),
        (Action.SIGNED_OUT, "librarian"),
    ]
    assert "sign_failed account=librarian by=— address=192.0.2.7" in caplog.messages[0]
    assert "wrong" not in caplog.text


def test_a_locked_attacker_does_not_fill_the_history(caplog: pytest.LogCaptureFixture) -> None:
    [_try(ELSEWHERE) for _ in range(12)]
    assert len(_entries()) == 5
    assert len([line for line in caplog.messages if line.startswith("locked_out account=librarian")]) == 7


def test_the_history_has_each_role_that_is_given_or_taken(client: Client, user: User) -> None:
    other = User.objects.create_user("new", is_staff=True)
    role = Group.objects.get(name=LIBRARIAN)
    client.force_login(user)
    kept = {"username": "new", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00", "is_active": "on"}
    for form in ({"is_staff": "on", "groups": [role.pk]}, {"is_staff": ""}):
        assert client.post(f"/admin/auth/user/{other.pk}/change/", {**kept, **form}).status_code == 302
    found = HistoryEntry.objects.filter(action=Action.ROLES_CHANGED).order_by("pk")
    assert [(entry.by, entry.detail, entry.values["role"]) for entry in found] == [
        (user, "accounts.given", "librarian"),
        (user, "accounts.taken", "is_staff"),
        (user, "accounts.taken", "librarian"),
    ]


def test_a_session_ends_after_a_working_day(client: Client, user: User) -> None:
    _try(HOME, PASSWORD, client=client)
    assert client.session.get_expiry_age() <= 10 * 3600


@pytest.mark.parametrize(("password", "status"), [("elevenchars", 200), ("twelve chars", 302)])
def test_a_new_password_has_twelve_characters(client: Client, user: User, password: str, status: int) -> None:
    client.force_login(user)
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post("/admin/password_change/", form).status_code == status
