"""Files of votes on the desk, and what each would change in the archive."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.submission import Submission
from archive.models.vote import FORMATS, VoteFile


class ProposalState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    QUEUED = "queued", pgettext_lazy("state of a file of votes", "Being accepted")
    ACCEPTED = "accepted", pgettext_lazy("state of a file of votes", "Accepted")
    ASIDE = "aside", _("Put aside")


class VoteProposalQuerySet(models.QuerySet["VoteProposal"]):
    def for_lists(self) -> VoteProposalQuerySet:
        return self.select_related("submission__batch").defer("rows", "refused")


class VoteProposal(models.Model):
    """A file of votes on the desk. Nothing of it is in the archive before a librarian accepts it.

    ``rows`` has a row for each vote that acceptance would add or change (``archive.desk.votes.preview``). ``counts``
    has their numbers. ``refused`` has the messages about the rows of the file that are not taken. ``file`` is the
    accepted file.
    """

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="votes", verbose_name=_("submission"))
    format = models.CharField(_("format"), max_length=24, choices=FORMATS)
    state = models.CharField(
        _("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN, db_index=True
    )
    rows = models.JSONField(default=list, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    refused = models.JSONField(default=list, editable=False)
    previewed_at = models.DateTimeField(_("previewed"))
    file = models.ForeignKey(VoteFile, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = VoteProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of votes on the desk")
        verbose_name_plural = _("files of votes on the desk")
        ordering = ["-pk"]
        permissions = [("accept_votes", _("Can accept files of votes and take them back"))]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.submission.file_name or self.submission.name

    def count(self, name: str) -> int:
        found: Any = self.counts.get(name, 0)
        return int(found)
