"""Tests that paths do not depend on how a label is printed: in AKN4UN with ``num`` or typed, and in plain text."""

from __future__ import annotations

import pytest

from archive.reading import Draft, read
from archive.reading.akn import reader as akn
from tests.test_reading_akn import numbered, plain, resolution

LATIN = ["(a) (b) (c)", "（a） （b） （c）", "a) b) c)", "⒜ ⒝ ⒞", "(a) b) (c)"]
ROMAN = ["(i) (ii) (iii)", "i) ii) iii)", "(ⅰ) (ⅱ) (ⅲ)", "(i) ii) (iii)"]
HAN = ["㈠ ㈡ ㈢", "(一) (二) (三)", "（一） （二） （三）", "〔一〕 〔二〕 〔三〕", "㈠ (二) ㈢"]
DIGITS = ["(1) (2) (3)", "1) 2) 3)", "⑴ ⑵ ⑶", "① ② ③"]
STEMS = ["(甲) (乙) (丙)", "甲、 乙、 丙、"]
SERIES = [
    *((labels, ["a", "b", "c"]) for labels in LATIN),
    *((labels, ["1", "2", "3"]) for labels in [*ROMAN, *HAN, *DIGITS, *STEMS]),
]
WORDS = ("甲项报告；", "乙项报告；", "丙项报告。")


def paths(draft: Draft) -> list[str]:
    return [clause.path for clause in draft.clauses]


def in_xml(points: list[tuple[str, str]], typed: bool) -> Draft:
    body = "".join(plain(f"{label}\t{words}") if typed else numbered(label, words) for label, words in points)
    (draft,) = akn.read(resolution(numbered("1.", "请各国提交：") + body), "labels.xml")
    return draft


def in_text(points: list[tuple[str, str]]) -> Draft:
    lines = [
        "99/1. 试验",
        "大会，",
        "1. 请各国提交：",
        *(f"{label} {words}" for label, words in points),
        "2044年12月8日",
    ]
    (draft,) = read("\n\n".join(lines).encode(), "labels.txt")
    return draft


@pytest.mark.parametrize(("labels", "slugs"), SERIES, ids=[labels for labels, _ in SERIES])
def test_the_same_labels_have_the_same_paths(labels: str, slugs: list[str]) -> None:
    points = list(zip(labels.split(), WORDS, strict=True))
    expected = ["op1", *(f"op1-{slug}" for slug in slugs)]
    assert paths(in_xml(points, typed=False)) == expected
    assert paths(in_xml(points, typed=True)) == expected
    assert paths(in_text(points)) == expected


@pytest.mark.parametrize("inner", [*ROMAN, *HAN, *DIGITS])
@pytest.mark.parametrize("outer", LATIN)
def test_points_inside_points(outer: str, inner: str) -> None:
    (a, b, _), (one, two, _) = outer.split(), inner.split()
    points = [(a, "甲项："), (one, "子项；"), (two, "丑项；"), (b, "乙项。")]
    expected = ["op1", "op1-a", "op1-a-1", "op1-a-2", "op1-b"]
    assert paths(in_xml(points, typed=False)) == expected
    assert paths(in_xml(points, typed=True)) == expected
    assert paths(in_text(points)) == expected
