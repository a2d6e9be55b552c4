"""Tests invalid and very long numbers in DOCX and XML: they are ignored, and the text is still read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from archive.reading import read
from tests.conftest import ROOT
from tests.typesetting.docx import docx as docx_of

SEED = ROOT / "fixtures" / "resolutions" / "A_RES_65_72.txt"
ODD = (
    "",
    " ",
    "-",
    "--5",
    "²",
    "①",
    "٣",
    "１",
    "1.5",
    "5pt",
    "0x10",
    "1e9",
    "一",
    "99999999999",
    "9" * 5000,
    "1-9999999",
)


def edited(content: bytes, part: str, pattern: str, to: str) -> bytes:
    """A DOCX with every match in one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w") as made:
        for name in package.namelist():
            text = package.read(name).decode()
            made.writestr(name, re.sub(pattern, lambda found: to, text) if name == part else text)
    return stream.getvalue()


@pytest.mark.parametrize("odd", ODD)
def test_attributes_of_a_word_file(odd: str) -> None:
    [seed] = read(SEED.read_bytes(), SEED.name)
    content = docx_of(seed)
    shifted = f'<w:rPr><w:position w:val="{odd}"/><w:sz w:val="{odd}"/>'
    [draft] = read(edited(content, "word/document.xml", "<w:rPr>", shifted), "shifted.docx")
    assert [clause.text for clause in draft.clauses] == [clause.text for clause in seed.clauses]
    for name in ("ilvl", "start", "lvlRestart", "abstractNumId"):
        pattern = rf'(?<=<w:{name} w:val=")[^"]*|(?<=w:{name}=")[^"]*'
        for part in ("word/numbering.xml", "word/document.xml"):
            assert read(edited(content, part, pattern, odd), f"{name}.docx")


@pytest.mark.parametrize("odd", ODD)
def test_numbers_of_an_akn_file(odd: str, shared_data: Path) -> None:
    [source] = (shared_data / "GAresolutions").rglob("A_RES_77_22-2227257C.xml")
    text = source.read_text(encoding="utf-8")
    places = (r"(<num[^>]*>)[^<]*", r'(marker=")[^"]*', r"(<sup[^>]*>)[^<]*", r'(value=")[^"]*', r'(title=")[^"]*',
              r'(date=")[^"]*', r"(PV\.)\d+")  # fmt: skip
    assert all(re.search(place, text) for place in places)
    for place in places:
        read(re.sub(place, lambda found: found[1] + odd, text).encode(), "odd.xml")
