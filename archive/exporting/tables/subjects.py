"""Subjects: those that sources give to resolutions, and apart from them those that are inferred from a series."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import symbol
from archive.models import InferredSubject, Resolution, Subject
from archive.models.inferred_subject import InferredSubjectQuerySet
from archive.models.subject import without_filler

_TO_SUBJECT = Link(("dictionary", "subject"), "subjects")
_GIVEN = Resolution.subjects.through.objects.filter(resolution__in=Resolution.objects.all())


def _inferred() -> InferredSubjectQuerySet:
    return InferredSubject.objects.of_readers()


def _used() -> Q:
    given = _GIVEN.filter(subject=OuterRef("pk"))
    return Q(Exists(given)) | Q(Exists(_inferred().filter(subject=OuterRef("pk"))))


SUBJECTS = Table(
    "subjects",
    lambda: Subject.objects.filter(_used()),
    ("dictionary", "name_en"),
    (
        Column("dictionary", Type.STRING, "dictionary", required=True),
        Column("subject", Type.STRING, "name_en", required=True),
        Column("name_en", Type.STRING, "name_en", required=True, change=without_filler),
        Column("name_zh", Type.STRING, "name_zh"),
        Column("code", Type.STRING, "code"),
    ),
    key=("dictionary", "subject"),
)  # fmt: skip

SUBJECTS_GIVEN = Table(
    "subjects_given",
    lambda: _GIVEN,
    ("resolution__document__key", "subject__dictionary", "subject__name_en"),
    (
        symbol("resolution__document__key"),
        Column("dictionary", Type.STRING, "subject__dictionary", required=True),
        Column("subject", Type.STRING, "subject__name_en", required=True),
    ),
    key=("symbol", "dictionary", "subject"),
    links=(Link(("symbol",), "resolutions"), _TO_SUBJECT),
)  # fmt: skip

SUBJECTS_INFERRED = Table(
    "subjects_inferred",
    _inferred,
    ("document_id", "subject__dictionary", "subject__name_en"),
    (
        symbol("document_id"),
        Column("dictionary", Type.STRING, "subject__dictionary", required=True),
        Column("subject", Type.STRING, "subject__name_en", required=True),
        Column("inferred_from", Type.STRING, "basis", required=True),
    ),
    key=("symbol", "dictionary", "subject"),
    links=(_TO_SUBJECT,),
)  # fmt: skip
