"""Tests the titles that a text gives to the documents that it cites. The texts are invented."""

from __future__ import annotations

import re

import pytest

from archive.citing import english_titles_given
from archive.citing.citation import WORDS, Citation
from archive.citing.titles_given import GivenTitle, in_order, titles_given

# A text with its citations in 【】, and the titles that it gives. ~ marks words that only describe a document.
CASES = [
    ("回顾其题为“鲸鱼的保护”的2035年12月9日【第90/36 L号决议】，", ["鲸鱼的保护"]),
    ("回顾大会题为“鲸鱼的保护”的【第90/36号】、2036年12月1日【第91/7号】和【第92/8号决议】，", ["鲸鱼的保护"] * 3),
    ("回顾题为“鲸鱼”的【第90/1号决议】和【第90/2号决议】，", ["鲸鱼", None]),
    ("回顾题为“鲸鱼”的【第90/1号】和题为“海豚”的【第90/2号决议】，", ["鲸鱼", "海豚"]),
    ("回顾题为“审议《鲸鱼条约》和所谓“海豚”问题”的【第90/1号决议】，", ["审议《鲸鱼条约》和所谓“海豚”问题"]),
    ("回顾2035年通过题为“鲸鱼的威胁”的【C-9/DEC.3号决定】，", ["鲸鱼的威胁"]),
    ("回顾【第90/1号决议】，题为“鲸鱼的保护”，", ["鲸鱼的保护"]),
    ("回顾【第90/1号决议】(题为“鲸鱼的保护”)，", ["鲸鱼的保护"]),
    ("回顾【第90/1号决议】，题为“鲸鱼的保护”的报告，", [None]),
    ("回顾【A/90/214号文件】所载题为“鲸鱼”的要点，", [None]),
    ("回顾題為「鯨魚」的【第90/1號】，", ["鯨魚"]),
    ("回顾题为“鲸鱼”的报告，又回顾【第90/1号决议】，", [None]),
    ("回顾以“鲸鱼的保护”为题的【第90/1号决议】，", ["鲸鱼的保护"]),
    # 关于……的 is only a description
    ("回顾安全理事会2035年4月2日关于鲸鱼、海豚与安全的【第9325(2035)号决议】，", ["~关于鲸鱼、海豚与安全的决议"]),
    ("回顾关于保护鲸鱼的【第90/1号】和2036年12月1日【第91/7号决定】，", ["~关于保护鲸鱼的决定"] * 2),
    ("回顾关于第十、第二十周年的【第90/1号】和【第91/7号决议】，", [None, None]),
    ("回顾关于鲸鱼的【第90/1号决议】及其后的【第91/7号决议】，", ["~关于鲸鱼的决议", None]),
    ("回顾总干事关于【EC-9/DEC.2号决定】执行情况的报告，", [None]),
    ("回顾关于执行《关于保护鲸鱼的公约》的【第90/1号决议】，", ["~关于执行《关于保护鲸鱼的公约》的决议"]),
    ("回顾分别关于鲸鱼和关于海豚的【第90/1号】和【第91/7号决议】，", [None, None]),
    ("回顾关于《鲸鱼公约》的【第90/1号】和关于海豚的【第91/7号】、【第92/3号决议】，",
     ["~关于《鲸鱼公约》的决议", "~关于海豚的决议", "~关于海豚的决议"]),
    ("回顾关于《鲸鱼公约》的【第90/1号】和关于《公约》执行情况的【第91/7号决议】，",
     ["~关于《鲸鱼公约》的决议", "~关于《公约》[《鲸鱼公约》]执行情况的决议"]),
    ("回顾关于鲸鱼的" + "".join(f"20{n}年12月3日【第{n}/7号】、" for n in range(30, 60)) + "【第90/7号决议】，",
     ["~关于鲸鱼的决议"] * 31),
    # reports whose symbol is in a footnote
    ("注意到秘书长题为“鲸鱼：威胁”的【报告】，", ["鲸鱼：威胁"]),
    ("欢迎【禁鲸组织总干事在其2035年10月5日报告】中所作的确认，", ["~禁鲸组织总干事……2035年10月5日报告"]),
    ("回顾就保护鲸鱼的文书进行谈判的【工作组报告】，", ["~就保护鲸鱼的文书进行谈判的工作组报告"]),
    ("呼吁会员国以保护鲸鱼的【安全问题工作组年度报告】为指引，", [None]),
    ("注意到第89/3号决议所设专家组的报告和第90/1号决议所设的【专家组报告】，", ["~第90/1号决议所设的专家组报告"]),
    ("请秘书长将【政府专家组的报告】和【第二次年度进展报告】分发，", [None, None]),
    ("欢迎【工作组完成工作并提交最后报告】，鼓励执行【了鲸鱼问题研究报告】，", [None, None]),
    ("请秘书长就会员国为执行【《保护鲸鱼宣言》】所作的努力提出报告，", ["~《保护鲸鱼宣言》"]),
    ("赞同秘书长关于第89/30号决议【执行情况的报告】；", ["~秘书长关于第89/30号决议执行情况的报告"]),
    ("注意到秘书长关于鲸鱼的报告和关于海豚的【报告】，", ["~秘书长关于海豚的报告"]),
    ("注意到【保护鲸鱼问题专家组的报告】，", ["~保护鲸鱼问题专家组的报告"]),
    ("注意到【该报告】和【2035年报告】，", [None, None]),
    ("注意到秘书长关于各国对【鲸鱼专家组报告】的意见的报告，", [None]),
    ("又表示注意到【《最后文件》】，", [None]),
    # official records
    ("见【《大会正式记录，第九十届会议，补编第27号》(A/90/27)】，", ["大会正式记录，第九十届会议，补编第27号"]),
    ("【《鲸鱼大会最后文件，第一卷》(WHALE/CONF.9/32(Part I))】。", ["鲸鱼大会最后文件"]),
    ("同上，【《第九十一届会议，补编第27号》(A/91/27)】，", [None]),
    ("【《鲸鱼条约》】", [None]),
]  # fmt: skip


