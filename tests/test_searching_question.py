"""Tests the grammar of questions: typed texts with their trees and notes. No text is refused (generated texts)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.searching.field_conditions import span
from archive.searching.question import All, Either, Field, Node, Not, Phrase, Word, parse

A, B, C = Word("核武器"), Word("条约"), Word("地雷")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("核武器", A),
        ("  核武器　条约 ", All((A, B))),
        ("核武器 或 条约", Either((A, B))),
        ("核武器 OR 条约", Either((A, B))),
        ("核武器 | 条约", Either((A, B))),
        ("核武器 AND 条约", All((A, B))),
        ("核武器 或 条约 地雷", Either((A, All((B, C))))),
        ("(核武器 或 条约) 地雷", All((Either((A, B)), C))),
        ("（核武器 或 条约） 地雷", All((Either((A, B)), C))),
        ("核武器 -条约", All((A, Not(B)))),
        ("核武器 －条约", All((A, Not(B)))),
        ("核武器 NOT 条约", All((A, Not(B)))),
        ("-(核武器 条约)", Not(All((A, B)))),
        ('"消除 核武器"', Phrase("消除 核武器")),
        ("“消除”", Phrase("消除")),
        ("「消除」", Phrase("消除")),
        ("『消除』", Phrase("消除")),
        ("《不扩散条约》", Phrase("不扩散条约", title=True)),
        ("“甲“乙”丙”", Phrase("甲“乙”丙")),
        ("““甲”", Phrase("“甲")),
        ('核武器"消除"', All((A, Phrase("消除")))),
        ("S/RES/1540(2004)", Word("S/RES/1540(2004)")),
        ("(S/RES/1540(2004) 条约)", All((Word("S/RES/1540(2004)"), B))),
        ("NPT-核武器", Word("NPT-核武器")),
        ("或", Word("或")),
        ("和", Word("和")),
        ("-", Word("-")),
        ("届:65", Field("session", "65")),
        ("届：65", Field("session", "65")),
        ("Session:65", Field("session", "65")),
        ('动词:"又 回顾"', Field("opening", "又 回顾", exact=True)),
        ("引用:《不扩散条约》", Field("cites", "不扩散条约", exact=True)),
        ("引用:S/RES/1540(2004)", Field("cites", "S/RES/1540(2004)")),
        ("(届:65)", Field("session", "65")),
        ("-届:65", Not(Field("session", "65"))),
        ("kind:operative", Field("kind", "operative")),
        ("段:执行", Field("kind", "执行")),
        ("votes:CHN=no", Field("votes", "CHN=no")),
        ("表决:中国=反对", Field("votes", "中国=反对")),
        ("表决：中国＝反对", Field("votes", "中国＝反对")),
        ('votes:"United States=in favour"', Field("votes", "United States=in favour", exact=True)),
        ("投票:中国", Field("votes", "中国")),
        ("-表决:中国=反对", Not(Field("votes", "中国=反对"))),
        (
            "(表决:中国=反对 或 votes:USA=no) 核武器",
            All((Either((Field("votes", "中国=反对"), Field("votes", "USA=no"))), A)),
        ),
        ("表决:记录表决", Field("adopted", "记录表决")),
        ("", None),
        ("   ", None),
        ('""', None),
        ('" "', None),
        ("\u200e核\u200b武器\ufeff", A),
        ("核武器\x00条约", All((A, B))),
        ('"核武器\t1"', Phrase("核武器\t1")),
        ('" 核武器 "', Phrase(" 核武器 ")),
    ],
)
def test_a_question_is_parsed_as(typed: str, read: Node | None) -> None:
    question = parse(typed)
    assert question.root == read
    assert not question.notes


@pytest.mark.parametrize(
    ("typed", "read", "notes"),
    [
        ('"消除', Phrase("消除"), ["unclosed_quotation"]),
        ("“消除 核武器", Phrase("消除 核武器"), ["unclosed_quotation"]),
        ("(核武器", A, ["stray_bracket"]),
        ("核武器 条约)", All((A, B)), ["stray_bracket"]),
        ("核武器) 条约", All((A, B)), ["stray_bracket"]),
        ("((核武器", A, ["stray_bracket"] * 2),
        ("()", None, []),
        ("foo:核武器", Word("foo:核武器"), ["unknown_field"]),
        ("届:", None, ["empty_field"]),
        ("年:丙", Word("丙"), ["bad_value"]),
        ("段:别的", Word("别的"), ["bad_value"]),
        ("votes:nobody=no", Word("nobody=no"), ["bad_value"]),
        ("表决:中国=也许", Word("中国=也许"), ["bad_value"]),
        ("表决:=反对", Word("=反对"), ["bad_value"]),
        ("votes:no", Word("no"), ["bad_value"]),
        ("核武器 OR", A, ["stray_operator"]),
        ("核武器 或 或 条约", Either((A, B)), ["stray_operator"]),
        ("核武器 NOT", A, ["stray_operator"]),
        ('"NPT "', Phrase("NPT "), ["space_at_end"]),
        ('"\t1"', Phrase("\t1"), ["space_at_end"]),
    ],
)
def test_nonsense_is_ignored_with_a_note(typed: str, read: Node | None, notes: list[str]) -> None:
    question = parse(typed)
    assert question.root == read
    assert [note.code for note in question.notes] == notes


def test_a_long_question_is_cut_with_a_note() -> None:
    question = parse("核" * 5000)
    assert question.root == Word("核" * 2000)
    assert [note.code for note in question.notes] == ["cut"]


def test_deep_brackets_are_parsed() -> None:
    question = parse("(" * 900 + "核武器" + ")" * 900)
    assert question.root == A


@given(st.text(max_size=200) | st.text(alphabet='核 "“”「」《》()（）-:：或ORa|届年\x00\n', max_size=60))
def test_no_text_is_refused(typed: str) -> None:
    question = parse(typed)
    assert question.text == typed
    if not typed.strip():
        assert question.root is None
    for note in question.notes:
        assert note.code


@given(st.lists(st.text(alphabet="核武器条约裁军", min_size=1, max_size=4), min_size=1, max_size=6))
def test_every_word_with_a_space_between_is_kept(words: list[str]) -> None:
    typed = tuple(map(Word, words))
    assert parse(" ".join(words)).root == (All(typed) if len(typed) > 1 else typed[0])


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("2010", (2010, 2010)),
        ("2010..2015", (2010, 2015)),
        ("2015..2010", (2010, 2015)),
        ("2010-2015", (2010, 2015)),
        ("2010至2015", (2010, 2015)),
        ("2010..", (2010, None)),
        ("..2015", (None, 2015)),
        ("", None),
        ("x", None),
        ("2010 2015", None),
    ],
)
def test_spans(value: str, numbers: tuple[int | None, int | None] | None) -> None:
    assert span(value) == numbers
