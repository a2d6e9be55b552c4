"""Symbols that librarians have written off, because no such document exists."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WriteOff(models.Model):
    """A symbol under which no document exists, with the reason why a librarian is sure of it.

    The list of missing resolutions leaves the symbol out, and nobody fetches it. The row is deleted if a librarian
    takes the write-off back; the history keeps both acts.
    """

    symbol = models.CharField(_("symbol"), max_length=400, unique=True)
    reason = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("symbol written off")
        verbose_name_plural = _("symbols written off")
        ordering = ["symbol"]
        default_permissions = ("add", "delete")

    def __str__(self) -> str:
        return self.symbol
