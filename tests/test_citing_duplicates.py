"""Tests that one instrument is one document: titles that are printed in two ways, and short forms that are known."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, KnownDocument, cite, from_fixtures
from archive.citing.catalogue import likeness
from archive.reading.draft import OPERATIVE, Draft, DraftClause
from tests.test_citing_resolve import draft

SAME = [
    ("甲国和乙联邦关于限制某种武器的条约", "限制某种武器条约"),
    ("乙联邦与甲国关于限制某种武器条约", "关于限制某种武器的条约"),
    ("联合国关于防治某种灾害的公约", "防治某种灾害公约"),
    ("某公约关于打击偷运货物的补充议定书", "某公约关于打击偷运货物的议定书"),
    ("与贸易有关的某种权利协议", "关于〈与贸易有关的某种权利〉协议"),
    ("某种待遇最低限度标准规则(甲乙规则)", "某种待遇的最低限度标准规则"),
]
DIFFERENT = [
    ("联合国某种待遇标准规则", "某种待遇标准规则"),  # for other instruments than treaties, 联合国 can be a new edition
    ("2010年关于贩运问题的政治宣言", "2017年关于贩运问题的政治宣言"),
    ("甲国和乙国关于限制某种武器的条约", "甲国和乙国关于消除某种武器的条约"),
    ("某公约任择议定书", "某公约议定书"),
    ("1949年某种道路交通公约", "1968年某种道路交通公约"),
    ("1968年某种道路交通公约", "某种道路交通公约"),
    ("行动计划", "行动计划"),  # too short
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_printings_of_one_title(one: str, other: str) -> None:
    assert likeness(one) == likeness(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_titles_of_two_documents(one: str, other: str) -> None:
    assert likeness(one) != likeness(other) or not likeness(one)


CATALOGUE = Catalogue(
    [
        KnownDocument("treaty:Arms", ("甲国和乙联邦关于限制某种武器的条约",)),
        KnownDocument("treaty:First", ("关于某种援助的共同议定书(第一议定书)",)),
        KnownDocument("treaty:Second", ("关于某种援助的共同议定书(第二议定书)",)),
        KnownDocument("treaty:Parts", ("某地区公约",)),
    ]
)
CITED = [
    ("回顾《限制某种武器条约》，", ["treaty:Arms"]),
    ("回顾《关于某种援助共同议定书》，", ["title:关于某种援助共同议定书"]),  # two documents could be meant
    ("回顾《管制一切零部件和弹药的公约》(《某地区公约》)，", ["treaty:Parts", "treaty:Parts"]),
    ("回顾《管制一切零部件的宣言》(《某地区公约》)，", ["title:管制一切零部件的宣言"] * 2),
    ("回顾《管制一切零部件的公约》和《某地区公约》，", ["title:管制一切零部件的公约", "treaty:Parts"]),
]


@pytest.mark.parametrize(("text", "targets"), CITED)
def test_another_printing_of_a_title_cites_the_known_document(text: str, targets: list[str]) -> None:
    draft = Draft("a.txt", "text", "zh", clauses=[DraftClause(OPERATIVE, "op1", "1.", "回顾", text)])
    assert [one.target for one in cite(draft, CATALOGUE).clauses["op1"]] == targets


FIXTURES = [
    ("美利坚合众国和俄罗斯联邦关于进一步削减和限制进攻性战略武器条约", "treaty:New START"),
    ("联合国防治荒漠化的公约", "treaty:UNCCD"),
    ("联合国囚犯待遇最低限度标准规则", "A/RES/70/175"),
    ("囚犯待遇最低限度标准规则", None),  # the rules of 1955
    ("1967年外层空间条约", "treaty:Outer Space Treaty"),
    ("1951年关于难民地位的公约", "treaty:Refugee Convention"),
]


@pytest.mark.parametrize(("title", "key"), FIXTURES)
def test_documents_that_come_with_the_archive(title: str, key: str | None) -> None:
    catalogue = from_fixtures()
    assert (next(iter(catalogue.named(title)), None) or catalogue.alike(title)) == key


@pytest.mark.parametrize(
    ("first", "later", "target"),
    [
        ("重申《甲地行动纲要》，", "回顾《甲地行动纲要》，[1]", "A/70/174"),
        ("重申会议通过的题为“我们的甲事”的宣言，", "回顾题为“我们的甲事”的宣言，[1]", "A/70/174"),
        # A treaty is more than the document that has its text.
        ("加入《甲地公约》，", "回顾《甲地公约》，[1]", "title:甲地公约"),
        ("重申《甲地行动纲要》，", "回顾《甲地行动纲要》，[2]", "title:甲地行动纲要"),
    ],
)
def test_a_title_before_its_footnote_is_the_document_of_the_footnote(first: str, later: str, target: str) -> None:
    made = draft(first, later, notes={"1": "A/70/174，附件。", "2": "第70/1号决议。"})
    assert [c.target for c in cite(made, from_fixtures()).clauses["op1"]] == [target]
