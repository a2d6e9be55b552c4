"""Tests that the indexes of citing (names, texts, spans) find the same as a search through all of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citing import text_index
from archive.citing.catalogue import name_key
from archive.citing.find import Reference
from archive.citing.instruments import is_of_kind, is_part_of, is_same_title, is_short_for, without_particles
from archive.citing.namings import KnownNames, Namings
from archive.citing.spans import Spans

CHINESE = st.text("甲乙丙的和年、《(", max_size=6).flatmap(
    lambda start: st.sampled_from(["公约", "丁事议定书", "补充议定书", "1972年戊地己事庚物公约"]).map(start.__add__)
)
ENGLISH = st.lists(st.sampled_from(["Treaty", "of", "the", "Bamako", "on", "Arms,", "Protocol"]), min_size=1).map(
    " ".join
)
TITLE = CHINESE | ENGLISH
PLACE = st.sampled_from(["title", "pp1", "op1", "op2", "footnote 1", "footnote 2"])
SPAN = st.builds(
    lambda start, length: Reference("title", start, start + length, ""), st.integers(0, 20), st.integers(1, 9)
)
NAMINGS = st.lists(st.tuples(TITLE, st.sampled_from("ABC"), PLACE), max_size=12)


def remembered(namings: list[tuple[str, str, str]]) -> tuple[Namings, dict[str, str], list[tuple[str, str]]]:
    """The index, and what it is made of: title → key in the order of the last naming, and (title, place)."""
    index, keys = Namings(), dict[str, str]()
    for title, key, place in namings:
        index.add(title, key, place)
        keys.pop(title, None)
        keys[title] = key
    return index, keys, [(title, place) for title, _, place in namings]


@given(NAMINGS, TITLE)
def test_the_same_title(namings: list[tuple[str, str, str]], title: str) -> None:
    index, keys, _ = remembered(namings)
    assert index.same(title) == next((key for named, key in keys.items() if is_same_title(named, title)), None)


@given(CHINESE, st.integers(0, 30), st.sampled_from("年的、和与及之"))
def test_titles_that_differ_by_a_particle_are_alike_without_particles(title: str, at: int, particle: str) -> None:
    other = title[:at] + particle + title[at:]
    assert without_particles(other) == without_particles(title)
    assert is_same_title(title, other) == (len(name_key(title)) >= 10)


@pytest.mark.parametrize("few", [0, 30])
@given(NAMINGS, TITLE)
def test_the_titles_of_which_a_title_is_a_short_form(few: int, namings: list[tuple[str, str, str]], short: str) -> None:
    index, keys, _ = remembered(namings)
    is_short = is_part_of if short.isascii() else is_short_for
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_index, "_FEW", few)  # few texts are not indexed
        found = index.in_full(short)
    assert set(found) == {key for full, key in keys.items() if is_short(short, full)}


@given(st.lists(st.text("甲乙丙丁", max_size=5), unique=True), st.text("甲乙丙丁戊", max_size=3))
def test_the_texts_that_have_all_characters(texts: list[str], characters: str) -> None:
    index = text_index.TextIndex(set)
    for text in texts:
        index.add(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_index, "_FEW", 0)
        assert list(index.with_all(characters)) == [text for text in texts if set(characters) <= set(text)]


@given(st.lists(SPAN), SPAN)
def test_the_spans_that_overlap(spans: list[Reference], one: Reference) -> None:
    over = [number for number, span in enumerate(spans) if span.start < one.end and one.start < span.end]
    assert Spans(spans).over(one.start, one.end) == over


@given(NAMINGS, st.sampled_from(["公约", "议定书", "Treaty", "Protocol"]), PLACE)
def test_the_titles_of_a_kind(namings: list[tuple[str, str, str]], kind: str, place: str) -> None:
    index, _, named = remembered(namings)
    of_kind = [(title, at) for title, at in named if is_of_kind(title, kind)]
    in_clauses = [(title, at) for title, at in of_kind if not at.startswith("footnote")] or of_kind
    found = index.of_kind(kind)
    assert set(found.titles) == {title for title, _ in of_kind}
    assert set(found.of_year("1972")) == {title for title, _ in of_kind if "1972" in title}
    assert found.last_at(place) == next((title for title, at in reversed(of_kind) if at == place), None)
    assert set(found.first()) == {title for title, at in in_clauses if at == in_clauses[0][1]}


@given(NAMINGS, st.sampled_from("ABC"))
def test_the_titles_of_a_document(namings: list[tuple[str, str, str]], document: str) -> None:
    index, keys, _ = remembered(namings)
    assert index.titles_of(document) == [title for title, key in keys.items() if key == document]


@given(st.lists(st.tuples(TITLE | st.just("公约"), st.sampled_from("ABC"))), TITLE, st.integers(0, 8))
def test_a_known_name_at_the_end_of_words(names: list[tuple[str, str]], words: str, least: int) -> None:
    index, keys = KnownNames(), dict[str, str]()
    for name, key in names:
        index.add(name, key)
        keys[name_key(name)] = key
    fitting = [key for name, key in keys.items() if len(name) >= least and name_key(words).endswith(name)]
    assert index.at_end(words, least) == next(reversed(fitting), None)


@given(ENGLISH, ENGLISH)
def test_a_part_of_a_title_has_whole_words(short: str, full: str) -> None:
    assert is_part_of(short, full) == (len(short) < len(full) and bool(re.search(rf"\b{re.escape(short)}\b", full)))
