"""The archive as data, as readers get it: the page, the codebook, the files, and the examples."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from archive.exporting import making, published
from archive.exporting.package import PACKAGE, SQLITE
from archive.intake.states import load_states
from archive.models import Ballot, Document, MemberState, Resolution, Revision, Series, SeriesEntry, Vote
from archive.views.dataset.pages import EXAMPLES
from archive.views.examples import Example, examples
from tests.shelf import fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(tmp_path: Path, settings: Any) -> str:
    """The name of a version of the data of a small archive."""
    settings.DATA_DIR = tmp_path / "data"
    load_states()
    fill()
    vote = Vote.objects.get(document__key="A/RES/90/2")
    for code, choice in (("CHN", "yes"), ("USA", "no"), ("PER", "absent")):
        state = MemberState.objects.get(code=code)
        Ballot.objects.create(vote=vote, state=state, choice=choice, printed=state.name_en)
    Document.objects.filter(key="title:试验公约").update(kind="treaty", title_en="Trial Convention")
    series = Series.objects.create()
    SeriesEntry.objects.create(series=series, document_id="A/RES/90/2", session_order=90)
    name = making.make()
    assert name
    return name


def test_before_the_first_version(client: Client) -> None:
    assert "还没有数据的任何版本" in client.get("/data/").content.decode()
    assert client.get("/data/?format=json").json()["versions"] == []
    assert client.get("/data/2026-11-29/votes.csv").status_code == 404
    assert client.get("/data/latest/votes.csv").status_code == 404


def test_the_page_names_every_table_with_its_rows_and_files(client: Client, version: str) -> None:
    shown = client.get("/data/").content.decode()
    found = published.version(version)
    assert found
    for resource in found.package["resources"]:
        for text in (resource["description_zh"], f"/data/{version}/{resource['path']}", f"#{resource['name']}"):
            assert text in shown, resource["name"]
    assert f"/data/{version}/{SQLITE}" in shown
    assert f"{version}版" in shown


NEEDED = ("<code>on_disarmament</code>", '<a href="/coverage/">', "keep_default_na=False", "404")


def test_the_page_says_what_users_have_to_know_before_they_count(client: Client, version: str) -> None:
    shown = client.get("/data/").content.decode()
    assert [needed for needed in NEEDED if needed not in shown] == []


def test_namibia_keeps_its_code_as_the_page_says(version: str, settings: Any) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    told = pandas.read_csv(settings.DATA_DIR / version / "states.csv", keep_default_na=False, na_values=[""])
    told = told.set_index("code")
    assert (told.iso2["NAM"], told.ended.isna()["NAM"]) == ("NA", True)


CITED = [
    # language of the page, the first citation, and how datapackage.json says it
    ("zh-hans", "裁军决议档案数据[DS/OL]. {0}版. ({day})[{today}]. http://testserver/data/{0}/.", "citation_zh"),
    (
        "en",
        "Disarmament Resolutions Archive: data[DS/OL]. Version {0}. ({day})[{today}]. http://testserver/data/{0}/.",
        "citation",
    ),
]


@pytest.mark.parametrize(("language", "first", "property"), CITED)
def test_a_version_says_how_to_cite_it(
    client: Client, version: str, settings: Any, language: str, first: str, property: str
) -> None:
    client.cookies["django_language"] = language
    package = json.loads((settings.DATA_DIR / version / PACKAGE).read_bytes())
    shown: Any = html.fromstring(client.get("/data/").content.decode())
    cited = [each.text_content() for each in shown.cssselect("[data-cited]")]
    day = package["created"][:10]
    assert cited[0] == first.format(version, day=day, today=timezone.localdate().isoformat())
    assert len(cited) == 7
    assert package[property].partition(version)[0] in "\n".join(cited)  # its address is that of PUBLIC_HOSTS
    for code, kind in (("ris", "TY  - DATA"), ("bib", "@misc{data-"), ("csl", '"type": "dataset"')):
        assert kind in client.get(f"/data/{version}/?format={code}").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "缺席或未参加表决"), ("en", "Absent or not voting")])
def test_the_codebook_explains_codes(client: Client, version: str, language: str, words: str) -> None:
    client.cookies["django_language"] = language
    shown = client.get(f"/data/{version}/codebook/").content.decode()
    assert words in shown
    assert shown.count("<h2 id=") == len(client.get(f"/data/{version}/codebook/?format=json").json()["tables"])


def test_files_are_sent_whole_and_in_part(client: Client, version: str, settings: Any) -> None:
    kinds = {
        "votes.csv": "text/csv; charset=utf-8",
        "votes.parquet": "application/vnd.apache.parquet",
        SQLITE: "application/vnd.sqlite3",
        PACKAGE: "application/json",
        "SHA256SUMS": "text/plain; charset=utf-8",
    }
    for name, kind in kinds.items():
        address, content = f"/data/{version}/{name}", (settings.DATA_DIR / version / name).read_bytes()
        whole = client.get(address, headers={"accept-encoding": "gzip"})
        assert (whole.status_code, whole["Content-Type"], whole["Content-Length"]) == (200, kind, str(len(content)))
        assert b"".join(whole) == content
        head = client.head(address)
        assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(content)), b"")
        assert client.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304
        part = client.get(address, headers={"range": "bytes=3-9"})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes 3-9/{len(content)}")
        assert b"".join(part) == content[3:10]
        assert client.get(address, headers={"range": "bytes=3-9", "if-range": '"old"'}).status_code == 200
        beyond = client.get(address, headers={"range": f"bytes={len(content)}-"})
        assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_latest_leads_to_the_newest_version(client: Client, version: str) -> None:
    assert client.get("/data/latest/votes.csv")["Location"] == f"/data/{version}/votes.csv"
    assert client.get("/data/latest/")["Location"] == "/data/"


def test_nothing_else_is_served(client: Client, version: str) -> None:
    for name in ("seen.json", "nothing.csv", "..", "%2e%2e%2fseen.json"):
        assert client.get(f"/data/{version}/{name}").status_code == 404, name


@pytest.mark.parametrize("act", ["withdraw", "withhold"])
def test_a_version_with_what_was_withdrawn_later_is_withheld(client: Client, version: str, act: str) -> None:
    if act == "withdraw":
        Resolution.objects.filter(document__key="A/RES/90/2").update(withdrawn_at="2026-11-30T00:00:00Z")
    else:
        revisions = Revision.objects.filter(text__resolution__document__key="A/RES/90/2", text__language="zh")
        revisions.update(withheld_at="2026-11-30T00:00:00Z", current=False)
    for name in ("", "clauses.csv", SQLITE):
        refused = client.get(f"/data/{version}/{name}")
        assert (refused.status_code, b"A/RES/90/2" in refused.content) == (410, True), name
    problem = client.get(f"/data/{version}/?format=json")
    assert (problem.status_code, problem.json()["detail"][-11:]) == (410, "：A/RES/90/2")
    assert client.get("/data/?format=json").json()["versions"][0]["withdrawn"] == ["A/RES/90/2"]
    assert client.get("/data/latest/clauses.csv").status_code == 404


def test_the_examples_answer_their_questions(version: str, settings: Any) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    against, treaties, series = (_answer(example, settings.DATA_DIR / version) for example in examples(EXAMPLES))
    assert against.reset_index().to_dict("records") == [
        {"state": "USA", "short_en": "United States", "short_zh": "美国", "against": 1}
    ]
    assert treaties.to_dict("split")["data"] == [[1]]
    assert [row[2:] for row in series] == [(170, 2, 13, None)]  # the roll has 3 States: who was absent is not known


def test_the_example_counts_the_members_without_a_choice_where_the_roll_is_whole(version: str, settings: Any) -> None:
    """The source lists one absence, and no row for the other members. A State that joined later does not count."""
    totals = {"yes": 1, "no": 1, "abstain": 0}
    cast = {f"cast_{choice}": count for choice, count in totals.items()}
    Vote.objects.filter(document_id="A/RES/90/2").update(date=date(2010, 12, 8), **totals, **cast)
    whole = making.make()
    assert whole
    series = _answer(examples(EXAMPLES)[2], settings.DATA_DIR / whole)
    assert [row[1:] for row in series] == [("2010-12-08", 1, 1, 0, 192 - 2)]


def _answer(example: Example, folder: Path) -> Any:
    code = example.at(str(folder))
    if example.language == "SQL":
        with closing(sqlite3.connect(folder / SQLITE)) as data:
            return data.execute(code.replace("A/RES/79/77", "A/RES/90/2")).fetchall()
    names: dict[str, Any] = {}
    exec(compile(code, example.en, "exec"), names)  # noqa: S102
    return names["answer"]


def test_datasette_shows_every_table(version: str, settings: Any) -> None:
    """Each table as a page, with its keys as links, and as JSON."""
    app = pytest.importorskip("datasette.app", reason="needs the package datasette")
    package = published.version(version)
    assert package

    async def asked() -> dict[str, tuple[int, int]]:
        data = app.Datasette(immutables=[str(settings.DATA_DIR / version / SQLITE)])
        await data.invoke_startup()
        found = {}
        for resource in package.package["resources"]:
            page = await data.client.get(f"/archive/{resource['name']}")
            rows = await data.client.get(f"/archive/{resource['name']}.json?_shape=array&_size=max")
            found[resource["name"]] = (page.status_code, len(rows.json()))
        return found

    most = 1000  # rows of one answer of Datasette
    expected = {each["name"]: (200, min(each["rows"], most)) for each in package.package["resources"]}
    assert asyncio.run(asked()) == expected
