"""Tests security: headers for browsers, hosts and cookies of requests, the secret key, and the language switch."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from archive.secret import secret_key
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOGIN = "/admin/login/"


def _manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ARCHIVE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("address", [LOGIN, "/", "/no-such-page/"])
@pytest.mark.django_db
def test_every_answer_has_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_debug_pages_are_off_by_default() -> None:
    show = "from django.conf import settings; print(settings.DEBUG)"
    assert _manage("shell", "--no-imports", "-c", show).stdout.split() == ["False"]
    assert _manage("shell", "--no-imports", "-c", show, ARCHIVE_DEBUG="1").stdout.split() == ["True"]


def test_djangos_check_of_a_deployment_finds_nothing() -> None:
    done = _manage("check", "--deploy", "--fail-level", "WARNING", ARCHIVE_HTTPS="1", ARCHIVE_HOSTS="archive.example")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_request_for_another_host_is_refused(client: Client) -> None:
    assert client.get(LOGIN, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/?format=json", "/A/RES/1/1/", "/documents//x"])
def test_a_cache_asks_whether_its_copy_is_valid(client: Client, address: str) -> None:
    """A text can be withdrawn at any time."""
    assert client.get(address).headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_scripts_cannot_read_cookies(client: Client) -> None:
    cookie = client.get(LOGIN).cookies[settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# --- The secret key ------------------------------------------------------------------------------------------


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "var" / "secret_key"
    key = secret_key(place)
    assert len(key) >= 50
    assert secret_key(place) == key
    assert place.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", ["", "\n", "\u00fc"])
def test_a_file_without_a_key_is_a_sentence_at_the_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret_key").write_text(content, "utf-8")
    done = _manage("check", ARCHIVE_VAR=str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path}/secret_key has no secret key" in done.stderr
    assert "Traceback" not in done.stderr


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as processes:
        assert len(set(processes.map(secret_key, [tmp_path / "secret_key"] * 16))) == 1


# --- The language --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_chinese_is_first_for_every_browser_language(client: Client) -> None:
    page = client.get(LOGIN, headers={"accept-language": "en-GB,en;q=0.9"})
    assert page.headers["Content-Language"] == "zh-hans"
    assert "登录" in page.content.decode()


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_is_remembered(client: Client) -> None:
    switched = client.post("/language/", {"language": "en", "next": "/admin/login/?next=/admin/"})
    assert (switched.status_code, switched.headers["Location"]) == (302, "/admin/login/?next=/admin/")
    page = client.get(LOGIN)
    assert page.headers["Content-Language"] == "en"
    assert "Log in" in page.content.decode()


@pytest.mark.django_db
def test_the_switch_redirects_to_no_other_host(client: Client) -> None:
    switched = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in switched.headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["xx", "../en", "en-US\x00", ""])
def test_an_unknown_language_is_chinese(client: Client, cookie: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert client.get(LOGIN).headers["Content-Language"] == "zh-hans"


# --- The desk, in a browser ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_desk_meets_the_policy(live_server: Any, chromium: Browser) -> None:
    """A browser reports violations of the content security policy in its console."""
    get_user_model().objects.create_superuser("librarian", password="a password")
    call_command("load_fixtures")
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=username]", "librarian")
    page.fill("[name=password]", "a password")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/admin/")
    for model in admin.site._registry:
        listing = f"{live_server.url}/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = page.goto(listing)
        assert answer is not None
        assert answer.status == 200, listing
        links = page.locator(".object-tools a.addlink, #result_list th a")
        for link in [links.nth(number).get_attribute("href") for number in range(min(2, links.count()))]:
            page.goto(f"{live_server.url}{link}")
    page.close()
    assert said == []
