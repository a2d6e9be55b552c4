"""Tests storing of invented Drafts: new, changed and unchanged texts, waiting citations, and transactions."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from archive.citing.citation import RESOLVED, UNKNOWN, WORDS, Citations
from archive.citing.citation import Citation as Found
from archive.intake.catalogue import from_database
from archive.intake.store import Intake
from archive.models import Citation, Clause, Document, DocumentAlias, FootnoteMark, Resolution, Revision, Source, Text
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark, ReadingWarning, RecordedVote
from archive.reading.sources import Source as Bytes
from archive.voting.outcome import Outcome
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db

TEXT = "回顾第90/1号决议，"


def draft(**changes: Any) -> Draft:
    made = Draft(
        source="90_2.txt",
        format="text",
        language="zh",
        symbol="A/RES/90/2",
        title="一项试验",
        formula="大会，",
        clauses=[
            DraftClause("preambular", "pp1", "", "回顾", TEXT, marks=[Mark("1", 10)]),
            DraftClause("operative", "op1", "1.", "决定", "决定："),
            DraftClause("point", "op1-a", "(a)", "", "继续审议。", parent="op1"),
        ],
        footnotes={"1": DraftFootnote("1", "见A/90/7。")},
        adopted_on=date(2035, 12, 8),
        meeting=60,
        subjects=[("UNBIS Thesaurus", "DISARMAMENT"), ("EuroVoc", "peace")],
    )
    for field, value in changes.items():
        setattr(made, field, value)
    return made


def found(**changes: Any) -> Citations:
    direct = Found("第90/1号决议", 2, 10, "A/RES/90/1", UNKNOWN, WORDS)
    through = Found("第90/1号决议", 2, 10, "A/90/7", UNKNOWN, WORDS, via_footnote="1")
    own = Found("A/90/7", 1, 7, "A/90/7", UNKNOWN, WORDS)
    return Citations(clauses={"pp1": [direct, through]}, footnotes={"1": [own]}, **changes)


def store(made: Draft, citations: Citations | None = None, content: bytes = b"one") -> str:
    [stored] = Intake().store(Bytes("90_2.txt", content), [(made, found() if citations is None else citations)])
    return stored.result


def test_a_draft_is_stored_whole() -> None:
    assert store(draft()) == "new"
    resolution = Resolution.objects.select_related("document").get()
    assert (resolution.document.key, resolution.document.title_zh) == ("A/RES/90/2", "一项试验")
    assert (resolution.session, resolution.number, resolution.meeting) == ("90", 2, 60)
    assert resolution.document.date == date(2035, 12, 8)
    assert [s.name_en for s in resolution.subjects.all()] == ["DISARMAMENT"]
    assert list(Clause.objects.values_list("path", "parent__path", "position")) == [
        ("pp1", None, 0),
        ("op1", None, 1),
        ("op1-a", "op1", 2),
    ]
    mark = FootnoteMark.objects.get()
    assert (mark.clause.path, mark.footnote and mark.footnote.text, mark.at) == ("pp1", "见A/90/7。", 10)
    for citation in Citation.objects.all():
        holder = citation.clause or citation.footnote
        assert holder
        assert holder.text[citation.start : citation.end] == citation.exact
    assert bytes(Source.objects.get().content) == b"one"


def test_the_same_text_changes_nothing_and_another_makes_a_revision() -> None:
    assert store(draft()) == "new"
    assert store(draft(), content=b"one, with other line ends") == "unchanged"
    changed = draft()
    changed.clauses[2].text = "停止审议。"
    assert store(changed, content=b"two") == "changed"
    assert list(Revision.objects.order_by("number").values_list("number", "current")) == [(1, False), (2, True)]
    assert [c.text for c in Clause.objects.filter(path="op1-a").order_by("revision__number")] == [
        "继续审议。",
        "停止审议。",
    ]
    assert Resolution.objects.count() == Text.objects.count() == 1


def test_citations_wait_for_their_document_and_resolve_when_it_comes() -> None:
    store(draft())
    assert set(Citation.objects.values_list("key", "status")) == {("A/RES/90/1", UNKNOWN), ("A/90/7", UNKNOWN)}
    assert [row["key"] for row in Citation.objects.most_wanted()] == ["A/90/7", "A/RES/90/1"]
    other = draft(symbol="A/RES/90/1", footnotes={}, clauses=draft().clauses[1:])
    store(other, Citations(), b"other")
    assert Citation.objects.get(key="A/RES/90/1").status == RESOLVED
    report = Document.objects.create(key="A/90/30-S/2035/7", kind="report")
    assert Citation.objects.filter(key="A/90/7", status=UNKNOWN).exists()
    DocumentAlias.objects.create(document=report, name="A/90/7")
    assert set(Citation.objects.filter(key="A/90/7").values_list("status", "target")) == {(RESOLVED, report.pk)}
    assert Citation.objects.most_wanted() == []


def test_a_joint_document_is_cited_under_either_symbol() -> None:
    store(draft(), Citations(clauses={"pp1": [Found("回顾", 0, 2, "S/2035/7", UNKNOWN, WORDS)]}))
    joint = Document.objects.create(key="A/90/30-S/2035/7", kind="report")
    assert Citation.objects.get().target == joint


def test_a_cited_joint_document_gets_both_its_symbols() -> None:
    words = "A/90/30-S/2035/7"
    joint = Found(words, 2, 18, "A/90/30", UNKNOWN, WORDS)
    alone = Found("S/2035/7", 2, 10, "S/2035/7", UNKNOWN, WORDS)
    store(draft(symbol="A/RES/90/1"), Citations(clauses={"pp1": [alone]}), b"alone")
    store(draft(), Citations(clauses={"pp1": [joint]}))
    document = Document.objects.get(key="A/90/30")
    assert [alias.name for alias in document.aliases.all()] == ["S/2035/7"]
    assert set(Citation.objects.values_list("key", "target")) == {("A/90/30", document.pk), ("S/2035/7", document.pk)}
    store(draft(), Citations(clauses={"pp1": [joint]}))
    assert DocumentAlias.objects.count() == 1
    assert from_database().named("S/2035/7") == frozenset()  # another text has named it


def test_an_instrument_known_by_its_title_becomes_a_document() -> None:
    citation = Found("回顾", 0, 2, "title:某地区无核武器区宣言", UNKNOWN, WORDS)
    store(draft(), Citations(clauses={"pp1": [citation]}))
    document = Document.objects.get(key="title:某地区无核武器区宣言")
    assert (document.kind, document.title_zh) == ("instrument", "某地区无核武器区宣言")
    assert Citation.objects.get().target == document


def test_facts_that_a_source_lacks_stay_and_contradictions_are_reported() -> None:
    Document.objects.create(key="A/RES/90/2", kind="ga_resolution", outcome="recorded", yes=173, no=1, abstain=11)
    store(draft())
    document = Document.objects.get(key="A/RES/90/2")
    assert (document.outcome, document.counts) == ("recorded", (173, 1, 11))
    store(
        draft(vote=RecordedVote(Outcome.RECORDED, 172, 1, 11), warnings=[ReadingWarning("op1", "odd")]), content=b"two"
    )
    document.refresh_from_db()
    assert document.counts == (172, 1, 11)
    assert Revision.objects.get(current=True).warnings == [
        {"place": "op1", "code": "odd", "values": {}},
        {
            "place": "metadata",
            "code": "intake.yes_differs",
            "values": {"stored": "173", "said": "172"},
        },
    ]


def test_a_text_from_the_desk_with_warnings_is_unchanged() -> None:
    """PostgreSQL returns the values of a warning (JSONB) in another order."""
    values = {"symbol": "A/RES/90/2", "other": "A/RES/90/3"}
    store(draft(warnings=[ReadingWarning("metadata", "akn.symbol_differs_on_cover", values)]))
    turned = dict(reversed(values.items()))
    assert store(draft(warnings=[ReadingWarning("metadata", "akn.symbol_differs_on_cover", turned)])) == "unchanged"


def test_chinese_leads_in_either_order() -> None:
    store(draft(language="en", title="A trial"), Citations())
    assert Text.objects.get(leading=True).language == "en"
    store(draft(), content=b"zh")
    assert Text.objects.get(leading=True).language == "zh"
    document = Document.objects.get(key="A/RES/90/2")
    assert (document.title_zh, document.title_en) == ("一项试验", "A trial")


def test_nothing_is_half_stored() -> None:
    broken = draft()
    broken.clauses.append(DraftClause("operative", "op1", "2.", "", "同一路径"))
    with pytest.raises((IntegrityError, ValueError)), transaction.atomic():
        store(broken)
    assert not Document.objects.filter(key="A/RES/90/2").exists()
    assert not Source.objects.exists()
    assert store(draft()) == "new"


def test_the_worker_that_reads_and_cites_loads_no_django() -> None:
    code = "import sys, archive.confining.readers; print([name for name in sys.modules if name.startswith('django')])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
