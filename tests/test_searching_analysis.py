"""Tests the analysis of words: what counts as the same, positions, marking, cutting into words, and other names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.searching.analysis import exact, fold, is_run, token_texts, tokens
from archive.searching.marking import excerpt, places
from archive.searching.matching import TokenSequence, sequences
from archive.searching.meaning import understand
from archive.searching.segmentation import concepts, cut, other_names, ranking


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("廢除核武器", "废除核武器"),
        ("裡面", "裏面"),
        ("沿著", "沿着"),
        ("２０１０年", "2010年"),
        ("（ＮＰＴ）", "(npt)"),
        ("3．", "3."),
        ("“核”", "「核」"),
        ("A–B", "A-B"),
        ("核，武；器：", "核,武;器:"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("乾", "坤"), ("《核》", "“核”"), ("。", "."), ("㈠", "一")])
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_keeps_places(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("核武器条约A/65z2 \t\n，。《》()３．x-é😀\u200e\u00ad"), max_size=40))
def test_tokens_are_the_text_as_printed(text: str) -> None:
    found = tokens(text)
    for token in found:
        assert token.text == "␣" or fold(printing(text[token.start : token.end])) == token.text
    assert tuple(token.text for token in found) == token_texts(text)
    assert exact(text) == " ".join(token_texts(text))
    kept = printing("".join(text[token.start : token.end] for token in found))
    assert "".join(kept.split()) == "".join(printing(text).split())
    assert kept.count("\t") + kept.count("\n") == text.count("\t") + text.count("\n")


def printing(text: str) -> str:
    """The text without characters that print nothing."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A/RES/65/72", "a / res / 65 / 72"),
        ("77/263B", "77 / 263 b"),
        ("核 武器　。", "核 武 器 。"),
        (" 核武器 ", "核 武 器"),
        (" NPT ", "␣ npt ␣"),
        ("核\tNPT\t\n1", "核 ␣ npt ␣ ␣ 1"),
        ("\t核 \n", "␣ 核 ␣"),
        ("成\u200e员 1\u00ad2", "成 员 12"),
        ("、\u200e \u200e《\u200e1 \u200e2", "、 《 1 ␣ 2"),
        ("\u200e", ""),
        (" ", ""),
        ("2 000多次", "2 ␣ 000 多 次"),
        ("50 (Vols.I-III)", "50 ␣ ( vols . i - iii )"),
    ],
)
def test_positions(text: str, found: str) -> None:
    assert exact(text) == found


def test_which_tokens_are_runs() -> None:
    assert [is_run(token) for token in ("2010", "7", "a", "核", "，", "␣")] == [True, True, True, False, False, False]


def test_no_phrase_goes_from_one_text_into_the_next() -> None:
    assert exact("核武", "器") != exact("核武器")


# --- Marking -----------------------------------------------------------------------------------------------


def quoted(text: str) -> list[TokenSequence]:
    return list(sequences(understand(f'"{text}"').query.condition))


@pytest.mark.parametrize(
    ("text", "asked", "words"),
    [
        ("彻底消除核武器", "核武器", ["核武器"]),
        ("彻底消除核武器", "廢除", []),
        ("於2010年12月", "010年1", ["010年1"]),
        ("核核核", "核核", ["核核核"]),
        ("（ＮＰＴ）", "npt", ["ＮＰＴ"]),
        ("12和1和2", "1", ["1", "1"]),
        ("核 武　器", "核武器", ["核 武　器"]),
        ("主席团成\u200e员", "成员", ["成\u200e员"]),
        ("核\t1\n2", "核\t1", ["核\t1"]),
    ],
)
def test_marked_words_are_as_printed(text: str, asked: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in places(text, quoted(asked))] == words
    pieces = excerpt(text, quoted(asked))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == words


def test_an_excerpt_has_the_place_and_words_around_it() -> None:
    text = "前，" * 300 + "核武器" + "，后" * 300
    pieces = excerpt(text, quoted("核武器"), 100)
    assert [piece.text for piece in pieces if piece.marked] == ["核武器"]
    assert pieces[0].text == pieces[-1].text == "……"
    assert len("".join(piece.text for piece in pieces)) < 200


def test_an_excerpt_cuts_no_english_word() -> None:
    words = [f"word{'abcdefghij'[n % 10]}" for n in range(120)]
    words[70] = "treaty"
    pieces = excerpt(" ".join(words), [TokenSequence("words", ("treati",))])
    assert [piece.text for piece in pieces if piece.marked] == ["treaty"]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")
    assert set("".join(piece.text for piece in pieces[1:-1]).split()) <= set(words)


@given(
    st.text(alphabet="核武器，A1 ", min_size=1, max_size=300), st.text(alphabet="核武器，A1", min_size=1, max_size=3)
)
def test_an_excerpt_has_only_words_of_the_text(text: str, asked: str) -> None:
    words = "".join(piece.text for piece in excerpt(text, quoted(asked), 20) if piece.text != "……")
    assert words in text


# --- Words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("消除核武器条约", ["消除", "核武器", "条约"]),
        ("廢除核武器", ["废除", "核武器"]),
        ("NPT审议大会", ["npt", "审议大会"]),
        ("不扩散核武器条约", ["不扩散核武器条约"]),
        ("不扩散 无核武器区", ["不扩散", "无核武器区"]),
        ("半岛无核化", ["半岛", "无核化"]),
    ],
)
def test_chinese_without_spaces_is_cut(typed: str, words: list[str]) -> None:
    assert cut(typed) == words


def test_characters_that_print_nothing_do_not_divide_words() -> None:
    assert ranking(["核\u200e武器"], "zh") == ranking(["核武器"], "zh")


def test_long_words_are_ranked_by_their_parts_too() -> None:
    assert {"不扩散核武器条约", "核武器", "条约"} <= set(ranking(["不扩散核武器条约"], "zh").split())


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("NPT", "不扩散核武器条约"),
        ("npt", "不扩散核武器条约"),
        ("《不扩散条约》", "不扩散核武器条约"),
        ("IAEA", "国际原子能机构"),
        ("原子能机构", "国际原子能机构"),
        ("ＣＴＢＴ", "全面禁止核试验条约"),
    ],
)
def test_short_names_have_other_names(name: str, full: str) -> None:
    assert full in other_names(name)


def test_the_word_list_is_long_and_has_no_duplicates() -> None:
    names = [fold(name).strip("《》") for row in concepts() for name in row]
    assert len(concepts()) >= 600
    assert len(names) == len(set(names))


def test_a_name_is_searched_under_its_other_names_unless_the_reader_refuses() -> None:
    assert [name for name, _ in understand("NPT 核").also] == ["NPT"]
    assert understand("NPT 核", names=False).also == []
    assert understand('"NPT"').also == []


def test_cells_copied_with_a_space_between_are_found() -> None:
    one, other = sequences(understand('"核武器 1"').query.condition)
    assert (exact("核武器1"), exact("核武器\t1")) == (" ".join(one.tokens), " ".join(other.tokens))


def test_denied_words_are_not_ranked() -> None:
    assert "条约" not in understand("核武器 -条约").query.words


def test_a_reference_is_its_number() -> None:
    assert understand("第65/72号决议").query.condition == TokenSequence("text", ("65", "/", "72"))
