"""Tests texts of the Security Council, the Human Rights Council, the Economic and Social Council, and decisions."""

from datetime import date
from typing import Any

import pytest

from archive.reading import Draft, read
from archive.voting.outcome import Outcome
from tests.adopted_texts import (
    COUNCIL,
    DECISIONS,
    ECONOMIC,
    ENGLISH_COUNCIL,
    ENGLISH_DECISIONS,
    ENGLISH_RIGHTS,
    RIGHTS,
)


def drafts(text: str) -> list[Draft]:
    return read(text.encode(), "a.txt")


HEADS: list[tuple[str, dict[str, Any]]] = [
    (
        COUNCIL,
        {
            "symbol": "S/RES/1989(2031)",
            "title": "",
            "formula": "安全理事会，",
            "adopted_on": date(2031, 6, 10),
            "meeting": 6553,
            "meeting_record": "S/PV.6553",
            "session": "",
            "end": "",
        },
    ),
    (
        RIGHTS,
        {
            "symbol": "A/HRC/RES/49/3",
            "title": "试验性武器对人权的影响",
            "formula": "人权理事会，",
            "adopted_on": date(2022, 3, 31),
            "meeting": 55,
            "meeting_record": "A/HRC/49/SR.55",
            "session": "",
            "agenda_items": ["3"],
            "published_on": date(2022, 4, 8),
        },
    ),
    (
        ECONOMIC,
        {
            "symbol": "E/RES/2024/5",
            "title": "试验性武器的社会影响",
            "formula": "经济及社会理事会，",
            "adopted_on": date(2024, 6, 5),
            "meeting": 20,
            "meeting_record": "E/2024/SR.20",
            "session": "",
            "committee": "",
            "committee_report": "E/2024/31",
            "agenda_items": ["12 (g)"],
        },
    ),
    (
        DECISIONS,
        {
            "symbol": "A/DEC/79/519",
            "title": "外层空间试验",
            "formula": "",
            "adopted_on": date(2024, 12, 2),
            "meeting": 44,
            "meeting_record": "A/79/PV.44",
            "session": "79",
            "committee": "First",
        },
    ),
]


@pytest.mark.parametrize(("text", "facts"), HEADS)
def test_the_facts_of_each_body(text: str, facts: dict[str, Any]) -> None:
    first = drafts(text)[0]
    assert {name: getattr(first, name) for name in facts} == facts
    assert first.warnings == []


CLAUSES = [
    (COUNCIL, ["pp1", "pp2", "pp3", "op1", "op2", "op2-a", "op2-b", "op3"]),
    (RIGHTS, ["pp1", "pp2", "op1", "op2"]),
    (ECONOMIC, ["pp1", "op1", "op2"]),
    (DECISIONS, ["op1"]),
]


@pytest.mark.parametrize(("text", "paths"), CLAUSES)
def test_the_clauses_of_each_body(text: str, paths: list[str]) -> None:
    body = [clause.path for clause in drafts(text)[0].clauses if not clause.path.startswith("annex")]
    assert body == paths


def test_an_annex_of_the_council() -> None:
    [council] = drafts(COUNCIL)
    annex = [(clause.path, clause.text) for clause in council.clauses if clause.path.startswith("annex")]
    assert annex == [
        ("annex1-h1", "附件"),
        ("annex1-h2", "试验清单"),
        ("annex1-op1", "第一种试验材料。"),
        ("annex1-op2", "第二种试验材料。"),
    ]


def test_the_vote_after_a_text() -> None:
    [rights] = drafts(RIGHTS)
    vote = rights.vote
    assert (vote.outcome, vote.yes, vote.no, vote.abstain) == (Outcome.RECORDED, 3, 1, 2)
    assert vote.voters == {"yes": ["阿根廷", "中国", "冈比亚"], "no": ["日本"], "abstain": ["荷兰", "墨西哥"]}
    assert rights.end.startswith("第55次会议\n2022年3月31日\n[经记录表决")


VOTES = [
    ("[未经表决获得通过。]", (Outcome.WITHOUT_VOTE, None, None, None)),
    ("[经记录表决，以37票赞成、8票反对、零票弃权获得通过。]", (Outcome.RECORDED, 37, 8, 0)),
    ("[决议草案经记录表决，以30票赞成、15票反对获得通过。]", (Outcome.RECORDED, 30, 15, 0)),
]


@pytest.mark.parametrize(("words", "expected"), VOTES)
def test_forms_of_the_vote_after_a_text(words: str, expected: tuple[Any, ...]) -> None:
    [rights] = drafts(RIGHTS.replace(RIGHTS[RIGHTS.index("[") : RIGHTS.index("]") + 1], words))
    vote = rights.vote
    assert (vote.outcome, vote.yes, vote.no, vote.abstain) == expected
    assert rights.warnings == []


ADOPTIONS = [
    ("2031年6月10日安全理事会第6553次会议一致通过", (date(2031, 6, 10), 6553, None)),
    ("安全理事会2031年6月10日第6553次会议通过", (date(2031, 6, 10), 6553, None)),
    ("2031年6月10日\n第6553次会议以14票对零票，1票弃权通过", (date(2031, 6, 10), 6553, (14, 0, 1))),
    ("（2031年6月10日安全理事会第6553次会议通过）", (date(2031, 6, 10), 6553, None)),
]


