"""Tests that a librarian is told that the search lacks a change only if it still lacks one of this request."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from archive.admin import index_notice
from archive.searching.engines.backend import IndexAway

Looks = list[set[int] | None]  # what the index lacks at each look; None: there is no index; the last one stays


@pytest.mark.parametrize(
    ("address", "looks", "told"),
    [
        ("/admin/archive/proof/1/change/", [set(), set()], False),
        ("/admin/archive/proof/1/change/", [set(), {1}, {1}, set()], False),  # another process wrote it meanwhile
        ("/admin/archive/proof/1/change/", [{7}, {7}], False),  # not of this request
        ("/admin/archive/proof/1/change/", [{7}, {1, 7}, {7}], False),
        ("/admin/archive/proof/1/change/", [set(), {1}], True),
        ("/admin/archive/proof/1/change/", [{7}, {1, 7}], True),
        ("/admin/archive/proof/1/change/", [None], True),
        ("/search/", [set(), {1}], False),
    ],
)
def test_what_is_told(monkeypatch: pytest.MonkeyPatch, address: str, looks: Looks, told: bool) -> None:
    rest = iter(looks)
    last: Looks = [None]

    def behind() -> set[int]:
        last[0] = next(rest, last[0])
        if last[0] is None:
            raise IndexAway("There is no index.")
        return last[0]

    monkeypatch.setattr(index_notice, "behind", behind)
    monkeypatch.setattr(index_notice, "_PATIENCE", 0.01)
    monkeypatch.setattr(index_notice, "_PAUSE", 0.0)
    request = RequestFactory().post(address)
    request.user = User(is_staff=True)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as MessageMiddleware does
    index_notice.index_notice(lambda _: HttpResponse())(request)
    assert [message.level_tag for message in get_messages(request)] == (["warning"] if told else [])
