"""Tests mends: the effect of each operation, undo, and mends after a new reading.

The data are tables of invented clauses, and generated Drafts. Only operations that are meant to change characters may
do so.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citing import cite, from_fixtures
from archive.citing.citation import AMBIGUOUS, LIBRARIAN, UNKNOWN, Citation, Citations
from archive.desk.account import account, place_of
from archive.desk.draft_json import from_json, to_json
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.edits import holders_of
from archive.desk.mends.mending import mend, mend_citations
from archive.desk.mends.operations import OPERATIONS, Mend, ask
from archive.reading import Unreadable, read
from archive.reading.draft import KINDS, Draft, DraftClause, Link, Mark
from archive.reading.paths import assign
from tests.desk_drafts import draft, drafts


def mended(form: dict[str, str], before: Draft | None = None) -> Draft:
    before = before or draft()
    result = mend(before, [ask(before, form)])
    assert not result.unplaced
    return result.draft


def shown(made: Draft) -> list[tuple[str, str, str]]:
    return [(clause.path, clause.label, clause.text) for clause in made.clauses]


# form → (path, label, words) of the clauses
MENDS: list[tuple[dict[str, str], list[tuple[str, str, str]]]] = [
    (
        {"operation": "join", "clause": "op1"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定：(a)继续审议；"),
            ("op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "split", "clause": "pp1", "begins": "又回顾"},
        [
            ("pp1", "", "回顾第90/1号决议，"),
            ("pp2", "", "又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("op1-a", "(a)", "继续审议；"),
            ("op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "kind", "clause": "op1-a", "kind": "operative"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("opa", "(a)", "继续审议；"),
            ("op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "number", "clause": "op2", "label": "3."},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("op1-a", "(a)", "继续审议；"),
            ("op3", "3.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "leave_out", "clause": "op1-a"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "insert", "after": "op1-a", "kind": "point", "label": "(b)", "text": "停止；"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("op1-a", "(a)", "继续审议；"),
            ("op1-b", "(b)", "停止；"),
            ("op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
    (
        {"operation": "move", "clause": "op2", "after": "pp1"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op2", "2.", "请秘书长提出报告2。"),
            ("op1", "1.", "决定："),
            ("op1-a", "(a)", "继续审议；"),
        ],
    ),
    (
        {"operation": "annex", "clause": "op2"},
        [
            ("pp1", "", "回顾第90/1号决议，又回顾其宣言，"),
            ("op1", "1.", "决定："),
            ("op1-a", "(a)", "继续审议；"),
            ("annex1-op2", "2.", "请秘书长提出报告2。"),
        ],
    ),
]


@pytest.mark.parametrize(("form", "clauses"), MENDS, ids=[form["operation"] for form, _ in MENDS])
def test_clauses(form: dict[str, str], clauses: list[tuple[str, str, str]]) -> None:
    assert shown(mended(form)) == clauses


def test_split_takes_marks_and_links_along() -> None:
    halves = mended({"operation": "split", "clause": "pp1", "begins": "90/1号", "kind": "preambular"}).clauses[:2]
    assert [(c.text, c.marks, c.links) for c in halves] == [
        ("回顾第", [], [Link(2, 3, "x")]),
        ("90/1号决议，又回顾其宣言，", [Mark("1", 6)], [Link(0, 5, "x")]),
    ]


def test_a_number_in_the_words_becomes_the_label_and_goes_back() -> None:
    before = draft(clauses=[DraftClause("operative", "", "", "", "1. 决定继续，", [Mark("1", 8)])])
    taken = mended({"operation": "number", "clause": before.clauses[0].path, "label": "1."}, before).clauses[0]
    assert (taken.path, taken.label, taken.opening, taken.text, taken.marks) == (
        "op1", "1.", "决定", "决定继续，", [Mark("1", 5)],
    )  # fmt: skip
    after = mended({"operation": "number", "clause": "op1", "label": ""}, draft(clauses=[taken])).clauses[0]
    assert (after.label, after.text, after.marks) == ("", "1.决定继续，", [Mark("1", 7)])


def test_footnote_marks() -> None:
    placed = mended({"operation": "set_mark", "clause": "op2", "marker": "2", "behind": "报告", "from_words": "1"})
    assert (placed.clauses[3].text, placed.clauses[3].marks) == ("请秘书长提出报告。", [Mark("3", 2), Mark("2", 8)])
    dropped = mended({"operation": "drop_mark", "clause": "op2", "mark": "3@2", "to_words": "1"})
    assert (dropped.clauses[3].text, dropped.clauses[3].marks) == ("请秘3书长提出报告2。", [])
    moved = mended({"operation": "move_mark", "clause": "op2", "mark": "3@2", "to": "op1-a", "behind": "审议"})
    assert (moved.clauses[2].marks, moved.clauses[3].marks) == ([Mark("3", 4)], [])
    renamed = mended({"operation": "footnote_marker", "footnote": "3", "marker": "2"})
    assert (list(renamed.footnotes), renamed.clauses[3].marks) == (["1", "2"], [Mark("2", 2)])


def test_the_words_have_the_printed_mark_of_footnotes_with_one_mark() -> None:
    clause = DraftClause("operative", "", "", "", "决定继续1，")
    taken = mended(
        {"operation": "set_mark", "clause": "op1", "marker": "1_2", "behind": "继续", "from_words": "1"},
        draft(clauses=[clause]),
    ).clauses[0]
    assert (taken.text, taken.marks) == ("决定继续，", [Mark("1_2", 4)])
    back = {"operation": "drop_mark", "clause": "op1", "mark": "1_2@4", "to_words": "1"}
    assert mended(back, draft(clauses=[taken])).clauses[0].text == "决定继续1，"


def test_a_clause_becomes_a_footnote_and_a_footnote_a_clause() -> None:
    before = draft()
    before.clauses.append(DraftClause("operative", "", "2", "", "联合国，《条约汇编》。"))
    assign(before.clauses)
    made = mended({"operation": "to_footnote", "clause": before.clauses[-1].path, "marker": "2"}, before)
    assert (len(made.clauses), made.footnotes["2"].text) == (4, "联合国，《条约汇编》。")
    back = mended({"operation": "from_footnote", "footnote": "2", "after": "op2", "kind": "operative"}, made)
    assert (back.clauses[-1].label, back.clauses[-1].text, list(back.footnotes)) == (
        "2",
        "联合国，《条约汇编》。",
        ["1", "3"],
    )


def test_words_keep_their_marks() -> None:
    made = mended({"operation": "words", "clause": "pp1", "text": "回顾其第90/1号决议，又回顾其各项宣言，"}).clauses[0]
    assert (made.text[: made.marks[0].at], made.text[made.links[0].start : made.links[0].end]) == (
        "回顾其第90/1号决议，"[: made.marks[0].at],
        "第90/1号",
    )
    assert made.marks == [Mark("1", 10)]


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("symbol", "65/72", "A/RES/65/72"),
        ("meeting", "61", 61),
        ("meeting", "", None),
        ("sponsors", "甲国\n 乙国 \n", ["甲国", "乙国"]),
        ("title", "另一项试验", "另一项试验"),
    ],
)
def test_facts(field: str, value: str, held: Any) -> None:
    assert getattr(mended({"operation": "metadata", "field": field, "value": value}), field) == held


def test_a_vote_is_corrected_number_by_number() -> None:
    made = mended({"operation": "metadata", "field": "yes", "value": "173"})
    made = mended({"operation": "metadata", "field": "outcome", "value": "recorded"}, made)
    assert (made.vote.outcome, made.vote.yes, made.vote.no) == ("recorded", 173, None)


WRONG = [
    {"operation": "no such"},
    {"operation": "join", "clause": "op2"},
    {"operation": "join", "clause": "op9"},
    {"operation": "split", "clause": "pp1", "begins": "，"},
    {"operation": "split", "clause": "pp1", "at": "99"},
    {"operation": "split", "clause": "pp1", "at": "0"},
    {"operation": "split", "clause": "pp1", "at": "²"},
    {"operation": "kind", "clause": "pp1", "kind": "poem"},
    {"operation": "words", "clause": "pp1", "text": " "},
    {"operation": "metadata", "field": "symbol", "value": "CD/1299"},
    {"operation": "metadata", "field": "adopted_on", "value": "8 December"},
    {"operation": "metadata", "field": "meeting", "value": "9" * 30},
    {"operation": "metadata", "field": "clauses", "value": ""},
    {"operation": "to_footnote", "clause": "pp1", "marker": "1"},
    {"operation": "move_mark", "clause": "op2", "mark": "9@9", "behind": "请"},
    {"operation": "footnote_marker", "footnote": "3", "marker": "1"},
]


@pytest.mark.parametrize("form", WRONG, ids=lambda form: " ".join(form.values())[:40])
def test_a_mend_that_does_not_fit_is_refused_and_changes_nothing(form: dict[str, str]) -> None:
    before = draft()
    try:
        result = mend(before, [ask(before, form)])
    except MisfitError as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        assert [unplaced.index for unplaced in result.unplaced] == [0]
        assert result.draft == before


# --- Citations ---------------------------------------------------------------------------------------------------


def citations(found: Draft) -> Citations:
    return cite(found, from_fixtures())


def cited(made: Draft, form: dict[str, str], found: Citations | None = None) -> Citations:
    asked = [ask(made, form)]
    result, unplaced = mend_citations(mend(made, asked), found or citations(made), asked, from_fixtures())
    assert not unplaced
    return result


def test_a_citation_is_set_and_one_is_dropped() -> None:
    made = draft()
    form = {"operation": "cite", "clause": "pp1", "exact": "其宣言", "target": "A/90/9", "pinpoint": "第三段"}
    [new] = [one for one in cited(made, form).clauses["pp1"] if one.origin == LIBRARIAN]
    assert (new.exact, new.target, new.status, new.pinpoint) == ("其宣言", "A/90/9", UNKNOWN, "第三段")
    assert made.clauses[0].text[new.start : new.end] == "其宣言"
    before = citations(made)
    [old] = [one for one in before.clauses["pp1"] if one.target == "A/RES/90/1"]
    form = {"operation": "uncite", "clause": "pp1", "exact": old.exact, "target": "A/RES/90/1"}
    assert "A/RES/90/1" not in [one.target for one in cited(made, form).clauses["pp1"]]
    assert citations(made) == before


def test_a_footnotes_citation_reaches_the_clauses_that_carry_its_mark() -> None:
    made = draft()
    form = {"operation": "cite", "footnote": "3", "exact": "同上", "target": "A/90/7"}
    found = cited(made, form)
    assert [one.via_footnote for one in found.clauses["op2"] if one.target == "A/90/7"] == ["3"]
    form = {"operation": "uncite", "footnote": "1", "exact": "A/90/7", "target": "A/90/7"}
    found = cited(made, form)
    assert not [one for one in found.clauses["pp1"] if one.via_footnote]


def test_one_of_two_candidates_is_chosen() -> None:
    made = draft()
    unclear = Citations({"pp1": [Citation("其宣言", 14, 17, None, AMBIGUOUS, "words", candidates=("A/1", "A/2"))]})
    form = {"operation": "cite", "clause": "pp1", "exact": "其宣言", "start": "14", "target": "A/2"}
    assert [one.target for one in cited(made, form, unclear).clauses["pp1"]] == ["A/2"]


def test_a_citation_finds_its_words_after_other_mends() -> None:
    before = draft()
    citing = ask(before, {"operation": "cite", "clause": "op1-a", "exact": "继续审议", "target": "A/90/9"})
    joining = ask(before, {"operation": "join", "clause": "op1"})
    state = mend(before, [citing, joining])
    made = state.draft
    result, unplaced = mend_citations(state, citations(made), [citing, joining], from_fixtures())
    assert not unplaced
    assert [(one.exact, one.start) for one in result.clauses["op1"] if one.target == "A/90/9"] == [("继续审议", 6)]


# --- What holds for all ------------------------------------------------------------------------------------------


@st.composite
def _forms(pick: Any, made: Draft) -> dict[str, str]:
    """Forms that a librarian can send, sensible and nonsensical ones."""
    clause = pick(st.sampled_from(made.clauses)) if made.clauses else None
    path = clause.path if clause else "op1"
    text = clause.text if clause else ""
    mark = pick(st.sampled_from(clause.marks)) if clause and clause.marks else Mark("1", 0)
    return {
        "operation": pick(st.sampled_from(sorted(set(OPERATIONS) - {"metadata", "cite", "uncite", "settle"}))),
        "clause": path,
        "after": pick(st.sampled_from(["", *(one.path for one in made.clauses)])),
        "to": pick(st.sampled_from(["", *(one.path for one in made.clauses)])),
        "footnote": "",
        "at": str(pick(st.integers(0, len(text)))),
        "to_at": str(pick(st.integers(0, 3))),
        "until": str(pick(st.integers(0, len(text)))),
        "kind": pick(st.sampled_from(KINDS)),
        "label": pick(st.sampled_from(["", "1.", "(b)", text[:2].strip()])),
        "mark": f"{mark.marker}@{mark.at}",
        "marker": pick(st.sampled_from(["1", "2", "9"])),
        "text": "全新的字句",
        "from_words": pick(st.sampled_from(["", "1"])),
        "to_words": pick(st.sampled_from(["", "1"])),
    }


@st.composite
def mended_drafts(pick: Any) -> tuple[Draft, list[Mend]]:
    """A Draft and a list of mends. Each mend is made from the Draft after the mends before it."""
    read = pick(drafts())
    mends: list[Mend] = []
    for _ in range(pick(st.integers(1, 6))):
        now = mend(read, mends).draft
        try:
            one = ask(now, pick(_forms(now)))
        except MisfitError:
            continue
        if not mend(read, [*mends, one]).unplaced:
            mends.append(one)
    return read, mends


def characters(made: Draft) -> Counter[str]:
    """How often each printed character occurs, white space left out."""
    held = [clause.label + clause.text + "".join(mark.marker for mark in clause.marks) for clause in made.clauses]
    held += [note.marker + note.text for note in made.footnotes.values()]
    return Counter(re.sub(r"\s", "", "".join(held)))


@given(mended_drafts())
def test_mends_leave_a_sound_draft_and_are_undone_exactly(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    untouched = copy.deepcopy(read)
    states = [mend(read, mends[:count]) for count in range(len(mends) + 1)]
    assert read == untouched, "the Draft as it was read never changes"
    assert states[0].draft == read
    for state in states:
        made = state.draft
        assert not state.unplaced
        paths = [clause.path for clause in made.clauses]
        assert len(paths) == len(set(paths))
        for clause in made.clauses:
            assert clause.text.startswith(clause.opening)
            assert clause.text
            assert clause.parent is None or clause.parent in paths
            assert all(0 <= mark.at <= len(clause.text) for mark in clause.marks)
            assert all(0 <= link.start < link.end <= len(clause.text) for link in clause.links)
        assert all(marker == note.marker for marker, note in made.footnotes.items())
        assert from_json(to_json(made)) == made
    # Undoing the mends from the last to the first gives each earlier state exactly.
    for count in reversed(range(len(mends))):
        assert mend(read, mends[:count]).draft == states[count].draft


# Operations that change printed words, numbers or marks on purpose.
_CHANGES = {
    *(one.key for one in OPERATIONS.values() if one.needs_reason),
    "number",
    "set_mark",
    "drop_mark",
    "footnote_marker",
    "to_footnote",
}


@given(mended_drafts())
def test_other_mends_keep_every_character(pair: tuple[Draft, list[Mend]]) -> None:
    read, mends = pair
    before = read
    for count, one in enumerate(mends, start=1):
        after = mend(read, mends[:count]).draft
        if one.operation not in _CHANGES:
            assert characters(after) == characters(before), one.operation
        before = after


@given(drafts())
def test_drafts_as_json_lose_nothing(made: Draft) -> None:
    assert from_json(to_json(made)) == made


def test_a_draft_of_another_release_is_read() -> None:
    kept = to_json(draft()) | {"what was dropped": 1}
    del kept["lines"]
    assert from_json(kept) == draft()


def test_mends_apply_after_a_new_reading() -> None:
    before = draft()
    mends = [
        ask(before, {"operation": "words", "clause": "op2", "text": "请秘书长提交报告。"}),
        ask(before, {"operation": "join", "clause": "op1"}),
    ]
    # A better reader finds a preambular paragraph that was missing, so paths change.
    again = draft()
    again.clauses.insert(0, DraftClause("preambular", "", "", "铭记", "铭记宪章，"))
    again.clauses[-1].label = "2．"
    again.clauses[-1].text = before.clauses[-1].text
    assign(again.clauses)
    result = mend(again, mends)
    assert [unplaced.index for unplaced in result.unplaced] == [0], "its number is printed differently: reported"
    again.clauses[-1].label = "2."
    result = mend(again, mends)
    assert not result.unplaced
    assert [clause.text for clause in result.draft.clauses] == [
        "铭记宪章，", "回顾第90/1号决议，又回顾其宣言，", "决定：(a)继续审议；", "请秘书长提交报告。",
    ]  # fmt: skip


def test_real_paths_stay_without_a_mend(shared_data: Path) -> None:
    """Mending computes paths anew. Without a change they must equal those of the reader."""
    for path in sorted((shared_data / "GAresolutions").rglob("*.xml"))[::40]:
        try:
            found = read(path.read_bytes(), path.name)
        except Unreadable:
            continue
        for one in found:
            first = one.clauses[0]
            result = mend(one, [ask(one, {"operation": "kind", "clause": first.path, "kind": first.kind})])
            assert [(c.path, c.parent) for c in result.draft.clauses] == [(c.path, c.parent) for c in one.clauses]
            assert from_json(to_json(one)) == one


PRINTED = """90/2. 消除一切试验

