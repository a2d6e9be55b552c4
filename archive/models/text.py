"""Texts of a resolution, one per language, and their revisions. Old revisions stay readable."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from archive.models.codes import CodeField, language_choices
from archive.models.resolution import Resolution
from archive.models.source import Source


class TextQuerySet(models.QuerySet["Text"]):
    def by_session(self, resolutions: QuerySet[Resolution]) -> list[tuple[str, str, int]]:
        """(session, language, number of texts) of these resolutions."""
        counted = self.filter(resolution__in=resolutions).order_by().values_list("resolution__session", "language")
        return list(counted.annotate(n=Count("pk")))


class Text(models.Model):
    """A resolution's text in one language.

    The ``leading`` text represents the resolution in lists and counts. It is the Chinese text if this exists.
    """

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="texts", verbose_name=_("resolution"))
    language = CodeField(_("language"), max_length=2, choices=language_choices)
    leading = models.BooleanField(_("leading text"), default=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["-leading", "language"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "language"], name="one_text_a_language"),
            models.UniqueConstraint(fields=["resolution"], condition=Q(leading=True), name="one_leading_text"),
        ]

    def __str__(self) -> str:
        return f"{self.resolution.document.key} ({self.language})"


class RevisionQuerySet(models.QuerySet["Revision"]):
    def current(self) -> RevisionQuerySet:
        return self.filter(current=True)

    def leading(self) -> RevisionQuerySet:
        """The revisions that readers see first: the current revisions of leading texts."""
        return self.filter(current=True, text__leading=True)

    def in_every_language(self) -> RevisionQuerySet:
        """All current revisions that readers may see: of leading texts, and of the texts in other languages beside
        them. A withdrawn resolution has no leading text, so it has none of these revisions."""
        return self.filter(current=True, text__resolution__texts__leading=True)


class Revision(models.Model):
    """One reading of one source. ``number`` counts from 1 in each text. Exactly one revision of a text is current.

    ``title_marks``: ``[{"marker": "1", "at": 4}]``. ``warnings``: ``[{"place": "op3", "code": "reading.no_title",
    "values": {}}]``. ``facts`` has the form of ``archive.intake.facts``. It is None if an earlier release stored the
    revision without facts.

    ``recognised`` is True if the words were read by machine from a scan (OCR). ``proofed_by`` is the librarian who has
    compared them with the scan.

    A revision that is not current can be withheld. Readers then see the date and the reason, but not the text.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="revisions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("revision"))
    current = models.BooleanField(_("current"), default=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="revisions", verbose_name=_("source"))
    source_part = models.CharField(_("part of the source"), blank=True)
    title = models.TextField(_("title"))
    title_marks = models.JSONField(default=list, blank=True)
    formula = models.TextField(_("enacting formula"), blank=True)
    end = models.TextField(_("end, as printed"), blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    digest = models.CharField(_("digest of what was read"), max_length=80, editable=False)
    facts = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField(_("read"), auto_now_add=True)
    recognised = models.BooleanField(_("read by machine"), default=False, editable=False)
    proofed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="revisions_proofed",
        verbose_name=_("proofread by"),
    )
    withheld_at = models.DateTimeField(_("withheld"), null=True, editable=False)
    withheld_reason = models.TextField(_("why withheld"), blank=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["text_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="revision_number_once_a_text"),
            models.UniqueConstraint(fields=["text"], condition=Q(current=True), name="one_current_revision"),
            models.CheckConstraint(
                name="current_revision_is_not_withheld", condition=Q(current=False) | Q(withheld_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} r{self.number}"
