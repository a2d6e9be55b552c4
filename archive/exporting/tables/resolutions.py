"""Resolutions and decisions, their texts, clauses and footnotes, and what they cite."""

from __future__ import annotations

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import (
    CHARACTERS,
    FORMATS,
    LANGUAGE_CODES,
    OUTCOMES,
    TO_TEXT,
    VOTES,
    of_text,
    symbol,
)
from archive.models import Citation, Clause, Document, Footnote, FootnoteMark, Resolution, Revision, Text
from archive.models.citation import Origin, Status
from archive.models.clause import ClauseKind
from archive.models.document import Kind
from archive.models.resolution import Committee

_ON_DISARMAMENT = Exists(Resolution.objects.on_disarmament().filter(pk=OuterRef("pk")))
_LEADING = Text.objects.filter(resolution=OuterRef("pk"), leading=True).values("language")[:1]

RESOLUTIONS = Table(
    "resolutions",
    lambda: Resolution.objects.all(),
    ("document__key",),
    (
        symbol("document__key"),
        Column("kind", Type.STRING, "kind", required=True, codes=dict(Kind.choices)),
        Column("on_disarmament", Type.BOOLEAN, _ON_DISARMAMENT, required=True),
        Column("title_zh", Type.STRING, "document__title_zh"),
        Column("title_en", Type.STRING, "document__title_en"),
        Column("session", Type.STRING, "session"),
        Column("number", Type.INTEGER, "number", required=True),
        Column("part", Type.STRING, "part"),
        Column("adopted_on", Type.DATE, "document__date"),
        Column("outcome", Type.STRING, "document__outcome", codes=OUTCOMES),
        Column("yes", Type.INTEGER, "document__yes", unit=VOTES),
        Column("no", Type.INTEGER, "document__no", unit=VOTES),
        Column("abstain", Type.INTEGER, "document__abstain", unit=VOTES),
        Column("meeting", Type.INTEGER, "meeting"),
        Column("meeting_record", Type.STRING, "meeting_record"),
        Column("committee", Type.STRING, "committee", codes={code: name for code, name in Committee.choices if code}),
        Column("proposal", Type.STRING, "proposal"),
        Column("agenda_items", Type.ARRAY, "agenda_items"),
        Column("agenda_titles", Type.ARRAY, "agenda_titles"),
        Column("draft_symbol", Type.STRING, "draft_symbol"),
        Column("committee_report", Type.STRING, "committee_report"),
        Column("committee_report_paragraph", Type.STRING, "committee_report_paragraph"),
        Column("published_on", Type.DATE, "published_on"),
        Column("leading_language", Type.STRING, _LEADING, codes=LANGUAGE_CODES),
    ),
    key=("symbol",),
    links=(Link(("symbol",), "documents"),),
    indexed=("session", "adopted_on"),
)  # fmt: skip


TEXTS = Table(
    "texts",
    lambda: Revision.objects.in_every_language(),
    ("text__resolution__document__key", "text__language"),
    (
        *of_text(""),
        Column("leading", Type.BOOLEAN, "text__leading", required=True),
        Column("revision", Type.INTEGER, "number", required=True),
        Column("title", Type.STRING, "title"),
        Column("title_marks", Type.ARRAY, "title_marks"),
        Column("formula", Type.STRING, "formula"),
        Column("end", Type.STRING, "end"),
        Column("source_name", Type.STRING, "source__name"),
        Column("source_format", Type.STRING, "source__format", codes=FORMATS),
        Column("source_sha256", Type.STRING, "source__sha256", required=True),
        Column("read_at", Type.DATETIME, "created_at", required=True),
        Column("recognised", Type.BOOLEAN, "recognised", required=True),
        Column("proofread", Type.BOOLEAN, Q(proofed_by__isnull=False), required=True),
    ),
    key=("symbol", "language"),
    links=(Link(("symbol",), "resolutions"),),
)  # fmt: skip

_ORDER = ("revision__text__resolution__document__key", "revision__text__language", "position")

