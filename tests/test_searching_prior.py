"""Tests the search for clauses by how they changed since the text before in their series."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from haystack import connections
from lxml import html

from archive.desk import taking_back
from archive.intake import series, wording
from archive.models import Clause, ClauseStep, Resolution
from archive.searching import freshness
from archive.searching.engines.backend import ArchiveBackend
from archive.searching.field_conditions import CHANGES, accepts_change
from archive.searching.meaning import understand
from archive.searching.segmentation import han_words
from tests.comparing_texts import text
from tests.shelf import draft, store

pytestmark = pytest.mark.django_db

LAKES, BEES = "回顾保护高山湖泊的各项宣言，", "深信野蜂对果园的收成不可缺少，"
TEXTS = {
    "A/RES/90/1": {
        "pp1": BEES,
        "pp2": LAKES,
        "op1": "请各国培训山区的气象员，交流各地的气象记录；",
        "op2": "敦促各大学在岛屿上建造观察站，向渔民开放数据；",
        "op3": "欢迎出版灯塔的名录；",
        "op4": "决定在第91届会议上审议这个问题。",
    },
    "A/RES/91/1": {
        "pp1": LAKES,
        "pp2": BEES,
        "op1": "敦促各国培训山区的气象员，交流各地的气象记录；",
        "op2": "请各大学在岛屿上建造观察站，向渔民开放数据；",
        "op3": "又邀请诗人描写冰川的颜色；",
        "op4": "决定在第92届会议上审议这个问题。",
    },
    "A/RES/92/1": {"op1": "敦促各国培训山区的气象员，交流各地的气象记录；"},
}
FOUND = {
    "new": {"91/1 op3"},
    "dropped": {"90/1 op3", "91/1 pp1", "91/1 pp2", "91/1 op2", "91/1 op3", "91/1 op4"},
    "stronger": {"91/1 op1"},
    "weaker": {"91/1 op2"},
    "verb": {"91/1 op1", "91/1 op2"},
    "numbers": {"91/1 op4"},
    "reworded": {"91/1 op1", "91/1 op2"},
    "same": {"91/1 pp1", "91/1 pp2", "92/1 op1"},
    "split": set(),
}


@pytest.fixture(autouse=True)
def archive(db: None, empty_index: None) -> None:
    for symbol, clauses in TEXTS.items():
        store(draft(symbol, session=symbol.split("/")[2], clauses=list(text(clauses).clauses)))
    series.rebuild()  # the titles are the same
    wording.update(han_words)
    freshness.rebuild()


@pytest.fixture(params=["whoosh", "tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[ArchiveBackend]:
    name = f"test-{request.param}"
    settings.HAYSTACK_CONNECTIONS[name] = settings.HAYSTACK_CONNECTIONS["default"] | {
        "ENGINE": f"archive.searching.engines.{request.param}.{request.param.capitalize()}Engine",
        "PATH": str(tmp_path),
    }
    freshness.rebuild(name)
    yield freshness.backend(name)
    del settings.HAYSTACK_CONNECTIONS[name]
    connections.reload("default")


def places(engine: ArchiveBackend, question: str) -> set[str]:
    keys = [int(identifier.rpartition(".")[2]) for identifier, _ in engine.find(understand(question).query).rows]
    found = Clause.objects.filter(pk__in=keys).select_related("revision__text__resolution__document")
    return {f"{clause.revision.text.resolution.document.key[6:]} {clause.path}" for clause in found}


def test_each_change_finds_its_clauses(engine: ArchiveBackend) -> None:
    assert {code: places(engine, f"上年:{CHANGES[code][0]}") for code in FOUND} == FOUND
    assert {code: places(engine, f"prior:{CHANGES[code][1].upper()}") for code in FOUND} == FOUND


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("上年:强化 气象员", {"91/1 op1"}),
        ("气象员 -上年:强化", {"90/1 op1", "92/1 op1"}),
        ("上年:删去 或 上年:新增 届:90", {"90/1 op3", "91/1 pp1", "91/1 pp2", "91/1 op2", "91/1 op3", "91/1 op4"}),
        ("上年:新增 届:90", set()),
    ],
)
def test_a_change_joins_other_conditions(engine: ArchiveBackend, question: str, found: set[str]) -> None:
    assert places(engine, question) == found


def test_every_code_of_a_step_can_be_asked_for() -> None:
    codes = {code for step in ClauseStep.objects.all() for code in step.codes}
    assert codes <= CHANGES.keys()
    assert all(accepts_change(name) for names in CHANGES.values() for name in names)
    assert not accepts_change("别的")


def data(client: Client, address: str) -> Any:
    return json.loads(client.get(f"/search/{address}&format=json").content)


def test_the_data_has_the_changes_of_each_clause(client: Client) -> None:
    """The newest clause is shown. Its words came in a year before, so the older one has another change."""
    [hit] = data(client, "?q=敦促各国")["results"]
    assert (hit["resolution"], hit["prior"]) == (
        "A/RES/92/1",
        [{"codes": ["same"], "before": "A/RES/91/1", "after": "A/RES/92/1"}],
    )
    assert [(same["resolution"], same["prior"]) for same in hit["same_words"]] == [
        (
            "A/RES/91/1",
            [{"codes": ["reworded", "verb", "stronger"], "before": "A/RES/90/1", "after": "A/RES/91/1"}],
        )
    ]


def test_a_gathered_hit_has_only_the_clauses_with_the_change(client: Client) -> None:
    [hit] = data(client, "?q=敦促各国 上年:强化")["results"]
    assert (hit["resolution"], hit["same_words"]) == ("A/RES/91/1", [])


@pytest.mark.parametrize(
    ("question", "signs"),
    [
        ("诗人", [("+新增", "对照A/RES/90/1"), ("−删去A/RES/92/1中没有", None)]),
        ("上年:强化", [("~改写↑强化", "对照A/RES/90/1")]),
        ("灯塔", [("−删去A/RES/91/1中没有", None)]),
        ("上年:未改 敦促", [("=未改", "对照A/RES/91/1")]),
    ],
)
def test_a_hit_has_signs_that_lead_to_its_history(
    client: Client, question: str, signs: list[tuple[str, str | None]]
) -> None:
    page: Any = html.fromstring(client.get("/search/", {"q": question}).content.decode())
    links = page.cssselect(".hit a.changes")
    assert [("".join(link.text_content().split()), link.get("title")) for link in links] == signs
    assert all(client.get(link.get("href")).status_code == 200 for link in links)


def test_the_page_words_the_change_and_counts_it(client: Client) -> None:
    page: Any = html.fromstring(client.get("/search/", {"q": "prior:weaker"}).content.decode())
    assert "与前一文本相比" in page.cssselect(".understood")[0].text_content()
    assert "弱化" in page.cssselect(".understood")[0].text_content()
    facets = data(client, "?q=届:91")["facets"]["prior"]
    assert {each["value"]: each["count"] for each in facets}["stronger"] == 1


def test_a_change_of_a_step_changes_the_index() -> None:
    resolution = Resolution.objects.get(document__key="A/RES/91/1").pk
    ClauseStep.objects.filter(kind="new").update(doubtful=True)
    assert freshness.difference().outdated == (resolution,)
    freshness.repair()
    assert places(freshness.backend(), "上年:存疑") == {"91/1 op3"}


def test_texts_that_are_compared_again_are_written_again() -> None:
    """A new text of session 91 changes how the texts of the two other sessions compare with it."""
    store(draft("A/RES/91/1", session="91", clauses=list(text({"pp1": LAKES}).clauses)))
    freshness.follow()
    wording.update(han_words)
    documents = Resolution.objects.values_list("document__key", flat=True)
    assert set(documents.filter(pk__in=freshness.behind())) == set(TEXTS)
    freshness.follow()
    assert not freshness.difference()
    assert places(freshness.backend(), "上年:新增") == {"92/1 op1"}


def test_a_withdrawn_text_is_not_compared_with(client: Client, admin_user: Any) -> None:
    taking_back.withdraw(Resolution.objects.get(document__key="A/RES/91/1").pk, by=admin_user, reason="误收")
    [hit] = data(client, "?q=敦促各国")["results"]
    assert (hit["resolution"], hit["prior"], hit["same_words"]) == ("A/RES/92/1", [], [])
    freshness.repair()
    assert places(freshness.backend(), "上年:未改 或 上年:删去") == set()