@pytest.mark.parametrize(("words", "expected"), ADOPTIONS)
def test_how_the_council_prints_its_adoption(words: str, expected: tuple[Any, ...]) -> None:
    [council] = drafts(COUNCIL.replace("2031年6月10日安全理事会第6553次会议通过", words))
    vote = council.vote
    counts = None if vote.yes is None else (vote.yes, vote.no, vote.abstain)
    assert (council.adopted_on, council.meeting, counts) == expected
    assert council.warnings == []


NUMBERS = [
    # The neighbours that a web page names are not the number of the text.
    (COUNCIL, "联合国   S/RES/1989 (2031)", "← | 1988（2031） |\n1990（2031） |", "S/RES/1989(2031)"),
    (COUNCIL, "第1989(2031)号决议\n", "", "S/RES/1989(2031)"),
    (COUNCIL, "安全理事会，", "安全理事会", "S/RES/1989(2031)"),  # the comma is lost
    (RIGHTS, "49/3. 试", "49/3试", "A/HRC/RES/49/3"),  # the space is lost
    (RIGHTS, "49/3. ", "S-49/3. ", "A/HRC/RES/S-49/3"),
    (RIGHTS, "A/HRC/RES/49/3", "", "A/HRC/RES/49/3"),
    (ECONOMIC, "E/RES/2024/5", "", "E/RES/2024/5"),
    (ECONOMIC, "2024/5. 试", "A. 试", "E/RES/2024/5A"),
]


@pytest.mark.parametrize(("text", "printed", "instead", "symbol"), NUMBERS)
def test_where_the_number_is_printed(text: str, printed: str, instead: str, symbol: str) -> None:
    assert [draft.symbol for draft in drafts(text.replace(printed, instead, 1))] == [symbol]


def test_decisions_of_a_compilation() -> None:
    found = drafts(DECISIONS)
    assert [(draft.symbol, draft.committee, draft.meeting) for draft in found] == [
        ("A/DEC/79/519", "First", 44),
        ("A/DEC/79/520", "Second", 44),
        ("A/DEC/34/418", "First", 97),
    ]
    assert [[clause.path for clause in draft.clauses] for draft in found] == [
        ["op1"],
        ["op1", "op1-a", "op1-b"],
        ["op1"],
    ]
    assert [draft.warnings for draft in found] == [[], [], []]


DECISION_HEADS = [
    ("联合国大会2024年12月2日通过的决定\n79/302. 一项试验", "A/DEC/79/302"),
    ("A/DEC/79/302\n79/302. 一项试验", "A/DEC/79/302"),
    ("79/502. 一项试验", "A/DEC/79/502"),
    ("79/302. 一项试验", "A/RES/79/302"),
    ("A/RES/79/502\n79/502. 一项试验", "A/RES/79/502"),  # the printed symbol counts more than the number
]


@pytest.mark.parametrize(("head", "symbol"), DECISION_HEADS)
def test_what_shows_a_decision(head: str, symbol: str) -> None:
    [draft] = drafts(f"{head}\n大会，\n回顾《联合国宪章》，\n1. 决定继续审议。\n2024年12月2日\n第44次全体会议\n")
    assert (draft.symbol, draft.formula) == (symbol, "大会，")


def test_two_resolutions_of_the_council_in_one_source() -> None:
    second = COUNCIL.replace("1989", "1990").replace("6553", "6554")
    found = [(draft.symbol, draft.meeting) for draft in drafts(COUNCIL.partition("附件")[0] + second)]
    assert found == [("S/RES/1989(2031)", 6553), ("S/RES/1990(2031)", 6554)]


def test_a_resolution_of_the_assembly_that_names_a_council_stays_one() -> None:
    [draft] = drafts(
        "90/2. 一项试验\n大会，\n回顾安全理事会2004年4月28日第1540(2004)号决议，\n1. 请安全理事会，\n经济及社会理事会，"
        "\n人权理事会，注意本决议；\n2. 决定继续审议。\n"
    )
    assert (draft.symbol, [clause.path for clause in draft.clauses]) == ("A/RES/90/2", ["pp1", "op1", "op2"])


ENGLISH = [
    (ENGLISH_COUNCIL, "S/RES/1989(2031)", "", date(2031, 6, 10), 6553, ["pp1", "pp2", "op1", "op2"]),
    (ENGLISH_RIGHTS, "A/HRC/RES/49/3", "Impact of test weapons on human rights", date(2022, 3, 31), 55, None),
    (ENGLISH_DECISIONS, "A/DEC/79/519", "Test project", date(2024, 12, 2), 44, ["op1"]),
]


@pytest.mark.parametrize(("text", "symbol", "title", "day", "meeting", "paths"), ENGLISH)
def test_english_texts_of_each_body(
    text: str, symbol: str, title: str, day: date, meeting: int, paths: list[str] | None
) -> None:
    first = drafts(text)[0]
    assert (first.language, first.symbol, first.title, first.adopted_on, first.meeting) == (
        "en",
        symbol,
        title,
        day,
        meeting,
    )
    assert [clause.path for clause in first.clauses] == (paths or ["pp1", "pp2", "op1", "op2"])
    assert first.warnings == []


def test_an_english_vote_after_a_text() -> None:
    [rights] = drafts(ENGLISH_RIGHTS)
    assert rights.vote.outcome == Outcome.WITHOUT_VOTE


def test_english_decisions_name_their_committee() -> None:
    assert [(draft.symbol, draft.committee) for draft in drafts(ENGLISH_DECISIONS)] == [
        ("A/DEC/79/519", "First"),
        ("A/DEC/79/520", "First"),
    ]
