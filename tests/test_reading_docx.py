"""Tests DOCX, and ODT, DOC and RTF, which LibreOffice converts to it. The data are resolutions set as DOCX."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive.messages import Message
from archive.reading import Unreadable, read
from archive.reading.docx import reader as docx
from archive.reading.docx.styles import spell
from archive.reading.sources import Source, find
from tests.typesetting.compare import Tally
from tests.typesetting.docx import docx as set_as_docx
from tests.typesetting.resolutions import DATA, first_committee, seed

needs_data = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def changed(content: bytes, part: str, before: str, after: str) -> bytes:
    """The package with words of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode(), 1)
            new.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def set_seed() -> bytes:
    if not DATA.exists():
        pytest.skip("../shared/data is not here")
    return set_as_docx(seed())


def test_the_seed_is_read_exactly(set_seed: bytes) -> None:
    (found,), wanted = read(set_seed, "seed.docx"), seed()
    assert (found.format, found.warnings) == ("docx", [])
    assert (found.clauses, found.footnotes) == (wanted.clauses, wanted.footnotes)
    facts = ("symbol", "title", "title_marks", "formula", "end", "adopted_on", "meeting", "session")
    assert [getattr(found, name) for name in facts] == [getattr(wanted, name) for name in facts]
    assert {line.place for line in found.lines if line.role == "footnote"} == set(wanted.footnotes)


@needs_data
def test_the_first_committees_resolutions_are_read_back() -> None:
    tally = Tally()
    for draft in first_committee(("77", "79")):
        tally.add(draft, read(set_as_docx(draft), draft.symbol)[0])
    assert tally.there["clauses"] > 2000
    assert tally.share("clauses") >= 0.995, str(tally)
    assert tally.share("footnotes") == 1.0, str(tally)
    assert tally.share("marks") >= 0.999, str(tally)
    assert tally.share("openings") >= 0.999, str(tally)


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ('<w:del w:id="7"><w:r><w:delText>某些</w:delText></w:r></w:del>', ""),
        ('<w:ins w:id="7"><w:r><w:t>某些</w:t></w:r></w:ins>', "某些"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>", ""),
        ("<w:smartTag><w:r><w:t>所有</w:t></w:r></w:smartTag>", "所有"),
        ("<w:r><w:noBreakHyphen/></w:r>", "\u2011"),
    ],
)
def test_printed_words_are_read(set_seed: bytes, inside: str, printed: str) -> None:
    bold = "注意到</w:t></w:r>"
    (found,) = read(changed(set_seed, "word/document.xml", bold, bold + inside), "changed.docx")
    assert found.clauses[1].text.startswith(f"注意到{printed}各国在裁军进程")


def test_a_later_mark_refers_to_the_footnote_with_its_bookmark(set_seed: bytes) -> None:
    named = changed(set_seed, "word/document.xml", 'w:name="_Ref', 'w:name="_RefF')
    (found,) = read(changed(named, "word/document.xml", "NOTEREF _Ref", "REF _RefF"), "libreoffice.docx")
    assert found.clauses == seed().clauses


@pytest.mark.parametrize(
    ("doctype", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "docx.entities_refused"),
        ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', "docx.entities_refused"),
        ("<broken>", "docx.not_well_formed"),
    ],
)
def test_hostile_xml_is_refused(set_seed: bytes, doctype: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(changed(set_seed, "word/document.xml", "<w:document ", doctype + "<w:document "), "hostile.docx")
    assert refused.value.message.code == code


def test_a_part_that_unpacks_to_very_much_is_refused(set_seed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MAX_PART", 10_000)
    with pytest.raises(Unreadable) as refused:
        read(set_seed, "bomb.docx")
    assert refused.value.message.code == "docx.too_large"


def test_styles_based_on_each_other_end(set_seed: bytes) -> None:
    circle = '<w:name w:val="UN body"/><w:basedOn w:val="Body"/>'
    (found,) = read(changed(set_seed, "word/styles.xml", '<w:name w:val="UN body"/>', circle), "circle.docx")
    assert found.clauses == seed().clauses


def test_mutated_files_are_read_or_refused(set_seed: bytes) -> None:
    chance = random.Random(7)
    for _ in range(60):
        content = bytearray(set_seed)
        for _ in range(chance.choice((1, 10, 200))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        outcome: object
        try:
            outcome = read(bytes(content), "mutated.docx")
        except Unreadable as error:
            outcome = error
        assert outcome if isinstance(outcome, list) else str(outcome).endswith(".")


def test_a_word_file_is_one_source(set_seed: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(set_seed)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c.docx", set_seed)
    found = list(find([tmp_path]))
    assert [(Path(x.name).name, isinstance(x, Source)) for x in found] == [("a.docx", True), ("b.zip!c.docx", True)]


def test_other_office_files_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", "<core/>")
    with pytest.raises(Unreadable) as refused:
        read(out.getvalue(), "file.docx")
    assert refused.value.message.code == "source.zip_or_other_office_file"


@needs_office
@needs_data
@pytest.mark.parametrize("format", ["doc", "odt", "rtf"])
def test_office_files_are_converted(format: str, set_seed: bytes, tmp_path: Path) -> None:
    (tmp_path / "seed.docx").write_bytes(set_seed)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", format, "seed.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (found,) = read((tmp_path / f"seed.{format}").read_bytes(), f"seed.{format}")
    assert (found.format, found.clauses, found.footnotes) == (format, seed().clauses, seed().footnotes)


@pytest.mark.parametrize(
    ("content", "format"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"), (b"{\\rtf1 x}", "RTF")],
)
def test_without_a_converter_there_is_a_message(content: bytes, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Unreadable) as refused:
        read(content, "old")
    assert refused.value.message == Message("office.no_converter", {"format": format})


@pytest.mark.parametrize(
    ("number", "format", "printed"),
    [
        (3, "decimal", "3"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (12, "chineseCounting", "十二"),
        (20, "japaneseCounting", "二十"),
        (3, "ideographTraditional", "丙"),
        (2, "decimalEnclosedCircle", "②"),
        (1, "decimalFullWidth", "１"),
        (5, "something new", "5"),
    ],
)
def test_numbers_in_words_formats(number: int, format: str, printed: str) -> None:
    assert spell(number, format) == printed
