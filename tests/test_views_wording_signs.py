"""Tests the signs beside the clauses of a resolution: what changed since the text before. The texts are invented."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.desk import taking_back
from archive.models import Document
from tests.wording_shelf import FIRST, LAKES, TEXTS, fill, store, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

FRUIT = "关切果园的收成减少，"


def page(client: Client, url: str) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    return html.fromstring(response.content.decode())


def signs(document: html.HtmlElement) -> dict[str, tuple[str, str]]:
    """Path → (the sign, its explanation)."""
    return {
        link.get("data-path"): (link.text_content(), link.get("title")) for link in document.cssselect(".clause .since")
    }


@pytest.mark.parametrize(
    ("symbol", "language", "expected"),
    [
        ("A/RES/90/1", "zh-hans", {}),
        (
            "A/RES/91/1",
            "zh-hans",
            {
                "pp1": (
                    "90届已有 序言部分第1段",
                    "与A/RES/90/1相比：未改。A/RES/90/1（第90届会议，本档案最早的文本）已有",
                ),
                "op1": ("新增 第1段", "与A/RES/90/1相比为新增"),
            },
        ),
        (
            "A/RES/93/1",
            "zh-hans",
            {
                "op1": ("强化 第1段", "与A/RES/92/1相比：改写、强化。自A/RES/91/1（第91届会议）起"),
                "op2": ("91届起 第2段", "与A/RES/92/1相比：未改。自A/RES/91/1（第91届会议）起"),
            },
        ),
        (
            "A/RES/93/1",
            "en",
            {
                "op1": (
                    "stronger verb para. 1",
                    "Beside A/RES/92/1: reworded, stronger verb. Here since A/RES/91/1 (Session 91)",
                ),
                "op2": ("since 91 para. 2", "Beside A/RES/92/1: unchanged. Here since A/RES/91/1 (Session 91)"),
            },
        ),
    ],
)
def test_the_sign_of_each_clause(
    client: Client, symbol: str, language: str, expected: dict[str, tuple[str, str]]
) -> None:
    fill()
    client.cookies["django_language"] = language
    assert signs(page(client, f"/{symbol}/")) == expected


def test_a_sign_leads_to_the_stage_of_the_text_in_the_history(client: Client) -> None:
    fill()
    [first, _] = page(client, "/A/RES/93/1/").cssselect(".since")
    address, _, stage = first.get("href").partition("#")
    assert (address, stage) == ("/A/RES/93/1/op1/history/", "A-RES-93-1")
    assert page(client, address).get_element_by_id(stage).cssselect('[data-path="op1"]')


def test_clauses_that_are_gone_are_said_below_the_text(client: Client) -> None:
    fill()
    [gone] = page(client, "/A/RES/93/1/").cssselect(".gone")
    assert [(link.text, link.get("href")) for link in gone.cssselect("li a")] == [
        ("第1段", "/A/RES/92/1/op1/history/"),
    ]
    assert LAKES[:10] in gone.text_content()


def test_the_data_of_a_resolution_has_the_same_facts(client: Client) -> None:
    fill()
    wording = client.get("/A/RES/93/1/?format=json").json()["wording"]
    assert (wording["compared_with"], wording["dropped"]) == ("A/RES/92/1", ["op1"])
    assert sorted(wording["clauses"], key=lambda one: str(one["path"])) == [
        {
            "path": "op1", "from": ["op2"], "kind": "reworded", "moved": False, "verb": ["鼓励", "敦促"],
            "strength": "stronger", "changes": [["鼓励", "敦促"]], "doubtful": False,
            "first": {"symbol": "A/RES/91/1", "path": "op1"}, "began": True,
        },
        {
            "path": "op2", "from": ["op3"], "kind": "same", "moved": False, "verb": None, "strength": None,
            "changes": [], "doubtful": False, "first": {"symbol": "A/RES/91/1", "path": "op1"}, "began": True,
        },
    ]  # fmt: skip
    assert client.get("/A/RES/90/1/?format=json").json()["wording"] is None


def test_an_earlier_revision_has_no_signs(client: Client) -> None:
    fill()
    store("A/RES/93/1", {**TEXTS["A/RES/93/1"], "op3": FRUIT})
    update()
    assert "op3" in signs(page(client, "/A/RES/93/1/"))
    assert signs(page(client, "/A/RES/93/1/?revision=1")) == {}


def test_a_withdrawn_text_before_is_nowhere(client: Client, admin_user: Any) -> None:
    """Also before the job has made the steps again."""
    fill()
    taking_back.withdraw(Document.objects.get(key="A/RES/92/1").pk, by=admin_user, reason="误印")
    content = client.get("/A/RES/93/1/").content.decode()
    assert 'class="since' not in content
    assert LAKES[:10] not in content
    update()
    assert "A/RES/91/1" in signs(page(client, "/A/RES/93/1/"))["op2"][1]


def test_the_signs_take_one_query(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    fill()
    client.get("/A/RES/93/1/")
    with django_assert_max_num_queries(13):
        client.get("/A/RES/93/1/")
    assert FIRST not in client.get("/A/RES/93/1/").content.decode()
