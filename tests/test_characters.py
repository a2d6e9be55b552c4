"""Tests characters that mean the same: traditional script, radicals, slashes, and characters that print nothing.

A text in traditional script must be read and cited as the same text in simplified script.
"""

from __future__ import annotations

from dataclasses import replace

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import characters
from archive.citing import Citation, cite, from_fixtures
from archive.messages import Unreadable
from archive.reading import Draft, read
from archive.reading.draft import DraftClause
from archive.reading.opening import opening
from archive.searching.analysis import fold
from archive.searching.document_names import document_name
from archive.symbols import normalise
from tests.typesetting.resolutions import first_committee

TRADITIONAL = """77/31. 促進裁軍的步驟

大會，

回顧其2009年12月2日第64/47號決議，又回顧《不擴散核武器條約》第六條，[1]

關切地注意到A/65/410號文件，

1. 請秘書長提出報告；

2. 決定：

(a) 將題為“促進裁軍的步驟”的項目列入議程；

(b) 繼續審議。

2022年12月7日
第46次全體會議

[1] 聯合國，《條約彙編》，第729卷，第10485號。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("採取聯合行動徹底消除核武器", "采取联合行动彻底消除核武器"),
        ("⽣物武器、⻅證", "生物武器、见证"),
        ("\uf967得", "不得"),
        ("65\u221572", "65/72"),
        ("著作", "著作"),
        ("皇后和里程", "皇后和里程"),
        ("65/\u00ad72", "65/\u00ad72"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert characters.plain(text) == expected


@given(st.text("採用聯合⽣\uf967行動A/65\u2215\u00ad\u200b\u2060\ufe00后里。", max_size=60) | st.text())
def test_copies_keep_the_way_back(text: str) -> None:
    assert len(characters.plain(text)) == len(text)
    copy, offsets = characters.printed(text)
    assert offsets[-1] == len(text)
    assert copy == "".join(text[offset] for offset in offsets[:-1])
    if characters.is_plain(text):
        assert (characters.plain(text), copy) == (text, text)


def traditional() -> Draft:
    [draft] = read(TRADITIONAL.encode(), "a.txt")
    return draft


def test_traditional_script_is_read_as_it_came() -> None:
    draft = traditional()
    assert (draft.symbol, draft.title, draft.formula) == ("A/RES/77/31", "促進裁軍的步驟", "大會，")
    assert (str(draft.adopted_on), draft.meeting) == ("2022-12-07", 46)
    assert [(clause.path, clause.opening) for clause in draft.clauses] == [
        ("pp1", "回顧"),
        ("pp2", "關切地注意到"),
        ("op1", "請"),
        ("op2", "決定"),
        ("op2-a", ""),
        ("op2-b", "繼續審議"),
    ]
    assert draft.footnotes["1"].text == "聯合國，《條約彙編》，第729卷，第10485號。"
    assert draft.warnings == []


def test_traditional_script_is_cited_in_its_own_words() -> None:
    cited = cite(traditional(), from_fixtures())
    assert [(c.exact, c.target, c.pinpoint) for c in cited.clauses["pp1"] if c.via_footnote is None] == [
        ("第64/47號決議", "A/RES/64/47", ""),
        ("《不擴散核武器條約》", "treaty:NPT", "第六條"),
    ]
    assert [(c.exact, c.target) for c in cited.clauses["pp2"]] == [("A/65/410號文件", "A/65/410")]
    assert [c.target for c in cited.footnotes["1"]] == ["treaty:NPT"]


def _in_script(draft: Draft, script: str) -> Draft:
    convert = opencc.OpenCC(script).convert
    clauses = [replace(clause, text=convert(clause.text)) for clause in draft.clauses]
    footnotes = {marker: replace(note, text=convert(note.text)) for marker, note in draft.footnotes.items()}
    return replace(draft, title=convert(draft.title), clauses=clauses, footnotes=footnotes)


def _meant(citations: list[Citation]) -> list[tuple[int, int, str | None, str, str]]:
    return [(c.start, c.end, c.target, c.status, characters.plain(c.pinpoint)) for c in citations]


def test_both_scripts_cite_the_same(shared_data: object) -> None:
    catalogue = from_fixtures()
    for draft in list(first_committee(("79",)))[::8]:
        simplified, other = cite(draft, catalogue), cite(_in_script(draft, "s2t"), catalogue)
        for path, citations in simplified.clauses.items():
            assert _meant(other.clauses[path]) == _meant(citations), (draft.symbol, path)


@pytest.mark.parametrize(
    ("text", "exact", "target", "pinpoint"),
    [
        ("重申《⽣物武器公约》第⼀条，", "《⽣物武器公约》", "treaty:BWC", "第⼀条"),
        ("重申《\uf967扩散核武器条约》，", "《\uf967扩散核武器条约》", "treaty:NPT", ""),
        ("回顾第65/\u00ad72号决议，", "第65/\u00ad72号决议", "A/RES/65/72", ""),
        ("回顾第65\u221572号决议，", "第65\u221572号决议", "A/RES/65/72", ""),
        ("见A/57/\u2060124号文件，", "A/57/\u2060124号文件", "A/57/124", ""),
        ("重申《不扩散核\u200b武器条约》，", "《不扩散核\u200b武器条约》", "treaty:NPT", ""),
        ("重申《不扩散核武\ufe00器条约》，", "《不扩散核武\ufe00器条约》", "treaty:NPT", ""),
    ],
)
def test_odd_characters_in_citations(text: str, exact: str, target: str, pinpoint: str) -> None:
    clause = DraftClause("operative", "op1", "1.", "", text)
    [found] = cite(Draft("a", "text", "zh", symbol="A/RES/79/1", clauses=[clause]), from_fixtures()).clauses["op1"]
    assert (found.exact, found.target, found.pinpoint) == (exact, target, pinpoint)
    assert text[found.start : found.end] == exact


@pytest.mark.parametrize("phrase", ["回顧", "深為關切", "贊揚並進一步鼓勵", "請", "決定"])
def test_opening_phrases_in_traditional_script(phrase: str) -> None:
    assert opening(f"{phrase}各國，") == phrase


@pytest.mark.parametrize("typed", ["第65/72號決議", "65\u221572", "第65/\u00ad72号决议", "A\u2215RES\u221565\u221572"])
def test_a_symbol_is_understood_as_people_paste_it(typed: str) -> None:
    assert document_name(typed).symbols == ("A/RES/65/72",)


def test_radicals_and_slashes_are_folded_in_search() -> None:
    assert fold("⽣物⻓\uf967 A\u22155") == fold("生物长不 A/5")
    assert normalise("a\u2215res\u221565\u221572") == "A/RES/65/72"


def test_a_text_without_chinese_is_still_refused() -> None:
    with pytest.raises(Unreadable):
        read("65/72. Только".encode(), "a.txt")
