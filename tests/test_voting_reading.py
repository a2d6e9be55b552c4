"""Tests reading of votes: names of States, separate votes on paragraphs, and files of votes. Invented rows, and the
published files of five sessions."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.messages import Unreadable
from archive.voting import paragraphs, states
from archive.voting.choice import CAST, Choice
from archive.voting.formats import own, tables
from archive.voting.formats.voeten import resolution
from archive.voting.reading import recognise
from archive.voting.record import Scope, VoteRecord

NAMES = states.from_fixtures()

# --- States ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("TÜRKİYE", None, "TUR"),
        ("TURKIYE", None, "TUR"),
        ("TÜRKÝYE", None, "TUR"),
        ("COTE D'IVOIRE", None, "CIV"),
        ("Côte d’Ivoire", None, "CIV"),
        ("NETHERLANDS (KINGDOM OF THE)", None, "NLD"),
        ("Bolivia (Plurinational State of)", None, "BOL"),
        ("St. Vincent & Grenadines", None, "VCT"),
        ("朝鲜", None, "PRK"),
        ("大不列颠及北爱尔兰联合王国", None, "GBR"),
        ("阿拉伯利比亚民众国", date(2000, 12, 4), "LBY"),
        ("苏联", date(1980, 12, 1), "RUS"),
        ("USSR", date(1980, 12, 1), "RUS"),
        ("GERMANY, FEDERAL REPUBLIC OF", date(1980, 12, 1), "DEU"),
        ("German Democratic Republic", date(1980, 12, 1), "DDR"),
        ("Yemen People's Republic", date(1980, 12, 1), "YMD"),
        ("南斯拉夫", date(1975, 12, 1), "YUG"),
        ("南斯拉夫", date(2001, 12, 1), "SRB"),
        ("南斯拉夫", None, None),
        ("亚特兰蒂斯", None, None),
    ],
)
def test_a_printed_name_means_the_state_with_that_name_on_the_day(name: str, on: date | None, code: str | None) -> None:
    assert NAMES.state(name, on) == code


@pytest.mark.parametrize(
    ("code", "day", "held"),
    [
        ("SYR", date(1960, 1, 1), False),
        ("SYR", date(1962, 1, 1), True),
        ("SSD", date(2011, 7, 13), False),
        ("SSD", date(2011, 7, 14), True),
        ("CSK", date(1993, 1, 1), False),
        ("YUG", date(1999, 1, 1), False),
    ],
)
def test_a_seat_is_held_from_admission_to_its_end(code: str, day: date, held: bool) -> None:
    assert NAMES.seats[code].held(day) is held


def test_there_were_193_members_in_2024_and_51_at_first() -> None:
    assert sum(seat.held(date(2024, 1, 1)) for seat in NAMES.seats.values()) == 193
    assert sum(seat.held(date(1945, 12, 31)) for seat in NAMES.seats.values()) == 51


def test_the_regional_groups_have_every_member_once() -> None:
    members = [m["state"] for g in states.groups() if g["kind"] == "regional" for m in g["members"]]
    assert sorted(members) == sorted(NAMES.seats)


def test_every_group_has_a_source() -> None:
    for group in states.groups():
        assert group["source"], group["key"]
        assert group["source_url"].startswith("https://"), group["key"]


@pytest.mark.parametrize("name", ["un_states_en_zh.csv", "unvotes_country_names.csv"])
def test_every_name_in_the_shared_lists_is_known(shared_data: Path, name: str) -> None:
    with (shared_data / "states" / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row.get("status") != "observer"]
    columns = [c for c in rows[0] if c == "country" or "_en" in c or "_zh" in c]
    unknown = [row[c] for row in rows for c in columns if row[c] and not NAMES.state(row[c], date(1980, 12, 1))]
    assert unknown == []


# --- Separate votes ----------------------------------------------------------------------------------------

# (description as in a meeting record, scope, paths, words)
SEPARATE = [
    ("Separate votes have been requested on paragraphs 2, 8 and 9. I shall first put to the vote paragraph 2. A",
     Scope.PARAGRAPH, ("op2",), ""),
    ("I shall now put to the voteoperative paragraph 4 (b). A recorded vote has been requested. A",
     Scope.PARAGRAPH, ("op4-b",), ""),
    ("In paragraph 7 of its report. A separate vote has been requested on the sixth preambular paragraph. I shall "
     "first put to thethe sixth preambular paragraph of the draft resolution, on which", Scope.PARAGRAPH, ("pp6",), ""),
    ("A separate, recorded vote has been requested on operative paragraph 16 of draft resolution XXXII. A",
     Scope.PARAGRAPH, ("op16",), ""),
    ("I shall put to the voteeighth preambular paragraphof draftresolution Q. A", Scope.PARAGRAPH, ("pp8",), ""),
    ("I shall first put to the vote the thirty-second preambular paragraph. A", Scope.PARAGRAPH, ("pp32",), ""),
    ("the 15th preambular paragraph was put to the vote; I shall put to the vote the 15th preambular paragraph",
     Scope.PARAGRAPH, ("pp15",), ""),
    ("A separate vote has been requested on the sixth preambular paragraph. I shall first put that paragraph to the "
     "vote. A", Scope.PARAGRAPH, ("pp6",), ""),
    ("I shall first put to the vote the words _and two moons<d3> at the end of operative paragraph 3. A",
     Scope.WORDS, ("op3",), "and two moons"),
    ("Separate votes have been requested on the last three words, _and two moons<d3>, of operative paragraph 5 and on "
     "operative paragraph 5 as a whole. I shall first put to the vote the words _and two moons<d3>, on which",
     Scope.WORDS, ("op5",), "and two moons"),
    ("I shall now put to the vote operative paragraph 5 as a whole, on which", Scope.PARAGRAPH, ("op5",), ""),
    ("TO ADOPT OPERATIVE PARAS 2 AND 3 OF RES.", Scope.PARAGRAPH, ("op2", "op3"), ""),
    ("PREAM PARA 7 OF RESOLUTION D", Scope.PARAGRAPH, ("pp7",), ""),
    ("The amendment to the third preambular paragraph was adopted. The Assembly will now take a decision on draft "
     "resolution U, as orally amended. A recorded vote has been requested. A", Scope.WHOLE, (), ""),
    ("TO APPROVE A RESOLUTION URGING ALL TO TALK", Scope.PART, (), ""),
    ("TO RETAIN OPERATIVE PARA 6 OF SECTION II", Scope.PART, (), ""),
    ("TO CALL FOR TALKS IN ACCORDANCE WITH PARAGRAPH 50 OF THE FINAL DOCUMENT OF A SESSION", Scope.PART, (), ""),
    ("TO NOTE A REPORT, IN PURSUANCE OF PARAGRAPH 4 OF GENERAL ASSEMBLY RESOLUTION 3259 (XXIX)", Scope.PART, (), ""),
    ("TO NOTE STUDIES REQUIRED IN CONFORMITY WITH THE PROVISIONS OF PARAGRAPH 5", Scope.PART, (), ""),
    ("Separate votes have been requested on paragraphs 2 and 6. A recorded vote has been requested. A",
     Scope.PART, (), ""),
]  # fmt: skip


@pytest.mark.parametrize(("description", "scope", "paths", "words"), SEPARATE)
def test_the_subject_of_a_separate_vote(description: str, scope: str, paths: tuple[str, ...], words: str) -> None:
    found = paragraphs.subject(description)
    assert (found.scope, found.paths, found.words) == (scope, paths, words)
    assert bool(found.unplaced) == (scope == Scope.PART)


@given(
    st.text(
        alphabet=st.sampled_from("put to the vote operative paragraph 12 sixth preambular,.()_<d3> of"), max_size=200
    )
)
def test_no_description_breaks_the_reader_or_yields_a_clause_without_number(text: str) -> None:
    found = paragraphs.subject(text)
    assert all(path[2:3].isdigit() for path in found.paths)


@pytest.mark.parametrize(
    ("unres", "session", "separate", "symbol"),
    [
        ("R/65/72", "65", False, "A/RES/65/72"),
        ("A/RES/71/49", "71", False, "A/RES/71/49"),
        ("R/50/70/D", "50", False, "A/RES/50/70D"),
        ("R/22/2344", "22", False, "A/RES/2344(XXII)"),
        ("R/677/46", "67", False, ""),
        ("R/3/468", "3", False, ""),
        ("R/29/3261B", "29", True, ""),
        ("R/29/3261H", "29", False, ""),
        ("R/26/2832C", "26", False, ""),
        ("R/27/2930", "27", False, "A/RES/2930(XXVII)"),
        ("ESS/4/102A", "15", True, ""),
        ("", "17", False, ""),
    ],
)
def test_numbers_of_resolutions_as_the_data_write_them(unres: str, session: str, separate: bool, symbol: str) -> None:
    assert resolution(unres, session, separate) == symbol


# --- Files -------------------------------------------------------------------------------------------------

LIBRARY = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,"
    "vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link"
)


def library_row(number: int, code: str, name: str, vote: str, day: str = "2023-10-27") -> str:
    return f"{number},{code},{name},{vote},{day},78,A/RES/78/{number},,,A/78/PV.1,Disarmament,,,,2.0,1.0,0.0,1.0,4.0,"


def own_row(**cells: str) -> str:
    return ",".join(({"vote": "archive:1", "symbol": "A/RES/78/1"} | cells).get(name, "") for name in own.COLUMNS)


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(lines).encode(encoding) + b"\n")
    return path


def read(path: Path) -> list[VoteRecord]:
    return list(recognise(path).read(path, None))


def test_the_librarys_rows_become_votes_in_any_order(tmp_path: Path) -> None:
    rows = [library_row(n, c, name, v) for n in (1, 2, 3) for c, name, v in (
        ("AFG", "AFGHANISTAN", "Y"), ("CHN", "CHINA", "Y"), ("USA", "UNITED STATES", "N"), ("FRA", "FRANCE", "")
    )]  # fmt: skip
    random.Random(4).shuffle(rows)
    votes = read(write(tmp_path / "a.csv", LIBRARY, *rows))
    assert [vote.symbol for vote in votes] == ["A/RES/78/1", "A/RES/78/2", "A/RES/78/3"]
    assert (votes[0].yes, votes[0].no, votes[0].absent, votes[0].members) == (2, 1, 1, 4)
    assert {(b.code, b.choice) for b in votes[0].ballots} == {
        ("AFG", "yes"),
        ("CHN", "yes"),
        ("USA", "no"),
        ("FRA", "absent"),
    }


def test_rows_of_two_votes_under_one_number_are_two_votes(tmp_path: Path) -> None:
    other = library_row(1, "CHN", "CHINA", "N").replace("A/RES/78/1", "A/RES/78/2")
    votes = read(write(tmp_path / "a.csv", LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y"), other))
    assert [(v.symbol, [b.choice for b in v.ballots]) for v in votes] == [
        ("A/RES/78/1", ["yes"]),
        ("A/RES/78/2", ["no"]),
    ]


def test_an_older_edition_without_some_columns_is_read(tmp_path: Path) -> None:
    header = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,total_yes"
    votes = read(write(tmp_path / "a.csv", "\ufeff" + header, "1,AFG,AFGHANISTAN,NV,2001-01-05,55,A/RES/55/1,3.0"))
    assert (votes[0].yes, votes[0].no, votes[0].ballots[0].choice) == (3, None, Choice.ABSENT)


@pytest.mark.parametrize(
    ("lines", "encoding", "says"),
    [
        ([LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y"), "2,CHN,CHI"], "utf-8", "Line 3 has 3 fields"),
        (["undl_id,ms_code,state,ms_vote,date,resolution"], "utf-8", "no column ms_name"),
        (["a,b,c", "1,2,3"], "utf-8", "no file of votes that is known"),
        ([LIBRARY, library_row(1, "CIV", "CÔTE D'IVOIRE", "Y")], "latin-1", "Line 2 is not UTF-8 (byte 0xd4)"),
        ([LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y", "2999-01-01")], "utf-8", "2999-01-01 is in the future"),
        ([LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y", "27/10/2023")], "utf-8", "should look like 2010-12-08"),
        ([LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "MAYBE")], "utf-8", "Line 2: ms_vote is “MAYBE”"),
        ([",".join(own.COLUMNS), own_row(outcome="perhaps")], "utf-8", "Line 2: outcome is “perhaps”"),
        ([",".join(own.COLUMNS), own_row(source="a friend")], "utf-8", "Line 2: source is “a friend”"),
        ([",".join(own.COLUMNS), own_row(scope="most")], "utf-8", "Line 2: scope is “most”"),
        ([",".join(own.COLUMNS), own_row(choice="Y")], "utf-8", "Line 2: choice is “Y”"),
        (['{"symbol": "A/RES/1/1"}'], "utf-8", "no file of votes that is known"),
        (["PK\x03\x04\x1b[31m"], "utf-8", "(it begins with: pk[31m)"),
        *(
            ([LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y").replace("2.0", total)], "utf-8", f"is “{total}”")
            for total in ("eleven", "nan", "inf", "-1.0", "1.5", "99999999")
        ),
    ],
)
def test_a_bad_file_is_refused_with_a_message(tmp_path: Path, lines: list[str], encoding: str, says: str) -> None:
    path = write(tmp_path / "votes.csv", *lines, encoding=encoding)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert says in str(refused.value)


def test_a_cut_off_extract_is_refused(tmp_path: Path) -> None:
    line = json.dumps({
        "symbol": "A/RES/78/1", "adoption_type": "By a recorded vote", "adoption_date": "4 December 2023",
        "MS_in_favour": ["CHINA"], "MS_against": [], "MS_abstaining": [], "MS_in_favour_count": "1",
        "MS_against_count": "0", "MS_abstaining_count": "0",
    })  # fmt: skip
    path = write(tmp_path / "78.json", line, line[:40])
    with pytest.raises(Unreadable, match="Line 2 is cut off"):
        read(path)


@pytest.mark.parametrize(
    ("day", "certain"), [("1948-11-06", False), ("1992-12-04", False), ("2002-12-04", False), ("2003-12-08", True)]
)
def test_days_of_collected_votes_are_certain_from_session_58_on(tmp_path: Path, day: str, certain: bool) -> None:
    [vote] = read(write(tmp_path / "votes.csv", "rcid,unres,date,descr", f"1,R/47/50,{day},A title"))
    assert (vote.date, vote.date_certain) == (date.fromisoformat(day), certain)


@pytest.mark.parametrize(
    ("number", "certain"), [("R/27/2930", False), ("R/30/3474", False), ("R/31/65", True), ("R/3/468", True)]
)
def test_symbols_from_numbers_are_certain_from_session_31_on(tmp_path: Path, number: str, certain: bool) -> None:
    """Without a symbol, there is nothing to doubt."""
    [vote] = read(write(tmp_path / "votes.csv", "rcid,unres,para,descr", f"1,{number},0,A title"))
    assert vote.symbol_certain is certain


@pytest.mark.parametrize("column", ["date_certain", "symbol_certain"])
@pytest.mark.parametrize(("cell", "certain"), [("no", False), ("", True), (None, True)])
def test_the_archives_own_table_says_what_is_uncertain(
    tmp_path: Path, column: str, cell: str | None, certain: bool
) -> None:
    """Tables of earlier releases lack the column (None)."""
    columns: tuple[str, ...] = own.COLUMNS
    cells = {"date": "1992-12-04", "choice": "yes", "state": "PER", "name": "Peru"}
    row = own_row(**cells, **{column: cell or ""})
    if cell is None:
        at = columns.index(column)
        columns, row = (*columns[:at], *columns[at + 1 :]), ",".join((pieces := row.split(","))[:at] + pieces[at + 1 :])
    [vote] = read(write(tmp_path / "own.csv", ",".join(columns), row))
    assert getattr(vote, column) is certain


def test_an_empty_file_a_missing_one_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(Unreadable, match="empty"):
        recognise(tmp_path / "empty.csv")
    with pytest.raises(Unreadable, match="no such file"):
        recognise(tmp_path / "missing.csv")
    with pytest.raises(Unreadable, match="folder"):
        recognise(tmp_path)


@given(st.lists(st.sampled_from("abcdef"), max_size=60))
def test_rows_of_one_vote_come_together_and_none_is_lost(keys: list[str]) -> None:
    numbered = [(line, {"vote": key}) for line, key in enumerate(keys)]
    groups = list(tables.by_vote(iter(numbered), "vote"))
    assert sorted(line for group in groups for line, _ in group) == list(range(len(keys)))
    assert [group[0][1]["vote"] for group in groups] == sorted(set(keys))


def test_the_extracts_of_five_sessions_are_read_and_every_name_is_known(shared_data: Path) -> None:
    for path in sorted((shared_data / "GAresolutions" / "data_extract").glob("*.json")):
        votes = read(path)
        assert len(votes) > 200
        unknown = {b.printed for v in votes for b in v.ballots if not NAMES.state(b.printed, v.date)}
        assert unknown == set(), path.name
        assert all(vote.date and vote.symbol and vote.meeting for vote in votes), path.name


# Fifty separate votes, placed by a person from the meeting records (number in the source: clause).
LOOKED_AT = """
5640:pp2 5641:op1 5642:op9 5643:op7 5645:pp8 5646:op4-b 5648:op3 5651:op1 5654:pp8 5665:pp15 5667:op8 5669:pp5 5682:op1
5698:op4-b 5701:op10 5704:pp6 5725:pp20 5745:pp6 5757:op4 5760:pp6 5792:op7-b 5795:op2 5808:op6 5811:pp6 5819:op42
5825:pp10 5826:op6 5830:op5-b 5831:op5 5848:op3 5856:op6-d 5857:op6 5867:op2 5875:op2 5876:op8 5877:op9
5893:pp7 5905:pp9 5912:pp5 5921:op11 5935:op2 5948:op6-c 5953:pp8 5975:op4 5983:pp32 6009:pp12 6015:pp6 6025:pp6
6040:op1 6044:pp6 6057:pp20
"""


def test_fifty_separate_votes_are_at_the_clauses_that_a_person_found(shared_data: Path) -> None:
    votes = {v.key: v.subject.paths for v in read(shared_data / "votes" / "voeten_paragraph_votes_disarmament.csv")}
    looked_at = dict(pair.split(":") for pair in LOOKED_AT.split())
    assert {number: ",".join(votes[f"voeten:{number}"]) for number in looked_at} == looked_at


def test_counts_equal_rosters_in_the_first_committees_votes_of_five_sessions(shared_data: Path) -> None:
    checked = 0
    for path in sorted((shared_data / "GAresolutions" / "data_extract").glob("*.json")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines()]
        first = {line["symbol"] for line in lines if line["committee"] == "First Committee"}
        for vote in read(path):
            if vote.symbol in first and vote.outcome == "recorded":
                checked += 1
                cast = [sum(b.choice == choice for b in vote.ballots) for choice in CAST]
                # Session 74 has no figure where no State made the choice.
                assert cast == [vote.yes or 0, vote.no or 0, vote.abstain or 0], vote.symbol
                assert all(NAMES.state(b.printed, vote.date) for b in vote.ballots), vote.symbol
    assert checked > 150


def test_the_seeds_separate_votes_name_its_paragraphs(shared_data: Path) -> None:
    votes = read(shared_data / "votes" / "A_RES_65_72_votes_all.csv")
    assert {(v.subject.paths, len(v.ballots)) for v in votes} == {
        ((), 185), (("op2",), 181), (("op8",), 179), (("op9",), 180)
    }  # fmt: skip
