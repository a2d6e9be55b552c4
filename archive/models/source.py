"""Sources: the unchanged bytes of the files that texts are read from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.codes import CodeField, format_choices
from archive.reading.sources import Source as Bytes


class SourceQuerySet(models.QuerySet["Source"]):
    def keep(self, found: Bytes, *, by: Any | None, name: str = "", format: str = "") -> Source:
        """Returns the stored source with these bytes. Stores a new source if no source has them.

        ``name`` replaces the name in ``found``. ``format`` is given if the bytes have been read already.
        """
        values = {
            "name": (name or found.name)[-500:],
            "format": format,
            "size": len(found.content),
            "content": found.content,
            "received_by": by,
        }
        source, _created = self.get_or_create(sha256=found.sha256, defaults=values)
        return source

    def published(self) -> dict[str, list[tuple[str, str]]]:
        """SHA-256 of a source → (symbol, language) of each text that was published from the source.

        A source that has only proofs is left out.
        """
        texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        rows = self.filter(revisions__isnull=False).values_list(
            "sha256", "revisions__text__resolution__document__key", "revisions__text__language"
        )
        for sha256, symbol, language in rows.order_by("pk", "revisions__pk").iterator():
            texts[sha256].append((symbol, language))
        return texts

    def told(self) -> dict[str, dict[str, str]]:
        """SHA-256 of a source → what a librarian told about it last (``Submission.told``), if she told anything."""
        told = self.exclude(submissions__told={}).filter(submissions__isnull=False)
        return dict(told.order_by("submissions__pk").values_list("sha256", "submissions__told"))


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

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.name
