"""Tests OAI-PMH rule by rule: requests and what the protocol says that they get."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import BadResumptionToken, NoRecordsMatch

from archive.models import Document, HarvestItem, Resolution, Subject
from archive.views.harvest import formats, records, tokens
from tests import shelf
from tests.harvests import NAMES, ask, errors, parsed, stamped, symbols, texts, token

pytestmark = pytest.mark.django_db

FIRST, SECOND = "oai:localhost:A/RES/89/1", "oai:localhost:A/RES/90/2"
DAY, LATER = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC)


@pytest.fixture
def filled(settings: Any) -> None:
    settings.PUBLIC_HOSTS = []
    shelf.fill()
    stamped()
    HarvestItem.objects.filter(symbol="A/RES/89/1").update(changed_at=DAY)
    HarvestItem.objects.filter(symbol="A/RES/90/2").update(changed_at=LATER)


BAD: list[tuple[str, str]] = [
    # Section 3.6 and the errors of each verb in section 4.
    ("", "badVerb"),
    ("verb=", "badVerb"),
    ("verb=identify", "badVerb"),
    ("verb=GetMetadata", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&verb=ListSets", "badVerb"),
    ("metadataPrefix=oai_dc", "badVerb"),
    ("verb=%00&x=%FF", "badVerb"),
    ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
    ("verb=Identify&x=1", "badArgument"),
    ("verb=Identify&%00=%01", "badArgument"),
    ("verb=ListSets&set=session-90", "badArgument"),
    ("verb=ListSets&resumptionToken=x&from=2026-01-01", "badArgument"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ("verb=ListMetadataFormats&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListMetadataFormats&identifier=oai:localhost:A/RES/1/1", "idDoesNotExist"),
    ("verb=GetRecord", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    (f"verb=GetRecord&identifier={FIRST}", "badArgument"),
    (f"verb=GetRecord&identifier={FIRST}&identifier={SECOND}&metadataPrefix=oai_dc", "badArgument"),
    (f"verb=GetRecord&identifier={FIRST}&metadataPrefix=oai_dc&set=session-89", "badArgument"),
    (f"verb=GetRecord&identifier={FIRST}&metadataPrefix=", "badArgument"),
    (f"verb=GetRecord&identifier={FIRST}&metadataPrefix=mods", "cannotDisseminateFormat"),
    ("verb=GetRecord&identifier=A/RES/89/1&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=oai:elsewhere:A/RES/89/1&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=oai:localhost:&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=oai:localhost:A/89/7&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=oai:localhost:%00%0B%FF&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=<a>%26%22&metadataPrefix=oai_dc", "idDoesNotExist"),
    *(
        (f"verb={verb}{query}", code)
        for verb in ("ListIdentifiers", "ListRecords")
        for query, code in (
            ("", "badArgument"),
            ("&from=2026-01-01", "badArgument"),
            ("&metadataPrefix=oai_dc&identifier=" + FIRST, "badArgument"),
            ("&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("&metadataPrefix=oai_dc&set=session-89&set=session-90", "badArgument"),
            ("&metadataPrefix=oai%20dc", "badArgument"),
            ("&metadataPrefix=oai_dc&set=", "badArgument"),
            ("&metadataPrefix=oai_dc&set=session/89", "badArgument"),
            ("&metadataPrefix=oai_dc&set=a:", "badArgument"),
            ("&metadataPrefix=oai_dc&from=", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01", "badArgument"),
            ("&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
            ("&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
            ("&metadataPrefix=oai_dc&from=２０２６-01-01", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00:00", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00Z", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00:00.5Z", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00:00%2B08:00", "badArgument"),
            ("&metadataPrefix=oai_dc&until=2026-01-01T25:00:00Z", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),  # granularities
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00:00Z&until=2026-01-02", "badArgument"),
            ("&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),  # from after until
            ("&metadataPrefix=oai_dc&from=2026-01-01T00:00:01Z&until=2026-01-01T00:00:00Z", "badArgument"),
            ("&metadataPrefix=mods", "cannotDisseminateFormat"),
            ("&metadataPrefix=oai_dc&set=session-1", "noRecordsMatch"),
            ("&metadataPrefix=oai_dc&set=series-A_RES_1_1", "noRecordsMatch"),
            ("&metadataPrefix=oai_dc&set=nothing:at:all", "noRecordsMatch"),
            ("&metadataPrefix=oai_dc&until=1945-01-01", "noRecordsMatch"),  # before earliestDatestamp
            ("&metadataPrefix=oai_dc&from=9999-12-31&until=9999-12-31", "noRecordsMatch"),
            ("&resumptionToken=", "badResumptionToken"),
            ("&resumptionToken=x", "badResumptionToken"),
            ("&resumptionToken=%00", "badResumptionToken"),
            ("&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
            ("&resumptionToken=x&resumptionToken=x", "badArgument"),
        )
    ),
]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_error_has_its_code(client: Client, method: str) -> None:
    """The request is repeated with its arguments, unless they are wrong (section 3.2)."""
    got = []
    for query, _code in BAD:
        if method == "get":
            answer = client.get(f"/oai?{query}")
        else:
            answer = client.post("/oai", query, content_type="application/x-www-form-urlencoded")
        root = parsed(answer)
        [request] = root.iterfind("{*}request")
        assert bool(request.attrib) == (errors(root)[0] not in ("badVerb", "badArgument")), query
        assert request.text == "http://testserver/oai"
        got.append((query, *errors(root)))
    assert got == BAD


LISTS: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["A/RES/89/1", "A/RES/90/2"]),
    ({"set_": "session-89"}, ["A/RES/89/1"]),
    ({"set_": "body-ga_resolution"}, ["A/RES/89/1", "A/RES/90/2"]),
    ({"set_": "committee-First"}, ["A/RES/90/2"]),
    ({"from_": "2026-01-02"}, ["A/RES/89/1", "A/RES/90/2"]),
    ({"until": "2026-01-02"}, ["A/RES/89/1"]),  # a day with its last second
    ({"from_": "2026-01-02", "until": "2026-01-02"}, ["A/RES/89/1"]),
    ({"until": "2026-01-03"}, ["A/RES/89/1", "A/RES/90/2"]),
    ({"from_": "2026-01-02T03:04:05Z", "until": "2026-01-02T03:04:05Z"}, ["A/RES/89/1"]),  # both ends belong to it
    ({"from_": "2026-01-02T03:04:06Z"}, ["A/RES/90/2"]),
    ({"until": "2026-01-02T23:59:59Z"}, ["A/RES/89/1"]),
    ({"from_": "2026-01-03", "set_": "session-90"}, ["A/RES/90/2"]),
    ({"until": "9999-12-31"}, ["A/RES/89/1", "A/RES/90/2"]),
]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("arguments", "found"), LISTS)
def test_a_list_has_what_was_asked_for(client: Client, arguments: dict[str, str], found: list[str]) -> None:
    for verb in ("ListIdentifiers", "ListRecords"):
        root = ask(client, verb, metadataPrefix="oai_dc", **arguments)
        assert symbols(root) == found
        assert token(root) is None  # a complete list
        [request] = root.iterfind("{*}request")
        named = {name.rstrip("_"): value for name, value in arguments.items()}
        assert sorted(request.items()) == sorted([("verb", verb), ("metadataPrefix", "oai_dc"), *named.items()])


@pytest.mark.usefixtures("filled")
def test_the_archive_tells_of_itself(client: Client, settings: Any) -> None:
    settings.CONTACT = "mailto:archive@example.org"
    root = ask(client, "Identify")
    wanted = {
        "baseURL": "http://testserver/oai",
        "adminEmail": "archive@example.org",
        "earliestDatestamp": "2026-01-02T03:04:05Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }
    assert {name: root.findtext(f".//{{*}}{name}") for name in wanted} == wanted
    assert root.find(".//{*}description") is None
    settings.PUBLIC_HOSTS = [".archive.example.org:443"]
    root = ask(client, "Identify")
    assert root.findtext(".//{*}sampleIdentifier") == "oai:archive.example.org:A/RES/65/72"


@pytest.mark.parametrize("contact", ["", "https://example.org/contact", "root@localhost"])
def test_without_a_mail_address_it_says_that_there_is_none(client: Client, settings: Any, contact: str) -> None:
    settings.CONTACT = contact
    root = ask(client, "Identify")
    assert root.findtext(".//{*}adminEmail") == "no-contact@archive.invalid"
    assert root.findtext(".//{*}earliestDatestamp") == root.findtext("{*}responseDate")  # an empty archive


@pytest.mark.usefixtures("filled")
def test_formats_and_sets(client: Client) -> None:
    for arguments in ({}, {"identifier": FIRST}):
        assert texts(ask(client, "ListMetadataFormats", **arguments), "//oai:metadataPrefix") == list(formats.FORMATS)
    subject = Subject.objects.get(name_en="DISARMAMENT").pk
    root = ask(client, "ListSets")
    assert dict(zip(texts(root, "//oai:setSpec"), texts(root, "//oai:setName"), strict=True)) == {
        "body-ga_resolution": "大会的决议 / Resolutions of the General Assembly",
        "committee-First": ("第一委员会（裁军与国际安全） / First Committee (Disarmament and International Security)"),
        "session-89": "第89届会议 / Session 89",
        "session-90": "第90届会议 / Session 90",
        f"subject-{subject}": "裁军 / Disarmament",
    }


@pytest.mark.usefixtures("filled")
def test_the_set_of_a_subject_says_that_inferred_subjects_are_not_in_it(client: Client) -> None:
    subject = Subject.objects.get(name_en="DISARMAMENT").pk
    root = ask(client, "ListSets")
    assert texts(root, "//oai:set[oai:setDescription]/oai:setSpec") == [f"subject-{subject}"]
    chinese, english = texts(root, "//oai:setDescription/oai_dc:dc/dc:description")
    assert ("推断" in chinese, "infers" in english) == (True, True)
    assert f"http://testserver/subjects/{subject}/" in chinese


@pytest.mark.parametrize("ask_for", ["get", "post"])
def test_the_address_with_a_slash_leads_to_the_address(client: Client, ask_for: str) -> None:
    answer = getattr(client, ask_for)("/oai/?verb=Identify")
    assert (answer.status_code, answer["Location"]) == (308, "/oai?verb=Identify")
    assert getattr(client, ask_for)("/oai/?verb=Identify", follow=True).status_code == 200


@pytest.mark.usefixtures("filled")
def test_an_answer_is_compressed_if_asked(client: Client) -> None:
    assert client.get("/oai?verb=Identify", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_other_methods_are_refused(client: Client) -> None:
    assert [client.generic(method, "/oai").status_code for method in ("HEAD", "PUT", "DELETE")] == [200, 405, 405]


def test_a_post_needs_no_token_against_forgery() -> None:
    answer = Client(enforce_csrf_checks=True).post("/oai", {"verb": "Identify"})
    assert errors(parsed(answer)) == []


# --- Pages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(filled: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five items and pages of two. Three items have the same second."""
    monkeypatch.setattr(records, "_HEADERS", 2)
    small = {prefix: _smaller(format) for prefix, format in formats.FORMATS.items()}
    monkeypatch.setattr(records, "FORMATS", small)
    for number in (3, 4, 5):
        shelf.store(shelf.draft(f"A/RES/90/{number}"))
    stamped()
    HarvestItem.objects.filter(symbol__gte="A/RES/90/2").update(changed_at=LATER)
    HarvestItem.objects.filter(symbol="A/RES/90/5").update(changed_at=LATER + timedelta(days=1))
    return ["A/RES/89/1", "A/RES/90/2", "A/RES/90/3", "A/RES/90/4", "A/RES/90/5"]


