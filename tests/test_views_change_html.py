"""Tests that changed words are marked at their place, and that no character of a text is lost. The texts are
invented."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from archive.comparing.wording import changes, without_space
from archive.searching.segmentation import han_words
from archive.views.change_labels import codes_of, labels
from archive.views.wording.change_html import both, earlier, later

WORDS = st.sampled_from(
    ("请", "敦促", "各国", "的", "和", "第65/72号", "第1/2 号", "决议", "\u00ad", "，", " ", "\n", "\t", "<b>", "&amp;",
     "urge", "urges", " a ", "an", "States ", "non‑nuclear", "2024年", "⽣物")
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map("".join)
# No text that is read has control characters but white space, which ``WORDS`` have.
ANY = st.one_of(TEXTS, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30))


def words(html: str, *, without: str = "") -> str:
    """The characters that a browser shows, without the elements ``without``."""
    kept = re.sub(f"<{without}.*?</{without}>", "", html, flags=re.S) if without else html
    return unescape(re.sub(r"</?(?:b|(?:del|ins)(?: class=\"\w+\")?)>", "", kept))


def marked(html: str) -> str:
    """The HTML with short marks: [-dropped-] and [+new+]."""
    html = re.sub(r'<del class="was">(.*?)</del>', r"[-\1-]", html, flags=re.S)
    return re.sub(r'<ins class="now">(.*?)</ins>', r"[+\1+]", html, flags=re.S)


@given(ANY, ANY)
def test_every_character_of_both_texts_is_printed(before: str, after: str) -> None:
    changed = changes(before, after, han_words)
    assert words(earlier(before, after, changed)) == before
    assert words(later(before, after, changed)) == after
    one = both(before, after, changed)
    assert words(one, without="del") == after
    assert without_space(words(one, without="ins")) == without_space(before)


@given(ANY, ANY)
def test_all_changes_are_marked_and_nothing_else(before: str, after: str) -> None:
    changed = changes(before, after, han_words)
    html = (earlier(before, after, changed), later(before, after, changed))
    found = re.findall(r"<del.*?>(.*?)</del>", html[0], re.S), re.findall(r"<ins.*?>(.*?)</ins>", html[1], re.S)
    shown = [[without_space(words(piece)) for piece in side] for side in found]
    expected = [[without_space(pair[side]) for pair in changed] for side in (0, 1)]
    assert shown == [[piece for piece in side if piece] for side in expected]


@pytest.mark.parametrize(
    ("before", "after", "one"),
    [
        ("请各国报告，", "敦促各国报告，", "[-请-][+敦促+]各国报告，"),
        ("第1号决议", "第1号和第2号决议", "第1号[+和第2号+]决议"),
        ("Urges all States", "Urges States", "Urges [-all -]States"),
        ("Urges States", "Urges all States", "Urges [+all+] States"),
        ("to b anna", "to b a anna", "to b [+a+] anna"),
        ("anna bids", "anna a bids", "anna [+a+] bids"),
        ("第65/72 号", "第65/72号", "第65/72号"),
        ("", "敦促", "[+敦促+]"),
        ("敦促", "", "[-敦促-]"),
    ],
)
def test_changes_are_marked_at_their_place(before: str, after: str, one: str) -> None:
    assert marked(both(before, after, changes(before, after, han_words))) == one


def test_what_are_not_the_changes_of_the_texts_marks_all_words() -> None:
    assert marked(both("请各国", "敦促各国", [["回顾", "铭记"]])) == "[-请各国-][+敦促各国+]"


def test_opening_phrases_are_bold_on_both_sides() -> None:
    sides = ("请各国报告，", "敦促各国报告，")
    changed = [["请", "敦促"]]
    assert earlier(*sides, changed, "请") == '<del class="was"><b>请</b></del>各国报告，'
    assert later(*sides, changed, "敦促各国") == '<ins class="now"><b>敦促</b></ins><b>各国</b>报告，'
    assert both(*sides, changed, ("请", "敦促")).startswith('<del class="was"><b>请</b></del><ins class="now"><b>敦促')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_of_change_has_its_own_words_and_sign(language: str) -> None:
    with translation.override(language):
        found = labels().values()
    assert len({each.sign for each in found}) == len({each.name for each in found}) == len(found)
    assert all(len(each.sign) == 1 and each.explanation for each in found)


def test_the_labels_of_a_clause() -> None:
    assert codes_of("same") == ["same"]
    assert codes_of("same", moved=True) == ["moved"]
    assert codes_of("reworded", verb=True, strength="weaker", doubtful=True) == ["reworded", "weaker", "doubtful"]
    assert codes_of("reworded", verb=True) == ["reworded", "verb"]
