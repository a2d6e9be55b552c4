"""Tests opening phrases found in plain text. They are compared with the bold print of the UN's editors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.reading import opening as grammar
from archive.reading.opening import opening
from archive.reading.typography import tidy

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("回顾其第64/47号决议，", "回顾"),
        ("又重申核裁军，", "又重申"),
        ("还重申《不扩散核武器条约》，", "还重申"),
        ("表示深为关切核武器的任何使用，", "表示深为关切"),
        ("赞扬并进一步鼓励民间社会；", "赞扬并进一步鼓励"),
        ("决定将题为“某事”的项目列入议程。", "决定"),
        ("欣见秘书长访问，", "欣见"),
        ("又欣见秘书长访问，", "又欣见"),
        ("注意到各国，", "注意到"),
        ("表示赞赏地注意到报告，", "表示赞赏地注意到"),
        ("极为关切地注意到局势，", "极为关切地注意到"),
        ("强调指出必须努力，", "强调指出"),
        ("强调必须努力，", "强调"),
        ("最强烈地谴责袭击，", "最强烈地谴责"),
        ("感到震惊的是，平民伤亡，", "感到震惊的是"),
        ("再次表示深为关切局势，", "再次表示深为关切"),
        ("痛惜并最强烈地谴责暴力，", "痛惜并最强烈地谴责"),
        ("审议了秘书长的报告，", "审议了"),
        ("对不断增加的伤亡表示遗憾，", "对"),
        ("对外层空间的探索，", ""),
        ("核武器国家采取措施，", ""),
        ("2010年审议大会，", ""),
        ("\u200e回顾某事，", "\u200e回顾"),
        ("", ""),
    ],
)
def test_opening(text: str, phrase: str) -> None:
    assert opening(text) == phrase


@pytest.mark.parametrize("table", ["_AGAIN", "_DEGREES", "_FEELINGS", "_VERBS", "_OBJECTS", "_RESTATED"])
def test_each_table_is_in_order_and_has_each_word_once(table: str) -> None:
    words = getattr(grammar, table)
    assert list(words) == sorted(set(words))


@given(st.text("又还再次深为关切地表示注意到回顾重申并和，。一二三", max_size=40))
def test_an_opening_is_a_prefix_and_stays_when_more_text_follows(text: str) -> None:
    phrase = opening(text)
    assert text.startswith(phrase)
    assert opening(phrase) == phrase


def test_agreement_with_the_editors_bold_print(shared_data: Path) -> None:
    """At least 97 % of the openings equal the bold print (measured: 99.3 %)."""
    same = all_ = 0
    for file in sorted((shared_data / "GAresolutions").glob("7[5-9]session/**/*.xml"))[::5]:
        content = file.read_bytes()
        if b'language="zho"' not in content:
            continue
        for text, bold in _bold(content):
            all_ += 1
            same += opening(text) == bold
    assert all_ > 2000
    assert same / all_ > 0.97


def _bold(content: bytes) -> list[tuple[str, str]]:
    """(text, bold beginning) of the paragraphs that begin in bold print."""
    found = []
    tree = etree.fromstring(content)
    for paragraph in tree.iterfind(f".//{AKN}p"):
        names = {str(a.tag).removeprefix(AKN) for a in paragraph.iterancestors()}
        if not names & {"preamble", "mainBody"} or names & {"authorialNote", "formula", "attachments"}:
            continue
        first = next((c for c in paragraph if isinstance(c.tag, str)), None)
        if first is None or "bold" not in (first.get("class") or "") or (paragraph.text or "").strip():
            continue
        bold = tidy("".join(map(str, first.itertext(with_tail=False)))).rstrip("，：")
        if bold and not re.search(r"[\d计]", bold):
            found.append((bold + tidy(first.tail or ""), bold))
    return found
