"""Tests the table of votes that a librarian makes in a spreadsheet. Invented rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archive.messages import Message, Unreadable
from archive.voting.choice import Choice
from archive.voting.reading import recognise
from archive.voting.record import Scope, VoteRecord

ROLL = "文号,日期,国家,投票\n65/72,2010-12-08,中国,弃权\n65/72,2010/12/8,PRK,反对\n"


def read(folder: Path, content: str | bytes) -> tuple[list[VoteRecord], list[tuple[str, str]]]:
    """The records, and (code, line) of what is refused."""
    path = folder / "votes.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    format = recognise(path)
    assert format.name == "table"
    assert format.read_on is not None
    refused: list[Message] = []
    return list(format.read_on(path, refused)), [(one.code, one.values.get("line", "")) for one in refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_in_any_encoding_of_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    [vote], refused = read(tmp_path, ROLL.encode(encoding))
    assert (vote.key, vote.symbol, vote.date, refused) == ("table:A/RES/65/72", "A/RES/65/72", date(2010, 12, 8), [])
    assert [(b.printed, b.code, b.choice) for b in vote.ballots] == [
        ("中国", "", Choice.ABSTAIN), ("PRK", "PRK", Choice.NO),
    ]  # fmt: skip


def test_a_table_with_counts_only(tmp_path: Path) -> None:
    [vote], _ = read(tmp_path, "symbol;date;yes;no;abstain\nA/RES/65/72;2010.12.8;173;1;11\n")
    assert (vote.yes, vote.no, vote.abstain, vote.absent, vote.ballots) == (173, 1, 11, None, [])


@pytest.mark.parametrize(
    ("cell", "scope", "paths"),
    [
        ("", Scope.WHOLE, ()),
        ("op8", Scope.PARAGRAPH, ("op8",)),
        ("第8段", Scope.PARAGRAPH, ("op8",)),
        ("8", Scope.PARAGRAPH, ("op8",)),
        ("执行部分第8段", Scope.PARAGRAPH, ("op8",)),
        ("序言部分第3段", Scope.PARAGRAPH, ("pp3",)),
        ("op3-a", Scope.PARAGRAPH, ("op3-a",)),
        ("the last sentence", Scope.PART, ()),
    ],
)
def test_paragraphs_are_named_as_librarians_name_them(
    tmp_path: Path, cell: str, scope: Scope, paths: tuple[str, ...]
) -> None:
    [vote], _ = read(tmp_path, f"文号,段落,国家,投票\n65/72,{cell},中国,赞成\n")
    assert (vote.subject.scope, vote.subject.paths) == (scope, paths)
    assert (vote.subject.unplaced is not None) == (scope == Scope.PART)


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("乱写,2010-12-08,中国,赞成", [("vote.sheet_no_symbol", "3")]),
        ("65/73,2010-12-08,中国,也许", [("vote.sheet_no_choice", "3"), ("vote.sheet_vote_left_out", "3")]),
        ("65/73,2010-12-08,,赞成", [("vote.sheet_no_state", "3"), ("vote.sheet_vote_left_out", "3")]),
        ("65/73,8 December,中国,赞成", [("vote.no_date", "3"), ("vote.sheet_vote_left_out", "3")]),
        ("65/73,2999-12-08,中国,赞成", [("vote.date_in_future", "3"), ("vote.sheet_vote_left_out", "3")]),
        ("65/73,2010-12-08,,", [("vote.sheet_nothing_told", "3"), ("vote.sheet_vote_left_out", "3")]),
        ("65/73,2010-12-08,中国,赞成,更多", [("vote.row_cut_off", "3")]),
        (
            "65/73,2010-12-08,中国,赞成\n65/73,2010-12-09,法国,赞成",
            [("vote.sheet_rows_differ", "4"), ("vote.sheet_vote_left_out", "3")],
        ),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_vote(
    tmp_path: Path, rows: str, refused: list[tuple[str, str]]
) -> None:
    votes, found = read(tmp_path, f"文号,日期,国家,投票\n65/72,2010-12-08,中国,赞成\n{rows}\n")
    assert ([vote.symbol for vote in votes], found) == (["A/RES/65/72"], refused)


def test_the_command_refuses_the_whole_table(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("文号,国家,投票\n65/72,中国,赞成\n65/73,中国,也许\n", "utf-8")
    with pytest.raises(Unreadable) as error:
        list(recognise(path).read(path, None))
    assert error.value.message.values == {"line": "3", "state": "中国", "value": "也许"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("文号,国家,投票,备注", "vote.sheet_unknown_columns"),
        ("record,source,symbol,state,choice,yes", "vote.sheet_unknown_columns"),
        ("备注,国家", "vote.unknown_file"),
    ],
)
def test_a_table_with_other_columns_is_refused(tmp_path: Path, header: str, code: str) -> None:
    path = tmp_path / "votes.csv"
    path.write_text(f"{header}\n", "utf-8")
    with pytest.raises(Unreadable) as error:
        recognise(path)
    assert error.value.message.code == code
