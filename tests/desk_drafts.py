"""Invented Drafts for the tests of the desk, and Hypothesis strategies that make more."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link, Mark, ReadingWarning, RecordedVote
from archive.reading.paths import assign
from archive.voting.outcome import Outcome


def draft(**changes: Any) -> Draft:
    made = Draft(
        source="90_2.txt",
        format="text",
        language="zh",
        symbol="A/RES/90/2",
        title="一项试验",
        formula="大会，",
        clauses=[
            DraftClause(
                "preambular", "", "", "回顾", "回顾第90/1号决议，又回顾其宣言，", [Mark("1", 9)], [Link(2, 8, "x")]
            ),
            DraftClause("operative", "", "1.", "决定", "决定："),
            DraftClause("point", "", "(a)", "", "继续审议；"),
            DraftClause("operative", "", "2.", "请", "请秘书长提出报告2。", [Mark("3", 2)]),
        ],
        footnotes={"1": DraftFootnote("1", "见A/90/7。"), "3": DraftFootnote("3", "同上。")},
        end="2035年12月8日\n第60次全体会议",
        session="90",
        adopted_on=date(2035, 12, 8),
        meeting=60,
    )
    for name, value in changes.items():
        setattr(made, name, value)
    assign(made.clauses)
    return made


words = st.text(
    st.sampled_from("决定回顾又重申其第号决议，；。《》条约1234 ()abcA/\n"), min_size=1, max_size=30
).filter(lambda text: text.strip() == text and bool(text))


@st.composite
def _clause(pick: Any) -> DraftClause:
    text = pick(words)
    ends = st.integers(0, len(text))
    marks = [Mark(marker, pick(ends)) for marker in pick(st.lists(st.sampled_from("123"), max_size=2))]
    links = []
    for href in pick(st.lists(st.sampled_from(("https://undocs.org/A/90/1", "x")), max_size=1)):
        start, end = sorted((pick(ends), pick(ends)))
        if end > start:
            links.append(Link(start, end, href))
    kind = pick(st.sampled_from(("preambular", "operative", "point", "heading", "annex", "table")))
    label = pick(st.sampled_from(("", "", "1.", "2．", "(a)", "㈡", "十二、")))
    return DraftClause(kind, "", label, text[: pick(st.integers(0, 3))], text, sorted(marks, key=lambda m: m.at), links)


@st.composite
def drafts(pick: Any) -> Draft:
    """Drafts of any shape, also nonsensical ones, with the paths that a reader gives."""
    clauses = pick(st.lists(_clause(), min_size=1, max_size=8))
    notes = {marker: DraftFootnote(marker, pick(words)) for marker in pick(st.sets(st.sampled_from("123")))}
    made = Draft(
        "any", "text", pick(st.sampled_from(("zh", "en"))), "A/RES/90/2", pick(words), clauses=clauses, footnotes=notes
    )
    made.adopted_on = pick(st.none() | st.dates())
    made.subjects = pick(st.lists(st.tuples(words, words), max_size=2))
    made.vote = RecordedVote(
        Outcome.RECORDED, pick(st.none() | st.integers(0, 200)), 1, None, {"yes": pick(st.lists(words))}
    )
    starts = pick(st.sets(st.integers(0, len(clauses) - 1), max_size=2)) if len(clauses) > 2 else set()
    assign(clauses, starts)
    made.warnings = [ReadingWarning(clause.path, "odd") for clause in clauses[:1]]
    return made
