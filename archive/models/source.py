"""Sources: the unchanged bytes of the files that texts are read from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.codes import CodeField, format_choices


class Source(models.Model):
    """One file, identified by the SHA-256 of its bytes. The same bytes under two names are one source.

    ``format`` is the key of the Reader that read the file; it is empty before the first reading.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=500)
    format = CodeField(_("format"), max_length=24, choices=format_choices, blank=True)
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
