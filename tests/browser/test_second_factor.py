"""Tests in Chromium: a passkey and an app with codes are added and used, by keyboard, under the content policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from django.contrib.auth.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "a long password"


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/")
    page.fill("[name=username]", "librarian")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Any:
    User.objects.create_superuser("librarian", password=PASSWORD)
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


@pytest.mark.django_db(transaction=True)
def test_a_passkey(page: Page, live_server: Any) -> None:
    url = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _sign_in(page, url)
    page.goto(f"{url}/admin/second-factor/create/FIDO2/")
    page.fill("[name=name]", "laptop")
    page.press("[name=name]", "Enter")
    page.wait_for_url(f"{url}/admin/second-factor/")
    assert page.locator("#content-main td").first.inner_text() == "laptop"
    page.context.clear_cookies()
    _sign_in(page, url)
    page.wait_for_url("**/second-factor/auth/FIDO2/")
    page.press("[type=submit]", "Enter")
    page.wait_for_url(f"{url}/admin/")


@pytest.mark.django_db(transaction=True)
def test_an_app_with_codes(page: Page, live_server: Any) -> None:
    url = live_server.url
    _sign_in(page, url)
    page.goto(f"{url}/admin/second-factor/create/TOTP/")
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
    codes = pyotp.TOTP(page.locator("code").inner_text())
    page.fill("[name=name]", "phone")
    page.fill("[name=code]", codes.now())
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"{url}/admin/second-factor/")
    page.context.clear_cookies()
    _sign_in(page, url)
    page.wait_for_url("**/second-factor/auth/TOTP/")
    page.fill("[name=code]", codes.now())
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"{url}/admin/")
