"""Tests the editors' links on the desk: a link that disagrees with the words is a finding, until it is settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.citing import cite, from_fixtures
from archive.desk.finding import of_reader
from archive.desk.mends.operations import ask
from archive.desk.proofs import prepare_draft
from archive.intake.store import Intake
from archive.models import ProofMend, Revision
from archive.reading.draft import Draft, Link, ReadingWarning
from archive.reading.sources import Source
from tests.desk_drafts import draft

pytestmark = pytest.mark.django_db

WARNING = ReadingWarning(
    "pp1",
    "citing.link_names_another",
    {"exact": "第90/1号决议", "linked": "A/RES/89/1", "cited": "A/RES/90/1"},
)


def linked() -> Draft:
    """A Draft whose words name A/RES/90/1. Its link leads to A/RES/89/1."""
    made = draft()
    made.clauses[0].links = [Link(3, 7, "https://docs.un.org/zh/A/RES/89/1")]
    return made


def test_a_disagreement_is_a_finding_and_settles() -> None:
    prepared = prepare_draft(linked(), [])
    assert of_reader(WARNING) in prepared.findings
    assert prepared.citations.warnings == [WARNING]
    settle = ask(linked(), {"operation": "settle", "finding": of_reader(WARNING).key})
    prepared = prepare_draft(linked(), [ProofMend(operation=settle.operation, arguments=settle.arguments)])
    assert of_reader(WARNING) not in prepared.findings
    assert prepared.citations.warnings == []


def test_a_disagreement_is_stored_with_the_revision() -> None:
    made = linked()
    citations = cite(made, from_fixtures())
    [stored] = Intake().store(Source("a.xml", b"<a/>"), [(made, citations)])
    assert Revision.objects.get().warnings == [{"place": WARNING.place, "code": WARNING.code, "values": WARNING.values}]
    assert stored.warnings == (WARNING,)
    [again] = Intake().store(Source("a.xml", b"<a/>"), [(replace(made), citations)])
    assert (again.result, again.warnings) == ("unchanged", (WARNING,))
