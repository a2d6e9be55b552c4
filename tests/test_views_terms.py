"""The pages of terms, and the job that makes what they show."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import ANY
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from archive.models import Clause, Resolution, Term, TermPlace, TermsMaking
from archive.models.archive_version import archive_version
from archive.reading.draft import DraftClause
from archive.terms import making
from archive.views.terms.shown import ShownTerm
from tests.indexes import index_at
from tests.shelf import draft, store

pytestmark = pytest.mark.django_db(transaction=True)

# (Chinese, English): 裁军谈判会议 stands in five clauses that have nothing else in common, once without its English.
CLAUSES = [
    ("回顾裁军谈判会议的年度报告，", "Recalling", "Recalling what the Conference on Disarmament reported last year,"),
    ("注意到裁军谈判会议未设预算，", "Noting", "Noting the missing budget of the Conference on Disarmament,"),
    ("欢迎学生访问裁军谈判会议，", "Welcoming", "Welcoming visits by students to the Conference on Disarmament,"),
    (
        "铭记卫星也在裁军谈判会议讨论过，",
        "Bearing in mind",
        "Bearing in mind satellites, a Conference on Disarmament topic,",
    ),
    ("深信裁军谈判会议有用，", "Convinced", "Convinced that it is useful,"),
]
OTHERS = [(f"决定第{chr(0x4E00 + n)}号事项；", "Decides", f"Decides matter {chr(97 + n)};") for n in range(20)]
OPENINGS = ("回顾", "注意到", "欢迎", "铭记", "深信")


def _fill(symbol: str = "A/RES/90/2") -> None:
    rows = [
        (kind, f"{short}{n}", zh, opening, english, en)
        for kind, short, given, openings in (
            ("preambular", "pp", CLAUSES, OPENINGS),
            ("operative", "op", OTHERS, ("决定",) * len(OTHERS)),
        )
        for n, ((zh, english, en), opening) in enumerate(zip(given, openings, strict=True), 1)
    ]
    for language in ("zh", "en"):
        clauses = [
            DraftClause(kind, path, "", opening if language == "zh" else english, zh if language == "zh" else en)
            for kind, path, zh, opening, english, en in rows
        ]
        store(draft(symbol, language=language, clauses=clauses, session="90"))


TBX = {"t": "urn:iso:std:iso:30042:ed-2"}
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture
def indexed(tmp_path: Path) -> Iterator[None]:
    with index_at(tmp_path):
        call_command("rebuild_index", interactive=False, verbosity=0)
        yield


@pytest.fixture
def made() -> None:
    _fill()
    assert making.make() == 2


def _parsed(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(_parsed(response).cssselect("main")[0].text_content().split())


@pytest.mark.usefixtures("made")
class TestPages:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["决定", "裁军谈判会议"]),
            ("?q=谈判", ["裁军谈判会议"]),
            ("?q=裁谈会", ["裁军谈判会议"]),  # another name of it
            ("?q=conference ON", ["裁军谈判会议"]),
            ("?q=decides&kind=opening", ["决定"]),
            ("?kind=body", ["裁军谈判会议"]),
            ("?q=鲸鱼", []),
            ("?q=%25", []),
        ],
    )
    def test_the_list_and_its_search(self, client: Client, query: str, found: list[str]) -> None:
        page = _parsed(client.get(f"/terms/{query}"))
        assert [each.text_content() for each in page.cssselect("table.terms tbody th[scope=row] a")] == found
        data = client.get(f"/terms/{query}{'&' if query else '?'}format=json").json()
        assert [each["words"] for each in data["results"]] == found
        assert (data["count"], data["pairs"]) == (len(found), 25)

    def test_the_data_of_a_term(self, client: Client) -> None:
        data = client.get("/terms/body/裁军谈判会议/?format=json").json()
        assert data["renderings"] == [
            {
                "words": "Conference on Disarmament",
                "forms": [{"words": "Conference on Disarmament", "clauses": 4}],
                "wordings": 4,
                "english": 4,
                "dice": 0.8889,
                "likelihood": ANY,
            }
        ]
        assert data["wordings"] == 5
        assert data["sessions"] == [{"session": "90", "clauses": [4, 1]}]
        assert [(each["zh"]["path"], each["rendering"]) for each in data["results"]] == [
            ("pp1", 1), ("pp2", 1), ("pp3", 1), ("pp4", 1), ("pp5", None),
        ]  # fmt: skip

    def test_clauses_stand_side_by_side_with_marks_and_links(self, client: Client) -> None:
        page = _parsed(client.get("/terms/body/裁军谈判会议/"))
        first = page.cssselect("article.bilingual")[0]
        assert [each.text_content() for each in first.cssselect("mark")] == [
            "裁军谈判会议",
            "Conference on Disarmament",
        ]
        assert [each.get("href") for each in first.cssselect("a")] == [
            "/A/RES/90/2/#pp1", "/A/RES/90/2/?text=en#pp1",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("asked", "paths"), [("other", ["pp5"]), ("0", ["pp5"]), ("1", ["pp1", "pp2", "pp3", "pp4"])]
    )
    def test_where_the_usual_rendering_is_not_used(self, client: Client, asked: str, paths: list[str]) -> None:
        url = f"/terms/body/裁军谈判会议/?rendering={asked}"
        assert [each["zh"]["path"] for each in client.get(f"{url}&format=json").json()["results"]] == paths
        assert len(_parsed(client.get(url)).cssselect("article.bilingual")) == len(paths)

    @pytest.mark.parametrize(
        "url", ["/terms/body/鲸鱼/", "/terms/whale/大会/", "/terms/body/裁军谈判会议/?rendering=7"]
    )
    def test_what_is_not_there_is_said(self, client: Client, url: str) -> None:
        assert client.get(url).status_code == 404

    def test_csv(self, client: Client) -> None:
        content = b"".join(client.get("/terms/?format=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        rows = list(csv.DictReader(io.StringIO(content)))
        assert [(row["zh"], row["en"], row["wordings_both"]) for row in rows] == [
            ("决定", "Decides", "20"), ("裁军谈判会议", "Conference on Disarmament", "4"),
        ]  # fmt: skip

    def test_a_withdrawn_text_is_not_shown(self, client: Client) -> None:
        Resolution.objects.get().texts.update(leading=False)
        data = client.get("/terms/body/裁军谈判会议/?format=json").json()
        assert (data["count"], data["results"], data["sessions"]) == (0, [], [])
        assert "reported last year" not in _text(client, "/terms/body/裁军谈判会议/")

    @pytest.mark.parametrize("url", ["/terms/", "/terms/body/裁军谈判会议/"])
    def test_queries_do_not_grow(self, client: Client, url: str, django_assert_max_num_queries: Any) -> None:
        _fill("A/RES/91/3")
        making.make()
        with django_assert_max_num_queries(8):
            client.get(url)


class TestMaking:
    def test_a_term_is_due_some_time_after_a_change(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _fill()
        assert not making.is_due()
        later = timezone.now() + making.QUIET + timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert making.is_due()

    @pytest.mark.usefixtures("made")
    def test_the_terms_are_a_change_that_makes_them_due_once_more_and_not_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = timezone.now() + making.QUIET + timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert making.is_due(), "readers must see pages with the new terms, so they make a version"
        before = archive_version()
        assert making.make() is None
        assert archive_version() == before
        assert not making.is_due()

    @pytest.mark.usefixtures("made")
    def test_a_new_making_replaces_the_terms(self) -> None:
        Clause.objects.filter(path="pp3").update(text="别的文字。")
        assert making.make() == 2
        assert Term.objects.count() == 2
        assert TermPlace.objects.filter(term__kind="body").count() == 4
        assert TermsMaking.objects.get().pairs == 25

    def test_an_archive_without_english_has_no_terms(self, client: Client) -> None:
        store(draft())
        assert making.make() == 0
        assert client.get("/terms/?format=json").json()["results"] == []

    def test_the_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        _fill()
        call_command("make_terms")
        call_command("make_terms")
        assert capsys.readouterr().out.splitlines() == ["2 terms.", "Nothing has changed: the terms stay."]


def _tbx(client: Client, url: str) -> etree._Element:
    return etree.fromstring(b"".join(client.get(url).streaming_content))  # type: ignore[attr-defined]


@pytest.mark.usefixtures("made")
class TestTbx:
    """The structure of TBX-Basic. It was also validated with the published schema, which is not part of the archive."""

    def test_an_entry_has_both_languages(self, client: Client) -> None:
        root = _tbx(client, "/terms/?format=tbx&kind=body")
        attributes = {str(name): value for name, value in root.attrib.items()}
        assert attributes == {"style": "dca", "type": "TBX-Basic", f"{XML}lang": "en"}
        [entry] = root.iterfind("t:text/t:body/t:conceptEntry", TBX)
        sections = entry.findall("t:langSec", TBX)
        assert [each.get(f"{XML}lang") for each in sections] == ["zh-Hans", "en"]
        terms = [each.findtext("t:termSec/t:term", "", TBX) for each in sections]
        assert terms == ["裁军谈判会议", "Conference on Disarmament"]
        assert [child.tag.rpartition("}")[2] for child in entry] == ["descrip", "xref", "langSec", "langSec"]
        assert [each.get("target") for each in entry.iterfind("t:xref", TBX)] == [
            f"http://testserver{ShownTerm(Term.objects.get(kind='body')).url}"
        ]

    def test_signs_of_xml_are_words(self, client: Client) -> None:
        Term.objects.filter(kind="body").update(words='<x xmlns="urn:iso:std:iso:30042:ed-2">&')
        root = _tbx(client, "/terms/?format=tbx&kind=body")
        assert root.findtext(".//t:term", "", TBX) == '<x xmlns="urn:iso:std:iso:30042:ed-2">&'

    def test_a_file_without_terms_is_refused(self, client: Client) -> None:
        assert client.get("/terms/?format=tbx&q=鲸鱼").status_code == 404


@pytest.mark.usefixtures("made", "indexed")
class TestConcordance:
    @pytest.mark.parametrize(
        ("typed", "language", "beside", "marks"),
        [
            ("裁军谈判会议", "zh", "en", "Conference on Disarmament"),
            ('"Conference on Disarmament"', "en", "zh", "裁军谈判会议"),
        ],
    )
    def test_words_of_either_language(self, client: Client, typed: str, language: str, beside: str, marks: str) -> None:
        url = f"/concordance/?{urlencode({'q': typed})}"
        data = client.get(f"{url}&format=json").json()
        assert data["count"] == (5 if language == "zh" else 4)
        assert {(row["found"]["language"], row["beside"]["language"]) for row in data["results"]} == {
            (language, beside)
        }
        assert all(row["found"]["path"] == row["beside"]["path"] for row in data["results"])
        page = _parsed(client.get(url))
        lines = page.cssselect("article.line")
        assert len(lines) == data["count"]
        found = [each.cssselect(".kwic mark")[0].text_content() for each in lines]
        assert set(found) == {typed.strip('"')}
        counterparts = [mark.text_content() for mark in page.cssselect("article.line .words mark")]
        assert counterparts == [marks] * 4

    @pytest.mark.parametrize("query", ["", "?q=鲸鱼", "?q=%00", "?q=<script>"])
    def test_nothing_is_found(self, client: Client, query: str) -> None:
        page = client.get(f"/concordance/{query}")
        assert page.status_code == 200
        assert _parsed(page).cssselect("article.line") == []
        assert client.get(f"/concordance/{query}{'&' if query else '?'}format=json").json()["results"] == []

    def test_queries_do_not_grow(self, client: Client, django_assert_max_num_queries: Any) -> None:
        client.get("/concordance/?q=第")
        with django_assert_max_num_queries(16):
            response = client.get("/concordance/?q=第")
        assert len(_parsed(response).cssselect("article.line")) == 20