def _smaller(format: formats.Format) -> formats.Format:
    return replace(format, page=2)


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_a_list_goes_on_with_its_token(client: Client, many: list[str], verb: str) -> None:
    root = ask(client, verb, metadataPrefix="oai_dc", until="2030-01-01")
    pages, said = [symbols(root)], []
    while (found := token(root)) is not None:
        said.append((found.get("cursor"), found.get("completeListSize"), bool(found.get("expirationDate"))))
        if not found.text:
            break
        again = ask(client, verb, resumptionToken=found.text)
        root = ask(client, verb, resumptionToken=found.text)
        assert symbols(again) == symbols(root), "a token can be used again (section 3.5.1)"
        pages.append(symbols(root))
    assert pages == [many[:2], many[2:4], many[4:]]
    assert said == [("0", "5", True), ("2", "5", True), ("4", "5", False)]


def _answered(request: httpx2.Request) -> httpx2.Response:
    response = Client().get(request.url.raw_path.decode())
    return httpx2.Response(response.status_code, content=response.content)


class _Harvester(Scythe):
    """The harvester of the library, with this archive instead of the network."""

    client = httpx2.Client(transport=httpx2.MockTransport(_answered))


AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


@pytest.mark.parametrize(
    ("prefix", "root"),
    [
        ("oai_dc", f"{{{NAMES['oai_dc']}}}dc"),
        ("marcxml", f"{{{NAMES['marc']}}}record"),
        ("akn", f"{{{AKN}}}akomaNtoso"),
    ],
)
def test_a_harvester_takes_everything(many: list[str], prefix: str, root: str) -> None:
    Resolution.everything.filter(document__key="A/RES/90/4").update(withdrawn_at=LATER)
    stamped()
    harvester: Any = _Harvester("http://testserver/oai")
    assert prefix in {each.metadataPrefix for each in harvester.list_metadata_formats()}
    found = {each.header.identifier: each for each in harvester.list_records(metadata_prefix=prefix)}
    assert sorted(found) == [f"oai:localhost:{symbol}" for symbol in many]
    assert [name for name, each in found.items() if each.deleted] == ["oai:localhost:A/RES/90/4"]
    kept = [*harvester.list_records(metadata_prefix=prefix, ignore_deleted=True)]
    assert len(kept) == 4
    for each in kept:
        [record] = each.xml.find(f"{{{NAMES['oai']}}}metadata")
        assert record.tag == root
        assert each.header.identifier.rpartition(":")[2] in etree.tostring(record, encoding="unicode")
    in_set = harvester.list_identifiers(metadata_prefix=prefix, set_="session-90")
    assert sorted(each.identifier for each in in_set) == [f"oai:localhost:{symbol}" for symbol in many[1:]]


