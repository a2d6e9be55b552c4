"""Tests the table of the desk's operations: each row has words, a tool on the page, and applies stored mends."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from archive.admin.desk import desk_labels
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.edits import holders_of
from archive.desk.mends.mending import mend
from archive.desk.mends.operations import OPERATIONS, Mend
from archive.messages import catalogue
from archive.reading.draft import Draft
from tests.conftest import ROOT
from tests.desk_drafts import draft
from tests.test_desk_mending import mended_drafts

# Operations of other forms on the page: facts, citations of a row, findings.
WITHOUT_TOOL = {"signs", "metadata", "uncite", "settle"}
OF_THE_PAGE = set("jkezhp")  # keys that the page itself uses (static/desk.js)

# How a mend names clauses and a footnote of tests.desk_drafts.draft().
OP1 = {"path": "op1", "digest": "b098b0a0844b"}
OP1A = {"path": "op1-a", "digest": "2864a29acff3"}
PP1 = {"path": "pp1", "digest": "9c2c17e38b4f"}
OP2 = {"path": "op2", "digest": "7b66281b5d10"}
NOTE3 = {"footnote": "3", "digest": "5616f42cc586"}

# (operation, arguments) as the first release stored them; "settle" as a migration left it.
STORED: list[tuple[str, dict[str, Any]]] = [
    ("join", {"clause": OP1, "with": OP1A}),
    ("split", {"clause": PP1, "at": 11, "kind": "", "label": ""}),
    ("kind", {"clause": OP1A, "kind": "operative"}),
    ("number", {"clause": OP2, "label": "3."}),
    ("opening", {"clause": OP2, "length": 4}),
    ("set_mark", {"clause": OP2, "marker": "2", "at": 8, "from_words": True}),
    ("move_mark", {"clause": OP2, "marker": "3", "at": 2, "to": OP1A, "to_at": 4}),
    ("drop_mark", {"clause": OP2, "marker": "3", "at": 2, "to_words": True}),
    ("cite", {"holder": PP1, "start": 14, "exact": "其宣言", "alone": True, "target": "A/90/9", "pinpoint": "第三段"}),
    ("uncite", {"holder": PP1, "start": 2, "exact": "第90/1号决议", "alone": True, "target": "A/RES/90/1"}),
    ("uncite", {"holder": PP1, "start": 14, "exact": "其宣言", "alone": True, "target": None}),
    ("words", {"footnote": NOTE3, "text": "见A/90/8。"}),
    ("words", {"clause": OP2, "text": "请秘书长提交报告。"}),
    ("leave_out", {"clause": OP1A}),
    ("leave_out", {"footnote": NOTE3}),
    ("insert", {"after": OP1A, "kind": "point", "label": "(b)", "text": "停止；"}),
    ("insert", {"kind": "preambular", "label": "", "text": "铭记宪章，"}),
    ("to_footnote", {"clause": OP1A, "marker": "(a)"}),
    ("from_footnote", {"footnote": NOTE3, "after": OP2, "kind": "operative"}),
    ("footnote_marker", {"footnote": NOTE3, "marker": "2"}),
    ("move", {"clause": OP2, "after": PP1}),
    ("move", {"clause": OP2}),
    ("annex", {"clause": OP2, "begins": True}),
    ("metadata", {"field": "symbol", "value": "65/72"}),
    ("signs", {}),
    ("settle", {"place": "op2", "code": "checking.no_end", "values": {"end": "报告2。"}, "holder": OP2}),
    ("settle", {"place": "metadata", "code": "checking.no_operative_paragraph", "values": {}}),
]


def test_the_key_of_a_row_is_that_of_its_operation() -> None:
    assert list(OPERATIONS) == [operation.key for operation in OPERATIONS.values()]


def test_each_operation_has_a_tool_with_a_key_of_its_own() -> None:
    tools = [operation.tool for operation in OPERATIONS.values() if operation.tool]
    assert {operation.key for operation in OPERATIONS.values() if not operation.tool} == WITHOUT_TOOL
    shortcuts = [tool.shortcut for tool in tools]
    assert len(set(shortcuts)) == len(shortcuts)
    assert not OF_THE_PAGE & set(shortcuts)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.key)
def test_each_operation_has_words(operation: Any) -> None:
    codes = [operation.done, *([operation.tool.label] if operation.tool else [])]
    assert [set(catalogue()[code]) for code in codes] == [{"en", "zh"}] * len(codes)
    told = re.findall(r"%\((\w+)\)s", operation.told)
    assert set(told) <= set(operation.arguments.__dataclass_fields__)


def test_the_form_has_the_fields_of_every_tool() -> None:
    form = (ROOT / "templates" / "admin" / "desk" / "_tools.html").read_text(encoding="utf-8")
    fields = {field for tool in desk_labels.tools() for field in tool["fields"].split()}
    assert set(re.findall(r'data-field="(\w+)"', form)) == fields


@pytest.mark.parametrize(("key", "stored"), STORED, ids=[key for key, _ in STORED])
def test_mends_stored_by_an_earlier_release_are_applied(key: str, stored: dict[str, Any]) -> None:
    result = mend(draft(), [Mend(key, stored)])
    assert [str(misfit.reason) for misfit in result.unplaced] == []


def test_every_operation_has_a_stored_row() -> None:
    assert {key for key, _ in STORED} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (Mend("of another release", {}), "mend.no_such_operation"),
        (Mend("kind", {"kind": "heading"}), "mend.incomplete"),
        (Mend("kind", {"clause": "pp1", "kind": "heading"}), "mend.incomplete"),
        (Mend("split", {"clause": PP1, "at": "x"}), "mend.incomplete"),
        (Mend("leave_out", {}), "mend.incomplete"),
    ],
)
def test_a_row_that_cannot_be_read_does_not_fit(one: Mend, code: str) -> None:
    before = draft()
    result = mend(before, [one])
    assert ([misfit.reason.message.code for misfit in result.unplaced], result.draft) == ([code], before)


@given(mended_drafts())
def test_arguments_come_back_from_json(pair: tuple[Draft, list[Mend]]) -> None:
    for one in pair[1]:
        arguments: Arguments = one.read()
        assert arguments.to_json() == one.arguments
        assert type(arguments).from_json(arguments.to_json()) == arguments


@given(mended_drafts())
def test_a_reference_stays_with_its_clause(pair: tuple[Draft, list[Mend]]) -> None:
    """References are unique and never used again. A clause keeps its reference if a mend does not touch its words."""
    read, mends = pair
    before = {holder.ref: holder.text for holder in holders_of(mend(read, []).draft)}
    seen = set(before)
    for count in range(1, len(mends) + 1):
        holders = holders_of(mend(read, mends[:count]).draft)
        now = {holder.ref: holder.text for holder in holders}
        assert len(now) == len(holders)
        assert 0 not in now
        made = now.keys() - before.keys()
        assert not made & seen
        assert len(made) == (mends[count - 1].operation in ("split", "insert"))
        assert sum(before[ref] != now[ref] for ref in before.keys() & now.keys()) <= 1
        assert len(before.keys() - now.keys()) == (mends[count - 1].operation in ("join", "leave_out"))
        before, seen = now, seen | made


def test_a_draft_as_read_has_no_references() -> None:
    read = draft()
    mend(read, [])
    assert {holder.ref for holder in holders_of(read)} == {0}


def test_an_unknown_operation_is_refused_before_a_form_is_read() -> None:
    with pytest.raises(MisfitError):
        Mend("poem").read()
