"""Tests the AKN4UN reader on generated markup: with any nesting, every word, mark and link keeps its place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.reading.draft import Mark
from tests.test_reading_akn import read, resolution


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def with_marks(text: str, marks: list[Mark]) -> str:
    for mark in reversed(sorted(marks, key=lambda mark: mark.at)):  # noqa: C413 (marks at the same place keep their order)
        text = f"{text[: mark.at]}⟦{mark.marker}⟧{text[mark.at :]}"
    return text


PIECES = st.sampled_from(["words", "mark", "link", "bold", "raised", "line", "comment"])


@given(st.lists(st.tuples(PIECES, st.text("决议《条约》核 A1,\t\n", min_size=1, max_size=6)), max_size=12))
def test_words_marks_and_links_keep_their_places(pieces: list[tuple[str, str]]) -> None:
    markup, expected = "", ""
    for place, (kind, text) in enumerate(pieces):
        expected += {"mark": f"⟦{place}⟧", "comment": ""}.get(kind, text)
        markup += {
            "words": text,
            "mark": f"<authorialNote marker='{place}'><p>{text}</p></authorialNote>",
            "link": f"<a href='{place}'>{text}</a>",
            "bold": f"<span class='bold'>{text}</span>",
            "raised": f"<sup>{text} x</sup>",
            "line": f"<eol/>{text}",
            "comment": f"<!--{text}-->",
        }[kind]
        expected += "x" if kind == "raised" else ""
    draft = read(resolution(f"<paragraph><num>1.</num><content><p>起{markup}。</p></content></paragraph>"))
    (clause,) = draft.clauses
    assert squash(with_marks(clause.text, clause.marks)) == "起" + squash(expected) + "。"
    for link in clause.links:
        assert squash(clause.text[link.start : link.end]) in squash(pieces[int(link.href)][1])


BLOCKS = st.sampled_from(
    (
        "paragraph", "content", "p", "num", "list", "intro", "point", "sublist", "wrapUp", "section", "heading", "item",
        "container", "blockList", "crossHeading", "table", "thead", "tr", "td", "caption", "unknown",
    )
)  # fmt: skip
INLINES = st.sampled_from(["span", "a", "inline", "b", "unknown", "eol"])
WORDS = st.text("决定附件，；。1.(a)㈠ A\t", max_size=5)


def element(tag: str, text: str, children: list[tuple[str, str]]) -> str:
    return f"<{tag}>{text}{''.join(child + tail for child, tail in children)}</{tag}>"


TREES = st.recursive(
    st.builds(element, INLINES, WORDS, st.just([])),
    lambda trees: st.builds(element, BLOCKS | INLINES, WORDS, st.lists(st.tuples(trees, WORDS), max_size=4)),
    max_leaves=12,
)


@given(st.lists(st.tuples(TREES, WORDS), max_size=4), st.sampled_from(["preamble", "body", "after"]))
def test_no_word_is_lost_in_any_nesting(trees: list[tuple[str, str]], where: str) -> None:
    markup = "".join(tree + tail for tree, tail in trees)
    if where == "after":
        markup = f"<attachments><attachment><doc><mainBody>{markup}</mainBody></doc></attachment></attachments>"
    draft = read(resolution(**{"body": "", "preamble": "", where: markup}))
    read_characters = "".join(clause.label + clause.text for clause in draft.clauses)
    assert sorted(squash(read_characters)) == sorted(squash(re.sub("<[^>]*>", "", markup)))
    lines = "".join(line.text for line in draft.lines if line.place in {clause.path for clause in draft.clauses})
    assert sorted(squash(lines)) == sorted(squash(read_characters))