def test_a_harvester_is_told_what_is_wrong(many: list[str]) -> None:
    harvester = _Harvester("http://testserver/oai")
    with pytest.raises(NoRecordsMatch):
        list(harvester.list_records(set_="session-12"))
    with pytest.raises(BadResumptionToken):
        list(harvester.list_records(resumption_token="x"))


def test_a_change_between_two_pages_leaves_nothing_out(client: Client, many: list[str]) -> None:
    """What has been given comes again with its change, what has not been given comes once, and a deletion shows."""
    first = token(ask(client, "ListRecords", metadataPrefix="marcxml"))
    assert first is not None
    assert first.text
    for key, title in (("A/RES/89/1", "新标题"), ("A/RES/90/4", "另一标题")):
        Document.objects.filter(key=key).update(title_zh=title)
    Resolution.everything.filter(document__key="A/RES/90/3").update(withdrawn_at=LATER)
    stamped()
    seen, root = [], ask(client, "ListRecords", resumptionToken=first.text)
    while True:
        seen += symbols(root)
        following = token(root)
        if following is None or not following.text:
            break
        root = ask(client, "ListRecords", resumptionToken=following.text)
    assert seen == ["A/RES/90/5", "A/RES/89/1", "-A/RES/90/3", "A/RES/90/4"]


