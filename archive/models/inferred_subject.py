"""Subjects that no text gives to a resolution, and that other resolutions of its series have."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from archive.models.document import Document
from archive.models.resolution import Resolution
from archive.models.subject import Subject


class InferredSubjectQuerySet(models.QuerySet["InferredSubject"]):
    def of_readers(self) -> InferredSubjectQuerySet:
        """The rows without withdrawn resolutions. They are made again only some time after a withdrawal."""
        withdrawn = Resolution.everything.exclude(withdrawn_at=None).values("document__key")
        return self.exclude(Q(document_id__in=withdrawn) | Q(basis__in=withdrawn))


class InferredSubject(models.Model):
    """A subject that was carried along a series to a resolution without subjects.

    ``document_id`` is the symbol of the resolution. The archive may know the resolution only from a vote. ``basis`` is
    the symbol of the nearest resolution of the series to which a source gives the subject. The rows are made with the
    series (``archive.intake.inferred_subjects``), and pages mark them as inferred.
    """

    document = models.ForeignKey(
        Document, models.DO_NOTHING, to_field="key", db_column="symbol", db_constraint=False,
        related_name="inferred_subjects", verbose_name=_("resolution"),
    )  # fmt: skip
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="inferred", verbose_name=_("subject"))
    basis = models.CharField(_("inferred from"))

    objects = InferredSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("inferred subject")
        verbose_name_plural = _("inferred subjects")
        constraints = [models.UniqueConstraint(fields=["document", "subject"], name="inferred_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.subject} ({self.basis})"


@receiver(m2m_changed, sender=Resolution.subjects.through)
def _described(instance: Any, action: str, **kwargs: Any) -> None:
    """A resolution that gets subjects from a source or a librarian needs no inferred subjects."""
    if action == "post_add" and isinstance(instance, Resolution):
        InferredSubject.objects.filter(document_id=instance.document.key).delete()
