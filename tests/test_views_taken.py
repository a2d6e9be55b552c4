"""Tests where the words of a new or a dropped clause are, if a neighbouring clause has them. The texts are invented."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client

from archive.comparing import compare
from archive.searching.segmentation import han_words
from archive.views.wording.rows import rows_of
from archive.views.wording.taken import taken
from tests.comparing_texts import text
from tests.similar_shelf import store

STATIONS = (
    "表示深为关切山区的气象站年久失修，各地的气象记录残缺不全，观察员缺少培训，仪器得不到校准，"
    "因此对暴风雪和洪水的预报越来越不可靠，山谷中的村庄得不到及时的警告"
)
BOATS = "一些渔民的船只在夜间不点灯而迅速驶过河口，在浓雾中不鸣汽笛，船只的数量在各港口中不断增加，"
LONG = {"pp1": f"{STATIONS}；同海员一样感到关切的是，{BOATS}"}
SPLIT = {"pp1": f"{STATIONS}，", "pp2": f"同样关切{BOATS}"}
ADDED = LONG | {"pp2": f"同样关切{BOATS}"}
OTHER = LONG | {"pp2": "注意到候鸟每年两次飞越山区，停留的地点逐渐减少，栖息的树木也越来越稀疏，"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (LONG, SPLIT, [("new", "pp1")]),
        (SPLIT, LONG, [("dropped", "pp1")]),
        (LONG, ADDED, []),  # the neighbour still has the words
        (LONG, OTHER, []),
    ],
    ids=["new", "dropped", "repeated", "other words"],
)
def test_the_words_are_found_in_the_neighbour(
    before: Mapping[str, str], after: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    texts = text(before), text(after, "A/RES/91/1")
    rows = rows_of(texts, compare(*texts, han_words))
    found = taken(rows)
    assert [(rows[index].kind, each.clause.path) for index, each in found.items()] == expected
    assert all(each.percent >= 70 for each in found.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/compare/A/RES/90/1/A/RES/91/1/", "原在A/RES/90/1序言部分第1段"),
        ("/compare/A/RES/91/1/A/RES/90/1/", "现在A/RES/90/1序言部分第1段"),
    ],
)
def test_the_page_says_where_the_words_are(client: Client, url: str, words: str) -> None:
    store("A/RES/90/1", LONG)
    store("A/RES/91/1", SPLIT)
    assert words in client.get(url).content.decode()