def test_a_token_is_for_its_verb_and_expires(client: Client, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = ask(client, "ListRecords", metadataPrefix="oai_dc")
    found = token(root)
    assert found is not None
    assert found.text
    answered = datetime.fromisoformat(str(root.findtext("{*}responseDate")))
    assert datetime.fromisoformat(str(found.get("expirationDate"))) == answered + tokens.LIFETIME
    assert errors(ask(client, "ListIdentifiers", resumptionToken=found.text)) == ["badResumptionToken"]
    assert errors(ask(client, "ListRecords", resumptionToken=found.text[:-1])) == ["badResumptionToken"]
    forged = signing.dumps(["oai_dc"], salt="archive.views.harvest.ListRecords")
    assert errors(ask(client, "ListRecords", resumptionToken=forged)) == ["badResumptionToken"]
    monkeypatch.setattr(tokens, "LIFETIME", timedelta(seconds=-1))
    late = ask(client, "ListRecords", resumptionToken=found.text)
    assert errors(late) == ["badResumptionToken"]
    assert "expired" in str(late.findtext("{*}error"))


@pytest.mark.parametrize("prefix", formats.FORMATS)
def test_the_number_of_queries_does_not_grow(client: Client, filled: None, prefix: str) -> None:
    counts = []
    for number in (10, 18):
        for each in range(10, number):
            shelf.store(*shelf.full(f"A/RES/90/{each}"))
        stamped()
        with CaptureQueriesContext(connection) as queries:
            root = ask(client, "ListRecords", metadataPrefix=prefix)
        counts.append((len(symbols(root)), len(queries)))
    assert [items for items, _queries in counts] == [2, 10]  # one page of every format
    assert counts[0][1] == counts[1][1]
