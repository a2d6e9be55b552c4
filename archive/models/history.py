"""The history of the desk: who did what, when and why. Rows are only added. The database refuses to change a row.

A library that keeps every version of a row would not help, because revisions and mends are stored already. Librarians
ask a different question: who withdrew a text or changed a word, and why?
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Action(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("what happened", "Received")
    READ = "read", _("Read")
    REFUSED = "refused", _("Could not be read")
    READ_AGAIN = "read_again", _("Read again")
    TOLD = "told", _("Told by a librarian")
    MENDED = "mended", _("Mended")
    CORRECTED = "corrected", _("Corrected in the admin")
    TAKEN_BACK = "taken_back", _("Mend taken back")
    READY = "ready", _("Called ready")
    SENT_BACK = "sent_back", _("Sent back")
    PUBLISHED = "published", _("Published")
    SET_ASIDE = "set_aside", _("Set aside")
    TAKEN_UP = "taken_up", _("Taken up again")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("Restored")
    RETURNED = "returned", _("Returned to an earlier revision")
    WITHHELD = "withheld", _("Revision withheld")
    RELEASED = "released", _("Revision released")
    CANCELLED = "cancelled", _("Batch cancelled")
    DEALT_WITH = "dealt_with", _("Dealt with")
    ASKED = "asked", _("Asked for by its symbol")
    NOT_THERE = "not_there", _("Not in the UN's document system")
    WRITTEN_OFF = "written_off", _("Written off as not existing")
    REINSTATED = "reinstated", _("Write-off taken back")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGN_IN_FAILED = "sign_failed", _("Failed to sign in")
    ROLES_CHANGED = "roles", _("Roles changed")
    SECOND_FACTOR = "factor", _("Second factor changed")


class HistoryEntry(models.Model):
    """One act at the desk.

    ``subject`` names the object of the act: a symbol, or a file's name. ``detail`` and ``values`` are the code and
    values of a message (``archive.messages``), or the operation and arguments of a mend. The code of a message has a
    dot; the name of an operation has no dot.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=12, choices=Action.choices, db_index=True)
    subject = models.CharField(_("of"), max_length=500, db_index=True)
    reason = models.TextField(_("why"), blank=True)
    detail = models.TextField(_("in detail"), blank=True)
    values = models.JSONField(default=dict, blank=True)
    # Numbers, not foreign keys: the proof or the submission may be deleted, and the entry stays unchanged.
    proof_number = models.BigIntegerField(_("proof"), null=True, blank=True, db_index=True)
    submission_number = models.BigIntegerField(_("submission"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry of the history")
        verbose_name_plural = _("history")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}"
