"""Tests odd requests: no address answers with a 500, and a program that asked for JSON gets errors as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from archive.problems import MEDIA_TYPE
from tests.odd_requests import Visitors, complaint, odd_requests, routes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("series", ["%20", "%C2%A0", "%E2%80%A8", "%00", "%EF%BB%BF", "/", ".", "。", "%ED%A0%80"])
def test_a_series_with_an_empty_name_is_not_found(client: Client, series: str) -> None:
    assert client.get(f"/series/{series}/").status_code == 404


@pytest.mark.usefixtures("seed")
def test_no_odd_request_is_a_server_error() -> None:
    """Each address three times, once by a superuser. ``benchmarks/odd_requests.py`` sends 10,000."""
    visitors = Visitors(get_user_model().objects.create_superuser("librarian"))
    wrong = []
    for number, request in enumerate(odd_requests(3 * len(routes()), likely=visitors.likely)):
        client = visitors.client(number)
        with transaction.atomic():
            answer = request.send(client)
            transaction.set_rollback(True)
        if said := complaint(request, answer):
            wrong.append((said, request))
    assert not wrong


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/no-such-page/?format=json", {}, 404),
        ("GET", "/no-such-page/", {"accept": "application/json"}, 404),
        ("GET", "/no-such-page/", {"accept": "text/csv;q=0.9, text/html;q=0.5"}, 404),
        ("GET", "/no-such-page/?format=csv", {}, 404),
        ("GET", "/?format=AAA", {}, 404),
        ("GET", "/", {"accept": "image/png"}, 406),
        ("GET", "/?format=json", {"host": "elsewhere.example"}, 400),
        ("POST", "/?format=json", {}, 405),
        ("POST", "/search/suggest/", {}, 405),
        ("POST", "/admin/login/?format=json", {}, 403),
        ("POST", "/?format=json", {"content-length": "many"}, 400),
    ],
)
def test_an_error_is_a_problem_for_a_program(method: str, address: str, headers: dict[str, str], status: int) -> None:
    answer = Client(enforce_csrf_checks=status == 403).generic(method, address, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    assert json.loads(answer.content)["detail"]


def test_an_error_of_the_archive_itself_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("archive.views.public.browse.answer", fails)
    answer = Client(raise_request_exception=False).get("/?format=json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, MEDIA_TYPE)


def test_a_filter_of_the_admin_with_a_nul_is_refused(admin_client: Client) -> None:
    assert admin_client.get("/admin/archive/clause/?kind=%00").status_code == 400


@pytest.mark.parametrize("field", ["", "no_such_field"])
def test_an_unknown_field_in_an_address_of_the_admin_is_refused(admin_client: Client, field: str) -> None:
    assert admin_client.get(f"/admin/archive/citation/1/change/?_to_field={field}").status_code == 400


def test_a_problem_is_not_compressed_like_its_page() -> None:
    headers = {"accept": "application/json", "accept-encoding": "gzip"}
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", headers=headers)
    assert answer.status_code == 403
    assert not {"Content-Encoding", "Content-Length"}.intersection(answer.headers)
    assert json.loads(answer.content)["detail"]


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/", "application/json", "application/json"),
        ("/?format=json", "text/html", "application/json"),
        ("/?format=html", "application/json", "text/html; charset=utf-8"),
        ("/", "text/html,application/json;q=0.5", "text/html; charset=utf-8"),
        ("/", "*/*", "text/html; charset=utf-8"),
    ],
)
def test_an_address_decides_its_format_before_the_accept_header(
    client: Client, address: str, accept: str, kind: str
) -> None:
    answer = client.get(address, headers={"accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert "Accept" in answer.headers["Vary"]


def test_browsers_get_pages(client: Client) -> None:
    answer = client.get("/no-such-page/", headers={"accept": "text/html,application/json;q=0.5"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_allowed_methods_are_told_with_json(client: Client) -> None:
    assert client.post("/?format=json").headers["Allow"] == "GET, HEAD"
