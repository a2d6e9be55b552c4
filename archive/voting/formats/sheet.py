"""Reads a table of votes that a librarian makes in a spreadsheet: one row for each State, or one row with the counts.

    文号,日期,国家,投票                     symbol,date,yes,no,abstain
    65/72,2010-12-08,中国,弃权              A/RES/65/72,2010-12-08,173,1,11

The first row names the columns, in Chinese or in English, in any order. ``_COLUMNS`` has the names. The encoding is
UTF-8, UTF-16 or GB18030, as spreadsheets in Chinese save it. Commas, semicolons or tabs divide the cells. The whole
table is in memory.

A row that cannot be right is refused, with its line. The other rows of the same vote are then refused too, because a
roll call without one of its States would be wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from archive import symbols
from archive.messages import Message, Unreadable
from archive.voting.formats import tables
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord
from archive.voting.vote_question import choice_named

_COLUMNS = {
    "symbol": ("symbol", "resolution", "文号", "决议", "决议文号"),
    "date": ("date", "日期", "表决日期"),
    "state": ("state", "country", "member state", "国家", "会员国", "国名"),
    "vote": ("vote", "choice", "投票", "表决", "立场"),
    "paragraph": ("paragraph", "clause", "段", "段落", "条款"),
    "meeting": ("meeting", "meeting record", "会议", "会议记录"),
    "title": ("title", "title_en", "英文标题"),
    "yes": ("yes", "in favour", "赞成", "赞成票"),
    "no": ("no", "against", "反对", "反对票"),
    "abstain": ("abstain", "abstaining", "abstentions", "弃权", "弃权票"),
    "absent": ("absent", "not voting", "缺席", "未投票", "缺席或未投票"),
}
_COLUMN_NAMED = {name: column for column, names in _COLUMNS.items() for name in names}
_COUNTS = ("yes", "no", "abstain", "absent")
_OF_VOTE = ("date", "meeting", "title", *_COUNTS)  # every row of a vote has the same value of these, or none
_DELIMITERS = ",;\t，；"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_NUMBERED = re.compile(r"第\s*(.+?)\s*号\s*(?:决议)?")
_PATH = re.compile(r"(?:op|pp|annex\d+-op)\d+[a-z0-9-]*")
_PLACE = re.compile(r"(执行部分|序言部分|序言|para\.?|paragraph|op|pp)?\s*第?\s*(\d{1,3})\s*段?", re.IGNORECASE)


@dataclass(slots=True)
class _Vote:
    """The rows of one vote. ``lines`` are their line numbers; ``facts`` has what they say about the whole vote."""

    symbol: str
    subject: Subject
    place: str
    lines: list[int] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    ballots: list[CastBallot] = field(default_factory=list)


def recognise(path: Path) -> bool:
    """Whether the first row names a symbol, and a State's vote or a count, and nothing that is not known."""
    names = _header(path)
    return _is_of_votes(names) and all(name in _COLUMN_NAMED for name in names)


def unknown_columns(path: Path) -> list[str]:
    """The names of columns that are not known, if the table is one of votes apart from these; otherwise []."""
    names = _header(path)
    return [name for name in names if name not in _COLUMN_NAMED] if _is_of_votes(names) else []


def _is_of_votes(names: list[str]) -> bool:
    columns = {_COLUMN_NAMED.get(name, "") for name in names}
    return "symbol" in columns and ({"state", "vote"} <= columns or bool(columns.intersection(_COUNTS)))


def read(path: Path, advance: tables.Advance | None = None) -> Iterator[VoteRecord]:
    """Yields one record for each vote. Raises Unreadable, with the line, for the first row that cannot be right."""
    refused: list[Message] = []
    records = list(read_on(path, refused))
    if refused:
        raise Unreadable(refused[0].code, **refused[0].values)
    if advance:
        advance(path.stat().st_size)
    yield from records


def read_on(path: Path, refused: list[Message]) -> Iterator[VoteRecord]:
    """Yields a record for each vote of which every row can be right. Adds the other rows to ``refused``."""
    votes: dict[tuple[str, str], _Vote] = {}
    spoilt: set[tuple[str, str]] = set()
    written = {_COLUMN_NAMED[name]: name for name in _header(path)}
    for line, row in _rows(path, refused):
        vote = None
        try:
            vote = _vote_of(line, row, votes)
            _take(vote, line, row, written)
        except Unreadable as error:
            refused.append(error.message)
            if vote:
                spoilt.add((vote.symbol, vote.place))
    for key, vote in votes.items():
        if key in spoilt:
            lines = {"symbol": vote.symbol, "line": vote.lines[0], "count": len(vote.lines)}
            refused.append(Unreadable("vote.sheet_vote_left_out", **lines).message)
        else:
            yield _record(vote)


def _header(path: Path) -> list[str]:
    with path.open("rb") as stream:
        begin = stream.read(10_000)
    try:
        text = _decoded(begin, final=False)
    except UnicodeDecodeError:
        return []
    lines = text.splitlines()
    return [_name(cell) for cell in _cells(lines[0]) if _name(cell)] if lines else []


def _name(cell: str) -> str:
    return cell.strip().strip("\ufeff").casefold()


