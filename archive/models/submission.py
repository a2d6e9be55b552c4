"""Submissions: the files that librarians bring in, grouped into batches, with the state of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.messages import Message
from archive.models.source import Source


class Batch(models.Model):
    """The submissions that were brought in together: files, the members of a zip archive, or a pasted text."""

    name = models.CharField(_("name"), max_length=500)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("received by")
    )

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    def counts(self) -> dict[str, int]:
        """State → number of submissions in it, for every ``SubmissionState``. The number can be 0."""
        found = dict(self.submissions.order_by().values_list("state").annotate(n=models.Count("pk")))
        return {state: found.get(state, 0) for state in SubmissionState.values}


class SubmissionState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Could not be read")
    KNOWN = "known", _("Known already")
    CLOSED = "closed", _("Could not be read; dealt with")
    DROPPED = "dropped", pgettext_lazy("state of a file", "Cancelled")


class Submission(models.Model):
    """One file of a batch.

    ``source`` is None if the file was refused before it was stored. ``why`` is the reason why the file could not be
    read. If the archive already has the same bytes, the file is read only if a librarian asks for it. ``told`` is what
    a librarian tells about the file (``archive.reading.told.Told.to_json``).

    ``scanned_pages`` is the number of pages of a scan. ``source.scanned`` has the pages that are recognised already.

    Only earlier releases filled ``lines``. It has the lines of the original without their roles. Now the Drafts have
    the lines with their roles.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="submissions", verbose_name=_("batch"))
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("source")
    )
    name = models.CharField(_("file name"), max_length=500)
    state = models.CharField(
        _("state"), max_length=8, choices=SubmissionState.choices, default=SubmissionState.WAITING, db_index=True
    )
    reason_code = models.TextField(_("why not"), blank=True)
    reason_values = models.JSONField(default=dict, blank=True, editable=False)
    told = models.JSONField(_("Told by a librarian"), default=dict, blank=True, editable=False)
    readings = models.PositiveIntegerField(_("times read"), default=0)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    lines = models.JSONField(default=list, blank=True, editable=False)
    scanned_pages = models.PositiveIntegerField(_("pages to recognise"), null=True, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        permissions = [("drop_source", _("Can bring in sources and have them read"))]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="submission_has_source_or_reason", condition=Q(source__isnull=False) | ~Q(reason_code="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        """The name without its folders and zip archive: ``1.pdf`` for ``mail/a.zip!b/1.pdf``."""
        return self.name.rpartition("!")[2].rpartition("/")[2]

    @property
    def why(self) -> Message:
        return Message(self.reason_code, self.reason_values)


class ScannedPage(models.Model):
    """The recognised lines of one page of a scan.

    ``lines`` has the form of ``archive.reading.scans.scanned.to_json``. ``recogniser`` is the name and version of the
    program. A page is recognised again only by another recogniser.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="scanned")
    number = models.PositiveIntegerField()
    recogniser = models.CharField(max_length=100)
    lines = models.JSONField()

    class Meta:
        ordering = ["source", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="page_recognised_once")]

    def __str__(self) -> str:
        return f"{self.source_id} p. {self.number}"


class PagePicture(models.Model):
    """A picture of one page of a PDF or a scan. Each page is drawn once and then kept."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="pictures")
    number = models.PositiveIntegerField()
    png = models.BinaryField()

    class Meta:
        ordering = ["source", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="page_drawn_once")]

    def __str__(self) -> str:
        return f"{self.source_id} p. {self.number}"
