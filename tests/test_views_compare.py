"""Tests the page that compares two resolutions: its rows, its words, its data and its refusals. The texts are
invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries

from archive.citing.citation import Citations
from archive.comparing import compare
from archive.intake import series, wording
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import ClauseStep, Document, Resolution
from archive.searching.segmentation import han_words
from archive.views.wording.compare_data import comparison_data
from archive.views.wording.rows import rows_of
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, Scope, VoteRecord
from archive.voting.record import Subject as VotedOn
from tests import shelf
from tests.comparing_texts import text

BEES = "深信野蜂对果园的收成不可缺少，"
LAKES = "回顾第89/7号决议和保护高山湖泊的各项宣言，"
MORE_LAKES = "回顾第89/7号和第90/5号决议以及保护高山湖泊的各项宣言，"
FISH = "注意到大河三角洲的渔民需要新的码头，"
ASKS = "请各国向渔民开放观察站的数据；"
URGES = "敦促各国向渔民开放观察站的数据；"
BOTH = "鼓励各国培训山区的气象员，交流各地的气象记录，并邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
FIRST = "鼓励各国培训山区的气象员，交流各地的气象记录；"
SECOND = "又邀请各大学在岛屿上建造观察站，向渔民开放观察站的数据；"
BEFORE = {"pp1": BEES, "pp2": LAKES, "op1": ASKS}
AFTER = {"pp1": LAKES, "pp2": FISH, "op1": URGES}
ADDRESS = "/compare/A/RES/90/1/A/RES/91/1/"


def store(symbol: str, clauses: Mapping[str, str], language: str = "zh", title: str = "渔业") -> None:
    made = shelf.draft(symbol, language=language, title=title, clauses=list(text(clauses).clauses))
    cited = {
        path: [shelf.cite(words, f"第{number}号", f"A/RES/{number}") for number in ("89/7", "90/5") if number in words]
        for path, words in clauses.items()
    }
    shelf.store(made, Citations(clauses=cited))


@pytest.fixture
def two(db: None) -> None:
    store("A/RES/90/1", BEFORE)
    store("A/RES/91/1", AFTER)


def page(client: Client, address: str = ADDRESS, language: str = "zh-hans", status: int = 200) -> html.HtmlElement:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == status, address
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def shown(element: html.HtmlElement) -> list[tuple[str, list[str], list[str]]]:
    """(id, labels, words of both sides) of each row."""
    return [
        (row.get("id"), [label.split(" ")[1] for label in words(row, ".change")], words(row, ".words"))
        for row in element.cssselect(".compared .row")
    ]


# --- Rows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        (BEFORE, BEFORE, ["pp1 same pp1", "pp2 same pp2", "op1 same op1"]),
        # dropped clauses are where they were
        (BEFORE, AFTER, ["pp1 dropped -", "pp2 same pp1", "- new pp2", "op1 reworded op1"]),
        (BEFORE, {"pp1": BEES, "op1": ASKS}, ["pp1 same pp1", "pp2 dropped -", "op1 same op1"]),
        (BEFORE, {"op1": ASKS}, ["pp1 dropped -", "pp2 dropped -", "op1 same op1"]),
        # a moved clause does not take the dropped ones with it
        ({"pp1": BEES, "pp2": ASKS, "pp3": FISH, "op1": LAKES}, {"pp1": BEES, "op1": LAKES, "op2": ASKS},
         ["pp1 same pp1", "pp3 dropped -", "op1 same op1", "pp2 moved op2"]),
        ({"op1": BOTH, "op2": FISH}, {"op1": FIRST, "op2": SECOND}, ["op1 split op1 op2", "op2 dropped -"]),
        ({"op1": FIRST, "op2": SECOND}, {"op1": BOTH}, ["op1 op2 merged op1"]),
    ],
)  # fmt: skip
def test_rows_are_in_the_order_of_the_later_text(
    before: dict[str, str], after: dict[str, str], rows: list[str]
) -> None:
    texts = text(before), text(after, "A/RES/91/1")
    found = rows_of(texts, compare(*texts, han_words))
    assert [f"{' '.join(row.paths[0]) or '-'} {row.codes[0]} {' '.join(row.paths[1]) or '-'}" for row in found] == rows


@pytest.mark.usefixtures("two")
def test_the_page_shows_the_changes_and_folds_the_rest(client: Client) -> None:
    found = page(client)
    assert shown(found) == [
        ("was-pp1", ["删去"], [BEES]),
        ("pp1", ["未改"], [LAKES]),  # folded, with its words once
        ("pp2", ["新增"], [FISH]),
        ("op1", ["改写", "强化"], [ASKS, URGES]),
    ]
    assert words(found, ".fold summary") == ["1段未改：序言部分第1段"]
    assert words(found, ".verbs") == ["请 → 敦促"]
    assert words(found, "#op1 del, #op1 ins") == ["请", "敦促"]
    assert words(found, ".summary") == [
        "从A/RES/90/1到A/RES/91/1：新增1段，删去1段，改写1段（其中动词强化1），未改1段。"
    ]
    english = page(client, language="en")
    assert words(english, ".summary") == [
        "Clauses from A/RES/90/1 to A/RES/91/1: 1 new, 1 dropped, 1 reworded (the verb: 1 stronger), 1 unchanged."
    ]


def test_a_verb_that_only_gained_a_word_such_as_also_is_counted_apart(client: Client, db: None) -> None:
    store("A/RES/90/1", {"op1": URGES, "op2": ASKS, "op3": FIRST})
    store("A/RES/91/1", {"op1": f"又{URGES}", "op2": ASKS.replace("请", "邀请", 1), "op3": FIRST})
    assert words(page(client), ".summary") == [
        "从A/RES/90/1到A/RES/91/1：改写2段（其中动词弱化1、只增减“又”“还”之类1），未改1段。"
    ]


@pytest.mark.usefixtures("two")
def test_all_clauses_are_shown_on_both_sides(client: Client) -> None:
    found = page(client, ADDRESS + "?show=all")
    assert ("pp1", ["未改"], [LAKES, LAKES]) in shown(found)
    assert not found.cssselect(".fold")


def test_texts_without_changes_say_so(client: Client, db: None) -> None:
    store("A/RES/90/1", BEFORE)
    store("A/RES/91/1", BEFORE)
    assert words(page(client), ".summary") == ["没有一段有改动。"]


def test_texts_that_have_nothing_in_common_say_so(client: Client, db: None) -> None:
    store("A/RES/90/1", BEFORE)
    store("A/RES/91/1", {"op1": "决定每年庆祝灯塔日；", "op2": "欣见各博物馆修复古代的航海图；"}, title="灯塔")
    found = page(client)
    assert words(found, ".notice") == ["两个文本几乎没有相对应的段落，看来不是同一文本的两稿。"]
    assert words(found, ".new-title") == ["标题不同：渔业灯塔"]


@pytest.mark.usefixtures("db")
def test_newly_cited_documents_are_links(client: Client) -> None:
    store("A/RES/90/1", {"pp1": LAKES, "op1": ASKS})
    store("A/RES/91/1", {"pp1": MORE_LAKES, "op1": ASKS})
    Document.objects.create(key="A/RES/90/5", title_zh="湖泊")
    [link] = page(client).cssselect("#pp1 .with-it a")
    assert (link.get("href"), link.text_content()) == ("/documents/A/RES/90/5/", "A/RES/90/5 湖泊")
    assert client.get(ADDRESS + "?format=json").json()["citations"] == [
        {"from": ["pp1"], "to": ["pp1"], "dropped": [], "new": ["A/RES/90/5"]}
    ]


# --- The series and the votes ------------------------------------------------------------------------------


@pytest.mark.usefixtures("two", "empty_queue")
def test_a_stored_step_gives_the_same_answer_as_comparing_again(client: Client) -> None:
    series.rebuild()  # joins them by their titles
    compared = client.get(ADDRESS + "?format=json").json()
    assert wording.update(han_words) == 1
    ClauseStep.objects.filter(kind="reworded").update(changes=[["X", "Y"]])  # shows that the stored step is read
    stored = client.get(ADDRESS + "?format=json").json()
    assert stored["pairs"][1].pop("changes") == [["X", "Y"]]
    assert compared["pairs"][1].pop("changes") == [["请", "敦促"]]
    assert stored == compared


@pytest.mark.usefixtures("two")
def test_the_data_has_the_keys_of_the_command(client: Client) -> None:
    printed = comparison_data(compare(text(BEFORE), text(AFTER, "A/RES/91/1"), han_words))
    found = client.get(ADDRESS + "?format=json").json()
    assert {name: found[name] for name in printed} == printed


@pytest.mark.usefixtures("two")
def test_what_is_between_two_resolutions_is_named(client: Client) -> None:
    store("A/RES/92/1", AFTER)
    series.rebuild()
    found = page(client, "/compare/A/RES/90/1/A/RES/92/1/")
    assert words(found, "main > .note") == ["系列中在两者之间、此处未比较的：A/RES/91/1"]
    assert [link.get("href") for link in found.cssselect("nav.filter a")] == [
        "/compare/A/RES/90/1/A/RES/92/1/", "/compare/A/RES/91/1/A/RES/92/1/",
    ]  # fmt: skip
    back = page(client, "/compare/A/RES/92/1/A/RES/91/1/")
    assert words(back, "main > .note") == ["左边的文本较晚：这里的“新增”是指只有右边的文本才有。把较早的放在左边"]


@pytest.mark.usefixtures("two")
def test_resolutions_and_series_lead_to_the_comparison_with_the_text_before(client: Client) -> None:
    series.rebuild()
    links = [page(client, address).xpath("//a/@href") for address in ("/A/RES/91/1/", "/series/A/RES/91/1/")]
    assert [ADDRESS in found for found in links] == [True, True]
    assert not [one for one in page(client, "/A/RES/90/1/").xpath("//a/@href") if one.startswith("/compare/")]


@pytest.mark.usefixtures("two")
def test_votes_and_who_moved_are_beside_the_clauses(client: Client) -> None:
    load_states()
    VoteIntake().store(
        VoteRecord(
            f"library:{session}{paths}", Origin.LIBRARY, f"A/RES/{session}/1", title="Fish", session=str(session),
            date=date(session + 1945, 12, 1), subject=VotedOn(Scope.PARAGRAPH if paths else Scope.WHOLE, paths),
            ballots=[CastBallot("CHINA", choice), CastBallot("PERU", Choice.YES)],
        )
        for session, choice in ((90, Choice.YES), (91, Choice.ABSTAIN))
        for paths in ((), ("op1",))
    )  # fmt: skip
    found = page(client)
    assert words(found, ".both-votes .moves") == ["中国 赞成 → 弃权"]
    assert words(found, "#op1 .separate p") == [
        "单独表决 A/RES/90/1：2票赞成0票反对0票弃权",
        "单独表决 A/RES/91/1：1票赞成0票反对1票弃权",
    ]
    moved = [{"state": "CHN", "before": "yes", "after": "abstain"}]
    votes = client.get(ADDRESS + "?format=json").json()["votes"]
    assert votes["moved"] == moved
    assert [(one["from"], one["to"], one["moved"]) for one in votes["separate"]] == [(["op1"], ["op1"], moved)]


@pytest.mark.usefixtures("two")
def test_the_number_of_queries_is_limited(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    series.rebuild()  # joins them by their titles
    with django_assert_max_num_queries(12):
        page(client)


# --- The CSV -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two")
def test_the_table_has_a_row_for_each_clause(client: Client) -> None:
    answered = b"".join(client.get(ADDRESS + "?format=csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(answered.decode("utf-8-sig"))))
    columns = ("paths_from", "paths_to", "kind", "verb_from", "verb_to", "strength", "changes", "text_to")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("pp1", "", "dropped", "", "", "", "", ""),
        ("pp2", "pp1", "same", "", "", "", "", LAKES),
        ("", "pp2", "new", "", "", "", "", FISH),
        ("op1", "op1", "reworded", "请", "敦促", "stronger", "[请] → [敦促]", URGES),
    ]


# --- What is asked ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/compare/?from=90/1&to=91/1", ADDRESS),
        ("/compare/?from=第90/1号决议&to=A_RES_91_1-ZH.pdf", ADDRESS),
        ("/compare/?from=ares901&to=https://docs.un.org/zh/A/RES/91/1", ADDRESS),
        ("/compare/a/res/90/1/A/RES/91/1/?show=all", ADDRESS + "?show=all"),
        ("/compare/?from=90/1&to=91/1&text=en", ADDRESS + "?text=en"),
    ],
)
def test_symbols_are_understood_in_any_form(client: Client, asked: str, leads_to: str) -> None:
    response: Any = client.get(asked)
    assert (response.status_code in (301, 302), response.url) == (True, leads_to)


@pytest.mark.usefixtures("two")
def test_a_language_that_a_text_lacks_is_said(client: Client) -> None:
    def said(query: str) -> list[str]:
        return words(page(client, ADDRESS + query), ".notice")

    assert said("?text=en") == ["本档案没有A/RES/90/1、A/RES/91/1的英文本；以下是中文本。"]
    store("A/RES/90/1", {"op1": "Requests the Secretary-General to report on it;"}, "en")
    assert said("?text=en") == ["本档案没有A/RES/91/1的英文本；以下是中文本。"]
    store("A/RES/91/1", {"op1": "Urges the Secretary-General to report on it;"}, "en")
    assert said("?text=en") == said("?text=zh") == said("") == []
    assert words(page(client, ADDRESS + "?text=en"), "#op1 .after .words") == [
        "Urges the Secretary-General to report on it;"
    ]


@pytest.fixture
def few(two: None) -> None:
    """Also a withdrawn resolution, a document without a text, and a text in English alone."""
    store("A/RES/91/2", {"op1": "隐藏的话；"})
    Resolution.everything.filter(document__key="A/RES/91/2").update(withdrawn_at=timezone.now())
    Document.objects.create(key="A/RES/91/3", title_zh="鲸")
    store("A/RES/91/4", {"op1": "Requests reports;"}, "en")


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("other", "status", "said"),
    [
        ("A/RES/91/9", 404, "本档案没有A/RES/91/9。"),
        ("A/RES/91/2", 410, "A/RES/91/2已从本档案撤下。"),
        ("A/RES/91/3", 404, "本档案只有A/RES/91/3的著录，没有它的文本。"),
        ("A/RES/91/4", 404, "本档案中A/RES/90/1有中文本，A/RES/91/4有英文本；不同语文的文本不作比较。"),
        ("A/RES/90/1", 404, "两边都是A/RES/90/1；请写两项不同的决议。"),
    ],
)
def test_what_cannot_be_compared_is_said(client: Client, other: str, status: int, said: str) -> None:
    address = f"/compare/A/RES/90/1/{other}/"
    found = page(client, address, status=status)
    assert words(found, ".notice") == [said]
    assert [field.get("value") for field in found.cssselect("form.choose input")] == ["A/RES/90/1", other]
    assert client.get(address + "?format=json").json()["detail"] == said


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", []),
        ("?from=91/9&to=90/1", ["本档案没有A/RES/91/9。"]),
        ("?from=鱼&to=90/1", ["“鱼”不是决议或决定的名称；请写文号，例如A/RES/79/41、79/41或S/RES/1540(2004)。"]),
        ("?from=渔业", ["“渔业”可指几项决议，请选一项。"]),
        ("?from=91/2", ["A/RES/91/2已从本档案撤下。"]),
    ],
)
def test_the_form_says_what_it_does_not_find(client: Client, asked: str, said: list[str]) -> None:
    assert words(page(client, "/compare/" + asked), ".notice") == said


@pytest.mark.usefixtures("two")
def test_the_form_offers_the_neighbours_in_the_series(client: Client) -> None:
    series.rebuild()  # joins them by their titles
    assert client.get("/compare/?to=91/1&format=json").json()["offered"] == [
        {"from": "A/RES/90/1", "to": "A/RES/91/1", "url": ADDRESS}
    ]


@pytest.mark.usefixtures("two")
def test_the_text_is_in_the_language_of_the_page_if_both_have_it(client: Client) -> None:
    assert client.get(ADDRESS + "?format=json").json()["languages"] == ["zh"]
    store("A/RES/90/1", {"op1": "Requests reports;"}, "en")
    store("A/RES/91/1", {"op1": "Urges reports;"}, "en")
    assert words(page(client), "#op1 .words")[-1] == URGES
    assert words(page(client, language="en"), "#op1 .words")[-1] == "Urges reports;"
    assert words(page(client, ADDRESS + "?text=en"), "#op1 .words")[-1] == "Urges reports;"
    assert client.get(ADDRESS + "?format=json").json()["language"] == "zh"
