"""Tests ``citing.editors``: what a link of the UN's editors decides, and where the words count instead.

``⟦…|A/RES/64/47⟧`` in a text is a link to https://undocs.org/zh/A/RES/64/47.
"""

import re
from typing import Any

import pytest

from archive.citing import cite
from archive.citing.citation import AMBIGUOUS, EDITORS, RESOLVED, UNKNOWN, WORDS
from archive.citing.editors import symbol_of
from archive.reading.draft import Draft, Link
from tests.test_citing_resolve import CATALOGUE, draft


def linked(text: str, note: str = "", language: str = "zh") -> Draft:
    """A Draft of one clause and, if there is a note, one footnote, with their links."""
    source = draft("", notes={"1": ""} if note else None, language=language)
    source.adopted_on = None
    for holder, words in ((source.clauses[0], text), *([(source.footnotes["1"], note)] if note else ())):
        for piece in re.split("(⟦[^⟧]*⟧)", words):
            shown, _, symbol = piece.strip("⟦⟧").partition("|")
            if symbol:
                href = f"https://undocs.org/zh/{symbol}"
                holder.links.append(Link(len(holder.text), len(holder.text) + len(shown), href))
            holder.text += shown
    return source


# Text with links → (exact, target, status, origin) of each citation. The link and the words agree, or the link decides
# what the words leave open.
AGREED: list[tuple[Any, ...]] = [
    ("回顾第⟦64/47|A/RES/64/47⟧号决议，", [("第64/47号决议", "A/RES/64/47", RESOLVED, EDITORS)]),
    ("第⟦73/2|A/RES/73/220⟧⟦20|A/RES/73/220⟧号决议", [("第73/220号决议", "A/RES/73/220", UNKNOWN, EDITORS)]),
    ("第⟦55/33|A/RES/55/33⟧ M号决议", [("第55/33 M号决议", "A/RES/55/33M", UNKNOWN, EDITORS)]),
    ("第⟦77/263|A/RES/77/263b⟧号决议", [("第77/263号决议", "A/RES/77/263B", UNKNOWN, EDITORS)]),
    ("第⟦51/211|A/RES/51/211⟧ A至E号决议", [("第51/211 A至E号决议", "A/RES/51/211A-E", UNKNOWN, EDITORS)]),
    ("第⟦54/237|A/RES/54/237A-C⟧ B号决议", [("第54/237 B号决议", "A/RES/54/237B", UNKNOWN, EDITORS)]),
    ("第⟦36/87 A和B|A/RES/36/87A⟧号决议", [
        ("36/87 A", "A/RES/36/87A", UNKNOWN, EDITORS), ("B", "A/RES/36/87B", UNKNOWN, WORDS)
    ]),
    # No body and no date: the link shows the body.
    ("第⟦34/24|A/HRC/RES/34/24⟧号决议", [("第34/24号决议", "A/HRC/RES/34/24", UNKNOWN, EDITORS)]),
    ("第⟦60/519|A/DEC/60/519⟧号", [("第60/519号", "A/DEC/60/519", UNKNOWN, EDITORS)]),
    ("根据第⟦34/24|A/HRC/RES/34/24⟧号决议向人权理事会提交，", [
        ("第34/24号决议", "A/HRC/RES/34/24", UNKNOWN, EDITORS)
    ]),
    ("⟦A/55/530|A/55/530⟧-⟦S/2000/1052|S/2000/1052⟧", [
        ("A/55/530-S/2000/1052", "S/2000/1052", RESOLVED, EDITORS)
    ]),
    # Words without a number.
    ("⟦报告|A/57/124⟧全文，", [("报告", "A/57/124", UNKNOWN, EDITORS)]),
    # A slip of the pen in the words.
    ("见第⟦70/266|A/RES/70/266⟧，号决议。", [("70/266", "A/RES/70/266", UNKNOWN, EDITORS)]),
    ("见⟦www.un.org/disarmament|⟧，", []),
    ("回顾第⟦64/47|A/RES/。⟧号决议，", [("第64/47号决议", "A/RES/64/47", RESOLVED, WORDS)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), AGREED)
def test_words_and_link_agree(text: str, expected: list[Any]) -> None:
    found = cite(linked(text), CATALOGUE)
    assert [(c.exact, c.target, c.status, c.origin) for c in found.clauses["op1"]] == expected
    assert found.warnings == []


# Text with one link → targets that the words name, code of the message, its words, its link.
DISAGREEMENTS: list[tuple[Any, ...]] = [
    ("第⟦64/47|A/RES/64/74⟧号决议", ["A/RES/64/47"], "another", "第64/47号决议", "A/RES/64/74"),
    ("见⟦A/90/12|A/89/11⟧。", ["A/90/12"], "another", "A/90/12", "A/89/11"),
    ("见⟦A/90/123|A/90/12⟧。", ["A/90/123"], "another", "A/90/123", "A/90/12"),
    # Another body with the same number.
    ("人权理事会第⟦49/3|A/RES/49/3⟧号决议", ["A/HRC/RES/49/3"], "another", "第49/3号决议", "A/RES/49/3"),
    ("人权理事会2012年6月1日⟦S-19/1|A/RES/S-19/1⟧号决议", ["A/HRC/RES/S-19/1"], "another", "S-19/1号决议",
     "A/RES/S-19/1"),
    ("其1990年12月4日第⟦45/55|A/HRC/RES/45/55⟧ B号决议", ["A/RES/45/55B"], "another", "第45/55 B号决议",
     "A/HRC/RES/45/55"),
    ("人权理事会2021年3月23日第⟦46/9|A/RES/HRC/RES/46/9⟧号决议", ["A/HRC/RES/46/9"], "another", "第46/9号决议",
     "A/RES/HRC/RES/46/9"),
    ("2019年7月25日第⟦73/327|S/RES/73/327(2019)⟧号决议", ["A/RES/73/327"], "another", "第73/327号决议",
     "S/RES/73/327(2019)"),
    ("亚洲及太平洋经济社会委员会第⟦73/7|A/RES/73/7⟧号决议", ["E/ESCAP/RES/73/7"], "another", "第73/7号决议",
     "A/RES/73/7"),
    # A decision is not a resolution.
    ("人权理事会第⟦18/119|A/HRC/RES/18/119⟧号决定", ["A/HRC/DEC/18/119"], "another", "第18/119号决定",
     "A/HRC/RES/18/119"),
    # Another part.
    ("第⟦55/33|A/RES/55/33N⟧ M号决议", ["A/RES/55/33M"], "another", "第55/33 M号决议", "A/RES/55/33N"),
    ("第⟦47/54|A/RES/47/54A-F⟧ G号决议", ["A/RES/47/54G"], "another", "第47/54 G号决议", "A/RES/47/54A-F"),
    # The Human Rights Council has no resolution with this number.
    ("第⟦50/245|A/HRC/RES/50/245⟧号决议", ["A/RES/50/245"], "another", "第50/245号决议", "A/HRC/RES/50/245"),
    ("第⟦69/3|A/HRC/RES/69/3⟧号决议", ["A/RES/69/3"], "another", "第69/3号决议", "A/HRC/RES/69/3"),
    # A body without symbols of its own.
    ("妇女地位委员会第⟦57/9|A/RES/57/9⟧号决议", [], "nothing", "57/9", "A/RES/57/9"),
    ("该委员会第⟦57/9|A/HRC/RES/57/9⟧号决议", [], "nothing", "57/9", "A/HRC/RES/57/9"),
    # Words that cite nothing.
    ("实现⟦50/50|A/RES/50/50⟧比例，", [], "nothing", "50/50", "A/RES/50/50"),
    ("提供⟦24/7|A/HRC/RES/24/7⟧服务，", [], "nothing", "24/7", "A/HRC/RES/24/7"),
    ("关于移徙女工的第⟦26(2008)|S/RES/26(2008)⟧号一般性建议，", [], "nothing", "26(2008)", "S/RES/26(2008)"),
    ("见NPT/CONF.2020/WP.7第⟦187(35|S/RES/187(35⟧)段，", ["NPT/CONF.2020/WP.7"], "nothing", "187(35",
     "S/RES/187(35"),
    # A decision that is printed in the document before it.
    ("见A/52/25，附件，第⟦19/1|A/RES/19/1⟧号决定。", ["A/52/25"], "nothing", "19/1", "A/RES/19/1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "targets", "kind", "exact", "link"), DISAGREEMENTS)
def test_words_lead(text: str, targets: list[str], kind: str, exact: str, link: str) -> None:
    found = cite(linked(text), CATALOGUE)
    assert [c.target for c in found.clauses["op1"]] == targets
    assert all(c.origin == WORDS and c.status != AMBIGUOUS for c in found.clauses["op1"])
    [warning] = found.warnings
    code = {"another": "citing.link_names_another", "nothing": "citing.link_on_no_citation"}[kind]
    cited = {"cited": targets[0]} if kind == "another" else {}
    assert (warning.place, warning.code) == ("op1", code)
    assert warning.values == {"exact": exact, "linked": link} | cited


def test_a_number_named_before_with_its_date_has_the_same_body() -> None:
    source = linked("其1981年11月25日第36/55号决议，", "第⟦36/55|A/HRC/RES/36/55⟧号决议。")
    found = cite(source, CATALOGUE)
    assert [c.target for c in found.footnotes["1"]] == ["A/RES/36/55"]
    assert [(w.place, w.code) for w in found.warnings] == [("footnote 1", "citing.link_names_another")]


def test_a_link_is_the_only_hint_in_a_script_that_is_not_read() -> None:
    source = linked("انظر القرار ⟦70/1|A/RES/70/1⟧.", language="ar")
    assert [c.target for c in cite(source, CATALOGUE).clauses["op1"]] == ["A/RES/70/1"]


@pytest.mark.parametrize(("language", "before"), [("ar", "انظر القرار"), ("ru", "см. резолюцию")])
def test_a_link_over_another_number_is_no_citation_in_any_script(language: str, before: str) -> None:
    found = cite(linked(f"{before} ⟦78/59|A/RES/77/86⟧.", language=language), CATALOGUE)
    assert not found.clauses.get("op1")
    [warning] = found.warnings
    assert (warning.code, warning.values) == ("citing.link_on_no_citation", {"exact": "78/59", "linked": "A/RES/77/86"})


@pytest.mark.parametrize(
    ("href", "symbol"),
    [
        ("https://undocs.org/ch/A/RES/64/47", "A/RES/64/47"),
        ("https://undocs.org/zh/A/RES/217 (III)", "A/RES/217(III)"),
        ("https://undocs.org//ch/A/RES/22%20(I)", "A/RES/22(I)"),
        ("http://www.undocs.org/A/res/73/122", "A/RES/73/122"),
        ("https://docs.un.org/ch/A/74/6(Sect.3)/Add.5", "A/74/6/Add.5"),
        ("https://undocs.org/ch/NPT/CONF.2000/28 (Parts I", "NPT/CONF.2000/28"),
        ("https://undocs.org/ch/A/RES/。", None),
        ("https://undocs.org/ch/14/221", None),
        ("http://www.un.org/disarmament", None),
        ("", None),
    ],
)
def test_symbol_of_a_link(href: str, symbol: str | None) -> None:
    assert symbol_of(href) == symbol
