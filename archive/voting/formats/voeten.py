"""Reads Erik Voeten's United Nations General Assembly Voting Data, as CSV.

A file has roll calls (``rcid``, ``unres``, ``descr``, …), ballots (``rcid``, ``country``, ``vote``), or both in one
table. ``rcid`` is the number of the roll call in both. The data have these peculiarities:

- ``para`` marks votes on part of a text. Only ``descr`` names the part.
- States that were absent have no row.
- Days are unreliable before session 58. In sessions 3 to 51, all are between the 1st and the 9th of a month, and UN
  texts print other days.
- Before session 31, ``unres`` is not always the number of the resolution. The number is often that of a page of the
  meeting records. In sessions 15, 25 and 26, some numbers belong to other resolutions: R/15/1492A is A/RES/1576(XV).
  Letters count the roll calls under one number, and votes on parts have letters too: R/29/3261H is A/RES/3261D(XXIX).
  So a number with a letter gives no symbol, and a symbol that is made from a number alone is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive import symbols
from archive.disarmament import Facts, about_arms
from archive.messages import Message, Unreadable
from archive.numerals import to_roman
from archive.voting import paragraphs
from archive.voting.choice import Choice
from archive.voting.formats import tables
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord

# Newer editions use words. The original data use numbers.
_CHOICES = {
    "yes": Choice.YES,
    "no": Choice.NO,
    "abstain": Choice.ABSTAIN,
    "absent": Choice.ABSENT,
    "1": Choice.YES,
    "3": Choice.NO,
    "2": Choice.ABSTAIN,
    "8": Choice.ABSENT,
}
_DAYS_RELIABLE_FROM = 58  # session
_NUMBERS_RELIABLE_FROM = 31  # session
_ISSUES = ("me", "nu", "di", "hr", "co", "ec")
_SET = ("1", "1.0", "TRUE")  # the forms of yes in a column
# The end of a title from the UN Library. A title without this end is the collectors' own description.
_OF_LIBRARY = re.compile(r"\s*:\s*(?:revised )?(?:draft )?resol")
# The number of one known resolution of each session until 1975. Until then, numbers continued from session to session.
# So a number of session n is between the known numbers of sessions n-1 and n+1.
_KNOWN = (
    1, 181, 217, 290, 377, 502, 704, 715, 808, 914, 1011, 1148, 1252, 1378, 1514, 1653, 1762, 1884, 2006, 2028, 2149,
    2373, 2456, 2602, 2734, 2832, 2930, 3076, 3261, 3472, 4000,
)  # fmt: skip


def recognise(columns: list[str]) -> bool:
    return {"rcid", "unres"} <= set(columns) and ("descr" in columns or {"country", "vote"} <= set(columns))


def read(path: Path, advance: tables.Advance | None = None) -> Iterator[VoteRecord]:
    """Yields one record for each roll call. Raises Unreadable, with the line, if a value cannot be right."""
    for group in tables.by_vote(tables.rows(path, advance), "rcid", "unres", "date"):
        yield _record(group)


def _record(group: list[tuple[int, tables.Row]]) -> VoteRecord:
    line, row = group[0]
    if not row["rcid"].strip():
        raise Unreadable("vote.line_without_number", line=line, column="rcid")
    describes = "descr" in row
    separate = _separate(row)
    symbol = resolution(row["unres"], row.get("session", ""), separate is not False)
    description = row.get("descr", "").strip()
    title, agenda, heading = ("", "", "") if separate else _described(description, row.get("short", "").strip())
    found = tables.day(row.get("date", ""), line)
    return VoteRecord(
        key=f"voeten:{row['rcid'].strip()}",
        origin=Origin.VOETEN,
        symbol=symbol,
        symbol_certain=not symbol or int(symbols.session_of(symbol)) >= _NUMBERS_RELIABLE_FROM,
        reference=row["unres"].strip(),
        session=row.get("session", "").strip() or symbols.session_of(symbol),
        subject=_subject(row, separate, symbol, description),
        description=description,
        title=title,
        title_certain=bool(_OF_LIBRARY.search(row.get("short", "") + "\n" + description)),
        agenda_title=agenda,
        heading=heading,
        date=found,
        date_certain=not found or symbols.session_on(found) >= _DAYS_RELIABLE_FROM,
        yes=tables.number(row.get("n_yes", ""), line, "n_yes"),
        no=tables.number(row.get("n_no", ""), line, "n_no"),
        abstain=tables.number(row.get("n_abstain", ""), line, "n_abstain"),
        ballots=[_ballot(number, each) for number, each in group] if "country" in row else [],
        describes=describes,
        topic=_topic(row, bool(separate), description),
    )


def _topic(row: tables.Row, separate: bool, description: str) -> Facts:
    """What the row tells about the topic.

    The description of a separate vote is about a paragraph. So it only tells something if the paragraph is about arms.
    Issues are in one column (``di|nu``) or in a column for each issue, with 1 for yes.
    """
    issues = [*row.get("issues", "").split("|"), *(code for code in _ISSUES if row.get(code, "").strip() in _SET)]
    short = row.get("short", "").strip()
    told = description if not separate or (not short and about_arms(description)) else ""
    words = f"{short} {told}".strip()
    return Facts(issues=issues, words=words)


def _separate(row: tables.Row) -> bool | None:
    """Whether the vote is on part of a text. None if the table does not say it."""
    if "para_hint" in row:
        return True
    return row["para"].strip() in _SET if "para" in row else None


def _subject(row: tables.Row, separate: bool | None, symbol: str, description: str) -> Subject:
    if row.get("amend", "").strip() in _SET:
        return Subject(Scope.AMENDMENT, unplaced=Message("vote.amendment"))
    if separate is False:
        return Subject()
    if "descr" not in row:
        return Subject(Scope.PART, unplaced=Message("vote.ballots_alone"))
    found = paragraphs.subject(description)
    if not symbol and found.paths:
        return Subject(Scope.PART, words=found.words, unplaced=_no_symbol(found.paths, row["unres"]))
    return found


def _no_symbol(paths: tuple[str, ...], number: str) -> Message:
    """The message for a vote whose description names clauses, but whose resolution is not known."""
    places = " ".join(paths)
    if not number:
        return Message("vote.places_without_number", {"places": places})
    return Message("vote.places_without_symbol", {"places": places, "number": number})


def _ballot(line: int, row: tables.Row) -> CastBallot:
    choice = tables.one_of(row["vote"].strip().casefold(), _CHOICES, line, "vote")
    return CastBallot(row["country"].strip(), _CHOICES[choice])


def resolution(unres: str, session: str = "", separate: bool = False) -> str:
    """The symbol of a resolution, made from the number in ``unres``. "" if ``unres`` has no valid number.

    Before session 31, a number with a letter and the number of a separate vote give no symbol.

    >>> resolution("R/65/72"), resolution("A/RES/71/49"), resolution("R/52/38K"), resolution("R/22/2344")
    ('A/RES/65/72', 'A/RES/71/49', 'A/RES/52/38K', 'A/RES/2344(XXII)')
    >>> resolution("R/677/46", "67"), resolution("R/3/468"), resolution("R/26/2832C")
    ('', '', '')
    """
    match = re.fullmatch(r"(?:A/RES|R)/(\d{1,2})/(\d{1,4})/?([A-Z]{0,2})", unres.strip())
    if not match or (session.strip().isdigit() and int(session) != int(match[1])):
        return ""
    number, part = int(match[2]), match[3]
    ordinal = int(match[1])
    if ordinal >= _NUMBERS_RELIABLE_FROM:
        return f"A/RES/{ordinal}/{number}{part}"
    before, after = (_KNOWN[ordinal - 2] if ordinal > 1 else 0), _KNOWN[ordinal]
    if separate or part or not before < number < after:
        return ""
    return f"A/RES/{number}({to_roman(ordinal)})"


def _described(description: str, short: str) -> tuple[str, str, str]:
    """(title, agenda item, heading) of a vote on the whole. The editions of the data write them in different forms.
    >>> _described("A/71/251 98hh - United action. - NUCLEAR WEAPONS--ELIMINATION", "United action : resolution / …")
    ('United action', 'United action', 'NUCLEAR WEAPONS ELIMINATION')
    >>> _described("A path to the elimination of nuclear weapons", "DISARMAMENT, NUCLEAR ELIMINATION")
    ('A path to the elimination of nuclear weapons', '', 'DISARMAMENT NUCLEAR ELIMINATION')
    """
    agenda = heading = ""
    title = description
    if match := re.match(r"A/\d+/\d+\S*\s+\S+\s+-\s+(.+?)\.?\s+-\s+([^a-z]+)$", description):
        agenda, heading, title = match[1], match[2], short or match[1]
    elif short.isupper():
        heading = short
    title = _OF_LIBRARY.split(title)[0].strip().rstrip(".")
    if title.isupper() or re.match(r"The\s(?:\w+\s)?President\b", title):
        title = ""  # this is a sentence by the collectors or from the meeting record, not a title
    return title, agenda, " ".join(re.findall(r"[A-Z0-9]+", heading))
