"""Clauses and footnotes of a revision, and the positions of the footnote marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.comparing.parallel import parallel
from archive.models.prepared import any_of, prepared_rows
from archive.models.text import Revision


class ClauseKind(models.TextChoices):
    PREAMBULAR = "preambular", _("Preambular paragraph")
    OPERATIVE = "operative", _("Operative paragraph")
    POINT = "point", _("Sub-paragraph")
    HEADING = "heading", _("Heading")
    ANNEX = "annex", _("Annex paragraph")
    TABLE = "table", _("Table")


_BEGINNING = 20  # characters of a clause, enough for its first word and number, such as 行动25


class AddressedClause(NamedTuple):
    """The fields of a clause that ``archive.citing.pinpoints`` needs. ``text`` has only the beginning of its words."""

    path: str
    label: str
    text: str


class ClauseQuerySet(models.QuerySet["Clause"]):
    def of_readers(self) -> ClauseQuerySet:
        """The clauses that readers see first: those of the current revisions of leading texts."""
        return self.filter(revision__current=True, revision__text__leading=True)

    def in_every_language(self) -> ClauseQuerySet:
        """The clauses of all current texts that readers may see: those of leading texts, and of the texts in other
        languages beside them. A withdrawn resolution has no leading text, so it has none of these clauses."""
        return self.filter(revision__current=True, revision__text__resolution__texts__leading=True)

    def in_two_languages(self, one: str, other: str) -> list[tuple[Clause, Clause]]:
        """The clauses of the texts that readers may see in both languages, each with its counterpart, in order. One
        query. Clauses without a counterpart are left out."""
        rows = (
            self.in_every_language()
            .filter(revision__text__language__in=(one, other))
            .select_related("revision__text")
            .only("kind", "path", "label", "opening", "text", "revision__text__language", "revision__text__resolution")
            .order_by("revision__text__resolution_id", "revision_id", "position")
        )
        pairs: list[tuple[Clause, Clause]] = []
        for _resolution, clauses in groupby(rows, key=lambda clause: clause.revision.text.resolution_id):
            texts: dict[str, list[Clause]] = {one: [], other: []}
            for clause in clauses:
                texts[clause.revision.text.language].append(clause)
            joined = parallel(texts[one], texts[other])
            pairs += [(row.one, row.other) for row in joined if row.one and row.other]
        return pairs

    def counterparts(self, clauses: Iterable[Clause], one: str, other: str) -> dict[int, Clause]:
        """Primary key of a clause → the clause at the same place in the other of two languages. Clauses without one are
        left out. The clauses have their texts. One query."""
        wanted: dict[tuple[int, str, str], int] = {}
        for each in clauses:
            text = each.revision.text
            wanted[text.resolution_id, each.path, text.language] = each.pk
        found = (
            self.in_every_language()
            .filter(
                revision__text__language__in=(one, other),
                revision__text__resolution__in={resolution for resolution, _path, _language in wanted},
                path__in={path for _resolution, path, _language in wanted},
            )
            .select_related("revision__text")
        )
        opposite = {one: other, other: one}
        counterparts = {}
        for clause in found:
            text = clause.revision.text
            if pk := wanted.get((text.resolution_id, clause.path, opposite[text.language])):
                counterparts[pk] = clause
        return counterparts

    def by_opening(self) -> list[tuple[str, str, str, int]]:
        """(session, kind, opening phrase, number of clauses). Clauses without an opening phrase have ""."""
        columns = ("revision__text__resolution__session", "kind", "opening")
        return list(self.order_by().values_list(*columns).annotate(n=models.Count("pk")))


class Clause(models.Model):
    """One clause of a revision. ``archive.reading.draft.DraftClause`` describes the fields."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="clauses", verbose_name=_("revision"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("hangs on")
    )
    position = models.PositiveIntegerField(_("place in the order"))
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind.choices)
    path = models.CharField(_("path"))
    label = models.CharField(_("label"), blank=True)
    opening = models.CharField(_("opening phrase"), blank=True, db_index=True)
    text = models.TextField(_("text"))

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["revision_id", "position"]
        constraints = [models.UniqueConstraint(fields=["revision", "path"], name="clause_path_once_a_revision")]

    def __str__(self) -> str:
        return f"{self.path} {self.text[:30]}"

    def get_absolute_url(self) -> str:
        text = self.revision.text
        other = "" if text.leading else f"?text={text.language}"
        return f"{reverse('resolution', args=[text.resolution.document.key])}{other}#{self.path}"


def addressed_clauses(keys: Iterable[str]) -> dict[str, list[AddressedClause]]:
    """Key of a document → the clauses of its leading text, in order. One query reads the clauses of all texts."""
    texts: dict[str, list[AddressedClause]] = defaultdict(list)
    for key, *clause in _addressed(list(set(keys))):
        texts[key].append(AddressedClause(*clause))
    return dict(texts)


@prepared_rows
def _addressed(keys: list[str]) -> models.QuerySet[Clause, tuple[str, str, str, str]]:
    document = "revision__text__resolution__document__key"
    clauses = Clause.objects.of_readers().filter(any_of(document, keys)).order_by("revision_id", "position")
    return clauses.values_list(document, "path", "label", Left("text", _BEGINNING))


class Footnote(models.Model):
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="footnotes", verbose_name=_("revision"))
    position = models.PositiveIntegerField(_("place in the order"))
    marker = models.CharField(_("mark"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["revision_id", "position"]
        constraints = [models.UniqueConstraint(fields=["revision", "marker"], name="footnote_mark_once_a_revision")]

    def __str__(self) -> str:
        return f"{self.marker} {self.text[:30]}"


class FootnoteMark(models.Model):
    """A footnote mark after the first ``at`` characters of a clause.

    ``footnote`` is None if the source does not have the footnote.
    """

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="marks", verbose_name=_("clause"))
    footnote = models.ForeignKey(
        Footnote, models.CASCADE, null=True, blank=True, related_name="marks", verbose_name=_("footnote")
    )
    marker = models.CharField(_("mark"))
    at = models.PositiveIntegerField(_("place in the text"))

    class Meta:
        verbose_name = _("footnote mark")
        verbose_name_plural = _("footnote marks")
        ordering = ["clause_id", "at"]

    def __str__(self) -> str:
        return f"{self.marker} @ {self.at}"
