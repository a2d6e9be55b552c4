"""Tests storing of votes: sources in any order, contradictions between sources, and transactions. Invented votes, the
seed's votes, and the extracts of five sessions."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.citing.citation import Citations
from archive.intake.result import Result
from archive.intake.states import load_states
from archive.intake.store import Intake
from archive.intake.vote_files import import_file
from archive.intake.votes import VoteIntake
from archive.messages import Message
from archive.models import (
    Ballot,
    Citation,
    Document,
    MemberState,
    Resolution,
    StateGroup,
    StateName,
    Vote,
    VoteFile,
    VoteProblem,
)
from archive.models.vote import ORIGIN_LABELS, SCOPE_LABELS
from archive.reading.draft import Draft, DraftClause, RecordedVote
from archive.reading.sources import Source
from archive.voting.choice import CAST
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord
from archive.voting.states import from_fixtures
from tests import shelf
from tests.test_voting_reading import LIBRARY, library_row, write

pytestmark = pytest.mark.django_db

YES, NO, ABSTAIN = CAST
UNCLEAR = Message("vote.paragraph_not_said")
SEED = Path(__file__).resolve().parents[1] / "fixtures" / "votes" / "A_RES_65_72.csv"


def record(key: str, origin: str = "library", symbol: str = "A/RES/65/1", **facts: object) -> VoteRecord:
    rolls = {"CHINA": YES, "FRANCE": NO, "INDIA": ABSTAIN} | facts.pop("roll", {})  # type: ignore[operator]
    ballots = [CastBallot(name, choice) for name, choice in rolls.items()]
    return VoteRecord(key=key, origin=origin, symbol=symbol, reference=symbol, ballots=ballots, **facts)  # type: ignore[arg-type]


def problems() -> list[tuple[str, str]]:
    return sorted(VoteProblem.objects.values_list("vote__key", "kind"))


def test_facts_about_states_are_loaded_once_and_corrections_stay() -> None:
    assert load_states() == len(from_fixtures().seats)
    MemberState.objects.filter(code="CHN").update(note_en="corrected")
    assert load_states() == 0
    assert MemberState.objects.get(code="CHN").note_en == "corrected"
    assert set(MemberState.objects.get(code="CSK").successors.values_list("code", flat=True)) == {"CZE", "SVK"}
    assert StateGroup.objects.get(key="nuclear-weapon-states").states.count() == 5
    assert StateName.objects.filter(name="苏联").get().state_id == "RUS"


def test_the_seeds_four_votes_come_with_the_archive() -> None:
    assert import_file(SEED).tally.votes[Result.NEW] == 4
    votes = {tuple(vote.paths): vote for vote in Vote.objects.filter(document_id="A/RES/65/72")}
    assert {paths: vote.totals for paths, vote in votes.items()} == {
        (): (173, 1, 11), ("op2",): (176, 4, 1), ("op8",): (176, 1, 2), ("op9",): (176, 3, 1)
    }  # fmt: skip
    assert all(vote.counted == vote.totals and vote.leading for vote in votes.values())
    assert [b.state_id for b in votes[()].ballots.filter(choice=NO)] == ["PRK"]
    assert problems() == []


def test_the_seeds_votes_are_those_of_the_shared_file(shared_data: Path) -> None:
    import_file(SEED)
    outcome = import_file(shared_data / "votes" / "A_RES_65_72_votes_all.csv")
    assert outcome.tally.ballots == 0, "the roll calls are the same: nothing is written"
    assert Ballot.objects.count() == 725


def test_the_same_file_twice_and_under_two_names_changes_nothing(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y"))
    second = tmp_path / "b.csv"
    second.write_bytes(first.read_bytes())
    assert import_file(first).tally.votes == {"new": 1}
    assert import_file(second).seen_as == first.name
    assert (Vote.objects.count(), VoteFile.objects.count()) == (1, 1)


def test_a_file_that_breaks_off_stores_nothing(tmp_path: Path) -> None:
    rows = [library_row(n, "AFG", "AFGHANISTAN", "Y") for n in range(300)]
    outcome = import_file(write(tmp_path / "a.csv", LIBRARY, *rows, "301,CHN"))
    assert "Line 302" in str(outcome.refused)
    assert (Vote.objects.count(), VoteFile.objects.count(), Ballot.objects.count()) == (0, 0, 0)


def test_a_file_with_a_header_alone_is_refused(tmp_path: Path) -> None:
    assert import_file(write(tmp_path / "votes.csv", LIBRARY)).refused == Message("vote.no_votes_in_file")
    assert not VoteFile.objects.exists()


def test_a_dry_run_counts_and_stores_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", LIBRARY, library_row(1, "AFG", "AFGHANISTAN", "Y"))
    out = StringIO()
    call_command("import_votes", str(path), "--dry-run", stdout=out)
    assert "1 new" in out.getvalue()
    assert "Nothing was stored" in out.getvalue()
    assert (Vote.objects.count(), VoteFile.objects.count()) == (0, 0)


def test_a_refused_file_ends_the_command_with_its_reason(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "x,y", "1,2")
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_votes", str(path), stderr=err)
    assert "no file of votes" in err.getvalue()


@pytest.mark.parametrize("ballots_first", [False, True])
def test_roll_calls_and_ballots_of_one_source_join_in_either_order(tmp_path: Path, ballots_first: bool) -> None:
    calls = write(
        tmp_path / "calls.csv",
        "rcid,session,date,unres,amend,para,short,descr,n_yes,n_no,n_abstain",
        '7,65,2010-12-08,R/65/1,0,1,,"I shall now put to the vote operative paragraph 3. A",1,1,0',
    )
    ballots = write(
        tmp_path / "ballots.csv",
        "rcid,country,country_code,vote,session,unres,para,amend",
        "7,China,CN,yes,65,R/65/1,1,0",
        "7,United States,US,no,65,R/65/1,1,0",
    )
    for path in (ballots, calls) if ballots_first else (calls, ballots):
        assert import_file(path).refused is None
    vote = Vote.objects.get()
    assert (vote.scope, vote.paths, vote.unplaced, vote.totals, vote.counted) == (
        "paragraph", ["op3"], None, (1, 1, 0), (1, 1, 0)
    )  # fmt: skip


def test_data_that_does_not_fit_is_kept_as_a_problem() -> None:
    VoteIntake().store([
        record("library:1", roll={"ATLANTIS": YES, "CZECHOSLOVAKIA": NO, "China": NO}, yes=9, no=9, abstain=9,
               session="65"),
    ])  # fmt: skip
    vote = Vote.objects.get()
    said = {kind: (one["code"], one["values"]) for kind, [one] in vote.problems.values_list("kind", "messages")}
    assert said == {
        "unknown_name": ("vote.unknown_name", {"name": "ATLANTIS"}),
        "not_a_member": ("vote.not_a_member", {"name": "CZECHOSLOVAKIA"}),
        "twice": ("vote.state_twice", {"name": "China", "choice": "yes", "other_choice": "no"}),
        "totals": ("vote.totals_differ", {"totals": "9–9–9", "other_totals": "2–3–1"}),
    }
    assert vote.totals == (9, 9, 9), "the published totals are kept"
    assert set(vote.ballots.filter(state=None).values_list("printed", "choice")) == {
        ("ATLANTIS", "yes"),
        ("China", "no"),
    }


def test_every_source_and_scope_has_its_name() -> None:
    assert (list(ORIGIN_LABELS), list(SCOPE_LABELS)) == (list(Origin), list(Scope))


def test_records_of_two_sources_are_kept_and_the_united_nations_leads() -> None:
    intake = VoteIntake()
    intake.store([record("voeten:1", "voeten", roll={"FRANCE": YES})])
    assert Vote.objects.get(leading=True).key == "voeten:1"
    intake.store([record("extract:1", "extract")])
    assert Vote.objects.get(leading=True).key == "extract:1"
    assert problems() == [("voeten:1", "sources")]
    assert VoteProblem.objects.get().messages == [
        {"code": "vote.two_records", "values": {"leading": "extract:1", "other": "voeten:1"}},
        {"code": "vote.totals_differ", "values": {"totals": "1–1–1", "other_totals": "2–0–1"}},
        {"code": "vote.choices_differ", "values": {"state": "FRA", "choice": "no", "other_choice": "yes"}},
    ]
    intake.store([record("voeten:1", "voeten")])
    assert problems() == [], "the later edition agrees"


def test_separate_votes_and_the_whole_are_different_votes() -> None:
    VoteIntake().store([
        record("voeten:1"), record("voeten:2", subject=Subject(Scope.PARAGRAPH, ("op2",))),
        record("voeten:3", subject=Subject(Scope.WORDS, ("op2",), "and two moons")),
        record("voeten:4", subject=Subject(Scope.PART, unplaced=UNCLEAR)),
        record("voeten:5", subject=Subject(Scope.PART, unplaced=UNCLEAR)),
    ])  # fmt: skip
    assert Vote.objects.filter(leading=True).count() == 5


def test_a_file_without_amendments_keeps_the_scope_of_an_amendment() -> None:
    amendment = Subject(Scope.AMENDMENT, unplaced=Message("vote.amendment"))
    marked = record("voeten:1", "voeten", subject=amendment, description="As amended")
    unmarked = record("voeten:1", "voeten", subject=Subject(Scope.PART, unplaced=UNCLEAR), description="As amended")
    VoteIntake().store([unmarked])
    assert VoteIntake().store([marked]).votes[Result.CHANGED] == 1
    assert VoteIntake().store([unmarked]).votes[Result.UNCHANGED] == 1
    assert Vote.objects.get().scope == "amendment"


def test_two_votes_under_one_number_are_told_apart_where_they_differ() -> None:
    VoteIntake().store([record("extract:1"), record("extract:1"), record("extract:1", roll={"FRANCE": YES})])
    assert sorted(Vote.objects.values_list("key", "leading")) == [("extract:1", True), ("extract:1#2", False)]
    assert problems() == [("extract:1#2", "sources")]


def test_a_name_that_is_added_later_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", LIBRARY, library_row(1, "", "SERENDIP", "Y"))
    import_file(path)
    assert problems() == [("library:1", "totals"), ("library:1", "unknown_name")]
    StateName.objects.create(state_id="LKA", name="Serendip")
    import_file(path, again=True)
    assert Ballot.objects.get().state_id == "LKA"
    assert problems() == [("library:1", "totals")]


def test_a_resolutions_own_vote_is_stored_with_it() -> None:
    draft = Draft("a.xml", "akn4un", "zh", symbol="A/RES/79/1", title="标题", session="79", vote=RecordedVote(
        Outcome.RECORDED, 2, 1, 0, {"yes": ["CHINA", "FRANCE"], "no": ["UNITED STATES"]}
    ))  # fmt: skip
    Intake().store(Source("a.xml", b"<a/>"), [(draft, Citations())])
    vote = Vote.objects.get()
    assert (vote.document_id, vote.totals, vote.counted, vote.leading) == ("A/RES/79/1", (2, 1, 0), (2, 1, 0), True)
    assert vote.document is not None
    assert vote.document.title_zh == "标题"


@pytest.mark.parametrize(
    ("format", "leads"),
    [("akn4un", "resolution:A/RES/79/1"), *((each, "library:1") for each in ("text", "pdf", "docx", "odt", "later"))],
)
def test_a_printed_roll_call_ranks_after_the_librarys_and_one_in_data_before(format: str, leads: str) -> None:
    VoteIntake().store([record("library:1", symbol="A/RES/79/1")])
    vote = RecordedVote(Outcome.RECORDED, 1, 0, 0, {"yes": ["FRANCE"]})
    draft = Draft("a", format, "zh", symbol="A/RES/79/1", title="标题", session="79", vote=vote)
    Intake().store(Source("a", b"a"), [(draft, Citations())])
    assert Vote.objects.get(leading=True).key == leads


def test_a_vote_may_come_before_its_resolution() -> None:
    VoteIntake().store([record("library:1", symbol="A/RES/79/1")])
    assert not Resolution.objects.filter(document__votes__key="library:1").exists()
    draft = Draft("a.xml", "akn4un", "zh", symbol="A/RES/79/1", title="标题", session="79")
    Intake().store(Source("a.xml", b"<a/>"), [(draft, Citations())])
    assert Vote.objects.select_related("document").get().document.title_zh == "标题"  # type: ignore[union-attr]


def test_five_sessions_extract_has_few_problems(shared_data: Path) -> None:
    """Every State is recognised. Rosters equal counts, except where the published file itself disagrees."""
    import_file(shared_data / "GAresolutions" / "data_extract" / "77.json", every_topic=True)
    assert [str(problem.vote) for problem in VoteProblem.objects.filter(kind="totals")] == ["A/RES/77/293"]
    assert VoteProblem.objects.count() == 1
    assert not Ballot.objects.filter(state=None).exists()


def known(key: str = "A/RES/65/1") -> tuple[str, str, str | None, tuple[int, int, int] | None]:
    document = Document.objects.get(key=key)
    day = document.date.isoformat() if document.date else None
    return document.kind, document.title_en, day, document.counts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("On whales", "2010-12-08")),
        ({"title_certain": False}, ("", "2010-12-08")),
        ({"date_certain": False}, ("On whales", None)),
    ],
)
def test_a_vote_makes_its_resolution_known_by_certain_facts(
    facts: dict[str, object], expected: tuple[str, str | None]
) -> None:
    said = {"title": "On whales", "date": date(2010, 12, 8), "yes": 1, "no": 1, "abstain": 1} | facts
    vote = record("voeten:1", "voeten", **said)  # type: ignore[arg-type]
    VoteIntake().store([vote])
    assert known() == ("ga_resolution", *expected, (1, 1, 1))


@pytest.mark.parametrize(
    "facts",
    [{"symbol": ""}, {"in_committee": True}, {"subject": Subject(Scope.PARAGRAPH, ("op1",))}, {"origin": "resolution"}],
)
def test_other_votes_make_nothing_known(facts: dict[str, object]) -> None:
    VoteIntake().store([record("library:1", title="On whales", **facts)])  # type: ignore[arg-type]
    assert not Document.objects.filter(key="A/RES/65/1").exists()


def test_citations_that_waited_find_the_resolution_that_was_voted_on() -> None:
    text = "决定继续执行第65/1号决议。"
    cited = Citations(clauses={"op1": [shelf.cite(text, "第65/1号决议", "A/RES/65/1")]})
    shelf.store(shelf.draft(clauses=[DraftClause("operative", "op1", "1.", "决定", text)]), cited)
    assert Citation.objects.get().status == "unknown"
    VoteIntake().store([record("library:1", title="On whales")])
    assert Citation.objects.get().target == Document.objects.get(key="A/RES/65/1")


def test_only_the_united_nations_correct_totals_and_those_of_a_text_stay() -> None:
    intake = VoteIntake()
    intake.store([record("voeten:1", "voeten", yes=1, no=1, abstain=1)])
    intake.store([record("library:1", yes=3, no=1, abstain=1)])
    assert known()[3] == (3, 1, 1)
    intake.store([record("voeten:1", "voeten", yes=9, no=1, abstain=1)])
    assert known()[3] == (3, 1, 1)
    shelf.store(shelf.draft("A/RES/65/1", vote=RecordedVote(Outcome.RECORDED, 7, 1, 1)))
    intake.store([record("library:1", yes=4, no=1, abstain=1, title="On whales")])
    assert known()[1] == "On whales"  # a Chinese text has no English title of its own
    assert known()[3] == (7, 1, 1)
