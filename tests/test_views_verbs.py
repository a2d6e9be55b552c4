"""Tests the pages on opening phrases: what they count, and that each number leads to as many paragraphs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.desk import taking_back
from archive.intake import series, wording
from archive.models import Resolution, SeriesLink, Subject, VerbStep
from archive.models.series import LinkBasis, LinkStatus
from archive.reading.draft import DraftClause
from archive.searching import freshness
from archive.searching.segmentation import han_words
from tests import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

PP, OP = "preambular", "operative"
# Symbol, language → (path, opening phrase, text). Session 89 has no text, and 91 none in English.
TEXTS: dict[tuple[str, str], list[tuple[str, str, str]]] = {
    ("A/RES/88/1", "zh"): [
        ("pp1", "深为关切", "深为关切鲸鱼减少，"),
        ("op1", "请", "请各国保护各海的鲸鱼；"),
        ("op2", "又敦促", "又敦促各国建立鲸鱼的保护区；"),
        ("op3", "", "没有起首语的一段。"),
    ],
    ("A/RES/90/1", "zh"): [
        ("pp1", "关切", "关切鲸鱼减少，"),
        ("op1", "敦促", "敦促各国保护各海的鲸鱼；"),
        ("op2", "敦促", "敦促各国建立鲸鱼的保护区；"),
    ],
    ("A/RES/91/1", "zh"): [
        ("op1", "敦促", "敦促各国保护各海的鲸鱼；"),
        ("op2", "欢迎并鼓励", "欢迎并鼓励各国建立保护区；"),
    ],
    ("A/RES/91/9", "zh"): [("op1", "敦促", "敦促各国种植果树；")],
    ("A/RES/90/1", "en"): [
        ("pp1", "Concerned", "Concerned at the loss of whales,"),
        ("op1", "Also urges", "Also urges States to protect whales;"),
        ("op2", "Urges", "Urges States to set up reserves;"),
    ],
}
COMMITTEES = {"A/RES/91/9": "Third"}
SUBJECT = "WHALES"


def clause(path: str, opening: str, words: str) -> DraftClause:
    return DraftClause(PP if path.startswith("pp") else OP, path, "", opening, words)


@pytest.fixture
def archive(db: None, empty_index: None) -> None:
    Subject.objects.create(name_en=SUBJECT, name_zh="鲸鱼")
    for (symbol, language), clauses in TEXTS.items():
        session = symbol.split("/")[2]
        shelf.store(
            shelf.draft(
                symbol,
                language=language,
                session=session,
                adopted_on=date(1945 + int(session), 12, 1),
                committee=COMMITTEES.get(symbol, "First"),
                subjects=[("UNBIS Thesaurus", SUBJECT)] if symbol == "A/RES/90/1" else [],
                clauses=[clause(*each) for each in clauses],
            )
        )
    for earlier, later in (("A/RES/88/1", "A/RES/90/1"), ("A/RES/90/1", "A/RES/91/1")):
        decision = {"basis": LinkBasis.LIBRARIAN, "status": LinkStatus.ACCEPTED, "decided": True}
        SeriesLink.objects.create(earlier=earlier, later=later, **decision)
    series.rebuild()
    wording.update(han_words)
    freshness.rebuild()


def data(client: Client, address: str) -> Any:
    return json.loads(client.get(address, headers={"Accept": "application/json"}).content)


def counted(client: Client, address: str, kind: str = OP) -> dict[str, dict[str, int]]:
    """Phrase → session → number of paragraphs."""
    return {row["phrase"]: row["sessions"] for row in data(client, address)["phrases"] if row["kind"] == kind}


@pytest.mark.parametrize(
    ("address", "kind", "phrases"),
    [
        # 又敦促 and 敦促 are one phrase. 欢迎并鼓励 is a phrase of its own. Session 89 is missing, not 0.
        (
            "/verbs/",
            OP,
            {
                "敦促": {"88": 1, "90": 2, "91": 1},
                "": {"88": 1, "90": 0, "91": 0},
                "欢迎并鼓励": {"88": 0, "90": 0, "91": 1},
                "请": {"88": 1, "90": 0, "91": 0},
            },
        ),
        # A word of degree makes another phrase.
        ("/verbs/", PP, {"关切": {"88": 0, "90": 1, "91": 0}, "深为关切": {"88": 1, "90": 0, "91": 0}}),
        ("/verbs/?text=en", OP, {"Urges": {"90": 2}}),
        ("/verbs/?text=en", PP, {"Concerned": {"90": 1}}),
        (
            "/verbs/?series=90/1&topic=all",
            PP,
            {"关切": {"88": 0, "90": 1, "91": 0}, "深为关切": {"88": 1, "90": 0, "91": 0}},
        ),
        ("/verbs/?q=果树&topic=all", OP, {"敦促": {"88": 0, "90": 0, "91": 1}}),
        (
            "/verbs/?q=保护区 或 果树",
            OP,
            {"敦促": {"88": 1, "90": 1, "91": 0}, "欢迎并鼓励": {"88": 0, "90": 0, "91": 1}},
        ),
    ],
)
def test_phrases_are_counted_by_part_and_session(
    client: Client, address: str, kind: str, phrases: dict[str, dict[str, int]]
) -> None:
    assert counted(client, address, kind) == phrases


def test_the_topic_narrows_the_count(client: Client) -> None:
    assert counted(client, "/verbs/")["敦促"]["91"] == 1
    assert counted(client, "/verbs/?topic=all")["敦促"]["91"] == 2


def test_a_subject_narrows_the_count(client: Client) -> None:
    """The other resolutions of the series have the subject too: it is inferred."""
    subject = Subject.objects.get().pk
    assert counted(client, f"/verbs/?topic=all&subject={subject}")["敦促"] == {"88": 1, "90": 2, "91": 1}


def test_sessions_tell_what_was_counted(client: Client) -> None:
    columns = ("session", "resolutions", "texts")
    sessions = [tuple(row[name] for name in columns) for row in data(client, "/verbs/?text=en")["sessions"]]
    assert sessions == [("88", 1, 0), ("89", 0, 0), ("90", 1, 1), ("91", 1, 0)]


def test_a_session_without_texts_has_no_number(client: Client) -> None:
    lines = b"".join(client.get("/verbs/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    rows = csv.DictReader(io.StringIO(lines.lstrip("\ufeff")))
    urged = [row for row in rows if row["phrase"] == "敦促"]
    columns = ("session", "count", "paragraphs", "per_hundred", "forms")
    assert [tuple(row[name] for name in columns) for row in urged] == [
        ("88", "1", "3", "33.3", "敦促 | 又敦促"),
        ("89", "", "", "", "敦促 | 又敦促"),
        ("90", "2", "2", "100.0", "敦促 | 又敦促"),
        ("91", "1", "2", "50.0", "敦促 | 又敦促"),
    ]
    table = page(client, "/verbs/").cssselect("table.scale")[0]
    assert [th.text.strip() for th in table.cssselect("thead th.number")][1:-1] == ["88", "89", "90", "91"]
    assert words(table, "tbody tr:last-child td.number") == ["7", "1", "–无文本", "2", "1", "4"]


def test_the_measure_divides_by_the_paragraphs_of_the_part(client: Client) -> None:
    table = page(client, "/verbs/?measure=hundred").cssselect("table.scale")[0]
    assert words(table, "tbody tr:last-child td.number") == ["7", "33.3", "–无文本", "100.0", "50.0", "57.1"]


def page(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def words(element: Any, selector: str) -> list[str]:
    return ["".join(found.text_content().split()) for found in element.cssselect(selector)]


@pytest.mark.parametrize(
    "address",
    [
        "/verbs/",
        "/verbs/?text=en",
        "/verbs/?series=90/1",
        "/verbs/?q=保护区 或 果树",
        "/verbs/敦促/",
        "/verbs/?subject=%s",
    ],
)
def test_each_number_leads_to_as_many_paragraphs(client: Client, address: str) -> None:
    Resolution.objects.get(document__key="A/RES/91/9").document.delete()  # the search has every topic
    freshness.rebuild()
    document = page(client, address.replace("%s", str(Subject.objects.get().pk)))
    links = document.cssselect("table.verbs td.number a")
    shown = [(int(link.text), data(client, f"{link.get('href')}&format=json")["clauses_found"]) for link in links]
    assert shown
    assert all(number == found for number, found in shown)


@pytest.mark.parametrize(
    ("asked", "address"),
    [("又敦促", "/verbs/敦促/"), ("Also urges", "/verbs/Urges/"), ("urges", "/verbs/Urges/")],
)
def test_another_form_leads_to_the_phrase(client: Client, asked: str, address: str) -> None:
    response = client.get(f"/verbs/{asked}/")
    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, quote(address))
    assert client.get(f"/verbs/{asked}/", follow=True).status_code == 200


def test_a_phrase_that_nothing_begins_with_is_not_here(client: Client) -> None:
    response = client.get("/verbs/唱歌/")
    assert response.status_code == 404
    assert "唱歌" in response.content.decode()


def test_the_page_of_a_phrase_tells_what_it_came_from_and_became(client: Client) -> None:
    found = data(client, "/verbs/敦促/")
    changes = [
        tuple(row[name] for name in ("before", "after", "strength", "symbol", "path")) for row in found["changes"]
    ]
    assert changes == [
        ("敦促", "欢迎并鼓励", "", "A/RES/91/1", "op2"),
        ("请", "敦促", "stronger", "A/RES/90/1", "op1"),
        ("又敦促", "敦促", "", "A/RES/90/1", "op2"),
    ]
    used = [tuple(row[name] for name in ("symbol", "resolutions", "count")) for row in found["used_in"]]
    assert used == [("A/RES/91/1", 3, 4)]


def test_the_list_tells_which_verbs_became_weaker(client: Client) -> None:
    listed = page(client, "/verbs/").cssselect("ul.verb-changes")
    assert [words(each, "li") for each in listed] == [
        ["请→敦促↑强化A/RES/90/1第1段对照A/RES/88/1"],
        ["深为关切→关切↓弱化A/RES/90/1序言部分第1段对照A/RES/88/1"],
    ]


def test_a_withdrawn_text_is_not_counted(client: Client, admin_user: Any) -> None:
    taking_back.withdraw(Resolution.objects.get(document__key="A/RES/90/1").pk, by=admin_user, reason="误收")
    assert counted(client, "/verbs/")["敦促"] == {"88": 1, "91": 1}
    assert data(client, "/verbs/")["changes"] == []


@pytest.mark.parametrize("address", ["/verbs/", "/verbs/?q=鲸鱼&series=90/1", "/verbs/敦促/"])
def test_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str) -> None:
    with django_assert_max_num_queries(12):
        client.get(address)


@pytest.mark.parametrize("address", ["/verbs/?series=1/1", "/verbs/?subject=0", "/verbs/?scale=x", "/verbs/?text=xx"])
def test_an_unknown_choice_is_not_here(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_archive_without_texts_has_an_empty_page(client: Client) -> None:
    assert "没有可计的段落" in client.get("/verbs/?text=fr").content.decode()


def test_a_librarians_correction_of_a_scale_shows(client: Client) -> None:
    """``/verbs/`` and the page of a phrase read the corrected scales, not the file with which an archive begins."""
    VerbStep.objects.create(scale="praise", step=2, zh=["敦促"], source="x")
    phrases = client.get("/verbs/?format=json").json()["phrases"]
    assert [phrase["scales"] for phrase in phrases if phrase["phrase"] == "敦促"] == [{"praise": 2}]
