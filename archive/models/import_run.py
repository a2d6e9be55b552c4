"""The last imports, with what they have found. The front page of the admin shows the last one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

_KEPT = 20


class ImportRunManager(models.Manager["ImportRun"]):
    def begin(self, command: str, source: str) -> ImportRun:
        """Notes that an import has begun. Forgets all but the last imports."""
        run = self.create(command=command, source=source[-500:])
        self.filter(pk__lte=run.pk - _KEPT).delete()
        return run


class ImportRun(models.Model):
    """One import. ``report`` is the stored form of ``intake.report.RunReport``.

    ``ended_at`` is empty while the import runs, and for ever if it was killed.
    """

    command = models.CharField(_("command"), max_length=40)
    source = models.CharField(_("source"), max_length=500)
    began_at = models.DateTimeField(_("began"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    report: Any = models.JSONField(_("report"), default=dict)

    objects = ImportRunManager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.command} {self.source}"