大会，

回顾其第64/47号决议，又铭记
《行动纲领》1的宗旨，

1 联合国，A/90/7。

1. 决定继续审议本项目，又
请各国提出意见；

3. 请秘书长提出报告。
"""


@pytest.mark.parametrize(
    ("forms", "places"),
    [
        ([], ["pp1", "pp1", "footnote 1", "op1", "op1", "op3"]),
        ([{"operation": "number", "clause": "op3", "label": "2."}], ["pp1", "pp1", "footnote 1", "op1", "op1", "op2"]),
        ([{"operation": "split", "clause": "op1", "begins": "请各国", "kind": "point"}],
         ["pp1", "pp1", "footnote 1", "op1", "op1-p1", "op3"]),
        ([{"operation": "join", "clause": "op1"}], ["pp1", "pp1", "footnote 1", "op1", "op1", "op1"]),
        ([{"operation": "leave_out", "clause": "op3"}], ["pp1", "pp1", "footnote 1", "op1", "op1", ""]),
        ([{"operation": "words", "clause": "op3", "text": "请各国提出报告。"}],
         ["pp1", "pp1", "footnote 1", "op1", "op1", "op3"]),
        ([{"operation": "from_footnote", "footnote": "1", "after": "pp1", "kind": "preambular"}],
         ["pp1", "pp1", "pp2", "op1", "op1", "op3"]),
        ([{"operation": "footnote_marker", "footnote": "1", "marker": "7"}],
         ["pp1", "pp1", "footnote 7", "op1", "op1", "op3"]),
    ],
)  # fmt: skip
def test_lines_of_the_original_follow_their_words(forms: list[dict[str, str]], places: list[str]) -> None:
    [made] = read(PRINTED.encode(), "printed.txt")
    for form in forms:
        made = mended(form, made)
    lines = [line for line in account((), made) if line.text.strip()][2:]
    paths = {clause.path for clause in made.clauses}
    assert {place for line in lines for place in line.places} <= paths | {f"footnote {m}" for m in made.footnotes}
    assert ["".join(line.places) for line in lines] == places


def test_lines_of_an_earlier_reading_are_shown_without_an_account() -> None:
    lines = account(["大会，", "1."], draft())
    assert [(line.text, line.places, line.left_out) for line in lines] == [("大会，", (), False), ("1.", (), False)]


def test_a_paragraph_of_the_uns_xml_is_one_line_and_follows_its_words() -> None:
    markup = (
        "<akomaNtoso><statement><preface><p><docNumber>90/2.</docNumber> <docTitle>试验</docTitle></p></preface>"
        "<mainBody><paragraph><num>1.</num><content><p><b>回顾</b>其<i>《纲领》</i>"
        "<authorialNote marker='1'><p>A/90/7。</p></authorialNote> 的宗旨，又请各国；</p></content></paragraph>"
        "</mainBody></statement></akomaNtoso>"
    )
    [made] = read(markup.encode(), "90_2.xml")
    expected = [("90/2. 试验", "title"), ("1. 回顾其《纲领》¹ 的宗旨，又请各国；", "op1"), ("¹ A/90/7。", "footnote 1")]
    assert [(line.text, *line.places) for line in account((), made)] == expected
    split = mended({"operation": "split", "clause": "op1", "begins": "又请", "kind": "point"}, made)
    assert [line.places for line in account((), split)] == [("title",), ("op1",), ("footnote 1",)]
    kept = mended({"operation": "from_footnote", "footnote": "1", "after": "op1", "kind": "operative"}, made)
    assert [line.places for line in account((), kept)][:2] == [("title",), ("op1",)]


def test_each_place_of_a_real_file_has_its_lines(shared_data: Path) -> None:
    for path in sorted((shared_data / "GAresolutions").rglob("*.xml"))[::60]:
        for found in read(path.read_bytes(), path.name):
            lines = account((), found)
            taken = {place for line in lines for place in line.places}
            assert taken >= {place_of(holder) for holder in holders_of(found)}, path.name
