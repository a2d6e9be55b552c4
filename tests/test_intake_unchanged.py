"""Tests when a text that is read again counts as unchanged: its words, marks, facts and citations are compared."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pytest

from archive.citing.citation import AMBIGUOUS, LIBRARIAN, RESOLVED, Citations
from archive.citing.citation import Citation as Found
from archive.intake import canonical, facts
from archive.intake.stored_draft import form_of
from archive.models import Citation, Revision
from archive.reading.draft import Draft, DraftFootnote, Mark, ReadingWarning, RecordedVote, SourceLine
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from tests.test_intake import draft, found, store

VOTE = RecordedVote(Outcome.RECORDED, 2, 0, None, {Choice.YES: ["CHINA", "PERU"]})
OF_AN_EARLIER_RELEASE = "820d41587e4319bae1bbd8f661e178e6071ad61f372541e69ef7ccca6575e946"


def digest(made: Draft, citations: Citations | None = None) -> str:
    return canonical.digest(canonical.form(made, found() if citations is None else citations))


@dataclass(slots=True)
class LaterDraft(Draft):
    """The Draft of a later release, with one more field."""

    seals: str = ""


@pytest.mark.parametrize(
    "other",
    [
        draft(source="another name.txt"),
        draft(warnings=[ReadingWarning("op1", "reading.no_title")]),
        draft(lines=[SourceLine(1, 1, "一项试验", "title")]),
        draft(part="B"),
        LaterDraft(**{field.name: getattr(draft(), field.name) for field in fields(Draft)}),
        draft(subjects=[("UNBIS Thesaurus", "DISARMAMENT"), ("EuroVoc", "war")]),
    ],
)
def test_fields_that_do_not_count(other: Draft) -> None:
    assert digest(other) == digest(draft())


def test_a_new_fact_counts_only_where_a_source_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(draft())
    monkeypatch.setattr(facts, "_KEPT", (*facts._KEPT, "seals"))
    known = {field.name: getattr(draft(), field.name) for field in fields(Draft)}
    assert digest(LaterDraft(**known)) == before
    assert digest(LaterDraft(**known, seals="two")) != before


def changed_clause(**changes: Any) -> Draft:
    first, *others = draft().clauses
    return draft(clauses=[replace(first, **changes), *others])


@pytest.mark.parametrize(
    "other",
    [
        draft(title="另一项试验"),
        draft(title_marks=[Mark("1", 4)]),
        draft(formula=""),
        draft(end="2035年12月8日"),
        draft(clauses=draft().clauses[1:]),
        *(changed_clause(**{name: "x"}) for name in ("kind", "path", "label", "opening", "text", "parent")),
        changed_clause(marks=[Mark("1", 9)]),
        draft(footnotes={"1": DraftFootnote("1", "见A/90/8。")}),
        draft(footnotes={"2": DraftFootnote("2", "同上。"), **draft().footnotes}),
        draft(adopted_on=date(2035, 12, 9)),
        draft(vote=VOTE),
        draft(vote=replace(VOTE, no=None)),
        draft(subjects=[]),
    ],
)
def test_fields_that_count(other: Draft) -> None:
    assert digest(other) != digest(draft(vote=RecordedVote()))


def test_a_citation_counts_by_its_target_resolved_or_not() -> None:
    one = Found("第90/1号决议", 2, 10, "A/RES/90/1", "unknown", "words")
    held = {state: Citations({"pp1": [replace(one, status=state)]}) for state in ("unknown", RESOLVED, AMBIGUOUS)}
    assert digest(draft(), held["unknown"]) == digest(draft(), held[RESOLVED]) != digest(draft(), held[AMBIGUOUS])
    assert digest(draft(), Citations({"pp1": []})) == digest(draft(), Citations())


def test_the_digest_of_this_version_does_not_change() -> None:
    """If this fails, raise ``canonical.VERSION``."""
    assert digest(draft(vote=VOTE)) == "2:377f6cab51d27ce0509494f8518fae4dd400b735ecf2fd54836defeea9146fb4"


@pytest.mark.django_db
class TestAnEarlierRelease:
    """Revisions with digests of an earlier release, which cannot be computed any more."""

    def age(self, **changes: Any) -> None:
        Revision.objects.update(digest=OF_AN_EARLIER_RELEASE, **changes)

    @pytest.mark.parametrize("kept", [True, False])
    def test_an_identical_text_is_unchanged_and_gets_a_digest_of_this_version(self, kept: bool) -> None:
        made = draft(vote=VOTE, title_marks=[Mark("1", 4)], warnings=[ReadingWarning("op1", "reading.no_title")])
        ambiguous = Found("决定", 0, 2, None, AMBIGUOUS, "words", candidates=("A/1", "A/2"))
        citations = Citations({"pp1": found().clauses["pp1"], "op1": [ambiguous]}, found().footnotes)
        store(made, citations)
        self.age(**{} if kept else {"facts": None})
        assert store(made, citations, b"again") == "unchanged"
        revision = Revision.objects.get()
        assert revision.digest == digest(made, citations)
        assert facts.of_revision(revision) == facts.kept(facts.keep(made))
        assert store(made, citations, b"once more") == "unchanged"

    @pytest.mark.parametrize(
        ("other", "citations"),
        [
            (draft(title="另一项试验"), found()),
            (changed_clause(marks=[]), found()),
            (draft(meeting=61), found()),
            (draft(), Citations()),
        ],
    )
    def test_another_text_is_changed(self, other: Draft, citations: Citations) -> None:
        store(draft())
        self.age()
        assert store(other, citations, b"two") == "changed"

    def test_a_citation_that_a_librarian_corrected_stays(self) -> None:
        store(draft())
        Citation.objects.filter(clause__path="pp1", via=None).update(key="A/RES/90/3", origin=LIBRARIAN)
        self.age()
        assert store(draft(), content=b"again") == "unchanged"
        assert Citation.objects.filter(key="A/RES/90/3").exists()

    def test_the_canonical_form_can_be_made_from_the_rows(self) -> None:
        store(draft(vote=VOTE))
        read = canonical.form(draft(vote=VOTE), found())
        assert form_of(Revision.objects.get()) == {part: read[part] for part in read if part != "subjects"}
