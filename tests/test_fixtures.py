"""Tests the facts in ``fixtures/``: treaties, instruments, the documents that the seed cites, and subjects.

They are compared with the First Committee's resolutions and with the UNBIS thesaurus.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import symbols
from archive.citing.catalogue import FIXTURES, from_fixtures, name_key, names_of
from archive.intake.catalogue import from_database
from archive.intake.fixtures import load
from archive.intake.votes import VoteIntake
from archive.models import Document, DocumentAlias
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord

DATA = FIXTURES.parents[1] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the resolutions in ../shared/data")

FIELDS = {
    "key": str,
    "kind": str,
    "title_zh": str,
    "title_en": str,
    "aliases": list,
    "short_zh": str,
    "date": (str, type(None)),
    "place_zh": str,
    "place_en": str,
    "unts": list,
    "lnts": list,
    "url": str,
    "in_force": (str, type(None)),
    "adoption": (dict, type(None)),
}
# Short forms that a text uses after the full name. They are no name of a single instrument.
KIND = re.compile(
    "(?:第.号?)?(?:附加|任择)?议定书|(?:联合)?公约|条约|宪章|规约|协定|(?:政治)?协议|(?:政治|最后)?宣言|战略|导则|(?:行为)?[准守]则"
    "|行动(?:纲领|计划)|(?:最后|结论|成果)文件|全球框架"
)

ROWS: list[dict[str, Any]] = [
    row for path in sorted((FIXTURES / "documents").glob("*.json")) for row in json.loads(path.read_text("utf-8"))
]
BY_KEY = {row["key"]: row for row in ROWS}
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["key"] for row in ROWS])


with (FIXTURES / "documents" / "titles.csv").open(encoding="utf-8", newline="") as stream:
    TITLES = list(csv.DictReader(stream))


def names(row: dict[str, Any]) -> tuple[str, ...]:
    return names_of(row["key"], (row["title_zh"], row["title_en"]), row["aliases"])


@each_row
def test_a_row_has_every_field_and_no_other(row: dict[str, Any]) -> None:
    assert list(row) == list(FIELDS)
    for field, kind in FIELDS.items():
        assert isinstance(row[field], kind), field  # type: ignore[arg-type]
    assert row["title_en"]
    assert not any(text != text.strip() for text in [row["title_zh"], row["title_en"], *row["aliases"]])


@each_row
def test_a_key_is_normalised_and_agrees_with_the_kind(row: dict[str, Any]) -> None:
    assert symbols.normalise(row["key"]) == row["key"]
    assert row["kind"] in symbols.KINDS
    assert (row["kind"] == symbols.TREATY) == row["key"].startswith("treaty:")
    if row["key"].startswith("title:"):
        assert row["key"] == "title:" + row["title_zh"]
    if symbols.kind_of(row["key"]) in (symbols.GA_RESOLUTION, symbols.SC_RESOLUTION, symbols.INFCIRC):
        assert row["kind"] == symbols.kind_of(row["key"])


@each_row
def test_dates_places_links_and_votes_are_well_formed(row: dict[str, Any]) -> None:
    made, in_force = (date.fromisoformat(row[field]) if row[field] else None for field in ("date", "in_force"))
    assert in_force is None or (made is not None and made <= in_force)
    assert bool(row["place_zh"]) == bool(row["place_en"])
    assert row["url"] == "" or re.fullmatch(r"https://[a-z.-]+/[\w./?=&()%-]*", row["url"])
    assert all(
        len(place) == 2 and all(isinstance(n, int) and n > 0 for n in place) for place in row["unts"] + row["lnts"]
    )
    if vote := row["adoption"]:
        assert list(vote) == ["outcome", "yes", "no", "abstain"]
        counts = [vote["yes"], vote["no"], vote["abstain"]]
        if vote["outcome"] == "recorded":
            members = 15 if row["kind"] == symbols.SC_RESOLUTION else 193
            assert vote["yes"] > vote["no"]
            assert sum(counts) <= members
        else:
            assert vote["outcome"] == "without_vote"
            assert counts == [None, None, None]


@each_row
def test_names_are_distinctive(row: dict[str, Any]) -> None:
    assert not any(KIND.fullmatch(name_key(name)) for name in names(row))
    assert len({name_key(name) for name in names(row)}) == len(names(row))
    assert re.fullmatch("(《[^《》]+》)?", row["short_zh"])


def test_keys_names_and_registrations_belong_to_one_document() -> None:
    assert Counter(row["key"] for row in ROWS).most_common(1)[0][1] == 1
    owners = Counter(name_key(name) for row in ROWS for name in names(row))
    assert [name for name, count in owners.items() if count > 1] == []
    # A protocol annexed to its convention shares its place in the Treaty Series. Only the convention's row has it.
    places = Counter(tuple(place) for row in ROWS for place in row["unts"])
    assert [place for place, count in places.items() if count > 1] == []


def test_there_are_enough_treaties() -> None:
    treaties = [row for row in ROWS if row["kind"] == symbols.TREATY]
    assert treaties == json.loads((FIXTURES / "documents" / "treaties.json").read_text("utf-8"))
    assert len(treaties) >= 60
    assert all(row["title_zh"] and row["date"] for row in treaties)


NAMED = (
    ("不扩散核武器条约", "treaty:NPT"),
    ("《全面禁止核试验条约》", "treaty:CTBT"),  # also the title of resolution 50/245
    ("俄罗斯联邦和美利坚合众国关于进一步削减和限制进攻性战略武器措施条约", "treaty:New START"),
    ("关于进一步削减和限制进攻性战略武器措施条约", "treaty:New START"),
    ("新裁武条约", "treaty:New START"),
    ("关于禁止发展、生产和储存细菌（生物）及毒素武器和销毁此种武器的公约", "treaty:BWC"),
    ("〈中亚无核武器区条约〉议定书", "treaty:Semipalatinsk Protocol"),
    ("关于禁止或限制使用燃烧武器的第三议定书", "treaty:CCW Protocol III"),
    ("从各个方面防止、打击和消除小武器和轻武器非法贸易的行动纲领", "A/CONF.192/15"),
    ("国际追查文书", "A/60/88"),
    ("2030年可持续发展议程", "A/RES/70/1"),
    ("大会正式记录，第五十四届会议，补编第42号", "A/54/42"),
    ("Comprehensive Nuclear-Test-Ban Treaty", "treaty:CTBT"),
    # the title of START II; resolutions use it for New START too
    ("美利坚合众国和俄罗斯联邦关于进一步削减和限制进攻性战略武器条约", None),
    ("条约", None),
    ("不扩散/朝鲜民主主义人民共和国", None),  # a title of Security Council resolutions is no name of one document
)


@pytest.mark.parametrize(("name", "key"), NAMED)
def test_the_catalogue_knows_an_instrument_by_its_names(name: str, key: str | None) -> None:
    assert from_fixtures().named(name) == ({key} if key else set())


@pytest.mark.django_db
def test_the_archive_knows_instruments_by_the_same_names() -> None:
    """The catalogue from the database finds the same documents as the one from the files."""
    for key in ("treaty:CTBT", "A/RES/50/245", "A/RES/70/1"):
        facts = {field: BY_KEY[key][field] for field in ("kind", "title_zh", "title_en", "unts")}
        document = Document.objects.create(key=key, **facts)
        for alias in BY_KEY[key]["aliases"]:
            DocumentAlias.objects.create(document=document, name=alias)
    catalogue = from_database()
    assert catalogue.named("全面禁止核试验条约") == {"treaty:CTBT"}
    assert catalogue.named("2030年议程") == {"A/RES/70/1"}


REGISTERED = (
    ((729, 10485), "treaty:NPT"),
    ((1342, 22495), "treaty:CCW"),
    ((2048, 22495), "treaty:CCW Amended Protocol II"),
    ((2399, 22495), "treaty:CCW Protocol V"),
    ((2326, 39574), "treaty:Firearms Protocol"),
    ((634, 9068), "treaty:Tlatelolco"),
)


@pytest.mark.parametrize(("place", "key"), REGISTERED)
def test_the_catalogue_knows_a_treaty_by_its_place_in_the_treaty_series(place: tuple[int, int], key: str) -> None:
    assert from_fixtures().registered(*place) == {key}


@given(st.data())
def test_a_name_is_found_however_it_is_printed(data: st.DataObject) -> None:
    """Spaces of an old PDF, full-width brackets and 《》 do not change a name."""
    row = data.draw(st.sampled_from(ROWS).filter(names))
    name = data.draw(st.sampled_from(names(row)))
    cut = data.draw(st.integers(0, len(name)))
    printed = f"《{name[:cut]}{data.draw(st.sampled_from([' ', chr(10), chr(0xA0)]))}{name[cut:]}》"
    if data.draw(st.booleans()):
        printed = printed.translate(str.maketrans("():", "（）："))
    assert from_fixtures().named(printed) == {row["key"]}


# ── the seed ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def gold() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "gold" / "A_RES_65_72.json").read_text("utf-8"))
    return found


@needs_data
def test_everything_that_the_seed_cites_has_a_full_card() -> None:
    cited = {key for clause in gold()["clauses"] for key in clause["cites"]} | {gold()["symbol"]}
    assert len(cited) == 14
    assert cited <= set(BY_KEY)
    for row in map(BY_KEY.__getitem__, cited):
        assert row["title_zh"] or row["title_en"]
        assert row["url"] or row["key"] == "treaty:New START"
        if "/RES/" in row["key"]:
            assert row["date"]
            assert row["adoption"]
    assert BY_KEY["A/RES/65/72"]["title_zh"] == gold()["title"]
    assert BY_KEY["A/RES/65/72"]["date"] == gold()["adopted_on"]


@needs_data
def test_every_title_in_the_seed_names_what_the_clause_cites() -> None:
    named = [
        (title, clause["cites"])
        for clause in gold()["clauses"]
        for title in re.findall("《([^》]+)》", clause["text"])
        if not KIND.fullmatch(title)
    ]
    assert len(named) >= 10
    for title, cites in named:
        [key] = from_fixtures().named(title)
        assert key in cites, title


@needs_data
def test_votes_are_as_published() -> None:
    with (DATA / "votes" / "lineage_elimination_of_nuclear_weapons.csv").open(encoding="utf-8", newline="") as stream:
        whole = {row["unres"]: row for row in csv.DictReader(stream) if not row["para"]}
    for symbol in ("64/47", "65/72"):
        published = whole[f"R/{symbol}"]
        vote, row = BY_KEY[f"A/RES/{symbol}"]["adoption"], BY_KEY[f"A/RES/{symbol}"]
        assert [str(vote[n]) for n in ("yes", "no", "abstain")] == [
            published[f"n_{n}"] for n in ("yes", "no", "abstain")
        ]
        assert row["date"] == published["date"]


# ── the First Committee's resolutions ────────────────────────────────────────────────────────────────────────────────


@cache
def first_committee() -> tuple[str, ...]:
    """The Chinese files of the First Committee as text without spaces: ``…《title》<note>footnote</note>…``."""
    return tuple(_words(content) for content in _sources() if b"#firstCommittee" in content)


def _sources() -> Iterator[bytes]:
    for path in sorted((DATA / "GAresolutions").rglob("*")):
        if path.suffix == ".xml" and "English" not in path.parts:
            yield path.read_bytes()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from (archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def _words(content: bytes) -> str:
    text = re.sub(r"<authorialNote[^>]*>", "\u2402", content.decode("utf-8")).replace("</authorialNote>", "\u2403")
    text = unescape(re.sub(r"<[^>]+>", "", text)).replace("\u2402", "<note>").replace("\u2403", "</note>")
    return re.sub(r"\s+", "", text)


PLACE = re.compile(
    r"《(?P<title>[^《》<]+)》(?:\([^()<]*\))?<note>(?:联合国，《条约汇编》|同上)，第(?P<volume>\d+)卷，第(?P<number>\d+)号。?</note>"
)
# 79/54 prints the footnote of the Arms Trade Treaty after the Global Framework.
SLIPS = {"常规弹药全周期管理全球框架"}


@needs_data
def test_the_treaty_series_is_cited_as_the_catalogue_has_it() -> None:
    """Checks each 《title》 with a footnote 联合国，《条约汇编》，第…卷，第…号 directly after it.

    A protocol that shares the place of its convention has none of its own. Only numbers are compared, because some
    volumes are misprinted.
    """
    catalogue = from_fixtures()
    pairs = Counter(
        (m["title"], int(m["volume"]), int(m["number"])) for text in first_committee() for m in PLACE.finditer(text)
    )
    checked = 0
    for (title, volume, number), count in pairs.items():
        if title in SLIPS or KIND.fullmatch(title):
            continue
        [key] = catalogue.named(title)
        assert catalogue.registered(volume, number), (title, volume, number)
        own = {place[1] for place in BY_KEY[key]["unts"]}
        assert not own or number in own, (title, volume, number)
        checked += count
    assert checked > 200


DRAFTS = {"禁止使用核武器公约"}  # a draft annexed to a resolution, never concluded


@needs_data
def test_every_treaty_that_the_first_committee_often_names_is_known() -> None:
    files = Counter(
        title
        for text in first_committee()
        for title in set(re.findall("《([^《》<]+(?:条约|公约|议定书))》", text))
        if not KIND.fullmatch(title.removeprefix("条约"))
    )
    often = [title for title, count in files.items() if count >= 3 and title not in DRAFTS]
    assert len(often) > 30
    assert [title for title in often if len(from_fixtures().named(title)) != 1] == []


# ── subjects ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SUBJECTS = FIXTURES / "subjects.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_subjects_have_two_names_each_and_one_place() -> None:
    subjects = rows_of(SUBJECTS)
    assert list(subjects[0]) == ["id", "name_en", "name_zh"]
    assert all(all(row.values()) for row in subjects)
    for field in ("id", "name_en"):
        assert len({row[field] for row in subjects}) == len(subjects)
    assert {row["name_en"]: row["name_zh"] for row in subjects}["NUCLEAR DISARMAMENT"] == "核裁军"
    assert SUBJECTS.stat().st_size < 400_000


@needs_data
def test_subjects_are_those_of_the_thesaurus_that_have_a_chinese_name() -> None:
    thesaurus = [row for row in rows_of(DATA / "unbis" / "unbis_en_zh.csv") if row["zh_pref"]]
    assert [tuple(row.values()) for row in rows_of(SUBJECTS)] == [
        (row["unbis_id"], row["en_pref"], row["zh_pref"]) for row in thesaurus
    ]


def test_the_titles_of_cited_documents() -> None:
    keys = [row["key"] for row in TITLES]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & BY_KEY.keys()
    assert list(TITLES[0]) == ["key", "kind", "title_zh", "title_en", "date"]
    for row in TITLES:
        assert symbols.normalise(row["key"]) == row["key"]
        assert row["title_en"] == row["title_en"].strip() != ""
        assert row["title_zh"] == row["title_zh"].strip()
        assert row["kind"] in ("", "official_record", "report")
        assert not row["date"] or date.fromisoformat(row["date"])


@pytest.mark.django_db
def test_a_title_that_is_no_name_cites_nothing() -> None:
    load()
    rules = Document.objects.get(key="CD/8/Rev.9")
    assert (rules.title_zh, rules.title_is_name) == ("裁军谈判会议议事规则", False)
    assert not from_database().named("裁军谈判会议议事规则")
    assert Document.objects.get(key="A/64/27").kind == "official_record"
    assert "CD/8/Rev.9" in from_database()


@pytest.mark.django_db
def test_a_title_of_a_vote_is_replaced_and_that_of_a_librarian_kept() -> None:
    ballots = [CastBallot("CHINA", Choice.YES)]
    VoteIntake().store(
        VoteRecord(f"library:{n}", Origin.LIBRARY, symbol, title=title, session="63", ballots=ballots)
        for n, symbol, title in [(1, "A/RES/63/69", "Transparancy in armaments"), (2, "A/RES/63/70", "Whales")]
    )
    Document.objects.create(key="A/RES/65/77", title_en="A librarian's title")
    load()
    titles = dict(Document.objects.values_list("key", "title_en"))
    assert titles["A/RES/63/69"] == "Transparency in armaments"
    assert titles["A/RES/65/77"] == "A librarian's title"
    assert load().documents == 0
