"""Tests the order of names."""

import csv

import pytest

from archive.name_order import by_pinyin, by_strokes
from archive.voting.states import FIXTURES


@pytest.mark.parametrize(
    "names",
    [
        ["阿富汗", "阿曼", "安哥拉", "中非", "中国"],
        ["贝宁", "比利时", "秘鲁", "冰岛"],  # 秘鲁 is Bìlǔ
        ["Andorra", "China", "Côte d'Ivoire", "Cuba", "Türkiye", "Turkmenistan"],  # accents do not count
        ["Zimbabwe", "阿曼"],
        ["刚果（布）", "刚果（金）", "哥伦比亚"],
    ],
)
def test_names_follow_their_pronunciation(names: list[str]) -> None:
    assert sorted(set(names), key=by_pinyin) == names


@pytest.mark.parametrize("names", [["大韩", "中国", "乍得", "安哥拉", "德国"], ["土耳其", "巴西", "哥伦比亚"]])
def test_names_follow_their_strokes(names: list[str]) -> None:
    assert sorted(set(names), key=by_strokes) == names


def test_every_character_of_a_state_has_a_rank() -> None:
    with (FIXTURES / "states.csv").open(encoding="utf-8", newline="") as file:
        names = [row["short_zh"] for row in csv.DictReader(file)]
    keys = [key for name in names for key in (by_pinyin(name), by_strokes(name))]
    assert [key for key in keys if max(key) >= "\u4e00"] == []