def cut(marked: str) -> tuple[str, list[Citation]]:
    """A text without the marks of its citations, and the citations."""
    pieces, citations, at = re.split("[【】]", marked), [], 0
    for number, piece in enumerate(pieces):
        if number % 2:
            citations.append(Citation(piece, at, at + len(piece), "X", "unknown", WORDS))
        at += len(piece)
    return "".join(pieces), citations


def told(given: GivenTitle | None) -> str | None:
    return ("" if given.certain else "~") + given.title if given else None


ENGLISH = [
    ("Recalling resolutions 【46/36 L】 of 9 December 1991, 【47/52 L】 of 15 December 1992 and 【48/75 E】 of "
     "16 December 1993, entitled “Transparency of whales”,", ["Transparency of whales"] * 3),
    ("Recalling resolution 【90/1】 entitled “Whales”,", ["Whales"]),
    ("Recalling 【resolution 90/1】 (entitled “Whales”),", ["Whales"]),
    ("Recalling decision 【EC-9/DEC.6】 of the Executive Council, entitled “Whales”,", ["Whales"]),
    ("Recalling Council resolution 【57/26】 of 10 October 2034, and Assembly resolution 【90/1】, entitled “Whales”,",
     [None, "Whales"]),
    ("Noting the report of the Secretary-General entitled 【“Whales”】,", ["Whales"]),
    ("Decides to include, in accordance with resolution 【90/1】, the item entitled “Whales”.", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "titles"), CASES)
def test_titles_in_citing_words(marked: str, titles: list[str | None]) -> None:
    assert [told(given) for given in titles_given(*cut(marked))] == titles


@pytest.mark.parametrize(("marked", "titles"), ENGLISH)
def test_titles_in_english_words(marked: str, titles: list[str | None]) -> None:
    assert [told(given) for given in english_titles_given.titles_given(*cut(marked))] == titles


def test_words_about_several_reports_do_not_describe_each() -> None:
    text, [cited] = cut("注意到秘书长根据第88/1、89/1和90/1号决议提交的【报告】，")
    assert titles_given(text, [cited]) == [GivenTitle("秘书长根据第88/1、89/1和90/1号决议提交的报告", certain=False)]
    assert titles_given(text, [cited, cited]) == [None, None]


def test_words_for_a_part_of_a_document_are_no_title() -> None:
    text, [cited] = cut("回顾题为“鲸鱼”的【第90/1号决议】附件，")
    annex = Citation(cited.exact, cited.start, cited.end, cited.target, cited.status, WORDS, pinpoint="附件")
    assert titles_given(text, [annex]) == [None]


def test_ibid_means_the_series_of_the_note_before() -> None:
    notes = [
        "见【《大会正式记录，第九十届会议，补编第27号》(A/90/27)】。",
        "同上，【《第九十一届会议，补编第42号》(A/91/42)】。",
    ]
    found = [told(given) for each in in_order(map(cut, notes)) for given in each]
    assert found == ["大会正式记录，第九十届会议，补编第27号", "大会正式记录，第九十一届会议，补编第42号"]


@pytest.mark.parametrize(
    "words", ["题为“" * 3000, "关于" * 3000, "第1号、" * 3000 + "决议", "《" * 3000, "报告和" * 2000]
)
def test_a_long_text_is_searched_once(words: str) -> None:
    """A pattern that tries every pair of places would need minutes here."""
    assert titles_given(words + "第90/1号决议", cut(f"{words}【第90/1号决议】")[1]) == [None]


@pytest.mark.parametrize("words", ["resolution 90/1 of 3 May 2030, " * 2000, "entitled “" * 2000])
def test_a_long_english_text_is_searched_once(words: str) -> None:
    assert english_titles_given.titles_given(words + "90/1", cut(f"{words}【90/1】")[1]) == [None]
