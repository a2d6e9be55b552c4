"""Tests the desk's pages of fetching by symbol, and the command ``fetch``. The server is a stand-in."""

from __future__ import annotations

import time
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from archive.desk import roles
from archive.desk.jobs import running
from archive.models import Batch, Fetch, Submission, WriteOff
from tests import shelf
from tests.stand_in_server import Answer, StandIn
from tests.test_desk_fetching import carry_out, has, server
from tests.test_desk_pages import client_of, person
from tests.test_fetching_un_documents import NOTHING, PDF

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db

ASK = "/admin/archive/fetch/ask/"


@pytest.fixture
def inside() -> Client:
    return client_of(person("li", roles.LIBRARIAN))


def post(client: Client, **fields: Any) -> Any:
    return client.post(ASK, {"language": ["zh"], **fields}, follow=True)


def test_from_the_form_to_the_page_of_the_batch(server: StandIn, inside: Client) -> None:
    has(server, "A/RES/90/2", "zh", Answer(PDF))
    has(server, "A/RES/90/3", "zh", Answer(NOTHING))
    page = post(inside, symbols="A/RES/90/2\nA/RES/90/3")
    batch = Batch.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:archive_batch_change", args=[batch.pk])
    assert page.content.decode().count("等待调取") == 2
    progress = reverse("admin:archive_batch_progress", args=[batch.pk])
    assert [inside.get(progress).json()[name] for name in ("total", "done", "left")] == [2, 0, 2]
    carry_out(batch)
    assert [inside.get(progress).json()[name] for name in ("total", "done", "left")] == [1, 0, 1]
    assert [one["label"] for one in inside.get(progress).json()["fetches"]] == ["已调取", "联合国文件系统中没有"]
    running.read(Submission.objects.get().pk)
    assert inside.get(progress).json()["left"] == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"symbols": ""}, "请填写至少一个文号"),
        ({"symbols": "A/RES/90/2", "language": []}, "请填写至少一个文号，并选择语文"),
        ({"symbols": "A/RES/90/2", "language": ["xx"]}, "请填写至少一个文号，并选择语文"),
        ({"symbols": "A/RES/90/2, <b>乱写</b>"}, "&lt;b&gt;乱写&lt;/b&gt;"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    server: StandIn, inside: Client, fields: dict[str, Any], words: str
) -> None:
    page = post(inside, **fields)
    assert page.status_code == 400
    assert words in page.content.decode()
    assert ("A/RES/90/2" in page.context["typed"]) == ("A/RES/90/2" in fields["symbols"])
    assert not Batch.objects.exists()


def test_without_a_contact_the_page_tells_how_to_switch_fetching_on(inside: Client, settings: LazySettings) -> None:
    settings.CONTACT = ""
    assert "ARCHIVE_CONTACT=archive@example.org" in inside.get(ASK).content.decode()
    assert "ARCHIVE_CONTACT" in post(inside, symbols="A/RES/90/2").content.decode()
    assert not Fetch.objects.exists()


@pytest.mark.parametrize(
    ("query", "symbols"),
    [
        ("", []),
        ("?symbol=A/RES/90/5&symbol=A/RES/90/6", ["A/RES/90/5", "A/RES/90/6"]),
        ("?wanted=10", [f"A/RES/88/{number}" for number in (1, 10, 11, 12, 3, 4, 5, 6, 7, 8)]),
        ("?wanted=9999999", [f"A/RES/88/{number}" for number in (1, 10, 11, 12, 3, 4, 5, 6, 7, 8)]),
        ("?session=88", [f"A/RES/88/{number}" for number in (1, *range(3, 13))]),
        ("?session=nonsense", []),
        ("?series=A/RES/90/2", []),
        ("?series=nonsense", []),
    ],
)
def test_lists_that_the_page_fills_in(inside: Client, query: str, symbols: list[str]) -> None:
    shelf.fill()  # 90/2 cites 88/1 to 88/12
    WriteOff.objects.create(symbol="A/RES/88/2", reason="不存在", by=person("wang", roles.CHIEF))
    assert inside.get(ASK + query).context["typed"].split() == symbols


def test_one_click_on_the_page_of_a_session(server: StandIn, inside: Client) -> None:
    shelf.fill()
    page = inside.get("/admin/archive/fetch/missing/88/").content.decode()
    assert 'name="only" value="A/RES/88/1"' in page
    post(inside, only="A/RES/88/1", symbol=["A/RES/88/2", "A/RES/88/3"])
    assert [fetch.symbol for fetch in Fetch.objects.all()] == ["A/RES/88/1"]
    post(inside, symbol=["A/RES/88/2", "A/RES/88/3"])
    assert Fetch.objects.count() == 3
    page = inside.get("/admin/archive/fetch/missing/88/").content.decode()
    assert page.count("中文: 等待调取") == 3


@pytest.mark.parametrize("address", [ASK, "/admin/archive/fetch/", "/admin/archive/fetch/missing/"])
def test_every_page_answers_in_both_languages(server: StandIn, inside: Client, address: str) -> None:
    post(inside, symbols="A/RES/90/2")
    assert "按文号调取" in inside.get(address).content.decode()
    inside.cookies["django_language"] = "en"
    assert "Fetch by symbol" in inside.get(address).content.decode()


# --- The command -------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[str, int]:
    """What the command prints, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("fetch", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as exit:
        status = int(exit.code or 0)
    return out.getvalue(), status


def test_the_command_tells_each_outcome(server: StandIn) -> None:
    has(server, "A/RES/90/2", "zh", Answer(PDF))
    has(server, "A/RES/90/2", "en", Answer(NOTHING))
    told, status = run("A/RES/90/2")
    assert told.splitlines() == [
        "A/RES/90/2 (zh): Fetched",
        "A/RES/90/2 (en): Not in the UN's document system",
        "1 of 2 fetched; look at the desk (/admin/).",
    ]
    assert status == 0
    assert "A/RES/90/2 (zh): Not fetched; here already: It was fetched on " in run("90/2", "--languages", "zh")[0]


def test_the_command_waits_as_long_as_the_server_says(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    has(server, "A/RES/90/2", "zh", Answer(status=429, headers={"Retry-After": "120"}), Answer(PDF))
    assert run("A/RES/90/2", "--languages", "zh")[1] == 0
    assert 120 in waited


def test_the_command_fails_if_a_document_could_not_be_fetched(server: StandIn) -> None:
    has(server, "A/RES/90/2", "zh", Answer(status=403))
    told, status = run("A/RES/90/2", "--languages", "zh")
    assert told.startswith("A/RES/90/2 (zh): Could not be fetched: ")
    assert status == 1


@pytest.mark.parametrize(
    ("arguments", "found"),
    [(["--wanted", "2"], {"A/RES/88/1", "A/RES/88/10"}), (["--session", "88"], {f"A/RES/88/{n}" for n in range(1, 13)}),
     (["--series", "A/RES/90/2"], set()), (["A/RES/90/7", "--wanted", "1"], {"A/RES/90/7", "A/RES/88/1"})],
)  # fmt: skip
def test_lists_of_the_command(server: StandIn, arguments: list[str], found: set[str]) -> None:
    shelf.fill()
    run(*arguments, "--languages", "zh")
    assert set(Fetch.objects.values_list("symbol", flat=True)) == found


@pytest.mark.parametrize("arguments", [["乱写"], []])
def test_the_command_refuses_what_is_no_symbol(server: StandIn, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("fetch", *arguments)
