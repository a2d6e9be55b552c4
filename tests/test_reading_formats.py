"""Tests the table of formats with an added row ("tape"): it is read, stored and shown without other changes."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from archive.citing.citation import Citations
from archive.intake.store import Intake
from archive.intake.votes import record_of
from archive.messages import Message, catalogue
from archive.models import Source
from archive.reading import Unreadable, read, readers, source_formats
from archive.reading.draft import Draft, DraftClause, RecordedVote
from archive.reading.reader import Reader
from archive.reading.source_formats import FORMATS, SourceFormat, by_key
from archive.reading.sources import Source as Bytes
from archive.reading.told import Told
from archive.reading.wanted import on_disarmament
from archive.voting.outcome import Outcome


def _read_tape(content: bytes, name: str, told: Told) -> list[Draft]:
    clause = DraftClause("operative", "op1", "1.", "决定", content.decode()[5:])
    return [Draft(name, TAPE.format.key, "zh", "A/RES/90/2", "一项试验", formula="大会，", clauses=[clause])]


TAPE = Reader(SourceFormat("tape", "Paper tape", (".tape",)), lambda content: content.startswith(b"TAPE "), _read_tape)
CONTENT = "TAPE 决定继续审议。".encode()


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "READERS", (TAPE, *readers.READERS))
    monkeypatch.setattr(source_formats, "FORMATS", (TAPE.format, *source_formats.FORMATS))


@pytest.mark.usefixtures("tape")
def test_an_added_format_is_read() -> None:
    assert [(draft.format, draft.clauses[0].text) for draft in read(CONTENT, "a.tape")] == [("tape", "决定继续审议。")]
    with pytest.raises(Unreadable) as refused:
        read(b"broken off", "a.tape")
    assert refused.value.message == Message("source.name_belies_format", {"suffix": ".tape"})


@pytest.mark.django_db
@pytest.mark.usefixtures("tape")
def test_an_added_format_is_stored_and_shown(client: Client) -> None:
    Intake().store(Bytes("a.tape", CONTENT), [(draft, Citations()) for draft in read(CONTENT, "a.tape")])
    source = Source.objects.get()
    source.full_clean()
    assert (source.format, source.get_format_display()) == ("tape", "Paper tape")
    assert "Paper tape" in client.get("/A/RES/90/2/").content.decode()
    assert client.get("/A/RES/90/2/?format=json").json()["source"]["format"] == "tape"
    client.force_login(get_user_model().objects.create_superuser("li"))
    assert "Paper tape" in client.get("/admin/archive/source/").content.decode()


@pytest.mark.django_db
def test_an_unknown_format_is_shown_as_stored_and_is_not_valid() -> None:
    source = Source.objects.create(sha256="0" * 64, name="a.tape", format="tape", size=1, content=b"x")
    assert source.get_format_display() == "tape"
    with pytest.raises(ValidationError, match="tape"):
        source.full_clean()


def test_formats_have_keys_of_their_own_and_a_name() -> None:
    keys = [each.key for each in FORMATS]
    assert keys == ["mail", "pdf", "scan", "docx", "doc", "odt", "rtf", "akn4un", "html", "markdown", "text"]
    assert [each.name for each in FORMATS if each.name in catalogue()] == [
        "format.mail",
        "format.scan",
        "format.html",
        "format.text",
    ]
    assert [by_key(key) for key in keys] == list(FORMATS) == [reader.format for reader in readers.READERS]
    assert by_key("") is None


@pytest.mark.parametrize(
    ("format", "committee", "taken"),
    [
        ("akn4un", "First", True),
        ("akn4un", "Second", False),
        ("akn4un", "", False),  # the UN's XML names the committee where there is one
        ("pdf", "", True),
        ("text", "", True),
        ("text", "plenary", False),
        ("later", "", True),
    ],
)
def test_the_committee_of_each_format(format: str, committee: str, taken: bool) -> None:
    assert on_disarmament(Draft("a", format, "zh", committee=committee)) is taken


@pytest.mark.parametrize(
    ("format", "origin"),
    [("akn4un", "resolution"), ("pdf", "words"), ("docx", "words"), ("text", "words"), ("later", "words")],
)
def test_the_source_of_a_roll_call_of_each_format(format: str, origin: str) -> None:
    record = record_of(Draft("a", format, "zh", "A/RES/90/2", vote=RecordedVote(Outcome.RECORDED, 9, 1, 0)))
    assert record is not None
    assert (record.origin, record.key) == (origin, f"{origin}:A/RES/90/2")
