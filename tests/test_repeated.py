"""Tests that a repeated corpus has the same texts under symbols of its own, which cite each other."""

from __future__ import annotations

import pytest

from archive.reading.sources import Source
from benchmarks.repeated import repeated

HEAD = '<FRBRuri value="/unga/2030-12-01/90-3/"/><docNumber refersTo="#symbol">A/RES/90/3</docNumber>'
TEXT = '<docNumber>90/3.</docNumber><docTitle refersTo="#resolutionTitle">一项试验</docTitle>'
OTHER = Source("b.xml", b"<docNumber>90/4.</docNumber>")


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        (HEAD, HEAD.replace("90-3/", "90-3K/").replace("A/RES/90/3", "A/RES/90/3K")),
        (TEXT, TEXT.replace("90/3.", "90/3 K.").replace("一项试验", "一项试验 K")),
        ("回顾其第90/4号决议，", "回顾其第90/4 K号决议，"),
        ("回顾其第90/4号和第88/4号决议，", "回顾其第90/4 K号和第88/4号决议，"),  # 88/4 is not in the corpus
        ("(A/90/4，第3段)", "(A/90/4，第3段)"),  # a document
        ("第90/4 B号决议", "第90/4 B号决议"),  # another part
        ('href="https://undocs.org/A/RES/90/4"', 'href="https://undocs.org/A/RES/90/4K"'),
    ],
)
def test_a_copy_has_other_symbols(text: str, copy: str) -> None:
    number = "<docNumber>90/3.</docNumber>"
    source = Source("a.xml", f"{number}{text}".encode())
    assert [(each.name, each.content.decode()) for each in repeated([source, OTHER], 2)] == [
        ("a.xml", f"{number}{text}"),
        ("b.xml", "<docNumber>90/4.</docNumber>"),
        ("a-K.xml", f"<docNumber>90/3 K.</docNumber>{copy}"),
        ("b-K.xml", "<docNumber>90/4 K.</docNumber>"),
    ]


def test_other_files_and_parts_are_taken_once() -> None:
    part = Source("c.xml", b'<docNumber>90/5.</docNumber><docNumber refersTo="#letter">B</docNumber>')
    names = [each.name for each in repeated([Source("votes.json", b"{}"), part, OTHER], 3)]
    assert names == ["votes.json", "c.xml", "b.xml", "b-K.xml", "b-L.xml"]
