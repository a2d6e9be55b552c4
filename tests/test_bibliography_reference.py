"""The facts of a reference: the place of a clause in its text, the organ of a symbol, and keys."""

from __future__ import annotations

import pytest

from archive.bibliography.paragraph import HEADING, OPERATIVE, PREAMBULAR, TABLE, Paragraph
from archive.bibliography.reference import Reference, body_of, citation_key

PLACES = [
    # path, labels, kind, annex, heading, number and points in Chinese, number and points in English
    ("op8", ("8.",), OPERATIVE, "", "", "8", [], "8", []),
    ("pp3", ("",), PREAMBULAR, "", "", "3", [], "3", []),
    ("op3-a", ("3.", "(a)"), OPERATIVE, "", "", "3", ["(a)"], "3", ["(a)"]),
    ("op8-d-1", ("8.", "(d)", "㈠"), OPERATIVE, "", "", "8", ["(d)", "㈠"], "8", ["(d)", "(1)"]),
    ("op2", ("二、",), OPERATIVE, "", "", "二", [], "2", []),
    ("op1-bis", ("1 bis.",), OPERATIVE, "", "", "1 bis", [], "1 bis", []),
    ("pp11-c", ("", "(c)"), PREAMBULAR, "", "", "11", ["(c)"], "11", ["(c)"]),
    ("op3-p1", ("3.", ""), OPERATIVE, "", "", "3", [], "3", []),
    ("annex1-op2", ("2.",), OPERATIVE, "1", "", "2", [], "2", []),
    ("annex1-p4", ("",), OPERATIVE, "1", "", "4", [], "4", []),
    ("annex2-h3-op1-a", ("1.", "(a)"), OPERATIVE, "2", "3", "1", ["(a)"], "1", ["(a)"]),
    ("h2-op1", ("1.",), OPERATIVE, "", "2", "1", [], "1", []),
    ("h4", ("四",), HEADING, "", "", "四", [], "4", []),
    ("table1", ("",), TABLE, "", "", "1", [], "1", []),
    ("op3-a", (), OPERATIVE, "", "", "3", ["(a)"], "3", ["(a)"]),
    ("op1-bis-b", (), OPERATIVE, "", "", "1 bis", ["(b)"], "1 bis", ["(b)"]),
    ("pp3_2", (), PREAMBULAR, "", "", "3", [], "3", []),
    ("pp3_2", ("",), PREAMBULAR, "", "", "3", [], "3", []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "labels", "kind", "annex", "heading", "zh", "zh_points", "en", "en_points"), PLACES)
def test_a_place(
    path: str, labels: tuple[str, ...], kind: str, annex: str, heading: str,
    zh: str, zh_points: list[str], en: str, en_points: list[str],
) -> None:  # fmt: skip
    place = Paragraph(path, labels)
    assert (place.kind, place.annex, place.heading) == (kind, annex, heading)
    assert (place.number("zh"), place.points("zh")) == (zh, zh_points)
    assert (place.number("en"), place.points("en")) == (en, en_points)


BODIES = [
    ("A/RES/65/72", "general_assembly"),
    ("A/HRC/RES/49/3", "human_rights_council"),
    ("S/RES/1540(2004)", "security_council"),
    ("E/RES/2024/5", "economic_and_social_council"),
    ("A/CN.10/137", "disarmament_commission"),
    ("CD/1299", "conference_on_disarmament"),
    ("INFCIRC/140", "iaea"),
    ("NPT/CONF.2010/50", ""),
    ("", ""),
]


@pytest.mark.parametrize(("symbol", "body"), BODIES)
def test_the_organ_of_a_symbol(symbol: str, body: str) -> None:
    assert body_of(symbol) == body


KEYS = [
    (Reference("ga_resolution", "A/RES/65/72"), "A-RES-65-72"),
    (Reference("ga_resolution", "A/RES/65/72", paragraph=Paragraph("op3-a")), "A-RES-65-72-op3-a"),
    (Reference("treaty", "treaty:NPT"), "treaty-NPT"),
    (Reference("vote", "library:7"), "vote-library-7"),
    (Reference("vote", "resolution:A/RES/65/72"), "vote-resolution-A-RES-65-72"),
    (Reference("instrument", "title:某条约"), "title-248fae9b39d5"),
]


@pytest.mark.parametrize(("reference", "key"), KEYS)
def test_the_key_of_a_record(reference: Reference, key: str) -> None:
    assert citation_key(reference) == key