CLAUSES = Table(
    "clauses",
    lambda: Clause.objects.in_every_language(),
    _ORDER,
    (
        *of_text("revision__"),
        Column("path", Type.STRING, "path", required=True),
        Column("position", Type.INTEGER, "position", required=True),
        Column("parent", Type.STRING, "parent__path"),
        Column("kind", Type.STRING, "kind", required=True, codes=dict(ClauseKind.choices)),
        Column("label", Type.STRING, "label"),
        Column("opening", Type.STRING, "opening"),
        Column("text", Type.STRING, "text"),
    ),
    key=("symbol", "language", "path"),
    links=(TO_TEXT,),
    indexed=("opening",),
)  # fmt: skip

# What readers may see of clauses they may see of footnotes, marks and citations.
_SHOWN = Q(revision__current=True, revision__text__resolution__texts__leading=True)

FOOTNOTES = Table(
    "footnotes",
    lambda: Footnote.objects.filter(_SHOWN),
    _ORDER,
    (
        *of_text("revision__"),
        Column("marker", Type.STRING, "marker", required=True),
        Column("position", Type.INTEGER, "position", required=True),
        Column("text", Type.STRING, "text"),
    ),
    key=("symbol", "language", "marker"),
    links=(TO_TEXT,),
)

FOOTNOTE_MARKS = Table(
    "footnote_marks",
    lambda: FootnoteMark.objects.filter(clause__in=Clause.objects.in_every_language()),
    (*(f"clause__{name}" for name in _ORDER), "at", "pk"),
    (
        *of_text("clause__revision__"),
        Column("path", Type.STRING, "clause__path", required=True),
        Column("marker", Type.STRING, "marker", required=True),
        Column("at", Type.INTEGER, "at", required=True, unit=CHARACTERS),
        Column("has_footnote", Type.BOOLEAN, Q(footnote__isnull=False), required=True),
    ),
    links=(Link(("symbol", "language", "path"), "clauses"),),
)  # fmt: skip

_TARGET_SHOWN = Exists(Document.objects.of_readers().filter(pk=OuterRef("target")))
_TARGET = Case(When(_TARGET_SHOWN, then=F("target__key")))
# A document that readers may not see is for them one that the archive does not have.
_HIDDEN = Q(status=Status.RESOLVED) & ~_TARGET_SHOWN
_STATUS = Case(When(_HIDDEN, then=Value(Status.UNKNOWN.value)), default=F("status"))
_CITED = Coalesce("target__key", NullIf("key", Value("")))

CITATIONS = Table(
    "citations",
    lambda: Citation.objects.filter(_SHOWN),
    _ORDER,
    (
        *of_text("revision__"),
        Column("position", Type.INTEGER, "position", required=True),
        Column("path", Type.STRING, "clause__path"),
        Column("footnote", Type.STRING, "footnote__marker"),
        Column("via_footnote", Type.STRING, "via__marker"),
        Column("exact", Type.STRING, "exact", required=True),
        Column("start", Type.INTEGER, "start", required=True, unit=CHARACTERS),
        Column("end", Type.INTEGER, "end", required=True, unit=CHARACTERS),
        Column("cited", Type.STRING, _CITED),
        Column("target", Type.STRING, _TARGET),
        Column("pinpoint", Type.STRING, "pinpoint"),
        Column("status", Type.STRING, _STATUS, required=True, codes=dict(Status.choices)),
        Column("origin", Type.STRING, "origin", required=True, codes=dict(Origin.choices)),
        Column("candidates", Type.ARRAY, "candidates"),
        Column("title_given", Type.STRING, "title_given"),
        Column("title_certain", Type.BOOLEAN, "title_certain", required=True),
        Column("date_given", Type.DATE, "date_given"),
    ),
    key=("symbol", "language", "position"),
    links=(TO_TEXT, Link(("target",), "documents"), Link(("symbol", "language", "path"), "clauses")),
    indexed=("cited",),
)  # fmt: skip
