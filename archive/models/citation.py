"""Citations: the exact words by which a clause or a footnote names a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from archive import symbols
from archive.models.clause import Clause, Footnote
from archive.models.document import Document, DocumentAlias
from archive.models.index_change import IndexChange
from archive.models.text import Revision


class Status(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    UNKNOWN = "unknown", _("Not in the archive yet")
    AMBIGUOUS = "ambiguous", _("More than one could be meant")


class Origin(models.TextChoices):
    EDITORS = "editors", _("Linked by the UN's editors")
    WORDS = "words", _("Found in the words")
    LIBRARIAN = "librarian", _("Set by a librarian")


class CitationQuerySet(models.QuerySet["Citation"]):
    def waiting_for(self, keys: Iterable[str]) -> CitationQuerySet:
        """Citations under these keys that have no target yet, because the archive does not have the document."""
        return self.filter(key__in=list(keys), status=Status.UNKNOWN)

    def resolve_to(self, document: Document) -> int:
        citing = set(self.order_by().values_list("revision__text__resolution", flat=True))
        IndexChange.objects.note(citing)
        return self.update(target=document, status=Status.RESOLVED) if citing else 0

    def of_readers(self) -> CitationQuerySet:
        """Citations in the clauses that readers see first: those of the current revisions of leading texts.

        They include citations through a footnote. They do not include citations of the resolution's own paragraphs
        (上文第8段).
        """
        return self.filter(clause__isnull=False, revision__current=True, revision__text__leading=True).exclude(
            target=F("revision__text__resolution")
        )

    def in_clauses(self, clauses: Iterable[int]) -> models.QuerySet[Citation, tuple[int, str]]:
        """(clause, key of the cited document) of the citations in some clauses, in the order of the words. A document
        with several names has one key. ``clauses`` are primary keys."""
        cited = self.filter(clause__in=list(clauses), key__gt="").order_by("clause", "start", "pk")
        return cited.values_list("clause", Coalesce("target__key", "key"))

    def of_document(self, key: str) -> CitationQuerySet:
        """Citations of the document with this key, under any of its names."""
        return self.filter(Q(key=key) | Q(target__key=key))

    def giving_titles(self) -> CitationQuerySet:
        """Citations whose words give a title to the cited document, in the clauses and footnotes of the texts that
        readers may see, in every language."""
        shown = self.filter(revision__current=True, revision__text__resolution__texts__leading=True, title_given__gt="")
        return shown.exclude(target=F("revision__text__resolution"))

    def giving_dates(self) -> CitationQuerySet:
        """Citations whose words give a day to the cited resolution, in the clauses of leading texts."""
        shown = self.filter(revision__current=True, revision__text__leading=True, date_given__isnull=False)
        return shown.exclude(target=F("revision__text__resolution"))

    def with_pinpoint_in(self, document: int) -> CitationQuerySet:
        """Citations of a document with a pinpoint. The newest citation is first. ``document`` is a primary key."""
        return (
            self.of_readers()
            .filter(target=document)
            .exclude(pinpoint="")
            .order_by("-revision__text__resolution__session_order", "-revision__text__resolution__number", "position")
        )

    def most_wanted(self) -> list[dict[str, Any]]:
        """The cited documents that the archive does not have. The most cited document comes first.

        An item is ``{"key", "clauses", "resolutions"}``: the key of the document, and how many clauses and resolutions
        cite the document.
        """
        rows = (
            self.of_readers()
            .filter(status=Status.UNKNOWN)
            .order_by()
            .values("key")
            .annotate(
                clauses=models.Count("clause", distinct=True), resolutions=models.Count("revision", distinct=True)
            )
            .order_by("-clauses", "key")
        )
        return [dict(row) for row in rows]

    def without_text(self) -> list[dict[str, Any]]:
        """The cited documents of which the archive has no text. The most cited document comes first.

        An item is ``{"symbol", "clauses", "resolutions"}``. Other than ``most_wanted``, it includes documents of which
        the archive has the title. A withdrawn text is a text.
        """
        rows = (
            self.of_readers()
            .exclude(key="")
            .filter(target__resolution=None)
            .order_by()
            .values(symbol=Coalesce("target__key", "key"))
            .annotate(
                clauses=models.Count("clause", distinct=True), resolutions=models.Count("revision", distinct=True)
            )
            .order_by("-clauses", "symbol")
        )
        return [dict(row) for row in rows]


class Citation(models.Model):
    """One citation in one clause or one footnote. ``archive.citing.citation.Citation`` describes the fields.

    A citation in a footnote is stored once for the footnote, and once for each clause that has the footnote's mark. In
    the rows for clauses, ``via`` is the footnote. ``key`` names the cited document. It is empty if the citation is
    ambiguous. If the archive does not have the document, ``target`` is None until the document arrives.

    ``title_given`` is the title that the words around the citation give to the document
    (``archive.citing.titles_given``). It is "" if they give none, and None until the words have been searched. If
    ``title_certain`` is False, the words only describe the document. ``date_given`` is the day of adoption that the
    words give to a resolution (``archive.citing.dates_given``), or None.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="citations", verbose_name=_("revision"))
    clause = models.ForeignKey(
        Clause, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("clause")
    )
    footnote = models.ForeignKey(
        Footnote, models.CASCADE, null=True, blank=True, related_name="citations", verbose_name=_("footnote")
    )
    via = models.ForeignKey(
        Footnote, models.CASCADE, null=True, blank=True, related_name="carried", verbose_name=_("through footnote")
    )
    position = models.PositiveIntegerField(_("place in the order"), default=0)
    exact = models.TextField(_("exact words"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    key = models.CharField(_("document cited"), max_length=400, blank=True, db_index=True)
    target = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("target")
    )
    pinpoint = models.CharField(_("place in the document"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    candidates = ArrayField(models.CharField(max_length=400), verbose_name=_("could be"), default=list, blank=True)
    title_given = models.TextField(null=True, editable=False)
    title_certain = models.BooleanField(default=False, editable=False)
    date_given = models.DateField(null=True, editable=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["revision_id", "position"]
        constraints = [
            models.CheckConstraint(
                name="citation_in_clause_or_footnote",
                condition=Q(clause__isnull=False, footnote__isnull=True)
                | Q(clause__isnull=True, footnote__isnull=False, via__isnull=True),
            ),
            models.CheckConstraint(
                name="citation_resolved_has_target",
                condition=Q(status="resolved", target__isnull=False) | (~Q(status="resolved") & Q(target__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["key"], condition=Q(status="unknown"), name="citation_waiting"),
            models.Index(fields=["key"], condition=Q(title_given__gt=""), name="citation_giving_title"),
            models.Index(fields=["key"], condition=Q(date_given__isnull=False), name="citation_giving_date"),
        ]

    def __str__(self) -> str:
        return f"{self.exact} → {self.key or '?'}"


@receiver(post_save, sender=Document)
def _document_arrives(instance: Document, **_: Any) -> None:
    """Resolves the citations that waited for this document. A joint document has two symbols: both count."""
    Citation.objects.waiting_for({instance.key, *symbols.symbols_in(instance.key)}).resolve_to(instance)


@receiver(post_save, sender=DocumentAlias)
def _alias_arrives(instance: DocumentAlias, **_: Any) -> None:
    """Resolves the citations that waited for this name."""
    Citation.objects.waiting_for([instance.name, symbols.normalise(instance.name)]).resolve_to(instance.document)
