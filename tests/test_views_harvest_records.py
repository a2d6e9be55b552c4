"""Tests the records of harvests: Dublin Core, MARC and Akoma Ntoso."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from archive.models import Document, HarvestItem, Resolution
from archive.models.resolution import Committee
from archive.reading import read
from archive.reading.draft import DraftClause, RecordedVote
from archive.views.harvest import marcxml
from archive.voting.outcome import Outcome
from tests import shelf
from tests.harvests import NAMES, ask, stamped, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


@pytest.fixture
def filled(settings: Any) -> None:
    settings.PUBLIC_HOSTS = []
    shelf.fill()
    Resolution.objects.filter(document__key="A/RES/90/2").update(published_on=date(2035, 12, 20))
    stamped()


def record(client: Client, prefix: str, symbol: str = "A/RES/90/2") -> etree._Element:
    root = ask(client, "GetRecord", identifier=f"oai:localhost:{symbol}", metadataPrefix=prefix)
    [found] = root.iterfind(".//{*}metadata/*")
    return found


def test_dublin_core(client: Client) -> None:
    found = record(client, "oai_dc")
    said = [
        (etree.QName(one).localname, one.get("{http://www.w3.org/XML/1998/namespace}lang", ""), one.text)
        for one in found.iterchildren()
    ]
    assert said[: said.index(("relation", "", "A/RES/89/1"))] == [
        ("title", "zh-Hans", "一项<试验>"),
        ("title", "en", "A trial"),
        ("creator", "zh-Hans", "联合国大会"),
        ("creator", "en", "United Nations General Assembly"),
        ("publisher", "zh-Hans", "联合国"),
        ("publisher", "en", "United Nations"),
        ("subject", "zh-Hans", "裁军"),
        ("subject", "en", "DISARMAMENT"),
        ("date", "", "2035-12-08"),
        ("type", "", "Text"),
        ("type", "zh-Hans", "决议"),
        ("type", "en", "Resolution"),
        ("format", "", "text/html"),
        ("identifier", "", "A/RES/90/2"),
        ("identifier", "", "http://testserver/A/RES/90/2/"),
        ("language", "", "zh-Hans"),
        ("language", "", "en"),
        ("source", "", "https://docs.un.org/zh/A/RES/90/2"),
        ("relation", "", "A/C.1/90/L.3"),
        ("relation", "", "A/90/400"),
        ("relation", "", "A/90/PV.60"),
    ]
    assert [(name, language) for name, language, _text in said[-2:]] == [("rights", "zh-Hans"), ("rights", "en")]
    assert "ST/AI/189/Add.9/Rev.2" in str(said[-1])
    assert [text for name, _language, text in said if name == "relation"][3:6] == ["A/RES/89/1", "试验公约", "A/89/7"]


MARC = """
041 __ $a chi $a eng
191 __ $a A/RES/90/2 $b A/ $c 90
245 00 $6 880-01 $a A trial : $b resolution / $c adopted by the General Assembly
260 __ $a New York $b United Nations $c 2035-12-20
269 __ $a 2035-12-20
650 17 $6 880-02 $a DISARMAMENT $2 unbist
710 2_ $a UN. General Assembly (90th sess. : 2035-2036)
710 2_ $a UN. General Assembly. 1st Committee
793 __ $a 01
856 40 $3 zh-Hans $u http://testserver/A/RES/90/2/ $q text/html
856 40 $3 en $u http://testserver/A/RES/90/2/?text=en $q text/html
856 41 $3 United Nations $u https://docs.un.org/en/A/RES/90/2
991 __ $b 96(d) $c 全面彻底裁军
992 __ $a 2035-12-08
993 __ $a A/C.1/90/L.3
993 __ $a A/90/400
993 __ $a A/90/PV.60
996 __ $a Adopted 170-2-13, 60th plenary meeting
880 00 $6 245-01/$1 $a 一项<试验>
880 17 $6 650-02/$1 $a 裁军 $2 unbist
""".strip().splitlines()


def fields(found: etree._Element) -> list[str]:
    """The data fields as catalogues print them. An underscore is a blank indicator."""
    lines = []
    for field in found.iterfind("marc:datafield", NAMES):
        parts = "".join(f" ${one.get('code')} {one.text}" for one in field)
        indicators = f"{field.get('ind1')}{field.get('ind2')}".replace(" ", "_")
        lines.append(f"{field.get('tag')} {indicators}{parts}")
    return lines


def test_marc(client: Client) -> None:
    found = record(client, "marcxml")
    assert fields(found) == MARC
    changed = HarvestItem.objects.get(symbol="A/RES/90/2").changed_at
    assert texts(found, "marc:controlfield") == [
        "A/RES/90/2",
        f"{changed:%Y%m%d%H%M%S}.0",
        f"{changed:%y%m%d}s2035    nyu{'|' * 17}chi d",
    ]


def test_marc_with_little_known(client: Client) -> None:
    """Without a date, an English title or a committee the fields say no more than is known."""
    bare = {"title": "", "adopted_on": None, "meeting": None, "meeting_record": ""}
    shelf.store(shelf.draft("A/RES/91/5", **bare))
    shelf.store(shelf.draft("A/RES/91/6", title="只有中文", vote=RecordedVote(Outcome.WITHOUT_VOTE)))
    stamped()
    first = fields(record(client, "marcxml", "A/RES/91/5"))
    assert "245 00 $a A/RES/91/5" in first
    assert [line[:3] for line in first] == ["041", "191", "245", "710", "856", "856"]
    assert texts(record(client, "marcxml", "A/RES/91/5"), "marc:controlfield[@tag='008']")[0][6:11] == "nuuuu"
    second = fields(record(client, "marcxml", "A/RES/91/6"))
    assert "245 00 $a 只有中文" in second
    assert second[-1] == "996 __ $a Adopted without vote, 60th plenary meeting"


@pytest.mark.parametrize(
    ("symbol", "organ", "kind"),
    [
        ("A/DEC/90/501", "UN. General Assembly (90th sess. : 2035-2036)", "decision"),
        ("A/RES/S-10/2", "UN. General Assembly", "resolution"),
        ("S/RES/1540(2004)", "UN. Security Council", "resolution"),
        ("E/RES/2024/5", "UN. Economic and Social Council", "resolution"),
        ("A/HRC/RES/49/3", "UN. Human Rights Council", "resolution"),
    ],
)
def test_marc_of_other_bodies(client: Client, symbol: str, organ: str, kind: str) -> None:
    shelf.store(shelf.draft(symbol, language="en", title="A text"))
    stamped()
    found = record(client, "marcxml", symbol)
    assert texts(found, "marc:datafield[@tag='710']/marc:subfield") == [organ]
    assert texts(found, "marc:datafield[@tag='245']/marc:subfield[@code='b']") == [f"{kind} /"]


def test_akoma_ntoso_is_the_whole_text(client: Client) -> None:
    """The words and paths come back from the record when our reader reads it."""
    [draft] = read(etree.tostring(record(client, "akn")), "x.xml")
    assert (draft.symbol, draft.title) == ("A/RES/90/2", "一项<试验>")
    wanted = shelf.full()[0]
    assert [(one.path, one.text) for one in draft.clauses] == [(one.path, one.text) for one in wanted.clauses]


@pytest.mark.parametrize("prefix", ["oai_dc", "marcxml", "akn"])
def test_text_is_text_in_every_format(client: Client, prefix: str) -> None:
    """Markup in a title is text. A character that XML cannot have becomes the sign for an unreadable one."""
    hostile = "</metadata><script>&amp;\x0b\x1f]]>"
    shelf.store(shelf.draft("A/RES/91/8", title=hostile, clauses=[DraftClause("operative", "op1", "1.", "", hostile)]))
    Document.objects.filter(key="A/RES/91/8").update(title_en=hostile)
    stamped()
    found = record(client, prefix, "A/RES/91/8")
    said = "".join(map(str, found.itertext()))
    assert "</metadata><script>&amp;\ufffd\ufffd]]>" in said


def test_every_committee_has_a_code() -> None:
    assert set(marcxml._COMMITTEES) == set(Committee) - {Committee.UNKNOWN}
