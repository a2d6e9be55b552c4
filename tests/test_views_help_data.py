"""Compares the help for users of the data with the answers of the archive: JSON keys, CSV columns, codes, examples.

The archive of these tests has the seed's votes, an invented resolution with everything that a page can show
(``tests.shelf.full``), a series of twelve sessions, a withdrawn resolution and a withheld revision.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone
from lxml import html

from archive.citing.citation import Citations
from archive.comparing import Comparison, Pair
from archive.desk.votes import by_hand
from archive.formats import CSV, PDF
from archive.intake import series, wording
from archive.intake.states import load_states
from archive.intake.verb_steps import load_verb_steps
from archive.intake.vote_files import import_file
from archive.intake.votes import VoteIntake
from archive.management.commands.read import as_json
from archive.messages import Message, catalogue
from archive.models import (
    Clause,
    ClauseStep,
    Document,
    Resolution,
    Revision,
    SeriesLink,
    Subject,
    Term,
    TermPlace,
    TextStep,
    Vote,
)
from archive.reading.draft import DraftClause
from archive.searching import freshness, new_clauses
from archive.searching.segmentation import han_words
from archive.views.api.addresses import ADDRESSES, COMMANDS
from archive.views.api.openapi import Problem, description, url_of
from archive.views.api.tables import columns_of, documented
from archive.views.help.codes import DOUBTS
from archive.views.wording.compare_data import comparison_data
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, Scope, VoteRecord
from archive.voting.record import Subject as VoteSubject
from tests import shelf, similar_shelf
from tests.conftest import ROOT
from tests.data_versions import lay_down_version
from tests.documented_keys import Answered

pytestmark = pytest.mark.django_db

TABLES = documented()
SEED = ROOT / "fixtures" / "votes" / "A_RES_65_72.csv"
STATES = ["FRANCE", "MEXICO", "BRAZIL", "EGYPT", "NEPAL", "KENYA", "JAPAN", "NORWAY", "PERU", "CHILE"]

# Address of the tables → the addresses that are asked for it on the archive of these tests.
ASKED = {
    "/A/RES/65/72/": ["/A/RES/81/7/", "/A/RES/81/7/?text=zh&with=en"],
    "/A/RES/65/72/?text=zh&with=en": ["/A/RES/81/7/?text=zh&with=en"],
    "/cited/A/RES/65/72/?at=op5": ["/cited/A/RES/81/7/?at=op1", "/cited/A/RES/81/7/"],
    "/documents/treaty:NPT/": ["/documents/A/RES/81/7/", "/documents/A/RES/89/1/", "/documents/A/RES/88/1/"],
    "/sessions/65/": ["/sessions/81/"],
    "/states/positions/?q=核武器": ["/states/positions/?q=elephants"],
    "/years/2010/": ["/years/2026/"],
    "/verbs/敦促/": ["/verbs/决定/"],
    "/concordance/?q=核武器": ["/concordance/?q=行事", "/concordance/?q=试验"],
    "/search/?q=核武器": [
        "/search/?q=试验",
        "/search/?q=试验 或 段:执行",
        "/search/?q=NPT",
        '/search/?q=继续审议 "行事',
        "/search/?q=81/7",
        "/search/?q=绝无此词",
        "/search/?q=中国",
        "/search/?q=continue",
        "/search/?q=试验&by=resolutions",
    ],
    "/search/suggest/?q=核": ["/search/suggest/?q=试验"],
    "/votes/voeten:5079/": [
        "/votes/voeten:5079/",
        "/votes/library:odd/",
        "/votes/library:81/",
        "/votes/library:70/",
        "/votes/librarian:library:72/",
    ],
    "/states/": ["/states/", "/states/?group=eu"],
    "/states/CHN/": ["/states/CHN/"],
    "/states/compare/?state=CHN&state=USA": ["/states/compare/?state=CHN&state=FRA"],
    "/states/matrix/?group=eu&from=65&to=65": ["/states/matrix/?state=CHN&state=FRA"],
    "/series/A/RES/65/72/": ["/series/A/RES/81/7/"],
    "/compare/?from=65/72": ["/compare/?from=81/7", "/compare/?from=nothing"],
    "/compare/A/RES/78/40/A/RES/79/41/": ["/compare/A/RES/74/7/A/RES/81/7/"],
    "/series/A/RES/65/72/wording/": ["/series/A/RES/81/7/wording/"],
    "/A/RES/65/72/op8/history/": ["/A/RES/81/7/op1/history/", "/A/RES/74/7/op1/history/"],
    "/similar/A/RES/65/72/op5/": ["/similar/A/RES/92/2/op2/"],
    "/new-words/65/": ["/new-words/93/"],
}
ERRORS = {"/sessions/12/": 404, "/A/RES/89/9/": 410, "/A/RES/81/7/?revision=1": 410}
# Addresses without data of the archive.
NO_DATA = {"about", "help_readers", "help_data", "openapi", "cite", "basket", "opensearch", "sitemap", "oai", "unapi"}
NO_DATA |= {"picture"}
NO_DATA |= {"data_file", "data_latest"}  # files of the data, and what redirects to them


@pytest.fixture
def archive(empty_index: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    lay_down_version(settings.DATA_DIR)
    load_states()
    load_verb_steps()
    import_file(SEED)
    Subject.objects.create(name_en="DISARMAMENT", name_zh="裁军")
    for title in ("旧题", "一项<试验>"):
        made, citations = shelf.full("A/RES/81/7")
        made.title, made.session, made.adopted_on = title, "81", date(2026, 12, 1)
        made.sponsors = [*made.sponsors, "China"]
        shelf.store(made, citations)
    shelf.store(shelf.draft("A/RES/81/7", language="en", title="A trial"))
    shelf.store(shelf.draft("A/RES/74/7"))
    decides = [DraftClause("operative", "op1", "1.", "Decides", "Decides to continue.")]
    shelf.store(shelf.draft("A/RES/74/7", language="en", clauses=decides))
    shelf.store(shelf.draft("A/RES/89/1", title="较早的试验"))
    shelf.store(shelf.draft("A/RES/89/9"))
    shelf.store(shelf.draft("S/RES/1989(2031)", title="", session=""))
    pinned = shelf.draft(
        "A/RES/89/2", clauses=[DraftClause("operative", "op1", "1.", "", "回顾第81/7号决议第1(a)段。")]
    )
    cited = shelf.cite(pinned.clauses[0].text, "第81/7号决议", "A/RES/81/7", pinpoint="第1(a)段")
    shelf.store(pinned, Citations({"op1": [cited]}))
    numbers = {"第70/7号": "A/RES/70/7", "第61/9号": "A/RES/61/9", "第88/1号": "A/RES/88/1"}
    for symbol, title in (("A/RES/89/3", "鲸鱼"), ("A/RES/89/4", "鲸类")):
        text = f"回顾题为“{title}”的第70/7号、2006年12月1日第61/9号和2033年12月1日第88/1号决议。"
        titled = shelf.draft(symbol, clauses=[DraftClause("operative", "op1", "1.", "", text)])
        shelf.store(titled, Citations({"op1": [shelf.cite(text, *each) for each in numbers.items()]}))
    Resolution.objects.filter(document__key="A/RES/89/9").update(withdrawn_at=timezone.now(), withdrawn_reason="误")
    Revision.objects.filter(number=1, current=False).update(withheld_at=timezone.now(), withheld_reason="误")
    _store_term()
    npt = Document.objects.create(key="treaty:NPT", kind="treaty", title_zh="不扩散核武器条约")
    npt.aliases.create(name="《不扩散条约》")
    VoteIntake().store(list(votes()))
    a_correction()
    similar_shelf.fill([*similar_shelf.TEXTS, *similar_shelf.LATER])
    series.rebuild()
    wording.update(han_words)
    change_of_a_verb()
    SeriesLink.objects.create(earlier="A/RES/69/7", later="A/RES/70/7", basis="similar", status="proposed")
    freshness.rebuild()
    new_clauses.update()


def a_correction() -> None:
    """A vote that a librarian corrects by hand: another day, and another choice of China."""
    source = Vote.objects.get(key="library:72")
    ballots = [CastBallot("China", Choice.NO, "CHN"), CastBallot("France", Choice.YES, "FRA")]
    record = VoteRecord(
        "", Origin.LIBRARIAN, str(source.document_id), date=date(2017, 12, 2), ballots=ballots, reason="A/72/PV.62"
    )
    by_hand.enter(record, source, by=None)


def change_of_a_verb() -> None:
    """A step between two texts, in which a verb became stronger."""
    earlier, later = (
        Revision.objects.get(current=True, text__resolution__document__key=f"A/RES/{symbol}")
        for symbol in ("89/2", "89/1")
    )
    step = TextStep.objects.create(earlier=earlier, later=later)
    clauses = {"earlier": earlier.clauses.get(path="op1"), "later": later.clauses.get(path="op1")}
    verbs = {"verb_before": "请", "verb_after": "决定", "strength": "stronger"}
    ClauseStep.objects.create(step=step, kind="reworded", **clauses, **verbs)


def votes() -> Iterator[VoteRecord]:
    """A resolution in twelve sessions, on which China changes its choice once; two votes that do not quite fit."""
    for session in range(70, 82):
        ballots = [
            CastBallot("CHINA", Choice.YES if session < 75 else Choice.NO),
            *(CastBallot(name, Choice.YES) for name in STATES),
        ]
        yield VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/7", title="On elephants", session=str(session),
            date=date(session + 1945, 12, 1), ballots=ballots,
        )  # fmt: skip
    for session in (60, 61):
        yield VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/9", title="On whales", session=str(session),
            ballots=[CastBallot("CHINA", Choice.NO), CastBallot("PERU", Choice.YES)],
        )  # fmt: skip
    for session, choice in ((74, Choice.YES), (81, Choice.NO)):
        yield VoteRecord(
            f"library:op1-{session}", Origin.LIBRARY, f"A/RES/{session}/7", title="On elephants", session=str(session),
            subject=VoteSubject(Scope.PARAGRAPH, ("op1",)), ballots=[CastBallot("CHINA", choice)],
        )  # fmt: skip
    unplaced = VoteSubject(Scope.PART, unplaced=Message("vote.paragraph_not_said"))
    yield VoteRecord(
        "library:part", Origin.LIBRARY, "A/RES/81/7", title="On elephants", session="81", subject=unplaced,
        ballots=[CastBallot("PERU", Choice.YES, corrected=Choice.ABSTAIN)],
    )  # fmt: skip
    yield VoteRecord(
        "library:odd", Origin.LIBRARY, "A/RES/81/8", session="81", yes=5, no=0, abstain=0,
        ballots=[CastBallot("ATLANTIS", Choice.YES)],
    )  # fmt: skip


def asked(address: str) -> list[str]:
    subject = Subject.objects.get().pk
    return ASKED.get(address, [address.replace("/subjects/12/", f"/subjects/{subject}/")])


def answer(client: Client, address: str, form: str, status: int = 200) -> Any:
    response = client.get(f"{address}{'&' if '?' in address else '?'}format={form}")
    assert response.status_code == status, (address, response.status_code)
    return response


def a_comparison() -> Comparison:
    """A comparison with a value of every kind."""
    pair = Pair("op1", "op1", "reworded", True, ("请", "敦促"), "stronger", (("请", "敦促"),), False)
    splits, merges = (("op2", ("op2", "op3")),), ((("op3", "op4"), "op5"),)
    return Comparison("A/RES/78/40", "A/RES/79/41", (pair,), ("pp7",), ("pp8",), splits, merges)


def _store_term() -> None:
    """A term in the clause that resolution 81/7 has in both languages."""
    rendering = {"words": "General Assembly", "forms": [["General Assembly", 3]], "dice": 1.0, "likelihood": 12.5}
    term = Term.objects.create(
        kind="body",
        words="大会",
        position=0,
        english="General Assembly",
        wordings=3,
        renderings=[{**rendering, "wordings": 3, "english": 3}],
    )
    clauses = Clause.objects.in_every_language().filter(revision__text__resolution__document__key="A/RES/81/7")
    zh, en = (clauses.get(path="op1", revision__text__language=language) for language in ("zh", "en"))
    TermPlace.objects.create(term=term, zh=zh, en=en, rendering=1)


@pytest.mark.usefixtures("archive")
def test_the_answers_have_the_documented_keys_and_types(client: Client) -> None:
    """Each answer fits its typed dictionary, and each documented key comes out somewhere."""
    answered = Answered()
    for address in ADDRESSES:
        for each in asked(address.example):
            answered.take(answer(client, each, "json").json(), address.data, each)
    for each, status in ERRORS.items():
        answered.take(answer(client, each, "json", status).json(), (Problem,), each)
    for command, printed in (("read", as_json(*shelf.full())), ("compare", comparison_data(a_comparison()))):
        kind = COMMANDS[f"manage.py {command} --json"]
        answered.take(json.loads(json.dumps(printed, default=str)), (kind,), command)
    assert not answered.wrong, "\n".join(answered.wrong)
    assert not answered.never_came_out(), answered.never_came_out()


def _types(response: Any) -> list[str]:
    page: Any = html.fromstring(response.content.decode())
    return [str(each.get("type")) for each in page.cssselect("head link[rel=alternate][type]")]


@pytest.mark.usefixtures("archive")
def test_each_address_offers_the_documented_formats(client: Client) -> None:
    for address in ADDRESSES:
        response = client.get(asked(address.example)[0], follow=True)
        if response.headers["Content-Type"] == "application/json":
            assert address.others == ()
        else:
            said = [each.media_type for each in address.formats]
            found = _types(response)
            if PDF.media_type not in found:  # no typesetter here
                said = [each for each in said if each != PDF.media_type]
            assert (address.view, found) == (address.view, said)


@pytest.mark.usefixtures("archive")
def test_the_columns_of_csv_are_the_documented_ones(client: Client) -> None:
    """In the help, which has the same table, and in OpenAPI. An address in a file has its site."""
    for row in TABLES["tables"]:
        address = row["address"]
        response = answer(client, address if "?state=" in address else asked(address)[0], "csv")  # States are columns
        lines = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
        assert (address, next(lines)) == (address, columns_of(row["columns"]))
        assert [cell for line in lines for cell in line if re.match("/[A-Za-z]", cell)] == []
        [found] = [each for each in ADDRESSES if each.example.split("?")[0] == address.split("?")[0]]
        content = description()["paths"][url_of(found)]["get"]["responses"]["200"]["content"]
        schema = content["text/csv"]["schema"]
        assert columns_of(row["columns"]) in [each["x-columns"] for each in schema.get("anyOf", [schema])]


def test_every_address_with_data_is_documented() -> None:
    names = {address.view for address in ADDRESSES}
    pages = {name for name in get_resolver("archive.views.urls").reverse_dict if isinstance(name, str)}
    assert pages - NO_DATA == names
    assert [each.view for each in ADDRESSES if resolve(each.example.split("?")[0]).url_name != each.view] == []
    with_csv = {address.view for address in ADDRESSES if CSV in address.others}
    assert {resolve(row["address"].split("?")[0]).url_name for row in TABLES["tables"]} == with_csv


def codes_of_messages() -> set[str]:
    """The codes of the messages that rooms store with votes and citations. A refusal of a file is an error instead."""
    rooms = (ROOT / "archive" / room for room in ("citing", "intake", "voting", "searching"))
    code = "".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    return set(re.findall(r'Message\(\s*"((?:vote|citing|search)\.\w+)"', code))


def test_every_doubt_in_the_data_is_in_the_help() -> None:
    listed = {code for codes in DOUBTS.values() for code in codes}
    assert listed <= catalogue().keys()
    assert {code for code in codes_of_messages() if not code.startswith("search.")} <= listed


def test_a_chinese_table_has_each_note_of_the_english_one() -> None:
    for rows in TABLES.values():
        for row in rows:
            assert bool(row.get("en")) == bool(row.get("zh")), row
            keys = [re.findall("`[^`]+`", row.get(language, "")) for language in ("en", "zh")]
            assert set(keys[0]) == set(keys[1]), row


def contained(part: Any, whole: Any) -> bool:
    """Whether a part of an answer is in the whole: each key of an object, and each element of a list."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and contained(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(contained(each, one) for one in whole) for each in part)
    return bool(part == whole)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 1, "c": 3}]}, True),
        ({"a": [{"b": 3}]}, {"a": [{"b": 2}]}, False),
        ({"a": 1}, {"a": 2}, False),
    ],
)
def test_contained(part: Any, whole: Any, expected: bool) -> None:
    assert contained(part, whole) is expected


@pytest.mark.usefixtures("seed")
def test_the_examples_of_answers_are_parts_of_the_answers(client: Client) -> None:
    page: Any = html.fromstring(client.get("/help/data/").content.decode())
    shown = {str(each.get("data-answer")): each.text_content() for each in page.cssselect("pre[data-answer]")}
    assert len(shown) == 2
    for address, words in shown.items():
        response = client.get(address)
        if address.endswith("json"):
            assert contained(json.loads(words), response.json())
        else:
            answered = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
            assert [line for line in words.splitlines() if line not in answered] == []
