"""Tests the second factor: apps with codes, recovery codes, who needs one, and who may reset it."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from mfa.models import MFAKey

from archive.desk.roles import CHIEF, LIBRARIAN
from archive.models import HistoryEntry
from archive.models.history import Action

PASSWORD, SECRET = "a long password", pyotp.random_base32()
LIST = "/admin/second-factor/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("librarian", password=PASSWORD)


def _key(user: User, method: str = "TOTP", secret: str = SECRET) -> MFAKey:
    return MFAKey.objects.create(user=user, method=method, name="phone", secret=secret)


def _password(client: Client, name: str = "librarian") -> Any:
    return client.post("/admin/login/", {"username": name, "password": PASSWORD, "next": "/admin/archive/proof/"})


def _passed(client: Client, user: User) -> None:
    """Signs a user in as with a second factor."""
    client.force_login(user)
    session = client.session
    session["second_factor_passed"] = True
    session.save()


def _code(client: Client, code: str, method: str = "TOTP") -> Any:
    client.get(f"{LIST}auth/{method}/")
    return client.post(f"{LIST}auth/{method}/", {"code": code})


def test_a_password_alone_does_not_sign_in(client: Client, user: User) -> None:
    _key(user)
    assert _password(client).headers["Location"] == f"{LIST}auth/TOTP/"
    assert client.get("/admin/").status_code == 302
    answer = _code(client, pyotp.TOTP(SECRET).now())
    assert answer.headers["Location"] == "/admin/archive/proof/"
    assert client.get("/admin/").status_code == 200


def test_a_code_works_once(client: Client, user: User) -> None:
    _key(user)
    code = pyotp.TOTP(SECRET).now()
    for expected in (302, 200):
        _password(client)
        assert _code(client, code).status_code == expected
        client.post("/admin/logout/")


@pytest.mark.parametrize("page", ["/admin/", "/admin/archive/proof/", LIST, f"{LIST}create/TOTP/"])
def test_a_session_without_the_second_factor_ends_when_one_is_added(client: Client, user: User, page: str) -> None:
    client.force_login(user)
    assert client.get(page).status_code == 200
    _key(user)
    assert client.get(page).headers["Location"] == f"/admin/login/?next={page}"
    assert client.get(page).status_code == 302
    _password(client)
    _code(client, pyotp.TOTP(SECRET).now())
    assert client.get(page).status_code == 200


def test_a_key_used_before_the_clock_was_set_back_can_be_used(client: Client, user: User) -> None:
    _key(user)
    MFAKey.objects.update(next_use_at=timezone.now() + timedelta(days=1))
    _password(client)
    assert _code(client, pyotp.TOTP(SECRET).now()).status_code == 302


def test_wrong_codes_lock_the_name(client: Client, user: User) -> None:
    _key(user)
    _password(client)
    assert [_code(client, "000000").status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert _code(client, pyotp.TOTP(SECRET).now()).status_code == 429
    assert HistoryEntry.objects.filter(action=Action.SIGN_IN_FAILED, subject="librarian").count() == 5


def test_codes_from_many_addresses_are_few(user: User) -> None:
    """Somebody with the password could otherwise try 33,000 codes from 10,000 addresses."""
    _key(user)
    for number in range(6):
        attacker = Client(REMOTE_ADDR=f"198.51.100.{number}")
        _password(attacker)
        assert _code(attacker, "000000").status_code == 200
    late = Client(REMOTE_ADDR="198.51.100.99")
    _password(late)
    assert _code(late, pyotp.TOTP(SECRET).now()).status_code == 200
    assert late.get("/admin/").status_code == 302


def test_the_page_without_a_password_is_not_there(client: Client) -> None:
    assert client.get(f"{LIST}auth/TOTP/").status_code == 404
    assert client.post(f"{LIST}auth/TOTP/", {"code": "1"}).status_code == 404


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", '{"id": 1}', '{"id": "AA", "rawId": "AA", "response": {}}'])
def test_an_odd_answer_of_a_passkey_is_refused(client: Client, user: User, sent: str) -> None:
    _key(user)
    _password(client)
    assert _code(client, sent, "FIDO2").status_code == 200


def test_a_user_adds_an_app_and_a_recovery_code(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.get(f"{LIST}create/TOTP/")
    data = page.context["mfa_data"]
    picture = page.context["picture"].removeprefix("data:image/svg+xml;base64,")
    assert b'fill="white"' in base64.b64decode(picture)  # it can be read on a dark page too
    assert picture in page.content.decode()
    form = {"name": "phone", "code": pyotp.TOTP(data["secret"]).now()}
    assert client.post(f"{LIST}create/TOTP/", form).headers["Location"] == LIST
    assert client.get(LIST).status_code == 200  # this session has shown the factor
    code = client.get(f"{LIST}create/recovery/").context["mfa_data"]["code"]
    client.post(f"{LIST}create/recovery/", {"name": "paper", "code": code})
    entries = HistoryEntry.objects.filter(action=Action.SECOND_FACTOR).order_by("pk")
    assert [(entry.by, entry.detail, entry.values["name"]) for entry in entries] == [
        (user, "accounts.factor_added", "phone"),
        (user, "accounts.factor_added", "paper"),
    ]
    client.post("/admin/logout/")
    _password(client)
    assert _code(client, code, "recovery").status_code == 302
    assert not MFAKey.objects.filter(method="recovery").exists()


def test_a_user_deletes_only_her_own(client: Client, user: User) -> None:
    other = _key(User.objects.create_user("other"))
    own = _key(user)
    _passed(client, user)
    assert client.post(f"{LIST}{other.pk}/delete/").status_code == 404
    assert client.post(f"{LIST}{own.pk}/delete/").status_code == 302
    assert HistoryEntry.objects.filter(detail="accounts.factor_deleted").count() == 1


@pytest.mark.parametrize(
    ("setting", "role", "led"),
    [
        ("off", CHIEF, False),
        ("chiefs", CHIEF, True),
        ("chiefs", LIBRARIAN, False),
        ("all", LIBRARIAN, True),
    ],
)
def test_who_needs_a_second_factor(client: Client, settings: Any, setting: str, role: str, led: bool) -> None:
    settings.SECOND_FACTOR = setting
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(Group.objects.get(name=role))
    _passed(client, other)
    assert client.get("/admin/").status_code == (302 if led else 200)
    assert client.get(LIST).status_code == 200
    _key(other, "recovery")
    assert client.get("/admin/").status_code == (302 if led else 200)
    _key(other)
    assert client.get("/admin/").status_code == 200


def test_a_chief_librarian_resets_a_second_factor(client: Client) -> None:
    chief, other = (User.objects.create_user(name, is_staff=True) for name in ("chief", "other"))
    chief.groups.add(Group.objects.get(name=CHIEF))
    root = User.objects.create_superuser("root")
    for one in (other, root):
        _key(one)
    client.force_login(chief)
    for one in (other, root):
        client.post("/admin/auth/user/", {"action": "reset_second_factor", "_selected_action": [one.pk]})
    assert [key.user for key in MFAKey.objects.all()] == [root]
    entry = HistoryEntry.objects.get(detail="accounts.factors_reset")
    assert (entry.by, entry.subject) == (chief, "other")


def test_the_command_resets(user: User, capsys: pytest.CaptureFixture[str]) -> None:
    _key(user)
    call_command("reset_second_factor", "librarian")
    assert capsys.readouterr().out == "1 second factors were deleted.\n"


def test_no_page_shows_a_secret(client: Client, user: User) -> None:
    key = _key(user)
    _passed(client, user)
    assert client.get("/admin/mfa/mfakey/").status_code == 404
    assert key.secret not in client.get(LIST).content.decode()