def _decoded(content: bytes, final: bool = True) -> str:
    """The text in UTF-8, UTF-16 with a byte order mark, or GB18030. Raises UnicodeDecodeError for other bytes."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")().decode(content, final)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content, final)
    except UnicodeDecodeError:
        return codecs.getincrementaldecoder("gb18030")().decode(content, final)


def _delimiter(line: str) -> str:
    """The character that divides the cells: the one that occurs most often in the first line."""
    counts = Counter(c for c in line if c in _DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def _cells(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_delimiter(line)), [])


def _rows(path: Path, refused: list[Message]) -> Iterator[tuple[int, tables.Row]]:
    """Yields (line, column → cell) for each row that has a cell with text."""
    try:
        text = _decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        raise Unreadable("vote.sheet_encoding", byte=error.start) from None
    first = text.splitlines()[0]
    columns = [_COLUMN_NAMED.get(_name(cell), "") for cell in _cells(first)]
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(first))
    try:
        next(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(columns) :]):
                found = {"line": reader.line_num, "found": len(cells), "expected": len(columns)}
                refused.append(Unreadable("vote.row_cut_off", **found).message)
                continue
            row = dict.fromkeys(_COLUMNS, "") | {
                column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column
            }
            yield reader.line_num, row
    except csv.Error as error:
        raise Unreadable("vote.line_not_csv", line=reader.line_num, error=error) from error


def _vote_of(line: int, row: tables.Row, votes: dict[tuple[str, str], _Vote]) -> _Vote:
    """The vote to which a row belongs. Raises Unreadable if the row does not name a resolution."""
    symbol = _symbol(row["symbol"])
    if not symbol:
        raise Unreadable("vote.sheet_no_symbol", line=line, value=row["symbol"])
    subject = _subject(row["paragraph"])
    place = " ".join(subject.paths) or ("" if subject.scope == Scope.WHOLE else row["paragraph"])
    return votes.setdefault((symbol, place), _Vote(symbol, subject, place))


def _symbol(cell: str) -> str:
    """The symbol of the resolution in a cell: ``A/RES/65/72``, ``65/72`` or ``第65/72号决议``. "" for other text."""
    numbered = _NUMBERED.fullmatch(cell)
    text = numbered[1] if numbered else cell
    symbol = symbols.normalise(text)
    return (
        symbol if symbols.session_of(symbol) and symbol.startswith("A/RES/") else symbols.resolution_symbol(text) or ""
    )


def _subject(cell: str) -> Subject:
    """What was voted on. ``op8``, ``第8段``, ``执行部分第8段`` and ``8`` are the same paragraph."""
    if not cell:
        return Subject()
    if _PATH.fullmatch(cell.casefold()):
        return Subject(Scope.PARAGRAPH, (cell.casefold(),))
    if place := _PLACE.fullmatch(cell):
        kind = "pp" if (place[1] or "").casefold() in ("序言部分", "序言", "pp") else "op"
        return Subject(Scope.PARAGRAPH, (f"{kind}{int(place[2])}",))
    return Subject(Scope.PART, words=cell, unplaced=Message("vote.paragraph_not_said"))


def _take(vote: _Vote, line: int, row: tables.Row, written: dict[str, str]) -> None:
    """Adds a row to its vote. Raises Unreadable if the row has an impossible value, or contradicts an earlier row.

    ``written`` has the names of the columns as the table writes them, for messages.
    """
    vote.lines.append(line)
    told = {name: row[name] for name in _OF_VOTE if row[name]}
    if "date" in told:
        told["date"] = _day(told["date"], line).isoformat()
    for name in _COUNTS:
        if name in told:
            told[name] = str(tables.number(told[name], line, written[name]))
    for name, value in told.items():
        if vote.facts.setdefault(name, value) != value:
            raise Unreadable(
                "vote.sheet_rows_differ", line=line, column=written[name], value=value, other=vote.facts[name]
            )
    if row["state"] or row["vote"]:
        vote.ballots.append(_ballot(line, row))
    elif not told.keys() & set(_COUNTS):
        raise Unreadable("vote.sheet_nothing_told", line=line)


def _ballot(line: int, row: tables.Row) -> CastBallot:
    choice = choice_named(row["vote"])
    if choice is None:
        raise Unreadable("vote.sheet_no_choice", line=line, value=row["vote"], state=row["state"])
    if not row["state"]:
        raise Unreadable("vote.sheet_no_state", line=line)
    code = row["state"].upper() if re.fullmatch("[A-Za-z]{3}", row["state"]) else ""
    return CastBallot(row["state"], choice, code)


def _day(text: str, line: int) -> date:
    found = _DAY.fullmatch(text)
    iso = "-".join(part.zfill(2) for part in found.groups()) if found else text
    day = tables.day(iso, line)
    assert day, "the cell is not empty"
    return day


def _record(vote: _Vote) -> VoteRecord:
    counts = {name: int(vote.facts[name]) for name in _COUNTS if name in vote.facts}
    return VoteRecord(
        key=":".join(filter(None, (Origin.TABLE, vote.symbol, vote.place))),
        origin=Origin.TABLE,
        symbol=vote.symbol,
        reference=vote.symbol,
        session=symbols.session_of(vote.symbol),
        subject=vote.subject,
        title=vote.facts.get("title", ""),
        date=date.fromisoformat(vote.facts["date"]) if "date" in vote.facts else None,
        meeting=vote.facts.get("meeting", ""),
        yes=counts.get("yes"),
        no=counts.get("no"),
        abstain=counts.get("abstain"),
        absent=counts.get("absent"),
        ballots=list(dict.fromkeys(vote.ballots)),
    )
