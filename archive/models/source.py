"""A source: the bytes that a text was read from, kept as they came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceFormat(models.TextChoices):
    """What ``archive.reading`` says that it read. Empty until a source is read."""

    AKN4UN = "akn4un", "Akoma Ntoso (AKN4UN)"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    DOC = "doc", "Word (DOC)"
    ODT = "odt", "OpenDocument (ODT)"
    RTF = "rtf", "RTF"
    TEXT = "text", _("Plain text")


class Source(models.Model):
    """One file, known by the SHA-256 of its bytes: the same bytes under two names are one source."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=500)
    format = models.CharField(_("format"), max_length=24, choices=SourceFormat.choices, blank=True)
    size = models.PositiveIntegerField(_("bytes"))
    content = models.BinaryField(_("content"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("received by")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.name
