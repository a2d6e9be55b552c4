"""Tests the places of marks, links, opening phrases, citations, findings and warnings after mends: each stays at its
words or is reported as gone. It never moves to other words.

Each character occurs once in these generated Drafts, so no word can be mistaken for another.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citing.citation import Citations
from archive.desk.finding import Finding, from_key
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.edits import holders_of
from archive.desk.mends.mending import Mended, mend, mend_citations
from archive.desk.mends.operations import OPERATIONS, Mend, ask
from archive.reading.draft import KINDS, Draft, DraftClause, DraftFootnote, Link, Mark, ReadingWarning
from archive.reading.paths import assign
from tests.desk_drafts import draft

_CLAUSE_OPERATIONS = sorted(set(OPERATIONS) - {"metadata", "cite", "uncite", "settle"})


@st.composite
def told_apart(pick: Any) -> tuple[Draft, Any]:
    """A Draft of distinct characters, and an iterator of unused ones."""
    characters = map(chr, count(0x4E00))

    def words(least: int) -> str:
        return "".join(next(characters) for _ in range(pick(st.integers(least, 8))))

    clauses, notes, markers = [], {}, count(1)
    for _ in range(pick(st.integers(2, 6))):
        text, marks = words(2), []
        for at in sorted(pick(st.sets(st.integers(1, len(text)), max_size=2))):
            marker = str(next(markers))
            marks.append(Mark(marker, at))
            notes[marker] = DraftFootnote(marker, words(2))
        start = pick(st.integers(0, len(text) - 1))
        links = [Link(start, pick(st.integers(start + 1, len(text))), text[start])] if pick(st.booleans()) else []
        label = pick(st.sampled_from(("", "1.", "2.", "(a)")))
        opening = text[: pick(st.integers(0, 2))]
        clauses.append(DraftClause(pick(st.sampled_from(KINDS)), "", label, opening, text, marks, links))
    starts = pick(st.sets(st.integers(0, len(clauses) - 1), max_size=1))
    made = Draft("any", "text", "zh", "A/RES/90/2", words(2), clauses=clauses, footnotes=notes)
    assign(clauses, starts)
    made.warnings = [ReadingWarning(clause.path, clause.text[0]) for clause in clauses]
    return made, characters


def _form(pick: Any, made: Draft, characters: Any) -> dict[str, str]:
    clause = pick(st.sampled_from(made.clauses))
    mark = pick(st.sampled_from(clause.marks)) if clause.marks else Mark("?", 0)
    target = pick(st.sampled_from(made.clauses))
    note = pick(st.sampled_from([*made.footnotes.values()])) if made.footnotes else None
    operation = pick(st.sampled_from([*_CLAUSE_OPERATIONS, "cite", "cite", "settle"]))
    on_note = operation in ("cite", "words") and pick(st.booleans())
    holder: DraftClause | DraftFootnote = note if note and on_note else clause
    start = pick(st.integers(0, len(holder.text) - 1))
    cut = pick(st.integers(0, len(holder.text)))
    until = pick(st.integers(cut, len(holder.text)))
    rewritten = holder.text[:cut] + next(characters) + holder.text[until:]
    return {
        "operation": operation,
        "clause": clause.path,
        "footnote": note.marker if note and (on_note or operation in ("from_footnote", "footnote_marker")) else "",
        "after": pick(st.sampled_from(["", target.path])),
        "to": target.path,
        "to_at": str(pick(st.integers(1, len(target.text)))),
        "at": str(pick(st.integers(1, len(clause.text)))),
        "until": str(pick(st.integers(0, len(clause.text)))),
        "kind": pick(st.sampled_from(KINDS)),
        "label": pick(st.sampled_from(["", "1.", "(b)", clause.text[: not clause.label]])),
        "mark": f"{mark.marker}@{mark.at}",
        "marker": f"{pick(st.integers(100, 999))}",
        "text": next(characters) if operation == "insert" else rewritten,
        "to_words": pick(st.sampled_from(["", "1"])),
        "exact": holder.text[start : pick(st.integers(start + 1, len(holder.text)))],
        "target": "A/90/7",
        "finding": Finding(clause.path, "checking.no_end", {"end": clause.text[0]}).key,
        "begins_annex": pick(st.sampled_from(["", "1"])),
    }


@st.composite
def mended(pick: Any) -> tuple[Draft, list[Mend]]:
    read, characters = pick(told_apart())
    mends: list[Mend] = []
    for _ in range(pick(st.integers(1, 8))):
        now = mend(read, mends).draft
        if not now.clauses:
            break
        try:
            one = ask(now, _form(pick, now, characters))
        except MisfitError:
            continue
        if len(mends) not in {misfit.index for misfit in mend(read, [*mends, one]).unplaced}:
            mends.append(one)
    return read, mends


def behind(made: Draft) -> dict[str, str]:
    """(marker, character before the mark) of each mark, also in a label."""
    return {
        mark.marker: (clause.label + clause.text[: mark.at])[-1:] for clause in made.clauses for mark in clause.marks
    }


# Operations that move or rename a mark, or remove the words before it.
_ON_MARKS = {"set_mark", "drop_mark", "move_mark", "footnote_marker", "leave_out", "to_footnote"}


@given(mended())
def test_marks_stay_after_the_same_character(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    before = read
    for number, one in enumerate(mends, start=1):
        after = mend(read, mends[:number]).draft
        was, now = behind(before), behind(after)
        if one.operation not in _ON_MARKS:
            assert was.keys() == now.keys(), one.operation
        here = "".join(clause.label + clause.text for clause in after.clauses)
        moved = {str(one.arguments.get("marker"))} if one.operation in _ON_MARKS else set()
        for marker in was.keys() & now.keys() - moved:
            assert was[marker] == now[marker] or was[marker] not in here, (one.operation, marker)
        before = after


@given(mended())
def test_links_and_openings_keep_their_words(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    linked = {link.href: clause.text[link.start : link.end] for clause in read.clauses for link in clause.links}
    rewritten = any(one.operation == "words" for one in mends)
    after = mend(read, mends).draft
    for holder in holders_of(after):
        for link in holder.links:
            words = holder.text[link.start : link.end].replace("\n", "")
            assert words
            if not rewritten:
                assert words in linked[link.href] or "to_words" in str(mends) or "label" in str(mends)
    for clause in after.clauses:
        assert clause.text.startswith(clause.opening)


@given(mended())
def test_citations_stay_at_their_words_or_are_reported_gone(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    state = mend(read, mends)
    gone = {misfit.index for misfit in state.unplaced}
    citing = {index: one.arguments["exact"] for index, one in enumerate(mends) if one.operation == "cite"}
    assert gone <= citing.keys()
    for index, exact in citing.items():
        standing = [holder for holder in holders_of(state.draft) if exact in holder.text]
        if index in gone:
            assert not standing, "its words are still there"
        else:
            assert [state.cited[index].holder] == standing
            assert state.cited[index].text == exact
    found, unplaced = mend_citations(state, Citations(), mends, set())
    assert not unplaced
    for path, cited in found.clauses.items():
        [clause] = [clause for clause in state.draft.clauses if clause.path == path]
        assert all(clause.text[one.start : one.end] == one.exact for one in cited)


@given(mended())
def test_settled_findings_and_warnings_stay_with_their_clause(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    state = mend(read, mends)
    texts = {clause.path: clause.label + clause.text for clause in state.draft.clauses}
    texts |= {f"footnote {note.marker}": note.text for note in state.draft.footnotes.values()}
    everything = "".join(texts.values())
    for finding in state.settled:
        found = from_key(finding)
        assert found.values["end"] in texts[found.place] or any(
            one.operation in ("words", "split", "number") for one in mends
        )
    for warning in state.draft.warnings:
        assert str(warning) in texts[warning.place] or str(warning) not in everything
    lost = {warning.code for warning in read.warnings} - {warning.code for warning in state.draft.warnings}
    left_out = any(one.operation in ("leave_out", "words") for one in mends)
    assert not lost or left_out, "a warning disappears only with its words"


@given(mended(), st.data())
def test_a_mend_undone_and_made_again_changes_nothing(pair: tuple[Draft, list[Mend]], data: Any) -> None:
    read, mends = pair
    if not mends:
        return
    index = data.draw(st.integers(0, len(mends) - 1))
    without = mend(read, [*mends[:index], *mends[index + 1 :]])
    assert mend(read, mends[:index]).draft == mend(read, [*mends[:index]]).draft
    if index == len(mends) - 1:
        assert mend(read, [*mends[:index], mends[index]]).draft == mend(read, mends).draft
        return
    # The other mends find exactly their words, or report that they do not.
    for other in range(index, len(mends) - 1):
        one = mends[other + 1]
        if one.operation == "cite" and other in without.cited:
            assert without.cited[other].text == one.arguments["exact"]


# --- A new reading -----------------------------------------------------------------------------------------------


def reading(*texts: str, notes: dict[str, str] | None = None) -> Draft:
    clauses = [DraftClause("preambular", "", "", "", text) for text in texts]
    return draft(clauses=clauses, footnotes={m: DraftFootnote(m, t) for m, t in (notes or {}).items()})


def after(before: Draft, form: dict[str, str], again: Draft) -> Mended:
    return mend(again, [ask(before, form)])


def test_the_right_one_of_two_clauses_with_the_same_words_is_mended() -> None:
    before = reading("强调甲，", "回顾乙，", "强调甲，")
    form = {"operation": "kind", "clause": "pp3", "kind": "heading"}
    again = after(before, form, reading("铭记丙，", "念及丁，", "强调甲，", "回顾乙，", "强调甲，"))
    assert [clause.kind for clause in again.draft.clauses] == [*["preambular"] * 4, "heading"]
    assert not again.unplaced


@pytest.mark.parametrize(
    "texts", [("强调甲，", "回顾乙，"), ("强调甲，", "强调甲，", "强调甲，"), ("强调甲，", "强调甲，乙")]
)
def test_nothing_is_mended_where_more_or_fewer_clauses_have_the_words(texts: tuple[str, ...]) -> None:
    before = reading("强调甲，", "强调甲，")
    read = reading(*texts)
    again = after(before, {"operation": "leave_out", "clause": "pp1"}, read)
    assert [misfit.index for misfit in again.unplaced] == [0]
    assert again.draft == read


def test_a_clause_that_now_occurs_twice_is_not_guessed() -> None:
    again = after(
        reading("回顾乙，", "强调甲，"), {"operation": "leave_out", "clause": "pp2"}, reading("强调甲，", "强调甲，")
    )
    assert [misfit.index for misfit in again.unplaced] == [0]


def test_footnotes_with_the_same_words_are_told_apart_by_their_mark() -> None:
    before = reading("甲，", notes={"1": "同上。", "2": "同上。"})
    read = reading("甲，", notes={"1": "同上。", "2": "同上。", "3": "同上。"})
    again = after(before, {"operation": "words", "footnote": "2", "text": "见乙。"}, read)
    assert [note.text for note in again.draft.footnotes.values()] == ["同上。", "见乙。", "同上。"]
    lost = after(
        before, {"operation": "words", "footnote": "2", "text": "见乙。"}, reading("甲，", notes={"1": "同上。"})
    )
    assert [misfit.index for misfit in lost.unplaced] == [0]


def test_a_citation_never_goes_to_the_same_words_elsewhere() -> None:
    before = reading("回顾《宣言》，", "重申《宣言》，")
    form = {"operation": "cite", "clause": "pp1", "exact": "《宣言》", "target": "A/90/7"}
    gone = after(before, form, reading("回顾其各项决议，", "重申《宣言》，"))
    assert ([misfit.index for misfit in gone.unplaced], gone.cited) == ([0], {})
    alone = reading("回顾《宣言》，", "重申乙，")
    kept = after(alone, form, reading("铭记丙，", "回顾其《宣言》，", "重申乙，"))
    [words] = kept.cited.values()
    assert (words.holder.text, words.start, kept.unplaced) == ("回顾其《宣言》，", 3, [])


def test_a_settled_finding_is_not_settled_elsewhere() -> None:
    before = reading("回顾甲", "重申乙，")
    finding = Finding("pp1", "checking.no_end", {"end": "回顾甲"})
    settle = {"operation": "settle", "finding": finding.key}
    assert after(before, settle, reading("铭记丙，", "回顾甲", "重申乙，")).settled == {
        replace(finding, place="pp2").key
    }
    assert after(before, settle, reading("回顾丁甲", "重申乙，")).settled == set()


# --- One by one --------------------------------------------------------------------------------------------------


def done(made: Draft, **form: str) -> Draft:
    result = mend(made, [ask(made, form)])
    assert not result.unplaced
    return result.draft


@pytest.mark.parametrize(
    ("text", "at", "linked"),
    [
        ("决定审议本项；", 4, "审议"),
        ("决定继续审议；", 6, "审议"),
        ("决定审议；并请", 4, "审议"),
        ("决定审查议题；", 5, "审查议"),
    ],
)
def test_changed_words_keep_marks_after_the_same_words(text: str, at: int, linked: str) -> None:
    made = draft(clauses=[DraftClause("operative", "", "1.", "决定", "决定审议；", [Mark("1", 4)], [Link(2, 4, "x")])])
    clause = done(made, operation="words", clause="op1", text=text).clauses[0]
    [link] = clause.links
    assert (clause.marks, clause.text[link.start : link.end]) == ([Mark("1", at)], linked)


def test_a_changed_title_keeps_its_mark() -> None:
    made = draft(title="彻底消除核武器", title_marks=[Mark("1", 7)])
    assert done(made, operation="metadata", field="title", value="彻底消除核武器行动").title_marks == [Mark("1", 7)]


@pytest.mark.parametrize(
    ("language", "text", "joined"),
    [("en", "Requests", "Decides; 2. Requests"), ("zh", "请，", "Decides; 2.请，"), ("zh", "NPT", "Decides; 2. NPT")],
)
def test_a_number_back_in_the_words_has_its_space(language: str, text: str, joined: str) -> None:
    clauses = [
        DraftClause("operative", "", "1.", "", "Decides;"),
        DraftClause("operative", "", "2.", "", text, [Mark("1", len(text))], [Link(0, len(text), "x")]),
    ]
    clause = done(draft(clauses=clauses, language=language), operation="join", clause="op1").clauses[0]
    [mark], [link] = clause.marks, clause.links
    assert (clause.text, clause.text[link.start : link.end], mark.at) == (joined, text, len(joined))
    back = done(draft(clauses=clauses[1:], language=language), operation="number", clause="op2", label="").clauses[0]
    assert (back.text, back.text[back.links[0].start : back.links[0].end]) == (joined[joined.index("2.") :], text)


def test_an_annex_begins_with_its_next_clause_where_the_first_is_moved() -> None:
    made = draft()
    made = done(made, operation="annex", clause="op1")
    assert [clause.path for clause in made.clauses] == ["pp1", "annex1-op1", "annex1-op1-a", "annex1-op2"]
    moved = done(made, operation="move", clause="annex1-op1", after="annex1-op2")
    assert [(clause.path, clause.label) for clause in moved.clauses] == [
        ("pp1", ""), ("annex1-p-a", "(a)"), ("annex1-op2", "2."), ("annex1-op1", "1."),
    ]  # fmt: skip


def test_a_mark_in_a_clause_that_becomes_a_footnote_is_not_lost() -> None:
    made = draft()
    result = mend(made, [ask(made, {"operation": "to_footnote", "clause": "pp1", "marker": "7"})])
    assert (len(result.unplaced), result.draft) == (1, made)


def test_the_second_of_two_marks_in_one_place_becomes_words() -> None:
    made = draft(clauses=[DraftClause("operative", "", "1.", "", "决定，", [Mark("1", 2), Mark("3", 2)])])
    clause = done(made, operation="drop_mark", clause="op1", mark="3@2", to_words="1").clauses[0]
    assert (clause.text, clause.marks) == ("决定3，", [Mark("1", 2)])


def test_a_mark_is_set_once() -> None:
    made = draft()
    result = mend(made, [ask(made, {"operation": "set_mark", "clause": "op2", "marker": "3", "at": "2"})])
    assert (len(result.unplaced), result.draft) == (1, made)


def test_line_ends_of_a_browser_are_one_character() -> None:
    assert done(draft(), operation="metadata", field="end", value="甲\r\n乙").end == "甲\n乙"
